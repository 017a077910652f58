//! Spreadsheets: one article a row, the columns told as those of any table.
//!
//! Cells are `calamine`'s, one after the other: a sheet that says of itself that it has a
//! million columns costs nothing. Incomplete support: xlsx alone; `calamine` reads xls, xlsb and
//! ods into a rectangle as large as the sheet claims to be, which a small file can make fill
//! all memory.

use std::borrow::Cow;
use std::io::BufReader;

use calamine::{DataRef, Reader as _, Xlsx};
use csv::ByteRecord;
use zip::ZipArchive;

use super::super::archive::Seekable;
use super::super::archive::guard::{Guard, State, Taken};
use super::super::delimited::{GUESS_ROWS, Table};
use super::super::{Input, Sink, unreadable};
use crate::error::Result;

/// Columns that are looked at; tables of articles have some dozens.
const MOST_COLUMNS: usize = 256;

/// Unpacks the workbook once and counts: the crate that reads it keeps strings in memory, and
/// what an archive says of the size of its entries need not be true.
///
/// # Errors
/// `Unreadable` past the limits.
pub(super) fn check_size(
    archive: &mut ZipArchive<&mut Box<dyn Seekable>>,
    size: u64,
    input: &Input<'_>,
) -> Result<()> {
    let taken = Taken::default();
    taken.set(size);
    let state = State::default();
    for index in 0..archive.len() {
        let Ok(entry) = archive.by_index(index) else { continue };
        let read = entry.name().is_ok_and(|name| name.starts_with("xl/") && name.ends_with(".xml"));
        if read {
            let mut guard = Guard::shared(entry, taken.clone(), &input.options.limits, &state);
            std::io::copy(&mut guard, &mut std::io::sink()).map_err(super::read_error)?;
            state.outcome(Ok(()))?;
        }
    }
    Ok(())
}

/// Reads the rows of every sheet.
///
/// # Errors
/// `Unreadable` when no sheet has a column that can be a title or a text.
pub(super) fn read(file: Box<dyn Seekable>, input: &Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let mut workbook = Xlsx::new(BufReader::new(file))
        .map_err(|error| unreadable(format!("is a spreadsheet that cannot be read: {error}")))?;
    let mut reason = None;
    for name in workbook.sheet_names() {
        match read_sheet(&mut workbook, &name, input, sink) {
            Ok(Flow::On) => {}
            Ok(Flow::Stop) => return Ok(()),
            // Sheets of figures stand beside those of articles.
            Err(error) => {
                reason.get_or_insert(error);
            }
        }
    }
    match reason {
        Some(error) if sink.records() == 0 => Err(error),
        None if sink.records() == 0 => Err(unreadable("is a spreadsheet without rows")),
        _ => Ok(()),
    }
}

/// Whether more is wanted.
enum Flow {
    On,
    Stop,
}

fn read_sheet(
    workbook: &mut Xlsx<BufReader<Box<dyn Seekable>>>,
    name: &str,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) -> Result<Flow> {
    let broken = |error: calamine::XlsxError| unreadable(format!("sheet {name:?}: {error}"));
    let limit = usize::try_from(input.options.limits.article_bytes).unwrap_or(usize::MAX);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(broken)?;
    let empty = input.document("xlsx");
    // Rows that wait until it is known what the columns mean.
    let mut waiting: Vec<(u32, Vec<String>)> = Vec::new();
    let mut table: Option<Table> = None;
    let mut row: Vec<String> = Vec::new();
    let mut row_number = 0;
    loop {
        let cell = cells.next_cell().map_err(broken)?;
        let position = cell.as_ref().map(|cell| cell.get_position());
        if position.is_none_or(|(number, _)| number != row_number) {
            let done = std::mem::take(&mut row);
            // A title over the table is no row of it.
            let filled = done.iter().filter(|cell| !cell.trim().is_empty()).count();
            if filled >= 2 || filled == 1 && !(waiting.is_empty() && table.is_none()) {
                match &table {
                    Some(table) => {
                        if put_row(table, row_number, &done, &empty, sink).is_break() {
                            return Ok(Flow::Stop);
                        }
                    }
                    None => waiting.push((row_number, done)),
                }
            }
            if table.is_none() && (waiting.len() >= GUESS_ROWS || position.is_none()) {
                let rows: Vec<ByteRecord> = waiting
                    .iter()
                    .map(|(_, row)| row.iter().map(String::as_bytes).collect())
                    .collect();
                let found = Table::of(&rows, &input.options.map)?;
                let skipped = usize::from(found.headed);
                for (number, row) in waiting.drain(..).skip(skipped) {
                    if put_row(&found, number, &row, &empty, sink).is_break() {
                        return Ok(Flow::Stop);
                    }
                }
                table = Some(found);
            }
        }
        let Some((cell, (number, column))) = cell.zip(position) else { return Ok(Flow::On) };
        row_number = number;
        let column = usize::try_from(column).unwrap_or(usize::MAX);
        if column >= MOST_COLUMNS {
            continue;
        }
        let text = text_of(cell.get_value());
        if row.iter().map(String::len).sum::<usize>() + text.len() > limit {
            return Err(unreadable(format!("sheet {name:?}: row longer than {limit} bytes")));
        }
        if row.len() <= column {
            row.resize(column + 1, String::new());
        }
        row[column] = text.into_owned();
    }
}

fn put_row(
    table: &Table,
    number: u32,
    row: &[String],
    empty: &super::super::RawDocument,
    sink: &mut Sink<'_>,
) -> std::ops::ControlFlow<()> {
    let record = table.record(row.iter().map(|cell| Cow::Borrowed(cell.as_str())));
    table.put(record, empty.clone(), &format!("row {}", u64::from(number) + 1), sink)
}

/// A cell as text, a date as ISO 8601 has it.
fn text_of<'c>(value: &'c DataRef<'_>) -> Cow<'c, str> {
    match value {
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cow::Borrowed(text.as_str())
        }
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number.to_string()),
        DataRef::Bool(value) => Cow::Owned(value.to_string()),
        DataRef::DateTime(moment) => {
            let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
            let mut text = format!("{year:04}-{month:02}-{day:02}");
            if (hour, minute, second) != (0, 0, 0) {
                text.push_str(&format!("T{hour:02}:{minute:02}:{second:02}"));
            }
            Cow::Owned(text)
        }
        DataRef::Error(_) | DataRef::Empty => Cow::Borrowed(""),
    }
}
