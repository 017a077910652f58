//! News items of the IPTC: NewsML-G2 and NewsML 1.
//!
//! A text within (NITF, XHTML, plain) goes through the reader of that form. Items without text
//! (pictures, packages, events) give their headline and description.

use super::super::MetadataKey;
use super::nitf;
use super::tree::Element;
use super::{Record, push_date};

pub(super) fn read(item: &Element, record: &mut Record) {
    if item.child("itemmeta").is_some() || item.child("contentmeta").is_some() {
        second(item, record);
    } else {
        first(item, record);
    }
}

/// NewsML-G2.
fn second(item: &Element, record: &mut Record) {
    let push = |record: &mut Record, key, name: &str, element: &Element| {
        let named = element.child("name").map(Element::text).filter(|name| !name.is_empty());
        let text = named.unwrap_or_else(|| element.text());
        let literal = element.attribute("literal").unwrap_or_default();
        record.push(key, name, if text.is_empty() { literal } else { &text });
    };
    let headline = item.at(&["contentmeta", "headline"]).map(Element::text);
    let headline = headline.filter(|headline| !headline.is_empty());
    for meta in ["contentmeta", "itemmeta"].iter().filter_map(|name| item.child(name)) {
        for (key, names) in [
            (MetadataKey::Title, &["headline", "title"][..]),
            (MetadataKey::Author, &["by"]),
            (MetadataKey::Source, &["provider", "infosource"]),
            (MetadataKey::Location, &["located"]),
            (MetadataKey::Dateline, &["dateline"]),
            (MetadataKey::Keyword, &["slugline", "keyword"]),
        ] {
            for child in names.iter().flat_map(|n| meta.children().filter(move |c| c.name == *n)) {
                push(record, key, &child.name, child);
            }
        }
        creators(meta, record);
        for date in ["contentcreated", "firstcreated", "versioncreated"] {
            for child in meta.children().filter(|child| child.name == date) {
                push_date(record, MetadataKey::Date, date, &child.text());
            }
        }
        for child in meta.children() {
            match child.name.as_str() {
                "pubstatus" => record.note_status(child.attribute("qcode").unwrap_or_default()),
                "embargoed" => record.note("embargoed", &child.text()),
                "ednote" => record.note("editor's note", &child.text()),
                _ => {}
            }
        }
        for modified in meta.children().filter(|child| child.name == "contentmodified") {
            push_date(record, MetadataKey::Modified, "contentmodified", &modified.text());
        }
        for language in meta.children().filter(|child| child.name == "language") {
            record.push(
                MetadataKey::Language,
                "language",
                language.attribute("tag").unwrap_or_default(),
            );
        }
        for subject in meta.children().filter(|child| child.name == "subject") {
            let kind = subject.attribute("type").unwrap_or_default();
            let kind = kind.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
            let key = match kind.as_str() {
                "person" => MetadataKey::Person,
                "geoarea" | "poi" | "place" | "country" | "city" => MetadataKey::Location,
                _ => MetadataKey::Keyword,
            };
            push(record, key, "subject", subject);
        }
        for description in meta.children().filter(|child| child.name == "description") {
            let caption =
                description.attribute("role").is_some_and(|role| role.contains("caption"));
            let key = if caption { MetadataKey::Caption } else { MetadataKey::Lead };
            let text = description.text();
            // A text's caption is its headline again, after its slug.
            let repeats = headline.as_ref().is_some_and(|headline| text.ends_with(headline));
            if !repeats {
                record.push(key, "description", &text);
            }
        }
    }
    record.push(MetadataKey::Id, "guid", item.attribute("guid").unwrap_or_default());
    record.push(MetadataKey::Language, "xml:lang", item.attribute("lang").unwrap_or_default());
    // What a name in the meta data stands for, where the item explains it.
    for asserted in item.children().filter(|child| child.name == "assert") {
        let kind =
            asserted.child("type").and_then(|kind| kind.attribute("qcode")).unwrap_or_default();
        if kind.ends_with(":person") {
            push(record, MetadataKey::Person, "assert", asserted);
        }
    }
    // A concept, or a set of them that belong together.
    let mut definitions = Vec::new();
    for concept in item.all("concept") {
        for name in concept.children().filter(|child| child.name == "name") {
            record.push(MetadataKey::Title, "name", &name.text());
        }
        for definition in concept.children().filter(|child| child.name == "definition") {
            definitions.push(definition.paragraphs());
        }
    }
    record.push_body(&definitions.join("\n\n"));
    for content in item.children().filter(|child| child.name == "contentset") {
        for data in content.children() {
            match data.name.as_str() {
                "inlinexml" => inline(data, record),
                "inlinedata" => record.push_body(&data.raw()),
                _ => {}
            }
        }
    }
}

/// Who made the content: its author where no byline names one and a person is meant, else the
/// agency that it comes from.
fn creators(meta: &Element, record: &mut Record) {
    let signed = record.has(MetadataKey::Author);
    for creator in meta.children().filter(|child| child.name == "creator") {
        let Some(name) = creator.child("name").map(Element::text).filter(|n| !n.is_empty()) else {
            record.push(
                MetadataKey::Source,
                "creator",
                creator.attribute("literal").unwrap_or_default(),
            );
            continue;
        };
        let kind = creator.attribute("type").unwrap_or_default();
        let organisation = kind.rsplit(':').next().is_some_and(|kind| kind.starts_with("organi"));
        // The name of a user of the desk's system is nobody's.
        let user = !name.contains(char::is_uppercase) && name.is_ascii();
        let key =
            if signed || organisation || user { MetadataKey::Source } else { MetadataKey::Author };
        record.push(key, "creator", &name);
    }
}

/// The text of an element that holds NITF, XHTML or another form.
fn inline(data: &Element, record: &mut Record) {
    if let Some(nitf) = data.descendants().find(|element| element.name == "nitf") {
        nitf::read(nitf, record);
        return;
    }
    let body = data.descendants().find(|element| element.name == "body");
    let text = body.unwrap_or(data);
    // Plain characters may be HTML written out.
    if text.children().next().is_none() {
        record.push_body(&text.raw());
    } else {
        record.push_body(&text.paragraphs());
    }
    let title = data.descendants().find(|element| element.name == "title").map(Element::text);
    record.push(MetadataKey::Title, "title", &title.unwrap_or_default());
}

/// Bylines of one item that are taken: pictures in it have theirs.
const MOST_BYLINES: usize = 8;

/// NewsML 1.
fn first(item: &Element, record: &mut Record) {
    for (key, name) in [
        (MetadataKey::Title, "headline"),
        (MetadataKey::Dateline, "dateline"),
        (MetadataKey::Keyword, "slugline"),
        (MetadataKey::Keyword, "keywordline"),
        (MetadataKey::Lead, "subheadline"),
        (MetadataKey::Id, "publicidentifier"),
        (MetadataKey::Id, "newsitemid"),
    ] {
        for element in item.all(name) {
            record.push(key, &element.name, &element.text());
        }
    }
    for byline in item.all("byline").take(MOST_BYLINES) {
        nitf::byline(byline, record);
    }
    for status in item.all("status") {
        record.note_status(status.attribute("formalname").unwrap_or_default());
    }
    for date in ["firstcreated", "thisrevisioncreated", "dateid"] {
        for element in item.all(date) {
            push_date(record, MetadataKey::Date, date, &element.text());
        }
    }
    let party = |name| {
        let party = item.all(name).filter_map(|element| element.child("party")).next();
        party.and_then(|party| party.attribute("formalname")).unwrap_or_default()
    };
    for name in ["provider", "source"] {
        record.push(MetadataKey::Source, name, party(name));
    }
    // Where the agency itself is named as the creator, nobody is.
    let creator = party("creator");
    if !record.has(MetadataKey::Author)
        && creator != party("provider")
        && creator != party("source")
    {
        record.push(MetadataKey::Author, "creator", creator);
    }
    record.push(
        MetadataKey::Source,
        "providerid",
        &item.all("providerid").next().map(Element::text).unwrap_or_default(),
    );
    for language in item.all("language") {
        let value = language.attribute("formalname").unwrap_or_default();
        record.push(MetadataKey::Language, "language", value);
    }
    for location in item.all("location") {
        for property in location.all("property") {
            let kind = property.attribute("formalname").unwrap_or_default().to_ascii_lowercase();
            let key = match kind.as_str() {
                "country" | "countryarea" | "worldregion" => MetadataKey::Region,
                "city" => MetadataKey::Location,
                _ => continue,
            };
            record.push(key, "location", property.attribute("value").unwrap_or_default());
        }
    }
    for property in item.all("property") {
        let kind = property.attribute("formalname").unwrap_or_default().to_ascii_lowercase();
        let key = match kind.as_str() {
            "person" | "personname" | "personality" | "people" => MetadataKey::Person,
            "keyword" => MetadataKey::Keyword,
            _ => continue,
        };
        record.push(key, "property", property.attribute("value").unwrap_or_default());
    }
    for data in item.all("datacontent") {
        inline(data, record);
    }
    // A text with no mark-up of its own between its paragraphs.
    for body in item.all("body.content").take(1) {
        record.push_body(&body.paragraphs());
    }
}
