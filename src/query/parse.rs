//! `string → tree`. Any string parses: what is repaired or left out is noted.
//!
//! ```text
//! query    = juxta ;
//! juxta    = or_expr { or_expr } ;                     side by side: all of them; binds loosest
//! or_expr  = and_expr { ("OR" | "|" | "||") and_expr } ;
//! and_expr = not_expr { ("AND" | "&&") not_expr } ;
//! not_expr = [ "NOT" | "-" | "+" ] near_expr ;         signs only after space, start or "("
//! near_expr= unary { near_op unary } ;
//! near_op  = ("w/" | "near/") int | "pre/" int ;
//! unary    = ( group | func | field | atom ) [ "^" number ] ;
//! group    = "(" juxta ")" ;
//! func     = "atleast" int "(" juxta ")" ;
//! field    = name ":" [ "=" ] value ;
//! value    = group | range | list | atom ;             in a group of a field, atoms are values
//! range    = [ bound ] ".." [ bound ] | (">"|">="|"<"|"<=") bound
//!          | ("["|"{") bound "TO" bound ("]"|"}") ;
//! list     = atom { "," atom } ;
//! atom     = phrase [ "~" int ] | word [ "~" [int] ] | wildcard | regex | "=" word | "*" ;
//! phrase   = '"' … '"' | '“' … '”' | '„' … '“' | '«' … '»' | '「' … '」' ;
//! wildcard = word with "*" or "?" ;
//! regex    = "/" … "/" ;                               no space inside
//! ```
//!
//! Operators are capitals: `and`, `or` and `not` are words. `+a` is `a` that must be there also
//! where not all words are asked for. Within a phrase: `cut.rs`. Fields and values: `value.rs`.
//!
//! Invariants: time is linear in the text; depth and number of nodes are bounded, and a note says
//! when a bound was met; a tree that was read, printed (`print.rs`) and read again is the same.

use dateline_index_schema::FieldKind;

use super::ast::{Node, Spanned};
use super::lex::{self, Operator};
use super::note::{Note, NoteKind, Notes};

/// Most nodes on one another. What stands deeper is left out.
pub(super) const MAX_LEVELS: u16 = 64;

/// Brackets within brackets that count: one for each level, and some to spare for the printed
/// form, which has more of them than was typed.
const MAX_BRACKETS: usize = MAX_LEVELS as usize + 8;

/// Most words, phrases, fields and items of lists of a query; what follows is left out. A longer
/// list of names or ids belongs in a file that a program asks with.
const MAX_NODES: usize = 4096;

pub(crate) struct Parser<'q> {
    pub(super) text: &'q str,
    pub(super) at: usize,
    depth: usize,
    /// Brackets opened below the deepest that count.
    ignored: usize,
    pub(super) nodes: usize,
    limit_noted: bool,
    /// What the field holds whose group is being read.
    pub(super) value_of: Option<FieldKind>,
    pub(super) notes: Notes,
}

/// Reads `text`.
pub(crate) fn parse(text: &str) -> (Spanned, Vec<Note>) {
    let mut parser = Parser {
        text,
        at: 0,
        depth: 0,
        ignored: 0,
        nodes: 0,
        limit_noted: false,
        value_of: None,
        notes: Notes::default(),
    };
    let mut node =
        parser.juxta().unwrap_or_else(|| Spanned::new(Node::Juxta(Vec::new()), 0, text.len()));
    parser.end_of_question(&mut node);
    (node, parser.notes.list())
}

/// What stands before an operand.
struct Prefix {
    start: usize,
    negated: bool,
    required: bool,
}

impl<'q> Parser<'q> {
    pub(super) fn rest(&self) -> &'q str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip_space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Takes the character at the cursor.
    pub(super) fn skip_char(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn note(
        &mut self,
        kind: NoteKind,
        start: usize,
        end: usize,
        text: impl Into<String>,
    ) {
        // A megabyte of mistakes is given up as a megabyte of words is.
        self.nodes += usize::from(kind == NoteKind::Repaired);
        self.notes.push(Note { kind, start, end, text: text.into() });
    }

    /// Words side by side; `None` where there is none.
    fn juxta(&mut self) -> Option<Spanned> {
        let mut parts: Vec<Spanned> = Vec::new();
        loop {
            self.skip_space();
            if self.nodes >= MAX_NODES && self.peek().is_some() {
                self.too_many();
                break;
            }
            match self.peek() {
                None => break,
                Some(c) if lex::closes_group(c) => {
                    if self.ignored > 0 {
                        self.ignored -= 1;
                        self.skip_char();
                        continue;
                    }
                    if self.depth > 0 {
                        break;
                    }
                    let start = self.at;
                    while self.peek().is_some_and(lex::closes_group) {
                        self.skip_char();
                    }
                    let message = "a bracket that was never opened is left out";
                    self.note(NoteKind::Repaired, start, self.at, message);
                    continue;
                }
                Some(_) => {}
            }
            let before = self.at;
            parts.extend(self.or_expr());
            // Whatever stands here cannot be read: go on behind it.
            if self.at == before {
                self.skip_char();
            }
        }
        self.mixed_note(&parts);
        self.joined(parts, Node::Juxta)
    }

    pub(super) fn too_many(&mut self) {
        if !self.limit_noted {
            self.limit_noted = true;
            let message = format!("only the first {MAX_NODES} parts of the query count");
            self.note(NoteKind::Limit, self.at, self.text.len(), message);
        }
        self.at = self.text.len();
    }

    /// Where AND and OR meet without brackets, the reading is a note.
    fn mixed_note(&mut self, parts: &[Spanned]) {
        let mixed = |part: &Spanned| match &part.node {
            Node::Or(inner) => {
                let and = |part: &Spanned| matches!(part.node, Node::And(_)) && !part.bracketed();
                (parts.len() > 1 && !part.bracketed()) || inner.iter().any(and)
            }
            _ => false,
        };
        if let (Some(first), Some(last)) = (parts.first(), parts.last())
            && parts.iter().any(mixed)
        {
            // The reading itself is written by `resolve`, which knows it.
            self.note(NoteKind::ReadAs, first.start, last.end, "");
        }
    }

    /// `who is putin?`: the question mark after words is no pattern.
    fn end_of_question(&mut self, root: &mut Spanned) {
        while let Node::Juxta(parts) = &mut root.node {
            let Some(Spanned { node: Node::Word(text), start, end, .. }) = parts.last_mut() else {
                break;
            };
            let kept = text.trim_end_matches('?');
            let word = kept.chars().all(|c| c.is_alphanumeric() || matches!(c, '\'' | '’' | '-'))
                && lex::operator(kept, 0).is_none()
                && lex::near_operator(kept, 0).is_none();
            if kept.len() == text.len() || !word {
                break;
            }
            let (from, to) = (*start, *end);
            text.truncate(kept.len());
            if text.is_empty() {
                parts.pop();
            }
            let message = "the question mark at the end is read as punctuation";
            self.note(NoteKind::ReadAs, from, to, message);
            if parts.len() == 1
                && let Some(only) = parts.pop()
            {
                *root = only;
            }
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
        let mut parts: Vec<Spanned> = next(self).into_iter().collect();
        loop {
            self.skip_space();
            let Some((found, length)) = lex::operator(self.text, self.at) else { break };
            if found != operator || self.nodes >= MAX_NODES {
                break;
            }
            let at = self.at;
            self.at += length;
            self.skip_space();
            let right = if self.at_end() { None } else { next(self) };
            if parts.is_empty() || right.is_none() {
                let typed = &self.text[at..at + length];
                let message = format!("{typed} with nothing to join is left out");
                self.note(NoteKind::Repaired, at, at + length, message);
            }
            parts.extend(right);
        }
        self.joined(parts, join)
    }

    /// Whether nothing more stands in these brackets, or the query.
    pub(super) fn at_end(&self) -> bool {
        self.peek().is_none_or(|c| lex::closes_group(c) && self.ignored == 0)
            || self.nodes >= MAX_NODES
    }

    fn not_expr(&mut self) -> Option<Spanned> {
        let prefix = self.prefix();
        self.prefixed(prefix, Parser::near_expr)
    }

    /// Reads `NOT`, `-` and `+`, and leaves out signs that belong to nothing.
    fn prefix(&mut self) -> Prefix {
        self.skip_space();
        let mut prefix = Prefix { start: self.at, negated: false, required: false };
        loop {
            if let Some((Operator::Not, length)) = lex::operator(self.text, self.at) {
                self.at += length;
                prefix.negated = !prefix.negated;
                self.skip_space();
                continue;
            }
            if self.nodes >= MAX_NODES {
                return prefix;
            }
            let before = self.at;
            self.ignore_brackets();
            if self.at > before || (self.value_of.is_some() && self.leave_out_mark()) {
                self.skip_space();
                continue;
            }
            let Some(sign) = self.peek().filter(|c| lex::is_sign(*c)) else { return prefix };
            let (start, end) = (self.at, self.at + sign.len_utf8());
            let next = lex::char_at(self.text, end);
            let opens =
                next.is_some_and(lex::opens_group) || lex::quotation(self.text, end).is_some();
            if next.is_some_and(lex::is_sign) || (!opens && lex::ends_operator(self.text, end)) {
                while self.peek().is_some_and(lex::is_sign) {
                    self.skip_char();
                }
                let message = format!(
                    "{} has nothing to belong to and is left out",
                    &self.text[start..self.at]
                );
                self.note(NoteKind::Repaired, start, self.at, message);
                self.skip_space();
                continue;
            }
            self.at = end;
            match sign {
                '+' | '＋' => prefix.required = true,
                '-' => prefix.negated = !prefix.negated,
                _ => {
                    prefix.negated = !prefix.negated;
                    let message = format!("{sign} before a word is read as NOT");
                    self.note(NoteKind::ReadAs, start, end, message);
                }
            }
        }
    }

    fn prefixed(
        &mut self,
        prefix: Prefix,
        operand: fn(&mut Self) -> Option<Spanned>,
    ) -> Option<Spanned> {
        let Prefix { start, negated, required } = prefix;
        let typed = self.text[start..self.at].trim();
        let end = self.at;
        let nothing = self.at_end() || lex::operator(self.text, self.at).is_some();
        let part = if nothing { None } else { operand(self) };
        let Some(part) = part else {
            if negated || required {
                let message = format!("{typed} with nothing behind it is left out");
                self.note(NoteKind::Repaired, start, end, message);
            }
            return None;
        };
        let end = part.end;
        let node = match (negated, required) {
            (true, _) => Node::Not(Box::new(part)),
            (false, true) => Node::Required(Box::new(part)),
            (false, false) => return Some(part),
        };
        self.within_limit(Spanned::new(node, start, end))
    }

    fn near_expr(&mut self) -> Option<Spanned> {
        let mut left = self.unary()?;
        loop {
            let before = self.at;
            self.skip_space();
            let Some(near) = lex::near_operator(self.text, self.at) else {
                self.at = before;
                return Some(left);
            };
            let (at, end) = (self.at, self.at + near.length);
            let typed = &self.text[at..end];
            if left.levels >= MAX_LEVELS {
                let message = format!("distances more than {MAX_LEVELS} deep are read as AND");
                self.note(NoteKind::Limit, at, end, message);
                return Some(left);
            }
            self.at = end;
            if near.foreign {
                let name = if near.ordered { "pre" } else { "w" };
                let message = format!("{typed} is read as {name}/{}", near.distance);
                self.note(NoteKind::ReadAs, at, end, message);
            }
            if near.distance == u32::MAX {
                let message = format!("{typed}: within any number of words");
                self.note(NoteKind::Limit, at, end, message);
            }
            self.skip_space();
            let right = if self.at_end() {
                None
            } else {
                let prefix = self.prefix();
                self.prefixed(prefix, Parser::unary)
            };
            let Some(right) = right else {
                let message = format!("{typed} with nothing after it is left out");
                self.note(NoteKind::Repaired, at, end, message);
                return Some(left);
            };
            left = near_node(left, right, near);
        }
    }

    fn unary(&mut self) -> Option<Spanned> {
        self.skip_space();
        if self.at_end() {
            return None;
        }
        let start = self.at;
        self.nodes += 1;
        if let Some(near) = lex::near_operator(self.text, start).filter(|near| !near.foreign) {
            let end = start + near.length;
            let typed = &self.text[start..end];
            let message = format!("{typed} has nothing before it and is read as text");
            self.note(NoteKind::Repaired, start, end, message);
        }
        let part = if self.peek().is_some_and(lex::opens_group) {
            self.group()
        } else if let Some((count, length)) = lex::at_least(self.text, self.at) {
            self.at_least(count, length)
        } else if let Some(name) = self.field_name() {
            self.field(name)
        } else {
            match self.value_of {
                Some(kind) => self.value(kind),
                None => self.atom(lex::Lexing::Text),
            }
        }?;
        self.boosted(part, start)
    }

    /// `^2` behind a part.
    fn boosted(&mut self, part: Spanned, start: usize) -> Option<Spanned> {
        /// A weight above this drowns everything else, and much above it no sum of scores is
        /// a number.
        const MOST: f32 = 1000.0;
        let Some(number) = self.rest().strip_prefix('^') else { return Some(part) };
        let length =
            number.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
        let at = self.at;
        self.at += 1 + length;
        let Some(by) = number[..length].parse::<f32>().ok().filter(|by| *by > 0.0) else {
            self.note(NoteKind::Repaired, at, self.at, "^ wants a number above 0: left out");
            return Some(part);
        };
        if by > MOST {
            self.note(NoteKind::Limit, at, self.at, format!("a weight is at most {MOST}"));
        }
        let node = Node::Boost { by: by.min(MOST), of: Box::new(part) };
        self.within_limit(Spanned::new(node, start, self.at))
    }

    /// Leaves out what opens below the deepest brackets that count.
    fn ignore_brackets(&mut self) {
        while self.too_many_brackets() {
            let before = self.at;
            if let Some((_, length)) = lex::at_least(self.text, self.at) {
                self.at += length;
            }
            if !self.peek().is_some_and(lex::opens_group) {
                self.at = before;
                return;
            }
            if self.ignored == 0 {
                let message = format!("brackets deeper than {MAX_BRACKETS} are left out");
                self.note(NoteKind::Limit, before, self.text.len(), message);
            }
            self.ignored += 1;
            self.skip_char();
            self.skip_space();
        }
    }

    pub(super) fn too_many_brackets(&self) -> bool {
        self.depth >= MAX_BRACKETS
    }

    fn at_least(&mut self, count: Option<u32>, length: usize) -> Option<Spanned> {
        let start = self.at;
        self.at += length;
        let of = self.group()?;
        if count.is_none() {
            let message = format!("{} is more than any article has", &self.text[start..self.at]);
            self.note(NoteKind::Limit, start, start + length, message);
        }
        if count == Some(0) {
            let message = "atleast0 holds for every article: read as atleast1";
            self.note(NoteKind::Repaired, start, start + length, message);
        }
        let count = count.unwrap_or(u32::MAX).max(1);
        self.within_limit(Spanned::new(Node::AtLeast { count, of: Box::new(of) }, start, self.at))
    }

    pub(super) fn group(&mut self) -> Option<Spanned> {
        let start = self.at;
        self.skip_char();
        let inside = self.at;
        self.depth += 1;
        let inner = self.juxta();
        self.depth -= 1;
        if self.peek().is_some_and(lex::closes_group) {
            self.skip_char();
        } else if !self.limit_noted {
            let message = "a bracket that was never closed is closed at the end";
            self.note(NoteKind::Repaired, start, inside, message);
        }
        let Some(inner) = inner else {
            self.note(NoteKind::Repaired, start, self.at, "empty brackets are left out");
            return None;
        };
        Some(Spanned { start, end: self.at, ..inner })
    }

    /// One part as it is, several as `join` makes them.
    fn joined(&mut self, parts: Vec<Spanned>, join: fn(Vec<Spanned>) -> Node) -> Option<Spanned> {
        let mut kept = Vec::with_capacity(parts.len());
        let several = parts.len() > 1;
        for part in parts {
            if several && part.levels >= MAX_LEVELS {
                self.too_deep(&part);
            } else {
                kept.push(part);
            }
        }
        match kept.len() {
            0 => None,
            1 => kept.pop(),
            _ => {
                let start = kept.first().map_or(0, |part| part.start);
                let end = kept.last().map_or(0, |part| part.end);
                Some(Spanned::new(join(kept), start, end))
            }
        }
    }

    /// The node, unless it stands on too many others.
    pub(super) fn within_limit(&mut self, node: Spanned) -> Option<Spanned> {
        if node.levels > MAX_LEVELS {
            self.too_deep(&node);
            return None;
        }
        Some(node)
    }

    fn too_deep(&mut self, node: &Spanned) {
        let message = format!("conditions more than {MAX_LEVELS} deep are left out");
        self.note(NoteKind::Limit, node.start, node.end, message);
    }
}

/// `left` near `right`; one node for `a w/3 b w/3 c`.
fn near_node(left: Spanned, right: Spanned, near: lex::NearOperator) -> Spanned {
    let (start, end) = (left.start, right.end);
    let (distance, ordered) = (near.distance, near.ordered);
    let open = !left.bracketed();
    let mut parts = match left.node {
        Node::Near { parts, distance: d, ordered: o } if open && d == distance && o == ordered => {
            parts
        }
        node => vec![Spanned { node, ..left }],
    };
    parts.push(right);
    Spanned::new(Node::Near { parts, distance, ordered }, start, end)
}
