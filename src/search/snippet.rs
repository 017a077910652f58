//! Pieces of an article with the matches marked.
//!
//! A snippet is cut at the ends of sentences where they are short enough, else at words, with
//! `…` at the cut. What is marked is decided by the same tree of places that decided the match
//! (`query::spans`), over the words of the stored text: a plain scan, which costs a small part
//! of analysing the text again.
//!
//! Invariant: `highlights` are byte ranges of `text` on character boundaries, in order, and
//! they do not overlap.

use std::collections::HashMap;
use std::ops::Range;

use super::Snippet;
use crate::article::Article;
use crate::index::person_words;
use crate::query::lower::{Highlight, HighlightParts};
use crate::query::spans::SpanNode;
use crate::text::terms::{AS_FOLDED_MARK, EXACT_MARK, Run, Terms, exact_term};
use crate::text::{fold, sentences};

/// Length that a snippet is filled up to with further sentences, in bytes.
const FILL_BYTES: usize = 220;

/// Length past which a sentence is cut, in bytes.
const MAX_BYTES: usize = 360;

/// The marks of a query on one article.
pub(crate) struct Marker<'a> {
    highlights: Vec<MarkedWords<'a>>,
}

struct MarkedWords<'a> {
    parts: HighlightParts,
    node: &'a SpanNode,
    leaves: Vec<Vec<&'a str>>,
}

/// A matched place: its bytes, and which condition it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Mark {
    bytes: Range<usize>,
    condition: usize,
}

/// The snippets of `article`: the title where it has a match, then at most `count` pieces of
/// the body (of a caption, where only a caption matches; the opening, where nothing does).
pub(crate) fn snippets(article: &Article, highlights: &[Highlight], count: usize) -> Vec<Snippet> {
    let forms = person_forms(article, highlights);
    let marker = Marker::new(highlights, &forms);
    let mut found = Vec::new();
    if let Some(title) = &article.title {
        let marks = marker.marks(title, |parts| parts.title);
        if !marks.is_empty() {
            found.push(whole("title", title, &marks));
        }
    }
    if count == 0 {
        return found;
    }
    let marks = marker.marks(&article.body, |parts| parts.body);
    if !marks.is_empty() {
        found.extend(pieces("body", &article.body, &marks, count));
        return found;
    }
    for caption in &article.captions {
        let marks = marker.marks(caption, |parts| parts.caption);
        if !marks.is_empty() {
            found.extend(pieces("caption", caption, &marks, 1));
            return found;
        }
    }
    if !article.body.trim().is_empty() {
        found.extend(pieces("body", &article.body, &[], 1));
    }
    found
}

/// A form of a name, as it is looked for in the text.
#[derive(Clone, Debug, PartialEq)]
struct NameForm {
    leaves: Vec<Vec<String>>,
    node: SpanNode,
}

impl NameForm {
    /// `None` where there is nothing to look for.
    fn new(form: &str) -> Option<NameForm> {
        let mut leaves: Vec<Vec<String>> = Vec::new();
        let mut parts = Vec::new();
        for span in crate::text::pieces(form) {
            let piece = &form[span];
            let Some(run) = Run::new(piece, false) else {
                parts.push(SpanNode::Leaf(leaves.len()));
                leaves.push(vec![fold(piece).into_owned()]);
                continue;
            };
            let mut places = Vec::with_capacity(run.pairs.len());
            for (distance, terms) in run.pairs {
                places.push((leaves.len(), distance));
                leaves.push(terms);
            }
            parts.push(SpanNode::Run { leaves: places, width: run.width });
        }
        (!leaves.is_empty()).then_some(NameForm { leaves, node: SpanNode::Sequence(parts) })
    }
}

/// The forms under which the article calls the people that the query asks for.
fn person_forms(article: &Article, highlights: &[Highlight]) -> Vec<NameForm> {
    let mut found: Vec<NameForm> = Vec::new();
    for highlight in highlights {
        let Highlight::Person { leaves, node } = highlight else { continue };
        for person in &article.people {
            let asked_for = std::iter::once(&person.name).chain(&person.forms).any(|form| {
                // As the index holds it.
                let places = places(leaves, &person_words(form).join(" "));
                !node.spans(&|leaf| &places[leaf]).is_empty()
            });
            if asked_for {
                for form in std::iter::once(&person.name).chain(&person.forms) {
                    let form = NameForm::new(form).filter(|form| !found.contains(form));
                    found.extend(form);
                }
            }
        }
    }
    found
}

fn places(leaves: &[Vec<String>], text: &str) -> Vec<Vec<u32>> {
    let mut places = vec![Vec::new(); leaves.len()];
    let mut terms = Terms::new(text);
    let mut term = String::new();
    let mut at = 0;
    while terms.next(&mut term).is_some() {
        for (leaf, forms) in places.iter_mut().zip(leaves) {
            if forms.contains(&term) {
                leaf.push(at);
            }
        }
        at += 1;
    }
    places
}

impl<'a> Marker<'a> {
    fn new(highlights: &'a [Highlight], person_forms: &'a [NameForm]) -> Self {
        let mut marked: Vec<MarkedWords<'a>> = highlights
            .iter()
            .filter_map(|highlight| match highlight {
                Highlight::Words { parts, leaves, node } => Some(MarkedWords {
                    parts: *parts,
                    node,
                    leaves: leaves
                        .iter()
                        .map(|leaf| leaf.iter().map(String::as_str).collect())
                        .collect(),
                }),
                Highlight::Person { .. } => None,
            })
            .collect();
        let everywhere = HighlightParts { title: true, body: true, caption: true };
        for form in person_forms {
            let leaves = form.leaves.iter().map(|leaf| leaf.iter().map(String::as_str).collect());
            let leaves = leaves.collect();
            marked.push(MarkedWords { parts: everywhere, node: &form.node, leaves });
        }
        Marker { highlights: marked }
    }

    /// The matches in `text`, sorted, overlapping ones joined.
    fn marks(&self, text: &str, in_part: impl Fn(HighlightParts) -> bool) -> Vec<Mark> {
        // Which leaves a folded word belongs to.
        let mut wanted: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        for (condition, words) in self.highlights.iter().enumerate() {
            if in_part(words.parts) {
                for (leaf, forms) in words.leaves.iter().enumerate() {
                    for form in forms {
                        wanted.entry(form).or_default().push((condition, leaf));
                    }
                }
            }
        }
        if wanted.is_empty() {
            return Vec::new();
        }
        let mut spans: Vec<Range<usize>> = Vec::new();
        let mut places: Vec<Vec<Vec<u32>>> =
            self.highlights.iter().map(|words| vec![Vec::new(); words.leaves.len()]).collect();
        let exact_forms = wanted.keys().any(|term| term.starts_with([EXACT_MARK, AS_FOLDED_MARK]));
        let mut terms = Terms::new(text);
        let (mut term, mut exact) = (String::new(), String::new());
        while let Some(span) = terms.next(&mut term) {
            let Ok(at) = u32::try_from(spans.len()) else { break };
            let mut stands = |term: &str| {
                for (condition, leaf) in wanted.get(term).into_iter().flatten() {
                    let places = &mut places[*condition][*leaf];
                    // A leaf may hold both a word and its exact form.
                    if places.last() != Some(&at) {
                        places.push(at);
                    }
                }
            };
            stands(&term);
            if exact_forms {
                if !exact_term(&text[span.clone()], &term, &mut exact) {
                    exact.clear();
                    exact.push(AS_FOLDED_MARK);
                    exact.push_str(&term);
                }
                stands(&exact);
            }
            spans.push(span);
        }
        let mut marks = Vec::new();
        for (condition, words) in self.highlights.iter().enumerate() {
            let places = &places[condition];
            if !in_part(words.parts) || places.iter().all(Vec::is_empty) {
                continue;
            }
            let found = words.node.spans(&|leaf| &places[leaf]);
            let in_a_row = matches!(words.node, SpanNode::Sequence(_));
            let single = words.node.word_spans(&|leaf| &places[leaf]);
            for (first, last) in found {
                // Of words near each other the words are marked, not what is between.
                let whole = [(first, last)];
                let inside = if in_a_row {
                    &whole[..]
                } else {
                    let from = single.partition_point(|span| span.0 < first);
                    &single[from..]
                };
                for &(start, end) in inside.iter().take_while(|span| span.0 < last) {
                    let Some(last_word) = spans.get((end as usize).saturating_sub(1)) else {
                        continue;
                    };
                    let bytes = spans[start as usize].start..last_word.end;
                    marks.push(Mark { bytes, condition });
                }
            }
        }
        marks.sort_by_key(|mark| (mark.bytes.start, mark.bytes.end));
        let mut joined: Vec<Mark> = Vec::new();
        for mark in marks {
            match joined.last_mut() {
                Some(last) if mark.bytes.start < last.bytes.end => {
                    last.bytes.end = last.bytes.end.max(mark.bytes.end);
                }
                _ => joined.push(mark),
            }
        }
        joined
    }
}

fn whole(field: &'static str, text: &str, marks: &[Mark]) -> Snippet {
    let highlights = marks.iter().map(|mark| (mark.bytes.start, mark.bytes.end)).collect();
    Snippet { field, text: text.to_owned(), highlights }
}

/// The best `count` pieces of `text`, in its order.
fn pieces(field: &'static str, text: &str, marks: &[Mark], count: usize) -> Vec<Snippet> {
    let sentences = sentences(text);
    let mut scored: Vec<(usize, f32)> = Vec::new();
    let mut next = 0;
    for (number, sentence) in sentences.iter().enumerate() {
        let mut conditions: Vec<usize> = Vec::new();
        let mut score = 0.0;
        while let Some(mark) = marks.get(next).filter(|mark| mark.bytes.start < sentence.end) {
            // A second match of the same word says little more.
            score += if conditions.contains(&mark.condition) { 0.1 } else { 1.0 };
            conditions.push(mark.condition);
            next += 1;
        }
        if score > 0.0 {
            scored.push((number, score));
        }
    }
    if scored.is_empty() && !sentences.is_empty() {
        scored.push((0, 0.0));
    }
    // Stable: of equals the earlier sentence, which says more of what the article is about.
    scored.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut chosen: Vec<Range<usize>> = Vec::new();
    for (number, _) in scored {
        if chosen.len() == count {
            break;
        }
        let sentence = &sentences[number];
        if chosen.iter().any(|range| range.contains(&sentence.start)) {
            continue;
        }
        chosen.push(filled(text, &sentences, number, &chosen));
    }
    chosen.sort_by_key(|range| range.start);
    chosen.into_iter().map(|range| cut(field, text, range, marks)).collect()
}

/// The sentence `number` and what follows it in the same paragraph, up to [`FILL_BYTES`].
fn filled(
    text: &str,
    sentences: &[Range<usize>],
    number: usize,
    chosen: &[Range<usize>],
) -> Range<usize> {
    let mut range = sentences[number].clone();
    for next in &sentences[number + 1..] {
        let same_paragraph = !text[range.end..next.start].contains("\n\n");
        let free = !chosen.iter().any(|other| other.contains(&next.start));
        if !same_paragraph || !free || next.end - range.start > FILL_BYTES {
            break;
        }
        range.end = next.end;
    }
    range
}

/// Cuts `range` out of `text`, shortened around its matches where it is too long.
fn cut(field: &'static str, text: &str, range: Range<usize>, marks: &[Mark]) -> Snippet {
    let inside = |range: &Range<usize>| {
        let from = marks.partition_point(|mark| mark.bytes.end <= range.start);
        let to = marks.partition_point(|mark| mark.bytes.start < range.end);
        from..to.max(from)
    };
    let mut window = range.clone();
    if window.len() > MAX_BYTES {
        let matched = inside(&range);
        let first = marks.get(matched.start).filter(|_| !matched.is_empty());
        // A third of the room stands before the first match, so that it has a context.
        let start =
            first.map_or(range.start, |mark| mark.bytes.start.saturating_sub(MAX_BYTES / 3));
        let start = start.clamp(range.start, range.end - MAX_BYTES);
        window = word_start(text, start, &range)..word_end(text, start + MAX_BYTES, &range);
    }
    let (before, after) = (window.start > range.start, window.end < range.end);
    let mut snippet = Snippet { field, ..Snippet::default() };
    if before {
        snippet.text.push('…');
    }
    let offset = snippet.text.len();
    // A line break inside a paragraph is a space to the reader.
    snippet.text.extend(text[window.clone()].chars().map(|c| if c == '\n' { ' ' } else { c }));
    if after {
        snippet.text.push('…');
    }
    for mark in &marks[inside(&window)] {
        let start = mark.bytes.start.max(window.start) - window.start + offset;
        let end = mark.bytes.end.min(window.end) - window.start + offset;
        snippet.highlights.push((start, end));
    }
    snippet
}

/// The start of the word at or after `at`, within `range`; `at` itself where there is no space
/// near.
fn word_start(text: &str, at: usize, range: &Range<usize>) -> usize {
    let at = text.ceil_char_boundary(at);
    if at <= range.start {
        return range.start;
    }
    let rest = &text[at..range.end];
    rest.char_indices()
        .take(40)
        .find(|(_, c)| c.is_whitespace())
        .map_or(at, |(space, c)| at + space + c.len_utf8())
}

/// The end of the word before `at`, within `range`.
fn word_end(text: &str, at: usize, range: &Range<usize>) -> usize {
    let at = text.floor_char_boundary(at.min(range.end));
    if at >= range.end {
        return range.end;
    }
    let head = &text[range.start..at];
    let space = head.char_indices().rev().take(40).find(|(_, c)| c.is_whitespace());
    space.map_or(at, |(space, _)| range.start + space)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(title: &str, body: &str) -> Article {
        Article { title: Some(title.to_owned()), body: body.to_owned(), ..Article::default() }
    }

    fn word(forms: &[&str]) -> Highlight {
        Highlight::Words {
            parts: HighlightParts { title: true, body: true, caption: true },
            leaves: vec![forms.iter().map(|form| (*form).to_owned()).collect()],
            node: SpanNode::Leaf(0),
        }
    }

    fn marked(snippet: &Snippet) -> String {
        let mut text = snippet.text.clone();
        for (start, end) in snippet.highlights.iter().rev() {
            text.insert(*end, ']');
            text.insert(*start, '[');
        }
        text
    }

    #[test]
    fn matches_are_marked_in_whole_sentences() {
        let article = article(
            "Ferry talks fail",
            "The crew met on Monday. The ferries did not sail.\n\nA ferry was sold. Nothing else.",
        );
        let found = snippets(&article, &[word(&["ferry", "ferries"])], 2);
        let found: Vec<String> = found.iter().map(marked).collect();
        assert_eq!(
            found,
            [
                "[Ferry] talks fail",
                "The [ferries] did not sail.",
                "A [ferry] was sold. Nothing else."
            ]
        );
    }

    #[test]
    fn long_sentences_are_cut_around_the_match() {
        let body = format!("{}needle {}", "some words ".repeat(100), "more words ".repeat(100));
        let found = snippets(&article("T", &body), &[word(&["needle"])], 1);
        let text = marked(&found[0]);
        assert!(text.starts_with('…') && text.ends_with('…'), "{text}");
        assert!(text.contains("words [needle] more"), "{text}");
        assert!(found[0].text.len() <= MAX_BYTES + 6);
    }

    #[test]
    fn without_a_match_the_opening_is_shown() {
        let found = snippets(&article("T", "First. Second."), &[], 3);
        assert_eq!(found.iter().map(marked).collect::<Vec<_>>(), ["First. Second."]);
    }

    #[test]
    fn text_without_spaces_or_of_wide_characters_is_cut_safely() {
        for body in ["é".repeat(5000), format!("{}x", "日本".repeat(900)), "a".repeat(100_000)] {
            for snippet in snippets(&article("T", &body), &[word(&["日"])], 2) {
                for (start, end) in &snippet.highlights {
                    assert!(snippet.text.get(*start..*end).is_some());
                }
            }
        }
    }
}
