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

/// What is collected.
pub(crate) struct Ranked {
    pub sort: Sort,
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
    pub top: Vec<(Place, DocAddress, Score)>,
    /// Counts for each of the facets.
    pub facets: Vec<HashMap<String, u64>>,
}

pub(crate) struct RankedSegment {
    sort: Sort,
    keep: usize,
    after: Option<Place>,
    segment: SegmentOrdinal,
    dates: Column<i64>,
    ids: Column<u64>,
    facets: Vec<(Option<StrColumn>, Vec<u64>)>,
    total: u64,
    heap: BinaryHeap<Reverse<(Place, DocId, u32)>>,
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
            keep: self.keep,
            after: self.after,
            segment,
            dates: columns.i64(column::DATE)?,
            ids: columns.u64(column::ID_HASH)?,
            facets,
            total: 0,
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
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
        merged.top.sort_by_key(|(place, ..)| Reverse(*place));
        merged.top.truncate(self.keep);
        Ok(merged)
    }
}

impl RankedSegment {
    fn place(&self, document: DocId, score: Score) -> Place {
        // Days count from 1970; moved up so that none is below 1, and 0 is "no date".
        let date =
            self.dates.first(document).map_or(0, |day| day.saturating_add(1 << 40).unsigned_abs());
        let (first, second) = match self.sort {
            // The bits of floats that are not negative are ordered as they are.
            Sort::Relevance => (u64::from(score.max(0.0).to_bits()), date),
            Sort::Newest => (date, 0),
            Sort::Oldest => (if date == 0 { 0 } else { u64::MAX - date }, 0),
        };
        Place { first, second, id: self.ids.first(document).unwrap_or_default() }
    }
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
        let place = self.place(document, score);
        if self.after.is_some_and(|after| place >= after) {
            return;
        }
        let entry = Reverse((place, document, score.to_bits()));
        if self.heap.len() < self.keep {
            self.heap.push(entry);
        } else if let Some(mut last) = self.heap.peek_mut()
            && last.0.0 < place
        {
            *last = entry;
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
            .map(|Reverse((place, document, score))| {
                (place, DocAddress::new(self.segment, document), Score::from_bits(score))
            })
            .collect();
        Ok(Collected { total: self.total, top, facets })
    }
}
