//! The order of the best matches: a second, closer look at those that the postings ranked first.
//!
//! The first pass (`query/words_query.rs`) knows how often the words stand in each field. The
//! second reads where they stand, for the few articles at the top only: words typed side by side
//! that also stand side by side, words in the lead, and how many of the words are there at all.
//! What it adds is never negative, so that an article which it does not look at cannot belong
//! above one which it does.
//!
//! The same pass, asked for one article, explains its score.

use std::cmp::Reverse;

use serde::Serialize;
use tantivy::{DocAddress, DocId, SegmentReader};

use super::collect::Found;
use crate::error::Result;
use crate::query::ranking::{Ranking, Scheme, Unit};
use crate::query::span_query::{FieldSpans, Reading};
use crate::query::spans::Span;

/// Words further apart than this are not near each other.
const NEAR: u32 = 12;

/// A word that is worth less than this share of the rarest is passed over when neighbours are
/// looked for: "talks *on* peace".
const CONTENT_SHARE: f32 = 0.3;

/// How the score of a hit came about. Its parts add up to `score` before `recency`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Explanation {
    /// Each word, phrase or nearness of the query, as typed.
    pub parts: Vec<ExplainedPart>,
    /// What the lead adds.
    pub lead: f32,
    /// What words standing near each other add.
    pub nearness: f32,
    /// What having many of the words adds, where any will do.
    pub coverage: f32,
    /// What the sum is multiplied by for the article's age, where that counts.
    pub recency: Option<f32>,
}

/// What one word, phrase or nearness adds to a score.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ExplainedPart {
    /// As typed.
    pub part: String,
    /// What it adds.
    pub score: f32,
    /// How rare it is in the index: the most that it could add is 1 + k1 times this.
    pub rarity: f32,
    /// The fields it was found in.
    pub fields: Vec<ExplainedField>,
}

/// Where a word was found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ExplainedField {
    /// Name of the field.
    pub field: &'static str,
    /// Number of places.
    pub places: u32,
    /// Their number times the field's weight, divided by its relative length.
    pub weighed: f32,
}

impl Explanation {
    /// The score, before recency.
    pub(crate) fn score(&self) -> f32 {
        let parts: f32 = self.parts.iter().map(|part| part.score).sum();
        parts + self.lead + self.nearness + self.coverage
    }
}

/// Looks closer at the first [`Ranking::depth`] of `top` and puts them in order.
pub(super) fn look_closer(
    searcher: &tantivy::Searcher,
    top: &mut [Found],
    units: &[Unit],
    ranking: &Ranking,
) -> Result<()> {
    if units.is_empty() || (units.len() == 1 && ranking.lead <= 0.0) {
        return Ok(());
    }
    let depth = top.len().min(ranking.depth);
    let top = &mut top[..depth];
    let mut order: Vec<usize> = (0..depth).collect();
    order.sort_by_key(|row| top[*row].address);
    let mut open: Option<(u32, Segment<'_>)> = None;
    for row in order {
        let address = top[row].address;
        if open.as_ref().is_none_or(|(number, _)| *number != address.segment_ord) {
            let reader = searcher.segment_reader(address.segment_ord);
            open = Some((address.segment_ord, Segment::open(reader, units, ranking)?));
        }
        if let Some((_, segment)) = &mut open {
            top[row].set_score(segment.explain(address.doc_id).score());
        }
    }
    top.sort_by_key(|found| Reverse(found.place));
    Ok(())
}

/// How the score of `address` came about.
pub(super) fn explain(
    searcher: &tantivy::Searcher,
    address: DocAddress,
    units: &[Unit],
    ranking: &Ranking,
) -> Result<Explanation> {
    let reader = searcher.segment_reader(address.segment_ord);
    Ok(Segment::open(reader, units, ranking)?.explain(address.doc_id))
}

/// The postings of the units in one segment. Documents are asked for in order.
struct Segment<'a> {
    units: Vec<OpenUnit<'a>>,
    ranking: &'a Ranking,
    scheme: Scheme,
    /// Units next to each other in the query, words of little worth left out: their numbers, and
    /// how far apart they were typed.
    pairs: Vec<(usize, usize, u32)>,
}

struct OpenUnit<'a> {
    unit: &'a Unit,
    fields: Vec<OpenField>,
}

struct OpenField {
    name: &'static str,
    spans: Option<FieldSpans>,
}

/// The places of a unit in one document, in the fields where nearness counts.
#[derive(Default)]
struct Places {
    /// Weighed number of places over all fields.
    weighed: f32,
    /// Further weight for those in the lead.
    lead: f32,
    title: Vec<Span>,
    /// What one place in the headline counts.
    title_each: f32,
    body: Vec<Span>,
    body_each: f32,
}

impl<'a> Segment<'a> {
    fn open(reader: &SegmentReader, units: &'a [Unit], ranking: &'a Ranking) -> Result<Self> {
        let scheme = Scheme::of(ranking);
        let mut open = Vec::with_capacity(units.len());
        for unit in units {
            let mut fields = Vec::with_capacity(unit.fields.len());
            for field in &unit.fields {
                let reading = match field.name {
                    "title" | "body" => Reading::Places,
                    _ => Reading::Scores,
                };
                let spans = FieldSpans::open(reader, field, scheme, reading)?;
                fields.push(OpenField { name: field.name, spans });
            }
            open.push(OpenUnit { unit, fields });
        }
        Ok(Segment { units: open, ranking, scheme, pairs: neighbours(units) })
    }

    fn explain(&mut self, document: DocId) -> Explanation {
        let mut explanation = Explanation::default();
        let mut places = Vec::with_capacity(self.units.len());
        for open in &mut self.units {
            let mut part = ExplainedPart {
                part: open.unit.typed.clone(),
                rarity: open.unit.worth,
                ..ExplainedPart::default()
            };
            let mut here = Places::default();
            for field in &mut open.fields {
                let Some(spans) = &mut field.spans else { continue };
                let found = spans.places(document);
                let count = match field.name {
                    "title" | "body" => u32::try_from(found.len()).unwrap_or(u32::MAX),
                    _ => spans.frequency(document),
                };
                if count == 0 {
                    continue;
                }
                let weighed = spans.weighed(document, count);
                let each = spans.weighed(document, 1);
                here.weighed += weighed;
                match field.name {
                    "title" => (here.title, here.title_each) = (found, each),
                    "body" => {
                        let early = found.partition_point(|span| span.0 < self.ranking.lead_words);
                        here.lead += self.ranking.lead * early as f32 * each;
                        (here.body, here.body_each) = (found, each);
                    }
                    _ => {}
                }
                part.fields.push(ExplainedField { field: field.name, places: count, weighed });
            }
            part.score = open.unit.worth * self.scheme.saturated(here.weighed);
            let with_lead = self.scheme.saturated(here.weighed + here.lead);
            explanation.lead += open.unit.worth * with_lead - part.score;
            explanation.parts.push(part);
            places.push(here);
        }
        explanation.nearness = self.ranking.proximity * self.nearness(&places);
        explanation.coverage = self.ranking.coverage * self.coverage(&places);
        explanation
    }

    fn nearness(&self, places: &[Places]) -> f32 {
        let mut sum = 0.0;
        for &(a, b, apart) in &self.pairs {
            let (first, second) = (&places[a], &places[b]);
            let near = closeness(&first.title, &second.title, apart) * first.title_each
                + closeness(&first.body, &second.body, apart) * first.body_each;
            if near > 0.0 {
                let worth = self.units[a].unit.worth.min(self.units[b].unit.worth);
                sum += worth * self.scheme.saturated(near);
            }
        }
        sum
    }

    /// The worth of the units that are there, times their share in the worth of all.
    fn coverage(&self, places: &[Places]) -> f32 {
        let all: f32 = self.units.iter().map(|open| open.unit.worth).sum();
        let here: f32 = self
            .units
            .iter()
            .zip(places)
            .filter(|(_, places)| places.weighed > 0.0)
            .map(|(open, _)| open.unit.worth)
            .sum();
        if all > 0.0 { here * here / all } else { 0.0 }
    }
}

/// Units that were typed side by side, words of little worth between them left out.
fn neighbours(units: &[Unit]) -> Vec<(usize, usize, u32)> {
    let most = units.iter().map(|unit| unit.worth).fold(0.0, f32::max);
    let content: Vec<usize> =
        (0..units.len()).filter(|unit| units[*unit].worth >= most * CONTENT_SHARE).collect();
    content
        .windows(2)
        .map(|pair| {
            let apart = u32::try_from(pair[1] - pair[0]).unwrap_or(u32::MAX);
            (pair[0], pair[1], apart)
        })
        .collect()
}

/// How often and how closely places of `first` are followed by places of `second`, `apart` words
/// further on being as close as can be: 1 for each such pair, less by the square of what it
/// misses.
fn closeness(first: &[Span], second: &[Span], apart: u32) -> f32 {
    let mut sum = 0.0;
    let mut next = 0;
    for place in first {
        while second.get(next).is_some_and(|span| span.0 < place.0) {
            next += 1;
        }
        let after = second.get(next).map(|span| (span.0 - place.0).abs_diff(apart));
        let before = next
            .checked_sub(1)
            .and_then(|at| second.get(at))
            .map(|span| (place.0 - span.0).saturating_add(apart));
        let missed = after.into_iter().chain(before).min().unwrap_or(NEAR);
        if missed < NEAR {
            sum += 1.0 / ((1 + missed) * (1 + missed)) as f32;
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closeness_is_one_for_words_as_typed_and_less_for_others() {
        let at = |places: &[u32]| places.iter().map(|at| (*at, at + 1)).collect::<Vec<Span>>();
        for (first, second, apart, expected) in [
            (&[3][..], &[4][..], 1, 1.0),
            (&[3], &[5], 2, 1.0),
            (&[3], &[5], 1, 0.25),
            (&[4], &[3], 1, 1.0 / 9.0),
            (&[3, 10], &[4, 11], 1, 2.0),
            (&[3], &[40], 1, 0.0),
            (&[3], &[], 1, 0.0),
        ] {
            let found = closeness(&at(first), &at(second), apart);
            assert!((found - expected).abs() < 1e-6, "{first:?} {second:?}: {found}");
        }
    }
}
