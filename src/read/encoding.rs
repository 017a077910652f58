//! From bytes to text: byte order mark, UTF-8 and UTF-16 by their form, what is declared, else a
//! guess by content.
//!
//! Decoding is `encoding_rs` (and `oem_cp` for DOS), guessing is `chardetng`; dateline's own is
//! the order of the questions, the notes, and the encodings that the guess does not know. Invariant: decoding always succeeds; what was replaced is noted.

mod candidates;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Text that was decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text, with `\n` line ends and without a byte order mark.
    pub text: String,
    /// Name of the encoding, as the Encoding Standard writes it.
    pub encoding: &'static str,
    /// What was guessed or replaced.
    pub notes: Vec<String>,
}

/// One invalid sequence in so many bytes still makes a text UTF-8 with damage rather than
/// another encoding, provided that it has valid multi-byte characters too.
const UTF8_DAMAGE_SHARE: usize = 5;

/// Bytes that the guess looks at: more does not change it, and the detector is slow.
const GUESS_BYTES: usize = 65_536;

/// An encoding: one of the Encoding Standard, a code page of DOS, or UTF-32.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Charset {
    Standard(&'static Encoding),
    /// The number of the code page, and its name.
    Dos(u16, &'static str),
    Utf32 {
        little: bool,
    },
    /// Two-byte Korean in seven bits, between shift-out and shift-in.
    Iso2022Kr,
}

/// The code pages of DOS that the Encoding Standard does not have and archives do.
const DOS: &[(u16, &str)] = &[
    (437, "IBM437"),
    (737, "IBM737"),
    (775, "IBM775"),
    (850, "IBM850"),
    (852, "IBM852"),
    (855, "IBM855"),
    (857, "IBM857"),
    (858, "IBM858"),
    (860, "IBM860"),
    (861, "IBM861"),
    (862, "IBM862"),
    (863, "IBM863"),
    (864, "IBM864"),
    (865, "IBM865"),
    (869, "IBM869"),
];

/// Names in use that the Encoding Standard does not list.
const ALIASES: &[(&str, &str)] = &[
    ("cp932", "shift_jis"),
    ("cp949", "euc-kr"),
    ("cp936", "gbk"),
    ("cp950", "big5"),
    ("cp874", "windows-874"),
    ("cp1250", "windows-1250"),
    ("cp1254", "windows-1254"),
    ("maccyrillic", "x-mac-cyrillic"),
    ("macroman", "macintosh"),
    ("macintosh", "macintosh"),
    ("big5hkscs", "big5"),
    ("eucjp", "euc-jp"),
    ("euckr", "euc-kr"),
    ("shiftjis", "shift_jis"),
    ("sjis", "shift_jis"),
    ("iso2022jp", "iso-2022-jp"),
    ("koi8r", "koi8-r"),
    ("koi8u", "koi8-u"),
    ("tis620", "windows-874"),
    ("utf8mb4", "utf-8"),
    ("ansi", "windows-1252"),
    ("ascii", "windows-1252"),
];

impl Charset {
    /// The encoding that a file calls `label`, in any of the ways that files write names.
    pub(super) fn named(label: &str) -> Option<Charset> {
        let label = label.trim().trim_matches(['"', '\'']);
        let standard = Encoding::for_label(label.as_bytes())
            .or_else(|| Encoding::for_label(label.replace('_', "-").as_bytes()));
        if let Some(encoding) = standard {
            return Some(Charset::Standard(encoding));
        }
        let plain: String =
            label.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
        if let Some((_, meant)) = ALIASES.iter().find(|(alias, _)| *alias == plain) {
            return Encoding::for_label(meant.as_bytes()).map(Charset::Standard);
        }
        let number = ["cp", "ibm", "oem", "dos", "csibm", "windows", "iso"]
            .iter()
            .find_map(|prefix| plain.strip_prefix(prefix))
            .unwrap_or(&plain);
        if let Some((page, name)) = DOS.iter().find(|(page, _)| page.to_string() == number) {
            return Some(Charset::Dos(*page, name));
        }
        if let Some(part) = plain.strip_prefix("iso8859") {
            return Encoding::for_label(format!("iso-8859-{part}").as_bytes())
                .map(Charset::Standard);
        }
        match plain.as_str() {
            "utf32" | "utf32le" | "ucs4" => Some(Charset::Utf32 { little: true }),
            "iso2022kr" => Some(Charset::Iso2022Kr),
            "utf32be" => Some(Charset::Utf32 { little: false }),
            _ => None,
        }
    }

    /// Its name, as the Encoding Standard writes it where it has one.
    pub(super) fn name(self) -> &'static str {
        match self {
            Charset::Standard(encoding) => encoding.name(),
            Charset::Dos(_, name) => name,
            Charset::Utf32 { little: true } => "UTF-32LE",
            Charset::Utf32 { little: false } => "UTF-32BE",
            Charset::Iso2022Kr => "ISO-2022-KR",
        }
    }

    /// Decodes `bytes`, and tells how many sequences were invalid.
    pub(super) fn decode(self, bytes: &[u8]) -> (String, usize) {
        let (text, counted) = match self {
            Charset::Standard(encoding) => {
                let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
                (text.into_owned(), had_errors)
            }
            Charset::Dos(page, _) => {
                let table = oem_cp::code_table::DECODING_TABLE_CP_MAP.get(&page);
                (table.map(|t| t.decode_string_lossy(bytes)).unwrap_or_default(), true)
            }
            Charset::Iso2022Kr => return Charset::Standard(EUC_KR).decode(&unshifted(bytes)),
            Charset::Utf32 { little } => {
                let units = bytes.chunks(4).map(|unit| match *unit {
                    [a, b, c, d] if little => u32::from_le_bytes([a, b, c, d]),
                    [a, b, c, d] => u32::from_be_bytes([a, b, c, d]),
                    _ => u32::MAX,
                });
                let text = units.map(|u| char::from_u32(u).unwrap_or('\u{fffd}')).collect();
                (text, true)
            }
        };
        let replaced = if counted { text.matches('\u{fffd}').count() } else { 0 };
        (text, replaced)
    }
}

/// The encoding of a text, as its first bytes tell it.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) charset: Charset,
    /// Length of the byte order mark.
    pub(super) mark_bytes: usize,
    pub(super) notes: Vec<String>,
}

impl Choice {
    fn of(charset: Charset, notes: Vec<String>) -> Choice {
        Choice { charset, mark_bytes: 0, notes }
    }
}

/// Chooses the encoding of a text that begins with `sample`: by its byte order mark; UTF-16 and
/// UTF-8 by their form; else the `declared` one, unless the text speaks against it; else by a
/// guess.
pub(super) fn choose(sample: &[u8], declared: Option<&str>) -> Choice {
    let utf32 = [(&b"\xff\xfe\0\0"[..], true), (&b"\0\0\xfe\xff"[..], false)];
    if let Some((mark, little)) = utf32.iter().find(|(mark, _)| sample.starts_with(mark)) {
        let charset = Charset::Utf32 { little: *little };
        return Choice { charset, mark_bytes: mark.len(), notes: Vec::new() };
    }
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(sample) {
        let charset = Charset::Standard(encoding);
        return Choice { charset, mark_bytes, notes: Vec::new() };
    }
    // Before UTF-8, because UTF-16 of Latin or Cyrillic text without accents is valid UTF-8 too.
    if let Some(little) = utf32_without_mark(sample) {
        let notes = vec!["UTF-32 without a byte order mark".to_owned()];
        return Choice::of(Charset::Utf32 { little }, notes);
    }
    if let Some(encoding) = utf16_without_mark(sample) {
        let notes = vec!["UTF-16 without a byte order mark".to_owned()];
        return Choice::of(Charset::Standard(encoding), notes);
    }
    let named = declared.and_then(Charset::named);
    let mut notes = Vec::new();
    if let (Some(label), None) = (declared, named) {
        notes.push(format!("declared encoding {label:?} is not known"));
    }
    let utf8 = Charset::Standard(UTF_8);
    let whole = match std::str::from_utf8(sample) {
        Ok(_) => true,
        // A character that the end of the sample cuts.
        Err(error) => error.error_len().is_none(),
    };
    if whole {
        return if sample.is_ascii() {
            Choice::of(seven_bit(sample, named).unwrap_or(utf8), notes)
        } else {
            if let Some(named) = named.filter(|named| *named != utf8) {
                notes.push(format!("declared as {}, is UTF-8", named.name()));
            }
            Choice::of(utf8, notes)
        };
    }
    if is_damaged_utf8(sample) {
        return Choice::of(utf8, notes);
    }
    let guessed = guess(sample);
    match named.filter(|named| *named != utf8) {
        Some(named) if is_plausible(named, guessed, sample) => Choice::of(named, notes),
        Some(named) => {
            notes.push(format!("declared as {}, guessed as {}", named.name(), guessed.name()));
            Choice::of(guessed, notes)
        }
        None => {
            notes.push(format!("encoding guessed as {}", guessed.name()));
            Choice::of(guessed, notes)
        }
    }
}

/// Seven-bit Korean as the same text in EUC-KR: the designator dropped, and the bytes between
/// shift-out and shift-in raised (RFC 1557).
fn unshifted(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut shifted = false;
    let mut rest = bytes;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            0x1b if after.starts_with(b"$)C") => rest = &after[3..],
            0x0e => shifted = true,
            0x0f => shifted = false,
            byte if shifted && byte.is_ascii_graphic() => out.push(byte | 0x80),
            byte => out.push(*byte),
        }
    }
    out
}

/// Encodings that write everything in seven bits.
fn seven_bit(sample: &[u8], named: Option<Charset>) -> Option<Charset> {
    let escapes = [&b"\x1b$"[..], b"\x1b("];
    let escaped = escapes.iter().any(|e| memchr::memmem::find(sample, e).is_some());
    let japanese = Charset::Standard(encoding_rs::ISO_2022_JP);
    if memchr::memmem::find(sample, b"\x1b$)C").is_some() {
        return Some(Charset::Iso2022Kr);
    }
    if escaped {
        return Some(japanese);
    }
    named.filter(|named| *named == japanese && escaped)
}

/// The encoding that the bytes look like.
fn guess(bytes: &[u8]) -> Charset {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let sample = guess_sample(bytes);
    detector.feed(sample, true);
    let guessed = Charset::Standard(detector.guess(None, Utf8Detection::Deny));
    candidates::better_than(guessed, sample).unwrap_or(guessed)
}

/// Whether a text may be in the `named` encoding, where the bytes look like `guessed`. An
/// encoding of one byte a character fits any bytes; what it makes of them tells.
fn is_plausible(named: Charset, guessed: Charset, sample: &[u8]) -> bool {
    if named == guessed {
        return true;
    }
    let sample = guess_sample(sample);
    let (text, replaced) = named.decode(sample);
    // The sample may begin and end within a character.
    if replaced > 2 && replaced * 200 > text.len() {
        return false;
    }
    let oddity = |text: &str| oddness(text) * 1000 / text.len().max(1);
    let (as_named, as_guessed) = (oddity(&text), oddity(&guessed.decode(sample).0));
    as_named <= as_guessed * 2 + 20
}

/// How much in a text is not as people write: marks within words, capitals within words,
/// letters of several scripts in one word, control characters.
fn oddness(text: &str) -> usize {
    let mut odd = 0;
    let mut before = ' ';
    let script = |c: char| match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => 1,
        '\u{370}'..='\u{3ff}' => 2,
        '\u{400}'..='\u{52f}' => 3,
        '\u{590}'..='\u{5ff}' => 4,
        '\u{600}'..='\u{6ff}' => 5,
        _ => 0,
    };
    for c in text.chars() {
        let letters = before.is_alphabetic() && c.is_alphabetic();
        odd += match c {
            '\u{80}'..='\u{9f}' | '\u{fffd}' => 2,
            c if letters && before.is_lowercase() && c.is_uppercase() => 1,
            c if letters && script(c) != script(before) => 1,
            // Two accented Latin letters in a row are rare in every language that has them.
            c if letters && script(c) == 1 && !c.is_ascii() && !before.is_ascii() => 1,
            c if !c.is_ascii() && !c.is_alphanumeric() && before.is_alphabetic() => usize::from(
                !matches!(c, '\u{2010}'..='\u{203f}' | '»' | '\u{a0}' | '\u{300}'..='\u{36f}'),
            ),
            _ => 0,
        };
        before = c;
    }
    odd
}

/// Decodes `bytes`.
///
/// ```
/// let decoded = dateline::read::decode(b"\xef\xbb\xbfMinsk\r\n".to_vec());
/// assert_eq!((decoded.text.as_str(), decoded.encoding), ("Minsk\n", "UTF-8"));
/// ```
pub fn decode(bytes: Vec<u8>) -> Decoded {
    decode_declared(bytes, None)
}

/// Decodes `bytes` that something declares to be in the encoding `declared`. A declaration that
/// is wrong is noted, and not followed.
///
/// ```
/// let bytes = b"S\xe3o Paulo".to_vec();
/// assert_eq!(dateline::read::decode_declared(bytes, Some("latin1")).text, "São Paulo");
/// let bytes = "São Paulo".as_bytes().to_vec();
/// let decoded = dateline::read::decode_declared(bytes, Some("latin1"));
/// assert_eq!(decoded.text, "São Paulo");
/// assert_eq!(decoded.notes, ["declared as windows-1252, is UTF-8"]);
/// ```
pub fn decode_declared(bytes: Vec<u8>, declared: Option<&str>) -> Decoded {
    let Choice { charset, mark_bytes, mut notes } = choose(&bytes, declared);
    if charset == Charset::Standard(UTF_8) && mark_bytes == 0 {
        return match String::from_utf8(bytes) {
            Ok(text) => Decoded { text: unix_lines(text), encoding: UTF_8.name(), notes },
            Err(error) => decode_as(charset, error.as_bytes(), notes),
        };
    }
    notes.retain(|note| !note.is_empty());
    decode_as(charset, bytes.get(mark_bytes..).unwrap_or_default(), notes)
}

/// The part of a long text that the guess looks at: from the first byte that is not ASCII on.
fn guess_sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(64);
    &bytes[start..bytes.len().min(start + GUESS_BYTES)]
}

fn decode_as(charset: Charset, bytes: &[u8], mut notes: Vec<String>) -> Decoded {
    let (text, replaced) = charset.decode(bytes);
    if replaced > 0 {
        notes.push(format!("{replaced} invalid byte sequences in {} replaced", charset.name()));
    }
    Decoded { text: unix_lines(text), encoding: charset.name(), notes }
}

/// Turns `\r\n`, lone `\r`, and the Unicode line and paragraph separators into `\n`, and takes out
/// what a backspace strikes over.
pub(super) fn unix_lines(text: String) -> String {
    let text = without_overstrikes(text);
    let bytes = text.as_bytes();
    let has = |mark: &str| memchr::memmem::find(bytes, mark.as_bytes()).is_some();
    // Both separators begin with the same two bytes.
    let separated = memchr::memmem::find_iter(bytes, b"\xe2\x80")
        .any(|at| bytes.get(at + 2).is_some_and(|last| matches!(last, 0xa8 | 0xa9)));
    if memchr::memchr(b'\r', bytes).is_none() && !separated && !has("\u{85}") {
        return text;
    }
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{85}'], "\n")
        .replace('\u{2029}', "\n\n")
}

/// Takes out letters with the backspaces that follow them: printers were told so to underline and
/// to print in bold.
fn without_overstrikes(text: String) -> String {
    if memchr::memchr(8, text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '\u{8}' {
            if !out.ends_with('\n') {
                out.pop();
            }
        } else {
            out.push(c);
        }
    }
    out
}

/// UTF-32: of every four bytes two are zero, on the same side. Returns whether it is little
/// endian.
pub(super) fn utf32_without_mark(bytes: &[u8]) -> Option<bool> {
    let sample = &bytes[..bytes.len().min(4096)];
    let units = sample.len() / 4;
    let all = |at: [usize; 2]| {
        units >= 8 && sample.chunks_exact(4).all(|unit| unit[at[0]] == 0 && unit[at[1]] <= 0x10)
    };
    if all([3, 2]) {
        Some(true)
    } else if all([0, 1]) {
        Some(false)
    } else {
        None
    }
}

/// UTF-16 of a text in which ASCII is frequent (spaces, line ends, figures): every other byte is
/// often zero, and nearly always on the same side.
pub(super) fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros =
        |side: usize| sample.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    // Pairs of ASCII letters are Chinese characters too.
    let binary = std::str::from_utf8(sample).is_err();
    let chinese = |decode: fn([u8; 2]) -> u16| {
        let units = sample.chunks_exact(2).map(|pair| decode([pair[0], pair[1]]));
        let known = |unit: &u16| matches!(unit, 0x20..=0x7e | 0x0a | 0x0d | 0x3000..=0x30ff | 0x4e00..=0x9fff | 0xff00..=0xffef);
        binary && pairs >= 8 && units.filter(known).count() == pairs
    };
    if chinese(u16::from_le_bytes) {
        Some(UTF_16LE)
    } else if chinese(u16::from_be_bytes) {
        Some(UTF_16BE)
    } else if pairs < 8 {
        None
    } else if odd * 10 > pairs && even * 50 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs && odd * 50 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut invalid, mut multibyte) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        invalid += usize::from(!chunk.invalid().is_empty());
        multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    multibyte > 0 && invalid * UTF8_DAMAGE_SHARE <= multibyte
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_decoded_from_what_archives_hold() {
        let russian = "Президент провёл переговоры в Минске, сообщило агентство во вторник.";
        let french = "Le président a été reçu à l'Élysée, où l'accord a été signé hier à midi.";
        let utf16 = |text: &str, little: bool| -> Vec<u8> {
            let units = text.encode_utf16();
            units.flat_map(|u| if little { u.to_le_bytes() } else { u.to_be_bytes() }).collect()
        };
        let long = format!("{russian} Minsk, 12 {russian}");
        for (bytes, text, encoding) in [
            (russian.as_bytes().to_vec(), russian, "UTF-8"),
            (encoding_rs::WINDOWS_1251.encode(russian).0.into_owned(), russian, "windows-1251"),
            (encoding_rs::KOI8_R.encode(russian).0.into_owned(), russian, "KOI8-U"),
            (encoding_rs::WINDOWS_1252.encode(french).0.into_owned(), french, "windows-1252"),
            ([vec![0xff, 0xfe], utf16(french, true)].concat(), french, "UTF-16LE"),
            (utf16(french, true), french, "UTF-16LE"),
            (utf16(french, false), french, "UTF-16BE"),
            (utf16(&long, true), &long, "UTF-16LE"),
        ] {
            let decoded = decode(bytes);
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, encoding));
        }
    }

    #[test]
    fn damage_is_replaced_and_noted() {
        let mut bytes = "Der Präsident führte Gespräche über die Brücke".as_bytes().to_vec();
        bytes.insert(4, 0xff);
        let decoded = decode(bytes);
        assert_eq!(decoded.encoding, "UTF-8");
        assert!(decoded.text.starts_with("Der \u{fffd}Präsident"));
        assert_eq!(decoded.notes, ["1 invalid byte sequences in UTF-8 replaced"]);
    }

    #[test]
    fn line_ends_become_one() {
        assert_eq!(decode(b"a\r\nb\rc\n".to_vec()).text, "a\nb\nc\n");
        assert_eq!(decode(b"_\x08S_\x08hip\n\x08x".to_vec()).text, "Ship\nx");
    }
}
