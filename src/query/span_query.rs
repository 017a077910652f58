//! An engine query over places: words of several forms counted as one, phrases, distance.
//!
//! The engine has phrases of single words only. This one takes a tree of places whose leaves
//! are sets of terms, so that a stemmed word, a wildcard or a group may stand anywhere in a
//! phrase. It scores as BM25 of one term: the number of places is the frequency, and the rarest
//! leaf gives the number of documents (a phrase is at most as frequent as its rarest word).

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::spans::SpanNode;
use crate::text::terms::{AS_FOLDED_MARK, exact_terms_of};

/// See the module's documentation.
#[derive(Clone, Debug)]
pub(crate) struct SpanQuery {
    /// The field that the terms stand in.
    pub field: Field,
    /// The folded words of each leaf.
    pub leaves: Vec<Vec<String>>,
    /// The condition.
    pub node: SpanNode,
    /// Least number of places.
    pub least: u32,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let terms: Vec<Vec<Term>> = self
            .leaves
            .iter()
            .map(|words| words.iter().map(|w| Term::from_field_text(self.field, w)).collect())
            .collect();
        let bm25 = match &scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let documents = statistics_provider.total_num_docs()?.max(1);
                let tokens = statistics_provider.total_num_tokens(self.field)?;
                let mut frequencies = Vec::new();
                for (leaf, words) in terms.iter().zip(&self.leaves) {
                    let mut together = 0_u64;
                    for (term, word) in leaf.iter().zip(words) {
                        together += match word.strip_prefix(AS_FOLDED_MARK) {
                            None => statistics_provider.doc_freq(term)?,
                            Some(folded) => statistics_provider
                                .doc_freq(&Term::from_field_text(self.field, folded))?,
                        };
                    }
                    frequencies.push(together.min(documents));
                }
                let frequency = if self.node.is_choice() {
                    frequencies.iter().sum::<u64>().min(documents)
                } else {
                    frequencies.iter().copied().min().unwrap_or_default()
                };
                let mean_length = tokens as Score / documents as Score;
                let weight =
                    Bm25Weight::for_one_term_without_explain(frequency, documents, mean_length);
                Some(weight)
            }
            EnableScoring::Disabled { .. } => None,
        };
        let node = self.node.clone();
        let needs_places = !node.is_choice();
        Ok(Box::new(SpanWeight {
            field: self.field,
            terms,
            words: self.leaves.clone(),
            node,
            needs_places,
            least: self.least,
            bm25,
        }))
    }

    fn query_terms<'a>(&'a self, _: &mut dyn FnMut(&'a Term, bool)) {}
}

struct SpanWeight {
    field: Field,
    terms: Vec<Vec<Term>>,
    words: Vec<Vec<String>>,
    node: SpanNode,
    needs_places: bool,
    least: u32,
    bm25: Option<Bm25Weight>,
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inverted = reader.inverted_index(self.field)?;
        let option = if self.needs_places {
            IndexRecordOption::WithFreqsAndPositions
        } else {
            IndexRecordOption::WithFreqs
        };
        let mut leaves = Vec::with_capacity(self.terms.len());
        for (terms, words) in self.terms.iter().zip(&self.words) {
            let mut postings = Vec::new();
            let mut less = Vec::new();
            for (term, word) in terms.iter().zip(words) {
                match word.strip_prefix(AS_FOLDED_MARK) {
                    None => postings.extend(inverted.read_postings(term, option)?),
                    // Written as it is folded: the folded word where no other form stands.
                    Some(folded) => {
                        let term = Term::from_field_text(self.field, folded);
                        postings.extend(inverted.read_postings(&term, option)?);
                        let others = exact_terms_of(folded);
                        let mut terms =
                            inverted.terms().range().ge(others.as_bytes()).into_stream()?;
                        while terms.advance() && terms.key().starts_with(others.as_bytes()) {
                            let info = terms.value();
                            less.push(inverted.read_postings_from_terminfo(info, option)?);
                        }
                    }
                }
            }
            leaves.push(Leaf { postings, less, places: Vec::new(), scratch: Vec::new() });
        }
        if leaves.iter().all(|leaf| leaf.postings.is_empty()) {
            return Ok(Box::new(EmptyScorer));
        }
        let norms = match self.bm25 {
            Some(_) => reader.get_fieldnorms_reader(self.field)?,
            None => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut scorer = SpanScorer {
            leaves,
            node: self.node.clone(),
            needs_places: self.needs_places,
            least: self.least.max(1),
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            constant: boost,
            norms,
            document: 0,
            frequency: 0,
        };
        scorer.go_to(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > document || scorer.seek(document) != document {
            return Err(tantivy::TantivyError::InvalidArgument(
                "document does not match".to_owned(),
            ));
        }
        Ok(Explanation::new("BM25 of the places", scorer.score()))
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
        for postings in &mut self.postings {
            if postings.doc() == document {
                postings.positions(&mut self.scratch);
                self.places.extend_from_slice(&self.scratch);
            }
        }
        self.places.sort_unstable();
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

struct SpanScorer {
    leaves: Vec<Leaf>,
    node: SpanNode,
    needs_places: bool,
    least: u32,
    bm25: Option<Bm25Weight>,
    constant: Score,
    norms: FieldNormReader,
    document: DocId,
    frequency: u32,
}

impl SpanScorer {
    /// Moves to the first match at or after `target`.
    fn go_to(&mut self, mut target: DocId) -> DocId {
        loop {
            let candidate = candidate(&self.node, &mut self.leaves, target);
            if candidate >= TERMINATED {
                self.document = TERMINATED;
                return TERMINATED;
            }
            self.frequency = self.places(candidate);
            if self.frequency >= self.least {
                self.document = candidate;
                return candidate;
            }
            target = candidate + 1;
        }
    }

    /// Number of places in the document `document`, which every needed leaf stands at.
    fn places(&mut self, document: DocId) -> u32 {
        if !self.needs_places {
            return self.leaves.iter_mut().map(|leaf| leaf.frequency(document)).sum();
        }
        for leaf in &mut self.leaves {
            leaf.seek(document);
            leaf.read_places(document);
        }
        let spans = self.node.spans(&|leaf| self.leaves[leaf].places.as_slice());
        u32::try_from(spans.len()).unwrap_or(u32::MAX)
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
        let most = |leaf: &Leaf| leaf.postings.iter().map(DocSet::size_hint).sum::<u32>();
        if self.needs_places {
            self.leaves.iter().map(most).min().unwrap_or_default() / 4
        } else {
            self.leaves.iter().map(most).sum()
        }
    }

    fn cost(&self) -> u64 {
        // Reading places costs several times what reading documents does.
        u64::from(self.size_hint()) * if self.needs_places { 8 } else { 1 }
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(bm25) => bm25.score(self.norms.fieldnorm_id(self.document), self.frequency),
            None => self.constant,
        }
    }
}
