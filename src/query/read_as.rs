//! A condition in words, as `--explain` and the JSON field `read_as` show it: a query that,
//! typed, means the same.

use dateline_index_schema::FieldDef;

use super::resolved::{Clause, TextPart, WordPattern};

/// Writes `clause`.
pub(crate) fn read_as(clause: &Clause) -> String {
    write(clause, false)
}

fn write(clause: &Clause, inside: bool) -> String {
    let bracketed = |text: String| if inside { format!("({text})") } else { text };
    let list = |clauses: &[Clause], between: &str| {
        clauses.iter().map(|clause| write(clause, true)).collect::<Vec<_>>().join(between)
    };
    match clause {
        Clause::Everything => "*".to_owned(),
        Clause::Nothing => "nothing".to_owned(),
        Clause::All { clauses, .. } => bracketed(list(clauses, " AND ")),
        Clause::Any(clauses) => bracketed(list(clauses, " OR ")),
        Clause::Not(inner) => format!("NOT {}", write(inner, true)),
        Clause::Text { field, part } => {
            let text = part_text(part);
            match field {
                Some(def) if matches!(part, TextPart::Near { .. }) => {
                    format!("{}:({text})", def.name)
                }
                Some(def) => format!("{}:{text}", def.name),
                None if inside && matches!(part, TextPart::Near { .. }) => format!("({text})"),
                None => text,
            }
        }
        Clause::Person { field, words, only_this } => {
            let equals = if *only_this { "=" } else { "" };
            let name: Vec<String> = words.iter().map(word_as_typed).collect();
            match name.as_slice() {
                [one] => format!("{}:{equals}{one}", field.name),
                _ => format!("{}:{equals}\"{}\"", field.name, name.join(" ")),
            }
        }
        Clause::Region { name, only_this } => {
            format!("region:{}{}", if *only_this { "=" } else { "" }, quoted(name))
        }
        Clause::Date { first: None, last: None } => "has:date".to_owned(),
        Clause::Date { first: Some(first), last: Some(last) } if first == last => {
            format!("date:{first}")
        }
        Clause::Date { first, last } => {
            let day = |day: &Option<jiff::civil::Date>| {
                day.map_or_else(String::new, |day| day.to_string())
            };
            format!("date:{}..{}", day(first), day(last))
        }
        Clause::Number { field, first, last } => {
            let number =
                |number: &Option<u64>| number.map_or_else(String::new, |number| number.to_string());
            match (first, last) {
                (Some(first), Some(last)) if first == last => format!("{}:{first}", field.name),
                _ => format!("{}:{}..{}", field.name, number(first), number(last)),
            }
        }
        Clause::Keyword { field, value: WordPattern::Folded(value) } => {
            format!("{}:{}", field.name, quoted(value))
        }
        Clause::Keyword { field, value } => format!("{}:{}", field.name, word_as_typed(value)),
        Clause::Has(field) => format!("has:{}", field.name),
        Clause::AtLeast { count, of } => format!("atleast{count}({})", write(of, false)),
        Clause::Boost { by, of } => format!("{}^{by}", write(of, true)),
    }
}

fn quoted(value: &str) -> String {
    let plain = !value.is_empty()
        && value.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '\''));
    if plain && !value.contains("..") { value.to_owned() } else { format!("\"{value}\"") }
}

fn part_text(part: &TextPart) -> String {
    match part {
        TextPart::Word(WordPattern::Folded(text)) => format!("\"{text}\""),
        TextPart::Word(pattern) => word_as_typed(pattern),
        TextPart::Phrase { words, slop } => {
            let words: Vec<String> = words.iter().map(word_as_typed).collect();
            let slop = slop.map_or_else(String::new, |slop| format!("~{slop}"));
            format!("\"{}\"{slop}", words.join(" "))
        }
        TextPart::Any(parts) => {
            format!("({})", parts.iter().map(part_text).collect::<Vec<_>>().join(" OR "))
        }
        TextPart::Near { parts, distance, ordered } => {
            let between = format!(" {}/{distance} ", if *ordered { "pre" } else { "w" });
            let written: Vec<String> = parts
                .iter()
                .map(|part| match part {
                    TextPart::Near { .. } => format!("({})", part_text(part)),
                    _ => part_text(part),
                })
                .collect();
            written.join(&between)
        }
    }
}

/// Words in a field as they would be typed.
pub(super) fn part_as_typed(field: Option<&'static FieldDef>, part: &TextPart) -> String {
    write(&Clause::Text { field, part: part.clone() }, false)
}

/// A word as it would be typed.
pub(super) fn word_as_typed(pattern: &WordPattern) -> String {
    match pattern {
        WordPattern::Stemmed(word) | WordPattern::Folded(word) | WordPattern::Wildcard(word) => {
            word.clone()
        }
        WordPattern::Exact(word) => format!("={word}"),
        WordPattern::Fuzzy { word, edits } => format!("{word}~{edits}"),
        WordPattern::Regex(pattern) => format!("/{pattern}/"),
        WordPattern::Gap => "*".to_owned(),
    }
}
