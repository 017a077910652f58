//! `ResolvedQuery → tantivy query`: the one place where the query language meets the engine.
//!
//! It is handed the open index, because what a word stands for depends on which words and
//! languages are in it. Besides the query it yields what a snippet has to mark.

use std::ops::Bound;

use dateline_index_schema::{FIELDS, FieldDef, find};
use jiff::civil::Date;
use tantivy::query::{
    BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery,
    TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::expand::{Expander, MAX_EXPANSION};
use super::note::{Note, NoteKind};
use super::read_as::word_as_typed;
use super::resolved::{Clause, TextPart, WordPattern};
use super::span_query::SpanQuery;
use super::spans::SpanNode;
use crate::error::Result;
use crate::extract::region::Regions;
use crate::index::schema::{HAS_ARTICLE, IndexFields, whole_name_field};
use crate::index::{day_number, spelling_term};
use crate::names::{NameBook, USER_FILE, spelling_key};

/// A query as the engine executes it.
pub(crate) struct Lowered {
    pub query: Box<dyn Query>,
    /// Whether some part of it tells better matches from worse ones.
    pub scores: bool,
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
    },
    /// The forms of the people whose name has these words in a row.
    Person { leaves: Vec<Vec<String>>, node: SpanNode },
}

/// The parts of an article in which a condition is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HighlightParts {
    pub title: bool,
    pub body: bool,
    pub caption: bool,
}

impl HighlightParts {
    fn of(field: Option<&FieldDef>) -> HighlightParts {
        let name = field.map(|def| def.name);
        HighlightParts {
            title: matches!(name, None | Some("title")),
            body: matches!(name, None | Some("body" | "lead" | "place")),
            caption: matches!(name, None | Some("caption")),
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
) -> Result<Lowered> {
    let expander = Expander::new(searcher, languages);
    let mut lowering = Lowering {
        searcher,
        fields,
        names,
        expander,
        highlights: Vec::new(),
        notes: Vec::new(),
        scores: false,
    };
    let query = lowering.clause(clause, Mode { marked: true, least: 1 })?;
    let Lowering { highlights, notes, scores, .. } = lowering;
    Ok(Lowered { query, scores, highlights, notes })
}

struct Lowering<'a> {
    searcher: &'a Searcher,
    fields: &'a IndexFields,
    names: &'a NameBook,
    expander: Expander<'a>,
    highlights: Vec<Highlight>,
    notes: Vec<Note>,
    scores: bool,
}

/// How a clause is meant by those around it.
#[derive(Clone, Copy)]
struct Mode {
    /// Whether its matches are marked: not below a negation.
    marked: bool,
    /// Least number of places.
    least: u32,
}

type BoxedQuery = Box<dyn Query>;

impl Lowering<'_> {
    fn clause(&mut self, clause: &Clause, mode: Mode) -> Result<BoxedQuery> {
        match clause {
            Clause::Everything => Ok(self.everything()),
            Clause::Nothing => Ok(Box::new(EmptyQuery)),
            Clause::All { clauses, .. } => self.all(clauses, mode),
            Clause::Any(clauses) => {
                let lowered: Result<Vec<_>> =
                    clauses.iter().map(|clause| self.clause(clause, mode)).collect();
                Ok(Box::new(BooleanQuery::union(lowered?)))
            }
            Clause::Not(_) => self.all(std::slice::from_ref(clause), mode),
            Clause::Text { field, part } => self.text(*field, part, mode),
            Clause::Person { field, words, only_this } => {
                self.person(field, words, *only_this, mode)
            }
            Clause::Region { name, only_this } => Ok(self.region(name, *only_this)),
            Clause::Date { first, last } => Ok(self.date(*first, *last)),
            Clause::Number { field, first, last } => {
                let Some(field) = self.fields.declared(field) else {
                    return Ok(Box::new(EmptyQuery));
                };
                let bound = |value: &Option<u64>| match value {
                    Some(value) => Bound::Included(Term::from_field_u64(field, *value)),
                    None => Bound::Unbounded,
                };
                // A range without any bound still asks for a value.
                let (first, last) = match (first, last) {
                    (None, None) => {
                        (Bound::Included(Term::from_field_u64(field, 0)), Bound::Unbounded)
                    }
                    _ => (bound(first), bound(last)),
                };
                Ok(filter(RangeQuery::new(first, last)))
            }
            Clause::Keyword { field, value } => self.keyword(field, value),
            Clause::Has(field) => Ok(self.has(field.name)),
            Clause::AtLeast { count, of } => {
                self.clause(of, Mode { least: (*count).max(1), ..mode })
            }
            Clause::Boost { by, of } => {
                let query = self.clause(of, mode)?;
                Ok(Box::new(BoostQuery::new(query, *by)))
            }
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
        for clause in clauses {
            match clause {
                Clause::Not(inner) => {
                    let query = self.clause(inner, Mode { marked: false, ..mode })?;
                    lowered.push((Occur::MustNot, query));
                }
                other => lowered.push((Occur::Must, self.clause(other, mode)?)),
            }
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

    fn text(
        &mut self,
        field: Option<&'static FieldDef>,
        part: &TextPart,
        mode: Mode,
    ) -> Result<BoxedQuery> {
        let searched: Vec<&'static FieldDef> = match field {
            Some(def) => vec![def],
            None => FIELDS.iter().filter(|def| def.searched_by_default()).collect(),
        };
        let mut queries: Vec<BoxedQuery> = Vec::new();
        let mut marked: Option<(Vec<Vec<String>>, SpanNode)> = None;
        for def in searched {
            let Some(engine_field) = self.fields.declared(def) else { continue };
            let mut leaves = Vec::new();
            let node = self.node(engine_field, part, &mut leaves)?;
            match &mut marked {
                None => marked = Some((leaves.clone(), node.clone())),
                // The fields' dictionaries differ, the tree does not.
                Some((together, _)) => {
                    for (all, more) in together.iter_mut().zip(&leaves) {
                        all.extend(
                            more.iter()
                                .filter(|word| !all.contains(word))
                                .cloned()
                                .collect::<Vec<_>>(),
                        );
                    }
                }
            }
            let query = span_query(engine_field, leaves, node, mode.least);
            let weight = f32::from(def.weight_tenths) / 10.0;
            queries.push(if field.is_some() || (weight - 1.0).abs() < f32::EPSILON {
                query
            } else {
                Box::new(BoostQuery::new(query, weight))
            });
        }
        if mode.marked {
            self.scores = true;
            if let Some((leaves, node)) = marked {
                let parts = HighlightParts::of(field);
                self.highlights.push(Highlight::Words { parts, leaves, node });
            }
        }
        Ok(match queries.len() {
            1 => queries.remove(0),
            _ => Box::new(BooleanQuery::union(queries)),
        })
    }

    /// The tree of places for `part` in the field `field`; its leaves are appended to `leaves`.
    fn node(
        &mut self,
        field: Field,
        part: &TextPart,
        leaves: &mut Vec<Vec<String>>,
    ) -> Result<SpanNode> {
        let nodes = |this: &mut Self, parts: &[TextPart], leaves: &mut Vec<Vec<String>>| {
            parts.iter().map(|part| this.node(field, part, leaves)).collect::<Result<Vec<_>>>()
        };
        Ok(match part {
            TextPart::Word(pattern) => self.leaf(field, pattern, leaves)?,
            TextPart::Phrase { words, slop } => {
                let mut parts = Vec::with_capacity(words.len());
                for pattern in words {
                    parts.push(self.leaf(field, pattern, leaves)?);
                }
                match slop {
                    None => SpanNode::Sequence(parts),
                    Some(slop) => {
                        parts.retain(|part| *part != SpanNode::Gap);
                        SpanNode::Within { parts, slop: *slop }
                    }
                }
            }
            TextPart::Any(parts) => SpanNode::Any(nodes(self, parts, leaves)?),
            TextPart::Near { parts, distance, ordered: true } => SpanNode::Ordered {
                parts: nodes(self, parts, leaves)?,
                distance: (*distance).max(1),
            },
            TextPart::Near { parts, distance, ordered: false } => {
                let neighbours = u32::try_from(parts.len().saturating_sub(1)).unwrap_or(u32::MAX);
                let slop = distance.saturating_sub(1).saturating_mul(neighbours);
                SpanNode::Within { parts: nodes(self, parts, leaves)?, slop }
            }
        })
    }

    fn leaf(
        &mut self,
        field: Field,
        pattern: &WordPattern,
        leaves: &mut Vec<Vec<String>>,
    ) -> Result<SpanNode> {
        if matches!(pattern, WordPattern::Gap) {
            return Ok(SpanNode::Gap);
        }
        if let WordPattern::Exact(word) = pattern {
            self.note(
                NoteKind::Unsupported,
                format!("={word}: the index keeps no capitals and accents yet, so any are found"),
            );
        }
        let expansion = match self.expander.expand(field, pattern) {
            Ok(expansion) => expansion,
            Err(error) if error.kind() == crate::ErrorKind::Query => {
                self.note(NoteKind::BadValue, error.message().to_owned());
                super::expand::Expansion::default()
            }
            Err(error) => return Err(error),
        };
        if let Some(all) = expansion.cut_from {
            let typed = word_as_typed(pattern);
            self.note(
                NoteKind::Limit,
                format!("{typed} stands for {all} words; the {MAX_EXPANSION} most frequent are looked for"),
            );
        }
        leaves.push(expansion.words);
        Ok(SpanNode::Leaf(leaves.len() - 1))
    }

    fn note(&mut self, kind: NoteKind, text: String) {
        if !self.notes.iter().any(|note| note.text == text) {
            self.notes.push(Note { kind, start: 0, end: 0, text });
        }
    }

    fn person(
        &mut self,
        def: &'static FieldDef,
        words: &[WordPattern],
        only_this: bool,
        mode: Mode,
    ) -> Result<BoxedQuery> {
        let Some(field) = self.fields.declared(def) else { return Ok(Box::new(EmptyQuery)) };
        let typed: Vec<String> = words
            .iter()
            .map(|pattern| match pattern {
                WordPattern::Folded(word) => word.clone(),
                _ => String::new(),
            })
            .collect();
        if def.name == "people" && self.names.is_blocked(&typed.join(" ")) {
            let text = format!("{} is blocked by {USER_FILE}", typed.join(" "));
            self.note(NoteKind::BadValue, text);
            return Ok(Box::new(EmptyQuery));
        }
        let mut leaves = Vec::new();
        let mut parts = Vec::new();
        for pattern in words {
            parts.push(self.leaf(field, pattern, &mut leaves)?);
        }
        let node = match parts.as_slice() {
            [] => return Ok(Box::new(EmptyQuery)),
            [one] => one.clone(),
            // `Vladimir Vladimirovich Putin` is also found where he is called Vladimir Putin.
            [first, .., last] if parts.len() > 2 => SpanNode::Any(vec![
                SpanNode::Sequence(vec![first.clone(), last.clone()]),
                SpanNode::Sequence(parts.clone()),
            ]),
            _ => SpanNode::Sequence(parts.clone()),
        };
        if mode.marked && def.name == "people" {
            self.highlights.push(Highlight::Person { leaves: leaves.clone(), node: node.clone() });
        }
        if only_this {
            let schema = self.searcher.schema();
            let Ok(whole) = schema.get_field(&whole_name_field(def)) else {
                return Ok(Box::new(EmptyQuery));
            };
            let name: Vec<&str> =
                leaves.iter().filter_map(|leaf| leaf.first().map(String::as_str)).collect();
            let term = Term::from_field_text(whole, &name.join(" "));
            return Ok(filter(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        let written = self.other_names(def, words);
        let found = Box::new(ConstScoreQuery::new(span_query(field, leaves, node, 1), 0.0));
        match written {
            Some(others) => Ok(Box::new(BooleanQuery::union(vec![found, others]))),
            None => Ok(found),
        }
    }

    /// The articles that call the person of these words by another name or spelling. Nothing
    /// where the words are patterns.
    fn other_names(&self, def: &FieldDef, words: &[WordPattern]) -> Option<BoxedQuery> {
        let whole = self.searcher.schema().get_field(&whole_name_field(def)).ok()?;
        let name: Option<Vec<&str>> = words
            .iter()
            .map(|pattern| match pattern {
                WordPattern::Folded(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let name = name?.join(" ");
        let mut terms: Vec<String> = self.names.forms(&name).to_vec();
        if !self.names.is_apart(&name) {
            let spelt = self.names.forms(&name).iter().chain([&name]);
            terms
                .extend(spelt.filter_map(|form| spelling_key(form)).map(|key| spelling_term(&key)));
        }
        if terms.is_empty() {
            return None;
        }
        terms.sort();
        terms.dedup();
        let terms = terms.iter().map(|form| Term::from_field_text(whole, form));
        Some(filter(TermSetQuery::new(terms)))
    }

    fn region(&mut self, name: &str, only_this: bool) -> BoxedQuery {
        // That there is none has been noted by `resolve`.
        let Some(node) = Regions::get().find(name) else { return Box::new(EmptyQuery) };
        let field = match (only_this, find("region").and_then(|def| self.fields.declared(def))) {
            (false, Some(field)) => field,
            _ => self.fields.region_own,
        };
        let own = Term::from_field_text(field, &node.id);
        if only_this {
            return filter(TermQuery::new(own, IndexRecordOption::Basic));
        }
        let mut terms = vec![own];
        for former in Regions::get().formers_of(&node.id) {
            let term = Term::from_field_text(field, &former.id);
            if self.searcher.doc_freq(&term).is_ok_and(|count| count > 0) {
                let text = format!("what is filed under {} is found too", former.name);
                self.note(NoteKind::ReadAs, text);
            }
            terms.push(term);
        }
        filter(TermSetQuery::new(terms))
    }

    fn date(&self, first: Option<Date>, last: Option<Date>) -> BoxedQuery {
        let Some(date) = find("date").and_then(|def| self.fields.declared(def)) else {
            return Box::new(EmptyQuery);
        };
        let mut bounds: Vec<BoxedQuery> = Vec::new();
        if let Some(first) = first {
            let from = Bound::Included(Term::from_field_i64(date, day_number(first)));
            bounds.push(filter(RangeQuery::new(from, Bound::Unbounded)));
        }
        if let Some(last) = last {
            let to = Bound::Included(Term::from_field_i64(self.fields.date_last, day_number(last)));
            bounds.push(filter(RangeQuery::new(Bound::Unbounded, to)));
        }
        match bounds.len() {
            0 => self.has("date"),
            1 => bounds.remove(0),
            _ => Box::new(BooleanQuery::intersection(bounds)),
        }
    }

    fn keyword(&mut self, def: &FieldDef, value: &WordPattern) -> Result<BoxedQuery> {
        let Some(field) = self.fields.declared(def) else { return Ok(Box::new(EmptyQuery)) };
        let mut leaves = Vec::new();
        self.leaf(field, value, &mut leaves)?;
        let terms = leaves.iter().flatten().map(|word| Term::from_field_text(field, word));
        Ok(filter(TermSetQuery::new(terms)))
    }
}

/// A condition that lets through and does not score.
fn filter(query: impl Query) -> BoxedQuery {
    Box::new(ConstScoreQuery::new(Box::new(query), 0.0))
}

fn span_query(field: Field, leaves: Vec<Vec<String>>, node: SpanNode, least: u32) -> BoxedQuery {
    // The engine's own query for one word skips blocks that cannot reach the first page.
    if least <= 1
        && matches!(node, SpanNode::Leaf(_))
        && let [leaf] = leaves.as_slice()
        && let [word] = leaf.as_slice()
    {
        let term = Term::from_field_text(field, word);
        return Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
    }
    Box::new(SpanQuery { field, leaves, node, least })
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
