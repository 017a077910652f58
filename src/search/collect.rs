//! One pass over the matches: how many there are, which come first, and which values they have.
//!
//! The total is always exact, so every match is visited; ranking and counting are done on the
//! way. Order is total: score or date, then date, then the article's id, so that an answer is
//! the same whichever segments the articles lie in.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use super::Sort;
use crate::index::schema::column;

/// The place of an article in an answer: greater comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    first: u64,
    second: u64,
    id: u64,
}

/// A match and its place in the answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Found {
    pub place: Place,
    pub address: DocAddress,
    pub score: Score,
    /// What the score was multiplied by for the article's age; 1 where that does not count.
    pub recency: f32,
}

impl Found {
    /// Gives the match another score, before recency, and the place that goes with it.
    pub(crate) fn set_score(&mut self, score: Score) {
        self.score = score * self.recency;
        self.place.first = ordered(self.score);
    }
}

/// A score as a number in the same order: the bits of floats that are not negative are ordered
/// as they are.
fn ordered(score: Score) -> u64 {
    u64::from(score.max(0.0).to_bits())
}

/// What is collected.
pub(crate) struct Ranked {
    pub sort: Sort,
    /// The day that ages are counted from, in days since 1970.
    pub today: i64,
    /// How many places are kept.
    pub keep: usize,
    /// Only what comes after this place is kept; everything is counted.
    pub after: Option<Place>,
    /// Columns whose values are counted.
    pub facets: Vec<String>,
}

/// What was collected.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    pub total: u64,
    /// The first places, best first.
    pub top: Vec<Found>,
    /// Counts for each of the facets.
    pub facets: Vec<HashMap<String, u64>>,
}

pub(crate) struct RankedSegment {
    sort: Sort,
    today: i64,
    keep: usize,
    after: Option<Place>,
    segment: SegmentOrdinal,
    dates: Column<i64>,
    ids: Column<u64>,
    facets: Vec<(Option<StrColumn>, Vec<u64>)>,
    total: u64,
    /// What the last place kept is ordered by first, once all places are taken.
    least: u64,
    heap: BinaryHeap<Reverse<(Place, DocId, u32, u32)>>,
}

impl Collector for Ranked {
    type Fruit = Collected;
    type Child = RankedSegment;

    fn for_segment(
        &self,
        segment: SegmentOrdinal,
        reader: &SegmentReader,
    ) -> tantivy::Result<RankedSegment> {
        let columns = reader.fast_fields();
        let mut facets = Vec::with_capacity(self.facets.len());
        for name in &self.facets {
            let values = columns.str(name)?;
            let counts = vec![0; values.as_ref().map_or(0, |values| values.num_terms())];
            facets.push((values, counts));
        }
        Ok(RankedSegment {
            sort: self.sort,
            today: self.today,
            keep: self.keep,
            after: self.after,
            segment,
            dates: columns.i64(column::DATE)?,
            ids: columns.u64(column::ID_HASH)?,
            facets,
            total: 0,
            least: 0,
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort.by_score()
    }

    fn merge_fruits(
        &self,
        segments: Vec<tantivy::Result<Collected>>,
    ) -> tantivy::Result<Collected> {
        let mut merged =
            Collected { facets: vec![HashMap::new(); self.facets.len()], ..Collected::default() };
        for segment in segments {
            let segment = segment?;
            merged.total += segment.total;
            merged.top.extend(segment.top);
            for (all, more) in merged.facets.iter_mut().zip(segment.facets) {
                for (value, count) in more {
                    *all.entry(value).or_insert(0) += count;
                }
            }
        }
        merged.top.sort_by_key(|found| Reverse(found.place));
        merged.top.truncate(self.keep);
        Ok(merged)
    }
}

impl RankedSegment {
    /// The place of a document in the answer, and what its score is multiplied by.
    fn place(&self, document: DocId, score: Score) -> (Place, f32) {
        let day = self.dates.first(document);
        // Days count from 1970; moved up so that none is below 1, and 0 is "no date".
        let date = day.map_or(0, |day| day.saturating_add(1 << 40).unsigned_abs());
        let mut recency = 1.0;
        let (first, second) = match self.sort {
            Sort::Relevance => (ordered(score), date),
            Sort::Blend { half_life_days } => {
                recency = day.map_or(OLDEST, |day| faded(self.today - day, half_life_days));
                (ordered(score * recency), date)
            }
            Sort::Newest => (date, 0),
            Sort::Oldest => (if date == 0 { 0 } else { u64::MAX - date }, 0),
        };
        (Place { first, second, id: self.ids.first(document).unwrap_or_default() }, recency)
    }
}

/// What the score of an article without a date, or a very old one, is multiplied by.
const OLDEST: f32 = 0.5;

/// What the score of an article that is `age` days old is multiplied by: from 1 for a new one
/// down to [`OLDEST`], half of the way in each half-life.
fn faded(age: i64, half_life_days: u32) -> f32 {
    let lives = age.max(0) as f32 / half_life_days.max(1) as f32;
    OLDEST + (1.0 - OLDEST) * (-lives).exp2()
}

impl SegmentCollector for RankedSegment {
    type Fruit = tantivy::Result<Collected>;

    fn collect(&mut self, document: DocId, score: Score) {
        self.total += 1;
        for (values, counts) in &mut self.facets {
            if let Some(values) = values {
                for value in values.term_ords(document) {
                    if let Some(count) = usize::try_from(value).ok().and_then(|v| counts.get_mut(v))
                    {
                        *count += 1;
                    }
                }
            }
        }
        if self.keep == 0 {
            return;
        }
        // Age can only take from a score: below the last place kept, nothing more need be read.
        if self.sort.by_score() && ordered(score) < self.least {
            return;
        }
        let (place, recency) = self.place(document, score);
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        let entry = Reverse((place, document, score.to_bits(), recency.to_bits()));
        if self.heap.len() < self.keep {
            self.heap.push(entry);
        } else if let Some(mut last) = self.heap.peek_mut()
            && last.0.0 < place
        {
            *last = entry;
        } else {
            return;
        }
        if self.heap.len() == self.keep {
            self.least = self.heap.peek().map_or(0, |last| last.0.0.first);
        }
    }

    fn harvest(self) -> tantivy::Result<Collected> {
        let mut facets = Vec::with_capacity(self.facets.len());
        for (values, counts) in self.facets {
            let mut named = HashMap::new();
            if let Some(values) = values {
                let mut name = String::new();
                for (value, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0)
                {
                    values.ord_to_str(value as u64, &mut name)?;
                    named.insert(name.clone(), count);
                }
            }
            facets.push(named);
        }
        let top = self
            .heap
            .into_iter()
            .map(|Reverse((place, document, score, recency))| {
                let recency = f32::from_bits(recency);
                Found {
                    place,
                    address: DocAddress::new(self.segment, document),
                    score: Score::from_bits(score) * recency,
                    recency,
                }
            })
            .collect();
        Ok(Collected { total: self.total, top, facets })
    }
}
