//! Items of feeds: RSS 0.9 to 2.0, RDF, Atom, WordPress exports, news sitemaps; with the
//! modules that news feeds use (Dublin Core, content, media, iTunes).

use super::super::{FieldMap, MetadataKey, Role};
use super::tree::Element;
use super::{Record, push_date};

/// Names of values of an item, the most trusted first.
const VALUES: &[(MetadataKey, &[&str])] = &[
    (MetadataKey::Title, &["title", "headline"]),
    (
        MetadataKey::Date,
        &["pubdate", "published", "issued", "date", "post_date", "publication_date", "created"],
    ),
    (MetadataKey::Modified, &["updated", "modified", "lastbuilddate", "lastmod"]),
    (MetadataKey::Language, &["language"]),
    (MetadataKey::Id, &["guid", "id"]),
    (MetadataKey::Location, &["featurename", "featurenametag", "location"]),
    (MetadataKey::Source, &["source", "publisher"]),
    (MetadataKey::Keyword, &["keywords", "subject"]),
];

/// Names of texts.
const BODIES: &[&str] =
    &["encoded", "content", "description", "summary", "body", "abstract", "tagline"];

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
            for child in item.children().filter(|child| child.name == *name) {
                push_value(*key, child, record);
            }
        }
    }
    people(item, record);
    for child in item.children().filter(|child| child.name == "category") {
        let value = child.attribute("label").or_else(|| child.attribute("term"));
        let value = value.map_or_else(|| child.text(), str::to_owned);
        record.push(MetadataKey::Keyword, "category", &value);
    }
    for link in item.children().filter(|child| child.name == "link" || child.name == "loc") {
        let alternate = matches!(link.attribute("rel"), None | Some("alternate"));
        let address = link.attribute("href").map_or_else(|| link.text(), str::to_owned);
        if alternate && !address.is_empty() {
            record.push(MetadataKey::Url, &link.name, &address);
        }
    }
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
                let value = feed.child(name).map(Element::text).unwrap_or_default();
                record.push(key, "channel", &value);
            }
            if let Some(language) = feed.attribute("lang") {
                record.push(MetadataKey::Language, "xml:lang", language);
            }
        }
    }
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
        _ => record.push(key, &child.name, &child.raw()),
    }
}

fn people(item: &Element, record: &mut Record) {
    for name in ["creator", "author", "contributor", "managingeditor"] {
        for child in item.children().filter(|child| child.name == name) {
            let inner = child.child("name").map(Element::text).filter(|name| !name.is_empty());
            let value = inner.unwrap_or_else(|| child.text());
            // RSS wants an address with the name in brackets: `ann@example.org (Ann Bell)`.
            let bracketed = value
                .split_once('(')
                .filter(|(before, _)| before.contains('@'))
                .and_then(|(_, name)| name.split(')').next());
            record.push(MetadataKey::Author, name, bracketed.unwrap_or(&value));
        }
    }
}

fn texts(item: &Element, record: &mut Record) {
    let mut texts: Vec<String> = Vec::new();
    for child in item.children().filter(|child| BODIES.contains(&child.name.as_str())) {
        // A picture of the media module has an address and no text.
        if child.attribute("url").is_some() {
            continue;
        }
        let xhtml = child.attribute("type").is_some_and(|kind| kind.contains("xhtml"));
        let text = if xhtml || child.children().next().is_some() {
            child.paragraphs()
        } else {
            child.raw().into_owned()
        };
        if !text.trim().is_empty() {
            texts.push(text);
        }
    }
    for group in item.all("content").filter(|media| media.attribute("url").is_some()) {
        for name in ["description", "title"] {
            let caption = group.child(name).map(Element::text).unwrap_or_default();
            record.push(MetadataKey::Caption, name, &caption);
        }
    }
    // The summary beside a longer text is its lead.
    let longest = texts.iter().map(String::len).max().unwrap_or(0);
    for text in &texts {
        if text.len() == longest {
            record.push_body(text);
        } else {
            record.push(MetadataKey::Lead, "summary", text);
        }
    }
}
