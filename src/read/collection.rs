//! Plain text with many articles in a file: the collections of information retrieval
//! (`*TEXT 017 01/04/63 PAGE 020`; `.I 1` with fields `.T .A .B .W`).

use std::borrow::Cow;

use super::stream::{Piece, RecordStream, Splitter};
use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink, unreadable,
};
use crate::error::Result;

/// Reads collections of plain text.
pub(super) struct CollectionReader;

impl Reader for CollectionReader {
    fn format(&self) -> &'static str {
        "collection"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        (record_start(probe.start(), 0) == Some(0)).then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let empty = input.document(self.format());
        let mut stream = RecordStream::open(&mut input)?;
        let mut splitter = Splitter::new(&record_start);
        while let Some(piece) = splitter.next(&mut stream)? {
            let flow = match piece {
                Piece::TooLong => {
                    sink.skip_record(unreadable("longer than the limit for one article"))
                }
                Piece::Whole(record) => {
                    let decoded = stream.decode(record);
                    let mut document = RawDocument {
                        encoding: decoded.encoding,
                        notes: decoded.notes,
                        ..empty.clone()
                    };
                    fill(&mut document, &decoded.text);
                    if document.text.is_empty() && document.metadata.len() < 2 {
                        sink.skip_record(unreadable("document without text"))
                    } else {
                        sink.put(document)
                    }
                }
            };
            if flow.is_break() {
                return Ok(());
            }
        }
        if sink.records() == 0 { Err(unreadable("holds no document")) } else { Ok(()) }
    }
}

/// The first line at or after `from` that opens a document.
fn record_start(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let found = memchr::memchr2(b'*', b'.', bytes.get(at..)?)? + at;
        at = found + 1;
        let line_start = found == 0 || bytes.get(found - 1) == Some(&b'\n');
        if !line_start {
            continue;
        }
        let rest = &bytes[found..];
        let number = if rest.starts_with(b"*TEXT ") {
            rest.get(6)
        } else if rest.starts_with(b".I ") {
            rest.get(3)
        } else {
            continue;
        };
        if number.is_some_and(u8::is_ascii_digit) {
            return Some(found);
        }
    }
}

fn fill(document: &mut RawDocument, record: &str) {
    let (first, rest) = record.split_once('\n').unwrap_or((record, ""));
    let mut push = |key, name: &'static str, value: &str| {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            document.metadata.push(Metadata { key, name: Cow::Borrowed(name), value });
        }
    };
    if let Some(header) = first.strip_prefix("*TEXT ") {
        let mut words = header.split_whitespace();
        push(MetadataKey::Id, "TEXT", words.next().unwrap_or_default());
        let date = words.next().unwrap_or_default();
        push(MetadataKey::Date, "TEXT", &time_date(date).unwrap_or_else(|| date.to_owned()));
        let page = words.collect::<Vec<_>>().join(" ");
        push(MetadataKey::Other, "PAGE", page.strip_prefix("PAGE ").unwrap_or(&page));
        // The last line of the collection.
        let rest = rest.trim_end();
        document.text = unspaced(rest.strip_suffix("*STOP").unwrap_or(rest));
        return;
    }
    push(MetadataKey::Id, ".I", first.trim_start_matches(".I"));
    let mut text = String::new();
    let mut field = "";
    let mut value = String::new();
    for line in rest.lines().chain([".end"]) {
        let opens = line.strip_prefix('.').filter(|name| {
            let name = name.trim();
            name == "end" || name.len() == 1 && name.chars().all(|c| c.is_ascii_uppercase())
        });
        let Some(name) = opens else {
            value.push_str(line);
            value.push('\n');
            continue;
        };
        match field {
            "T" => push(MetadataKey::Title, ".T", &value),
            "A" => push(MetadataKey::Author, ".A", &value),
            "B" => push(MetadataKey::Other, ".B", &value),
            "W" => text = value.trim().to_owned(),
            _ => {}
        }
        field = name.trim();
        value.clear();
    }
    document.text = text;
    if document.declared(MetadataKey::Title).is_some() {
        document.layout = Layout::Body;
    }
}

/// `01/04/63` of an American magazine of the sixties, as ISO 8601.
fn time_date(date: &str) -> Option<String> {
    let mut parts = date.split('/');
    let month: i8 = parts.next()?.parse().ok()?;
    let day: i8 = parts.next()?.parse().ok()?;
    let year: i16 = parts.next()?.parse().ok()?;
    let year = if year < 100 { 1900 + year } else { year };
    jiff::civil::Date::new(year, month, day).ok().map(|date| date.to_string())
}

/// Takes out the empty line that stands after every line of some copies.
fn unspaced(text: &str) -> String {
    let text = text.trim();
    let lines: Vec<&str> = text.lines().collect();
    let spaced = lines.len() > 4
        && lines.iter().skip(1).step_by(2).filter(|line| line.trim().is_empty()).count() * 10
            >= lines.len() / 2 * 9;
    if !spaced {
        return text.to_owned();
    }
    let kept: Vec<&str> = lines.into_iter().filter(|line| !line.trim().is_empty()).collect();
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_bytes;
    use super::*;

    #[test]
    fn both_forms_are_read() {
        for (text, dates, titles, first) in [
            (
                "*TEXT 017 01/04/63 PAGE 020\n\nTHE FERRY LEFT .\n\n*TEXT 018 01/11/63 PAGE 1\nIT CAME\n*STOP",
                vec![Some("1963-01-04"), Some("1963-01-11")],
                vec![None, None],
                "THE FERRY LEFT .",
            ),
            (
                ".I 1\n.T\nthe ferry\nand the quay\n.A\nBELL, A.\n.W\n it left .\n.I 2\n.T\nmore\n.W\nit came .\n",
                vec![None, None],
                vec![Some("the ferry and the quay"), Some("more")],
                "it left .",
            ),
        ] {
            let documents = read_bytes("collection", text.as_bytes());
            let all = |key| -> Vec<Option<&str>> {
                documents.iter().map(|d| d.declared(key).map(|m| m.value.as_str())).collect()
            };
            assert_eq!(all(MetadataKey::Date), dates);
            assert_eq!(all(MetadataKey::Title), titles);
            assert_eq!(documents[0].text, first);
            assert!(!documents[1].text.contains("*STOP"));
        }
    }
}
