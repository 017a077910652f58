//! Items of feeds: RSS 0.9 to 2.0, RDF, Atom 0.3 and 1.0 (RFC 4287), CDF, WordPress exports, news
//! sitemaps; with the modules that news feeds use (Dublin Core, content, media, iTunes).
//!
//! Values are known by the local names of elements, because feeds declare their prefixes wrongly
//! or not at all; of two with the same name, that of the feed itself comes before that of Dublin
//! Core, and both before what the media modules say of a sound or picture.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::super::markup::{plain_text, plainest_text, take_captions};
use super::super::{FieldMap, MetadataKey, Role};
use super::tree::Element;
use super::{Record, push_date};

/// Names of values of an item, the most trusted first.
const VALUES: &[(MetadataKey, &[&str])] = &[
    (MetadataKey::Title, &["title", "headline"]),
    (
        MetadataKey::Date,
        &[
            "pubdate",
            "published",
            "issued",
            "date",
            "post_date",
            "publication_date",
            "created",
            "available",
        ],
    ),
    (MetadataKey::Modified, &["updated", "modified", "lastbuilddate", "lastmod"]),
    (MetadataKey::Language, &["language"]),
    (MetadataKey::Id, &["guid", "id"]),
    (MetadataKey::Location, &["featurename", "featurenametag", "location"]),
    (MetadataKey::Source, &["source", "publisher"]),
    (MetadataKey::Keyword, &["keywords", "subject"]),
];

/// Names of texts.
const BODIES: &[&str] = &[
    "encoded",
    "content",
    "description",
    "summary",
    "body",
    "abstract",
    "fulltext",
    "xhtml",
    "subtitle",
];

pub(super) fn read(item: &Element, above: &[Element], map: &FieldMap, record: &mut Record) {
    for child in item.children() {
        if let Some(role) = map.mapped(&child.name) {
            match role {
                Role::Body => record.push_body(&child.raw()),
                Role::Value(key) => record.push(key, &child.name, &child.raw()),
            }
        }
    }
    for (key, names) in VALUES {
        for name in *names {
            for child in ranked(item, name) {
                push_value(*key, child, record);
            }
        }
    }
    // What Atom requires is the date of the last change; it may be the only one.
    if !record.has(MetadataKey::Date) {
        for name in ["updated", "modified"] {
            for child in ranked(item, name) {
                push_value(MetadataKey::Date, child, record);
            }
        }
    }
    for (key, name) in [(MetadataKey::Modified, "lastmod"), (MetadataKey::Url, "href")] {
        // Channel Definition Format.
        record.push(key, name, item.attribute(name).unwrap_or_default());
    }
    people(item, above, record);
    for child in item.children().filter(|child| child.name == "category") {
        let value = child.attribute("label").or_else(|| child.attribute("term"));
        let value = value.map_or_else(|| child.text(), str::to_owned);
        record.push(MetadataKey::Keyword, "category", &value);
    }
    addresses(item, above, record);
    texts(item, record);
    // `news:news` of a sitemap has the values one level deeper.
    if let Some(news) = item.child("news") {
        read(news, &[], map, record);
    }
    if let Some(publication) = item.child("publication") {
        for (key, name) in [(MetadataKey::Source, "name"), (MetadataKey::Language, "language")] {
            let value = publication.child(name).map(Element::text).unwrap_or_default();
            record.push(key, name, &value);
        }
    }
    // What the feed says holds for its items.
    for outer in above.iter().rev() {
        for feed in [Some(outer), outer.child("channel")].into_iter().flatten() {
            for (key, name) in [(MetadataKey::Source, "title"), (MetadataKey::Language, "language")]
            {
                let value = feed.child(name).map(|child| text_of(child).into_owned());
                record.push(key, "channel", &value.unwrap_or_default());
            }
            if let Some(language) = feed.attribute("lang") {
                record.push(MetadataKey::Language, "xml:lang", language);
            }
        }
    }
}

/// The elements in `item` called `name`: of the feed's own words first, then of the modules that
/// describe texts, then of the others.
fn ranked<'e>(item: &'e Element, name: &str) -> Vec<&'e Element> {
    let mut found: Vec<&Element> = item.children().filter(|child| child.name == name).collect();
    found.sort_by_key(|child| match child.prefix.as_str() {
        prefix if prefix == item.prefix => 0,
        "" | "rss" | "atom" => 0,
        "dc" | "dcterms" | "content" | "news" | "wp" => 1,
        _ => 2,
    });
    found
}

fn push_value(key: MetadataKey, child: &Element, record: &mut Record) {
    match key {
        MetadataKey::Date | MetadataKey::Modified => {
            push_date(record, key, &child.name, &child.text());
        }
        // The source of an Atom entry is a feed with a title.
        MetadataKey::Source => {
            let title = child.child("title").map(Element::text);
            record.push(key, &child.name, &title.unwrap_or_else(|| child.text()));
        }
        MetadataKey::Title => {
            let literal = is_literal(child);
            let text = text_of(child);
            if literal {
                record.push_plain(key, &child.name, &text);
            } else {
                record.push(key, &child.name, &text);
            }
        }
        _ => record.push(key, &child.name, &child.raw()),
    }
}

fn people(item: &Element, above: &[Element], record: &mut Record) {
    let mut named = false;
    for name in ["author", "creator", "contributor", "managingeditor"] {
        // A contributor helped; he is the author only of what has none.
        if named && matches!(name, "contributor" | "managingeditor") {
            break;
        }
        for child in ranked(item, name) {
            named |= author(child, name, record);
        }
    }
    if named {
        return;
    }
    // The authors of an Atom feed are those of its entries (RFC 4287, 4.2.1).
    let source = item.child("source");
    let feed = above.iter().rev().find(|outer| outer.name == "feed");
    for outer in [source, feed].into_iter().flatten() {
        for child in outer.children().filter(|child| child.name == "author") {
            named |= author(child, "author", record);
        }
        if named {
            return;
        }
    }
}

/// Adds an author. Returns whether the element names one.
fn author(element: &Element, name: &str, record: &mut Record) -> bool {
    let inner = element.child("name").map(Element::text).filter(|name| !name.is_empty());
    // Of a person of Atom without a name there is an address alone.
    let person = ["email", "uri", "url", "homepage"].iter().any(|n| element.child(n).is_some());
    let value = match inner {
        Some(name) => name,
        None if person => return false,
        None => plain_text(&element.text()).trim().to_owned(),
    };
    // RSS wants an address with the name in brackets: `ann@example.org (Ann Bell)`; others write
    // the name and the address in brackets.
    let bracketed = value.split_once('(').and_then(|(before, rest)| {
        let inside = rest.split(')').next().unwrap_or_default();
        let (before, inside) = (before.trim(), inside.trim());
        match (before.contains('@'), inside.contains('@') || inside.contains(':')) {
            (true, false) => Some(inside),
            (false, true) => Some(before),
            _ => None,
        }
    });
    let value = bracketed.unwrap_or(&value);
    record.push(MetadataKey::Author, name, value);
    !value.is_empty() && (!value.contains('@') || value.contains(' '))
}

fn addresses(item: &Element, above: &[Element], record: &mut Record) {
    let base = |element: &Element| {
        let bases = [element, item].into_iter().chain(above.iter().rev());
        bases
            .filter_map(|element| element.attribute("base"))
            .find(|base| base.contains("://"))
            .map(str::to_owned)
    };
    for link in item.children().filter(|child| child.name == "link" || child.name == "loc") {
        let alternate = matches!(link.attribute("rel"), None | Some("alternate"));
        let address = link.attribute("href").map_or_else(|| link.text(), str::to_owned);
        if alternate && !address.is_empty() {
            let address = joined(base(link).as_deref(), &address);
            record.push(MetadataKey::Url, &link.name, &address);
        }
    }
    if record.has(MetadataKey::Url) {
        return;
    }
    for guid in item.children().filter(|child| child.name == "guid") {
        let address = guid.text();
        if address.starts_with("http") && guid.attribute("ispermalink") != Some("false") {
            record.push(MetadataKey::Url, "guid", &address);
        }
    }
}

/// An address relative to `base` as a whole one; dots in paths are left to the server.
fn joined<'a>(base: Option<&str>, address: &'a str) -> Cow<'a, str> {
    let absolute = address.split(['/', '?', '#']).next().is_some_and(|head| head.contains(':'));
    let Some((scheme, rest)) = base.and_then(|base| base.split_once("://")).filter(|_| !absolute)
    else {
        return address.into();
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if let Some(address) = address.strip_prefix("//") {
        format!("{scheme}://{address}").into()
    } else if let Some(address) = address.strip_prefix('/') {
        format!("{scheme}://{host}/{address}").into()
    } else {
        match path.rsplit_once('/') {
            Some((folder, _)) => format!("{scheme}://{host}/{folder}/{address}").into(),
            None => format!("{scheme}://{host}/{address}").into(),
        }
    }
}

/// A text is a stub when another is more than so many times as long.
const STUB_SHARE: usize = 3;

/// A text of an item, without markup: markup does not make one of two texts the longer.
struct Text {
    text: String,
    captions: Vec<String>,
}

impl Text {
    /// The text of an element, if it holds one.
    fn of(element: &Element) -> Option<Text> {
        if is_media(element) {
            return None;
        }
        let marked = element.attribute("mode") != Some("base64")
            && (element.attribute("type").is_some_and(|kind| kind.contains("xhtml"))
                || element.children().next().is_some());
        let raw = if marked { element.paragraphs().into() } else { text_of(element) };
        let (text, captions) = if is_literal(element) {
            (raw.trim().to_owned(), Vec::new())
        } else {
            let (raw, captions) = take_captions(&raw);
            (plainest_text(&raw).trim().to_owned(), captions)
        };
        (!text.is_empty()).then_some(Text { text, captions })
    }
}

fn texts(item: &Element, record: &mut Record) {
    let mut texts: Vec<Text> =
        BODIES.iter().flat_map(|name| ranked(item, name)).filter_map(Text::of).collect();
    if texts.is_empty() {
        // The text that stands with a film.
        let media = item.descendants().filter(|element| element.prefix == "media");
        let description = media.filter(|element| element.name == "description");
        texts.extend(description.filter_map(Text::of).take(1));
    }
    for group in item.all("content").filter(|content| is_media(content)) {
        for name in ["description", "title"] {
            let caption = group.child(name).map(Element::text).unwrap_or_default();
            record.push(MetadataKey::Caption, name, &caption);
        }
    }
    // What is named a content is the text, unless it is a stub beside a long description; the
    // summary beside it is the lead.
    let longest = texts.iter().map(|text| text.text.len()).max().unwrap_or(0);
    let chosen = texts.iter().position(|text| text.text.len() * STUB_SHARE >= longest);
    for (at, Text { text, captions }) in texts.iter().enumerate() {
        for caption in captions {
            record.push_plain(MetadataKey::Caption, "figcaption", caption);
        }
        if Some(at) == chosen {
            record.push_plain_body(text);
        } else {
            record.push_plain(MetadataKey::Lead, "summary", text);
        }
    }
}

/// Whether an element of Atom holds plain characters, in which a `<` is one. Many call HTML so.
fn is_literal(element: &Element) -> bool {
    let plain = matches!(element.attribute("type"), Some("text" | "text/plain"));
    plain && !element.raw().contains("</")
}

/// Whether an element is a picture or film of the media module, which has an address or words
/// about it, and no text.
fn is_media(element: &Element) -> bool {
    let described = ["player", "thumbnail", "credit", "hash"];
    element.attribute("url").is_some()
        || element.attribute("medium").is_some()
        || (element.prefix == "media" && element.name == "content")
        || described.iter().any(|name| element.child(name).is_some())
}

/// Whether the content of Atom is something else than text: a picture, a sound.
fn is_foreign(element: &Element) -> bool {
    let kind = element.attribute("type").unwrap_or_default();
    ["image/", "audio/", "video/"].iter().any(|family| kind.starts_with(family))
}

/// Base64 (RFC 4648), with or without the padding at its end.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The text of an element, decoded where it is said to be in base64, or is of a type that Atom
/// has so (RFC 4287, 4.1.3.3).
fn text_of(element: &Element) -> Cow<'_, str> {
    let raw = element.raw();
    let kind = element.attribute("type").unwrap_or_default();
    let encoded = element.attribute("mode") == Some("base64")
        || (kind.contains('/')
            && !kind.starts_with("text/")
            && !kind.ends_with("xml")
            && !kind.contains("html"));
    if !encoded {
        return raw;
    }
    let packed: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    match BASE64.decode(packed).ok().and_then(|bytes| String::from_utf8(bytes).ok()) {
        Some(text) if !text.contains(|c: char| c.is_control() && !c.is_whitespace()) => text.into(),
        _ if is_foreign(element) => Cow::Borrowed(""),
        _ => raw,
    }
}
