//! Our own queries over `corpus_samples`: the article that ought to come first does so often enough,
//! and every change of what is found is seen. `tests/relevance/queries.tsv` says what ought to come
//! first; `tests/relevance/results.tsv` what came, so that a change of the ranking shows as a diff.
//! `DATELINE_BLESS=1 cargo test --test integration relevance` writes the latter anew.

use std::fmt::Write as _;
use std::path::Path;

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher};
use jiff::civil::date;

/// Least mean reciprocal rank. Above it a change is for whoever reads the diff to judge.
const FLOOR: f64 = 0.9;

/// A place past this one counts as not found.
const DEPTH: usize = 100;

/// Hits that are written down for each query.
const SHOWN: usize = 3;

const HEADER: &str = "\
# What dateline answers to the queries of `queries.tsv`, over `corpus_samples`: the place of the
# article that ought to come first, or - where it is not among the first 100, a tab, the query, and the
# first three hits. Written by a test, not by hand:
#
#     DATELINE_BLESS=1 cargo test --test integration relevance
#
";

#[test]
fn the_article_that_ought_to_come_first_does() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let samples = root.join("corpus_samples");
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    update(&index, std::slice::from_ref(&samples), &IndexOptions::default(), &()).unwrap();
    let searcher = Searcher::open(&index).unwrap();

    let queries = std::fs::read_to_string(root.join("tests/relevance/queries.tsv")).unwrap();
    let mut places = Vec::new();
    let mut lines = String::new();
    for row in queries.lines().filter(|row| !row.is_empty() && !row.starts_with('#')) {
        let (query, wanted) = row.split_once('\t').unwrap();
        let file = wanted.split_once('#').map_or(wanted, |(file, _)| file);
        let file = file.split_once("!/").map_or(file, |(archive, _)| archive);
        assert!(samples.join(file).is_file(), "{query}: there is no file {file}");
        let mut request = SearchRequest::new(Query::parse(query), date(2026, 1, 1));
        request.limit = DEPTH;
        request.snippets = 0;
        let hits: Vec<String> = searcher
            .search(&request)
            .unwrap()
            .hits
            .iter()
            .map(|hit| {
                let path = Path::new(&hit.path);
                let path = path.strip_prefix(&samples).unwrap_or(path).to_string_lossy();
                format!("{}#{}", path.escape_debug(), hit.record)
            })
            .collect();
        let wanted = if wanted.contains('#') { wanted.to_owned() } else { format!("{wanted}#1") };
        let place = hits.iter().position(|hit| *hit == wanted).map(|place| place + 1);
        places.push(place);
        let place = place.map_or_else(|| "-".to_owned(), |place| place.to_string());
        write!(lines, "{place}\t{query}").unwrap();
        for hit in hits.iter().take(SHOWN) {
            write!(lines, "\t{hit}").unwrap();
        }
        lines.push('\n');
    }

    let count = places.len() as f64;
    let within = |most: usize| {
        places.iter().flatten().filter(|place| **place <= most).count() as f64 / count
    };
    let mrr = places.iter().flatten().map(|place| 1.0 / *place as f64).sum::<f64>() / count;
    let figures = format!(
        "# queries {count}, recall@1 {:.3}, recall@5 {:.3}, MRR {mrr:.3}\n",
        within(1),
        within(5)
    );
    let now = format!("{HEADER}{figures}{lines}");
    let file = root.join("tests/relevance/results.tsv");
    if std::env::var_os("DATELINE_BLESS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    assert!(mrr >= FLOOR, "MRR is {mrr:.3}, below {FLOOR}");

    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    let mut changed = String::new();
    let (kept, now): (Vec<_>, Vec<_>) = (kept.lines().collect(), now.lines().collect());
    for line in kept.iter().filter(|line| !now.contains(line)) {
        writeln!(changed, "- {line}").unwrap();
    }
    for line in now.iter().filter(|line| !kept.contains(line)) {
        writeln!(changed, "+ {line}").unwrap();
    }
    assert!(
        changed.is_empty() && kept == now,
        "the answers have changed; if for the better, DATELINE_BLESS=1 cargo test --test \
         integration relevance writes them down:\n{changed}"
    );
}
