//! Exports of news databases: LexisNexis, Factiva, Europresse, Kikuzo, Yomidasu; as text, HTML,
//! RTF or word processor document, with many articles in a file.
//!
//! All of these become lines with the names of what they stand in; the layout of a database is
//! the same whatever the file. Reading RTF and documents into lines is left to `office`, tables
//! (Integrum) to the readers of tables, Factiva's XML to `xml`. Invariants: lists of contents
//! and covers are no articles; an article that stands twice in the export is read twice; an
//! article without title and text is told by its number; a file is taken for an export only on
//! two marks that no article has together.

mod europresse;
mod factiva;
mod japanese;
mod lexis;
mod lexis_words;
mod lines;
mod marks;

use std::borrow::Cow;

use super::html::{HtmlReader, Tree};
use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink, unreadable,
};
use crate::error::Result;

pub(super) use lines::Line;
#[cfg(feature = "office")]
pub(super) use lines::{BOLD, HEADING};

/// Reads exports in text and HTML.
pub(super) struct ExportReader;

/// A database whose exports are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Lexis,
    Factiva,
    Europresse,
    Kikuzo,
    Yomidasu,
}

impl Kind {
    fn format(self) -> &'static str {
        match self {
            Kind::Lexis => "lexisnexis",
            Kind::Factiva => "factiva",
            Kind::Europresse => "europresse",
            Kind::Kikuzo => "kikuzo",
            Kind::Yomidasu => "yomidasu",
        }
    }

    fn items(self, lines: &[Line]) -> Vec<Item> {
        match self {
            Kind::Lexis => lexis::items(lines),
            Kind::Factiva => factiva::items(lines),
            Kind::Europresse => europresse::items(lines),
            Kind::Kikuzo => japanese::kikuzo(lines),
            Kind::Yomidasu => japanese::yomidasu(lines),
        }
    }
}

/// Whether a page that begins with `head` may be an export.
pub(super) fn may_read(head: &[u8]) -> bool {
    marks::may_be_export(head)
}

impl Reader for ExportReader {
    fn format(&self) -> &'static str {
        "export"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        if marks::kind_of_head(probe.head).is_some() {
            return Some(Confidence::Certain);
        }
        if HtmlReader.detect(probe) == Some(Confidence::Certain)
            && marks::is_worth_a_look(probe.head)
        {
            return Some(Confidence::Certain);
        }
        None
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let mut empty = input.document(self.format());
        let bytes = input.read_whole()?;
        let head = &bytes[..bytes.len().min(super::PROBE_BYTES as usize)];
        let kind = marks::kind_of_head(head);
        let kind = match kind.or_else(|| marks::kind_of_page(&bytes)) {
            Some(kind) => Some(kind),
            None => {
                // A page about a database, or of its publisher.
                input.stream = Box::new(std::io::Cursor::new(bytes));
                return HtmlReader.read(input, sink);
            }
        };
        let kind = kind.ok_or_else(|| unreadable("is an export whose layout is not known"))?;
        let charset = input.declared.charset.take().or_else(|| super::html::meta_charset(&bytes));
        let decoded = super::decode_declared(bytes, charset.as_deref());
        empty.encoding = decoded.encoding;
        empty.notes = decoded.notes;
        let text = decoded.text;
        if text.trim_start().starts_with('<') {
            let tree = Tree::parse(&text)
                .ok_or_else(|| unreadable("is an export nested too deeply for a page"))?;
            let lines = lines::of_page(&tree);
            drop(tree);
            drop(text);
            return put(kind, &lines, &empty, sink);
        }
        put(kind, &lines::of_text(&text), &empty, sink)
    }
}

/// Reads the lines of a document of a word processor; `None` when it is no export.
///
/// # Errors
/// `Unreadable` when it is an export without articles.
#[cfg(feature = "office")]
pub(super) fn read_lines(
    lines: &[Line],
    empty: &RawDocument,
    sink: &mut Sink<'_>,
) -> Option<Result<()>> {
    let kind = marks::kind_of_lines(lines.iter().map(|line| line.text.as_str()))?;
    Some(put(kind, lines, empty, sink))
}

/// An article of an export.
#[derive(Debug, Default)]
struct Item {
    metadata: Vec<Metadata>,
    paragraphs: Vec<String>,
}

impl Item {
    /// Adds a value, its white space folded; an empty one is none.
    fn push(&mut self, key: MetadataKey, name: &str, value: &str) {
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.metadata.push(Metadata { key, name: Cow::Owned(name.to_owned()), value });
        }
    }

    /// Adds a paragraph of the text; one of dashes or spaces alone is none.
    fn push_paragraph(&mut self, text: &str) {
        let text = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{3000}');
        if text.chars().any(char::is_alphanumeric) {
            self.paragraphs.push(text.to_owned());
        }
    }

    fn has(&self, key: MetadataKey) -> bool {
        self.metadata.iter().any(|entry| entry.key == key)
    }
}

/// Puts the articles of an export into `sink`.
fn put(kind: Kind, lines: &[Line], empty: &RawDocument, sink: &mut Sink<'_>) -> Result<()> {
    for item in kind.items(lines) {
        let titled = item.has(MetadataKey::Title);
        let text = item.paragraphs.join("\n\n");
        let flow = if text.is_empty() && !titled {
            sink.skip_record(unreadable("article of the export without title and text"))
        } else {
            sink.put(RawDocument {
                format: kind.format(),
                metadata: item.metadata,
                text,
                layout: if titled { Layout::Body } else { Layout::Plain },
                ..empty.clone()
            })
        };
        if flow.is_break() {
            return Ok(());
        }
    }
    if sink.records() == 0 { Err(unreadable("is an export without articles")) } else { Ok(()) }
}

/// Whether a line may be a date: it has a year and little else but words and numbers.
fn is_dated(line: &str) -> bool {
    has_year(line)
        && line.chars().count() <= 110
        && !line.ends_with(['.', '!', '?', '"', '”'])
        && !is_copyright(line)
        && line.chars().filter(char::is_ascii_digit).count() >= 5
}

/// Whether a line is the month or season of a magazine: `March 2011`.
fn is_dated_by_month(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let other = |word: &&&str| !has_year(word);
    has_year(line)
        && (2..=3).contains(&words.len())
        && words.iter().filter(other).count() == words.len() - 1
        && words.iter().filter(other).all(|word| word.chars().all(char::is_alphabetic))
}

/// Whether a year of four digits stands in `line`.
fn has_year(line: &str) -> bool {
    line.split(|c: char| !c.is_ascii_digit()).any(|digits| {
        digits.len() == 4 && digits.parse::<u16>().is_ok_and(|year| (1600..2200).contains(&year))
    })
}

/// Whether a line says who has the rights.
fn is_copyright(line: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "copyright",
        "©",
        "(c) ",
        "(c)1",
        "(c)2",
        "all rights reserved",
        "alle rechte vorbehalten",
        "tous droits",
        "todos los derechos",
        "tutti i diritti",
        "todos os direitos",
        "版权",
        "版權",
        "著作権",
    ];
    let lower =
        line.trim_start().get(..line.trim_start().floor_char_boundary(40)).map(str::to_lowercase);
    lower.is_some_and(|lower| BEGINNINGS.iter().any(|mark| lower.starts_with(mark)))
}

#[cfg(test)]
mod tests;
