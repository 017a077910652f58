//! Conditions on other values than running text: people, regions, dates, numbers, keywords. They let
//! through and do not score.

use std::ops::Bound;

use dateline_index_schema::{FieldDef, find};
use jiff::civil::Date;
use tantivy::Term;
use tantivy::query::{
    BooleanQuery, ConstScoreQuery, EmptyQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::IndexRecordOption;

use super::{BoxedQuery, Highlight, Lowering, Mode, filter};
use crate::error::Result;
use crate::extract::region::Regions;
use crate::index::schema::whole_name_field;
use crate::index::{day_number, spelling_term};
use crate::names::{USER_FILE, spelling_key};
use crate::query::note::NoteKind;
use crate::query::ranking::{Unit, UnitField};
use crate::query::resolved::{WordPattern, written_name};
use crate::query::spans::SpanNode;

impl Lowering<'_> {
    pub(super) fn person(
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
    pub(super) fn other_names(&self, words: &[WordPattern]) -> Vec<String> {
        let Some(name) = written_name(words) else { return Vec::new() };
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

    pub(super) fn region(&mut self, name: &str, only_this: bool, mode: Mode) -> BoxedQuery {
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

    pub(super) fn date(&self, first: Option<Date>, last: Option<Date>) -> BoxedQuery {
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

    pub(super) fn keyword(&mut self, def: &FieldDef, value: &WordPattern) -> Result<BoxedQuery> {
        let Some(field) = self.fields.declared(def) else { return Ok(Box::new(EmptyQuery)) };
        let mut leaves = Vec::new();
        self.leaf(field, value, &mut leaves)?;
        let terms = leaves.iter().flatten().map(|word| Term::from_field_text(field, word));
        Ok(filter(TermSetQuery::new(terms)))
    }

    pub(super) fn number(
        &self,
        def: &FieldDef,
        first: Option<u64>,
        last: Option<u64>,
    ) -> BoxedQuery {
        let Some(field) = self.fields.declared(def) else { return Box::new(EmptyQuery) };
        let bound = |value: Option<u64>| match value {
            Some(value) => Bound::Included(Term::from_field_u64(field, value)),
            None => Bound::Unbounded,
        };
        // A range without any bound still asks for a value.
        let first = if (first, last) == (None, None) { Some(0) } else { first };
        filter(RangeQuery::new(bound(first), bound(last)))
    }
}
