//! The blocks of a page: its text cut at the elements that begin and end a paragraph, without what
//! `fate` says is no part of it.

use super::fate::Fate;
use super::tree::{Tree, push_folded};

/// A piece of text that stands by itself.
#[derive(Debug)]
pub(super) struct Block {
    /// Position of its first node.
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) text: String,
    /// Length of the text in bytes, and of what is a link in it.
    pub(super) length: usize,
    pub(super) linked: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Stands beside the headline.
    Head,
    Paragraph,
    Heading,
    Item,
    Cell,
    Caption,
    Other,
}

/// Elements that begin and end a block.
const BLOCK_TAGS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "address",
    "hr",
    "center",
    "details",
    "summary",
    "body",
    "html",
];

/// A good paragraph has so many bytes, or half of them and the end of a sentence.
pub(super) const GOOD_BYTES: usize = 80;

/// Cuts the page into blocks.
pub(super) fn blocks_of(tree: &Tree, fates: &[Fate]) -> Vec<Block> {
    /// An element that is open.
    struct Open {
        end: usize,
        kind: Option<Kind>,
        link: bool,
    }
    let mut cutter = Cutter::default();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < tree.nodes.len() {
        while let Some(top) = open.last().filter(|top| top.end <= at) {
            if top.kind.is_some() {
                cutter.cut();
            }
            open.pop();
            let kind = open.iter().rev().find_map(|element| element.kind);
            cutter.kind = kind.unwrap_or(Kind::Other);
            cutter.in_link = open.iter().any(|element| element.link);
        }
        let node = &tree.nodes[at];
        if node.is_text() {
            cutter.push(at, &node.text);
            at += 1;
            continue;
        }
        let fate = fates[at];
        let is_block = BLOCK_TAGS.contains(&&*node.tag);
        if matches!(fate, Fate::Never | Fate::Suspect | Fate::Doubtful) {
            if is_block {
                cutter.cut();
            }
            at = node.end;
            continue;
        }
        if node.tag == "br" {
            cutter.line_break();
            at += 1;
            continue;
        }
        let outer = cutter.kind;
        let kind = if fate == Fate::Caption || outer == Kind::Caption {
            Some(Kind::Caption)
        } else if fate == Fate::Head || outer == Kind::Head {
            is_block.then_some(Kind::Head)
        } else if is_block {
            Some(match &*node.tag {
                "p" | "blockquote" | "pre" if outer == Kind::Item => Kind::Item,
                "p" | "blockquote" | "pre" => Kind::Paragraph,
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
                "li" | "dt" | "dd" => Kind::Item,
                "td" | "th" => Kind::Cell,
                _ if outer == Kind::Item => Kind::Item,
                _ => Kind::Other,
            })
        } else {
            None
        };
        if let Some(kind) = kind {
            if is_block || fate == Fate::Caption {
                cutter.cut();
            }
            cutter.kind = kind;
        }
        // An address with a tag in it is a quote that was never closed.
        let address = node.attribute("href").filter(|address| !address.contains('<'));
        let link = node.tag == "a" && address.is_some();
        cutter.in_link |= link;
        open.push(Open { end: node.end, kind, link });
        at += 1;
    }
    cutter.cut();
    cutter.blocks
}

struct Cutter {
    blocks: Vec<Block>,
    text: String,
    at: usize,
    linked: usize,
    kind: Kind,
    in_link: bool,
}

impl Default for Cutter {
    fn default() -> Self {
        Cutter {
            blocks: Vec::new(),
            text: String::new(),
            at: 0,
            linked: 0,
            kind: Kind::Other,
            in_link: false,
        }
    }
}

impl Cutter {
    fn push(&mut self, at: usize, text: &str) {
        let before = self.text.len();
        if self.text.trim().is_empty() {
            self.at = at;
        }
        push_folded(&mut self.text, text);
        if self.in_link {
            self.linked += self.text.len() - before;
        }
    }

    /// One break is a new line, two are a new paragraph.
    fn line_break(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if self.text.ends_with('\n') {
            self.cut();
        } else if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn cut(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            let (length, linked) = (text.len(), self.linked.min(text.len()));
            let text = text.to_owned();
            self.blocks.push(Block { at: self.at, kind: self.kind, text, length, linked });
        }
        self.text.clear();
        self.linked = 0;
    }
}

pub(super) fn is_good(block: &Block) -> bool {
    let sentence = block.text.ends_with(['.', '!', '?', '"', '”', '»', '…', '。', '।', '؟', ':'])
        || block.text.contains(". ");
    // Letters of some scripts have three bytes, which makes the bound a little softer for them.
    let long = block.length >= GOOD_BYTES || block.length * 2 >= GOOD_BYTES && sentence;
    long && block.linked * 3 < block.length && block.kind != Kind::Caption
}
