//! Which capitalised words are a person's name.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::words::{
    FAMILY_FIRST, GIVEN_NAMES, KNOWN, NO_PERSON, PARTICLES, SAYING, SURNAMES_TOO, TITLES,
};
use crate::article::Part;
use crate::extract::ArticleText;
use crate::extract::region::Regions;
use crate::text::{Tokens, fold, words};

/// Words that may be a name.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub part: Part,
    pub start: usize,
    pub end: usize,
    /// As written, without a title.
    pub text: String,
    /// The folded words.
    pub words: Vec<String>,
    pub proof: Proof,
}

/// What shows that it is a name; `None` is only a later mention of somebody known by more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Proof {
    None,
    Saying,
    /// Unknown words of which the last stands alone elsewhere, as surnames do.
    NamedAgain,
    Title,
    KnownBySurname,
    GivenName,
}

impl Proof {
    pub(super) fn rule(self) -> &'static str {
        match self {
            Proof::None => "surname",
            Proof::Saying => "name beside a verb of saying",
            Proof::NamedAgain => "named again by surname",
            Proof::Title => "title",
            Proof::KnownBySurname => "known by surname",
            Proof::GivenName => "given and family name",
        }
    }
}

static NEVER: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_PERSON.iter().copied().collect());
static TITLE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| TITLES.iter().copied().collect());

/// Most words of a name.
const LONGEST: usize = 5;

/// Finds the candidates of title and body, in order.
pub(super) fn candidates(text: &ArticleText<'_>) -> Vec<Candidate> {
    let nouns_have_capitals = text.lang == Some("de");
    let mut found = Vec::new();
    let headline = headline_case(text.title);
    scan_text(
        Part::Title,
        text.title,
        text.title_tokens,
        headline,
        nouns_have_capitals,
        &mut found,
    );
    scan_text(Part::Body, text.body, text.body_tokens, false, nouns_have_capitals, &mut found);
    if !nouns_have_capitals {
        named_again(&mut found);
    }
    found
}

/// `Yeison Cuesta` is a name though we do not know Yeison, when `Cuesta` stands alone later.
fn named_again(found: &mut [Candidate]) {
    let alone: HashSet<String> = found
        .iter()
        .filter(|c| c.words.len() == 1 && c.part == Part::Body)
        .map(|c| c.words[0].clone())
        .collect();
    for candidate in found.iter_mut() {
        let unproven = candidate.proof == Proof::None && (2..=4).contains(&candidate.words.len());
        let again =
            candidate.words.last().is_some_and(|last| last.len() > 2 && alone.contains(last));
        let place = candidate.words.iter().any(|word| Regions::get().find(word).is_some());
        if unproven && again && !place && candidate.part == Part::Body {
            candidate.proof = Proof::NamedAgain;
        }
    }
}

/// Whether most words of a headline have capitals, so that a capital says nothing.
fn headline_case(title: &str) -> bool {
    let long = words(title).map(|span| &title[span]).filter(|word| word.chars().count() > 3);
    let (mut all, mut capital) = (0, 0);
    for word in long {
        all += 1;
        capital += usize::from(word.chars().next().is_some_and(char::is_uppercase));
    }
    all > 2 && capital * 4 > all * 3
}

fn scan_text(
    part: Part,
    text: &str,
    tokens: &Tokens,
    headline: bool,
    german: bool,
    found: &mut Vec<Candidate>,
) {
    let mut at = 0;
    while at < tokens.len() {
        let length = name_length(text, tokens, at);
        if length == 0 {
            at += 1;
            continue;
        }
        let mut first = at;
        let end = at + length;
        let mut titled =
            at > 0 && TITLE_WORDS.contains(tokens.folded(at - 1)) && adjacent(text, tokens, at - 1);
        // `Russian President Vladimir Putin`: the name stands behind the title.
        if let Some(title) = (first..end).rev().find(|at| is_title(tokens, *at, first)) {
            titled = true;
            first = title + 1;
        }
        // `Frenchman Emmanuel Macron`: the name begins with the given name.
        let begun = |at: usize| {
            let word = tokens.folded(at);
            is_given(word) || is_initial(word) || FAMILY_FIRST.contains(&word)
        };
        if first < end && !begun(first) {
            let given = (first + 1..end.saturating_sub(1)).find(|at| is_given(tokens.folded(*at)));
            first = given.unwrap_or(first);
        }
        // Whatever opens a sentence has a capital: `After Boris Johnson` begins with Boris.
        while first < end
            && NEVER.contains(tokens.folded(first))
            && !GIVEN_NAMES.contains(tokens.folded(first))
        {
            first += 1;
            titled = false;
        }
        at = end;
        if first < end
            && let Some(candidate) =
                judged(part, text, tokens, first..end, titled, headline, german)
        {
            found.push(candidate);
        }
    }
}

/// Whether the word is a title; `m` and `don` only at the start, where they are no name.
fn is_title(tokens: &Tokens, at: usize, first: usize) -> bool {
    let word = tokens.folded(at);
    TITLE_WORDS.contains(word) && (at == first || (word.len() > 3 && !is_given(word)))
}

fn adjacent(text: &str, tokens: &Tokens, at: usize) -> bool {
    let between = &text[tokens.span(at).end..tokens.span(at + 1).start];
    matches!(between, " " | "-" | "\n" | ". " | ".")
}

fn is_initial(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() == 1 || word.contains('.')
}

/// Number of words from `at` that could be one name: capitalised words in a row, with small
/// particles between.
fn name_length(text: &str, tokens: &Tokens, at: usize) -> usize {
    let capital = |at: usize| {
        let word = &text[tokens.span(at)];
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && (word.chars().any(char::is_lowercase) || is_initial(word) || word.len() <= 3)
            && !word.chars().any(|c| c.is_ascii_digit())
    };
    if !capital(at) {
        return 0;
    }
    let mut length = 1;
    while at + length < tokens.len() && length < LONGEST + 2 {
        let before = at + length - 1;
        let between = &text[tokens.span(before).end..tokens.span(before + 1).start];
        let joined = match between {
            // `Moon Jae-in`
            "-" if !capital(at + length)
                && !text[tokens.span(at + length)].starts_with(|c: char| c.is_ascii_digit()) =>
            {
                length += 1;
                continue;
            }
            " " | "-" | "\n" | "’" | "'" => true,
            ". " | "." => {
                is_initial(&text[tokens.span(before)])
                    || TITLE_WORDS.contains(tokens.folded(before))
            }
            _ => false,
        };
        if !joined {
            break;
        }
        if capital(at + length) {
            length += 1;
            continue;
        }
        // Particles count only when a capital follows them.
        let particles = (0..3).take_while(|offset| {
            let here = at + length + offset;
            here < tokens.len()
                && PARTICLES.contains(&tokens.folded(here))
                && tokens.folded(here) == &text[tokens.span(here)]
        });
        let count = particles.count();
        let next = at + length + count;
        let close = |from: usize| {
            matches!(
                &text[tokens.span(from).end..tokens.span(from + 1).start],
                " " | "-" | "'" | "’"
            )
        };
        if count == 0 || next >= tokens.len() || !capital(next) || !(at + length..next).all(close) {
            break;
        }
        length += count + 1;
    }
    length
}

fn judged(
    part: Part,
    text: &str,
    tokens: &Tokens,
    range: std::ops::Range<usize>,
    titled: bool,
    headline: bool,
    german: bool,
) -> Option<Candidate> {
    let mut range = range;
    // `Von der Leyen` at the start of a sentence calls her by surname.
    while range.len() > 1 && PARTICLES.contains(&tokens.folded(range.start)) {
        range.start += 1;
    }
    let words: Vec<String> = range.clone().map(|at| tokens.folded(at).to_owned()).collect();
    let last = words.len() - 1;
    let excluded = words.iter().enumerate().any(|(at, word)| {
        let surname =
            at == last && at > 0 && is_given(&words[0]) && SURNAMES_TOO.contains(&word.as_str());
        NEVER.contains(word.as_str()) && !PARTICLES.contains(&word.as_str()) && !surname
    });
    if words.len() > LONGEST || excluded {
        return None;
    }
    let (start, end) = (tokens.span(range.start).start, tokens.span(range.end - 1).end);
    let written = &text[start..end];
    let named_place = Regions::get().find(written).is_some();
    let stop = text[tokens.span(range.start).end..].starts_with('.');
    let given = is_given(&words[0])
        || (is_initial(&words[0]) && stop && words.len() > 1)
        || FAMILY_FIRST.contains(&words[0].as_str());
    let known = words.len() == 1 && KNOWN.iter().any(|(surname, _)| *surname == words[0]);
    let after = range.end;
    let says = (after < tokens.len() && SAYING.contains(&tokens.folded(after)))
        || (range.start > 0
            && SAYING.contains(&tokens.folded(range.start - 1))
            && tokens.folded(range.start - 1) != "who");
    // Three capitals in a row in a headline may be anything.
    let proof = if words.len() > 1 && given && !named_place && (!headline || words.len() == 2) {
        Proof::GivenName
    } else if known {
        Proof::KnownBySurname
    } else if titled && !named_place && !headline {
        Proof::Title
    } else if (2..=3).contains(&words.len()) && says && !german && !named_place && !headline {
        Proof::Saying
    } else {
        Proof::None
    };
    if proof == Proof::None && named_place {
        return None;
    }
    Some(Candidate { part, start, end, text: written.to_owned(), words, proof })
}

/// Whether a word is a given name, in Russian in any case.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN_NAMES.contains(word) || nominative(word).is_some()
}

/// The nominative of a Russian given name in another case.
pub(super) fn nominative(word: &str) -> Option<String> {
    if !word.starts_with(|c: char| ('а'..='я').contains(&c)) {
        return None;
    }
    for (ending, replaced) in [
        ("ом", &[""][..]),
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
    ] {
        if let Some(stem) = word.strip_suffix(ending) {
            for end in replaced {
                let name = format!("{stem}{end}");
                if GIVEN_NAMES.contains(&name) && name != word {
                    return Some(name);
                }
            }
        }
    }
    None
}

/// The folded words of a name written anywhere.
pub(super) fn name_words(name: &str) -> Vec<String> {
    words(name).map(|span| fold(&name[span]).into_owned()).collect()
}
