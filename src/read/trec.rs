//! TREC-style text: `<DOC>` … `</DOC>`, one or many in a file, with a tag for each value.
//!
//! The tags are those of the collections that use the form (`DOCNO`, `HEADLINE` or `TITLE`,
//! `DATE` or `TIME`, `TEXT`); they are no SGML that a parser would accept, so they are found
//! by their names. What has no known name and stands outside `TEXT` is kept as metadata.

use std::borrow::Cow;

use super::{
    Confidence, Documents, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader,
    decode, metadata_key, unreadable,
};
use crate::error::Result;

/// Reads TREC-style files.
pub(super) struct TrecReader;

impl Reader for TrecReader {
    fn format(&self) -> &'static str {
        "trec"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let head =
            probe.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(probe.head).trim_ascii_start();
        head.get(..5)?.eq_ignore_ascii_case(b"<DOC>").then_some(Confidence::Certain)
    }

    fn read<'a>(&self, input: Input<'a>) -> Result<Documents<'a>> {
        let empty = input.document(self.format());
        let decoded = decode(input.read_whole()?);
        let pieces: Vec<String> = documents_of(&decoded.text).map(str::to_owned).collect();
        if pieces.is_empty() {
            return Err(unreadable("has no <DOC> with a text"));
        }
        let documents = (1..).zip(pieces).map(move |(record, piece)| {
            let mut document = RawDocument {
                record,
                encoding: decoded.encoding,
                notes: decoded.notes.clone(),
                ..empty.clone()
            };
            fill(&mut document, &piece);
            Ok(document)
        });
        Ok(Box::new(documents))
    }
}

/// What stands between `<DOC>` and `</DOC>`; a last one may be unclosed.
fn documents_of(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = find_tag(rest, "<doc>")? + "<doc>".len();
        let inner = &rest[start..];
        let end = find_tag(inner, "</doc>").unwrap_or(inner.len());
        rest = inner.get(end..).unwrap_or_default();
        Some(inner[..end].trim())
    })
    .filter(|piece| !piece.is_empty())
}

/// Finds `tag` (lower case) in any case.
fn find_tag(text: &str, tag: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = text[from..].find('<').map(|at| from + at) {
        let here = text.get(at..at + tag.len());
        if here.is_some_and(|here| here.eq_ignore_ascii_case(tag)) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

fn fill(document: &mut RawDocument, piece: &str) {
    let mut rest = piece;
    let mut bodies: Vec<String> = Vec::new();
    while let Some(open) = rest.find('<') {
        let after = &rest[open + 1..];
        let Some(close) = after.find('>') else { break };
        let name = after[..close].split_whitespace().next().unwrap_or_default();
        let inner = &after[close + 1..];
        let closing = format!("</{}>", name.to_ascii_lowercase());
        let Some(end) = find_tag(inner, &closing).filter(|_| !name.is_empty()) else {
            rest = inner;
            continue;
        };
        let value = plain(&inner[..end]);
        rest = &inner[end + closing.len()..];
        if name.eq_ignore_ascii_case("text") || name.eq_ignore_ascii_case("body") {
            bodies.push(value);
        } else if !value.is_empty() {
            let key = match name.to_ascii_lowercase().as_str() {
                "src" => MetadataKey::Source,
                "cat" => MetadataKey::Section,
                "time" => MetadataKey::Date,
                other => metadata_key(other).unwrap_or(MetadataKey::Other),
            };
            document.metadata.push(Metadata { key, name: Cow::Owned(name.to_owned()), value });
        }
    }
    // A lead that the text does not repeat is its first paragraph.
    let lead = document.declared(MetadataKey::Lead).map(|lead| lead.value.clone());
    let mut text = bodies.join("\n\n");
    if let Some(lead) = lead.filter(|lead| !text.starts_with(lead.as_str())) {
        text = format!("{lead}\n\n{text}");
    }
    if text.trim().is_empty() && document.metadata.is_empty() {
        text = plain(piece);
    }
    document.text = text.trim().to_owned();
    if document.declared(MetadataKey::Title).is_some() {
        document.layout = Layout::Body;
    }
}

/// Text without tags, with the entities that the form uses.
fn plain(marked: &str) -> String {
    let mut text = String::with_capacity(marked.len());
    let mut rest = marked;
    while let Some(at) = rest.find(['<', '&']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let tag = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
            match rest.find('>').filter(|end| tag && *end < 200) {
                Some(end) => {
                    let paragraph = rest[1..end].trim_start_matches('/').eq_ignore_ascii_case("p");
                    text.push_str(if paragraph { "\n\n" } else { "" });
                    rest = &rest[end + 1..];
                }
                None => {
                    text.push('<');
                    rest = &rest[1..];
                }
            }
        } else {
            let known = [
                ("&amp;", "&"),
                ("&lt;", "<"),
                ("&gt;", ">"),
                ("&quot;", "\""),
                ("&apos;", "'"),
                ("&nbsp;", " "),
            ];
            match known.iter().find(|(entity, _)| rest.starts_with(entity)) {
                Some((entity, meant)) => {
                    text.push_str(meant);
                    rest = &rest[entity.len()..];
                }
                None => {
                    text.push('&');
                    rest = &rest[1..];
                }
            }
        }
    }
    text.push_str(rest);
    text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_documents_with_their_values_are_read() {
        let text = "<DOC>\n<DOCNO> A-1 </DOCNO>\n<TITLE>Ferry &amp; crew</TITLE>\n<TIME>2016-11-26T21:51:00+01:00</TIME>\n\
                    <TEXT>\n<P>It left.</P>\n<P>It came.</P>\n</TEXT>\n</DOC>\n<doc><headline>Second</headline><text>More";
        let pieces: Vec<&str> = documents_of(text).collect();
        assert_eq!(pieces.len(), 2);
        let mut document = RawDocument::default();
        fill(&mut document, pieces[0]);
        assert_eq!(
            document.declared(MetadataKey::Title).map(|m| m.value.as_str()),
            Some("Ferry & crew")
        );
        assert_eq!(
            document.declared(MetadataKey::Date).map(|m| m.value.as_str()),
            Some("2016-11-26T21:51:00+01:00")
        );
        assert_eq!(document.declared(MetadataKey::Id).map(|m| m.value.as_str()), Some("A-1"));
        assert!(document.text.starts_with("It left.") && document.text.ends_with("It came."));
        assert_eq!(document.layout, Layout::Body);
    }

    #[test]
    fn unclosed_tags_lose_nothing_that_is_closed() {
        let mut document = RawDocument::default();
        fill(&mut document, "<TITLE>A<TEXT>It left.</TEXT> <");
        assert_eq!(document.text, "It left.");
    }
}
