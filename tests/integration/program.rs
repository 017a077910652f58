//! The program as its users run it: standard output, standard error and exit code together.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

/// An answer, with every field named: an unknown one is an error.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the fields are read to see that they are there")]
struct Answer {
    format_version: u32,
    query: String,
    read_as: String,
    notes: Vec<serde_json::Value>,
    total: u64,
    took_us: u64,
    hits: Vec<Hit>,
    facets: std::collections::BTreeMap<String, Vec<Count>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "the fields are read to see that they are there")]
struct Hit {
    rank: u64,
    score: f32,
    id: String,
    path: String,
    record: u32,
    title: Option<String>,
    date: Option<String>,
    date_source: Option<String>,
    source: Option<String>,
    section: Option<String>,
    lang: Option<String>,
    regions: Vec<String>,
    people: Vec<String>,
    by: Vec<String>,
    url: Option<String>,
    snippets: Vec<Snippet>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snippet {
    field: String,
    text: String,
    highlights: Vec<(usize, usize)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Count {
    value: String,
    count: u64,
}

struct Run {
    out: String,
    err: String,
    code: i32,
}

fn dateline(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("DATELINE_INDEX")
        .output()
        .unwrap();
    Run {
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

/// A fresh folder with a few articles.
fn news() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        (
            "ferry.txt",
            "Ferry talks resume in Oslo\n\nWorld » NORWAY | March 4, 2019, Monday // 09:30\n\nThe crew of the ferry \
             met Ingrid Solberg on Monday. The talks went on until noon in Norway.\n\nNobody left early.\n",
        ),
        (
            "bridge.txt",
            "Bridge reopens\n\n12 May 1963\n\nThe bridge in Chile was opened by John Carter. Carter crossed it first.\n",
        ),
        (
            "choir.txt",
            "Choir looks for tenors\n\nThe choir has too few voices for talks about a concert.\n",
        ),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn paths(run: &Run) -> Vec<&str> {
    run.out.lines().collect()
}

#[test]
fn one_command_indexes_and_answers() {
    let folder = news();
    let first = dateline(folder.path(), &["search", "ferry", "talks", "--in", "."]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(first.err.contains("indexed: 3 articles"), "{}", first.err);
    assert!(first.out.contains("Ferry talks resume in Oslo"), "{}", first.out);
    assert!(first.out.contains("2019-03-04 · World · Norway · Ingrid Solberg"), "{}", first.out);
    assert!(first.out.contains("1 article in "), "{}", first.out);
    let again = dateline(folder.path(), &["search", "ferry", "--in", "."]);
    assert_eq!((again.code, again.err.as_str()), (0, ""));
    assert_eq!(dateline(folder.path(), &["search", "zeppelin"]).code, 1);
}

#[test]
fn filters_order_and_formats_work_together() {
    let folder = news();
    assert_eq!(dateline(folder.path(), &["index", "."]).code, 0);
    for (arguments, expected) in [
        // The choir has no date but its file's, which is today.
        (&["--sort", "newest"][..], &["choir.txt", "ferry.txt", "bridge.txt"][..]),
        (&["--sort", "oldest"], &["bridge.txt", "ferry.txt", "choir.txt"]),
        (&["--sort", "oldest", "--limit", "1", "--offset", "1"], &["ferry.txt"]),
        (&["--from", "2019", "--to", "2020"], &["ferry.txt"]),
        (&["--to", "1999"], &["bridge.txt"]),
        (&["--region", "south america"], &["bridge.txt"]),
        (&["--person", "Carter, John"], &["bridge.txt"]),
        (&["talk", "-choir"], &["ferry.txt"]),
        (&["\"too few voices\""], &["choir.txt"]),
        (&["date.source:file"], &["choir.txt"]),
        (&["has:date", "-date.source:byline"], &["choir.txt"]),
        (&["ferr*"], &["ferry.txt"]),
        (&["bridgge~1"], &["bridge.txt"]),
        (&["crew w/6 solberg"], &["ferry.txt"]),
        (&["title:bridge OR section:world", "--sort", "newest"], &["ferry.txt", "bridge.txt"]),
        (&["region:europe date:2019-03"], &["ferry.txt"]),
        (&["--all", "--sort", "newest"], &["choir.txt", "ferry.txt", "bridge.txt"]),
    ] {
        let mut line = vec!["search", "--format", "paths"];
        line.extend_from_slice(arguments);
        let run = dateline(folder.path(), &line);
        let found = paths(&run);
        assert_eq!(found, expected, "{arguments:?}: {}", run.err);
    }
}

#[test]
fn json_is_complete_and_says_the_same_as_lines() {
    let folder = news();
    let run = dateline(
        folder.path(),
        &[
            "search",
            "talks OR bridge",
            "--in",
            ".",
            "--format",
            "json",
            "--facets",
            "people,region",
        ],
    );
    let answer: Answer = serde_json::from_str(&run.out).unwrap();
    assert_eq!((answer.total, answer.hits.len()), (3, 3));
    for hit in &answer.hits {
        for snippet in &hit.snippets {
            assert!(!snippet.highlights.is_empty(), "{} in {}", snippet.field, hit.path);
            for (start, end) in &snippet.highlights {
                let marked = snippet.text[*start..*end].to_lowercase();
                assert!(["talks", "bridge"].contains(&marked.as_str()), "{marked}");
            }
        }
    }
    let people = &answer.facets["people"];
    assert!(
        people.iter().any(|person| person.value == "John Carter" && person.count == 1),
        "{people:?}"
    );
    let lines =
        dateline(folder.path(), &["search", "talks OR bridge", "--all", "--format", "jsonl"]);
    let lines: Vec<Hit> =
        lines.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let ids = |hits: &[Hit]| hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&lines), ids(&answer.hits));
    let all = dateline(folder.path(), &["search", "talks OR bridge", "--all", "--format", "json"]);
    let all: Answer = serde_json::from_str(&all.out).unwrap();
    assert_eq!((ids(&all.hits), all.total), (ids(&answer.hits), 3));
}

#[test]
fn notes_go_to_stderr_and_strictness_makes_them_errors() {
    let folder = news();
    dateline(folder.path(), &["index", "."]);
    let run = dateline(folder.path(), &["search", "(ferry"]);
    assert_eq!(run.code, 0);
    assert!(run.err.starts_with("note: a bracket"), "{}", run.err);
    let run = dateline(folder.path(), &["search", "(ferry", "--strict"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    let run = dateline(folder.path(), &["search", "ferry tenors"]);
    assert!(run.err.contains("no article has all of the words"), "{}", run.err);
    let run = dateline(folder.path(), &["search", "ferry tenors", "--match", "all"]);
    assert_eq!(run.code, 1);
}

#[test]
fn a_bad_file_never_stops_a_run() {
    let folder = news();
    std::fs::write(folder.path().join("empty.txt"), "").unwrap();
    std::fs::write(folder.path().join("binary.txt"), [0, 159, 146, 150, 1, 2, 3, 0, 0, 9]).unwrap();
    std::fs::write(
        folder.path().join("invalid.txt"),
        b"A headl\xffine with \xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\n\nThe text.\n",
    )
    .unwrap();
    std::fs::write(folder.path().join("line.txt"), "word ".repeat(2_000_000)).unwrap();
    let run = dateline(folder.path(), &["index", ".", "--format", "json"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let report: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(report["articles_total"], 5, "{report}");
    let problems: Vec<&str> = report["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["path"].as_str().unwrap())
        .collect();
    assert_eq!(problems, ["binary.txt", "empty.txt"]);
    let again = dateline(folder.path(), &["index", "."]);
    assert!(again.out.starts_with("nothing changed: 7 files, 5 articles"), "{}", again.out);
    let doctor = dateline(folder.path(), &["doctor"]);
    assert!(doctor.out.contains("empty.txt: is empty"), "{}", doctor.out);
}

#[test]
fn without_an_index_there_is_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let run = dateline(folder.path(), &["search", "ferry"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("hint: make one with `dateline index FOLDER`"), "{}", run.err);
    let run = dateline(folder.path(), &["index", "nowhere"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("nowhere"), "{}", run.err);
    assert!(!folder.path().join("nowhere").exists());
}

#[test]
fn inspect_and_show_tell_what_was_read_and_why() {
    let folder = news();
    let run = dateline(folder.path(), &["inspect", "ferry.txt"]);
    for piece in [
        "Ferry talks resume in Oslo",
        "2019-03-04 09:30:00 (no offset)",
        "Europe > Northern Europe > Norway",
        "“NORWAY”",
        "Ingrid Solberg",
    ] {
        assert!(run.out.contains(piece), "{piece}: {}", run.out);
    }
    let run = dateline(folder.path(), &["inspect", "ferry.txt", "--format", "json"]);
    let article: dateline::article::Article = serde_json::from_str(&run.out).unwrap();
    assert_eq!(article.section.as_deref(), Some("World"));
    let run = dateline(folder.path(), &["inspect", "ferry.txt", "none.txt"]);
    assert_eq!(run.code, 2);
    assert!(run.out.contains("Ferry"));
    dateline(folder.path(), &["index", "."]);
    let hit = dateline(folder.path(), &["search", "ferry", "--format", "jsonl"]);
    let hit: Hit = serde_json::from_str(hit.out.trim()).unwrap();
    let run = dateline(folder.path(), &["show", &hit.id]);
    assert!(run.out.contains("Nobody left early."), "{}", run.out);
    assert_eq!(dateline(folder.path(), &["people", "bridge"]).out.trim(), "1  John Carter");
    for command in [&["man"][..], &["completions", "bash"], &["--help"], &["stats"]] {
        assert!(dateline(folder.path(), command).out.len() > 50, "{command:?}");
    }
}
