//! Which names are one person.
//!
//! Full names come first: two are one person when the surname is the same and the given names
//! agree, an initial with any name that begins so. A single word is a later mention of the full
//! name that it ends, or begins; when two people share it, only a title, or that one of them was
//! named just before, decides, and else it stays by itself.

use super::cyrillic::{is_cyrillic, stem};
use super::mentions::Proof;
use super::words::PARTICLES;
use crate::article::{Evidence, Part, PersonMention};
use crate::extract::ArticleText;
use crate::text::{fold, words};

/// A mention in a part of an article.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub part: Part,
    pub start: usize,
    pub end: usize,
    /// As written.
    pub text: String,
    /// The name as it is shown: in the nominative, not in capitals.
    pub shown: String,
    /// The folded words of `shown`.
    pub words: Vec<String>,
    pub proof: Proof,
    pub woman: Option<bool>,
}

#[derive(Debug)]
struct Person {
    name: String,
    words: Vec<String>,
    suffix: Option<String>,
    woman: Option<bool>,
    declared: bool,
    mentions: Vec<Found>,
}

/// How far back, in bytes, a full name decides who is meant by a surname that two share.
const NEAR: usize = 300;

/// People of one article that are told apart.
const MOST_PEOPLE: usize = 3_000;

/// The folded words of a name written anywhere; initials run together are parted.
pub(super) fn name_words(name: &str) -> Vec<String> {
    let mut found = Vec::new();
    for span in words(name) {
        found.extend(fold(&name[span]).split('.').filter(|w| !w.is_empty()).map(str::to_owned));
    }
    found
}

/// `Putin, Vladimir` turned round; white space as single spaces.
pub(super) fn turned(name: &str) -> String {
    let name = match name.split_once(',') {
        Some((last, first)) if !is_suffix(&fold(first.trim())) && !first.trim().is_empty() => {
            format!("{first} {last}")
        }
        _ => name.to_owned(),
    };
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Person {
    /// Somebody whom a mention names for the first time, without that mention.
    fn called_by(mention: &Found, words: Vec<String>, suffix: Option<String>) -> Self {
        Person {
            name: mention.shown.clone(),
            words,
            suffix,
            woman: mention.woman,
            declared: false,
            mentions: Vec::new(),
        }
    }
}

fn is_suffix(word: &str) -> bool {
    matches!(word.trim_end_matches('.'), "jr" | "sr" | "ii" | "iii" | "iv")
}

/// The words without `Jr` and the like, and that.
fn parted(mut words: Vec<String>) -> (Vec<String>, Option<String>) {
    let suffix = match words.last() {
        Some(last) if words.len() > 1 && is_suffix(last) => words.pop(),
        _ => None,
    };
    (words, suffix)
}

/// Merges the mentions of one article into its people, the most mentioned first.
pub(super) fn people(text: &ArticleText<'_>, found: Vec<Found>) -> Vec<PersonMention> {
    let mut people: Vec<Person> = Vec::new();
    for declared in text.declared_people {
        let name = turned(&declared.text);
        let (words, suffix) = parted(name_words(&name));
        if !words.is_empty() && !people.iter().any(|person| person.words == words) {
            people.push(Person {
                name,
                words,
                suffix,
                woman: None,
                declared: true,
                mentions: Vec::new(),
            });
        }
    }
    // First whole names, so that a surname in the title finds the name in the body.
    for mention in &found {
        let (words, suffix) = parted(mention.words.clone());
        if significant(&words).len() < 2 {
            continue;
        }
        let at = people.iter().position(|person| same(person, &words, suffix.as_deref()));
        match at {
            Some(at) => {
                let person = &mut people[at];
                if !person.declared && fuller(&words, &person.words) {
                    person.name.clone_from(&mention.shown);
                    person.words = words;
                }
                if suffix.is_some() && !person.declared && person.suffix.is_none() {
                    person.name.clone_from(&mention.shown);
                    person.suffix = suffix;
                }
                person.woman = person.woman.or(mention.woman);
            }
            None if people.len() < MOST_PEOPLE => {
                people.push(Person::called_by(mention, words, suffix));
            }
            None => {}
        }
    }
    for mention in found {
        let (words, suffix) = parted(mention.words.clone());
        let at = if significant(&words).len() > 1 {
            people.iter().position(|person| same(person, &words, suffix.as_deref()))
        } else {
            meant(&people, &words, &mention)
        };
        match at {
            Some(at) => people[at].mentions.push(mention),
            None if people.len() < MOST_PEOPLE => {
                let mut person = Person::called_by(&mention, words, suffix);
                person.mentions.push(mention);
                people.push(person);
            }
            None => {}
        }
    }
    let by: Vec<Vec<String>> = text.by.iter().map(|name| name_words(name)).collect();
    people.retain(|person| {
        let author = by.contains(&person.words) && person.mentions.len() < 2;
        (person.declared || !person.mentions.is_empty()) && !author
    });
    // Stable: of equals the one named first.
    people.sort_by_key(|person| std::cmp::Reverse(person.mentions.len()));
    people.into_iter().map(mention_of).collect()
}

/// The words without particles at the head: `al-Assad` is one word.
fn significant(words: &[String]) -> &[String] {
    let skip = words.iter().take_while(|word| PARTICLES.contains(&word.as_str())).count();
    if skip < words.len() { &words[skip..] } else { words }
}

/// Whether the name `new` tells more than `old`: more words, and no initials for names.
fn fuller(new: &[String], old: &[String]) -> bool {
    let rank = |words: &[String]| {
        let whole = words.iter().filter(|word| word.chars().count() > 1).count();
        (whole, words.len(), words.iter().map(String::len).sum::<usize>())
    };
    rank(new) > rank(old)
}

/// Whether a full name may be that of a person.
fn same(person: &Person, words: &[String], suffix: Option<&str>) -> bool {
    let (a, b) = (person.words.as_slice(), words);
    if a == b {
        return person.suffix.as_deref() == suffix || person.suffix.is_none() || suffix.is_none();
    }
    if person.suffix.is_some() && suffix.is_some() && person.suffix.as_deref() != suffix {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.len() < 2 {
        return false;
    }
    // `Abu Jandal` of `Abu Jandal al-Kuwaiti`, `García Márquez` of `Gabriel García Márquez`.
    if short.len() < long.len() && (long.starts_with(short) || long.ends_with(short)) {
        return true;
    }
    let (Some(last_a), Some(last_b)) = (a.last(), b.last()) else { return false };
    if last_a != last_b && !(is_cyrillic(last_a) && stem(last_a) == stem(last_b)) {
        return false;
    }
    let (given_short, given_long) = (&short[..short.len() - 1], &long[..long.len() - 1]);
    if !agree(&given_short[0], &given_long[0]) {
        return false;
    }
    // Every further given name of the shorter must have its like in the longer, in order.
    let mut rest = given_long[1..].iter();
    given_short[1..].iter().all(|name| rest.any(|other| agree(name, other)))
        || given_short.len() == 1
        || given_long.len() == 1
}

/// Whether two given names may be one: the same, an initial, or the short form of the other.
fn agree(a: &str, b: &str) -> bool {
    let initial = |a: &str, b: &str| a.chars().count() == 1 && b.starts_with(a);
    let short = |a: &str, b: &str| a.chars().count() > 2 && b.starts_with(a);
    a == b || initial(a, b) || initial(b, a) || short(a, b) || short(b, a)
}

/// Who is meant by a single word.
fn meant(people: &[Person], words: &[String], mention: &Found) -> Option<usize> {
    let word = significant(words).last()?;
    let several = |person: &&(usize, &Person)| significant(&person.1.words).len() > 1;
    let all: Vec<(usize, &Person)> = people.iter().enumerate().collect();
    let by_surname = all.iter().filter(several).filter(|(_, p)| surname_is(&p.words, word));
    let mut fits: Vec<(usize, &Person)> = by_surname.copied().collect();
    if fits.is_empty() {
        // `Saddam` of `Saddam Hussein`, `Xi` of `Xi Jinping`.
        let first = |p: &Person| significant(&p.words).first() == Some(word);
        fits = all.iter().filter(several).filter(|(_, p)| first(p)).copied().collect();
    }
    if fits.is_empty() && word.chars().count() > 2 {
        let short =
            |p: &Person| p.words.first().is_some_and(|name| name.starts_with(word.as_str()));
        fits = all.iter().filter(several).filter(|(_, p)| short(p)).copied().collect();
        if fits.len() > 1 {
            fits.clear();
        }
    }
    if fits.len() > 1
        && let Some(woman) = mention.woman
        && fits.iter().any(|(_, person)| person.woman == Some(woman))
    {
        fits.retain(|(_, person)| person.woman == Some(woman));
    }
    if fits.len() > 1 {
        let near = |person: &Person| {
            person.mentions.iter().any(|named| {
                named.part == mention.part
                    && named.end <= mention.start
                    && mention.start - named.end < NEAR
                    && named.words.len() > 1
            })
        };
        let close: Vec<_> = fits.iter().filter(|(_, person)| near(person)).copied().collect();
        if close.len() == 1 {
            fits = close;
        }
    }
    if let [(at, _)] = fits.as_slice() {
        return Some(*at);
    }
    // A word that stands by itself, or that two people share.
    people.iter().position(|person| significant(&person.words) == [word.clone()])
}

/// Whether a single word calls the person: the surname, in Russian with a case ending.
fn surname_is(words: &[String], word: &str) -> bool {
    let Some(last) = words.last() else { return false };
    last == word || (is_cyrillic(last) && is_cyrillic(word) && stem(last) == stem(word))
}

fn mention_of(person: Person) -> PersonMention {
    let mut forms: Vec<String> = Vec::new();
    for mention in &person.mentions {
        let form = mention.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    let mut evidence: Vec<Evidence> = Vec::new();
    if person.declared {
        evidence.push(Evidence {
            part: Part::Metadata,
            start: 0,
            end: person.name.len(),
            text: person.name.clone(),
            rule: "declared".to_owned(),
        });
    }
    evidence.extend(person.mentions.iter().map(|mention| Evidence {
        part: mention.part,
        start: mention.start,
        end: mention.end,
        text: mention.text.clone(),
        rule: mention.proof.rule().to_owned(),
    }));
    PersonMention {
        name: person.name,
        mentions: u32::try_from(person.mentions.len()).unwrap_or(u32::MAX),
        forms,
        evidence,
    }
}
