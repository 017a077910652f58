//! From a file to the articles it holds, decoded but not yet understood: `Source → RawDocument`.

use std::borrow::Cow;

/// The decoded text of one article, with what the file itself declares about it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawDocument {
    /// The file, as the index names it.
    pub path: String,
    /// Number of the article within the file, from 1.
    pub record: u32,
    /// Name of the format, from [`READERS`](crate::read).
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
