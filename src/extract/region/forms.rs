//! The names that stand for regions, and looking them up in a text.
//!
//! Invariant: a name is looked up longest first, and of names of the same words the one that stands
//! first in the table wins.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::tree::{Node, Regions, TABLE};
use crate::text::{Tokens, fold, words};

/// What kind of name stands for a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormKind {
    Name,
    Demonym,
    City,
    Institution,
    Leader,
    /// A place of the gazetteer.
    Town,
    /// What firms and sums of money are called somewhere: `Inc`, `GmbH`, `Canadian dollars`.
    Hint,
    /// A longer name in which a place is not meant.
    Blocked,
}

impl FormKind {
    /// How much a mention weighs beside one of the country's own name.
    pub(super) fn weight(self) -> f32 {
        match self {
            FormKind::Name => 1.0,
            FormKind::Demonym => 0.8,
            FormKind::City => 0.7,
            FormKind::Institution => 0.5,
            FormKind::Leader => 0.4,
            FormKind::Town => 0.6,
            FormKind::Hint => 0.1,
            FormKind::Blocked => 0.0,
        }
    }

    pub(super) fn rule(self) -> &'static str {
        match self {
            FormKind::Name => "name",
            FormKind::Demonym => "demonym",
            FormKind::City => "city",
            FormKind::Institution => "institution",
            FormKind::Leader => "leader",
            FormKind::Town => "town",
            FormKind::Hint => "hint",
            FormKind::Blocked => "other name",
        }
    }
}

/// A name: its folded words, and what it stands for.
#[derive(Debug)]
pub(super) struct Form {
    words: Vec<String>,
    /// The last word is a beginning: `russisch*`.
    open: bool,
    /// Written with a capital, so that `turkey` is no country.
    capital: bool,
    /// All capitals, so that `us` is no country.
    capitals: bool,
    /// An abbreviation with a stop at its end, as agencies write states: `Ala.`, `Miss.`
    stopped: bool,
    pub(super) kind: FormKind,
    pub(super) region: Option<&'static Node>,
    /// A word in small letters counts in its own language only: `china` is Spanish for Chinese.
    lang: &'static str,
}

/// Names by their first word, the longest first; open ones by their first three letters.
#[derive(Debug, Default)]
struct Forms {
    closed: HashMap<String, Vec<Form>>,
    open: HashMap<String, Vec<Form>>,
    /// Words that are places by accident only.
    dropped: HashSet<String>,
}

/// Letters that open forms are looked up by.
const OPEN_LETTERS: usize = 3;

fn opening(word: &str) -> String {
    word.chars().take(OPEN_LETTERS).collect()
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let regions = Regions::get();
    let mut forms = Forms::default();
    let mut dropped = HashSet::new();
    let mut add = |written: &str, kind, region, lang: &'static str| {
        let open = written.ends_with('*');
        let written = written.trim_end_matches('*');
        let words: Vec<String> =
            words(written).map(|span| fold(&written[span]).into_owned()).collect();
        let letters: Vec<char> = written.chars().filter(|c| c.is_alphabetic()).collect();
        let capitals =
            letters.len() < 5 && letters.len() > 1 && letters.iter().all(|c| c.is_uppercase());
        let capital = letters.first().is_some_and(|c| c.is_uppercase());
        // Two-letter codes are for queries; in text `IT` or `DE` are words.
        let known = written.contains('.') || matches!(written, "US" | "UK" | "EU" | "UN");
        let code = capitals && letters.len() == 2 && !known;
        let Some(first) = words.first().cloned().filter(|_| !code) else { return };
        let map = if open && words.len() == 1 { &mut forms.open } else { &mut forms.closed };
        let key = if open && words.len() == 1 { opening(&first) } else { first };
        map.entry(key).or_default().push(Form {
            words,
            open,
            capital,
            capitals,
            stopped: written.ends_with('.') && written.matches('.').count() == 1,
            kind,
            region,
            lang,
        });
    };
    for line in TABLE.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells.as_slice() {
            ["group", id, name, _, aliases] => {
                let node = regions.node(id);
                aliases
                    .split('|')
                    .chain([*name])
                    .for_each(|form| add(form, FormKind::Name, node, "*"));
            }
            ["node", id, "continent" | "subregion", _, name, _] => {
                add(name, FormKind::Name, regions.node(id), "*")
            }
            ["drop", _, list, ..] => dropped.extend(list.split('|').map(str::to_owned)),
            [kind, id, list, rest @ ..] => {
                let lang = rest.first().copied().unwrap_or("*");
                let kind = match *kind {
                    "name" => FormKind::Name,
                    "adj" => FormKind::Demonym,
                    "city" => FormKind::City,
                    "inst" => FormKind::Institution,
                    "leader" => FormKind::Leader,
                    "hint" => FormKind::Hint,
                    // `San Jose, Calif` is no place of Costa Rica, and one of the United States.
                    "block" if *id != "-" => FormKind::City,
                    "block" => FormKind::Blocked,
                    _ => continue,
                };
                let node = regions.node(id);
                list.split('|').for_each(|form| add(form, kind, node, lang));
            }
            _ => {}
        }
    }
    forms.dropped = dropped;
    for list in forms.closed.values_mut() {
        // Stable: of the same words the country's own name comes before a city of that name.
        list.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    }
    forms
});

/// Whether a folded name of one word is a common word or a surname far more often than a place.
pub(super) fn is_common(folded: &str) -> bool {
    FORMS.dropped.contains(folded)
}

/// The longest name that begins with word `at`, and its number of words.
pub(super) fn longest<'f>(
    text: &str,
    tokens: &Tokens,
    lang: Option<&str>,
    at: usize,
) -> Option<(&'f Form, usize)> {
    let first = tokens.folded(at);
    let written = &text[tokens.span(at)];
    let upper = written.chars().next().is_some_and(char::is_uppercase);
    let span = tokens.span(at);
    // `Miss.` is a state where it has its stop, or stands after a town.
    let abbreviates = || text[span.end..].starts_with('.') || text[..span.start].ends_with(", ");
    let fits = |form: &Form| {
        (!form.stopped || abbreviates())
            && (upper || (!form.capital && (form.lang == "*" || lang == Some(form.lang))))
            && (!form.capitals
                || written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase))
            && form.words.iter().enumerate().all(|(offset, word)| {
                at + offset < tokens.len() && {
                    let here = tokens.folded(at + offset);
                    let near = offset == 0
                        || tokens.span(at + offset).start - tokens.span(at + offset - 1).end <= 2;
                    let last = offset + 1 == form.words.len();
                    near && if form.open && last {
                        here.starts_with(word.as_str())
                    } else {
                        here == word
                    }
                }
            })
    };
    if let Some(form) = FORMS.closed.get(first).and_then(|list| list.iter().find(|form| fits(form)))
    {
        return Some((form, form.words.len()));
    }
    let open = FORMS.open.get(&opening(first))?;
    open.iter().find(|form| fits(form)).map(|form| (form, 1))
}
