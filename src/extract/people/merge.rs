//! Which names are one person.
//!
//! Full names come first; a shorter name that ends in the same surname is a later mention of
//! the fullest one, of several the one named last before it. A name that is never given in full
//! counts only with a title or when everybody knows it.

use super::detect::{Candidate, Proof, name_words, nominative};
use super::words::{GIVEN_NAMES, KNOWN};
use crate::article::{Evidence, Part, PersonMention};
use crate::extract::ArticleText;

/// Evidence kept for each person.
const MOST_EVIDENCE: usize = 4;

struct Person {
    name: String,
    words: Vec<String>,
    mentions: Vec<(Candidate, Proof)>,
}

/// Merges the candidates of one article into its people, the most mentioned first.
pub(super) fn people(text: &ArticleText<'_>, candidates: Vec<Candidate>) -> Vec<PersonMention> {
    let mut people: Vec<Person> = Vec::new();
    for declared in text.declared_people {
        let turned = match declared.text.split_once(',') {
            Some((last, first)) => format!("{} {}", first.trim(), last.trim()),
            None => declared.text.trim().to_owned(),
        };
        let words = name_words(&turned);
        if !words.is_empty() && !people.iter().any(|person| person.words == words) {
            people.push(Person { name: turned, words, mentions: Vec::new() });
        }
    }
    // First whole names, so that a surname in the title finds the name in the body.
    for candidate in candidates.iter().filter(|c| c.words.len() > 1 && c.proof >= Proof::Saying) {
        let (name, words) = shown(candidate);
        match people.iter_mut().find(|person| same(&person.words, &words)) {
            Some(person) if words.len() > person.words.len() && person.mentions.is_empty() => {
                person.name = name;
                person.words = words;
            }
            Some(_) => {}
            None => people.push(Person { name, words, mentions: Vec::new() }),
        }
    }
    for candidate in candidates {
        let (name, words) = shown(&candidate);
        let last = words.last().cloned().unwrap_or_default();
        let of_this_name = |person: &Person| {
            if words.len() > 1 { same(&person.words, &words) } else { surname_is(person, &last) }
        };
        // Of several with the surname the one who was named last.
        let known = people
            .iter()
            .enumerate()
            .filter(|(_, person)| of_this_name(person))
            .max_by_key(|(_, person)| {
                person
                    .mentions
                    .last()
                    .map_or(0, |(c, _)| if c.part == candidate.part { c.end } else { 0 })
            })
            .map(|(position, _)| position);
        let proof = candidate.proof;
        match known {
            Some(position) => people[position].mentions.push((candidate, proof)),
            None if proof == Proof::KnownBySurname => {
                let whole = KNOWN
                    .iter()
                    .find(|(surname, _)| *surname == last)
                    .map_or(name.as_str(), |(_, whole)| whole);
                let words = name_words(whole);
                people.push(Person {
                    name: whole.to_owned(),
                    words,
                    mentions: vec![(candidate, proof)],
                });
            }
            None if proof == Proof::Title && !GIVEN_NAMES.contains(&last) => {
                people.push(Person { name, words, mentions: vec![(candidate, proof)] });
            }
            None => {}
        }
    }
    let by: Vec<Vec<String>> = text.by.iter().map(|name| name_words(name)).collect();
    people.retain(|person| {
        let declared = text
            .declared_people
            .iter()
            .any(|declared| same(&name_words(&declared.text), &person.words));
        let author = by.contains(&person.words) && person.mentions.len() < 2;
        (declared || !person.mentions.is_empty()) && !author
    });
    // Stable: of equals the one named first.
    people.sort_by_key(|person| std::cmp::Reverse(person.mentions.len()));
    people.into_iter().map(mention).collect()
}

/// A candidate's name as it is shown: Russian given names in the nominative, with the surname.
fn shown(candidate: &Candidate) -> (String, Vec<String>) {
    let Some(given) = candidate
        .words
        .first()
        .filter(|w| !GIVEN_NAMES.contains(*w))
        .and_then(|word| nominative(word))
    else {
        return (
            candidate.text.split_whitespace().collect::<Vec<_>>().join(" "),
            candidate.words.clone(),
        );
    };
    let mut shown = vec![capitalised(&given)];
    let mut words = vec![given];
    for (written, word) in candidate.text.split_whitespace().zip(&candidate.words).skip(1) {
        let stem = ["ым", "ом", "а", "у", "е"].iter().find_map(|ending| {
            word.strip_suffix(ending)
                .filter(|stem| ["ов", "ев", "ин", "ын"].iter().any(|end| stem.ends_with(end)))
        });
        match stem {
            Some(stem) => {
                shown.push(capitalised(stem));
                words.push(stem.to_owned());
            }
            None => {
                shown.push(written.to_owned());
                words.push(word.clone());
            }
        }
    }
    (shown.join(" "), words)
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether two whole names are one person's: the same surname, and given names that agree or
/// are each other's initials.
fn same(a: &[String], b: &[String]) -> bool {
    let (Some((last_a, rest_a)), Some((last_b, rest_b))) = (a.split_last(), b.split_last()) else {
        return false;
    };
    let (Some(first_a), Some(first_b)) = (rest_a.first(), rest_b.first()) else { return false };
    let initial = |short: &str, long: &str| {
        let mut letters = short.chars().filter(|c| c.is_alphabetic());
        let first = letters.next();
        (letters.next().is_none() || short.contains('.')) && first == long.chars().next()
    };
    last_a == last_b
        && (first_a == first_b || initial(first_a, first_b) || initial(first_b, first_a))
}

/// Whether a single word calls the person: the surname, in Russian with a case ending.
fn surname_is(person: &Person, word: &str) -> bool {
    let Some(last) = person.words.last() else { return false };
    let ending = |rest: &str| matches!(rest, "а" | "у" | "ом" | "ым" | "е" | "ой");
    last == word
        || (last.starts_with(|c: char| !c.is_ascii())
            && word.strip_prefix(last.as_str()).is_some_and(ending))
}

fn mention(person: Person) -> PersonMention {
    let mut forms: Vec<String> = Vec::new();
    for (candidate, _) in &person.mentions {
        if !forms.contains(&candidate.text) {
            forms.push(candidate.text.clone());
        }
    }
    let evidence = person.mentions.iter().take(MOST_EVIDENCE).map(|(candidate, proof)| Evidence {
        part: candidate.part,
        start: candidate.start,
        end: candidate.end,
        text: candidate.text.clone(),
        rule: proof.rule().to_owned(),
    });
    let mut evidence: Vec<Evidence> = evidence.collect();
    if evidence.is_empty() {
        let (end, text) = (person.name.len(), person.name.clone());
        evidence.push(Evidence {
            part: Part::Metadata,
            start: 0,
            end,
            text,
            rule: "declared".to_owned(),
        });
    }
    PersonMention {
        name: person.name,
        mentions: u32::try_from(person.mentions.len()).unwrap_or(u32::MAX),
        forms,
        evidence,
    }
}
