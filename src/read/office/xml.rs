//! The XML of word processors: paragraphs of docx (ECMA-376) and odt (OpenDocument 1.3), and
//! their properties (Dublin Core).
//!
//! Tokens are `quick-xml`'s; elements are not kept, so that nesting costs nothing. What is
//! deleted, in notes or a field's code is no text.

use std::io::BufRead;

use quick_xml::events::{BytesStart, Event};

use super::super::export::{BOLD, HEADING, Line};
use super::super::unreadable;
use super::document::Properties;
use crate::error::Error;

/// Which names elements have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Word,
    OpenDocument,
}

impl Dialect {
    pub(super) fn format(self) -> &'static str {
        match self {
            Dialect::Word => "docx",
            Dialect::OpenDocument => "odt",
        }
    }
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) lines: Vec<Line>,
    /// What ended the reading early.
    pub(super) damage: Option<Error>,
}

/// Elements whose text is none of the document's: what was deleted or moved away, codes of
/// fields, a second rendering of the same, comments.
const PASSED_OVER: &[&str] = &[
    "del",
    "movefrom",
    "instrtext",
    "deltext",
    "fallback",
    "annotation",
    "tracked-changes",
    "note",
    "forms",
];

/// Parts of the names of styles of headings, in the languages of word processors.
const HEADING_STYLES: &[&str] = &[
    "heading",
    "title",
    "berschrift",
    "titre",
    "titolo",
    "ttulo",
    "titulo",
    "titel",
    "kop",
    "заголовок",
];

/// Puts paragraphs together.
#[derive(Default)]
struct Paragraphs {
    lines: Vec<Line>,
    text: String,
    heading: bool,
    /// Whether something in the paragraph is bold, and something is not.
    bold: bool,
    light: bool,
    /// Bytes of text up to now.
    bytes: usize,
}

impl Paragraphs {
    fn push(&mut self, text: &str, bold: bool) {
        self.bytes += text.len();
        self.text.push_str(text);
        if !text.trim().is_empty() {
            self.bold |= bold;
            self.light |= !bold;
        }
    }

    fn end(&mut self) {
        let text = std::mem::take(&mut self.text);
        let mut marks = String::new();
        if std::mem::take(&mut self.heading) {
            marks.push_str(HEADING);
        }
        if std::mem::take(&mut self.bold) & !std::mem::take(&mut self.light) {
            marks.push_str(BOLD);
        }
        let mut begins = true;
        for line in text.split('\n') {
            let line = line.trim();
            if line.is_empty() {
                begins = true;
                continue;
            }
            self.lines.push(Line { text: line.to_owned(), marks: marks.clone(), begins });
            begins = false;
        }
    }
}

/// The lines of a document, at most `limit` bytes of text.
pub(super) fn lines(stream: impl BufRead, dialect: Dialect, limit: usize) -> Read {
    let mut reader = quick_xml::Reader::from_reader(stream);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut paragraphs = Paragraphs::default();
    let mut walk = Walk { dialect, ..Walk::default() };
    let mut buffer = Vec::new();
    let damage = loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => walk.open(&start, &mut paragraphs),
            Ok(Event::Empty(start)) => {
                walk.open(&start, &mut paragraphs);
                walk.close(&name_of(start.name().as_ref()), &mut paragraphs);
            }
            Ok(Event::End(end)) => walk.close(&name_of(end.name().as_ref()), &mut paragraphs),
            Ok(Event::Text(text)) => walk.text(&text, &mut paragraphs),
            Ok(Event::CData(text)) => walk.text(&text, &mut paragraphs),
            Ok(Event::GeneralRef(name)) => {
                let text = super::super::markup::unescape(&format!("&{};", &*name)).into_owned();
                walk.text(&text, &mut paragraphs);
            }
            Ok(Event::Eof) => break None,
            Ok(_) => {}
            Err(error) => {
                let at = reader.error_position();
                break Some(unreadable(format!("broken XML at byte {at} of the text: {error}")));
            }
        }
        if paragraphs.bytes > limit {
            break Some(unreadable(format!(
                "holds more than {limit} bytes of text, the limit for a document: not read on"
            )));
        }
    };
    paragraphs.end();
    Read { lines: paragraphs.lines, damage }
}

/// Where in the document the reading is.
struct Walk {
    dialect: Dialect,
    /// How many elements without text are open.
    passed_over: usize,
    /// Whether a run's text is open (Word), how many paragraphs are (OpenDocument).
    in_text: usize,
    in_run: bool,
    in_properties: bool,
    bold: bool,
}

impl Default for Walk {
    fn default() -> Self {
        Walk {
            dialect: Dialect::Word,
            passed_over: 0,
            in_text: 0,
            in_run: false,
            in_properties: false,
            bold: false,
        }
    }
}

impl Walk {
    fn open(&mut self, start: &BytesStart<'_>, paragraphs: &mut Paragraphs) {
        let name = name_of(start.name().as_ref());
        if self.passed_over > 0 || PASSED_OVER.contains(&name.as_str()) {
            self.passed_over += usize::from(PASSED_OVER.contains(&name.as_str()));
            return;
        }
        match (self.dialect, name.as_str()) {
            (Dialect::Word, "p") => paragraphs.end(),
            (Dialect::Word, "ppr") => self.in_properties = true,
            (Dialect::Word, "r") => {
                self.in_run = true;
                self.bold = false;
            }
            (Dialect::Word, "t") => self.in_text = 1,
            (Dialect::Word, "pstyle") => {
                let style = value_of(start, "val").unwrap_or_default().to_lowercase();
                paragraphs.heading |= HEADING_STYLES.iter().any(|part| style.contains(part));
            }
            (Dialect::Word, "outlinelvl") => {
                // 9 is the level of the text.
                let level = value_of(start, "val").unwrap_or_default();
                paragraphs.heading |= matches!(level.as_str(), "0" | "1" | "2");
            }
            (Dialect::Word, "b") if self.in_run && !self.in_properties => {
                let value = value_of(start, "val").unwrap_or_default();
                self.bold = !matches!(value.as_str(), "0" | "false" | "off");
            }
            (Dialect::Word, "br" | "cr") if !self.in_properties => paragraphs.push("\n", self.bold),
            (Dialect::Word, "tab") if !self.in_properties => paragraphs.push("\t", self.bold),
            (Dialect::Word, "nobreakhyphen") => paragraphs.push("\u{2011}", self.bold),
            (Dialect::OpenDocument, "p" | "h") => {
                paragraphs.end();
                paragraphs.heading = name == "h";
                self.in_text += 1;
            }
            (Dialect::OpenDocument, "line-break") => paragraphs.push("\n", false),
            (Dialect::OpenDocument, "tab") => paragraphs.push("\t", false),
            (Dialect::OpenDocument, "s") => paragraphs.push(" ", false),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, paragraphs: &mut Paragraphs) {
        if self.passed_over > 0 {
            self.passed_over -= usize::from(PASSED_OVER.contains(&name));
            return;
        }
        match (self.dialect, name) {
            (Dialect::Word, "p") => paragraphs.end(),
            (Dialect::Word, "ppr") => self.in_properties = false,
            (Dialect::Word, "r") => self.in_run = false,
            (Dialect::Word, "t") => self.in_text = 0,
            (Dialect::OpenDocument, "p" | "h") => {
                paragraphs.end();
                self.in_text = self.in_text.saturating_sub(1);
            }
            _ => {}
        }
    }

    fn text(&self, text: &str, paragraphs: &mut Paragraphs) {
        if self.passed_over > 0 || self.in_text == 0 {
            return;
        }
        // Line ends in the file are none of the text's.
        if text.contains(['\n', '\r']) {
            paragraphs.push(&text.replace(['\n', '\r'], " "), self.bold);
        } else {
            paragraphs.push(text, self.bold);
        }
    }
}

/// Reads the properties of a document.
pub(super) fn properties(bytes: &[u8]) -> Properties {
    let mut reader = quick_xml::Reader::from_reader(bytes);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut properties = Properties::default();
    let mut name = String::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        let text = match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(start)) => {
                name = name_of(start.name().as_ref());
                continue;
            }
            Ok(Event::End(_)) => {
                name.clear();
                continue;
            }
            Ok(Event::Text(text)) => text.to_string(),
            Ok(Event::GeneralRef(reference)) => {
                super::super::markup::unescape(&format!("&{};", &*reference)).into_owned()
            }
            Ok(Event::Eof) | Err(_) => return properties,
            Ok(_) => continue,
        };
        let place = match name.as_str() {
            "title" => &mut properties.title,
            "creator" | "initial-creator" => &mut properties.author,
            "created" | "creation-date" => &mut properties.created,
            "language" => &mut properties.language,
            _ => continue,
        };
        place.push_str(&text);
    }
}

/// Name without prefix, in lower case.
fn name_of(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

fn value_of(start: &BytesStart<'_>, wanted: &str) -> Option<String> {
    start
        .html_attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| name_of(attribute.key.as_ref()) == wanted)
        .map(|attribute| super::super::markup::unescape(&attribute.value).into_owned())
}
