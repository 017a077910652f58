//! An engine query for words, all of them or any: the scores of BM25F over their forms and fields.
//!
//! Works on windows of the document numbers: within one, the postings of each word's forms in
//! each field are added up in a small array, block by block as the engine decodes them, then
//! saturated and added to the scores. A word that must be there is looked up for the few documents
//! left rather than read, where few are left. So every match is seen, the total is exact, and the
//! cost of an occurrence is an addition.
//!
//! Invariants: documents come in order; a score depends on nothing but the document.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

use super::ranking::{LengthTable, Scheme, Unit, explained};

/// Most documents of a window.
const MAX_WINDOW: usize = 4096;

/// Documents of the first window after a jump: an outer condition may want one document only.
const MIN_WINDOW: usize = 64;

/// With so few documents left in a window, a word is looked up for each instead of read.
const FEW: u32 = 12;

/// See the module's documentation.
#[derive(Clone, Debug)]
pub(crate) struct WordsQuery {
    /// Words, all of [`Unit::is_word`].
    pub units: Vec<Unit>,
    /// Whether a document must have all of them.
    pub all: bool,
    pub scheme: Scheme,
}

impl Query for WordsQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scored = matches!(scoring, EnableScoring::Enabled { .. });
        let units = self
            .units
            .iter()
            .map(|unit| WeightUnit {
                worth: unit.worth,
                fields: unit
                    .fields
                    .iter()
                    .map(|field| {
                        let words = field.leaves.iter().flatten();
                        let terms =
                            words.map(|word| Term::from_field_text(field.field, word)).collect();
                        (terms, self.scheme.table(field))
                    })
                    .collect(),
            })
            .collect();
        Ok(Box::new(WordsWeight { units, all: self.all, scheme: self.scheme, scored }))
    }

    fn query_terms<'a>(&'a self, _: &mut dyn FnMut(&'a Term, bool)) {}
}

struct WordsWeight {
    units: Vec<WeightUnit>,
    all: bool,
    scheme: Scheme,
    scored: bool,
}

struct WeightUnit {
    worth: f32,
    fields: Vec<(Vec<Term>, LengthTable)>,
}

impl Weight for WordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.open(reader, boost)? {
            Some(scorer) => Box::new(scorer),
            None => Box::new(EmptyScorer),
        })
    }

    /// As the default does it, but a window at a time.
    fn for_each(
        &self,
        reader: &SegmentReader,
        callback: &mut dyn FnMut(DocId, Score),
    ) -> tantivy::Result<()> {
        let Some(mut scorer) = self.open(reader, 1.0)? else { return Ok(()) };
        while scorer.document < TERMINATED {
            let base = scorer.base;
            rows_of(&scorer.matched, |row| callback(base + row as DocId, scorer.scores[row]));
            scorer.fill(scorer.end);
        }
        Ok(())
    }

    fn explain(&self, reader: &SegmentReader, document: DocId) -> tantivy::Result<Explanation> {
        explained(self.scorer(reader, 1.0)?, document, "BM25F of words")
    }
}

impl WordsWeight {
    /// Opens the postings; `None` where nothing can match.
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<WordsScorer>> {
        let option =
            if self.scored { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let mut units = Vec::with_capacity(self.units.len());
        for unit in &self.units {
            let mut cursors = Vec::new();
            let mut size = 0_u64;
            for (terms, table) in &unit.fields {
                let Some(first) = terms.first() else { continue };
                let inverted = reader.inverted_index(first.field())?;
                let mut lengths = None;
                for term in terms {
                    let Some(info) = inverted.get_term_info(term)? else { continue };
                    size += u64::from(info.doc_freq);
                    let postings = inverted.read_block_postings_from_terminfo(&info, option)?;
                    if self.scored && lengths.is_none() {
                        lengths = Some(reader.get_fieldnorms_reader(first.field())?);
                    }
                    let lengths = lengths
                        .clone()
                        .unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1));
                    cursors.push(Cursor::new(postings, lengths, table.clone()));
                }
            }
            if cursors.is_empty() {
                if self.all {
                    return Ok(None);
                }
                continue;
            }
            units.push(ScorerUnit { worth: unit.worth * boost, cursors, size });
        }
        if units.is_empty() {
            return Ok(None);
        }
        // The rarest leads.
        units.sort_by_key(|unit| unit.size);
        let mut scorer = WordsScorer {
            size: if self.all {
                units.first().map_or(0, |unit| unit.size)
            } else {
                units.iter().map(|unit| unit.size).sum()
            },
            units,
            all: self.all,
            scheme: self.scheme,
            scored: self.scored,
            base: 0,
            end: 0,
            length: MAX_WINDOW,
            matched: vec![0; MAX_WINDOW / 64],
            found: vec![0; MAX_WINDOW / 64],
            counts: vec![0.0; MAX_WINDOW],
            scores: vec![0.0; MAX_WINDOW],
            document: 0,
        };
        scorer.fill(0);
        Ok(Some(scorer))
    }
}

/// The postings of one form in one field.
struct Cursor {
    postings: BlockSegmentPostings,
    /// Place in the block that is decoded.
    at: usize,
    ended: bool,
    lengths: FieldNormReader,
    table: LengthTable,
}

impl Cursor {
    fn new(postings: BlockSegmentPostings, lengths: FieldNormReader, table: LengthTable) -> Self {
        let ended = postings.docs().is_empty();
        Cursor { postings, at: 0, ended, lengths, table }
    }

    fn doc(&self) -> DocId {
        if self.ended { TERMINATED } else { self.postings.doc(self.at) }
    }

    /// Moves to the first document at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        let docs = self.postings.docs();
        if docs.last().is_some_and(|last| *last >= target) {
            self.at += docs[self.at..].partition_point(|doc| *doc < target);
        } else {
            self.at = self.postings.seek(target);
            self.ended = self.at >= self.postings.docs().len();
        }
        self.doc()
    }

    /// What the document under the cursor counts.
    fn count(&self) -> f32 {
        let code = self.lengths.fieldnorm_id(self.doc());
        self.table.get(code) * self.postings.freq(self.at) as f32
    }

    /// Hands over every document before `end`, with what it counts.
    fn read(&mut self, end: DocId, scored: bool, mut take: impl FnMut(DocId, f32)) {
        while !self.ended {
            let docs = self.postings.docs();
            let upto = if docs.last().is_some_and(|last| *last < end) {
                docs.len()
            } else {
                self.at + docs[self.at..].partition_point(|doc| *doc < end)
            };
            if scored {
                let freqs = &self.postings.freqs()[self.at..upto];
                for (doc, freq) in docs[self.at..upto].iter().zip(freqs) {
                    let code = self.lengths.fieldnorm_id(*doc);
                    take(*doc, self.table.get(code) * *freq as f32);
                }
            } else {
                docs[self.at..upto].iter().for_each(|doc| take(*doc, 1.0));
            }
            if upto < docs.len() {
                self.at = upto;
                return;
            }
            self.postings.advance();
            self.at = 0;
            self.ended = self.postings.docs().is_empty();
        }
    }
}

/// A word that the segment has.
struct ScorerUnit {
    worth: f32,
    cursors: Vec<Cursor>,
    /// Number of its postings.
    size: u64,
}

impl ScorerUnit {
    /// Moves to the first document at or after `target` that has one of the forms.
    fn seek(&mut self, target: DocId) -> DocId {
        self.cursors.iter_mut().map(|cursor| cursor.seek(target)).min().unwrap_or(TERMINATED)
    }
}

struct WordsScorer {
    units: Vec<ScorerUnit>,
    all: bool,
    scheme: Scheme,
    scored: bool,
    /// First document of the window, and the one after its last.
    base: DocId,
    end: DocId,
    /// Length of the next window.
    length: usize,
    /// The matches in the window, a bit each.
    matched: Vec<u64>,
    /// Documents of the window that have the word being read.
    found: Vec<u64>,
    /// What that word counts in them.
    counts: Vec<f32>,
    scores: Vec<f32>,
    document: DocId,
    size: u64,
}

impl WordsScorer {
    /// Fills the first window with a match at or after `from`, and stands on the match.
    fn fill(&mut self, mut from: DocId) -> DocId {
        loop {
            from = self.start(from);
            if from >= TERMINATED {
                self.document = TERMINATED;
                return TERMINATED;
            }
            self.base = from;
            let length = DocId::try_from(self.length).unwrap_or(64);
            self.end = from.saturating_add(length).min(TERMINATED);
            self.read_window();
            self.length = (self.length * 2).min(MAX_WINDOW);
            if let Some(document) = self.next_match(self.base) {
                self.document = document;
                return document;
            }
            from = self.end;
        }
    }

    /// The first document at or after `from` that may match.
    fn start(&mut self, from: DocId) -> DocId {
        if self.all {
            let mut start = from;
            for unit in &mut self.units {
                start = unit.seek(start);
                if start >= TERMINATED {
                    break;
                }
            }
            start
        } else {
            self.units.iter_mut().map(|unit| unit.seek(from)).min().unwrap_or(TERMINATED)
        }
    }

    fn read_window(&mut self) {
        let WordsScorer { base, end, scheme, scored, .. } = *self;
        let WordsScorer { units, matched, found, counts, scores, .. } = self;
        matched.fill(0);
        scores[..(end - base) as usize].fill(0.0);
        for (number, unit) in units.iter_mut().enumerate() {
            let needed = self.all && number > 0;
            let left =
                if needed { matched.iter().map(|bits| bits.count_ones()).sum() } else { u32::MAX };
            if left == 0 {
                return;
            }
            found.fill(0);
            if left <= FEW {
                rows_of(matched, |row| {
                    let document = base + row as DocId;
                    for cursor in &mut unit.cursors {
                        if cursor.seek(document) == document {
                            found[row / 64] |= 1 << (row % 64);
                            counts[row] += if scored { cursor.count() } else { 0.0 };
                        }
                    }
                });
            } else {
                for cursor in &mut unit.cursors {
                    cursor.seek(base);
                    cursor.read(end, scored, |document, count| {
                        let row = (document - base) as usize;
                        found[row / 64] |= 1 << (row % 64);
                        counts[row] += count;
                    });
                }
            }
            if scored {
                rows_of(found, |row| {
                    scores[row] += unit.worth * scheme.saturated(counts[row]);
                    counts[row] = 0.0;
                });
            }
            for (matched, found) in matched.iter_mut().zip(found.iter()) {
                *matched = if needed { *matched & found } else { *matched | found };
            }
        }
    }

    /// The first match of the window at or after `from`.
    fn next_match(&self, from: DocId) -> Option<DocId> {
        let row = (from - self.base) as usize;
        let first = self.matched.get(row / 64)? & (u64::MAX << (row % 64));
        let mut word = row / 64;
        let mut bits = first;
        loop {
            if bits != 0 {
                return Some(self.base + (word * 64) as DocId + bits.trailing_zeros());
            }
            word += 1;
            bits = *self.matched.get(word)?;
        }
    }
}

/// Calls `take` with the rows whose bit is set.
fn rows_of(bits: &[u64], mut take: impl FnMut(usize)) {
    for (word, bits) in bits.iter().enumerate() {
        let mut bits = *bits;
        while bits != 0 {
            take(word * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

impl DocSet for WordsScorer {
    fn advance(&mut self) -> DocId {
        if self.document >= TERMINATED {
            return TERMINATED;
        }
        let next = self.document + 1;
        if next < self.end
            && let Some(document) = self.next_match(next)
        {
            self.document = document;
            return document;
        }
        self.fill(self.end)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if target <= self.document {
            return self.document;
        }
        if target >= TERMINATED {
            self.document = TERMINATED;
            return TERMINATED;
        }
        if target < self.end {
            if let Some(document) = self.next_match(target) {
                self.document = document;
                return document;
            }
            return self.fill(self.end);
        }
        self.length = MIN_WINDOW;
        self.fill(target)
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        u32::try_from(self.size).unwrap_or(u32::MAX)
    }
}

impl Scorer for WordsScorer {
    fn score(&mut self) -> Score {
        self.scores.get((self.document.wrapping_sub(self.base)) as usize).copied().unwrap_or(0.0)
    }
}
