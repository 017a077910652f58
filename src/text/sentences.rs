//! Sentences of running text, for snippets and for the finders that go sentence by sentence.

use std::ops::Range;

use super::char_at;

/// Splits `text` into sentences, as byte ranges without the white space around them.
///
/// A sentence ends at `.`, `!`, `?` or `…` (and their Arabic, Hindi and East Asian forms) before
/// white space and a word that can begin a sentence, or at the end of a paragraph. A stop after
/// a known abbreviation, an initial or before a small letter does not end one.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = match c {
            '\n' if text[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') => at,
            '。' | '！' | '？' => at + c.len_utf8(),
            '.' | '!' | '?' | '…' | '؟' | '।' | '۔' => {
                let mut end = at + c.len_utf8();
                while let Some(&(next, closer)) = chars.peek() {
                    if !matches!(
                        closer,
                        '.' | '!' | '?' | '…' | '"' | '\'' | ')' | ']' | '”' | '’' | '»'
                    ) {
                        break;
                    }
                    end = next + closer.len_utf8();
                    chars.next();
                }
                if !text[end..].starts_with(char::is_whitespace) && end < text.len() {
                    continue;
                }
                if c == '.' && !ends_sentence(text, start, at, end) {
                    continue;
                }
                end
            }
            _ => continue,
        };
        push_trimmed(text, start..end, &mut found);
        start = end;
    }
    push_trimmed(text, start..text.len(), &mut found);
    found
}

fn push_trimmed(text: &str, span: Range<usize>, found: &mut Vec<Range<usize>>) {
    let piece = &text[span.clone()];
    let start = span.start + (piece.len() - piece.trim_start().len());
    let end = span.end - (piece.len() - piece.trim_end().len());
    if start < end {
        found.push(start..end);
    }
}

/// Whether the full stop at `dot`, whose closing marks reach to `end`, ends the sentence that
/// began at `start`.
fn ends_sentence(text: &str, start: usize, dot: usize, end: usize) -> bool {
    // Titles and months that stand before a name or a number, in the languages of the press.
    const ABBREVIATIONS: [&str; 66] = [
        "mr", "mrs", "ms", "dr", "prof", "gen", "lt", "col", "sgt", "capt", "maj", "adm", "cmdr",
        "sen", "rep", "gov", "rev", "hon", "st", "messrs", "mme", "mlle", "hr", "sr", "sra",
        "srta", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
        "dec", "no", "vs", "v", "nos", "op", "cf", "al", "fig", "approx", "est", "ca", "bzw", "nr",
        "abs", "art", "e.g", "i.e", "z.b", "d.h", "u.a", "г", "гг", "им", "ул", "т.е", "т.д",
        "тыс", "млн",
    ];
    let next = text[end..].chars().find(|c| !c.is_whitespace() && !c.is_ascii_punctuation());
    if next.is_some_and(char::is_lowercase) {
        return false;
    }
    let word_start = text[start..dot]
        .rfind(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '-'))
        .map_or(start, |at| {
            let at = start + at;
            at + char_at(text, at).map_or(1, char::len_utf8)
        });
    let word = &text[word_start..dot];
    let mut letters = word.chars();
    if letters.next().is_some_and(char::is_uppercase) && letters.next().is_none() {
        return false; // an initial
    }
    let lower = word.to_lowercase();
    !ABBREVIATIONS.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_a_reader_ends_them() {
        for (text, expected) in [
            ("One. Two! Three?", vec!["One.", "Two!", "Three?"]),
            ("Mr. Smith met Gen. Lee. They spoke.", vec!["Mr. Smith met Gen. Lee.", "They spoke."]),
            (
                "\"Go,\" he said. \"Now.\" She left.",
                vec!["\"Go,\" he said.", "\"Now.\"", "She left."],
            ),
            ("At 9 a.m. the U.S. side left.", vec!["At 9 a.m. the U.S. side left."]),
            ("A line\nwrapped.\n\nA title\n\nEnd", vec!["A line\nwrapped.", "A title", "End"]),
            ("It rose 3.5 per cent. Then fell.", vec!["It rose 3.5 per cent.", "Then fell."]),
            ("東京。大阪", vec!["東京。", "大阪"]),
        ] {
            let read: Vec<&str> = sentences(text).into_iter().map(|span| &text[span]).collect();
            assert_eq!(read, expected, "{text}");
        }
    }
}
