//! XML of any making: values are known by the names of elements and attributes.

use super::super::record::MAX_OTHER_BYTES;
use super::super::{FieldMap, MetadataKey, Role};
use super::tree::Element;
use super::{Record, iso_date};

/// Names that the table of keys does not know: those of Factiva, of press release services, of
/// Reuters' and AFP's own formats, of the Canadian Press, NTB and Ritzau.
const NAMES: &[(&str, Role)] = &[
    ("leadparagraph", Role::Value(MetadataKey::Lead)),
    ("sourcename", Role::Value(MetadataKey::Source)),
    ("publishername", Role::Value(MetadataKey::Source)),
    ("baselanguage", Role::Value(MetadataKey::Language)),
    ("accessionno", Role::Value(MetadataKey::Id)),
    ("newssubject", Role::Value(MetadataKey::Keyword)),
    ("sectionname", Role::Value(MetadataKey::Section)),
    // TimeML's time of creation.
    ("dct", Role::Value(MetadataKey::Date)),
    ("storydate", Role::Value(MetadataKey::Date)),
    ("longurl", Role::Value(MetadataKey::Url)),
    ("publishdatetime", Role::Value(MetadataKey::Date)),
    ("createddatetime", Role::Value(MetadataKey::Date)),
    ("updateddatetime", Role::Value(MetadataKey::Modified)),
    // Of an event, where nothing says when its announcement was published.
    ("startdate", Role::Value(MetadataKey::Date)),
    ("timestart", Role::Value(MetadataKey::Date)),
    ("englishcaption", Role::Value(MetadataKey::Caption)),
    ("town", Role::Value(MetadataKey::Location)),
    ("slugproper", Role::Value(MetadataKey::Keyword)),
    ("contenttext", Role::Body),
    ("bodytext", Role::Body),
    ("storytext", Role::Body),
    ("copy", Role::Body),
];

/// Elements that hold a running text in several parts (`tailParagraphs`).
const PARTS: &[&str] = &["leadparagraph", "tailparagraphs", "paragraph", "p", "para"];

pub(super) fn read(element: &Element, map: &FieldMap, record: &mut Record) {
    for (name, value) in &element.attributes {
        push(name, value, map, record);
    }
    // Elements with a known name are taken whole; others are looked into.
    let mut pending: Vec<&Element> = element.children().collect();
    pending.reverse();
    let mut running: Vec<String> = Vec::new();
    while let Some(element) = pending.pop() {
        let is_part = PARTS.contains(&element.name.as_str()) && map.mapped(&element.name).is_none();
        if is_part {
            running.push(element.paragraphs());
        }
        let role = role_of(&element.name, map);
        match role {
            Some(Role::Body) => {
                let marked = element.children().next().is_some();
                let text = if marked { element.paragraphs().into() } else { element.raw() };
                record.push_body(&text);
            }
            Some(Role::Value(key)) => {
                let named =
                    element.child("name").map(Element::text).filter(|name| !name.is_empty());
                let text = named.unwrap_or_else(|| element.text());
                record.push(
                    key,
                    &element.name,
                    &if key == MetadataKey::Date { iso_date(&text) } else { text.as_str().into() },
                );
            }
            None if is_part => {}
            None => {
                for (name, value) in &element.attributes {
                    push(name, value, map, record);
                }
                if element.children().next().is_none() {
                    let text = element.text();
                    if text.len() <= MAX_OTHER_BYTES {
                        record.push(MetadataKey::Other, &element.name, &text);
                    }
                }
                let from = pending.len();
                pending.extend(element.children());
                pending[from..].reverse();
            }
        }
    }
    running.retain(|part| !part.is_empty());
    record.push_body(&running.join("\n\n"));
}

fn role_of(name: &str, map: &FieldMap) -> Option<Role> {
    map.mapped(name)
        .or_else(|| NAMES.iter().find(|(known, _)| *known == name).map(|(_, role)| *role))
        .or_else(|| map.role(name))
}

/// Attributes are seldom values; those whose names say so are taken.
fn push(name: &str, value: &str, map: &FieldMap, record: &mut Record) {
    if let Some(Role::Value(key)) = role_of(name, map)
        && matches!(
            key,
            MetadataKey::Date
                | MetadataKey::Title
                | MetadataKey::Author
                | MetadataKey::Id
                | MetadataKey::Language
        )
    {
        record.push(key, name, &iso_date(value));
    }
}
