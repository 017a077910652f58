//! Fields and what stands in them, words and quotations: the lower half of the parser.

use dateline_index_schema::{FieldKind, find};

use super::ast::{Bound, Node, Spanned};
use super::dates::is_date;
use super::lex::{self, Lexing};
use super::note::NoteKind;
use super::parse::Parser;
use super::resolve::{is_field, nearest_field};

/// Longest quotation that is one end of `[a TO b]`, in bytes.
const LONGEST_BOUND: usize = 256;

/// What `name` holds; `None` where it is no field and no word for dates.
fn kind_of(name: &str) -> Option<FieldKind> {
    match find(name) {
        Some(def) => Some(def.kind),
        None => is_field(name).then_some(FieldKind::Date),
    }
}

impl<'q> Parser<'q> {
    /// The name of a field, when one and its colon stand here; the cursor moves behind it.
    pub(super) fn field_name(&mut self) -> Option<&'q str> {
        let rest = self.rest();
        let length = rest
            .bytes()
            .take(64)
            .take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'_'))
            .count();
        let name = rest.get(..length).filter(|name| !name.is_empty())?;
        let colon = rest[length..].chars().next().filter(|c| matches!(c, ':' | '：'))?;
        let after = &rest[length + colon.len_utf8()..];
        if is_field(name) {
            self.at += length + colon.len_utf8();
            return Some(name);
        }
        // An address, or a time of day.
        let text = after.starts_with("//")
            || after.starts_with(|c: char| c.is_ascii_digit() || c.is_whitespace());
        if !text && !after.is_empty() {
            let nearest = nearest_field(name);
            let message =
                format!("there is no field {name}: read as text (did you mean {nearest}:?)");
            self.note(
                NoteKind::UnknownField,
                self.at,
                self.at + length + colon.len_utf8(),
                message,
            );
        }
        None
    }

    pub(super) fn field(&mut self, name: &str) -> Option<Spanned> {
        let colon = if self.text[..self.at].ends_with('：') { 3 } else { 1 };
        let start = self.at - name.len() - colon;
        let kind = kind_of(name).unwrap_or(FieldKind::Text);
        let only_this = self.peek() == Some('=');
        self.at += usize::from(only_this);
        self.space_before_value(name);
        let outer = self.value_of.replace(kind);
        let value_start = self.at;
        let value = self.value(kind);
        self.value_of = outer;
        let value = match value {
            Some(value) => self.longer_date(value, kind),
            None => {
                let message = format!("{name}: without a value asks for any");
                self.note(NoteKind::Repaired, start, self.at, message);
                Spanned::new(Node::Everything, value_start, value_start)
            }
        };
        let node = Node::Field { name: name.to_owned(), only_this, value: Box::new(value) };
        self.within_limit(Spanned::new(node, start, self.at))
    }

    /// `title: peace` is meant as `title:peace`, unless something else begins there.
    fn space_before_value(&mut self, name: &str) {
        let before = self.at;
        self.skip_space();
        if self.at == before {
            return;
        }
        let length = self.rest().bytes().take(64).take_while(|b| b.is_ascii_alphabetic()).count();
        let field =
            self.rest()[length..].starts_with([':', '：']) && is_field(&self.rest()[..length]);
        let value = !self.at_end()
            && !field
            && lex::operator(self.text, self.at).is_none()
            && lex::near_operator(self.text, self.at).is_none()
            && !self.peek().is_some_and(lex::is_sign);
        if value {
            let message = format!("the space after {name}: is left out");
            self.note(NoteKind::Repaired, before, self.at, message);
        } else {
            self.at = before;
        }
    }

    /// `date:16 August 2024` is meant as `date:"16 August 2024"`. What is no date becomes a
    /// quotation too, so that it is printed as something that ends where it ends.
    fn longer_date(&mut self, value: Spanned, kind: FieldKind) -> Spanned {
        let Node::Word(word) = &value.node else { return value };
        if kind != FieldKind::Date || is_date(word) || word == "missing" {
            return value;
        }
        let phrase = |text: &str, end| {
            Spanned::new(Node::Phrase { text: text.to_owned(), slop: None }, value.start, end)
        };
        let typed = &self.text[value.start..];
        let mut longest = None;
        let mut end = 0;
        // In brackets it begins before its text does.
        for _ in 0..if typed.starts_with(word.as_str()) { 4 } else { 0 } {
            let from = end + (typed[end..].len() - typed[end..].trim_start().len());
            let to = lex::word_end(typed, from, Lexing::Text);
            if to == from || typed[from..to].contains([':', '"']) {
                break;
            }
            end = to;
            let mark = |c: char| c.is_whitespace() || matches!(c, ',' | '.' | '?');
            let candidate = typed[..end].trim_end_matches(mark);
            if is_date(candidate) {
                longest = Some(candidate);
            }
        }
        let Some(date) = longest else { return phrase(word, value.end) };
        self.at = value.start + date.len();
        let message = format!("the words after it belong to the date: \"{date}\"");
        self.note(NoteKind::ReadAs, value.start, self.at, message);
        phrase(date, self.at)
    }

    /// The value of a field that holds `kind`; `None` where there is none.
    pub(super) fn value(&mut self, kind: FieldKind) -> Option<Spanned> {
        let lexing = Lexing::Value(kind);
        while self.leave_out_mark() {}
        match self.peek()? {
            c if lex::opens_group(c) => return self.unary_group(),
            '>' | '<' | '≥' | '≤' => return self.comparison(lexing),
            '[' | '{' => return self.bracket_range(),
            _ => {}
        }
        let start = self.at;
        let mut items = vec![self.item(lexing)?];
        while let Some(comma) = self.peek().filter(|c| matches!(c, ',' | '，' | '、')) {
            let at = self.at;
            self.skip_char();
            self.nodes += 1;
            if self.at_end() {
                break;
            }
            match self.item(lexing) {
                Some(item) => items.push(item),
                None if self.rest().starts_with([',', '，', '、']) => {}
                None => {
                    if !self.at_end() && kind != FieldKind::Text {
                        let message = format!(
                            "the {comma} ends the value: for any of several, write them without spaces"
                        );
                        self.note(NoteKind::ReadAs, at, self.at, message);
                    }
                    break;
                }
            }
        }
        match items.len() {
            1 => items.pop(),
            _ => Some(Spanned::new(Node::List(items), start, self.at)),
        }
    }

    /// A plain value or a range with stops: what a list is made of.
    fn item(&mut self, lexing: Lexing) -> Option<Spanned> {
        let start = self.at;
        let first = if self.rest().starts_with("..") { None } else { Some(self.atom(lexing)?) };
        if self.rest().starts_with("..") {
            return Some(self.dotted_range(first, start, lexing));
        }
        first
    }

    /// Leaves out a mark of ranges at the cursor that makes none; whether there was one.
    pub(super) fn leave_out_mark(&mut self) -> bool {
        let start = self.at;
        let Some(mark) = self.peek() else { return false };
        let begins = match mark {
            '[' | '{' => {
                let (notes, nodes) = (self.notes.mark(), self.nodes);
                let found = self.bracket_range().is_some();
                self.at = start;
                self.notes.back_to(notes);
                self.nodes = nodes;
                found
            }
            '>' | '<' | '≥' | '≤' => {
                let end = start + mark.len_utf8();
                let end = end + usize::from(self.text[end..].starts_with('='));
                lex::quotation(self.text, end).is_some()
                    || !(lex::ends_operator(self.text, end)
                        || self.text[end..].starts_with([',', '，', '、'])
                        || self.text[end..].starts_with(".."))
            }
            '=' => self.rest()[1..].starts_with(char::is_alphanumeric),
            _ => return false,
        };
        if begins || self.at_end() {
            return false;
        }
        self.nodes += 1;
        self.skip_char();
        let message = format!("{mark} has nothing to belong to and is left out");
        self.note(NoteKind::Repaired, start, self.at, message);
        true
    }

    /// A group as the whole value, unless its brackets are too deep to count.
    fn unary_group(&mut self) -> Option<Spanned> {
        if self.too_many_brackets() { None } else { self.group() }
    }

    fn comparison(&mut self, lexing: Lexing) -> Option<Spanned> {
        let start = self.at;
        let sign = self.peek()?;
        self.skip_char();
        let included = matches!(sign, '≥' | '≤') || self.peek() == Some('=');
        self.at += usize::from(self.peek() == Some('='));
        let text = self.bound(lexing).flatten();
        let bound = text.map(|text| Bound { text, included });
        let node = if matches!(sign, '>' | '≥') {
            Node::Range { first: bound, last: None }
        } else {
            Node::Range { first: None, last: bound }
        };
        Some(Spanned::new(node, start, self.at))
    }

    /// `a..b` from its two stops on.
    fn dotted_range(&mut self, first: Option<Spanned>, start: usize, lexing: Lexing) -> Spanned {
        let first = first.and_then(|atom| self.bound_text(&atom)).flatten();
        let dots = self.rest().bytes().take_while(|byte| *byte == b'.').count();
        self.at += dots;
        let last = self.bound(lexing).flatten();
        let bound = |text| Bound { text, included: true };
        let node = Node::Range { first: first.map(bound), last: last.map(bound) };
        if dots > 2 {
            let message = "more than two stops between two values are read as two";
            self.note(NoteKind::Repaired, start, self.at, message);
        }
        if self.rest().starts_with("..") {
            let from = self.at;
            self.at = lex::word_end(self.text, from, Lexing::Text);
            let message = format!("{} behind a range is left out", &self.text[from..self.at]);
            self.note(NoteKind::Repaired, from, self.at, message);
        }
        Spanned::new(node, start, self.at)
    }

    /// A word or phrase as one end of a range; `Some(None)` is an open end.
    fn bound(&mut self, lexing: Lexing) -> Option<Option<String>> {
        let quoted = lex::quotation(self.text, self.at);
        let short = quoted.as_ref().is_some_and(|found| found.after - self.at <= LONGEST_BOUND);
        if lexing == Lexing::Bound
            && (quoted.is_some() && !short || self.rest().starts_with(['[', '{', ']', '}']))
        {
            return None;
        }
        if quoted.is_none() && lex::ends_operator(self.text, self.at) {
            return None;
        }
        let atom = self.atom(lexing)?;
        self.bound_text(&atom)
    }

    fn bound_text(&mut self, atom: &Spanned) -> Option<Option<String>> {
        match &atom.node {
            Node::Word(text) | Node::Phrase { text, slop: None } => Some(Some(text.clone())),
            Node::Everything => Some(None),
            _ => {
                let message = "the end of a range is a plain value: left out";
                self.note(NoteKind::Repaired, atom.start, atom.end, message);
                None
            }
        }
    }

    /// `[a TO b}`.
    fn bracket_range(&mut self) -> Option<Spanned> {
        let start = self.at;
        let notes = self.notes.mark();
        let found = self.bracketed_bounds();
        if found.is_none() {
            self.at = start;
            self.notes.back_to(notes);
        }
        found
    }

    fn bracketed_bounds(&mut self) -> Option<Spanned> {
        let start = self.at;
        let first_included = self.peek() == Some('[');
        self.at += 1;
        self.skip_space();
        let first = self.bound(Lexing::Bound)?;
        self.skip_space();
        let to = self.rest().get(..2).filter(|to| to.eq_ignore_ascii_case("to"))?;
        self.at += to.len();
        if !self.rest().starts_with(char::is_whitespace) {
            return None;
        }
        self.skip_space();
        let last = self.bound(Lexing::Bound)?;
        self.skip_space();
        let last_included = match self.peek()? {
            ']' => true,
            '}' => false,
            _ => return None,
        };
        self.at += 1;
        let first = first.map(|text| Bound { text, included: first_included });
        let last = last.map(|text| Bound { text, included: last_included });
        Some(Spanned::new(Node::Range { first, last }, start, self.at))
    }

    /// One word, phrase or pattern.
    pub(super) fn atom(&mut self, lexing: Lexing) -> Option<Spanned> {
        let start = self.at;
        let first = self.peek()?;
        if lex::quotation(self.text, start).is_some() {
            return self.phrase();
        }
        if let Some((pattern, end)) = lex::regex(self.text, start, lexing) {
            self.at = end;
            return Some(Spanned::new(Node::Regex(pattern.to_owned()), start, end));
        }
        let exact = first == '=' && self.rest()[1..].starts_with(char::is_alphanumeric);
        let word_start = start + usize::from(exact);
        self.at = lex::word_end(self.text, word_start, lexing);
        let word = &self.text[word_start..self.at];
        if word.is_empty() {
            self.stray(first, lexing);
            return None;
        }
        let node = if exact {
            Node::Exact(word.to_owned())
        } else if word.bytes().all(|byte| byte == b'*') {
            Node::Everything
        } else {
            Node::Word(word.to_owned())
        };
        let node = if self.peek() == Some('~') { self.fuzzy(node, word, start) } else { node };
        Some(Spanned::new(node, start, self.at))
    }

    /// A mark that begins nothing.
    fn stray(&mut self, mark: char, lexing: Lexing) {
        let separates = matches!(lexing, Lexing::Value(_)) && matches!(mark, ',' | '，' | '、');
        let space = mark.is_whitespace() || lex::opens_group(mark) || lex::closes_group(mark);
        if space || separates || lex::operator(self.text, self.at).is_some() {
            return;
        }
        let start = self.at;
        self.nodes += 1;
        while self.peek() == Some(mark) {
            self.skip_char();
        }
        let message = format!("{mark} has nothing to belong to and is left out");
        self.note(NoteKind::Repaired, start, self.at, message);
    }

    /// The number behind `~`, as written.
    fn tilde(&mut self) -> &'q str {
        self.at += 1;
        let rest = self.rest();
        let length = rest.bytes().take_while(u8::is_ascii_digit).count();
        // Lucene's old share of similarity: `~0.8`.
        let share = rest[length..].strip_prefix('.').map_or(0, |after| {
            let digits = after.bytes().take_while(u8::is_ascii_digit).count();
            if digits > 0 { digits + 1 } else { 0 }
        });
        self.at += length + share;
        &rest[..length + share]
    }

    /// `word~1`.
    fn fuzzy(&mut self, node: Node, word: &str, start: usize) -> Node {
        let number = self.tilde();
        if matches!(node, Node::Exact(_)) {
            let message = format!("={word} is looked for as it is: ~ is left out");
            self.note(NoteKind::Repaired, start, self.at, message);
            return node;
        }
        let edits = match number.parse::<u8>() {
            Ok(edits @ 0..=2) => Some(edits),
            _ if number.is_empty() => None,
            _ if number.contains('.') => {
                let message = format!("~{number}: the number of letters that may differ is 1 or 2");
                self.note(NoteKind::Repaired, start, self.at, message);
                None
            }
            _ => {
                self.note(NoteKind::Limit, start, self.at, "at most 2 letters may differ");
                Some(2)
            }
        };
        Node::Fuzzy { text: word.to_owned(), edits }
    }

    fn phrase(&mut self) -> Option<Spanned> {
        let start = self.at;
        let found = lex::quotation(self.text, start)?;
        if !found.closed {
            let message = "a quotation that was never closed is closed at the end";
            self.note(NoteKind::Repaired, start, found.start, message);
        }
        self.at = found.after;
        let mut slop = None;
        if self.peek() == Some('~') {
            let number = self.tilde();
            slop = number.parse::<u32>().ok();
            if slop.is_none() {
                let all = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
                let (kind, message) = if all {
                    slop = Some(u32::MAX);
                    (NoteKind::Limit, format!("~{number}: within any number of words"))
                } else {
                    let message = format!("~{number} wants a number of words: left out");
                    (NoteKind::Repaired, message)
                };
                self.note(kind, found.after, self.at, message);
            }
        }
        let text = self.text[found.start..found.end].trim();
        if text.is_empty() {
            self.note(NoteKind::Repaired, start, self.at, "an empty quotation is left out");
            return None;
        }
        Some(Spanned::new(Node::Phrase { text: text.to_owned(), slop }, start, self.at))
    }
}
