//! Times of day and offsets from UTC, beside a date or alone.

use jiff::civil::Time;

use super::date_tokens::{Country, Kind, Token, Unit, mark, number, tokens_of};
use super::dates_text::{begins_value, small_number};

/// A time of day as tokens.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundTime {
    pub time: Time,
    pub offset: Option<i32>,
    pub country: Country,
    /// Its first token.
    pub first: usize,
    /// The token after it.
    pub next: usize,
}

/// A time of day with its offset in minutes and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FoundClock {
    /// The time.
    pub time: Time,
    /// Offset from UTC in minutes, if stated.
    pub offset_minutes: Option<i32>,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// Finds the first time of day in `text`.
pub(crate) fn find_time(text: &str) -> Option<FoundClock> {
    let tokens = tokens_of(text, 0);
    let found = (0..tokens.len()).find_map(|at| read_time(&tokens, at))?;
    Some(FoundClock {
        time: found.time,
        offset_minutes: found.offset,
        start: tokens[found.first].start,
        end: tokens[found.next - 1].end,
    })
}

/// The time of day after a date that ends before token `next`.
pub(crate) fn time_after(tokens: &[Token], next: usize) -> Option<FoundTime> {
    // A few words and marks may stand between, as in `Friday // 10:12` or `um 10.12 Uhr`.
    let mut at = next;
    while at < tokens.len() && at < next + 10 {
        match tokens[at].kind {
            Kind::Number { .. } => return read_time(tokens, at),
            // Another date begins: its time is not this one's.
            Kind::Month(_) => return None,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The time of day before a date, as in `10:30 GMT, 5 May 2021`.
pub(crate) fn time_before(tokens: &[Token], first: usize) -> Option<FoundTime> {
    for at in (first.saturating_sub(10)..first).rev() {
        if let Some(found) = read_time(tokens, at)
            && found.next <= first
            && begins_value(tokens, at)
        {
            return Some(found);
        }
    }
    None
}

/// Reads a time of day at token `at`: `10:12`, `10:12:01.05`, `T101200`, `10.12 Uhr`, `10h12`,
/// `3:45 p.m. EST`, `3 pm`, `10時12分`, with its offset.
pub(crate) fn read_time(tokens: &[Token], at: usize) -> Option<FoundTime> {
    let mut clock = [0_i8; 3];
    let (value, digits) = number(tokens, at)?;
    let mut next = at + 1;
    let iso = at > 0 && tokens[at - 1].kind == Kind::TimeMark && !tokens[at].spaced;
    let two = |at: usize| {
        number(tokens, at)
            .filter(|&(value, digits)| digits == 2 && value < 60)
            .and_then(|(value, _)| i8::try_from(value).ok())
    };
    let kind_at = |at: usize| tokens.get(at).map(|token| token.kind);
    let mut certain = true;
    if iso && (digits == 6 || digits == 4) {
        let value = if digits == 4 { value * 100 } else { value };
        clock =
            [value / 10_000, value / 100 % 100, value % 100].map(|v| i8::try_from(v).unwrap_or(-1));
    } else if digits <= 2 && value <= 24 {
        clock[0] = i8::try_from(value).ok()?;
        match kind_at(next) {
            Some(Kind::Mark(':' | '：')) => {
                clock[1] = two(next + 1)?;
                next += 2;
                if mark(tokens, next) == Some(':')
                    && let Some(seconds) = two(next + 1)
                {
                    clock[2] = seconds;
                    next += 2;
                }
            }
            // `10.12` is a time only with a word that says so.
            Some(Kind::Mark('.')) if two(next + 1).is_some() && !tokens[next + 1].spaced => {
                clock[1] = two(next + 1)?;
                next += 2;
                certain = false;
            }
            Some(Kind::Clock) if two(next + 1).is_some() => {
                clock[1] = two(next + 1)?;
                next += 2;
            }
            Some(Kind::Unit(Unit::Hour)) => {
                next += 1;
                if let (Some(minutes), Some(Kind::Unit(Unit::Minute))) =
                    (small_number(tokens, next, 59), kind_at(next + 1))
                {
                    clock[1] = i8::try_from(minutes).ok()?;
                    next += 2;
                }
            }
            _ => certain = false,
        }
    } else {
        return None;
    }
    // A fraction of a second says more than a newspaper needs.
    if matches!(mark(tokens, next), Some('.' | ','))
        && !tokens[next].spaced
        && next > at + 3
        && tokens.get(next + 1).is_some_and(|token| !token.spaced)
        && number(tokens, next + 1).is_some()
    {
        next += 2;
    }
    if let Some((add, after)) = half_day(tokens, next) {
        if clock[0] > 12 || clock[0] < 1 {
            return None;
        }
        clock[0] = clock[0] % 12 + add;
        next = after;
        certain = true;
    } else if kind_at(next) == Some(Kind::Clock) {
        next += 1;
        certain = true;
    } else if next == at + 3 && matches!(kind_at(next), Some(Kind::Zone(..))) {
        certain = true;
    }
    if !certain {
        return None;
    }
    if clock[0] == 24 && clock[1] == 0 {
        return None;
    }
    let time = Time::new(clock[0], clock[1], clock[2], 0).ok()?;
    let seconds_stated = next > at + 3;
    let (offset, country, next) = read_offset(tokens, next, iso || seconds_stated);
    Some(FoundTime { time, offset, country, first: at, next })
}

/// `am`, `pm`, `a.m.`, `p.m.`: hours to add and the token after it.
fn half_day(tokens: &[Token], at: usize) -> Option<(i8, usize)> {
    match tokens.get(at)?.kind {
        Kind::HalfDay(add) => Some((i8::try_from(add).ok()?, at + 1)),
        Kind::Letter(letter @ ('a' | 'p'))
            if mark(tokens, at + 1) == Some('.')
                && tokens.get(at + 2).is_some_and(|token| token.kind == Kind::Letter('m')) =>
        {
            let dot = usize::from(mark(tokens, at + 3) == Some('.'));
            Some((if letter == 'p' { 12 } else { 0 }, at + 3 + dot))
        }
        _ => None,
    }
}

/// The offset or the zone at token `at`: minutes, the country it tells of, and the next token.
fn read_offset(tokens: &[Token], at: usize, exact: bool) -> (Option<i32>, Country, usize) {
    let none = (None, Country::Other, at);
    let mut at_zone = at;
    while mark(tokens, at_zone).is_some_and(|c| matches!(c, '(' | '.' | ',')) && at_zone < at + 2 {
        at_zone += 1;
    }
    let Some(token) = tokens.get(at_zone) else { return none };
    match token.kind {
        Kind::Zone(minutes, country) => {
            // `GMT+2`: what follows is the offset, read as ISO 8601 reads it.
            if minutes == Some(0)
                && let Some((offset, next)) = numeric_offset(tokens, at_zone + 1, true)
            {
                return (Some(offset), country, next);
            }
            (minutes, country, at_zone + 1)
        }
        Kind::Mark('+' | '-' | '\u{2212}') => match numeric_offset(tokens, at_zone, exact) {
            Some((offset, next)) => (Some(offset), Country::Other, next),
            None => none,
        },
        _ => none,
    }
}

fn numeric_offset(tokens: &[Token], at: usize, exact: bool) -> Option<(i32, usize)> {
    let sign = match mark(tokens, at)? {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        _ => return None,
    };
    if tokens.get(at + 1)?.spaced {
        return None;
    }
    let (value, digits) = number(tokens, at + 1)?;
    let value = i32::try_from(value).ok()?;
    let (hours, minutes, next) = match digits {
        4 => (value / 100, value % 100, at + 2),
        1 | 2 if mark(tokens, at + 2) == Some(':') && !tokens[at + 2].spaced => {
            let (minutes, 2) = number(tokens, at + 3)? else { return None };
            (value, i32::try_from(minutes).ok()?, at + 4)
        }
        1 | 2 => (value, 0, at + 2),
        _ => return None,
    };
    // `10:12-11:30` is a span of time, not an offset.
    if sign < 0 && !exact && digits != 4 {
        return None;
    }
    (hours <= 14 && minutes < 60).then_some((sign * (hours * 60 + minutes), next))
}
