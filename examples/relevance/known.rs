//! Known items: an article is looked for by what one remembers of it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::Path;

use dateline::article::Article;
use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher};

use crate::baseline::Baseline;
use crate::{Options, Result, say};

const SETS: &[&str] = &["reuters21578", "bbc-news", "wikinews-en"];

/// A place in the answer past this one counts as not found.
const DEPTH: usize = 100;

/// Words that at most one article in so many has are the rarer ones.
const RARER: usize = 50;

/// Numbers that look random and are the same each time (splitmix64).
struct Chance(u64);

impl Chance {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn some<T>(&mut self, mut of: Vec<T>, count: usize) -> Vec<T> {
        let mut chosen = Vec::new();
        while chosen.len() < count && !of.is_empty() {
            chosen.push(of.swap_remove(self.below(of.len())));
        }
        chosen
    }
}

pub(crate) fn measure(options: &Options, figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let (mut sum, mut count) = (0.0, 0.0);
    for set in SETS {
        let folder = tempfile::tempdir()?;
        let index = folder.path().join("index");
        update(&index, &[options.corpora.join(set)], &IndexOptions::default(), &())?;
        let (ours, all) = measure_set(set, &index, options)?;
        sum += ours;
        count += all;
    }
    let mrr = 100.0 * sum / f64::max(count, 1.0);
    say(&format!("known items, all: MRR {mrr:.1}"))?;
    figures.insert("known items MRR".to_owned(), mrr);
    Ok(())
}

fn measure_set(set: &str, index: &Path, options: &Options) -> Result<(f64, f64)> {
    let searcher = Searcher::open(index)?;
    let today = jiff::civil::date(2026, 1, 1);
    let mut request = SearchRequest::new(Query::parse("words:20.."), today);
    request.snippets = 0;
    let mut ids = Vec::new();
    searcher.stream(&request, &mut |hit| {
        ids.push(hit.id);
        ControlFlow::Continue(())
    })?;
    let mut articles = Vec::new();
    for id in ids {
        articles.extend(searcher.article(&id)?);
    }
    articles.sort_by(|a, b| a.id.cmp(&b.id));
    let texts: Vec<String> = articles
        .iter()
        .map(|article| format!("{} {}", article.title.as_deref().unwrap_or_default(), article.body))
        .collect();
    let baseline = Baseline::new((0..).zip(texts.iter().map(String::as_str)))?;
    let same = |a: &Article, b: &Article| squeezed(a) == squeezed(b);
    let by_id: HashMap<_, _> = (0_usize..).zip(&articles).map(|(n, a)| (a.id.clone(), n)).collect();
    let mut frequency: HashMap<String, usize> = HashMap::new();
    for text in &texts {
        for word in words(text).collect::<BTreeSet<_>>() {
            *frequency.entry(word).or_default() += 1;
        }
    }
    let mut chance = Chance(7);
    let mut sums = [[0.0; 2]; 2];
    let mut counts = [0.0; 2];
    // Ids are hashes: their order has nothing to do with what the articles say.
    for (number, article) in articles.iter().enumerate().take(options.items) {
        let rarer: BTreeSet<String> = words(&article.body)
            .filter(|word| {
                word.chars().count() > 3
                    && word.chars().all(char::is_alphabetic)
                    && frequency.get(word).is_some_and(|all| all * RARER <= articles.len().max(500))
            })
            .collect();
        let wanted = 3 + chance.below(3);
        let remembered = chance.some(rarer.into_iter().collect(), wanted);
        let title: Vec<String> = words(article.title.as_deref().unwrap_or_default()).collect();
        let mut queries = Vec::new();
        if remembered.len() >= 3 {
            queries.push((0, remembered.join(" ")));
        }
        if title.len() >= 4 {
            let mut left: Vec<usize> = chance.some((0..title.len()).collect(), title.len() - 2);
            left.sort_unstable();
            let left: Vec<&str> = left.into_iter().map(|at| title[at].as_str()).collect();
            queries.push((1, left.join(" ")));
        }
        for (kind, query) in queries {
            let mut request = SearchRequest::new(Query::parse(&query), today);
            request.limit = DEPTH;
            request.snippets = 0;
            request.ranking = options.ranking;
            let hits = searcher.search(&request)?.hits;
            let ours = hits
                .iter()
                .position(|hit| by_id.get(&hit.id).is_some_and(|n| same(&articles[*n], article)));
            let theirs = baseline
                .search(&query, DEPTH)?
                .iter()
                .position(|n| same(&articles[*n as usize], article));
            counts[kind] += 1.0;
            for (system, place) in [ours, theirs].into_iter().enumerate() {
                sums[kind][system] += place.map_or(0.0, |place| 1.0 / (place as f64 + 1.0));
            }
            if options.wrong && ours != Some(0) {
                let first = hits.first().and_then(|hit| hit.title.clone());
                say(&format!(
                    "  {query:?}: {ours:?} (tantivy {theirs:?})\n    wanted {:?}\n    first  {first:?}",
                    article.title
                ))?;
            }
        }
        let _ = number;
    }
    for (kind, what) in ["rarer words", "headline less two words"].iter().enumerate() {
        let mrr = |system: usize| 100.0 * sums[kind][system] / f64::max(counts[kind], 1.0);
        say(&format!(
            "{set:<13} {what:<24} {:>5} queries  MRR {:.1}   (tantivy BM25 {:.1})",
            counts[kind],
            mrr(0),
            mrr(1)
        ))?;
    }
    Ok((sums[0][0] + sums[1][0], counts[0] + counts[1]))
}

/// Headline and text without white space: copies are equal.
fn squeezed(article: &Article) -> String {
    let title = article.title.as_deref().unwrap_or_default();
    title.chars().chain(article.body.chars()).filter(|c| !c.is_whitespace()).collect()
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}
