//! From folders to the files in them: `path → Source`.
//!
//! Leaves what a file holds to `read`. Invariants: a file is yielded once even where two roots
//! overlap; symbolic links are not followed; nothing below a hidden folder (`.git`,
//! `.dateline`) is entered unless it was named as a root; what cannot be listed is yielded as a
//! problem, never left out in silence.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Component, Path, PathBuf};

use crate::error::{Error, ErrorKind, Result};

/// A file that may hold articles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it is.
    pub path: PathBuf,
    /// How the index names it; see [`index_name`].
    pub name: String,
    /// Size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970 UTC; 0 where the file system does
    /// not say.
    pub modified_nanos: i64,
}

impl Source {
    /// Looks at the file `path`, which the index is to know as `name`.
    ///
    /// # Errors
    /// `Io` when there is no such file or it may not be looked at.
    pub fn from_path(path: impl Into<PathBuf>, name: impl Into<String>) -> Result<Source> {
        let path = path.into();
        let metadata = std::fs::metadata(&path).map_err(|error| Error::io(&path, error))?;
        if metadata.is_dir() {
            return Err(Error::new(ErrorKind::Io, "is a folder, not a file").with_path(path));
        }
        Ok(Source::new(path, name.into(), &metadata))
    }

    fn new(path: PathBuf, name: String, metadata: &std::fs::Metadata) -> Source {
        let modified_nanos = metadata
            .modified()
            .ok()
            .and_then(|time| match time.duration_since(std::time::UNIX_EPOCH) {
                Ok(after) => i64::try_from(after.as_nanos()).ok(),
                Err(before) => i64::try_from(before.duration().as_nanos()).ok().map(|n| -n),
            })
            .unwrap_or(0);
        Source { path, name, size: metadata.len(), modified_nanos }
    }

    /// When the file was last changed; `None` where the file system does not say.
    pub fn modified(&self) -> Option<jiff::Timestamp> {
        (self.modified_nanos != 0)
            .then(|| jiff::Timestamp::from_nanosecond(i128::from(self.modified_nanos)).ok())
            .flatten()
    }
}

/// The name by which the index knows a file: its path from `home`, the folder that holds the
/// index, with `/` between the parts; the absolute path for a file that lies elsewhere. Bytes
/// that are not UTF-8 are written `\xNN`, and a backslash before `x` as `\x5c`, so that two
/// files never share a name.
pub fn index_name(path: &Path, home: Option<&Path>) -> String {
    let inside = home.and_then(|home| path.strip_prefix(home).ok());
    let mut name = String::new();
    for component in inside.unwrap_or(path).components() {
        let part = match component {
            Component::Prefix(prefix) => prefix.as_os_str(),
            Component::RootDir => {
                name.push('/');
                continue;
            }
            Component::CurDir => continue,
            Component::ParentDir => OsStr::new(".."),
            Component::Normal(part) => part,
        };
        if !name.is_empty() && !name.ends_with('/') {
            name.push('/');
        }
        name.push_str(&escaped_name(part.as_encoded_bytes()));
    }
    name
}

/// A name as [`index_name`] writes it: bytes that are not UTF-8 as `\xNN`.
pub(crate) fn escaped_name(bytes: &[u8]) -> String {
    let mut name = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        name.push_str(&chunk.valid().replace("\\x", "\\x5cx"));
        for byte in chunk.invalid() {
            // Writing to a string cannot fail.
            let _ = write!(name, "\\x{byte:02x}");
        }
    }
    name
}

/// A folder or file that could not be looked at.
#[derive(Debug)]
pub struct WalkProblem {
    /// Where.
    pub path: PathBuf,
    /// Why.
    pub reason: String,
}

/// Walks over `roots` (folders or single files) and hands every file to `visit`, which stops the
/// walk by returning `false`. Files come in no stated order across roots, sorted by name within
/// a folder.
///
/// Roots must be absolute; `home` is as in [`index_name`].
pub fn walk(
    roots: &[PathBuf],
    home: Option<&Path>,
    mut visit: impl FnMut(std::result::Result<Source, WalkProblem>) -> bool,
) {
    for (position, root) in roots.iter().enumerate() {
        if roots[..position].iter().any(|earlier| root.starts_with(earlier)) {
            continue;
        }
        let entries =
            walkdir::WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
                let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
                let covered_later = entry.depth() > 0
                    && entry.file_type().is_dir()
                    && roots[..position].iter().any(|earlier| entry.path() == earlier);
                (entry.depth() == 0 || !hidden) && !covered_later
            });
        for entry in entries {
            let found = match entry {
                Ok(entry) if entry.file_type().is_dir() || entry.path_is_symlink() => continue,
                Ok(entry) => match entry.metadata() {
                    Ok(metadata) if metadata.is_file() => {
                        let name = index_name(entry.path(), home);
                        Ok(Source::new(entry.into_path(), name, &metadata))
                    }
                    Ok(_) => Err(WalkProblem {
                        path: entry.into_path(),
                        reason: "is no regular file".to_owned(),
                    }),
                    Err(error) => {
                        Err(WalkProblem { path: entry.into_path(), reason: error.to_string() })
                    }
                },
                Err(error) => Err(WalkProblem {
                    path: error.path().unwrap_or(root).to_path_buf(),
                    reason: error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
                }),
            };
            if !visit(found) {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_to_the_home_and_never_shared() {
        let home = Some(Path::new("/news"));
        for (path, expected) in [
            ("/news/2024/a.txt", "2024/a.txt"),
            ("/other/a.txt", "/other/a.txt"),
            ("/news/odd\\xffname", "odd\\x5cxffname"),
        ] {
            assert_eq!(index_name(Path::new(path), home), expected);
        }
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt as _;
            let path = PathBuf::from("/news").join(OsStr::from_bytes(b"odd\xffname"));
            assert_eq!(index_name(&path, home), "odd\\xffname");
        }
    }

    #[test]
    fn overlapping_roots_give_each_file_once_and_hidden_folders_stay_shut() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_path_buf();
        std::fs::create_dir_all(root.join("a/b")).unwrap();
        std::fs::create_dir_all(root.join(".git")).unwrap();
        for file in ["a/1.txt", "a/b/2.txt", ".git/config", "3.txt"] {
            std::fs::write(root.join(file), file).unwrap();
        }
        for roots in [
            vec![root.clone()],
            vec![root.clone(), root.join("a")],
            vec![root.join("a"), root.clone()],
            vec![root.join("a/b"), root.join("a"), root.clone(), root.clone()],
        ] {
            let mut names = Vec::new();
            walk(&roots, Some(&root), |found| {
                names.push(found.unwrap().name);
                true
            });
            names.sort();
            assert_eq!(names, ["3.txt", "a/1.txt", "a/b/2.txt"], "{roots:?}");
        }
    }
}
