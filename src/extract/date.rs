//! The article's date: chosen among everything that states one, the strongest evidence first.
//!
//! The order is: declared as published; a dated line above the text; the dateline, its year from
//! the other evidence; a full date in the address, then in the path; declared as last change, a
//! line that says *updated*; a month or year in address or path; the file's time. A coarse date
//! (`1987`) is made exact by weaker evidence that lies within it. The headline and the prose of
//! the body are never asked: they tell of events.

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::date_path::{self, PathDate, PathKind};
use super::dates_text::{DateContext, Doubt, FoundDate, YearOrigin, find_date};
use super::layout::{Laid, LineDate, LineDateRole};
use crate::article::{DateSource, Evidence, Part, Precision, Published};
use crate::read::{Metadata, MetadataKey, RawDocument};

/// Changes of files before this year are unset clocks and archive defaults (1970, 1980).
const FIRST_TRUSTED_FILE_YEAR: i16 = 1990;

/// What is known of the date before the text is read.
#[derive(Debug, Default)]
pub(crate) struct Clues<'r> {
    declared: Option<(FoundDate, &'r Metadata)>,
    changed: Option<(FoundDate, &'r Metadata)>,
    address: Option<(PathDate, &'r Metadata)>,
    path: Option<PathDate>,
    unread: Vec<&'r Metadata>,
}

impl<'r> Clues<'r> {
    /// Reads metadata, address and path.
    pub(crate) fn of(raw: &'r RawDocument) -> Self {
        let latest = latest_date(raw);
        let mut clues =
            Clues { path: date_path::find(&raw.path, PathKind::File, latest), ..Clues::default() };
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
        for declared in raw.all_declared(MetadataKey::Date) {
            match read_declared(&declared.value, context) {
                Some(found) => {
                    clues.declared = Some((found, declared));
                    break;
                }
                None => clues.unread.push(declared),
            }
        }
        clues.changed = raw
            .all_declared(MetadataKey::Modified)
            .find_map(|declared| Some((read_declared(&declared.value, context)?, declared)));
        clues
    }

    /// A date near to the article's, for years and orders that a text leaves open.
    pub(crate) fn near(&self) -> Option<(Date, Precision)> {
        let declared = self.declared.as_ref().map(|(found, _)| (found.date, found.precision));
        let changed = self.changed.as_ref().map(|(found, _)| (found.date, found.precision));
        let address = self.address.map(|(found, _)| (found.date, found.precision));
        let path = self.path.map(|found| (found.date, found.precision));
        declared.or(address).or(path).or(changed)
    }
}

/// The last day that a date in a path may name: a file is not older than its name.
fn latest_date(raw: &RawDocument) -> Option<Date> {
    let changed = TimeZone::fixed(Offset::UTC).to_datetime(raw.modified?).date();
    if changed.year() < FIRST_TRUSTED_FILE_YEAR {
        return None;
    }
    // Two days for time zones and for papers that are dated tomorrow.
    changed.checked_add(2.days()).ok()
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

/// Chooses the article's date.
pub(crate) fn choose(
    raw: &RawDocument,
    clues: &Clues<'_>,
    laid: &Laid,
    notes: &mut Vec<String>,
) -> Option<Published> {
    for declared in &clues.unread {
        notes.push(format!("declared date not understood: {}: {}", declared.name, declared.value));
    }
    let line = |role: LineDateRole| laid.dates.iter().find(|dated| dated.role == role).map(of_line);
    let mut candidates = Vec::with_capacity(4);
    candidates.extend(clues.declared.as_ref().map(of_metadata));
    candidates.extend(line(LineDateRole::Published));
    candidates.extend(line(LineDateRole::Dateline));
    let address = clues.address.as_ref().map(of_address);
    let path = clues.path.map(|found| of_path(raw, found));
    let exact = |candidate: &Candidate| candidate.published.precision == Precision::Day;
    candidates.extend(address.clone().filter(exact));
    candidates.extend(path.clone().filter(exact));
    candidates.extend(clues.changed.as_ref().map(of_metadata));
    candidates.extend(line(LineDateRole::Updated));
    candidates.extend(address.filter(|candidate| !exact(candidate)));
    candidates.extend(path.filter(|candidate| !exact(candidate)));
    if candidates.is_empty() {
        return of_file(raw);
    }
    let mut candidates = candidates.into_iter();
    let mut chosen = candidates.next()?;
    for other in candidates {
        let (first, last) = chosen.published.span();
        if other.published.precision > chosen.published.precision
            && (first..=last).contains(&other.published.date)
        {
            chosen = other;
        }
    }
    let evidence = &chosen.published.evidence;
    match chosen.doubt {
        Some(Doubt::DayFirst) => notes.push(format!(
            "date `{}` read with the day first: {}",
            evidence.text, chosen.published.date
        )),
        Some(Doubt::MonthFirst) => notes.push(format!(
            "date `{}` read with the month first: {}",
            evidence.text, chosen.published.date
        )),
        None => {}
    }
    Some(chosen.published)
}

#[derive(Clone)]
struct Candidate {
    published: Published,
    doubt: Option<Doubt>,
}

fn candidate(found: &FoundDate, source: DateSource, evidence: Evidence) -> Candidate {
    let published = Published {
        date: found.date,
        precision: found.precision,
        time: found.time,
        offset_minutes: found.offset_minutes,
        source,
        evidence,
    };
    Candidate { published, doubt: found.doubt }
}

fn of_metadata((found, declared): &(FoundDate, &Metadata)) -> Candidate {
    let rule = format!("declared as {}", declared.name);
    let evidence = Evidence::at(Part::Metadata, &declared.value, found.start, found.end, rule);
    candidate(found, DateSource::Metadata, evidence)
}

fn of_line(dated: &LineDate) -> Candidate {
    let source = match dated.role {
        LineDateRole::Published | LineDateRole::Updated => DateSource::Byline,
        LineDateRole::Dateline => DateSource::Dateline,
    };
    let mut evidence = dated.evidence.clone();
    if dated.found.year == YearOrigin::Context {
        evidence.rule.push_str(", its year from other evidence");
    }
    candidate(&dated.found, source, evidence)
}

fn path_candidate(found: PathDate, source: DateSource, evidence: Evidence) -> Candidate {
    let published = Published {
        date: found.date,
        precision: found.precision,
        time: None,
        offset_minutes: None,
        source,
        evidence,
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
    })
}
