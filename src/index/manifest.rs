//! What the index knows about files: the index is its own manifest.
//!
//! The last document that comes from a file carries its size and time. A file whose documents
//! lack that mark was being read when a run was cut off, and is read again. What is committed
//! and what is known can therefore never differ.

use std::collections::HashMap;

use tantivy::Searcher;
use twox_hash::XxHash64;

use super::schema::column;
use crate::error::{Error, ErrorKind, Result};
use crate::walk::Source;

/// The files that an index knows. Names are kept as hashes, 24 bytes a file; two files are
/// taken for one only if hash, size and time agree.
#[derive(Debug, Default)]
pub(crate) struct Manifest {
    files: HashMap<u64, Entry>,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    size: u64,
    modified_nanos: i64,
    /// Whether the file was read to its end.
    complete: bool,
    seen: bool,
}

/// What has to be done about a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    New,
    Changed,
    Unchanged,
}

fn hash(name: &str) -> u64 {
    XxHash64::oneshot(0, name.as_bytes())
}

impl Manifest {
    /// Reads the manifest out of the index.
    pub(crate) fn read(searcher: &Searcher) -> Result<Manifest> {
        let mut files: HashMap<u64, Entry> = HashMap::new();
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let Some(names) = columns.str(column::FILE_NAME)? else { continue };
            let sizes = columns.u64(column::FILE_SIZE)?;
            let times = columns.i64(column::FILE_MODIFIED)?;
            let mut hashes = Vec::with_capacity(names.num_terms());
            each_name(&names, |name| hashes.push(hash(name)))?;
            for document in segment.doc_ids_alive() {
                let Some(name) = names.ords().first(document) else { continue };
                let Some(name) = usize::try_from(name).ok().and_then(|name| hashes.get(name))
                else {
                    return Err(Error::new(
                        ErrorKind::Damaged,
                        "file name without dictionary entry",
                    ));
                };
                let entry = files.entry(*name).or_insert(Entry {
                    size: 0,
                    modified_nanos: 0,
                    complete: false,
                    seen: false,
                });
                if let Some(size) = sizes.first(document) {
                    entry.size = size;
                    entry.modified_nanos = times.first(document).unwrap_or_default();
                    entry.complete = true;
                }
            }
        }
        Ok(Manifest { files })
    }

    /// Number of files known.
    pub(crate) fn len(&self) -> usize {
        self.files.len()
    }

    /// Compares a file with what is known, and takes note that it is there.
    pub(crate) fn compare(&mut self, source: &Source) -> Change {
        match self.files.get_mut(&hash(&source.name)) {
            None => Change::New,
            Some(entry) => {
                entry.seen = true;
                let same = entry.complete
                    && entry.size == source.size
                    && entry.modified_nanos == source.modified_nanos;
                if same { Change::Unchanged } else { Change::Changed }
            }
        }
    }

    /// The names of known files that were not seen and for which `in_scope` holds.
    pub(crate) fn vanished(
        &self,
        searcher: &Searcher,
        in_scope: impl Fn(&str) -> bool,
    ) -> Result<Vec<String>> {
        if self.files.values().all(|entry| entry.seen) {
            return Ok(Vec::new());
        }
        let mut vanished = Vec::new();
        for segment in searcher.segment_readers() {
            if let Some(names) = segment.fast_fields().str(column::FILE_NAME)? {
                each_name(&names, |name| {
                    let gone = self.files.get(&hash(name)).is_some_and(|entry| !entry.seen);
                    if gone && in_scope(name) {
                        vanished.push(name.to_owned());
                    }
                })?;
            }
        }
        vanished.sort_unstable();
        vanished.dedup();
        Ok(vanished)
    }
}

/// Whether the index holds a known file for which `found` holds.
pub(crate) fn any_name(searcher: &Searcher, found: impl Fn(&str) -> bool) -> Result<bool> {
    let mut any = false;
    for segment in searcher.segment_readers() {
        if let Some(names) = segment.fast_fields().str(column::FILE_NAME)? {
            each_name(&names, |name| any |= found(name))?;
        }
    }
    Ok(any)
}

fn each_name(names: &tantivy::columnar::StrColumn, mut take: impl FnMut(&str)) -> Result<()> {
    let damaged = |error: std::io::Error| {
        Error::new(ErrorKind::Damaged, "dictionary of file names cannot be read").with_source(error)
    };
    let mut stream = names.dictionary().stream().map_err(damaged)?;
    while stream.advance() {
        take(&String::from_utf8_lossy(stream.key()));
    }
    Ok(())
}
