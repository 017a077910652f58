//! One record of an XML file as a small tree, built from the events of `quick-xml`.
//!
//! Names are lower case and without prefix. Invariants: nothing declared in a DOCTYPE is
//! expanded; elements lie in one another no deeper than [`MAX_DEPTH`]; a tree holds no more
//! bytes than the limit for one article.

use std::borrow::Cow;

/// Deepest nesting; what lies deeper is taken for text of the element at the limit.
pub(super) const MAX_DEPTH: usize = 200;

/// An element with what is in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name in lower case, without prefix.
    pub(super) name: String,
    /// What stands before the colon of its name, in lower case; may be empty.
    pub(super) prefix: String,
    /// Attributes, their names in lower case and without prefix.
    pub(super) attributes: Vec<(String, String)>,
    pub(super) content: Vec<Content>,
}

/// What is in an element.
#[derive(Debug)]
pub(super) enum Content {
    Element(Element),
    Text(String),
}

/// Elements that begin a paragraph.
const PARAGRAPHS: &[&str] = &[
    "p",
    "br",
    "block",
    "paragraph",
    "para",
    "div",
    "li",
    "tr",
    "h1",
    "h2",
    "h3",
    "h4",
    "hl1",
    "hl2",
    "hedline",
    "table",
    "ul",
    "ol",
    "blockquote",
    "bq",
    "dt",
    "dd",
    "pre",
    "lead",
    "section",
];

/// Elements within a text that are none of it: pictures with what is said of them.
const NO_TEXT: &[&str] = &[
    "media",
    "media-caption",
    "media-metadata",
    "media-reference",
    "script",
    "style",
    "object",
    "figure",
    "figcaption",
    "tagline",
    "notes",
    "byline",
    "docdata",
    "revision-history",
    "note",
    "header",
    "footer",
    "nav",
];

impl Element {
    /// The value of an attribute that is not empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name)?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// The elements in it.
    pub(super) fn children(&self) -> impl Iterator<Item = &Element> {
        self.content.iter().filter_map(|content| match content {
            Content::Element(element) => Some(element),
            Content::Text(_) => None,
        })
    }

    /// The first element in it called `name`.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name == name)
    }

    /// The first element at the end of a path of names.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.child(name))
    }

    /// Every element within it, in order, without itself.
    pub(super) fn descendants(&self) -> impl Iterator<Item = &Element> {
        let mut pending: Vec<&Element> = self.children().collect();
        pending.reverse();
        std::iter::from_fn(move || {
            let next = pending.pop()?;
            let from = pending.len();
            pending.extend(next.children());
            pending[from..].reverse();
            Some(next)
        })
    }

    /// Every element within it that is called `name`.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.descendants().filter(move |element| element.name == name)
    }

    /// The text in it, white space folded.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text, &[]);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text in it but for the elements with these names, white space folded.
    pub(super) fn text_without(&self, names: &[&str]) -> String {
        let mut text = String::new();
        self.gather(&mut text, names);
        let text = text.replace(PARAGRAPH_MARK, " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The text in it as it stands, for a value that may be HTML.
    pub(super) fn raw(&self) -> Cow<'_, str> {
        match self.content.as_slice() {
            [Content::Text(text)] => Cow::Borrowed(text),
            _ => {
                let mut text = String::new();
                self.gather(&mut text, &[]);
                Cow::Owned(text)
            }
        }
    }

    /// The running text in it: paragraphs separated by blank lines, without pictures.
    pub(super) fn paragraphs(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text, NO_TEXT);
        let mut out = String::with_capacity(text.len());
        for paragraph in text.split(PARAGRAPH_MARK) {
            let paragraph = paragraph.trim_matches(['\n', '\r', ' ', '\t']);
            if paragraph.is_empty() {
                continue;
            }
            if !out.is_empty() {
                out.push_str("\n\n");
            }
            out.push_str(&folded(paragraph));
        }
        out
    }

    fn gather(&self, out: &mut String, without: &[&str]) {
        /// An element whose content is being walked over.
        struct Open<'e> {
            element: &'e Element,
            next: usize,
            parts: bool,
        }
        let marked = !without.is_empty();
        let mut open = vec![Open { element: self, next: 0, parts: false }];
        while let Some(top) = open.last_mut() {
            let Some(content) = top.element.content.get(top.next) else {
                let parts = top.parts;
                open.pop();
                if parts {
                    out.push(PARAGRAPH_MARK);
                }
                continue;
            };
            top.next += 1;
            match content {
                Content::Text(text) => out.push_str(text),
                Content::Element(element) if without.contains(&element.name.as_str()) => {}
                Content::Element(element) => {
                    let parts = marked && PARAGRAPHS.contains(&element.name.as_str());
                    out.push(if parts { PARAGRAPH_MARK } else { ' ' });
                    if !parts && matches!(out.chars().rev().nth(1), None | Some(' ')) {
                        out.pop();
                    }
                    open.push(Open { element, next: 0, parts });
                }
            }
        }
    }
}

/// A paragraph with its lines joined, as XHTML and NITF mean it. A blank line still parts it, and
/// the rows of a table in it stay rows.
fn folded(paragraph: &str) -> Cow<'_, str> {
    if !paragraph.contains('\n') {
        return paragraph.into();
    }
    let is_row = |line: &str| line.trim().contains("   ") || line.trim().contains('\t');
    let lines = || paragraph.lines();
    if lines().filter(|line| is_row(line)).count() * 2 > lines().count() {
        return paragraph.into();
    }
    let mut out = String::with_capacity(paragraph.len());
    let mut blank = false;
    for line in paragraph.lines().map(str::trim) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { " " });
        }
        out.push_str(line);
        blank = false;
    }
    out.into()
}

/// Stands between paragraphs while text is gathered; no XML may hold it.
const PARAGRAPH_MARK: char = '\u{1}';

/// What stands before the colon of a name, in lower case.
pub(super) fn prefix_of(name: &str) -> String {
    name.rsplit_once(':').map(|(prefix, _)| prefix.to_ascii_lowercase()).unwrap_or_default()
}

/// Name without prefix, in lower case.
pub(super) fn local_name(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase()
}

/// The trees of elements drop one after the other, not each within the one it lies in.
impl Drop for Element {
    fn drop(&mut self) {
        let mut pending = std::mem::take(&mut self.content);
        while let Some(content) = pending.pop() {
            if let Content::Element(mut element) = content {
                pending.append(&mut element.content);
            }
        }
    }
}
