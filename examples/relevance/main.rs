//! Does the article one was looking for come first? Beside tantivy's BM25, over the same articles:
//!
//! `cargo run --release --example relevance`
//!
//! - judged collections (`time-ir`, `ir-small`): mean average precision and nDCG@10, the words of
//!   each question looked for as any-of;
//! - known items (`reuters21578`, `bbc-news`, `wikinews-en`): a query of three to five rarer words
//!   of an article's body, or its headline with two words missing; mean reciprocal rank of the
//!   article, or of an exact copy of it;
//! - our own queries over `corpus_samples` (`tests/relevance/queries.tsv`) and over the data sets that
//!   are there (`tests/relevance/corpora.tsv`).
//!
//! Options: `--corpora DIR` (default `../shared/corpora`), `--items N` known items of each set
//! (default 1,000; 0: none), `--ranking NAME=VALUE,…` other figures than the default ones, `--sweep`
//! (the judged collections under many figures, chosen by cross-validation), `--wrong` (every item that
//! does not come first), `--check` (fail below the floors).

mod baseline;
mod collections;
mod judged;
mod known;
mod own;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

use dateline::search::Ranking;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Least values, in percent: what the README states, rounded down.
const FLOORS: &[(&str, f64)] = &[
    ("own queries MRR", 90.0),
    ("own queries over the data sets MRR", 90.0),
    ("time-ir MAP", 69.0),
    ("time-ir nDCG@10", 76.0),
    ("known items MRR", 95.0),
];

pub(crate) struct Options {
    pub corpora: PathBuf,
    pub items: usize,
    pub ranking: Ranking,
    pub sweep: bool,
    pub wrong: bool,
    pub check: bool,
}

fn options() -> Result<Options> {
    let mut options = Options {
        corpora: PathBuf::from("../shared/corpora"),
        items: 1000,
        ranking: Ranking::default(),
        sweep: false,
        wrong: false,
        check: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} wants a value"));
        match argument.as_str() {
            "--corpora" => options.corpora = value()?.into(),
            "--items" => options.items = value()?.parse()?,
            "--ranking" => options.ranking = with_figures(options.ranking, &value()?)?,
            "--sweep" => options.sweep = true,
            "--wrong" => options.wrong = true,
            "--check" => options.check = true,
            other => return Err(format!("unknown option {other}").into()),
        }
    }
    Ok(options)
}

/// `ranking` with the figures `NAME=VALUE,…`.
pub(crate) fn with_figures(mut ranking: Ranking, figures: &str) -> Result<Ranking> {
    for figure in figures.split(',').filter(|figure| !figure.is_empty()) {
        let (name, value) = figure.split_once('=').ok_or("a figure is NAME=VALUE")?;
        match name {
            "saturation" => ranking.saturation = value.parse()?,
            "length_norm" => ranking.length_norm = value.parse()?,
            "title" => ranking.title = value.parse()?,
            "caption" => ranking.caption = value.parse()?,
            "lead" => ranking.lead = value.parse()?,
            "lead_words" => ranking.lead_words = value.parse()?,
            "proximity" => ranking.proximity = value.parse()?,
            "coverage" => ranking.coverage = value.parse()?,
            "fallback_coverage" => ranking.fallback_coverage = value.parse()?,
            "depth" => ranking.depth = value.parse()?,
            other => return Err(format!("no figure is called {other}").into()),
        }
    }
    Ok(ranking)
}

fn main() -> Result<()> {
    let options = options()?;
    let mut figures: BTreeMap<String, f64> = BTreeMap::new();
    own::measure(&options, &mut figures)?;
    if options.corpora.is_dir() {
        judged::measure(&options, &mut figures)?;
        if !options.sweep && options.items > 0 {
            known::measure(&options, &mut figures)?;
        }
    } else {
        say(&format!("{} is not there: only our own queries", options.corpora.display()))?;
    }
    if options.check {
        let below: Vec<String> = FLOORS
            .iter()
            .filter_map(|(name, least)| {
                let figure = *figures.get(*name)?;
                (figure < *least).then(|| format!("{name} {figure:.1} is below {least:.1}"))
            })
            .collect();
        if !below.is_empty() {
            return Err(below.join("; ").into());
        }
    }
    Ok(())
}

/// Prints a line.
pub(crate) fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}
