//! Tar archives: the files in them one after the other, as they stream by.
//!
//! Links, devices and folders hold nothing and are passed over; hidden files are left out as
//! the walk leaves them out.

use std::io::Read;

use tar::{Archive, EntryType};

use super::super::{Confidence, Declared, Input, Probe, Reader, Sink, unreadable};
use super::{check_depth, extension_of, is_hidden};
use crate::error::Result;
use crate::walk::escaped_name;

/// Reads tar archives.
pub(in super::super) struct TarReader;

/// Where the header of a POSIX or GNU archive says what it is.
const MAGIC_AT: usize = 257;

impl Reader for TarReader {
    fn format(&self) -> &'static str {
        "tar"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let head = probe.head;
        let magic = head.get(MAGIC_AT..MAGIC_AT + 5) == Some(b"ustar");
        let old = probe.extension == "tar" && head.len() >= 512 && checksum_is_right(head);
        (magic && checksum_is_right(head) || old).then_some(Confidence::Certain)
    }

    fn read(&self, input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        check_depth(&input)?;
        let Input { name, stream, options, depth, .. } = input;
        let mut archive = Archive::new(stream);
        let mut files = 0_u64;
        for entry in archive.entries().map_err(super::super::read_error)? {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    return Err(unreadable(format!("is damaged after {files} files: {error}")));
                }
            };
            let kind = entry.header().entry_type();
            let own_name = escaped_name(&entry.path_bytes());
            let own_name = own_name.trim_start_matches("./").to_owned();
            if is_hidden(&own_name) {
                continue;
            }
            let file_name = format!("{name}!/{own_name}");
            if kind == EntryType::GNUSparse {
                let error = unreadable(format!("{own_name} is a sparse file: not read"));
                let _ = sink.complain(error);
                continue;
            }
            if !matches!(kind, EntryType::Regular | EntryType::Continuous) {
                continue;
            }
            files += 1;
            let seconds = entry.header().mtime().ok().and_then(|time| i64::try_from(time).ok());
            let inner = Input {
                extension: extension_of(&own_name),
                size: Some(entry.size()),
                modified: seconds.and_then(|time| jiff::Timestamp::from_second(time).ok()),
                path: None,
                declared: Declared::default(),
                stream: Box::new(entry) as Box<dyn Read + '_>,
                depth: depth + 1,
                name: file_name,
                options,
            };
            if sink.inner_file(inner).is_break() {
                return Ok(());
            }
        }
        if files == 0 {
            return Err(unreadable("is a tar archive without files"));
        }
        Ok(())
    }
}

/// Whether the sum of the header's bytes is the one it states, as POSIX.1-1988 defines it: with
/// the sum itself taken as spaces.
fn checksum_is_right(head: &[u8]) -> bool {
    let Some(header) = head.get(..512) else { return false };
    let stated = header[148..156].iter().filter(|b| (b'0'..=b'7').contains(b));
    let stated = stated.fold(0_u32, |sum, digit| sum.wrapping_mul(8) + u32::from(digit - b'0'));
    let sum = |bytes: &[u8]| bytes.iter().map(|b| u32::from(*b)).sum::<u32>();
    stated > 0 && stated == sum(&header[..148]) + 8 * 32 + sum(&header[156..])
}
