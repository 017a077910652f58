//! Dates in addresses and paths: `/2024/08/16/`, `2024-08-16_slug.txt`, `/20240816/`,
//! `/2024/aug/16/`.
//!
//! Numbers in paths are mostly not dates, so that more is asked of them than of text: a year of
//! its own folder, parts that stand side by side, and no date after the file's last change.

use jiff::civil::Date;

use super::calendar_words::month;
use super::dates_text::civil;
use crate::article::Precision;

/// Earliest year read from a run of eight digits: below it, such runs are article numbers.
const FIRST_COMPACT_YEAR: i16 = 1800;
/// Last year read from a path when nothing says when the file was written.
const LAST_PATH_YEAR: i16 = 2050;
/// First and last year that a folder may be named for without a month.
const FOLDER_YEARS: std::ops::RangeInclusive<i16> = 1800..=LAST_PATH_YEAR;

/// A date in a path, with the span of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PathDate {
    pub date: Date,
    pub precision: Precision,
    pub start: usize,
    pub end: usize,
}

/// Which kind of path is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PathKind {
    /// An address on the web.
    Url,
    /// A file's path.
    File,
}

/// A run of digits or letters of a path.
#[derive(Clone, Copy)]
struct Piece<'p> {
    text: &'p str,
    start: usize,
    /// The character before it, or `/` at the beginning.
    before: char,
    /// The character after it, or `/` at the end.
    after: char,
}

/// Finds the most exact date of `path`; of equally exact ones the last, which is nearest to the
/// article. No date after `latest` counts.
pub(crate) fn find(path: &str, kind: PathKind, latest: Option<Date>) -> Option<PathDate> {
    let pieces = pieces_of(path);
    let mut best: Option<PathDate> = None;
    for at in 0..pieces.len() {
        let Some(found) = read_at(&pieces, at, kind) else { continue };
        let too_late = match latest {
            Some(latest) => found.date > latest,
            None => found.date.year() > LAST_PATH_YEAR,
        };
        if too_late {
            continue;
        }
        if best.is_none_or(|best| found.precision >= best.precision && found.start >= best.end) {
            best = Some(found);
        }
    }
    best
}

fn pieces_of(path: &str) -> Vec<Piece<'_>> {
    let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
    let mut pieces = Vec::new();
    let mut before = '/';
    let mut rest = path;
    let mut at = 0;
    while let Some(first) = rest.chars().next() {
        let kind = class(first);
        if kind == (false, false) {
            before = if first == '\\' { '/' } else { first };
            at += first.len_utf8();
            rest = &path[at..];
            continue;
        }
        let length = rest.find(|c| class(c) != kind).unwrap_or(rest.len());
        let after = rest[length..].chars().next().map_or('/', |c| if c == '\\' { '/' } else { c });
        pieces.push(Piece { text: &rest[..length], start: at, before, after });
        before = rest[..length].chars().next_back().unwrap_or('/');
        at += length;
        rest = &path[at..];
    }
    pieces
}

fn read_at(pieces: &[Piece<'_>], at: usize, kind: PathKind) -> Option<PathDate> {
    let year_piece = pieces[at];
    if year_piece.before.is_alphanumeric() || !year_piece.text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let found = |date: Option<Date>, precision, last: usize| {
        let end = pieces[last].start + pieces[last].text.len();
        date.map(|date| PathDate { date, precision, start: year_piece.start, end })
    };
    // `20240816`, also with a time after it as in `20240816T101200`.
    if year_piece.text.len() == 8 || year_piece.text.len() == 14 {
        if year_piece.after.is_alphabetic() && year_piece.after != 'T' {
            return None;
        }
        let year: i16 = year_piece.text[..4].parse().ok()?;
        let month = year_piece.text[4..6].parse().ok()?;
        let day = year_piece.text[6..8].parse().ok()?;
        if year < FIRST_COMPACT_YEAR {
            return None;
        }
        return found(civil(year, month, day), Precision::Day, at);
    }
    if year_piece.text.len() != 4 {
        return day_first(pieces, at);
    }
    let year: i16 = year_piece.text.parse().ok()?;
    let joined = |piece: &Piece<'_>| matches!(piece.before, '/' | '-' | '_' | '.' | '=');
    let small = |piece: &Piece<'_>, most: u8| {
        let number: u8 = piece.text.parse().ok()?;
        (piece.text.len() <= 2 && (1..=most).contains(&number) && joined(piece)).then_some(number)
    };
    let month_of = |piece: &Piece<'_>| {
        small(piece, 12).or_else(|| {
            let name = piece.text.to_lowercase();
            joined(piece).then(|| month(&name)).flatten()
        })
    };
    let next = pieces.get(at + 1).filter(|piece| piece.before == year_piece.after);
    if let Some((second, month)) = next.and_then(|piece| month_of(piece).map(|m| (piece, m))) {
        let third = pieces.get(at + 2).filter(|piece| {
            piece.before == second.after && !piece.after.is_alphabetic() || piece.after == 'T'
        });
        if let Some(day) = third.and_then(|piece| small(piece, 31)) {
            let date = found(civil(year, month, day), Precision::Day, at + 2);
            if date.is_some() {
                return date;
            }
        }
        // `2024-08-storm` names a month, `1999-10` within a name may be anything but a folder.
        let folders = year_piece.before == '/' && matches!(second.after, '/' | '-' | '_' | '.');
        if folders {
            return found(civil(year, month, 1), Precision::Month, at + 1);
        }
    }
    let own_folder = year_piece.before == '/' && year_piece.after == '/' && at + 1 < pieces.len();
    if own_folder && kind == PathKind::File && FOLDER_YEARS.contains(&year) {
        return found(civil(year, 1, 1), Precision::Year, at);
    }
    None
}

/// `16-08-2024`, `16_08_2024`, `16.08.2024`, within one name and with a day that can be no
/// month or equals it.
fn day_first(pieces: &[Piece<'_>], at: usize) -> Option<PathDate> {
    let [first, second, third] = pieces.get(at..at + 3)? else { return None };
    let separator = first.after;
    if !matches!(separator, '-' | '_' | '.')
        || second.before != separator
        || second.after != separator
        || third.text.len() != 4
        || third.after.is_alphanumeric()
        || first.text.len() > 2
        || second.text.len() > 2
    {
        return None;
    }
    let (day, middle): (u8, u8) = (first.text.parse().ok()?, second.text.parse().ok()?);
    let year = third.text.parse().ok()?;
    let date = if day > 12 || day == middle {
        civil(year, middle, day)?
    } else if middle > 12 {
        civil(year, day, middle)?
    } else {
        return None;
    };
    let end = third.start + third.text.len();
    Some(PathDate { date, precision: Precision::Day, start: first.start, end })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_paths() {
        for (path, expected) in [
            ("https://x.org/2024/08/16/slug-12", Some("2024-08-16 Day")),
            ("https://x.org/2024/aug/16/slug", Some("2024-08-16 Day")),
            ("https://x.org/world/2024-08-16-slug", Some("2024-08-16 Day")),
            ("https://x.org/20240816/slug", Some("2024-08-16 Day")),
            ("https://x.org/2024/08/slug", Some("2024-08-01 Month")),
            ("https://x.org/amharic/news-56755324", None),
            ("https://x.org/news/2024", None),
            ("https://x.org/story?date=2024-08-16&x=1", Some("2024-08-16 Day")),
        ] {
            check(path, PathKind::Url, expected);
        }
        for (path, expected) in [
            ("2024/08/16/00000001.txt", Some("2024-08-16 Day")),
            ("archive/2024-08-16_slug.txt", Some("2024-08-16 Day")),
            ("archive\\2024-08-16_slug.txt", Some("2024-08-16 Day")),
            ("culture/JA-culture-18-20161126.txt", Some("2016-11-26 Day")),
            ("crime-20944183.txt", None),
            ("crime-20881213.txt", None),
            ("x/20240230.txt", None),
            ("1987/reuters-003.txt", Some("1987-01-01 Year")),
            ("tech/2001.txt", None),
            ("2004/08/note.txt", Some("2004-08-01 Month")),
            ("2004-08.txt", Some("2004-08-01 Month")),
            ("crawl-2020-01-05/2019-05-03_slug.txt", Some("2019-05-03 Day")),
            ("NZZ-1798-12-12-a-p0003.txt", Some("1798-12-12 Day")),
            ("report 16.08.2024.txt", Some("2024-08-16 Day")),
            ("report 10.11.2024.txt", None),
            ("a320/b737.txt", None),
            ("20newsgroups/rec.autos/103343", None),
        ] {
            check(path, PathKind::File, expected);
        }
    }

    fn check(path: &str, kind: PathKind, expected: Option<&str>) {
        let found =
            find(path, kind, None).map(|found| format!("{} {:?}", found.date, found.precision));
        assert_eq!(found.as_deref(), expected, "{path}");
    }
}
