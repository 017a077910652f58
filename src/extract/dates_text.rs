//! Dates and times as people and machines write them, found in a short text: a metadata value,
//! a date line, a dateline.
//!
//! The text is cut into numbers, words and marks once; at each place a handful of shapes is
//! tried (ISO 8601, year first, day first, month name first or second, East Asian units). The
//! first full date wins over an earlier month or year. Only a beginning is read, so
//! that the cost does not depend on the text.
//!
//! Invariants: years are 1600 to 2300; a day that its month does not have is no date; a two-digit
//! year is read in the century that the context or the weekday speaks for, else as RFC 2822 reads
//! it (00–49 are 2000–2049, the others 1950–1999). A weekday beside the date settles the order of
//! day and month, and one that does not fit is a doubt.
//!
//! Incomplete support: of other calendars the Persian one, Thai years, and years of Japanese eras and
//! of the Republic of China; a Hijri day counts only by the Western one beside it. `10/11/2024` has no certain
//! reading and says so in [`FoundDate::doubt`].

use jiff::civil::{Date, Time};

use super::calendar_words::Weekdays;
use super::clock::{FoundTime, read_time, time_after, time_before};
use super::date_tokens::{Country, Kind, Token, Unit, mark, number, tokens_of};
use crate::article::Precision;

/// Years that are read as years.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1600..=2300;

/// Most days between a day without a year and the date that gives it its year: one that is
/// further off is the day of something else.
const MOST_DAYS_APART: i32 = 60;

/// What is known beside the text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct DateContext {
    /// A date that the searched one is near to, from elsewhere: gives the year where the text
    /// has none, and decides whether `10/11/2024` begins with the day.
    pub near: Option<(Date, Precision)>,
}

/// A date found in a text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct FoundDate {
    /// The date; the first day where only month or year is known.
    pub date: Date,
    /// How much of it is known.
    pub precision: Precision,
    /// Time of day, if stated.
    pub time: Option<Time>,
    /// Offset from UTC in minutes, if stated.
    pub offset_minutes: Option<i32>,
    /// First byte.
    pub start: usize,
    /// Byte after the last of date and time.
    pub end: usize,
    /// Whether the text itself names the year.
    pub year: YearOrigin,
    /// What is not certain about the reading.
    pub doubt: Option<Doubt>,
}

/// Where the year of a [`FoundDate`] comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearOrigin {
    /// The text has it.
    Stated,
    /// It was taken from [`DateContext::near`].
    Context,
}

/// Why a date could be read in another way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// Day and month could stand the other way round; the day was taken to come first.
    DayFirst,
    /// Day and month could stand the other way round; the month was taken to come first.
    MonthFirst,
    /// The weekday beside it is that of another day.
    Weekday,
}

/// Finds the date that `text` states, with its time of day.
pub(crate) fn find_date(text: &str, context: DateContext) -> Option<FoundDate> {
    find_date_from(text, 0, context)
}

/// Finds the first date of `text` that begins at byte `from` or later.
pub(crate) fn find_date_from(text: &str, from: usize, context: DateContext) -> Option<FoundDate> {
    let tokens = tokens_of(text, from);
    let mut fallback = None;
    for at in 0..tokens.len() {
        if !begins_value(&tokens, at) {
            continue;
        }
        let Some((reading, next)) = read_date(&tokens, at) else { continue };
        let Some(found) = complete(&tokens, at, next, reading, context) else { continue };
        if found.precision == Precision::Day {
            return Some(found);
        }
        fallback.get_or_insert(found);
    }
    fallback.or_else(|| alone(text, from))
}

/// A date as far as it is written out.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    year: Option<i16>,
    month: Option<u8>,
    day: Option<u8>,
    /// Both day and month are at most 12 and it is not known which is which.
    either_order: Option<()>,
    /// The century was not written.
    short_year: bool,
    /// Time that stands inside the date, as in `Fri Aug 16 10:12:00 2024`.
    time: Option<FoundTime>,
}

/// Whether a date may begin at token `at`: not within a longer run of numbers or a number with
/// letters, such as `1.2.2003.4` or `A320`.
pub(crate) fn begins_value(tokens: &[Token], at: usize) -> bool {
    let token = &tokens[at];
    match token.kind {
        Kind::Number { .. } => {
            let Some(before) = at.checked_sub(1).map(|i| &tokens[i]) else { return true };
            if token.spaced {
                return true;
            }
            match before.kind {
                Kind::Mark('.' | '/' | '-' | ':') => {
                    let number_before = at
                        .checked_sub(2)
                        .is_some_and(|i| matches!(tokens[i].kind, Kind::Number { .. }));
                    !number_before || before.spaced
                }
                Kind::Mark('$' | '€' | '£' | '#' | '+') => false,
                Kind::Mark(_) | Kind::Unit(_) => true,
                // `北京8月16日`: scripts without spaces.
                _ => matches!(tokens.get(at + 1).map(|token| token.kind), Some(Kind::Unit(_))),
            }
        }
        Kind::Month(_) => true,
        _ => false,
    }
}

fn read_date(tokens: &[Token], at: usize) -> Option<(Reading, usize)> {
    match tokens[at].kind {
        Kind::Number { digits: 8 | 14, .. } => compact(tokens, at),
        Kind::Number { .. } => east_asian(tokens, at)
            .or_else(|| numeric(tokens, at))
            .or_else(|| day_then_month(tokens, at))
            .or_else(|| year_then_month(tokens, at)),
        Kind::Month(month) => month_first(tokens, at, month),
        _ => None,
    }
}

fn year_number(tokens: &[Token], at: usize) -> Option<i16> {
    let (value, 4) = number(tokens, at)? else { return None };
    i16::try_from(value).ok().filter(|year| YEARS.contains(year))
}

/// Reads a day's or month's number of one or two digits.
pub(crate) fn small_number(tokens: &[Token], at: usize, most: u64) -> Option<u8> {
    let (value, digits) = number(tokens, at)?;
    if digits > 2 || value == 0 || value > most {
        return None;
    }
    u8::try_from(value).ok()
}

/// `20240816`, `20240816101200`; with `T101200Z` after it, the time is found later.
fn compact(tokens: &[Token], at: usize) -> Option<(Reading, usize)> {
    let (value, digits) = number(tokens, at)?;
    let mut reading = Reading::default();
    let date = if digits == 14 {
        let clock = value % 1_000_000;
        let part = |value: u64| i8::try_from(value).ok();
        let time =
            Time::new(part(clock / 10_000)?, part(clock / 100 % 100)?, part(clock % 100)?, 0);
        reading.time = time.ok().map(|time| FoundTime {
            time,
            offset: None,
            country: Country::Other,
            first: at,
            next: at + 1,
        });
        value / 1_000_000
    } else {
        value
    };
    reading.year = i16::try_from(date / 10_000).ok().filter(|year| YEARS.contains(year));
    reading.month = u8::try_from(date / 100 % 100).ok();
    reading.day = u8::try_from(date % 100).ok();
    reading.year.map(|_| (reading, at + 1))
}

/// `2024年8月16日`, `2024年8月`, `8月16日`, `2024년 8월 16일`.
fn east_asian(tokens: &[Token], at: usize) -> Option<(Reading, usize)> {
    let unit_at = |at: usize| match tokens.get(at).map(|token| token.kind) {
        Some(Kind::Unit(unit)) => Some(unit),
        _ => None,
    };
    let mut reading = Reading::default();
    let mut next = at;
    if unit_at(next + 1) == Some(Unit::Year) {
        reading.year = Some(year_number(tokens, next)?);
        next += 2;
    }
    if unit_at(next + 1) == Some(Unit::Month) {
        reading.month = small_number(tokens, next, 12);
        next += 2;
        if unit_at(next + 1) == Some(Unit::Day) {
            reading.day = small_number(tokens, next, 31);
            next += 2;
        }
    }
    (next > at).then_some((reading, next))
}

/// `2024-08-16`, `2024/08/16`, `16.08.2024`, `08/16/2024`, `16/8/98`, `2024. 8. 16.`
fn numeric(tokens: &[Token], at: usize) -> Option<(Reading, usize)> {
    let separator = mark(tokens, at + 1)?;
    if !matches!(separator, '.' | '/' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}') {
        return None;
    }
    if tokens[at + 1].spaced || mark(tokens, at + 3)? != separator || tokens[at + 3].spaced {
        return None;
    }
    let glued = !tokens[at + 2].spaced && !tokens.get(at + 4)?.spaced;
    if !glued && separator != '.' {
        return None;
    }
    let next = at + 5;
    // A fourth number makes it a version or an address, unless it is the time.
    if mark(tokens, next) == Some(separator)
        && !tokens[next].spaced
        && tokens.get(next + 1).is_some_and(|token| !token.spaced)
        && number(tokens, next + 1).is_some()
    {
        return None;
    }
    if let Some(year) = year_number(tokens, at) {
        let month = small_number(tokens, at + 2, 12)?;
        let day = small_number(tokens, at + 4, 31)?;
        return Some((
            Reading { year: Some(year), month: Some(month), day: Some(day), ..Reading::default() },
            next,
        ));
    }
    let first = small_number(tokens, at, 31)?;
    let second = small_number(tokens, at + 2, 31)?;
    let stated = year_number(tokens, at + 4);
    let year = match stated {
        Some(year) => year,
        None if separator != '-' && glued => two_digit_year(tokens, at + 4)?,
        None => return None,
    };
    let (day, month, either_order) = match (first > 12, second > 12) {
        (true, true) => return None,
        (true, false) => (first, second, None),
        (false, true) => (second, first, None),
        // Where dots part the numbers, the day stands first.
        (false, false) => (first, second, (first != second && separator != '.').then_some(())),
    };
    let reading = Reading {
        year: Some(year),
        month: Some(month),
        day: Some(day),
        either_order,
        short_year: stated.is_none(),
        time: None,
    };
    Some((reading, next))
}

/// RFC 2822, section 4.3.
fn two_digit_year(tokens: &[Token], at: usize) -> Option<i16> {
    let (value, 2) = number(tokens, at)? else { return None };
    let short = i16::try_from(value).ok()?;
    Some(if short < 50 { 2000 + short } else { 1900 + short })
}

fn skip_joiners(tokens: &[Token], mut at: usize, marks: &[char]) -> usize {
    while let Some(token) = tokens.get(at) {
        match token.kind {
            Kind::Joiner | Kind::Ordinal => {}
            Kind::Mark(c) if marks.contains(&c) => {}
            _ => break,
        }
        at += 1;
    }
    at
}

/// `16 August 2024`, `16. August 2024`, `3 de marzo de 2011`, `16-AUG-1987`, `16th of August`,
/// `16 أغسطس/آب 2024`.
fn day_then_month(tokens: &[Token], at: usize) -> Option<(Reading, usize)> {
    let day = small_number(tokens, at, 31)?;
    let named =
        skip_joiners(tokens, at + 1, &['.', '-', ',', 'º', '°', '/', '\'', '’', '\u{2011}']);
    let month = match tokens.get(named)?.kind {
        Kind::Month(month) => month,
        Kind::Listopada if mark(tokens, at + 1) == Some('.') => 10,
        Kind::Listopada => 11,
        Kind::Persian(month) => return persian(tokens, day, month, named + 1),
        // `16. VIII. 2024`: between a day and a year, with the same marks.
        Kind::Roman(month) => {
            let after = skip_joiners(tokens, named + 1, &['.', '/', '-']);
            let year = year_number(tokens, after)?;
            let (year, month, day) = (Some(year), Some(month), Some(day));
            return Some((Reading { year, month, day, ..Reading::default() }, after + 1));
        }
        _ => return None,
    };
    let mut next = named + 1;
    // The Levantine month beside the other name of the same one.
    if mark(tokens, next) == Some('/')
        && tokens.get(next + 1).is_some_and(|token| token.kind == Kind::Month(month))
    {
        next += 2;
    }
    let mut reading = Reading { month: Some(month), day: Some(day), ..Reading::default() };
    let mut after = skip_joiners(tokens, next, &['.', ',', '-', '/', '\'', '’', '\u{2011}']);
    if matches!(tokens.get(after).map(|token| token.kind), Some(Kind::Weekday(_))) {
        after = skip_joiners(tokens, after + 1, &[',']);
    }
    if let Some(year) = year_number(tokens, after) {
        reading.year = Some(year);
        return Some((reading, after + 1));
    }
    // `21 Apr 93 12:00`, `06-Nov-94`: nothing but a time or the end may follow.
    if let Some(year) = two_digit_year(tokens, after) {
        let glued = mark(tokens, after - 1) == Some('-') && !tokens[after].spaced;
        let before_time =
            read_time(tokens, after + 1).is_some() && mark(tokens, after + 1) != Some(':');
        if glued || before_time || after + 1 == tokens.len() {
            reading.year = Some(year);
            reading.short_year = true;
            return Some((reading, after + 1));
        }
    }
    Some((reading, next))
}

/// Years of the Persian calendar that are read: 1879 to 2071 of ours.
const PERSIAN_YEARS: std::ops::RangeInclusive<u64> = 1258..=1450;

/// `۲۶ مرداد ۱۴۰۳`, with its year from token `at` on.
fn persian(tokens: &[Token], day: u8, month: u8, at: usize) -> Option<(Reading, usize)> {
    let after = skip_joiners(tokens, at, &[',', '،']);
    let (year, 4) = number(tokens, after)? else { return None };
    if !PERSIAN_YEARS.contains(&year) || day > 31 || month > 6 && day > 30 {
        return None;
    }
    let date = from_persian(i64::try_from(year).ok()?, month, day)?;
    let part = |value: i8| u8::try_from(value).ok();
    let (year, month, day) = (Some(date.year()), part(date.month()), part(date.day()));
    Some((Reading { year, month, day, ..Reading::default() }, after + 1))
}

/// The day of the Persian calendar in ours: by the cycle of 33 years with eight leap years, which
/// is right from 1799 to 2256 (E. G. Richards, Mapping Time, 1998).
fn from_persian(year: i64, month: u8, day: u8) -> Option<Date> {
    /// 1 Farvardin 1403.
    const NOWRUZ: Date = Date::constant(2024, 3, 20);
    // Leap days before the year: those of its cycle fall on 1, 5, 9, 13, 17, 22, 26 and 30.
    let leaps = |year: i64| {
        let (cycles, rest) = ((year - 1).div_euclid(33), (year - 1).rem_euclid(33));
        let within = [1, 5, 9, 13, 17, 22, 26, 30].iter().filter(|leap| **leap <= rest).count();
        cycles * 8 + i64::try_from(within).unwrap_or(0)
    };
    let years = (year - 1403) * 365 + leaps(year) - leaps(1403);
    let month = i64::from(month) - 1;
    let days = years + month * 31 - (month - 6).max(0) + i64::from(day) - 1;
    NOWRUZ.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// `August 16, 2024`, `Aug. 16th`, `August 1987`, `Aug 16 10:12:00 2024`.
fn month_first(tokens: &[Token], at: usize, month: u8) -> Option<(Reading, usize)> {
    let mut reading = Reading { month: Some(month), ..Reading::default() };
    let first = skip_joiners(tokens, at + 1, &['.', ',', '-', '/', '\u{2011}']);
    if let Some(year) = year_number(tokens, first) {
        reading.year = Some(year);
        return Some((reading, first + 1));
    }
    let day = small_number(tokens, first, 31)?;
    reading.day = Some(day);
    let next = first + 1;
    let mut after = skip_joiners(tokens, next, &['.', ',', '-', '/', '\u{2011}']);
    if matches!(tokens.get(after).map(|token| token.kind), Some(Kind::Weekday(_))) {
        after = skip_joiners(tokens, after + 1, &[',']);
    }
    if let Some(year) = year_number(tokens, after) {
        reading.year = Some(year);
        return Some((reading, after + 1));
    }
    if let Some(found) = read_time(tokens, after).filter(|found| found.first == after)
        && let Some(year) = year_number(tokens, found.next)
    {
        reading.year = Some(year);
        reading.time = Some(found);
        return Some((reading, found.next + 1));
    }
    let ordinals = skip_joiners(tokens, next, &[]);
    Some((reading, ordinals))
}

/// `2024 August 16`, `2024-Aug-16`, `2024. augusztus 16.`, `2024 August`.
fn year_then_month(tokens: &[Token], at: usize) -> Option<(Reading, usize)> {
    let year = year_number(tokens, at)?;
    // `2024 m. rugpjūčio 16 d.`: metų, as Lithuanians write.
    let marked = tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Letter('m'));
    let named = skip_joiners(tokens, at + 1 + usize::from(marked), &['.', '-', ',', '/']);
    let day_at = skip_joiners(tokens, named + 1, &['.', '-', '/']);
    let month = match tokens.get(named)?.kind {
        Kind::Month(month) => month,
        Kind::Roman(month) if small_number(tokens, day_at, 31).is_some() => month,
        _ => return None,
    };
    let mut reading = Reading { year: Some(year), month: Some(month), ..Reading::default() };
    let after = skip_joiners(tokens, named + 1, &['.', '-', ',', '/']);
    match small_number(tokens, after, 31).filter(|_| mark(tokens, after + 1) != Some(':')) {
        Some(day) => {
            reading.day = Some(day);
            Some((reading, after + 1))
        }
        // `1987 March 1988` and `in 2024 May said` are not dates by themselves.
        None => (named + 1 == tokens.len()).then_some((reading, named + 1)),
    }
}

/// Turns a reading into a date: the year from the context, day and month put right, the time
/// beside it.
fn complete(
    tokens: &[Token],
    first: usize,
    next: usize,
    mut reading: Reading,
    context: DateContext,
) -> Option<FoundDate> {
    let time =
        reading.time.or_else(|| time_after(tokens, next)).or_else(|| time_before(tokens, first));
    let weekday = weekday_beside(tokens, first, next);
    if reading.short_year {
        reading.year = Some(with_century(reading, weekday, context)?);
    }
    let mut doubt = None;
    if let (Some(year), Some(month), Some(day), Some(())) =
        (reading.year, reading.month, reading.day, reading.either_order)
    {
        let fits = |month, day| {
            weekday.zip(civil(year, month, day)).map(|(weekday, date)| weekday.fits(date))
        };
        let by_weekday = match (fits(month, day), fits(day, month)) {
            (Some(true), Some(false)) => Some(false),
            (Some(false), Some(true)) => Some(true),
            _ => None,
        };
        let by_near = match context.near {
            Some((near, Precision::Day)) => {
                let (day_first, month_first) =
                    (distance(year, month, day, near), distance(year, day, month, near));
                (month_first < day_first || day_first <= 3).then_some(month_first < day_first)
            }
            _ => None,
        };
        let american = time.is_some_and(|time| time.country == Country::UnitedStates);
        let known = by_weekday.or(by_near);
        if known.unwrap_or(american) {
            (reading.month, reading.day) = (Some(day), Some(month));
        }
        doubt = match known {
            Some(_) => None,
            None if american => Some(Doubt::MonthFirst),
            None => Some(Doubt::DayFirst),
        };
    }
    let year_origin = if reading.year.is_some() { YearOrigin::Stated } else { YearOrigin::Context };
    let month = reading.month.unwrap_or(1);
    let day = reading.day.unwrap_or(1);
    let year = match reading.year {
        Some(year) => year,
        None => nearest_year(month, day, context.near?)?,
    };
    let precision = match (reading.month, reading.day) {
        (Some(_), Some(_)) => Precision::Day,
        (Some(_), None) => Precision::Month,
        _ => Precision::Year,
    };
    let date = civil(year, month, day)?;
    let wrong_day = weekday.is_some_and(|weekday| !weekday.fits(date));
    if wrong_day && precision == Precision::Day && year_origin == YearOrigin::Stated {
        doubt.get_or_insert(Doubt::Weekday);
    }
    let mut start = tokens[first].start;
    let mut end = tokens[next - 1].end;
    if let Some(time) = &time {
        start = start.min(tokens[time.first].start);
        end = end.max(tokens[time.next - 1].end);
    }
    Some(FoundDate {
        date,
        precision,
        time: time.map(|found| found.time),
        offset_minutes: time.and_then(|found| found.offset),
        start,
        end,
        year: year_origin,
        doubt,
    })
}

/// The weekday that stands within or beside a date of the tokens `first..next`.
fn weekday_beside(tokens: &[Token], first: usize, next: usize) -> Option<Weekdays> {
    /// Shortest name that is believed, in bytes: `fr` and `mo` are other words too.
    const SHORTEST: usize = 3;
    let named = |at: usize| match tokens.get(at)?.kind {
        Kind::Weekday(days) if tokens[at].end - tokens[at].start >= SHORTEST => Some(days),
        _ => None,
    };
    let passed = |at: usize| {
        tokens.get(at).is_some_and(|token| {
            matches!(token.kind, Kind::Mark(',' | '.' | '(' | '-' | '–') | Kind::Joiner)
        })
    };
    if let Some(days) = (first..next).find_map(named) {
        return Some(days);
    }
    let mut at = first;
    while at > 0 && passed(at - 1) {
        at -= 1;
    }
    if let Some(days) = at.checked_sub(1).and_then(named) {
        return Some(days);
    }
    at = next;
    while passed(at) {
        at += 1;
    }
    named(at)
}

/// The year of two digits in the century that the weekday and what is known elsewhere speak for;
/// else as it was read.
fn with_century(reading: Reading, weekday: Option<Weekdays>, context: DateContext) -> Option<i16> {
    let year = reading.year?;
    let (Some(month), Some(day)) = (reading.month, reading.day) else { return Some(year) };
    let centuries = [year, year - 100, year + 100];
    if let Some((near, _)) = context.near {
        return centuries.into_iter().min_by_key(|year| (year - near.year()).abs());
    }
    let fits = |year: &i16| {
        weekday.zip(civil(*year, month, day)).is_some_and(|(weekday, date)| weekday.fits(date))
    };
    // No two centuries that follow each other have a date on the same weekday, but for leap days.
    Some(centuries[..2].iter().copied().find(fits).unwrap_or(year))
}

/// Makes a date of numbers that may not be one.
pub(crate) fn civil(year: i16, month: u8, day: u8) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Days between two dates; the most where the first is none.
fn distance(year: i16, month: u8, day: u8, near: Date) -> i32 {
    civil(year, month, day)
        .and_then(|date| date.until(near).ok())
        .map_or(i32::MAX, |span| span.get_days().abs())
}

/// The year that puts a day nearest to a date known otherwise: a dateline of 31 December in an
/// article of 1 January belongs to the year before.
fn nearest_year(month: u8, day: u8, (near, precision): (Date, Precision)) -> Option<i16> {
    if precision == Precision::Year {
        return Some(near.year());
    }
    let year =
        (near.year() - 1..=near.year() + 1).min_by_key(|&year| distance(year, month, day, near))?;
    (distance(year, month, day, near) <= MOST_DAYS_APART).then_some(year)
}

/// `2024-08`, `2024/08`, `08/2024` or `1987`, when that is the whole text.
fn alone(text: &str, from: usize) -> Option<FoundDate> {
    let piece = text.get(from..)?;
    let trimmed = piece.trim();
    if !(4..=7).contains(&trimmed.len()) || !trimmed.is_ascii() {
        return None;
    }
    let start = from + (piece.len() - piece.trim_start().len());
    let number = |digits: &str| {
        let plain = digits.bytes().all(|b| b.is_ascii_digit());
        if plain { digits.parse::<i16>().ok() } else { None }
    };
    let (year, month) = match trimmed.split_once(['-', '/', '.']) {
        None if trimmed.len() == 4 => (number(trimmed)?, None),
        Some((year, month)) if year.len() == 4 => (number(year)?, Some(number(month)?)),
        Some((month, year)) if year.len() == 4 => (number(year)?, Some(number(month)?)),
        _ => return None,
    };
    let precision = if month.is_some() { Precision::Month } else { Precision::Year };
    Some(FoundDate {
        date: civil(year, u8::try_from(month.unwrap_or(1)).ok()?, 1)?,
        precision,
        time: None,
        offset_minutes: None,
        start,
        end: start + trimmed.len(),
        year: YearOrigin::Stated,
        doubt: None,
    })
}

#[cfg(test)]
mod tests;
