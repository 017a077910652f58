//! Numbers, words and marks of a short text, as dates and times are read from them.

use super::calendar_words::{
    Weekdays, is_american_zone, is_zone, month, persian_month, weekdays, zone_minutes,
};
use crate::text::fold_into;

/// Longest text that is looked at, in bytes: header values and date lines are shorter.
const MAX_BYTES: usize = 400;

/// One piece of the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub kind: Kind,
    pub start: usize,
    pub end: usize,
    /// Whether white space stands before it.
    pub spaced: bool,
}

/// What a [`Token`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Number {
        value: u64,
        digits: u8,
    },
    Month(u8),
    Weekday(Weekdays),
    /// `tháng`: the number after it is a month.
    MonthMark,
    /// Offset in minutes.
    Zone(Option<i32>, Country),
    /// `listopada`: October to Croats, who set a stop after the day, and November to Poles.
    Listopada,
    /// `i` to `xii`: a month where a day stands before it and a year after it.
    Roman(u8),
    /// A month of the Persian calendar.
    Persian(u8),
    /// The name of an era, whose years are so many ahead of those that are written.
    Era(u16),
    /// `am` or `pm`, with the hours to add.
    HalfDay(u8),
    /// `st`, `er`, `º`: what follows a day's number.
    Ordinal,
    /// `de`, `of`, `г`: what stands between the parts of a date.
    Joiner,
    /// The `T` of ISO 8601.
    TimeMark,
    /// 年 月 日 時 分 and their Korean fellows.
    Unit(Unit),
    /// `Uhr`, `h`, `hrs`: what makes `10.12` a time.
    Clock,
    /// A letter of `a.m.` and `p.m.`
    Letter(char),
    Word,
    Mark(char),
}

/// A country that has its own way of writing dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Country {
    UnitedStates,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Year,
    Month,
    Day,
    Hour,
    Minute,
}

/// Cuts the first bytes of `text` from `from` on into tokens.
pub(crate) fn tokens_of(text: &str, from: usize) -> Vec<Token> {
    let mut limit = text.len().min(from.saturating_add(MAX_BYTES));
    while !text.is_char_boundary(limit) {
        limit -= 1;
    }
    let Some(piece) = text.get(from..limit) else { return Vec::new() };
    let mut tokens: Vec<Token> = Vec::with_capacity(24);
    let mut folded = String::with_capacity(16);
    let mut chars = piece.char_indices().peekable();
    let mut spaced = true;
    while let Some((at, c)) = chars.next() {
        let mut start = from + at;
        let mut end = start + c.len_utf8();
        if c.is_whitespace() || c.is_control() {
            spaced = true;
            continue;
        }
        let kind = if let Some(first) = digit(c) {
            let (mut value, mut digits) = (u64::from(first), 1_u8);
            while let Some(&(next, c)) = chars.peek() {
                let Some(more) = digit(c) else { break };
                value = value.saturating_mul(10).saturating_add(u64::from(more));
                digits = digits.saturating_add(1);
                end = from + next + c.len_utf8();
                chars.next();
            }
            // The Buddhist era, of which Thais count.
            if digits == 4 && BUDDHIST_YEARS.contains(&value) && piece.contains(is_thai) {
                value -= BUDDHIST_OFFSET;
            }
            // `令和6年`, `民國113年`: a year and no number.
            if let Some(era) = tokens.last_mut()
                && let Kind::Era(before) = era.kind
                && digits <= 3
                && chars.peek().is_some_and(|(_, c)| *c == '年')
            {
                era.kind = Kind::Number { value: value + u64::from(before), digits: 4 };
                era.end = end;
                spaced = false;
                continue;
            }
            // `16 tháng 8 năm 2024`: the month is the word and its number.
            if let (Some(word), 1..=12) = (tokens.last_mut(), value)
                && digits <= 2
                && word.kind == Kind::MonthMark
            {
                word.kind = Kind::Month(u8::try_from(value).unwrap_or(1));
                word.end = end;
                spaced = false;
                continue;
            }
            Kind::Number { value, digits }
        } else if let Some(unit) = unit(c) {
            Kind::Unit(unit)
        } else if is_wordlike(c) {
            while let Some(&(next, c)) = chars.peek() {
                if !is_wordlike(c) || unit(c).is_some() {
                    break;
                }
                end = from + next + c.len_utf8();
                chars.next();
            }
            folded.clear();
            fold_into(&text[start..end], &mut folded);
            let kind = word_kind(&folded);
            // Only the era belongs to the date: `新聞令和6年`.
            if matches!(kind, Kind::Era(_)) {
                start = end - ERA_BYTES;
                // `令和元年`: the first year.
                if let Some(at) = text[start..end].find('元') {
                    start = start + at - ERA_BYTES;
                }
            }
            match (kind, folded.ends_with('元')) {
                (Kind::Era(before), true) => {
                    Kind::Number { value: u64::from(before) + 1, digits: 4 }
                }
                _ => kind,
            }
        } else {
            Kind::Mark(c)
        };
        tokens.push(Token { kind, start, end, spaced });
        spaced = false;
    }
    tokens
}

/// Eras of Japan since 1868 and of the Republic of China, and the year before their first.
const ERAS: &[(&str, u16)] = &[
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("民國", 1911),
    ("民国", 1911),
];
/// Length of the name of an era.
const ERA_BYTES: usize = 6;

/// Years of the Buddhist era that are read beside Thai letters, and what they are ahead by.
const BUDDHIST_YEARS: std::ops::RangeInclusive<u64> = 2143..=2643;
const BUDDHIST_OFFSET: u64 = 543;

fn is_thai(c: char) -> bool {
    ('\u{e00}'..='\u{e7f}').contains(&c)
}

fn is_wordlike(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    digit(c).is_none() && (c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c))
}

/// Value of a decimal digit: ASCII, Arabic, Persian, Devanagari, Bengali, Thai, full width.
fn digit(c: char) -> Option<u8> {
    let code = u32::from(c);
    for zero in [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10] {
        if (zero..zero + 10).contains(&code) {
            return u8::try_from(code - zero).ok();
        }
        if c.is_ascii() {
            return None;
        }
    }
    None
}

fn unit(c: char) -> Option<Unit> {
    match c {
        '年' | '년' => Some(Unit::Year),
        '月' | '월' => Some(Unit::Month),
        '日' | '일' | '号' => Some(Unit::Day),
        '時' | '时' | '시' => Some(Unit::Hour),
        '分' | '분' => Some(Unit::Minute),
        _ => None,
    }
}

fn word_kind(folded: &str) -> Kind {
    if folded == "listopada" {
        return Kind::Listopada;
    }
    if let Some(month) = month(folded) {
        return Kind::Month(month);
    }
    match folded {
        "am" => return Kind::HalfDay(0),
        "pm" => return Kind::HalfDay(12),
        "t" => return Kind::TimeMark,
        "thang" => return Kind::MonthMark,
        "a" => return Kind::Letter('a'),
        "p" => return Kind::Letter('p'),
        "m" => return Kind::Letter('m'),
        "st" | "nd" | "rd" | "th" | "er" | "eme" | "e" | "o" | "го" | "ого" | "ει" => {
            return Kind::Ordinal;
        }
        "uhr" | "hrs" | "h" | "hours" | "klo" | "kl" | "ч" => return Kind::Clock,
        "de" | "del" | "of" | "г" | "года" | "the" | "do" | "di" | "den" | "ten" | "р" | "року"
        | "nam" | "พ" | "ศ" | "ค" => {
            return Kind::Joiner;
        }
        _ => {}
    }
    if let Some(days) = weekdays(folded) {
        return Kind::Weekday(days);
    }
    if let Some(month) = persian_month(folded) {
        return Kind::Persian(month);
    }
    if let Some(month) = roman(folded) {
        return Kind::Roman(month);
    }
    let name = folded.strip_suffix('元').unwrap_or(folded);
    if let Some((_, before)) = ERAS.iter().find(|(era, _)| name.ends_with(era)) {
        return Kind::Era(*before);
    }
    if is_zone(folded) {
        let country = if is_american_zone(folded) { Country::UnitedStates } else { Country::Other };
        return Kind::Zone(zone_minutes(folded), country);
    }
    Kind::Word
}

/// The month that a Roman numeral stands for.
fn roman(folded: &str) -> Option<u8> {
    const NUMERALS: [&str; 12] =
        ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];
    let at = NUMERALS.iter().position(|numeral| *numeral == folded)?;
    u8::try_from(at + 1).ok()
}

/// The number at token `at`: its value and how many digits write it.
pub(crate) fn number(tokens: &[Token], at: usize) -> Option<(u64, u8)> {
    match tokens.get(at)?.kind {
        Kind::Number { value, digits } => Some((value, digits)),
        _ => None,
    }
}

/// The mark at token `at`.
pub(crate) fn mark(tokens: &[Token], at: usize) -> Option<char> {
    match tokens.get(at)?.kind {
        Kind::Mark(c) => Some(c),
        _ => None,
    }
}
