//! The structured perceptron: weights by two passes over the examples, averaged.

use dateline::extract::people::features::{self, ROW_BITS};
use dateline::extract::people::lists::Lists;
use dateline::extract::people::model::{Model, ROW, TAGS, Tag};
use dateline::extract::people::reading::{PartText, Reading, Run};
use dateline::extract::people::tagger::{Counted, best_tags, words_in_runs};
use dateline::text::Tokens;

use crate::corpus::{Document, Kind};

/// A document as the perceptron sees it.
pub(crate) struct Example {
    /// Length of each run.
    runs: Vec<usize>,
    /// Features of word after word; `ends` says where each word's end.
    rows: Vec<u32>,
    ends: Vec<u32>,
    gold: Vec<Tag>,
    weight: i32,
    /// Features of the second pass.
    more_rows: Vec<u32>,
    more_ends: Vec<u32>,
}

/// How the training is done.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub epochs: usize,
    /// Of 256 features so many are left out at random.
    pub dropout: u64,
    /// What a wrong tag must be worse by.
    pub margin: i32,
    /// By how much less a person may be missed than another word be taken for one.
    pub person: i32,
    /// How many models are averaged.
    pub seeds: u64,
}

/// Deterministic numbers.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

/// The tags of the words in runs that the names of a document mean.
pub(crate) fn gold_tags(document: &Document, reading: &Reading<'_>, tokens: &Tokens) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(words_in_runs(reading));
    let mut name = 0;
    for run in &reading.runs {
        let start = tags.len();
        // The number of the name that each word is in.
        let mut owners: Vec<Option<usize>> = Vec::new();
        for at in run.start..run.end {
            let span = tokens.span(at);
            while name < document.names.len() && document.names[name].0.end <= span.start {
                name += 1;
            }
            let inside = document.names.get(name).is_some_and(|(range, _)| range.start < span.end);
            owners.push(inside.then_some(name));
        }
        for (at, owner) in owners.iter().enumerate() {
            let Some(owner) = owner else {
                tags.push(Tag::None);
                continue;
            };
            let before = at > 0 && owners[at - 1] == Some(*owner);
            let after = owners.get(at + 1) == Some(&Some(*owner));
            tags.push(match document.names[*owner].1 {
                Kind::Place => Tag::Place,
                Kind::Organisation => Tag::Organisation,
                Kind::Other => Tag::Other,
                Kind::Person => match (before, after) {
                    (false, false) => Tag::Single,
                    (false, true) => Tag::Begin,
                    (true, true) => Tag::Inner,
                    (true, false) => Tag::End,
                },
            });
        }
        debug_assert_eq!(tags.len() - start, run.end - run.start);
    }
    tags
}

/// A document read for the tagger, with `tokens` its words.
pub(crate) fn reading_of<'a>(
    document: &'a Document,
    tokens: &'a Tokens,
    lists: &Lists,
) -> Reading<'a> {
    let part = PartText { text: &document.text, tokens, headline: false };
    Reading::new(lists, vec![part], Some(document.lang))
}

/// Makes the example of a document.
pub(crate) fn example(document: &Document, lists: &Lists, weight: i32) -> Example {
    let tokens = Tokens::new(&document.text);
    let reading = reading_of(document, &tokens, lists);
    let mut example = Example {
        runs: reading.runs.iter().map(|run| run.end - run.start).collect(),
        rows: Vec::new(),
        ends: Vec::new(),
        gold: gold_tags(document, &reading, &tokens),
        weight,
        more_rows: Vec::new(),
        more_ends: Vec::new(),
    };
    for (run, at) in words(&reading) {
        features::of_word(&reading, run, at, &mut example.rows);
        example.ends.push(example.rows.len() as u32);
    }
    example
}

fn words<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = (Run, usize)> + use<'r> {
    reading.runs.iter().flat_map(|run| (run.start..run.end).map(move |at| (*run, at)))
}

/// Gives an example the features of the second pass, where `tags` are what the first said.
pub(crate) fn second_pass(example: &mut Example, document: &Document, lists: &Lists, tags: &[Tag]) {
    let tokens = Tokens::new(&document.text);
    let reading = reading_of(document, &tokens, lists);
    let mut counted = Counted::new(tags.len());
    for ((_, at), tag) in words(&reading).zip(tags) {
        counted.add(reading.words[at].hash, *tag);
    }
    for ((run, at), own) in words(&reading).zip(tags) {
        let votes = |hash| counted.votes(hash);
        features::of_document(&reading, run, at, *own as usize, votes, &mut example.more_rows);
        example.more_ends.push(example.more_rows.len() as u32);
    }
}

/// Weights in training: of features and of one tag after another.
pub(crate) struct Weights {
    rows: Vec<[i32; TAGS]>,
    sums: Vec<[i64; TAGS]>,
    transitions: [[i32; TAGS]; TAGS],
    transition_sums: [[i64; TAGS]; TAGS],
    steps: i64,
}

/// Averaged weights.
#[derive(Clone)]
pub(crate) struct Averaged {
    pub rows: Vec<[f32; TAGS]>,
    pub transitions: [[f32; TAGS]; TAGS],
}

impl Weights {
    fn new() -> Self {
        Weights {
            rows: vec![[0; TAGS]; 1 << ROW_BITS],
            sums: vec![[0; TAGS]; 1 << ROW_BITS],
            transitions: [[0; TAGS]; TAGS],
            transition_sums: [[0; TAGS]; TAGS],
            steps: 1,
        }
    }

    fn averaged(&self) -> Averaged {
        let steps = self.steps as f64;
        let one = |weight: i32, sum: i64| (f64::from(weight) - sum as f64 / steps) as f32;
        Averaged {
            rows: (self.rows.iter().zip(&self.sums))
                .map(|(row, sums)| std::array::from_fn(|tag| one(row[tag], sums[tag])))
                .collect(),
            transitions: std::array::from_fn(|a| {
                std::array::from_fn(|b| one(self.transitions[a][b], self.transition_sums[a][b]))
            }),
        }
    }
}

impl Averaged {
    /// The mean of several: each was trained in another order, and errs elsewhere.
    pub(crate) fn mean(all: &[Averaged]) -> Averaged {
        let count = all.len() as f32;
        let mut mean = all[0].clone();
        for other in &all[1..] {
            for (sum, row) in mean.rows.iter_mut().zip(&other.rows) {
                sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
            }
            for (sum, row) in mean.transitions.iter_mut().zip(&other.transitions) {
                sum.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight);
            }
        }
        mean.rows.iter_mut().flatten().for_each(|weight| *weight /= count);
        mean.transitions.iter_mut().flatten().for_each(|weight| *weight /= count);
        mean
    }
}

/// Features of word `at` of an example, in a pass.
fn rows_of(example: &Example, at: usize, second: bool) -> (&[u32], &[u32]) {
    let slice = |rows: &'_ [u32], ends: &[u32]| -> (usize, usize) {
        let _ = rows;
        (if at == 0 { 0 } else { ends[at - 1] as usize }, ends[at] as usize)
    };
    let (start, end) = slice(&example.rows, &example.ends);
    if !second {
        return (&example.rows[start..end], &[]);
    }
    let (more, last) = slice(&example.more_rows, &example.more_ends);
    (&example.rows[start..end], &example.more_rows[more..last])
}

/// Trains on the examples numbered `which`.
pub(crate) fn train(
    examples: &[Example],
    which: &[usize],
    second: bool,
    settings: Settings,
    seed: u64,
) -> Averaged {
    let mut weights = Weights::new();
    let mut random = Random(0x2545_f491_4f6c_dd1d ^ (seed << 17));
    let mut order = which.to_vec();
    let mut kept: Vec<Vec<u32>> = Vec::new();
    let mut scores: Vec<[i32; TAGS]> = Vec::new();
    let mut tags: Vec<Tag> = Vec::new();
    for _ in 0..settings.epochs {
        for at in (1..order.len()).rev() {
            order.swap(at, (random.next() % (at as u64 + 1)) as usize);
        }
        for number in &order {
            let example = &examples[*number];
            let mut done = 0;
            for length in &example.runs {
                kept.resize_with(*length, Vec::new);
                scores.clear();
                for offset in 0..*length {
                    let kept = &mut kept[offset];
                    kept.clear();
                    let (rows, more) = rows_of(example, done + offset, second);
                    let mut bits = 0;
                    for (number, row) in rows.iter().chain(more).enumerate() {
                        if number % 8 == 0 {
                            bits = random.next();
                        }
                        if (bits >> (number % 8 * 8)) & 255 >= settings.dropout {
                            kept.push(*row);
                        }
                    }
                    let gold = example.gold[done + offset];
                    let mut sum = [0; TAGS];
                    for row in kept.iter() {
                        let weights = &weights.rows[*row as usize];
                        for (sum, weight) in sum.iter_mut().zip(weights) {
                            *sum += weight;
                        }
                    }
                    for (tag, sum) in sum.iter_mut().enumerate() {
                        if tag != gold as usize {
                            *sum += settings.margin;
                            if gold.is_person() && !Tag::ALL[tag].is_person() {
                                *sum += settings.person;
                            }
                        }
                    }
                    scores.push(sum);
                }
                tags.clear();
                best_tags(&scores, &weights.transitions, &mut tags);
                let gold = &example.gold[done..done + length];
                weights.steps += 1;
                if tags != gold {
                    update(&mut weights, &kept[..*length], gold, &tags, example.weight);
                }
                done += length;
            }
        }
    }
    weights.averaged()
}

fn update(weights: &mut Weights, kept: &[Vec<u32>], gold: &[Tag], read: &[Tag], by: i32) {
    let steps = weights.steps;
    for (at, rows) in kept.iter().enumerate() {
        let (right, wrong) = (gold[at] as usize, read[at] as usize);
        if right != wrong {
            for row in rows {
                let row = *row as usize;
                weights.rows[row][right] += by;
                weights.sums[row][right] += steps * i64::from(by);
                weights.rows[row][wrong] -= by;
                weights.sums[row][wrong] -= steps * i64::from(by);
            }
        }
        if at > 0 {
            let mut change = |a: Tag, b: Tag, by: i32| {
                weights.transitions[a as usize][b as usize] += by;
                weights.transition_sums[a as usize][b as usize] += steps * i64::from(by);
            };
            if (gold[at - 1], gold[at]) != (read[at - 1], read[at]) {
                change(gold[at - 1], gold[at], by);
                change(read[at - 1], read[at], -by);
            }
        }
    }
}

/// Tags of an example by first-pass weights.
pub(crate) fn predict(example: &Example, model: &Model) -> Vec<Tag> {
    let mut tags = Vec::with_capacity(example.gold.len());
    let transitions = model.transitions[0].map(|row| row.map(i32::from));
    let mut done = 0;
    let mut scores: Vec<[i32; TAGS]> = Vec::new();
    for length in &example.runs {
        scores.clear();
        for at in done..done + length {
            let mut sum = [0; ROW];
            for row in rows_of(example, at, false).0 {
                model.add(*row, &mut sum);
            }
            scores.push(std::array::from_fn(|tag| i32::from(sum[tag])));
        }
        best_tags(&scores, &transitions, &mut tags);
        done += length;
    }
    tags
}

/// The model of averaged weights, as numbers of one byte.
pub(crate) fn quantised(passes: [&Averaged; 2], lists: &Lists) -> Model {
    let mut sizes: Vec<f32> = passes
        .iter()
        .flat_map(|pass| pass.rows.as_flattened())
        .map(|weight| weight.abs())
        .filter(|weight| *weight > 0.0)
        .collect();
    sizes.sort_by(f32::total_cmp);
    // A few weights are far larger than all others; they are cut so that the small ones count.
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 2000)).copied();
    let scale = 127.0 / largest.unwrap_or(1.0).max(f32::MIN_POSITIVE);
    let rows: Vec<[i8; ROW]> = (0..1 << ROW_BITS)
        .map(|row: usize| {
            std::array::from_fn(|at| {
                let weight = passes[at / TAGS].rows[row][at % TAGS];
                (weight * scale).round().clamp(-127.0, 127.0) as i8
            })
        })
        .collect();
    let transitions = std::array::from_fn(|pass| {
        passes[pass].transitions.map(|row: [f32; TAGS]| {
            row.map(|weight| (weight * scale).round().clamp(-30_000.0, 30_000.0) as i16)
        })
    });
    Model::new(transitions, &rows, lists.clone())
}
