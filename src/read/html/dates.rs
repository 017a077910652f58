//! Dates that a page shows to its readers: beside the headline, in elements that are named for
//! dates, after words such as `Published:`, and at last in its scripts.
//!
//! Nothing is parsed here: short texts that may hold a date are handed on in the order of trust,
//! as [`MetadataKey::Date`](super::super::MetadataKey) with a name that begins with
//! [`SHOWN`](super::super::SHOWN). What stands among comments, links to other articles, menus and
//! sidebars is left out.

use super::fate::words_of;
use super::shown::same;
use super::tree::{Node, Tree, push_folded};

/// Beside the headline, or near it in an element that is named for a date.
pub(super) const BY_HEADLINE: &str = "shown by the headline";
/// Somewhere on the page: a date only with a word that says so.
pub(super) const LABELLED: &str = "shown with a label";
/// Somewhere on the page, in an element that is named for a date.
pub(super) const ON_PAGE: &str = "shown on the page";
/// In a script, as the publication of what the page shows.
pub(super) const IN_SCRIPT: &str = "shown by a script";

/// Longest text that is a date with the words around it, in characters.
const LONGEST: usize = 120;
/// Longest line that holds author, section and date.
const LONGEST_LINE: usize = 200;
/// Most texts handed on.
const MOST: usize = 24;
/// How far from the headline a date stands, in characters shown: after it and before it.
const NEAR_NAMED: (usize, usize) = (1500, 400);
const NEAR_LINE: (usize, usize) = (800, 300);
const NEAR_PLAIN: (usize, usize) = (400, 150);

/// Words of class names that hold dates.
const DATE_WORDS: &[&str] = &[
    "date",
    "dates",
    "datum",
    "fecha",
    "data",
    "datetime",
    "dateline",
    "pubdate",
    "published",
    "publish",
    "publication",
    "posted",
    "timestamp",
    "time",
    "created",
    "datestamp",
    "newsdatum",
    "fbdatum",
    "postdate",
    "articledate",
    "entrydate",
    "dataarticolo",
    "fecha",
    "hora",
    "heure",
    "tarih",
    "dato",
    "paivays",
    "meta-date",
    "pub",
    "updated",
    "modified",
    "day",
    "zeit",
    "stand",
];
/// Words of class names that hold the line of author, section and date.
const LINE_WORDS: &[&str] = &[
    "meta",
    "byline",
    "author",
    "autor",
    "auteur",
    "info",
    "infos",
    "details",
    "credits",
    "header",
    "postmeta",
    "metadata",
    "kicker",
    "head",
    "subline",
    "submitted",
    "headline",
    "story",
    "source",
];
/// Roots of class names below which dates are those of something else.
const ELSEWHERE: &[&str] = &[
    "comment",
    "kommentar",
    "leserbrief",
    "relat",
    "sidebar",
    "recommend",
    "popular",
    "trending",
    "widget",
    "respond",
    "nav",
    "menu",
    "most-read",
    "mostread",
    "more-",
    "breadcrumb",
    "cookie",
    "newsletter",
    "calendar",
    "weather",
    "carousel",
    "slider",
    "ticker",
    "promo",
    "discussion",
    "disqus",
    "copyright",
    "facebook",
    "twitter",
    "tweet",
];

/// A text that may hold a date.
struct Candidate {
    rank: u8,
    distance: usize,
    node: usize,
    /// Whether an attribute has it, for machines.
    stated: bool,
    name: &'static str,
    text: String,
}

/// Texts that may hold the date of the article called `title`, the most trusted first.
pub(super) fn shown(tree: &Tree, title: Option<&str>) -> Vec<(&'static str, String)> {
    let offsets = visible_offsets(tree);
    let heading = heading(tree, title);
    let elsewhere = elsewhere(tree, heading);
    let place = Place { tree, offsets, heading };
    let mut found: Vec<Candidate> = Vec::new();
    for (at, node) in tree.nodes.iter().enumerate() {
        if elsewhere[at] {
            continue;
        }
        if node.is_text() {
            if is_dated(&node.text) {
                found.extend(place.of_text(at));
            }
        } else if let Some(stated) = stated(node) {
            found.push(Candidate { stated: true, ..place.named(at, stated.to_owned()) });
        }
    }
    // What readers see comes before what machines are told, which may be the date of a change.
    found.sort_by_key(|candidate| (candidate.rank, candidate.distance, candidate.stated));
    let mut texts: Vec<(&'static str, String)> = Vec::new();
    let mut nodes = Vec::new();
    for candidate in found {
        if !nodes.contains(&(candidate.node, candidate.stated))
            && !texts.iter().any(|(_, text)| *text == candidate.text)
        {
            nodes.push((candidate.node, candidate.stated));
            texts.push((candidate.name, candidate.text));
        }
        if texts.len() == MOST {
            break;
        }
    }
    texts.extend(in_scripts(tree).map(|text| (IN_SCRIPT, text)));
    texts
}

/// What an element states for machines: `<time datetime>`, `<abbr class=published title>`.
fn stated<'t>(node: &'t Node<'_>) -> Option<&'t str> {
    let value = match &*node.tag {
        "time" => node.attribute("datetime").or_else(|| node.attribute("title"))?,
        "abbr" | "span" => node.attribute("title")?,
        _ => return None,
    };
    (is_dated(value) && value.chars().count() <= LONGEST).then_some(value)
}

struct Place<'t> {
    tree: &'t Tree<'t>,
    /// Characters shown before each node, and after the last.
    offsets: Vec<usize>,
    heading: Option<usize>,
}

impl Place<'_> {
    fn length(&self, at: usize) -> usize {
        self.offsets[self.tree.nodes[at].end] - self.offsets[at]
    }

    fn holds_heading(&self, at: usize) -> bool {
        self.heading.is_some_and(|heading| (at..self.tree.nodes[at].end).contains(&heading))
    }

    /// Characters between the headline and a node, and whether that is at most `near`.
    fn distance(&self, at: usize, (after, before): (usize, usize)) -> (usize, bool) {
        let Some(heading) = self.heading else { return (self.offsets[at], false) };
        let end = self.offsets[self.tree.nodes[heading].end];
        if at >= heading {
            let distance = self.offsets[at].saturating_sub(end);
            (distance, distance <= after)
        } else {
            let distance =
                self.offsets[heading].saturating_sub(self.offsets[self.tree.nodes[at].end]);
            (distance * 2 + 60, distance <= before)
        }
    }

    fn named(&self, node: usize, text: String) -> Candidate {
        let (distance, near) = self.distance(node, NEAR_NAMED);
        let (rank, name) = if near { (0, BY_HEADLINE) } else { (3, ON_PAGE) };
        Candidate { rank, distance, node, stated: false, name, text }
    }

    /// The text of a node with a date in it, with as much around it as belongs to it.
    fn of_text(&self, text: usize) -> Option<Candidate> {
        let mut line = None;
        let mut at = text;
        for _ in 0..4 {
            let parent = self.tree.nodes[at].parent;
            if parent == at || self.length(parent) > LONGEST_LINE || self.holds_heading(parent) {
                break;
            }
            at = parent;
            let node = &self.tree.nodes[at];
            let words = words_of(&node.marks);
            let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
            if (node.tag == "time" || has(DATE_WORDS)) && self.length(at) <= LONGEST {
                return Some(self.named(at, text_of(self.tree, at)));
            }
            if line.is_none() && has(LINE_WORDS) {
                line = Some(at);
            }
        }
        if let Some(line) = line {
            let (distance, near) = self.distance(line, NEAR_LINE);
            let (rank, name) = if near { (1, BY_HEADLINE) } else { (4, ON_PAGE) };
            return Some(Candidate {
                rank,
                distance,
                node: line,
                stated: false,
                name,
                text: text_of(self.tree, line),
            });
        }
        let parent = self.tree.nodes[text].parent;
        let whole = self.length(parent) <= LONGEST && !self.holds_heading(parent);
        let node = if whole { parent } else { text };
        if self.length(node) > LONGEST {
            return None;
        }
        let (distance, near) = self.distance(node, NEAR_PLAIN);
        let (rank, name) = if near { (1, BY_HEADLINE) } else { (2, LABELLED) };
        let text = text_of(self.tree, node);
        Some(Candidate { rank, distance, node, stated: false, name, text })
    }
}

fn is_hidden(tag: &str) -> bool {
    matches!(
        tag,
        "script" | "style" | "noscript" | "template" | "svg" | "head" | "select" | "textarea"
    )
}

/// Characters shown before each node, and in all.
fn visible_offsets(tree: &Tree) -> Vec<usize> {
    let mut offsets = Vec::with_capacity(tree.nodes.len() + 1);
    let (mut total, mut hidden_to) = (0, 0);
    for (at, node) in tree.nodes.iter().enumerate() {
        offsets.push(total);
        if is_hidden(&node.tag) {
            hidden_to = hidden_to.max(node.end);
        }
        if node.is_text() && at >= hidden_to {
            total +=
                node.text.split_whitespace().map(|word| word.chars().count() + 1).sum::<usize>();
        }
    }
    offsets.push(total);
    offsets
}

/// The text shown within a node, white space folded.
fn text_of(tree: &Tree, position: usize) -> String {
    let mut text = String::new();
    let mut hidden_to = 0;
    for (at, inner) in tree.nodes[..tree.nodes[position].end].iter().enumerate().skip(position) {
        if is_hidden(&inner.tag) {
            hidden_to = inner.end;
        } else if inner.is_text() && at >= hidden_to {
            push_folded(&mut text, &inner.text);
        } else if !text.ends_with(' ') {
            text.push(' ');
        }
    }
    text.trim().to_owned()
}

/// The headline: the heading, or any element, that has the title for its text; else the first
/// heading.
fn heading(tree: &Tree, title: Option<&str>) -> Option<usize> {
    let first = || tree.tagged("h1").next();
    let Some(title) = title else { return first() };
    let titled = |at: &usize| {
        let text = tree.text_in(*at);
        same(&text, title) || text.len() >= 20 && title.contains(&text)
    };
    let is_heading = |tag: &str| matches!(tag, "h1" | "h2" | "h3");
    let of_rank = |tag: &'static str| tree.tagged(tag).find(titled);
    of_rank("h1").or_else(|| of_rank("h2")).or_else(|| of_rank("h3")).or_else(first).or_else(|| {
        let title = title.trim();
        (0..tree.nodes.len()).find(|at| {
            let node = &tree.nodes[*at];
            let parent = &*tree.nodes[node.parent].tag;
            node.is_text() && node.text.trim() == title && !is_heading(parent) && parent != "title"
        })
    })
}

/// Which nodes belong to something else than the article.
fn elsewhere(tree: &Tree, heading: Option<usize>) -> Vec<bool> {
    let mut flags = vec![false; tree.nodes.len()];
    let mut to = 0;
    for (at, node) in tree.nodes.iter().enumerate() {
        if at < to {
            flags[at] = true;
            continue;
        }
        if node.is_text() {
            continue;
        }
        let holds_heading = heading.is_some_and(|heading| (at..node.end).contains(&heading));
        let marks =
            || has_root(&node.marks) && !node.marks.to_ascii_lowercase().contains("publish");
        let out = is_hidden(&node.tag)
            || matches!(&*node.tag, "nav" | "aside" | "title")
            || !node.marks.is_empty() && marks();
        if out && !holds_heading && !matches!(&*node.tag, "html" | "body" | "time") {
            flags[at] = true;
            to = node.end;
        }
    }
    flags
}

/// Whether one of [`ELSEWHERE`] stands in class names: a pass that stops only at their first letters.
fn has_root(marks: &str) -> bool {
    const FIRST: u32 = {
        let (mut letters, mut at) = (0_u32, 0);
        while at < ELSEWHERE.len() {
            letters |= 1 << (ELSEWHERE[at].as_bytes()[0] - b'a');
            at += 1;
        }
        letters
    };
    let bytes = marks.as_bytes();
    (0..bytes.len()).any(|at| {
        let letter = bytes[at].to_ascii_lowercase();
        letter.is_ascii_lowercase()
            && FIRST & (1 << (letter - b'a')) != 0
            && ELSEWHERE.iter().any(|root| {
                let root = root.as_bytes();
                root[0] == letter
                    && bytes.get(at..at + root.len()).is_some_and(|b| b.eq_ignore_ascii_case(root))
            })
    })
}

/// Whether a declared value is more than a year and no text.
pub(super) fn has_day(value: &str) -> bool {
    is_dated(value)
        && value.chars().filter(|c| c.is_numeric()).count() >= 5
        && value.len() <= LONGEST
}

/// Whether a text has a year, or three numbers parted as those of a date are.
fn is_dated(text: &str) -> bool {
    let mut run = 0_usize;
    let mut value = 0_u32;
    let mut digits = 0_usize;
    let mut parted = 0_usize;
    let mut after_run = false;
    for c in text.chars().chain(['\n']) {
        if c.is_numeric() {
            if run == 0 && after_run {
                parted += 1;
            }
            run += 1;
            digits += 1;
            value = value.wrapping_mul(10).wrapping_add(c.to_digit(10).unwrap_or(0));
            after_run = false;
            continue;
        }
        // Digits of other scripts have no value here.
        if run == 4 && ((1600..=2300).contains(&value) || value == 0) || run == 8 || run >= 12 {
            return digits >= 4;
        }
        if parted >= 2 {
            return true;
        }
        after_run = run > 0 && matches!(c, '.' | '/' | '-');
        if !after_run {
            parted = 0;
        }
        (run, value) = (0, 0);
    }
    false
}

/// The first date of publication that a script states, where all that it states are one.
fn in_scripts(tree: &Tree) -> Option<String> {
    const NAMES: &[&str] = &[
        "datePublished",
        "publishDate",
        "publishedAt",
        "published_at",
        "publish_date",
        "publication_date",
        "article_publication_date",
        "publicationDate",
        "pubDate",
        "pubdate",
        "published_time",
        "firstPublished",
        "firstPublishDate",
        "publishedDate",
        "publishTime",
    ];
    // Each of the names holds one of these.
    let parts = ["ublish", "ublicat", "ubDate", "ubdate"].map(memchr::memmem::Finder::new);
    let mut found: Option<String> = None;
    for script in tree.tagged("script") {
        for node in &tree.nodes[script..tree.nodes[script].end] {
            let bytes = node.text.as_bytes();
            if parts.iter().all(|part| part.find(bytes).is_none()) {
                continue;
            }
            for name in NAMES {
                for at in memchr::memmem::find_iter(bytes, name) {
                    let rest = &node.text[at + name.len()..];
                    let rest = rest.trim_start_matches(['"', '\'', '\\', ' ', ':', '=']);
                    let end = rest.find(['"', '\'', '\\', '<', ',', '}']).unwrap_or(0);
                    let value = &rest[..end];
                    if !(10..=40).contains(&value.len()) || !is_dated(value) {
                        continue;
                    }
                    let day = |text: &str| text.get(..10).map(str::to_owned);
                    match &found {
                        Some(known) if day(known) != day(value) => return None,
                        Some(_) => {}
                        None => found = Some(value.to_owned()),
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, expected: &[(&str, &str)]) {
        let tree = Tree::parse(html).unwrap_or_default();
        let found = shown(&tree, Some("Ferry is late again"));
        let found: Vec<(&str, &str)> =
            found.iter().map(|(name, text)| (*name, text.as_str())).collect();
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn dates_by_the_headline_come_first() {
        let heading = "<h1>Ferry is late again</h1>";
        for (rest, expected) in [
            ("<p class=pub-date>3 March 2011</p>", vec![(BY_HEADLINE, "3 March 2011")]),
            ("<p>Ada Bell, 3.3.11</p>", vec![(BY_HEADLINE, "Ada Bell, 3.3.11")]),
            ("<time datetime=2011-03-03>yesterday</time>", vec![(BY_HEADLINE, "2011-03-03")]),
            (
                "<time datetime=2011-03-03>x</time><aside><time datetime=2018-01-01>y</time></aside>",
                vec![(BY_HEADLINE, "2011-03-03")],
            ),
            (
                "<time datetime=2011-03-05T10:00>Published 3 March 2011</time>",
                vec![(BY_HEADLINE, "Published 3 March 2011"), (BY_HEADLINE, "2011-03-05T10:00")],
            ),
            ("<div class=comments><i class=date>4 March 2011</i></div>", vec![]),
            ("<aside><i class=date>4 March 2011</i></aside>", vec![]),
            ("<p>Tel. 555 1234, 20 rooms</p>", vec![]),
            (
                "<script>var page = {\"publishDate\": \"2011-03-03T10:00\"}</script>",
                vec![(IN_SCRIPT, "2011-03-03T10:00")],
            ),
        ] {
            check(&format!("{heading}{rest}"), &expected);
        }
        let far = format!("{heading}<p>{}</p>", "The pier is empty. ".repeat(200));
        check(&format!("{far}<p>Posted: 3 March 2011</p>"), &[(LABELLED, "Posted: 3 March 2011")]);
        check(
            &format!("{far}<p>Posted: 3 March 2011</p><p class=date>5 March 2011</p>"),
            &[(LABELLED, "Posted: 3 March 2011"), (ON_PAGE, "5 March 2011")],
        );
    }
}
