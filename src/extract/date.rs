//! The article's date: chosen among everything that states one, the strongest evidence first.
//!
//! The order is: declared as published; a full date in the address; one that a page shows, by its
//! headline first; a dated line above the text; the dateline, its year from the other evidence; a
//! full date in the path; declared as last change, a line that says *updated*; a month or year in
//! address or path; the file's time. A coarse date (`1987`) is made exact by
//! weaker evidence that lies within it. The headline and the prose of the body are never asked:
//! they tell of events. Dates later than the file, and a day more, are refused.

use jiff::ToSpan;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};

use super::calendar_words::{DateWord, date_word};
use super::date_path::{self, PathDate, PathKind};
use super::date_tokens::{Kind, Token, tokens_of};
use super::dates_text::{
    DateContext, Doubt, FoundDate, YEARS, YearOrigin, find_date, find_date_from,
};
use super::layout::{Laid, LineDate, LineDateRole};
use crate::article::{DateSource, Evidence, Part, Precision, Published};
use crate::read::{Metadata, MetadataKey, RawDocument};
use crate::text::fold;

/// Changes of files before this year are unset clocks and archive defaults (1970, 1980).
const FIRST_TRUSTED_FILE_YEAR: i16 = 1990;

/// What is known of the date before the text is read.
#[derive(Debug, Default)]
pub(crate) struct Clues<'r> {
    declared: Option<(FoundDate, &'r Metadata)>,
    changed: Option<(FoundDate, &'r Metadata)>,
    /// By the headline of a page, and elsewhere on it.
    shown: [Option<(FoundDate, &'r Metadata)>; 2],
    /// Shown as the date of a change.
    shown_changed: Option<(FoundDate, &'r Metadata)>,
    address: Option<(PathDate, &'r Metadata)>,
    path: Option<PathDate>,
    unread: Vec<&'r Metadata>,
    /// Dates later than the file.
    refused: Vec<(Date, &'r Metadata)>,
    latest: Option<Date>,
    /// Whether outlet and page write the day before the month.
    order: Option<Order>,
}

/// Which of day and month stands first where both are numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Order {
    DayFirst,
    MonthFirst,
}

impl<'r> Clues<'r> {
    /// Reads metadata, address and path.
    pub(crate) fn of(raw: &'r RawDocument, today: Option<Date>) -> Self {
        let latest = latest_date(raw, today);
        let mut clues = Clues {
            path: date_path::find(&raw.path, PathKind::File, latest),
            latest,
            order: order_of_outlet(raw).or_else(|| order_of_page(raw)),
            ..Clues::default()
        };
        clues.address = raw.all_declared(MetadataKey::Url).find_map(|declared| {
            let found = date_path::find(&declared.value, PathKind::Url, latest)?;
            Some((found, declared))
        });
        let near = clues
            .address
            .map(|(found, _)| found)
            .or(clues.path)
            .map(|found| (found.date, found.precision));
        let context = DateContext { near };
        for declared in raw.all_declared(MetadataKey::Date).filter(|entry| !entry.is_shown()) {
            let read = read_declared(&declared.value, context);
            match read.map(|found| settled(found, clues.order)) {
                Some(found) if clues.is_future(&found) => {
                    clues.refused.push((found.date, declared));
                }
                // The day says more than the year that stands before it.
                Some(found) if found.precision == Precision::Day => {
                    clues.declared = Some((found, declared));
                    break;
                }
                Some(found) => {
                    clues.declared.get_or_insert((found, declared));
                }
                None => clues.unread.push(declared),
            }
        }
        clues.changed = raw
            .all_declared(MetadataKey::Modified)
            .find_map(|declared| Some((read_declared(&declared.value, context)?, declared)));
        let near = clues.near();
        let context = DateContext { near };
        for shown in raw.all_declared(MetadataKey::Date).filter(|entry| entry.is_shown()) {
            let Some((found, role)) = read_shown(shown, context) else { continue };
            let found = settled(found, clues.order);
            if clues.is_future(&found) {
                continue;
            }
            let slot = match role {
                LineDateRole::Updated => &mut clues.shown_changed,
                _ => &mut clues.shown[usize::from(!shown.name.contains("headline"))],
            };
            match slot {
                // The same day with its time, or without a doubt, says more.
                Some((known, _)) if says_more(&found, known) => *slot = Some((found, shown)),
                Some(_) => {}
                None => *slot = Some((found, shown)),
            }
        }
        clues
    }

    /// Whether what is declared gives a day that nothing else is asked about, and an address.
    pub(crate) fn is_settled_by_head(&self, raw: &RawDocument) -> bool {
        let sure = |found: &FoundDate| found.precision == Precision::Day && found.doubt.is_none();
        self.declared.as_ref().is_some_and(|(found, _)| sure(found))
            && raw.declared(MetadataKey::Url).is_some()
    }

    /// Whether a page gives a day before its text is asked.
    pub(crate) fn is_settled_by_page(&self) -> bool {
        let is_day = |found: &FoundDate| found.precision == Precision::Day;
        self.declared.as_ref().is_some_and(|(found, _)| is_day(found))
            || self.address.is_some_and(|(found, _)| found.precision == Precision::Day)
            || self.shown.iter().flatten().any(|(found, _)| is_day(found))
    }

    /// Whether a date is later than the file that states it.
    fn is_future(&self, found: &FoundDate) -> bool {
        self.latest.is_some_and(|latest| found.date > latest)
    }

    /// A date near to the article's, for years and orders that a text leaves open.
    pub(crate) fn near(&self) -> Option<(Date, Precision)> {
        let declared = self.declared.as_ref().map(|(found, _)| (found.date, found.precision));
        let changed = self.changed.as_ref().map(|(found, _)| (found.date, found.precision));
        let address = self.address.map(|(found, _)| (found.date, found.precision));
        let path = self.path.map(|found| (found.date, found.precision));
        let shown = self.shown[0].as_ref().map(|(found, _)| (found.date, found.precision));
        declared.or(address).or(shown).or(path).or(changed)
    }
}

/// The last day that a date may name: a file is not older than what it says, and nothing is from
/// tomorrow.
fn latest_date(raw: &RawDocument, today: Option<Date>) -> Option<Date> {
    let changed =
        raw.modified.map(|moment| TimeZone::fixed(Offset::UTC).to_datetime(moment).date());
    let changed = changed.filter(|day| day.year() >= FIRST_TRUSTED_FILE_YEAR);
    let latest = changed.into_iter().chain(today).min()?;
    // A day for time zones and for papers that are dated tomorrow.
    latest.checked_add(1.days()).ok()
}

/// A date whose day and month could be told by the outlet's habit.
fn settled(mut found: FoundDate, order: Option<Order>) -> FoundDate {
    if found.doubt != Some(Doubt::DayFirst) {
        return found;
    }
    match order {
        Some(Order::DayFirst) => found.doubt = None,
        Some(Order::MonthFirst) => {
            if let Some(turned) = turned(found.date) {
                found.date = turned;
                found.doubt = None;
            }
        }
        None => {}
    }
    found
}

/// The date with day and month the other way round.
pub(crate) fn turned(date: Date) -> Option<Date> {
    Date::new(date.year(), date.day(), date.month()).ok()
}

/// The order of day and month in the country of the address or of the declared language.
fn order_of_outlet(raw: &RawDocument) -> Option<Order> {
    let host = raw.declared(MetadataKey::Url).and_then(|declared| {
        let (_, rest) = declared.value.split_once("://")?;
        rest.split(['/', '?', ':']).next()
    });
    let country = host.and_then(|host| host.rsplit('.').next()).unwrap_or_default();
    match country.to_ascii_lowercase().as_str() {
        "us" | "gov" | "mil" | "ph" => return Some(Order::MonthFirst),
        // Letters that serve for all the world, and Canada, which writes both.
        "io" | "tv" | "me" | "co" | "ai" | "fm" | "ca" => {}
        country if country.len() == 2 => return Some(Order::DayFirst),
        _ => {}
    }
    let language = raw.declared(MetadataKey::Language)?.value.trim().to_ascii_lowercase();
    match language.split_once(['-', '_']) {
        Some(("en", "us" | "ph")) => Some(Order::MonthFirst),
        Some(("en", "ca")) => None,
        None if language == "en" => None,
        _ => order_of_language(&language),
    }
}

/// English alone is written with the month first, and that by a part of those who write it.
fn order_of_language(language: &str) -> Option<Order> {
    let known = (2..=3).contains(&language.len()) || language.contains(['-', '_']);
    (known && language != "en" && language.is_ascii()).then_some(Order::DayFirst)
}

/// The order of day and month in another date of the same page, where it is certain.
fn order_of_page(raw: &RawDocument) -> Option<Order> {
    let dates = [MetadataKey::Date, MetadataKey::Modified];
    dates
        .into_iter()
        .flat_map(|key| raw.all_declared(key))
        .find_map(|declared| order_in(&declared.value))
}

/// The order of day and month in a date that can only be read in one way: `23/04/2017`.
pub(crate) fn order_in(text: &str) -> Option<Order> {
    let tokens = tokens_of(text, 0);
    tokens.windows(5).find_map(|five| {
        let number = |at: usize| match five[at].kind {
            Kind::Number { value, .. } => Some(value),
            _ => None,
        };
        let parted = |at: usize| matches!(five[at].kind, Kind::Mark('/' | '-'));
        if !parted(1) || !parted(3) {
            return None;
        }
        match (number(0)?, number(2)?, number(4)?) {
            (13..=31, 1..=12, 1600..=2300) => Some(Order::DayFirst),
            (1..=12, 13..=31, 1600..=2300) => Some(Order::MonthFirst),
            _ => None,
        }
    })
}

/// Reads a declared date: as text, or as seconds or milliseconds since 1970.
fn read_declared(value: &str, context: DateContext) -> Option<FoundDate> {
    let trimmed = value.trim();
    if matches!(trimmed.len(), 9 | 10 | 13) && trimmed.bytes().all(|b| b.is_ascii_digit()) {
        let number: i64 = trimmed.parse().ok()?;
        let seconds = if trimmed.len() == 13 { number / 1000 } else { number };
        let moment = jiff::Timestamp::from_second(seconds).ok()?;
        let civil = TimeZone::fixed(Offset::UTC).to_datetime(moment);
        let start = value.len() - value.trim_start().len();
        return Some(FoundDate {
            date: civil.date(),
            precision: Precision::Day,
            time: Some(civil.time()),
            offset_minutes: Some(0),
            start,
            end: start + trimmed.len(),
            year: YearOrigin::Stated,
            doubt: None,
        });
    }
    find_date(value, context)
}

/// Whether `found` is the day of `known` with its time, or with day and month in a certain order.
fn says_more(found: &FoundDate, known: &FoundDate) -> bool {
    let turned = turned(known.date);
    let settles = known.doubt.is_some() && found.doubt.is_none();
    settles && (found.date == known.date || Some(found.date) == turned)
        || found.date == known.date && known.time.is_none() && found.time.is_some()
}

/// Words that may stand around a date that a page shows, besides those of date lines: the names
/// of authors and sections.
const WORDS_AROUND: usize = 9;

/// Reads a short text that a page shows: the date in it, and whether it is that of a change.
fn read_shown(shown: &Metadata, context: DateContext) -> Option<(FoundDate, LineDateRole)> {
    let text = shown.value.as_str();
    let mut dates: Vec<(FoundDate, Option<DateWord>)> = Vec::new();
    let mut from = 0;
    while dates.len() < 3
        && let Some(found) = find_date_from(text, from, context)
    {
        let before = text.get(from..found.start).unwrap_or_default();
        let word = tokens_of(before, 0).into_iter().rev().find_map(|token| {
            let word = date_word(&fold(&before[token.start..token.end]))?;
            (word != DateWord::Filler).then_some(word)
        });
        from = found.end;
        if found.precision == Precision::Day && found.year == YearOrigin::Stated {
            dates.push((found, word));
        }
    }
    let is_around = |token: &&Token| {
        let inside = dates.iter().any(|(found, _)| (found.start..found.end).contains(&token.start));
        let word = || date_word(&fold(&text[token.start..token.end]));
        token.kind == Kind::Word && !inside && word().is_none()
    };
    if tokens_of(text, 0).iter().filter(is_around).count() > WORDS_AROUND {
        return None;
    }
    let labelled = shown.name.contains("label");
    let published = dates.iter().position(|(_, word)| *word == Some(DateWord::Published));
    let plain = dates.iter().position(|(_, word)| word.is_none()).filter(|_| !labelled);
    if let Some(at) = published.or(plain) {
        return Some((dates.swap_remove(at).0, LineDateRole::Published));
    }
    let updated = dates.into_iter().find(|(_, word)| *word == Some(DateWord::Updated))?;
    Some((updated.0, LineDateRole::Updated))
}

/// Chooses the article's date.
pub(crate) fn choose(
    raw: &RawDocument,
    clues: &Clues<'_>,
    laid: &Laid,
    language: Option<&str>,
    notes: &mut Vec<String>,
) -> Option<Published> {
    for declared in &clues.unread {
        let stated = tokens_of(&declared.value, 0).into_iter().find_map(|token| match token.kind {
            Kind::Number { value, digits: 4 } => Some(value),
            _ => None,
        });
        let kept = |year: u64| i16::try_from(year).is_ok_and(|year| YEARS.contains(&year));
        let why = match stated {
            Some(year) if !kept(year) => "refused, years 1600 to 2300 are kept",
            _ => "not understood",
        };
        notes.push(format!("declared date {why}: {}: {}", declared.name, declared.value));
    }
    for (date, declared) in &clues.refused {
        notes.push(format!(
            "declared date refused, it is later than the file: {}: {date}",
            declared.name
        ));
    }
    let order = clues.order.or_else(|| order_of_language(language?));
    let line = |role: LineDateRole| {
        let dated = laid.dates.iter().find(|dated| {
            dated.role == role && (!clues.is_future(&dated.found) || dated.found.doubt.is_some())
        })?;
        let found = settled(dated.found.clone(), order);
        (!clues.is_future(&found)).then(|| of_line(dated, &found))
    };
    for dated in laid.dates.iter().filter(|dated| clues.is_future(&dated.found)) {
        notes.push(format!("date `{}` refused: it is later than the file", dated.evidence.text));
    }
    let mut candidates = Vec::with_capacity(4);
    candidates.extend(clues.declared.as_ref().map(of_metadata));
    let address = clues.address.as_ref().map(of_address);
    let path = clues.path.map(|found| of_path(raw, found));
    let exact = |candidate: &Candidate| candidate.published.precision >= Precision::Day;
    candidates.extend(address.clone().filter(exact));
    candidates.extend(clues.shown.iter().flatten().map(of_shown));
    candidates.extend(line(LineDateRole::Published));
    candidates.extend(line(LineDateRole::Dateline));
    candidates.extend(path.clone().filter(exact));
    candidates.extend(clues.changed.as_ref().map(of_metadata));
    candidates.extend(line(LineDateRole::Updated));
    candidates.extend(clues.shown_changed.as_ref().map(of_shown));
    candidates.extend(address.filter(|candidate| !exact(candidate)));
    candidates.extend(path.filter(|candidate| !exact(candidate)));
    if candidates.is_empty() {
        return of_file(raw);
    }
    let mut candidates = candidates.into_iter();
    let mut chosen = candidates.next()?;
    for other in candidates {
        let (first, last) = chosen.published.span();
        if chosen.published.precision < Precision::Day
            && other.published.precision > chosen.published.precision
            && (first..=last).contains(&other.published.date)
        {
            chosen = other;
        }
    }
    // Feeds and agencies state moments; the address of a page has the day of its readers.
    let address = clues.address.as_ref().filter(|_| raw.format == "html");
    if let Some(address) = address.filter(|(found, _)| is_local_day(&chosen, found)) {
        chosen = of_address(address);
    }
    // What other languages leave no doubt of.
    let doubt = chosen.doubt.filter(|doubt| {
        *doubt != Doubt::DayFirst || language.is_none_or(|code| order_of_language(code).is_none())
    });
    if let Some(Doubt::DayFirst | Doubt::MonthFirst) = doubt {
        chosen.published.alternative = turned(chosen.published.date);
    }
    let evidence = &chosen.published.evidence;
    match doubt {
        Some(Doubt::DayFirst) => notes.push(format!(
            "date `{}` read with the day first: {}",
            evidence.text, chosen.published.date
        )),
        Some(Doubt::MonthFirst) => notes.push(format!(
            "date `{}` read with the month first: {}",
            evidence.text, chosen.published.date
        )),
        Some(Doubt::Weekday) => {
            notes.push(format!("date `{}`: its weekday is that of another day", evidence.text));
        }
        None => {}
    }
    Some(chosen.published)
}

/// Whether an address names the day that it was at the outlet, when a moment was declared that
/// is the day before or after in UTC.
fn is_local_day(chosen: &Candidate, address: &PathDate) -> bool {
    let published = &chosen.published;
    let in_utc = published.source == DateSource::Metadata && published.offset_minutes == Some(0);
    let Some(time) = published.time.filter(|_| in_utc && address.precision == Precision::Day)
    else {
        return false;
    };
    let moment = published.date.to_datetime(time);
    // Where people live, clocks are behind by up to ten hours, and ahead by thirteen.
    let day = |hours: i64| moment.checked_add(hours.hours()).map(|moment| moment.date());
    address.date != published.date
        && [day(-10), day(13)].into_iter().flatten().any(|day| day == address.date)
}

#[derive(Clone)]
struct Candidate {
    published: Published,
    doubt: Option<Doubt>,
}

fn candidate(found: &FoundDate, source: DateSource, evidence: Evidence) -> Candidate {
    let timed = found.time.is_some_and(|time| time != Time::midnight());
    let published = Published {
        date: found.date,
        precision: match found.precision {
            Precision::Day if timed => Precision::Minute,
            precision => precision,
        },
        time: found.time,
        offset_minutes: found.offset_minutes,
        source,
        evidence,
        alternative: None,
    };
    Candidate { published, doubt: found.doubt }
}

fn of_metadata((found, declared): &(FoundDate, &Metadata)) -> Candidate {
    let rule = format!("declared as {}", declared.name);
    let evidence = Evidence::at(Part::Metadata, &declared.value, found.start, found.end, rule);
    candidate(found, DateSource::Metadata, evidence)
}

fn of_shown((found, shown): &(FoundDate, &Metadata)) -> Candidate {
    let rule = shown.name.to_string();
    let evidence = Evidence::at(Part::Metadata, &shown.value, found.start, found.end, rule);
    candidate(found, DateSource::Byline, evidence)
}

fn of_line(dated: &LineDate, found: &FoundDate) -> Candidate {
    let source = match dated.role {
        LineDateRole::Published | LineDateRole::Updated => DateSource::Byline,
        LineDateRole::Dateline => DateSource::Dateline,
    };
    let mut evidence = dated.evidence.clone();
    if dated.found.year == YearOrigin::Context {
        evidence.rule.push_str(", its year from other evidence");
    }
    candidate(found, source, evidence)
}

fn path_candidate(found: PathDate, source: DateSource, evidence: Evidence) -> Candidate {
    let published = Published {
        date: found.date,
        precision: found.precision,
        time: None,
        offset_minutes: None,
        source,
        evidence,
        alternative: None,
    };
    Candidate { published, doubt: None }
}

fn of_address((found, declared): &(PathDate, &Metadata)) -> Candidate {
    let rule = format!("date in {}", declared.name);
    let evidence = Evidence::at(Part::Metadata, &declared.value, found.start, found.end, rule);
    path_candidate(*found, DateSource::Url, evidence)
}

fn of_path(raw: &RawDocument, found: PathDate) -> Candidate {
    let evidence = Evidence::at(Part::Path, &raw.path, found.start, found.end, "date in the path");
    path_candidate(found, DateSource::Path, evidence)
}

fn of_file(raw: &RawDocument) -> Option<Published> {
    let civil = TimeZone::fixed(Offset::UTC).to_datetime(raw.modified?);
    if civil.date().year() < FIRST_TRUSTED_FILE_YEAR {
        return None;
    }
    let evidence = Evidence {
        part: Part::File,
        start: 0,
        end: 0,
        text: String::new(),
        rule: "the file's last change".to_owned(),
    };
    Some(Published {
        date: civil.date(),
        precision: Precision::Day,
        time: Some(civil.time().round(jiff::Unit::Second).unwrap_or(civil.time())),
        offset_minutes: Some(0),
        source: DateSource::File,
        evidence,
        alternative: None,
    })
}
