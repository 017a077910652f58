//! Writes `src/extract/region/scorer.tsv`, the weights by which dateline tells what country an
//! article is about.
//!
//! `python3 tools/measure --dump-regions FOLDER` writes articles with known countries, then
//! `cargo run --release -p train-regions -- FOLDER` trains on half 0 of them and prints F1 on both
//! halves. The same data give the same bytes.
//!
//! Trained on: Reuters-21578 with and without datelines (places given by editors), TR-News (places
//! marked by annotators) and giveme5w1h (where phrases). Options: `--check` writes nothing; `--l2 N`,
//! `--wrong SET` prints what is missed and too many in half 0 of a set, `--features
//! FILE` writes the features of all candidates,
//! and `--weight SET=N` (what a set counts in all, where Reuters with datelines counts 1).

mod logistic;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use dateline::extract::people::ModelPeople;
use dateline::extract::region::scorer::{Scorer, feature_names};
use dateline::extract::region::{Candidate, NodeKind, Regions, RuleRegions};
use dateline::extract::{ArticleText, Extractor, FoundRegions, RegionFinder};
use dateline::read::{ReadOptions, documents};
use dateline::walk::Source;
use logistic::Example;
use serde::Deserialize;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What each set counts in all. Reuters' editors gave a country to each story, also where it says
/// next to nothing; general news must not be drowned by that.
const WEIGHTS: &[(&str, f64)] = &[
    ("Reuters with dateline", 1.0),
    ("Reuters without", 0.8),
    ("TR-News", 0.3),
    ("giveme5w1h", 0.05),
];

/// A line of `gold.jsonl`.
#[derive(Deserialize)]
struct Gold {
    set: String,
    half: u8,
    file: String,
    record: u32,
    about: BTreeSet<String>,
    /// What the article is surely not about; `None`: everything else.
    passing: Option<BTreeSet<String>>,
}

/// An article with what it names.
struct Known {
    gold: Gold,
    candidates: Vec<Candidate>,
}

/// Keeps the candidates of the last article.
struct Capture(Arc<Mutex<Vec<Candidate>>>);

impl RegionFinder for Capture {
    fn find(&self, text: &ArticleText<'_>) -> FoundRegions {
        if let Ok(mut kept) = self.0.lock() {
            *kept = RuleRegions::new().candidates(text);
        }
        FoundRegions::default()
    }
}

fn main() -> Result<()> {
    let mut folder = None;
    let (mut check, mut l2, mut wrong) = (false, 20.0, None);
    let mut features: Option<PathBuf> = None;
    let mut weights: BTreeMap<String, f64> =
        WEIGHTS.iter().map(|(set, weight)| ((*set).to_owned(), *weight)).collect();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--check" => check = true,
            "--l2" => l2 = arguments.next().ok_or("--l2 wants a number")?.parse()?,
            "--wrong" => wrong = Some(arguments.next().ok_or("--wrong wants a set")?),
            "--features" => {
                features = Some(arguments.next().ok_or("--features wants a file")?.into());
            }
            "--weight" => {
                let given = arguments.next().ok_or("--weight wants SET=N")?;
                let (set, weight) = given.split_once('=').ok_or("--weight wants SET=N")?;
                weights.insert(set.to_owned(), weight.parse()?);
            }
            other => folder = Some(PathBuf::from(other)),
        }
    }
    let folder = folder.ok_or("a folder is wanted, made by tools/measure --dump-regions")?;
    let known = read(&folder)?;
    let mut out = std::io::stdout().lock();
    let names = feature_names();
    let mut examples = Vec::new();
    for (set, weight) in &weights {
        let of_set: Vec<&Known> =
            known.iter().filter(|known| known.gold.set == *set && known.gold.half == 0).collect();
        let each = weight * 10_000.0 / of_set.len().max(1) as f64;
        examples.extend(of_set.iter().flat_map(|known| examples_of(known, each)));
    }
    writeln!(out, "{} examples, {} features", examples.len(), names.len())?;
    let trained = logistic::train(&examples, names.len(), l2);
    let rounded: Vec<f32> = trained.iter().map(|w| (w * 1000.0).round() as f32 / 1000.0).collect();
    let scorer = Scorer::new(rounded.clone());
    for set in weights.keys() {
        for half in [0, 1] {
            let of = |known: &&Known| known.gold.set == *set && known.gold.half == half;
            let of_half: Vec<&Known> = known.iter().filter(of).collect();
            write!(out, "{set}, half {half}, {} articles:", of_half.len())?;
            for threshold in [0.35, 0.4, 0.45, 0.5, 0.55, 0.6] {
                let (f1, precision, recall) = measure(&of_half, &scorer, threshold);
                write!(out, "  {threshold}: {f1:.1} ({precision:.1}, {recall:.1})")?;
            }
            writeln!(out)?;
        }
    }
    if let Some(file) = features {
        let mut lines = std::io::BufWriter::new(std::fs::File::create(file)?);
        for known in &known {
            let Gold { set, half, file, record, about, passing } = &known.gold;
            for candidate in known.candidates.iter().filter(|candidate| is_country(candidate)) {
                let judged = passing.as_ref().is_none_or(|ids| ids.contains(&candidate.id));
                let about = about.contains(&candidate.id);
                let row =
                    (set, half, file, record, &candidate.id, about, judged, &candidate.features);
                serde_json::to_writer(&mut lines, &row)?;
                writeln!(lines)?;
            }
        }
    }
    if let Some(set) = wrong {
        let of_half = known.iter().filter(|k| k.gold.set == set && k.gold.half == 0);
        for known in of_half {
            tell_wrong(known, &scorer, &names, &mut out)?;
        }
    }
    if check {
        return Ok(());
    }
    let mut table = String::from(
        "# Weights of the scorer of regions, written by tools/train_regions, November 2026, learned from\n\
         # Reuters-21578, TR-News and giveme5w1h, half 0 of each. No text is in the file.\n",
    );
    for (name, weight) in names.iter().zip(&rounded) {
        table.push_str(&format!("{name}\t{weight}\n"));
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/extract/region/scorer.tsv");
    std::fs::write(target, table)?;
    Ok(())
}

/// Reads the articles that `gold.jsonl` lists, and what they name.
fn read(folder: &Path) -> Result<Vec<Known>> {
    let gold = std::fs::read_to_string(folder.join("gold.jsonl"))?;
    let gold: Vec<Gold> =
        gold.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?;
    let mut by_file: BTreeMap<String, BTreeMap<u32, Gold>> = BTreeMap::new();
    for gold in gold {
        by_file.entry(gold.file.clone()).or_default().insert(gold.record, gold);
    }
    let kept = Arc::new(Mutex::new(Vec::new()));
    let extractor =
        Extractor::new(Box::new(ModelPeople::new()), Box::new(Capture(Arc::clone(&kept))));
    let mut all = Vec::new();
    for (file, mut golds) in by_file {
        let source = Source::from_path(folder.join(&file), &file)?;
        documents(&source, &ReadOptions::default(), &mut |item| {
            if let Ok(document) = item
                && let Some(gold) = golds.remove(&document.record)
            {
                extractor.extract(document);
                let candidates =
                    kept.lock().map(|mut kept| std::mem::take(&mut *kept)).unwrap_or_default();
                all.push(Known { gold, candidates });
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(all)
}

/// Whether a candidate is a country, of today or former.
fn is_country(candidate: &Candidate) -> bool {
    let node = Regions::get().node(&candidate.id);
    node.is_some_and(|node| matches!(node.kind, NodeKind::Country | NodeKind::Former))
}

fn examples_of(known: &Known, weight: f64) -> Vec<Example> {
    let countries = known.candidates.iter().filter(|candidate| is_country(candidate));
    let judged = countries.filter_map(|candidate| {
        let about = known.gold.about.contains(&candidate.id);
        let passing = known.gold.passing.as_ref().is_none_or(|ids| ids.contains(&candidate.id));
        (about || passing).then(|| Example {
            features: candidate.features.iter().map(|value| f64::from(*value)).collect(),
            about,
            weight,
        })
    });
    judged.collect()
}

/// Prints what is missed of an article, and what is too many, with the features that decided.
fn tell_wrong(
    known: &Known,
    scorer: &Scorer,
    names: &[String],
    out: &mut impl Write,
) -> Result<()> {
    let Gold { file, record, about, .. } = &known.gold;
    for id in about {
        if !known.candidates.iter().any(|candidate| candidate.id == *id) {
            writeln!(out, "{file}#{record}: {id} is not named")?;
        }
    }
    for candidate in known.candidates.iter().filter(|candidate| is_country(candidate)) {
        let probability = scorer.probability(&candidate.features);
        if (probability >= 0.5) == about.contains(&candidate.id) {
            continue;
        }
        let what = if probability >= 0.5 { "too many" } else { "missed" };
        write!(out, "{file}#{record}: {what} {} {probability:.2}", candidate.id)?;
        for (name, value) in
            names.iter().zip(&candidate.features).filter(|(_, value)| **value != 0.0)
        {
            write!(out, ", {name} {value:.2}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// F1, precision and recall in percent, over all articles together.
fn measure(known: &[&Known], scorer: &Scorer, threshold: f32) -> (f64, f64, f64) {
    let (mut both, mut found, mut wanted) = (0, 0, 0);
    for known in known {
        let scored: Vec<(f32, &Candidate)> = known
            .candidates
            .iter()
            .filter(|candidate| is_country(candidate))
            .map(|candidate| (scorer.probability(&candidate.features), candidate))
            .collect();
        let best = scored.iter().map(|(p, _)| *p).fold(0.0_f32, f32::max);
        let judged = |id: &String| {
            known.gold.about.contains(id)
                || known.gold.passing.as_ref().is_none_or(|ids| ids.contains(id))
        };
        for (probability, candidate) in scored {
            let about = probability >= threshold
                || (probability == best
                    && probability >= dateline::extract::region::scorer::ABOUT_IF_FIRST);
            if about && judged(&candidate.id) {
                found += 1;
                both += u32::from(known.gold.about.contains(&candidate.id));
            }
        }
        wanted += known.gold.about.len() as u32;
    }
    let percent = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
    (percent(2 * both, found + wanted), percent(both, found), percent(both, wanted))
}
