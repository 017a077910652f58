//! Lines into paragraphs: what is hard-wrapped is joined, what is a paragraph a line is kept.
//!
//! Invariant: every step is linear in the text, also for one line of many megabytes.

use std::ops::Range;

/// Lines longer than this, in characters, are not made by wrapping.
const WIDEST_WRAP: usize = 120;
/// The lead goes on to the end of the paragraph that reaches this many bytes.
const LEAD_BYTES: usize = 300;
/// Most paragraphs of a lead.
const LEAD_PARAGRAPHS: usize = 3;
/// A lead longer than this, in bytes, is cut at a sentence: a body may be one paragraph.
const LONGEST_LEAD: usize = 1000;

/// One line, without the white space around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last; equal to `start` in a blank line.
    pub end: usize,
    /// Columns before `start`; a tab counts as four.
    pub indent: u32,
    /// Length in characters.
    pub width: u32,
}

impl Line {
    /// Whether there is nothing on it.
    pub(crate) fn is_blank(&self) -> bool {
        self.start == self.end
    }

    /// Its words.
    pub(crate) fn of<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start..self.end]
    }
}

/// Cuts `text` into lines.
pub(crate) fn lines_of(text: &str) -> Vec<Line> {
    let mut lines = Vec::with_capacity(text.len() / 80 + 1);
    let mut at = 0;
    for line in text.split('\n') {
        let trimmed_start = line.trim_start_matches(is_margin);
        let trimmed = trimmed_start.trim_end_matches(is_margin);
        let margin = &line[..line.len() - trimmed_start.len()];
        let start = if trimmed.is_empty() { at } else { at + margin.len() };
        lines.push(Line {
            start,
            end: start + trimmed.len(),
            indent: margin.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum(),
            width: u32::try_from(trimmed.chars().count()).unwrap_or(u32::MAX),
        });
        at += line.len() + 1;
    }
    lines
}

fn is_margin(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || c == '\u{200b}' || (c.is_control() && c != '\u{1b}')
}

/// How the lines of a text make paragraphs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Every line is a paragraph.
    LineEach,
    /// Lines of about this many characters are wrapped; blank lines part paragraphs.
    Wrapped(u32),
    /// As `Wrapped`, with a blank line after every line.
    DoubleSpaced(u32),
}

/// Groups lines into paragraphs, as ranges of `lines`. A blank line parts paragraphs.
pub(crate) fn group(text: &str, lines: &[Line]) -> Vec<Range<usize>> {
    let shape = shape_of(text, lines);
    let mut paragraphs = Vec::new();
    let mut start = None;
    let mut blanks = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            blanks += 1;
            continue;
        }
        let breaks = match (start, shape) {
            (None, _) => true,
            (Some(_), Shape::LineEach) => true,
            (Some(_), Shape::Wrapped(width)) => {
                blanks > 0 || parted(text, &lines[at - 1], line, width)
            }
            (Some(_), Shape::DoubleSpaced(width)) => {
                let before = lines[..at].iter().rposition(|line| !line.is_blank()).unwrap_or(at);
                blanks > 1 || parted(text, &lines[before], line, width)
            }
        };
        if breaks && let Some(start) = start.replace(at) {
            paragraphs.push(trim_blank(lines, start..at));
        }
        blanks = 0;
    }
    if let Some(start) = start {
        paragraphs.push(trim_blank(lines, start..lines.len()));
    }
    paragraphs
}

fn trim_blank(lines: &[Line], mut range: Range<usize>) -> Range<usize> {
    while range.end > range.start && lines[range.end - 1].is_blank() {
        range.end -= 1;
    }
    range
}

fn shape_of(text: &str, lines: &[Line]) -> Shape {
    let (mut all, mut long, mut widest) = (0_u64, 0_u64, 0_u32);
    let (mut inner, mut inner_closed, mut closed) = (0_usize, 0_usize, 0_usize);
    let (mut filled, mut blocks) = (0_usize, 0_usize);
    for (at, line) in lines.iter().enumerate() {
        if line.is_blank() {
            continue;
        }
        filled += 1;
        blocks += usize::from(at == 0 || lines[at - 1].is_blank());
        all += u64::from(line.width);
        if line.width as usize > WIDEST_WRAP {
            long += u64::from(line.width);
        } else {
            widest = widest.max(line.width);
        }
        let ends = ends_sentence(line.of(text));
        closed += usize::from(ends);
        if lines.get(at + 1).is_some_and(|next| !next.is_blank()) {
            inner += 1;
            inner_closed += usize::from(ends);
        }
    }
    // Wrapped prose ends a line with a stop one time in six or so.
    if long * 2 > all || (inner >= 3 && inner_closed * 10 >= inner * 8) {
        return Shape::LineEach;
    }
    if blocks >= 8 && blocks * 10 >= filled * 9 && closed * 2 < filled && widest >= 40 {
        return Shape::DoubleSpaced(widest);
    }
    Shape::Wrapped(widest)
}

/// Whether a blank line follows every line of wrapped text.
pub(crate) fn is_double_spaced(text: &str, lines: &[Line]) -> bool {
    matches!(shape_of(text, lines), Shape::DoubleSpaced(_))
}

/// Whether a paragraph ends between two lines that follow each other in wrapped text.
fn parted(text: &str, before: &Line, line: &Line, width: u32) -> bool {
    let words = line.of(text);
    if line.indent >= before.indent + 2 || is_bullet(words) {
        return true;
    }
    if words.starts_with(['>', '|']) != before.of(text).starts_with(['>', '|']) {
        return true;
    }
    if width < 30 {
        return false;
    }
    let next_word =
        words.split(char::is_whitespace).next().map_or(0, |word| word.chars().count() as u32);
    let room = width.saturating_sub(before.width + 1 + next_word);
    // The next word would have fitted: the line was ended on purpose.
    room * 5 > width * 2 || (room * 6 > width && ends_sentence(before.of(text)))
}

fn is_bullet(words: &str) -> bool {
    words.starts_with("- ") || words.starts_with("* ") || words.starts_with("• ")
}

/// Whether `words` ends as a sentence does.
pub(crate) fn ends_sentence(words: &str) -> bool {
    let closed = words.trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '“', '」', '』']);
    closed.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।', '።'])
}

/// Appends the lines of one paragraph to `out`, and to `pieces` where each of them went: offset
/// in `out`, offset in `text`.
pub(crate) fn join(
    text: &str,
    lines: &[Line],
    out: &mut String,
    mut pieces: Option<&mut Vec<(usize, usize)>>,
) {
    let begin = out.len();
    for line in lines.iter().filter(|line| !line.is_blank()) {
        let words = line.of(text);
        if out.len() > begin {
            match out.chars().next_back() {
                // Marks that the printer put where he broke a word.
                Some('\u{ad}' | '¬') => {
                    out.pop();
                }
                Some('-') if breaks_word(&out[begin..], words) => {}
                Some(last) if joins_without_space(last, words) => {}
                _ => out.push(' '),
            }
        }
        if let Some(pieces) = pieces.as_deref_mut() {
            pieces.push((out.len(), line.start));
        }
        // Characters that no text has inside its lines.
        if words.contains(['\0', '\r', '\u{c}']) {
            out.extend(words.chars().filter(|c| !matches!(c, '\0' | '\r' | '\u{c}')));
        } else {
            out.push_str(words);
        }
    }
}

/// Whether the hyphen that ends `before` stands inside a word that goes on with `next`.
fn breaks_word(before: &str, next: &str) -> bool {
    let letter_before =
        before.trim_end_matches('-').chars().next_back().is_some_and(char::is_alphanumeric);
    letter_before && !before.ends_with("--") && next.starts_with(char::is_alphanumeric)
}

/// Scripts without spaces between words have none at a line's end either.
fn joins_without_space(last: char, next: &str) -> bool {
    let dense = |c: char| crate::text::stands_alone(c) || matches!(c, '、' | '。' | '，' | '」');
    dense(last) && next.chars().next().is_some_and(dense)
}

/// Length in bytes of the lead of `body`, whose paragraphs are parted by blank lines.
pub(crate) fn lead_len(body: &str) -> usize {
    let mut end = 0;
    for (count, paragraph) in body.split("\n\n").enumerate() {
        if count > 0 {
            if count == LEAD_PARAGRAPHS || end >= LEAD_BYTES {
                break;
            }
            end += 2;
        }
        end += paragraph.len();
    }
    if end <= LONGEST_LEAD {
        return end;
    }
    let mut limit = LONGEST_LEAD;
    while !body.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &body[..limit];
    let stop = head.rmatch_indices(['.', '!', '?', '。', '؟', '।', '።']).find_map(|(at, mark)| {
        let end = at + mark.len();
        let after = body[end..].chars().next();
        (after.is_some_and(|c| c.is_whitespace()) || mark == "。").then_some(end)
    });
    match stop.filter(|&stop| stop >= LEAD_BYTES) {
        Some(stop) => stop,
        None => head.rfind(char::is_whitespace).unwrap_or(limit),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let lines = lines_of(text);
        group(text, &lines)
            .into_iter()
            .map(|range| {
                let mut out = String::new();
                join(text, &lines[range], &mut out, None);
                out
            })
            .collect()
    }

    #[test]
    fn lines_make_paragraphs() {
        for (text, expected) in [
            ("", vec![]),
            ("One line only", vec!["One line only"]),
            ("First para.\n\nSecond para.", vec!["First para.", "Second para."]),
            (
                "The council met on Tuesday to hear what the\nengineers had found below the old\nbridge.\n\nNo vote was taken.",
                vec![
                    "The council met on Tuesday to hear what the engineers had found below the old bridge.",
                    "No vote was taken.",
                ],
            ),
            (
                "    The council met on Tuesday to hear what the\nengineers had found below the bridge.\n    No vote was taken, and none is planned for\nthis month.",
                vec![
                    "The council met on Tuesday to hear what the engineers had found below the bridge.",
                    "No vote was taken, and none is planned for this month.",
                ],
            ),
            (
                "The council met on Tuesday, said the mayor's man.\nThe engineers had found much below the bridge.\nNo vote was taken, and none is planned for May.\nThe mayor went home.\nSo did we.",
                vec![
                    "The council met on Tuesday, said the mayor's man.",
                    "The engineers had found much below the bridge.",
                    "No vote was taken, and none is planned for May.",
                    "The mayor went home.",
                    "So did we.",
                ],
            ),
            (
                "The council heard of a long-\nawaited report on what the engi\u{ad}\nneers had found under the bridge",
                vec![
                    "The council heard of a long-awaited report on what the engineers had found under the bridge",
                ],
            ),
            ("東京で会議が\n開かれた。", vec!["東京で会議が開かれた。"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn double_spaced_lines_are_joined() {
        let line = "THE COUNCIL MET ON TUESDAY TO HEAR WHAT THE ENGINEERS";
        let text = [line; 10].join("\n\n");
        assert_eq!(read(&text), [[line; 10].join(" ")]);
    }

    #[test]
    fn leads() {
        let paragraph = "x".repeat(140);
        let body = [paragraph.as_str(); 5].join("\n\n");
        assert_eq!(lead_len(&body), 3 * 140 + 4);
        assert_eq!(lead_len("short"), 5);
        assert_eq!(lead_len(""), 0);
        let long = "The council met again today. ".repeat(100);
        let lead = &long[..lead_len(&long)];
        assert!(lead.len() <= LONGEST_LEAD && lead.ends_with("today."), "{lead}");
        assert_eq!(lead_len(&"é".repeat(4000)), LONGEST_LEAD);
    }
}
