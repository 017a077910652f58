//! Where one JSON value ends and the next begins, without reading what is in them.
//!
//! Serves files that are a list of records, several values one after the other, and values
//! over many lines, of any length. Lines with one value each go a shorter way (`mod.rs`).

use super::super::read_error;
use super::super::stream::{Piece, RecordStream};
use crate::error::Result;

/// Cuts a stream into values. Those of a list that is the whole file are taken one by one.
#[derive(Debug, Default)]
pub(super) struct ValueSplitter {
    depth: u32,
    in_string: bool,
    escaped: bool,
    /// Within a value that is neither list, object nor string.
    in_scalar: bool,
    /// Whether the file opened with a list, whose items are the values.
    listed: bool,
    started: bool,
    too_long: bool,
    value: Vec<u8>,
    /// Whether the stream ended within a value or a list.
    pub(super) cut_off: bool,
}

impl ValueSplitter {
    /// The next value; `None` at the end of the file.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn next(&mut self, stream: &mut RecordStream<'_>) -> Result<Option<Piece>> {
        let limit = stream.limit();
        loop {
            let chunk = stream.bytes().fill_buf().map_err(read_error)?;
            if chunk.is_empty() {
                self.cut_off = self.depth > 0 || self.in_string;
                let rest = std::mem::take(&mut self.value);
                self.depth = 0;
                self.in_string = false;
                if std::mem::take(&mut self.too_long) {
                    return Ok(Some(Piece::TooLong));
                }
                let empty = rest.iter().all(u8::is_ascii_whitespace);
                return Ok((!empty).then_some(Piece::Whole(rest)));
            }
            let (used, ended) = self.scan(chunk, limit);
            stream.bytes().consume(used);
            if ended {
                let value = std::mem::take(&mut self.value);
                if std::mem::take(&mut self.too_long) {
                    return Ok(Some(Piece::TooLong));
                }
                return Ok(Some(Piece::Whole(value)));
            }
        }
    }

    /// Takes bytes up to the end of a value. Returns how many, and whether it ended.
    fn scan(&mut self, chunk: &[u8], limit: usize) -> (usize, bool) {
        // Depth at which a value stands by itself.
        let base = u32::from(self.listed);
        let mut from = 0;
        let mut at = 0;
        while at < chunk.len() {
            if self.in_string {
                if std::mem::take(&mut self.escaped) {
                    at += 1;
                    continue;
                }
                let Some(found) = memchr::memchr2(b'"', b'\\', &chunk[at..]) else { break };
                at += found;
                if chunk[at] == b'\\' {
                    self.escaped = true;
                } else {
                    self.in_string = false;
                    if self.depth == base {
                        self.keep(&chunk[from..=at], limit);
                        return (at + 1, true);
                    }
                }
                at += 1;
                continue;
            }
            let byte = chunk[at];
            if self.in_scalar && (byte.is_ascii_whitespace() || matches!(byte, b',' | b']' | b'}'))
            {
                self.in_scalar = false;
                self.keep(&chunk[from..at], limit);
                return (at, true);
            }
            match byte {
                b'"' => self.in_string = true,
                b'[' if !self.started => {
                    self.started = true;
                    self.listed = true;
                    self.depth = 1;
                    return (at + 1, false);
                }
                b'[' | b'{' => self.depth += 1,
                b']' | b'}' if self.depth > base => {
                    self.depth -= 1;
                    if self.depth == base {
                        self.keep(&chunk[from..=at], limit);
                        return (at + 1, true);
                    }
                }
                // The end of the list, or a bracket without its partner.
                b']' | b'}' => {
                    self.listed &= byte != b']';
                    self.depth = u32::from(self.listed);
                    return (at + 1, false);
                }
                // Between values.
                b',' | 0x1e if self.depth == base => {
                    from = at + 1;
                }
                byte if self.depth == base && byte.is_ascii_whitespace() => from = at + 1,
                _ if self.depth == base => self.in_scalar = true,
                _ => {
                    // Nothing of interest up to the next string or bracket.
                    let skip = chunk[at..]
                        .iter()
                        .position(|b| matches!(b, b'"' | b'[' | b']' | b'{' | b'}'));
                    match skip {
                        Some(skip) => at += skip,
                        None => break,
                    }
                    continue;
                }
            }
            self.started = true;
            at += 1;
        }
        self.keep(&chunk[from.min(chunk.len())..], limit);
        (chunk.len(), false)
    }

    fn keep(&mut self, bytes: &[u8], limit: usize) {
        if self.value.len() + bytes.len() > limit {
            self.too_long = true;
            self.value.clear();
        }
        if !self.too_long {
            self.value.extend_from_slice(bytes);
        }
    }
}
