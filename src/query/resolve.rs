//! `tree → ResolvedQuery`: fields looked up, dates fixed, words cut and folded. What stands in a
//! field is settled in `settle.rs`.
//!
//! Invariant: a condition that was resolved, written by `read_as.rs`, read and resolved again is
//! the same condition, but for whether its words were written side by side.

use dateline_index_schema::{FIELDS, FieldDef, find};
use jiff::civil::Date;

use super::ast::{Node, Spanned};
use super::note::{Note, NoteKind, Notes};
use super::resolved::{Clause, TextPart, WordPattern};

/// Names for the date that say which end of a range it is.
const DATE_WORDS: &[&str] = &["since", "until", "after", "before", "on"];

/// What other services call fields that are found under another name here.
const ELSEWHERE: &[(&str, &str)] = &[
    ("from", "since"),
    ("to", "until"),
    ("newer", "since"),
    ("newer_than", "since"),
    ("older", "before"),
    ("older_than", "before"),
    ("year", "date"),
    ("month", "date"),
    ("day", "date"),
    ("published", "date"),
    ("pubdate", "date"),
    ("intitle", "title"),
    ("allintitle", "title"),
    ("subject", "title"),
    ("hlead", "title"),
    ("intext", "body"),
    ("inbody", "body"),
    ("content", "body"),
    ("inurl", "url"),
    ("filetype", "ext"),
    ("name", "people"),
    ("mentions", "people"),
    ("location", "region"),
    ("journal", "source"),
    ("newspaper", "source"),
    ("paper", "source"),
    ("agency", "source"),
    ("host", "site"),
    ("domain", "site"),
    ("size", "words"),
];

/// Most conditions on one another; the reading of such a query is itself within the parser's
/// limit.
const MAX_LEVELS: usize = 56;

/// Most wildcards, fuzzy words and regular expressions of one query: each goes through the
/// dictionary of the index, some 50 ms for a million words where it begins with a star.
const MAX_PATTERNS: usize = 64;

/// Most combinations that groups of words near each other are spread to.
const MAX_NEAR: usize = 64;

/// Whether `name:` is a field or one of the words for dates.
pub(crate) fn is_field(name: &str) -> bool {
    find(name).is_some() || DATE_WORDS.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// The field whose name or alias is nearest to `name`.
pub(crate) fn nearest_field(name: &str) -> &'static str {
    // Longer than any name: what follows could not make it nearer to one.
    let name: String = name.chars().take(64).collect::<String>().to_ascii_lowercase();
    if let Some((_, here)) = ELSEWHERE.iter().find(|(there, _)| *there == name) {
        return here;
    }
    let names = FIELDS.iter().flat_map(|def| std::iter::once(&def.name).chain(def.aliases));
    names
        .chain(DATE_WORDS)
        .min_by_key(|candidate| edit_distance(&name, candidate))
        .copied()
        .unwrap_or("title")
}

/// Number of letters to put in, take out, change or swap with their neighbours.
pub(super) fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut next = vec![i + 1; b.len() + 1];
        for j in 0..b.len() {
            let changed = row[j] + usize::from(a[i] != b[j]);
            next[j + 1] = changed.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                next[j + 1] = next[j + 1].min(before[j - 1] + 1);
            }
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

/// Settles a tree. `today` is the day that relative dates count from.
pub(crate) fn resolve(tree: &Spanned, today: Date, notes: &mut Vec<Note>) -> Clause {
    let mut resolver = Resolver { today, notes: Notes::default(), unknown_regions: 0 };
    let mut clause = resolver.clause(tree, Field::Default).unwrap_or(Clause::Everything);
    let mut left = Left { patterns: MAX_PATTERNS, deep: false, many: false };
    prune(&mut clause, MAX_LEVELS, &mut left);
    if left.deep {
        let text = format!("conditions more than {MAX_LEVELS} deep find nothing");
        resolver.note(NoteKind::Limit, tree, text);
    }
    if left.many {
        let text = format!(
            "only the first {MAX_PATTERNS} wildcards, fuzzy words and patterns count; conditions \
             with more find nothing"
        );
        resolver.note(NoteKind::Limit, tree, text);
    }
    notes.extend(resolver.notes.list());
    clause
}

/// What a query may still have, and what it had too much of.
struct Left {
    patterns: usize,
    deep: bool,
    many: bool,
}

/// Cuts off what stands deeper than so many levels, and conditions with more patterns than are
/// left; whether there was any.
fn prune(clause: &mut Clause, levels: usize, left: &mut Left) -> bool {
    let inner = match clause {
        Clause::All { clauses, .. } | Clause::Any(clauses) => clauses.as_mut_slice(),
        Clause::Not(of) | Clause::AtLeast { of, .. } | Clause::Boost { of, .. } => {
            std::slice::from_mut(of.as_mut())
        }
        _ => {
            let (deep, patterns) = match &*clause {
                Clause::Text { part, .. } => (depth(part) > levels, patterns(part)),
                Clause::Person { words, .. } => (false, words.iter().filter(is_pattern).count()),
                Clause::Keyword { value, .. } => (false, usize::from(is_pattern(&value))),
                _ => return false,
            };
            let many = patterns > left.patterns;
            left.deep |= deep;
            left.many |= many;
            if deep || many {
                *clause = Clause::Nothing;
            } else {
                left.patterns -= patterns;
            }
            return deep || many;
        }
    };
    if levels == 0 {
        left.deep = true;
        *clause = Clause::Nothing;
        return true;
    }
    let mut cut = false;
    for clause in inner {
        cut |= prune(clause, levels - 1, left);
    }
    // What is left is written as it would be resolved.
    match clause {
        Clause::AtLeast { of, .. } if cut && !has_text(of) => {
            *clause = std::mem::replace(of, Clause::Nothing);
        }
        Clause::Not(of) if cut => *clause = not(std::mem::replace(of, Clause::Nothing)),
        _ => {}
    }
    cut
}

fn depth(part: &TextPart) -> usize {
    match part {
        TextPart::Any(parts) | TextPart::Near { parts, .. } => {
            1 + parts.iter().map(depth).max().unwrap_or_default()
        }
        _ => 0,
    }
}

fn patterns(part: &TextPart) -> usize {
    match part {
        TextPart::Word(word) => usize::from(is_pattern(&word)),
        TextPart::Phrase { words, .. } => words.iter().filter(is_pattern).count(),
        TextPart::Any(parts) | TextPart::Near { parts, .. } => parts.iter().map(patterns).sum(),
    }
}

/// Whether the dictionary of the index has to be gone through for a word.
fn is_pattern(word: &&WordPattern) -> bool {
    matches!(word, WordPattern::Wildcard(_) | WordPattern::Fuzzy { .. } | WordPattern::Regex(_))
}

/// The field that the values below a node belong to.
#[derive(Clone, Copy)]
pub(super) enum Field<'q> {
    Default,
    Declared { def: &'static FieldDef, only_this: bool },
    DateWord(&'q str),
}

pub(super) struct Resolver {
    pub(super) today: Date,
    notes: Notes,
    /// Unknown regions that the nearest names have been looked for, up to now.
    pub(super) unknown_regions: usize,
}

impl Resolver {
    pub(super) fn note(&mut self, kind: NoteKind, at: &Spanned, text: impl Into<String>) {
        self.notes.push(Note { kind, start: at.start, end: at.end, text: text.into() });
    }

    /// The condition of a node; `None` where nothing is left of it.
    fn clause(&mut self, at: &Spanned, field: Field<'_>) -> Option<Clause> {
        match &at.node {
            Node::Juxta(parts) => self.side_by_side(parts, field),
            Node::And(parts) => all(self.clauses(parts, field), false),
            Node::Or(parts) | Node::List(parts) => any(self.clauses(parts, field)),
            Node::Not(inner) => Some(not(self.clause(inner, field)?)),
            Node::Required(inner) => self.clause(inner, field),
            Node::AtLeast { count, of } => self.at_least(at, *count, of, field),
            Node::Boost { by, of } => {
                Some(Clause::Boost { by: *by, of: Box::new(self.clause(of, field)?) })
            }
            Node::Field { name, only_this, value } => {
                if !matches!(field, Field::Default) {
                    let message = format!("a field inside a field: {name}: counts");
                    self.note(NoteKind::Repaired, at, message);
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

    fn clauses(&mut self, parts: &[Spanned], field: Field<'_>) -> Vec<Clause> {
        parts.iter().filter_map(|part| self.clause(part, field)).collect()
    }

    /// What is written side by side may be loosened to any of it, but for what has a `+`.
    fn side_by_side(&mut self, parts: &[Spanned], field: Field<'_>) -> Option<Clause> {
        let required = |part: &&Spanned| matches!(part.node, Node::Required(_));
        if !parts.iter().any(|part| required(&part)) {
            return all(self.clauses(parts, field), true);
        }
        let mut clauses = Vec::new();
        let mut others = Vec::new();
        for part in parts {
            let clause = self.clause(part, field);
            if required(&part) { clauses.extend(clause) } else { others.extend(clause) }
        }
        clauses.extend(all(others, true));
        all(clauses, false)
    }

    fn at_least(
        &mut self,
        at: &Spanned,
        count: u32,
        of: &Spanned,
        field: Field<'_>,
    ) -> Option<Clause> {
        let of = self.clause(of, field)?;
        if !has_text(&of) {
            let message = "only words and phrases can be counted: read without atleast";
            self.note(NoteKind::Repaired, at, message);
            return Some(of);
        }
        // Any of several words is counted together.
        let of = match &of {
            Clause::Any(_) => match place_part(&of) {
                Some((field, part)) => Clause::Text { field, part },
                None => of,
            },
            _ => of,
        };
        Some(Clause::AtLeast { count, of: Box::new(of) })
    }

    fn near(
        &mut self,
        at: &Spanned,
        parts: &[Spanned],
        distance: u32,
        ordered: bool,
        field: Field<'_>,
    ) -> Option<Clause> {
        let mut clauses = self.clauses(parts, field);
        for clause in &mut clauses {
            while let Clause::Boost { of, .. } = clause {
                let message = "a weight within words near each other is left out";
                self.note(NoteKind::Repaired, at, message);
                *clause = std::mem::replace(of, Clause::Nothing);
            }
        }
        // `a w/5 (b c)` is a near b, and a near c.
        let choices: Vec<&[Clause]> = clauses
            .iter()
            .map(|clause| match clause {
                Clause::All { clauses, .. } => clauses.as_slice(),
                _ => std::slice::from_ref(clause),
            })
            .collect();
        let combinations = choices.iter().map(|choice| choice.len()).fold(1, usize::saturating_mul);
        let near = if clauses.len() > 1 && combinations <= MAX_NEAR {
            spread(&choices)
                .iter()
                .map(|parts| near_clause(parts, distance, ordered))
                .collect::<Option<Vec<Clause>>>()
        } else {
            None
        };
        if let Some(near) = near {
            if near.len() > 1 {
                self.note(NoteKind::ReadAs, at, "");
            }
            return all(near, false);
        }
        let message = "only words and phrases of one field can be near each other: read as AND";
        self.note(NoteKind::Repaired, at, message);
        all(clauses, false)
    }
}

/// Every way to take one of each.
fn spread<'c>(choices: &[&'c [Clause]]) -> Vec<Vec<&'c Clause>> {
    let mut found: Vec<Vec<&Clause>> = vec![Vec::new()];
    for choice in choices {
        found = found
            .iter()
            .flat_map(|before| {
                choice.iter().map(|next| {
                    let mut parts = before.clone();
                    parts.push(next);
                    parts
                })
            })
            .collect();
    }
    found
}

fn near_clause(clauses: &[&Clause], distance: u32, ordered: bool) -> Option<Clause> {
    let mut parts = Vec::with_capacity(clauses.len());
    let mut fields = Vec::with_capacity(clauses.len());
    for clause in clauses {
        let (field, part) = place_part(clause)?;
        fields.push(field);
        parts.push(part);
    }
    let field = *fields.first()?;
    (fields.iter().all(|other| *other == field))
        .then_some(Clause::Text { field, part: TextPart::Near { parts, distance, ordered } })
}

/// A condition as a part of a condition on places, with its field, where it is one on text of one
/// field.
fn place_part(clause: &Clause) -> Option<(Option<&'static FieldDef>, TextPart)> {
    match clause {
        Clause::Text { field, part } => Some((*field, part.clone())),
        Clause::Any(clauses) => {
            let parts: Vec<_> = clauses.iter().map(place_part).collect::<Option<_>>()?;
            let field = parts.first()?.0;
            parts
                .iter()
                .all(|(other, _)| *other == field)
                .then(|| (field, TextPart::Any(parts.into_iter().map(|(_, part)| part).collect())))
        }
        _ => None,
    }
}

fn has_text(clause: &Clause) -> bool {
    match clause {
        Clause::Text { .. } => true,
        Clause::All { clauses, .. } | Clause::Any(clauses) => clauses.iter().any(has_text),
        Clause::Not(of) | Clause::AtLeast { of, .. } | Clause::Boost { of, .. } => has_text(of),
        _ => false,
    }
}

fn all(mut clauses: Vec<Clause>, side_by_side: bool) -> Option<Clause> {
    match clauses.len() {
        0 => None,
        1 => clauses.pop(),
        _ => Some(Clause::All { clauses, side_by_side }),
    }
}

pub(super) fn any(mut clauses: Vec<Clause>) -> Option<Clause> {
    match clauses.len() {
        0 => None,
        1 => clauses.pop(),
        _ => Some(Clause::Any(clauses)),
    }
}

pub(super) fn not(clause: Clause) -> Clause {
    match clause {
        Clause::Not(inner) => *inner,
        Clause::Everything => Clause::Nothing,
        Clause::Nothing => Clause::Everything,
        other => Clause::Not(Box::new(other)),
    }
}
