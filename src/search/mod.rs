//! From a query to ranked articles with snippets: `ResolvedQuery → tantivy query → Hits`.

mod collect;
mod copies;
mod rank;
mod searcher;
mod snippet;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use jiff::civil::Date;
use serde::Serialize;

use crate::article::{Article, ArticleId};
use crate::error::Result;
use crate::query::Strictness;
use crate::query::note::Note;

pub use crate::query::ranking::Ranking;
pub use copies::{Copies, Copy};
pub use rank::{ExplainedField, ExplainedPart, Explanation};
pub use searcher::Searcher;

/// Version of the JSON form of [`Hits`].
pub const FORMAT_VERSION: u32 = 1;

/// How many of the words written side by side an article must have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Match {
    /// All of them.
    All,
    /// At least one, ranked by how many.
    Any,
    /// All of them, or where no article has all, any; a note says so.
    #[default]
    Auto,
}

/// The order of the hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Sort {
    /// The best match first; ties, and queries without words, the newest first.
    #[default]
    Relevance,
    /// The newest first; articles without a date last.
    Newest,
    /// The oldest first; articles without a date last.
    Oldest,
    /// Relevance and recency together: a score counts in full for an article of today, and down
    /// to half for an old one or one without a date, losing half of that half in each half-life.
    Blend {
        /// The half-life in days, at least 1; [`HALF_LIFE_DAYS`] unless asked for otherwise.
        half_life_days: u32,
    },
}

/// The half-life of [`Sort::Blend`] that is used where none is given: a month.
pub const HALF_LIFE_DAYS: u32 = 30;

impl Sort {
    /// Whether how well an article matches plays a part.
    pub const fn by_score(self) -> bool {
        matches!(self, Sort::Relevance | Sort::Blend { .. })
    }
}

/// What is searched for and how it is answered.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SearchRequest {
    /// The query.
    pub query: crate::query::Query,
    /// How many of its words an article must have.
    pub matching: Match,
    /// Whether a repaired query is an error.
    pub strictness: Strictness,
    /// The day that `today` and `7d` count from.
    pub today: Date,
    /// The order.
    pub sort: Sort,
    /// Number of hits.
    pub limit: usize,
    /// Number of hits left out before the first.
    pub offset: usize,
    /// Number of snippets a hit.
    pub snippets: usize,
    /// Names of the fields whose values are counted over all matches.
    pub facets: Vec<String>,
    /// Number of values counted for each of `facets`, the most frequent first.
    pub facet_limit: usize,
    /// What becomes of exact copies.
    pub copies: Copies,
    /// The figures of the ranking.
    pub ranking: Ranking,
    /// Whether each hit says how its score came about.
    pub explain: bool,
}

impl SearchRequest {
    /// A request for the ten best matches of `query` with two snippets each and no facets.
    ///
    /// `today` is the day that relative dates in the query count from: the library reads no
    /// clock.
    pub fn new(query: crate::query::Query, today: Date) -> Self {
        SearchRequest {
            query,
            matching: Match::default(),
            strictness: Strictness::default(),
            today,
            sort: Sort::default(),
            limit: 10,
            offset: 0,
            snippets: 2,
            facets: Vec::new(),
            facet_limit: 10,
            copies: Copies::default(),
            ranking: Ranking::default(),
            explain: false,
        }
    }
}

/// The answer to a [`SearchRequest`].
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hits {
    /// [`FORMAT_VERSION`].
    pub format_version: u32,
    /// The query as typed.
    pub query: String,
    /// How it was read.
    pub read_as: String,
    /// What was repaired, guessed or answered in another way than asked.
    pub notes: Vec<Note>,
    /// Number of all matches, each copy of an article counted.
    pub total: u64,
    /// Time taken in microseconds.
    pub took_us: u64,
    /// The hits.
    pub hits: Vec<Hit>,
    /// Counts of values over all matches, by field name.
    pub facets: BTreeMap<String, Vec<FacetCount>>,
}

/// An article that matches.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Hit {
    /// Place in the answer, from 1.
    pub rank: u64,
    /// The score: comparable within one answer only; 0 when sorted by date.
    pub score: f32,
    /// Id of the article.
    pub id: ArticleId,
    /// The file, as the index names it.
    pub path: String,
    /// Number of the article within its file, from 1.
    pub record: u32,
    /// Headline.
    pub title: Option<String>,
    /// `YYYY-MM-DD`, or shorter at its precision.
    pub date: Option<String>,
    /// What the date rests on: metadata, byline, dateline, url, path or file.
    pub date_source: Option<&'static str>,
    /// Outlet or agency.
    pub source: Option<String>,
    /// Section label.
    pub section: Option<String>,
    /// Language code.
    pub lang: Option<String>,
    /// Names of the regions, the most important first.
    pub regions: Vec<String>,
    /// Names of the people, the most mentioned first.
    pub people: Vec<String>,
    /// Who wrote it.
    pub by: Vec<String>,
    /// Address on the web.
    pub url: Option<String>,
    /// Pieces of the text with the matches marked.
    pub snippets: Vec<Snippet>,
    /// Other articles with the same headline and text, a hundred at most; whether or not they
    /// match what the query asks of date or outlet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Copy>,
    /// How the score came about, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<Explanation>,
}

/// A piece of an article with the matches in it: plain text, to which whoever shows it adds the
/// markup.
///
/// In JSON `{"field": "body", "text": "The ferry sank.", "highlights": [[4, 9]]}`.
///
/// The headline comes first, whole, where it has a match. Then come passages of body and captions, in
/// the order in which they stand there, at most [`SearchRequest::snippets`]. Where nothing of these
/// matches, they are the values that do, and the opening of the body, without highlights.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The field: `title`, `body` or `caption`; where nothing of these matches, the field whose
    /// value does, such as `by`, `source`, `section`, `dateline`, `url` or `path`, or `people` and
    /// `region` for what the file declares.
    pub field: &'static str,
    /// The piece, whole sentences where they are short enough (a sentence of more than 360 columns
    /// is cut); `…` marks a cut. It stands so in the article, but for line breaks, which are spaces,
    /// and the marks that close what a cut left open of the direction of writing.
    pub text: String,
    /// Byte ranges of the matches in `text`: half open, on character boundaries, in order, none
    /// overlapping another. A word is marked as the query matched it, a phrase as one range; of
    /// words near each other the words, not what is between.
    pub highlights: Vec<(usize, usize)>,
}

/// How often a value stands in the matches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// The value, as shown to people.
    pub value: String,
    /// Number of matching articles that have it.
    pub count: u64,
}

/// What an index holds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct IndexStats {
    /// Version of the index layout.
    pub schema_version: u32,
    /// Number of articles.
    pub articles: u64,
    /// Number of files known.
    pub files: u64,
    /// Number of segments.
    pub segments: u64,
    /// Size on disk in bytes.
    pub bytes: u64,
    /// Earliest and latest date of an article.
    pub dates: Option<(String, String)>,
    /// Number of articles that have a value in each field, by field name.
    pub coverage: BTreeMap<String, u64>,
    /// Number of articles in each language.
    pub languages: Vec<FacetCount>,
}

/// What answers searches: a local index, later a remote one or several as one.
pub trait SearchBackend {
    /// Answers `request`.
    ///
    /// # Errors
    /// `Query` under strictness; `Damaged`, `Io` or `Engine` when the index cannot be read.
    fn search(&self, request: &SearchRequest) -> Result<Hits>;

    /// Hands every match to `take`, best first, in constant memory, until `take` breaks;
    /// `limit`, `offset` and `facets` of the request do not count. The returned answer has no
    /// hits.
    ///
    /// # Errors
    /// As [`SearchBackend::search`].
    fn stream(
        &self,
        request: &SearchRequest,
        take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<Hits>;

    /// The whole article `id`.
    ///
    /// # Errors
    /// As [`SearchBackend::search`].
    fn article(&self, id: &ArticleId) -> Result<Option<Article>>;
}
