//! HTML pages of news sites: what they declare about the article, and its text.
//!
//! `tokens` finds tags, `tree` is the page, `json_ld` and `declared` what it says about itself, `shown` and `dates`
//! what it shows without saying so, `head` the date without a tree; `fate` says what is no part of the text, `block` cuts the rest into
//! paragraphs, `body` takes those of the article, without the lines that `aside` knows. Fragments
//! of HTML in other formats are left to `markup`.

mod aside;
mod block;
mod body;
mod dates;
mod declared;
mod fate;
mod head;
mod json_ld;
mod nesting;
mod shown;
mod tokens;
mod tree;

use std::borrow::Cow;

use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink,
    decode_declared, unreadable,
};
use crate::error::Result;
use json_ld::Wanted;

pub(super) use tree::Tree;

/// Reads HTML pages.
pub(super) struct HtmlReader;

/// How a page may begin, in lower case and after comments.
const BEGINNINGS: &[&str] = &["<!doctype html", "<html", "<head", "<body", "<title", "<meta"];

impl Reader for HtmlReader {
    fn format(&self) -> &'static str {
        "html"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let text = String::from_utf8_lossy(probe.start());
        let lower = text.to_ascii_lowercase();
        let mut start = lower.trim_start_matches(['\u{feff}', '\0']);
        while let Some(comment) = start.strip_prefix("<!--") {
            start = comment.split_once("-->").map_or("", |(_, rest)| rest).trim_start();
        }
        let declared = start.starts_with("<?xml");
        let root = super::xml::root_name(probe.head);
        if BEGINNINGS.iter().any(|begins| start.starts_with(begins))
            || declared && root.as_deref() == Some("html")
        {
            return Some(Confidence::Certain);
        }
        if declared {
            return None;
        }
        let named = matches!(probe.extension, "html" | "htm" | "xhtml" | "shtml" | "php" | "asp")
            || matches!(probe.media_type, "text/html" | "application/xhtml+xml");
        let tagged = ["<div", "<p>", "<p ", "<a ", "<table", "<h1", "<script", "<br", "<html"];
        let tagged = tagged.iter().any(|tag| lower.contains(tag));
        (named && tagged || tagged && lower.contains("</head>") && lower.contains("<body"))
            .then_some(Confidence::Likely)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let mut document = input.document(self.format());
        let bytes = input.read_whole()?;
        let charset = input.declared.charset.take().or_else(|| meta_charset(&bytes));
        let decoded = decode_declared(bytes, charset.as_deref());
        document.encoding = decoded.encoding;
        document.notes = decoded.notes;
        let read = page(&decoded.text);
        document.notes.extend(read.note);
        document.metadata = read.metadata;
        document.text = read.text;
        let titled = document.declared(MetadataKey::Title).is_some();
        if document.text.is_empty() && !titled {
            return Err(unreadable("is a page without title and text"));
        }
        document.layout = if titled { Layout::Body } else { Layout::Plain };
        let _ = sink.put(document);
        Ok(())
    }
}

/// What an HTML page says and declares.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// The most trusted value of each key first.
    pub(super) metadata: Vec<Metadata>,
    /// Paragraphs, separated by blank lines.
    pub(super) text: String,
    pub(super) note: Option<String>,
}

/// Reads a page.
pub(super) fn page(html: &str) -> Page {
    let Some(opened) = Opened::new(html, Wanted::Everything) else {
        let text = super::markup::plain_text(html).into_owned();
        let note = Some("nested too deeply for a page: read without its layout".to_owned());
        return Page { text, note, ..Page::default() };
    };
    opened.whole()
}

/// A page whose metadata are read and whose text is not.
#[derive(Debug)]
pub(crate) struct Opened<'h> {
    tree: Tree<'h>,
    linked: json_ld::Linked,
    /// What the page declares, and the dates that it shows if it declares none.
    pub(crate) metadata: Vec<Metadata>,
}

impl<'h> Opened<'h> {
    fn new(html: &'h str, wanted: Wanted) -> Option<Self> {
        let tree = Tree::parse(html)?;
        let linked = json_ld::article(&tree);
        let mut metadata = declared::values(&tree, &linked, wanted);
        add_shown_dates(&tree, &mut metadata);
        Some(Opened { tree, linked, metadata })
    }

    /// Reads the text as well.
    fn whole(self) -> Page {
        let Opened { tree, linked, mut metadata } = self;
        let value = |key| {
            let entry = metadata.iter().find(|entry| entry.key == key && !entry.is_shown());
            entry.map(|entry| entry.value.as_str())
        };
        let known = body::Known {
            title: value(MetadataKey::Title),
            source: value(MetadataKey::Source),
            dated: value(MetadataKey::Date).is_some() || states_time(&tree),
            linked: linked.body.as_deref(),
        };
        let found = body::body(&tree, known);
        for caption in found.captions {
            let key = MetadataKey::Caption;
            metadata.push(Metadata { key, name: "figcaption".into(), value: caption });
        }
        Page { metadata, text: found.text, note: None }
    }

    /// The document of a page that was opened for its date, as far as its date rests on it.
    /// `None` for a page that is no article.
    pub(crate) fn document(self, empty: &RawDocument) -> Option<RawDocument> {
        let page = self.whole();
        let titled = page.metadata.iter().any(|entry| entry.key == MetadataKey::Title);
        let layout = if titled { Layout::Body } else { Layout::Plain };
        let (metadata, text) = (page.metadata, page.text);
        (titled || !text.is_empty()).then(|| RawDocument {
            metadata,
            text,
            layout,
            ..empty.clone()
        })
    }
}

/// Adds the dates that a page shows, where it declares none: to look at all that is shown takes
/// time, and would not be asked.
fn add_shown_dates(tree: &Tree<'_>, metadata: &mut Vec<Metadata>) {
    let mut declared = metadata.iter().filter(|entry| entry.key == MetadataKey::Date);
    if declared.any(|entry| dates::has_day(&entry.value)) {
        return;
    }
    let title = metadata.iter().find(|entry| entry.key == MetadataKey::Title);
    let shown = dates::shown(tree, title.map(|entry| entry.value.as_str()));
    metadata.extend(shown.into_iter().map(|(name, value)| Metadata {
        key: MetadataKey::Date,
        name: name.into(),
        value,
    }));
}

/// Dates and addresses that the head of a page and its JSON-LD state: the beginning of what the
/// whole page states, at a tenth of the cost. `None` where the page has to be decoded before that
/// can be said.
pub(crate) fn dates_of_head(bytes: &[u8]) -> Option<Vec<Metadata>> {
    // UTF-16 and UTF-32 have other marks.
    let start = bytes.get(..4096).unwrap_or(bytes);
    if memchr::memchr(0, start).is_some() {
        return None;
    }
    head::stated(bytes)
}

/// The text of a page. White space may not be as [`decode_declared`] makes it.
pub(crate) fn text_of_page(bytes: &[u8]) -> Cow<'_, str> {
    /// What begins the seven-bit encodings of East Asia.
    const ESCAPE: u8 = 0x1b;
    let start = bytes.get(..4096).unwrap_or(bytes);
    if memchr::memchr(0, start).is_none()
        && memchr::memchr(ESCAPE, bytes).is_none()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text));
    }
    let charset = meta_charset(bytes);
    Cow::Owned(decode_declared(bytes.to_vec(), charset.as_deref()).text)
}

/// Opens a page to find its date. `None` for one that is nested too deeply.
pub(crate) fn opened_for_date(html: &str) -> Option<Opened<'_>> {
    Opened::new(html, Wanted::Dates)
}

/// Whether a `time` element says for machines which time it is.
fn states_time(tree: &Tree) -> bool {
    tree.tagged("time").any(|at| tree.nodes[at].attribute("datetime").is_some())
}

/// The encoding that the page declares in its first kilobytes, as browsers look for it.
pub(super) fn meta_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = head.find("charset=").map(|at| at + "charset=".len());
    // XHTML declares it as XML does.
    let at = at.or_else(|| {
        let declaration = head.strip_prefix("<?xml")?;
        let end = declaration.find("?>")?;
        declaration[..end].find("encoding=").map(|at| at + "<?xml".len() + "encoding=".len())
    })?;
    let value = head.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = value.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':'));
    let value = &value[..end.unwrap_or(value.len())];
    (!value.is_empty()).then(|| value.to_owned())
}
