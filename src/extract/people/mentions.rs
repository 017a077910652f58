//! From tagged words to the mentions of people: titles and possessives are no part of a name,
//! `Ms. Walker` is a person whatever the model says, and a lone surname is a person when the
//! article gives the whole name.

use std::collections::{HashMap, HashSet};

use super::lists::Kinds;
use super::model::Tag;
use super::reading::{Gap, Reading, Run, Shape};
use super::tagger::Tagged;
use super::words::{
    CIVIL_TITLES, FIRM_LASTS, FIRM_SECONDS, FIRM_WORDS, LEFT_OFF, NO_PEOPLE, NOBODY_ALONE,
    PARTICLES, PLACE_FIRSTS,
};

/// What shows that words are a person's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Proof {
    /// The model alone.
    Model,
    /// The article gives the whole name elsewhere.
    Surname,
    /// A civil title stands before it.
    Title,
    /// Rules for scripts without capitals, or for declined names.
    Words,
}

impl Proof {
    pub(super) const fn rule(self) -> &'static str {
        match self {
            Proof::Model => "name",
            Proof::Surname => "surname of a name given in full",
            Proof::Title => "title",
            Proof::Words => "given and family name",
        }
    }
}

/// Words that name a person: a range of words of a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention {
    pub start: usize,
    pub end: usize,
    pub proof: Proof,
    /// The title before it says that it is a woman, or a man.
    pub woman: Option<bool>,
}

/// Finds the mentions of people among tagged words, in order.
pub(super) fn mentions(reading: &Reading<'_>, tagged: &Tagged) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for person in &tagged.persons {
        let span = (person.start, person.end);
        if let Some((start, end)) = trimmed(reading, span) {
            let last = found.last_mut().filter(|last| {
                // `Martin Luther` and `King`: two names without anything between are one.
                last.end == start
                    && reading.words[start].gap == Gap::Space
                    && end - last.start <= 4
                    && last.end - last.start > 1
                    && end - start == 1
            });
            match last {
                Some(last) => last.end = end,
                None => {
                    found.push(Mention { start, end, proof: Proof::Model, woman: None });
                }
            }
        }
    }
    after_titles(reading, &mut found);
    by_form(reading, tagged, &mut found);
    named_again(reading, &mut found);
    for mention in &mut found {
        widen(reading, tagged, mention);
        extend(reading, mention);
    }
    found.dedup_by(|later, first| later.start < first.end);
    found.retain(|mention| !is_firm(reading, mention));
    surnames(reading, tagged, &mut found);
    doubtful(reading, tagged, &mut found);
    headline(reading, &mut found);
    for mention in &mut found {
        mention.woman = title_before(reading, mention.start).and_then(|title| match title {
            "mr" | "sir" | "lord" | "herr" | "king" | "prince" | "monsieur" | "senor" => {
                Some(false)
            }
            "mrs" | "ms" | "miss" | "madame" | "mme" | "frau" | "lady" | "dame" | "queen"
            | "princess" | "mlle" | "senora" => Some(true),
            _ => None,
        });
    }
    found
}

/// The span without titles and other words that are no part of a name.
fn trimmed(reading: &Reading<'_>, (mut start, mut end): (usize, usize)) -> Option<(usize, usize)> {
    let words = &reading.words;
    loop {
        let first = words.get(start).filter(|_| start < end)?;
        let folded = reading.folded(start);
        let second_given = end - start > 2
            && words[start + 1].kinds.any(Kinds::GIVEN)
            && !first.kinds.any(Kinds::GIVEN);
        let off = LEFT_OFF.contains(&folded)
            // In Spanish and Italian a title, in English a given name.
            || (folded == "don" && reading.lang != 0 && end - start > 1)
            || (second_given && first.kinds.any(Kinds(Kinds::COUNTRY.0 | Kinds::ROLE.0)))
            || (end - start > 1 && first.kinds.any(Kinds::DATE) && !first.kinds.any(Kinds::GIVEN));
        if !off {
            break;
        }
        start += 1;
    }
    while end > start + 1
        && matches!(reading.folded(end - 1), "qc" | "mp" | "msp" | "obe" | "mbe" | "phd")
    {
        end -= 1;
    }
    if !(start..end).any(|at| words[at].shape != Shape::Small) {
        return None;
    }
    // `Gen. Maj.` before a full stop is a title without a name.
    while end > start
        && words[end - 1].kinds.any(Kinds::TITLE)
        && CIVIL_TITLES.contains(&reading.folded(end - 1))
    {
        end -= 1;
    }
    let mut letters = (start..end).map(|at| reading.folded(at).chars().count());
    // An initial alone names nobody.
    (start < end && (end - start > 1 || letters.any(|count| count > 1))).then_some((start, end))
}

/// The title that stands directly before word `at`.
fn title_before<'r>(reading: &'r Reading<'_>, at: usize) -> Option<&'r str> {
    let before = at.checked_sub(1)?;
    let gap = reading.words.get(at)?.gap;
    let title = reading.folded(before);
    (matches!(gap, Gap::Space | Gap::Stop) && CIVIL_TITLES.contains(&title)).then_some(title)
}

/// What follows `Mr`, `Ms` or `Dr` is a person.
fn after_titles(reading: &Reading<'_>, found: &mut Vec<Mention>) {
    let words = &reading.words;
    let mut known: HashSet<usize> = HashSet::new();
    found.iter().for_each(|mention| known.extend(mention.start..mention.end));
    let mut more = Vec::new();
    for run in &reading.runs {
        for at in run.range() {
            if !matches!(
                reading.folded(at),
                "mr" | "mrs" | "ms" | "dr" | "herr" | "frau" | "mme" | "mlle"
            ) || words[at].shape != Shape::Capital
            {
                continue;
            }
            let start = at + 1;
            let after = words.get(start);
            if start >= run.end
                || known.contains(&start)
                || !after.is_some_and(|word| matches!(word.gap, Gap::Space | Gap::Stop))
            {
                continue;
            }
            let mut end = start;
            while end < run.end && !known.contains(&end) && end - start < 3 {
                end += 1;
            }
            if let Some((start, end)) = trimmed(reading, (start, end)) {
                more.push(Mention { start, end, proof: Proof::Title, woman: None });
            }
        }
    }
    found.append(&mut more);
    found.sort_by_key(|mention| mention.start);
}

/// Names that their form alone tells: `Qaboos bin Said`, and a listed given name with a word that
/// nothing else explains, where the model says nothing.
fn by_form(reading: &Reading<'_>, tagged: &Tagged, found: &mut Vec<Mention>) {
    let words = &reading.words;
    let mut known: HashSet<usize> = HashSet::new();
    found.iter().for_each(|mention| known.extend(mention.start..mention.end));
    let other = Kinds(
        Kinds::TITLE.0
            | Kinds::ROLE.0
            | Kinds::ORGANISATION.0
            | Kinds::PLACE_WORD.0
            | Kinds::DATE.0
            | Kinds::COUNTRY.0
            | Kinds::COMMON.0
            | Kinds::CITY.0,
    );
    let capital = |at: usize| matches!(words[at].shape, Shape::Capital | Shape::Inner);
    let mut more = Vec::new();
    for run in &reading.runs {
        if (run.start..run.end).any(|at| known.contains(&at)) {
            continue;
        }
        let titles =
            (run.start..run.end).take_while(|at| LEFT_OFF.contains(&reading.folded(*at))).count();
        let run = Run { start: run.start + titles, end: run.end };
        let length = run.end - run.start;
        let son =
            length == 3 && matches!(reading.folded(run.start + 1), "bin" | "ibn" | "bint" | "ben");
        let no_name = |at: usize| tagged.tags.get(at) == Some(&Tag::None);
        // French and German write other words with capitals, too.
        let pair = length == 2
            && !matches!(reading.lang, 1 | 3)
            && words[run.start].kinds.any(Kinds::GIVEN)
            && words[run.start + 1].gap == Gap::Space
            && (run.start..run.end).all(|at| no_name(at) && !words[at].kinds.any(other));
        if (son || pair) && capital(run.start) && capital(run.end - 1) && !words[run.start].doubtful
        {
            more.push(Mention { start: run.start, end: run.end, proof: Proof::Words, woman: None });
        }
    }
    found.append(&mut more);
    found.sort_by_key(|mention| mention.start);
}

/// `Hagos Gebremedhin` is a name though the model does not say so, when `Gebremedhin` stands
/// alone elsewhere as a person.
fn named_again(reading: &Reading<'_>, found: &mut Vec<Mention>) {
    let words = &reading.words;
    let mut known: HashSet<usize> = HashSet::new();
    let mut alone: HashSet<u64> = HashSet::new();
    for mention in found.iter() {
        known.extend(mention.start..mention.end);
        if mention.end - mention.start == 1 && !words[mention.start].kinds.any(Kinds::COUNTRY) {
            alone.insert(words[mention.start].hash);
        }
    }
    let other = Kinds(
        Kinds::TITLE.0
            | Kinds::ROLE.0
            | Kinds::ORGANISATION.0
            | Kinds::PLACE_WORD.0
            | Kinds::DATE.0
            | Kinds::COUNTRY.0,
    );
    let mut more = Vec::new();
    for run in reading.runs.iter().filter(|run| (2..=3).contains(&(run.end - run.start))) {
        let free = |at: usize| {
            let word = &words[at];
            !known.contains(&at)
                && matches!(word.shape, Shape::Capital | Shape::Inner | Shape::Initial)
                && !word.doubtful
                && !word.kinds.any(other)
                && (!word.first || word.kinds.any(Kinds::GIVEN))
                && !reading.is_small_somewhere(word.hash)
                && !LEFT_OFF.contains(&reading.folded(at))
        };
        if alone.contains(&words[run.end - 1].hash) && (run.start..run.end).all(free) {
            more.push(Mention {
                start: run.start,
                end: run.end,
                proof: Proof::Surname,
                woman: None,
            });
        }
    }
    found.append(&mut more);
    found.sort_by_key(|mention| mention.start);
}

/// Takes words to a name that nothing but the name explains: `Hagos` before `Gebremedhin`,
/// `Willem van den` before `Berg`, and both sides of a hyphen.
fn widen(reading: &Reading<'_>, tagged: &Tagged, mention: &mut Mention) {
    let words = &reading.words;
    let at = reading.runs.partition_point(|run| run.start <= mention.start);
    let Some(run) = at.checked_sub(1).and_then(|at| reading.runs.get(at)) else { return };
    // In German every noun has a capital: only a listed surname tells that a name precedes it.
    let by_surname = words[mention.start].kinds.any(Kinds::SURNAME);
    let unexplained = |at: usize| {
        let word = &words[at];
        let explained = Kinds::TITLE.0
            | Kinds::ROLE.0
            | Kinds::ORGANISATION.0
            | Kinds::PLACE_WORD.0
            | Kinds::DATE.0
            | Kinds::COUNTRY.0
            | Kinds::COMMON.0
            | Kinds::SAYING.0;
        let listed = word.kinds.any(Kinds::GIVEN);
        matches!(word.shape, Shape::Capital | Shape::Inner)
            && !word.kinds.any(Kinds(explained))
            && !reading.is_small_somewhere(word.hash)
            && (listed || (!word.first && (reading.lang != 1 || by_surname)))
            && !LEFT_OFF.contains(&reading.folded(at))
            && !tagged.tags.get(at).is_some_and(|tag| tag.is_person() || *tag == Tag::Place)
    };
    while mention.start > run.start && words[mention.start].gap == Gap::Hyphen {
        mention.start -= 1;
    }
    let mut before = mention.start;
    while before > run.start
        && words[before].gap == Gap::Space
        && words[before - 1].shape == Shape::Small
        && PARTICLES.contains(&reading.folded(before - 1))
    {
        before -= 1;
    }
    let given = |at: usize| before == mention.start || words[at].kinds.any(Kinds::GIVEN);
    if mention.end - mention.start == 1
        && before > run.start
        && words[before].gap == Gap::Space
        && unexplained(before - 1)
        && given(before - 1)
    {
        mention.start = before - 1;
    }
    while mention.end < run.end && words[mention.end].gap == Gap::Hyphen {
        let small = words[mention.end].shape == Shape::Small;
        let letters = reading.folded(mention.end).chars().count();
        let before = reading.folded(mention.end - 1).chars().count();
        // `Moon Jae-in`, not `Rothko-like`
        if small && (letters > 4 || before > 5 || mention.end - mention.start < 2) {
            break;
        }
        mention.end += 1;
    }
    if mention.end - mention.start == 1
        && mention.end < run.end
        && words[mention.end].gap == Gap::Space
        && words[mention.start].kinds.any(Kinds::GIVEN)
        && unexplained(mention.end)
    {
        mention.end += 1;
    }
}

/// Takes `Jr` and `III` to the name before them.
fn extend(reading: &Reading<'_>, mention: &mut Mention) {
    let Some(next) = reading.words.get(mention.end) else { return };
    let word = reading.folded(mention.end);
    let younger = matches!(word, "jr" | "sr") && matches!(next.gap, Gap::Space | Gap::Comma);
    let number = matches!(
        word,
        "ii" | "iii"
            | "iv"
            | "vi"
            | "vii"
            | "viii"
            | "ix"
            | "xii"
            | "xiii"
            | "xiv"
            | "xv"
            | "xvi"
            | "xxiii"
    ) && next.gap == Gap::Space
        && next.shape == Shape::Capitals;
    if younger || number {
        mention.end += 1;
        return;
    }
    let words = &reading.words;
    let capital = |at: usize| {
        words.get(at).is_some_and(|word| matches!(word.shape, Shape::Capital | Shape::Inner))
    };
    // `Linda St. Thomas`
    if reading.folded(mention.end - 1) == "st" && next.gap == Gap::Stop && capital(mention.end) {
        mention.end += 1;
    // `Martin Luther King Jr.`: the end of a long name is its own proof.
    } else if mention.end - mention.start > 1
        && next.gap == Gap::Space
        && capital(mention.end)
        && next.kinds.any(Kinds::SURNAME)
        && words.get(mention.end + 1).is_some_and(|word| {
            matches!(word.gap, Gap::Space | Gap::Comma)
                && matches!(reading.folded(mention.end + 1), "jr" | "sr")
        })
    {
        mention.end += 2;
    }
}

/// Whether what follows makes the name one of a firm: `Goldman, Sachs & Co`.
fn is_firm(reading: &Reading<'_>, mention: &Mention) -> bool {
    let (part, token) = reading.place(mention.end.saturating_sub(1));
    let Some(part) = reading.parts.get(part) else { return false };
    let after = &part.text[part.tokens.span(token).end..];
    let after = after.get(..after.ceil_char_boundary(5)).unwrap_or(after);
    if after.trim_start_matches([' ', ',']).starts_with('&') {
        return true;
    }
    let next = reading.words.get(mention.end);
    next.is_some_and(|word| {
        matches!(word.gap, Gap::Space | Gap::Comma)
            && FIRM_WORDS.contains(&reading.folded(mention.end))
            && word.shape != Shape::Small
    })
}

/// Leaves out what looks like a person and is none: known firms, storms named for people,
/// members of parliament by party and state (`R-Minn`), two surnames with a hyphen, and single
/// words that are a place, or a firm's name elsewhere in the article.
fn doubtful(reading: &Reading<'_>, tagged: &Tagged, found: &mut Vec<Mention>) {
    let words = &reading.words;
    let mut in_full: HashSet<u64> = HashSet::new();
    for mention in found.iter().filter(|mention| mention.end - mention.start > 1) {
        let hyphenated =
            mention.end - mention.start == 2 && words[mention.start + 1].gap == Gap::Hyphen;
        if !hyphenated && !NO_PEOPLE.contains(&name_of(reading, mention).as_str()) {
            in_full.extend((mention.start..mention.end).map(|at| words[at].hash));
        }
    }
    let mut in_firms: HashSet<u64> = HashSet::new();
    for run in reading.runs.iter().filter(|run| run.end - run.start > 1) {
        for at in run.range() {
            if tagged.tags.get(at) == Some(&Tag::Organisation) {
                in_firms.insert(words[at].hash);
            }
        }
    }
    let storm = |word: &str| {
        matches!(word, "hurricane" | "typhoon" | "cyclone" | "storm" | "operation" | "uss" | "hms")
    };
    let mut storms: HashSet<u64> = HashSet::new();
    for (at, word) in words.iter().enumerate().skip(1) {
        if word.gap == Gap::Space && word.shape == Shape::Capital && storm(reading.folded(at - 1)) {
            storms.insert(word.hash);
        }
    }
    found.retain(|mention| {
        let first = &words[mention.start];
        let name = name_of(reading, mention);
        let before = mention.start.checked_sub(1).map_or("", |at| reading.folded(at));
        let near = matches!(first.gap, Gap::Space | Gap::Stop);
        if storm(reading.folded(mention.start)) || (near && storm(before)) {
            return false;
        }
        if mention.end - mention.start > 1 {
            let hyphen = words[mention.start + 1].gap == Gap::Hyphen;
            let pair = hyphen && mention.end - mention.start == 2;
            let both = pair
                && in_full.contains(&first.hash)
                && in_full.contains(&words[mention.end - 1].hash);
            let code = hyphen && matches!(first.shape, Shape::Initial | Shape::Capitals);
            // `Blind Faith`, `Carolina Power`: the last word is one of every day, and nobody's.
            let last = &words[mention.end - 1];
            let rare = !last.kinds.any(Kinds::SURNAME_COMMON) && !first.kinds.any(Kinds::GIVEN);
            let plain = last.kinds.any(Kinds::COMMON)
                && (rare || !last.kinds.any(Kinds::SURNAME))
                && !last.kinds.any(Kinds::GIVEN)
                && mention.proof == Proof::Model
                && last.gap == Gap::Space;
            let firm = last.kinds.any(Kinds::ORGANISATION)
                && !last.kinds.any(Kinds::SURNAME_COMMON)
                || FIRM_LASTS.contains(&reading.folded(mention.end - 1));
            let place = PLACE_FIRSTS.contains(&reading.folded(mention.start));
            return !NO_PEOPLE.contains(&name.as_str())
                && !both
                && !code
                && !plain
                && !place
                && !firm;
        }
        if in_full.contains(&first.hash) || title_before(reading, mention.start).is_some() {
            return true;
        }
        let firm_possessive =
            matches!(
                name.as_str(),
                "moody"
                    | "poor"
                    | "lloyd"
                    | "christie"
                    | "sotheby"
                    | "mcdonald"
                    | "wendy"
                    | "macy"
                    | "barclay"
                    | "sainsbury"
                    | "bloomingdale"
                    | "kohl"
                    | "levi"
            ) && words.get(mention.end).is_some_and(|next| next.gap == Gap::Possessive);
        let named = Kinds(Kinds::GIVEN.0 | Kinds::SURNAME.0);
        let common = first.kinds.any(Kinds::COMMON)
            || (first.first && reading.is_small_somewhere(first.hash));
        let plain = common && (first.first || !first.kinds.any(named));
        let place = first.kinds.any(Kinds::CITY) && !first.kinds.any(named);
        let mixed_case = first.shape == Shape::Capitals;
        !firm_possessive
            && !storms.contains(&first.hash)
            && !plain
            && !place
            && !mixed_case
            && !is_firm_pair(reading, mention)
            && !NO_PEOPLE.contains(&name.as_str())
            && !NOBODY_ALONE.contains(&name.as_str())
            && !in_firms.contains(&first.hash)
    });
}

/// Whether the word stands in a firm's pair of names: `Duff and Phelps`.
fn is_firm_pair(reading: &Reading<'_>, mention: &Mention) -> bool {
    let at = |at: usize| if at < reading.words.len() { reading.folded(at) } else { "" };
    let (next, after) = (at(mention.end), at(mention.end + 1));
    let capital = reading.words.get(mention.end + 1).is_some_and(|word| word.shape != Shape::Small);
    next == "and" && capital && FIRM_SECONDS.contains(&after)
}

/// The folded words of a mention.
fn name_of(reading: &Reading<'_>, mention: &Mention) -> String {
    let words: Vec<&str> = (mention.start..mention.end).map(|at| reading.folded(at)).collect();
    words.join(" ")
}

/// A lone word that is the last part of a name given in full is that person.
fn surnames(reading: &Reading<'_>, tagged: &Tagged, found: &mut Vec<Mention>) {
    let words = &reading.words;
    let mut last_words: HashMap<u64, u32> = HashMap::new();
    let mut first_words: HashSet<u64> = HashSet::new();
    for mention in found.iter().filter(|mention| mention.end - mention.start > 1) {
        let mut last = mention.end - 1;
        while last > mention.start
            && matches!(reading.folded(last), "jr" | "sr" | "ii" | "iii" | "iv")
        {
            last -= 1;
        }
        *last_words.entry(words[last].hash).or_default() += 1;
        let first = &words[mention.start];
        if !reading.is_small_somewhere(first.hash) && !first.kinds.any(Kinds::COMMON) {
            first_words.insert(first.hash);
        }
    }
    if last_words.is_empty() {
        return;
    }
    let mut known: HashSet<usize> = HashSet::new();
    found.iter().for_each(|mention| known.extend(mention.start..mention.end));
    let mut more = Vec::new();
    for run in &reading.runs {
        for at in run.range() {
            let word = &words[at];
            let by_first = first_words.contains(&word.hash)
                && run.end - run.start == 1
                && tagged.tags.get(at) == Some(&Tag::None);
            if known.contains(&at)
                || !(last_words.contains_key(&word.hash) || by_first)
                || word.kinds.any(Kinds(Kinds::COUNTRY.0 | Kinds::DATE.0))
                || reading.folded(at).chars().count() < 2
            {
                continue;
            }
            // Beside other capitals it is a person only where titles stand before it.
            let alone = (run.start..at).all(|at| is_title(reading, at)) && at + 1 == run.end;
            let coordinated = tagged.tags.get(at) == Some(&Tag::None);
            let other =
                matches!(tagged.tags.get(at), Some(Tag::Organisation | Tag::Other)) && !alone;
            if (alone || coordinated) && !other {
                more.push(Mention { start: at, end: at + 1, proof: Proof::Surname, woman: None });
            }
        }
    }
    found.append(&mut more);
    found.sort_by_key(|mention| mention.start);
}

fn is_title(reading: &Reading<'_>, at: usize) -> bool {
    reading.words[at].kinds.any(Kinds::TITLE)
}

/// Where every word of a headline has a capital, a name counts when the body has it too, or when
/// no word of it is a common one.
fn headline(reading: &Reading<'_>, found: &mut Vec<Mention>) {
    let mut named: HashSet<u64> = HashSet::new();
    for mention in found.iter().filter(|mention| !in_headline(reading, mention)) {
        named.extend((mention.start..mention.end).map(|at| reading.words[at].hash));
    }
    let no_body = named.is_empty() && reading.starts.get(1).is_none_or(|start| *start < 20);
    found.retain(|mention| {
        let words = &reading.words[mention.start..mention.end];
        if !in_headline(reading, mention)
            || words.iter().all(|word| named.contains(&word.hash))
            || !words.iter().any(|word| word.doubtful)
        {
            return true;
        }
        // Where all is in capitals, only the body, if there is one, tells a name.
        let (part, token) = reading.place(mention.start);
        let written =
            reading.parts.get(part).map_or("", |part| &part.text[part.tokens.span(token)]);
        if !no_body && !written.chars().any(char::is_lowercase) {
            return false;
        }
        let other = Kinds::COMMON.0 | Kinds::ORGANISATION.0 | Kinds::PLACE_WORD.0;
        words.len() > 1
            && words[0].kinds.any(Kinds::GIVEN)
            && !words.iter().any(|word| word.kinds.any(Kinds(other)))
    });
}

fn in_headline(reading: &Reading<'_>, mention: &Mention) -> bool {
    reading.parts.get(reading.place(mention.start).0).is_some_and(|part| part.headline)
}
