//! Writes `src/extract/people/people.model`, the numbers by which people's names are told.
//!
//! `cargo run --release -p train-people [FOLDER]` reads the data in FOLDER, by default
//! `../shared/ner`, and `tools/train_people/names.tsv`. The same data give the same bytes.
//!
//! Options: `--check` trains on half of the data, measures on the other half and writes nothing;
//! `--gold FILE` measures on texts with known names, as `python3 tools/measure people --dump
//! FILE` writes them, too.

mod corpus;
mod train;

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::path::{Path, PathBuf};

use corpus::{Document, Kind, Result};
use dateline::extract::people::ModelPeople;
use dateline::extract::people::lists::{Kinds, Lists};
use dateline::extract::people::model::{Model, Tag};
use dateline::extract::people::reading::{PartText, Reading, Shape};
use dateline::extract::people::tagger;
use dateline::extract::{ArticleText, PeopleFinder};
use dateline::text::{Tokens, fold};
use serde::Deserialize;
use train::{Averaged, Settings};

/// How often a file's documents count. News differs from tweets and from old print.
const WEIGHTS: &[(&str, i32)] = &[("btc", 1), ("wnut17", 1), ("enp", 1), ("multiner", 1)];

const FOLDS: usize = 4;

fn main() -> Result<()> {
    let mut folder = PathBuf::from("../shared/ner");
    let (mut check, mut gold) = (false, None);
    let mut settings = Settings { epochs: 8, dropout: 50, margin: 60, person: 0, seeds: 3 };
    let mut skipped: Vec<String> = Vec::new();
    let mut wrong = None;
    let mut news = 0;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number =
            || -> Result<i64> { Ok(arguments.next().ok_or("a number is wanted")?.parse()?) };
        match argument.as_str() {
            "--check" => check = true,
            "--epochs" => settings.epochs = number()? as usize,
            "--dropout" => settings.dropout = number()? as u64,
            "--margin" => settings.margin = number()? as i32,
            "--seeds" => settings.seeds = number()? as u64,
            "--news" => news = number()? as usize,
            "--person" => settings.person = number()? as i32,
            "--skip" => skipped.push(arguments.next().ok_or("--skip wants a name")?),
            "--wrong" => wrong = Some(arguments.next().ok_or("--wrong wants a set")?),
            "--gold" => gold = Some(arguments.next().ok_or("--gold wants a file")?),
            other => folder = other.into(),
        }
    }
    let mut out = std::io::stdout().lock();
    if !folder.is_dir() {
        writeln!(out, "{} is not there: nothing to train on", folder.display())?;
        return Ok(());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut documents = corpus::read(&folder)?;
    documents.retain(|document| !skipped.iter().any(|name| document.set.starts_with(name)));
    let lists = lists(&root, &documents)?;
    let (train, held_out): (Vec<&Document>, Vec<&Document>) = if check {
        let numbered = documents.iter().enumerate();
        let (a, b): (Vec<_>, Vec<_>) = numbered.partition(|(number, _)| number % 2 == 0);
        let strip =
            |list: Vec<(usize, _)>| list.into_iter().map(|(_, document)| document).collect();
        (strip(a), strip(b))
    } else {
        (documents.iter().collect(), Vec::new())
    };
    let mut model = train_model(&train, &lists, settings);
    // News that nobody has tagged teaches the model the news' own turns, tagged by itself.
    let mut untagged = corpus::wikinews(&folder.join("../corpora/wikinews-en"))?;
    for _ in 0..news {
        untagged.iter_mut().for_each(|document| tag_by(&model, document));
        let all: Vec<&Document> = train.iter().copied().chain(&untagged).collect();
        model = train_model(&all, &lists, settings);
    }
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for document in &held_out {
        let names: Vec<_> = document
            .names
            .iter()
            .filter(|(_, kind)| *kind == Kind::Person)
            .map(|(range, _)| (range.start, range.end))
            .collect();
        let score = scores.entry(format!("held out: {}", document.set)).or_default();
        score.add(&model, &document.text, document.lang, &names);
    }
    if let Some(gold) = gold {
        for line in std::fs::read_to_string(gold)?.lines() {
            let gold: Gold = serde_json::from_str(line)?;
            let name = format!("{} {}", gold.set, gold.half);
            let score = scores.entry(name.clone()).or_default();
            score.wrong = wrong.as_ref() == Some(&name);
            score.add(&model, &gold.text, &gold.lang, &gold.names);
        }
    }
    for (name, score) in &scores {
        writeln!(out, "{name:40} {}", score.figures())?;
    }
    if !check {
        let bytes = model.bytes();
        let file = root.join("src/extract/people/people.model");
        std::fs::write(&file, &bytes)?;
        writeln!(out, "{} bytes written", bytes.len())?;
    }
    Ok(())
}

/// A text with its people, from the measurements.
#[derive(Deserialize)]
struct Gold {
    set: String,
    half: u8,
    lang: String,
    text: String,
    names: Vec<(usize, usize)>,
}

#[derive(Default)]
struct Score {
    found: usize,
    wanted: usize,
    both: usize,
    /// Whether every difference is printed.
    wrong: bool,
}

impl Score {
    fn add(&mut self, model: &Model, text: &str, lang: &str, names: &[(usize, usize)]) {
        let (tokens, none) = (Tokens::new(text), Tokens::new(""));
        let article = ArticleText {
            title: "",
            title_tokens: &none,
            body: text,
            body_tokens: &tokens,
            captions: &[],
            lang: Some(lang),
            by: &[],
            source: None,
            labels: &[],
            dateline: None,
            date: None,
            declared_people: &[],
            people: &[],
        };
        let people = ModelPeople::with(model).find(&article);
        let evidence = people.iter().flat_map(|person| &person.evidence);
        let spans = evidence.map(|evidence| {
            (evidence.start, evidence.start + evidence.text.trim_end_matches('.').len())
        });
        let strip = |(start, end): &(usize, usize)| {
            let piece = text.get(*start..*end).unwrap_or_default();
            (*start, start + piece.trim_end_matches(['.', ' ']).len())
        };
        let names: Vec<_> = names.iter().map(strip).collect();
        self.wanted += names.len();
        let spans: Vec<(usize, usize)> = spans.collect();
        self.found += spans.len();
        self.both += spans.iter().filter(|span| names.contains(span)).count();
        if self.wrong {
            let show = |sign: &str, (start, end): (usize, usize)| {
                let from = text.floor_char_boundary(start.saturating_sub(50));
                let to = text.ceil_char_boundary((end + 40).min(text.len()));
                let piece = format!(
                    "{sign} {} [[{}]] {}",
                    &text[from..start],
                    &text[start..end],
                    &text[end..to]
                );
                let _ = writeln!(std::io::stderr(), "{}", piece.replace('\n', " "));
            };
            spans.iter().filter(|s| !names.contains(s)).for_each(|s| show("+", *s));
            names.iter().filter(|s| !spans.contains(s)).for_each(|s| show("-", *s));
        }
    }

    fn figures(&self) -> String {
        let share = |a: usize, b: usize| 100.0 * a as f64 / b.max(1) as f64;
        let f1 = share(2 * self.both, self.found + self.wanted);
        let (precision, recall) = (share(self.both, self.found), share(self.both, self.wanted));
        format!("F1 {f1:.1}  P {precision:.1}  R {recall:.1}  of {}", self.wanted)
    }
}

/// Gives a document the names that `model` finds in it.
fn tag_by(model: &Model, document: &mut Document) {
    let tokens = Tokens::new(&document.text);
    let part = PartText { text: &document.text, tokens: &tokens, headline: false };
    let reading = Reading::new(&model.lists, vec![part], Some(document.lang));
    let tagged = tagger::tag(model, &reading);
    let mut names: Vec<(std::ops::Range<usize>, Kind)> = Vec::new();
    let mut before = Tag::None;
    for run in &reading.runs {
        before = Tag::None;
        for at in run.start..run.end {
            let tag = tagged.tags[at];
            let span = tokens.span(at);
            let kind = match tag {
                Tag::Place => Some(Kind::Place),
                Tag::Organisation => Some(Kind::Organisation),
                Tag::Other => Some(Kind::Other),
                Tag::None => None,
                _ => Some(Kind::Person),
            };
            let goes_on = match tag {
                Tag::Inner | Tag::End => true,
                Tag::Place | Tag::Organisation | Tag::Other => before == tag,
                _ => false,
            };
            match (kind, names.last_mut()) {
                (Some(_), Some(last)) if goes_on => last.0.end = span.end,
                (Some(kind), _) => names.push((span, kind)),
                (None, _) => {}
            }
            before = tag;
        }
    }
    let _ = before;
    document.names = names;
}

fn train_model(documents: &[&Document], lists: &Lists, settings: Settings) -> Model {
    let mut examples: Vec<train::Example> = documents
        .iter()
        .map(|document| {
            let weight = WEIGHTS.iter().find(|(name, _)| document.set.starts_with(name));
            train::example(document, lists, weight.map_or(1, |(_, weight)| *weight))
        })
        .collect();
    // What the first pass says of a document must come from a model that has not seen it.
    let mut said: Vec<Vec<_>> = vec![Vec::new(); documents.len()];
    let folds: Vec<Vec<(usize, Vec<_>)>> = std::thread::scope(|scope| {
        let examples = &examples;
        let threads: Vec<_> = (0..2)
            .map(|thread| {
                scope.spawn(move || {
                    let mut all = Vec::new();
                    for fold in (thread..FOLDS).step_by(2) {
                        let (inside, outside): (Vec<usize>, Vec<usize>) =
                            (0..examples.len()).partition(|number| number % FOLDS != fold);
                        let averaged = train::train(examples, &inside, false, settings, 0);
                        let model = train::quantised([&averaged, &averaged], &Lists::default());
                        all.extend(
                            outside
                                .into_iter()
                                .map(|number| (number, train::predict(&examples[number], &model))),
                        );
                    }
                    all
                })
            })
            .collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    for (number, tags) in folds.into_iter().flatten() {
        said[number] = tags;
    }
    for ((example, document), tags) in examples.iter_mut().zip(documents).zip(&said) {
        train::second_pass(example, document, lists, tags);
    }
    let everything: Vec<usize> = (0..examples.len()).collect();
    let passes: Vec<Averaged> = std::thread::scope(|scope| {
        let (examples, everything) = (&examples, &everything);
        let threads: Vec<_> = [false, true]
            .map(|second| {
                scope.spawn(move || {
                    let all: Vec<Averaged> = (0..settings.seeds)
                        .map(|seed| train::train(examples, everything, second, settings, seed))
                        .collect();
                    Averaged::mean(&all)
                })
            })
            .into_iter()
            .collect();
        threads.into_iter().filter_map(|thread| thread.join().ok()).collect()
    });
    match passes.as_slice() {
        [first, second] => train::quantised([first, second], lists),
        _ => Model::read(&[]),
    }
}

/// The table of words: `names.tsv`, the names of regions, and the words that the training texts
/// mostly write small.
fn lists(root: &Path, documents: &[Document]) -> Result<Lists> {
    let mut kinds: BTreeMap<String, Kinds> = BTreeMap::new();
    let mut add = |word: &str, more: Kinds| {
        let entry = kinds.entry(fold(word).into_owned()).or_default();
        entry.0 |= more.0;
    };
    for line in std::fs::read_to_string(root.join("tools/train_people/names.tsv"))?.lines() {
        if let Some((word, letters)) = line.split_once('\t') {
            add(word, Kinds::of_letters(letters));
        }
    }
    for line in std::fs::read_to_string(root.join("src/extract/region/regions.tsv"))?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, _, names, ..] = cells.as_slice() else { continue };
        let flag = match *kind {
            "name" | "adj" => Kinds::COUNTRY,
            "city" => Kinds(1 << 4),
            _ => continue,
        };
        for name in names.split('|').filter(|name| !name.ends_with('*')) {
            let words: Vec<&str> = name.split(' ').collect();
            let capital = |word: &str| word.starts_with(char::is_uppercase);
            match words.as_slice() {
                [word] if capital(word) && word.len() > 2 => add(word, flag),
                words => words
                    .iter()
                    .filter(|word| capital(word) && word.len() > 3)
                    .for_each(|word| add(word, Kinds(1 << 5))),
            }
        }
    }
    let mut counts: HashMap<String, (u32, u32)> = HashMap::new();
    for document in documents.iter().filter(|document| !document.set.starts_with("enp")) {
        let tokens = Tokens::new(&document.text);
        let part = PartText { text: &document.text, tokens: &tokens, headline: false };
        let reading = Reading::new(&Lists::default(), vec![part], Some(document.lang));
        for (at, word) in reading.words.iter().enumerate() {
            let count = counts.entry(tokens.folded(at).to_owned()).or_default();
            match word.shape {
                Shape::Small => count.0 += 1,
                Shape::Capital if !word.first => count.1 += 1,
                _ => {}
            }
        }
    }
    for (word, (small, capital)) in counts {
        if small > 2 && small > capital * 3 {
            add(&word, Kinds::COMMON);
        }
    }
    Ok(Lists::new(kinds.iter().map(|(word, kinds)| (word.as_str(), *kinds))))
}
