//! Marked text on lines of a width: white space becomes one space, a line breaks at a space or
//! beside a wide character, and a word longer than a line is cut.

use unicode_width::UnicodeWidthChar as _;

use crate::terminal::{Look, RESET, Style, sanitize};

/// A character and whether it belongs to a match.
type Marked = (char, bool);

/// Lays `text` out, with what lies in the byte ranges `marks` shown as a match; every line is
/// opened by `indent` spaces, except the first, which the caller has begun.
pub(crate) fn wrap(text: &str, marks: &[(usize, usize)], indent: usize, look: Look) -> String {
    let characters = characters(text, marks, look.terminal);
    let width = look.width.map_or(usize::MAX, |width| width.saturating_sub(indent).max(20));
    let mut shown = String::with_capacity(text.len() + 32);
    for (number, line) in lines(&characters, width).into_iter().enumerate() {
        if number > 0 {
            shown.push('\n');
            shown.extend(std::iter::repeat_n(' ', indent));
        }
        push_line(&mut shown, line, look.colour);
    }
    shown
}

fn characters(text: &str, marks: &[(usize, usize)], clean: bool) -> Vec<Marked> {
    let mut characters: Vec<Marked> = Vec::with_capacity(text.len());
    let mut marks = marks.iter().peekable();
    let mut buffer = [0; 4];
    for (at, c) in text.char_indices() {
        while marks.next_if(|(_, end)| *end <= at).is_some() {}
        let marked = marks.peek().is_some_and(|(start, _)| *start <= at);
        if c.is_whitespace() {
            if characters.last().is_some_and(|(last, _)| *last != ' ') {
                characters.push((' ', marked));
            }
        } else if clean {
            characters.extend(sanitize(c.encode_utf8(&mut buffer)).chars().map(|c| (c, marked)));
        } else {
            characters.push((c, marked));
        }
    }
    if characters.last().is_some_and(|(last, _)| *last == ' ') {
        characters.pop();
    }
    characters
}

fn lines(characters: &[Marked], width: usize) -> Vec<&[Marked]> {
    let mut lines = Vec::new();
    let (mut start, mut used) = (0, 0);
    // Where the line may end, and where the next one then begins.
    let mut chance: Option<(usize, usize)> = None;
    let mut at = start;
    while at < characters.len() {
        let (c, _) = characters[at];
        let wide = c.width().unwrap_or(0);
        if c == ' ' {
            chance = Some((at, at + 1));
        } else if wide == 2 && at > start {
            chance = Some((at, at));
        }
        if used + wide > width && at > start {
            let (end, next) = chance.filter(|(end, _)| *end > start).unwrap_or((at, at));
            lines.push(&characters[start..end]);
            (start, used, chance) = (next, 0, None);
            at = start;
            continue;
        }
        used += wide;
        at += 1;
    }
    if start < characters.len() || lines.is_empty() {
        lines.push(&characters[start..]);
    }
    lines
}

fn push_line(shown: &mut String, line: &[Marked], colour: bool) {
    let mut inside = false;
    for (c, marked) in line {
        if colour && *marked != inside {
            shown.push_str(if *marked { Style::Match.start() } else { RESET });
            inside = *marked;
        }
        shown.push(*c);
    }
    if inside {
        shown.push_str(RESET);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, marks: &[(usize, usize)], width: usize, colour: bool, expected: &str) {
        let look = Look { terminal: true, colour, width: Some(width) };
        assert_eq!(wrap(text, marks, 2, look), expected, "{text:?}");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_are_cut() {
        check("", &[], 22, false, "");
        check("short", &[], 22, false, "short");
        check("twenty columns fit in this", &[], 22, false, "twenty columns fit\n  in this");
        check("exactly twenty colum", &[], 22, false, "exactly twenty colum");
        check("a\n\n b\tc", &[], 22, false, "a b c");
        check(&"x".repeat(25), &[], 22, false, &format!("{}\n  {}", "x".repeat(20), "x".repeat(5)));
        check("東京都港区赤坂一丁目二番", &[], 22, false, "東京都港区赤坂一丁目\n  二番");
    }

    #[test]
    fn matches_are_marked_on_every_line_and_only_in_colour() {
        check("the peace talks", &[(4, 9)], 40, true, "the \x1b[1;4;33mpeace\x1b[0m talks");
        check("the peace talks", &[(4, 9)], 40, false, "the peace talks");
        check(
            "aaaaaaaaaaaa bbbbbbbbbbbb",
            &[(0, 25)],
            22,
            true,
            "\x1b[1;4;33maaaaaaaaaaaa\x1b[0m\n  \x1b[1;4;33mbbbbbbbbbbbb\x1b[0m",
        );
    }

    #[test]
    fn control_characters_are_shown_inside_a_match() {
        check("a\x1bb", &[(0, 3)], 40, false, "a\\u{1b}b");
        check(
            "x \u{202e}a\x1b[0mb y",
            &[(2, 11)],
            60,
            true,
            "x \x1b[1;4;33m\\u{202e}a\\u{1b}[0mb\x1b[0m y",
        );
    }

    #[test]
    fn marks_keep_letters_whole_in_every_script() {
        let (start, end) = ("\x1b[1;4;33m", "\x1b[0m");
        // Right to left, with marks on the letters; a letter and its accent; a wide character.
        for (before, word, after) in [
            ("قال ", "مُحَمَّد", " أمس"),
            ("אמר ", "שָׁלוֹם", " היום"),
            ("les ", "cafe\u{301}s", " ferme\u{301}s"),
            ("在", "北京", "会见"),
            ("ใน", "กรุงเทพ", "น้ำ"),
        ] {
            let text = format!("{before}{word}{after}");
            let marks = [(before.len(), before.len() + word.len())];
            check(&text, &marks, 60, true, &format!("{before}{start}{word}{end}{after}"));
            check(&text, &marks, 60, false, &text);
        }
        // No line begins with a mark that belongs to the letter before.
        let look = Look { terminal: true, colour: true, width: Some(22) };
        let shown = wrap(&"e\u{301}".repeat(45), &[(0, 60)], 2, look);
        for line in shown.lines() {
            assert!(!line.trim_start_matches([' ']).starts_with('\u{301}'), "{line:?}");
        }
    }
}
