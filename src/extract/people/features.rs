//! What the model is asked about a word: hashed features of the word, its neighbours, the run
//! it stands in, and, for the second pass, of how the article's other mentions were tagged.
//!
//! A feature is a row number of the model. Trainer and tagger make them with the same functions,
//! in the same order; a change here makes a new model necessary.

use super::lists::Kinds;
use super::reading::{Gap, Reading, Run, Shape, Word};

/// Rows of the model, as a power of two.
pub const ROW_BITS: u32 = 17;

/// A feature: what it says (`template`) and two values, as the number of a row.
fn row(template: u64, a: u64, b: u64) -> u32 {
    let mixed = (a ^ (template << 56).rotate_left(17))
        .wrapping_mul(0x9e37_79b9_7f4a_7c15)
        .rotate_left(29)
        .wrapping_add(b ^ template)
        .wrapping_mul(0xff51_afd7_ed55_8ccd);
    (mixed >> (64 - ROW_BITS)) as u32
}

const NOWHERE: Word = Word {
    hash: 1,
    kinds: Kinds(0),
    shape: Shape::Number,
    gap: Gap::Paragraph,
    first: true,
    doubtful: false,
};

/// The first letters and the last letters of a word, one to four, as numbers.
fn affixes(word: &str) -> ([u64; 4], [u64; 4]) {
    let mut front = [0; 4];
    let mut back = [0; 4];
    let mut value: u64 = 7;
    for (slot, c) in front.iter_mut().zip(word.chars()) {
        value = (value << 11 ^ u64::from(u32::from(c))).wrapping_mul(31);
        *slot = value;
    }
    value = 11;
    for (slot, c) in back.iter_mut().zip(word.chars().rev()) {
        value = (value << 11 ^ u64::from(u32::from(c))).wrapping_mul(37);
        *slot = value;
    }
    (front, back)
}

/// Appends the features of word `at`, which stands in `run`, to `rows`.
pub fn of_word(reading: &Reading<'_>, run: Run, at: usize, rows: &mut Vec<u32>) {
    let words = &reading.words;
    let get = |offset: isize| {
        at.checked_add_signed(offset).and_then(|at| words.get(at)).unwrap_or(&NOWHERE)
    };
    let run_word = |at: Option<usize>| at.and_then(|at| words.get(at)).unwrap_or(&NOWHERE);
    let (word, b1, b2, a1, a2) = (get(0), get(-1), get(-2), get(1), get(2));
    let shape = word.shape as u64;
    let kinds = u64::from(word.kinds.0);
    let begins = u64::from(word.first) | u64::from(word.doubtful) << 1;
    let length = (run.end - run.start).min(6) as u64;
    let place = ((at - run.start).min(3) | ((run.end - 1 - at).min(3) << 2)) as u64;
    let lang = u64::from(reading.lang);
    let gap = word.gap as u64;
    let gap_after = a1.gap as u64;
    let (front, back) = affixes(reading.folded(at));
    let small = u64::from(reading.is_small_somewhere(word.hash));
    let before = run_word(run.start.checked_sub(1));
    let opening = run_word(Some(run.start));
    let after = run_word(Some(run.end));
    let closing = run_word(Some(run.end - 1));

    let mut add = |template: u64, a: u64, b: u64| rows.push(row(template, a, b));
    add(1, shape | begins << 4, lang);
    add(2, word.hash, 0);
    add(3, word.hash, shape | begins << 4 | place << 8);
    for (length, (front, back)) in front.iter().zip(&back).enumerate() {
        if *front == 0 {
            break;
        }
        add(4 + length as u64, *front, 0);
        add(8 + length as u64, *back, 0);
    }
    add(12, b1.hash, gap);
    add(13, a1.hash, gap_after);
    add(14, b2.hash, 0);
    add(15, a2.hash, 0);
    add(16, b1.hash, word.hash);
    add(17, word.hash, a1.hash);
    let shapes = shape | (b1.shape as u64) << 4 | (a1.shape as u64) << 8;
    add(18, shapes, gap | gap_after << 4 | begins << 8);
    add(19, shapes | (b2.shape as u64) << 12 | (a2.shape as u64) << 16, 0);
    add(20, kinds, lang);
    add(21, kinds | u64::from(b1.kinds.0) << 16, gap);
    add(22, kinds | u64::from(a1.kinds.0) << 16, gap_after);
    add(
        23,
        kinds | u64::from(b1.kinds.0) << 16 | u64::from(a1.kinds.0) << 32,
        gap | gap_after << 4,
    );
    add(24, length | place << 3 | shape << 7, begins);
    add(25, kinds | place << 16, length);
    add(26, before.hash, opening.gap as u64 | place << 4);
    add(27, after.hash, after.gap as u64 | place << 4);
    add(28, u64::from(before.kinds.0) | u64::from(after.kinds.0) << 16, length | place << 3);
    add(29, opening.gap as u64 | (after.gap as u64) << 4, shape | place << 4);
    if run.end - run.start > 1 {
        add(30, opening.hash, place);
        add(31, closing.hash, place);
        add(32, u64::from(opening.kinds.0) | u64::from(closing.kinds.0) << 16, place | length << 4);
    }
    add(33, small | begins << 1 | shape << 4, kinds & 0x4fff);
    add(34, before.hash, after.hash);
    add(35, u64::from(b2.kinds.0) | u64::from(b1.kinds.0) << 16, kinds);
    add(36, u64::from(a2.kinds.0) | u64::from(a1.kinds.0) << 16, kinds);
    add(37, back[2], shape | place << 4);
    add(38, back[1] ^ lang << 60, kinds);
    let any_organisation =
        (run.start..run.end).filter(|at| words[*at].kinds.any(Kinds::ORGANISATION)).count().min(2)
            as u64;
    add(39, any_organisation, place | length << 4);
}

/// How the mentions of a word were tagged in the first pass.
#[derive(Clone, Copy, Debug, Default)]
pub struct Votes {
    /// Alone a person; first, inner or last word of a person's name; place; organisation;
    /// other name; no name.
    pub counts: [u16; 8],
}

impl Votes {
    /// What most mentions are, and how clearly; 0 where there is none.
    fn summary(&self, without: Option<usize>) -> u64 {
        let mut best = (0, 0);
        let mut all: u32 = 0;
        for (tag, count) in self.counts.iter().enumerate() {
            let count = count - u16::from(without == Some(tag) && *count > 0);
            all += u32::from(count);
            if count > best.1 {
                best = (tag, count);
            }
        }
        if all == 0 {
            return 0;
        }
        let sureness = match (u32::from(best.1) * 4 / all, all) {
            (4, 1) => 1,
            (4, _) => 2,
            (3, _) => 3,
            _ => 4,
        };
        1 + best.0 as u64 * 8 + sureness
    }

    /// Whether it is among the persons' names of several words.
    fn in_full_name(&self, without: Option<usize>) -> u64 {
        let part = |tag: usize| {
            let count = self.counts[tag] - u16::from(without == Some(tag) && self.counts[tag] > 0);
            u64::from(count > 0)
        };
        part(1) | part(2) << 1 | part(3) << 2
    }
}

/// Appends the features of the second pass: `votes` tells how the mentions of a word, given by
/// its hash, were tagged, `own` how word `at` was.
pub fn of_document<'v>(
    reading: &Reading<'_>,
    run: Run,
    at: usize,
    own: usize,
    votes: impl Fn(u64) -> &'v Votes,
    rows: &mut Vec<u32>,
) {
    let words = &reading.words;
    let word = &words[at];
    let place = ((at - run.start).min(2) | ((run.end - 1 - at).min(2) << 2)) as u64;
    let mine = votes(word.hash);
    let (mine, full) = (mine.summary(Some(own)), mine.in_full_name(Some(own)));
    let neighbour = |at: Option<usize>| {
        at.filter(|at| (run.start..run.end).contains(at))
            .map_or(99, |at| votes(words[at].hash).summary(None))
    };
    let (before, after) = (neighbour(at.checked_sub(1)), neighbour(Some(at + 1)));
    let mut add = |template: u64, a: u64, b: u64| rows.push(row(template, a, b));
    add(50, mine, full);
    add(51, mine, place | (word.shape as u64) << 4);
    add(52, full, place | (own as u64 * 16));
    add(53, before, mine << 8);
    add(54, after, mine << 8);
    add(55, mine, own as u64);
    add(56, mine | before << 8 | after << 16, place);
    add(57, own as u64, u64::from(word.kinds.0));
}
