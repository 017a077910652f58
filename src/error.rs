//! The one public error of the library.
//!
//! Messages say what was expected, what was found, and where; lower case, no final period.
//! Modules keep small private errors of their own and turn them into this one at their border.

use std::fmt;
use std::path::{Path, PathBuf};

/// The result of a fallible dateline operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What kind of thing went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A file or folder could not be read or written.
    Io,
    /// A file was read, but holds no article that can be understood.
    Unreadable,
    /// There is no index where one was looked for.
    NoIndex,
    /// The index was written by another version of dateline.
    SchemaVersion,
    /// Another process is writing to the index.
    Locked,
    /// The index is damaged.
    Damaged,
    /// A query was refused (only under [`Strictness::Strict`](crate::query::Strictness)).
    Query,
    /// An argument is out of its range.
    Argument,
    /// The engine underneath failed in a way that has no kind of its own.
    Engine,
}

/// An error: its kind, what was being done, to which path, and what caused it.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    message: String,
    path: Option<PathBuf>,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Makes an error of `kind` with a message (lower case, no final period).
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Error { kind, message: message.into(), path: None, source: None }
    }

    /// Makes an I/O error about `path`.
    pub fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Error {
            kind: ErrorKind::Io,
            message: source.to_string(),
            path: Some(path.into()),
            source: Some(Box::new(source)),
        }
    }

    /// Names the file or folder that the error is about.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<PathBuf>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// Keeps the error that caused this one.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// What kind of thing went wrong.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// The file or folder that the error is about, if it is about one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// The message without the path.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Whether there is no index where one was looked for.
    pub fn is_no_index(&self) -> bool {
        self.kind == ErrorKind::NoIndex
    }

    /// Whether another process holds the index's writer lock.
    pub fn is_locked(&self) -> bool {
        self.kind == ErrorKind::Locked
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.path {
            Some(path) => write!(f, "{}: {}", path.display(), self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

impl From<tantivy::TantivyError> for Error {
    fn from(source: tantivy::TantivyError) -> Self {
        let kind = match &source {
            tantivy::TantivyError::DataCorruption(_) => ErrorKind::Damaged,
            tantivy::TantivyError::IoError(_)
            | tantivy::TantivyError::OpenReadError(_)
            | tantivy::TantivyError::OpenWriteError(_)
            | tantivy::TantivyError::OpenDirectoryError(_) => ErrorKind::Io,
            tantivy::TantivyError::LockFailure(..) => ErrorKind::Locked,
            _ => ErrorKind::Engine,
        };
        Error { kind, message: source.to_string(), path: None, source: Some(Box::new(source)) }
    }
}
