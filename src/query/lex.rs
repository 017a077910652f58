//! Where words, quotations and operators of a query begin and end.
//!
//! The parser and the printers share these rules, so that what is printed is read back as it was
//! meant. Every function looks at one place, and no further than the thing that begins there.

use dateline_index_schema::FieldKind;

/// What ends a word besides white space, brackets and quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lexing {
    /// Running text.
    Text,
    /// The value of a field of this kind: `,` makes a list, `..` a range.
    Value(FieldKind),
    /// One end of `[a TO b]`.
    Bound,
}

/// An operator between two parts, or before one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Not,
}

/// `w/5` and its like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NearOperator {
    pub distance: u32,
    pub ordered: bool,
    /// In bytes.
    pub length: usize,
    /// Whether it is written in another way than the language has it.
    pub foreign: bool,
}

/// Words that lie in one sentence, and in one paragraph, as LexisNexis counts them.
const SENTENCE: u32 = 25;
const PARAGRAPH: u32 = 75;

pub(crate) fn opens_group(c: char) -> bool {
    matches!(c, '(' | '（')
}

pub(crate) fn closes_group(c: char) -> bool {
    matches!(c, ')' | '）')
}

/// The marks that open a quotation, with those that close it. The printer takes the first pair
/// that its text allows.
const QUOTES: &[(char, &[char])] = &[
    ('"', &['"', '”', '＂']),
    ('“', &['”', '"', '“', '＂']),
    ('«', &['»']),
    ('「', &['」']),
    ('『', &['』']),
    ('《', &['》']),
    ('＂', &['"', '”', '＂']),
    ('„', &['“', '”', '"']),
    ('»', &['«']),
    ('”', &['”', '"']),
    ('‘', &['’']),
];

/// Whether a quotation that opens with `c` needs its end to be one: these marks close others, or
/// stand in words.
fn is_doubtful(c: char) -> bool {
    matches!(c, '»' | '”' | '‘' | '《' | '「' | '『')
}

/// Longest quotation in such marks, in characters.
const MOST_DOUBTFUL: usize = 2000;

/// Marks of quotations that end a word. `‘` and `’` are apostrophes too.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '＂' | '“' | '”' | '„' | '«' | '»' | '「' | '」' | '『' | '』' | '《' | '》')
}

/// Signs that stand before what they belong to.
pub(crate) fn is_sign(c: char) -> bool {
    matches!(c, '-' | '+' | '!' | '−' | '–' | '—' | '－' | '！' | '＋')
}

pub(crate) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// `צה"ל`: the mark of an abbreviation in Hebrew, written as a quote between two letters.
fn is_gershayim(text: &str, at: usize) -> bool {
    let hebrew = |c: Option<char>| c.is_some_and(|c| ('\u{5d0}'..='\u{5ea}').contains(&c));
    text[at..].starts_with('"')
        && hebrew(text[..at].chars().next_back())
        && hebrew(char_at(text, at + 1))
}

/// A quotation: where its text begins and ends, and where what follows begins. `closed` is
/// `false` when it goes on to the end.
pub(crate) struct Quotation {
    pub start: usize,
    pub end: usize,
    pub after: usize,
    pub closed: bool,
}

/// The quotation that opens at `at`.
pub(crate) fn quotation(text: &str, at: usize) -> Option<Quotation> {
    let open = char_at(text, at)?;
    let (_, closers) = QUOTES.iter().find(|(mark, _)| *mark == open)?;
    let start = at + open.len_utf8();
    // One that needs its end has it near by: whoever looks for it does so at every such mark.
    let within = if is_doubtful(open) { MOST_DOUBTFUL } else { usize::MAX };
    for (offset, c) in text[start..].char_indices().take(within) {
        let place = start + offset;
        let after = place + c.len_utf8();
        if !closers.contains(&c) || is_gershayim(text, place) {
            continue;
        }
        // An apostrophe: `‘O’Brien’`.
        if c == '’' && char_at(text, after).is_some_and(char::is_alphanumeric) {
            continue;
        }
        return Some(Quotation { start, end: place, after, closed: true });
    }
    (!is_doubtful(open)).then_some(Quotation {
        start,
        end: text.len(),
        after: text.len(),
        closed: false,
    })
}

/// The text as a quotation, in marks that it does not close itself; where it closes all of them,
/// they become spaces, which no word notices.
pub(crate) fn quoted(text: &str) -> String {
    for (open, closers) in &QUOTES[..5] {
        let Some(close) = closers.first() else { continue };
        let written = format!("{open}{text}{close}");
        if quotation(&written, 0).is_some_and(|found| found.closed && found.after == written.len())
        {
            return written;
        }
    }
    format!("\"{}\"", text.replace(is_quote, " "))
}

/// Where the word ends that begins at `start`.
pub(crate) fn word_end(text: &str, start: usize, lexing: Lexing) -> usize {
    if let Some(end) = address_end(text, start) {
        return end;
    }
    let mut at = start;
    while let Some(c) = char_at(text, at) {
        if ends_word(text, start, at, c, lexing) {
            break;
        }
        at += c.len_utf8();
    }
    at
}

fn ends_word(text: &str, start: usize, at: usize, c: char, lexing: Lexing) -> bool {
    if ends_operator(text, at) {
        return !is_gershayim(text, at);
    }
    match lexing {
        _ if c == '~' => at > start,
        Lexing::Text => false,
        Lexing::Value(kind) => {
            (matches!(c, ',' | '，' | '、') && !joins_digits(&text[start..at], &text[at..], kind))
                || text[at..].starts_with("..")
        }
        Lexing::Bound => matches!(c, '[' | '{' | ']' | '}'),
    }
}

/// Whether an operator, a regular expression or a word may end at `at`.
pub(crate) fn ends_operator(text: &str, at: usize) -> bool {
    char_at(text, at).is_none_or(|c| {
        c.is_whitespace()
            || opens_group(c)
            || closes_group(c)
            || is_quote(c)
            || matches!(c, '^' | '|')
            || (c == '&' && text[at..].starts_with("&&"))
    })
}

/// `1,200`: in text any digits on both sides, in a number groups of three.
fn joins_digits(before: &str, from: &str, kind: FieldKind) -> bool {
    let Some(after) = from.strip_prefix(',') else { return false };
    let left = before.bytes().rev().take_while(u8::is_ascii_digit).count();
    let right = after.bytes().take_while(u8::is_ascii_digit).count();
    match kind {
        FieldKind::Text => left > 0 && right > 0,
        FieldKind::Number => (1..=3).contains(&left) && right == 3,
        _ => false,
    }
}

/// Where an address such as `https://a.org/b?c=(d)` ends that begins at `start`: at white space,
/// a quote, or a bracket that it did not open.
fn address_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start..];
    let scheme = rest.bytes().take(16).take_while(u8::is_ascii_alphabetic).count();
    if scheme == 0 || !rest[scheme..].starts_with("://") {
        return None;
    }
    let mut open: Vec<usize> = Vec::new();
    let mut end = text.len();
    for (offset, c) in rest.char_indices().skip(scheme + 3) {
        match c {
            '(' => open.push(start + offset),
            ')' if open.pop().is_some() => {}
            _ if c == ')' || c.is_whitespace() || is_quote(c) => {
                end = start + offset;
                break;
            }
            _ => {}
        }
    }
    // A bracket that it opens and does not close is none of it.
    Some(open.first().copied().unwrap_or(end))
}

/// Whether `text` is an address of the web.
pub(crate) fn is_address(text: &str) -> bool {
    text.contains("://") && address_end(text, 0).is_some()
}

/// The operator at `at`, with its length.
pub(crate) fn operator(text: &str, at: usize) -> Option<(Operator, usize)> {
    let rest = &text[at..];
    for (typed, operator) in [
        ("&&", Operator::And),
        ("||", Operator::Or),
        ("|", Operator::Or),
        ("AND", Operator::And),
        ("OR", Operator::Or),
        ("NOT", Operator::Not),
    ] {
        let sign = !typed.starts_with(char::is_alphabetic);
        let end = at + typed.len();
        if rest.starts_with(typed)
            && (sign || ends_operator(text, end) || text[end..].starts_with([',', '，', '、']))
        {
            return Some((operator, typed.len()));
        }
    }
    None
}

/// `w/5`, `near/5` or `pre/5`, or what other services write for them.
pub(crate) fn near_operator(text: &str, at: usize) -> Option<NearOperator> {
    /// Name, whether a space may follow, ordered, foreign.
    const NAMES: &[(&str, bool, bool, bool)] = &[
        ("w/", false, false, false),
        ("near/", false, false, false),
        ("pre/", false, true, false),
        ("w/in/", false, false, true),
        ("w/in", true, false, true),
        ("within/", false, false, true),
        ("near", false, false, true),
        ("onear/", false, true, true),
        ("adj/", false, true, true),
        ("adj", false, true, true),
        ("n/", false, false, true),
        ("p/", false, true, true),
    ];
    let rest = &text[at..];
    for (name, distance, ordered) in [
        ("w/s", SENTENCE, false),
        ("w/p", PARAGRAPH, false),
        ("/s", SENTENCE, false),
        ("/p", PARAGRAPH, false),
    ] {
        if starts_with_name(rest, name) && ends_operator(text, at + name.len()) {
            return Some(NearOperator { distance, ordered, length: name.len(), foreign: true });
        }
    }
    for (name, spaced, ordered, foreign) in NAMES {
        if !starts_with_name(rest, name) {
            continue;
        }
        let space = if *spaced { usize::from(rest[name.len()..].starts_with(' ')) } else { 0 };
        let from = name.len() + space;
        let digits = rest[from..].bytes().take_while(u8::is_ascii_digit).count();
        let length = from + digits;
        if digits > 0 && ends_operator(text, at + length) {
            let distance = rest[from..length].parse().unwrap_or(u32::MAX);
            return Some(NearOperator { distance, ordered: *ordered, length, foreign: *foreign });
        }
    }
    None
}

/// Whether what is written, behind another part, begins with an operator of distance.
pub(crate) fn may_be_near(written: &str) -> bool {
    near_operator(written, 0).is_some() || starts_with_name(written, "w/in")
}

fn starts_with_name(rest: &str, name: &str) -> bool {
    rest.get(..name.len()).is_some_and(|typed| typed.eq_ignore_ascii_case(name))
}

/// `atleast3(`: the number, and the length before the bracket.
pub(crate) fn at_least(text: &str, at: usize) -> Option<(Option<u32>, usize)> {
    let rest = &text[at..];
    if !starts_with_name(rest, "atleast") {
        return None;
    }
    let digits = rest[7..].bytes().take_while(u8::is_ascii_digit).count();
    let end = 7 + digits;
    (digits > 0 && rest[end..].starts_with(opens_group)).then(|| (rest[7..end].parse().ok(), end))
}

/// The pattern of `/…/` at `at`, and where it ends. Over one word: it holds no space.
pub(crate) fn regex(text: &str, at: usize, lexing: Lexing) -> Option<(&str, usize)> {
    /// Longest pattern, in characters: a word of the index with each of its letters escaped.
    const MOST: usize = 2400;
    let inner = text[at..].strip_prefix('/')?;
    let length = inner
        .char_indices()
        .take(MOST)
        .find(|(_, c)| *c == '/' || c.is_whitespace())
        .filter(|(length, c)| *c == '/' && *length > 0)
        .map(|(length, _)| length)?;
    let end = at + length + 2;
    let listed = matches!(lexing, Lexing::Value(_)) && text[end..].starts_with(',');
    (listed || ends_operator(text, end)).then(|| (&inner[..length], end))
}

/// Whether `text`, written bare as a value, is one word again that nothing else is made of.
pub(crate) fn is_plain(text: &str) -> bool {
    text.starts_with(char::is_alphanumeric)
        && text.ends_with(char::is_alphanumeric)
        && !text.contains("..")
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '/' | '\'' | '&'))
        && !text.contains("&&")
        && !text.contains("://")
}
