//! One value in its field: the lower half of `resolve.rs`.

use dateline_index_schema::{FieldDef, FieldKind, find};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::ast::{Bound, Node, Spanned};
use super::cut::{self, cut, fuzzy, phrases, whole_wildcard};
use super::dates::{FIRST_DAY, LAST_DAY, is_date, read_date};
use super::note::{NoteKind, shortened};
use super::resolve::{Field, Resolver, any, edit_distance, nearest_field, not};
use super::resolved::{Clause, TextPart, WordPattern};
use crate::extract::declared_language;
use crate::extract::region::Regions;
use crate::text::{fold, words};

/// Most regions of one query that no article can have and others are proposed for.
const MOST_UNKNOWN_REGIONS: usize = 4;

impl Resolver {
    pub(super) fn value(&mut self, at: &Spanned, field: Field<'_>) -> Option<Clause> {
        let (def, only_this) = match field {
            Field::Default => (None, false),
            Field::Declared { def, only_this } => (Some(def), only_this),
            Field::DateWord(word) => return Some(self.date_word(at, word)),
        };
        if matches!(at.node, Node::Everything) {
            return Some(match def {
                None => Clause::Everything,
                Some(def) if def.kind == FieldKind::Presence => {
                    if def.name == "missing" {
                        Clause::Nothing
                    } else {
                        Clause::Everything
                    }
                }
                Some(def) => Clause::Has(def),
            });
        }
        let Some(def) = def else { return self.text(at, None, false) };
        let missing = matches!(&at.node, Node::Word(text) if text == "missing");
        let words = matches!(def.kind, FieldKind::Text | FieldKind::Person | FieldKind::Presence);
        if missing && !words {
            return Some(not(Clause::Has(def)));
        }
        match def.kind {
            FieldKind::Text => self.text(at, Some(def), only_this),
            FieldKind::Person => self.person(at, def, only_this),
            FieldKind::Region => self.region(at, def, only_this),
            FieldKind::Date => Some(self.date(at)),
            FieldKind::Number => Some(self.number(at, def)),
            FieldKind::Keyword => self.keyword(at, def, only_this),
            _ => self.presence(at, def),
        }
    }

    fn presence(&mut self, at: &Spanned, def: &'static FieldDef) -> Option<Clause> {
        let name = self.plain_value(at, def)?;
        let Some(named) = find(&name).filter(|named| named.kind != FieldKind::Presence) else {
            let nearest = nearest_field(&name);
            let message = format!("there is no field {name} (did you mean {nearest}?)");
            self.note(NoteKind::BadValue, at, message);
            return Some(Clause::Nothing);
        };
        let has = Clause::Has(named);
        Some(if def.name == "missing" { not(has) } else { has })
    }

    fn plain_value(&mut self, at: &Spanned, def: &FieldDef) -> Option<String> {
        let value = plain(&at.node).map(str::to_owned);
        if value.is_none() {
            let message = format!("{} wants a plain value: left out", def.name);
            self.note(NoteKind::BadValue, at, message);
        }
        value
    }

    fn region(&mut self, at: &Spanned, def: &FieldDef, only_this: bool) -> Option<Clause> {
        let typed = self.plain_value(at, def)?;
        // Folding may give what it folds again.
        let folded = fold(&fold(&typed)).into_owned();
        let name: Vec<&str> = words(&folded).take(32).map(|span| &folded[span]).collect();
        let name = name.join(" ");
        if name.is_empty() || typed.contains(['*', '?']) {
            let message = format!("{} is no region's name: nothing can match", brief(&typed));
            self.note(NoteKind::BadValue, at, message);
            return Some(Clause::Nothing);
        }
        if Regions::get().find(&name).is_none() {
            // Each is compared with every name there is.
            self.unknown_regions += 1;
            let near = if self.unknown_regions <= MOST_UNKNOWN_REGIONS {
                nearest_regions(&name)
            } else {
                Vec::new()
            };
            let nearest = match near.as_slice() {
                [] => String::new(),
                names => format!(" (did you mean {}?)", names.join(" or ")),
            };
            let message = format!("no region is called {}{nearest}", brief(&name));
            self.note(NoteKind::BadValue, at, message);
        }
        Some(Clause::Region { name, only_this })
    }

    fn keyword(&mut self, at: &Spanned, def: &'static FieldDef, only_this: bool) -> Option<Clause> {
        let keyword = |value| Clause::Keyword { field: def, value };
        let pattern = match &at.node {
            Node::Word(text) if text.contains(['*', '?']) && !text.contains("://") => {
                Some(whole_wildcard(text))
            }
            Node::Fuzzy { text, edits } => Some(fuzzy(text, *edits)),
            Node::Regex(pattern) => Some(Some(WordPattern::Regex(pattern.clone()))),
            _ => None,
        };
        if let Some(pattern) = pattern {
            if pattern.is_none() {
                self.note(NoteKind::Limit, at, "no value can match this pattern");
            }
            return Some(pattern.map_or(Clause::Nothing, keyword));
        }
        let typed = self.plain_value(at, def)?;
        let value = fold(&typed).trim().to_owned();
        let value = match def.name {
            "ext" => value.trim_start_matches(|c: char| c == '.' || c.is_whitespace()).to_owned(),
            "site" if !only_this => host(&value).trim().to_owned(),
            "lang" => declared_language(&value).unwrap_or(value),
            _ => value,
        };
        if value.is_empty() {
            let message =
                format!("{} is no value of {}: nothing can match", brief(&typed), def.name);
            self.note(NoteKind::BadValue, at, message);
            return Some(Clause::Nothing);
        }
        // Folding may give what it folds again: what cannot be typed is written as a pattern.
        if fold(&value) != value {
            return Some(keyword(cut::as_regex(&value, false)));
        }
        // A site with all below it, as everywhere on the web.
        let below =
            whole_wildcard(&format!("*.{value}")).filter(|_| def.name == "site" && !only_this);
        let whole = keyword(WordPattern::Folded(value));
        Some(match below {
            Some(below) => Clause::Any(vec![whole, keyword(below)]),
            None => whole,
        })
    }

    fn text(
        &mut self,
        at: &Spanned,
        field: Option<&'static FieldDef>,
        only_this: bool,
    ) -> Option<Clause> {
        let text = |part| Clause::Text { field, part };
        let (patterns, slop, typed) = match &at.node {
            Node::Regex(pattern) => {
                return Some(text(TextPart::Word(WordPattern::Regex(pattern.clone()))));
            }
            Node::Exact(typed) => {
                if typed.contains(['*', '?']) {
                    let message = format!("={typed} is looked for as it is: * and ? are left out");
                    self.note(NoteKind::Repaired, at, message);
                }
                (cut::exact(typed), None, typed)
            }
            Node::Word(typed) if only_this => (cut::exact(typed), None, typed),
            Node::Fuzzy { text, edits } => (self.fuzzy_word(at, text, *edits), None, text),
            Node::Word(typed) => (self.word(at, typed, field), None, typed),
            Node::Phrase { text: typed, slop } => {
                let word = if only_this { cut::exact } else { cut::folded };
                let (mut found, more) = phrases(typed, word);
                if more {
                    let most = cut::MAX_ALTERNATIVES;
                    let message = format!("only {most} of the phrases that this stands for count");
                    self.note(NoteKind::Limit, at, message);
                }
                if found.len() > 1 {
                    let parts = found.into_iter().filter_map(|words| {
                        let words = self.within_length(at, words);
                        joined(words, *slop).map(text)
                    });
                    return any(parts.collect());
                }
                (found.pop().unwrap_or_default(), *slop, typed)
            }
            Node::Range { .. } => {
                let name = field.map_or("text", |def| def.name);
                let message = format!("{name} holds words and has no ranges: left out");
                self.note(NoteKind::BadValue, at, message);
                return None;
            }
            _ => return None,
        };
        let patterns = self.within_length(at, without_marks(patterns));
        match joined(patterns, slop) {
            Some(part) => Some(text(part)),
            None => {
                let message = format!("{} has no word to look for and is left out", brief(typed));
                self.note(NoteKind::Repaired, at, message);
                None
            }
        }
    }

    fn within_length(&mut self, at: &Spanned, mut words: Vec<WordPattern>) -> Vec<WordPattern> {
        let most = cut::MAX_PHRASE_WORDS;
        if words.len() > most {
            words.truncate(most);
            let message = format!("only the first {most} words of a phrase count");
            self.note(NoteKind::Limit, at, message);
        }
        words
    }

    fn word(
        &mut self,
        at: &Spanned,
        typed: &str,
        field: Option<&'static FieldDef>,
    ) -> Vec<WordPattern> {
        if field.is_none() && typed.contains("..") && typed.split("..").all(is_date) {
            let message = format!("{typed} is read as text: a range of dates is date:{typed}");
            self.note(NoteKind::ReadAs, at, message);
        }
        let mut patterns = cut(typed, WordPattern::Folded);
        if let [WordPattern::Folded(word)] = patterns.as_mut_slice() {
            if typed.ends_with(['+', '#']) && word.chars().count() == 1 {
                let message =
                    format!("the index keeps letters only: {typed} is looked for as {word}");
                self.note(NoteKind::ReadAs, at, message);
            }
            return vec![WordPattern::Stemmed(std::mem::take(word))];
        }
        patterns
    }

    fn fuzzy_word(&mut self, at: &Spanned, typed: &str, edits: Option<u8>) -> Vec<WordPattern> {
        let patterns = cut(typed, WordPattern::Folded);
        match patterns.as_slice() {
            [WordPattern::Folded(word)] => {
                if edits == Some(0) {
                    return patterns;
                }
                cut::fuzzy_word(word, edits).into_iter().collect()
            }
            [] => patterns,
            _ => {
                let message = format!("{} is no single word: ~ is left out", brief(typed));
                self.note(NoteKind::Repaired, at, message);
                patterns
            }
        }
    }

    fn person(&mut self, at: &Spanned, def: &'static FieldDef, only_this: bool) -> Option<Clause> {
        let names: Vec<Vec<WordPattern>> = match &at.node {
            Node::Word(text) | Node::Phrase { text, .. } | Node::Exact(text) => {
                // `Putin, Vladimir`
                let turned = match turned_round(text) {
                    Some((last, first)) => format!("{first} {last}"),
                    None => text.clone(),
                };
                phrases(&turned, cut::folded).0.into_iter().map(name_words).collect()
            }
            Node::Fuzzy { text, edits } => vec![name_words(self.fuzzy_word(at, text, *edits))],
            Node::Regex(pattern) => vec![vec![WordPattern::Regex(pattern.clone())]],
            _ => Vec::new(),
        };
        let people: Vec<Clause> = names
            .into_iter()
            .map(|words| self.within_length(at, words))
            .filter(|words| !words.is_empty())
            .map(|words| Clause::Person { field: def, words, only_this })
            .collect();
        if people.is_empty() {
            self.note(NoteKind::BadValue, at, format!("{} wants a name: left out", def.name));
        }
        any(people)
    }

    /// The days of a written date; a note where it is none or uncertain.
    fn days(&mut self, text: &str, at: &Spanned) -> Option<(Date, Date)> {
        match read_date(text, self.today) {
            Some(value) => {
                if let Some(doubt) = value.doubt {
                    self.note(NoteKind::ReadAs, at, doubt);
                }
                Some((value.first, value.last))
            }
            None => {
                let message = format!("{} is no date: nothing can match", brief(text));
                self.note(NoteKind::BadValue, at, message);
                None
            }
        }
    }

    /// The days from `first` to `last`, as far as there are any.
    fn span(&mut self, at: &Spanned, first: Option<Date>, last: Option<Date>) -> Clause {
        let (from, to) = (first.unwrap_or(FIRST_DAY), last.unwrap_or(LAST_DAY));
        if from > to || from > LAST_DAY || to < FIRST_DAY {
            self.note(NoteKind::BadValue, at, "there is no such day: nothing can match");
            return Clause::Nothing;
        }
        match (first, last) {
            (None, None) => find("date").map_or(Clause::Everything, Clause::Has),
            _ => Clause::Date { first, last },
        }
    }

    fn date(&mut self, at: &Spanned) -> Clause {
        let (first, last) = match &at.node {
            Node::Range { first, last } => (first.clone(), last.clone()),
            node => {
                let text = plain(node).unwrap_or_default().to_owned();
                let parts = if is_date(&text) { None } else { dashed(&text, is_date) };
                let Some((from, to)) = parts else {
                    let Some((from, to)) = self.days(&text, at) else { return Clause::Nothing };
                    return self.span(at, Some(from), Some(to));
                };
                self.note(NoteKind::ReadAs, at, format!("{text} is read as {from}..{to}"));
                let bound = |text: &str| Some(Bound { text: text.to_owned(), included: true });
                (bound(from), bound(to))
            }
        };
        let mut read = |bound: Option<Bound>| match bound {
            None => Some(None),
            Some(bound) => self.days(&bound.text, at).map(|days| Some((days, bound.included))),
        };
        let (Some(mut first), Some(mut last)) = (read(first), read(last)) else {
            return Clause::Nothing;
        };
        if let (Some(((from, _), _)), Some(((_, to), _))) = (first, last)
            && from > to
        {
            self.note(NoteKind::Repaired, at, "the range runs backwards and is turned round");
            std::mem::swap(&mut first, &mut last);
        }
        // After a span is after all of it.
        let after = |((from, to), included): ((Date, Date), bool)| {
            if included { from } else { to.checked_add(1.day()).unwrap_or(Date::MAX) }
        };
        let before = |((from, to), included): ((Date, Date), bool)| {
            if included { to } else { from.checked_sub(1.day()).unwrap_or(Date::MIN) }
        };
        self.span(at, first.map(after), last.map(before))
    }

    fn date_word(&mut self, at: &Spanned, word: &str) -> Clause {
        let Some(text) = plain(&at.node).map(str::to_owned) else {
            self.note(NoteKind::BadValue, at, format!("{word} wants one date: nothing can match"));
            return Clause::Nothing;
        };
        let Some((from, to)) = self.days(&text, at) else { return Clause::Nothing };
        let (first, last) = match word.to_ascii_lowercase().as_str() {
            "since" => (Some(from), None),
            "until" => (None, Some(to)),
            "after" => (Some(to.checked_add(1.day()).unwrap_or(Date::MAX)), None),
            "before" => (None, Some(from.checked_sub(1.day()).unwrap_or(Date::MIN))),
            _ => (Some(from), Some(to)),
        };
        self.span(at, first, last)
    }

    fn number(&mut self, at: &Spanned, def: &'static FieldDef) -> Clause {
        let read = |bound: &Option<Bound>| match bound {
            None => Some(None),
            Some(bound) => number(&bound.text).map(|number| Some((number, bound.included))),
        };
        let ends = match &at.node {
            Node::Range { first, last } => read(first).zip(read(last)),
            node => plain(node).and_then(|text| {
                let parts = dashed(text, |half| number(half).is_some());
                let (from, to) = match (number(text), parts) {
                    (Some(one), _) => (one, one),
                    (None, Some((from, to))) => {
                        let message = format!("{text} is read as {from}..{to}");
                        self.note(NoteKind::ReadAs, at, message);
                        (number(from)?, number(to)?)
                    }
                    (None, None) => return None,
                };
                Some((Some((from, true)), Some((to, true))))
            }),
        };
        let Some((mut first, mut last)) = ends else {
            let message = format!("{} wants a number: nothing can match", def.name);
            self.note(NoteKind::BadValue, at, message);
            return Clause::Nothing;
        };
        if first.zip(last).is_some_and(|((from, _), (to, _))| from > to) {
            self.note(NoteKind::Repaired, at, "the range runs backwards and is turned round");
            std::mem::swap(&mut first, &mut last);
        }
        let after = |(number, included)| {
            if included { Some(number) } else { u64::checked_add(number, 1) }
        };
        let before = |(number, included)| {
            if included { Some(number) } else { u64::checked_sub(number, 1) }
        };
        let (first, last) = match (first.map(after), last.map(before)) {
            (Some(None), _) | (_, Some(None)) => (Some(1), Some(0)),
            (first, last) => (first.flatten(), last.flatten()),
        };
        match (first, last) {
            (None, None) => Clause::Has(def),
            (Some(from), Some(to)) if from > to => {
                self.note(NoteKind::BadValue, at, "there is no such number: nothing can match");
                Clause::Nothing
            }
            _ => Clause::Number { field: def, first, last },
        }
    }
}

fn plain(node: &Node) -> Option<&str> {
    match node {
        Node::Word(text) | Node::Phrase { text, .. } | Node::Exact(text) => Some(text),
        _ => None,
    }
}

/// The regions whose names are nearest to one that none is called by.
fn nearest_regions(name: &str) -> Vec<&'static str> {
    let length = name.chars().count();
    let most = match length {
        0..=2 => 0,
        3..=4 => 1,
        5..=64 => 2,
        _ => return Vec::new(),
    };
    let wanted = letters(name);
    let mut nearest: Vec<(usize, &str)> = Regions::get()
        .names()
        .filter(|(known, _)| known.chars().count().abs_diff(length) <= most)
        // A letter changed takes one out of the set of letters and puts one in, at most.
        .filter(|(known, _)| (letters(known) ^ wanted).count_ones() as usize <= 2 * most)
        .map(|(known, node)| (edit_distance(name, known), node.name.as_str()))
        .filter(|(distance, _)| *distance <= most)
        .collect();
    nearest.sort_unstable();
    let least = nearest.first().map_or(0, |(distance, _)| *distance);
    let mut names: Vec<&str> = nearest
        .into_iter()
        .filter(|(distance, _)| *distance == least)
        .map(|(_, name)| name)
        .collect();
    names.dedup();
    names.truncate(3);
    names
}

/// The letters of `name` as a set.
fn letters(name: &str) -> u64 {
    name.chars().fold(0, |set, c| set | 1 << (u32::from(c) % 64))
}

/// Nothing where there are but question marks: they are punctuation.
fn without_marks(patterns: Vec<WordPattern>) -> Vec<WordPattern> {
    let mark = |pattern: &WordPattern| match pattern {
        WordPattern::Wildcard(marks) => marks.bytes().all(|byte| byte == b'?'),
        pattern => *pattern == WordPattern::Gap,
    };
    if patterns.iter().all(mark) { Vec::new() } else { patterns }
}

/// The beginning of what was typed, for a message.
fn brief(text: &str) -> String {
    shortened(text, 40)
}

/// `1200`, `1,200`, `1_200`, `12k`.
fn number(text: &str) -> Option<u64> {
    let digits: String =
        text.trim().chars().filter(|c| !matches!(c, ',' | '_' | '\u{a0}' | '\u{202f}')).collect();
    match digits.strip_suffix(['k', 'K']) {
        Some(thousands) => thousands.parse::<u64>().ok()?.checked_mul(1000),
        None => digits.parse().ok(),
    }
}

/// `2023-2024`: two values with a dash between, as ranges are written outside of queries.
fn dashed(text: &str, is_value: impl Fn(&str) -> bool) -> Option<(&str, &str)> {
    let (from, to) = text.split_once(['–', '—']).or_else(|| text.split_once('-'))?;
    (is_value(from) && is_value(to)).then_some((from, to))
}

/// The host of an address, or what was given for one.
fn host(value: &str) -> &str {
    let rest = value.split_once("://").map_or(value, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

/// The two halves of `Putin, Vladimir`; a comma between digits belongs to its number.
fn turned_round(name: &str) -> Option<(&str, &str)> {
    let (last, first) = name.split_once(',')?;
    let number = last.ends_with(|c: char| c.is_ascii_digit())
        && first.starts_with(|c: char| c.is_ascii_digit());
    (!number && !last.trim().is_empty() && !first.trim().is_empty()).then_some((last, first))
}

/// The words of a name; initials run together (`V.V. Putin`) are parted.
fn name_words(patterns: Vec<WordPattern>) -> Vec<WordPattern> {
    let mut found = Vec::with_capacity(patterns.len());
    for pattern in patterns {
        match pattern {
            WordPattern::Folded(word) if word.contains('.') => {
                let parts = word.split('.').filter(|part| !part.is_empty());
                found.extend(parts.map(|part| WordPattern::Folded(part.to_owned())));
            }
            WordPattern::Gap => {}
            other => found.push(other),
        }
    }
    found
}

fn joined(mut patterns: Vec<WordPattern>, slop: Option<u32>) -> Option<TextPart> {
    // A place at either end asks for nothing.
    while patterns.last() == Some(&WordPattern::Gap) {
        patterns.pop();
    }
    let gaps = patterns.iter().take_while(|pattern| **pattern == WordPattern::Gap).count();
    patterns.drain(..gaps);
    match patterns.len() {
        0 => None,
        1 => patterns.pop().map(TextPart::Word),
        _ => Some(TextPart::Phrase { words: patterns, slop }),
    }
}
