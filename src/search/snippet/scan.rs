//! Where the words of a query stand in a text: a plain scan that passes over most words after a
//! look at their first two bytes.
//!
//! The words and their places are those of the index (`text::terms`), and what is a match is
//! decided by the tree that decided it there (`query::spans`).

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use crate::query::lower::HighlightParts;
use crate::query::spans::SpanNode;
use crate::text::terms::{AS_FOLDED_MARK, EXACT_MARK, Terms, exact_term, folded_part};

/// A matched place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    /// Where it stands.
    pub bytes: Range<usize>,
    /// Which of the things that a reader has to see it is.
    pub facet: usize,
}

/// One condition of a query, as it is looked for in texts.
#[derive(Clone, Debug)]
pub(super) struct Condition<'a> {
    pub parts: HighlightParts,
    pub node: &'a SpanNode,
    pub leaves: &'a [Vec<String>],
    /// Least number of places over all parts.
    pub least: u32,
    /// Number of its first facet.
    pub facet: usize,
}

/// The words of all conditions, made ready once for all hits of an answer.
#[derive(Debug)]
pub(super) struct Patterns<'a> {
    pub conditions: Vec<Condition<'a>>,
    /// Which leaves of which conditions a term belongs to.
    wanted: HashMap<&'a str, Vec<(usize, usize)>>,
    /// What has to be known of a word before it is worth making its terms.
    folded: HashSet<&'a str>,
    begins: Beginnings,
    exact: bool,
}

/// What one condition has in a text.
#[derive(Clone, Debug, Default)]
pub(super) struct Matches {
    pub marks: Vec<Mark>,
    /// Number of places, as the index counts them.
    pub places: usize,
}

impl<'a> Patterns<'a> {
    pub(super) fn new(conditions: Vec<Condition<'a>>) -> Self {
        let mut wanted: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
        let mut folded = HashSet::new();
        let mut begins = Beginnings::default();
        let mut exact = false;
        for (number, condition) in conditions.iter().enumerate() {
            for (leaf, terms) in condition.leaves.iter().enumerate() {
                for term in terms {
                    wanted.entry(term).or_default().push((number, leaf));
                    exact |= term.starts_with([EXACT_MARK, AS_FOLDED_MARK]);
                    if folded.insert(folded_part(term)) {
                        begins.add(folded_part(term).as_bytes());
                    }
                }
            }
        }
        Patterns { conditions, wanted, folded, begins, exact }
    }

    /// What each of the conditions for which `applies` holds has in `text`, of which those for the
    /// lead alone see `lead` bytes.
    pub(super) fn scan(
        &self,
        text: &str,
        lead: usize,
        applies: impl Fn(HighlightParts) -> bool,
    ) -> Vec<Matches> {
        let mut found = vec![Matches::default(); self.conditions.len()];
        // Until where each condition looks.
        let ends: Vec<usize> = self
            .conditions
            .iter()
            .map(|condition| match applies(condition.parts) {
                true if condition.parts.lead => lead,
                true => usize::MAX,
                false => 0,
            })
            .collect();
        if self.wanted.is_empty() || ends.iter().all(|end| *end == 0) {
            return found;
        }
        let mut places: Vec<Vec<Vec<u32>>> =
            self.conditions.iter().map(|of| vec![Vec::new(); of.leaves.len()]).collect();
        let mut spans: Vec<Range<usize>> = Vec::with_capacity(text.len() / 5);
        let mut terms = Terms::new(text);
        let (mut term, mut exact) = (String::new(), String::new());
        let mut any = false;
        while let Some((span, made)) = terms.next_of(
            &mut term,
            |word| self.begins.may(word),
            |folded| self.folded.contains(folded),
        ) {
            let Ok(at) = u32::try_from(spans.len()) else { break };
            if made {
                let mut stands = |term: &str| {
                    for (condition, leaf) in self.wanted.get(term).into_iter().flatten() {
                        let places = &mut places[*condition][*leaf];
                        // A leaf may hold both a word and its exact form.
                        if span.end <= ends[*condition] && places.last() != Some(&at) {
                            places.push(at);
                            any = true;
                        }
                    }
                };
                stands(&term);
                if self.exact {
                    if !exact_term(&text[span.clone()], &term, &mut exact) {
                        exact.clear();
                        exact.push(AS_FOLDED_MARK);
                        exact.push_str(&term);
                    }
                    stands(&exact);
                }
            }
            spans.push(span);
        }
        if !any {
            return found;
        }
        for ((condition, places), found) in self.conditions.iter().zip(&places).zip(&mut found) {
            if places.iter().all(Vec::is_empty) {
                continue;
            }
            let of_leaf = |leaf: usize| places[leaf].as_slice();
            for ((first, end), part) in condition.node.marked_spans(&of_leaf) {
                let last = (end as usize).checked_sub(1).and_then(|last| spans.get(last));
                if let (Some(first), Some(last)) = (spans.get(first as usize), last) {
                    let facet = condition.facet + part;
                    found.marks.push(Mark { bytes: first.start..last.end, facet });
                }
            }
            // Only a condition on the number of places counts them.
            found.places = match condition.least {
                0 | 1 => found.marks.len(),
                _ => condition.node.spans(&of_leaf).len(),
            };
        }
        found
    }
}

/// The first two bytes of the words looked for. A word that begins with ASCII is folded to one
/// that begins with the same letter in lower case, and so is its second letter.
#[derive(Debug)]
struct Beginnings {
    /// By first and second byte, 0 where there is none.
    pairs: Vec<u64>,
    firsts: [bool; 256],
    /// Whether a word of Cyrillic is among them; such words fold to nothing else.
    cyrillic: bool,
}

impl Default for Beginnings {
    fn default() -> Self {
        Beginnings { pairs: vec![0; 1024], firsts: [false; 256], cyrillic: false }
    }
}

/// First bytes of the letters from U+0400 to U+04FF. They fold to letters of the same kind.
fn is_cyrillic(first: u8) -> bool {
    matches!(first, 0xd0..=0xd3)
}

impl Beginnings {
    fn add(&mut self, word: &[u8]) {
        let first = word.first().copied().unwrap_or_default();
        let second = word.get(1).copied().unwrap_or_default();
        self.firsts[usize::from(first)] = true;
        self.cyrillic |= is_cyrillic(first);
        let key = usize::from(first) << 8 | usize::from(second);
        self.pairs[key / 64] |= 1 << (key % 64);
    }

    /// Whether the written word `word` may fold to one of those looked for.
    fn may(&self, word: &[u8]) -> bool {
        let first = word.first().copied().unwrap_or_default().to_ascii_lowercase();
        if !first.is_ascii() {
            return self.cyrillic || !is_cyrillic(first);
        }
        let second = word.get(1).copied().unwrap_or_default().to_ascii_lowercase();
        if !second.is_ascii() {
            // An accent, or nothing that anyone sees.
            return self.firsts[usize::from(first)];
        }
        let key = usize::from(first) << 8 | usize::from(second);
        self.pairs[key / 64] & 1 << (key % 64) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn no_word_is_passed_over_that_folds_to_one_looked_for() {
        for (written, folded) in [
            ("Ferry", "ferry"),
            ("FERRY", "ferry"),
            ("a", "a"),
            ("À", "a"),
            ("a\u{300}", "a"),
            ("e\u{301}clair", "eclair"),
            ("O’Brien", "o'brien"),
            ("co\u{ad}op", "coop"),
            ("c\u{ad}oop", "coop"),
            ("Æsir", "aesir"),
            ("ﬁnance", "finance"),
            ("2024", "2024"),
            ("٢٠٢٤", "2024"),
            ("ＮＡＴＯ", "nato"),
            ("Москва", "москва"),
            ("И\u{306}од", "йод"),
            ("Ѓорѓи", "ѓорѓи"),
            ("Àé", "ae"),
        ] {
            assert_eq!(fold(written), folded);
            let mut begins = Beginnings::default();
            begins.add(folded.as_bytes());
            assert!(begins.may(written.as_bytes()), "{written}");
        }
        let mut begins = Beginnings::default();
        begins.add(b"ferry");
        for other in ["talks", "Fa", "f", "Москва"] {
            assert!(!begins.may(other.as_bytes()), "{other}");
        }
    }

    /// Every letter, before others and alone: what the look at the first bytes says has to agree
    /// with the folding.
    #[test]
    fn the_look_at_the_first_bytes_agrees_with_the_folding() {
        for code in 0x20..0x3_0000 {
            let Some(c) = char::from_u32(code) else { continue };
            for written in [format!("{c}"), format!("{c}b"), format!("b{c}"), format!("{c}\u{306}")]
            {
                for span in crate::text::words(&written) {
                    let word = &written[span];
                    let mut begins = Beginnings::default();
                    begins.add(fold(word).as_bytes());
                    assert!(begins.may(word.as_bytes()), "U+{code:04X} in {written:?}");
                }
            }
        }
    }
}
