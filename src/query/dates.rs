//! Date values of queries: every value stands for a span of days.
//!
//! Written dates are read by the same code that reads the dates of articles; what only queries
//! have (quarters, weeks, decades, `today`, `7d`) is read here.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Span, ToSpan as _};

use crate::article::Precision;
use crate::extract::dates_text::{DateContext, YEARS, find_date};
use crate::text::fold;

/// First and last day, and what was not certain.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateValue {
    pub first: Date,
    pub last: Date,
    pub doubt: Option<String>,
}

/// First day of which an article may be.
pub(crate) const FIRST_DAY: Date = Date::constant(*YEARS.start(), 1, 1);

/// Last day of which an article may be.
pub(crate) const LAST_DAY: Date = Date::constant(*YEARS.end(), 12, 31);

/// Longest date that is read, in bytes.
const MOST_BYTES: usize = 64;

/// Whether `text` is a date, on whatever day it is read.
pub(crate) fn is_date(text: &str) -> bool {
    read_date(text, Date::constant(2024, 8, 16)).is_some()
}

/// Reads `text`, with relative dates counted from `today`.
pub(crate) fn read_date(text: &str, today: Date) -> Option<DateValue> {
    let text = text.trim();
    if text.len() > MOST_BYTES {
        return None;
    }
    let folded = fold(text).replace(['-', '_'], " ");
    let span = |first: Date, last: Date| Some(DateValue { first, last, doubt: None });
    if let Some((first, last)) = relative(&folded, today).or_else(|| counted(text, today)) {
        return span(first, last);
    }
    if let Some((first, last)) = calendar(text) {
        return span(first, last);
    }
    let spaced = spaced_month(text);
    let found = find_date(&spaced, DateContext::default())?;
    // All of it must be a date: `banana 2024` is none.
    if found.start > 0 || spaced[found.end..].chars().any(char::is_alphanumeric) {
        return None;
    }
    let (first, last) = match found.precision {
        Precision::Day | Precision::Minute => (found.date, found.date),
        Precision::Month => (found.date.first_of_month(), found.date.last_of_month()),
        Precision::Year => (found.date.first_of_year(), found.date.last_of_year()),
    };
    let doubt = found.doubt.map(|_| format!("{text} is read as {first}"));
    Some(DateValue { first, last, doubt })
}

/// `today`, `monday`, `last week` and their like.
fn relative(text: &str, today: Date) -> Option<(Date, Date)> {
    let day = |date: Date| Some((date, date));
    let back = |span: Span| today.checked_sub(span).ok();
    let week = |date: Date| {
        let monday =
            date.checked_sub(i64::from(date.weekday().to_monday_zero_offset()).days()).ok()?;
        Some((monday, monday.checked_add(6.days()).ok()?))
    };
    let month = |date: Date| Some((date.first_of_month(), date.last_of_month()));
    let year = |date: Date| Some((date.first_of_year(), date.last_of_year()));
    match text {
        "today" | "now" => day(today),
        "yesterday" => day(back(1.day())?),
        "this week" => week(today),
        "last week" => week(back(1.week())?),
        "this month" => month(today),
        "last month" => month(today.first_of_month().checked_sub(1.day()).ok()?),
        "this year" => year(today),
        "last year" => year(back(1.year())?),
        _ if text.ends_with(" ago") => {
            let (first, _) = spelt_out(text.strip_suffix(" ago")?, today)?;
            day(first)
        }
        _ if text.starts_with("last ") || text.starts_with("past ") => {
            let rest = &text[5..];
            match spelt_out(rest, today) {
                Some(span) => Some(span),
                None if rest.ends_with("day") => {
                    // Of a weekday, the last one is never today.
                    let (found, _) = relative(rest, back(1.day())?)?;
                    day(found)
                }
                None => None,
            }
        }
        _ => {
            const NAMES: [(&str, Weekday); 7] = [
                ("monday", Weekday::Monday),
                ("tuesday", Weekday::Tuesday),
                ("wednesday", Weekday::Wednesday),
                ("thursday", Weekday::Thursday),
                ("friday", Weekday::Friday),
                ("saturday", Weekday::Saturday),
                ("sunday", Weekday::Sunday),
            ];
            let (_, weekday) = NAMES.iter().find(|(name, _)| *name == text)?;
            day(back(i64::from(weekday.until(today.weekday())).days())?)
        }
    }
}

/// `3 days`, `2 weeks`: that long ago until today.
fn spelt_out(text: &str, today: Date) -> Option<(Date, Date)> {
    let (number, unit) = text.split_once(' ')?;
    let unit = match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => 'd',
        "week" => 'w',
        "month" => 'm',
        "year" => 'y',
        _ => return None,
    };
    counted(&format!("{number}{unit}"), today)
}

/// `7d`, `3w`, `6m`, `2y`: that long ago until today.
fn counted(text: &str, today: Date) -> Option<(Date, Date)> {
    let unit = text.chars().last()?;
    let number: i64 =
        text.strip_suffix(unit)?.parse().ok().filter(|n| (1..=100_000).contains(n))?;
    let span = Span::new();
    let span = match unit.to_ascii_lowercase() {
        'd' => span.try_days(number),
        'w' => span.try_weeks(number),
        'm' => span.try_months(number),
        'y' => span.try_years(number),
        _ => return None,
    };
    // Nothing is older than the first day.
    Some((today.checked_sub(span.ok()?).unwrap_or(FIRST_DAY).max(FIRST_DAY), today))
}

/// `2024-Q3`, `2024-W33`, `1920s`.
fn calendar(text: &str) -> Option<(Date, Date)> {
    let lower = text.to_ascii_lowercase();
    if let Some(decade) = lower.strip_suffix('s') {
        let year: i16 =
            decade.parse().ok().filter(|year| (1600..=2300).contains(year) && year % 10 == 0)?;
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year + 9, 12, 31).ok()?));
    }
    let (year, part) = match lower.split_once(['-', ' ']) {
        // `Q3 2024`
        Some((part, year)) if part.starts_with('q') => (year, part),
        Some(parts) => parts,
        None => lower.split_at_checked(4).filter(|(_, part)| part.starts_with('q'))?,
    };
    let year: i16 = year.parse().ok().filter(|year| (1600..=2300).contains(year))?;
    if let Some(quarter) = part.strip_prefix('q') {
        let quarter: i8 = quarter.parse().ok().filter(|q| (1..=4).contains(q))?;
        let last = Date::new(year, quarter * 3, 1).ok()?.last_of_month();
        return Some((Date::new(year, quarter * 3 - 2, 1).ok()?, last));
    }
    let week: i8 = part.strip_prefix('w')?.parse().ok()?;
    let first = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
    Some((first, first.checked_add(6.days()).ok()?))
}

/// `aug-2024` and `aug2024` as `aug 2024`.
fn spaced_month(text: &str) -> String {
    let Some(at) = text.find(|c: char| c.is_ascii_digit()).filter(|at| *at > 0) else {
        return text.to_owned();
    };
    let (name, rest) = text.split_at(at);
    if !rest.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    format!("{} {rest}", name.trim_end_matches(['-', '_', ' ', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_stands_for_its_span() {
        let today = Date::constant(2024, 8, 16); // a Friday
        for (text, first, last) in [
            ("2024", "2024-01-01", "2024-12-31"),
            ("2024-08", "2024-08-01", "2024-08-31"),
            ("2024-08-16", "2024-08-16", "2024-08-16"),
            ("20240816", "2024-08-16", "2024-08-16"),
            ("16 August 2024", "2024-08-16", "2024-08-16"),
            ("August 16, 2024", "2024-08-16", "2024-08-16"),
            ("aug-2024", "2024-08-01", "2024-08-31"),
            ("aug2024", "2024-08-01", "2024-08-31"),
            ("2024-Q3", "2024-07-01", "2024-09-30"),
            ("2024-W33", "2024-08-12", "2024-08-18"),
            ("1920s", "1920-01-01", "1929-12-31"),
            ("today", "2024-08-16", "2024-08-16"),
            ("yesterday", "2024-08-15", "2024-08-15"),
            ("monday", "2024-08-12", "2024-08-12"),
            ("friday", "2024-08-16", "2024-08-16"),
            ("last week", "2024-08-05", "2024-08-11"),
            ("last month", "2024-07-01", "2024-07-31"),
            ("this-year", "2024-01-01", "2024-12-31"),
            ("7d", "2024-08-09", "2024-08-16"),
            ("2y", "2022-08-16", "2024-08-16"),
            ("16/08/2024", "2024-08-16", "2024-08-16"),
            ("2024q3", "2024-07-01", "2024-09-30"),
            ("Q3 2024", "2024-07-01", "2024-09-30"),
            ("3 days ago", "2024-08-13", "2024-08-13"),
            ("last 3 days", "2024-08-13", "2024-08-16"),
            ("past 2 weeks", "2024-08-02", "2024-08-16"),
            ("last friday", "2024-08-09", "2024-08-09"),
            ("this month", "2024-08-01", "2024-08-31"),
            ("now", "2024-08-16", "2024-08-16"),
            ("9000y", "1600-01-01", "2024-08-16"),
            ("2024/08/16", "2024-08-16", "2024-08-16"),
            ("2024.08.16", "2024-08-16", "2024-08-16"),
            ("2024-08-16T10:00:00Z", "2024-08-16", "2024-08-16"),
            ("16.8.2024", "2024-08-16", "2024-08-16"),
            ("16 августа 2024", "2024-08-16", "2024-08-16"),
        ] {
            let read = read_date(text, today).map(|v| (v.first.to_string(), v.last.to_string()));
            assert_eq!(read, Some((first.to_owned(), last.to_owned())), "{text}");
        }
        for text in
            ["banana", "banana 2024", "2024-13", "", "99", "last", "16", "August", "q", "2024q9"]
        {
            assert_eq!(read_date(text, today), None, "{text}");
        }
    }
}
