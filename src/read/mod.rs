//! From a file to the articles it holds, decoded but not yet understood: `Source → RawDocument`.
//!
//! A format is told by content, with the file's extension as a hint: every [`Reader`] in
//! [`READERS`] looks at the first bytes and says how sure it is, and the surest reads. A reader
//! yields its documents lazily, so that a file of many articles costs the memory of one.
//!
//! What a document means (headline, date, people) is left to `extract`. Invariants: text has
//! `\n` line ends and no byte order mark; nothing is dropped in silence: what could not be
//! decoded is replaced and noted, what could not be read is an error that names the file.

mod encoding;
mod keys;
mod markdown;
mod sniff;
mod text;
mod trec;

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;

use crate::error::{Error, ErrorKind, Result};
use crate::walk::Source;

pub use encoding::{Decoded, decode};
pub use keys::metadata_key;

/// The decoded text of one article, with what the file itself declares about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawDocument {
    /// The file, as the index names it.
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

/// Limits that keep a hostile or broken file from taking all memory.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct ReadLimits {
    /// Longest file read as one article, in bytes.
    pub article_bytes: u64,
}

impl Default for ReadLimits {
    fn default() -> Self {
        // The longest news text known to us, a year's session record, has 12 MB; a text of
        // 64 MB is a log or a dump.
        ReadLimits { article_bytes: 64_000_000 }
    }
}

/// Bytes at the start of a file that tell its format.
const PROBE_BYTES: u64 = 16_384;

/// What a [`Reader`] is shown to recognise its format by.
#[derive(Clone, Copy, Debug)]
pub struct Probe<'a> {
    /// The first bytes of the file, at most 16 KiB.
    pub head: &'a [u8],
    /// The extension of the file's name, lower case, without the dot; may be empty.
    pub extension: &'a str,
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

/// A file that is being read.
pub struct Input<'a> {
    /// Which file.
    pub source: &'a Source,
    /// Its bytes from the first.
    pub stream: Box<dyn Read + 'a>,
    /// What may be taken of it.
    pub limits: ReadLimits,
}

impl std::fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Input").field("source", &self.source).finish_non_exhaustive()
    }
}

impl Input<'_> {
    /// Reads the whole file as one article.
    ///
    /// # Errors
    /// `Io`; `Unreadable` past [`ReadLimits::article_bytes`].
    pub fn read_whole(mut self) -> Result<Vec<u8>> {
        let limit = self.limits.article_bytes;
        let expected = usize::try_from(self.source.size.min(limit)).unwrap_or(0);
        let mut bytes = Vec::with_capacity(expected);
        let read = self.stream.by_ref().take(limit + 1).read_to_end(&mut bytes);
        read.map_err(|error| Error::io(&self.source.path, error))?;
        if bytes.len() as u64 > limit {
            return Err(unreadable(format!(
                "is larger than {limit} bytes, the limit for a file that is one article"
            )));
        }
        Ok(bytes)
    }

    /// A document of this file with nothing in it yet.
    pub fn document(&self, format: &'static str) -> RawDocument {
        RawDocument {
            path: self.source.name.clone(),
            record: 1,
            format,
            modified: self.source.modified(),
            ..RawDocument::default()
        }
    }
}

/// The documents of a file, read one at a time. An error is about one of them unless it is the
/// last item.
pub type Documents<'a> = Box<dyn Iterator<Item = Result<RawDocument>> + 'a>;

/// One format: how it is recognised and how it is read.
pub trait Reader: Sync {
    /// Its name, as `inspect` and the index show it.
    fn format(&self) -> &'static str;

    /// How sure it is; `None` when the file is not its own.
    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence>;

    /// Reads the documents.
    ///
    /// # Errors
    /// `Unreadable` when the file holds no article; `Io` when it cannot be read.
    fn read<'a>(&self, input: Input<'a>) -> Result<Documents<'a>>;
}

/// Every format. Where two are equally sure, the earlier reads.
pub const READERS: &[&dyn Reader] =
    &[&trec::TrecReader, &markdown::MarkdownReader, &text::TextReader];

/// Opens `source` and reads its documents with the reader that knows it best.
///
/// # Errors
/// `Io` when it cannot be opened; `Unreadable`, with the reason, when it holds no article: it is
/// empty, a picture, or of a format that dateline does not read yet.
pub fn documents<'a>(source: &'a Source, limits: ReadLimits) -> Result<Documents<'a>> {
    let located = |error: Error| error.with_path(&source.path);
    let mut file = File::open(&source.path).map_err(|error| Error::io(&source.path, error))?;
    let mut head = Vec::new();
    file.by_ref()
        .take(PROBE_BYTES)
        .read_to_end(&mut head)
        .map_err(|error| Error::io(&source.path, error))?;
    let extension = source.path.extension().map(|e| e.to_string_lossy().to_ascii_lowercase());
    let probe = Probe { head: &head, extension: extension.as_deref().unwrap_or_default() };
    sniff::refuse(&probe).map_err(located)?;
    let mut best: Option<(Confidence, &dyn Reader)> = None;
    for reader in READERS {
        if let Some(confidence) = reader.detect(&probe)
            && best.is_none_or(|(known, _)| confidence > known)
        {
            best = Some((confidence, *reader));
        }
    }
    let Some((_, reader)) = best else {
        return Err(located(unreadable("is of no format that dateline reads")));
    };
    // The rest is only opened for what the head does not hold: most articles are shorter.
    let stream: Box<dyn Read + 'a> = Box::new(std::io::Cursor::new(head).chain(file));
    reader.read(Input { source, stream, limits }).map_err(located)
}

fn unreadable(reason: impl Into<String>) -> Error {
    Error::new(ErrorKind::Unreadable, reason)
}
