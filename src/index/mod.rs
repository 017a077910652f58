//! From files to a searchable index: `Source → RawDocument → Article → IndexedDocument →
//! tantivy`, in parallel, within bounded memory, again and again.

mod budget;
mod document;
mod manifest;
mod pipeline;
mod progress;
pub(crate) mod schema;
pub(crate) mod store;
pub(crate) mod stored;

use std::path::{Path, PathBuf};

use crate::error::Result;
use crate::read::ReadOptions;

pub(crate) use document::{day_number, name_variants, person_words, spelling_term};
pub use progress::{FileOutcome, FileProblem, IndexEvent, IndexReport, Observer};

/// Name of the folder in which an index lives when nothing else is said.
pub const INDEX_FOLDER: &str = ".dateline";

/// How an index is built.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct IndexOptions {
    /// Threads that extract and index; 0 is as many as there are processors.
    pub threads: usize,
    /// Memory for unwritten postings, in bytes, shared by all threads.
    pub memory_bytes: usize,
    /// What is done with what is already there.
    pub mode: IndexMode,
    /// How files are read. Applies to files that are read in this run: a file that has not
    /// changed stays as it was read before.
    pub reading: ReadOptions,
    /// The day after which nothing can have been published. The library reads no clock: without
    /// it, dates are only held against the times of their files.
    pub today: Option<jiff::civil::Date>,
}

impl Default for IndexOptions {
    fn default() -> Self {
        // 256 MB: past it nothing is gained, below 128 MB merging eats what was saved.
        IndexOptions {
            threads: 0,
            memory_bytes: 256_000_000,
            mode: IndexMode::Update,
            reading: ReadOptions::default(),
            today: None,
        }
    }
}

/// What an index run does with what is already in the index.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum IndexMode {
    /// Reads new and changed files, drops vanished ones.
    #[default]
    Update,
    /// Starts from nothing.
    Rebuild,
    /// Only tells what an update would do.
    DryRun,
}

/// Brings the index in the folder `index` up to date with the articles below `roots` (folders
/// or files). Makes the index where there is none.
///
/// # Errors
/// `Locked` while another process writes to it; `SchemaVersion` when it was written by another
/// version; `Io` when the folder cannot be written; `Argument` for a root that is not there and
/// that the index has never seen. A file that cannot be read is no error but a line of the
/// report.
pub fn update(
    index: &Path,
    roots: &[PathBuf],
    options: &IndexOptions,
    observer: &dyn Observer,
) -> Result<IndexReport> {
    pipeline::update(index, roots, options, observer)
}

#[cfg(test)]
mod tests;
