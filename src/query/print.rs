//! A tree as a query that, typed, gives the same tree. The reading of a resolved query is written
//! by `read_as.rs`; both quote by the rules of `lex.rs`.

use std::fmt::{self, Display, Formatter};

use dateline_index_schema::{FieldKind, find};

use super::ast::{Bound, Node, Spanned};
use super::lex::{self, Lexing, is_plain, quoted};

/// How tightly a node holds together: what stands inside a tighter one needs brackets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Juxta,
    Or,
    And,
    Prefixed,
    Near,
    Boosted,
    Unary,
}

fn level(node: &Node) -> Level {
    match node {
        Node::Juxta(_) => Level::Juxta,
        Node::Or(_) => Level::Or,
        Node::And(_) => Level::And,
        Node::Not(_) | Node::Required(_) => Level::Prefixed,
        Node::Near { .. } => Level::Near,
        Node::Boost { .. } => Level::Boosted,
        _ => Level::Unary,
    }
}

impl Display for Spanned {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let list = |f: &mut Formatter<'_>, parts: &[Spanned], between: &str, least: Level| {
            for (number, part) in parts.iter().enumerate() {
                f.write_str(if number > 0 { between } else { "" })?;
                within(f, part, level(&part.node) < least)?;
            }
            Ok(())
        };
        match &self.node {
            Node::Juxta(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    let written = part.to_string();
                    // Behind another part, `near5` is an operator.
                    let brackets = number > 0 && lex::may_be_near(&written);
                    let brackets = brackets || level(&part.node) < Level::Or;
                    f.write_str(if number > 0 { " " } else { "" })?;
                    if brackets { write!(f, "({written})") } else { f.write_str(&written) }?;
                }
                Ok(())
            }
            Node::Or(parts) => list(f, parts, " OR ", Level::And),
            Node::And(parts) => list(f, parts, " AND ", Level::Prefixed),
            Node::List(parts) => {
                let mut before = String::new();
                for (number, part) in parts.iter().enumerate() {
                    let item = part.to_string();
                    // `1,200` is a number.
                    let digits = before.ends_with(|c: char| c.is_ascii_digit())
                        && item.starts_with(|c: char| c.is_ascii_digit());
                    f.write_str(match number {
                        0 => "",
                        _ if digits => ",,",
                        _ => ",",
                    })?;
                    f.write_str(&item)?;
                    before = item;
                }
                Ok(())
            }
            Node::Not(of) => {
                f.write_str("NOT ")?;
                within(f, of, level(&of.node) < Level::Near)
            }
            Node::Required(of) => {
                f.write_str("+")?;
                within(f, of, level(&of.node) < Level::Near)
            }
            Node::Near { parts, distance, ordered } => {
                for (number, part) in parts.iter().enumerate() {
                    if number > 0 {
                        write!(f, " {}/{distance} ", if *ordered { "pre" } else { "w" })?;
                    }
                    // `a w/3 b pre/2 c` is read from the left.
                    let open = number == 0
                        && match &part.node {
                            Node::Near { distance: d, ordered: o, .. } => {
                                (d, o) != (distance, ordered)
                            }
                            _ => false,
                        };
                    within(f, part, !open && level(&part.node) < Level::Boosted)?;
                }
                Ok(())
            }
            Node::AtLeast { count, of } => write!(f, "atleast{count}({of})"),
            Node::Boost { by, of } => {
                within(f, of, ends_in_address(&of.node) || level(&of.node) < Level::Unary)?;
                write!(f, "^{by}")
            }
            Node::Field { name, only_this, value } => {
                write!(f, "{name}:{}", if *only_this { "=" } else { "" })?;
                let kind = find(name).map_or(FieldKind::Date, |def| def.kind);
                within(f, value, needs_brackets(value, kind, *only_this))
            }
            Node::Range { first, last } => range(f, first.as_ref(), last.as_ref()),
            Node::Phrase { text, slop } => {
                f.write_str(&quoted(text))?;
                slop.map_or(Ok(()), |slop| write!(f, "~{slop}"))
            }
            Node::Word(text) => f.write_str(text),
            Node::Fuzzy { text, edits } => {
                write!(f, "{text}~")?;
                edits.map_or(Ok(()), |edits| write!(f, "{edits}"))
            }
            Node::Exact(text) => write!(f, "={text}"),
            Node::Regex(pattern) => write!(f, "/{pattern}/"),
            Node::Everything => f.write_str("*"),
        }
    }
}

/// Whether a `^` behind it would be taken for a part of an address.
fn ends_in_address(node: &Node) -> bool {
    match node {
        Node::Word(text) | Node::Exact(text) => lex::is_address(text),
        Node::Field { value, .. } => ends_in_address(&value.node),
        Node::List(parts) => parts.last().is_some_and(|part| ends_in_address(&part.node)),
        _ => false,
    }
}

fn within(f: &mut Formatter<'_>, part: &Spanned, brackets: bool) -> fmt::Result {
    if brackets { write!(f, "({part})") } else { write!(f, "{part}") }
}

/// Whether a value would be read otherwise without brackets.
fn needs_brackets(value: &Spanned, kind: FieldKind, only_this: bool) -> bool {
    let first = match &value.node {
        Node::List(parts) => parts.first().map(|part| &part.node),
        node => Some(node),
    };
    // `title:=Who` is the field's sign, `title:(=Who)` the word's.
    if matches!(first, Some(Node::Exact(_))) && !only_this {
        return true;
    }
    match &value.node {
        Node::Word(text) => lex::word_end(text, 0, Lexing::Value(kind)) != text.len(),
        Node::Juxta(_)
        | Node::Or(_)
        | Node::And(_)
        | Node::Not(_)
        | Node::Required(_)
        | Node::Near { .. }
        | Node::AtLeast { .. }
        | Node::Boost { .. }
        | Node::Field { .. } => true,
        _ => false,
    }
}

fn range(f: &mut Formatter<'_>, first: Option<&Bound>, last: Option<&Bound>) -> fmt::Result {
    let text = |bound: &Bound| {
        if is_plain(&bound.text) { bound.text.clone() } else { quoted(&bound.text) }
    };
    let open = |bound: Option<&Bound>| bound.is_none_or(|bound| bound.included);
    match (first, last) {
        (first, last) if open(first) && open(last) => {
            let written = |bound: Option<&Bound>| bound.map(text).unwrap_or_default();
            write!(f, "{}..{}", written(first), written(last))
        }
        (Some(bound), None) => write!(f, ">{}", text(bound)),
        (None, Some(bound)) => write!(f, "<{}", text(bound)),
        (first, last) => {
            let (from, to) = (first.map(text), last.map(text));
            let left = if open(first) { '[' } else { '{' };
            let right = if open(last) { ']' } else { '}' };
            let any = || "*".to_owned();
            write!(f, "{left}{} TO {}{right}", from.unwrap_or_else(any), to.unwrap_or_else(any))
        }
    }
}
