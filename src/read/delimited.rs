//! Tables: comma, semicolon, tab or bar between the columns, one article a row.
//!
//! The first line names the columns; without such a line the longest column is taken for the
//! text and the next for the headline, and every article says so. Reading cells is `csv`;
//! what a column means is [`FieldMap`](super::FieldMap).

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::ControlFlow;

use csv::{ByteRecord, ReaderBuilder};

use super::record::{MAX_OTHER_BYTES, Record};
use super::stream::{Piece, RecordStream};
use super::{
    Confidence, FieldMap, Input, MetadataKey, Probe, RawDocument, Reader, Role, Sink, read_error,
    unreadable,
};
use crate::error::Result;

/// Reads CSV and TSV.
pub(super) struct DelimitedReader;

const EXTENSIONS: &[&str] = &["csv", "tsv", "tab", "psv"];
const DELIMITERS: &[u8] = b",;\t|";

/// Rows that the guess at nameless columns looks at.
pub(super) const GUESS_ROWS: usize = 50;

/// Mean length of a cell in characters from which a column is a text rather than a code.
const TEXT_CHARS: usize = 15;

impl Reader for DelimitedReader {
    fn format(&self) -> &'static str {
        "csv"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let named = EXTENSIONS.contains(&probe.extension)
            || matches!(probe.media_type, "text/csv" | "text/tab-separated-values");
        let start = probe.start();
        let line = start.split(|b| *b == b'\n' || *b == b'\r').next().unwrap_or_default();
        let line = String::from_utf8_lossy(line);
        let headed = DELIMITERS.iter().any(|delimiter| {
            let roles: Vec<Option<Role>> = line
                .split(char::from(*delimiter))
                .map(|name| FieldMap::default().role(name.trim_matches(['"', ' '])))
                .collect();
            let known = roles.iter().flatten().count();
            let telling = roles.iter().flatten().any(|r| is_telling(*r));
            // A sentence with two commas has no such names.
            telling && known >= 2 && known * 2 >= roles.len()
        });
        if headed {
            return Some(Confidence::Certain);
        }
        named.then_some(Confidence::Likely)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let map = &input.options.map;
        let empty = input.document(self.format());
        let tab_named = matches!(input.extension.as_str(), "tsv" | "tab");
        let mut stream = RecordStream::open(&mut input)?;
        let sample = stream.bytes().fill_buf().map_err(read_error)?.to_vec();
        let dialect = Dialect::of(&sample, if tab_named { Some(b'\t') } else { None });
        let beginning: Vec<ByteRecord> = dialect.rows(&sample).take(GUESS_ROWS).collect();
        let table = Table::of(&beginning, map)?;
        let decoder = stream.decoder();
        let mut rows = Rows::new(dialect);
        let mut first = table.headed;
        while let Some(row) = rows.next(&mut stream)? {
            let row = match row {
                Row::Whole(cells) => cells,
                Row::TooLong => {
                    let error =
                        format!("line {}: longer than the limit for one article", rows.line);
                    if sink.skip_record(unreadable(error)).is_break() {
                        return Ok(());
                    }
                    continue;
                }
                Row::Unclosed(cells) => {
                    let error = format!(
                        "line {}: a quote that is never closed; taken as a character",
                        rows.line
                    );
                    if sink.complain(unreadable(error)).is_break() {
                        return Ok(());
                    }
                    cells
                }
            };
            if std::mem::take(&mut first) || row.iter().all(|cell| cell.trim_ascii().is_empty()) {
                continue;
            }
            let mut document = empty.clone();
            let cells = row.iter().map(|cell| match std::str::from_utf8(cell) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => {
                    let decoded = decoder.decode(cell.to_vec());
                    document.encoding = decoded.encoding;
                    document.notes.extend(decoded.notes);
                    Cow::Owned(decoded.text)
                }
            });
            let record = table.record(cells);
            let line = rows.line;
            let flow = table.put(record, document, &format!("line {line}"), sink);
            if flow.is_break() {
                return Ok(());
            }
        }
        if sink.records() == 0 {
            return Err(unreadable("is a table without rows"));
        }
        Ok(())
    }
}

fn is_telling(role: Role) -> bool {
    matches!(role, Role::Body | Role::Value(MetadataKey::Title | MetadataKey::Lead))
}

/// What the columns of a table mean.
pub(super) struct Table {
    columns: Vec<Column>,
    /// Whether the first row names them.
    pub(super) headed: bool,
    /// What every article of the table is noted with.
    note: Option<String>,
}

impl Table {
    /// The meaning of the columns of a table that begins with `rows`.
    ///
    /// # Errors
    /// `Unreadable` when no column can be a title or a text.
    pub(super) fn of(rows: &[ByteRecord], map: &FieldMap) -> Result<Table> {
        let (columns, headed, note) = columns_of(rows, map)?;
        Ok(Table { columns, headed, note })
    }

    /// A row as a record.
    pub(super) fn record<'c>(&self, cells: impl Iterator<Item = Cow<'c, str>>) -> Record {
        let mut record = Record::default();
        for (column, text) in self.columns.iter().zip(cells) {
            match column.role {
                Some(Role::Body) => record.push_body(&text),
                Some(Role::Value(key)) => record.push(key, &column.name, &text),
                None if text.len() <= MAX_OTHER_BYTES => {
                    record.push(MetadataKey::Other, &column.name, &text);
                }
                None => {}
            }
        }
        record
    }

    /// Puts a record into `sink`, or tells that the row at `place` is no article.
    pub(super) fn put(
        &self,
        record: Record,
        mut document: RawDocument,
        place: &str,
        sink: &mut Sink<'_>,
    ) -> ControlFlow<()> {
        let Some(found) = record.into_article() else {
            return sink.skip_record(unreadable(format!("{place}: row without title and text")));
        };
        document.notes.extend(found.notes);
        document.notes.extend(self.note.clone());
        sink.put(RawDocument {
            metadata: found.metadata,
            text: found.text,
            layout: found.layout,
            ..document
        })
    }
}

/// A column of the table.
struct Column {
    name: String,
    role: Option<Role>,
}

/// How cells are parted and quoted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Dialect {
    delimiter: u8,
    quoted: bool,
}

impl Dialect {
    /// The dialect of a table that begins with `sample`: the delimiter whose number is the same
    /// and most in the most rows.
    fn of(sample: &[u8], known: Option<u8>) -> Dialect {
        let mut best = (0, b',');
        for delimiter in DELIMITERS.iter().copied().filter(|d| known.is_none_or(|k| k == *d)) {
            let dialect = Dialect { delimiter, quoted: true };
            let widths: Vec<usize> = dialect.rows(sample).take(20).map(|row| row.len()).collect();
            let Some(first) = widths.first().copied().filter(|width| *width > 1) else { continue };
            let even = widths.iter().filter(|width| **width == first).count();
            let score = even * 1000 / widths.len() + first.min(99);
            if score > best.0 {
                best = (score, delimiter);
            }
        }
        let delimiter = known.unwrap_or(best.1);
        // Tables with tabs mostly take quotes as they are.
        let opens = memchr::memmem::find(sample, &[delimiter, b'"']).is_some();
        let closes = memchr::memmem::find(sample, &[b'"', delimiter]).is_some();
        Dialect { delimiter, quoted: delimiter != b'\t' || opens && closes }
    }

    fn builder(self) -> ReaderBuilder {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(self.delimiter).quoting(self.quoted).flexible(true).has_headers(false);
        builder
    }

    /// Whether a quoted cell goes on after `line`; `open` says whether one does before it.
    fn stays_open(self, line: &[u8], open: bool) -> bool {
        let mut open = open;
        let mut starts = !open;
        let mut at = 0;
        while let Some(byte) = line.get(at) {
            at += 1;
            if open {
                if *byte == b'"' {
                    let doubled = line.get(at) == Some(&b'"');
                    at += usize::from(doubled);
                    open = doubled;
                }
            } else {
                open = starts && *byte == b'"';
                starts = *byte == self.delimiter;
            }
        }
        open
    }

    /// The cells of one row.
    fn cells(self, row: &[u8]) -> ByteRecord {
        let mut reader = self.builder().buffer_capacity(4096).from_reader(row);
        let mut cells = ByteRecord::new();
        match reader.read_byte_record(&mut cells) {
            Ok(_) => cells,
            // Bytes in memory cannot fail to be read, and rows may have any length.
            Err(_) => ByteRecord::new(),
        }
    }

    fn rows(self, sample: &[u8]) -> impl Iterator<Item = ByteRecord> {
        self.builder().from_reader(sample).into_byte_records().map_while(Result::ok)
    }
}

/// The columns, whether the first row names them, and the note that every article gets.
fn columns_of(rows: &[ByteRecord], map: &FieldMap) -> Result<(Vec<Column>, bool, Option<String>)> {
    let Some(first) = rows.first() else { return Err(unreadable("is a table without rows")) };
    let names = first.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned());
    let mut columns: Vec<Column> =
        names.map(|name| Column { role: map.role(&name), name }).collect();
    if columns.iter().filter_map(|column| column.role).any(is_telling) {
        return Ok((columns, true, None));
    }
    // A row of short words over longer ones names its columns; the names are only unknown.
    let mean = |column: usize| {
        let cells = rows.iter().skip(1).filter_map(|row| row.get(column));
        let (count, chars) = cells.fold((0, 0), |(n, c), cell| {
            (n + 1, c + String::from_utf8_lossy(cell).chars().count())
        });
        chars.checked_div(count).unwrap_or(0)
    };
    let means: Vec<usize> = (0..columns.len()).map(mean).collect();
    let body = (0..columns.len()).max_by_key(|column| means.get(*column).copied());
    let Some(body) = body.filter(|body| means[*body] >= TEXT_CHARS) else {
        let names: Vec<&str> = columns.iter().take(12).map(|column| column.name.as_str()).collect();
        return Err(unreadable(format!(
            "has no column named as a title or a text (found: {}); name them with \
             --map body=COLUMN,title=COLUMN",
            names.join(", ")
        )));
    };
    let headed = columns[body].name.chars().count() < TEXT_CHARS && rows.len() > 1;
    let title = (0..columns.len())
        .filter(|column| *column != body && means[*column] >= TEXT_CHARS)
        .max_by_key(|column| means[*column]);
    for (index, column) in columns.iter_mut().enumerate() {
        let dated = rows.iter().skip(1).take(5).all(|row| row.get(index).is_some_and(is_iso_date));
        column.role = if index == body {
            Some(Role::Body)
        } else if Some(index) == title {
            Some(Role::Value(MetadataKey::Title))
        } else if dated && rows.len() > 1 {
            Some(Role::Value(MetadataKey::Date))
        } else {
            column.role
        };
        if !headed {
            column.name = format!("column {}", index + 1);
        }
    }
    let taken = match title {
        Some(title) => format!("column {} as title, {} as text", title + 1, body + 1),
        None => format!("column {} as text", body + 1),
    };
    let note = format!("the table names no columns that are known: took {taken}");
    Ok((columns, headed, Some(note)))
}

fn is_iso_date(cell: &[u8]) -> bool {
    let text = String::from_utf8_lossy(cell);
    text.trim().get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
}

/// A row of a table.
enum Row {
    Whole(ByteRecord),
    /// Has a quote that nothing closes: the cells of its first line.
    Unclosed(ByteRecord),
    TooLong,
}

/// Rows with a quote never closed after which quotes are characters: each is looked for to the
/// end of the file.
const MAX_UNCLOSED: u32 = 16;

/// The rows of a stream. Cutting them is done here, because a quote that is never closed must
/// not swallow the rest of the file; the cells of a row are `csv`'s.
struct Rows {
    dialect: Dialect,
    /// Lines that were read in search of a closing quote.
    ahead: VecDeque<Piece>,
    unclosed: u32,
    /// Number of the line on which the row begins, from 1.
    line: u64,
    /// Lines of the row.
    lines: u64,
}

impl Rows {
    fn new(dialect: Dialect) -> Self {
        Rows { dialect, ahead: VecDeque::new(), unclosed: 0, line: 1, lines: 0 }
    }

    fn take_line(&mut self, stream: &mut RecordStream<'_>) -> Result<Option<Piece>> {
        if let Some(line) = self.ahead.pop_front() {
            return Ok(Some(line));
        }
        let Some(piece) = stream.line()? else { return Ok(None) };
        // Old Macintosh files end lines with a carriage return alone.
        if let Piece::Whole(line) = &piece
            && memchr::memchr(b'\r', &line[..line.len().saturating_sub(1)]).is_some()
        {
            let lines = line.split(|byte| *byte == b'\r').map(|part| Piece::Whole(part.to_vec()));
            self.ahead.extend(lines);
            return Ok(self.ahead.pop_front());
        }
        Ok(Some(piece))
    }

    fn next(&mut self, stream: &mut RecordStream<'_>) -> Result<Option<Row>> {
        self.line += std::mem::take(&mut self.lines);
        let Some(piece) = self.take_line(stream)? else { return Ok(None) };
        self.lines = 1;
        let Piece::Whole(mut row) = piece else { return Ok(Some(Row::TooLong)) };
        if !self.dialect.quoted || !self.dialect.stays_open(&row, false) {
            return Ok(Some(Row::Whole(self.dialect.cells(&row))));
        }
        let first_line = row.len();
        let mut taken: Vec<Piece> = Vec::new();
        let mut length = row.len();
        while length <= stream.limit() {
            let Some(piece) = self.take_line(stream)? else { break };
            let Piece::Whole(line) = &piece else {
                taken.push(piece);
                break;
            };
            length += line.len() + 1;
            let open = self.dialect.stays_open(line, true);
            taken.push(piece);
            if open {
                continue;
            }
            for piece in &taken {
                if let Piece::Whole(line) = piece {
                    row.push(b'\n');
                    row.extend_from_slice(line);
                }
            }
            self.lines += taken.len() as u64;
            return Ok(Some(Row::Whole(self.dialect.cells(&row))));
        }
        for piece in taken.into_iter().rev() {
            self.ahead.push_front(piece);
        }
        self.unclosed += 1;
        let plain = Dialect { quoted: false, ..self.dialect };
        if self.unclosed >= MAX_UNCLOSED {
            self.dialect = plain;
        }
        Ok(Some(Row::Unclosed(plain.cells(&row[..first_line]))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(table: &str, expected: &[(Option<&str>, &str)]) {
        let documents = crate::read::tests::read_bytes("table.csv", table.as_bytes());
        let read: Vec<(Option<&str>, &str)> = documents
            .iter()
            .map(|document| {
                let title = document.declared(MetadataKey::Title).map(|t| t.value.as_str());
                (title, document.text.as_str())
            })
            .collect();
        assert_eq!(read, expected, "{table}");
    }

    #[test]
    fn tables_are_read_in_their_dialects() {
        check("title,text\nA,\"One, two\nthree\"\n", &[(Some("A"), "One, two\nthree")]);
        check("Titel;Datum;Inhalt\nA;3.3.2011;Es fuhr\n", &[(Some("A"), "Es fuhr")]);
        check("title,text\rA,One\rB,Two\r", &[(Some("A"), "One"), (Some("B"), "Two")]);
        check("title\ttext\n\"A\" team\tx\ny\tz", &[(Some("\"A\" team"), "x"), (Some("y"), "z")]);
        check(
            "3,Ferry sails again today,The ferry sailed again on the day after the storm\n\
             1,Talks go on in the town,The talks went on in the town until late at night\n",
            &[
                (
                    Some("Ferry sails again today"),
                    "The ferry sailed again on the day after the storm",
                ),
                (
                    Some("Talks go on in the town"),
                    "The talks went on in the town until late at night",
                ),
            ],
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_swallows_nothing() {
        let table = "title,text\nA,\"One, with\na \"\"line\"\"\"\nB,\"Two\nC,Three\n";
        let (documents, problems) = crate::read::tests::read_all(
            "table.csv",
            table.as_bytes(),
            &crate::read::ReadOptions::default(),
        );
        let texts: Vec<&str> = documents.iter().map(|document| document.text.as_str()).collect();
        assert_eq!(texts, ["One, with\na \"line\"", "\"Two", "Three"], "{problems:?}");
        assert!(problems[0].contains("line 4: a quote that is never closed"), "{problems:?}");
    }

    #[test]
    fn what_has_no_text_says_so() {
        let dialect = Dialect::of(b"id,shoe\n1,2\n", None);
        let rows: Vec<ByteRecord> = dialect.rows(b"id,shoe\n1,2\n").collect();
        let error = columns_of(&rows, &FieldMap::default());
        assert!(error.err().is_some_and(|error| error.message().contains("found: id, shoe")));
    }
}
