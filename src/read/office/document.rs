//! From the lines of a document to its articles: an export of a database, or one article.

use std::borrow::Cow;

use super::super::export::{self, HEADING, Line};
use super::super::{Input, Layout, Metadata, MetadataKey, Sink, unreadable};
use crate::error::Result;
use crate::text::fold;

/// What a document says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Properties {
    pub(super) title: String,
    pub(super) author: String,
    pub(super) created: String,
    pub(super) language: String,
}

/// Authors and titles that programs put in where nobody wrote any, folded.
const EMPTY_NAMES: &[&str] = &[
    "user",
    "admin",
    "administrator",
    "windows user",
    "microsoft office user",
    "author",
    "unknown",
    "python-docx",
    "untitled",
    "document",
    "title",
];

/// How many paragraphs from the first may be the headline that the properties name.
const HEADLINE_LINES: usize = 6;

/// Puts what `lines` hold into `sink`, then tells `damage`.
///
/// # Errors
/// That of `damage`; `Unreadable` when there is no text.
pub(super) fn put(
    lines: Vec<Line>,
    properties: Properties,
    format: &'static str,
    input: &Input<'_>,
    damage: Result<()>,
    sink: &mut Sink<'_>,
) -> Result<()> {
    if lines.is_empty() {
        damage?;
        return Err(unreadable("is a document without text"));
    }
    let empty = input.document(format);
    if let Some(read) = export::read_lines(&lines, &empty, sink) {
        return damage.and(read);
    }
    let mut document = empty;
    // A headline in the style of one is taken off where it opens the document: what stands
    // before it otherwise would be read as the text.
    let heads = lines.iter().take_while(|line| line.marks.contains(HEADING)).count().min(1);
    let mut title: Option<String> = lines.first().filter(|_| heads == 1).map(|l| l.text.clone());
    let mut rest = &lines[heads..];
    if title.is_none()
        && let Some(at) = place_of_title(&properties.title, &lines)
    {
        title = Some(lines[at].text.clone());
        if at == 0 {
            rest = &lines[1..];
        }
    }
    let mut push = |key, name: &'static str, value: &str| {
        let value = value.trim();
        let folded = fold(value);
        if !value.is_empty() && !EMPTY_NAMES.contains(&folded.as_ref()) {
            let name = Cow::Borrowed(name);
            document.metadata.push(Metadata { key, name, value: value.to_owned() });
        }
    };
    match &title {
        Some(title) => push(MetadataKey::Title, "title", title),
        // A title that does not stand over the text is mostly that of the file it was made from.
        None => push(MetadataKey::Other, "title", &properties.title),
    }
    push(MetadataKey::Author, "creator", &properties.author);
    // When the document was made is a weak sign of when the article appeared: archives were
    // typed in and converted years later.
    push(MetadataKey::Modified, "created", &properties.created);
    push(MetadataKey::Language, "language", &properties.language);
    let taken_off = rest.len() < lines.len();
    document.layout = if title.is_some() && taken_off { Layout::Body } else { Layout::Plain };
    for line in rest {
        if !document.text.is_empty() {
            document.text.push_str(if line.begins { "\n\n" } else { "\n" });
        }
        document.text.push_str(&line.text);
    }
    let _ = sink.put(document);
    damage
}

/// Which of the first lines is the title of the properties.
fn place_of_title(title: &str, lines: &[Line]) -> Option<usize> {
    let title = fold(title.trim());
    if title.is_empty() {
        return None;
    }
    lines.iter().take(HEADLINE_LINES).position(|line| fold(line.text.trim()) == title)
}
