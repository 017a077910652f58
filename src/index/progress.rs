//! What an index run tells while it goes on and when it is over.

use serde::{Deserialize, Serialize};

/// Something that an index run tells its [`Observer`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum IndexEvent<'a> {
    /// So many files and bytes that have to be read were found up to now.
    Found {
        /// Number of files.
        files: u64,
        /// Their size together.
        bytes: u64,
    },
    /// The walk is over: what was found is all there is.
    WalkDone,
    /// A file was read and its articles handed to the index.
    FileDone {
        /// The file, as the index names it.
        path: &'a str,
        /// Its size in bytes.
        bytes: u64,
        /// Number of articles in it.
        articles: u64,
    },
    /// A file, or an article in it, was skipped or failed.
    Problem(&'a FileProblem),
    /// What was read up to now is being made durable.
    Committing,
}

/// Is told how an index run goes on; called from several threads.
pub trait Observer: Sync {
    /// Takes note of `event`. Should return soon: the run waits.
    fn event(&self, event: IndexEvent<'_>);
}

/// An observer that takes no note.
impl Observer for () {
    fn event(&self, _: IndexEvent<'_>) {}
}

/// What became of a file that gave no article, or not all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FileOutcome {
    /// It holds nothing that dateline reads: empty, a picture, a program.
    Skipped,
    /// It ought to be readable and was not.
    Failed,
}

/// A file, or an article in it, that is not in the index, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileProblem {
    /// The file, as the index names it.
    pub path: String,
    /// Number of the article within the file, where it is one article and not the whole file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<u32>,
    /// What became of it.
    pub outcome: FileOutcome,
    /// The reason, lower case and without a final period.
    pub reason: String,
}

/// The totals of an index run. Serialised, it is the output of `dateline index --format json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct IndexReport {
    /// The index folder.
    pub index: String,
    /// Files found below the roots.
    pub files_found: u64,
    /// Files that the index had not known.
    pub files_new: u64,
    /// Files whose size or time had changed.
    pub files_changed: u64,
    /// Files left alone, because nothing had changed.
    pub files_unchanged: u64,
    /// Files that are no longer there; their articles were dropped.
    pub files_vanished: u64,
    /// New or changed files that hold nothing that dateline reads.
    pub files_skipped: u64,
    /// New or changed files that could not be read.
    pub files_failed: u64,
    /// Articles added in this run.
    pub articles_added: u64,
    /// Articles in the index after it.
    pub articles_total: u64,
    /// Bytes read.
    pub bytes_read: u64,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Size of the index folder in bytes.
    pub index_bytes: u64,
    /// Files and articles that were skipped or failed in this run, sorted by path.
    pub problems: Vec<FileProblem>,
    /// What else the user should know, such as a root that is missing.
    pub notes: Vec<String>,
}

impl IndexReport {
    /// Whether the index was already up to date.
    pub fn nothing_changed(&self) -> bool {
        self.files_new == 0 && self.files_changed == 0 && self.files_vanished == 0
    }
}
