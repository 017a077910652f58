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

/// Most indexed words that one word of a query is spread to; the most frequent are kept.
pub(crate) const MAX_EXPANSION: usize = 1024;

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
    ("uk", Algorithm::Russian, Script::Cyrillic),
    ("bg", Algorithm::Russian, Script::Cyrillic),
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
            // The index keeps no case: the caller has noted it.
            WordPattern::Exact(word) => Ok(single(&crate::text::fold(word))),
            WordPattern::Gap => Ok(Expansion::default()),
            WordPattern::Stemmed(word) => self.stemmed(field, word),
            WordPattern::Wildcard(pattern) => {
                let prefix: &str = pattern.split(['*', '?']).next().unwrap_or_default();
                self.range(field, prefix, |word| glob(pattern, word))
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
        let prefixes: Vec<String> =
            stems.iter().map(|(_, stem)| shared_start(word, stem)).collect();
        // One scan for the shortest start serves every stem that begins so.
        let shortest =
            prefixes.iter().min_by_key(|prefix| prefix.len()).cloned().unwrap_or_default();
        let mut found = self.range(field, &shortest, |form| {
            form == word || stems.iter().any(|(stemmer, stem)| stemmer.stem(form) == stem.as_str())
        })?;
        if found.words.is_empty() {
            found.words.push(word.to_owned());
        }
        Ok(found)
    }

    /// The words that begin with `prefix` and for which `matches` holds.
    fn range(
        &self,
        field: Field,
        prefix: &str,
        matches: impl Fn(&str) -> bool,
    ) -> Result<Expansion> {
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let stream = inverted.terms().range().ge(prefix.as_bytes()).into_stream();
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
        Ok(cut(found))
    }

    fn automaton<A>(&self, field: Field, automaton: &A) -> Result<Expansion>
    where
        A: Automaton,
        A::State: Clone,
    {
        let mut found = BTreeMap::new();
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(field)?;
            let mut stream: TermStreamer<'_, &A> =
                inverted.terms().search(automaton).into_stream().map_err(unreadable)?;
            while stream.advance() {
                if let Ok(word) = std::str::from_utf8(stream.key()) {
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
