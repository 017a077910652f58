//! Lines of an export, whatever the file was: a text, a page, a document of a word processor.

use super::super::html::Tree;

/// A line, with the names of the elements or the style that it stands in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Line {
    /// The text; not empty.
    pub(in super::super) text: String,
    /// Names in lower case; empty in plain text.
    pub(in super::super) marks: String,
    /// Whether it begins a paragraph: a blank line or the beginning of a block stands before it.
    pub(in super::super) begins: bool,
}

impl Line {
    fn is_marked(&self, mark: &str) -> bool {
        self.marks.contains(mark)
    }

    /// Whether it stands in the style of headings.
    pub(super) fn is_heading(&self) -> bool {
        self.is_marked(HEADING)
    }

    /// Whether all of it is bold.
    pub(super) fn is_bold(&self) -> bool {
        self.is_marked(BOLD)
    }
}

/// The mark of a paragraph in the style of headings.
pub(in super::super) const HEADING: &str = " heading ";
/// The mark of a paragraph that is bold as a whole.
pub(in super::super) const BOLD: &str = " bold ";

/// The lines of a text.
pub(super) fn of_text(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut begins = true;
    for line in text.lines() {
        let text = line.trim_matches(['\u{feff}', ' ', '\t', '\r', '\u{c}', '\u{a0}']);
        if text.is_empty() {
            begins = true;
            continue;
        }
        lines.push(Line { text: text.to_owned(), marks: String::new(), begins });
        begins = false;
    }
    lines
}

/// Shortest line, in characters, that was cut at a width; a shorter one ends where it ends.
const CUT_CHARS: usize = 55;

/// The same before a line that begins with a small letter.
const CUT_BEFORE_SMALL_CHARS: usize = 30;

/// The paragraphs that `lines` make up: a line that begins none is put to the one before it.
/// `alone` says which lines are always paragraphs of their own.
pub(super) fn paragraphs(lines: &[Line], alone: impl Fn(&str) -> bool) -> Vec<Line> {
    let mut paragraphs: Vec<Line> = Vec::new();
    let mut last_chars = 0;
    for line in lines {
        let chars = line.text.chars().count();
        match paragraphs.last_mut() {
            Some(last) if !line.begins && !alone(&line.text) => {
                let small = line.text.starts_with(char::is_lowercase);
                let shortest = if small { CUT_BEFORE_SMALL_CHARS } else { CUT_CHARS };
                last.text.push(if last_chars >= shortest { ' ' } else { '\n' });
                last.text.push_str(&line.text);
            }
            _ => paragraphs.push(Line { begins: true, ..line.clone() }),
        }
        last_chars = chars;
    }
    paragraphs
}

/// Elements that begin and end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "tr",
    "td",
    "th",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "li",
    "hr",
    "article",
    "section",
    "header",
    "footer",
    "body",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
];

/// Most bytes of names that are kept of a line: deeply nested elements would make every line as
/// long as the page.
const MOST_MARKS: usize = 2000;

/// Elements without text of an article.
const PASSED_OVER: &[&str] =
    &["script", "style", "head", "select", "button", "noscript", "textarea"];

/// The lines of a page: a block begins a paragraph, `br` ends a line, two of them a paragraph.
pub(super) fn of_page(tree: &Tree) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut text = String::new();
    let mut line_marks = String::new();
    let mut begins = true;
    // Elements that are open: where they end, whether they are blocks, and how long the marks
    // were before them.
    let mut open: Vec<(usize, bool, usize)> = Vec::new();
    let mut marks = String::new();
    let mut end = |text: &mut String, line_marks: &mut String, begins: &mut bool, block: bool| {
        let folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
        // Japanese paragraphs begin with a wide space.
        let indented = text.trim_start_matches([' ', '\n', '\r', '\t']).starts_with('\u{3000}');
        text.clear();
        let marks = std::mem::take(line_marks);
        if folded.is_empty() {
            // An empty line parts paragraphs.
            *begins = true;
        } else {
            lines.push(Line { text: folded, marks, begins: *begins || indented });
            *begins = block;
        }
    };
    let mut at = 0;
    while let Some(node) = tree.nodes.get(at) {
        while let Some((_, block, length)) = open.pop_if(|(ends, _, _)| *ends <= at) {
            if block {
                end(&mut text, &mut line_marks, &mut begins, true);
                begins = true;
            }
            marks.truncate(length);
        }
        if node.is_text() {
            let marked = line_marks.len() < MOST_MARKS && !line_marks.contains(marks.as_str());
            if marked && !node.text.trim().is_empty() {
                line_marks.push_str(&marks);
            }
            text.push_str(&node.text);
        } else if PASSED_OVER.contains(&&*node.tag) {
            at = node.end.max(at + 1);
            continue;
        } else if node.tag == "br" {
            end(&mut text, &mut line_marks, &mut begins, false);
        } else {
            let block = BLOCKS.contains(&&*node.tag);
            if block {
                end(&mut text, &mut line_marks, &mut begins, true);
                begins = true;
            }
            open.push((node.end, block, marks.len()));
            if !node.marks.is_empty() && marks.len() < MOST_MARKS {
                marks.push_str(&node.marks.to_lowercase());
            }
        }
        at += 1;
    }
    end(&mut text, &mut line_marks, &mut begins, true);
    lines
}
