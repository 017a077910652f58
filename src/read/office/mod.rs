//! Documents of word processors and spreadsheets: docx, odt, rtf, xlsx.
//!
//! A document whose paragraphs form an export of a news database goes to `export`; any other is
//! one article. A sheet is a table, one article a row, with the columns that `delimited` knows.
//! Invariants: a document is unpacked as a stream behind the guard of archives; no more than
//! one article's limit of text is kept of it; what is read of a document before damage is kept,
//! and the damage is told. Formats from before 2007 (doc, xls) are not read.

mod document;
mod rtf;
mod sheet;
mod xml;

use std::io::{BufReader, Read};

use zip::ZipArchive;

use super::archive::guard::{Guard, State, Taken};
use super::archive::{Seekable, ZipReader, seekable};
use super::{Confidence, Input, Probe, Reader, Sink, read_error, unreadable};
use crate::error::Result;
use document::{Properties, put};
use xml::Dialect;

pub(super) use rtf::RtfReader;

/// Reads docx, odt and xlsx, which are zip archives.
pub(super) struct OfficeReader;

/// Longest properties of a document, in bytes unpacked.
const PROPERTIES_BYTES: u64 = 1_000_000;

/// Names of entries by which an archive is told to be an office document, or beginnings of them.
/// What only looks like one is read as an archive after all.
const ENTRIES: &[&[u8]] = &[b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"word/", b"xl/"];

const EXTENSIONS: &[&str] = &["docx", "docm", "dotx", "odt", "ott", "xlsx", "xlsm", "pptx"];

/// What the archive holds, by the name of the entry with the text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    OpenText,
    Workbook,
    Slides,
}

impl Reader for OfficeReader {
    fn format(&self) -> &'static str {
        "office"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let head = probe.head;
        if !head.starts_with(b"PK\x03\x04") {
            return None;
        }
        // `mimetype` is the first entry of an OpenDocument, not compressed.
        let mime = head.get(30..120).unwrap_or_default();
        let open = memchr::memmem::find(mime, b"mimetypeapplication/vnd.oasis.opendocument");
        let named = entry_names(head).any(|name| ENTRIES.iter().any(|e| name.starts_with(e)));
        let extended = EXTENSIONS.contains(&probe.extension);
        (named || extended || open.is_some()).then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let (mut file, size) = seekable(&mut input)?;
        let mut archive = match ZipArchive::new(&mut file) {
            Ok(archive) => archive,
            Err(error) => return read_cut_off(&mut file, size, &input, &error, sink),
        };
        let part = part_of(archive.file_names().filter_map(std::result::Result::ok));
        match part {
            Some(Part::Text(name)) => {
                let properties = properties(&mut archive, "docProps/core.xml");
                read_text(&mut archive, &name, Dialect::Word, properties, size, &input, sink)
            }
            Some(Part::OpenText) => {
                let properties = properties(&mut archive, "meta.xml");
                let dialect = Dialect::OpenDocument;
                read_text(&mut archive, "content.xml", dialect, properties, size, &input, sink)
            }
            Some(Part::Workbook) => {
                sheet::check_size(&mut archive, size, &input)?;
                drop(archive);
                file.rewind().map_err(read_error)?;
                sheet::read(file, &input, sink)
            }
            Some(Part::Slides) => {
                Err(unreadable("is a presentation, which dateline does not read"))
            }
            None => {
                // Files under an archive's root that only look like a document's.
                drop(archive);
                file.rewind().map_err(read_error)?;
                input.stream = Box::new(file);
                ZipReader.read(input, sink)
            }
        }
    }
}

/// Names of the entries whose headers stand in `head`.
fn entry_names(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    memchr::memmem::find_iter(head, b"PK\x03\x04").filter_map(|at| {
        let length = head.get(at + 26..at + 28)?;
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        head.get(at + 30..at + 30 + length)
    })
}

fn part_of<N: AsRef<str>>(names: impl Iterator<Item = N>) -> Option<Part> {
    let mut part = None;
    for name in names {
        let name = name.as_ref();
        // Some programs number the parts: `word/document2.xml`.
        let main = name.strip_prefix("word/document").and_then(|rest| rest.strip_suffix(".xml"));
        if main.is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit())) {
            return Some(Part::Text(name.to_owned()));
        }
        part = match name {
            "xl/workbook.xml" => return Some(Part::Workbook),
            "ppt/presentation.xml" => return Some(Part::Slides),
            "content.xml" => Some(Part::OpenText),
            _ => part,
        };
    }
    part
}

/// Reads the paragraphs of an entry.
fn read_text(
    archive: &mut ZipArchive<&mut Box<dyn Seekable>>,
    name: &str,
    dialect: Dialect,
    properties: Properties,
    size: u64,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let entry = archive
        .by_name(name)
        .map_err(|error| unreadable(format!("{name} cannot be unpacked: {error}")))?;
    let taken = Taken::default();
    taken.set(size);
    let state = State::default();
    let limits = &input.options.limits;
    let guard = Guard::shared(entry, taken, limits, &state);
    let limit = usize::try_from(limits.article_bytes).unwrap_or(usize::MAX);
    let read = xml::lines(BufReader::new(guard), dialect, limit);
    let damage = state.outcome(read.damage.map_or(Ok(()), Err));
    put(read.lines, properties, dialect.format(), input, damage, sink)
}

/// Reads the text of a document whose list of entries is missing: each has a header before it.
fn read_cut_off(
    file: &mut Box<dyn Seekable>,
    size: u64,
    input: &Input<'_>,
    error: &zip::result::ZipError,
    sink: &mut Sink<'_>,
) -> Result<()> {
    file.rewind().map_err(read_error)?;
    let damage = unreadable(format!("is a damaged office document: {error}"));
    let limits = &input.options.limits;
    let limit = usize::try_from(limits.article_bytes).unwrap_or(usize::MAX);
    let taken = Taken::default();
    taken.set(size);
    let state = State::default();
    let mut file = file;
    while let Ok(Some(entry)) = zip::read::read_zipfile_from_stream(&mut file) {
        let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_default();
        let dialect = match part_of(std::iter::once(&name)) {
            Some(Part::Text(_)) => Dialect::Word,
            Some(Part::OpenText) => Dialect::OpenDocument,
            _ => continue,
        };
        let guard = Guard::shared(entry, taken, limits, &state);
        let read = xml::lines(BufReader::new(guard), dialect, limit);
        let _ = state.outcome(Ok(()));
        let properties = Properties::default();
        return put(read.lines, properties, dialect.format(), input, Err(damage), sink);
    }
    Err(damage)
}

/// The properties of a document; none where they are missing or damaged.
fn properties(archive: &mut ZipArchive<&mut Box<dyn Seekable>>, name: &str) -> Properties {
    let mut bytes = Vec::new();
    if let Ok(entry) = archive.by_name(name)
        && entry.take(PROPERTIES_BYTES).read_to_end(&mut bytes).is_err()
    {
        bytes.clear();
    }
    xml::properties(&bytes)
}

#[cfg(test)]
mod tests;
