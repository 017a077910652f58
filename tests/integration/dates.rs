//! Dates through the whole program: years far from ours, dates that are refused, and day and month
//! that only the articles beside tell apart.

use std::path::Path;
use std::process::Command;

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
