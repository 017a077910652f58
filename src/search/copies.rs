//! Exact copies of an article are one hit, with the others beneath it.
//!
//! Articles are copies of each other when headline and text are the same, white space aside: a
//! hash of them is a column of the index, and a term.

use std::collections::HashSet;

use serde::Serialize;
use tantivy::columnar::Column;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocAddress, DocSet as _, TERMINATED, Term};

use super::collect::Found;
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::schema::column;

/// Most copies that a hit lists.
const MOST_LISTED: usize = 100;

/// What becomes of exact copies of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Copies {
    /// They are one hit, which lists the others.
    #[default]
    Fold,
    /// Each is a hit.
    All,
}

/// An exact copy of a hit: another article with the same headline and text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Copy {
    /// Id of the article.
    pub id: ArticleId,
    /// The file, as the index names it.
    pub path: String,
    /// Number of the article within its file, from 1.
    pub record: u32,
    /// Its own date: `YYYY-MM-DD`, or shorter at its precision.
    pub date: Option<String>,
    /// Its outlet or agency.
    pub source: Option<String>,
}

/// Remembers what has been shown.
pub(super) struct Folder {
    columns: Vec<Column<u64>>,
    seen: HashSet<u64>,
}

impl Folder {
    pub(super) fn new(searcher: &tantivy::Searcher) -> Result<Folder> {
        let mut columns = Vec::new();
        for segment in searcher.segment_readers() {
            columns.push(segment.fast_fields().u64(column::CONTENT)?);
        }
        Ok(Folder { columns, seen: HashSet::new() })
    }

    fn content(&self, address: DocAddress) -> Option<u64> {
        self.columns.get(address.segment_ord as usize)?.first(address.doc_id)
    }

    /// Whether no copy of `address` has been asked about before.
    pub(super) fn is_new(&mut self, address: DocAddress) -> bool {
        self.content(address).is_none_or(|content| self.seen.insert(content))
    }

    /// The first of each set of copies.
    pub(super) fn fold(&mut self, top: Vec<Found>) -> Vec<Found> {
        top.into_iter().filter(|found| self.is_new(found.address)).collect()
    }

    /// The other articles with the same content, in the order of the index.
    pub(super) fn copies(
        &self,
        searcher: &tantivy::Searcher,
        field: Field,
        address: DocAddress,
    ) -> Result<Vec<DocAddress>> {
        let Some(content) = self.content(address) else { return Ok(Vec::new()) };
        let term = Term::from_field_u64(field, content);
        if searcher.doc_freq(&term)? < 2 {
            return Ok(Vec::new());
        }
        let mut found = Vec::new();
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            let inverted = segment.inverted_index(field)?;
            let postings = inverted.read_postings(&term, IndexRecordOption::Basic);
            let Some(mut postings) = postings.map_err(tantivy::TantivyError::from)? else {
                continue;
            };
            let mut document = postings.doc();
            while document != TERMINATED && found.len() < MOST_LISTED {
                let other = DocAddress::new(number, document);
                if other != address && !segment.is_deleted(document) {
                    found.push(other);
                }
                document = postings.advance();
            }
        }
        Ok(found)
    }
}
