//! From bytes to text: byte order mark, UTF-8, UTF-16 without a mark, else a guess by content.
//!
//! Decoding is `encoding_rs`, guessing is `chardetng`; dateline's own is the order of the
//! questions and the notes. Invariant: decoding always succeeds; what was replaced is noted.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

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

/// Decodes `bytes`.
///
/// ```
/// let decoded = dateline::read::decode(b"\xef\xbb\xbfMinsk\r\n".to_vec());
/// assert_eq!((decoded.text.as_str(), decoded.encoding), ("Minsk\n", "UTF-8"));
/// ```
pub fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        return decode_as(encoding, &bytes[mark..], Vec::new());
    }
    // Before UTF-8, because UTF-16 of Latin or Cyrillic text without accents is valid UTF-8 too.
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return decode_as(encoding, &bytes, vec!["UTF-16 without a byte order mark".to_owned()]);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => {
            return Decoded { text: unix_lines(text), encoding: UTF_8.name(), notes: Vec::new() };
        }
        Err(error) => error.into_bytes(),
    };
    if is_damaged_utf8(&bytes) {
        return decode_as(UTF_8, &bytes, Vec::new());
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    let sample = guess_sample(&bytes);
    detector.feed(sample, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    decode_as(encoding, &bytes, vec![format!("encoding guessed as {}", encoding.name())])
}

/// The part of the bytes that tells most: from shortly before the first byte that is not ASCII.
fn guess_sample(bytes: &[u8]) -> &[u8] {
    let first = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(0);
    let start = first.saturating_sub(64);
    &bytes[start..bytes.len().min(start + GUESS_BYTES)]
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], mut notes: Vec<String>) -> Decoded {
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    if had_errors {
        let replaced = text.matches('\u{fffd}').count();
        notes.push(format!("{replaced} invalid byte sequences in {} replaced", encoding.name()));
    }
    Decoded { text: unix_lines(text.into_owned()), encoding: encoding.name(), notes }
}

/// Turns `\r\n`, lone `\r`, and the Unicode line and paragraph separators into `\n`.
fn unix_lines(text: String) -> String {
    if !text.contains(['\r', '\u{2028}', '\u{2029}', '\u{85}']) {
        return text;
    }
    text.replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{85}'], "\n")
        .replace('\u{2029}', "\n\n")
}

/// UTF-16 of a text in which ASCII is frequent (spaces, line ends, figures): every other byte is
/// often zero, and nearly always on the same side.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096)];
    let zeros =
        |side: usize| sample.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    if pairs < 8 {
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
    }
}
