//! Words of dates: months, weekdays, time zones, and the words that stand around a date in a
//! date line, in the languages of the press.
//!
//! Words are looked up in the folded form of [`crate::text::fold`] (small letters, no accents);
//! the tables here are stored in it and sorted, which a test checks.
//!
//! Incomplete support: months of the Hijri and Ethiopian calendars are not read.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use crate::text::fold;

/// The days of the week that a word may name: `tor` is Tuesday to some and Thursday to others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Weekdays(u8);

impl Weekdays {
    /// Whether `date` is such a day.
    pub(crate) fn fits(self, date: Date) -> bool {
        self.0 & 1 << date.weekday().to_monday_one_offset() != 0
    }
}

/// Returns the month, 1 to 12, whose folded name or abbreviation is `word`.
pub(crate) fn month(word: &str) -> Option<u8> {
    // `באוגוסט`: in August, as Hebrew dates have it.
    let bare = || word.strip_prefix('ב').and_then(|word| NAMES.months.get(word));
    NAMES.months.get(word).or_else(bare).copied()
}

/// Returns the month of the Persian calendar, 1 to 12, that `word`, folded, names.
pub(crate) fn persian_month(word: &str) -> Option<u8> {
    /// As Iranians write them.
    const MONTHS: [&str; 12] = [
        "فروردین",
        "اردیبهشت",
        "خرداد",
        "تیر",
        "مرداد",
        "شهریور",
        "مهر",
        "آبان",
        "آذر",
        "دی",
        "بهمن",
        "اسفند",
    ];
    static FOLDED: LazyLock<HashMap<String, u8>> = LazyLock::new(|| {
        (1..).zip(MONTHS).map(|(number, name)| (fold(name).into_owned(), number)).collect()
    });
    // The letters of the names are all of one block.
    if !word.starts_with(|c: char| ('\u{600}'..='\u{6ff}').contains(&c)) {
        return None;
    }
    FOLDED.get(word).copied()
}

/// The days of the week that `word`, folded, may name.
pub(crate) fn weekdays(word: &str) -> Option<Weekdays> {
    NAMES.weekdays.get(word).copied()
}

/// Whether `word`, folded, names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    weekdays(word).is_some()
}

/// Returns the offset from UTC, in minutes, of a zone whose folded abbreviation is `word`.
pub(crate) fn zone_minutes(word: &str) -> Option<i32> {
    let at = ZONES.binary_search_by(|(name, _)| (*name).cmp(word)).ok()?;
    Some(ZONES[at].1)
}

/// Whether `word`, folded, names a time zone, also one whose offset is not certain.
pub(crate) fn is_zone(word: &str) -> bool {
    zone_minutes(word).is_some() || UNCERTAIN_ZONES.contains(&word)
}

/// Whether `word` is a zone of the United States, where the month is written before the day.
pub(crate) fn is_american_zone(word: &str) -> bool {
    matches!(word, "edt" | "est" | "et" | "mdt" | "mst" | "pdt" | "pst" | "pt" | "cdt")
}

/// What a word of a date line says about its date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateWord {
    /// The date is the first publication's.
    Published,
    /// The date is a change's.
    Updated,
    /// Nothing: `on`, `at`, `Uhr`.
    Filler,
}

/// Returns what `word`, folded, says in a date line, if it belongs into one.
pub(crate) fn date_word(word: &str) -> Option<DateWord> {
    if PUBLISHED_WORDS.binary_search(&word).is_ok() {
        Some(DateWord::Published)
    } else if UPDATED_WORDS.binary_search(&word).is_ok() {
        Some(DateWord::Updated)
    } else if FILLER_WORDS.binary_search(&word).is_ok() {
        Some(DateWord::Filler)
    } else {
        None
    }
}

#[rustfmt::skip]
const PUBLISHED_WORDS: &[&str] = &[
    "aired", "broadcast", "created", "dispatched", "dodano", "erschienen", "erstellt", "filed",
    "geplaatst", "gepubliceerd", "issued", "julkaistu", "moved", "opublikowano", "opublikowany",
    "paru", "posted", "pub", "pubblicata", "pubblicato", "publicacao", "publicacion", "publicada",
    "publicado", "publication", "publicerad", "publicerat", "publiceret", "publie", "publiee",
    "publisert", "publish", "published", "received", "released", "sent", "submitted",
    "transmitted", "utworzono", "veroffentlicht", "written", "yayimlanma", "yayinlandi",
    "yayinlanma", "zverejneno", "опублiковано", "опубликован", "опубликована", "опубликовано",
    "опубліковано", "публикации", "публикуван", "публикувано", "размещено", "создано", "النشر",
    "نشر", "نشرت", "公開", "发布", "发表", "掲載", "配信",
];

#[rustfmt::skip]
const UPDATED_WORDS: &[&str] = &[
    "actualise", "actualisee", "actualizacion", "actualizada", "actualizado", "aggiornamento",
    "aggiornata", "aggiornato", "aktualisiert", "aktualizacja", "atualizacao", "atualizada",
    "atualizado", "bijgewerkt", "changed", "edited", "geandert", "gewijzigd", "guncelleme",
    "guncellendi", "guncellenme", "jour", "maj", "modifica", "modificado", "modifie", "modified",
    "modifiee", "opdateret", "oppdatert", "paivitetty", "revised", "stand", "update", "updated",
    "uppdaterad", "zaktualizowano", "изменено", "обновлен", "обновлено", "оновлено", "تحديث",
    "更新",
];

#[rustfmt::skip]
const FILLER_WORDS: &[&str] = &[
    "a", "ago", "alle", "am", "and", "as", "at", "ce", "data", "date", "dated", "datum", "day",
    "de", "del", "den", "der", "derniere", "dia", "dnia", "el", "em", "er", "et", "fecha",
    "first", "godz", "h", "hours", "hrs", "il", "in", "kl", "klo", "la", "laatst", "las", "last",
    "le", "local", "los", "mis", "mise", "no", "noon", "of", "om", "on", "online", "op", "ore",
    "ostatnia", "pm", "print", "release", "saat", "son", "tarih", "tarihi", "the", "time", "uhr",
    "ultima", "ultimo", "um", "vom", "y", "zuletzt", "в", "время", "г", "гг", "год", "года",
    "дата", "мск", "на", "о", "от", "последнее", "р", "року", "ч", "час", "اخر", "الساعه",
    "بتاريخ", "تاريخ", "تم", "في", "م", "ه", "日時",
];

/// Zones with one meaning. Left out because they have several: `BST` (British summer and
/// Bangladesh), `CST` (American central, China, Cuba), `IST` (India, Israel, Ireland), `AST`,
/// `ECT`, `ET`, `CT`, `MT`, `PT`.
#[rustfmt::skip]
const ZONES: &[(&str, i32)] = &[
    ("acst", 570), ("aedt", 660), ("aest", 600), ("akdt", -480), ("akst", -540), ("awst", 480),
    ("brt", -180), ("cdt", -300), ("cest", 120), ("cet", 60), ("eat", 180), ("edt", -240),
    ("eest", 180), ("eet", 120), ("est", -300), ("gmt", 0), ("hkt", 480), ("hst", -600),
    ("jst", 540), ("kst", 540), ("mdt", -360), ("mesz", 120), ("mez", 60), ("msk", 180),
    ("nzdt", 780), ("nzst", 720), ("pdt", -420), ("pkt", 300), ("pst", -480), ("sast", 120),
    ("sgt", 480), ("trt", 180), ("utc", 0), ("wat", 60), ("wib", 420), ("z", 0), ("мск", 180),
];

const UNCERTAIN_ZONES: &[&str] =
    &["bst", "cst", "ist", "et", "ct", "mt", "pt", "ast", "wet", "west", "mst", "ut"];

/// Names of months and weekdays in some sixty languages: kind, number, name. Written by
/// `tools/make_calendar.py` from Unicode CLDR 47 (Unicode License v3) and from
/// `tools/calendar_manual.tsv`.
const CALENDAR: &str = include_str!("calendar.tsv");

/// Folded names with what they mean.
struct Names {
    months: HashMap<String, u8>,
    weekdays: HashMap<String, Weekdays>,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names { months: HashMap::new(), weekdays: HashMap::new() };
    for line in CALENDAR.lines() {
        let mut parts = line.split('\t');
        let (Some(kind), Some(Ok(number)), Some(name)) =
            (parts.next(), parts.next().map(str::parse::<u8>), parts.next())
        else {
            continue;
        };
        let name = fold(name).into_owned();
        if kind == "month" {
            names.months.insert(name, number);
        } else {
            names.weekdays.entry(name).or_insert(Weekdays(0)).0 |= 1 << number;
        }
    }
    names
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_many_languages() {
        for (word, expected) in [
            ("august", Some(8)),
            ("août", Some(8)),
            ("Agosto", Some(8)),
            ("sierpnia", Some(8)),
            ("srpna", Some(8)),
            ("srpnja", Some(7)),
            ("kolovoza", Some(8)),
            ("август", Some(8)),
            ("жніўня", Some(8)),
            ("Αυγούστου", Some(8)),
            ("ağustos", Some(8)),
            ("elokuuta", Some(8)),
            ("rugpjūčio", Some(8)),
            ("augusta", Some(8)),
            ("abuztua", Some(8)),
            ("أغسطس", Some(8)),
            ("آب", Some(8)),
            ("אוגוסט", Some(8)),
            ("अगस्त", Some(8)),
            ("আগস্ট", Some(8)),
            ("สิงหาคม", Some(8)),
            ("Ogos", Some(8)),
            ("pro", None),
            ("ara", None),
        ] {
            assert_eq!(month(&fold(word)), expected, "{word}");
        }
    }

    #[test]
    fn names_of_the_calendar_mean_one_month() {
        let mut known: HashMap<String, &str> = HashMap::new();
        for line in CALENDAR.lines() {
            let [kind, number, name] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}");
            };
            if kind == "month" {
                let before = known.insert(fold(name).into_owned(), number);
                assert!(before.is_none_or(|before| before == number), "{line}");
            }
        }
    }

    #[test]
    fn weekdays_are_checked() {
        let friday = jiff::civil::date(2024, 8, 16);
        for (word, fits) in
            [("friday", true), ("пятница", true), ("cuma", true), ("sobota", false), ("mon", false)]
        {
            assert_eq!(weekdays(&fold(word)).map(|days| days.fits(friday)), Some(fits), "{word}");
        }
    }

    #[test]
    fn tables_are_sorted_and_folded() {
        let zones: Vec<&str> = ZONES.iter().map(|(name, _)| *name).collect();
        for table in [zones.as_slice(), PUBLISHED_WORDS, UPDATED_WORDS, FILLER_WORDS] {
            assert!(table.is_sorted_by(|a, b| a < b), "{table:?}");
            for word in table {
                assert_eq!(fold(word), *word);
            }
        }
    }
}
