//! The options of the commands that take a query.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use dateline::search;
use jiff::civil::Date;

use super::{IndexPlace, ReportFormat, minus};

/// Find articles, best match first, with snippets
///
/// Words side by side must all be in the article; where no article has all of them, any will
/// do, and a note says so. Without a query, everything is found, the newest first.
#[derive(Debug, Args)]
#[command(after_help = "\
The query:
  peace talks                both words          \"peace talks\"      side by side, in this order
  peace OR truce             either              talks -football    not with this word
  ukrain*  lukashenka~1      any ending; one letter may differ; w?r, /ukrain(e|ian)/, =WHO
  people:putin region:europe date:2024-06..2024-08 title:(oil OR gas) source:reuters,afp
                             fields; `dateline stats` lists them; has:by, missing:by
  since:2024-08 until:monday on:\"16 August 2024\" date:7d date:\"last month\" date:1920s
  putin w/5 lukashenko       within five words   \"peace talks\"~3    three words between
  a pre/3 b                  in this order       atleast3(kursk)    three times or more

Examples:
  dateline search 'peace talks' --in ~/news
  dateline search putin -sport --from 2024-08 --limit 3
  dateline search '\"gold medal\"' --sort newest --facets people,region
  dateline search region:ukraine --all --format jsonl > ukraine.jsonl
  dateline search nato --all --format paths0 | xargs -0 cp -t found/

Exit status: 0 when something was found, 1 when nothing was, 2 on an error.")]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    /// Order the hits; without words to rank by, `relevance` is `newest`
    #[arg(long, value_name = "ORDER", default_value = "relevance")]
    pub(crate) sort: SortOrder,
    /// Let an article's age count so much in `--sort blend`: half of what age can take is lost
    /// in so many days
    #[arg(long, value_name = "DAYS", default_value_t = search::HALF_LIFE_DAYS,
          value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) half_life: u32,
    /// Show exact copies of an article beneath it, or each as a hit of its own; lists of paths
    /// name them all
    #[arg(long, value_name = "WHICH", default_value = "fold")]
    pub(crate) copies: CopyMode,
    /// Show so many hits
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,
    /// Leave out so many hits before the first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,
    /// Show every hit, as it is found, however many there are
    #[arg(long, conflicts_with = "limit")]
    pub(crate) all: bool,
    /// Print the answer in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: Format,
    /// Show at most so many pieces of each article's text
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) snippets: usize,
    /// Count the values of these fields over all matches, such as people,region
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub(crate) facets: Vec<String>,
}

/// Which articles are meant; the same for every command with a query.
#[derive(Debug, Args)]
pub(crate) struct SelectArgs {
    /// Search for this; words are joined by spaces, and an excluded word may begin with a minus
    #[arg(value_name = "QUERY", value_parser = minus::reveal)]
    pub(crate) query: Vec<String>,
    /// Bring the index of this folder up to date first, and search it
    #[arg(long = "in", value_name = "FOLDER", help_heading = "Index")]
    pub(crate) folder: Option<PathBuf>,
    #[command(flatten, next_help_heading = "Index")]
    pub(crate) place: IndexPlace,
    #[command(flatten, next_help_heading = "Filters, the same as fields in the query")]
    pub(crate) filters: Filters,
    #[command(flatten, next_help_heading = "Reading the query")]
    pub(crate) reading: Reading,
}

/// Conditions that can be written in the query too.
#[derive(Debug, Default, Args)]
pub(crate) struct Filters {
    /// Find only what is of this date or later: date:DATE..
    #[arg(long, value_name = "DATE")]
    pub(crate) from: Option<String>,
    /// Find only what is of this date or earlier: date:..DATE
    #[arg(long, value_name = "DATE")]
    pub(crate) to: Option<String>,
    /// Find only what is of this date or range: 2024, 2024-06..2024-08, 7d
    #[arg(long, value_name = "DATE")]
    pub(crate) date: Vec<String>,
    /// Find only what is about this part of the world, or a part of it
    #[arg(long, value_name = "REGION")]
    pub(crate) region: Vec<String>,
    /// Find only what mentions this person
    #[arg(long, value_name = "NAME")]
    pub(crate) person: Vec<String>,
    /// Find only what comes from this outlet or agency
    #[arg(long, value_name = "NAME")]
    pub(crate) source: Vec<String>,
    /// Find only what is in this language, such as en
    #[arg(long, value_name = "CODE")]
    pub(crate) lang: Vec<String>,
}

impl Filters {
    /// The conditions as field and value, in the order of the help.
    pub(crate) fn conditions(&self) -> Vec<(&'static str, String)> {
        let mut conditions = Vec::new();
        conditions.extend(self.from.iter().map(|date| ("date", format!("{date}.."))));
        conditions.extend(self.to.iter().map(|date| ("date", format!("..{date}"))));
        let mut each = |field, values: &[String]| {
            conditions.extend(values.iter().map(|value| (field, value.clone())));
        };
        each("date", &self.date);
        each("region", &self.region);
        each("people", &self.person);
        each("source", &self.source);
        each("lang", &self.lang);
        conditions
    }
}

/// How the query is understood.
#[derive(Debug, Default, Args)]
pub(crate) struct Reading {
    /// Require all of the words, any of them, or all and where that finds nothing any
    #[arg(long = "match", value_name = "WHICH", default_value = "auto")]
    pub(crate) matching: Matching,
    /// Say on stderr how the query was read, as a query that reads the same, and with each hit how
    /// its score came about
    #[arg(long)]
    pub(crate) explain: bool,
    /// Refuse a query that has to be repaired or guessed at, with a caret under the place
    #[arg(long)]
    pub(crate) strict: bool,
    /// Count `today` and `7d` from this day, as YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub(crate) now: Option<Date>,
}

/// Count values over the articles that match.
#[derive(Debug, Args)]
pub(crate) struct CountArgs {
    #[command(flatten)]
    pub(crate) select: SelectArgs,
    /// Show so many, the most frequent first
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,
    /// Print them in this format
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(crate) format: ReportFormat,
}

/// Count people over the articles that match.
#[derive(Debug, Args)]
pub(crate) struct PeopleArgs {
    #[command(flatten)]
    pub(crate) count: CountArgs,
    /// Print lines for `people.tsv` that make one of names which look like one person's
    #[arg(long)]
    pub(crate) suggest_merges: bool,
}

/// The format of a list of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For reading
    #[default]
    Text,
    /// One JSON document
    Json,
    /// A JSON document for each hit, on a line of its own
    Jsonl,
    /// The file of each hit, on a line of its own
    Paths,
    /// The file of each hit, followed by a NUL, for xargs -0
    Paths0,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum SortOrder {
    /// The best match first
    #[default]
    Relevance,
    /// The newest first, articles without a date last
    Newest,
    /// The oldest first, articles without a date last
    Oldest,
    /// The best match first, newer ones before older ones that match as well
    Blend,
}

impl SearchArgs {
    /// The order that the arguments mean.
    pub(crate) fn sort(&self) -> search::Sort {
        match self.sort {
            SortOrder::Relevance => search::Sort::Relevance,
            SortOrder::Newest => search::Sort::Newest,
            SortOrder::Oldest => search::Sort::Oldest,
            SortOrder::Blend => search::Sort::Blend { half_life_days: self.half_life },
        }
    }
}

/// What becomes of exact copies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum CopyMode {
    /// One hit, with the others beneath it
    #[default]
    Fold,
    /// Each is a hit
    All,
}

impl From<CopyMode> for search::Copies {
    fn from(mode: CopyMode) -> search::Copies {
        match mode {
            CopyMode::Fold => search::Copies::Fold,
            CopyMode::All => search::Copies::All,
        }
    }
}

/// How many of the words are required.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Matching {
    /// All of them
    All,
    /// At least one
    Any,
    /// All; where no article has all, any
    #[default]
    Auto,
}

impl From<Matching> for search::Match {
    fn from(matching: Matching) -> search::Match {
        match matching {
            Matching::All => search::Match::All,
            Matching::Any => search::Match::Any,
            Matching::Auto => search::Match::Auto,
        }
    }
}
