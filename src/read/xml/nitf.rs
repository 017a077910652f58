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
            let person = byline.all("person").next().map(Element::text);
            record.push(MetadataKey::Author, "byline", &person.unwrap_or_else(|| byline.text()));
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
    let content = nitf.all("body.content").next().or(body);
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
    if let Some(identified) = docdata.child("identified-content") {
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
