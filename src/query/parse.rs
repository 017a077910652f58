//! `string → tree`. Any string parses: what is repaired or left out is noted.
//!
//! ```text
//! query    = juxta ;
//! juxta    = or_expr { or_expr } ;                     side by side: all of them; binds loosest
//! or_expr  = and_expr { ("OR" | "|" | "||") and_expr } ;
//! and_expr = not_expr { ("AND" | "&&") not_expr } ;
//! not_expr = [ "NOT" | "-" ] near_expr ;               "-" only after space, start or "("
//! near_expr= unary { near_op unary } ;
//! near_op  = ("w/" | "near/") int | "pre/" int ;
//! unary    = ( group | func | field | atom ) [ "^" number ] ;
//! group    = "(" juxta ")" ;
//! func     = "atleast" int "(" juxta ")" ;
//! field    = name ":" [ "=" ] value ;
//! value    = group | range | list | atom ;
//! range    = [ bound ] ".." [ bound ] | (">"|">="|"<"|"<=") bound
//!          | ("["|"{") bound "TO" bound ("]"|"}") ;
//! list     = atom { "," atom } ;
//! atom     = phrase [ "~" int ] | word [ "~" [int] ] | wildcard | regex | "=" word | "*" ;
//! phrase   = '"' … '"' | '“' … '”' | '„' … '“' | '«' … '»' ;
//! wildcard = word with "*" or "?" ;
//! regex    = "/" … "/" ;
//! ```
//!
//! Operators are capitals: `and`, `or` and `not` are words. Invariants: time is linear in the
//! text; depth and number of nodes are bounded, and a note says when a bound was met.

use super::ast::{Bound, Node, Spanned};
use super::note::{Note, NoteKind};
use super::resolve::{is_field, nearest_field};

/// Deepest nesting of brackets that counts; deeper ones are left out.
const MAX_DEPTH: usize = 64;

/// Most words, phrases and fields of a query; what follows is left out.
const MAX_NODES: usize = 4096;

pub(crate) struct Parser<'q> {
    text: &'q str,
    at: usize,
    depth: usize,
    nodes: usize,
    limit_noted: bool,
    pub notes: Vec<Note>,
}

/// Reads `text`.
pub(crate) fn parse(text: &str) -> (Spanned, Vec<Note>) {
    let mut parser =
        Parser { text, at: 0, depth: 0, nodes: 0, limit_noted: false, notes: Vec::new() };
    let node = parser.juxta();
    (node, parser.notes)
}

/// An operator between two parts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Operator {
    Or,
    And,
    Not,
}

impl<'q> Parser<'q> {
    fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn note(&mut self, kind: NoteKind, start: usize, end: usize, text: impl Into<String>) {
        // A hostile query repeats one mistake ten thousand times.
        if self.notes.len() < 32 {
            self.notes.push(Note { kind, start, end, text: text.into() });
        }
    }

    /// The operator at the cursor, with its length.
    fn operator(&self) -> Option<(Operator, usize)> {
        let rest = self.rest();
        for (typed, operator) in [("&&", Operator::And), ("||", Operator::Or), ("|", Operator::Or)]
        {
            if rest.starts_with(typed) {
                return Some((operator, typed.len()));
            }
        }
        for (typed, operator) in
            [("AND", Operator::And), ("OR", Operator::Or), ("NOT", Operator::Not)]
        {
            if let Some(after) = rest.strip_prefix(typed)
                && after
                    .chars()
                    .next()
                    .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"'))
            {
                return Some((operator, typed.len()));
            }
        }
        None
    }

    fn juxta(&mut self) -> Spanned {
        let start = self.at;
        let mut parts: Vec<Spanned> = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => break,
                Some(')') if self.depth > 0 => break,
                Some(')') => {
                    self.note(
                        NoteKind::Repaired,
                        self.at,
                        self.at + 1,
                        "a bracket that was never opened is left out",
                    );
                    self.at += self.rest().bytes().take_while(|byte| *byte == b')').count();
                    continue;
                }
                Some(_) => {}
            }
            if self.nodes >= MAX_NODES {
                if !self.limit_noted {
                    self.limit_noted = true;
                    self.note(
                        NoteKind::Limit,
                        self.at,
                        self.text.len(),
                        format!("only the first {MAX_NODES} parts of the query count"),
                    );
                }
                self.at = self.text.len();
                break;
            }
            let before = self.at;
            if let Some(part) = self.or_expr() {
                parts.push(part);
            }
            // Whatever stands here cannot be read: go on behind it.
            if self.at == before {
                self.at += self.peek().map_or(1, char::len_utf8);
            }
        }
        self.mixed_note(&parts);
        joined(parts, start, self.at, Node::Juxta)
    }

    /// Where AND and OR meet without brackets, the reading is a note.
    fn mixed_note(&mut self, parts: &[Spanned]) {
        let mixed = parts.iter().find(|part| match &part.node {
            Node::Or(inner) => {
                parts.len() > 1 || inner.iter().any(|part| matches!(part.node, Node::And(_)))
            }
            _ => false,
        });
        if let (Some(first), Some(last), true) = (parts.first(), parts.last(), mixed.is_some()) {
            // The reading itself is written by `resolve`, which knows it.
            self.note(NoteKind::ReadAs, first.start, last.end, "");
        }
    }

    fn or_expr(&mut self) -> Option<Spanned> {
        self.operators(Operator::Or, Parser::and_expr, Node::Or)
    }

    fn and_expr(&mut self) -> Option<Spanned> {
        self.operators(Operator::And, Parser::not_expr, Node::And)
    }

    fn operators(
        &mut self,
        operator: Operator,
        next: fn(&mut Self) -> Option<Spanned>,
        join: fn(Vec<Spanned>) -> Node,
    ) -> Option<Spanned> {
        let start = self.at;
        let mut parts: Vec<Spanned> = next(self).into_iter().collect();
        loop {
            self.skip_space();
            let Some((found, length)) = self.operator() else { break };
            if found != operator {
                break;
            }
            let at = self.at;
            self.at += length;
            self.skip_space();
            let right = if self.at_end() { None } else { next(self) };
            if parts.is_empty() || right.is_none() {
                let typed = &self.text[at..at + length];
                self.note(
                    NoteKind::Repaired,
                    at,
                    at + length,
                    format!("{typed} with nothing to join is left out"),
                );
            }
            parts.extend(right);
        }
        (!parts.is_empty()).then(|| joined(parts, start, self.at, join))
    }

    fn at_end(&self) -> bool {
        self.peek().is_none_or(|c| c == ')')
    }

    fn not_expr(&mut self) -> Option<Spanned> {
        self.skip_space();
        let start = self.at;
        let mut negated = false;
        loop {
            if let Some((Operator::Not, length)) = self.operator() {
                self.at += length;
            } else if self.peek() == Some('-')
                && !matches!(self.rest()[1..].chars().next(), None | Some(' '))
            {
                self.at += 1;
            } else {
                break;
            }
            negated = !negated;
            self.skip_space();
        }
        if self.operator().is_some() {
            if negated {
                self.note(
                    NoteKind::Repaired,
                    start,
                    self.at,
                    "NOT with nothing to leave out is left out",
                );
            }
            return None;
        }
        let Some(part) = self.near_expr() else {
            if negated {
                self.note(
                    NoteKind::Repaired,
                    start,
                    self.at,
                    "NOT with nothing to leave out is left out",
                );
            }
            return None;
        };
        let end = part.end;
        Some(if negated { Spanned { node: Node::Not(Box::new(part)), start, end } } else { part })
    }

    fn near_expr(&mut self) -> Option<Spanned> {
        let mut left = self.unary()?;
        loop {
            let before = self.at;
            self.skip_space();
            let Some((distance, ordered, length)) = near_operator(self.rest()) else {
                self.at = before;
                return Some(left);
            };
            let at = self.at;
            self.at += length;
            self.skip_space();
            let right =
                if self.at_end() || self.operator().is_some() { None } else { self.unary() };
            let Some(right) = right else {
                let typed = self.text[at..at + length].to_owned();
                self.note(
                    NoteKind::Repaired,
                    at,
                    at + length,
                    format!("{typed} with nothing after it is left out"),
                );
                return Some(left);
            };
            let (start, end) = (left.start, right.end);
            let mut parts = match left.node {
                Node::Near { parts, distance: d, ordered: o } if d == distance && o == ordered => {
                    parts
                }
                node => vec![Spanned { node, start: left.start, end: left.end }],
            };
            parts.push(right);
            left = Spanned { node: Node::Near { parts, distance, ordered }, start, end };
        }
    }

    fn unary(&mut self) -> Option<Spanned> {
        self.skip_space();
        let start = self.at;
        self.nodes += 1;
        let part = if self.peek() == Some('(') {
            self.group()
        } else if let Some((count, length)) = at_least(self.rest()) {
            self.at += length;
            let of = self.group()?;
            let (node, end) = (Node::AtLeast { count, of: Box::new(of) }, self.at);
            Some(Spanned { node, start, end })
        } else if let Some(name) = self.field_name() {
            Some(self.field(name))
        } else {
            self.atom(false)
        }?;
        let Some(number) = self.rest().strip_prefix('^') else { return Some(part) };
        let length =
            number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let by = number[..length].parse::<f32>().ok().filter(|by| *by > 0.0 && by.is_finite());
        let at = self.at;
        self.at += 1 + length;
        match by {
            Some(by) => {
                Some(Spanned { node: Node::Boost { by, of: Box::new(part) }, start, end: self.at })
            }
            None => {
                self.note(NoteKind::Repaired, at, self.at, "^ wants a number above 0");
                Some(part)
            }
        }
    }

    fn group(&mut self) -> Option<Spanned> {
        let start = self.at;
        if self.depth >= MAX_DEPTH {
            self.note(
                NoteKind::Limit,
                start,
                start + 1,
                format!("brackets deeper than {MAX_DEPTH} are left out"),
            );
            self.at += self.rest().bytes().take_while(|byte| *byte == b'(').count();
            return None;
        }
        self.at += 1;
        self.depth += 1;
        let inner = self.juxta();
        self.depth -= 1;
        if self.peek() == Some(')') {
            self.at += 1;
        } else if !self.limit_noted {
            self.note(
                NoteKind::Repaired,
                start,
                start + 1,
                "a bracket that was never closed is closed at the end",
            );
        }
        if matches!(&inner.node, Node::Juxta(parts) if parts.is_empty()) {
            self.note(NoteKind::Repaired, start, self.at, "empty brackets are left out");
            return None;
        }
        Some(Spanned { start, end: self.at, ..inner })
    }

    /// The name of a field, when one and its colon stand here; the cursor moves behind it.
    fn field_name(&mut self) -> Option<&'q str> {
        let rest = self.rest();
        let length = rest
            .bytes()
            .take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'_'))
            .count();
        let (name, after) = (&rest[..length], rest.get(length..)?.strip_prefix(':')?);
        if name.is_empty() {
            return None;
        }
        if is_field(name) {
            self.at += length + 1;
            return Some(name);
        }
        // An address, or a time of day.
        let text = after.starts_with("//")
            || after.starts_with(|c: char| c.is_ascii_digit() || c.is_whitespace());
        if !text && !after.is_empty() {
            let nearest = nearest_field(name);
            let message =
                format!("there is no field {name}: read as text (did you mean {nearest}:?)");
            self.note(NoteKind::UnknownField, self.at, self.at + length + 1, message);
        }
        None
    }

    fn field(&mut self, name: &str) -> Spanned {
        let start = self.at - name.len() - 1;
        let only_this = self.peek() == Some('=');
        self.at += usize::from(only_this);
        let value_start = self.at;
        let value = self.value().unwrap_or_else(|| {
            self.note(
                NoteKind::Repaired,
                start,
                self.at,
                format!("{name}: without a value asks for any"),
            );
            Spanned { node: Node::Everything, start: value_start, end: value_start }
        });
        let node = Node::Field { name: name.to_owned(), only_this, value: Box::new(value) };
        Spanned { node, start, end: self.at }
    }

    fn value(&mut self) -> Option<Spanned> {
        let start = self.at;
        match self.peek()? {
            '(' => return self.group(),
            '>' | '<' => {
                let greater = self.peek() == Some('>');
                self.at += 1;
                let included = self.peek() == Some('=');
                self.at += usize::from(included);
                let text = self.bound()?;
                let bound = Some(Bound { text, included });
                let node = if greater {
                    Node::Range { first: bound, last: None }
                } else {
                    Node::Range { first: None, last: bound }
                };
                return Some(Spanned { node, start, end: self.at });
            }
            open @ ('[' | '{') => {
                if let Some(range) = self.bracket_range(open) {
                    return Some(range);
                }
            }
            _ => {}
        }
        if let Some(last) = self.rest().strip_prefix("..").map(|_| {
            self.at += 2;
            self.bound()
        }) {
            let last = last.map(|text| Bound { text, included: true });
            return Some(Spanned { node: Node::Range { first: None, last }, start, end: self.at });
        }
        let mut items: Vec<Spanned> = self.atom(true).into_iter().collect();
        if self.rest().starts_with("..") && items.len() == 1 {
            let first = plain_text(&items[0].node);
            self.at += 2;
            let last = self.bound().map(|text| Bound { text, included: true });
            let first = first.map(|text| Bound { text, included: true });
            return Some(Spanned { node: Node::Range { first, last }, start, end: self.at });
        }
        while self.peek() == Some(',') && !items.is_empty() {
            self.at += 1;
            match self.atom(true) {
                Some(item) => items.push(item),
                None => break,
            }
        }
        match items.len() {
            0 => None,
            1 => items.pop(),
            _ => Some(Spanned { node: Node::List(items), start, end: self.at }),
        }
    }

    /// A word or phrase as one end of a range.
    fn bound(&mut self) -> Option<String> {
        let part = self.atom(true)?;
        plain_text(&part.node)
    }

    fn bracket_range(&mut self, open: char) -> Option<Spanned> {
        let rest = self.rest();
        let close = rest.find([']', '}'])?;
        let (first, last) = rest[1..close].split_once(" TO ")?;
        let start = self.at;
        let bound = |text: &str, included| {
            let text = text.trim().trim_matches('"').to_owned();
            (!text.is_empty() && text != "*").then_some(Bound { text, included })
        };
        let first = bound(first, open == '[');
        let last = bound(last, rest[close..].starts_with(']'));
        self.at += close + 1;
        Some(Spanned { node: Node::Range { first, last }, start, end: self.at })
    }

    /// One word, phrase or pattern. In the value of a field, `,` and `..` end a word.
    fn atom(&mut self, in_value: bool) -> Option<Spanned> {
        let start = self.at;
        let first = self.peek()?;
        if let Some(closers) = closers(first) {
            return self.phrase(first, closers);
        }
        if first == '/'
            && let Some(node) = self.regex()
        {
            return Some(Spanned { node, start, end: self.at });
        }
        let exact = first == '=' && self.rest()[1..].starts_with(char::is_alphanumeric);
        self.at += usize::from(exact);
        let word_start = self.at;
        while let Some(c) = self.peek() {
            let ends = c.is_whitespace()
                || matches!(c, '(' | ')' | '|' | '"' | '“' | '”' | '„' | '«' | '»' | '^')
                || (c == '~' && self.at > word_start)
                || (in_value && c == ',')
                || (in_value && self.rest().starts_with(".."));
            if ends {
                break;
            }
            self.at += c.len_utf8();
        }
        let word = &self.text[word_start..self.at];
        if word.is_empty() {
            if matches!(first, '”' | '»' | '^' | '|' | '~') {
                self.at += first.len_utf8();
                self.note(
                    NoteKind::Repaired,
                    start,
                    self.at,
                    format!("{first} has nothing to belong to and is left out"),
                );
            }
            return None;
        }
        let mut node = match (exact, word) {
            (true, _) => Node::Exact(word.to_owned()),
            (false, "*") => Node::Everything,
            _ => Node::Word(word.to_owned()),
        };
        if self.peek() == Some('~') {
            self.at += 1;
            let length = self.rest().bytes().take_while(u8::is_ascii_digit).count();
            let edits = self.rest()[..length].parse::<u8>().ok();
            self.at += length;
            if edits.is_some_and(|edits| edits > 2) {
                self.note(NoteKind::Limit, start, self.at, "at most 2 letters may differ");
            }
            node = Node::Fuzzy { text: word.to_owned(), edits: edits.map(|edits| edits.min(2)) };
        }
        // The question mark of a sentence is no pattern.
        if let Node::Word(text) = &mut node
            && !in_value
            && self.rest().trim().is_empty()
            && text.ends_with('?')
            && text.matches('?').count() == 1
            && text.len() > 3
            && start > 0
        {
            text.pop();
            self.note(
                NoteKind::ReadAs,
                self.at - 1,
                self.at,
                "the question mark at the end is read as punctuation",
            );
        }
        Some(Spanned { node, start, end: self.at })
    }

    fn phrase(&mut self, open: char, closers: &[char]) -> Option<Spanned> {
        let start = self.at;
        self.at += open.len_utf8();
        let inner_start = self.at;
        let (text, end) = match self.rest().char_indices().find(|(_, c)| closers.contains(c)) {
            Some((length, close)) => {
                (&self.rest()[..length], inner_start + length + close.len_utf8())
            }
            None => {
                self.note(
                    NoteKind::Repaired,
                    start,
                    inner_start,
                    "a quotation that was never closed is closed at the end",
                );
                (self.rest(), self.text.len())
            }
        };
        self.at = end;
        let mut slop = None;
        if let Some(after) = self.rest().strip_prefix('~') {
            let length = after.bytes().take_while(u8::is_ascii_digit).count();
            slop = after[..length].parse::<u32>().ok();
            self.at += 1 + length;
        }
        if text.trim().is_empty() {
            self.note(NoteKind::Repaired, start, self.at, "an empty quotation is left out");
            return None;
        }
        let node = Node::Phrase { text: text.to_owned(), slop };
        Some(Spanned { node, start, end: self.at })
    }

    /// `/…/` that ends a word: a date such as `16/08/2024` or a path is none.
    fn regex(&mut self) -> Option<Node> {
        let inner = &self.rest()[1..];
        let length = inner.find('/').filter(|length| (1..=256).contains(length))?;
        let after = inner[length + 1..].chars().next();
        if !after.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | '^' | ',')) {
            return None;
        }
        self.at += length + 2;
        Some(Node::Regex(inner[..length].to_owned()))
    }
}

fn joined(
    mut parts: Vec<Spanned>,
    start: usize,
    end: usize,
    join: fn(Vec<Spanned>) -> Node,
) -> Spanned {
    match parts.len() {
        1 => parts.remove(0),
        _ => Spanned { node: join(parts), start, end },
    }
}

/// What closes a quotation that opens with `open`.
fn closers(open: char) -> Option<&'static [char]> {
    Some(match open {
        '"' | '＂' => &['"', '＂', '”'],
        '“' => &['”', '"'],
        '„' => &['“', '”', '"'],
        '«' => &['»'],
        _ => return None,
    })
}

fn plain_text(node: &Node) -> Option<String> {
    match node {
        Node::Word(text) | Node::Phrase { text, .. } => Some(text.clone()),
        _ => None,
    }
}

/// `w/5`, `near/5` or `pre/5` with a space after: distance, order, length.
fn near_operator(text: &str) -> Option<(u32, bool, usize)> {
    for (name, ordered) in [("w/", false), ("near/", false), ("pre/", true)] {
        let Some(after) = text.get(..name.len()).filter(|t| t.eq_ignore_ascii_case(name)) else {
            continue;
        };
        let digits = text[after.len()..].bytes().take_while(u8::is_ascii_digit).count();
        let end = after.len() + digits;
        let spaced = text[end..]
            .chars()
            .next()
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | ')' | '"'));
        if digits > 0 && spaced {
            let distance = text[after.len()..end].parse().unwrap_or(u32::MAX);
            return Some((distance, ordered, end));
        }
    }
    None
}

/// `atleast3(`: the number, and the length before the bracket.
fn at_least(text: &str) -> Option<(u32, usize)> {
    let name = text.get(..7).filter(|name| name.eq_ignore_ascii_case("atleast"))?;
    let digits = text[name.len()..].bytes().take_while(u8::is_ascii_digit).count();
    let end = name.len() + digits;
    (digits > 0 && text[end..].starts_with('('))
        .then(|| (text[name.len()..end].parse().unwrap_or(u32::MAX), end))
}
