//! When articles were published, for those who want to know nothing else: a tenth of the work of
//! reading them, or less.
//!
//! The answer is that of [`Extractor::extract`](crate::extract::Extractor::extract) for the same
//! document; a test holds it to that. Of a web page the head and the scripts of JSON-LD are looked
//! at first; a tree is made of the page only where they give no day; and its text is only taken
//! where the page shows none either. Other formats are read as ever, without people and regions.

mod neighbours;

use std::cell::Cell;
use std::fs::File;
use std::io::Read as _;
use std::ops::ControlFlow;

use jiff::civil::Date;
use serde::Serialize;

use crate::article::Published;
use crate::error::{Error, Result};
use crate::extract::{Seen, dated, dated_by_metadata};
use crate::read::{self, MetadataKey, Problem, RawDocument, ReadOptions};
use crate::walk::Source;

pub use neighbours::Neighbours;

/// When the article in `bytes` was published. `name` is the name of its file or its address: its
/// extension is a hint at the format, and a date in it counts as evidence. Of several articles,
/// the first one with a date.
///
/// ```
/// use dateline::dating::published;
///
/// let page = b"<html><head><meta property='article:published_time' \
///     content='2024-08-16T10:12:00+03:00'></head><body>Ferry sails again</body></html>";
/// let found = published(page, "https://quay.example/ferry.html").ok_or("no date")?;
/// assert_eq!(found.to_string(), "2024-08-16");
/// assert_eq!(found.offset_minutes, Some(180));
/// assert_eq!(found.evidence.rule, "declared as article:published_time");
/// # Ok::<(), &str>(())
/// ```
pub fn published(bytes: &[u8], name: &str) -> Option<Published> {
    DateFinder::default().published(bytes, name)
}

/// Most bytes of memory that a thread keeps for the next file.
const KEPT_BYTES: usize = 4_000_000;

thread_local! {
    /// The last page that was read: fresh memory for each costs more than reading it.
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Finds the dates of articles.
#[derive(Clone, Debug, Default)]
pub struct DateFinder {
    today: Option<Date>,
    reading: ReadOptions,
}

/// The date of one article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Dated {
    /// The file, as the index names it.
    pub path: String,
    /// Number of the article within its file, from 1.
    pub record: u32,
    /// The date; `None` where nothing states it.
    pub date: Option<Published>,
    /// Who published it, as declared; of a page that gives its date at once it is not read.
    #[serde(skip)]
    pub outlet: Option<String>,
    /// What was refused or is doubtful about it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl DateFinder {
    /// Refuses dates later than `today` and a day more. The library reads no clock.
    #[must_use]
    pub fn with_today(mut self, today: Option<Date>) -> Self {
        self.today = today;
        self
    }

    /// Reads files in this way.
    #[must_use]
    pub fn with_reading(mut self, reading: ReadOptions) -> Self {
        self.reading = reading;
        self
    }

    /// When the article in `bytes` was published; see [`published`].
    pub fn published(&self, bytes: &[u8], name: &str) -> Option<Published> {
        let mut raw = RawDocument { path: name.to_owned(), record: 1, ..RawDocument::default() };
        if let Some(found) = self.of_page(bytes, &mut raw) {
            return found.date;
        }
        let mut first = None;
        // A file that cannot be read has no date.
        let _ = read::documents_in(bytes, name, &self.reading, &mut |item| {
            first = item.ok().and_then(|raw| dated(&raw, self.today).0);
            if first.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        first
    }

    /// Hands the date of every article in `source` to `visit`, and what could not be read.
    ///
    /// # Errors
    /// Those of [`read::documents`].
    pub fn dates_of(
        &self,
        source: &Source,
        visit: &mut dyn FnMut(Result<Dated, Problem>) -> ControlFlow<()>,
    ) -> Result<()> {
        if read::may_be_page(source) && source.size <= self.reading.limits.article_bytes {
            let mut bytes = BUFFER.take();
            bytes.clear();
            let read = File::open(&source.path).and_then(|mut file| file.read_to_end(&mut bytes));
            let mut raw = RawDocument {
                path: source.name.clone(),
                record: 1,
                modified: source.modified(),
                ..RawDocument::default()
            };
            let found = read.map(|_| self.of_page(&bytes, &mut raw));
            if bytes.capacity() <= KEPT_BYTES {
                BUFFER.set(bytes);
            }
            if let Some(found) = found.map_err(|error| Error::io(&source.path, error))? {
                let _ = visit(Ok(found));
                return Ok(());
            }
        }
        read::documents(source, &self.reading, &mut |item| {
            visit(item.map(|raw| {
                let (date, notes) = dated(&raw, self.today);
                let outlet = outlet_of(&raw);
                Dated { path: raw.path, record: raw.record, date, outlet, notes }
            }))
        })
    }

    /// The date of a web page; `None` if `bytes` are none, or one that is nested too deeply.
    fn of_page(&self, bytes: &[u8], raw: &mut RawDocument) -> Option<Dated> {
        if !read::is_page(bytes) {
            return None;
        }
        raw.format = "html";
        let result = |raw: &mut RawDocument, date, notes| {
            let (path, outlet) = (std::mem::take(&mut raw.path), outlet_of(raw));
            Some(Dated { path, record: raw.record, date, outlet, notes })
        };
        if let Some(metadata) = read::dates_of_head(bytes) {
            raw.metadata = metadata;
            if let Some((date, notes)) = dated_by_metadata(raw, self.today, Seen::Head) {
                return result(raw, Some(date), notes);
            }
        }
        let text = read::text_of_page(bytes);
        let mut opened = read::opened_for_date(&text)?;
        raw.metadata = std::mem::take(&mut opened.metadata);
        if let Some((date, notes)) = dated_by_metadata(raw, self.today, Seen::Page) {
            return result(raw, Some(date), notes);
        }
        opened.metadata = std::mem::take(&mut raw.metadata);
        *raw = opened.document(raw)?;
        let (date, notes) = dated(raw, self.today);
        result(raw, date, notes)
    }
}

/// Who published it, as declared.
fn outlet_of(raw: &RawDocument) -> Option<String> {
    raw.declared(MetadataKey::Source).map(|source| source.value.trim().to_owned())
}
