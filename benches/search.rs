//! How long does a search take, by the kind of query, beside tantivy's BM25 on the same index?
//!
//! `cargo bench --bench search -- FILES…` indexes the files first (`corpus_samples` without any);
//! `-- --index DIR` takes an index that is there, `--only KIND` one kind. Twenty-five queries of each kind are made of words
//! that stand side by side in the articles themselves, the same ones each time; each is asked
//! three times and the fastest counts. For words, phrases and any-of, tantivy answers the same
//! terms in headline and body with its own queries and block-max pruning; both load the ten
//! articles found. Prints medians and 95th percentiles in microseconds: to compare on one machine,
//! not to quote.

use std::collections::HashSet;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::Instant;

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{Match, SearchBackend as _, SearchRequest, Searcher};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query as EngineQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{ReloadPolicy, TantivyDocument, Term};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Queries of each kind.
const QUERIES: usize = 25;

/// A kind of query: its name, how it is written, and whether any of the words will do.
type Kind = (&'static str, fn(&[String]) -> String, Match);

const KINDS: &[Kind] = &[
    ("one word", |w| format!("\"{}\"", w[0]), Match::All),
    ("two words, all", |w| format!("\"{}\" \"{}\"", w[0], w[1]), Match::All),
    ("two words, any", |w| format!("\"{}\" \"{}\"", w[0], w[1]), Match::Any),
    ("three words, any", |w| format!("\"{}\" \"{}\" \"{}\"", w[0], w[1], w[2]), Match::Any),
    ("phrase of two", |w| format!("\"{} {}\"", w[0], w[1]), Match::All),
    ("one word, stemmed", |w| w[0].clone(), Match::All),
    ("two words, stemmed", |w| format!("{} {}", w[0], w[1]), Match::All),
    ("w/5", |w| format!("\"{}\" w/5 \"{}\"", w[0], w[1]), Match::All),
    ("w/5, stemmed", |w| format!("{} w/5 {}", w[0], w[1]), Match::All),
    ("pre/5", |w| format!("\"{}\" pre/5 \"{}\"", w[0], w[1]), Match::All),
    ("\"…\"~3", |w| format!("\"{} {}\"~3", w[0], w[1]), Match::All),
    ("atleast3(word)", |w| format!("atleast3({})", w[0]), Match::All),
    ("atleast2(phrase)", |w| format!("atleast2(\"{} {}\")", w[0], w[1]), Match::All),
    ("prefix", |w| format!("{}*", w[0].chars().take(5).collect::<String>()), Match::All),
    ("fuzzy", |w| format!("{}~1", w[0]), Match::All),
    ("word, region, year", |w| format!("{} region:europe date:1990..", w[0]), Match::All),
];

fn main() -> Result<()> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut index: Option<PathBuf> = None;
    let mut only: Option<String> = None;
    let mut arguments = std::env::args().skip(1).filter(|argument| argument != "--bench");
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--index" => index = arguments.next().map(PathBuf::from),
            "--only" => only = arguments.next(),
            file => files.push(file.into()),
        }
    }
    let folder = tempfile::tempdir()?;
    let index = match index {
        Some(index) => index,
        None => {
            if files.is_empty() {
                files.push(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus_samples"));
            }
            let index = folder.path().join("index");
            update(&index, &files, &IndexOptions::default(), &())?;
            index
        }
    };
    let searcher = Searcher::open(&index)?;
    let engine = Engine::open(&index)?;
    let words = word_runs(&searcher)?;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} articles, {} queries of each kind; µs\n{:<20} {:>8} {:>8}   {:>8} {:>8}  {:>6} {:>9}",
        searcher.stats()?.articles,
        words.len(),
        "kind",
        "p50",
        "p95",
        "tantivy",
        "p95",
        "ratio",
        "articles",
    )?;
    let wanted = |kind: &&Kind| only.as_deref().is_none_or(|only| only == kind.0);
    for (name, write, matching) in KINDS.iter().filter(wanted) {
        let (mut ours, mut theirs, mut total) = (Vec::new(), Vec::new(), 0);
        for run in &words {
            let query = Query::parse(&write(run));
            let mut request = SearchRequest::new(query, jiff::civil::date(2026, 11, 24));
            request.matching = *matching;
            request.snippets = 0;
            let mut found = 0;
            ours.push(fastest(|| {
                found = searcher.search(&request)?.total;
                Ok(())
            })?);
            total += found;
            if let Some(query) = engine.query(name, run) {
                theirs.push(fastest(|| engine.search(query.as_ref()))?);
            }
        }
        let (p50, p95) = percentiles(&mut ours);
        write!(out, "{name:<20} {p50:>8.0} {p95:>8.0}   ")?;
        if theirs.is_empty() {
            write!(out, "{:>8} {:>8}  {:>6}", "", "", "")?;
        } else {
            let ratio = ours.iter().sum::<f64>() / theirs.iter().sum::<f64>();
            let (p50, p95) = percentiles(&mut theirs);
            write!(out, "{p50:>8.0} {p95:>8.0}  {ratio:>6.2}")?;
        }
        writeln!(out, " {:>9}", total / words.len().max(1) as u64)?;
    }
    Ok(())
}

/// The shortest of three runs in microseconds.
fn fastest(mut run: impl FnMut() -> Result<()>) -> Result<f64> {
    let mut best = f64::INFINITY;
    for _ in 0..3 {
        let started = Instant::now();
        run()?;
        best = best.min(started.elapsed().as_secs_f64() * 1e6);
    }
    Ok(best)
}

fn percentiles(times: &mut [f64]) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    (at(0.5), at(0.95))
}

/// Three words in a row from articles spread over the index.
fn word_runs(searcher: &Searcher) -> Result<Vec<Vec<String>>> {
    let today = jiff::civil::date(2026, 11, 24);
    let mut request = SearchRequest::new(Query::parse("words:60.."), today);
    request.snippets = 0;
    request.limit = 500;
    let mut ids = Vec::new();
    searcher.stream(&request, &mut |hit| {
        ids.push(hit.id);
        if ids.len() < 500 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    // Ids are hashes: in their order, neighbours have nothing in common.
    ids.sort();
    let mut runs = Vec::new();
    let mut seen = HashSet::new();
    for (number, id) in ids.iter().enumerate() {
        let Some(article) = searcher.article(id)? else { continue };
        let words: Vec<String> = article
            .body
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .map(str::to_lowercase)
            .collect();
        if let Some(run) = words.windows(3).nth(number * 7 % 50)
            && seen.insert(run.to_vec())
        {
            runs.push(run.to_vec());
        }
        if runs.len() == QUERIES {
            break;
        }
    }
    Ok(runs)
}

/// The same index, asked with the engine's own queries.
struct Engine {
    searcher: tantivy::Searcher,
    fields: Vec<Field>,
}

impl Engine {
    fn open(folder: &Path) -> Result<Engine> {
        let index = tantivy::Index::open_in_dir(folder)?;
        let schema = index.schema();
        let fields = vec![schema.get_field("title")?, schema.get_field("body")?];
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let reader: tantivy::IndexReader = reader;
        Ok(Engine { searcher: reader.searcher(), fields })
    }

    fn query(&self, kind: &str, words: &[String]) -> Option<Box<dyn EngineQuery>> {
        let word = |word: &String| {
            let terms = self.fields.iter().map(|field| {
                let term = Term::from_field_text(*field, word);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)) as Box<dyn EngineQuery>
            });
            Box::new(BooleanQuery::union(terms.collect())) as Box<dyn EngineQuery>
        };
        let joined = |occur: Occur, count: usize| {
            let parts = words[..count].iter().map(|w| (occur, word(w))).collect();
            Box::new(BooleanQuery::new(parts)) as Box<dyn EngineQuery>
        };
        match kind {
            "one word" => Some(word(&words[0])),
            "two words, all" => Some(joined(Occur::Must, 2)),
            "two words, any" => Some(joined(Occur::Should, 2)),
            "three words, any" => Some(joined(Occur::Should, 3)),
            "phrase of two" | "w/5" | "pre/5" | "\"…\"~3" | "atleast2(phrase)" => {
                let phrases = self.fields.iter().map(|field| {
                    let terms =
                        words[..2].iter().map(|word| Term::from_field_text(*field, word)).collect();
                    Box::new(PhraseQuery::new(terms)) as Box<dyn EngineQuery>
                });
                Some(Box::new(BooleanQuery::union(phrases.collect())))
            }
            _ => None,
        }
    }

    fn search(&self, query: &dyn EngineQuery) -> Result<()> {
        let top = self.searcher.search(query, &TopDocs::with_limit(10).order_by_score())?;
        for (_, address) in top {
            let _: TantivyDocument = self.searcher.doc(address)?;
        }
        Ok(())
    }
}
