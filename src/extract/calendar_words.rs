//! Words of dates: months, weekdays, time zones, and the words that stand around a date in a
//! date line, in the languages of the press.
//!
//! All are stored in the folded form of [`crate::text::fold`] (small letters, no accents), and
//! each table is sorted, which a test checks.
//!
//! Incomplete support: Croatian months are missing, because `listopad` is October there and
//! November in Polish; months of other calendars (Hijri, Persian, Ethiopian) are not read.

/// Returns the month, 1 to 12, whose folded name or abbreviation is `word`.
pub(crate) fn month(word: &str) -> Option<u8> {
    let at = MONTHS.binary_search_by(|(name, _)| (*name).cmp(word)).ok()?;
    Some(MONTHS[at].1)
}

/// Whether `word`, folded, names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    WEEKDAYS.binary_search(&word).is_ok()
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

#[rustfmt::skip]
const WEEKDAYS: &[&str] = &[
    "besta", "carsamba", "cts", "cuma", "cumartesi", "di", "dienstag", "dim", "dimanche",
    "dinsdag", "dom", "domenica", "domingo", "donderdag", "donnerstag", "fr", "fredag", "freitag",
    "fri", "friday", "gio", "giovedi", "jeu", "jeudi", "jueves", "keskiviikkona", "lauantaina",
    "lordag", "lun", "lundi", "lunedi", "lunes", "maanantaina", "maandag", "mandag", "mar",
    "mardi", "martedi", "martes", "mecredi", "mer", "mercoledi", "mercredi", "mi", "miercoles",
    "mittwoch", "mo", "mon", "monday", "montag", "niedziela", "onsdag", "pazar", "pazartesi",
    "perjantaina", "persembe", "piatek", "poniedzialek", "quarta", "quinta", "sab", "sabado",
    "sabato", "sali", "sam", "samedi", "samstag", "sat", "saturday", "segunda", "sexta", "sobota",
    "sondag", "sonnabend", "sonntag", "sroda", "sun", "sunday", "sunnuntaina", "terca", "thu",
    "thur", "thurs", "thursday", "tiistaina", "tirsdag", "torsdag", "torstaina", "tue", "tues",
    "tuesday", "ven", "vendredi", "venerdi", "viernes", "vrijdag", "wed", "wednesday", "woensdag",
    "wtorek", "zaterdag", "zondag", "воскресенье", "вс", "вт", "вторник", "вівторок", "неделя",
    "неділя", "петък", "пн", "понеделник", "понедельник", "понеділок", "пт", "пятница", "пятницу",
    "сб", "середа", "ср", "среда", "среду", "сряда", "суббота", "субботу", "субота", "събота",
    "четвер", "четверг", "четвъртък", "чт", "الاثنين", "الاحد", "الاربعاء", "الثلاثاء", "الجمعه",
    "الخميس", "السبت",
];

/// English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian,
/// Finnish, Icelandic, Polish, Czech, Romanian, Hungarian, Turkish, Indonesian, Russian,
/// Ukrainian, Bulgarian, Greek, Arabic (Egyptian, Levantine and Maghrebi), Persian names of the
/// Western months, Hindi. Genitives where dates use them; the usual abbreviations.
#[rustfmt::skip]
const MONTHS: &[(&str, u8)] = &[
    ("abr", 4), ("abril", 4), ("ago", 8), ("agosto", 8), ("agu", 8), ("agust", 8), ("agustos", 8),
    ("agustus", 8), ("aout", 8), ("apl", 4), ("apr", 4), ("april", 4), ("aprile", 4),
    ("aprilie", 4), ("aprilis", 4), ("aralik", 12), ("aug", 8), ("august", 8), ("augusti", 8),
    ("augustus", 8), ("augusztus", 8), ("avr", 4), ("avril", 4), ("brezna", 3), ("cervence", 7),
    ("cervna", 6), ("czerwca", 6), ("czerwiec", 6), ("dec", 12), ("december", 12), ("decembre", 12),
    ("decembrie", 12), ("des", 12), ("desember", 12), ("dez", 12), ("dezember", 12),
    ("dezembro", 12), ("dic", 12), ("dicembre", 12), ("diciembre", 12), ("dubna", 4), ("ekim", 10),
    ("elokuuta", 8), ("ene", 1), ("enero", 1), ("eylul", 9), ("feb", 2), ("febbraio", 2),
    ("feber", 2), ("febr", 2), ("febrero", 2), ("februar", 2), ("februari", 2), ("februarie", 2),
    ("february", 2), ("fev", 2), ("fevereiro", 2), ("fevr", 2), ("fevrier", 2), ("gen", 1),
    ("gennaio", 1), ("giu", 6), ("giugno", 6), ("grudnia", 12), ("grudzien", 12), ("haziran", 6),
    ("heinakuuta", 7), ("helmikuuta", 2), ("huhtikuuta", 4), ("ianuarie", 1), ("iulie", 7),
    ("iunie", 6), ("jan", 1), ("janeiro", 1), ("janner", 1), ("januar", 1), ("januari", 1),
    ("january", 1), ("janv", 1), ("janvier", 1), ("joulukuuta", 12), ("juil", 7), ("juillet", 7),
    ("juin", 6), ("jul", 7), ("julho", 7), ("juli", 7), ("julio", 7), ("julius", 7), ("july", 7),
    ("jun", 6), ("june", 6), ("junho", 6), ("juni", 6), ("junio", 6), ("junius", 6), ("kasim", 11),
    ("kesakuuta", 6), ("kvetna", 5), ("kwiecien", 4), ("kwietnia", 4), ("ledna", 1), ("lipca", 7),
    ("lipiec", 7), ("listopad", 11), ("listopada", 11), ("listopadu", 11), ("lokakuuta", 10),
    ("lug", 7), ("luglio", 7), ("lutego", 2), ("luty", 2), ("maaliskuuta", 3), ("maart", 3),
    ("mag", 5), ("maggio", 5), ("mai", 5), ("maio", 5), ("maj", 5), ("maja", 5), ("majus", 5),
    ("mar", 3), ("marca", 3), ("march", 3), ("marcius", 3), ("marco", 3), ("maret", 3),
    ("marraskuuta", 11), ("mars", 3), ("mart", 3), ("martie", 3), ("marts", 3), ("marz", 3),
    ("marzec", 3), ("marzo", 3), ("may", 5), ("mayis", 5), ("mayo", 5), ("mch", 3), ("mei", 5),
    ("mrt", 3), ("mrz", 3), ("nisan", 4), ("noiembrie", 11), ("nov", 11), ("november", 11),
    ("novembre", 11), ("novembro", 11), ("noviembre", 11), ("ocak", 1), ("oct", 10),
    ("october", 10), ("octobre", 10), ("octombrie", 10), ("octubre", 10), ("okt", 10),
    ("oktober", 10), ("ott", 10), ("ottobre", 10), ("out", 10), ("outubro", 10),
    ("pazdziernik", 10), ("pazdziernika", 10), ("prosince", 12), ("rijna", 10), ("sep", 9),
    ("sept", 9), ("september", 9), ("septembre", 9), ("septembrie", 9), ("septiembre", 9),
    ("set", 9), ("setembro", 9), ("setiembre", 9), ("sett", 9), ("settembre", 9), ("sierpien", 8),
    ("sierpnia", 8), ("srpna", 8), ("styczen", 1), ("stycznia", 1), ("subat", 2), ("syyskuuta", 9),
    ("szeptember", 9), ("tammikuuta", 1), ("temmuz", 7), ("toukokuuta", 5), ("unora", 2),
    ("wrzesien", 9), ("wrzesnia", 9), ("zari", 9), ("απρ", 4), ("απριλιου", 4), ("αυγ", 8),
    ("αυγουστου", 8), ("δεκ", 12), ("δεκεμβριου", 12), ("ιαν", 1), ("ιανουαριου", 1), ("ιουλ", 7),
    ("ιουλιου", 7), ("ιουν", 6), ("ιουνιου", 6), ("μαι", 5), ("μαιου", 5), ("μαρ", 3),
    ("μαρτιου", 3), ("νοε", 11), ("νοεμβριου", 11), ("οκτ", 10), ("οκτωβριου", 10), ("σεπ", 9),
    ("σεπτεμβριου", 9), ("φεβ", 2), ("φεβρουαριου", 2), ("авг", 8), ("август", 8), ("августа", 8),
    ("апр", 4), ("апрель", 4), ("апреля", 4), ("април", 4), ("березень", 3), ("березня", 3),
    ("вересень", 9), ("вересня", 9), ("грудень", 12), ("грудня", 12), ("дек", 12), ("декабрь", 12),
    ("декабря", 12), ("декември", 12), ("жовтень", 10), ("жовтня", 10), ("июл", 7), ("июль", 7),
    ("июля", 7), ("июн", 6), ("июнь", 6), ("июня", 6), ("квітень", 4), ("квітня", 4), ("липень", 7),
    ("липня", 7), ("листопад", 11), ("листопада", 11), ("лютий", 2), ("лютого", 2), ("май", 5),
    ("мар", 3), ("март", 3), ("марта", 3), ("мая", 5), ("ноември", 11), ("ноя", 11), ("нояб", 11),
    ("ноябрь", 11), ("ноября", 11), ("окт", 10), ("октомври", 10), ("октябрь", 10), ("октября", 10),
    ("сен", 9), ("сент", 9), ("сентябрь", 9), ("сентября", 9), ("септември", 9), ("серпень", 8),
    ("серпня", 8), ("січень", 1), ("січня", 1), ("травень", 5), ("травня", 5), ("фев", 2),
    ("февр", 2), ("февраль", 2), ("февраля", 2), ("февруари", 2), ("червень", 6), ("червня", 6),
    ("юли", 7), ("юни", 6), ("янв", 1), ("январь", 1), ("января", 1), ("януари", 1), ("اب", 8),
    ("ابريل", 4), ("اذار", 3), ("اغسطس", 8), ("افريل", 4), ("اكتبر", 10), ("اكتوبر", 10),
    ("اوت", 8), ("اوريل", 4), ("ايار", 5), ("ايلول", 9), ("تموز", 7), ("جانفي", 1), ("جوان", 6),
    ("جويليه", 7), ("حزيران", 6), ("دسامبر", 12), ("ديسمبر", 12), ("سبتمبر", 9), ("سپتامبر", 9),
    ("شباط", 2), ("فبراير", 2), ("فوريه", 2), ("فيفري", 2), ("مارس", 3), ("ماي", 5), ("مايو", 5),
    ("مه", 5), ("نوامبر", 11), ("نوفمبر", 11), ("نيسان", 4), ("يناير", 1), ("يوليه", 7),
    ("يوليو", 7), ("يونيه", 6), ("يونيو", 6), ("ژانويه", 1), ("ژوين", 6), ("ژوييه", 7),
    ("अक्टूबर", 10), ("अगस्त", 8), ("अप्रैल", 4), ("जनवरी", 1), ("जुलाई", 7), ("जून", 6),
    ("दिसंबर", 12), ("नवंबर", 11), ("फरवरी", 2), ("मई", 5), ("मार्च", 3), ("सितंबर", 9),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn tables_are_sorted_and_folded() {
        let months: Vec<&str> = MONTHS.iter().map(|(name, _)| *name).collect();
        let zones: Vec<&str> = ZONES.iter().map(|(name, _)| *name).collect();
        for table in [
            months.as_slice(),
            zones.as_slice(),
            WEEKDAYS,
            PUBLISHED_WORDS,
            UPDATED_WORDS,
            FILLER_WORDS,
        ] {
            assert!(table.is_sorted_by(|a, b| a < b), "{table:?}");
            for word in table {
                assert_eq!(fold(word), *word);
            }
        }
    }
}
