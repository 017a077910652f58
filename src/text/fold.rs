//! Folding: two spellings of a word become one form, the one that is indexed.
//!
//! What is folded: case; accents of Latin and Greek; compatibility forms (full-width letters,
//! half-width katakana, ligatures, presentation forms of Arabic and Hebrew); `ß æ œ ø đ ł þ` and
//! the dotless `ı`; final letters of Greek and Hebrew; vowel points of Hebrew and Arabic, the
//! Arabic lengthening stroke, and letters that Arabic, Persian and Urdu writers use for one
//! another; native digits; soft hyphens, joiners and direction marks.
//!
//! What is kept, because it makes another word: the letters of Cyrillic that have marks (`й`, `ї`,
//! `ў`, but `ё` is `е`), the voicing of kana, hiragana against katakana, Hangul syllables, the
//! vowel signs of Indic scripts, Thai and Lao signs.
//!
//! Invariants: the composed and the decomposed spelling of a word fold to the same; folding a
//! folded word changes nothing; each character of the scripts that are written without spaces
//! folds to itself or to one of the same kind (see [`super::stands_alone`]).

use std::borrow::Cow;

use unicode_normalization::char::{compose, decompose_compatible};

use super::{is_apostrophe, is_hebrew, is_ignorable};

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
    // A mark composes with a letter of this text, not with what stood in `out` before.
    let from = out.len();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '"'
            && out[from..].chars().next_back().is_some_and(is_hebrew)
            && chars.peek().is_some_and(|next| is_hebrew(*next))
        {
            // The mark of an abbreviation: the same word without.
        } else if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            fold_char(c, from, out);
        }
    }
}

fn fold_char(c: char, from: usize, out: &mut String) {
    if let Some(other) = other_letters(c) {
        out.push_str(other);
        return;
    }
    match c {
        _ if is_apostrophe(c) => out.push('\''),
        _ if is_ignorable(c) => {}
        // Marks and letters that make one letter, or one syllable, with what stands before.
        '\u{300}'..='\u{345}' | '\u{1161}'..='\u{11c2}' | '\u{3099}' | '\u{309a}' => {
            let whole = out[from..].chars().next_back().and_then(|last| compose(last, c));
            if let Some(whole) = whole.filter(|whole| keeps_marks(*whole)) {
                out.pop();
                fold_char(whole, from, out);
            } else if !is_dropped_mark(c) {
                out.push(c);
            }
        }
        _ if is_dropped_mark(c) => {}
        _ if keeps_marks(c) => out.extend(c.to_lowercase()),
        _ => {
            if let Some(digit) = native_digit(c) {
                out.push(digit);
                return;
            }
            decompose_compatible(c, |part| {
                if part == c {
                    out.extend(part.to_lowercase().filter(|lower| !is_dropped_mark(*lower)));
                } else if part.is_ascii() {
                    out.push(part.to_ascii_lowercase());
                } else {
                    fold_char(part, from, out);
                }
            });
        }
    }
}

/// Letters that are spelt otherwise, and letters that writers use for one another.
fn other_letters(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'ø' | 'Ø' | 'ǿ' | 'Ǿ' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'æ' | 'Æ' | 'ǽ' | 'Ǽ' => "ae",
        'œ' | 'Œ' => "oe",
        'þ' | 'Þ' => "th",
        'ħ' | 'Ħ' => "h",
        'ı' | 'İ' => "i",
        'ς' => "σ",
        'ё' | 'Ё' => "е",
        // Hebrew letters at the end of a word.
        'ך' => "כ",
        'ם' => "מ",
        'ן' => "נ",
        'ף' => "פ",
        'ץ' => "צ",
        // Arabic: alef wasla, taa marbuta, alef maqsura; Persian and Urdu kaf, yeh, heh.
        // The large yeh and the nasal noon of Urdu stay: `کے` and `کی` are two words.
        'ٱ' => "ا",
        'ة' | 'ۃ' | 'ۀ' | 'ہ' | 'ھ' | 'ە' | 'ۂ' => "ه",
        'ى' | 'ی' | 'ې' => "ي",
        'ک' | 'ڪ' => "ك",
        _ => return None,
    })
}

/// Letters whose marks make other letters: Cyrillic, Hangul syllables, kana, Thai and Lao.
fn keeps_marks(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}' | '\u{ac00}'..='\u{d7a3}' | '\u{3040}'..='\u{30ff}'
        | '\u{e00}'..='\u{e4f}' | '\u{e80}'..='\u{ecf}' | '\u{edc}'..='\u{eff}')
}

/// The ASCII digit for a digit of another script.
fn native_digit(c: char) -> Option<char> {
    // First digits of the scripts whose newspapers use them.
    const ZEROS: [u32; 18] = [
        0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
        0xed0, 0xf20, 0x1040, 0x17e0, 0x1810,
    ];
    let code = u32::from(c);
    let zero = ZEROS.iter().find(|zero| (**zero..**zero + 10).contains(&code))?;
    char::from_digit(code - zero, 10)
}

/// Marks that spell the same word with or without: accents, Hebrew and Arabic vowel points and
/// the Arabic lengthening stroke.
fn is_dropped_mark(c: char) -> bool {
    matches!(u32::from(c),
        0x300..=0x36f | 0x591..=0x5c7 | 0x5f3 | 0x5f4 | 0x610..=0x61a | 0x640 | 0x64b..=0x65f
        | 0x670 | 0x6d6..=0x6dc | 0x6df..=0x6e8 | 0x6ea..=0x6ed | 0x1ab0..=0x1aff
        | 0x1dc0..=0x1dff | 0x20d0..=0x20ff | 0xfe20..=0xfe2f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_word_fold_to_one() {
        for (spellings, folded) in [
            // Latin: case, accents composed and decomposed, letters with a stroke, ligatures.
            (&["Zürich", "ZÜRICH", "Zu\u{308}rich", "Zurich"][..], "zurich"),
            (&["Straße", "STRASSE", "STRAẞE", "strasse"], "strasse"),
            (&["Æsir", "aesir", "ÆSIR"], "aesir"),
            (&["Sørensen", "SØRENSEN", "Sorensen"], "sorensen"),
            (&["œuvre", "Œuvre", "oeuvre"], "oeuvre"),
            (&["Łódź", "LODZ", "Lo\u{301}dz\u{301}"], "lodz"),
            (&["Þór", "Thor"], "thor"),
            (&["ﬁnance", "finance", "ﬁnan\u{ad}ce"], "finance"),
            (&["Ångström", "A\u{30a}ngstro\u{308}m", "\u{212b}ngstrom"], "angstrom"),
            (&["Việt", "Viê\u{323}t", "VIET"], "viet"),
            (&["Đà", "da"], "da"),
            // Turkish: both kinds of i are found by either.
            (&["İstanbul", "istanbul", "ISTANBUL", "I\u{307}stanbul", "ıstanbul"], "istanbul"),
            (&["Diyarbakır", "DİYARBAKIR", "diyarbakir"], "diyarbakir"),
            // Full width, half width.
            (&["ＮＡＴＯ", "NATO", "ｎａｔｏ"], "nato"),
            (&["２０２４", "2024", "٢٠٢٤", "۲۰۲۴", "२०२४", "๒๐๒๔"], "2024"),
            (&["ｶﾞｿﾘﾝ", "ガソリン", "カ\u{3099}ソリン"], "ガソリン"),
            (&["ひらがな"], "ひらがな"),
            (&["ヒラガナ"], "ヒラガナ"),
            // Apostrophes and characters without width.
            (&["O’Brien", "O'Brien", "OʼBrien", "O＇Brien", "O\u{2bb}Brien"], "o'brien"),
            (&["co\u{ad}op", "co\u{200b}op", "co\u{200d}op", "coop"], "coop"),
            // Greek.
            (&["Αθήνας", "ΑΘΗΝΑΣ", "αθηνασ", "Αθη\u{301}νας", "Ἀθήνας"], "αθηνασ"),
            (&["προϋπολογισμός", "ΠΡΟΫΠΟΛΟΓΙΣΜΟΣ"], "προυπολογισμοσ"),
            // Cyrillic: stress marks go, letters stay.
            (&["Йошкар", "И\u{306}ошкар"], "йошкар"),
            (&["ёлка", "елка", "ЁЛКА", "е\u{308}лка"], "елка"),
            (&["Київ", "Киі\u{308}в"], "київ"),
            (&["ўрад", "у\u{306}рад"], "ўрад"),
            (&["Ѓорѓи", "Г\u{301}орг\u{301}и"], "ѓорѓи"),
            (&["Москва\u{301}", "МОСКВА"], "москва"),
            // Arabic, Persian, Urdu.
            (&["أحمد", "احمد", "أَحْمَد", "احـــمد", "ا\u{654}حمد"], "احمد"),
            (&["القاهرة", "القاهره"], "القاهره"),
            (&["مصطفى", "مصطفي"], "مصطفي"),
            (&["إيران", "ایران", "ايران"], "ايران"),
            (&["آثار", "اثار"], "اثار"),
            (&["کابل", "كابل"], "كابل"),
            (&["ﻣﺼﺮ", "مصر"], "مصر"),
            (&["ﷲ", "الله"], "الله"),
            (&["شہر", "شهر"], "شهر"),
            (&["کے"], "كے"),
            (&["می\u{200c}خواهد", "میخواهد"], "ميخواهد"),
            // Hebrew.
            (&["שָׁלוֹם", "שלום", "שלומ"], "שלומ"),
            (&["צה״ל", "צה\"ל", "צהל"], "צהל"),
            // Hangul, composed and not.
            (&["한국", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{116e}\u{11a8}"], "한국"),
            // Indic and Thai signs stay.
            (&["हिन्दी"], "हिन्दी"),
            (&["น้ำ"], "น้ำ"),
        ] {
            for spelling in spellings {
                assert_eq!(fold(spelling), folded, "{spelling}");
            }
            assert_eq!(fold(folded), folded, "folded twice");
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for code in 0x80..0x3_0000 {
            let Some(c) = char::from_u32(code) else { continue };
            let text = format!("a{c}b");
            let once = fold(&text).into_owned();
            assert_eq!(fold(&once), once, "U+{code:04X}");
        }
    }
}
