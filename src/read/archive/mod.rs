//! Files around other files: compressions, tar and zip archives, in one another.
//!
//! What is inside goes to the same choice of readers as a file on disk. A compressed stream
//! keeps the name of its file; a file in an archive is called `archive!/its/name`. Invariants:
//! everything streams (a zip archive inside another archive goes through a temporary file); a
//! stream that is cut off or damaged gives what was read before the damage, and the damage is
//! told; a stream that grows past [`ReadLimits`](super::ReadLimits) ends there.

mod frames;
pub(super) mod guard;
mod tar;
mod zip;

use std::io::Read;

use super::{Confidence, Input, Probe, Reader, Sink, unreadable};
use crate::error::Result;
use frames::Frames;
use guard::{Counted, Guard};

pub(super) use tar::TarReader;
pub(super) use zip::ZipReader;
#[cfg(feature = "office")]
pub(super) use zip::{Seekable, seekable};

/// A compression and the bytes that it begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compression {
    Gzip,
    Bzip2,
    Xz,
    Zstandard,
}

const MAGIC: &[(&[u8], Compression)] = &[
    (b"\x1f\x8b\x08", Compression::Gzip),
    (b"BZh", Compression::Bzip2),
    (b"\xfd7zXZ\0", Compression::Xz),
    (b"\x28\xb5\x2f\xfd", Compression::Zstandard),
];

/// Extensions that say nothing but that the file is compressed; `tgz` also says what it holds.
const COMPRESSED: &[&str] = &["gz", "gzip", "bz2", "bz", "xz", "zst", "zstd"];
const COMPRESSED_TAR: &[&str] = &["tgz", "tbz", "tbz2", "txz", "tzst"];

/// Reads gzip, bzip2, xz and Zstandard streams.
pub(super) struct CompressedReader;

fn compression(head: &[u8]) -> Option<Compression> {
    MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, compression)| *compression)
}

impl Reader for CompressedReader {
    fn format(&self) -> &'static str {
        "compressed"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        compression(probe.head).map(|_| Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        check_depth(&input)?;
        let mut magic = Vec::new();
        input.stream.by_ref().take(6).read_to_end(&mut magic).map_err(super::read_error)?;
        let (packed, taken) = Counted::new(std::io::Cursor::new(magic.clone()).chain(input.stream));
        let unpacked: Box<dyn Read + '_> = match compression(&magic) {
            Some(Compression::Gzip) => Box::new(flate2::read::MultiGzDecoder::new(packed)),
            Some(Compression::Bzip2) => Box::new(bzip2::read::MultiBzDecoder::new(packed)),
            Some(Compression::Xz) => Box::new(lzma_rust2::XzReader::new(packed, true)),
            Some(Compression::Zstandard) => Box::new(Frames::new(packed)),
            None => return Err(unreadable("is of a compression that dateline does not know")),
        };
        let (stream, state) = Guard::new(unpacked, taken, &input.options.limits);
        let inner = Input {
            extension: inner_extension(&input.name, &input.extension),
            name: input.name,
            size: None,
            path: None,
            stream: Box::new(stream),
            depth: input.depth + 1,
            modified: input.modified,
            declared: input.declared,
            options: input.options,
        };
        let read = sink.inner_part(inner);
        state.outcome(read)
    }
}

/// The extension of what a compressed file holds.
fn inner_extension(name: &str, extension: &str) -> String {
    if COMPRESSED_TAR.contains(&extension) {
        return "tar".to_owned();
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    let stem = match file.rsplit_once('.') {
        Some((stem, last)) if COMPRESSED.contains(&last.to_ascii_lowercase().as_str()) => stem,
        _ => return String::new(),
    };
    extension_of(stem)
}

fn extension_of(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or(name);
    match file.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => extension.to_ascii_lowercase(),
        _ => String::new(),
    }
}

fn check_depth(input: &Input<'_>) -> Result<()> {
    let limit = input.options.limits.archive_depth;
    if input.depth >= limit {
        return Err(unreadable(format!("lies in more than {limit} archives and compressions")));
    }
    Ok(())
}

/// Whether a file in an archive is left out as the walk over folders leaves it out: hidden
/// files and folders, and the resource forks that macOS adds.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part == "__MACOSX" || part.starts_with('.') && !is_dots(part))
}

/// `.` and `..`: the folder itself and the one above, whose files are no hidden ones.
fn is_dots(part: &str) -> bool {
    matches!(part, "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_extension_inside_is_told_by_the_name() {
        for (name, extension, expected) in [
            ("a/news.json.gz", "gz", "json"),
            ("a/news.2019.XML.BZ2", "bz2", "xml"),
            ("a/news.tgz", "tgz", "tar"),
            ("a/news.gz", "gz", ""),
            ("a.b/news", "", ""),
        ] {
            assert_eq!(inner_extension(name, extension), expected, "{name}");
        }
    }
}
