//! Where the index is, and where the files are that it names.

use std::path::{Component, Path, PathBuf};

use dateline::index::INDEX_FOLDER;
use dateline::{Error, ErrorKind};

use crate::args::IndexPlace;

/// The folder of the index of `folders` when nothing else is said: in the first of them, or
/// beside it when it is a file.
pub(crate) fn index_of(folder: &Path) -> PathBuf {
    let home = if folder.is_file() { folder.parent().unwrap_or(folder) } else { folder };
    if home.as_os_str().is_empty() { PathBuf::from(INDEX_FOLDER) } else { home.join(INDEX_FOLDER) }
}

/// The index to read: the one that is named, else `.dateline` here or in a folder above.
pub(crate) fn existing_index(place: &IndexPlace) -> anyhow::Result<PathBuf> {
    if let Some(index) = &place.index {
        return Ok(index.clone());
    }
    let here = std::env::current_dir()?;
    let mut up = PathBuf::new();
    for folder in here.ancestors() {
        if folder.join(INDEX_FOLDER).is_dir() {
            return Ok(up.join(INDEX_FOLDER));
        }
        up.push("..");
    }
    let message = format!("there is no index ({INDEX_FOLDER}) here or in a folder above");
    Err(Error::new(ErrorKind::NoIndex, message).with_path(here).into())
}

/// Turns the names by which an index knows files into paths that can be opened from here.
#[derive(Debug)]
pub(crate) struct Paths {
    /// What names without a leading `/` count from.
    home: Option<PathBuf>,
    here: Option<PathBuf>,
}

impl Paths {
    /// The paths of the files in `index`.
    pub(crate) fn of(index: &Path) -> Paths {
        let index = index.canonicalize().unwrap_or_else(|_| index.to_path_buf());
        let named_so = index.file_name().is_some_and(|name| name == INDEX_FOLDER);
        let home = index.parent().filter(|_| named_so).map(Path::to_path_buf);
        let here = std::env::current_dir().ok();
        let here = here.map(|here| here.canonicalize().unwrap_or(here));
        Paths { home, here }
    }

    /// The file that the index knows as `name`, from the current folder where that is short.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        let file = unescape(name);
        let file = match &self.home {
            Some(home) => home.join(file),
            None => file,
        };
        match &self.here {
            Some(here) => shortened(&file, here),
            None => file,
        }
    }
}

/// `file` as seen from the folder `here`: below it, or at most two folders up.
fn shortened(file: &Path, here: &Path) -> PathBuf {
    for (up, folder) in here.ancestors().take(3).enumerate() {
        // What is beside the root of the file system is better named in full.
        if folder.parent().is_none() {
            break;
        }
        if let Ok(below) = file.strip_prefix(folder) {
            let mut path: PathBuf = std::iter::repeat_n(Component::ParentDir, up).collect();
            path.push(below);
            return path;
        }
    }
    file.to_path_buf()
}

/// Reads back what [`dateline::walk::index_name`] has escaped.
fn unescape(name: &str) -> PathBuf {
    if !name.contains("\\x") {
        return PathBuf::from(name);
    }
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find("\\x") {
        bytes.extend_from_slice(&rest.as_bytes()[..at]);
        let byte = rest.get(at + 2..at + 4).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match byte {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[at + 4..];
            }
            None => {
                bytes.extend_from_slice(b"\\x");
                rest = &rest[at + 2..];
            }
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    from_bytes(bytes)
}

#[cfg(unix)]
fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt as _;
    std::ffi::OsString::from_vec(bytes).into()
}

#[cfg(not(unix))]
fn from_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_seen_from_here() {
        let paths = |home: Option<&str>, here: &str| Paths {
            home: home.map(PathBuf::from),
            here: Some(PathBuf::from(here)),
        };
        for (home, here, name, expected) in [
            (Some("/a/news"), "/a/news", "2024/x.txt", "2024/x.txt"),
            (Some("/a/news"), "/a", "2024/x.txt", "news/2024/x.txt"),
            (Some("/a/news"), "/a/news/2024", "2024/x.txt", "x.txt"),
            (Some("/a/news"), "/a/news/2023", "2024/x.txt", "../2024/x.txt"),
            (Some("/a/news"), "/b/c/d", "2024/x.txt", "/a/news/2024/x.txt"),
            (None, "/a", "/a/x.txt", "x.txt"),
            (None, "/b", "/a/x.txt", "/a/x.txt"),
        ] {
            let found = paths(home, here).file(name);
            assert_eq!(found, Path::new(expected), "{name} in {home:?} from {here}");
        }
    }

    #[test]
    fn escaped_names_are_read_back() {
        for name in ["plain.txt", "odd\\xname", "a\\x5cx"] {
            let written = dateline::walk::index_name(Path::new(name), None);
            assert_eq!(unescape(&written), Path::new(name), "{written}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::ffi::OsStrExt as _;
            let path = Path::new(std::ffi::OsStr::from_bytes(b"odd\xffname"));
            assert_eq!(unescape(&dateline::walk::index_name(path, None)), path);
        }
    }

    #[test]
    fn a_file_keeps_its_index_beside_it() {
        assert_eq!(index_of(Path::new("news")), Path::new("news/.dateline"));
        assert_eq!(index_of(Path::new("Cargo.toml")), Path::new(".dateline"));
    }
}
