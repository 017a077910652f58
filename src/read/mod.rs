//! From a file to the articles it holds, decoded but not yet understood: `Source → RawDocument`.
//!
//! A format is told by content, with the file's extension as a hint: every [`Reader`] in
//! [`READERS`] looks at the first bytes and says how sure it is, and the surest reads. A reader
//! hands its documents on one at a time, so that a file of many articles costs the memory of
//! one; an archive hands the files in it to the same choice of readers.
//!
//! What a document means (headline, date, people) is left to `extract`. Invariants: text has
//! `\n` line ends and no byte order mark; nothing is dropped in silence: what could not be
//! decoded is replaced and noted, what could not be read is a [`Problem`] that names the file
//! and the place in it; no stream is read without a limit.

#[cfg(feature = "archives")]
mod archive;
mod collection;
mod columns;
mod delimited;
mod encoding;
mod export;
mod html;
mod json;
mod keys;
#[cfg(feature = "mail")]
mod mail;
mod markdown;
mod markup;
#[cfg(feature = "office")]
mod office;
mod options;
#[cfg(feature = "pdf")]
mod pdf;
mod record;
mod sgml;
mod sniff;
mod stream;
mod text;
#[cfg(feature = "warc")]
mod warc;
mod wire;
mod xml;

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::walk::Source;

pub use encoding::{Decoded, decode, decode_declared};
pub use keys::{is_body_name, metadata_key};
pub use options::{FieldMap, ReadLimits, ReadOptions, Role};

/// The decoded text of one article, with what the file itself declares about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawDocument {
    /// The file, as the index names it. A file in an archive has the archive's name, `!/` and
    /// its own: `a.zip!/b/c.html`.
    pub path: String,
    /// Number of the article within the file, from 1.
    pub record: u32,
    /// Name of the format, as its [`Reader`] gives it.
    pub format: &'static str,
    /// Name of the character encoding, as the Encoding Standard writes it.
    pub encoding: &'static str,
    /// The text, with `\n` line ends.
    pub text: String,
    /// What `text` holds.
    pub layout: Layout,
    /// What the file declares, in its order; a key may stand several times.
    pub metadata: Vec<Metadata>,
    /// When the file was last changed.
    pub modified: Option<jiff::Timestamp>,
    /// What was repaired or refused while reading.
    pub notes: Vec<String>,
}

impl RawDocument {
    /// The first non-empty value declared for `key`.
    pub fn declared(&self, key: MetadataKey) -> Option<&Metadata> {
        self.all_declared(key).next()
    }

    /// Every non-empty value declared for `key`, in order.
    pub fn all_declared(&self, key: MetadataKey) -> impl Iterator<Item = &Metadata> {
        self.metadata.iter().filter(move |entry| entry.key == key && !entry.value.trim().is_empty())
    }
}

/// What the text of a [`RawDocument`] holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// Everything: headline, section line, byline, captions and paragraphs are still in it.
    #[default]
    Plain,
    /// The body alone; the headline and all else are in the metadata. A caption line, a byline
    /// or a dateline may still open it.
    Body,
}

/// Beginning of the name of a value that a page shows to readers, without declaring it.
pub(crate) const SHOWN: &str = "shown ";

/// One declared value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// What it is.
    pub key: MetadataKey,
    /// The name under which the file has it, such as `og:title` or `Datum`.
    pub name: Cow<'static, str>,
    /// The value as the file has it.
    pub value: String,
}

impl Metadata {
    /// Whether the page only shows it, among words that are no part of it.
    pub(crate) fn is_shown(&self) -> bool {
        self.name.starts_with(SHOWN)
    }
}

/// What a declared value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MetadataKey {
    /// Headline.
    Title,
    /// Date of publication.
    Date,
    /// Date of the last change.
    Modified,
    /// Who wrote it.
    Author,
    /// Outlet or agency.
    Source,
    /// Section label.
    Section,
    /// Language.
    Language,
    /// Address on the web.
    Url,
    /// A place that it is about or was filed from.
    Location,
    /// A person that it mentions.
    Person,
    /// A country or region that it is about.
    Region,
    /// A picture's caption.
    Caption,
    /// A keyword.
    Keyword,
    /// The archive's own number for it.
    Id,
    /// The dateline.
    Dateline,
    /// The lead or summary.
    Lead,
    /// Anything else.
    Other,
}

/// Bytes at the start of a file that tell its format.
const PROBE_BYTES: u64 = 16_384;

/// What a [`Reader`] is shown to recognise its format by.
#[derive(Clone, Copy, Debug, Default)]
pub struct Probe<'a> {
    /// The first bytes of the file, at most 16 KiB.
    pub head: &'a [u8],
    /// The extension of the file's name, lower case, without the dot; may be empty.
    pub extension: &'a str,
    /// The media type that something around the file declares (HTTP, MIME); may be empty.
    pub media_type: &'a str,
}

impl<'a> Probe<'a> {
    /// The head without byte order mark and without white space at its start.
    pub fn start(&self) -> &'a [u8] {
        self.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.head).trim_ascii_start()
    }
}

/// How sure a [`Reader`] is that a file is its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// It can read anything of this kind, for want of a better reader.
    Fallback,
    /// The extension says so and the content does not speak against it.
    Likely,
    /// The content says so.
    Certain,
}

/// What something around a file says about it: the HTTP header in a WARC, the MIME part.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// The character encoding, as it is written there.
    pub charset: Option<String>,
    /// The media type, lower case, without parameters.
    pub media_type: Option<String>,
    /// Values that every document of the file gets, after its own.
    pub metadata: Vec<Metadata>,
}

/// A file that is being read: one on disk, or one inside another.
pub struct Input<'a> {
    /// How the index names it.
    pub name: String,
    /// The extension of its name, lower case, without the dot; may be empty.
    pub extension: String,
    /// Its size in bytes where that is known.
    pub size: Option<u64>,
    /// When it was last changed.
    pub modified: Option<jiff::Timestamp>,
    /// Where it is, when it is a file on disk that can be opened a second time.
    pub path: Option<&'a Path>,
    /// What is said about it from outside.
    pub declared: Declared,
    /// Its bytes from the first.
    pub stream: Box<dyn Read + 'a>,
    /// How many archives and compressions it lies in.
    pub depth: u32,
    /// What may be taken of it, and what its columns mean.
    pub options: &'a ReadOptions,
}

impl std::fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Input<'_> {
    /// Reads the whole file as one article.
    ///
    /// # Errors
    /// `Io`; `Unreadable` past [`ReadLimits::article_bytes`].
    pub fn read_whole(&mut self) -> Result<Vec<u8>> {
        let limit = self.options.limits.article_bytes;
        let expected = usize::try_from(self.size.unwrap_or(0).min(limit)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(expected);
        self.stream.by_ref().take(limit + 1).read_to_end(&mut bytes).map_err(read_error)?;
        if bytes.len() as u64 > limit {
            return Err(unreadable(format!(
                "is larger than {limit} bytes, the limit for a file that is one article"
            )));
        }
        Ok(bytes)
    }

    /// Reads and decodes the whole file.
    ///
    /// # Errors
    /// As [`Input::read_whole`].
    pub fn decode_whole(&mut self) -> Result<Decoded> {
        let bytes = self.read_whole()?;
        Ok(decode_declared(bytes, self.declared.charset.as_deref()))
    }

    /// A document of this file with nothing in it yet.
    pub fn document(&self, format: &'static str) -> RawDocument {
        RawDocument {
            path: self.name.clone(),
            record: 1,
            format,
            encoding: encoding_rs::UTF_8.name(),
            modified: self.modified,
            ..RawDocument::default()
        }
    }
}

/// What could not be read: a file, a file in an archive, or one record.
#[derive(Debug)]
pub struct Problem {
    /// The file, as the index names it.
    pub path: String,
    /// Number of the article within the file, where it is one article and not the whole file.
    pub record: Option<u32>,
    /// What is wrong.
    pub error: Error,
}

/// What is told of each document or problem; [`ControlFlow::Break`] ends the reading.
pub type Visit<'a> = dyn FnMut(Result<RawDocument, Problem>) -> ControlFlow<()> + 'a;

/// Where a [`Reader`] puts what it reads. Numbers the records of each file.
pub struct Sink<'a> {
    visit: &'a mut Visit<'a>,
    /// Name of the file that is being read.
    name: String,
    /// Records of that file up to now.
    records: u32,
    /// Values that every document gets.
    outer: Vec<Metadata>,
    /// Files taken out of archives up to now.
    unpacked_files: u64,
    stopped: bool,
}

impl std::fmt::Debug for Sink<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sink").field("name", &self.name).finish_non_exhaustive()
    }
}

impl<'a> Sink<'a> {
    fn new(visit: &'a mut Visit<'a>) -> Self {
        Sink {
            visit,
            name: String::new(),
            records: 0,
            outer: Vec::new(),
            unpacked_files: 0,
            stopped: false,
        }
    }

    /// Hands on the next document of the file, and numbers it.
    pub fn put(&mut self, mut document: RawDocument) -> ControlFlow<()> {
        self.records += 1;
        document.record = self.records;
        document.metadata.extend(self.outer.iter().cloned());
        self.hand_on(Ok(document))
    }

    /// Tells that the next record of the file could not be read.
    pub fn skip_record(&mut self, error: Error) -> ControlFlow<()> {
        self.records += 1;
        let problem = Problem { path: self.name.clone(), record: Some(self.records), error };
        self.hand_on(Err(problem))
    }

    /// Tells that something about the file as a whole is wrong, such as its being cut off.
    pub fn complain(&mut self, error: Error) -> ControlFlow<()> {
        self.hand_on(Err(Problem { path: self.name.clone(), record: None, error }))
    }

    /// Number of records of the file up to now.
    pub fn records(&self) -> u32 {
        self.records
    }

    /// Reads a file that lies in this one under a name of its own. Its records are numbered
    /// from 1; what is wrong with it is told under its name.
    pub fn inner_file(&mut self, input: Input<'_>) -> ControlFlow<()> {
        let outer_name = std::mem::replace(&mut self.name, input.name.clone());
        let outer_records = std::mem::take(&mut self.records);
        let limit = input.options.limits.archive_files;
        self.unpacked_files += 1;
        if self.unpacked_files > limit {
            self.stopped = true;
            let error = unreadable(format!("more than {limit} files in one archive: not read on"));
            let problem = Problem { path: outer_name, record: None, error };
            let _ = (self.visit)(Err(problem));
            return ControlFlow::Break(());
        }
        if let Err(error) = read_input(input, self) {
            let _ = self.complain(error);
        }
        self.name = outer_name;
        self.records = outer_records;
        self.flow()
    }

    /// Reads what this file holds in another form (a compressed stream, a record of a web
    /// archive): its documents are numbered as those of this file.
    ///
    /// # Errors
    /// Those of the reader that it falls to.
    pub fn inner_part(&mut self, input: Input<'_>) -> Result<()> {
        read_input(input, self)
    }

    fn flow(&self) -> ControlFlow<()> {
        if self.stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn hand_on(&mut self, item: Result<RawDocument, Problem>) -> ControlFlow<()> {
        if !self.stopped && (self.visit)(item).is_break() {
            self.stopped = true;
        }
        self.flow()
    }
}

/// One format: how it is recognised and how it is read.
pub trait Reader: Sync {
    /// Its name, as `inspect` and the index show it.
    fn format(&self) -> &'static str;

    /// How sure it is; `None` when the file is not its own.
    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence>;

    /// Puts the documents into `sink`, and ends early when that says `Break`.
    ///
    /// # Errors
    /// `Unreadable` when the file holds no article, or is damaged beyond the documents already
    /// put; `Io` when it cannot be read.
    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Result<()>;
}

/// Every format. Where two are equally sure, the earlier reads.
pub const READERS: &[&dyn Reader] = &[
    #[cfg(feature = "archives")]
    &archive::CompressedReader,
    #[cfg(feature = "archives")]
    &archive::TarReader,
    // Office documents are zip archives.
    #[cfg(feature = "office")]
    &office::OfficeReader,
    #[cfg(feature = "archives")]
    &archive::ZipReader,
    #[cfg(feature = "office")]
    &office::RtfReader,
    #[cfg(feature = "pdf")]
    &pdf::PdfReader,
    #[cfg(feature = "warc")]
    &warc::WarcReader,
    &wire::WireReader,
    // Exports look like pages and texts, and one kind like SGML.
    &export::ExportReader,
    &sgml::SgmlReader,
    &collection::CollectionReader,
    &columns::ColumnsReader,
    #[cfg(feature = "mail")]
    &mail::MailReader,
    &xml::XmlReader,
    &html::HtmlReader,
    &json::JsonReader,
    &delimited::DelimitedReader,
    &markdown::MarkdownReader,
    &text::TextReader,
];

/// Opens `source` and hands every document in it to `visit`, with the reader that knows it best.
///
/// # Errors
/// `Io` when it cannot be opened; `Unreadable`, with the reason, when it holds no article (it is
/// empty, a picture, of a format that dateline does not read), or when it is damaged after the
/// documents that `visit` has already been given.
pub fn documents<'a>(
    source: &'a Source,
    options: &'a ReadOptions,
    visit: &'a mut Visit<'a>,
) -> Result<()> {
    let file = File::open(&source.path).map_err(|error| Error::io(&source.path, error))?;
    let extension = source.path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    let input = Input {
        name: source.name.clone(),
        extension: extension.unwrap_or_default(),
        size: Some(source.size),
        modified: source.modified(),
        path: Some(&source.path),
        declared: Declared::default(),
        stream: Box::new(file),
        depth: 0,
        options,
    };
    let mut sink = Sink::new(visit);
    sink.name.clone_from(&source.name);
    read_input(input, &mut sink).map_err(|error| error.with_path(&source.path))
}

/// As [`documents`], of a file that is in memory and is called `name`.
pub(crate) fn documents_in<'a>(
    bytes: &'a [u8],
    name: &str,
    options: &'a ReadOptions,
    visit: &'a mut Visit<'a>,
) -> Result<()> {
    let file = name.split(['?', '#']).next().unwrap_or(name);
    let extension = file.rsplit('/').next().and_then(|file| file.rsplit_once('.'));
    let input = Input {
        name: name.to_owned(),
        extension: extension.map(|(_, e)| e.to_ascii_lowercase()).unwrap_or_default(),
        size: Some(bytes.len() as u64),
        modified: None,
        path: None,
        declared: Declared::default(),
        stream: Box::new(bytes),
        depth: 0,
        options,
    };
    let mut sink = Sink::new(visit);
    name.clone_into(&mut sink.name);
    read_input(input, &mut sink)
}

/// Whether a file may be a web page by its name; without one that says so, it is no large one.
pub(crate) fn may_be_page(source: &Source) -> bool {
    const LARGE_BYTES: u64 = 4_000_000;
    let extension = source.path.extension().and_then(|extension| extension.to_str());
    extension.map_or(source.size <= LARGE_BYTES, |extension| {
        ["html", "htm", "xhtml", "shtml", "php", "asp", "aspx"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// Whether a file that begins with, or consists of, `bytes` is a page that [`html::HtmlReader`]
/// reads, as a look at its beginning tells; some that it reads are not told so.
pub(crate) fn is_page(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(PROBE_BYTES as usize)];
    let probe = Probe { head, ..Probe::default() };
    let start = probe.start();
    let begins = |with: &str| {
        start.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with.as_bytes()))
    };
    let begins = begins("<!doctype html")
        || begins("<html")
        || html::HtmlReader.detect(&probe) == Some(Confidence::Certain);
    begins && !export::may_read(head)
}

pub(crate) use html::{dates_of_head, opened_for_date, text_of_page};

/// Chooses the reader of `input` and lets it read.
fn read_input(mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
    let mut head = Vec::new();
    input.stream.by_ref().take(PROBE_BYTES).read_to_end(&mut head).map_err(read_error)?;
    let probe = Probe {
        head: &head,
        extension: &input.extension,
        media_type: input.declared.media_type.as_deref().unwrap_or_default(),
    };
    sniff::refuse(&probe)?;
    let mut best: Option<(Confidence, &dyn Reader)> = None;
    for reader in READERS {
        if let Some(confidence) = reader.detect(&probe)
            && best.is_none_or(|(known, _)| confidence > known)
        {
            best = Some((confidence, *reader));
        }
    }
    let Some((_, reader)) = best else {
        return Err(unreadable("is of no format that dateline reads"));
    };
    // The rest is only asked for what the head does not hold: most articles are shorter.
    input.stream = Box::new(std::io::Cursor::new(head).chain(input.stream));
    let outer = std::mem::take(&mut input.declared.metadata);
    let outer = std::mem::replace(&mut sink.outer, outer);
    let done = reader.read(input, sink);
    sink.outer = outer;
    done
}

fn unreadable(reason: impl Into<String>) -> Error {
    Error::new(ErrorKind::Unreadable, reason)
}

/// An error of a stream. Streams that unpack report damage and limits as I/O errors; those are
/// about what the file holds.
fn read_error(error: std::io::Error) -> Error {
    use std::io::ErrorKind as Io;
    let kind = match error.kind() {
        Io::InvalidData | Io::InvalidInput | Io::UnexpectedEof | Io::Other | Io::QuotaExceeded => {
            ErrorKind::Unreadable
        }
        _ => ErrorKind::Io,
    };
    Error::new(kind, error.to_string()).with_source(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read from a file called `name` that holds `bytes`.
    pub(super) fn read_bytes(name: &str, bytes: &[u8]) -> Vec<RawDocument> {
        let (documents, problems) = read_all(name, bytes, &ReadOptions::default());
        assert!(problems.is_empty(), "{name}: {problems:?}");
        documents
    }

    /// What is read from a file called `name` that holds `bytes`, and what was wrong with it.
    pub(super) fn read_all(
        name: &str,
        bytes: &[u8],
        options: &ReadOptions,
    ) -> (Vec<RawDocument>, Vec<String>) {
        let mut documents = Vec::new();
        let mut problems = Vec::new();
        let mut visit = |item: Result<RawDocument, Problem>| {
            match item {
                Ok(document) => documents.push(document),
                Err(problem) => {
                    problems.push(format!("{}: {}", problem.path, problem.error.message()))
                }
            }
            ControlFlow::Continue(())
        };
        let outcome = documents_in(bytes, name, options, &mut visit);
        if let Err(error) = outcome {
            problems.push(format!("{name}: {}", error.message()));
        }
        (documents, problems)
    }
}
