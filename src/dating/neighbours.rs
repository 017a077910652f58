//! Whether a folder writes the day before the month: what settles `03/04/2017` where nothing in
//! the article does.
//!
//! Neighbours are asked when the first such date is met: the first [`MOST_ARTICLES`] articles of its
//! file, then those of the other files of its folder, by name. So the answer rests on what lies in
//! the folder at that time, and not on the order in which threads read it. An article whose outlet
//! is known is settled by those of the same outlet, else by those that name none; where neighbours
//! differ, the date stays in doubt. An article that is already in an index is not asked again when
//! a neighbour is added.

use std::collections::{BTreeSet, HashMap};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jiff::civil::Date;

use super::{Dated, outlet_of};
use crate::article::{Article, Published};
use crate::extract::{DayOrder, Extractor, dated, order_in};
use crate::read::{self, RawDocument, ReadOptions};
use crate::walk::Source;

/// Articles that are looked at in a file, and in a folder.
const MOST_ARTICLES: usize = 200;
/// Files of a folder that are looked at, the first by name, and the largest of them: larger ones
/// are skipped, as they may have to be held in memory whole.
const MOST_FILES: usize = 100;
const LARGEST_BYTES: u64 = 1_000_000;
/// Answers that are kept, of files and of folders.
const MOST_KEPT: usize = 10_000;

/// What the neighbours of articles say; each folder and file is asked once.
#[derive(Debug, Default)]
pub struct Neighbours {
    files: Known,
    folders: Known,
}

/// Answers by path. Two threads that want the same one wait for each other.
type Known = Mutex<HashMap<PathBuf, Arc<OnceLock<Orders>>>>;

/// The orders that were met, by outlet in small letters; under no name, those of articles that
/// name none.
type Orders = HashMap<String, Met>;

#[derive(Clone, Copy, Debug, Default)]
struct Met {
    day_first: bool,
    month_first: bool,
}

impl Met {
    fn and(self, other: Met) -> Met {
        Met {
            day_first: self.day_first || other.day_first,
            month_first: self.month_first || other.month_first,
        }
    }

    /// The order, where all have the same.
    fn order(self) -> Option<DayOrder> {
        match (self.day_first, self.month_first) {
            (true, false) => Some(DayOrder::DayFirst),
            (false, true) => Some(DayOrder::MonthFirst),
            _ => None,
        }
    }
}

impl Neighbours {
    /// What `raw` says, which was read from `file` in this way. Its date is settled by the articles
    /// beside it where day and month could stand the other way round.
    pub fn extract(
        &self,
        extractor: &Extractor,
        raw: RawDocument,
        file: &Path,
        reading: &ReadOptions,
    ) -> Article {
        let outlet = outlet_of(&raw);
        let mut article = extractor.extract(raw);
        self.settle(&mut article.date, &mut article.notes, outlet.as_deref(), file, reading);
        article
    }

    /// Settles the date of an article that was read from `file` in this way.
    pub fn settle_dated(&self, dated: &mut Dated, file: &Path, reading: &ReadOptions) {
        let Dated { date, notes, outlet, .. } = dated;
        self.settle(date, notes, outlet.as_deref(), file, reading);
    }

    fn settle(
        &self,
        date: &mut Option<Published>,
        notes: &mut Vec<String>,
        outlet: Option<&str>,
        file: &Path,
        reading: &ReadOptions,
    ) {
        let Some(date) = date else { return };
        let Some(other) = date.alternative else { return };
        let of_file = orders(&self.files, file, || look_at(&[file.to_owned()], u64::MAX, reading));
        let met = said_to(&of_file, outlet).or_else(|| {
            let folder = file.parent()?;
            let of_folder = orders(&self.folders, folder, || {
                look_at(&first_files(folder), LARGEST_BYTES, reading)
            });
            said_to(&of_folder, outlet)
        });
        let Some(order) = met.and_then(Met::order) else { return };
        let Some(first_is_day) = is_day_first(&date.evidence.text, date.date) else { return };
        if first_is_day != (order == DayOrder::DayFirst) {
            date.date = other;
        }
        date.alternative = None;
        date.evidence.rule.push_str(", day and month as in articles beside it");
        let doubt = format!("date `{}` read with the ", date.evidence.text);
        notes.retain(|note| !note.starts_with(&doubt));
    }
}

/// The answer that is known of `path`, else that which `look` finds.
fn orders(known: &Known, path: &Path, look: impl FnOnce() -> Orders) -> Orders {
    let cell = {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KEPT && !known.contains_key(path) {
            known.clear();
        }
        Arc::clone(known.entry(path.to_owned()).or_default())
    };
    cell.get_or_init(look).clone()
}

/// What was met in `orders` that counts for an article of `outlet`.
fn said_to(orders: &Orders, outlet: Option<&str>) -> Option<Met> {
    match outlet {
        Some(outlet) => orders.get(&outlet.to_lowercase()).or_else(|| orders.get("")).copied(),
        None => orders.values().copied().reduce(Met::and),
    }
}

/// Whether `date` was read from `text` with the day before the month; `None` where they do not
/// stand there in ASCII digits one after the other.
fn is_day_first(text: &str, date: Date) -> Option<bool> {
    let numbers: Vec<Option<i8>> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty())
        .map(|digits| digits.parse().ok())
        .collect();
    let (day, month) = (Some(date.day()), Some(date.month()));
    numbers.windows(2).find_map(|pair| match pair {
        [first, second] if (*first, *second) == (day, month) => Some(true),
        [first, second] if (*first, *second) == (month, day) => Some(false),
        _ => None,
    })
}

/// The first files of a folder by name, without hidden ones and links.
fn first_files(folder: &Path) -> Vec<PathBuf> {
    // A file that is named without its folder lies in this one.
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(here).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && !name.as_encoded_bytes().starts_with(b".") {
            names.insert(name);
            if names.len() > MOST_FILES {
                names.pop_last();
            }
        }
    }
    names.into_iter().map(|name| here.join(name)).collect()
}

fn look_at(files: &[PathBuf], largest_bytes: u64, reading: &ReadOptions) -> Orders {
    let mut orders = Orders::new();
    let mut left = MOST_ARTICLES;
    for file in files {
        let Ok(source) = Source::from_path(file, file.to_string_lossy()) else { continue };
        if left == 0 || source.size > largest_bytes {
            continue;
        }
        // What cannot be read says nothing here; it is told of where it is indexed.
        let _ = read::documents(&source, reading, &mut |item| {
            left = left.saturating_sub(1);
            if let Ok(raw) = item
                && let (Some(date), _) = dated(&raw, None)
                && let Some(order) = order_in(&date.evidence.text)
            {
                let outlet = outlet_of(&raw).unwrap_or_default().to_lowercase();
                let met = orders.entry(outlet).or_default();
                met.day_first |= order == DayOrder::DayFirst;
                met.month_first |= order == DayOrder::MonthFirst;
            }
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
    }
    orders
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The date of `asked` in a folder with these files, and its other reading.
    fn check(files: &[(&str, &str)], asked: &str, expected: (&str, bool)) {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).unwrap();
        }
        let path = folder.path().join(asked);
        let source = Source::from_path(&path, asked).unwrap();
        let options = ReadOptions::default();
        let neighbours = Neighbours::default();
        let mut last = None;
        read::documents(&source, &options, &mut |item| {
            if let Ok(raw) = item {
                let extractor = Extractor::default();
                last = neighbours.extract(&extractor, raw, &path, &options).date;
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        let date = last.unwrap();
        assert_eq!((date.to_string().as_str(), date.alternative.is_some()), expected, "{files:?}");
    }

    #[test]
    fn the_words_tell_which_was_read_first() {
        for (text, expected) in [
            ("03/04/2017", Some(true)),
            ("04/03/2017 10:30", Some(false)),
            ("10:30, 03/04/2017", Some(true)),
            ("2.15 pm 4-3-17", Some(false)),
            ("3 April 2017", None),
            ("٠٣/٠٤/٢٠١٧", None),
        ] {
            assert_eq!(is_day_first(text, Date::constant(2017, 4, 3)), expected, "{text}");
        }
    }

    #[test]
    fn neighbours_tell_which_is_the_day() {
        let article = |date: &str| {
            format!(
                "The bridge opens to traffic\n\n{date}\n\nThe mayor said it was about time that the bridge had been opened.\n"
            )
        };
        let (open, day, month) =
            (article("03/04/2017"), article("23/04/2017"), article("04/23/2017"));
        check(&[("a.txt", &open)], "a.txt", ("2017-04-03", true));
        check(&[("a.txt", &open), ("b.txt", &day)], "a.txt", ("2017-04-03", false));
        check(&[("a.txt", &open), ("b.txt", &month)], "a.txt", ("2017-03-04", false));
        check(
            &[("a.txt", &open), ("b.txt", &month), ("c.txt", &day)],
            "a.txt",
            ("2017-04-03", true),
        );
        let table = "title,date,text\nOne,04/23/2017,The mayor said it was about time that it had opened.\nTwo,03/04/2017,The mayor said so of the bridge again.\n";
        check(&[("a.csv", table), ("b.txt", &day)], "a.csv", ("2017-03-04", false));
        // Another outlet says nothing of this one.
        let named = |outlet: &str, date: &str| {
            format!(
                r#"{{"title":"One","source":"{outlet}","date":"{date}","text":"The mayor said so of the bridge."}}"#
            )
        };
        let (open, other) = (named("The Quay", "03/04/2017"), named("The Pier", "04/23/2017"));
        check(&[("a.json", &open), ("b.json", &other)], "a.json", ("2017-04-03", true));
        let own = named("the quay", "04/24/2017");
        check(&[("a.json", &open), ("b.json", &own)], "a.json", ("2017-03-04", false));
    }
}
