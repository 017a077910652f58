//! Plain data: the article as dateline understands it, with the evidence for every value.
//!
//! Nothing here reads, extracts or indexes. The types are what `extract` fills, what the index
//! stores (as JSON) and what `inspect` and `show` print.
//!
//! Invariants: spans are byte offsets, half open, on character boundaries of the text that
//! [`Evidence::part`] names; a value that is not known is `None` or empty, never a guess
//! without evidence.

use std::fmt;

use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

/// The stable name of an article: made from the file's path and the record number, so that the
/// same article keeps its id from run to run. Sixteen hexadecimal digits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub String);

impl ArticleId {
    /// The id of record number `record` (from 1) of the file known to the index as `path`.
    pub fn new(path: &str, record: u32) -> Self {
        let mut hasher = twox_hash::XxHash64::with_seed(0);
        std::hash::Hasher::write(&mut hasher, path.as_bytes());
        std::hash::Hasher::write(&mut hasher, &[0]);
        std::hash::Hasher::write(&mut hasher, &record.to_le_bytes());
        ArticleId(format!("{:016x}", std::hash::Hasher::finish(&hasher)))
    }

    /// The id's digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One article with everything that was read from it or worked out about it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Stable id.
    pub id: ArticleId,
    /// The file, as the index names it: relative to the indexed folder's home, or absolute.
    pub path: String,
    /// Number of the article within its file, from 1.
    pub record: u32,
    /// The format it was read from, such as `text` or `markdown`.
    pub format: String,
    /// The character encoding it was decoded from, as the Encoding Standard names it.
    pub encoding: String,
    /// The headline; `None` where the file has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text, paragraphs separated by one blank line; no headline, header lines or captions.
    pub body: String,
    /// Length in bytes of the part of `body` that is its lead (the first paragraphs).
    pub lead_len: usize,
    /// Picture captions and credits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captions: Vec<String>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// The outlet or agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The section label, such as `World`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Language, ISO 639-1 where there is such a code, else 639-3.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The place it was filed from, as the dateline writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// Number of words of the body.
    pub words: u32,
    /// The article's date; `None` where nothing states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Published>,
    /// Regions, the most important first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<RegionMention>,
    /// People mentioned, the most mentioned first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonMention>,
    /// Places named in the text, as written, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// What was repaired, refused or found doubtful while reading.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Article {
    /// The first paragraphs of the body.
    pub fn lead(&self) -> &str {
        self.body.get(..self.lead_len).unwrap_or(&self.body)
    }
}

/// The text that a piece of evidence stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Part {
    /// [`Article::title`].
    Title,
    /// [`Article::body`].
    Body,
    /// One of [`Article::captions`].
    Caption,
    /// A header line of the file above the text: offsets are into the decoded record.
    Header,
    /// Metadata that the file declares: offsets are into the value.
    Metadata,
    /// The file's path.
    Path,
    /// The file's modification time; there is no text.
    File,
}

/// What a value rests on: the words, and where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The text that `start..end` points into.
    pub part: Part,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The words themselves.
    pub text: String,
    /// Why they count, such as `section label`, `demonym`, `given and family name`.
    pub rule: String,
}

impl Evidence {
    /// Evidence of `rule` at `start..end` of `text`, which is the part `part`.
    pub fn at(part: Part, text: &str, start: usize, end: usize, rule: impl Into<String>) -> Self {
        let words = text.get(start..end).unwrap_or_default().to_owned();
        Evidence { part, start, end, text: words, rule: rule.into() }
    }
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// To the year.
    Year,
    /// To the month.
    Month,
    /// To the day.
    Day,
    /// To the minute: [`Published::time`] is stated, and not midnight, which systems write where
    /// they know the day alone.
    Minute,
}

impl Precision {
    /// The word used in queries (`date.precision:month`) and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Precision::Year => "year",
            Precision::Month => "month",
            Precision::Day => "day",
            Precision::Minute => "minute",
        }
    }
}

/// What kind of evidence a date rests on, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateSource {
    /// Metadata that the file declares.
    Metadata,
    /// A dated line above the text: section line, byline, date line.
    Byline,
    /// The dateline that opens the text.
    Dateline,
    /// The article's address on the web.
    Url,
    /// The file's path or name.
    Path,
    /// The file's modification time: kept out of timelines.
    File,
}

impl DateSource {
    /// The word used in queries (`date.source:dateline`) and in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            DateSource::Metadata => "metadata",
            DateSource::Byline => "byline",
            DateSource::Dateline => "dateline",
            DateSource::Url => "url",
            DateSource::Path => "path",
            DateSource::File => "file",
        }
    }
}

/// When an article was published, as a civil date: what its own calendar said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    /// The date; its first day where only the month or the year is known.
    pub date: Date,
    /// How much of `date` is known.
    pub precision: Precision,
    /// Time of day, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Time>,
    /// Offset from UTC in minutes, if stated; east is positive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_minutes: Option<i32>,
    /// What kind of evidence it rests on.
    pub source: DateSource,
    /// The evidence itself.
    pub evidence: Evidence,
    /// The other day that is meant if day and month stand the other way round, where nothing
    /// tells which: `03/04/2017`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<Date>,
}

impl Published {
    /// First and last day that the date stands for.
    pub fn span(&self) -> (Date, Date) {
        match self.precision {
            Precision::Day | Precision::Minute => (self.date, self.date),
            Precision::Month => (self.date.first_of_month(), self.date.last_of_month()),
            Precision::Year => (self.date.first_of_year(), self.date.last_of_year()),
        }
    }
}

impl fmt::Display for Published {
    /// `YYYY-MM-DD`, or shorter at the date's precision.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.date.year())?;
        if self.precision >= Precision::Month {
            write!(f, "-{:02}", self.date.month())?;
        }
        if self.precision >= Precision::Day {
            write!(f, "-{:02}", self.date.day())?;
        }
        Ok(())
    }
}

/// What a region is to an article, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RegionRole {
    /// The outlet or the dateline files it there.
    Filed,
    /// The text is about it.
    About,
    /// It is named.
    Mentioned,
}

/// A region of an article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegionMention {
    /// Id in the region tree: ISO 3166 code of a country, UN M49 number of what is above it.
    pub id: String,
    /// English name.
    pub name: String,
    /// Names from the continent down to the region itself.
    pub path: Vec<String>,
    /// What it is to the article.
    pub role: RegionRole,
    /// Share of the article's whole weight of regions, 0 to 1.
    pub weight: f32,
    /// What it rests on, strongest first.
    pub evidence: Vec<Evidence>,
}

/// A person whom an article mentions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonMention {
    /// The fullest form of the name, without title.
    pub name: String,
    /// Number of mentions in title, body and captions.
    pub mentions: u32,
    /// The forms as written, each once, in order of appearance.
    pub forms: Vec<String>,
    /// Where the mentions stand.
    pub evidence: Vec<Evidence>,
}
