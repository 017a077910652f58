//! How well an article matches: the figures that [`SearchRequest::ranking`] takes, and the unit
//! that they are applied to.
//!
//! Fields are weighed together (BM25F, Robertson, Zaragoza and Taylor 2004): how often a word
//! stands in each field, divided by the field's relative length and multiplied by the field's
//! weight, is added up *before* it is saturated, so that a word in headline and text is one word
//! found in two places, and not two words found. A unit is a word with all its forms, or a phrase
//! or nearness as a whole. Names of people are not among the fields: with a weight of 0.5 time-ir
//! lost 0.4 of MAP and the known items 0.1, since whoever is named stands in the text anyway.
//!
//! [`SearchRequest::ranking`]: crate::search::SearchRequest

use std::sync::Arc;

use dateline_index_schema::find;
use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{Explanation, Scorer};
use tantivy::schema::Field;

use super::spans::SpanNode;
use crate::text::terms::AS_FOLDED_MARK;

/// The figures of the ranking. The defaults were chosen by cross-validation with
/// `cargo run --release --example relevance`; scores are comparable within one answer only.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Ranking {
    /// How slowly a further occurrence of a word adds less, above 0; BM25's `k1`.
    pub saturation: f32,
    /// How much a long field counts against a match, from 0 to 1; BM25's `b`.
    pub length_norm: f32,
    /// Weight of an occurrence in the headline; one in the body weighs 1.
    pub title: f32,
    /// Weight of an occurrence in a caption.
    pub caption: f32,
    /// Additional weight of an occurrence in the lead, on top of the one in the body.
    pub lead: f32,
    /// Length of the lead in words of the body.
    pub lead_words: u32,
    /// Share of the bonus for words that stand near each other; 0 for none.
    pub proximity: f32,
    /// Share of the bonus for articles that have more of the words asked for, where any will do.
    pub coverage: f32,
    /// The same where no article has all of the words, so that those with some are shown: whoever
    /// typed them wanted them all.
    pub fallback_coverage: f32,
    /// How many articles with the best scores are looked at for nearness, which costs a reading
    /// of the places of their words.
    pub depth: usize,
}

impl Default for Ranking {
    fn default() -> Self {
        let weight = |name| find(name).map_or(0.0, |def| f32::from(def.weight_tenths) / 10.0);
        Ranking {
            saturation: 3.0,
            length_norm: 0.75,
            title: weight("title"),
            caption: weight("caption"),
            lead: 0.25,
            lead_words: 30,
            proximity: 0.15,
            coverage: 0.0,
            fallback_coverage: 1.0,
            depth: 50,
        }
    }
}

impl Ranking {
    /// Weight of an occurrence in the field `name`.
    pub(crate) fn weight_of(&self, name: &str) -> f32 {
        match name {
            "title" => self.title,
            "caption" => self.caption,
            _ => 1.0,
        }
    }
}

/// A word with all its forms, a phrase or a nearness, over the fields it is looked for in.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    /// As typed, for explanations.
    pub typed: String,
    /// How much a full match is worth: its rarity, times the user's boost.
    pub worth: f32,
    /// Least number of places over all fields.
    pub least: u32,
    pub fields: Vec<UnitField>,
}

/// What a unit is in one field.
#[derive(Clone, Debug)]
pub(crate) struct UnitField {
    pub name: &'static str,
    pub field: Field,
    /// Weight of one occurrence.
    pub weight: f32,
    /// Mean length of the field in words over the articles that have it.
    pub mean_length: f32,
    /// The folded words of each leaf.
    pub leaves: Vec<Vec<String>>,
    /// The condition on their places.
    pub node: SpanNode,
}

impl Unit {
    /// Whether the postings of its words say all: places do not matter, and no form is left out.
    pub(crate) fn is_word(&self) -> bool {
        let whole = |leaf: &Vec<String>| !leaf.iter().any(|word| word.starts_with(AS_FOLDED_MARK));
        self.least <= 1
            && self
                .fields
                .iter()
                .all(|field| field.node.is_choice() && field.leaves.iter().all(whole))
    }
}

/// How saturation and length are weighed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scheme {
    pub saturation: f32,
    pub length_norm: f32,
}

impl Scheme {
    pub(crate) fn of(ranking: &Ranking) -> Scheme {
        Scheme {
            saturation: ranking.saturation.max(0.01),
            length_norm: ranking.length_norm.clamp(0.0, 1.0),
        }
    }

    /// The share of its worth that a unit gets for the weighed number of occurrences `places`.
    pub(crate) fn saturated(self, places: f32) -> f32 {
        places * (1.0 + self.saturation) / (places + self.saturation)
    }

    /// What one occurrence counts in a field whose length has the engine's code so and so.
    pub(crate) fn table(self, field: &UnitField) -> LengthTable {
        let mean = field.mean_length.max(1.0);
        let mut values = [0.0; 256];
        for (code, value) in (0_u8..=255).zip(values.iter_mut()) {
            let length = FieldNormReader::id_to_fieldnorm(code) as f32;
            *value = field.weight / (1.0 - self.length_norm + self.length_norm * length / mean);
        }
        LengthTable { values: Arc::new(values) }
    }
}

/// What one occurrence counts, by the engine's code for the field's length.
#[derive(Clone, Debug)]
pub(crate) struct LengthTable {
    values: Arc<[f32; 256]>,
}

impl LengthTable {
    pub(crate) fn get(&self, code: u8) -> f32 {
        self.values[usize::from(code)]
    }
}

/// How rare something is that `frequency` of `documents` articles have; never negative.
pub(crate) fn rarity(frequency: f64, documents: u64) -> f32 {
    let documents = documents.max(1) as f64;
    let frequency = frequency.clamp(0.0, documents);
    (1.0 + (documents - frequency + 0.5) / (frequency + 0.5)).ln() as f32
}

/// The engine's explanation of the score that `scorer` gives `document`.
///
/// # Errors
/// `InvalidArgument` when the document does not match.
pub(super) fn explained(
    mut scorer: Box<dyn Scorer>,
    document: DocId,
    what: &'static str,
) -> tantivy::Result<Explanation> {
    if scorer.doc() > document || scorer.seek(document) != document {
        let message = "document does not match".to_owned();
        return Err(tantivy::TantivyError::InvalidArgument(message));
    }
    Ok(Explanation::new(what, scorer.score()))
}
