//! Zip archives: the files in them, each under a name of its own.
//!
//! The list of files stands at the end, so an archive that is no file on disk goes through a
//! temporary file. Office documents are zip archives as well and go to `office`.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use zip::ZipArchive;
use zip::result::ZipError;

use super::super::{Confidence, Declared, Input, Probe, ReadOptions, Reader, Sink, unreadable};
use super::guard::{Guard, State, Taken};
use super::{check_depth, extension_of, is_hidden};
use crate::error::{Error, Result};
use crate::walk::escaped_name;

/// Reads zip archives.
pub(in super::super) struct ZipReader;

/// Bytes of an archive that is no file on disk that are held in memory; a larger one goes to a
/// temporary file.
const SPOOL_BYTES: usize = 16_000_000;

/// A stream that can be read from any place.
pub(in super::super) trait Seekable: Read + Seek {}
impl<T: Read + Seek> Seekable for T {}

impl Reader for ZipReader {
    fn format(&self) -> &'static str {
        "zip"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let magic = [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"];
        magic.iter().any(|magic| probe.head.starts_with(magic)).then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        check_depth(&input)?;
        let (mut file, size) = seekable(&mut input)?;
        let archive = match ZipArchive::new(&mut file) {
            Ok(archive) => archive,
            Err(error) => {
                // Cut off: the list at the end is gone, but each file has a header before it.
                file.rewind().map_err(super::super::read_error)?;
                let found = read_without_list(&mut file, size, &input, sink)?;
                return Err(unreadable(format!(
                    "is a damaged zip archive, {found} files were read from its beginning: {error}"
                )));
            }
        };
        read_entries(archive, size, &input, sink)
    }
}

/// The bytes of `input` in a form that can be read from any place, and how many they are.
///
/// # Errors
/// `Io` when the file cannot be opened, or a temporary one not be written.
pub(in super::super) fn seekable(input: &mut Input<'_>) -> Result<(Box<dyn Seekable>, u64)> {
    let mut file: Box<dyn Seekable> = match input.path {
        Some(path) => Box::new(File::open(path).map_err(|error| Error::io(path, error))?),
        None => {
            let mut spool = tempfile::spooled_tempfile(SPOOL_BYTES);
            std::io::copy(&mut input.stream, &mut spool).map_err(super::super::read_error)?;
            Box::new(spool)
        }
    };
    let size = file.seek(SeekFrom::End(0)).map_err(super::super::read_error)?;
    file.rewind().map_err(super::super::read_error)?;
    Ok((file, size))
}

fn read_entries<R: Read + Seek>(
    mut archive: ZipArchive<R>,
    size: u64,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    let taken = Taken::default();
    taken.set(size);
    let state = State::default();
    let mut files = 0_u64;
    for index in 0..archive.len() {
        let named = archive.name_for_index(index).and_then(Result::ok);
        let named = named.map_or_else(|| "a file".to_owned(), std::borrow::Cow::into_owned);
        let entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                let error = match error {
                    ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
                        unreadable(format!("{named} is encrypted"))
                    }
                    error => unreadable(format!("{named} cannot be unpacked: {error}")),
                };
                files += 1;
                if sink.complain(error).is_break() {
                    return Ok(());
                }
                continue;
            }
        };
        let own_name = own_name(&entry);
        if entry.is_dir() || is_hidden(&own_name) {
            continue;
        }
        files += 1;
        let modified = entry.last_modified().and_then(timestamp);
        let entry_size = entry.size();
        let stream = Guard::shared(entry, taken.clone(), &input.options.limits, &state);
        let inner =
            inner_input(input.options, input, &own_name, entry_size, modified, Box::new(stream));
        if sink.inner_file(inner).is_break() {
            return Ok(());
        }
        if let Err(error) = state.outcome(Ok(())) {
            let error = unreadable(format!("{own_name} {}", error.message()));
            if sink.complain(error).is_break() || state.is_exhausted() {
                return Ok(());
            }
        }
    }
    if files == 0 {
        return Err(unreadable("is a zip archive without files"));
    }
    Ok(())
}

/// Reads the files of an archive whose list is missing. Returns how many.
fn read_without_list(
    file: &mut dyn Seekable,
    size: u64,
    input: &Input<'_>,
    sink: &mut Sink<'_>,
) -> Result<u64> {
    let taken = Taken::default();
    taken.set(size);
    let state = State::default();
    let mut files = 0;
    let mut file = file;
    while let Ok(Some(entry)) = zip::read::read_zipfile_from_stream(&mut file) {
        let own_name = own_name(&entry);
        if entry.is_dir() || is_hidden(&own_name) {
            continue;
        }
        files += 1;
        let stream = Guard::shared(entry, taken.clone(), &input.options.limits, &state);
        let inner = inner_input(input.options, input, &own_name, 0, None, Box::new(stream));
        if sink.inner_file(inner).is_break() {
            break;
        }
        if state.outcome(Ok(())).is_err() {
            break;
        }
    }
    Ok(files)
}

fn own_name<R: Read>(entry: &zip::read::ZipFile<'_, R>) -> String {
    let name = match entry.name() {
        Ok(name) => name.into_owned(),
        Err(_) => escaped_name(entry.name_raw()),
    };
    name.trim_start_matches("./").to_owned()
}

fn inner_input<'a>(
    options: &'a ReadOptions,
    input: &Input<'_>,
    own_name: &str,
    size: u64,
    modified: Option<jiff::Timestamp>,
    stream: Box<dyn Read + 'a>,
) -> Input<'a> {
    Input {
        name: format!("{}!/{own_name}", input.name),
        extension: extension_of(own_name),
        size: Some(size),
        modified,
        path: None,
        declared: Declared::default(),
        stream,
        depth: input.depth + 1,
        options,
    }
}

/// Zip archives give civil times without a zone; taken as UTC.
fn timestamp(time: zip::DateTime) -> Option<jiff::Timestamp> {
    let small = |part: u8| i8::try_from(part).ok();
    let civil = jiff::civil::DateTime::new(
        i16::try_from(time.year()).ok()?,
        small(time.month())?,
        small(time.day())?,
        small(time.hour())?,
        small(time.minute())?,
        small(time.second())?,
        0,
    )
    .ok()?;
    jiff::tz::Offset::UTC.to_timestamp(civil).ok()
}
