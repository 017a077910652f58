//! The places that a text names.
//!
//! Names of the tables count wherever they stand. Those of the gazetteer are many, and many of them
//! are words or surnames, so they count only where a place is likely: behind `in` or `near`,
//! before the name of their state or country, in a dateline.

use super::forms::{Form, FormKind, is_common, longest};
use super::gazetteer::{Gazetteer, Meaning, Walk};
use super::tree::{Node, NodeKind, Regions};
use crate::article::Part;
use crate::extract::ArticleText;
use crate::extract::people::lists::Kinds;
use crate::extract::people::model::Model;
use crate::text::Tokens;

/// A name found in a text.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) region: &'static Node,
    pub(super) kind: FormKind,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Lower where a person or a thing of the same name may be meant.
    pub(super) sureness: f32,
    /// What else the name may mean; `None` where it means one place.
    pub(super) meaning: Option<Meaning>,
}

/// Where a text stands: how much of it is capitalised, and how likely a place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// A label or a dateline: all of it is places.
    Places,
    /// A headline: each word may have a capital.
    Headline,
    /// Sentences.
    Body,
}

/// A text to be searched.
#[derive(Clone, Copy)]
pub(super) struct Searched<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t Tokens,
    pub(super) lang: Option<&'t str>,
    pub(super) setting: Setting,
}

/// Words before a name that do not make it the second half of a person's name.
#[rustfmt::skip]
const NO_GIVEN_NAMES: &[&str] = &[
    "in", "from", "at", "to", "of", "for", "and", "the", "with", "by", "on", "but", "as", "when",
    "while", "if", "since", "after", "before", "south", "north", "east", "west", "southern",
    "northern", "eastern", "western", "central", "greater", "outside", "inside", "across", "near",
    "around", "against", "both", "unlike", "until", "where", "that", "today", "yesterday", "im",
    "dans", "en", "aus", "nach", "und", "der", "die", "das", "la", "le", "el", "republic",
    "president", "embassy", "president's", "former", "modern", "even", "only", "meanwhile",
];

/// Words before a name that say that it is a place, in the languages that whose names stand in
/// Latin letters.
#[rustfmt::skip]
const LOCATIVE: &[&str] = &[
    "in", "at", "near", "outside", "from", "to", "around", "inside", "of", "towards", "toward", "en", "à", "a", "au",
    "de", "desde", "hacia", "em", "di", "da", "nach", "aus", "bei", "van", "uit", "te", "w", "z", "we", "v", "i", "til",
    "fra", "från", "till", "city", "town", "village", "port", "airport",
];

/// Behind a country's name these speak of money or a share index, not of the country.
#[rustfmt::skip]
const MONEY: &[&str] = &[
    "dollar", "dollars", "dlr", "dlrs", "franc", "francs", "mark", "marks", "pound", "pounds", "yen", "crown",
    "crowns", "krona", "kronor", "krone", "kroner", "peso", "pesos", "lira", "lire", "guilder", "guilders",
    "schilling", "schillings", "peseta", "pesetas", "ringgit", "rupee", "rupees", "rand", "real", "reais",
    "won", "escudo", "escudos", "ruble", "rubles", "rouble", "roubles", "riyal", "riyals", "dinar", "dinars",
    "convertible", "eurodollar", "austral", "australs", "cruzado", "cruzados", "punt", "punts", "markka",
];

/// Endings of names in Cyrillic and Latin letters, folded.
#[rustfmt::skip]
const ENDINGS: &[&str] = &[
    "", "а", "я", "у", "ю", "ы", "и", "і", "е", "о", "й", "ь", "ом", "ем", "ой", "ою", "ей", "ею", "ии", "ией", "ию",
    "ия", "ям", "ах", "ях", "ами", "ями", "ов", "ів", "єю", "єм", "ією", "ії", "ію", "їв", "ові", "ію", "ия", "ье", "ью",
    "a", "e", "i", "y", "o", "u", "ie", "ia", "ii", "ę", "em", "om", "ou", "ej", "ych", "ach", "ech", "ami", "mi", "owi",
    "n", "an", "en", "in", "ssa", "sta", "lla", "lta", "lle", "an", "aan", "oon", "iin", "een", "a", "ta", "ksi",
    "ban", "ben", "bol", "ba", "be", "on", "nak", "nek", "hoz", "t", "at", "ot", "et", "rol", "ra", "re", "val", "vel",
    "'da", "'de", "'ta", "'te", "'dan", "'den", "'tan", "'ten", "'ya", "'ye", "'a", "'e", "'nin", "'nun", "'in", "'un",
    "'i", "'u", "'yi", "'yu", "’da", "’de", "’ta", "’te", "’dan", "’den", "’tan", "’ten", "’ya", "’ye", "’a", "’e",
    "’nin", "’nun", "’in", "’un", "’i", "’u", "’yi", "’yu", "s", "as", "os", "ai", "oje", "ioje", "ija", "iju", "ijoje",
];

/// Kinds of words that are more than a place.
const OTHER_WORDS: Kinds = Kinds(
    Kinds::GIVEN.0
        | Kinds::SURNAME.0
        | Kinds::TITLE.0
        | Kinds::ROLE.0
        | Kinds::ORGANISATION.0
        | Kinds::PLACE_WORD.0
        | Kinds::DATE.0
        | Kinds::SAYING.0
        | Kinds::COMMON.0
        | Kinds::COUNTRY.0,
);

/// Steps of size from which a town is believed on less: half a million people, and 120,000.
const LARGE: u8 = 5;
const MIDDLING: u8 = 3;

/// A name of the gazetteer at some word.
struct Listed {
    meaning: Meaning,
    /// Words of it.
    length: usize,
}

/// Finds every name in the text, the longest at each place; of `Dublin, Calif.` the town lies in
/// what stands behind it.
pub(super) fn names(searched: Searched<'_>) -> Vec<Found> {
    let Searched { text, tokens, lang, setting } = searched;
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let form = longest(text, tokens, lang, at);
        let listed = listed(searched, at);
        let form_length = form.map_or(0, |(_, length)| length);
        let listed_length = listed.as_ref().map_or(0, |listed| listed.length);
        if let Some((form, length)) = form
            && form_length >= listed_length
        {
            found.extend(of_form(
                searched,
                form,
                at,
                length,
                listed.filter(|l| l.length == length),
            ));
            at += length;
        } else if let Some(listed) = listed
            && let Some(town) = of_gazetteer(searched, at, &listed)
            && (town.sureness > 0.0 || form.is_none())
        {
            found.push(town);
            at += listed.length;
        } else if let Some((form, length)) = form {
            found.extend(of_form(searched, form, at, length, None));
            at += length;
        } else {
            at += 1;
        }
    }
    lie_in_what_follows(text, &mut found);
    // A town that nothing speaks for is none.
    found.retain(|found| found.sureness > 0.0);
    if text.chars().take(400).any(is_uncut) {
        uncut_names(text, &mut found);
    }
    // `WESTMINSTER, Calif.` is no parliament, but `THE HAGUE` by itself is a place.
    let weak = |found: &Found| {
        matches!(found.kind, FormKind::Institution | FormKind::Leader | FormKind::Hint)
    };
    if setting == Setting::Places && !found.iter().all(weak) {
        found.retain(|found| !weak(found));
    }
    if setting == Setting::Body {
        found.sort_by_key(|found| found.start);
    }
    found
}

/// What a name of the tables means here.
fn of_form(
    searched: Searched<'_>,
    form: &Form,
    at: usize,
    length: usize,
    listed: Option<Listed>,
) -> Option<Found> {
    let Searched { text, tokens, lang, setting } = searched;
    let region = form.region.filter(|_| form.kind != FormKind::Blocked)?;
    let (start, end) = (tokens.span(at).start, tokens.span(at + length - 1).end);
    let doubtful = setting == Setting::Body
        && length == 1
        && matches!(form.kind, FormKind::Name | FormKind::City)
        && looks_like_surname(text, tokens, lang, at);
    let money = matches!(form.kind, FormKind::Name | FormKind::Demonym)
        && at + length < tokens.len()
        && MONEY.contains(&tokens.folded(at + length))
        && tokens.span(at + length).start - end <= 1;
    Some(Found {
        region,
        kind: if money { FormKind::Hint } else { form.kind },
        start,
        end,
        sureness: if doubtful { 0.15 } else { 1.0 },
        meaning: listed.map(|listed| listed.meaning).filter(|_| form.kind == FormKind::City),
    })
}

/// The longest name of the gazetteer that begins with word `at`.
fn listed(searched: Searched<'_>, at: usize) -> Option<Listed> {
    let Searched { text, tokens, lang, .. } = searched;
    let written = &text[tokens.span(at)];
    let first = written.chars().next()?;
    if first.is_lowercase() || first.is_numeric() || is_uncut(first) {
        return None;
    }
    let mut walk = Gazetteer::embedded().walk()?;
    let folded = tokens.folded(at);
    let mut best = None;
    if !walk.follow(folded.as_bytes()) {
        // `مسكو` with `و`, `ب`, `ل` before it; `서울에서`; names with endings.
        return inflected(folded, first, lang).map(|meaning| Listed { meaning, length: 1 });
    }
    if let Some(meaning) = walk.meaning() {
        best = Some(Listed { meaning, length: 1 });
    }
    let mut next = at + 1;
    while next < tokens.len() && next < at + 6 {
        let gap = text.get(tokens.span(next - 1).end..tokens.span(next).start);
        if !gap.is_some_and(|gap| matches!(gap, " " | "-" | "." | ". " | "\u{a0}")) {
            break;
        }
        if !walk.follow(b" ") || !walk.follow(tokens.folded(next).as_bytes()) {
            break;
        }
        let capital = !text[tokens.span(next)].starts_with(char::is_lowercase);
        if let Some(meaning) = walk.meaning().filter(|_| capital) {
            best = Some(Listed { meaning, length: next + 1 - at });
        }
        next += 1;
    }
    best.or_else(|| inflected(folded, first, lang).map(|meaning| Listed { meaning, length: 1 }))
}

/// What a word means without its ending, or without the small word written together with it.
fn inflected(folded: &str, first: char, lang: Option<&str>) -> Option<Meaning> {
    let start: Walk<'_> = Gazetteer::embedded().walk()?;
    match first {
        '\u{600}'..='\u{6ff}' => {
            let rest = folded.strip_prefix(['و', 'ب', 'ل', 'ف', 'ك'])?;
            let mut walk = start;
            (rest.chars().count() > 3 && walk.follow(rest.as_bytes())).then(|| walk.meaning())?
        }
        '\u{ac00}'..='\u{d7a3}' => {
            let mut walk = start;
            let mut best = None;
            for (at, c) in folded.char_indices() {
                let end = at + c.len_utf8();
                if !walk.follow(&folded.as_bytes()[at..end]) {
                    break;
                }
                let left = folded[end..].chars().count();
                best = walk.meaning().filter(|_| left <= 3 && at > 0).or(best);
            }
            best
        }
        _ if first.is_uppercase() && (!first.is_ascii() || takes_endings(lang)) => {
            let mut walk = start;
            let mut best = None;
            for (at, c) in folded.char_indices() {
                let end = at + c.len_utf8();
                if !walk.follow(&folded.as_bytes()[at..end]) {
                    break;
                }
                if let Some(meaning) = walk.stem().filter(|_| ENDINGS.contains(&&folded[end..])) {
                    best = Some(meaning);
                }
            }
            best
        }
        _ => None,
    }
}

/// Whether names take endings in a language that is written with Latin letters.
fn takes_endings(lang: Option<&str>) -> bool {
    matches!(lang, Some("pl" | "cs" | "sk" | "hr" | "sl" | "lt" | "lv" | "et" | "fi" | "hu" | "tr"))
}

/// What a name of the gazetteer means here, or `None` where it is hardly a place. With a sureness
/// of nothing it is one only if its state or country follows.
fn of_gazetteer(searched: Searched<'_>, at: usize, listed: &Listed) -> Option<Found> {
    let Searched { text, tokens, lang, setting } = searched;
    let place = listed.meaning.places().next()?;
    let span = tokens.span(at).start..tokens.span(at + listed.length - 1).end;
    let written = &text[span.clone()];
    let found = |kind, sureness| {
        let region = place.region()?;
        Some(Found {
            region,
            kind,
            start: span.start,
            end: span.end,
            sureness,
            meaning: Some(listed.meaning),
        })
    };
    let latin = written.is_ascii() || written.chars().any(|c| c < '\u{250}' && c.is_alphabetic());
    if listed.meaning.is_country_name() {
        // English names stand in the tables; `Fas` and `Hollanda` are no English words.
        let foreign = !latin || lang.is_some_and(|lang| lang != "en");
        return foreign.then(|| found(FormKind::Name, 1.0)).flatten();
    }
    let single = listed.length == 1;
    let folded = tokens.folded(at);
    if setting == Setting::Places {
        // The first name of a dateline is a place, however common the word.
        return if at == 0 || !single || !is_common(folded) {
            found(FormKind::Town, 1.0)
        } else {
            None
        };
    }
    if written.chars().filter(|c| c.is_alphabetic()).count() < 3 {
        return None;
    }
    if !latin {
        // Words of a script without capitals, or of a language whose names we know worse.
        return (place.size >= MIDDLING).then(|| found(FormKind::Town, 0.7)).flatten();
    }
    let kinds = Model::embedded().lists.of(folded);
    let before = at.checked_sub(1).map(|before| tokens.folded(before));
    let near = at > 0 && text.get(tokens.span(at - 1).end..span.start) == Some(" ");
    let behind_place_word = near && before.is_some_and(|before| LOCATIVE.contains(&before));
    let opens = at == 0
        || text.get(..span.start).is_some_and(|before| {
            before.trim_end().ends_with(['.', '!', '?', ':', '"', '“', '”', '\n'])
        });
    // Part of a longer name: `Mobile Oil`, `Jackson Hole Inc`.
    let capital =
        |at: usize| at < tokens.len() && text[tokens.span(at)].starts_with(char::is_uppercase);
    let next = at + listed.length;
    let within_name = capital(next) && text.get(span.end..tokens.span(next).start) == Some(" ")
        || (near && at > 0 && capital(at - 1) && !behind_place_word && setting == Setting::Body);
    let common = single && (is_common(folded) || kinds.any(OTHER_WORDS));
    let sureness = if setting == Setting::Headline {
        if common || within_name && single {
            0.0
        } else if place.size >= MIDDLING {
            0.7
        } else {
            0.2
        }
    } else if within_name {
        0.0
    } else if behind_place_word {
        match (common, place.size) {
            (false, _) => 0.9,
            (true, MIDDLING..) if !is_common(folded) => 0.5,
            _ => 0.0,
        }
    } else if common || (single && opens) {
        0.0
    } else if place.size >= LARGE || !single && place.size >= MIDDLING {
        0.7
    } else {
        0.2
    };
    found(FormKind::Town, sureness)
}

/// A town with the name of its state or country behind it lies there: `Paris, Texas`.
fn lie_in_what_follows(text: &str, found: &mut [Found]) {
    let regions = Regions::get();
    for second in 1..found.len() {
        let (before, behind) = found.split_at_mut(second);
        let (Some(town), Some(outer)) = (before.last_mut(), behind.first()) else { continue };
        if text.get(town.end..outer.start) != Some(", ")
            || !matches!(outer.region.kind, NodeKind::State | NodeKind::Country)
            || outer.kind != FormKind::Name
        {
            continue;
        }
        let same = regions.country_of(town.region).id == regions.country_of(outer.region).id;
        let may_lie = match town.kind {
            FormKind::Town => town.sureness > 0.0 || may_mean(town, outer.region),
            FormKind::City => true,
            FormKind::Name => outer.region.kind == NodeKind::State,
            _ => false,
        };
        if may_lie && (!same || town.kind == FormKind::Town) {
            town.region = outer.region;
            town.meaning = None;
            town.sureness = 1.0;
        }
    }
}

/// Whether a name may mean a place in this state or country.
fn may_mean(found: &Found, region: &Node) -> bool {
    let regions = Regions::get();
    let within = |node: &Node| node.id == region.id || regions.country_of(node).id == region.id;
    let mut places = found.meaning.iter().flat_map(|meaning| meaning.places());
    places.any(|place| place.region().is_some_and(within))
}

/// Scripts that put no spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
fn is_uncut(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Finds names in scripts without spaces, letter by letter, however the words are cut.
fn uncut_names(text: &str, found: &mut Vec<Found>) {
    let Some(start) = Gazetteer::embedded().walk() else { return };
    let mut free = 0;
    for (at, c) in text.char_indices() {
        if at < free || !is_uncut(c) {
            continue;
        }
        let mut walk = start;
        let mut best = None;
        for (from, c) in text[at..].char_indices().take_while(|(_, c)| is_uncut(*c)) {
            let end = at + from + c.len_utf8();
            if !walk.follow(&text.as_bytes()[at + from..end]) {
                break;
            }
            best = walk.meaning().map(|meaning| (meaning, end)).or(best);
        }
        let Some((meaning, end)) = best else { continue };
        let Some(place) = meaning.places().next() else { continue };
        let Some(region) = place.region() else { continue };
        let country = meaning.is_country_name();
        found.push(Found {
            region,
            kind: if country { FormKind::Name } else { FormKind::Town },
            start: at,
            end,
            // Two letters may belong to two words.
            sureness: if country { 1.0 } else { 0.5 },
            meaning: Some(meaning),
        });
        free = end;
    }
}

/// Whether the name follows another capitalised word that is no place and opens no sentence, as
/// `Jordan` does in `Michael Jordan`.
fn looks_like_surname(text: &str, tokens: &Tokens, lang: Option<&str>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let span = tokens.span(before);
    let between = &text[span.end..tokens.span(at).start];
    let word = &text[span.clone()];
    between == " "
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().skip(1).any(char::is_lowercase)
        && !NO_GIVEN_NAMES.contains(&tokens.folded(before))
        && longest(text, tokens, lang, before).is_none()
}

/// Where the people of a text are named. A place or a people within a person's name is not
/// meant: `Paris Hilton`, `Jack London`.
pub(super) struct PersonSpans(Vec<(usize, usize)>);

impl PersonSpans {
    pub(super) fn of(text: &ArticleText<'_>, part: Part) -> Self {
        let mentions = text.people.iter().flat_map(|person| &person.evidence);
        let mut spans: Vec<(usize, usize)> = mentions
            .filter(|mention| mention.part == part)
            .map(|mention| (mention.start, mention.end))
            .collect();
        spans.sort_unstable();
        PersonSpans(spans)
    }

    /// Leaders stand for their countries all the same.
    pub(super) fn hold(&self, found: &Found) -> bool {
        let after = self.0.partition_point(|(start, _)| *start <= found.start);
        let before = after.checked_sub(1).and_then(|at| self.0.get(at));
        found.kind != FormKind::Leader && before.is_some_and(|(_, end)| found.end <= *end)
    }
}
