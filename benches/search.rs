//! How long does a search take, by the kind of query? `cargo bench --bench search`
//!
//! Prints the median of 200 searches over `corpus_samples` in microseconds: to compare two
//! builds of the same machine, not to quote.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher};

const QUERIES: &[(&str, &str)] = &[
    ("one word", "talks"),
    ("two words", "peace talks"),
    ("phrase", "\"peace talks\""),
    ("near", "peace w/5 minister"),
    ("prefix", "ministe*"),
    ("fields", "people:putin region:europe date:2024"),
    ("everything", "*"),
];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus_samples");
    update(&index, &[samples], &IndexOptions::default(), &())?;
    let searcher = Searcher::open(&index)?;
    let mut out = std::io::stdout().lock();
    for (kind, query) in QUERIES {
        let request = SearchRequest::new(Query::parse(query), jiff::civil::date(2026, 11, 24));
        let mut times = Vec::new();
        let mut total = 0;
        for _ in 0..200 {
            let started = Instant::now();
            total = searcher.search(&request)?.total;
            times.push(started.elapsed().as_micros());
        }
        times.sort_unstable();
        writeln!(out, "{kind:<12} {:>6} µs  {total} articles", times[times.len() / 2])?;
    }
    Ok(())
}
