//! Dates through the whole program: years far from ours, dates that are refused, and day and month
//! that only the articles beside tell apart; and that the date alone is the one of whole reading.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use dateline::dating::DateFinder;
use dateline::extract::Extractor;
use dateline::index::{IndexOptions, update};
use dateline::read::{ReadOptions, documents};
use dateline::walk::walk;
use serde_json::Value;

/// Standard output of the program, run in `folder`.
fn dateline(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("DATELINE_INDEX")
        .output()
        .unwrap();
    assert_ne!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn folder_of(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

fn article(date: &str) -> String {
    format!(
        "The bridge opens\n\n{date}\n\nThe mayor said that the bridge had been built in time.\n"
    )
}

/// Of every article of a file: its date, the other reading, and the notes.
fn inspected(folder: &Path, arguments: &[&str]) -> Vec<(String, Option<String>, Vec<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let out = dateline(folder, &[&["inspect", "--format", "jsonl"], arguments].concat());
    let read = |line: &str| {
        let article: Value = serde_json::from_str(line).unwrap();
        let notes = article["notes"].as_array().into_iter().flatten().filter_map(text).collect();
        let date = &article["date"];
        (text(&date["date"]).unwrap_or_default(), text(&date["alternative"]), notes)
    };
    out.lines().map(read).collect()
}

/// What an index of the folder, and what `inspect` with and without `--only date`, make of a file:
/// the dates of its articles, and whether they stay in doubt.
fn check_order(files: &[(&str, String)], asked: &str, dates: &[&str], in_doubt: bool) {
    let folder = folder_of(files);
    for more in [&[asked][..], &[asked, "--only", "date"]] {
        let found = inspected(folder.path(), more);
        let found_dates: Vec<_> = found.iter().map(|(date, ..)| date.as_str()).collect();
        assert_eq!(found_dates, dates, "{asked} {more:?} {files:?}");
        for (_, other, notes) in &found {
            assert!(other.is_none() || in_doubt, "{other:?} {files:?}");
            assert_eq!(notes.is_empty(), other.is_none(), "{notes:?}");
        }
        assert_eq!(found.iter().any(|(_, other, _)| other.is_some()), in_doubt, "{files:?}");
    }
    dateline(folder.path(), &["index", "."]);
    let path = format!("path:{asked}");
    let out = dateline(folder.path(), &["search", &path, "--format", "jsonl", "--limit", "100"]);
    let mut indexed: Vec<(u64, String)> = out
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .map(|hit| {
            (hit["record"].as_u64().unwrap(), hit["date"].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    indexed.sort();
    let indexed: Vec<_> = indexed.into_iter().map(|(_, date)| date).collect();
    assert_eq!(indexed, dates, "index of {files:?}");
}

#[test]
fn articles_beside_tell_the_day_from_the_month() {
    let open = || ("a.txt", article("03/04/2017"));
    check_order(&[open()], "a.txt", &["2017-04-03"], true);
    check_order(&[open(), ("b.txt", article("23/04/2017"))], "a.txt", &["2017-04-03"], false);
    check_order(&[open(), ("b.txt", article("04/23/2017"))], "a.txt", &["2017-03-04"], false);
    let both = [("b.txt", article("04/23/2017")), ("c.txt", article("23/04/2017"))];
    check_order(&[&[open()][..], &both].concat(), "a.txt", &["2017-04-03"], true);
    // Neither hidden files nor other folders are beside it.
    let elsewhere = [(".b.txt", article("04/23/2017")), ("c/d.txt", article("04/23/2017"))];
    check_order(&[&[open()][..], &elsewhere].concat(), "a.txt", &["2017-04-03"], true);
}

#[test]
fn articles_of_the_same_file_have_the_first_word() {
    let mut table = String::from("title,date,text\n");
    let mut dates = Vec::new();
    for day in 1..=30 {
        table +=
            &format!("Bridge {day},04/{day:02}/2017,The mayor said that bridge {day} was built.\n");
        dates.push(format!("2017-04-{day:02}"));
    }
    let dates: Vec<&str> = dates.iter().map(String::as_str).collect();
    let files = [("a.csv", table), ("b.txt", article("23/05/2017"))];
    check_order(&files, "a.csv", &dates, false);
}

/// Articles of far years, one a file, with the clock of the file unset: a file is not older than
/// what it says.
fn far_years(dates: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for date in dates {
        let path = folder.path().join(format!("{date}.json"));
        let text = serde_json::json!({
            "title": "The bridge opens",
            "date": date,
            // Copies are one hit.
            "text": format!("The mayor said on {date} that the bridge had been built in time."),
        });
        std::fs::write(&path, text.to_string()).unwrap();
        let file = std::fs::File::options().write(true).open(&path).unwrap();
        file.set_modified(UNIX_EPOCH + Duration::from_secs(86_400)).unwrap();
    }
    folder
}

/// What a search of the folder's index finds: the dates, in its order.
fn found(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let out =
        dateline(folder, &[&["search", "--format", "jsonl", "--limit", "20"], arguments].concat());
    let date = |line| serde_json::from_str::<Value>(line).unwrap()["date"].clone();
    out.lines().map(|line| date(line).as_str().unwrap_or("none").to_owned()).collect()
}

#[test]
fn years_from_1600_to_2300_are_right_in_the_index_in_ranges_and_in_order() {
    // Nanoseconds since 1970 in 64 bits end in 1677 and 2262.
    let dates = [
        "1600-01-01",
        "1677-09-20",
        "1677-09-22",
        "1788-01-01",
        "1969-12-31",
        "1970-01-01",
        "2024-02-29",
        "2262-04-11",
        "2262-04-12",
        "2299-12-31",
        "2300-12-31",
    ];
    let folder = far_years(&dates);
    // The library takes the day that it is from its caller, and no limit without one.
    let options = IndexOptions::default();
    assert_eq!(options.today, None);
    let index = folder.path().join(".dateline");
    let report = update(&index, &[folder.path().to_owned()], &options, &()).unwrap();
    assert_eq!((report.articles_added, report.problems.len()), (11, 0), "{:?}", report.problems);
    let find = |arguments: &[&str]| found(folder.path(), arguments);
    assert_eq!(find(&["bridge", "--sort", "oldest"]), dates);
    let newest: Vec<&str> = dates.iter().rev().copied().collect();
    assert_eq!(find(&["bridge", "--sort", "newest"]), newest);
    for (query, expected) in [
        ("date:1600..1700", &dates[..3]),
        ("date:1600", &dates[..1]),
        ("date:1600-01-01", &dates[..1]),
        ("date:1677-09", &dates[1..3]),
        ("date:1677-09-21..1788", &dates[2..4]),
        ("date:<1677-09-22", &dates[..2]),
        ("date:1969-12-31..1970-01-01", &dates[4..6]),
        ("date:2262-04-12", &dates[8..9]),
        ("date:2262-04-12..2299", &dates[8..10]),
        ("date:>2262-04-11", &dates[8..]),
        ("date:2300", &dates[10..]),
        ("date:1701..1787", &[]),
    ] {
        assert_eq!(find(&[query, "--sort", "oldest"]), expected, "{query}");
    }
    let limits = ["bridge", "--from", "1788", "--to", "2262-04-11", "--sort", "oldest"];
    assert_eq!(find(&limits), dates[3..8]);
}

#[test]
fn dates_before_1600_and_after_today_are_refused_with_a_note() {
    let dates = ["1599-12-31", "2301-01-01", "1600-01-01", "2300-12-31"];
    let folder = far_years(&dates);
    let refused = "declared date refused, years 1600 to 2300 are kept: date: ";
    for (date, note) in [
        (dates[0], Some(format!("{refused}1599-12-31"))),
        (dates[1], Some(format!("{refused}2301-01-01"))),
        (dates[2], None),
        (
            dates[3],
            Some("declared date refused, it is later than the file: date: 2300-12-31".into()),
        ),
    ] {
        let file = format!("{date}.json");
        for arguments in [&[file.as_str()][..], &[&file, "--only", "date"]] {
            let articles = inspected(folder.path(), arguments);
            let [(read, _, notes)] = &articles[..] else { panic!("{articles:?}") };
            let expected: Vec<String> = note.clone().into_iter().collect();
            assert_eq!(notes, &expected, "{arguments:?}");
            assert_eq!(*read == date, note.is_none(), "{read} {arguments:?}");
        }
    }
    dateline(folder.path(), &["index", "."]);
    assert_eq!(found(folder.path(), &["date:1600..2300"]), ["1600-01-01"]);
}

#[test]
fn the_date_alone_is_that_of_whole_reading() {
    let samples = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus_samples"));
    let today = Some(jiff::civil::date(2026, 1, 1));
    let (finder, extractor) =
        (DateFinder::default().with_today(today), Extractor::default().with_today(today));
    let (mut pages, mut articles) = (0, 0);
    walk(&[samples.to_owned()], None, |source| {
        let source = source.unwrap();
        let mut whole = Vec::new();
        let read = documents(&source, &ReadOptions::default(), &mut |item| {
            whole.extend(item.ok().map(|raw| extractor.extract(raw)));
            ControlFlow::Continue(())
        });
        let mut alone = Vec::new();
        let dated = finder.dates_of(&source, &mut |item| {
            alone.extend(item.ok());
            ControlFlow::Continue(())
        });
        assert_eq!(read.is_ok(), dated.is_ok(), "{}", source.name);
        assert_eq!(alone.len(), whole.len(), "{}", source.name);
        for (alone, whole) in alone.iter().zip(&whole) {
            assert_eq!((&alone.path, alone.record), (&whole.path, whole.record));
            assert_eq!(alone.date, whole.date, "{} {}", source.name, alone.record);
            for note in &alone.notes {
                assert!(whole.notes.contains(note), "{} {note}", source.name);
            }
            pages += usize::from(whole.format == "html" && whole.date.is_some());
            articles += 1;
        }
        true
    });
    assert!(pages >= 10 && articles >= 170, "{pages} pages, {articles} articles");
}
