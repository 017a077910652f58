//! NITF, the news text of the IPTC (version 3), and the head of it in other formats.

use super::super::MetadataKey;
use super::tree::Element;
use super::{Record, push_date};

/// Elements within a text that say what it names.
const INLINE: &[(MetadataKey, &str)] =
    &[(MetadataKey::Person, "person"), (MetadataKey::Location, "location")];

pub(super) fn read(nitf: &Element, record: &mut Record) {
    let head = nitf.child("head");
    let body = nitf.child("body");
    let body_head = body.and_then(|body| body.child("body.head"));
    let text_at = |element: Option<&Element>, path: &[&str]| {
        element.and_then(|element| element.at(path)).map(Element::text).unwrap_or_default()
    };
    let hedline = body_head.and_then(|head| head.child("hedline"));
    record.push(MetadataKey::Title, "hl1 headline", &text_at(hedline, &["hl1"]));
    if hedline.is_some_and(|hedline| hedline.child("hl1").is_none()) {
        record.push(
            MetadataKey::Title,
            "hedline headline",
            &hedline.map(Element::text).unwrap_or_default(),
        );
    }
    record.push(MetadataKey::Title, "head title", &text_at(head, &["title"]));
    record.push(MetadataKey::Lead, "hl2", &text_at(hedline, &["hl2"]));
    record.push(MetadataKey::Lead, "abstract", &text_at(body_head, &["abstract"]));
    if let Some(docdata) = nitf.all("docdata").next() {
        docdata_values(docdata, record);
    }
    for story_date in nitf.all("story.date") {
        push_date(
            record,
            MetadataKey::Date,
            "story.date",
            story_date.attribute("norm").unwrap_or_default(),
        );
    }
    if let Some(pubdata) = nitf.all("pubdata").next() {
        push_date(
            record,
            MetadataKey::Date,
            "pubdata",
            pubdata.attribute("date.publication").unwrap_or_default(),
        );
        record.push(MetadataKey::Source, "pubdata", pubdata.attribute("name").unwrap_or_default());
        let section = pubdata.attribute("position.section").unwrap_or_default();
        record.push(MetadataKey::Section, "pubdata", section);
    }
    if let Some(body_head) = body_head {
        for byline in body_head.all("byline") {
            self::byline(byline, record);
        }
        let dateline = body_head.all("dateline").next();
        if let Some(dateline) = dateline {
            record.push(MetadataKey::Dateline, "dateline", &dateline.text());
            for place in dateline.all("location") {
                record.push(MetadataKey::Location, "dateline", &place.text());
            }
        }
        for distributor in body_head.all("distributor") {
            record.push(MetadataKey::Source, "distributor", &distributor.text());
        }
    }
    let language = nitf.attribute("lang").or_else(|| body.and_then(|b| b.attribute("lang")));
    record.push(MetadataKey::Language, "xml:lang", language.unwrap_or_default());
    for meta in head.into_iter().flat_map(Element::children).filter(|child| child.name == "meta") {
        let (name, value) = (meta.attribute("name"), meta.attribute("content"));
        let key = match name.map(str::to_ascii_lowercase).as_deref() {
            Some("category" | "section") => MetadataKey::Section,
            Some("byline" | "author" | "creator") => MetadataKey::Author,
            Some("keywords" | "anpa-keyword" | "keyword") => MetadataKey::Keyword,
            Some("source" | "provider" | "publisher") => MetadataKey::Source,
            Some(
                "anpa-story-date"
                | "timestamp"
                | "date"
                | "pubdate"
                | "ntb-distribusjonsdato"
                | "ntbdistribusjonsdato",
            ) => MetadataKey::Date,
            Some("language") => MetadataKey::Language,
            _ => continue,
        };
        match key {
            MetadataKey::Date => push_date(record, key, "meta", value.unwrap_or_default()),
            _ => record.push(key, "meta", value.unwrap_or_default()),
        }
    }
    // A note to editors may have a content of its own.
    let content = body.and_then(|body| body.child("body.content"));
    let content = content.or_else(|| nitf.all("body.content").next()).or(body);
    for note in body_head.into_iter().flat_map(|head| head.all("note")) {
        record.note("editor's note", &note.text());
    }
    if let Some(content) = content {
        record.push_body(&content.paragraphs());
        for caption in content.all("media-caption") {
            record.push(MetadataKey::Caption, "media-caption", &caption.text());
        }
        for (key, name) in INLINE {
            for element in content.all(name) {
                record.push(*key, name, &element.text());
            }
        }
    }
}

/// The people of a byline, else what it says without their titles (`byttl`).
pub(super) fn byline(byline: &Element, record: &mut Record) {
    let mut named = false;
    for person in byline.all("person") {
        let name = person.text();
        named |= !name.is_empty();
        record.push(MetadataKey::Author, "byline", &name);
    }
    let words = byline.text_without(&["byttl"]);
    // Some agencies put a second headline here; no name has so many small words.
    let small = words.split_whitespace().filter(|word| word.starts_with(char::is_lowercase));
    if !named && small.count() < MOST_SMALL_WORDS {
        record.push(MetadataKey::Author, "byline", &words);
    }
}

/// Words in small letters that make a byline a sentence.
const MOST_SMALL_WORDS: usize = 4;

/// What the document data state: dates, numbers, and what editors found in the text.
fn docdata_values(docdata: &Element, record: &mut Record) {
    for (key, name) in [(MetadataKey::Date, "date.issue"), (MetadataKey::Date, "date.release")] {
        for date in docdata.all(name) {
            push_date(record, key, name, date.attribute("norm").unwrap_or_default());
        }
    }
    for (key, name, attribute) in [
        (MetadataKey::Id, "doc-id", "id-string"),
        (MetadataKey::Keyword, "keyword", "key"),
        (MetadataKey::Location, "evloc", "city"),
        (MetadataKey::Region, "evloc", "county-dist"),
        (MetadataKey::Region, "evloc", "iso-cc"),
        (MetadataKey::Source, "doc.copyright", "holder"),
    ] {
        for element in docdata.all(name) {
            record.push(key, name, element.attribute(attribute).unwrap_or_default());
        }
    }
    record.note_status(docdata.attribute("management-status").unwrap_or_default());
    for message in docdata.all("ed-msg") {
        record.note("editor's note", message.attribute("info").unwrap_or_default());
        record.note("editor's note", &message.text());
    }
    if let Some(identified) = docdata.child("identified-content") {
        for classifier in identified.all("classifier") {
            let kind = classifier.attribute("type").unwrap_or_default().to_ascii_lowercase();
            if kind.ends_with("person") {
                let name = classifier.attribute("value").unwrap_or_default();
                record.push(MetadataKey::Person, "classifier", name);
            }
        }
        for (key, name) in INLINE {
            for element in identified.all(name) {
                let text = element.text();
                let value = if text.is_empty() {
                    element.attribute("value").unwrap_or_default()
                } else {
                    &text
                };
                record.push(*key, name, value);
            }
        }
    }
}
