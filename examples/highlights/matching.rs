//! Whether a marked range is what the query asked for, found out without the code that marks: the
//! words of the text are compared with the patterns one by one, and distances are tried out.

use std::ops::Range;

use dateline::query::resolved::{Clause, TextPart, WordPattern};
use dateline::text::{fold, words};
use frostem::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;

/// A text cut into words.
pub(crate) struct Words<'t> {
    text: &'t str,
    pub(crate) spans: Vec<Range<usize>>,
    folded: Vec<String>,
}

impl<'t> Words<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let spans: Vec<Range<usize>> = words(text).collect();
        let folded = spans.iter().map(|span| fold(&text[span.clone()]).into_owned()).collect();
        Words { text, spans, folded }
    }
}

/// First word and the one after the last.
pub(crate) type Place = (usize, usize);

/// A condition that may be marked.
pub(crate) enum Asked<'q> {
    Text { field: Option<&'static str>, part: &'q TextPart, least: u32 },
    Person { field: &'static str, words: &'q [WordPattern] },
    Region { name: &'q str },
}

/// The conditions of a query that are not denied.
pub(crate) fn asked<'q>(clause: &'q Clause, least: u32, all: &mut Vec<Asked<'q>>) {
    match clause {
        Clause::All { clauses, .. } | Clause::Any(clauses) => {
            clauses.iter().for_each(|clause| asked(clause, least, all));
        }
        Clause::Text { field, part } => {
            all.push(Asked::Text { field: field.map(|def| def.name), part, least });
        }
        Clause::Person { field, words, .. } => all.push(Asked::Person { field: field.name, words }),
        Clause::Region { name, .. } => all.push(Asked::Region { name }),
        Clause::AtLeast { count, of } => asked(of, *count, all),
        Clause::Boost { of, .. } => asked(of, least, all),
        _ => {}
    }
}

/// The stemmers of the languages of an index.
pub(crate) struct Stemmers(Vec<Stemmer>);

/// Small words that Arabic writes together with the next.
const ARABIC_BEFORE: [&str; 14] =
    ["ال", "وال", "فال", "بال", "كال", "وبال", "لل", "ولل", "و", "ف", "ب", "ك", "ل", "وب"];

impl Stemmers {
    pub(crate) fn of(languages: &[String]) -> Self {
        let known = |code: &str| {
            Some(match code {
                "en" => Algorithm::English,
                "de" => Algorithm::German,
                "fr" => Algorithm::French,
                "es" => Algorithm::Spanish,
                "it" => Algorithm::Italian,
                "pt" => Algorithm::Portuguese,
                "nl" => Algorithm::Dutch,
                "sv" => Algorithm::Swedish,
                "no" | "nb" => Algorithm::Norwegian,
                "da" => Algorithm::Danish,
                "fi" => Algorithm::Finnish,
                "hu" => Algorithm::Hungarian,
                "ro" => Algorithm::Romanian,
                "tr" => Algorithm::Turkish,
                "ru" | "bg" => Algorithm::Russian,
                "uk" => Algorithm::Ukrainian,
                "ca" => Algorithm::Catalan,
                "cs" => Algorithm::Czech,
                "pl" => Algorithm::Polish,
                "ar" => Algorithm::Arabic,
                "el" => Algorithm::Greek,
                _ => return None,
            })
        };
        Stemmers(languages.iter().filter_map(|code| known(code)).map(Stemmer::new).collect())
    }

    fn same(&self, first: &str, second: &str) -> bool {
        let bare = |word: &str| -> Vec<String> {
            let before = ARABIC_BEFORE.iter().filter_map(|before| word.strip_prefix(before));
            std::iter::once(word).chain(before).map(str::to_owned).collect()
        };
        let (first, second) = (bare(first), bare(second));
        first.iter().any(|one| {
            second.iter().any(|other| {
                one == other || self.0.iter().any(|stem| stem.stem(one) == stem.stem(other))
            })
        })
    }
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
pub(crate) fn edits(first: &str, second: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (first.chars().collect(), second.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut least = changed.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    least = least.min(rows[i - 2][j - 2] + 1);
                }
                least
            };
        }
    }
    rows[a.len()][b.len()]
}

fn glob(pattern: &[char], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some(('*', rest)) => (0..=word.len()).any(|from| glob(rest, &word[from..])),
        Some(('?', rest)) => !word.is_empty() && glob(rest, &word[1..]),
        Some((c, rest)) => word.first() == Some(c) && glob(rest, &word[1..]),
    }
}

/// Whether a regular expression of letters, `.`, `[…]` and `*`, `+`, `?` behind them is the word.
fn regex(pattern: &[char], word: &[char]) -> bool {
    let Some(first) = pattern.first() else { return word.is_empty() };
    let close = (*first == '[').then(|| pattern.iter().position(|c| *c == ']').unwrap_or(0));
    let (atom, rest) = pattern.split_at(close.unwrap_or(0) + 1);
    let is = |c: char| match atom {
        ['.'] => true,
        ['[', inside @ .., ']'] => inside.contains(&c),
        _ => *first == c,
    };
    let (least, most, rest) = match rest.first() {
        Some('*') => (0, usize::MAX, &rest[1..]),
        Some('+') => (1, usize::MAX, &rest[1..]),
        Some('?') => (0, 1, &rest[1..]),
        _ => (1, 1, rest),
    };
    let run = word.iter().take(most).take_while(|c| is(**c)).count();
    (least..=run).any(|taken| regex(rest, &word[taken..]))
}

fn written(word: &str) -> String {
    let seen = word.chars().filter(|c| {
        !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    let plain = |c| match c {
        '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{ff07}' => '\'',
        c => c,
    };
    seen.map(plain).nfc().collect()
}

pub(crate) struct Matcher<'a> {
    pub(crate) stemmers: &'a Stemmers,
}

impl Matcher<'_> {
    /// Where `pattern` begins at word `at`: how many words it takes.
    fn word(&self, pattern: &WordPattern, text: &Words<'_>, at: usize) -> Option<usize> {
        let word = text.folded.get(at)?;
        let typed = match pattern {
            WordPattern::Stemmed(typed)
            | WordPattern::Folded(typed)
            | WordPattern::Exact(typed)
            | WordPattern::Fuzzy { word: typed, .. } => typed,
            WordPattern::Gap => return Some(1),
            WordPattern::Wildcard(pattern) => {
                let (pattern, word): (Vec<char>, Vec<char>) =
                    (pattern.chars().collect(), word.chars().collect());
                return glob(&pattern, &word).then_some(1);
            }
            WordPattern::Regex(pattern) => {
                let (pattern, word): (Vec<char>, Vec<char>) =
                    (pattern.chars().collect(), word.chars().collect());
                return regex(&pattern, &word).then_some(1);
            }
            _ => return None,
        };
        let row: Vec<String> = words(typed).map(|span| fold(&typed[span]).into_owned()).collect();
        if row.len() > 1 {
            // Characters of a script without spaces, in a row.
            let here = text.folded.get(at..at + row.len())?;
            return (here == row).then_some(row.len());
        }
        let span = &text.spans[at];
        let same = match pattern {
            WordPattern::Exact(typed) => {
                fold(typed) == *word && written(typed) == written(&text.text[span.clone()])
            }
            WordPattern::Fuzzy { word: typed, edits: most } => {
                edits(typed, word) <= usize::from(*most)
            }
            WordPattern::Stemmed(typed) => typed == word || self.stemmers.same(typed, word),
            _ => fold(typed) == *word,
        };
        same.then_some(1)
    }

    /// The places of `part`.
    pub(crate) fn places(&self, part: &TextPart, text: &Words<'_>) -> Vec<Place> {
        let mut found: Vec<Place> = match part {
            TextPart::Word(pattern) => self.of_word(pattern, text),
            TextPart::Any(parts) => parts.iter().flat_map(|part| self.places(part, text)).collect(),
            TextPart::Phrase { words, slop: None } => (0..text.spans.len())
                .filter_map(|start| {
                    let mut at = start;
                    for pattern in words {
                        at += self.word(pattern, text, at)?;
                    }
                    Some((start, at))
                })
                .collect(),
            TextPart::Phrase { .. } | TextPart::Near { .. } => {
                let mut found = Vec::new();
                let lists = self.lists(part, text);
                for list in 0..lists.len() {
                    for place in &lists[list] {
                        found.extend(window(&lists, list, *place, condition(part)));
                    }
                }
                found
            }
            _ => Vec::new(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }

    fn of_word(&self, pattern: &WordPattern, text: &Words<'_>) -> Vec<Place> {
        let at = 0..text.spans.len();
        at.filter_map(|at| Some((at, at + self.word(pattern, text, at)?))).collect()
    }

    fn lists(&self, part: &TextPart, text: &Words<'_>) -> Vec<Vec<Place>> {
        match part {
            TextPart::Phrase { words, .. } => words
                .iter()
                .filter(|word| **word != WordPattern::Gap)
                .map(|word| self.of_word(word, text))
                .collect(),
            TextPart::Near { parts, .. } => {
                parts.iter().map(|part| self.places(part, text)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// What may be marked of `part`: whole words and phrases; of parts near each other those
    /// that the distance holds for.
    pub(crate) fn units(&self, part: &TextPart, text: &Words<'_>) -> Vec<Place> {
        match part {
            TextPart::Any(parts) => parts.iter().flat_map(|part| self.units(part, text)).collect(),
            TextPart::Phrase { slop: Some(_), .. } | TextPart::Near { .. } => {
                let lists = self.lists(part, text);
                let inner: Vec<Vec<Place>> = match part {
                    TextPart::Near { parts, .. } => {
                        parts.iter().map(|part| self.units(part, text)).collect()
                    }
                    _ => lists.clone(),
                };
                let mut units = Vec::new();
                for (list, inner) in inner.iter().enumerate() {
                    let held: Vec<Place> = lists[list]
                        .iter()
                        .filter(|place| window(&lists, list, **place, condition(part)).is_some())
                        .copied()
                        .collect();
                    let inside = |unit: &&Place| {
                        held.iter().any(|(start, end)| *start <= unit.0 && unit.1 <= *end)
                    };
                    units.extend(inner.iter().filter(inside).copied());
                }
                units
            }
            _ => self.places(part, text),
        }
    }
}

#[derive(Clone, Copy)]
struct Distance {
    slop: usize,
    ordered: bool,
}

fn condition(part: &TextPart) -> Distance {
    match part {
        TextPart::Phrase { slop, .. } => {
            Distance { slop: slop.unwrap_or_default() as usize, ordered: false }
        }
        TextPart::Near { distance, ordered: true, .. } => {
            Distance { slop: *distance as usize, ordered: true }
        }
        TextPart::Near { parts, distance, .. } => Distance {
            slop: (*distance as usize).saturating_sub(1) * parts.len().saturating_sub(1),
            ordered: false,
        },
        _ => Distance { slop: 0, ordered: false },
    }
}

/// A choice of one place of every list, `fixed` of the list `of`, that the distance holds for.
fn window(lists: &[Vec<Place>], of: usize, fixed: Place, distance: Distance) -> Option<Place> {
    fn choose(
        lists: &[Vec<Place>],
        of: usize,
        fixed: Place,
        distance: Distance,
        chosen: &mut Vec<Place>,
    ) -> Option<Place> {
        if chosen.len() == lists.len() {
            let mut sorted = chosen.clone();
            if !distance.ordered {
                sorted.sort_unstable();
            }
            if sorted.windows(2).any(|pair| pair[0].1 > pair[1].0) {
                return None;
            }
            let (start, end) = (sorted.first()?.0, sorted.last()?.1);
            let held = if distance.ordered {
                sorted.windows(2).all(|pair| pair[1].0 - pair[0].1 < distance.slop.max(1))
            } else {
                let words: usize = sorted.iter().map(|(start, end)| end - start).sum();
                end - start <= words + distance.slop
            };
            return held.then_some((start, end));
        }
        let reach = (distance.slop + 8) * lists.len();
        let near = |place: &&Place| place.0.abs_diff(fixed.0) <= reach;
        let list = chosen.len();
        let only = [fixed];
        let places = if list == of { &only[..] } else { &lists[list][..] };
        for place in places.iter().filter(near) {
            chosen.push(*place);
            let found = choose(lists, of, fixed, distance, chosen);
            chosen.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }
    choose(lists, of, fixed, distance, &mut Vec::new())
}
