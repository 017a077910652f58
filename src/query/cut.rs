//! Typed text as the words of the index: cut as articles are, folded, with the patterns that may
//! stand among them.
//!
//! Within a phrase stand words, `*` for any one word, wildcards, `word~1`, `=Word`, `/…/` and
//! `(a OR b c)`; brackets without `OR` are punctuation, as in a sentence pasted from an article.
//!
//! Invariant: a pattern, written as `read_as` does and cut again, is the same pattern.

use dateline_index_schema::FieldKind;

use super::lex::{self, Lexing};
use super::resolved::WordPattern;
use crate::text::{fold, pieces};

/// Most words of one phrase.
pub(super) const MAX_PHRASE_WORDS: usize = 256;

/// Most phrases that one with groups stands for.
pub(super) const MAX_ALTERNATIVES: usize = 64;

/// Longest wildcard or fuzzy word, in bytes: nothing longer is in an index.
const MAX_PATTERN_BYTES: usize = crate::text::MAX_WORD_BYTES;

/// Stand for `*` and `?` while a word is cut: letters of a script that is not written any more.
const ANY_RUN: char = '\u{10330}';
const ANY_ONE: char = '\u{10331}';

/// The words of `text`, which is no phrase: `*` and `?` belong to their word.
pub(super) fn cut(text: &str, make: fn(String) -> WordPattern) -> Vec<WordPattern> {
    let mut patterns = Vec::new();
    for piece in text.split_whitespace() {
        cut_piece(piece, make, &mut patterns);
        if patterns.len() > MAX_PHRASE_WORDS {
            break;
        }
    }
    patterns
}

fn cut_piece(piece: &str, make: fn(String) -> WordPattern, patterns: &mut Vec<WordPattern>) {
    let plain = |folded: String, patterns: &mut Vec<WordPattern>| {
        if !folded.is_empty() {
            patterns.push(settled(make(folded)));
        }
    };
    // In an address, `?` and `*` are what they are.
    if !piece.contains(['*', '?']) || lex::is_address(piece) {
        for span in pieces(piece).into_iter().take(MAX_PHRASE_WORDS + 1) {
            plain(fold(&piece[span]).into_owned(), patterns);
        }
        return;
    }
    if piece.bytes().all(|byte| byte == b'*') {
        patterns.push(WordPattern::Gap);
        return;
    }
    // A wildcard is a letter to the cutter, so that the word around it stays whole.
    let stood_in: String = piece
        .chars()
        .map(|c| match c {
            '*' => ANY_RUN,
            '?' => ANY_ONE,
            c => c,
        })
        .collect();
    for span in pieces(&stood_in).into_iter().take(MAX_PHRASE_WORDS + 1) {
        let folded = unfolded_wildcards(&fold(&stood_in[span]));
        if folded.bytes().all(|byte| byte == b'*') {
            patterns.push(WordPattern::Gap);
        } else if folded.contains(['*', '?']) {
            patterns.push(settled(WordPattern::Wildcard(folded)));
        } else {
            plain(folded, patterns);
        }
    }
}

/// `*` and `?` again; runs of stars are one.
fn unfolded_wildcards(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            ANY_RUN if out.ends_with('*') => {}
            ANY_RUN => out.push('*'),
            ANY_ONE => out.push('?'),
            c => out.push(c),
        }
    }
    out
}

/// A wildcard over a whole value; `None` where it is too long.
pub(super) fn whole_wildcard(text: &str) -> Option<WordPattern> {
    let mut folded = String::with_capacity(text.len());
    for c in fold(text).chars() {
        if c != '*' || !folded.ends_with('*') {
            folded.push(c);
        }
    }
    if folded.len() > MAX_PATTERN_BYTES {
        return None;
    }
    let kept = writes_back(&folded) && fold(&folded) == folded;
    Some(if kept { WordPattern::Wildcard(folded) } else { as_regex(&folded, true) })
}

/// Whether `text`, written bare as a value, is this word again.
fn writes_back(text: &str) -> bool {
    let value = Lexing::Value(FieldKind::Keyword);
    lex::word_end(text, 0, value) == text.len()
        && !text.starts_with(['>', '<', '≥', '≤', '[', '{', '=', '/', '‘', '~'])
        && !lex::is_address(text)
        && !text.bytes().all(|byte| byte == b'*')
}

/// A fuzzy word, with the number of letters that may differ; `None` where it can match nothing.
pub(super) fn fuzzy(text: &str, edits: Option<u8>) -> Option<WordPattern> {
    let word = fold(text).into_owned();
    // A short word with two letters changed is another word.
    let edits = edits.unwrap_or(if word.chars().count() <= 5 { 1 } else { 2 });
    if word.is_empty() || word.len() > MAX_PATTERN_BYTES {
        return None;
    }
    let same = writes_back(&word) && fold(&word) == word;
    Some(if same { WordPattern::Fuzzy { word, edits } } else { as_regex(&word, false) })
}

/// A fuzzy word of running text.
pub(super) fn fuzzy_word(text: &str, edits: Option<u8>) -> Option<WordPattern> {
    if edits == Some(0) {
        return Some(settled(WordPattern::Folded(fold(text).into_owned())));
    }
    Some(match fuzzy(text, edits)? {
        // What the cutter parts again would be read as several words.
        WordPattern::Fuzzy { word, .. } if !is_one_piece(&word) => as_regex(&word, false),
        pattern => pattern,
    })
}

/// The pattern, or one that means the same and can be written: folding may give what the cutter
/// parts again (`½` is `1⁄2`), and such a word is written as a regular expression.
fn settled(pattern: WordPattern) -> WordPattern {
    let (word, wild) = match &pattern {
        WordPattern::Folded(word) | WordPattern::Stemmed(word) => (word, false),
        WordPattern::Wildcard(word) => (word, true),
        _ => return pattern,
    };
    let stood_in: String = word
        .chars()
        .map(|c| match c {
            '*' if wild => ANY_RUN,
            '?' if wild => ANY_ONE,
            c => c,
        })
        .collect();
    let whole = is_one_piece(&stood_in) && fold(&stood_in) == stood_in && !lex::is_address(word);
    if whole { pattern } else { as_regex(word, wild) }
}

/// Whether the cutter leaves `text` whole.
fn is_one_piece(text: &str) -> bool {
    pieces(text).first() == Some(&(0..text.len()))
}

/// The word, which may be a wildcard, as a regular expression.
pub(super) fn as_regex(word: &str, wild: bool) -> WordPattern {
    let mut regex = String::new();
    for c in word.chars() {
        match c {
            '*' if wild => regex.push_str(".*"),
            '?' if wild => regex.push('.'),
            c if c.is_alphanumeric() => regex.push(c),
            c => regex.push_str(&format!("\\x{{{:x}}}", u32::from(c))),
        }
    }
    WordPattern::Regex(regex)
}

/// A word as it stands, with case and accents; `None` where there is none in it.
pub(super) fn exact(text: &str) -> Vec<WordPattern> {
    pieces(text)
        .into_iter()
        .take(MAX_PHRASE_WORDS + 1)
        .map(|span| WordPattern::Exact(text[span].to_owned()))
        .collect()
}

/// The phrases that a quotation stands for: one, or several where it has groups. `true` when
/// there would be more.
pub(super) fn phrases(
    text: &str,
    word: fn(&str) -> Vec<WordPattern>,
) -> (Vec<Vec<WordPattern>>, bool) {
    let mut found: Vec<Vec<WordPattern>> = vec![Vec::new()];
    let mut more = false;
    let mut at = 0;
    while at < text.len() && found[0].len() <= MAX_PHRASE_WORDS {
        at += text[at..].len() - text[at..].trim_start().len();
        if let Some((inside, end)) = alternatives(text, at) {
            let chosen: Vec<Vec<WordPattern>> = inside
                .iter()
                .map(|choice| cut_phrase(choice, word))
                .filter(|c| !c.is_empty())
                .collect();
            at = end;
            if chosen.is_empty() {
                continue;
            }
            let room = MAX_ALTERNATIVES / found.len();
            more |= chosen.len() > room.max(1);
            let chosen = &chosen[..chosen.len().min(room.max(1))];
            found = found
                .iter()
                .flat_map(|before| {
                    chosen.iter().map(|after| before.iter().chain(after).cloned().collect())
                })
                .collect();
            continue;
        }
        let end = text[at..].find(char::is_whitespace).map_or(text.len(), |length| at + length);
        let words = cut_token(&text[at..end], word);
        for phrase in &mut found {
            phrase.extend(words.iter().cloned());
        }
        at = end;
    }
    found.retain(|phrase| phrase.iter().any(|word| *word != WordPattern::Gap));
    let mut different = Vec::with_capacity(found.len());
    for phrase in found {
        if !different.contains(&phrase) {
            different.push(phrase);
        }
    }
    (different, more)
}

/// The words of a phrase that is none but words: the default for [`phrases`].
pub(super) fn folded(piece: &str) -> Vec<WordPattern> {
    cut(piece, WordPattern::Folded)
}

fn cut_phrase(text: &str, word: fn(&str) -> Vec<WordPattern>) -> Vec<WordPattern> {
    text.split_whitespace().flat_map(|token| cut_token(token, word)).collect()
}

/// `(a OR b c)` at `at`: what stands between, and where it ends.
fn alternatives(text: &str, at: usize) -> Option<(Vec<&str>, usize)> {
    let inner = text[at..].strip_prefix(lex::opens_group)?;
    let start = text.len() - inner.len();
    let length = inner.find(lex::closes_group)?;
    let inside = &inner[..length];
    if inside.contains(lex::opens_group) {
        return None;
    }
    let choices: Vec<&str> = inside.split('|').flat_map(|piece| piece.split(" OR ")).collect();
    let end = start + length + lex::char_at(text, start + length).map_or(0, char::len_utf8);
    (choices.len() > 1).then_some((choices, end))
}

/// One token of a phrase.
fn cut_token(token: &str, word: fn(&str) -> Vec<WordPattern>) -> Vec<WordPattern> {
    if let Some((pattern, end)) = lex::regex(token, 0, Lexing::Text)
        && end == token.len()
    {
        return vec![WordPattern::Regex(pattern.to_owned())];
    }
    if let Some(typed) = token.strip_prefix('=')
        && typed.starts_with(char::is_alphanumeric)
    {
        return exact(typed);
    }
    if let Some((before, number)) = token.split_once('~')
        && is_one_piece(before)
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        let edits = (!number.is_empty()).then(|| number.parse().unwrap_or(2).min(2));
        return fuzzy_word(before, edits).into_iter().collect();
    }
    word(token)
}
