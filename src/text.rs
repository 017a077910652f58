//! Words, folding and sentences: the one reading of text that the index, the extractors, the
//! query language and the snippets share.
//!
//! A *word* is a run of letters and digits. Inside it an apostrophe is a letter (`O'Brien`), a
//! full stop joins single letters (`U.S`), `.` and `,` join digits (`1,200.50`), `&` joins
//! (`AT&T`). A possessive `'s` is left out, a Romance elision (`l'`, `d'`, `qu'`, `dell'`) is a
//! word of its own. A hyphen parts words; the query language makes `Al-Jazeera` a phrase again.
//! Scripts that put no spaces between words (Han, kana, Thai, Lao, Khmer, Burmese) give one word
//! a character, and a query for a longer word becomes a phrase in the same way.
//!
//! *Folding* makes two spellings of a word one: case, accents, compatibility forms, ligatures,
//! Arabic letter variants and digits. It keeps what makes another word: Cyrillic `й`, the voicing
//! marks of kana, the vowel signs of Indic scripts.
//!
//! Invariants: spans are byte offsets on character boundaries; folding depends on the word
//! alone, so that index and query always agree. A change of either changes what is in an index
//! and therefore `SCHEMA_VERSION`.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Longest word that is kept, in bytes. Longer runs are encoded data, not words, and the engine
/// stores each distinct one in its dictionary.
pub const MAX_WORD_BYTES: usize = 200;

/// The words of a text, in order, as byte ranges.
#[derive(Clone, Debug)]
pub struct Words<'t> {
    text: &'t str,
    position: usize,
}

/// Returns the words of `text`.
///
/// ```
/// let text = "Lukashenko's peace-talks, said O'Brien";
/// let words: Vec<&str> = dateline::text::words(text).map(|span| &text[span]).collect();
/// assert_eq!(words, ["Lukashenko", "peace", "talks", "said", "O'Brien"]);
/// ```
pub fn words(text: &str) -> Words<'_> {
    Words { text, position: 0 }
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let (span, next) = next_word(self.text, self.position)?;
            self.position = next;
            if span.len() <= MAX_WORD_BYTES {
                return Some(span);
            }
        }
    }
}

/// Finds the first word at or after `from`; returns it with the place to go on from.
fn next_word(text: &str, from: usize) -> Option<(Range<usize>, usize)> {
    let bytes = text.as_bytes();
    let mut start = from;
    loop {
        let byte = *bytes.get(start)?;
        if byte.is_ascii() {
            if byte.is_ascii_alphanumeric() {
                break;
            }
            start += 1;
        } else {
            let c = char_at(text, start)?;
            if c.is_alphanumeric() {
                break;
            }
            start += c.len_utf8();
        }
    }
    let first = char_at(text, start)?;
    let mut at = start + first.len_utf8();
    if stands_alone(first) {
        while let Some(c) = char_at(text, at).filter(|&c| is_combining_mark(c)) {
            at += c.len_utf8();
        }
        return Some((start..at, at));
    }
    loop {
        let Some(&byte) = bytes.get(at) else { return Some((start..at, at)) };
        if byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let c = char_at(text, at)?;
        if !c.is_ascii() && !is_apostrophe(c) {
            if stands_alone(c) || !continues_word(c) {
                return Some((start..at, at));
            }
            at += c.len_utf8();
            continue;
        }
        let after = at + c.len_utf8();
        let Some(next) = char_at(text, after) else { return Some((start..at, at)) };
        let word = &text[start..at];
        if is_apostrophe(c) {
            if !next.is_alphabetic() || stands_alone(next) {
                return Some((start..at, at));
            }
            let after_next = after + next.len_utf8();
            if matches!(next, 's' | 'S')
                && !char_at(text, after_next).is_some_and(|c| c.is_alphanumeric())
            {
                return Some((start..at, after_next));
            }
            if is_elision(word) {
                return Some((start..at, after));
            }
        } else if c == '.' || c == ',' {
            let digits = ends_with_digit(word) && next.is_ascii_digit();
            let initials = c == '.' && dotted_letters(text, word, after);
            if !digits && !initials {
                return Some((start..at, at));
            }
        } else if c == '&' {
            if !next.is_alphanumeric() || stands_alone(next) {
                return Some((start..at, at));
            }
        } else {
            return Some((start..at, at));
        }
        at = after;
    }
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Whether `c` goes on with a word that has begun; ASCII is decided by the caller.
fn continues_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c) || is_ignorable(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bc}' | '\u{ff07}')
}

/// Format characters inside words that carry no meaning for search: soft hyphen, joiners,
/// zero-width space, direction marks and the byte order mark.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character is a word by itself: scripts written without spaces between words.
pub(crate) fn stands_alone(c: char) -> bool {
    matches!(u32::from(c),
        0x0e00..=0x0eff        // Thai, Lao
        | 0x1000..=0x109f      // Burmese
        | 0x1780..=0x17ff      // Khmer
        | 0x3005..=0x3007      // ideographic iteration mark, closing mark, zero
        | 0x3040..=0x30ff      // hiragana, katakana
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff // Han
        | 0xff66..=0xff9f      // half-width katakana
        | 0x20000..=0x3ffff)
}

/// French and Italian words that lose their vowel before another word.
fn is_elision(word: &str) -> bool {
    const ELIDED: [&str; 24] = [
        "l", "d", "j", "m", "t", "s", "n", "c", "qu", "lorsqu", "puisqu", "jusqu", "quoiqu",
        "dell", "nell", "sull", "all", "dall", "dagl", "degl", "un", "gl", "quest", "bell",
    ];
    ELIDED.iter().any(|elided| elided.eq_ignore_ascii_case(word))
}

fn ends_with_digit(word: &str) -> bool {
    word.as_bytes().last().is_some_and(u8::is_ascii_digit)
}

/// Whether `word`, the stop after it and what begins at `after` are initials run together, as
/// in `U.S.` or `a.m.`: every part is one letter.
fn dotted_letters(text: &str, word: &str, after: usize) -> bool {
    let single = |part: &str| {
        let mut letters = part.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
    };
    if !word.split('.').all(single) {
        return false;
    }
    let Some(next) = char_at(text, after).filter(|c| c.is_alphabetic() && !stands_alone(*c)) else {
        return false;
    };
    !char_at(text, after + next.len_utf8()).is_some_and(continues_word)
}

/// Folds one word, or any piece of text, to the form in which it is indexed.
///
/// ```
/// use dateline::text::fold;
/// assert_eq!(fold("Zürich"), "zurich");
/// assert_eq!(fold("Straße"), "strasse");
/// assert_eq!(fold("Йошкар"), "йошкар");
/// ```
pub fn fold(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        return Cow::Borrowed(text);
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    Cow::Owned(folded)
}

/// Appends the folded form of `text` to `out`.
pub fn fold_into(text: &str, out: &mut String) {
    if text.is_ascii() {
        out.extend(text.bytes().map(|b| char::from(b.to_ascii_lowercase())));
        return;
    }
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            fold_char(c, out);
        }
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        'ß' | 'ẞ' => out.push_str("ss"),
        'ø' | 'Ø' => out.push('o'),
        'ł' | 'Ł' => out.push('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
        'æ' | 'Æ' => out.push_str("ae"),
        'œ' | 'Œ' => out.push_str("oe"),
        'þ' | 'Þ' => out.push_str("th"),
        'ħ' | 'Ħ' => out.push('h'),
        'ı' | 'İ' => out.push('i'),
        'ς' => out.push('σ'),
        'ё' | 'Ё' => out.push('е'),
        // Arabic: letter variants that writers use for one another, and Persian forms.
        'ٱ' => out.push('ا'),
        'ة' => out.push('ه'),
        'ى' | 'ی' => out.push('ي'),
        'ک' => out.push('ك'),
        '\u{660}'..='\u{669}' => push_digit(u32::from(c) - 0x660, out),
        '\u{6f0}'..='\u{6f9}' => push_digit(u32::from(c) - 0x6f0, out),
        // A breve after `и` is half of a decomposed `й`, which is another letter.
        '\u{306}' if out.ends_with('и') => {
            out.pop();
            out.push('й');
        }
        _ if is_apostrophe(c) => out.push('\''),
        _ if is_ignorable(c) || is_dropped_mark(c) => {}
        // Cyrillic, Hangul syllables and kana: the marks make other letters.
        '\u{400}'..='\u{52f}' | '\u{ac00}'..='\u{d7a3}' | '\u{3040}'..='\u{30ff}' => {
            out.extend(c.to_lowercase());
        }
        _ => decompose_compatible(c, |part| {
            if !is_dropped_mark(part) {
                match part {
                    'ى' => out.push('ي'),
                    'ة' => out.push('ه'),
                    _ => out.extend(part.to_lowercase().filter(|l| !is_dropped_mark(*l))),
                }
            }
        }),
    }
}

fn push_digit(digit: u32, out: &mut String) {
    out.extend(char::from_digit(digit, 10));
}

/// Marks that spell the same word with or without: accents, Hebrew and Arabic vowel points and
/// the Arabic lengthening stroke.
fn is_dropped_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36f | 0x591..=0x5c7 | 0x610..=0x61a | 0x640 | 0x64b..=0x65f | 0x670
        | 0x6d6..=0x6dc | 0x6df..=0x6e8 | 0x6ea..=0x6ed | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff
        | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

/// The words of one text with their folded forms, made once and read by every extractor.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    spans: Vec<(u32, u32)>,
    folded: String,
    ends: Vec<u32>,
}

impl Tokens {
    /// Reads the words of `text`, of which at most the first 4 GiB count.
    pub fn new(text: &str) -> Self {
        let mut tokens = Tokens::default();
        for span in words(text) {
            let (Ok(start), Ok(end)) = (u32::try_from(span.start), u32::try_from(span.end)) else {
                break;
            };
            fold_into(&text[span], &mut tokens.folded);
            let Ok(folded_end) = u32::try_from(tokens.folded.len()) else { break };
            tokens.spans.push((start, end));
            tokens.ends.push(folded_end);
        }
        tokens
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no word.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Byte range of word `index` in the text.
    ///
    /// # Panics
    /// If `index` is not below [`Tokens::len`].
    pub fn span(&self, index: usize) -> Range<usize> {
        let (start, end) = self.spans[index];
        start as usize..end as usize
    }

    /// Folded form of word `index`.
    ///
    /// # Panics
    /// If `index` is not below [`Tokens::len`].
    pub fn folded(&self, index: usize) -> &str {
        let start = if index == 0 { 0 } else { self.ends[index - 1] as usize };
        &self.folded[start..self.ends[index] as usize]
    }

    /// Index of the first word that begins at byte `at` or after it.
    pub fn first_from(&self, at: usize) -> usize {
        self.spans.partition_point(|&(start, _)| (start as usize) < at)
    }
}

/// Splits `text` into sentences, as byte ranges without the white space around them.
///
/// A sentence ends at `.`, `!`, `?` or `…` (and their Arabic, Hindi and East Asian forms) before
/// white space and a word that can begin a sentence, or at the end of a paragraph. A stop after
/// a known abbreviation, an initial or before a small letter does not end one.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = match c {
            '\n' if text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') => at,
            '。' | '！' | '？' => at + c.len_utf8(),
            '.' | '!' | '?' | '…' | '؟' | '।' | '۔' => {
                let mut end = at + c.len_utf8();
                while let Some(&(next, closer)) = chars.peek() {
                    if !matches!(
                        closer,
                        '.' | '!' | '?' | '…' | '"' | '\'' | ')' | ']' | '”' | '’' | '»'
                    ) {
                        break;
                    }
                    end = next + closer.len_utf8();
                    chars.next();
                }
                if !text[end..].starts_with(char::is_whitespace) && end < text.len() {
                    continue;
                }
                if c == '.' && !ends_sentence(text, start, at, end) {
                    continue;
                }
                end
            }
            _ => continue,
        };
        push_trimmed(text, start..end, &mut found);
        start = end;
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

fn push_trimmed(text: &str, span: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[span.clone()];
    let start = span.start + (piece.len() - piece.trim_start().len());
    let end = span.end - (piece.len() - piece.trim_end().len());
    if start < end {
        found.push(start..end);
    }
}

/// Whether the full stop at `dot`, whose closing marks reach to `end`, ends the sentence that
/// began at `start`.
fn ends_sentence(text: &str, start: usize, dot: usize, end: usize) -> bool {
    // Titles and months that stand before a name or a number, in the languages of the press.
    const ABBREVIATIONS: [&str; 66] = [
        "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "maj", "adm", "cmdr",
        "sen", "rep", "gov", "rev", "hon", "st", "messrs", "mme", "mlle", "hr", "sr", "sra",
        "srta", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec", "no", "vs", "v", "nos", "op", "cf", "al", "fig", "approx", "est", "ca", "bzw", "nr",
        "abs", "art", "e.g", "i.e", "z.b", "d.h", "u.a", "г", "гг", "им", "ул", "т.е", "т.д",
        "тыс", "млн",
    ];
    let next = text[end..].chars().find(|c| !c.is_whitespace() && !c.is_ascii_punctuation());
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let word_start = text[start..dot]
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '-'))
        .map_or(start, |at| {
            let at = start + at;
            at + char_at(text, at).map_or(1, char::len_utf8)
        });
    let word = &text[word_start..dot];
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return false; // an initial
    }
    let lower = word.to_lowercase();
    !ABBREVIATIONS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_as_documented() {
        for (text, expected) in [
            ("", vec![]),
            ("Peace talks, again.", vec!["peace", "talks", "again"]),
            ("O'Brien and O’Neill don't", vec!["o'brien", "and", "o'neill", "don't"]),
            ("Putin's James' plan", vec!["putin", "james", "plan"]),
            ("l'homme d’État qu'il", vec!["l", "homme", "d", "etat", "qu", "il"]),
            ("dell'Italia un'altra", vec!["dell", "italia", "un", "altra"]),
            (
                "the U.S. said at 9 a.m. today",
                vec!["the", "u.s", "said", "at", "9", "a.m", "today"],
            ),
            ("AT&T, R&D & co", vec!["at&t", "r&d", "co"]),
            ("COVID-19 U-2 Al-Jazeera", vec!["covid", "19", "u", "2", "al", "jazeera"]),
            ("1,200.50 and 10:12 50%", vec!["1,200.50", "and", "10", "12", "50"]),
            ("end.Next a.b.c.", vec!["end", "next", "a.b.c"]),
            ("北京 は東", vec!["北", "京", "は", "東"]),
            ("Ёлка Йошкар и\u{306}од", vec!["елка", "йошкар", "йод"]),
            ("Ångström cafe\u{301} ﬁne", vec!["angstrom", "cafe", "fine"]),
            ("القاهرة أحمد مُحَمَّد ١٩٦٣", vec!["القاهره", "احمد", "محمد", "1963"]),
            ("co\u{ad}operate", vec!["cooperate"]),
            ("हिन्दी समाचार", vec!["हिन्दी", "समाचार"]),
            ("''' .. ,1", vec!["1"]),
        ] {
            let tokens = Tokens::new(text);
            let read: Vec<&str> = (0..tokens.len()).map(|i| tokens.folded(i)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn very_long_runs_are_no_words() {
        let text = format!("before {} after", "x".repeat(MAX_WORD_BYTES + 1));
        let read: Vec<&str> = words(&text).map(|span| &text[span]).collect();
        assert_eq!(read, ["before", "after"]);
    }

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("One. Two! Three?", vec!["One.", "Two!", "Three?"]),
            ("Mr. Smith met Gen. Lee. They spoke.", vec!["Mr. Smith met Gen. Lee.", "They spoke."]),
            (
                "\"Go,\" he said. \"Now.\" She left.",
                vec!["\"Go,\" he said.", "\"Now.\"", "She left."],
            ),
            ("At 9 a.m. the U.S. side left.", vec!["At 9 a.m. the U.S. side left."]),
            ("A line\nwrapped.\n\nA title\n\nEnd", vec!["A line\nwrapped.", "A title", "End"]),
            ("It rose 3.5 per cent. Then fell.", vec!["It rose 3.5 per cent.", "Then fell."]),
            ("東京。大阪", vec!["東京。", "大阪"]),
        ] {
            let read: Vec<&str> = sentences(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}
