//! A page as a flat list of its nodes in the order of the text, each with the place where its
//! content ends. What is within a node are the nodes up to there, so nothing here or above is
//! recursive.
//!
//! `tokens` finds the tags, `nesting` says which element a tag closes; the nodes borrow from the
//! page. Invariant: a page nested deeper than any real one is given up.
//!
//! Incomplete support: of the repairs that the HTML Standard prescribes, those are made that decide
//! in which element a text lies (implied ends, headings, lists, tables, links left open); elements
//! that stand wrongly between the rows of a table stay there, and formatting is not opened again.

use std::borrow::Cow;

use super::nesting::{self, Open};
use super::tokens::{Tag, Tags, attribute_text, is_raw, plain};

/// Deepest nesting. Real pages have up to 100 levels.
const MAX_DEPTH: usize = 1500;

/// A page.
#[derive(Debug, Default)]
pub(in super::super) struct Tree<'h> {
    pub(in super::super) nodes: Vec<Node<'h>>,
}

/// An element or a piece of text.
#[derive(Debug, Default)]
pub(in super::super) struct Node<'h> {
    /// Name of the element in lower case; empty for text.
    pub(in super::super) tag: Cow<'h, str>,
    /// Position of the element that it lies in; the root's own for the root.
    pub(in super::super) parent: usize,
    /// Position after the last node within it.
    pub(in super::super) end: usize,
    /// The text, for a piece of text.
    pub(in super::super) text: Cow<'h, str>,
    /// Class and id, with a space on both sides of each value.
    pub(in super::super) marks: String,
    /// The other attributes.
    attributes: Vec<(&'static str, Cow<'h, str>)>,
}

impl Node<'_> {
    /// The value of an attribute.
    pub(in super::super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    pub(in super::super) fn is_text(&self) -> bool {
        self.tag.is_empty()
    }
}

impl<'h> Tree<'h> {
    /// Parses a page; `None` when it is nested too deeply.
    pub(in super::super) fn parse(html: &'h str) -> Option<Tree<'h>> {
        let mut builder = Builder { html, tree: Tree::default(), open: Vec::new(), body: None };
        // A page has a node for every 25 to 40 bytes.
        builder.tree.nodes.reserve(html.len() / 40);
        builder.push("html".into(), "html");
        let mut tags = Tags::new(html.as_bytes(), 0);
        let mut text_from = 0;
        while let Some(mark) = tags.next_mark() {
            let (start, end) = mark.range();
            builder.text(text_from..start);
            text_from = end;
            let Some(tag) = mark.tag() else { continue };
            let name = builder.name_of(&tag);
            if tag.ends {
                builder.end_tag(&name);
            } else {
                builder.start_tag(&tag, name);
                if is_raw(tag.name) {
                    let text = tags.raw_text(tag.name);
                    text_from = text.end;
                    builder.raw(text, tag.is("textarea") || tag.is("title"));
                }
            }
            if builder.open.len() > MAX_DEPTH {
                return None;
            }
        }
        builder.text(text_from..html.len());
        builder.close_to(0);
        Some(builder.tree)
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

/// A tree that is being made.
struct Builder<'h> {
    html: &'h str,
    tree: Tree<'h>,
    /// The elements that the next node lies in, the innermost last; `html` is the first.
    open: Vec<Open>,
    body: Option<usize>,
}

impl<'h> Builder<'h> {
    fn name_of(&self, tag: &Tag<'h>) -> Cow<'h, str> {
        let start = tag.start + 1 + usize::from(tag.ends);
        let name = self.html.get(start..start + tag.name.len()).unwrap_or_default();
        if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        }
    }

    /// Opens an element.
    fn push(&mut self, name: Cow<'h, str>, known: &str) -> usize {
        let node = self.leaf(Node { tag: name, ..Node::default() });
        self.open.push(Open { node, kind: nesting::kind_of(known) });
        node
    }

    fn leaf(&mut self, node: Node<'h>) -> usize {
        let at = self.tree.nodes.len();
        let parent = self.open.last().map_or(0, |open| open.node);
        self.tree.nodes.push(Node { parent, end: at + 1, ..node });
        at
    }

    /// Closes the elements that are open from number `from` on.
    fn close_to(&mut self, from: usize) {
        let end = self.tree.nodes.len();
        for open in self.open.drain(from.min(self.open.len())..) {
            self.tree.nodes[open.node].end = end;
        }
    }

    fn is_open(&self, at: usize, name: &str) -> bool {
        self.open.get(at).is_some_and(|open| self.tree.nodes[open.node].tag == name)
    }

    fn text(&mut self, range: std::ops::Range<usize>) {
        let Some(text) = self.html.get(range).filter(|text| !text.is_empty()) else { return };
        let blank = || text.trim_ascii().is_empty();
        if self.body.is_none() && !self.is_open(2, "noscript") {
            if blank() {
                return;
            }
            self.open_body();
        }
        self.leaf(Node { text: plain(text), ..Node::default() });
    }

    /// The text of an element that was just opened, and that the next tag closes.
    fn raw(&mut self, range: std::ops::Range<usize>, resolved: bool) {
        let Some(text) = self.html.get(range).filter(|text| !text.is_empty()) else { return };
        let text = if resolved { plain(text) } else { Cow::Borrowed(text) };
        self.leaf(Node { text, ..Node::default() });
    }

    fn open_body(&mut self) {
        self.close_to(1);
        self.body = Some(self.push("body".into(), "body"));
    }

    fn start_tag(&mut self, tag: &Tag<'h>, name: Cow<'h, str>) {
        let kind = nesting::kind_of(&name);
        match &*name {
            "html" => return self.fill(0, tag),
            "head" => {
                if self.body.is_none() && self.open.len() == 1 {
                    let node = self.push(name, "head");
                    self.fill(node, tag);
                }
                return;
            }
            "body" => {
                if self.body.is_none() {
                    self.open_body();
                }
                return self.fill(self.body.unwrap_or_default(), tag);
            }
            _ => {}
        }
        if self.body.is_none() {
            if !nesting::is_for_head(&name) && !self.is_open(2, "noscript") {
                self.open_body();
            } else if self.open.len() == 1 && self.tree.nodes.len() == 1 {
                self.push("head".into(), "head");
            }
        }
        match nesting::before_start(&self.open, &name, kind, |at| &self.tree.nodes[at].tag) {
            nesting::Before::Nothing => {}
            nesting::Before::Ignore => return,
            nesting::Before::Close(from) => self.close_to(from),
            nesting::Before::EndLink => self.end_tag("a"),
        }
        let foreign = || self.open.iter().any(|open| open.kind.foreign);
        if kind.void || tag.closed && (kind.foreign || foreign()) {
            let node = self.leaf(Node { tag: name, ..Node::default() });
            return self.fill(node, tag);
        }
        let node = self.leaf(Node { tag: name, ..Node::default() });
        self.open.push(Open { node, kind });
        self.fill(node, tag);
    }

    fn end_tag(&mut self, name: &str) {
        match nesting::at_end(&self.open, name, |at| &self.tree.nodes[at].tag) {
            nesting::End::Nothing => {}
            nesting::End::Close(from) => self.close_to(from),
            // `<a>one<div>two</a>three</div>`: the link ends where the block begins.
            nesting::End::Before(at) => {
                let formatting = self.open.remove(at).node;
                let block = self.open[at].node;
                self.tree.nodes[formatting].end = block;
                self.tree.nodes[block].parent = self.tree.nodes[formatting].parent;
            }
        }
    }

    /// Gives a node the attributes of a tag.
    fn fill(&mut self, at: usize, tag: &Tag<'h>) {
        let node = &mut self.tree.nodes[at];
        for (name, value) in tag.attributes() {
            let Some(kind) = Wanted::of(name) else { continue };
            let value = attribute_text(std::str::from_utf8(value).unwrap_or_default());
            match kind {
                Wanted::Mark => {
                    node.marks.reserve(value.len() + 2);
                    node.marks.push(' ');
                    node.marks.push_str(&value);
                    node.marks.push(' ');
                }
                // Of two attributes of one name, the first counts.
                Wanted::Named(name) => node.attributes.push((name, value)),
            }
        }
    }
}

/// Attributes that say something about an article. The others, and above all pictures written
/// out as addresses, are not kept.
#[derive(Clone, Copy)]
enum Wanted {
    /// A class or an id.
    Mark,
    Named(&'static str),
}

impl Wanted {
    fn of(name: &[u8]) -> Option<Wanted> {
        const MARKS: [&str; 5] = ["class", "id", "data-component", "data-testid", "data-qa"];
        const NAMES: [&str; 20] = [
            "href",
            "itemprop",
            "itemtype",
            "role",
            "style",
            "hidden",
            "aria-hidden",
            "datetime",
            "rel",
            "content",
            "property",
            "name",
            "http-equiv",
            "type",
            "title",
            "lang",
            "pubdate",
            "charset",
            "size",
            "xml:lang",
        ];
        let is = |known: &&&str| known.as_bytes().eq_ignore_ascii_case(name);
        if MARKS.iter().any(|known| is(&known)) {
            return Some(Wanted::Mark);
        }
        NAMES.iter().find(is).map(|known| Wanted::Named(known))
    }
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

    /// Each element that holds text of its own, and that text.
    fn check(html: &str, expected: &[(&str, &str)]) {
        let tree = Tree::parse(html).unwrap_or_default();
        let texts = tree.nodes.iter().filter(|node| !node.text.trim().is_empty());
        let found: Vec<(&str, &str)> =
            texts.map(|node| (&*tree.nodes[node.parent].tag, node.text.trim())).collect();
        assert_eq!(found, expected, "{html}");
        for (at, node) in tree.nodes.iter().enumerate() {
            let outer = &tree.nodes[node.parent];
            assert!(at < node.end && (node.parent < at || at == 0), "{html}: {at}");
            assert!(node.end <= outer.end, "{html}: {at} ends after what it lies in");
        }
    }

    #[test]
    fn tags_close_what_they_close_for_browsers() {
        check(
            "<p>a<p>b<div>c</p>d</div>e",
            &[("p", "a"), ("p", "b"), ("div", "c"), ("div", "d"), ("body", "e")],
        );
        check(
            "<ul><li>a<li>b<ul><li>c</ul>d</ul>e",
            &[("li", "a"), ("li", "b"), ("li", "c"), ("li", "d"), ("body", "e")],
        );
        check("<dl><dt>a<dd>b<p>c<dt>d</dl>", &[("dt", "a"), ("dd", "b"), ("p", "c"), ("dt", "d")]);
        check(
            "<table><tr><td>a<td>b<tr><th>c</table>d",
            &[("td", "a"), ("td", "b"), ("th", "c"), ("body", "d")],
        );
        check(
            "<table><td>a<table><td>b</table>c</table>d",
            &[("td", "a"), ("td", "b"), ("td", "c"), ("body", "d")],
        );
        check("<a>a<div>b</a>c</div>d", &[("a", "a"), ("div", "b"), ("div", "c"), ("body", "d")]);
        check("<a>a<a>b</a>c", &[("a", "a"), ("a", "b"), ("body", "c")]);
        check("<div><span>a</div>b</span>c", &[("span", "a"), ("body", "b"), ("body", "c")]);
        check("<h2>a</h3>b<h2>c<h3>d", &[("h2", "a"), ("body", "b"), ("h2", "c"), ("h3", "d")]);
        check("<div>a</p></b></i>b</div></div>c", &[("div", "a"), ("div", "b"), ("body", "c")]);
        check("<svg><path/><g>a</g></svg>b<i/>c", &[("g", "a"), ("body", "b"), ("i", "c")]);
        check("<form>a<form>b</form>c", &[("form", "a"), ("form", "b"), ("body", "c")]);
    }

    #[test]
    fn pages_have_a_head_and_a_body() {
        check("<title>a &amp; b</title>c", &[("title", "a & b"), ("body", "c")]);
        check(
            "<html lang=nb><head><script>a<b</script><style>c</style></head><body class=x>d</body>e</html>",
            &[("script", "a<b"), ("style", "c"), ("body", "d"), ("body", "e")],
        );
        check("<head><noscript>a</noscript><p>b", &[("noscript", "a"), ("p", "b")]);
        let tree = Tree::parse("<html lang=nb><meta name=x content='a&quot;b'><body id=y><td>")
            .unwrap_or_default();
        let attribute = |tag: &str, name: &str| {
            let at = tree.tagged(tag).next().unwrap_or_default();
            tree.nodes[at].attribute(name).map(str::to_owned)
        };
        assert_eq!(attribute("html", "lang").as_deref(), Some("nb"));
        assert_eq!(attribute("meta", "content").as_deref(), Some("a\"b"));
        assert_eq!(
            tree.nodes.iter().map(|node| &*node.tag).collect::<Vec<_>>(),
            ["html", "head", "meta", "body"]
        );
    }

    #[test]
    fn what_no_page_has_is_given_up() {
        assert!(Tree::parse(&"<div>".repeat(100_000)).is_none());
        assert!(Tree::parse(&"<p>a".repeat(100_000)).is_some());
        // What closes nothing is looked for no further than up to some levels.
        let deep = "<div>".repeat(1400);
        for piece in ["<p></p>", "</span>", "</table>", "<td>", "<li></i>", "<a></b>"] {
            assert!(Tree::parse(&format!("{deep}{}", piece.repeat(20_000))).is_some(), "{piece}");
        }
    }
}
