//! SGML collections: Reuters-21578 (`<REUTERS>`), and the `<DOC>` form of TREC and of NIST.
//!
//! They are no SGML that a parser would accept (end tags of another name, undeclared control
//! characters, `<` in text), so the elements are found by their names: those whose names say a
//! value become metadata, `TEXT` or `BODY` without such elements in them is the text. Many
//! documents in a file are read one by one.

use std::borrow::Cow;

use super::markup::{plain_text, unescape};
use super::stream::{Piece, RecordStream, Splitter};
use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink,
    metadata_key, unreadable,
};
use crate::error::Result;

/// Reads SGML collections.
pub(super) struct SgmlReader;

/// Tags that begin a document.
const RECORD_TAGS: &[&str] = &["reuters", "doc"];

impl Reader for SgmlReader {
    fn format(&self) -> &'static str {
        "sgml"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let start = probe.start();
        let declared = begins(start, b"<!doctype") && !begins(start, b"<!doctype html")
            || begins(start, b"<ieer_doc")
            || begins(start, b"<!--");
        let direct = record_start(start, 0) == Some(0);
        (direct || declared && record_start(start, 0).is_some()).then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let empty = input.document(self.format());
        let mut stream = RecordStream::open(&mut input)?;
        let mut splitter = Splitter::new(&record_start);
        while let Some(piece) = splitter.next(&mut stream)? {
            let Piece::Whole(record) = piece else {
                let error = unreadable("document longer than the limit for one article");
                if sink.skip_record(error).is_break() {
                    return Ok(());
                }
                continue;
            };
            let decoded = stream.decode(record);
            let mut document =
                RawDocument { encoding: decoded.encoding, notes: decoded.notes, ..empty.clone() };
            fill(&mut document, &decoded.text);
            if document.text.is_empty() && document.declared(MetadataKey::Title).is_none() {
                let error = unreadable("document without title and text");
                if sink.skip_record(error).is_break() {
                    return Ok(());
                }
            } else if sink.put(document).is_break() {
                return Ok(());
            }
        }
        if sink.records() == 0 {
            return Err(unreadable("has no <DOC> or <REUTERS> with a text"));
        }
        Ok(())
    }
}

fn begins(bytes: &[u8], prefix: &[u8]) -> bool {
    bytes.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// The first tag at or after `from` that begins a document.
fn record_start(bytes: &[u8], from: usize) -> Option<usize> {
    // `<D` of an element in every list makes a search for `<` alone slow.
    let mut at = from;
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..)?) {
        at += found;
        let rest = &bytes[at + 1..];
        let tag = RECORD_TAGS.iter().any(|tag| {
            begins(rest, tag.as_bytes())
                && rest.get(tag.len()).is_some_and(|b| *b == b'>' || b.is_ascii_whitespace())
        });
        if tag {
            return Some(at);
        }
        at += 1;
    }
    None
}

/// Names of elements that are looked for in vain within one text.
const MAX_UNCLOSED: usize = 64;

/// How deep elements are looked for in one another; the collections have five levels.
const MAX_LEVELS: u32 = 12;

/// An element: its name in lower case, and what is in it.
struct Element<'a> {
    name: String,
    tag: &'a str,
    inner: &'a str,
}

/// The elements of `text` one after the other, without those in them. An element that is not
/// closed ends with `text` if it is the text of the document, else before the next tag.
fn elements(text: &str) -> impl Iterator<Item = Element<'_>> {
    let mut rest = text;
    // Names that are not closed any more: each is looked for in vain once, so that a text full
    // of open tags costs no more than its length times this bound.
    let mut unclosed: Vec<&str> = Vec::new();
    std::iter::from_fn(move || {
        loop {
            let open = memchr::memchr(b'<', rest.as_bytes())?;
            let after = &rest[open + 1..];
            let name_length =
                after.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
            let close = memchr::memchr(b'>', after.as_bytes())?;
            if name_length == 0 {
                rest = after;
                continue;
            }
            let written = &after[..name_length];
            let inner = &after[close + 1..];
            let known = unclosed.len() >= MAX_UNCLOSED || unclosed.contains(&written);
            let found = if known { None } else { closing(inner, written) };
            let Some((length, next)) = found else {
                if !known {
                    unclosed.push(written);
                }
                let name = written.to_ascii_lowercase();
                if is_text(&name) {
                    rest = "";
                    return Some(Element { name, tag: &after[..close], inner });
                }
                let length = memchr::memchr(b'<', inner.as_bytes()).unwrap_or(inner.len());
                rest = &inner[length..];
                return Some(Element { name, tag: &after[..close], inner: &inner[..length] });
            };
            rest = &inner[next..];
            let name = written.to_ascii_lowercase();
            return Some(Element { name, tag: &after[..close], inner: &inner[..length] });
        }
    })
}

/// Where the element `name` that `inner` follows ends: the length of what is in it, and where
/// its end tag is over.
fn closing(inner: &str, name: &str) -> Option<(usize, usize)> {
    let bytes = inner.as_bytes();
    memchr::memchr_iter(b'<', bytes).find_map(|at| {
        let here = bytes[at + 1..].strip_prefix(b"/")?;
        let ends = begins(here, name.as_bytes()) && here.get(name.len()).is_none_or(|b| *b == b'>');
        ends.then(|| (at, (at + 3 + name.len()).min(inner.len())))
    })
}

fn is_text(name: &str) -> bool {
    matches!(name, "text" | "body")
}

/// Elements that hold others; what else is in them is no value.
fn holds_others(name: &str) -> bool {
    is_text(name) || RECORD_TAGS.contains(&name) || matches!(name, "header" | "docset")
}

/// What an element is whose name the table of keys does not know, or knows for something else.
fn key_of(name: &str) -> Option<MetadataKey> {
    match name {
        "src" => Some(MetadataKey::Source),
        "cat" => Some(MetadataKey::Section),
        "time" | "date_time" | "datetime" => Some(MetadataKey::Date),
        "places" => Some(MetadataKey::Region),
        "people" => Some(MetadataKey::Person),
        "topics" | "orgs" | "exchanges" | "companies" => Some(MetadataKey::Keyword),
        "head" | "hl" => Some(MetadataKey::Title),
        other => metadata_key(other),
    }
}

fn fill(document: &mut RawDocument, record: &str) {
    let mut bodies: Vec<String> = Vec::new();
    let mut paragraph_tags: Vec<String> = Vec::new();
    let mut pending: Vec<(u32, Element<'_>)> = elements(record).map(|e| (0, e)).collect();
    pending.reverse();
    // Elements are taken off the end; those within one take its place.
    while let Some((level, element)) = pending.pop() {
        let Element { name, tag, inner } = element;
        if RECORD_TAGS.contains(&name.as_str()) {
            push_attributes(document, tag);
        }
        if holds_others(&name) && level < MAX_LEVELS {
            let within: Vec<Element<'_>> =
                elements(inner).take_while(|e| !is_inline(&e.name)).collect();
            let structured = within.iter().any(|e| is_text(&e.name) || key_of(&e.name).is_some());
            if structured {
                pending.extend(within.into_iter().rev().map(|inner| (level + 1, inner)));
                continue;
            }
            if is_text(&name) {
                bodies.push(body_text(inner));
            }
            continue;
        }
        if matches!(name.as_str(), "p" | "lp" | "tp" | "leadpara" | "graphic")
            && key_of(&name).is_none()
        {
            paragraph_tags.push(body_text(inner));
            continue;
        }
        push_value(document, &name, inner);
    }
    bodies.retain(|body| !body.is_empty());
    if bodies.is_empty() {
        bodies = paragraph_tags;
    }
    let mut text = bodies.join("\n\n");
    // A lead that the text does not repeat is its first paragraph.
    let lead = document.declared(MetadataKey::Lead).map(|lead| lead.value.clone());
    if let Some(lead) = lead.filter(|lead| !text.starts_with(lead.as_str())) {
        text = format!("{lead}\n\n{text}");
    }
    if text.trim().is_empty() && document.metadata.is_empty() {
        text = plain_text(record).into_owned();
    }
    document.text = text.trim_matches(['\n', ' ', '\r']).to_owned();
    if document.declared(MetadataKey::Title).is_some() {
        document.layout = Layout::Body;
    }
}

/// Marks within running text, as NIST puts them round names and figures.
fn is_inline(name: &str) -> bool {
    name.starts_with("b_") || name.starts_with("e_") || matches!(name, "p" | "s" | "hl2")
}

fn push_attributes(document: &mut RawDocument, tag: &str) {
    for name in ["NEWID", "docid", "id"] {
        let value = tag.split_once(&format!("{name}=\"")).and_then(|(_, v)| v.split_once('"'));
        if let Some((value, _)) = value.filter(|(value, _)| !value.is_empty()) {
            let key = MetadataKey::Id;
            let name = Cow::Borrowed(name);
            document.metadata.push(Metadata { key, name, value: value.to_owned() });
            return;
        }
    }
}

fn push_value(document: &mut RawDocument, name: &str, inner: &str) {
    let key = key_of(name).unwrap_or(MetadataKey::Other);
    let name: Cow<'static, str> = Cow::Owned(name.to_uppercase());
    // Reuters lists: `<PLACES><D>west-germany</D><D>usa</D></PLACES>`.
    if begins(inner.as_bytes(), b"<d>") {
        for element in elements(inner).filter(|element| element.name == "d") {
            let value = match key {
                MetadataKey::Person => name_case(&unescape(element.inner)),
                MetadataKey::Region => unescape(element.inner).replace('-', " "),
                _ => unescape(element.inner).into_owned(),
            };
            document.metadata.push(Metadata { key, name: name.clone(), value });
        }
        return;
    }
    let resolved = plain_text(inner);
    let value = resolved.split_whitespace().collect::<Vec<_>>().join(" ");
    // `08:38:22.92` and then the wire's distribution codes, parted by control characters.
    let value = match key {
        MetadataKey::Date => {
            inner.split_once("&#").map_or(value, |(date, _)| date.trim().to_owned())
        }
        _ => value,
    };
    if !value.is_empty() {
        document.metadata.push(Metadata { key, name, value });
    }
}

/// `james-baker` as a name.
fn name_case(code: &str) -> String {
    let mut name = String::with_capacity(code.len());
    for part in code.split('-') {
        if !name.is_empty() {
            name.push(' ');
        }
        let mut characters = part.chars();
        name.extend(characters.next().into_iter().flat_map(char::to_uppercase));
        name.push_str(characters.as_str());
    }
    name
}

/// Running text: entities resolved, tags dropped, and without the agency's name that ends a
/// Reuters story.
fn body_text(inner: &str) -> String {
    let text = plain_text(inner);
    let trimmed = text.trim_end();
    let end = trimmed.rfind('\n').map_or(0, |at| at + 1);
    let last = trimmed[end..].trim();
    let signed = last.eq_ignore_ascii_case("reuter") || last.eq_ignore_ascii_case("reuters");
    let kept = if signed { &trimmed[..end] } else { trimmed };
    unwrapped(kept.trim_start_matches(['\n', '\r']).trim_end())
}

/// Wires set the first line of each paragraph in, and cut lines anywhere: then paragraphs are
/// parted by blank lines here, because a short line says nothing.
fn unwrapped(text: &str) -> String {
    let is_set_in = |line: &str| line.starts_with("   ") || line.starts_with('\t');
    let lines = || text.lines().filter(|line| !line.trim().is_empty());
    let set_in = lines().filter(|line| is_set_in(line)).count();
    if set_in == 0 || text.contains("\n\n") || text.contains("\n \n") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 64);
    for line in lines() {
        if !out.is_empty() {
            out.push_str(if is_set_in(line) { "\n\n" } else { "\n" });
        }
        out.push_str(line.trim());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(record: &str) -> RawDocument {
        let mut document = RawDocument::default();
        fill(&mut document, record);
        document
    }

    fn value(document: &RawDocument, key: MetadataKey) -> Vec<&str> {
        document.all_declared(key).map(|entry| entry.value.as_str()).collect()
    }

    #[test]
    fn values_and_text_of_a_document_are_read() {
        let document = read(
            "<DOC>\n<DOCNO> A-1 </DOCNO>\n<TITLE>Ferry &amp; crew</TITLE>\n\
             <TIME>2016-11-26T21:51:00+01:00</TIME>\n<TEXT>\n<P>It left.</P>\n<P>It came.</P>\n\
             </TEXT>\n</DOC>",
        );
        assert_eq!(value(&document, MetadataKey::Title), ["Ferry & crew"]);
        assert_eq!(value(&document, MetadataKey::Date), ["2016-11-26T21:51:00+01:00"]);
        assert_eq!(value(&document, MetadataKey::Id), ["A-1"]);
        assert_eq!(document.text, "It left.\n\nIt came.");
        assert_eq!(document.layout, Layout::Body);
    }

    #[test]
    fn reuters_lists_and_control_references_are_read() {
        let document = read(
            "<REUTERS TOPICS=\"YES\" NEWID=\"7\">\n<DATE> 2-MAR-1987 08:38:22.92&#5;&#5;E F</DATE>\n\
             <PLACES><D>west-germany</D><D>usa</D></PLACES><PEOPLE><D>james-baker</D></PEOPLE>\
             <TEXT>&#2;\n<TITLE>ACME &lt;ACM> RISES</TITLE>\n<DATELINE>    BONN, March 2 -\n </DATELINE>\
             <BODY>Shares rose, a < b.\n    More came.\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>",
        );
        assert_eq!(value(&document, MetadataKey::Date), ["2-MAR-1987 08:38:22.92"]);
        assert_eq!(value(&document, MetadataKey::Region), ["west germany", "usa"]);
        assert_eq!(value(&document, MetadataKey::Person), ["James Baker"]);
        assert_eq!(value(&document, MetadataKey::Title), ["ACME <ACM> RISES"]);
        assert_eq!(value(&document, MetadataKey::Dateline), ["BONN, March 2 -"]);
        assert_eq!(document.text, "Shares rose, a < b.\n\nMore came.");
    }

    #[test]
    fn what_is_not_closed_is_not_lost() {
        for (record, title, text) in [
            ("<DOC><TITLE>A<TEXT>It left.</TEXT> <", Some("A"), "It left."),
            ("<doc><headline>Second</headline><text>More", Some("Second"), "More"),
            (
                "<DOC><BODY><HEADLINE>\nA\n</HEADLINE><TEXT>In <b_t X=\"D\">1979<e_t>, he.</TEXT></BODY></DOC>",
                Some("A"),
                "In 1979, he.",
            ),
            ("<REUTERS><TEXT TYPE=\"UNPROC\">&#2;\nblah\n</TEXT></REUTERS>", None, "blah"),
            ("<DOC>no element at all</DOC>", None, "no element at all"),
        ] {
            let document = read(record);
            assert_eq!(value(&document, MetadataKey::Title).first().copied(), title, "{record}");
            assert_eq!(document.text, text, "{record}");
        }
    }
}
