//! Plain text: one article a file, with or without a block of `Key: value` lines at its head.
//!
//! Where headline, section line and paragraphs are is left to `extract`; this reader only takes
//! off what is declared.

use std::borrow::Cow;

use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, Reader, Sink, metadata_key, unreadable,
};
use crate::error::Result;

/// Reads any text that no other reader knows better.
pub(super) struct TextReader;

impl Reader for TextReader {
    fn format(&self) -> &'static str {
        "text"
    }

    fn detect(&self, _: &Probe<'_>) -> Option<Confidence> {
        Some(Confidence::Fallback)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let mut document = input.document(self.format());
        let decoded = input.decode_whole()?;
        document.encoding = decoded.encoding;
        document.notes = decoded.notes;
        let (metadata, rest) = split_header(&decoded.text);
        if rest.trim().is_empty() && metadata.is_empty() {
            return Err(unreadable("holds nothing but white space"));
        }
        if metadata.iter().any(|entry| entry.key == MetadataKey::Title) {
            document.layout = Layout::Body;
        }
        document.text = if metadata.is_empty() { decoded.text } else { rest.to_owned() };
        document.metadata = metadata;
        let _ = sink.put(document);
        Ok(())
    }
}

/// Longest name of a header line in bytes; longer ones are sentences with a colon.
const MAX_KEY_BYTES: usize = 48;

/// Takes the block of `Key: value` lines off the head of `text`. Returns the values and the rest
/// of the text; no values when the text does not open with such a block.
///
/// The first line must have a name that we know, and the block must either have two lines or
/// declare a title, date, author or source: a single `Note: …` is a sentence.
fn split_header(text: &str) -> (Vec<Metadata>, &str) {
    let nothing = (Vec::new(), text);
    let mut metadata: Vec<Metadata> = Vec::new();
    let mut rest = text.trim_start_matches('\n');
    loop {
        let (line, after) = rest.split_once('\n').unwrap_or((rest, ""));
        if line.trim().is_empty() {
            rest = after;
            break;
        }
        if line.starts_with([' ', '\t']) && !metadata.is_empty() {
            if let Some(last) = metadata.last_mut() {
                last.value.push(' ');
                last.value.push_str(line.trim());
            }
        } else if let Some((name, value)) = header_line(line) {
            let key = metadata_key(name);
            if key.is_none() && metadata.is_empty() {
                return nothing;
            }
            let key = key.unwrap_or(MetadataKey::Other);
            let value = value.to_owned();
            metadata.push(Metadata { key, name: Cow::Owned(name.to_owned()), value });
        } else if metadata.len() < 2 {
            return nothing;
        } else {
            break;
        }
        rest = after;
        if after.is_empty() {
            break;
        }
    }
    let telling = metadata.iter().any(|entry| {
        matches!(
            entry.key,
            MetadataKey::Title | MetadataKey::Date | MetadataKey::Author | MetadataKey::Source
        )
    });
    if metadata.len() >= 2 || telling { (metadata, rest) } else { nothing }
}

fn header_line(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':').or_else(|| line.split_once('：'))?;
    let name = name.trim();
    let plain = !name.is_empty()
        && name.len() <= MAX_KEY_BYTES
        && name.split_whitespace().count() <= 4
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.'));
    // `http://` and `10:12` are no header lines.
    let spaced = value.is_empty() || value.starts_with(char::is_whitespace) || name.len() > 3;
    (plain && spaced && !value.starts_with("//")).then(|| (name, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, values: &[(MetadataKey, &str)], rest: &str) {
        let (metadata, left) = split_header(text);
        let read: Vec<_> = metadata.iter().map(|m| (m.key, m.value.as_str())).collect();
        assert_eq!(read, values, "{text}");
        assert_eq!(left, rest, "{text}");
    }

    #[test]
    fn a_header_block_is_taken_off() {
        check(
            "Title: Bridge reopens\nDate: 3 March 2011\nX-Desk: 7\n\nThe bridge",
            &[
                (MetadataKey::Title, "Bridge reopens"),
                (MetadataKey::Date, "3 March 2011"),
                (MetadataKey::Other, "7"),
            ],
            "The bridge",
        );
        check(
            "Titel: Brücke\n  wieder frei\nDatum: 3.3.2011\n\nText",
            &[(MetadataKey::Title, "Brücke wieder frei"), (MetadataKey::Date, "3.3.2011")],
            "Text",
        );
        check("Date: 1987\n\nText", &[(MetadataKey::Date, "1987")], "Text");
    }

    #[test]
    fn a_headline_with_a_colon_is_no_header() {
        for text in [
            "Note: the bridge is shut\n\nIt was",
            "Update: bridge reopens\nIt was shut for a year",
            "Photo: the bridge\n\nIt was",
            "World » RUSSIA | August 16, 2024 // 10:12\n\nText",
            "Bridge reopens\n\nDate: today",
            "",
        ] {
            check(text, &[], text);
        }
    }
}
