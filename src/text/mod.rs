//! Words, folding and sentences: the one reading of text that the index, the extractors, the
//! query language and the snippets share.
//!
//! A *word* is a run of letters and digits. Inside it an apostrophe is a letter (`O'Brien`), a
//! full stop joins single letters (`U.S`), `.` and `,` join digits (`1,200.50`), `&` joins
//! (`AT&T`). A possessive `'s` and a Turkish case ending
//! (`Ankara'da`) are left out, a Romance elision (`l'`, `d'`, `qu'`, `dell'`) is a
//! word of its own. A hyphen parts words; the query language makes `Al-Jazeera` a phrase again.
//! Scripts that put no spaces between words (Han, kana, Thai, Lao, Khmer, Burmese) give one word
//! a character; what the index keeps of them is said in `terms`, how their words are counted in
//! `segment`. Two Hebrew letters are joined by the mark of an abbreviation (`צה"ל`).
//!
//! *Folding* (`fold`) makes two spellings of a word one.
//!
//! Invariants: spans are byte offsets on character boundaries; folding depends on the word
//! alone, so that index and query always agree. A change of either changes what is in an index
//! and therefore `SCHEMA_VERSION`.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

mod fold;
mod segment;
mod sentences;
pub(crate) mod terms;

pub use fold::{fold, fold_into};
pub(crate) use segment::count_words;
pub use sentences::sentences;

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
        while let Some(c) = char_at(text, at).filter(|&c| adds_to_character(c)) {
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
            if let Some(end) = turkish_ending(text, word, after) {
                return Some((start..at, end));
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
        } else if c == '"' {
            let before = word.chars().next_back();
            if !before.is_some_and(is_hebrew) || !is_hebrew(next) {
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
    c.is_alphanumeric() || is_combining_mark(c) || is_ignorable(c) || matches!(c, '׳' | '״')
}

/// Whether `c` belongs to the character before it where characters are words.
fn adds_to_character(c: char) -> bool {
    // The last two are the voicing marks of half-width katakana, which count as letters.
    is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}')
}

fn is_hebrew(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5ea}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '\u{2bb}' | '\u{2bc}' | '\u{ff07}')
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

/// The end of a Turkish case ending that begins at `after`, behind the apostrophe that parts it
/// from a name (`Ankara'da`, `Türkiye'nin`). Endings of one letter are left: `Sana'a` is a name.
fn turkish_ending(text: &str, name: &str, after: usize) -> Option<usize> {
    const ENDINGS: [&str; 36] = [
        "da", "de", "ta", "te", "dan", "den", "tan", "ten", "ın", "in", "un", "ün", "nın", "nin",
        "nun", "nün", "ya", "ye", "yı", "yi", "yu", "yü", "la", "le", "yla", "yle", "daki", "deki",
        "taki", "teki", "dır", "dir", "dur", "dür", "lı", "li",
    ];
    if name.len() < 4 || !name.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    let rest = &text[after..];
    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
    ENDINGS.contains(&&rest[..length]).then_some(after + length)
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

/// The pieces of a typed text, in order, as byte ranges: its words, where characters that are
/// words by themselves and stand in a row are one piece.
pub(crate) fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut run = 0;
    for span in words(text) {
        let alone = char_at(text, span.start).is_some_and(stands_alone);
        match found.last_mut() {
            Some(last) if alone && span.start < run => last.end = span.end,
            _ => {
                if alone {
                    run = segment::run_end(text, span.start);
                }
                found.push(span);
            }
        }
    }
    found
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
            ("Ankara'da Erdoğan’ın Sana'a O'Leary", vec!["ankara", "erdogan", "sana'a", "o'leary"]),
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
            ("צה\"ל אמר \"שלום\"", vec!["צהל", "אמר", "שלומ"]),
            ("ｶﾞｽ代", vec!["ガ", "ス", "代"]),
            ("हिन्दी समाचार", vec!["हिन्दी", "समाचार"]),
            ("''' .. ,1", vec!["1"]),
        ] {
            let tokens = Tokens::new(text);
            let read: Vec<&str> = (0..tokens.len()).map(|i| tokens.folded(i)).collect();
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn typed_text_keeps_rows_of_characters_together() {
        for (text, expected) in [
            ("北京 会议", vec!["北京", "会议"]),
            ("iPhone手机价格", vec!["iPhone", "手机价格"]),
            ("ジョン・スミス、東京", vec!["ジョン・スミス", "東京"]),
            ("น้ำท่วม 2024", vec!["น้ำท่วม", "2024"]),
            ("peace talks", vec!["peace", "talks"]),
        ] {
            let read: Vec<&str> = pieces(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn very_long_runs_are_no_words() {
        let text = format!("before {} after", "x".repeat(MAX_WORD_BYTES + 1));
        let read: Vec<&str> = words(&text).map(|span| &text[span]).collect();
        assert_eq!(read, ["before", "after"]);
    }
}
