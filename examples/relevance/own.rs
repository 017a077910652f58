//! Our own queries: which article ought to come first. `tests/relevance/queries.tsv` over our own
//! articles, `tests/relevance/corpora.tsv` over the data sets that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher};

use crate::{Options, Result, say};

/// A place in the answer past this one counts as not found.
const DEPTH: usize = 100;

/// What came of some queries.
#[derive(Default)]
struct Outcome {
    queries: f64,
    first: f64,
    first_five: f64,
    reciprocal: f64,
}

impl Outcome {
    fn add(&mut self, place: Option<usize>) {
        self.queries += 1.0;
        self.first += f64::from(place == Some(0));
        self.first_five += f64::from(place.is_some_and(|place| place < 5));
        self.reciprocal += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
    }

    fn and(&mut self, other: &Outcome) {
        self.queries += other.queries;
        self.first += other.first;
        self.first_five += other.first_five;
        self.reciprocal += other.reciprocal;
    }

    fn mrr(&self) -> f64 {
        self.share(self.reciprocal)
    }

    fn share(&self, of: f64) -> f64 {
        100.0 * of / f64::max(self.queries, 1.0)
    }

    fn say(&self, what: &str) -> Result<()> {
        say(&format!(
            "own queries  {what:<18} {:>4} queries  MRR {:.1}  first {:.1}  in the first five {:.1}",
            self.queries,
            self.mrr(),
            self.share(self.first),
            self.share(self.first_five)
        ))
    }
}

pub(crate) fn measure(options: &Options, figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let table = std::fs::read_to_string(root.join("tests/relevance/queries.tsv"))?;
    let ours =
        rows(&table).map(|row| row.split_once('\t').ok_or("a line is a query, a tab, a file"));
    let ours = ours.collect::<std::result::Result<Vec<_>, _>>()?;
    let mut all = measure_over(&root.join("corpus_samples"), &ours, options)?;
    all.say("corpus_samples")?;
    figures.insert("own queries MRR".to_owned(), all.mrr());

    let table = std::fs::read_to_string(root.join("tests/relevance/corpora.tsv"))?;
    let mut of_sets = Vec::new();
    for row in rows(&table) {
        let (set, row) = row.split_once('\t').ok_or("a line is a folder, a query and a file")?;
        of_sets.push((set, row.split_once('\t').ok_or("a line is a folder, a query and a file")?));
    }
    let mut over_sets = Outcome::default();
    for set in of_sets.iter().map(|(set, _)| *set).collect::<BTreeSet<_>>() {
        let folder = options.corpora.join(set);
        if !folder.is_dir() {
            say(&format!("own queries  {set:<18} is not there"))?;
            continue;
        }
        let of_set: Vec<_> =
            of_sets.iter().filter(|(of, _)| *of == set).map(|(_, row)| *row).collect();
        let outcome = measure_over(&folder, &of_set, options)?;
        outcome.say(set)?;
        over_sets.and(&outcome);
    }
    if over_sets.queries > 0.0 {
        over_sets.say("the data sets")?;
        figures.insert("own queries over the data sets MRR".to_owned(), over_sets.mrr());
        all.and(&over_sets);
        all.say("all")?;
    }
    Ok(())
}

/// The lines that are no comments.
fn rows(table: &str) -> impl Iterator<Item = &str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Asks each query, with the end of the path of the article wanted, over the articles of `folder`.
fn measure_over(folder: &Path, rows: &[(&str, &str)], options: &Options) -> Result<Outcome> {
    let kept = tempfile::tempdir()?;
    let index = kept.path().join("index");
    update(&index, &[folder.to_path_buf()], &IndexOptions::default(), &())?;
    let searcher = Searcher::open(&index)?;
    let mut outcome = Outcome::default();
    for (query, wanted) in rows {
        let mut request = SearchRequest::new(Query::parse(query), jiff::civil::date(2026, 1, 1));
        request.limit = DEPTH;
        request.snippets = 0;
        request.ranking = options.ranking;
        let hits = searcher.search(&request)?.hits;
        let place = hits.iter().position(|hit| {
            let name = format!("{}#{}", hit.path, hit.record);
            name.ends_with(wanted) || hit.path.ends_with(wanted)
        });
        outcome.add(place);
        if options.wrong && place != Some(0) {
            let first = hits.first().map(|hit| format!("{}#{}", hit.path, hit.record));
            let place = place.map(|place| place + 1);
            say(&format!("  {query}: {wanted} at {place:?}, first {first:?}"))?;
        }
    }
    Ok(outcome)
}
