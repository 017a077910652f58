//! What a page declares about its article: JSON-LD, OpenGraph and other `meta` elements,
//! microdata, the heading, the title.
//!
//! Several say the same thing; the one that publishers take the most care of comes first.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::{Metadata, MetadataKey};
use super::json_ld::{Linked, Wanted};
use super::shown;
use super::tree::Tree;
use crate::text::fold;

/// Names of `meta` elements in lower case, by what they are, the most trusted first: OpenGraph,
/// Dublin Core, the Highwire names of scholarly papers, and those of analytics services.
const META: &[(MetadataKey, &[&str])] = &[
    (
        MetadataKey::Title,
        &[
            "og:title",
            "twitter:title",
            "dc.title",
            "dcterms.title",
            "parsely-title",
            "sailthru.title",
            "citation_title",
            "headline",
            "title",
            "article:title",
            "hdl",
        ],
    ),
    (
        MetadataKey::Date,
        &[
            "article:published_time",
            "og:published_time",
            "og:article:published_time",
            "article:published",
            "datepublished",
            "parsely-pub-date",
            "dc.date.issued",
            "dcterms.issued",
            "dcterms.date",
            "dc.date",
            "dcterms.created",
            "dc.date.created",
            "sailthru.date",
            "citation_publication_date",
            "citation_date",
            "pubdate",
            "publish-date",
            "publishdate",
            "publish_date",
            "publication_date",
            "publicationdate",
            "published",
            "article.published",
            "article.created",
            "article_date_original",
            "cxenseparse:recs:publishtime",
            "cxenseparse:publishtime",
            "originalpublicationdate",
            "rnews:datepublished",
            "ptime",
            "pdate",
            "displaydate",
            "date",
            "datecreated",
            "created",
            "article:created_time",
            "og:pubdate",
            "vr:published_time",
            "shareaholic:article_published_time",
            "bt:pubdate",
            "dat",
            "sort_date",
        ],
    ),
    (
        MetadataKey::Modified,
        &[
            "article:modified_time",
            "og:updated_time",
            "datemodified",
            "last-modified",
            "dcterms.modified",
            "article:updated_time",
            "lastmod",
            "utime",
        ],
    ),
    (
        MetadataKey::Author,
        &[
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
            "byline",
            "citation_author",
            "article:author_name",
            "cxenseparse:author",
            "og:article:author",
            "rbauthors",
            "authors",
            "shareaholic:article_author_name",
        ],
    ),
    (
        MetadataKey::Source,
        &[
            "og:site_name",
            "dc.publisher",
            "dcterms.publisher",
            "publisher",
            "application-name",
            "citation_journal_title",
            "article:publisher_name",
            "apple-mobile-web-app-title",
        ],
    ),
    (
        MetadataKey::Section,
        &[
            "article:section",
            "parsely-section",
            "section",
            "og:section",
            "og:article:section",
            "cxenseparse:category",
            "category",
            "dc.subject.section",
            "sailthru.verticals",
        ],
    ),
    (
        MetadataKey::Language,
        &["content-language", "og:locale", "dc.language", "dcterms.language", "language"],
    ),
    (MetadataKey::Url, &["og:url", "twitter:url", "parsely-link"]),
    (
        MetadataKey::Keyword,
        &[
            "news_keywords",
            "keywords",
            "article:tag",
            "parsely-tags",
            "sailthru.tags",
            "dc.subject",
            "og:article:tag",
        ],
    ),
    (
        MetadataKey::Lead,
        &[
            "og:description",
            "description",
            "twitter:description",
            "dc.description",
            "dcterms.description",
        ],
    ),
    (MetadataKey::Location, &["geo.placename", "article:location", "dateline"]),
];

/// Names of microdata (schema.org).
const MICRODATA: &[(MetadataKey, &[&str])] = &[
    (MetadataKey::Title, &["headline"]),
    (MetadataKey::Date, &["datePublished", "dateCreated"]),
    (MetadataKey::Modified, &["dateModified"]),
    (MetadataKey::Author, &["author"]),
    (MetadataKey::Section, &["articleSection"]),
];

/// Longest microdata value that is one, in bytes: a whole article may be marked by mistake.
const MAX_VALUE_BYTES: usize = 400;

/// How many of the names of a date are trusted before all others when they stand in the head of
/// the page: what stands further down need not be read then.
const STRONG_DATES: usize = 5;

/// A `meta` element under one of its names.
#[derive(Debug)]
pub(super) struct Meta<'t> {
    /// In lower case.
    pub(super) name: String,
    pub(super) value: Cow<'t, str>,
    /// Whether it stands in the head of the page.
    pub(super) in_head: bool,
}

/// The names of a `meta` element, in lower case.
pub(super) fn names_of(attributes: [Option<&str>; 4]) -> impl Iterator<Item = String> {
    attributes.into_iter().flatten().flat_map(str::split_whitespace).map(|name| {
        // `DC:date` is written too.
        let name = name.to_ascii_lowercase();
        name.strip_prefix("dc:").map(|rest| format!("dc.{rest}")).unwrap_or(name)
    })
}

/// The attributes that name a `meta` element.
pub(super) const NAMING: [&str; 4] = ["property", "name", "http-equiv", "itemprop"];

/// Whether a `meta` element of this name states the date of publication or the address.
pub(super) fn is_date_or_address(name: &str) -> bool {
    let of = |key: MetadataKey| META.iter().find(|(known, _)| *known == key);
    [MetadataKey::Date, MetadataKey::Url]
        .into_iter()
        .filter_map(of)
        .any(|(_, names)| names.contains(&name))
        || names_publication(name)
}

/// What the head of a page and its JSON-LD state about date and address, in the order of
/// [`values`], as far as nothing that stands below can come before it.
pub(super) fn of_head(linked: &Linked, metas: &[Meta<'_>], canonical: &[String]) -> Vec<Metadata> {
    let mut values = Values::default();
    for (key, value) in &linked.values {
        if matches!(key, MetadataKey::Date | MetadataKey::Url) {
            values.push(*key, "JSON-LD", value);
        }
    }
    strong_dates(metas, &mut values);
    named(metas, MetadataKey::Url, &mut values);
    for address in canonical {
        values.push(MetadataKey::Url, "canonical", address);
    }
    values.0
}

fn strong_dates(metas: &[Meta<'_>], values: &mut Values) {
    let names = META.iter().find(|(key, _)| *key == MetadataKey::Date).map_or(&[][..], |(_, n)| n);
    for name in names.iter().take(STRONG_DATES) {
        for meta in metas.iter().filter(|meta| meta.in_head && meta.name == *name) {
            values.push(MetadataKey::Date, name, &meta.value);
        }
    }
}

/// The values of `key` in `meta` elements; of addresses, those of the head.
fn named(metas: &[Meta<'_>], key: MetadataKey, values: &mut Values) {
    let names = META.iter().find(|(known, _)| *known == key).map_or(&[][..], |(_, names)| names);
    for name in names {
        let is_named =
            |meta: &&Meta<'_>| meta.name == *name && (meta.in_head || key != MetadataKey::Url);
        for meta in metas.iter().filter(is_named) {
            values.push(key, name, &meta.value);
        }
    }
}

/// The values, those of a key in the order of trust.
pub(super) fn values(tree: &Tree<'_>, linked: &Linked, wanted: Wanted) -> Vec<Metadata> {
    let mut values = Values::default();
    let metas = metas(tree);
    for (key, value) in &linked.values {
        if *key != MetadataKey::Title {
            values.push(*key, "JSON-LD", value);
        }
    }
    strong_dates(&metas, &mut values);
    for (key, _) in META.iter().filter(|(key, _)| *key != MetadataKey::Title) {
        named(&metas, *key, &mut values);
    }
    for meta in metas.iter().filter(|meta| names_publication(&meta.name)) {
        values.push(MetadataKey::Date, &meta.name, &meta.value);
    }
    microdata(tree, &mut values);
    links(tree, &mut values);
    if values.first(MetadataKey::Url).is_none() {
        let names = META.iter().filter(|(key, _)| *key == MetadataKey::Url);
        for name in names.flat_map(|(_, names)| names.iter()) {
            for meta in metas.iter().filter(|meta| meta.name == *name) {
                values.push(MetadataKey::Url, name, &meta.value);
            }
        }
    }
    values.push(MetadataKey::Date, "JSON-LD page", linked.page_date.as_deref().unwrap_or_default());
    if wanted == Wanted::Everything && values.first(MetadataKey::Author).is_none() {
        values.push(MetadataKey::Author, "byline", &shown::author(tree).unwrap_or_default());
    }
    if values.first(MetadataKey::Source).is_none() {
        values.push(MetadataKey::Source, "site", &shown::site(tree).unwrap_or_default());
    }
    let site = values.first(MetadataKey::Source);
    if let Some((name, title)) = title(tree, linked, &metas, site.as_deref()) {
        values.push(MetadataKey::Title, name, &title);
    }
    values.0
}

#[derive(Default)]
struct Values(Vec<Metadata>);

impl Values {
    fn push(&mut self, key: MetadataKey, name: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        let address = value.starts_with("http://") || value.starts_with("https://");
        let fits = match key {
            MetadataKey::Url => address,
            // The page of an author is not the author's name.
            MetadataKey::Author | MetadataKey::Source | MetadataKey::Section => {
                !address && !value.starts_with('@')
            }
            _ => true,
        };
        let known = |entry: &Metadata| entry.key == key && entry.value == value;
        if fits && !value.is_empty() && !self.0.iter().any(known) {
            self.0.push(Metadata { key, name: Cow::Owned(name.to_owned()), value });
        }
    }

    fn first(&self, key: MetadataKey) -> Option<String> {
        self.0.iter().find(|entry| entry.key == key).map(|entry| entry.value.clone())
    }
}

/// Whether the name of a `meta` element, whatever system wrote it, says that its value is the date
/// of publication: `bepress_citation_date`, `sw-pubdate`.
fn names_publication(name: &str) -> bool {
    const PARTS: &[&str] = &[
        "pubdate",
        "publishdate",
        "publisheddate",
        "publicationdate",
        "publishedtime",
        "publishtime",
        "publicationtime",
        "publishedat",
        "datepublished",
        "datepublication",
        "citationdate",
        "citationonlinedate",
        "articledate",
        "issuedate",
        "releasedate",
        "dateissued",
        "datecreated",
    ];
    // What all of them hold.
    if !["date", "time", "published"].iter().any(|part| name.contains(part)) {
        return false;
    }
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    PARTS.iter().any(|part| name.contains(part))
        && !["modif", "updat", "image", "expir", "video"].iter().any(|other| name.contains(other))
}

/// The `meta` elements under all their names.
fn metas<'t>(tree: &'t Tree<'_>) -> Vec<Meta<'t>> {
    let mut found = Vec::new();
    let body = tree.tagged("body").next().unwrap_or(tree.nodes.len());
    for at in tree.tagged("meta") {
        let node = &tree.nodes[at];
        let Some(value) = node.attribute("content").filter(|c| !c.trim().is_empty()) else {
            continue;
        };
        for name in names_of(NAMING.map(|attribute| node.attribute(attribute))) {
            found.push(Meta { name, value: Cow::Borrowed(value), in_head: at < body });
        }
    }
    found
}

fn microdata(tree: &Tree, values: &mut Values) {
    let publisher = tree.nodes.iter().position(|node| {
        let properties = node.attribute("itemprop").unwrap_or_default();
        properties.split_whitespace().any(|property| property == "publisher")
    });
    if let Some(at) = publisher {
        let named = tree.nodes[at..tree.nodes[at].end]
            .iter()
            .position(|node| node.attribute("itemprop") == Some("name"))
            .map(|offset| at + offset);
        let stated = named.and_then(|named| tree.nodes[named].attribute("content"));
        let shown = || tree.text_in(named.unwrap_or(at));
        let name = stated.map_or_else(shown, str::to_owned);
        if name.len() <= MAX_VALUE_BYTES {
            values.push(MetadataKey::Source, "publisher", &name);
        }
    }
    for (at, node) in tree.nodes.iter().enumerate() {
        let Some(properties) = node.attribute("itemprop").filter(|_| node.tag != "meta") else {
            continue;
        };
        for property in properties.split_whitespace() {
            let Some((key, _)) = MICRODATA.iter().find(|(_, names)| names.contains(&property))
            else {
                continue;
            };
            let stated = node.attribute("datetime").or_else(|| node.attribute("content"));
            let value = stated.map_or_else(|| tree.text_in(at), str::to_owned);
            if value.len() <= MAX_VALUE_BYTES {
                values.push(*key, property, &value);
            }
        }
    }
}

/// Whether the relation of a link is that of a page to itself.
pub(super) fn is_canonical(relation: &str) -> bool {
    relation.eq_ignore_ascii_case("canonical")
}

fn links(tree: &Tree, values: &mut Values) {
    let body = tree.tagged("body").next().unwrap_or(tree.nodes.len());
    for link in tree.tagged("link") {
        let node = &tree.nodes[link];
        let canonical = node.attribute("rel").is_some_and(is_canonical);
        // One that stands below the head counts where the head has no address.
        if canonical && (link < body || values.first(MetadataKey::Url).is_none()) {
            values.push(MetadataKey::Url, "canonical", node.attribute("href").unwrap_or_default());
        }
    }
    for (at, node) in tree.nodes.iter().enumerate() {
        let is_author = node.tag == "a" && node.attribute("rel") == Some("author");
        if is_author {
            values.push(MetadataKey::Author, "rel=author", &tree.text_in(at));
        }
    }
    if let Some(html) = tree.tagged("html").next() {
        let node = &tree.nodes[html];
        let language = node.attribute("lang").or_else(|| node.attribute("xml:lang"));
        values.push(MetadataKey::Language, "html lang", language.unwrap_or_default());
    }
}

/// The headline, and where it stands.
fn title(
    tree: &Tree,
    linked: &Linked,
    metas: &[Meta<'_>],
    site: Option<&str>,
) -> Option<(&'static str, String)> {
    let tag = tree.tagged("title").next().map(|at| tree.text_in(at)).unwrap_or_default();
    let meta = |wanted: &str| {
        let found = metas.iter().find(|meta| meta.name == wanted)?;
        let plain = super::super::markup::plain_text(&found.value);
        Some(plain.split_whitespace().collect::<Vec<_>>().join(" "))
    };
    let named = META.iter().find(|(key, _)| *key == MetadataKey::Title).map_or(&[][..], |(_, n)| n);
    let shared = named.iter().find_map(|name| meta(name)).unwrap_or_default();
    let linked = linked.values.iter().find(|(key, _)| *key == MetadataKey::Title);
    let linked = linked.map(|(_, title)| title.clone()).unwrap_or_default();
    let own_name = |text: &str| site.is_some_and(|site| shown::same(site, text));
    let (shared, linked, plain_tag) =
        (without_site(&shared, site), without_site(&linked, site), without_site(&tag, site));
    let parts: Vec<&str> = parted(&tag);
    let site_part = parts.last().filter(|_| parts.len() > 1).map(|part| letters(part));
    let others = [shared, linked, plain_tag, &tag, parts.first().copied().unwrap_or_default()];
    let others = others.map(words);
    // Of several headings, the one that says most of what the others say; the first may be the
    // site's name.
    let mut best_heading = (String::new(), -1.0);
    for at in tree.tagged("h1") {
        let heading = tree.text_in(at);
        if heading.is_empty()
            || shown::leads_home(tree, at)
            || own_name(&heading)
            || site_part == Some(letters(&heading))
        {
            continue;
        }
        let own = words(&heading);
        let likeness = others.iter().map(|other| likeness(&own, other)).fold(0.0, f32::max);
        if likeness > best_heading.1 {
            best_heading = (heading, likeness);
        }
    }
    let (heading, likeness) = best_heading;
    // A page that has its site's name for a title has its headline somewhere below.
    let nameless = heading.is_empty() && shared.is_empty() && linked.is_empty();
    if nameless && parts.len() <= 1 {
        let is_site = |text: &str| own_name(text) || shown::same(text, &tag);
        if let Some(headline) = shown::headline(tree, is_site) {
            return Some(("heading", headline));
        }
    }
    let length = words(&heading).len();
    // What is shown as the headline is it, even where search engines are given another.
    if likeness >= LIKE && length >= 5 || likeness > 0.9 {
        return Some(("h1", heading));
    }
    // `About us`, over an article that is called something else.
    let heading = if likeness <= 0.0 && length < 4 { String::new() } else { heading };
    let candidates = [
        ("h1", heading.as_str()),
        ("og:title", shared),
        ("JSON-LD headline", linked),
        ("title", plain_tag),
    ];
    let keys = candidates.map(|(_, text)| letters(text));
    // The one that most of the others agree with, and the earlier of two.
    let agreed = |at: usize| {
        let own = &keys[at];
        let same = keys.iter().enumerate().filter(|(other, k)| *other != at && *k == own).count();
        let within =
            keys.iter().filter(|k| k.len() > own.len() && k.contains(own.as_str())).count();
        same * 2 + within
    };
    let best = (0..candidates.len())
        .filter(|at| keys[*at].chars().count() >= 2 && !own_name(candidates[*at].1))
        .max_by_key(|at| (agreed(*at), candidates.len() - at))
        .or_else(|| (0..candidates.len()).find(|at| !keys[*at].is_empty()));
    match best.map(|at| candidates[at]) {
        Some((name, title)) => Some((name, title.to_owned())),
        // A page that has nothing but its heading is called by it.
        None => tree
            .tagged("h1")
            .map(|at| tree.text_in(at))
            .find(|heading| !heading.is_empty())
            .map(|heading| ("h1", heading)),
    }
}

/// Share of common words from which a heading is a form of the title of the page. Between 0.3
/// and 0.7 the pages of `tools/measure` differ little.
const LIKE: f32 = 0.6;

/// Letters and figures of a text, folded.
fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn words(text: &str) -> HashSet<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Dice's coefficient of two sets of words, 0 to 1.
fn likeness(one: &HashSet<String>, other: &HashSet<String>) -> f32 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len();
    if all == 0 { 0.0 } else { 2.0 * both as f32 / all as f32 }
}

/// Marks that part a title from the name of the site or the section.
const SEPARATORS: &[&str] =
    &[" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " « ", " // ", " ‹ "];

/// The parts of a title.
fn parted(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    for separator in SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts.retain(|part| !part.trim().is_empty());
    parts
}

/// A title without the name of the site before or after it.
fn without_site<'t>(title: &'t str, site: Option<&str>) -> &'t str {
    let title = title.trim();
    if let Some(site) = site {
        let known = fold(site);
        for separator in SEPARATORS {
            if let Some((rest, last)) = title.rsplit_once(separator)
                && fold(last) == known
            {
                return rest.trim();
            }
            if let Some((first, rest)) = title.split_once(separator)
                && fold(first) == known
            {
                return rest.trim();
            }
        }
    }
    for separator in SEPARATORS {
        if let Some((rest, last)) = title.rsplit_once(separator) {
            let (before, after) =
                (rest.split_whitespace().count(), last.split_whitespace().count());
            // What follows the last mark is shorter than a headline.
            if after <= 4 && before > after && before >= 3 {
                return rest.trim();
            }
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(html: &str, key: MetadataKey, expected: Option<&str>) {
        let tree = Tree::parse(html).unwrap_or_default();
        let values = values(&tree, &super::super::json_ld::article(&tree), Wanted::Everything);
        let value = values.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str());
        assert_eq!(value, expected, "{html}");
    }

    #[test]
    fn the_headline_is_what_is_shown() {
        use MetadataKey::Title;
        check(
            "<title>Ferry sails again | The Quay</title><h1>Ferry sails again</h1>",
            Title,
            Some("Ferry sails again"),
        );
        check(
            "<title>Ferry sails again to Oslo - Quay News</title>",
            Title,
            Some("Ferry sails again to Oslo"),
        );
        check(
            "<meta property=og:title content='Ferry: back'><meta property=og:site_name content='The Quay'><title>x</title><h1>The Quay</h1>",
            Title,
            Some("Ferry: back"),
        );
        check(
            "<meta property=og:site_name content='The Quay Post of Oslo'><title>Ferry – The Quay Post of Oslo</title>",
            Title,
            Some("Ferry"),
        );
        check("<h1>Ferry</h1>", Title, Some("Ferry"));
        check("<p>x", Title, None);
    }

    #[test]
    fn values_are_taken_in_the_order_of_trust() {
        use MetadataKey::{Author, Date, Language, Source, Url};
        check(
            "<i itemprop=datePublished>x</i><meta name=DC.date content=2019-03-04>",
            Date,
            Some("2019-03-04"),
        );
        check("<meta name=DC:date content=2019-03-04>", Date, Some("2019-03-04"));
        check("<meta name=xy-pubdate content=2019-03-04>", Date, Some("2019-03-04"));
        check("<meta name=image-pubdate content=2019-03-04>", Date, None);
        check(
            "<script type='application/ld+json'>{\"@type\": \"WebPage\", \"datePublished\": \"2019-03-04\"}</script>",
            Date,
            Some("2019-03-04"),
        );
        check(
            "<meta name=author content='https://x.org/ann'><a rel=author>Ann Bell</a>",
            Author,
            Some("Ann Bell"),
        );
        check("<html lang=nb><p>x", Language, Some("nb"));
        check("<meta property=og:site_name content='The Quay'>", Source, Some("The Quay"));
        check("<link rel=canonical href=https://x.org/a>", Url, Some("https://x.org/a"));
    }
}
