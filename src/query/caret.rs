//! Where in a query a note belongs, shown to people: the line, and a caret under the place.

use unicode_width::UnicodeWidthChar as _;

use super::note::Note;

/// Columns of the query that are shown on either side of the place.
const AROUND: usize = 60;

/// The note with the line of the query that it is about, and a caret under its place. A note that
/// is about no place of the query, such as one about a filter, stands alone.
pub(super) fn message(query: &str, note: &Note) -> String {
    let place = query.floor_char_boundary(note.start.min(query.len()));
    if query.trim().is_empty() || (note.start, note.end) == (0, 0) {
        return note.text.clone();
    }
    let start = query[..place].rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let end = query[place..].find(['\n', '\r']).map_or(query.len(), |length| place + length);
    let mut before = String::new();
    let mut column = 0;
    for c in query[start..place].chars().rev() {
        if column + width(c) > AROUND {
            before.push('…');
            column += 1;
            break;
        }
        before.push(shown(c));
        column += width(c);
    }
    let mut line: String = before.chars().rev().collect();
    let mut columns = 0;
    for c in query[place..end].chars() {
        if columns + width(c) > AROUND {
            line.push('…');
            break;
        }
        line.push(shown(c));
        columns += width(c);
    }
    format!("{}\n  {line}\n  {}^", note.text, " ".repeat(column))
}

/// Columns that a terminal gives to `c`; a control character is shown as a space.
fn width(c: char) -> usize {
    if c.is_control() { 1 } else { c.width().unwrap_or(0) }
}

fn shown(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

#[cfg(test)]
mod tests {
    use super::super::note::NoteKind;
    use super::*;

    fn check(query: &str, at: usize, expected: &str) {
        let note = Note { kind: NoteKind::Repaired, start: at, end: at + 1, text: "x".to_owned() };
        assert_eq!(message(query, &note), expected);
    }

    #[test]
    fn the_caret_stands_under_the_place() {
        check("a ttle:b", 2, "x\n  a ttle:b\n  --^".replace('-', " ").as_str());
        // Two columns each.
        check("北京 (a", 7, "x\n  北京 (a\n  -----^".replace('-', " ").as_str());
        // None of its own.
        check("e\u{301} (a", 4, "x\n  e\u{301} (a\n  --^".replace('-', " ").as_str());
        check("one\n(two\nthree", 4, "x\n  (two\n  ^");
        check("a\t(b", 2, "x\n  a (b\n  --^".replace('-', " ").as_str());
        let long = format!("{}({}", "a ".repeat(500), "b ".repeat(500));
        let shown = message(
            &long,
            &Note { kind: NoteKind::Repaired, start: 1000, end: 1001, text: "x".into() },
        );
        assert!(shown.len() < 300, "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let column = lines[2].chars().count() - 1;
        assert_eq!(lines[1].chars().nth(column), Some('('), "{shown}");
    }
}
