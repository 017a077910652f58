//! What is no article: empty files, programs, pictures, and formats that are not read.
//!
//! A file refused here is named in the report with the reason. Magic numbers are those of the
//! formats' own specifications; a binary file of another kind is told by its control bytes.

use super::{Probe, unreadable};
use crate::error::Result;

/// First bytes of a file, and what it then is.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a sound, film or WebP file"),
    (b"ID3", "a sound"),
    (b"OggS", "a sound or film"),
    (b"\0\0\0\x18ftyp", "a film"),
    (b"\0\0\0\x20ftyp", "a film"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\0", "a database"),
    (b"%!PS", "a PostScript document"),
    #[cfg(not(feature = "pdf"))]
    (b"%PDF-", "a PDF"),
    #[cfg(not(feature = "archives"))]
    (b"PK\x03\x04", "a zip archive or office document"),
    #[cfg(not(feature = "archives"))]
    (b"\x1f\x8b", "gzip-compressed"),
    #[cfg(not(feature = "archives"))]
    (b"BZh", "bzip2-compressed"),
    #[cfg(not(feature = "archives"))]
    (b"\xfd7zXZ\0", "xz-compressed"),
    #[cfg(not(feature = "archives"))]
    (b"\x28\xb5\x2f\xfd", "Zstandard-compressed"),
];

/// First bytes of files that hold zeros and other control bytes, and that a reader knows.
const BINARY: &[&[u8]] = &[
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"PK\x07\x08",
    b"%PDF-",
    b"WARC/",
];

/// Where the header of a tar archive says what it is, and the marks of agency wires.
fn is_known_binary(head: &[u8]) -> bool {
    BINARY.iter().any(|magic| head.starts_with(magic))
        || head.get(257..262) == Some(b"ustar")
        || super::wire::is_wire(head)
}

/// Refuses what no reader should look at, with the reason.
pub(super) fn refuse(probe: &Probe<'_>) -> Result<()> {
    let head = probe.head;
    if head.is_empty() {
        return Err(unreadable("is empty"));
    }
    if let Some((_, kind)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Err(unreadable(format!("is {kind}, which dateline does not read")));
    }
    if head.iter().all(|byte| *byte == 0) {
        return Err(unreadable("holds nothing but zeros"));
    }
    if looks_binary(head) && !is_known_binary(head) && probe.extension != "tar" {
        return Err(unreadable("looks binary: it has control bytes that no text has"));
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if start.is_empty() && head.len() < 1024 {
        return Err(unreadable("holds nothing but white space"));
    }
    Ok(())
}

/// UTF-32, marked or not, has a zero in every four bytes, and a mark or ASCII for the most part.
fn is_utf32(head: &[u8]) -> bool {
    head.starts_with(b"\0\0\xfe\xff") || super::encoding::utf32_without_mark(head).is_some()
}

/// Whether more than one byte in a hundred is a control byte that no text has. UTF-16 has
/// zeros, but on one side of each pair.
fn looks_binary(head: &[u8]) -> bool {
    let marked = head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff");
    if marked || is_utf32(head) || super::encoding::utf16_without_mark(head).is_some() {
        return false;
    }
    let zeros = |side: usize| head.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 && (even.min(odd) * 20 > even.max(odd) || even.max(odd) * 20 < head.len() / 2)
    {
        return true;
    }
    // Tab, line ends, form feed, escape (ISO-2022-JP), and the DOS end-of-file mark are text.
    let controls = head
        .iter()
        .filter(|byte| matches!(byte, 1..=8 | 0x0b | 0x0e..=0x19 | 0x1c..=0x1f | 0x7f))
        .count();
    // Backspaces that print a letter twice, and bells round signatures, stand in texts that are
    // ASCII otherwise; no binary format is.
    let share = if head.is_ascii() && even + odd == 0 { 4 } else { 100 };
    controls > FREE_CONTROLS && controls * share > head.len()
}

/// Control bytes that even a short text may hold: a feed with two headlines off the wire.
const FREE_CONTROLS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_article_is_refused_with_its_reason() {
        let utf16: Vec<u8> =
            "A headline over a text in UTF-16".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let chinese: Vec<u8> = "渡船在中午離開碼頭，晚上六點回來。"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let noise: Vec<u8> =
            (0..4000_u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
        for (head, extension, expected) in [
            (&b""[..], "txt", Some("is empty")),
            (&[0; 64], "txt", Some("holds nothing but zeros")),
            (b" \n\n", "txt", Some("holds nothing but white space")),
            (b"\x7fELF\x02\x01", "txt", Some("is a program, which dateline does not read")),
            (&noise, "txt", Some("looks binary: it has control bytes that no text has")),
            (b"Peace talks resume\n\nMINSK", "", None),
            (b"\xcc\xf0\xe5\xe7\xe8\xe4\xe5\xed\xf2 \xef\xf0\xee", "txt", None),
            (&utf16, "txt", None),
            (&chinese, "txt", None),
            (b"The _\x08S_\x08h_\x08i_\x08p sails _\x08n_\x08o_\x08w, and _\x08i_\x08s seen from _\x08a_\x08l_\x08l shores", "txt", None),
        ] {
            let refused = refuse(&Probe { head, extension, media_type: "" }).err();
            assert_eq!(refused.as_ref().map(|error| error.message()), expected);
        }
    }
}
