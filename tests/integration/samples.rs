//! `corpus_samples` and what a reader must find in it.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, Instant};

use dateline::article::Article;
use dateline::extract::Extractor;
use dateline::read::{FieldMap, ReadOptions, documents};
use dateline::walk::Source;
use serde::Deserialize;

/// A row of `expected.jsonl`: what a careful person says of an article.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    path: String,
    #[serde(default = "first")]
    record: u32,
    title: Option<String>,
    date: Option<String>,
    time: Option<String>,
    region: Option<String>,
    people: Vec<String>,
    section: Option<String>,
    lang: String,
    format: Option<String>,
    by: Option<Vec<String>>,
    source: Option<String>,
    url: Option<String>,
    /// What `--map` must say for the file to be read.
    map: Option<String>,
    #[serde(default)]
    body_has: Vec<String>,
    #[serde(default)]
    body_hasnt: Vec<String>,
}

/// A row of `refused.jsonl`: what must come of a file that is broken or hostile.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Refused {
    path: String,
    articles: usize,
    reason: Option<String>,
    #[serde(default)]
    body_has: Vec<String>,
}

fn first() -> u32 {
    1
}

fn samples() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus_samples"))
}

fn rows<T: for<'de> Deserialize<'de>>(file: &str) -> Vec<T> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples"));
    let rows = std::fs::read_to_string(folder.join(file)).unwrap();
    rows.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The articles of a file, and what was wrong with it.
fn read(file: &Path, name: &str, options: &ReadOptions) -> (Vec<Article>, Vec<String>) {
    let source = Source::from_path(file, name).unwrap();
    let extractor = Extractor::default();
    let (mut articles, mut problems) = (Vec::new(), Vec::new());
    let whole = documents(&source, options, &mut |item| {
        match item {
            Ok(document) => articles.push(extractor.extract(document)),
            Err(problem) => problems.push(problem.error.message().to_owned()),
        }
        ControlFlow::Continue(())
    });
    if let Err(error) = whole {
        problems.push(error.message().to_owned());
    }
    (articles, problems)
}

fn fold(text: &str) -> String {
    dateline::text::fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The file on disk that the article at `path` is read from.
fn file_of(path: &str) -> &str {
    path.split("!/").next().unwrap_or(path)
}

/// Shares of what is found by rules, and of people.
#[derive(Default)]
struct Shares {
    articles: f64,
    regions: f64,
    sections: f64,
    langs: f64,
    people_found: f64,
    people_expected: f64,
    people_both: f64,
}

impl Shares {
    fn add(&mut self, expected: &Expected, article: &Article) {
        self.articles += 1.0;
        let region = article.regions.first().map(|region| region.name.clone());
        self.regions += f64::from(u8::from(region == expected.region));
        self.sections += f64::from(u8::from(article.section == expected.section));
        self.langs += f64::from(u8::from(article.lang.as_deref() == Some(&expected.lang)));
        let read: BTreeSet<String> =
            article.people.iter().map(|person| fold(&person.name)).collect();
        let right: BTreeSet<String> = expected.people.iter().map(|name| fold(name)).collect();
        self.people_found += read.len() as f64;
        self.people_expected += right.len() as f64;
        self.people_both += read.intersection(&right).count() as f64;
    }

    fn below(&self, floors: &Floors) -> impl Iterator<Item = String> {
        [
            ("regions", self.regions / self.articles, floors.regions),
            ("sections", self.sections / self.articles, floors.sections),
            ("languages", self.langs / self.articles, floors.languages),
            ("people precision", self.people_both / self.people_found, floors.people_precision),
            ("people recall", self.people_both / self.people_expected, floors.people_recall),
        ]
        .into_iter()
        .filter(|(_, share, floor)| share < floor)
        .map(|(what, share, floor)| format!("{what}: {share:.3}, below {floor}"))
    }
}

/// Least shares.
struct Floors {
    regions: f64,
    sections: f64,
    languages: f64,
    people_precision: f64,
    people_recall: f64,
}

/// Of the samples of plain text.
const OF_TEXTS: Floors = Floors {
    regions: 0.9,
    sections: 0.9,
    languages: 0.95,
    people_precision: 0.9,
    people_recall: 0.86,
};

/// Of those of other formats, which have more languages without capitals, and smaller places.
const OF_OTHERS: Floors = Floors {
    regions: 0.83,
    sections: 0.9,
    languages: 0.95,
    people_precision: 0.9,
    people_recall: 0.8,
};

/// Folders with plain text.
const TEXTS: &[&str] = &["sections", "plain", "wire", "headers", "markdown", "encodings"];

/// Adds to `wrong` what of `article` is not as `expected`.
fn compare(expected: &Expected, article: &Article, wrong: &mut Vec<String>) {
    let name = format!("{}#{}", expected.path, expected.record);
    let date = article.date.as_ref().filter(|date| date.source.as_str() != "file");
    let time = date.and_then(|date| date.time).map(|time| time.to_string()[..5].to_owned());
    for (what, read, right) in [
        ("title", article.title.as_deref().map(fold), expected.title.as_deref().map(fold)),
        ("date", date.map(ToString::to_string), expected.date.clone()),
        ("time", time, expected.time.clone()),
    ] {
        if read != right {
            wrong.push(format!("{name}: {what} {read:?}, not {right:?}"));
        }
    }
    for (what, read, right) in [
        ("format", Some(&article.format), &expected.format),
        ("source", article.source.as_ref(), &expected.source),
        ("url", article.url.as_ref(), &expected.url),
    ] {
        if right.is_some() && read != right.as_ref() {
            wrong.push(format!("{name}: {what} {read:?}, not {right:?}"));
        }
    }
    if let Some(by) = &expected.by
        && article.by.iter().map(|name| fold(name)).ne(by.iter().map(|name| fold(name)))
    {
        wrong.push(format!("{name}: by {:?}, not {by:?}", article.by));
    }
    let body = one_line(&article.body);
    for part in expected.body_has.iter().filter(|part| !body.contains(&one_line(part))) {
        wrong.push(format!("{name}: body lacks {part:?}"));
    }
    for part in expected.body_hasnt.iter().filter(|part| body.contains(part.as_str())) {
        wrong.push(format!("{name}: body has {part:?}"));
    }
}

/// Every article of every file, in order, with its values. Regions and people are found by
/// rules that are not always right: their shares are floors, and every change of them shows
/// here.
#[test]
fn the_samples_are_read_as_a_person_reads_them() {
    let rows: Vec<Expected> = rows("expected.jsonl");
    let refused: BTreeSet<String> =
        self::rows::<Refused>("refused.jsonl").into_iter().map(|row| row.path).collect();
    let (mut texts, mut others) = (Shares::default(), Shares::default());
    let mut wrong = Vec::new();
    for rows in rows.chunk_by(|a, b| file_of(&a.path) == file_of(&b.path)) {
        let file = file_of(&rows[0].path);
        let mut options = ReadOptions::default();
        if let Some(map) = &rows[0].map {
            options.map = FieldMap::parse(map).unwrap();
        }
        let (articles, problems) = read(&samples().join(file), file, &options);
        if !problems.is_empty() && !refused.contains(file) {
            wrong.push(format!("{file}: {problems:?}"));
        }
        let found: Vec<(&str, u32)> =
            articles.iter().map(|article| (article.path.as_str(), article.record)).collect();
        let listed: Vec<(&str, u32)> =
            rows.iter().map(|row| (row.path.as_str(), row.record)).collect();
        if found != listed {
            wrong.push(format!("{file}: articles {found:?}, not {listed:?}"));
        }
        for row in rows {
            let article = articles.iter().find(|a| a.path == row.path && a.record == row.record);
            if let Some(article) = article {
                compare(row, article, &mut wrong);
                let folder = row.path.split('/').next().unwrap_or_default();
                let shares = if TEXTS.contains(&folder) { &mut texts } else { &mut others };
                shares.add(row, article);
            }
        }
    }
    assert!(rows.len() >= 170);
    wrong.extend(texts.below(&OF_TEXTS));
    wrong.extend(others.below(&OF_OTHERS).map(|line| format!("other formats: {line}")));
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// How long a hostile file may take. Debug builds are ten times as slow as what users run.
const MOST_TIME: Duration = Duration::from_secs(if cfg!(debug_assertions) { 20 } else { 5 });

/// Bytes of the largest files that the tests write.
const LARGE: usize = 100_000_000;

/// The default limits; in debug builds a tenth of those that let much be unpacked.
fn options_for_bombs() -> ReadOptions {
    let mut options = ReadOptions::default();
    if cfg!(debug_assertions) {
        options.limits.article_bytes /= 10;
        options.limits.unpacked_free /= 10;
    }
    options
}

#[test]
fn broken_and_hostile_files_do_no_harm() {
    let mut wrong = Vec::new();
    let mut listed = BTreeSet::new();
    for row in rows::<Refused>("refused.jsonl") {
        let begun = Instant::now();
        let file = samples().join(&row.path);
        let (articles, problems) = read(&file, &row.path, &options_for_bombs());
        let taken = begun.elapsed();
        let told = match &row.reason {
            Some(reason) => problems.iter().any(|problem| problem.contains(reason)),
            None => problems.is_empty(),
        };
        if articles.len() != row.articles || !told {
            let titles: Vec<_> = articles.iter().map(|a| (&a.path, &a.title)).collect();
            wrong.push(format!(
                "{}: {} articles {titles:?} and {problems:?}, not {} and {:?}",
                row.path,
                articles.len(),
                row.articles,
                row.reason
            ));
        }
        let bodies: Vec<String> = articles.iter().map(|article| one_line(&article.body)).collect();
        for part in &row.body_has {
            if !bodies.iter().any(|body| body.contains(part)) {
                wrong.push(format!("{}: no body has {part:?}", row.path));
            }
        }
        if taken > MOST_TIME {
            wrong.push(format!("{}: takes {taken:?}", row.path));
        }
        listed.insert(row.path);
    }
    for folder in ["broken", "hostile"] {
        for entry in std::fs::read_dir(samples().join(folder)).unwrap() {
            let path = format!("{folder}/{}", entry.unwrap().file_name().display());
            if !listed.contains(&path) {
                wrong.push(format!("{path}: is not in refused.jsonl"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Writes `head`, then `filling` until the file has `size` bytes, then `tail`.
fn write_large(file: &Path, head: &str, filling: &str, size: usize, tail: &str) {
    let mut out = BufWriter::new(File::create(file).unwrap());
    out.write_all(head.as_bytes()).unwrap();
    let block = filling.repeat((65_536 / filling.len()).max(1));
    let mut written = head.len();
    while written < size {
        out.write_all(block.as_bytes()).unwrap();
        written += block.len();
    }
    out.write_all(tail.as_bytes()).unwrap();
    out.flush().unwrap();
}

/// Name; what the file begins with, is filled with up to how many bytes, and ends with; and how
/// many articles must be read.
type Large<'a> = (&'a str, &'a str, &'a str, usize, &'a str, Option<usize>);

/// Files too large to be stored: each is done in time, and something is read or told of it.
#[test]
fn large_hostile_files_do_no_harm() {
    let folder = tempfile::tempdir().unwrap();
    let mail = "From a@b.example Mon Jan  8 09:00:00 2001\nFrom: a@b.example\nSubject: Endless\n\n";
    let line = "A line of a letter that has no end.\n";
    let rows: &[Large<'_>] = &[
        (
            "attribute.html",
            "<html><body><h1>Wide</h1><p title=\"",
            "wide ",
            LARGE,
            "\">Text</p>",
            None,
        ),
        (
            "attribute.xml",
            "<?xml version=\"1.0\"?><rss><channel><item><title>Wide</title><link a=\"",
            "wide ",
            LARGE,
            "\"/></item></channel></rss>",
            None,
        ),
        (
            "open-attribute.html",
            "<html><body><h1>Open</h1><p>Text</p><p title=\"",
            "wide ",
            10_000_000,
            "",
            None,
        ),
        ("line.txt", "One line\n\n", "without an end ", 10_000_000, "", Some(1)),
        ("endless.mbox", mail, line, 5_000_000, "", Some(1)),
        ("froms.mbox", mail, "\nFrom the sea\n", 5_000_000, "", Some(1)),
        ("quote.csv", "title,text\nA,\"open", " and open", LARGE, "", None),
        ("italics.html", "<html><body><h1>Deep</h1><p>Text</p>", "<i>", 300_000, "deep", Some(1)),
        (
            "tables.html",
            "<html><body><h1>Deep</h1><p>Text</p>",
            "<table><tr><td>",
            700_000,
            "deep",
            Some(1),
        ),
        ("brackets.html", "<html><body><h1>Brackets</h1><p>Text</p>", "<", 2_000_000, "", Some(1)),
        ("ampersands.html", "<html><body><h1>Entities</h1><p>", "&", 2_000_000, "</p>", Some(1)),
        ("comment.html", "<html><body><h1>Comment</h1><p>Text</p>", "<!--", 2_000_000, "", Some(1)),
        ("deep.xml", "<?xml version=\"1.0\"?>", "<a>", 2_000_000, "text", None),
        (
            "entities.xml",
            "<?xml version=\"1.0\"?><rss><channel><item><title>T</title><description>",
            "&lol;",
            5_000_000,
            "</description></item></channel></rss>",
            Some(1),
        ),
        ("deep.json", "{\"title\": \"Deep\", \"text\": ", "[", 1_000_000, "", None),
        ("objects.json", "", "{\"a\":", 1_000_000, "", None),
        ("string.json", "{\"title\": \"Long\", \"text\": \"", "long ", LARGE, "\"}", None),
        (
            "open.json",
            "[{\"title\": \"A\", \"text\": \"B\"}, {\"title\": \"",
            "long ",
            LARGE,
            "",
            None,
        ),
        ("tags.sgml", "<DOC>\n<TEXT>\n", "<P", 2_000_000, "\n</TEXT>\n</DOC>\n", None),
        ("docs.sgml", "", "<DOC>", 2_000_000, "", None),
        ("quotes.md", "# Quotes\n\n", "> ", 500_000, "deep\n", None),
        ("links.md", "# Links\n\n", "[", 500_000, "deep\n", None),
        (
            "headers.eml",
            "From: a@b.example\nSubject: Headers\n",
            "X-More: and more\n",
            5_000_000,
            "\nText\n",
            Some(1),
        ),
        (
            "record.warc",
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999999999\r\n\r\n",
            "no end ",
            LARGE,
            "",
            None,
        ),
        ("headers.warc", "WARC/1.0\r\n", "WARC-More: and more\r\n", 5_000_000, "", None),
        ("braces.rtf", "{\\rtf1 ", "{", 1_000_000, "", None),
        ("newlines.txt", "Lines\n", "\n", 10_000_000, "End", None),
        ("keys.txt", "Title: Keys\n", "Key: value\n", 2_000_000, "\nText\n", None),
    ];
    let mut wrong = Vec::new();
    for (name, head, filling, size, tail, articles) in rows {
        let file = folder.path().join(name);
        // What only is large may be less so in debug builds; what is deep stays as deep.
        let less = cfg!(debug_assertions) && *size > 1_000_000;
        write_large(&file, head, filling, if less { size / 20 } else { *size }, tail);
        let begun = Instant::now();
        let (read, problems) = read(&file, name, &ReadOptions::default());
        let taken = begun.elapsed();
        if articles.is_some_and(|articles| articles != read.len()) {
            wrong.push(format!("{name}: {} articles and {problems:?}", read.len()));
        }
        if read.is_empty() && problems.is_empty() {
            wrong.push(format!("{name}: nothing read and nothing told"));
        }
        if taken > MOST_TIME {
            wrong.push(format!("{name}: takes {taken:?}"));
        }
        std::fs::remove_file(&file).unwrap();
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
