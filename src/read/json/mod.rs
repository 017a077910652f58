//! JSON: one article, a list of them, one a line (JSON Lines), or within the answer of some
//! service; ninjs and JSON Feed with the rest.
//!
//! Records are told by the names of their values ([`FieldMap`](super::FieldMap)); what a record
//! means is in `record.rs`. Invariants: a file of records costs the memory of one; a broken
//! record is told with its number and place, and the others are read.

mod record;
mod split;
mod value;

use super::record::Found;
use super::stream::{Piece, RecordStream};
use super::{Confidence, Input, Probe, RawDocument, Reader, Sink, unreadable};
use crate::error::{Error, Result};
use record::Records;
use split::ValueSplitter;
use value::Value;

/// Reads JSON and JSON Lines.
pub(super) struct JsonReader;

const EXTENSIONS: &[&str] = &["json", "jsonl", "ndjson", "jl", "geojson", "jsonld"];

impl Reader for JsonReader {
    fn format(&self) -> &'static str {
        "json"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let start = probe.start();
        let (first, rest) = start.split_first()?;
        let next = rest.trim_ascii_start().first().copied();
        let named = EXTENSIONS.contains(&probe.extension) || probe.media_type.ends_with("json");
        let certain = match first {
            b'{' => matches!(next, Some(b'"')),
            b'[' => matches!(next, Some(b'{')),
            _ => false,
        };
        if certain {
            return Some(Confidence::Certain);
        }
        // Also UTF-16, whose first byte may be anything.
        named.then_some(Confidence::Likely)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let empty = input.document(self.format());
        let mut stream = RecordStream::open(&mut input)?;
        let mut records = Records::new(&input.options.map);
        if is_json_lines(&mut stream)? {
            return read_lines(&mut stream, &mut records, &empty, sink);
        }
        let mut splitter = ValueSplitter::default();
        let mut empty_of_articles = None;
        while let Some(piece) = splitter.next(&mut stream)? {
            let outcome = read_value(piece, &stream, &mut records, &empty, sink);
            match outcome {
                Ok(Flow::GoOn) => {}
                Ok(Flow::Stop) => return Ok(()),
                Err(error) if sink.records() == 0 && empty_of_articles.is_none() => {
                    empty_of_articles = Some(error);
                }
                Err(error) => {
                    if sink.skip_record(error).is_break() {
                        return Ok(());
                    }
                }
            }
        }
        match empty_of_articles {
            Some(error) if sink.records() == 0 => Err(error),
            Some(error) => {
                let _ = sink.complain(error);
                Ok(())
            }
            None if sink.records() == 0 => Err(unreadable("holds no JSON record")),
            None if splitter.cut_off => Err(unreadable("is cut off within a record")),
            None => Ok(()),
        }
    }
}

/// Whether reading goes on.
enum Flow {
    GoOn,
    Stop,
}

/// Whether the first line is a whole record, and something follows it or the file ends there.
fn is_json_lines(stream: &mut RecordStream<'_>) -> Result<bool> {
    let buffer = stream.bytes().fill_buf().map_err(super::read_error)?;
    let Some(end) = memchr::memchr(b'\n', buffer) else { return Ok(false) };
    let line = buffer[..end].trim_ascii();
    let whole = line.starts_with(b"{") && line.ends_with(b"}");
    Ok(whole && serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok())
}

fn read_lines(
    stream: &mut RecordStream<'_>,
    records: &mut Records<'_>,
    empty: &RawDocument,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let mut number = 0_u64;
    while let Some(piece) = stream.line()? {
        number += 1;
        if let Piece::Whole(line) = &piece
            && line.trim_ascii().is_empty()
        {
            continue;
        }
        match read_value(piece, stream, records, empty, sink) {
            Ok(Flow::GoOn) => {}
            Ok(Flow::Stop) => return Ok(()),
            Err(error) => {
                let error = unreadable(format!("line {number}: {}", error.message()));
                if sink.skip_record(error).is_break() {
                    return Ok(());
                }
            }
        }
    }
    Ok(())
}

/// Reads one value and puts the articles in it.
fn read_value(
    piece: Piece,
    stream: &RecordStream<'_>,
    records: &mut Records<'_>,
    empty: &RawDocument,
    sink: &mut Sink<'_>,
) -> Result<Flow> {
    let Piece::Whole(bytes) = piece else {
        return Err(unreadable("record longer than the limit for one article"));
    };
    let decoded;
    let (text, encoding, notes) = match std::str::from_utf8(&bytes) {
        Ok(text) => (text, stream.encoding(), Vec::new()),
        Err(_) => {
            decoded = stream.decode(bytes);
            (decoded.text.as_str(), decoded.encoding, decoded.notes)
        }
    };
    let value: Value<'_> = serde_json::from_str(text).map_err(|error| broken(&error))?;
    let mut put = |found: Found| {
        let document = RawDocument {
            encoding,
            notes: notes.iter().cloned().chain(found.notes).collect(),
            metadata: found.metadata,
            text: found.text,
            layout: found.layout,
            ..empty.clone()
        };
        sink.put(document)
    };
    match records.articles(&value) {
        record::Articles::One(found) => Ok(flow(put(*found))),
        record::Articles::Several(list) => {
            for found in list {
                if put(found).is_break() {
                    return Ok(Flow::Stop);
                }
            }
            Ok(Flow::GoOn)
        }
        record::Articles::None(reason) => Err(unreadable(reason)),
    }
}

fn flow(flow: std::ops::ControlFlow<()>) -> Flow {
    if flow.is_break() { Flow::Stop } else { Flow::GoOn }
}

fn broken(error: &serde_json::Error) -> Error {
    unreadable(format!("broken JSON: {error}"))
}
