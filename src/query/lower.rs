//! `ResolvedQuery → tantivy query`: the one place where the query language meets the engine.
//!
//! It is handed the open index, because what a word stands for depends on which words and
//! languages are in it. Besides the query it yields what a snippet has to mark.

use std::collections::HashMap;
use std::ops::Bound;

use dateline_index_schema::{FIELDS, FieldDef, find};
use jiff::civil::Date;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, Occur, Query, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Searcher, Term};

use super::expand::{Expander, MAX_EXPANSION};
use super::note::{Note, NoteKind};
use super::ranking::{Ranking, Scheme, Unit, UnitField, rarity};
use super::read_as::word_as_typed;
use super::resolved::{Clause, TextPart, WordPattern};
use super::span_query::SpanQuery;
use super::spans::SpanNode;
use super::words_query::WordsQuery;
use crate::error::Result;
use crate::extract::region::Regions;
use crate::index::schema::{HAS_ARTICLE, IndexFields, whole_name_field};
use crate::index::{day_number, spelling_term};
use crate::names::{NameBook, USER_FILE, spelling_key};
use crate::text::terms::{AS_FOLDED_MARK, Run};

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

/// Most characters of a row in a script without spaces.
const MAX_RUN: usize = 256;

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

    fn words_query(&self, mut units: Vec<Unit>, all: bool) -> BoxedQuery {
        // Said twice, a word is not asked for twice as much.
        let mut known: Vec<String> = Vec::with_capacity(units.len());
        units.retain(|unit| {
            let new = !known.contains(&unit.typed);
            if new {
                known.push(unit.typed.clone());
            }
            new
        });
        Box::new(WordsQuery { units, all, scheme: Scheme::of(self.ranking) })
    }

    fn unit_query(&self, unit: Unit) -> BoxedQuery {
        if unit.is_word() {
            return self.words_query(vec![unit], true);
        }
        Box::new(SpanQuery { unit, scheme: Scheme::of(self.ranking) })
    }

    /// What `part` is in each of the fields it is looked for in.
    fn unit(
        &mut self,
        field: Option<&'static FieldDef>,
        part: &TextPart,
        mode: Mode,
    ) -> Result<Unit> {
        let searched: Vec<&'static FieldDef> = match field {
            Some(def) => vec![def],
            None => FIELDS.iter().filter(|def| def.searched_by_default()).collect(),
        };
        let mut fields: Vec<UnitField> = Vec::with_capacity(searched.len());
        for def in searched {
            let Some(engine_field) = self.fields.declared(def) else { continue };
            let mut leaves = Vec::new();
            let node = self.node(engine_field, part, &mut leaves)?;
            fields.push(UnitField {
                name: def.name,
                field: engine_field,
                // Asked for by its name, a field needs no weight.
                weight: if field.is_some() { 1.0 } else { self.ranking.weight_of(def.name) },
                mean_length: self.mean_length(def.name, engine_field)?,
                leaves,
                node,
            });
        }
        let worth = self.worth(&fields)? * mode.boost;
        let typed = super::read_as::part_as_typed(field, part);
        let unit = Unit { typed, worth, least: mode.least, fields };
        if mode.marked {
            // The fields' dictionaries differ, the tree does not.
            let mut together: Vec<Vec<String>> = Vec::new();
            for field in &unit.fields {
                together.resize(field.leaves.len().max(together.len()), Vec::new());
                for (all, more) in together.iter_mut().zip(&field.leaves) {
                    all.extend(more.iter().cloned());
                }
            }
            for leaf in &mut together {
                leaf.sort_unstable();
                leaf.dedup();
            }
            if let Some(first) = unit.fields.first() {
                let parts = HighlightParts::of(field);
                let node = first.node.clone();
                let least = unit.least;
                let words = Highlight::Words { parts, leaves: together, node, worth, least };
                self.highlights.push(words);
            }
            if !self.units.iter().any(|known| known.typed == unit.typed) {
                self.units.push(unit.clone());
            }
        }
        Ok(unit)
    }

    /// Mean length of a field in words, over the articles that have it.
    fn mean_length(&mut self, name: &'static str, field: Field) -> Result<f32> {
        if let Some(known) = self.mean_lengths.get(name) {
            return Ok(*known);
        }
        let mut words = 0;
        for segment in self.searcher.segment_readers() {
            words += segment.inverted_index(field)?.total_num_tokens();
        }
        let having = self.searcher.doc_freq(&Term::from_field_text(self.fields.has, name))?;
        let mean = words as f32 / having.max(1) as f32;
        self.mean_lengths.insert(name, mean);
        Ok(mean)
    }

    /// How rare the words of a unit are, together.
    fn worth(&self, fields: &[UnitField]) -> Result<f32> {
        let documents = self.searcher.num_docs();
        let count = fields.iter().map(|field| field.leaves.len()).max().unwrap_or_default();
        let mut rarities = Vec::with_capacity(count);
        for leaf in 0..count {
            let mut frequencies: HashMap<&str, u64> = HashMap::new();
            for field in fields {
                for word in field.leaves.get(leaf).into_iter().flatten() {
                    // As frequent as the folded word, at most.
                    let word = word.strip_prefix(AS_FOLDED_MARK).unwrap_or(word);
                    let term = Term::from_field_text(field.field, word);
                    let frequency = self.searcher.doc_freq(&term)?;
                    let known = frequencies.entry(word).or_default();
                    *known = frequency.max(*known);
                }
            }
            // As many articles as have one of the forms, were the forms independent.
            let all = documents.max(1) as f64;
            let without: f64 = frequencies
                .values()
                .map(|frequency| 1.0 - (*frequency as f64 / all).min(1.0))
                .product();
            rarities.push(rarity((1.0 - without) * all, documents));
        }
        Ok(fields.first().map_or(0.0, |field| together(&field.node, &rarities)))
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
            TextPart::Word(pattern) => self.place(field, pattern, leaves)?,
            TextPart::Phrase { words, slop } => {
                let mut parts = Vec::with_capacity(words.len());
                for pattern in words {
                    parts.push(self.place(field, pattern, leaves)?);
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

    /// The place of a word; of a row of characters in scripts that put no spaces between words.
    fn place(
        &mut self,
        field: Field,
        pattern: &WordPattern,
        leaves: &mut Vec<Vec<String>>,
    ) -> Result<SpanNode> {
        let (typed, whole) = match pattern {
            WordPattern::Exact(typed) => (typed, true),
            WordPattern::Stemmed(typed)
            | WordPattern::Folded(typed)
            | WordPattern::Fuzzy { word: typed, .. } => (typed, false),
            _ => return self.leaf(field, pattern, leaves),
        };
        let kept = match typed.char_indices().nth(MAX_RUN) {
            Some((end, _)) => &typed[..end],
            None => typed,
        };
        let Some(run) = Run::new(kept, whole && kept.len() == typed.len()) else {
            return self.leaf(field, pattern, leaves);
        };
        if kept.len() < typed.len() {
            let text = format!("only the first {MAX_RUN} characters in a row are looked for");
            self.note(NoteKind::Limit, text);
        }
        let mut places = Vec::with_capacity(run.pairs.len());
        for (distance, terms) in run.pairs {
            places.push((leaves.len(), distance));
            leaves.push(terms);
        }
        if places.is_empty() {
            places.push((leaves.len(), 0));
            leaves.push(self.expander.character(field, &crate::text::fold(typed))?);
        }
        Ok(SpanNode::Run { leaves: places, width: run.width })
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
            parts.push(self.place(field, pattern, &mut leaves)?);
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
        let others = self.other_names(words);
        if mode.marked {
            self.highlights.push(Highlight::Person {
                field: def.name,
                leaves: leaves.clone(),
                node: node.clone(),
                others: others.clone(),
                only: only_this.then(|| typed.join(" ")),
            });
        }
        if only_this {
            let schema = self.searcher.schema();
            let Ok(whole) = schema.get_field(&whole_name_field(def)) else {
                return Ok(Box::new(EmptyQuery));
            };
            let term = Term::from_field_text(whole, &typed.join(" "));
            return Ok(filter(TermQuery::new(term, IndexRecordOption::Basic)));
        }
        let unit = Unit {
            typed: typed.join(" "),
            worth: 0.0,
            least: 1,
            fields: vec![UnitField {
                name: def.name,
                field,
                weight: 1.0,
                mean_length: 1.0,
                leaves,
                node,
            }],
        };
        let found = Box::new(ConstScoreQuery::new(self.unit_query(unit), 0.0));
        let Ok(whole) = self.searcher.schema().get_field(&whole_name_field(def)) else {
            return Ok(found);
        };
        if others.is_empty() {
            return Ok(found);
        }
        let terms = others.iter().map(|form| Term::from_field_text(whole, form));
        let others = filter(TermSetQuery::new(terms));
        Ok(Box::new(BooleanQuery::union(vec![found, others])))
    }

    /// The whole names and spellings by which an article may call the person of these words.
    /// Nothing where the words are patterns.
    fn other_names(&self, words: &[WordPattern]) -> Vec<String> {
        let name: Option<Vec<&str>> = words
            .iter()
            .map(|pattern| match pattern {
                WordPattern::Folded(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let Some(name) = name.map(|words| words.join(" ")) else { return Vec::new() };
        let mut terms: Vec<String> = self.names.forms(&name).to_vec();
        if !self.names.is_apart(&name) {
            let spelt = self.names.forms(&name).iter().chain([&name]);
            terms
                .extend(spelt.filter_map(|form| spelling_key(form)).map(|key| spelling_term(&key)));
        }
        terms.sort();
        terms.dedup();
        terms
    }

    fn region(&mut self, name: &str, only_this: bool, mode: Mode) -> BoxedQuery {
        // That there is none has been noted by `resolve`.
        let Some(node) = Regions::get().find(name) else { return Box::new(EmptyQuery) };
        let field = match (only_this, find("region").and_then(|def| self.fields.declared(def))) {
            (false, Some(field)) => field,
            _ => self.fields.region_own,
        };
        let own = Term::from_field_text(field, &node.id);
        if mode.marked {
            let formers = Regions::get().formers_of(&node.id).filter(|_| !only_this);
            let ids = std::iter::once(node.id.clone()).chain(formers.map(|f| f.id.clone()));
            self.highlights.push(Highlight::Region { ids: ids.collect(), below: !only_this });
        }
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

/// What a full match of `node` is worth: words that must all be there count together.
fn together(node: &SpanNode, rarities: &[f32]) -> f32 {
    let sum = |parts: &[SpanNode]| parts.iter().map(|part| together(part, rarities)).sum();
    match node {
        SpanNode::Leaf(leaf) => rarities.get(*leaf).copied().unwrap_or_default(),
        SpanNode::Gap => 0.0,
        // Pairs of characters that overlap: the rarest is nearest to what the row is worth.
        SpanNode::Run { leaves, .. } => {
            let worth = |(leaf, _): &(usize, u32)| rarities.get(*leaf).copied().unwrap_or_default();
            leaves.iter().map(worth).fold(0.0, f32::max)
        }
        SpanNode::Sequence(parts)
        | SpanNode::Within { parts, .. }
        | SpanNode::Ordered { parts, .. } => sum(parts),
        SpanNode::Any(parts) => {
            parts.iter().map(|part| together(part, rarities)).fold(f32::INFINITY, f32::min)
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
