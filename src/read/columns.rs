//! Annotated corpora with a token a line (CoNLL, HIPE): the text is put together again.
//!
//! What the columns say about the tokens is left out; values of comment lines
//! (`# hipe2022:date = 1790-03-03`) become metadata.

use std::borrow::Cow;

use super::stream::{Piece, RecordStream};
use super::{
    Confidence, Input, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink, unreadable,
};
use crate::error::Result;

/// Reads corpora with a token a line.
pub(super) struct ColumnsReader;

/// Lines that the recognition looks at.
const PROBE_LINES: usize = 40;

impl Reader for ColumnsReader {
    fn format(&self) -> &'static str {
        "columns"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let head = String::from_utf8_lossy(probe.start());
        let mut lines = head.lines();
        if head.starts_with("TOKEN\t") {
            return Some(Confidence::Certain);
        }
        // The last column of nearly every line is a tag.
        let mut tagged = 0;
        let mut seen = 0;
        for line in lines.by_ref().take(PROBE_LINES) {
            if line.trim().is_empty() || line.starts_with("-DOCSTART-") || line.starts_with("# ") {
                continue;
            }
            seen += 1;
            let columns = line.split_whitespace().count();
            tagged += usize::from((2..=12).contains(&columns) && is_tag(line));
        }
        (seen >= 8 && tagged * 20 >= seen * 19).then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let empty = input.document(self.format());
        let mut stream = RecordStream::open(&mut input)?;
        let mut document = empty.clone();
        let mut glued = true;
        while let Some(piece) = stream.line()? {
            let Piece::Whole(line) = piece else { continue };
            let decoded = stream.decode(line);
            let line = decoded.text.trim_end();
            if line.starts_with("TOKEN\t") {
                continue;
            }
            let named = comment(line);
            let opens = line.starts_with("-DOCSTART-")
                || named.is_some_and(|(name, _)| name == "document id");
            if opens && !document.text.is_empty() {
                let mut done = std::mem::replace(&mut document, empty.clone());
                done.text.truncate(done.text.trim_end().len());
                if sink.put(done).is_break() {
                    return Ok(());
                }
            }
            if opens || named.is_some() {
                if let Some((name, value)) = named {
                    push(&mut document, name, value);
                }
                glued = true;
                continue;
            }
            if line.is_empty() {
                if !document.text.is_empty() && !document.text.ends_with('\n') {
                    document.text.push_str("\n\n");
                }
                glued = true;
                continue;
            }
            document.encoding = decoded.encoding;
            for note in decoded.notes {
                if !document.notes.contains(&note) {
                    document.notes.push(note);
                }
            }
            let token = line.split(['\t', ' ']).next().unwrap_or_default();
            if !glued && !closes(token) && !document.text.ends_with(['(', '[', '«', '¿', '¡']) {
                document.text.push(' ');
            }
            document.text.push_str(token);
            glued = line.contains("NoSpaceAfter") || line.contains("SpaceAfter=No");
        }
        document.text.truncate(document.text.trim_end().len());
        if !document.text.is_empty() {
            let _ = sink.put(document);
        }
        if sink.records() == 0 { Err(unreadable("holds no token")) } else { Ok(()) }
    }
}

/// Whether the last column is a tag of a name in the IOB forms, or a place holder.
fn is_tag(line: &str) -> bool {
    let last = line.split_whitespace().next_back().unwrap_or_default();
    matches!(last, "O" | "_")
        || last
            .get(..2)
            .is_some_and(|start| matches!(start, "B-" | "I-" | "E-" | "S-" | "L-" | "U-"))
}

/// The name and the value of a comment line.
fn comment(line: &str) -> Option<(&'static str, &str)> {
    let (name, value) = line.strip_prefix("# ")?.split_once('=')?;
    let name = name.trim().rsplit(':').next()?;
    let name = match name {
        "document_id" | "newdoc id" => "document id",
        "date" => "date",
        "language" => "language",
        "publication_title" => "publication",
        _ => "comment",
    };
    Some((name, value.trim()))
}

fn push(document: &mut RawDocument, name: &'static str, value: &str) {
    let key = super::metadata_key(name).unwrap_or(MetadataKey::Other);
    if name != "comment" && !value.is_empty() {
        let value = value.to_owned();
        document.metadata.push(Metadata { key, name: Cow::Borrowed(name), value });
    }
}

/// Marks that stand close to the word before them.
fn closes(token: &str) -> bool {
    matches!(token, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "»" | "%" | "…" | "'s" | "n't")
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_bytes;
    use super::*;

    #[test]
    fn tokens_become_text_again() {
        let conll = "-DOCSTART- -DOCSTART- O\nDe N O\nboot N O\nvaart V O\n( P O\nweer A O\n) P O\n. P O\n\n\
                     Oslo N B-LOC\nwacht V O\n\n-DOCSTART- -DOCSTART- O\nEinde N O\n. P O\n";
        let texts: Vec<String> =
            read_bytes("ned.testa", conll.as_bytes()).into_iter().map(|d| d.text).collect();
        assert_eq!(texts, ["De boot vaart (weer).\n\nOslo wacht", "Einde."]);
        let hipe = "TOKEN\tNE\tMISC\n# x:document_id = a\n# x:date = 1790-03-03\nThe\tO\t_\nquay\tO\tNoSpaceAfter\n.\tO\t_\n";
        let documents = read_bytes("hipe.tsv", hipe.as_bytes());
        assert_eq!(documents[0].text, "The quay.");
        assert_eq!(documents[0].declared(MetadataKey::Date).unwrap().value, "1790-03-03");
    }
}
