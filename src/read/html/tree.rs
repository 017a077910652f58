//! A page as a flat list of its nodes in the order of the text, each with the place where its
//! content ends. What is within a node are the nodes up to there, so nothing here or above is
//! recursive.
//!
//! Parsing is html5ever's, through `dom_query`. Invariant: a page nested deeper than any real
//! one is given up before it is parsed, because the algorithm of HTML is slow on it.

use dom_query::{Document, NodeData, NodeRef};

/// Deepest nesting of elements that need an end tag. Real pages have up to 100 levels.
const MAX_DEPTH: usize = 1500;

/// A page.
#[derive(Debug, Default)]
pub(in super::super) struct Tree {
    pub(in super::super) nodes: Vec<Node>,
}

/// An element or a piece of text.
#[derive(Debug, Default)]
pub(in super::super) struct Node {
    /// Name of the element in lower case; empty for text.
    pub(in super::super) tag: String,
    /// Position of the element that it lies in; the root's own for the root.
    pub(in super::super) parent: usize,
    /// Position after the last node within it.
    pub(in super::super) end: usize,
    /// The text, for a piece of text.
    pub(in super::super) text: String,
    /// Class and id in lower case, with a space on both sides of each name.
    pub(in super::super) marks: String,
    /// The other attributes.
    attributes: Vec<(String, String)>,
}

impl Node {
    /// The value of an attribute.
    pub(in super::super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(in super::super) fn is_text(&self) -> bool {
        self.tag.is_empty()
    }
}

impl Tree {
    /// Parses a page; `None` when it is nested too deeply.
    pub(in super::super) fn parse(html: &str) -> Option<Tree> {
        if is_too_deep(html) {
            return None;
        }
        let document = Document::from(html);
        let mut tree = Tree::default();
        let mut open: Vec<usize> = Vec::new();
        let mut next: Option<NodeRef<'_>> = document.root().first_child();
        while let Some(node) = next {
            let position = tree.nodes.len();
            if let Some(made) = flat(&node) {
                let parent = open.last().copied().unwrap_or(0);
                tree.nodes.push(Node { parent, ..made });
                if let Some(child) = node.first_child() {
                    open.push(position);
                    next = Some(child);
                    continue;
                }
                tree.close(position);
            }
            let mut at = node;
            next = loop {
                if let Some(sibling) = at.next_sibling() {
                    break Some(sibling);
                }
                let (Some(parent), Some(ended)) = (at.parent(), open.pop()) else { break None };
                tree.close(ended);
                at = parent;
            };
        }
        Some(tree)
    }

    fn close(&mut self, position: usize) {
        let end = self.nodes.len();
        if let Some(node) = self.nodes.get_mut(position) {
            node.end = end;
        }
    }

    /// Positions of the elements called `tag`.
    pub(in super::super) fn tagged<'t>(&'t self, tag: &'t str) -> impl Iterator<Item = usize> + 't {
        (0..self.nodes.len()).filter(move |position| self.nodes[*position].tag == tag)
    }

    /// The text within a node, white space folded.
    pub(in super::super) fn text_in(&self, position: usize) -> String {
        let Some(node) = self.nodes.get(position) else { return String::new() };
        let mut text = String::new();
        for inner in &self.nodes[position..node.end] {
            if inner.is_text() {
                push_folded(&mut text, &inner.text);
            } else if inner.tag != "span" && inner.tag != "a" && !text.ends_with(' ') {
                text.push(' ');
            }
        }
        text.trim().to_owned()
    }
}

/// Adds text with each run of white space as one space.
pub(super) fn push_folded(out: &mut String, text: &str) {
    if text.starts_with(is_space) && !out.ends_with([' ', '\n']) && !out.is_empty() {
        out.push(' ');
    }
    let mut first = true;
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !std::mem::take(&mut first) {
            out.push(' ');
        }
        out.push_str(word);
    }
    if !first && text.ends_with(is_space) {
        out.push(' ');
    }
}

/// White space, and the characters of no width that pages are strewn with.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{ad}')
}

fn flat(node: &NodeRef<'_>) -> Option<Node> {
    node.query(|inner| match &inner.data {
        NodeData::Text { contents } => {
            let text = contents.to_string();
            (!text.is_empty()).then(|| Node { text, ..Node::default() })
        }
        NodeData::Element(element) => {
            let mut marks = String::new();
            let mut attributes = Vec::new();
            for attribute in &element.attrs {
                let name = attribute.name.local.to_ascii_lowercase();
                if matches!(&*name, "class" | "id" | "data-component" | "data-testid" | "data-qa") {
                    marks.push(' ');
                    marks.push_str(&attribute.value);
                    marks.push(' ');
                } else if wanted(&name) {
                    attributes.push((name.to_string(), attribute.value.to_string()));
                }
            }
            let tag = element.name.local.to_string();
            Some(Node { tag, marks, attributes, ..Node::default() })
        }
        _ => None,
    })
    .flatten()
}

/// Attributes that say something about an article. The others, and above all pictures written
/// out as addresses, are not copied.
fn wanted(name: &str) -> bool {
    matches!(
        name,
        "itemprop"
            | "itemtype"
            | "role"
            | "style"
            | "hidden"
            | "aria-hidden"
            | "datetime"
            | "rel"
            | "content"
            | "property"
            | "name"
            | "http-equiv"
            | "href"
            | "type"
            | "title"
            | "lang"
            | "pubdate"
            | "charset"
            | "size"
            | "xml:lang"
    )
}

/// Whether elements that need an end tag lie in one another more deeply than in any real page.
fn is_too_deep(html: &str) -> bool {
    /// Elements whose end tag may be left out, or that have none.
    const OPEN: &[&[u8]] = &[
        b"p", b"li", b"br", b"img", b"hr", b"td", b"tr", b"th", b"dt", b"dd", b"input", b"meta",
        b"link", b"option", b"source", b"col", b"area", b"base", b"embed", b"param", b"path",
        b"track", b"wbr", b"tbody", b"thead", b"tfoot", b"html", b"body", b"head",
    ];
    let bytes = html.as_bytes();
    let mut depth = 0_usize;
    for at in memchr::memchr_iter(b'<', bytes) {
        match bytes.get(at + 1) {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(c) if c.is_ascii_alphabetic() => {
                let rest = &bytes[at + 1..];
                let length = rest.iter().take(12).take_while(|b| b.is_ascii_alphanumeric()).count();
                let name = &rest[..length];
                depth += usize::from(!OPEN.iter().any(|open| open.eq_ignore_ascii_case(name)));
            }
            _ => {}
        }
        if depth > MAX_DEPTH {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_stand_in_order_with_their_ends() {
        let tree = Tree::parse("<p class=A>one <b>two</b></p>three").unwrap_or_default();
        let p = tree.tagged("p").next().unwrap_or_default();
        assert_eq!(tree.text_in(p), "one two");
        assert_eq!(tree.nodes[p].marks.trim(), "A");
        assert_eq!(tree.nodes[tree.nodes[p].end].text, "three");
    }

    #[test]
    fn what_no_page_has_is_given_up() {
        assert!(Tree::parse(&"<div>".repeat(100_000)).is_none());
        assert!(Tree::parse(&"<p>a".repeat(100_000)).is_some());
    }
}
