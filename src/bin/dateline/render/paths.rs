//! The file of each hit, for other programs.

use std::io::Write;

use dateline::search::Hit;

use crate::locate::Paths;

/// Writes the file's path with `end` after it; its bytes are those of the file system.
pub(crate) fn hit(hit: &Hit, files: &Paths, end: u8, out: &mut dyn Write) -> std::io::Result<()> {
    let file = files.file(&hit.path);
    out.write_all(file.as_os_str().as_encoded_bytes())?;
    out.write_all(&[end])
}
