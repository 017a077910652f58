//! `ResolvedQuery → tantivy query`: the one place where the query language meets the engine.
//!
//! It is handed the open index, because what a word stands for depends on which words and
//! languages are in it. Besides the query it yields what a snippet has to mark. How conditions are
//! joined is here; words are in `text.rs`, all other values in `values.rs`.

mod text;
mod values;

use std::collections::HashMap;

use dateline_index_schema::FieldDef;
use tantivy::query::{BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

use super::expand::Expander;
use super::note::{Note, NoteKind};
use super::ranking::{Ranking, Unit};
use super::resolved::Clause;
use super::spans::SpanNode;
use crate::error::Result;
use crate::index::schema::{HAS_ARTICLE, IndexFields};
use crate::names::NameBook;

/// A query as the engine executes it.
pub(crate) struct Lowered {
    pub query: Box<dyn Query>,
    /// What tells better matches from worse ones, in the order typed: words, phrases, nearness.
    pub units: Vec<Unit>,
    pub highlights: Vec<Highlight>,
    pub notes: Vec<Note>,
}

/// What a snippet marks.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Highlight {
    /// Words in some parts of the article.
    Words {
        parts: HighlightParts,
        /// The folded words of each leaf.
        leaves: Vec<Vec<String>>,
        node: SpanNode,
        /// As [`Unit::worth`].
        worth: f32,
        /// Least number of places over all parts.
        least: u32,
    },
    /// Where people of the field `field` are named.
    Person {
        field: &'static str,
        /// What has to stand in a form of the name.
        leaves: Vec<Vec<String>>,
        node: SpanNode,
        /// Whole names and spellings that will do as well.
        others: Vec<String>,
        /// The one whole name that will do.
        only: Option<String>,
    },
    /// What says that the article is of one of these regions.
    Region {
        ids: Vec<String>,
        /// Whether what lies below them will do.
        below: bool,
    },
}

/// The parts of an article in which a condition is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HighlightParts {
    pub title: bool,
    pub body: bool,
    /// The lead alone of the body.
    pub lead: bool,
    pub caption: bool,
    /// The field, where it is none of these.
    pub value: Option<&'static str>,
}

impl HighlightParts {
    fn of(field: Option<&FieldDef>) -> HighlightParts {
        let name = field.map(|def| def.name);
        HighlightParts {
            title: matches!(name, None | Some("title")),
            body: matches!(name, None | Some("body")),
            lead: name == Some("lead"),
            caption: matches!(name, None | Some("caption")),
            value: name.filter(|name| !matches!(*name, "title" | "body" | "lead" | "caption")),
        }
    }
}

/// Lowers `clause` for the index that `searcher` reads, whose articles are in `languages`.
pub(crate) fn lower(
    clause: &Clause,
    searcher: &Searcher,
    fields: &IndexFields,
    languages: &[String],
    names: &NameBook,
    ranking: &Ranking,
) -> Result<Lowered> {
    let expander = Expander::new(searcher, languages);
    let mut lowering = Lowering {
        searcher,
        fields,
        names,
        ranking,
        expander,
        highlights: Vec::new(),
        notes: Vec::new(),
        units: Vec::new(),
        mean_lengths: HashMap::new(),
    };
    let query = lowering.clause(clause, Mode { marked: true, least: 1, boost: 1.0 })?;
    let Lowering { highlights, notes, units, .. } = lowering;
    Ok(Lowered { query, units, highlights, notes })
}

struct Lowering<'a> {
    searcher: &'a Searcher,
    fields: &'a IndexFields,
    names: &'a NameBook,
    ranking: &'a Ranking,
    expander: Expander<'a>,
    highlights: Vec<Highlight>,
    notes: Vec<Note>,
    units: Vec<Unit>,
    /// Mean length of the fields asked for up to now.
    mean_lengths: HashMap<&'static str, f32>,
}

/// How a clause is meant by those around it.
#[derive(Clone, Copy)]
struct Mode {
    /// Whether its matches are marked: not below a negation.
    marked: bool,
    /// Least number of places.
    least: u32,
    /// What its score is multiplied by.
    boost: f32,
}

type BoxedQuery = Box<dyn Query>;

impl Lowering<'_> {
    fn clause(&mut self, clause: &Clause, mode: Mode) -> Result<BoxedQuery> {
        match clause {
            Clause::Everything => Ok(self.everything()),
            Clause::Nothing => Ok(Box::new(EmptyQuery)),
            Clause::All { clauses, .. } => self.all(clauses, mode),
            Clause::Any(clauses) => self.any(clauses, mode),
            Clause::Not(_) => self.all(std::slice::from_ref(clause), mode),
            Clause::Text { field, part } => {
                let unit = self.unit(*field, part, mode)?;
                Ok(self.unit_query(unit))
            }
            Clause::Person { field, words, only_this } => {
                self.person(field, words, *only_this, mode)
            }
            Clause::Region { name, only_this } => Ok(self.region(name, *only_this, mode)),
            Clause::Date { first, last } => Ok(self.date(*first, *last)),
            Clause::Number { field, first, last } => Ok(self.number(field, *first, *last)),
            Clause::Keyword { field, value } => self.keyword(field, value),
            Clause::Has(field) => Ok(self.has(field.name)),
            Clause::AtLeast { count, of } => {
                self.clause(of, Mode { least: (*count).max(1), ..mode })
            }
            Clause::Boost { by, of } => self.clause(of, Mode { boost: mode.boost * by, ..mode }),
        }
    }

    fn has(&self, name: &str) -> BoxedQuery {
        filter(TermQuery::new(
            Term::from_field_text(self.fields.has, name),
            IndexRecordOption::Basic,
        ))
    }

    fn everything(&self) -> BoxedQuery {
        self.has(HAS_ARTICLE)
    }

    fn all(&mut self, clauses: &[Clause], mode: Mode) -> Result<BoxedQuery> {
        let mut lowered = Vec::with_capacity(clauses.len());
        let mut words = Vec::new();
        for clause in clauses {
            if let Clause::Not(inner) = clause {
                let query = self.clause(inner, Mode { marked: false, ..mode })?;
                lowered.push((Occur::MustNot, query));
                continue;
            }
            match self.word(clause, mode)? {
                Some(unit) if unit.is_word() => words.push(unit),
                Some(unit) => lowered.push((Occur::Must, self.unit_query(unit))),
                None => lowered.push((Occur::Must, self.clause(clause, mode)?)),
            }
        }
        if !words.is_empty() {
            lowered.push((Occur::Must, self.words_query(words, true)));
        }
        // The engine finds nothing for negatives alone.
        if lowered.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            lowered.push((Occur::Must, self.everything()));
        }
        Ok(match lowered.len() {
            1 => lowered.remove(0).1,
            _ => Box::new(BooleanQuery::new(lowered)),
        })
    }

    fn any(&mut self, clauses: &[Clause], mode: Mode) -> Result<BoxedQuery> {
        let mut lowered = Vec::with_capacity(clauses.len());
        let mut words = Vec::new();
        for clause in clauses {
            match self.word(clause, mode)? {
                Some(unit) if unit.is_word() => words.push(unit),
                Some(unit) => lowered.push(self.unit_query(unit)),
                None => lowered.push(self.clause(clause, mode)?),
            }
        }
        if !words.is_empty() {
            lowered.push(self.words_query(words, false));
        }
        Ok(match lowered.len() {
            1 => lowered.remove(0),
            _ => Box::new(BooleanQuery::union(lowered)),
        })
    }

    /// `clause` as a unit, where it is a word.
    fn word(&mut self, clause: &Clause, mode: Mode) -> Result<Option<Unit>> {
        match clause {
            Clause::Text { field, part } if part.is_word() && mode.least <= 1 => {
                self.unit(*field, part, mode).map(Some)
            }
            Clause::Boost { by, of } => self.word(of, Mode { boost: mode.boost * by, ..mode }),
            _ => Ok(None),
        }
    }

    fn note(&mut self, kind: NoteKind, text: String) {
        if !self.notes.iter().any(|note| note.text == text) {
            self.notes.push(Note { kind, start: 0, end: 0, text });
        }
    }
}

/// A condition that lets through and does not score.
fn filter(query: impl Query) -> BoxedQuery {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

/// The same condition with its bare words loosened from all to any; `None` when it has fewer
/// than two that were written side by side.
pub(crate) fn any_of_bare_words(clause: &Clause) -> Option<Clause> {
    match clause {
        Clause::All { clauses, side_by_side: true } => {
            let bare = |clause: &&Clause| matches!(clause, Clause::Text { field: None, .. });
            let words: Vec<Clause> = clauses.iter().filter(bare).cloned().collect();
            if words.len() < 2 {
                return None;
            }
            let mut loosened: Vec<Clause> =
                clauses.iter().filter(|clause| !bare(clause)).cloned().collect();
            loosened.push(Clause::Any(words));
            Some(Clause::All { clauses: loosened, side_by_side: false })
        }
        // Filters stand around what was typed.
        Clause::All { clauses, side_by_side: false } => {
            let mut any = false;
            let loosened = clauses
                .iter()
                .map(|clause| match any_of_bare_words(clause) {
                    Some(loosened) => {
                        any = true;
                        loosened
                    }
                    None => clause.clone(),
                })
                .collect();
            any.then_some(Clause::All { clauses: loosened, side_by_side: false })
        }
        _ => None,
    }
}
