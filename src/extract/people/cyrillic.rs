//! Russian names: capitals, given names in every case, patronymics and the endings of surnames.
//!
//! The model has read no Russian. A name is a given name and what follows it; initials and what
//! follows or precedes them; a patronymic with its neighbours; two unknown words with capitals
//! behind a title or beside a verb of saying; and later a lone word with the stem of a surname
//! given in full. Names are shown in the nominative.

use std::collections::HashSet;

use super::lists::{Kinds, Lists};
use super::mentions::{Mention, Proof};
use super::reading::{Gap, Reading, Shape};
use crate::extract::region::Regions;

use super::words::{LEFT_OFF, RUSSIAN, SAYING};

/// Endings of a declined given name, and what stands there in the nominative.
const GIVEN_ENDINGS: &[(&str, &[&str])] = &[
    ("ом", &[""]),
    ("ем", &["й", "ь", ""]),
    ("а", &["", "й"]),
    ("у", &["", "а"]),
    ("е", &["", "а"]),
    ("я", &["й", "ь"]),
    ("ю", &["й", "ь", "я"]),
    ("ой", &["а"]),
    ("ы", &["а"]),
    ("и", &["а", "я"]),
    ("ей", &["я"]),
    ("ии", &["ия"]),
    ("ию", &["ия"]),
    ("ией", &["ия"]),
];

/// Endings of surnames in the nominative, of men and women.
const SURNAME_ENDINGS: &[&str] = &[
    "ов",
    "ев",
    "ин",
    "ын",
    "ский",
    "цкий",
    "ской",
    "цкой",
    "енко",
    "ук",
    "юк",
    "чук",
    "дзе",
    "швили",
    "ян",
    "янц",
    "ович",
    "евич",
    "ова",
    "ева",
    "ина",
    "ына",
    "ская",
    "цкая",
    "ко",
    "ер",
    "ман",
    "ых",
    "их",
];

/// Endings that a declined surname may have, the longest first.
const CASES: &[&str] = &[
    "ского",
    "скому",
    "ским",
    "ском",
    "ской",
    "скую",
    "ская",
    "ский",
    "ыми",
    "ого",
    "ому",
    "ой",
    "ым",
    "ом",
    "ем",
    "ей",
    "ую",
    "ая",
    "ий",
    "ых",
    "их",
    "а",
    "у",
    "е",
    "ы",
    "и",
    "я",
    "ю",
];

/// Whether a folded word is in Cyrillic letters.
pub(super) fn is_cyrillic(word: &str) -> bool {
    word.starts_with(|c: char| ('\u{400}'..='\u{52f}').contains(&c))
}

/// What is left of a surname in any case: `путиным`, `путина` and `путин` are one.
pub(super) fn stem(word: &str) -> &str {
    for ending in CASES {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.chars().count() > 2
        {
            return stem;
        }
    }
    word
}

/// The nominative of a given name in any case.
pub(super) fn given(lists: &Lists, word: &str) -> Option<String> {
    let known = |name: &str| RUSSIAN.contains(&name) || lists.of(name).any(Kinds::GIVEN);
    if !is_cyrillic(word) {
        return None;
    }
    if known(word) {
        return Some(word.to_owned());
    }
    for (ending, replaced) in GIVEN_ENDINGS {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() > 1) {
            for end in *replaced {
                let name = format!("{stem}{end}");
                if known(&name) {
                    return Some(name);
                }
            }
        }
    }
    None
}

fn is_patronymic(word: &str) -> bool {
    let stem = ["ичем", "ича", "ичу", "иче", "ич", "ны", "не", "ну", "ной", "на"]
        .iter()
        .find_map(|ending| word.strip_suffix(ending));
    stem.is_some_and(|stem| {
        stem.chars().count() > 3 && ["ов", "ев", "иев", "ьев"].iter().any(|end| stem.ends_with(end))
    })
}

fn like_surname(word: &str) -> bool {
    SURNAME_ENDINGS.iter().any(|ending| {
        word.ends_with(ending)
            || CASES[8..]
                .iter()
                .any(|case| word.strip_suffix(case).is_some_and(|stem| stem.ends_with(ending)))
    })
}

/// Finds the mentions of people in Cyrillic letters.
pub(super) fn mentions(lists: &Lists, reading: &Reading<'_>) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    let words = &reading.words;
    let capital = |at: usize| {
        matches!(words[at].shape, Shape::Capital | Shape::Inner | Shape::Initial | Shape::Dotted)
    };
    let initial = |at: usize| matches!(words[at].shape, Shape::Initial | Shape::Dotted);
    for run in &reading.runs {
        let mut at = run.start;
        while at < run.end {
            let folded = reading.folded(at);
            if !capital(at) || !is_cyrillic(folded) || LEFT_OFF.contains(&folded) {
                at += 1;
                continue;
            }
            let length = (at..run.end.min(at + 4))
                .take_while(|next| {
                    capital(*next)
                        && is_cyrillic(reading.folded(*next))
                        && (*next == at || words[*next].gap.joins())
                })
                .count();
            let name = |offset: usize| reading.folded(at + offset);
            let taken = if length > 1 && (given(lists, folded).is_some() || initial(at)) {
                // Given name or initial, patronymic or a second initial, surname.
                let more = length > 2
                    && (initial(at + 1)
                        || is_patronymic(name(1))
                        || words[at + 2].gap == Gap::Hyphen);
                let count = if more { 3 } else { 2 };
                if initial(at) && words[at + 1].gap != Gap::Stop { 0 } else { count }
            } else if length > 1 && initial(at + 1) && like_surname(folded) {
                // `Иванов И. И.`
                if length > 2 && initial(at + 2) { 3 } else { 2 }
            } else if length > 1 && is_patronymic(name(1)) {
                length.min(3)
            } else if (2..=3).contains(&length)
                && words[at].gap != Gap::Quote
                && (at..at + length).all(|at| unknown(lists, reading, at))
                && (!words[at].first || (length == 2 && like_surname(name(1))))
            {
                length
            } else {
                0
            };
            if taken > 0 {
                found.push(Mention {
                    start: at,
                    end: at + taken,
                    proof: Proof::Words,
                    woman: None,
                });
            }
            at += taken.max(1);
        }
    }
    let stems: HashSet<&str> = found
        .iter()
        .flat_map(|mention| (mention.start..mention.end).map(|at| reading.folded(at)))
        .filter(|word| given(lists, word).is_none() && word.chars().count() > 1)
        .map(stem)
        .collect();
    let mut known: HashSet<usize> = HashSet::new();
    found.iter().for_each(|mention| known.extend(mention.start..mention.end));
    for run in &reading.runs {
        for at in run.range() {
            let word = reading.folded(at);
            let alone = run.end - run.start == 1 || (at > run.start && at + 1 == run.end);
            if known.contains(&at) || !capital(at) || !is_cyrillic(word) {
                continue;
            }
            let again = stems.contains(stem(word)) && !is_place(word);
            let said = alone
                && like_surname(word)
                && told(reading, at, at + 1)
                && !reading.is_small_somewhere(words[at].hash);
            if again || said {
                found.push(Mention { start: at, end: at + 1, proof: Proof::Surname, woman: None });
            }
        }
    }
    found.sort_by_key(|mention| mention.start);
    found
}

/// Whether nothing is known of a word but its capital: no place, no organisation, no adjective.
fn unknown(lists: &Lists, reading: &Reading<'_>, at: usize) -> bool {
    const NO_NAME: Kinds = Kinds(
        Kinds::CITY.0
            | Kinds::COUNTRY.0
            | Kinds::ORGANISATION.0
            | Kinds::COMMON.0
            | Kinds::PLACE_WORD.0,
    );
    let word = reading.folded(at);
    let adjective =
        ["ая", "яя", "ое", "ее", "ые", "ие", "ого", "ую", "ый", "ных", "ным", "ном", "ной"]
            .iter()
            .any(|ending| word.ends_with(ending));
    !adjective
        && !is_place(word)
        && matches!(reading.words[at].shape, Shape::Capital | Shape::Inner)
        && word.chars().count() > 1
        && !lists.of(word).any(NO_NAME)
        && !reading.is_small_somewhere(reading.words[at].hash)
}

/// Whether a word is a place in some case.
fn is_place(word: &str) -> bool {
    const MORE: &[&str] = &["санкт", "алма", "каид", "грэйв", "союз", "кремл"];
    let regions = Regions::get();
    let shorter = word.char_indices().next_back().map_or(word, |(at, _)| &word[..at]);
    let known = |form: &str, end: &str| regions.find(&format!("{form}{end}")).is_some();
    MORE.iter().any(|stem| word.starts_with(stem))
        || known(word, "")
        || ["", "а", "я", "ь"].iter().any(|end| known(shorter, end))
        || ["", "я"].iter().any(|end| known(stem(word), end))
}

/// Whether a title or a verb of saying stands beside the words.
fn told(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let before = start.checked_sub(1).map_or("", |at| reading.folded(at));
    let after = if end < reading.words.len() { reading.folded(end) } else { "" };
    LEFT_OFF.contains(&before) || SAYING.contains(&after) || SAYING.contains(&before)
}

/// A name in the nominative, as it is shown, where its given name tells the case.
pub(super) fn nominative(lists: &Lists, written: &str, folded: &[String]) -> Option<String> {
    let first = folded.first()?;
    let name = given(lists, first)?;
    if name == *first && folded.len() < 2 {
        return None;
    }
    let declined = name != *first;
    let woman = name.ends_with(['а', 'я'])
        && !matches!(name.as_str(), "никита" | "илья" | "кузьма" | "лука" | "фома" | "савва");
    let mut shown = vec![capitalised(&name)];
    for (written, word) in written.split([' ', '\n']).zip(folded).skip(1) {
        if !declined || is_initial(word) {
            shown.push(written.to_owned());
            continue;
        }
        shown.push(capitalised(&surname(word, woman)));
    }
    Some(shown.join(" "))
}

fn is_initial(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() == 1
}

/// The nominative of a declined surname or patronymic.
fn surname(word: &str, woman: bool) -> String {
    let rows: &[(&str, &str)] = if woman {
        &[
            ("ской", "ская"),
            ("скую", "ская"),
            ("цкой", "цкая"),
            ("цкую", "цкая"),
            ("овой", "ова"),
            ("евой", "ева"),
            ("иной", "ина"),
            ("ову", "ова"),
            ("еву", "ева"),
            ("ину", "ина"),
            ("вны", "вна"),
            ("вне", "вна"),
            ("вну", "вна"),
            ("вной", "вна"),
        ]
    } else {
        &[
            ("ского", "ский"),
            ("скому", "ский"),
            ("ским", "ский"),
            ("ском", "ский"),
            ("цкого", "цкий"),
            ("цкому", "цкий"),
            ("цким", "цкий"),
            ("ичем", "ич"),
            ("ича", "ич"),
            ("ичу", "ич"),
            ("иче", "ич"),
            ("ым", ""),
            ("ом", ""),
            ("ем", "ь"),
            ("а", ""),
            ("у", ""),
            ("е", ""),
            ("я", "ь"),
            ("ю", "ь"),
        ]
    };
    for (ending, replaced) in rows {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.chars().count() > 2) {
            return format!("{stem}{replaced}");
        }
    }
    word.to_owned()
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
