//! The index folder: making it, opening it for reading, opening it for writing.
//!
//! A folder is an index when it holds `dateline.json`, which names the version of the layout
//! before the engine is asked anything. Invariants: one writer, whose lock the system gives
//! back when its process is gone; a folder of another version is refused with what to do; a
//! folder that is not an index is never written into unless it is empty or new.

use std::path::{Path, PathBuf};

use dateline_index_schema::SCHEMA_VERSION;
use serde::{Deserialize, Serialize};
use tantivy::collector::Count;
use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::indexer::{IndexWriterOptions, LogMergePolicy};
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::store::Compressor;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Term};

use super::INDEX_FOLDER;
use super::document::IndexedDocument;
use super::schema::{HAS_ARTICLE, IndexFields, build_schema, tokenizers};
use crate::error::{Error, ErrorKind, Result};

/// The file that makes a folder an index.
const MARK: &str = "dateline.json";

/// The file that names the process that writes.
const OWNER: &str = "writer.json";

#[derive(Debug, Serialize, Deserialize)]
struct Mark {
    schema_version: u32,
    made_by: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Owner {
    process: u32,
}

/// An open index folder.
pub(crate) struct Store {
    pub folder: PathBuf,
    pub index: Index,
    pub fields: IndexFields,
}

/// The folder from which the names of files count: the one that holds `.dateline`. An index
/// elsewhere names every file by its absolute path.
pub(crate) fn home(index: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(index).ok()?;
    let folder = folder.canonicalize().unwrap_or(folder);
    if folder.file_name()? == INDEX_FOLDER { folder.parent().map(Path::to_path_buf) } else { None }
}

impl Store {
    /// Opens the index in `folder` for reading.
    pub(crate) fn open(folder: &Path) -> Result<Store> {
        let mark = read_mark(folder)?;
        if mark.schema_version != SCHEMA_VERSION {
            let older = if mark.schema_version < SCHEMA_VERSION { "an older" } else { "a newer" };
            return Err(Error::new(
                ErrorKind::SchemaVersion,
                format!(
                    "was written by {older} dateline ({}; layout {}, this one has {SCHEMA_VERSION}): \
                     index the folder again with --rebuild, or use that version",
                    mark.made_by, mark.schema_version
                ),
            )
            .with_path(folder));
        }
        let located = |error: Error| error.with_path(folder);
        let directory = MmapDirectory::open(folder)
            .map_err(|error| located(tantivy::TantivyError::from(error).into()))?;
        let mut index = Index::open(directory).map_err(|error| located(error.into()))?;
        index.set_tokenizers(tokenizers());
        let fields = IndexFields::of(&index.schema()).filter(|_| index.schema() == build_schema());
        let Some(fields) = fields else {
            return Err(located(Error::new(
                ErrorKind::SchemaVersion,
                "has other fields than this dateline: index the folder again with --rebuild",
            )));
        };
        Ok(Store { folder: folder.to_path_buf(), index, fields })
    }

    /// Opens the index in `folder` for writing, or makes it there.
    pub(crate) fn open_or_create(folder: &Path) -> Result<Store> {
        if folder.join(MARK).exists() {
            return Store::open(folder);
        }
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
        let mut entries = std::fs::read_dir(folder).map_err(|error| Error::io(folder, error))?;
        if entries.next().is_some() {
            return Err(Error::new(
                ErrorKind::Argument,
                "is neither empty nor an index: choose another folder with --index",
            )
            .with_path(folder));
        }
        let schema = build_schema();
        // Each article is packed by itself: see `stored`.
        let settings = IndexSettings {
            docstore_compression: Compressor::None,
            docstore_blocksize: 8192,
            ..IndexSettings::default()
        };
        let directory = MmapDirectory::open(folder)
            .map_err(|error| Error::from(tantivy::TantivyError::from(error)).with_path(folder))?;
        Index::builder()
            .schema(schema.clone())
            .settings(settings)
            .tokenizers(tokenizers())
            .open_or_create(directory)
            .map_err(|error| Error::from(error).with_path(folder))?;
        // Last, so that a folder with the mark is a whole index.
        let mark = Mark {
            schema_version: SCHEMA_VERSION,
            made_by: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
        };
        write_json(&folder.join(MARK), &mark).map_err(|error| unwritable(folder, error))?;
        Store::open(folder)
    }

    /// Removes an index, of whatever version, so that it can be made anew.
    ///
    /// Only the files that an index has are removed.
    pub(crate) fn remove(folder: &Path) -> Result<()> {
        if !folder.join(MARK).exists() {
            return Ok(());
        }
        let directory = MmapDirectory::open(folder)
            .map_err(|error| Error::from(tantivy::TantivyError::from(error)).with_path(folder))?;
        let _alone = directory.acquire_lock(&INDEX_WRITER_LOCK).map_err(|_| locked(folder))?;
        let entries = std::fs::read_dir(folder).map_err(|error| Error::io(folder, error))?;
        // The mark goes first: what is left after a crash is no index.
        let mut files: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
        files.sort_by_key(|file| file.file_name().is_none_or(|name| name != MARK));
        for file in files.into_iter().filter(|file| file.is_file()) {
            std::fs::remove_file(&file).map_err(|error| Error::io(&file, error))?;
        }
        Ok(())
    }

    /// A reader of the last commit.
    pub(crate) fn reader(&self) -> Result<IndexReader> {
        // Manual: the other policy starts a thread that polls the folder twice a second.
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        reader.map_err(|error: tantivy::TantivyError| Error::from(error).with_path(&self.folder))
    }

    /// The writer, with `threads` threads that share `memory_bytes`.
    pub(crate) fn writer(
        &self,
        threads: usize,
        memory_bytes: usize,
    ) -> Result<IndexWriter<IndexedDocument>> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(threads)
            .memory_budget_per_thread((memory_bytes / threads).max(LEAST_MEMORY_PER_THREAD))
            .num_merge_threads(2)
            .build();
        let writer = self.index.writer_with_options(options).map_err(|error| match error {
            tantivy::TantivyError::LockFailure(..) => locked(&self.folder),
            other => Error::from(other).with_path(&self.folder),
        })?;
        write_json(&self.folder.join(OWNER), &Owner { process: std::process::id() })
            .map_err(|error| unwritable(&self.folder, error))?;
        let mut policy = LogMergePolicy::default();
        // The engine never merges for deletions alone; an archive that is corrected daily
        // would grow dead documents for ever.
        policy.set_del_docs_ratio_before_merge(0.2);
        writer.set_merge_policy(Box::new(policy));
        Ok(writer)
    }

    /// Number of articles in the last commit.
    pub(crate) fn count_articles(&self) -> Result<u64> {
        let term = Term::from_field_text(self.fields.has, HAS_ARTICLE);
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        Ok(self.reader()?.searcher().search(&query, &Count)? as u64)
    }

    /// Size of the index on disk in bytes.
    pub(crate) fn bytes_on_disk(&self) -> u64 {
        std::fs::read_dir(&self.folder)
            .map(|entries| {
                entries.flatten().filter_map(|e| e.metadata().ok()).map(|m| m.len()).sum()
            })
            .unwrap_or_default()
    }
}

fn locked(folder: &Path) -> Error {
    let message = match read_json::<Owner>(&folder.join(OWNER)) {
        Ok(owner) => format!("process {} is writing to the index", owner.process),
        Err(_) => "another process is writing to the index".to_owned(),
    };
    Error::new(ErrorKind::Locked, message).with_path(folder)
}

/// The engine refuses less than 15 MB a thread.
const LEAST_MEMORY_PER_THREAD: usize = 15_000_000;

fn read_mark(folder: &Path) -> Result<Mark> {
    let file = folder.join(MARK);
    if !file.exists() {
        let found = if folder.exists() { "is no dateline index" } else { "there is no index here" };
        return Err(Error::new(ErrorKind::NoIndex, found).with_path(folder));
    }
    read_json(&file).map_err(|error| {
        Error::new(ErrorKind::Damaged, format!("the mark of the index cannot be read: {error}"))
            .with_path(file)
    })
}

fn read_json<T: for<'de> Deserialize<'de>>(file: &Path) -> std::io::Result<T> {
    Ok(serde_json::from_slice(&std::fs::read(file)?)?)
}

/// Writes a small file whole or not at all.
fn write_json<T: Serialize>(file: &Path, value: &T) -> std::io::Result<()> {
    let new = file.with_extension("json.new");
    std::fs::write(&new, serde_json::to_vec_pretty(value)?)?;
    std::fs::rename(new, file)
}

fn unwritable(folder: &Path, error: std::io::Error) -> Error {
    Error::new(
        ErrorKind::Io,
        format!("cannot be written ({error}): choose another folder for the index with --index"),
    )
    .with_path(folder)
    .with_source(error)
}
