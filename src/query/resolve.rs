//! `tree → ResolvedQuery`: fields looked up, dates fixed, words cut and folded.

use dateline_index_schema::{FIELDS, FieldDef, FieldKind, find};
use jiff::ToSpan as _;
use jiff::civil::Date;

use super::ast::{Bound, Node, Spanned};
use super::dates::read_date;
use super::note::{Note, NoteKind};
use super::read_as::read_as;
use super::resolved::{Clause, TextPart, WordPattern};
use crate::text::{fold, pieces, words};

/// Names for the date that say which end of a range it is.
const DATE_WORDS: &[&str] = &["since", "until", "after", "before", "on"];

/// Whether `name:` is a field or one of the words for dates.
pub(crate) fn is_field(name: &str) -> bool {
    find(name).is_some() || DATE_WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The field whose name or alias is nearest to `name`.
pub(crate) fn nearest_field(name: &str) -> &'static str {
    let name = name.to_ascii_lowercase();
    FIELDS
        .iter()
        .flat_map(|def| std::iter::once(&def.name).chain(def.aliases))
        .min_by_key(|candidate| edit_distance(&name, candidate))
        .copied()
        .unwrap_or("title")
}

fn edit_distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// Settles a tree. `today` is the day that relative dates count from.
pub(crate) fn resolve(tree: &Spanned, today: Date, notes: &mut Vec<Note>) -> Clause {
    let mut resolver = Resolver { today, notes };
    resolver.clause(tree, Field::Default).unwrap_or(Clause::Everything)
}

/// The field that the values below a node belong to.
#[derive(Clone, Copy)]
enum Field<'q> {
    Default,
    Declared { def: &'static FieldDef, only_this: bool },
    DateWord(&'q str),
}

struct Resolver<'n> {
    today: Date,
    notes: &'n mut Vec<Note>,
}

impl Resolver<'_> {
    fn note(&mut self, kind: NoteKind, at: &Spanned, text: impl Into<String>) {
        self.notes.push(Note { kind, start: at.start, end: at.end, text: text.into() });
    }

    /// The condition of a node; `None` where nothing is left of it.
    fn clause(&mut self, at: &Spanned, field: Field<'_>) -> Option<Clause> {
        match &at.node {
            Node::Juxta(parts) => self.all(parts, field, true),
            Node::And(parts) => self.all(parts, field, false),
            Node::Or(parts) | Node::List(parts) => self.any(parts, field),
            Node::Not(inner) => Some(Clause::Not(Box::new(self.clause(inner, field)?))),
            Node::AtLeast { count, of } => {
                Some(Clause::AtLeast { count: *count, of: Box::new(self.clause(of, field)?) })
            }
            Node::Boost { by, of } => {
                Some(Clause::Boost { by: *by, of: Box::new(self.clause(of, field)?) })
            }
            Node::Field { name, only_this, value } => {
                if !matches!(field, Field::Default) {
                    self.note(
                        NoteKind::Repaired,
                        at,
                        format!("a field inside a field: {name}: counts"),
                    );
                }
                let inner = match find(name) {
                    Some(def) => Field::Declared { def, only_this: *only_this },
                    None => Field::DateWord(name),
                };
                self.clause(value, inner)
            }
            Node::Near { parts, distance, ordered } => {
                self.near(at, parts, *distance, *ordered, field)
            }
            _ => self.value(at, field),
        }
    }

    fn all(&mut self, parts: &[Spanned], field: Field<'_>, side_by_side: bool) -> Option<Clause> {
        let mut clauses: Vec<Clause> =
            parts.iter().filter_map(|part| self.clause(part, field)).collect();
        match clauses.len() {
            0 => None,
            1 => clauses.pop(),
            _ => Some(Clause::All { clauses, side_by_side }),
        }
    }

    fn any(&mut self, parts: &[Spanned], field: Field<'_>) -> Option<Clause> {
        let mut clauses: Vec<Clause> =
            parts.iter().filter_map(|part| self.clause(part, field)).collect();
        match clauses.len() {
            0 => None,
            1 => clauses.pop(),
            _ => Some(Clause::Any(clauses)),
        }
    }

    fn near(
        &mut self,
        at: &Spanned,
        parts: &[Spanned],
        distance: u32,
        ordered: bool,
        field: Field<'_>,
    ) -> Option<Clause> {
        let clauses: Vec<Clause> =
            parts.iter().filter_map(|part| self.clause(part, field)).collect();
        let texts: Option<Vec<TextPart>> = clauses.iter().map(text_part).collect();
        match texts {
            Some(mut parts) if parts.len() > 1 => {
                let field = match field {
                    Field::Declared { def, .. } => Some(def),
                    _ => None,
                };
                let part = TextPart::Near { parts: std::mem::take(&mut parts), distance, ordered };
                Some(Clause::Text { field, part })
            }
            _ => {
                self.note(
                    NoteKind::Repaired,
                    at,
                    "only words and phrases can be near each other: read as AND",
                );
                match clauses.len() {
                    0 => None,
                    1 => clauses.into_iter().next(),
                    _ => Some(Clause::All { clauses, side_by_side: false }),
                }
            }
        }
    }

    /// One value in its field.
    fn value(&mut self, at: &Spanned, field: Field<'_>) -> Option<Clause> {
        let (def, only_this) = match field {
            Field::Default => (None, false),
            Field::Declared { def, only_this } => (Some(def), only_this),
            Field::DateWord(word) => return Some(self.date_word(at, word)),
        };
        if matches!(at.node, Node::Everything) {
            return Some(match def {
                None => Clause::Everything,
                Some(def) if def.kind == FieldKind::Presence => Clause::Everything,
                Some(def) => Clause::Has(def),
            });
        }
        let Some(def) = def else { return self.text(at, None) };
        if plain(&at.node).is_some_and(|text| text == "missing")
            && !matches!(def.kind, FieldKind::Text | FieldKind::Person)
        {
            return Some(Clause::Not(Box::new(Clause::Has(def))));
        }
        match def.kind {
            FieldKind::Text => self.text(at, Some(def)),
            FieldKind::Person => self.person(at, def, only_this),
            FieldKind::Region => {
                let name = self.plain_value(at, def)?;
                let name: Vec<String> =
                    words(&name).map(|span| fold(&name[span]).into_owned()).collect();
                Some(Clause::Region { name: name.join(" "), only_this })
            }
            FieldKind::Date => Some(self.date(at)),
            FieldKind::Number => Some(self.number(at, def)),
            FieldKind::Keyword => {
                let value = match self.pattern_value(at) {
                    Some(pattern) => pattern,
                    None => {
                        WordPattern::Folded(fold(self.plain_value(at, def)?.trim()).into_owned())
                    }
                };
                Some(Clause::Keyword { field: def, value })
            }
            _ => {
                let name = self.plain_value(at, def)?;
                let Some(named) = find(&name) else {
                    let nearest = nearest_field(&name);
                    self.note(
                        NoteKind::BadValue,
                        at,
                        format!("there is no field {name} (did you mean {nearest}?)"),
                    );
                    return Some(Clause::Nothing);
                };
                let has = Clause::Has(named);
                Some(if def.name == "missing" { Clause::Not(Box::new(has)) } else { has })
            }
        }
    }

    fn plain_value(&mut self, at: &Spanned, def: &FieldDef) -> Option<String> {
        let value = plain(&at.node).map(str::to_owned);
        if value.is_none() {
            self.note(
                NoteKind::BadValue,
                at,
                format!("{} wants a plain value: left out", def.name),
            );
        }
        value
    }

    fn pattern_value(&mut self, at: &Spanned) -> Option<WordPattern> {
        match &at.node {
            Node::Word(text) if text.contains(['*', '?']) => {
                Some(WordPattern::Wildcard(fold(text).into_owned()))
            }
            Node::Fuzzy { text, edits } => Some(fuzzy(text, *edits)),
            Node::Regex(pattern) => Some(WordPattern::Regex(pattern.clone())),
            _ => None,
        }
    }

    fn text(&mut self, at: &Spanned, field: Option<&'static FieldDef>) -> Option<Clause> {
        let part = match &at.node {
            Node::Regex(pattern) => TextPart::Word(WordPattern::Regex(pattern.clone())),
            Node::Exact(text) => joined(
                pieces(text)
                    .into_iter()
                    .map(|span| WordPattern::Exact(text[span].to_owned()))
                    .collect(),
                None,
            )?,
            Node::Fuzzy { text, edits } => {
                let mut parts: Vec<WordPattern> = cut(text, WordPattern::Folded);
                match parts.len() {
                    0 => return self.dropped(at, text),
                    1 => parts = vec![fuzzy(text, *edits)],
                    _ => {}
                }
                joined(parts, None)?
            }
            Node::Word(text) => {
                let single = pieces(text).len() == 1;
                let make = if single { WordPattern::Stemmed } else { WordPattern::Folded };
                match joined(cut(text, make), None) {
                    Some(part) => part,
                    None => return self.dropped(at, text),
                }
            }
            Node::Phrase { text, slop } => {
                let mut parts = cut(text, WordPattern::Folded);
                while parts.last() == Some(&WordPattern::Gap) {
                    parts.pop();
                }
                let from = parts.iter().take_while(|part| **part == WordPattern::Gap).count();
                parts.drain(..from);
                match joined(parts, *slop) {
                    Some(part) => part,
                    None => return self.dropped(at, text),
                }
            }
            Node::Range { .. } => {
                let name = field.map_or("text", |def| def.name);
                self.note(
                    NoteKind::BadValue,
                    at,
                    format!("{name} holds words and has no ranges: left out"),
                );
                return None;
            }
            _ => return None,
        };
        Some(Clause::Text { field, part })
    }

    fn dropped(&mut self, at: &Spanned, text: &str) -> Option<Clause> {
        let shown: String = text.chars().take(40).collect();
        self.note(
            NoteKind::Repaired,
            at,
            format!("{shown} has no word to look for and is left out"),
        );
        None
    }

    fn person(&mut self, at: &Spanned, def: &'static FieldDef, only_this: bool) -> Option<Clause> {
        let words = match &at.node {
            Node::Word(text) | Node::Phrase { text, .. } | Node::Exact(text) => {
                // `Putin, Vladimir`
                let turned = match text.split_once(',') {
                    Some((last, first)) if !first.trim().is_empty() => format!("{first} {last}"),
                    _ => text.clone(),
                };
                let mut patterns = Vec::new();
                for pattern in cut(&turned, WordPattern::Folded) {
                    match pattern {
                        // Initials run together: `V.V. Putin`.
                        WordPattern::Folded(word) if word.contains('.') => {
                            let initials = word.split('.').filter(|part| !part.is_empty());
                            patterns
                                .extend(initials.map(|part| WordPattern::Folded(part.to_owned())));
                        }
                        WordPattern::Gap => {}
                        other => patterns.push(other),
                    }
                }
                patterns
            }
            _ => self.pattern_value(at).into_iter().collect(),
        };
        if words.is_empty() {
            self.note(NoteKind::BadValue, at, format!("{} wants a name: left out", def.name));
            return None;
        }
        Some(Clause::Person { field: def, words, only_this })
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
                self.note(NoteKind::BadValue, at, format!("{text} is no date: nothing can match"));
                None
            }
        }
    }

    fn date(&mut self, at: &Spanned) -> Clause {
        let (first, last) = match &at.node {
            Node::Range { first, last } => {
                let mut ends = (None, None);
                if let Some(bound) = first {
                    let Some((from, to)) = self.days(&bound.text, at) else {
                        return Clause::Nothing;
                    };
                    // After a span is after all of it.
                    ends.0 = if bound.included { Some(from) } else { to.checked_add(1.day()).ok() };
                }
                if let Some(bound) = last {
                    let Some((from, to)) = self.days(&bound.text, at) else {
                        return Clause::Nothing;
                    };
                    ends.1 = if bound.included { Some(to) } else { from.checked_sub(1.day()).ok() };
                }
                ends
            }
            node => {
                let text = plain(node).unwrap_or_default().to_owned();
                let Some((from, to)) = self.days(&text, at) else { return Clause::Nothing };
                (Some(from), Some(to))
            }
        };
        if let (Some(from), Some(to)) = (first, last)
            && from > to
        {
            self.note(NoteKind::Repaired, at, "the range runs backwards and is turned round");
            return self.turned_round(at);
        }
        Clause::Date { first, last }
    }

    fn turned_round(&mut self, at: &Spanned) -> Clause {
        let Node::Range { first: Some(a), last: Some(b) } = &at.node else {
            return Clause::Nothing;
        };
        let first = read_date(&b.text, self.today).map(|value| value.first);
        let last = read_date(&a.text, self.today).map(|value| value.last);
        Clause::Date { first, last }
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
            "after" => (to.checked_add(1.day()).ok(), None),
            "before" => (None, from.checked_sub(1.day()).ok()),
            _ => (Some(from), Some(to)),
        };
        Clause::Date { first, last }
    }

    fn number(&mut self, at: &Spanned, def: &'static FieldDef) -> Clause {
        let read = |bound: &Option<Bound>| match bound {
            None => Some(None),
            Some(bound) => {
                bound.text.parse::<u64>().ok().map(|number| Some((number, bound.included)))
            }
        };
        let ends = match &at.node {
            Node::Range { first, last } => read(first).zip(read(last)),
            node => plain(node)
                .and_then(|text| text.parse::<u64>().ok())
                .map(|n| (Some((n, true)), Some((n, true)))),
        };
        let Some((first, last)) = ends else {
            self.note(
                NoteKind::BadValue,
                at,
                format!("{} wants a number: nothing can match", def.name),
            );
            return Clause::Nothing;
        };
        let first = first
            .map(|(number, included)| if included { number } else { number.saturating_add(1) });
        let last =
            last.map(|(number, included)| if included { number } else { number.saturating_sub(1) });
        Clause::Number { field: def, first, last }
    }
}

fn plain(node: &Node) -> Option<&str> {
    match node {
        Node::Word(text) | Node::Phrase { text, .. } | Node::Exact(text) => Some(text),
        _ => None,
    }
}

fn fuzzy(text: &str, edits: Option<u8>) -> WordPattern {
    let word = fold(text).into_owned();
    // In a short word two edits make another word.
    let edits = edits.unwrap_or(if word.chars().count() <= 5 { 1 } else { 2 });
    WordPattern::Fuzzy { word, edits }
}

/// Cuts typed text into words as the index does; `*` and `?` belong to their word.
fn cut(text: &str, make: fn(String) -> WordPattern) -> Vec<WordPattern> {
    let mut patterns = Vec::new();
    for piece in text.split_whitespace() {
        if piece == "*" {
            patterns.push(WordPattern::Gap);
            continue;
        }
        if !piece.contains(['*', '?']) {
            let folded = pieces(piece).into_iter().map(|span| fold(&piece[span]).into_owned());
            patterns.extend(folded.map(make));
            continue;
        }
        // A wild card is a letter to the cutter, so that the word around it stays whole.
        let stood_in = piece.replace('*', "\u{10330}").replace('?', "\u{10331}");
        for span in pieces(&stood_in) {
            let folded = fold(&stood_in[span]).replace('\u{10330}', "*").replace('\u{10331}', "?");
            if folded.chars().all(|c| c == '*') {
                patterns.push(WordPattern::Gap);
            } else if folded.contains(['*', '?']) {
                patterns.push(WordPattern::Wildcard(folded));
            } else {
                patterns.push(make(folded));
            }
        }
    }
    patterns
}

fn joined(mut patterns: Vec<WordPattern>, slop: Option<u32>) -> Option<TextPart> {
    match patterns.len() {
        0 => None,
        1 => patterns.pop().filter(|pattern| *pattern != WordPattern::Gap).map(TextPart::Word),
        _ => Some(TextPart::Phrase { words: patterns, slop }),
    }
}

/// A condition as a part of a condition on places, where it is one on text.
fn text_part(clause: &Clause) -> Option<TextPart> {
    match clause {
        Clause::Text { part, .. } => Some(part.clone()),
        Clause::Any(clauses) => {
            clauses.iter().map(text_part).collect::<Option<Vec<_>>>().map(TextPart::Any)
        }
        _ => None,
    }
}

/// The reading of `clause` in words.
pub(crate) fn reading(clause: &Clause) -> String {
    read_as(clause)
}
