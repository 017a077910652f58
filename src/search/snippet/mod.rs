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

/// What it is worth besides that the name is given in full.
const WHOLE_NAME_WORTH: f32 = 1.0;

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
                    worths.extend([PERSON_WORTH, WHOLE_NAME_WORTH]);
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
            for (field, text, marks) in marked.values {
                let snippet = Snippet { field, text, highlights: joined(marks.into_iter()) };
                if found.len() < count && !found.contains(&snippet) {
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

    fn body(text: &str, highlights: &[Highlight], count: usize) -> Vec<String> {
        snippets(&article("", text), highlights, count).iter().map(marked).collect()
    }

    /// A word of so much worth.
    fn worth(form: &str, worth: f32) -> Highlight {
        match word(&[form]) {
            Highlight::Words { parts, leaves, node, least, .. } => {
                Highlight::Words { parts, leaves, node, worth, least }
            }
            other => other,
        }
    }

    #[test]
    fn the_passage_with_more_and_rarer_words_is_shown() {
        let text = "The crew met. The crew and the crew of another ship met the crew again.\n\n\
                    A strike stopped the ferry and its crew.\n\nNothing else.";
        let asked = [worth("crew", 1.0), worth("ferry", 4.0), worth("strike", 5.0)];
        assert_eq!(body(text, &asked, 1), ["A [strike] stopped the [ferry] and its [crew]."]);
        // Of equals the first.
        let text = "A ferry sank.\n\nA ferry left.\n\nA ferry came.";
        assert_eq!(body(text, &asked, 1), ["A [ferry] sank."]);
    }

    #[test]
    fn words_near_each_other_come_before_words_apart() {
        let apart = format!("A ferry {} had a strike.", "and so on ".repeat(9));
        let text = format!("{apart}\n\nThen the ferry strike ended.");
        let asked = [worth("ferry", 3.0), worth("strike", 3.0)];
        assert_eq!(body(&text, &asked, 1), ["Then the [ferry] [strike] ended."]);
    }

    #[test]
    fn what_lies_apart_is_shown_in_two_fragments() {
        let between = "Nothing happened for a long while after that. ".repeat(12);
        let text = format!("A ferry and a ferry left. {between}Then a strike began. {between}");
        let asked = [worth("ferry", 3.0), worth("strike", 3.0)];
        let found = body(&text, &asked, 2);
        assert!(found[0].starts_with("A [ferry] and a [ferry] left."), "{found:?}");
        assert!(found[1].starts_with("Then a [strike] began."), "{found:?}");
    }

    #[test]
    fn of_a_condition_on_the_number_of_places_all_or_none_are_marked() {
        let least = |least| match word(&["ferry"]) {
            Highlight::Words { parts, leaves, node, worth, .. } => {
                Highlight::Words { parts, leaves, node, worth, least }
            }
            other => other,
        };
        let text = "A ferry. The ferry.";
        assert_eq!(body(text, &[least(2)], 1), ["A [ferry]. The [ferry]."]);
        assert_eq!(body(text, &[least(3)], 1), ["A ferry. The ferry."]);
    }

    #[test]
    fn captions_are_shown_where_there_is_room() {
        let mut article = article("Ferry", "The ferry left.");
        article.captions = vec!["A ferry at night".to_owned()];
        let shown = |count| {
            let found = snippets(&article, &[word(&["ferry"])], count);
            found.iter().map(|one| format!("{}: {}", one.field, marked(one))).collect::<Vec<_>>()
        };
        assert_eq!(shown(0), ["title: [Ferry]"]);
        assert_eq!(shown(1), ["title: [Ferry]", "body: The [ferry] left."]);
        assert_eq!(shown(2)[2], "caption: A [ferry] at night");
    }

    #[test]
    fn directions_that_a_cut_leaves_open_are_closed() {
        for (text, closed) in [
            ("abc", "abc"),
            ("\u{202b}אבג", "\u{202b}אבג\u{202c}"),
            ("\u{2067}א \u{202a}b", "\u{2067}א \u{202a}b\u{202c}\u{2069}"),
            ("\u{2067}א \u{202a}b\u{2069}", "\u{2067}א \u{202a}b\u{2069}"),
            ("\u{202c}ab\u{2069}", "\u{202c}ab\u{2069}"),
        ] {
            let mut shown = text.to_owned();
            close_directions(&mut shown);
            assert_eq!(shown, closed, "{text:?}");
        }
    }

    #[test]
    fn a_passage_is_as_long_in_every_script() {
        for text in ["слово ", "كلمة ", "word "] {
            let body = format!("{}needle {}", text.repeat(300), text.repeat(300));
            let found = snippets(&article("", &body), &[word(&["needle"])], 1);
            let length = found[0].text.chars().filter(|c| *c != '…').count();
            assert!((340..=360).contains(&length), "{text}: {length}");
        }
    }
}
