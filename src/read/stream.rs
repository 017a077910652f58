//! Files of many records, as a stream of bytes that are UTF-8 or a superset of ASCII.
//!
//! The encoding is chosen once, from the first bytes; a record that is not in it is decoded by
//! itself, so that one bad record does not spoil the others. Invariant: no record grows past
//! the limit for one article.

use std::io::{BufRead, BufReader, Cursor, Read};

use encoding_rs_io::DecodeReaderBytesBuilder;

use super::encoding::{Charset, Decoded, choose, decode_declared};
use super::{Input, read_error, unreadable};
use crate::error::Result;

/// Bytes that the choice of an encoding looks at.
const SAMPLE_BYTES: u64 = 65_536;

/// Size of the buffer between the file and the records, in bytes.
const BUFFER_BYTES: usize = 262_144;

/// The bytes of a file of many records.
pub(super) struct RecordStream<'a> {
    reader: BufReader<Box<dyn Read + 'a>>,
    /// Whether the bytes were turned into UTF-8 on the way.
    transcoded: Option<&'static str>,
    declared: Option<String>,
    limit: usize,
    notes: Vec<String>,
}

/// Fills the whole of each buffer, so that the first one is a sample of the file: a decoder
/// hands out a few bytes at a time.
struct WholeReads<R>(R);

impl<R: Read> Read for WholeReads<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.0.read(&mut buffer[filled..]) {
                Ok(0) => break,
                Ok(count) => filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                // What came before the damage is handed on; the next call meets it again.
                Err(_) if filled > 0 => break,
                Err(error) => return Err(error),
            }
        }
        Ok(filled)
    }
}

/// What is done with bytes that are UTF-8 or a superset of ASCII.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bytes {
    /// Handed on; each record is looked at by itself.
    AsTheyAre,
    /// What is no valid UTF-8 is replaced.
    Utf8,
}

/// What stands between two ends of records.
pub(super) enum Piece {
    /// A record.
    Whole(Vec<u8>),
    /// A record that is longer than the limit, and was passed over.
    TooLong,
}

impl<'a> RecordStream<'a> {
    /// Takes the stream out of `input`.
    ///
    /// # Errors
    /// Those of reading the first bytes.
    pub(super) fn open(input: &mut Input<'a>) -> Result<Self> {
        Self::open_as(input, Bytes::AsTheyAre)
    }

    /// Takes the stream out of `input`, for readers that want valid UTF-8.
    ///
    /// # Errors
    /// Those of reading the first bytes.
    pub(super) fn open_utf8(input: &mut Input<'a>) -> Result<Self> {
        Self::open_as(input, Bytes::Utf8)
    }

    fn open_as(input: &mut Input<'a>, bytes: Bytes) -> Result<Self> {
        let mut stream = std::mem::replace(&mut input.stream, Box::new(std::io::empty()));
        let mut sample = Vec::new();
        stream.by_ref().take(SAMPLE_BYTES).read_to_end(&mut sample).map_err(read_error)?;
        let choice = choose(&sample, input.declared.charset.as_deref());
        let marked = sample.get(choice.mark_bytes..).unwrap_or_default().to_vec();
        let whole = Cursor::new(marked).chain(stream);
        let (stream, transcoded): (Box<dyn Read + 'a>, _) = match choice.charset {
            Charset::Standard(encoding)
                if encoding != encoding_rs::UTF_8 || bytes == Bytes::Utf8 =>
            {
                let decoded = DecodeReaderBytesBuilder::new()
                    .encoding(Some(encoding))
                    .bom_override(false)
                    .build(whole);
                (Box::new(decoded), Some(encoding.name()))
            }
            // UTF-32, and code pages of DOS for readers that want UTF-8: rare, and decoded at once.
            charset
                if !matches!(charset, Charset::Standard(_))
                    && (bytes == Bytes::Utf8 || matches!(charset, Charset::Utf32 { .. })) =>
            {
                let limit = input.options.limits.article_bytes;
                let mut all = Vec::new();
                whole.take(limit + 1).read_to_end(&mut all).map_err(read_error)?;
                if all.len() as u64 > limit {
                    return Err(unreadable(format!(
                        "is larger than {limit} bytes, the limit for a file in {}",
                        charset.name()
                    )));
                }
                let text = decode_declared(all, Some(charset.name())).text;
                (Box::new(Cursor::new(text.into_bytes())), Some(charset.name()))
            }
            _ => (Box::new(whole), None),
        };
        Ok(RecordStream {
            reader: BufReader::with_capacity(BUFFER_BYTES, Box::new(WholeReads(stream))),
            transcoded,
            declared: input.declared.charset.clone(),
            limit: usize::try_from(input.options.limits.article_bytes).unwrap_or(usize::MAX),
            notes: choice.notes,
        })
    }

    /// Takes the stream out of `input` with its bytes as they are, for formats that declare the
    /// encoding of each record.
    #[cfg(feature = "mail")]
    pub(super) fn raw(input: &mut Input<'a>) -> Self {
        let stream = std::mem::replace(&mut input.stream, Box::new(std::io::empty()));
        RecordStream {
            reader: BufReader::with_capacity(BUFFER_BYTES, Box::new(WholeReads(stream))),
            transcoded: None,
            declared: None,
            limit: usize::try_from(input.options.limits.article_bytes).unwrap_or(usize::MAX),
            notes: Vec::new(),
        }
    }

    /// The bytes as they come.
    pub(super) fn bytes(&mut self) -> &mut dyn BufRead {
        &mut self.reader
    }

    /// What was found about the encoding of the file.
    pub(super) fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }

    /// Name of the encoding of records that need no decoding.
    pub(super) fn encoding(&self) -> &'static str {
        self.transcoded.unwrap_or(encoding_rs::UTF_8.name())
    }

    /// Longest record in bytes.
    pub(super) fn limit(&self) -> usize {
        self.limit
    }

    /// The next line without its end; `None` at the end of the file.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn line(&mut self) -> Result<Option<Piece>> {
        let mut line = Vec::new();
        let limit = self.limit as u64;
        let count = self
            .reader
            .by_ref()
            .take(limit + 1)
            .read_until(b'\n', &mut line)
            .map_err(read_error)?;
        if count == 0 {
            return Ok(None);
        }
        if line.last() == Some(&b'\n') {
            line.pop();
            return Ok(Some(Piece::Whole(line)));
        }
        if count as u64 > limit {
            self.skip_line()?;
            return Ok(Some(Piece::TooLong));
        }
        Ok(Some(Piece::Whole(line)))
    }

    fn skip_line(&mut self) -> Result<()> {
        loop {
            let buffer = self.reader.fill_buf().map_err(read_error)?;
            if buffer.is_empty() {
                return Ok(());
            }
            match memchr::memchr(b'\n', buffer) {
                Some(at) => {
                    self.reader.consume(at + 1);
                    return Ok(());
                }
                None => {
                    let length = buffer.len();
                    self.reader.consume(length);
                }
            }
        }
    }

    /// Decodes records apart from the stream.
    pub(super) fn decoder(&self) -> RecordDecoder {
        RecordDecoder { transcoded: self.transcoded, declared: self.declared.clone() }
    }

    /// The text of a record.
    pub(super) fn decode(&self, record: Vec<u8>) -> Decoded {
        self.decoder().decode(record)
    }
}

/// Decodes records of one stream.
pub(super) struct RecordDecoder {
    transcoded: Option<&'static str>,
    declared: Option<String>,
}

impl RecordDecoder {
    /// The text of a record.
    pub(super) fn decode(&self, record: Vec<u8>) -> Decoded {
        match self.transcoded {
            Some(encoding) => Decoded {
                text: super::encoding::unix_lines(
                    String::from_utf8(record)
                        .unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned()),
                ),
                encoding,
                notes: Vec::new(),
            },
            None => decode_declared(record, self.declared.as_deref()),
        }
    }
}

/// Records that each begin with the same bytes, such as `<DOC>`.
pub(super) struct Splitter<'p> {
    begins: &'p dyn Fn(&[u8], usize) -> Option<usize>,
    buffer: Vec<u8>,
    /// Where the record begins, or what has not been handed on.
    start: usize,
    /// Whether a record has begun.
    begun: bool,
    /// Position before which the buffer holds no beginning of a further record.
    searched: usize,
    ended: bool,
}

impl<'p> Splitter<'p> {
    /// `begins` finds the first beginning of a record at or after an offset. A beginning that
    /// the end of the buffer cuts off must not be reported.
    pub(super) fn new(begins: &'p dyn Fn(&[u8], usize) -> Option<usize>) -> Self {
        Splitter { begins, buffer: Vec::new(), start: 0, begun: false, searched: 0, ended: false }
    }

    /// Takes what stands before the first beginning for a record as well.
    #[cfg(feature = "mail")]
    pub(super) fn keep_what_stands_before(&mut self) {
        self.begun = true;
    }

    /// The next record; what stands before the first one is dropped.
    ///
    /// # Errors
    /// Those of the stream.
    pub(super) fn next(&mut self, stream: &mut RecordStream<'_>) -> Result<Option<Piece>> {
        let mut too_long = false;
        loop {
            match (self.begins)(&self.buffer, self.searched) {
                Some(at) => {
                    let record = self.start..at;
                    self.start = at;
                    self.searched = at + 1;
                    if !std::mem::replace(&mut self.begun, true) {
                        continue;
                    }
                    return Ok(Some(if too_long {
                        Piece::TooLong
                    } else {
                        Piece::Whole(self.buffer[record].to_vec())
                    }));
                }
                None if self.ended => {
                    let record = self.buffer.split_off(self.start);
                    self.buffer.clear();
                    (self.start, self.searched) = (0, 0);
                    let whole = std::mem::take(&mut self.begun) && !record.is_empty();
                    return Ok(match (whole, too_long) {
                        (_, true) => Some(Piece::TooLong),
                        (true, false) => Some(Piece::Whole(record)),
                        (false, false) => None,
                    });
                }
                None => too_long |= self.refill(stream)?,
            }
        }
    }

    /// Drops what has been handed on and takes more of the stream. Returns whether the record
    /// has grown past the limit; then no more of it is kept than may begin the next one.
    fn refill(&mut self, stream: &mut RecordStream<'_>) -> Result<bool> {
        /// A beginning that is cut off at the end of the buffer is at most this long.
        const OVERLAP: usize = 1024;
        let too_long = self.begun && self.buffer.len() - self.start > stream.limit();
        let may_begin = self.buffer.len().saturating_sub(OVERLAP);
        if !self.begun || too_long {
            self.start = self.start.max(may_begin);
        }
        self.buffer.drain(..self.start);
        let least = usize::from(self.begun).min(self.buffer.len());
        self.searched = may_begin.saturating_sub(self.start).max(least);
        self.start = 0;
        let chunk = stream.reader.fill_buf().map_err(read_error)?;
        let length = chunk.len();
        self.buffer.extend_from_slice(chunk);
        stream.reader.consume(length);
        self.ended = length == 0;
        Ok(too_long)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_bytes;

    #[test]
    fn records_are_read_in_any_encoding() {
        let lines = "{\"title\":\"Fähre\",\"text\":\"Sie fuhr.\"}\n{\"title\":\"Übung\",\"text\":\"Sie kam.\"}\n";
        let utf32: Vec<u8> = std::iter::once('\u{feff}')
            .chain(lines.chars())
            .flat_map(|c| u32::from(c).to_le_bytes())
            .collect();
        let utf16: Vec<u8> = lines.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let latin = lines.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        for bytes in [lines.as_bytes().to_vec(), utf32, utf16, latin] {
            let documents = read_bytes("lines.jsonl", &bytes);
            let texts: Vec<&str> =
                documents.iter().map(|document| document.text.as_str()).collect();
            assert_eq!(texts, ["Sie fuhr.", "Sie kam."], "{}", documents[0].encoding);
            assert_eq!(documents[1].metadata[0].value, "Übung", "{}", documents[0].encoding);
        }
    }
}
