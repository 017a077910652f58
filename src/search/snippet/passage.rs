//! Which passages of the texts of an article show best why it matches.
//!
//! A passage is one or more whole sentences of a paragraph that hold matches; of a sentence that
//! is too long, the part around them. It is worth what the words in it are worth: each by its
//! rarity, again little, more where different ones stand near each other. The second passage is
//! chosen for what the first does not show. The rest of the room is filled with what follows.
//!
//! Lengths are in columns, so that a passage is as long in Arabic as in English: a character is one,
//! a wide one two.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::scan::Mark;
use crate::text::sentences;

/// Length that a passage is filled up to with further sentences.
const FILL: usize = 220;

/// Length past which a sentence is cut.
const MAX: usize = 360;

/// Greatest distance of matches that are shown in one passage.
const REACH: usize = 260;

/// What a further match of the same word is worth, of the first; a third one nothing.
const AGAIN: f32 = 0.1;

/// Most matches of one word that are looked at for the choice: in a long article, its first.
const MOST_OF_A_WORD: usize = 400;

/// A text of an article that passages may come from.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub field: &'static str,
    pub text: &'a str,
    /// Sorted.
    pub marks: Vec<Mark>,
    /// What its matches are worth, of the same in the body.
    pub weight: f32,
}

/// A piece of a [`Source`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Passage {
    /// Number of the source.
    pub source: usize,
    pub bytes: Range<usize>,
    /// Whether something of the sentence is left out before and after.
    pub cut: (bool, bool),
}

#[derive(Debug)]
struct Candidate {
    source: usize,
    /// Numbers of the first mark and the one after the last, among those looked at.
    marks: Range<usize>,
    score: f32,
}

/// A source with what has to be known of it for the choice.
struct Prepared<'a> {
    text: &'a str,
    weight: f32,
    marks: Vec<&'a Mark>,
    /// The sentences of the paragraphs that have matches.
    sentences: Vec<Range<usize>>,
    /// Their columns.
    lengths: Vec<usize>,
}

/// The best `count` passages, in the order of the sources. `worths` is by facet.
pub(super) fn choose(sources: &[Source<'_>], worths: &[f32], count: usize) -> Vec<Passage> {
    let prepared: Vec<Prepared<'_>> =
        sources.iter().map(|source| prepare(source, worths)).collect();
    let mut left: Vec<f32> = worths.to_vec();
    let mut chosen: Vec<Passage> = Vec::new();
    while chosen.len() < count {
        let mut best: Option<Candidate> = None;
        for (number, source) in prepared.iter().enumerate() {
            for candidate in candidates(source, number, &left) {
                let taken = chosen.iter().any(|passage| {
                    let (first, last) = (candidate.marks.start, candidate.marks.end - 1);
                    let end = source.marks[first..=last].iter().map(|mark| mark.bytes.end).max();
                    passage.source == number
                        && passage.bytes.start < end.unwrap_or_default()
                        && source.marks[first].bytes.start < passage.bytes.end
                });
                // Of equals the first, which says more of what the article is about.
                if !taken && best.as_ref().is_none_or(|best| candidate.score > best.score * 1.0001)
                {
                    best = Some(candidate);
                }
            }
        }
        let Some(best) = best else { break };
        let source = &prepared[best.source];
        let mut seen: Vec<usize> = Vec::new();
        let passage = passage_of(source, &best, &chosen);
        for mark in source.marks.iter().filter(|mark| within(&mark.bytes, &passage.bytes)) {
            if !seen.contains(&mark.facet) {
                seen.push(mark.facet);
            }
        }
        for facet in seen {
            if let Some(worth) = left.get_mut(facet) {
                *worth *= AGAIN;
            }
        }
        chosen.push(passage);
    }
    for number in 0..chosen.len() {
        fill(&prepared, &mut chosen, number);
    }
    chosen.sort_by_key(|passage| (passage.source, passage.bytes.start));
    join(&prepared, chosen)
}

/// The opening of `text`: its first sentence and what follows it.
pub(super) fn opening(text: &str) -> Option<Passage> {
    let begin = text.len() - text.trim_start().len();
    let end = text[begin..].find("\n\n").map_or(text.len(), |end| begin + end);
    let end = text.floor_char_boundary(end.min(begin + 16 * MAX));
    let sentences = of_paragraph(text, &(begin..end));
    let first = sentences.first()?.clone();
    let source = Prepared { text, weight: 1.0, marks: Vec::new(), sentences, lengths: Vec::new() };
    let mut passage = Passage { source: 0, bytes: first.clone(), cut: (false, false) };
    if columns(&text[first.clone()]) > MAX {
        let end = forward(text, first.start, MAX).min(first.end);
        passage.bytes.end = word_end(text, end, &first, first.start);
        passage.cut.1 = passage.bytes.end < first.end;
    }
    let mut chosen = [passage];
    fill(std::slice::from_ref(&source), &mut chosen, 0);
    let [passage] = chosen;
    Some(passage)
}

fn within(inner: &Range<usize>, outer: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    text.chars()
        .map(|c| match u32::from(c) {
            0..0x300 => 1,
            0x1100..0x1160 | 0x2e80..0xd7a4 | 0xf900..0xfb00 | 0xff00..0xff61 | 0x1f300.. => 2,
            _ => usize::from(!is_combining_mark(c)),
        })
        .sum()
}

fn of_paragraph(text: &str, paragraph: &Range<usize>) -> Vec<Range<usize>> {
    let moved = sentences(&text[paragraph.clone()]).into_iter();
    moved.map(|span| span.start + paragraph.start..span.end + paragraph.start).collect()
}

fn prepare<'a>(source: &'a Source<'_>, worths: &[f32]) -> Prepared<'a> {
    let text = source.text;
    let mut counts = vec![0; worths.len()];
    let marks = source.marks.iter().filter(|mark| {
        let count: Option<&mut usize> = counts.get_mut(mark.facet);
        count.is_some_and(|count| {
            *count += 1;
            *count <= MOST_OF_A_WORD
        })
    });
    let marks: Vec<&Mark> = marks.collect();
    let mut sentences: Vec<Range<usize>> = Vec::new();
    let mut read = 0;
    for mark in &marks {
        // A phrase may go on in the next paragraph.
        while read < mark.bytes.end {
            let from = mark.bytes.start.max(read);
            let start = text[read..from].rfind("\n\n").map_or(read, |at| read + at + 2);
            let end = text[from..].find("\n\n").map_or(text.len(), |at| from + at + 2);
            sentences.extend(of_paragraph(text, &(start..end)));
            read = end;
        }
    }
    let lengths = sentences.iter().map(|sentence| columns(&text[sentence.clone()])).collect();
    Prepared { text, weight: source.weight, marks, sentences, lengths }
}

impl Prepared<'_> {
    /// Number of the sentence that byte `at` is in.
    fn sentence(&self, at: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= at).min(
            // Marks have letters, and letters are in a sentence.
            self.sentences.len().saturating_sub(1),
        )
    }

    fn same_paragraph(&self, first: usize, second: usize) -> bool {
        let (first, second) = (&self.sentences[first], &self.sentences[second]);
        !self.text[first.end.min(second.start)..second.start].contains("\n\n")
    }

    /// The whole sentences from one byte to another.
    fn whole(&self, bytes: &Range<usize>) -> Range<usize> {
        let first = self.sentence(bytes.start);
        let last = self.sentence(bytes.end.saturating_sub(1)).max(first);
        match (self.sentences.get(first), self.sentences.get(last)) {
            (Some(first), Some(last)) => first.start.min(bytes.start)..last.end.max(bytes.end),
            _ => bytes.clone(),
        }
    }
}

/// The best passage that begins with each mark.
fn candidates(source: &Prepared<'_>, number: usize, worths: &[f32]) -> Vec<Candidate> {
    let marks = &source.marks;
    let worth = |facet: usize| worths.get(facet).copied().unwrap_or_default();
    let mut found = Vec::with_capacity(marks.len());
    for first in 0..marks.len() {
        let start = marks[first].bytes.start;
        let sentence = source.sentence(start);
        let mut end = start;
        let mut length = 0;
        let mut seen: Vec<(usize, u32)> = Vec::new();
        let (mut covered, mut near) = (0.0, 0.0);
        let mut last_sentence = sentence;
        let mut last: Option<(usize, usize)> = None;
        let mut best: Option<Candidate> = None;
        for (at, mark) in marks.iter().enumerate().skip(first) {
            if mark.bytes.end > end {
                length += columns(&source.text[end.max(start)..mark.bytes.end]);
                end = mark.bytes.end;
            }
            // The first mark may be longer, if it is a long phrase.
            if at > first {
                let in_sentence = source.sentences.get(last_sentence);
                if in_sentence.is_some_and(|sentence| mark.bytes.start >= sentence.end) {
                    let next = source.sentence(mark.bytes.start);
                    if !source.same_paragraph(last_sentence, next) {
                        break;
                    }
                    last_sentence = next;
                }
                if length > REACH {
                    break;
                }
            }
            let again = match seen.iter_mut().find(|(facet, _)| *facet == mark.facet) {
                Some((_, count)) => {
                    *count += 1;
                    if *count == 2 { AGAIN } else { 0.0 }
                }
                None => {
                    seen.push((mark.facet, 1));
                    1.0
                }
            };
            covered += worth(mark.facet) * again;
            if let Some((facet, last_end)) = last
                && facet != mark.facet
            {
                let apart = mark.bytes.start.saturating_sub(last_end) as f32;
                near += worth(facet).min(worth(mark.facet)) * 0.25 / (1.0 + apart / 10.0);
            }
            last = Some((mark.facet, mark.bytes.end));
            // Short passages are read sooner; a sentence more has to bring more than a word again.
            let sentences = (last_sentence - sentence) as f32;
            let lengths = source.lengths.get(sentence..=last_sentence).unwrap_or_default();
            let whole = if lengths.iter().sum::<usize>() > MAX { 0.85 } else { 1.0 };
            let score = source.weight
                * whole
                * (covered + f32::min(near, covered / 2.0))
                * (1.0 - 0.12 * sentences.min(5.0));
            if best.as_ref().is_none_or(|best| score > best.score) {
                best = Some(Candidate { source: number, marks: first..at + 1, score });
            }
        }
        found.extend(best.filter(|best| best.score > 0.0));
    }
    found
}

fn passage_of(source: &Prepared<'_>, candidate: &Candidate, chosen: &[Passage]) -> Passage {
    let marks = &source.marks[candidate.marks.clone()];
    let start = marks.iter().map(|mark| mark.bytes.start).min().unwrap_or_default();
    let end = marks.iter().map(|mark| mark.bytes.end).max().unwrap_or_default();
    let mut whole = source.whole(&(start..end));
    // What is shown already is not shown again.
    let mut free = (false, false);
    for other in chosen.iter().filter(|other| other.source == candidate.source) {
        if other.bytes.end <= start && other.bytes.end > whole.start {
            (whole.start, free.0) = (other.bytes.end, true);
        }
        if other.bytes.start >= end && other.bytes.start < whole.end {
            (whole.end, free.1) = (other.bytes.start, true);
        }
    }
    let text = source.text;
    let mut bytes = whole.clone();
    if columns(&text[whole.clone()]) > MAX {
        let spare = MAX.saturating_sub(columns(&text[start..end]));
        // A third of the room stands before the first match, so that it has a context.
        let before = columns(&text[whole.start..start]);
        let after = columns(&text[end..whole.end]);
        let room_before = (spare / 3).max(spare.saturating_sub(after)).min(before);
        let from = backward(text, start, room_before).max(whole.start);
        let to = forward(text, end, spare - room_before).min(whole.end);
        bytes = word_start(text, from, &whole, start)..word_end(text, to, &whole, end);
    }
    let cut = (bytes.start > whole.start || free.0, bytes.end < whole.end || free.1);
    let head = &text[bytes.clone()];
    let blank = head.len() - head.trim_start().len();
    let bytes = bytes.start + blank..bytes.start + head.trim_end().len().max(blank);
    Passage { source: candidate.source, bytes, cut }
}

/// Takes in the sentences that follow in the same paragraph, up to [`FILL`].
fn fill(sources: &[Prepared<'_>], chosen: &mut [Passage], number: usize) {
    let passage = chosen[number].clone();
    let source = &sources[passage.source];
    if passage.cut.1 {
        return;
    }
    let mut end = passage.bytes.end;
    let mut length = columns(&source.text[passage.bytes.clone()]);
    let from = source.sentences.partition_point(|sentence| sentence.start < end);
    for next in &source.sentences[from..] {
        let between = &source.text[end..next.start];
        let free = !chosen.iter().any(|other| {
            other.source == passage.source
                && other.bytes.start < next.end
                && next.start < other.bytes.end
        });
        length += columns(&source.text[end..next.end]);
        if between.contains("\n\n") || !free || length > FILL {
            break;
        }
        end = next.end;
    }
    chosen[number].bytes.end = end;
}

/// Passages that follow on each other are one.
fn join(sources: &[Prepared<'_>], chosen: Vec<Passage>) -> Vec<Passage> {
    let mut joined: Vec<Passage> = Vec::new();
    for passage in chosen {
        let text = sources[passage.source].text;
        if let Some(last) = joined.last_mut()
            && last.source == passage.source
            && last.bytes.end <= passage.bytes.start
            && columns(&text[last.bytes.start..passage.bytes.end]) <= MAX
        {
            let between = &text[last.bytes.end..passage.bytes.start];
            if between.trim().is_empty() && !between.contains("\n\n") {
                last.bytes.end = passage.bytes.end;
                last.cut.1 = passage.cut.1;
                continue;
            }
        }
        joined.push(passage);
    }
    joined
}

/// The place so many columns after `at`, or the end.
fn forward(text: &str, at: usize, most: usize) -> usize {
    let mut used = 0;
    for (offset, c) in text[at..].char_indices() {
        used += columns(c.encode_utf8(&mut [0; 4]));
        if used > most {
            return at + offset;
        }
    }
    text.len()
}

/// The place so many columns before `at`, or the start.
fn backward(text: &str, at: usize, most: usize) -> usize {
    let mut used = 0;
    for (offset, c) in text[..at].char_indices().rev() {
        used += columns(c.encode_utf8(&mut [0; 4]));
        if used > most {
            return offset + c.len_utf8();
        }
    }
    0
}

/// Characters in which a space is looked for, to cut beside it.
const LONG_WORD: usize = 40;

/// The start of the word at or after `at`, before `core`; where there is no space near, the first
/// character that does not belong to one before it.
fn word_start(text: &str, at: usize, range: &Range<usize>, core: usize) -> usize {
    if at <= range.start {
        return range.start;
    }
    let rest = &text[at..core.max(at)];
    if text[..at].ends_with(char::is_whitespace) {
        return at;
    }
    let space = rest.char_indices().take(LONG_WORD).find(|(_, c)| c.is_whitespace());
    if let Some((space, c)) = space {
        return at + space + c.len_utf8();
    }
    let first = rest.char_indices().find(|(_, c)| !is_combining_mark(*c));
    first.map_or(core.max(at), |(offset, _)| at + offset)
}

/// The end of the word before `at`, after `core`.
fn word_end(text: &str, at: usize, range: &Range<usize>, core: usize) -> usize {
    if at >= range.end {
        return range.end;
    }
    if text[at..].starts_with(char::is_whitespace) {
        return at;
    }
    let head = &text[core.min(at)..at];
    let space = head.char_indices().rev().take(LONG_WORD).find(|(_, c)| c.is_whitespace());
    if let Some((space, _)) = space {
        return core.min(at) + space;
    }
    // Its marks go with a letter.
    let next = text[at..range.end].char_indices().find(|(_, c)| !is_combining_mark(*c));
    next.map_or(range.end, |(offset, _)| at + offset)
}
