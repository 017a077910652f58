//! Pieces of an article with the matches marked.
//!
//! What is marked is decided by the same tree of places that decided the match (`query::spans`),
//! over the words of the stored text (`scan`); names, regions and places are marked where the
//! article's evidence says that they stand (`evidence`). `passage` chooses what is shown.
//!
//! Invariants: `highlights` are byte ranges of `text` on character boundaries, in order, and they
//! do not overlap; a mark is whole or not there; but for a line break, which is a space, `…` at a
//! cut and marks of direction that close what the cut left open, `text` is what stands in the
//! article.

mod evidence;
mod passage;
mod scan;

use std::ops::Range;

use self::evidence::{Marked, Stated};
use self::passage::{Passage, Source};
use self::scan::{Condition, Mark, Matches, Patterns};
use super::Snippet;
use crate::article::Article;
use crate::query::lower::{Highlight, HighlightParts};

/// What showing a person asked for is worth, beside the rarity of words.
const PERSON_WORTH: f32 = 4.0;

/// What showing the region asked for is worth: it is seldom what the search is for.
const REGION_WORTH: f32 = 0.5;

/// What is shown of a caption is worth, of the same in the body: there is less around it.
const CAPTION_WEIGHT: f32 = 0.9;

/// The marks of a query, made ready once for all hits of an answer.
#[derive(Debug)]
pub(crate) struct Marker<'a> {
    patterns: Patterns<'a>,
    stated: Vec<Stated<'a>>,
    /// By facet: what it is worth to be shown.
    worths: Vec<f32>,
}

impl<'a> Marker<'a> {
    pub(crate) fn new(highlights: &'a [Highlight]) -> Self {
        let mut conditions: Vec<Condition<'a>> = Vec::new();
        let mut stated = Vec::new();
        let mut worths: Vec<f32> = Vec::new();
        for (number, highlight) in highlights.iter().enumerate() {
            if highlights[..number].contains(highlight) {
                continue;
            }
            let facet = worths.len();
            match highlight {
                Highlight::Words { parts, leaves, node, worth, least } => {
                    let count = node.part_count();
                    // What every article has is still to be seen; a choice of nothing is worth
                    // without end.
                    let worth = worth.clamp(0.1, 100.0) / count as f32;
                    worths.extend(std::iter::repeat_n(worth, count));
                    let (parts, least) = (*parts, *least);
                    conditions.push(Condition { parts, node, leaves, least, facet });
                }
                Highlight::Person { .. } => {
                    worths.push(PERSON_WORTH);
                    stated.push(Stated { highlight, facet });
                }
                Highlight::Region { .. } => {
                    worths.push(REGION_WORTH);
                    stated.push(Stated { highlight, facet });
                }
            }
        }
        Marker { patterns: Patterns::new(conditions), stated, worths }
    }

    /// The snippets of `article`: the title where it has a match, then at most `count` passages of
    /// body and captions; where nothing of these matches, the values that do and the opening.
    pub(crate) fn snippets(&self, article: &Article, count: usize) -> Vec<Snippet> {
        let mut marked = self.marked(article, count > 0);
        let mut found = Vec::new();
        if let Some(title) = article.title.as_deref().filter(|_| !marked.title.is_empty()) {
            let highlights = joined(marked.title.iter().map(|mark| mark.bytes.clone()));
            found.push(Snippet { field: "title", text: title.to_owned(), highlights });
        }
        if count == 0 {
            return found;
        }
        let mut sources: Vec<Source<'_>> = Vec::with_capacity(1 + article.captions.len());
        let marks = std::mem::take(&mut marked.body);
        sources.push(Source { field: "body", text: &article.body, marks, weight: 1.0 });
        for (text, marks) in article.captions.iter().zip(marked.captions) {
            sources.push(Source { field: "caption", text, marks, weight: CAPTION_WEIGHT });
        }
        let passages = passage::choose(&sources, &self.worths, count);
        if !passages.is_empty() {
            found.extend(passages.iter().map(|passage| cut(&sources[passage.source], passage)));
            return found;
        }
        if found.is_empty() {
            for (field, text, marks) in marked.values.into_iter().take(count) {
                let snippet = Snippet { field, text, highlights: joined(marks.into_iter()) };
                if !found.contains(&snippet) {
                    found.push(snippet);
                }
            }
        }
        let shown = found.iter().filter(|snippet| snippet.field != "title").count();
        if shown < count
            && let Some(passage) = passage::opening(&article.body)
        {
            found.push(cut(&sources[0], &passage));
        }
        found
    }

    /// What is marked in each text; in the body and the captions only where that is asked for.
    fn marked(&self, article: &Article, all: bool) -> Marked {
        // Where the number of places counts, all have to be known.
        let all = all || self.patterns.conditions.iter().any(|condition| condition.least > 1);
        let title = article.title.as_deref().unwrap_or_default();
        let title = self.patterns.scan(title, 0, |parts| parts.title);
        let mut found = vec![title];
        if all {
            let lead = article.lead().len();
            let in_body = |parts: HighlightParts| parts.body || parts.lead;
            found.push(self.patterns.scan(&article.body, lead, in_body));
            let captions = article.captions.iter();
            found.extend(captions.map(|text| self.patterns.scan(text, 0, |parts| parts.caption)));
        }
        let places = |condition: usize| found.iter().map(|of| of[condition].places).sum::<usize>();
        let enough: Vec<bool> = self
            .patterns
            .conditions
            .iter()
            .enumerate()
            .map(|(number, of)| of.least <= 1 || places(number) >= of.least as usize)
            .collect();
        let mut found = found.into_iter().map(|of: Vec<Matches>| {
            let held = of.into_iter().zip(&enough).filter(|(_, enough)| **enough);
            held.flat_map(|(matches, _)| matches.marks).collect::<Vec<Mark>>()
        });
        let mut marked = Marked {
            title: found.next().unwrap_or_default(),
            body: found.next().unwrap_or_default(),
            captions: found.collect(),
            values: Vec::new(),
        };
        marked.captions.resize(article.captions.len(), Vec::new());
        for stated in &self.stated {
            stated.mark(article, &mut marked);
        }
        evidence::mark_values(article, &self.patterns, &mut marked);
        let texts = [&mut marked.title, &mut marked.body].into_iter();
        for marks in texts.chain(&mut marked.captions) {
            marks.sort_unstable_by_key(|mark| (mark.bytes.start, mark.bytes.end, mark.facet));
        }
        marked
    }
}

/// Ranges in order without overlaps, from sorted ones.
fn joined(ranges: impl Iterator<Item = Range<usize>>) -> Vec<(usize, usize)> {
    let mut joined: Vec<(usize, usize)> = Vec::new();
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start < last.1 => last.1 = last.1.max(range.end),
            _ => joined.push((range.start, range.end)),
        }
    }
    joined
}

/// The passage as it is shown.
fn cut(source: &Source<'_>, passage: &Passage) -> Snippet {
    let Passage { bytes, cut: (before, after), .. } = passage;
    let mut text = String::with_capacity(bytes.len() + 8);
    if *before {
        text.push('…');
    }
    let offset = text.len();
    // A line break inside a paragraph is a space to the reader.
    for c in source.text[bytes.clone()].chars() {
        text.push(if c == '\n' { ' ' } else { c });
    }
    close_directions(&mut text);
    if *after {
        text.push('…');
    }
    let from = source.marks.partition_point(|mark| mark.bytes.start < bytes.start);
    let marks = source.marks[from..].iter().take_while(|mark| mark.bytes.start < bytes.end);
    let whole = marks.filter(|mark| mark.bytes.end <= bytes.end);
    let move_by = |at: usize| at - bytes.start + offset;
    let ranges = whole.map(|mark| move_by(mark.bytes.start)..move_by(mark.bytes.end));
    Snippet { field: source.field, highlights: joined(ranges), text }
}

/// Closes the embeddings and isolates that are still open at the end of a piece (Unicode
/// Standard Annex 9), so that they do not turn what is written behind it.
fn close_directions(text: &mut String) {
    if text.is_ascii() {
        return;
    }
    let mut open: Vec<char> = Vec::new();
    for c in text.chars() {
        match c {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' => open.push('\u{202c}'),
            '\u{2066}'..='\u{2068}' => open.push('\u{2069}'),
            // An embedding is closed by its own mark, and by the end of the isolate around it.
            '\u{202c}' if open.last() == Some(&c) => {
                open.pop();
            }
            '\u{2069}' => {
                if let Some(at) = open.iter().rposition(|closing| *closing == c) {
                    open.truncate(at);
                }
            }
            _ => {}
        }
    }
    text.extend(open.into_iter().rev());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::spans::SpanNode;

    fn article(title: &str, body: &str) -> Article {
        Article { title: Some(title.to_owned()), body: body.to_owned(), ..Article::default() }
    }

    fn word(forms: &[&str]) -> Highlight {
        Highlight::Words {
            parts: HighlightParts {
                title: true,
                body: true,
                lead: false,
                caption: true,
                value: None,
            },
            leaves: vec![forms.iter().map(|form| (*form).to_owned()).collect()],
            node: SpanNode::Leaf(0),
            worth: 1.0,
            least: 1,
        }
    }

    fn snippets(article: &Article, highlights: &[Highlight], count: usize) -> Vec<Snippet> {
        Marker::new(highlights).snippets(article, count)
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
        assert!(found[0].text.len() <= 366);
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
