//! Which elements of a page are no part of an article, and which hold one, by tag, role, class
//! and id.
//!
//! The names are those that content systems and publishers' designs use; none is of one site.
//! Class names are taken apart into words (`article__related-links` is article, related, links),
//! so that a name within a longer one does not count.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::tree::{Node, Tree};

/// What a node is to the article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fate {
    #[default]
    Text,
    /// Scripts, menus, comments: never a part of the text.
    Never,
    /// Stands around articles in every design, unless most of the text stands in it.
    Suspect,
    /// Looks like no part of the text, unless much of the text stands in it.
    Doubtful,
    /// Holds the headline, and perhaps the lead, among what is no part of the text.
    Head,
    /// Says what a picture shows.
    Caption,
}

/// How surely an element holds the article, 0 for one that does not say so.
pub(super) type Rank = u8;

/// Elements that hold no text of an article.
pub(super) const NEVER_TAGS: &[&str] = &[
    "script", "style", "nav", "footer", "button", "select", "option", "iframe", "object", "embed",
    "svg", "math", "canvas", "audio", "video", "map", "template", "head", "input", "textarea",
    "label", "datalist", "dialog", "menu", "frameset", "frame", "applet", "progress", "meter",
    "fieldset", "legend", "marquee", "rp", "rt", "picture", "source", "track", "title", "link",
    "meta",
];

const NEVER_ROLES: &[&str] = &[
    "navigation",
    "contentinfo",
    "search",
    "dialog",
    "alertdialog",
    "menu",
    "menubar",
    "toolbar",
    "complementary",
    "tablist",
    "tooltip",
    "banner",
    "status",
];

/// Words of class names and ids of what readers write under an article, which may be more than
/// the article.
const COMMENT_WORDS: &[&str] = &[
    "comments",
    "commentlist",
    "disqus",
    "kommentare",
    "comentarios",
    "commentaires",
    "livefyre",
    "viafoura",
    "respond",
];

/// Words of class names and ids of what stands around articles in every design.
const SUSPECT_WORDS: &[&str] = &[
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "cookie",
    "cookies",
    "consent",
    "footer",
    "gdpr",
    "menu",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "outbrain",
    "pagination",
    "related",
    "share",
    "sharing",
    "sharedaddy",
    "sidebar",
    "skyscraper",
    "social",
    "sociallinks",
    "taboola",
    "toolbar",
    "sponsored",
    "paywall",
    "recirc",
    "recirculation",
    "masthead",
    "popup",
    "modal",
    "overlay",
    "subscribe",
    "subscription",
    "advert",
    "advertisement",
    "advertising",
    "adsense",
    "jp",
    "addtoany",
    "addthis",
    "noprint",
    "printonly",
    "signup",
    "login",
    "breadcrump",
    "sitemap",
    "topbar",
    "kommentar",
    "werbung",
    "anzeige",
    "publicidad",
    "publicite",
    "relacionadas",
    "relacionados",
    "promo",
    "donate",
    "donation",
    "addtocart",
    "loggedin",
    "loggedout",
    "webform",
    "skiplinks",
    "verwandte",
    "fb",
    "whatsapp",
    "trending",
    "popular",
    "mostread",
    "beitragsnavigation",
];

/// Words of what mostly is no part of the text.
const DOUBTFUL_WORDS: &[&str] = &[
    "ad",
    "ads",
    "adv",
    "banner",
    "byline",
    "carousel",
    "copyright",
    "credit",
    "credits",
    "crosslinks",
    "dateline",
    "disclaimer",
    "gallery",
    "infobox",
    "meta",
    "metadata",
    "more",
    "next",
    "prev",
    "previous",
    "player",
    "poll",
    "postmeta",
    "print",
    "promoted",
    "rating",
    "readmore",
    "recommend",
    "recommended",
    "recommendation",
    "recommendations",
    "slideshow",
    "sponsor",
    "subnav",
    "suggested",
    "summary-list",
    "tag",
    "tags",
    "taglist",
    "teaser",
    "teasers",
    "tools",
    "toc",
    "topics",
    "utility",
    "widget",
    "widgets",
    "author",
    "authors",
    "bio",
    "profile",
    "keywords",
    "timestamp",
    "pager",
    "links",
    "linklist",
    "also",
    "latest",
    "featured",
    "jump",
    "embed",
    "signature",
    "caption-hidden",
    "aside",
    "bottom",
    "backlink",
    "likes",
    "followus",
    "follow",
    "contact",
    "quiz",
    "survey",
    "zapper",
    "off",
    "ticker",
    "weather",
    "stock",
    "skip",
    "screen",
    "reader",
    "sr",
    "tooltip",
    "alert",
    "notice",
    "notification",
    "hashtags",
    "labels",
    "editorsnote",
    "correction",
    "categories",
    "category",
    "headline",
    "kicker",
    "standout",
];

/// Parts of class names, run together, of what never is a part of the text.
const SUSPECT_PARTS: &[&str] = &[
    "wpblockquery",
    "postexcerpt",
    "latestposts",
    "relatedarticle",
    "relatedpost",
    "relatedcontent",
    "relatedlink",
    "relatedstor",
    "morestories",
    "morefrom",
    "alsoread",
    "readnext",
    "readalso",
    "seealso",
    "sharebutton",
    "sharetool",
    "sharebar",
    "socialshare",
    "socialmedia",
    "newslettersignup",
    "commentsection",
    "authorbio",
    "aboutauthor",
    "authorbox",
    "authorinfo",
    "postnav",
    "articlenav",
    "screenreadertext",
    "visuallyhidden",
    "skiplink",
    "mostpopular",
    "mostread",
    "inlinerelated",
    "relatednews",
    "articletags",
    "posttags",
    "entryfooter",
    "postfooter",
    "articlefooter",
    "jumplink",
    "cookiebar",
    "yarpp",
    "wpdiscuz",
    "followbutton",
    "pressrelease-contact",
    "articletools",
    "storytools",
    "bylinewrapper",
    "teaserlist",
    "newsletterbox",
    "subscribebox",
    "adcontainer",
    "adwrapper",
    "adslot",
    "advertcontainer",
    "googlead",
    "dfpad",
    "leaderboard",
    "tweetbutton",
    "printbutton",
    "morelinks",
    "linkbox",
    "suggestedarticles",
    "authorprofile",
    "articleauthor",
    "postauthor",
    "authorcard",
    "blogroll",
];

/// The same, of what mostly is none.
const DOUBTFUL_PARTS: &[&str] =
    &["readmore", "articlemeta", "postmeta", "entrymeta", "storymeta", "articleinfo", "moreinfo"];

/// Parts of class names, run together, of what holds the text of an article.
const BODY_PARTS: &[&str] = &[
    "articlebody",
    "storybody",
    "entrycontent",
    "postcontent",
    "articletext",
    "articlecontent",
    "postbody",
    "posttext",
    "storycontent",
    "storytext",
    "bodytext",
    "textbody",
    "fulltext",
    "contentbody",
    "bodycontent",
    "bodycopy",
    "newstext",
    "newscontent",
    "newsbody",
    "artikeltext",
    "artikelbody",
    "artikelinhalt",
    "postentry",
    "singlecontent",
    "articlecopy",
    "articlemain",
    "storycopy",
    "blogcontent",
    "blogbody",
    "maintext",
    "textcontent",
    "contenttext",
    "articlemaincontent",
    "articleparagraphs",
    "postarticle",
    "entrybody",
    "articledetail",
    "articlewrap",
    "detailtext",
    "richtext",
    "bodyarticle",
    "contentarticle",
    "cuerponoticia",
    "notacuerpo",
    "contenidonota",
    "corpsarticle",
    "textearticle",
    "testoarticolo",
    "corponoticia",
    "pagecontent",
    "articlesection",
    "themecontent",
    "fieldbody",
    "wikitext",
    "parseroutput",
];

/// The fate and the rank of every node of a page.
pub(super) fn judge(tree: &Tree) -> (Vec<Fate>, Vec<Rank>) {
    let mut fates = Vec::with_capacity(tree.nodes.len());
    let mut ranks = Vec::with_capacity(tree.nodes.len());
    for (at, node) in tree.nodes.iter().enumerate() {
        if node.is_text() {
            fates.push(Fate::Text);
            ranks.push(0);
            continue;
        }
        let words = if node.marks.is_empty() { Vec::new() } else { words_of(&node.marks) };
        let compact: String = words.concat();
        let rank = rank_of(node, &words, &compact);
        let mut fate = fate_of(node, &words, &compact, rank);
        // The lead often stands beside the headline, in the header of the article.
        if fate == Fate::Doubtful && (node.tag == "header" || compact.contains("header")) {
            let end = node.end.min(tree.nodes.len());
            if tree.nodes[at..end].iter().any(|inner| inner.tag == "h1") {
                fate = Fate::Head;
            }
        }
        fates.push(fate);
        ranks.push(rank);
    }
    (fates, ranks)
}

/// The words of class names and ids in lower case, parted at marks and at capitals.
pub(super) fn words_of(marks: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut was_small = false;
    // Names with variants (`print:hidden`, `lg:[&>a]:p-2`) say how something looks, not what it is.
    let names = marks.split_inclusive(char::is_whitespace);
    for c in names.filter(|name| !name.contains([':', '['])).flat_map(str::chars) {
        let parts = !c.is_alphanumeric() || c.is_uppercase() && was_small;
        if parts && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase() || c.is_ascii_digit();
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

type Parts = LazyLock<Option<AhoCorasick>>;
static SUSPECT_PARTS_FINDER: Parts = LazyLock::new(|| AhoCorasick::new(SUSPECT_PARTS).ok());
static DOUBTFUL_PARTS_FINDER: Parts = LazyLock::new(|| AhoCorasick::new(DOUBTFUL_PARTS).ok());
static BODY_PARTS_FINDER: Parts = LazyLock::new(|| AhoCorasick::new(BODY_PARTS).ok());

fn any_part(parts: &Parts, compact: &str) -> bool {
    !compact.is_empty() && parts.as_ref().is_some_and(|parts| parts.is_match(compact))
}

fn has(words: &[String], known: &[&str]) -> bool {
    words.iter().any(|word| known.contains(&word.as_str()))
}

fn fate_of(node: &Node, words: &[String], compact: &str, rank: Rank) -> Fate {
    let tag = &*node.tag;
    if NEVER_TAGS.contains(&tag) {
        return Fate::Never;
    }
    if matches!(tag, "html" | "body" | "main" | "article") {
        return Fate::Text;
    }
    let role = node.attribute("role").unwrap_or_default();
    let style = node.attribute("style").unwrap_or_default();
    let unseen = node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true")
        || style.contains("display:none")
        || style.contains("display: none");
    if tag == "figcaption" || has(words, &["caption", "bildunterschrift", "legende", "figcaption"])
    {
        return Fate::Caption;
    }
    if NEVER_ROLES.contains(&role) {
        return if rank >= 4 { Fate::Doubtful } else { Fate::Suspect };
    }
    if any_part(&SUSPECT_PARTS_FINDER, compact) {
        return if rank >= 4 { Fate::Doubtful } else { Fate::Never };
    }
    if rank >= 4 {
        return Fate::Text;
    }
    if has(words, COMMENT_WORDS) {
        return Fate::Never;
    }
    // Some systems put the whole page into a form.
    if matches!(tag, "form" | "noscript") || has(words, SUSPECT_WORDS) {
        return Fate::Suspect;
    }
    let unseen = unseen || node.marks.split_whitespace().any(|name| name == "hidden");
    // The teaser of a list is a box; in an article it is the paragraph of the lead.
    if matches!(tag, "p" | "h2") && has(words, &["teaser", "headline"]) || compact == "teasertext" {
        return Fate::Text;
    }
    if unseen {
        return Fate::Suspect;
    }
    // Small print of pages that are older than style sheets.
    if tag == "font" && node.attribute("size") == Some("1") {
        return Fate::Doubtful;
    }
    let doubtful = any_part(&DOUBTFUL_PARTS_FINDER, compact);
    if doubtful
        || tag == "aside"
        || tag == "header" && rank < 3
        // A row of a table is called by what it tells of: `player-12`.
        || !matches!(tag, "tr" | "td" | "th" | "dd" | "dt") && has(words, DOUBTFUL_WORDS)
    {
        return Fate::Doubtful;
    }
    Fate::Text
}

fn rank_of(node: &Node, words: &[String], compact: &str) -> Rank {
    let tag = &*node.tag;
    let properties = node.attribute("itemprop").unwrap_or_default();
    if properties.split_whitespace().any(|p| matches!(p, "articleBody" | "reviewBody" | "text")) {
        return 5;
    }
    if !matches!(tag, "div" | "section" | "article" | "main" | "td" | "span" | "body" | "p") {
        return 0;
    }
    if tag != "p" && tag != "body" && any_part(&BODY_PARTS_FINDER, compact) {
        return 4;
    }
    if tag == "article" || node.attribute("role") == Some("article") {
        return 3;
    }
    let name = node.marks.trim();
    if matches!(name, "post" | "entry" | "story" | "article" | "hentry" | "content-text" | "text")
        || tag != "p" && has(words, &["hentry"])
    {
        return 3;
    }
    if tag == "main"
        || node.attribute("role") == Some("main")
        || matches!(name, "content" | "main" | "main-content" | "maincontent" | "primary")
    {
        return 2;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_judged_by_the_words_of_their_names() {
        for (html, fate, rank) in [
            ("<div class='article__related-links'>", Fate::Never, 0),
            ("<div class='relatedness'>", Fate::Text, 0),
            ("<div id='storyBody'>", Fate::Text, 4),
            ("<div itemprop='articleBody' class='social'>", Fate::Text, 5),
            ("<nav>", Fate::Never, 0),
            ("<div style='display:none'>", Fate::Suspect, 0),
            ("<div class='print:hidden md:more'>", Fate::Text, 0),
            ("<tr class='player-12'>", Fate::Text, 0),
            ("<div class='wp-caption-text'>", Fate::Caption, 0),
            ("<article class='post'>", Fate::Text, 3),
        ] {
            let tree = Tree::parse(html).unwrap_or_default();
            let (fates, ranks) = judge(&tree);
            let last = tree.nodes.len() - 1;
            assert_eq!((fates[last], ranks[last]), (fate, rank), "{html}");
        }
    }
}
