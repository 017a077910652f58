//! The language of an article: as declared, else told by its common words, else by the statistics of
//! its letters.

use whatlang::Script;

use super::language_words::{by_common_words, is_confirmed};
use crate::read::{MetadataKey, RawDocument};
use crate::text::Tokens;

/// Letters that detection reads: more cost time and change nothing.
const SAMPLE_CHARS: usize = 600;
/// Fewest letters of an alphabet that tell its language.
const FEWEST_LETTERS: usize = 40;

/// Below so many letters of an alphabet that many languages share, statistics take a language that
/// they do not know for one that they know: common words have to confirm it.
const ENOUGH_LETTERS: usize = 240;

/// Returns the code of the article's language: ISO 639-1 where there is one, else 639-3.
/// `tokens` are the words of `body`.
pub(crate) fn language_of(
    raw: &RawDocument,
    title: Option<&str>,
    body: &str,
    tokens: &Tokens,
) -> Option<String> {
    let declared =
        raw.all_declared(MetadataKey::Language).find_map(|declared| declared_code(&declared.value));
    if let Some(code) = declared {
        return Some(code);
    }
    by_common_words(tokens).or_else(|| detect(title, body, tokens)).map(str::to_owned)
}

fn detect(title: Option<&str>, body: &str, tokens: &Tokens) -> Option<&'static str> {
    let mut sample = String::with_capacity(SAMPLE_CHARS * 2);
    let mut letters = 0;
    for part in [body, title.unwrap_or_default()] {
        for c in part.chars().take(SAMPLE_CHARS * 2) {
            if letters == SAMPLE_CHARS {
                break;
            }
            letters += usize::from(c.is_alphabetic());
            sample.push(c);
        }
        sample.push(' ');
        if letters >= FEWEST_LETTERS * 3 {
            break;
        }
    }
    let info = whatlang::detect(&sample)?;
    if letters < FEWEST_LETTERS || info.confidence() < 0.2 {
        return None;
    }
    let code = short_code(info.lang().code());
    let shared_script = matches!(info.script(), Script::Latin | Script::Cyrillic | Script::Arabic);
    if shared_script && letters < ENOUGH_LETTERS && !is_confirmed(code, tokens) {
        return None;
    }
    Some(code)
}

/// The two-letter code for a three-letter one, which is returned where there is none.
fn short_code(code: &'static str) -> &'static str {
    match CODES.iter().find(|(long, _, _)| *long == code) {
        Some((_, short, _)) => short,
        None => code,
    }
}

/// Reads a declared language: a code, a tag such as `en-US`, or an English or own name.
pub(crate) fn declared_code(value: &str) -> Option<String> {
    let lower = value.trim().to_lowercase();
    // Some pages declare `utf-8` where the language belongs.
    if encoding_rs::Encoding::for_label(lower.as_bytes()).is_some() {
        return None;
    }
    let first = lower.split(['-', '_', ',', ';', ' ']).next().filter(|first| !first.is_empty())?;
    let known = CODES.iter().find(|(long, short, names)| {
        first == *long || first == *short || names.split(' ').any(|name| name == first)
    });
    match known {
        Some((_, short, _)) => Some((*short).to_owned()),
        // A code of ISO 639 that is not in the table is kept as it is.
        None if matches!(first.len(), 2 | 3)
            && !lower.contains([' ', ','])
            && first.bytes().all(|b| b.is_ascii_lowercase()) =>
        {
            (!matches!(first, "und" | "mul" | "zxx" | "mis")).then(|| first.to_owned())
        }
        None => None,
    }
}

/// ISO 639-3 or 639-2/B code, ISO 639-1 code, names in small letters.
#[rustfmt::skip]
const CODES: &[(&str, &str, &str)] = &[
    ("eng", "en", "english"), ("rus", "ru", "russian русский"), ("cmn", "zh", "chinese mandarin 中文"), ("zho", "zh", ""),
    ("chi", "zh", ""), ("spa", "es", "spanish español castellano"), ("por", "pt", "portuguese português"),
    ("ita", "it", "italian italiano"), ("ben", "bn", "bengali"), ("fra", "fr", "french français"),
    ("fre", "fr", ""), ("deu", "de", "german deutsch"), ("ger", "de", ""),
    ("ukr", "uk", "ukrainian українська"), ("kat", "ka", "georgian"), ("ara", "ar", "arabic العربية"),
    ("hin", "hi", "hindi"), ("jpn", "ja", "japanese 日本語"), ("heb", "he", "hebrew"),
    ("yid", "yi", "yiddish"), ("pol", "pl", "polish polski"), ("amh", "am", "amharic"),
    ("jav", "jv", "javanese"), ("kor", "ko", "korean 한국어"), ("nob", "nb", "bokmål"),
    ("nor", "no", "norwegian norsk"), ("dan", "da", "danish dansk"), ("swe", "sv", "swedish svenska"),
    ("fin", "fi", "finnish suomi"), ("tur", "tr", "turkish türkçe"), ("nld", "nl", "dutch nederlands"),
    ("dut", "nl", ""), ("hun", "hu", "hungarian magyar"), ("ces", "cs", "czech čeština"),
    ("cze", "cs", ""), ("ell", "el", "greek ελληνικά"), ("gre", "el", ""),
    ("bul", "bg", "bulgarian български"), ("bel", "be", "belarusian"), ("mar", "mr", "marathi"),
    ("kan", "kn", "kannada"), ("ron", "ro", "romanian română"), ("rum", "ro", ""),
    ("slv", "sl", "slovenian slovene"), ("hrv", "hr", "croatian"), ("srp", "sr", "serbian"),
    ("mkd", "mk", "macedonian"), ("lit", "lt", "lithuanian"), ("lav", "lv", "latvian"),
    ("est", "et", "estonian"), ("tam", "ta", "tamil"), ("vie", "vi", "vietnamese"),
    ("urd", "ur", "urdu"), ("tha", "th", "thai"), ("guj", "gu", "gujarati"), ("uzb", "uz", "uzbek"),
    ("pan", "pa", "punjabi"), ("aze", "az", "azerbaijani"), ("ind", "id", "indonesian"),
    ("tel", "te", "telugu"), ("pes", "fa", "persian farsi فارسی"), ("fas", "fa", ""), ("per", "fa", ""),
    ("mal", "ml", "malayalam"), ("ori", "or", "odia"), ("mya", "my", "burmese"),
    ("nep", "ne", "nepali"), ("sin", "si", "sinhala"), ("khm", "km", "khmer"),
    ("tuk", "tk", "turkmen"), ("aka", "ak", "akan"), ("zul", "zu", "zulu"), ("sna", "sn", "shona"),
    ("afr", "af", "afrikaans"), ("lat", "la", "latin"), ("slk", "sk", "slovak"), ("slo", "sk", ""),
    ("cat", "ca", "catalan"), ("tgl", "tl", "tagalog filipino"), ("hye", "hy", "armenian"),
    ("cym", "cy", "welsh"), ("epo", "eo", "esperanto"), ("isl", "is", "icelandic"), ("ice", "is", ""),
    ("swa", "sw", "swahili"), ("hau", "ha", "hausa"), ("yor", "yo", "yoruba"), ("som", "so", "somali"),
    ("gle", "ga", "irish"), ("eus", "eu", "basque"), ("glg", "gl", "galician"), ("sqi", "sq", "albanian"),
    ("alb", "sq", ""), ("bos", "bs", "bosnian"), ("kaz", "kk", "kazakh"), ("mon", "mn", "mongolian"),
    ("msa", "ms", "malay"), ("pus", "ps", "pashto"), ("kur", "ku", "kurdish"), ("ibo", "ig", "igbo"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declared_languages() {
        for (value, expected) in [
            ("en-US", Some("en")),
            ("English", Some("en")),
            ("ENG", Some("en")),
            ("deutsch", Some("de")),
            ("pt_BR", Some("pt")),
            ("lg", Some("lg")),
            ("und", None),
            ("", None),
            ("not stated", None),
            ("utf-8", None),
        ] {
            assert_eq!(declared_code(value).as_deref(), expected, "{value}");
        }
    }

    #[test]
    fn detected_languages() {
        for (text, expected) in [
            (
                "The minister told parliament that the talks had been put off until next week.",
                Some("en"),
            ),
            (
                "Der Minister sagte dem Parlament, dass die Gespräche auf nächste Woche verschoben würden.",
                Some("de"),
            ),
            ("Министр заявил парламенту, что переговоры отложены до следующей недели.", Some("ru")),
            ("قال الوزير أمام البرلمان إن المحادثات تأجلت إلى الأسبوع المقبل.", Some("ar")),
            (
                "大臣は国会で、協議は来週に延期されたと述べた。次の会合の日程はまだ決まっていないという。",
                Some("ja"),
            ),
            ("12 345 678", None),
            ("OK", None),
        ] {
            let tokens = Tokens::new(text);
            assert_eq!(detect(None, text, &tokens), expected, "{text}");
        }
    }
}
