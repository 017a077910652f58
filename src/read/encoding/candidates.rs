//! What the browsers' guess does not know, because browsers never meet it: DOS code pages, the
//! Macintosh's Cyrillic, two-byte texts with a few broken bytes. Archives hold them all.
//!
//! Encodings of one script have the same letters in another order, so the one in which the
//! frequent letters are frequent is the right one.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GBK, IBM866, ISO_8859_2, ISO_8859_5, KOI8_U, SHIFT_JIS,
    WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1254, WINDOWS_1257, X_MAC_CYRILLIC,
};

use super::Charset;

/// An encoding, and the letters of the languages that are written in it: the frequent ones, and
/// the others.
struct Candidate {
    charset: Charset,
    frequent: &'static str,
    other: &'static str,
}

const fn standard(encoding: &'static Encoding) -> Charset {
    Charset::Standard(encoding)
}

// Order of letters after the Russian National Corpus and, for Greek, the Hellenic National
// Corpus; the halves are those letters that make up four fifths of a text, and the rest.
const CYRILLIC: [&str; 2] = ["оеаинтсрвлкмдпуя", "ыьгзбчйхжшюцщэфъёіїєґ"];
const GREEK: [&str; 2] = ["αοιετσνηυρπκμλςόίά", "γδχθφωβξζψέήύώϊϋ"];

/// Scripts whose words are written with high bytes alone.
const SCRIPTS: &[Candidate] = &[
    cyrillic(standard(WINDOWS_1251)),
    cyrillic(standard(KOI8_U)),
    cyrillic(standard(IBM866)),
    cyrillic(standard(ISO_8859_5)),
    cyrillic(standard(X_MAC_CYRILLIC)),
    cyrillic(Charset::Dos(855, "IBM855")),
    greek(Charset::Dos(737, "IBM737")),
    greek(Charset::Dos(869, "IBM869")),
];

/// DOS code pages of Latin letters, with the letters of their languages that are not ASCII.
const LATIN_DOS: &[Candidate] = &[
    latin(Charset::Dos(850, "IBM850"), "éèàçüöäßñóíáâêîôûåøæ"),
    latin(Charset::Dos(852, "IBM852"), "čćšžđłąęśżźńóőűáéíýřěůţăâî"),
    latin(Charset::Dos(857, "IBM857"), "ışğüöçâ"),
    latin(Charset::Dos(775, "IBM775"), "ėųūįšžčąęāēīģķļņõäöü"),
];

const fn cyrillic(charset: Charset) -> Candidate {
    Candidate { charset, frequent: CYRILLIC[0], other: CYRILLIC[1] }
}

const fn greek(charset: Charset) -> Candidate {
    Candidate { charset, frequent: GREEK[0], other: GREEK[1] }
}

const fn latin(charset: Charset, frequent: &'static str) -> Candidate {
    Candidate { charset, frequent, other: "" }
}

/// Encodings of two bytes a character, tried where the guess was put off by broken bytes.
const TWO_BYTES: &[&Encoding] = &[BIG5, GBK, EUC_JP, SHIFT_JIS, EUC_KR];

/// Fewer high bytes than this say nothing.
const MIN_HIGH_BYTES: usize = 8;

/// The encoding that fits `sample` better than the one that was `guessed`.
pub(super) fn better_than(guessed: Charset, sample: &[u8]) -> Option<Charset> {
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    if high < MIN_HIGH_BYTES {
        return None;
    }
    // Accents stand alone or in twos; words of another script are runs of high bytes.
    let runs = sample.chunk_by(|a, b| a.is_ascii() == b.is_ascii());
    let in_runs: usize =
        runs.filter(|run| !run[0].is_ascii() && run.len() >= 3).map(<[u8]>::len).sum();
    let western = [WINDOWS_1252, WINDOWS_1250, ISO_8859_2, WINDOWS_1254, WINDOWS_1257];
    let Charset::Standard(encoding) = guessed else { return None };
    let is_western = western.contains(&encoding);
    let is_cyrillic = SCRIPTS.iter().any(|candidate| candidate.charset == guessed)
        || encoding == encoding_rs::KOI8_R;
    if in_runs * 10 >= high * 7 && (is_western || is_cyrillic) {
        let damaged = if is_western { two_bytes(sample, high) } else { None };
        return damaged.or_else(|| best_of(SCRIPTS, sample, guessed));
    }
    if is_western && in_runs * 10 < high * 4 {
        return hungarian(guessed, sample).or_else(|| latin_dos(sample, high));
    }
    None
}

fn best_of(candidates: &[Candidate], sample: &[u8], guessed: Charset) -> Option<Charset> {
    let scored =
        candidates.iter().map(|c| (score(&c.charset.decode(sample).0, c), c.charset)).rev();
    let (best, charset) = scored.max_by_key(|(score, _)| *score)?;
    let as_guessed = candidates
        .iter()
        .find(|candidate| candidate.charset == guessed)
        .map(|candidate| score(&guessed.decode(sample).0, candidate));
    // A text gives about 2 a high byte; noise in the right range gives less than 1.
    let high = sample.iter().filter(|byte| !byte.is_ascii()).count();
    let enough = best > i64::try_from(high).unwrap_or(i64::MAX);
    (enough && best > as_guessed.unwrap_or(0)).then_some(charset)
}

fn score(text: &str, candidate: &Candidate) -> i64 {
    let mut sum = 0;
    let mut before = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            let small = c.to_lowercase().next().unwrap_or(c);
            sum += if candidate.frequent.contains(small) {
                3
            } else if candidate.other.contains(small) {
                1
            } else if is_neutral(c) {
                0
            } else {
                -4
            };
            if c.is_uppercase() && before.is_lowercase() {
                sum -= 4;
            }
        }
        before = c;
    }
    sum
}

/// Marks that a text in any language has.
fn is_neutral(c: char) -> bool {
    matches!(c, '«' | '»' | '—' | '–' | '№' | '…' | '“' | '”' | '„' | '’' | '\u{a0}' | '§' | '°')
        || ('\u{2500}'..='\u{259f}').contains(&c)
}

/// A DOS code page, where bytes that are quotation marks or nothing in the encodings of Windows
/// stand within words.
fn latin_dos(sample: &[u8], high: usize) -> Option<Charset> {
    let within = sample
        .windows(3)
        .filter(|w| {
            matches!(w[1], 0x80..=0xa7) && w[0].is_ascii_alphabetic() && w[2].is_ascii_alphabetic()
        })
        // An apostrophe and a dash of Windows do stand within words.
        .filter(|w| !matches!(w[1], 0x91 | 0x92 | 0x96 | 0x97 | 0x9a | 0x9e | 0xa0))
        .count();
    if within * 5 < high {
        return None;
    }
    best_of(LATIN_DOS, sample, standard(WINDOWS_1252))
}

/// `õ` and `û` of Windows-1252 are `ő` and `ű` in Hungarian, which the guess mistakes for the
/// rarer Portuguese and French.
fn hungarian(guessed: Charset, sample: &[u8]) -> Option<Charset> {
    let marked = sample.iter().any(|byte| matches!(byte, 0xf5 | 0xfb | 0xd5 | 0xdb));
    if guessed != standard(WINDOWS_1252) || !marked {
        return None;
    }
    let text = standard(WINDOWS_1250).decode(sample).0;
    let words = |list: &[&str]| text.split_whitespace().filter(|w| list.contains(w)).count();
    let count = words(&["az", "és", "hogy", "nem", "egy", "meg", "csak", "volt", "már", "ez"]);
    (count >= 3).then_some(standard(WINDOWS_1250))
}

/// A two-byte encoding in which nearly all of `sample` is valid, and most of it common.
fn two_bytes(sample: &[u8], high: usize) -> Option<Charset> {
    let common = |c: char| {
        matches!(c, '\u{3000}'..='\u{30ff}' | '\u{ff00}'..='\u{ff60}' | '\u{ac00}'..='\u{d7a3}')
            || "的一是不了人我在有他这為为大来以個个中上们們到說说和地也時时要出就会會".contains(c)
    };
    let mut best = None;
    for encoding in TWO_BYTES {
        let (text, replaced) = standard(encoding).decode(sample);
        let good = text.chars().filter(|c| common(*c)).count();
        // At most one broken byte in a hundred; one character in ten is a common one.
        if replaced * 100 <= high && good * 20 >= high && best.is_none_or(|(most, _)| good > most) {
            best = Some((good, standard(encoding)));
        }
    }
    best.map(|(_, charset)| charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(charset: Charset, text: &str) -> Vec<u8> {
        match charset {
            Charset::Standard(encoding) => encoding.encode(text).0.into_owned(),
            _ => text
                .chars()
                .filter_map(|c| (0..=255_u8).find(|b| charset.decode(&[*b]).0 == c.to_string()))
                .collect(),
        }
    }

    #[test]
    fn encodings_are_told_from_the_others_of_their_script() {
        let russian = "Паром снова ушёл в порт на следующий день после шторма, сообщили в Минске.";
        let greek = "Το πλοίο έφυγε ξανά από το λιμάνι την επόμενη μέρα μετά την καταιγίδα";
        let french = "Le président a été reçu à l'hôtel de ville, où l'accord a été signé hier";
        let turkish = "Gemi fırtınadan sonra ertesi gün limandan yeniden ayrıldı, dediler; ışık";
        let scripts = SCRIPTS.iter().map(|candidate| {
            (candidate.charset, if candidate.frequent == GREEK[0] { greek } else { russian })
        });
        let latin = [(LATIN_DOS[0].charset, french), (LATIN_DOS[2].charset, turkish)];
        for (charset, text) in scripts.chain(latin) {
            let bytes = encode(charset, text);
            let guessed = super::super::guess(&bytes);
            assert_eq!(guessed.decode(&bytes).0, text, "{charset:?}");
        }
    }

    #[test]
    fn other_texts_are_left_alone() {
        for (encoding, text) in [
            (WINDOWS_1252, "Der Präsident führte Gespräche über die Brücke – „gute“ für Köln"),
            (WINDOWS_1252, "“It’s not over,” he said — the club’s coach wasn’t so sure…"),
            (encoding_rs::WINDOWS_1255, "האוניה יצאה שוב מן הנמל למחרת הסערה"),
            (encoding_rs::ISO_8859_7, "Το πλοίο έφυγε ξανά από το λιμάνι"),
        ] {
            let bytes = encoding.encode(text).0;
            assert_eq!(better_than(standard(encoding), &bytes), None, "{text}");
        }
    }

    #[test]
    fn a_broken_byte_does_not_hide_a_two_byte_text() {
        let text =
            "他們說這個城市的人都會來，我也要到那裡去。這是一個很大的地方，不是嗎？".repeat(4);
        let mut bytes = BIG5.encode(&text).0.into_owned();
        bytes.insert(40, 0xff);
        assert_eq!(super::super::guess(&bytes), standard(BIG5));
    }
}
