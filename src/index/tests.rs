//! The index run, end to end in fresh folders.

use std::path::{Path, PathBuf};

use super::{FileOutcome, IndexMode, IndexOptions, IndexReport, update};
use crate::search::Searcher;

fn run(folder: &Path, roots: &[PathBuf]) -> IndexReport {
    update(&folder.join(".dateline"), roots, &options(), &()).unwrap()
}

fn options() -> IndexOptions {
    IndexOptions { threads: 2, memory_bytes: 30_000_000, ..IndexOptions::default() }
}

fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn counts(report: &IndexReport) -> [u64; 5] {
    [
        report.files_new,
        report.files_changed,
        report.files_unchanged,
        report.files_vanished,
        report.articles_total,
    ]
}

#[test]
fn the_same_run_again_brings_the_index_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path();
    let roots = [news.to_path_buf()];
    for name in ["a.txt", "b/c.txt", "b/d.txt"] {
        write(news, name, format!("Headline of {name}\n\nThe ferry left the harbour at noon.\n"));
    }
    assert_eq!(counts(&run(news, &roots)), [3, 0, 0, 0, 3]);
    let again = run(news, &roots);
    assert_eq!(counts(&again), [0, 0, 3, 0, 3]);
    assert!(again.nothing_changed());
    write(news, "a.txt", "Another headline\n\nThe ferry came back in the evening, late.\n");
    std::fs::remove_file(news.join("b/c.txt")).unwrap();
    write(news, "e.txt", "A new one\n\nNothing was said of the ferry.\n");
    assert_eq!(counts(&run(news, &roots)), [1, 1, 1, 1, 3]);
    assert_eq!(counts(&run(news, &roots)), [0, 0, 3, 0, 3]);
}

#[test]
fn a_bad_file_is_reported_once_and_kept_in_mind() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path();
    let roots = [news.to_path_buf()];
    write(news, "empty.txt", "");
    write(news, "program", b"\x7fELF\x01\x02\x03");
    write(news, "good.txt", "Headline\n\nThe ferry left.\n");
    let report = run(news, &roots);
    assert_eq!((report.files_skipped, report.files_failed, report.articles_total), (2, 0, 1));
    let read: Vec<_> = report.problems.iter().map(|p| (p.path.as_str(), p.outcome)).collect();
    assert_eq!(read, [("empty.txt", FileOutcome::Skipped), ("program", FileOutcome::Skipped)]);
    assert_eq!(report.problems[0].reason, "is empty");
    let again = run(news, &roots);
    assert!(again.nothing_changed(), "{again:?}");
    let searcher = Searcher::open(news.join(".dateline")).unwrap();
    assert_eq!(searcher.problems().unwrap(), report.problems);
    let stats = searcher.stats().unwrap();
    assert_eq!((stats.articles, stats.files), (1, 3));
}

#[test]
fn a_missing_or_empty_root_drops_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path().join("disk");
    let index = folder.path().join("index");
    write(&news, "a.txt", "Headline\n\nThe ferry left.\n");
    let go = |roots: &[PathBuf]| update(&index, roots, &options(), &());
    go(std::slice::from_ref(&news)).unwrap();
    std::fs::remove_file(news.join("a.txt")).unwrap();
    let report = go(std::slice::from_ref(&news)).unwrap();
    assert_eq!((report.files_vanished, report.articles_total, report.notes.len()), (0, 1, 1));
    std::fs::remove_dir(&news).unwrap();
    let report = go(std::slice::from_ref(&news)).unwrap();
    assert_eq!((report.files_vanished, report.articles_total, report.notes.len()), (0, 1, 1));
    let error = go(&[folder.path().join("never")]).unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Argument);
}

#[test]
fn a_second_root_leaves_the_first_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    write(&one, "a.txt", "Headline\n\nThe ferry left.\n");
    write(&two, "a.txt", "Headline\n\nThe ferry left.\n");
    let index = one.join(".dateline");
    update(&index, std::slice::from_ref(&one), &options(), &()).unwrap();
    let report = update(&index, std::slice::from_ref(&two), &options(), &()).unwrap();
    assert_eq!(counts(&report), [1, 0, 0, 0, 2]);
}

#[test]
fn rebuild_and_dry_run_do_what_they_say() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path();
    let roots = [news.to_path_buf()];
    let index = news.join(".dateline");
    write(news, "a.txt", "Headline\n\nThe ferry left.\n");
    let dry = IndexOptions { mode: IndexMode::DryRun, ..options() };
    assert_eq!(update(&index, &roots, &dry, &()).unwrap().files_new, 1);
    assert!(!index.exists());
    run(news, &roots);
    let rebuild = IndexOptions { mode: IndexMode::Rebuild, ..options() };
    assert_eq!(counts(&update(&index, &roots, &rebuild, &()).unwrap()), [1, 0, 0, 0, 1]);
}

#[test]
fn what_is_no_index_is_never_written_into() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "news/a.txt", "Headline\n\nThe ferry left.\n");
    write(folder.path(), "mine/thesis.txt", "do not touch");
    let roots = [folder.path().join("news")];
    let error = update(&folder.path().join("mine"), &roots, &options(), &()).unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::Argument);
    let error = Searcher::open(folder.path().join("news")).unwrap_err();
    assert!(error.is_no_index());
    std::fs::write(
        folder.path().join("news/dateline.json"),
        r#"{"schema_version":999,"made_by":"x"}"#,
    )
    .unwrap();
    let error = Searcher::open(folder.path().join("news")).unwrap_err();
    assert_eq!(error.kind(), crate::ErrorKind::SchemaVersion);
}

#[test]
fn a_second_writer_is_told_who_writes() {
    let folder = tempfile::tempdir().unwrap();
    let news = folder.path();
    write(news, "a.txt", "Headline\n\nThe ferry left.\n");
    run(news, &[news.to_path_buf()]);
    let store = super::store::Store::open(&news.join(".dateline")).unwrap();
    let writer = store.writer(1, 30_000_000).unwrap();
    let error =
        update(&news.join(".dateline"), &[news.to_path_buf()], &options(), &()).unwrap_err();
    assert!(error.is_locked());
    assert!(error.message().contains(&std::process::id().to_string()), "{error}");
    drop(writer);
    run(news, &[news.to_path_buf()]);
}
