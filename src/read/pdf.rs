//! PDF files that hold text; pictures of pages are named as such, there is no recognition of
//! letters here.
//!
//! The text is `pdf-extract`'s. It runs in a thread of its own: a broken file may make it panic
//! or go deep, and neither may end the run.

use std::borrow::Cow;

use pdf_extract::{Document, Object};

use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink, unreadable,
};
use crate::error::Result;

/// Reads PDF.
pub(super) struct PdfReader;

/// Name of the thread; the program keeps the messages of its panics to itself.
const THREAD: &str = "dateline-pdf";

/// Stack of the thread in bytes: objects of a PDF lie in one another as deep as they like.
const STACK_BYTES: usize = 64 << 20;

impl Reader for PdfReader {
    fn format(&self) -> &'static str {
        "pdf"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        // Some files have bytes of a transfer before the mark.
        let head = probe.head.get(..1024).unwrap_or(probe.head);
        memchr::memmem::find(head, b"%PDF-").map(|_| Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let mut document = input.document(self.format());
        let bytes = input.read_whole()?;
        let worker = std::thread::Builder::new()
            .name(THREAD.to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || text_of(&bytes))
            .map_err(super::read_error)?;
        let (text, metadata) = match worker.join() {
            Ok(read) => read?,
            Err(_) => return Err(unreadable("is a damaged PDF")),
        };
        if text.chars().filter(|c| c.is_alphanumeric()).count() < 3 {
            return Err(unreadable("is a PDF without text: pictures of pages, or empty"));
        }
        fill(&mut document, &text, metadata);
        let _ = sink.put(document);
        Ok(())
    }
}

type Values = Vec<(MetadataKey, &'static str, String)>;

fn text_of(bytes: &[u8]) -> Result<(String, Values)> {
    let broken = |error: &dyn std::fmt::Display| unreadable(format!("is a damaged PDF: {error}"));
    let mut pdf = Document::load_mem(bytes).map_err(|error| broken(&error))?;
    if pdf.is_encrypted() && pdf.decrypt("").is_err() {
        return Err(unreadable("is a PDF behind a password"));
    }
    let metadata = information(&pdf);
    let mut text = String::new();
    let mut output = pdf_extract::PlainTextOutput::new(&mut text);
    pdf_extract::output_doc(&pdf, &mut output).map_err(|error| broken(&error))?;
    Ok((text, metadata))
}

/// The values of the information dictionary (ISO 32000-1, 14.3.3).
fn information(pdf: &Document) -> Values {
    let dictionary = match pdf.trailer.get(b"Info") {
        Ok(Object::Reference(id)) => pdf.get_object(*id).and_then(Object::as_dict).ok(),
        Ok(Object::Dictionary(dictionary)) => Some(dictionary),
        _ => None,
    };
    let Some(dictionary) = dictionary else { return Vec::new() };
    let value = |name: &[u8]| match dictionary.get(name) {
        Ok(Object::String(bytes, _)) => Some(text_string(bytes)),
        _ => None,
    };
    [
        (MetadataKey::Title, "Title"),
        (MetadataKey::Author, "Author"),
        (MetadataKey::Keyword, "Keywords"),
        // The day on which somebody made the file, which for scans is long after.
        (MetadataKey::Other, "CreationDate"),
    ]
    .into_iter()
    .filter_map(|(key, name)| value(name.as_bytes()).map(|value| (key, name, value)))
    .filter(|(_, _, value)| !value.trim().is_empty())
    .collect()
}

/// A text string: UTF-16 or UTF-8 with a mark, else Latin (PDFDocEncoding, which has Latin-1's
/// letters).
fn text_string(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

fn fill(document: &mut RawDocument, text: &str, values: Values) {
    let joined = joined(text);
    let folded = |text: &str| {
        let words =
            crate::text::words(text).map(|span| crate::text::fold(&text[span]).into_owned());
        words.collect::<Vec<_>>().join(" ")
    };
    let opening = folded(joined.get(..joined.floor_char_boundary(2000)).unwrap_or(&joined));
    for (key, name, value) in values {
        let value = value.trim().to_owned();
        // Programs put file names and their own name there; a headline stands on the page too.
        let shown = !folded(&value).is_empty() && opening.contains(&folded(&value));
        let key = match key {
            MetadataKey::Title | MetadataKey::Author if !shown => MetadataKey::Other,
            key => key,
        };
        document.metadata.push(Metadata { key, name: Cow::Borrowed(name), value });
    }
    document.layout = Layout::Plain;
    document.text = joined;
    // The headline is on the page as well, and laid out from there.
    document.metadata.retain(|entry| entry.key != MetadataKey::Title);
}

/// The lines with what was cut at their ends put together (`presi-` / `dent`).
fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines().map(str::trim_end).peekable();
    while let Some(line) = lines.next() {
        let next_small =
            lines.peek().is_some_and(|next| next.trim_start().starts_with(char::is_lowercase));
        let cut = line.strip_suffix('-').filter(|word| word.ends_with(char::is_lowercase));
        match cut.filter(|_| next_small) {
            Some(cut) => out.push_str(cut),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cut_at_line_ends_are_put_together() {
        assert_eq!(
            joined("The presi-\ndent left\nfor pre-\nOslo"),
            "The president left\nfor pre-\nOslo"
        );
    }

    #[test]
    fn what_is_no_pdf_inside_is_named() {
        let (documents, problems) = super::super::tests::read_all(
            "a.pdf",
            b"%PDF-1.4\nbroken",
            &super::super::ReadOptions::default(),
        );
        assert!(documents.is_empty());
        assert!(problems[0].contains("damaged PDF"), "{problems:?}");
    }
}
