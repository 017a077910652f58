//! Collections with judged answers: mean average precision and nDCG@10.

use std::collections::{BTreeMap, BTreeSet};

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{Match, Ranking, SearchBackend as _, SearchRequest, Searcher};
use serde_json::json;

use crate::baseline::Baseline;
use crate::collections::{Collection, all};
use crate::{Options, Result, say, with_figures};

/// How deep an answer is judged: deeper than any list of answers is long.
const DEPTH: usize = 1000;

/// How deep while figures are chosen: each hit is read from disk.
const SWEEP_DEPTH: usize = 100;

/// Of one question.
#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    average_precision: f64,
    gain: f64,
}

fn judge(ranked: &[u32], right: &BTreeSet<u32>) -> Figures {
    let (mut found, mut precision, mut gain) = (0.0, 0.0, 0.0);
    for (place, article) in (1..).zip(ranked) {
        if right.contains(article) {
            found += 1.0;
            precision += found / f64::from(place);
            if place <= 10 {
                gain += 1.0 / f64::from(place + 1).log2();
            }
        }
    }
    let ideal: f64 = (1..=right.len().min(10)).map(|place| 1.0 / (place as f64 + 1.0).log2()).sum();
    Figures {
        average_precision: precision / right.len().max(1) as f64,
        gain: gain / ideal.max(1e-9),
    }
}

fn mean(figures: &[Figures]) -> (f64, f64) {
    let count = figures.len().max(1) as f64;
    let sum = |of: fn(&Figures) -> f64| figures.iter().map(of).sum::<f64>();
    (100.0 * sum(|one| one.average_precision) / count, 100.0 * sum(|one| one.gain) / count)
}

struct Indexed {
    collection: Collection,
    searcher: Searcher,
    _folder: tempfile::TempDir,
}

impl Indexed {
    fn new(collection: Collection) -> Result<Indexed> {
        let folder = tempfile::tempdir()?;
        let texts = folder.path().join("texts");
        std::fs::create_dir(&texts)?;
        let mut lines = String::new();
        for (title, text) in &collection.articles {
            let mut article = json!({ "text": text });
            if !title.trim().is_empty() {
                article["title"] = json!(title.split_whitespace().collect::<Vec<_>>().join(" "));
            }
            lines.push_str(&article.to_string());
            lines.push('\n');
        }
        std::fs::write(texts.join("articles.jsonl"), lines)?;
        let index = folder.path().join("index");
        update(&index, &[texts], &IndexOptions::default(), &())?;
        Ok(Indexed { collection, searcher: Searcher::open(&index)?, _folder: folder })
    }

    /// The questions that have answers, with their figures.
    fn measure(&self, ranking: &Ranking, depth: usize) -> Result<Vec<(u32, Figures)>> {
        let mut figures = Vec::new();
        for (number, question) in &self.collection.questions {
            let Some(right) = self.collection.answers.get(number) else { continue };
            // In capitals, some of the words would be operators.
            let query = Query::parse(&question.to_lowercase().replace(['(', ')', '"'], " "));
            let mut request = SearchRequest::new(query, jiff::civil::date(2026, 1, 1));
            request.matching = Match::Any;
            request.limit = depth;
            request.snippets = 0;
            request.ranking = *ranking;
            let hits = self.searcher.search(&request)?.hits;
            let ranked: Vec<u32> = hits.iter().map(|hit| hit.record).collect();
            figures.push((*number, judge(&ranked, right)));
        }
        Ok(figures)
    }

    fn baseline(&self) -> Result<Vec<Figures>> {
        let texts: Vec<String> = self
            .collection
            .articles
            .iter()
            .map(|(title, text)| format!("{title} {text}"))
            .collect();
        let baseline = Baseline::new((1..).zip(texts.iter().map(String::as_str)))?;
        let mut figures = Vec::new();
        for (number, question) in &self.collection.questions {
            let Some(right) = self.collection.answers.get(number) else { continue };
            let ranked = baseline.search(question, DEPTH)?;
            let ranked: Vec<u32> = ranked.into_iter().map(|number| number as u32).collect();
            figures.push(judge(&ranked, right));
        }
        Ok(figures)
    }
}

pub(crate) fn measure(options: &Options, figures: &mut BTreeMap<String, f64>) -> Result<()> {
    let mut sets = Vec::new();
    for collection in all(&options.corpora)? {
        sets.push(Indexed::new(collection)?);
    }
    for set in &sets {
        let found = set.measure(&options.ranking, DEPTH)?;
        let (map, gain) = mean(&found.iter().map(|(_, one)| *one).collect::<Vec<_>>());
        let (base_map, base_gain) = mean(&set.baseline()?);
        let name = set.collection.name;
        say(&format!(
            "{name:<12} {:>4} questions  MAP {map:.1}  nDCG@10 {gain:.1}   (tantivy BM25 {base_map:.1}, {base_gain:.1})",
            found.len()
        ))?;
        figures.insert(format!("{name} MAP"), map);
        figures.insert(format!("{name} nDCG@10"), gain);
        if options.wrong {
            for (number, one) in &found {
                say(&format!("  {number:>4}  {:.3}  {:.3}", one.average_precision, one.gain))?;
            }
        }
    }
    if options.sweep {
        sweep(options, &sets)?;
    }
    Ok(())
}

/// Values tried for each figure, one figure at a time, again and again until none helps.
const TRIED: &[(&str, &[&str])] = &[
    ("saturation", &["1.2", "2", "3", "4"]),
    ("length_norm", &["0.6", "0.75", "0.9"]),
    ("title", &["2.5", "4", "6"]),
    ("lead", &["0", "0.25", "0.5"]),
    ("lead_words", &["30", "60"]),
    ("proximity", &["0", "0.1", "0.2", "0.4"]),
    ("coverage", &["0", "0.3"]),
];

/// Chooses figures on one half of the questions of all collections and shows them on the other.
fn sweep(options: &Options, sets: &[Indexed]) -> Result<()> {
    let half = |ranking: &Ranking, odd: u32| -> Result<f64> {
        let mut sum = 0.0;
        for set in sets {
            let figures = set.measure(ranking, SWEEP_DEPTH)?;
            // By place in the list: the numbers of time-ir are all odd.
            let half: Vec<Figures> = (0..)
                .zip(&figures)
                .filter(|(place, _)| place % 2 == odd)
                .map(|(_, (_, one))| *one)
                .collect();
            let (map, gain) = mean(&half);
            sum += map + gain;
        }
        Ok(sum / (2 * sets.len()) as f64)
    };
    for odd in [0, 1] {
        let mut best = options.ranking;
        let mut most = half(&best, odd)?;
        say(&format!("half {odd}: {most:.2} before"))?;
        loop {
            let before = most;
            for (name, values) in TRIED {
                for value in *values {
                    let tried = with_figures(best, &format!("{name}={value}"))?;
                    let figure = half(&tried, odd)?;
                    if figure > most + 0.02 {
                        (best, most) = (tried, figure);
                        say(&format!("  {name}={value}: {figure:.2}"))?;
                    }
                }
            }
            if most <= before {
                break;
            }
        }
        say(&format!(
            "half {odd}: {most:.2} chosen; the other half {:.2} → {:.2}\n  {best:?}",
            half(&options.ranking, 1 - odd)?,
            half(&best, 1 - odd)?
        ))?;
    }
    Ok(())
}
