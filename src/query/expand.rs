//! Which indexed words a word of a query stands for, looked up in the dictionary of the index.
//!
//! Words are indexed folded and unstemmed; a plain word of a query stands for every indexed
//! word of the same stem in one of the languages of the index. Wildcards, fuzzy words and
//! regular expressions are looked up in the same way, so that whatever a word stands for is a
//! list of words, which the postings and the snippets both understand.

use std::collections::BTreeMap;

use frostem::{Algorithm, Stemmer};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy::{Searcher, Term};
use tantivy_fst::Automaton;

use super::resolved::WordPattern;
use crate::error::{Error, ErrorKind, Result};
use crate::text::terms::{exact_word, is_folded_word, starts_with_character};

/// Most indexed words that one word of a query is spread to; the most frequent are kept.
pub(crate) const MAX_EXPANSION: usize = 1024;

/// No exact term is greater than this, no word less.
const FIRST_WORD: &str = "\u{2}";

/// What a word of a query stands for in one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Expansion {
    /// The indexed words.
    pub words: Vec<String>,
    /// Number of indexed words that would match, where it is more than were kept.
    pub cut_from: Option<usize>,
}

/// Languages whose stemmer is tried on a word, by the code that articles carry.
const STEMMERS: &[(&str, Algorithm, Script)] = &[
    ("en", Algorithm::English, Script::Latin),
    ("de", Algorithm::German, Script::Latin),
    ("fr", Algorithm::French, Script::Latin),
    ("es", Algorithm::Spanish, Script::Latin),
    ("it", Algorithm::Italian, Script::Latin),
    ("pt", Algorithm::Portuguese, Script::Latin),
    ("nl", Algorithm::Dutch, Script::Latin),
    ("sv", Algorithm::Swedish, Script::Latin),
    ("no", Algorithm::Norwegian, Script::Latin),
    ("nb", Algorithm::Norwegian, Script::Latin),
    ("da", Algorithm::Danish, Script::Latin),
    ("fi", Algorithm::Finnish, Script::Latin),
    ("hu", Algorithm::Hungarian, Script::Latin),
    ("ro", Algorithm::Romanian, Script::Latin),
    ("tr", Algorithm::Turkish, Script::Latin),
    ("ru", Algorithm::Russian, Script::Cyrillic),
    ("uk", Algorithm::Ukrainian, Script::Cyrillic),
    ("bg", Algorithm::Russian, Script::Cyrillic),
    ("ca", Algorithm::Catalan, Script::Latin),
    ("cs", Algorithm::Czech, Script::Latin),
    ("pl", Algorithm::Polish, Script::Latin),
    ("ar", Algorithm::Arabic, Script::Arabic),
    ("el", Algorithm::Greek, Script::Greek),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Arabic,
    Greek,
    Other,
}

fn script(word: &str) -> Script {
    match word.chars().find(|c| c.is_alphabetic()).map(u32::from) {
        Some(0x41..=0x24f | 0x1e00..=0x1eff) => Script::Latin,
        Some(0x400..=0x52f) => Script::Cyrillic,
        Some(0x600..=0x6ff) => Script::Arabic,
        Some(0x370..=0x3ff) => Script::Greek,
        _ => Script::Other,
    }
}

/// Looks words up in the dictionary of one index.
pub(crate) struct Expander<'a> {
    searcher: &'a Searcher,
    languages: Vec<(Stemmer, Script)>,
}

impl<'a> Expander<'a> {
    /// An expander for an index whose articles are in `languages` (ISO 639 codes).
    pub(crate) fn new(searcher: &'a Searcher, languages: &[String]) -> Self {
        let mut stemmers: Vec<(Stemmer, Script)> = Vec::new();
        let mut used: Vec<Algorithm> = Vec::new();
        for (code, algorithm, script) in STEMMERS {
            if languages.iter().any(|language| language == code) && !used.contains(algorithm) {
                used.push(*algorithm);
                stemmers.push((Stemmer::new(*algorithm), *script));
            }
        }
        Expander { searcher, languages: stemmers }
    }

    /// The words of `field` that `pattern` stands for.
    pub(crate) fn expand(&self, field: Field, pattern: &WordPattern) -> Result<Expansion> {
        match pattern {
            WordPattern::Folded(word) => Ok(single(word)),
            WordPattern::Exact(word) => Ok(single(&exact_word(word))),
            WordPattern::Gap => Ok(Expansion::default()),
            WordPattern::Stemmed(word) => self.stemmed(field, word),
            WordPattern::Wildcard(pattern) => {
                let prefix: &str = pattern.split(['*', '?']).next().unwrap_or_default();
                self.range(field, prefix, |word| is_folded_word(word) && glob(pattern, word))
            }
            WordPattern::Fuzzy { word, edits } => {
                let term = Term::from_field_text(field, word);
                let query = FuzzyTermQuery::new(term, (*edits).min(2), true);
                self.automaton(field, &query.automaton()?)
            }
            WordPattern::Regex(pattern) => {
                let automaton = tantivy_fst::Regex::new(pattern).map_err(|error| {
                    Error::new(ErrorKind::Query, format!("regular expression: {error}"))
                })?;
                self.automaton(field, &automaton)
            }
        }
    }

    /// The pairs of characters that begin with `character`, of a script without spaces. All of
    /// them, because together they are one character: no more than there are characters to follow.
    pub(crate) fn character(&self, field: Field, character: &str) -> Result<Vec<String>> {
        let found = self.found(field, character, |term| starts_with_character(term, character))?;
        Ok(found.into_keys().collect())
    }

    fn stemmed(&self, field: Field, word: &str) -> Result<Expansion> {
        let script = script(word);
        let stems: Vec<(&Stemmer, String)> = self
            .languages
            .iter()
            .filter(|(_, of)| *of == script)
            .map(|(stemmer, _)| (stemmer, stemmer.stem(word).into_owned()))
            .collect();
        if stems.is_empty() || word.chars().all(|c| c.is_ascii_digit()) {
            return Ok(single(word));
        }
        let bare = bare_forms(word, script);
        let known: Vec<(&Stemmer, Vec<String>)> = stems
            .into_iter()
            .map(|(stemmer, stem)| {
                let others = bare.iter().map(|form| stemmer.stem(form).into_owned());
                (stemmer, others.chain([stem]).collect())
            })
            .collect();
        let stands_for = |form: &str| {
            form == word
                || known.iter().any(|(stemmer, stems)| {
                    stems.iter().any(|stem| *stem == stemmer.stem(form))
                        || bare_forms(form, script).iter().any(|form| {
                            *form == word
                                || bare.contains(form)
                                || stems.iter().any(|stem| *stem == stemmer.stem(form))
                        })
                })
        };
        let mut starts: Vec<String> = Vec::new();
        for stem in known.iter().flat_map(|(_, stems)| stems) {
            for start in starts_of_forms(word, stem, script) {
                // One scan serves every start that begins so.
                if !starts.iter().any(|other| start.starts_with(other.as_str())) {
                    starts.retain(|other| !other.starts_with(&start));
                    starts.push(start);
                }
            }
        }
        let mut found = BTreeMap::new();
        for start in &starts {
            found.append(&mut self.found(field, start, stands_for)?);
        }
        if found.is_empty() {
            found.insert(word.to_owned(), 0);
        }
        Ok(cut(found))
    }

    /// The words that begin with `prefix` and for which `matches` holds.
    fn range(
        &self,
        field: Field,
        prefix: &str,
        matches: impl Fn(&str) -> bool,
    ) -> Result<Expansion> {
        Ok(cut(self.found(field, prefix, matches)?))
    }

    fn found(
        &self,
        field: Field,
        prefix: &str,
        matches: impl Fn(&str) -> bool,
    ) -> Result<BTreeMap<String, u64>> {
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            // Exact terms stand before all words.
            let from = if prefix.is_empty() { FIRST_WORD } else { prefix };
            let stream = inverted.terms().range().ge(from.as_bytes()).into_stream();
            let mut stream = stream.map_err(unreadable)?;
            while stream.advance() {
                let Ok(word) = std::str::from_utf8(stream.key()) else { continue };
                if !word.starts_with(prefix) {
                    break;
                }
                if matches(word) {
                    *found.entry(word.to_owned()).or_insert(0) +=
                        u64::from(stream.value().doc_freq);
                }
            }
        }
        Ok(found)
    }

    fn automaton<A>(&self, field: Field, automaton: &A) -> Result<Expansion>
    where
        A: Automaton,
        A::State: Clone,
    {
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream: TermStreamer<'_, &A> = inverted
                .terms()
                .search(automaton)
                .ge(FIRST_WORD)
                .into_stream()
                .map_err(unreadable)?;
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key())
                    && is_folded_word(word)
                {
                    *found.entry(word.to_owned()).or_insert(0) +=
                        u64::from(stream.value().doc_freq);
                }
            }
        }
        Ok(cut(found))
    }
}

fn unreadable(error: std::io::Error) -> Error {
    Error::new(ErrorKind::Damaged, "dictionary cannot be read").with_source(error)
}

fn single(word: &str) -> Expansion {
    Expansion { words: vec![word.to_owned()], cut_from: None }
}

/// Keeps the most frequent words.
fn cut(found: BTreeMap<String, u64>) -> Expansion {
    let all = found.len();
    if all <= MAX_EXPANSION {
        return Expansion { words: found.into_keys().collect(), cut_from: None };
    }
    let mut by_frequency: Vec<(String, u64)> = found.into_iter().collect();
    by_frequency.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut words: Vec<String> =
        by_frequency.into_iter().take(MAX_EXPANSION).map(|(word, _)| word).collect();
    words.sort_unstable();
    Expansion { words, cut_from: Some(all) }
}

/// What stands before a word in Arabic without a space: `and`, `so`, `by`, `as`, `for`, the article,
/// and what becomes of them together.
const ARABIC_BEFORE: [&str; 14] =
    ["ال", "وال", "فال", "بال", "كال", "وبال", "لل", "ولل", "و", "ف", "ب", "ك", "ل", "وب"];

/// A word of Arabic without each of the small words that it may begin with; nothing in other
/// scripts. The stemmer takes the article off, but also an `and` that belongs to the word.
fn bare_forms(word: &str, script: Script) -> Vec<&str> {
    if script != Script::Arabic {
        return Vec::new();
    }
    let bare = ARABIC_BEFORE.iter().filter_map(|before| word.strip_prefix(before));
    // Three letters are the shortest root.
    bare.filter(|rest| rest.chars().count() >= 3).collect()
}

/// What the forms of a stem begin with.
fn starts_of_forms(word: &str, stem: &str, script: Script) -> Vec<String> {
    if script == Script::Arabic {
        let mut starts = Vec::new();
        for form in [word, stem] {
            let start: String = form.chars().take(3).collect();
            starts.extend(ARABIC_BEFORE.iter().map(|before| format!("{before}{start}")));
            starts.push(start);
        }
        return starts;
    }
    let shared = shared_start(word, stem);
    if !shared.is_empty() {
        return vec![shared];
    }
    // Something was taken from the front, as from the Dutch `gewerkt`, which is of `werken`.
    let first = |text: &str, count: usize| text.chars().take(count).collect::<String>();
    vec![first(word, 3), first(stem, 3)]
}

/// What a word and its stem begin with, less what other forms may change: `happy` and `happili`
/// share `happ`; the forms of `cri` begin with `cr`.
fn shared_start(word: &str, stem: &str) -> String {
    let shared: Vec<char> =
        word.chars().zip(stem.chars()).take_while(|(a, b)| a == b).map(|(a, _)| a).collect();
    let kept = if shared.len() > 3 { shared.len() - 1 } else { shared.len().min(2) };
    shared.into_iter().take(kept).collect()
}

/// Whether `word` is of the form `pattern`: `*` is any run of characters, `?` one character.
pub(crate) fn glob(pattern: &str, word: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let word: Vec<char> = word.chars().collect();
    let (mut p, mut w) = (0, 0);
    // The last star, and how much of the word it has taken up to now.
    let mut star: Option<(usize, usize)> = None;
    while w < word.len() {
        match pattern.get(p) {
            Some('*') => {
                star = Some((p, w));
                p += 1;
            }
            Some(&c) if c == '?' || c == word[w] => {
                p += 1;
                w += 1;
            }
            _ => {
                let Some((at, taken)) = star else { return false };
                star = Some((at, taken + 1));
                p = at + 1;
                w = taken + 1;
            }
        }
    }
    pattern[p..].iter().all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_words() {
        for (pattern, word, expected) in [
            ("ukrain*", "ukrainian", true),
            ("ukrain*", "ukrain", true),
            ("*ton", "washington", true),
            ("c?t", "cat", true),
            ("c?t", "cart", false),
            ("a*b*c", "axxbyybzzc", true),
            ("a*b*c", "axxbyybzz", false),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(glob(pattern, word), expected, "{pattern} {word}");
        }
    }

    #[test]
    fn the_start_that_all_forms_share_is_kept() {
        for (word, stem, expected) in
            [("negotiated", "negoti", "negot"), ("cries", "cri", "cr"), ("talks", "talk", "tal")]
        {
            assert_eq!(shared_start(word, stem), expected);
        }
    }
}
