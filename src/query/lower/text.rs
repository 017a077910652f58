//! Words, phrases and nearness as the engine executes them: the units of the ranking.

use std::collections::HashMap;

use dateline_index_schema::{FIELDS, FieldDef};
use tantivy::Term;
use tantivy::schema::Field;

use super::{BoxedQuery, Highlight, HighlightParts, Lowering, Mode};
use crate::error::Result;
use crate::query::expand::{Expansion, MAX_EXPANSION};
use crate::query::note::NoteKind;
use crate::query::ranking::{Scheme, Unit, UnitField, rarity};
use crate::query::read_as::{part_as_typed, word_as_typed};
use crate::query::resolved::{TextPart, WordPattern};
use crate::query::span_query::SpanQuery;
use crate::query::spans::SpanNode;
use crate::query::words_query::WordsQuery;
use crate::text::terms::{AS_FOLDED_MARK, Run};

/// Most characters of a row in a script without spaces.
const MAX_RUN: usize = 256;

impl Lowering<'_> {
    pub(super) fn words_query(&self, mut units: Vec<Unit>, all: bool) -> BoxedQuery {
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

    pub(super) fn unit_query(&self, unit: Unit) -> BoxedQuery {
        if unit.is_word() {
            return self.words_query(vec![unit], true);
        }
        Box::new(SpanQuery { unit, scheme: Scheme::of(self.ranking) })
    }

    /// What `part` is in each of the fields it is looked for in.
    pub(super) fn unit(
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
        let typed = part_as_typed(field, part);
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
    pub(super) fn mean_length(&mut self, name: &'static str, field: Field) -> Result<f32> {
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
    pub(super) fn worth(&self, fields: &[UnitField]) -> Result<f32> {
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
    pub(super) fn node(
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
    pub(super) fn place(
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

    pub(super) fn leaf(
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
                Expansion::default()
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
            parts.iter().map(|part| together(part, rarities)).reduce(f32::min).unwrap_or(0.0)
        }
    }
}
