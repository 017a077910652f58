//! What the index keeps of each word of a text: the one reading that the tokenizer of the index
//! and the marker of snippets share.
//!
//! - A word is kept folded.
//! - A word that is not written as it is folded (`Turkey`, `WHO`, `résumé`) has a second term in the
//!   same place, for `=Word`: [`exact_term`].
//! - In scripts without spaces a character is kept together with the one that follows, as Lucene's
//!   CJK analyser does: `東京都` is `東京` and `京都`, and the last character of a run by itself. A
//!   query for any part of a run is a row of such pairs ([`Run`]), so that what stands in an
//!   article is found however a dictionary would cut it. Each pair also says whether a word
//!   begins before it and whether one ends after it ([`BEGINS`], [`ENDS`]), so that `=京都` asks
//!   for it as a word of its own.
//!
//! Invariants: there is one position for every word of [`super::words`]; folded words, exact
//! terms and pairs can be told apart by their first and last byte ([`is_folded_word`]), so that no
//! wildcard and no stem meets the others.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use super::{
    Words, char_at, fold, fold_into, is_apostrophe, is_ignorable, segment, stands_alone, words,
};

/// First character of an exact term, and what stands between its two forms.
pub(crate) const EXACT_MARK: char = '\u{1}';
/// First character of what a query asks for when a word has to be written as it is folded: the
/// places of the folded word less those of its exact terms. No such term is in an index.
pub(crate) const AS_FOLDED_MARK: char = '\u{2}';

/// A word begins before the pair.
const BEGINS: u8 = 1;
/// A word ends after the pair.
const ENDS: u8 = 2;
/// The last byte of a pair is this and the bits above.
const PAIR_MARK: u8 = 0x10;

/// The terms of a text in order. Not an iterator, because the term is lent.
#[derive(Clone, Debug)]
pub(crate) struct Terms<'t> {
    text: &'t str,
    words: Words<'t>,
    /// The word after the current one, where it was looked at already.
    ahead: Option<Range<usize>>,
    /// Where the run of characters begins and ends that was met last, and whether `cuts` are its.
    run_start: usize,
    run_end: usize,
    is_cut: bool,
    cuts: Vec<usize>,
    /// Number of cuts that are known to lie before the next character.
    passed: usize,
}

impl<'t> Terms<'t> {
    /// The terms of `text`.
    pub(crate) fn new(text: &'t str) -> Self {
        let cuts = Vec::new();
        let (ahead, run_start, run_end) = (None, 0, 0);
        Terms {
            text,
            words: words(text),
            ahead,
            run_start,
            run_end,
            is_cut: false,
            cuts,
            passed: 0,
        }
    }

    /// Writes the term of the next word to `term` and returns the word's bytes.
    pub(crate) fn next(&mut self, term: &mut String) -> Option<Range<usize>> {
        let span = self.ahead.take().or_else(|| self.words.next())?;
        term.clear();
        fold_into(&self.text[span.clone()], term);
        // All of the scripts without spaces have three bytes or more a character.
        if self.text.as_bytes()[span.start] >= 0xe0
            && char_at(self.text, span.start).is_some_and(stands_alone)
        {
            self.pair(&span, term);
        }
        Some(span)
    }

    /// As [`Terms::next`], for one who looks for a few terms: besides the word's bytes says whether
    /// `term` was made. It is not where `begins` says of the written word, or `wanted` of the folded
    /// word or the pair without its mark, that it is none of them. Most words are then neither
    /// folded nor segmented.
    pub(crate) fn next_of(
        &mut self,
        term: &mut String,
        begins: impl Fn(&[u8]) -> bool,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<(Range<usize>, bool)> {
        let span = self.ahead.take().or_else(|| self.words.next())?;
        term.clear();
        let word = &self.text[span.clone()];
        // Where a run begins has to be seen, or it would be segmented from elsewhere.
        let alone = word.as_bytes()[0] >= 0xe0 && char_at(word, 0).is_some_and(stands_alone);
        if !alone && !begins(word.as_bytes()) {
            return Some((span, false));
        }
        fold_into(word, term);
        let made = if alone { self.pair_of(&span, term, &wanted) } else { wanted(term) };
        Some((span, made))
    }

    /// Makes the pair of the character at `span`, whose folded form is in `term`.
    fn pair(&mut self, span: &Range<usize>, term: &mut String) {
        self.pair_of(span, term, &|_| true);
    }

    /// As [`Terms::pair`], but only where the pair is wanted: whether it is.
    fn pair_of(
        &mut self,
        span: &Range<usize>,
        term: &mut String,
        wanted: &impl Fn(&str) -> bool,
    ) -> bool {
        if span.start >= self.run_end {
            self.run_start = span.start;
            self.run_end = segment::run_end(self.text, span.start).max(span.end);
            self.is_cut = false;
        }
        let mut end = span.end;
        self.ahead = self.words.next();
        if let Some(next) = self.ahead.as_ref().filter(|next| next.start < self.run_end) {
            fold_into(&self.text[next.clone()], term);
            end = next.end;
        }
        if !wanted(term) {
            return false;
        }
        if !self.is_cut {
            segment::cuts(self.text, self.run_start, self.run_end, &mut self.cuts);
            self.passed = 0;
            self.is_cut = true;
        }
        while self.cuts.get(self.passed).is_some_and(|cut| *cut < span.start) {
            self.passed += 1;
        }
        let mut bits = 0;
        if self.cuts.get(self.passed) == Some(&span.start) {
            bits |= BEGINS;
        }
        if self.cuts[self.passed..].iter().take(3).any(|cut| *cut == end) || end >= self.run_end {
            bits |= ENDS;
        }
        term.push(char::from(PAIR_MARK | bits));
        true
    }
}

/// What of a term can be told before it is known where words begin and end, and how they are
/// written: the folded word or the characters of the pair.
pub(crate) fn folded_part(term: &str) -> &str {
    if let Some(exact) = term.strip_prefix(EXACT_MARK) {
        return exact.split(EXACT_MARK).next().unwrap_or_default();
    }
    if is_pair(term) {
        return &term[..term.len() - 1];
    }
    term.strip_prefix(AS_FOLDED_MARK).unwrap_or(term)
}

/// Whether a term of the index is a folded word: no exact term, no pair of characters.
pub(crate) fn is_folded_word(term: &str) -> bool {
    !term.starts_with(EXACT_MARK) && !is_pair(term)
}

fn is_pair(term: &str) -> bool {
    term.as_bytes().last().is_some_and(|last| last & !(BEGINS | ENDS) == PAIR_MARK)
}

/// The written form of a word, less what nobody sees: composed, with plain apostrophes.
fn written(word: &str, out: &mut String) {
    let plain = |c: char| !is_ignorable(c) && !is_apostrophe(c);
    if word.chars().all(plain) && is_nfc_quick(word.chars()) == IsNormalized::Yes {
        out.push_str(word);
        return;
    }
    let seen = word.chars().filter(|c| !is_ignorable(*c));
    out.extend(seen.map(|c| if is_apostrophe(c) { '\'' } else { c }).nfc());
}

/// Writes to `out` the exact term of a word that folds to `folded`. Returns whether there is one:
/// not where the word is written as it is folded, nor in scripts without spaces.
pub(crate) fn exact_term(word: &str, folded: &str, out: &mut String) -> bool {
    if word == folded || is_pair(folded) {
        return false;
    }
    out.clear();
    out.push(EXACT_MARK);
    out.push_str(folded);
    out.push(EXACT_MARK);
    let from = out.len();
    if word.is_ascii() {
        out.push_str(word);
    } else {
        written(word, out);
    }
    match capitals(&out[from..], folded) {
        _ if out[from..] == *folded => false,
        // The usual ones take one byte: a longer term would take more room than its places.
        Some(mark) => {
            out.truncate(from);
            out.push(mark);
            true
        }
        None => true,
    }
}

/// In the place of the written form: the folded word with a capital first letter.
const CAPITAL: char = '\u{3}';
/// In the place of the written form: the folded word in capitals.
const CAPITALS: char = '\u{4}';

/// What says how `written` differs from `folded`, where only by usual capitals.
fn capitals(written: &str, folded: &str) -> Option<char> {
    let upper = |c: char| {
        let mut upper = c.to_uppercase();
        upper.next().filter(|_| upper.next().is_none())
    };
    let mut pairs = written.chars().zip(folded.chars());
    let (first, first_folded) = pairs.next()?;
    if written.len() != folded.len() || upper(first_folded) != Some(first) {
        return None;
    }
    if written[first.len_utf8()..] == folded[first_folded.len_utf8()..] {
        return Some(CAPITAL);
    }
    pairs.all(|(c, folded)| upper(folded) == Some(c)).then_some(CAPITALS)
}

/// What the index has to hold for the written form `word` of a query.
pub(crate) fn exact_word(word: &str) -> String {
    let folded = fold(word);
    let mut term = String::new();
    if !exact_term(word, &folded, &mut term) {
        term.clear();
        term.push(AS_FOLDED_MARK);
        term.push_str(&folded);
    }
    term
}

/// What the exact terms of a folded word begin with.
pub(crate) fn exact_terms_of(folded: &str) -> String {
    format!("{EXACT_MARK}{folded}{EXACT_MARK}")
}

/// A row of characters of a script without spaces, as a query asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Number of characters.
    pub width: u32,
    /// The pairs to look for: how far from the first character, and the terms that will do. Empty
    /// for a single character, which is looked up in the dictionary: [`starts_with_character`].
    pub pairs: Vec<(u32, Vec<String>)>,
}

impl Run {
    /// Reads `piece`, one of [`super::pieces`]; `None` where it is in another script. With
    /// `whole`, it has to begin and end with a word.
    pub(crate) fn new(piece: &str, whole: bool) -> Option<Run> {
        if !piece.chars().next().is_some_and(stands_alone) {
            return None;
        }
        let characters: Vec<String> =
            words(piece).map(|span| fold(&piece[span]).into_owned()).collect();
        let count = characters.len();
        let mut pairs: Vec<(u32, Vec<String>)> = Vec::new();
        let mut at = 0;
        // Every second pair covers all characters; the last one may overlap.
        while count > 1 && at < count {
            at = at.min(count - 2);
            let pair = format!("{}{}", characters[at], characters[at + 1]);
            let needed = if whole {
                (if at == 0 { BEGINS } else { 0 }) | (if at + 2 == count { ENDS } else { 0 })
            } else {
                0
            };
            let variants = (0..=BEGINS | ENDS).filter(|bits| bits & needed == needed);
            let terms = variants.map(|bits| format!("{pair}{}", char::from(PAIR_MARK | bits)));
            pairs.push((u32::try_from(at).ok()?, terms.collect()));
            at += 2;
        }
        Some(Run { width: u32::try_from(count).ok()?, pairs })
    }
}

/// Whether `term` is a pair whose first character is `character`, folded.
pub(crate) fn starts_with_character(term: &str, character: &str) -> bool {
    is_pair(term)
        && term
            .strip_prefix(character)
            .is_some_and(|rest| !rest.chars().next().is_some_and(is_combining_mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms_of(text: &str) -> Vec<String> {
        let mut terms = Terms::new(text);
        let (mut term, mut all) = (String::new(), Vec::new());
        while terms.next(&mut term).is_some() {
            all.push(term.clone());
        }
        all
    }

    /// Whether the run `typed` stands in `text`, by their terms alone.
    fn stands_in(typed: &str, text: &str, whole: bool) -> bool {
        let terms = terms_of(text);
        let run = Run::new(typed, whole).unwrap();
        (0..terms.len()).any(|from| {
            run.pairs.iter().all(|(at, variants)| {
                terms.get(from + *at as usize).is_some_and(|term| variants.contains(term))
            })
        })
    }

    #[test]
    fn there_is_one_term_for_every_word() {
        for text in
            ["", "Peace talks", "iPhone手机 2024年", "น้ำท่วมกรุงเทพ", "ｶﾞｽ代・東京、大阪", "한국 뉴스"]
        {
            assert_eq!(terms_of(text).len(), words(text).count(), "{text}");
        }
    }

    #[test]
    fn whatever_stands_in_a_row_is_found() {
        for text in [
            "习近平在北京会见俄罗斯总统弗拉基米尔·普京",
            "東京都は新しい計画を発表した",
            "นายกรัฐมนตรีประกาศแผนใหม่",
            "មេដឹកនាំកម្ពុជា",
            "မြန်မာနိုင်ငံ",
        ] {
            let units: Vec<Range<usize>> = words(text).collect();
            for from in 0..units.len() {
                for to in from + 1..units.len() {
                    let typed = &text[units[from].start..units[to].end];
                    assert!(stands_in(typed, text, false), "{typed} in {text}");
                }
            }
        }
        assert!(!stands_in("北平", "习近平在北京", false));
        assert!(!stands_in("東京大", "東京、大阪", false));
    }

    #[test]
    fn a_word_of_its_own_is_told_from_a_part_of_others() {
        for (typed, text, expected) in [
            ("京都", "東京都は発表した", false),
            ("東京", "東京都は発表した", true),
            ("京都", "京都は静かだ", true),
            ("北京", "习近平在北京会见普京", true),
            ("近平", "北京会见近平", true),
        ] {
            assert_eq!(stands_in(typed, text, true), expected, "={typed} in {text}");
            assert!(stands_in(typed, text, false), "{typed} in {text}");
        }
    }

    #[test]
    fn words_have_an_exact_term_where_folding_changes_them() {
        for (word, expected) in [
            ("turkey", None),
            ("Turkey", Some("\u{1}turkey\u{1}\u{3}")),
            ("I", Some("\u{1}i\u{1}\u{3}")),
            ("McDonald", Some("\u{1}mcdonald\u{1}McDonald")),
            ("U.S", Some("\u{1}u.s\u{1}\u{4}")),
            ("Москва", Some("\u{1}москва\u{1}\u{3}")),
            ("WHO", Some("\u{1}who\u{1}\u{4}")),
            ("résumé", Some("\u{1}resume\u{1}résumé")),
            ("re\u{301}sume\u{301}", Some("\u{1}resume\u{1}résumé")),
            ("o’brien", None),
            ("co\u{ad}op", None),
            ("O’Brien", Some("\u{1}o'brien\u{1}O'Brien")),
            ("москва", None),
            ("أحمد", Some("\u{1}احمد\u{1}أحمد")),
            ("احمد", None),
            ("ёлка", Some("\u{1}елка\u{1}ёлка")),
        ] {
            let mut term = String::new();
            let found = exact_term(word, &fold(word), &mut term);
            assert_eq!(found.then_some(term.as_str()), expected, "{word}");
        }
        assert_eq!(exact_word("turkey"), "\u{2}turkey");
        assert_eq!(exact_word("Turkey"), "\u{1}turkey\u{1}\u{3}");
        assert!(is_folded_word("turkey") && !is_folded_word(&exact_word("Turkey")));
    }
}
