//! Two passes over an article: which words are persons' names.
//!
//! The first pass tags each run of capitalised words by itself; the second knows how the first
//! tagged the other mentions of the same words. Within a run the best sequence of tags wins
//! (Viterbi).

use super::features::{self, Votes};
use super::model::{Model, ROW, TAGS, Tag};
use super::reading::{Reading, Run};

/// The name of a person in the words of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamedSpan {
    /// First word.
    pub start: usize,
    /// Word after the last.
    pub end: usize,
    /// How much better the tags of the name are than those of no person, on average a word.
    pub margin: i32,
}

/// What the tagger says about the words of a reading.
#[derive(Clone, Debug, Default)]
pub struct Tagged {
    /// The tag of each word that is in a run, by its number; `None` for all others.
    pub tags: Vec<Tag>,
    /// The persons' names, in order.
    pub persons: Vec<NamedSpan>,
}

/// Tags of one run, with the scores they were chosen by.
pub fn best_tags(scores: &[[i32; TAGS]], transitions: &[[i32; TAGS]; TAGS], tags: &mut Vec<Tag>) {
    const NEVER: i32 = i32::MIN / 4;
    let mut value = [NEVER; TAGS];
    let mut back: Vec<[u8; TAGS]> = Vec::with_capacity(scores.len());
    for (at, here) in scores.iter().enumerate() {
        let mut next = [NEVER; TAGS];
        let mut from = [0_u8; TAGS];
        for (tag, score) in here.iter().enumerate() {
            if at == 0 {
                let opens = !matches!(Tag::ALL[tag], Tag::Inner | Tag::End);
                next[tag] = if opens { *score } else { NEVER };
                continue;
            }
            for (before, so_far) in value.iter().enumerate() {
                if !Tag::ALL[before].may_precede(Tag::ALL[tag]) {
                    continue;
                }
                let sum = so_far.saturating_add(transitions[before][tag]).saturating_add(*score);
                if sum > next[tag] {
                    next[tag] = sum;
                    from[tag] = before as u8;
                }
            }
        }
        value = next;
        back.push(from);
    }
    let closes = |tag: usize| !matches!(Tag::ALL[tag], Tag::Begin | Tag::Inner);
    let mut best = Tag::None as usize;
    for tag in (0..TAGS).rev().filter(|tag| closes(*tag)) {
        if value[tag] > value[best] {
            best = tag;
        }
    }
    let start = tags.len();
    for from in back.iter().rev() {
        tags.push(Tag::ALL[best]);
        best = from[best] as usize;
    }
    tags[start..].reverse();
}

/// How the mentions of each word were tagged, for the second pass.
#[derive(Debug, Default)]
pub struct Counted {
    /// Hashes and votes, by slot; a hash of 0 is an empty slot.
    slots: Vec<(u64, Votes)>,
}

impl Counted {
    /// Room for `words` words.
    pub fn new(words: usize) -> Self {
        Counted { slots: vec![(0, Votes::default()); (words * 2).next_power_of_two().max(4)] }
    }

    fn slot(&self, hash: u64) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = (hash >> 7) as usize & mask;
        while self.slots[slot].0 != hash && self.slots[slot].0 != 0 {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Counts a word with this hash as tagged so.
    pub fn add(&mut self, hash: u64, tag: Tag) {
        let slot = self.slot(hash);
        self.slots[slot].0 = hash;
        let count = &mut self.slots[slot].1.counts[tag as usize];
        *count = count.saturating_add(1);
    }

    /// How the words with this hash were tagged.
    pub fn votes(&self, hash: u64) -> &Votes {
        &self.slots[self.slot(hash)].1
    }
}

/// Number of words in runs.
pub fn words_in_runs(reading: &Reading<'_>) -> usize {
    reading.runs.iter().map(|run| run.end - run.start).sum()
}

fn wide(scores: &[i16; ROW], pass: usize) -> [i32; TAGS] {
    std::array::from_fn(|tag| i32::from(scores[pass * TAGS + tag]))
}

fn wide_transitions(model: &Model, pass: usize) -> [[i32; TAGS]; TAGS] {
    model.transitions[pass].map(|row| row.map(i32::from))
}

/// Tags the words of `reading`.
pub fn tag(model: &Model, reading: &Reading<'_>) -> Tagged {
    let count = words_in_runs(reading);
    let mut rows: Vec<u32> = Vec::with_capacity(64);
    let mut scores: Vec<[i16; ROW]> = Vec::with_capacity(count);
    for run in &reading.runs {
        for at in run.start..run.end {
            rows.clear();
            features::of_word(reading, *run, at, &mut rows);
            let mut sum = [0; ROW];
            for row in &rows {
                model.add(*row, &mut sum);
            }
            scores.push(sum);
        }
    }
    let mut tags: Vec<Tag> = Vec::with_capacity(count);
    let mut run_scores: Vec<[i32; TAGS]> = Vec::new();
    let transitions = wide_transitions(model, 0);
    let mut done = 0;
    for run in &reading.runs {
        let length = run.end - run.start;
        run_scores.clear();
        run_scores.extend(scores[done..done + length].iter().map(|scores| wide(scores, 0)));
        best_tags(&run_scores, &transitions, &mut tags);
        done += length;
    }
    let mut counted = Counted::new(count);
    let in_runs = reading.runs.iter().flat_map(|run| run.start..run.end);
    for (at, tag) in in_runs.zip(&tags) {
        counted.add(reading.words[at].hash, *tag);
    }
    let transitions = wide_transitions(model, 1);
    let mut tagged = Tagged { tags: vec![Tag::None; reading.words.len()], persons: Vec::new() };
    let mut second: Vec<Tag> = Vec::new();
    done = 0;
    for run in &reading.runs {
        run_scores.clear();
        for at in run.start..run.end {
            let position = done + at - run.start;
            rows.clear();
            let own = tags[position] as usize;
            features::of_document(reading, *run, at, own, |hash| counted.votes(hash), &mut rows);
            let sum = &mut scores[position];
            for row in &rows {
                model.add(*row, sum);
            }
            run_scores.push(wide(sum, 1));
        }
        second.clear();
        best_tags(&run_scores, &transitions, &mut second);
        tagged.tags[run.start..run.end].copy_from_slice(&second);
        persons(*run, &second, &run_scores, &mut tagged.persons);
        done += run.end - run.start;
    }
    tagged
}

/// Adds the persons' names that the tags of a run spell.
fn persons(run: Run, tags: &[Tag], scores: &[[i32; TAGS]], found: &mut Vec<NamedSpan>) {
    let mut start = None;
    for (at, tag) in tags.iter().enumerate() {
        match tag {
            Tag::Single => start = Some(at),
            Tag::Begin => {
                start = Some(at);
                continue;
            }
            Tag::Inner => continue,
            Tag::End => {}
            _ => {
                start = None;
                continue;
            }
        }
        let Some(first) = start.take() else { continue };
        let margin = (first..=at).map(|at| {
            let scores = &scores[at];
            let no_person = scores[4..].iter().copied().max().unwrap_or(0);
            scores[tags[at] as usize] - no_person
        });
        let margin = margin.sum::<i32>() / (at + 1 - first) as i32;
        found.push(NamedSpan { start: run.start + first, end: run.start + at + 1, margin });
    }
}
