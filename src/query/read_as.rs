//! A condition in words, as `--explain` and the JSON field `read_as` show it: a query that,
//! typed, means the same.

use dateline_index_schema::{FieldDef, FieldKind};

use super::lex::{self, Lexing, is_plain, quoted};
use super::resolved::{Clause, TextPart, WordPattern};

/// Writes `clause`.
pub(crate) fn read_as(clause: &Clause) -> String {
    let mut out = String::new();
    write(clause, false, &mut out);
    out
}

fn write(clause: &Clause, inside: bool, out: &mut String) {
    let bracketed = inside && is_compound(clause);
    if bracketed {
        out.push('(');
    }
    match clause {
        Clause::Everything => out.push('*'),
        Clause::Nothing => out.push_str("NOT *"),
        Clause::All { clauses, .. } => list(clauses, " AND ", out),
        Clause::Any(clauses) => list(clauses, " OR ", out),
        Clause::Not(inner) => {
            out.push_str("NOT ");
            write(inner, true, out);
        }
        Clause::Text { field, part } => text(*field, part, out),
        Clause::Person { field, words, only_this } => {
            out.push_str(&format!("{}:{}", field.name, if *only_this { "=" } else { "" }));
            match words.as_slice() {
                [one] if bare(one, field.kind) => out.push_str(&word_as_typed(one)),
                words => phrase(words, None, out),
            }
        }
        Clause::Region { name, only_this } => {
            let equals = if *only_this { "=" } else { "" };
            out.push_str(&format!("region:{equals}{}", value(name, FieldKind::Region)));
        }
        Clause::Date { first: Some(first), last: Some(last) } if first == last => {
            out.push_str(&format!("date:{first}"));
        }
        Clause::Date { first, last } => out.push_str(&format!("date:{}", range(first, last))),
        Clause::Number { field, first: Some(first), last: Some(last) } if first == last => {
            out.push_str(&format!("{}:{first}", field.name));
        }
        Clause::Number { field, first, last } => {
            out.push_str(&format!("{}:{}", field.name, range(first, last)));
        }
        Clause::Keyword { field, value: WordPattern::Folded(whole) } => {
            // Without the sign, a site is one with all below it.
            let equals = if field.name == "site" { "=" } else { "" };
            out.push_str(&format!("{}:{equals}{}", field.name, value(whole, field.kind)));
        }
        Clause::Keyword { field, value } => {
            out.push_str(&format!("{}:{}", field.name, word_as_typed(value)));
        }
        Clause::Has(field) => out.push_str(&format!("has:{}", field.name)),
        Clause::AtLeast { count, of } => {
            out.push_str(&format!("atleast{count}("));
            write(of, false, out);
            out.push(')');
        }
        Clause::Boost { by, of } => {
            let brackets = matches!(**of, Clause::Not(_) | Clause::Nothing | Clause::Boost { .. });
            out.push_str(if brackets { "(" } else { "" });
            write(of, true, out);
            out.push_str(if brackets { ")" } else { "" });
            out.push_str(&format!("^{by}"));
        }
    }
    if bracketed {
        out.push(')');
    }
}

/// Whether a condition needs brackets within another.
fn is_compound(clause: &Clause) -> bool {
    match clause {
        Clause::Text { field, part } => field.is_none() && matches!(part, TextPart::Near { .. }),
        Clause::All { .. } | Clause::Any(_) => true,
        _ => false,
    }
}

fn list(clauses: &[Clause], between: &str, out: &mut String) {
    for (number, clause) in clauses.iter().enumerate() {
        out.push_str(if number > 0 { between } else { "" });
        write(clause, true, out);
    }
}

fn range<T: ToString>(first: &Option<T>, last: &Option<T>) -> String {
    let end = |end: &Option<T>| end.as_ref().map(T::to_string).unwrap_or_default();
    format!("{}..{}", end(first), end(last))
}

/// A value taken whole.
fn value(text: &str, kind: FieldKind) -> String {
    let bare = is_plain(text)
        && text != "missing"
        && lex::word_end(text, 0, Lexing::Value(kind)) == text.len();
    if bare { text.to_owned() } else { quoted(text) }
}

fn text(field: Option<&FieldDef>, of: &TextPart, out: &mut String) {
    let near = matches!(of, TextPart::Near { .. });
    if let Some(def) = field {
        out.push_str(def.name);
        out.push(':');
    }
    match of {
        TextPart::Word(pattern) if !bare(pattern, FieldKind::Text) => {
            phrase(std::slice::from_ref(pattern), None, out);
        }
        _ if near && field.is_some() => {
            out.push('(');
            part(of, out);
            out.push(')');
        }
        _ => part(of, out),
    }
}

/// Whether a word means the same without quotes: a folded one would be stemmed.
fn bare(pattern: &WordPattern, kind: FieldKind) -> bool {
    match pattern {
        WordPattern::Folded(word) => kind == FieldKind::Person && is_plain(word),
        WordPattern::Wildcard(word) => lex::word_end(word, 0, Lexing::Value(kind)) == word.len(),
        // Before a name, the sign belongs to the field.
        WordPattern::Exact(_) => kind != FieldKind::Person,
        _ => true,
    }
}

fn part(of: &TextPart, out: &mut String) {
    match of {
        TextPart::Word(WordPattern::Folded(word)) => {
            out.push_str(&quoted(word));
        }
        TextPart::Word(pattern) => out.push_str(&word_as_typed(pattern)),
        TextPart::Phrase { words, slop } => phrase(words, *slop, out),
        TextPart::Any(parts) => {
            out.push('(');
            for (number, choice) in parts.iter().enumerate() {
                out.push_str(if number > 0 { " OR " } else { "" });
                nested(choice, out);
            }
            out.push(')');
        }
        TextPart::Near { parts, distance, ordered } => {
            for (number, each) in parts.iter().enumerate() {
                if number > 0 {
                    let name = if *ordered { "pre" } else { "w" };
                    out.push_str(&format!(" {name}/{distance} "));
                }
                nested(each, out);
            }
        }
    }
}

fn nested(of: &TextPart, out: &mut String) {
    if matches!(of, TextPart::Near { .. }) {
        out.push('(');
        part(of, out);
        out.push(')');
    } else {
        part(of, out);
    }
}

fn phrase(words: &[WordPattern], slop: Option<u32>, out: &mut String) {
    let words: Vec<String> = words.iter().map(word_as_typed).collect();
    out.push_str(&quoted(&words.join(" ")));
    if let Some(slop) = slop {
        out.push_str(&format!("~{slop}"));
    }
}

/// Words in a field as they would be typed.
pub(super) fn part_as_typed(field: Option<&'static FieldDef>, part: &TextPart) -> String {
    let mut out = String::new();
    text(field, part, &mut out);
    out
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
