//! An engine query over places: words of several forms counted as one, phrases, distance.
//!
//! The engine has phrases of single words only. This one takes a tree of places whose leaves
//! are sets of terms, so that a stemmed word, a wildcard or a group may stand anywhere in a
//! phrase, and takes the fields together: `atleast3(x)` counts headline, text and captions. It
//! scores as one unit of BM25F (see `ranking.rs`), the number of places being the frequency.
//!
//! Documents that lack a needed word are passed over by the skip lists of the postings; places
//! are read only where all the words are there.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::ranking::{LengthTable, Scheme, Unit, UnitField, explained};
use super::spans::{Span, SpanNode};
use crate::text::terms::{AS_FOLDED_MARK, exact_terms_of};

/// See the module's documentation.
#[derive(Clone, Debug)]
pub(crate) struct SpanQuery {
    pub unit: Unit,
    pub scheme: Scheme,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scored = matches!(scoring, EnableScoring::Enabled { .. });
        Ok(Box::new(SpanWeight { unit: self.unit.clone(), scheme: self.scheme, scored }))
    }

    fn query_terms<'a>(&'a self, _: &mut dyn FnMut(&'a Term, bool)) {}
}

struct SpanWeight {
    unit: Unit,
    scheme: Scheme,
    scored: bool,
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let mut fields = Vec::with_capacity(self.unit.fields.len());
        for field in &self.unit.fields {
            let reading = if self.scored { Reading::Scores } else { Reading::Matches };
            fields.extend(FieldSpans::open(reader, field, self.scheme, reading)?);
        }
        if fields.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let mut scorer = SpanScorer {
            fields,
            least: self.unit.least.max(1),
            worth: self.unit.worth * boost,
            scheme: self.scheme,
            document: 0,
            weighed: 0.0,
        };
        scorer.go_to(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, document, "BM25F of the places")
    }
}

/// The postings of the terms that a leaf stands for.
struct Leaf {
    postings: Vec<SegmentPostings>,
    /// Forms of the same words that do not count.
    less: Vec<SegmentPostings>,
    places: Vec<u32>,
    scratch: Vec<u32>,
}

impl Leaf {
    /// The first document at or after `target` that has one of the terms.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for postings in &mut self.postings {
            let at = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
            first = first.min(at);
        }
        first
    }

    fn frequency(&mut self, document: DocId) -> u32 {
        let here = self.postings.iter().filter(|postings| postings.doc() == document);
        let all: u32 = here.map(Postings::term_freq).sum();
        let mut others = 0;
        for postings in &mut self.less {
            if reach(postings, document) {
                others += postings.term_freq();
            }
        }
        all.saturating_sub(others)
    }

    fn read_places(&mut self, document: DocId) {
        self.places.clear();
        let mut here = self.postings.iter_mut().filter(|postings| postings.doc() == document);
        if let Some(first) = here.next() {
            first.positions(&mut self.places);
        }
        let mut several = false;
        for postings in here {
            postings.positions(&mut self.scratch);
            self.places.extend_from_slice(&self.scratch);
            several = true;
        }
        if several {
            self.places.sort_unstable();
        }
        for postings in &mut self.less {
            if reach(postings, document) {
                postings.positions(&mut self.scratch);
                self.places.retain(|at| self.scratch.binary_search(at).is_err());
            }
        }
    }
}

/// Moves `postings` to `document`; whether it is there.
fn reach(postings: &mut SegmentPostings, document: DocId) -> bool {
    if postings.doc() < document {
        postings.seek(document);
    }
    postings.doc() == document
}

/// What is to be known of a unit in a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Which articles match.
    Matches,
    /// How well they match.
    Scores,
    /// Where in the text.
    Places,
}

/// The places of a unit in one field of one segment.
pub(crate) struct FieldSpans {
    leaves: Vec<Leaf>,
    node: SpanNode,
    needs_places: bool,
    /// The first document at or after the last one asked for that has the words.
    candidate: DocId,
    lengths: FieldNormReader,
    table: LengthTable,
}

impl FieldSpans {
    /// Opens the postings; `None` where the segment has none of the words.
    pub(crate) fn open(
        reader: &SegmentReader,
        field: &UnitField,
        scheme: Scheme,
        reading: Reading,
    ) -> tantivy::Result<Option<FieldSpans>> {
        let inverted = reader.inverted_index(field.field)?;
        let needs_places = reading == Reading::Places || !field.node.is_choice();
        let option = if needs_places {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut leaves = Vec::with_capacity(field.leaves.len());
        for words in &field.leaves {
            let mut postings = Vec::new();
            let mut less = Vec::new();
            for word in words {
                let folded = word.strip_prefix(AS_FOLDED_MARK);
                let term = Term::from_field_text(field.field, folded.unwrap_or(word));
                postings.extend(inverted.read_postings(&term, option)?);
                // Written as it is folded: the folded word where no other form stands.
                if let Some(folded) = folded {
                    let others = exact_terms_of(folded);
                    let mut terms = inverted.terms().range().ge(others.as_bytes()).into_stream()?;
                    while terms.advance() && terms.key().starts_with(others.as_bytes()) {
                        let info = terms.value();
                        less.push(inverted.read_postings_from_terminfo(info, option)?);
                    }
                }
            }
            leaves.push(Leaf { postings, less, places: Vec::new(), scratch: Vec::new() });
        }
        if leaves.iter().all(|leaf| leaf.postings.is_empty()) {
            return Ok(None);
        }
        let lengths = if reading != Reading::Matches {
            reader.get_fieldnorms_reader(field.field)?
        } else {
            FieldNormReader::constant(reader.max_doc(), 1)
        };
        Ok(Some(FieldSpans {
            leaves,
            node: field.node.clone(),
            needs_places,
            candidate: 0,
            lengths,
            table: scheme.table(field),
        }))
    }

    /// The first document at or after `target` that has the words, wherever they stand.
    fn seek(&mut self, target: DocId) -> DocId {
        if self.candidate < target || target == 0 {
            self.candidate = candidate(&self.node, &mut self.leaves, target);
        }
        self.candidate
    }

    /// Number of places in `document`. Documents must be asked for in order.
    pub(crate) fn frequency(&mut self, document: DocId) -> u32 {
        if self.seek(document) != document {
            return 0;
        }
        if self.needs_places {
            self.read_places(document);
            let count = self.node.count(&|leaf| self.leaves[leaf].places.as_slice());
            return u32::try_from(count).unwrap_or(u32::MAX);
        }
        self.leaves.iter_mut().map(|leaf| leaf.frequency(document)).sum()
    }

    /// The places in `document`, sorted; none unless opened for them. Documents must be asked
    /// for in order.
    pub(crate) fn places(&mut self, document: DocId) -> Vec<Span> {
        if !self.needs_places || self.seek(document) != document {
            return Vec::new();
        }
        self.read_places(document);
        self.node.spans(&|leaf| self.leaves[leaf].places.as_slice())
    }

    fn read_places(&mut self, document: DocId) {
        for leaf in &mut self.leaves {
            leaf.seek(document);
            leaf.read_places(document);
        }
    }

    /// What `frequency` places in `document` count.
    pub(crate) fn weighed(&self, document: DocId, frequency: u32) -> f32 {
        self.table.get(self.lengths.fieldnorm_id(document)) * frequency as f32
    }

    fn most(&self) -> u32 {
        let most = |leaf: &Leaf| leaf.postings.iter().map(DocSet::size_hint).sum::<u32>();
        if self.needs_places {
            self.leaves.iter().map(most).min().unwrap_or_default() / 4
        } else {
            self.leaves.iter().map(most).sum()
        }
    }
}

struct SpanScorer {
    fields: Vec<FieldSpans>,
    least: u32,
    worth: f32,
    scheme: Scheme,
    document: DocId,
    /// The places in the document, weighed.
    weighed: f32,
}

impl SpanScorer {
    /// Moves to the first match at or after `target`.
    fn go_to(&mut self, mut target: DocId) -> DocId {
        loop {
            let candidates = self.fields.iter_mut().map(|field| field.seek(target));
            let candidate = candidates.min().unwrap_or(TERMINATED);
            if candidate >= TERMINATED {
                self.document = TERMINATED;
                return TERMINATED;
            }
            let mut places = 0_u32;
            self.weighed = 0.0;
            for field in &mut self.fields {
                let frequency = field.frequency(candidate);
                if frequency > 0 {
                    places = places.saturating_add(frequency);
                    self.weighed += field.weighed(candidate, frequency);
                }
            }
            if places >= self.least {
                self.document = candidate;
                return candidate;
            }
            target = candidate + 1;
        }
    }
}

/// The first document at or after `target` that has the words the node needs, wherever they
/// stand.
fn candidate(node: &SpanNode, leaves: &mut [Leaf], target: DocId) -> DocId {
    match node {
        SpanNode::Leaf(leaf) => leaves[*leaf].seek(target),
        SpanNode::Gap => target,
        SpanNode::Run { leaves: pairs, .. } => {
            let mut target = target;
            loop {
                let before = target;
                for (leaf, _) in pairs {
                    target = leaves[*leaf].seek(target);
                    if target >= TERMINATED {
                        return TERMINATED;
                    }
                }
                if target == before {
                    return target;
                }
            }
        }
        SpanNode::Any(parts) => {
            parts.iter().map(|part| candidate(part, leaves, target)).min().unwrap_or(TERMINATED)
        }
        SpanNode::Sequence(parts)
        | SpanNode::Within { parts, .. }
        | SpanNode::Ordered { parts, .. } => {
            let mut target = target;
            loop {
                let before = target;
                for part in parts {
                    target = candidate(part, leaves, target);
                    if target >= TERMINATED {
                        return TERMINATED;
                    }
                }
                if target == before {
                    return target;
                }
            }
        }
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.document >= TERMINATED {
            return TERMINATED;
        }
        self.go_to(self.document + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.document {
            return self.document;
        }
        if target >= TERMINATED {
            self.document = TERMINATED;
            return TERMINATED;
        }
        self.go_to(target)
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.fields.iter().map(FieldSpans::most).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        // Reading places costs several times what reading documents does.
        let cost =
            |field: &FieldSpans| u64::from(field.most()) * if field.needs_places { 8 } else { 1 };
        self.fields.iter().map(cost).sum()
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        self.worth * self.scheme.saturated(self.weighed)
    }
}
