//! The figures of the README: what is read right, and how fast.
//!
//! `cargo run --release --example quality` measures over `corpus_samples`, and, where the
//! folder of corpora is there, over recombined news with known truth and over real archives.
//!
//! Options: `--corpora DIR` (default `../shared/corpora`), `--articles N` (default 2,000),
//! `--check` (fail when a figure is below its floor), `--wrong` (print every difference).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

use dateline::article::Article;
use dateline::error::ErrorKind;
use dateline::extract::Extractor;
use dateline::extract::region::Regions;
use dateline::index::{IndexOptions, update};
use dateline::read::{FieldMap, RawDocument, ReadOptions, documents};
use dateline::walk::Source;
use serde::Deserialize;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Least values, in percent: what the README states, rounded down.
const FLOORS: &[(&str, &str, f64)] = &[
    ("samples of plain text", "title", 100.0),
    ("samples of plain text", "date", 100.0),
    ("samples of plain text", "region", 95.0),
    ("samples of plain text", "people F1", 92.0),
    ("samples of other formats", "title", 100.0),
    ("samples of other formats", "date", 100.0),
    ("samples of other formats", "region", 91.0),
    ("samples of other formats", "people F1", 91.0),
    ("recombined", "title", 99.0),
    ("recombined", "date", 95.0),
    ("recombined", "region", 95.0),
    // Invented surnames put at random in place of others: rules by shape found three quarters of
    // the people whom their maker counts, the tagger, which goes by what stands around, two thirds.
    ("recombined", "people recall", 65.0),
];

/// Folders of samples with plain text.
const TEXTS: &[&str] = &["sections", "plain", "wire", "headers", "markdown", "encodings"];

/// What is known about an article: the fields of `tests/samples/expected.jsonl` and of the maker
/// of large corpora.
#[derive(Deserialize)]
struct Gold {
    /// The file; for an article in an archive, the archive, `!/` and the file in it.
    path: String,
    /// Number of the article within the file.
    #[serde(default = "first_record")]
    record: u32,
    title: Option<String>,
    date: Option<String>,
    region: Option<String>,
    people: Vec<String>,
    /// What the columns of the file mean, where it does not say so itself.
    map: Option<String>,
}

fn first_record() -> u32 {
    1
}

impl Gold {
    /// The file on disk.
    fn file(&self) -> &str {
        self.path.split("!/").next().unwrap_or(&self.path)
    }
}

#[derive(Default)]
struct Score {
    articles: u32,
    right: BTreeMap<&'static str, u32>,
    found: u32,
    expected: u32,
    both: u32,
}

impl Score {
    fn add(&mut self, gold: &Gold, article: &Article, wrong: Option<&mut String>) {
        self.articles += 1;
        let date =
            article.date.as_ref().filter(|d| d.source.as_str() != "file").map(ToString::to_string);
        // `Turkey` and `Türkiye` are one: both sides by the region's own name.
        let known = |name: &String| {
            Regions::get().find(name).map_or_else(|| name.clone(), |node| node.name.clone())
        };
        let region = article.regions.first().map(|region| region.name.clone());
        let true_region = gold.region.as_ref().map(known);
        let mut differences = String::new();
        for (name, read, truth) in [
            ("title", &article.title, &gold.title),
            (
                "date",
                &date,
                &gold.date.as_ref().map(|date| date.chars().take(10).collect::<String>()),
            ),
            ("region", &region, &true_region),
        ] {
            let same = read.as_deref().map(fold) == truth.as_deref().map(fold);
            *self.right.entry(name).or_default() += u32::from(same);
            if !same {
                let _ = write!(differences, "\n    {name}: {read:?}, not {truth:?}");
            }
        }
        let read: BTreeSet<String> =
            article.people.iter().map(|person| fold(&person.name)).collect();
        let truth: BTreeSet<String> = gold.people.iter().map(|name| fold(name)).collect();
        let both = read.intersection(&truth).count();
        self.found += read.len() as u32;
        self.expected += truth.len() as u32;
        self.both += both as u32;
        if both < read.len() || both < truth.len() {
            let more: Vec<_> = read.difference(&truth).collect();
            let fewer: Vec<_> = truth.difference(&read).collect();
            let _ = write!(differences, "\n    people: too many {more:?}, missing {fewer:?}");
        }
        if let Some(wrong) = wrong.filter(|_| !differences.is_empty()) {
            let _ = writeln!(wrong, "  {}#{}{differences}", gold.path, gold.record);
        }
    }

    fn figures(&self) -> Vec<(&'static str, f64)> {
        let percent = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole.max(1));
        let mut figures: Vec<(&'static str, f64)> = ["title", "date", "region"]
            .map(|n| (n, percent(self.right.get(n).copied().unwrap_or(0), self.articles)))
            .into();
        let precision = percent(self.both, self.found);
        let recall = percent(self.both, self.expected);
        figures.push(("people precision", precision));
        figures.push(("people recall", recall));
        figures.push((
            "people F1",
            2.0 * precision * recall / (precision + recall).max(f64::MIN_POSITIVE),
        ));
        figures
    }
}

fn fold(text: &str) -> String {
    dateline::text::fold(text.trim()).split_whitespace().collect::<Vec<_>>().join(" ")
}

struct Options {
    corpora: PathBuf,
    articles: u32,
    check: bool,
    wrong: bool,
}

fn main() -> Result<()> {
    let mut options = Options {
        corpora: "../shared/corpora".into(),
        articles: 2_000,
        check: false,
        wrong: false,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--corpora" => {
                options.corpora = arguments.next().ok_or("--corpora wants a folder")?.into()
            }
            "--articles" => {
                options.articles = arguments.next().ok_or("--articles wants a number")?.parse()?
            }
            "--check" => options.check = true,
            "--wrong" => options.wrong = true,
            other => return Err(format!("unknown option {other}").into()),
        }
    }
    let mut out = std::io::stdout().lock();
    let samples = Path::new("corpus_samples");
    let expected = read_gold(Path::new("tests/samples/expected.jsonl"))?;
    let is_text = |gold: &Gold| TEXTS.contains(&gold.path.split('/').next().unwrap_or_default());
    let (texts, others): (Vec<Gold>, Vec<Gold>) = expected.into_iter().partition(is_text);
    let mut figures = Vec::new();
    for (name, gold) in [("samples of plain text", texts), ("samples of other formats", others)] {
        figures.push((name, quality(name, samples, &gold, &options, &mut out)?));
    }
    let scratch = tempfile::tempdir()?;
    if options.corpora.is_dir() {
        let large = scratch.path().join("large");
        let gold = scratch.path().join("gold.jsonl");
        let made = Command::new("python3")
            .arg(options.corpora.join("make_large.py"))
            .args(["--layout", "mixed", "--articles", &options.articles.to_string(), "--out"])
            .arg(&large)
            .arg("--gold")
            .arg(&gold)
            .stdout(std::process::Stdio::null())
            .status()?;
        if !made.success() {
            return Err("the large corpus could not be made".into());
        }
        let gold = read_gold(&gold)?;
        figures.push(("recombined", quality("recombined", &large, &gold, &options, &mut out)?));
        writeln!(
            out,
            "\n| corpus | articles | MB | wall s | articles/s | MB/s | failed | index ÷ text | again, s |"
        )?;
        writeln!(out, "| --- | --- | --- | --- | --- | --- | --- | --- | --- |")?;
        speed("recombined", &large, &mut out)?;
        for (name, archive) in [
            ("bbc-news", "bbc-news.tar.gz"),
            ("arabic-news", "arabic-news.tar.xz"),
            ("kpcrowd-en", "kpcrowd-en.tar.gz"),
        ] {
            let folder = scratch.path().join(name);
            std::fs::create_dir(&folder)?;
            let unpacked = Command::new("tar")
                .arg("xf")
                .arg(options.corpora.join(name).join(archive))
                .arg("-C")
                .arg(&folder)
                .status()?;
            if unpacked.success() {
                speed(name, &folder, &mut out)?;
            }
        }
        if let Some(peak) = peak_memory() {
            writeln!(out, "\npeak memory of all of this: {peak}")?;
        }
    } else {
        writeln!(
            out,
            "\n{} is not there: only corpus_samples was measured",
            options.corpora.display()
        )?;
    }
    if options.check {
        check(&figures)?;
    }
    Ok(())
}

/// The articles of a file by name and number.
fn all_documents(
    source: &Source,
    map: Option<&str>,
) -> Result<BTreeMap<(String, u32), RawDocument>> {
    let mut options = ReadOptions::default();
    if let Some(map) = map {
        options.map = FieldMap::parse(map)?;
    }
    let mut all = BTreeMap::new();
    let read = documents(source, &options, &mut |item| {
        if let Ok(document) = item {
            all.insert((document.path.clone(), document.record), document);
        }
        ControlFlow::Continue(())
    });
    match read {
        // What cannot be read counts as read wrong.
        Err(error) if error.kind() != ErrorKind::Unreadable => Err(error.into()),
        _ => Ok(all),
    }
}

fn read_gold(file: &Path) -> Result<Vec<Gold>> {
    let text = std::fs::read_to_string(file)?;
    Ok(text.lines().map(serde_json::from_str).collect::<std::result::Result<_, _>>()?)
}

/// Compares what is read from the files that `gold` lists with what is known about them.
fn quality(
    name: &str,
    folder: &Path,
    gold: &[Gold],
    options: &Options,
    out: &mut impl std::io::Write,
) -> Result<Vec<(&'static str, f64)>> {
    let extractor = Extractor::default();
    let mut score = Score::default();
    let mut wrong = String::new();
    for gold in gold.chunk_by(|a, b| a.file() == b.file()) {
        let path = gold[0].file();
        let file = [folder.join(path), folder.parent().unwrap_or(folder).join(path)]
            .into_iter()
            .find(|file| file.exists())
            .ok_or_else(|| format!("{path} is not there"))?;
        let source = Source::from_path(file, path)?;
        let mut documents = all_documents(&source, gold[0].map.as_deref())?;
        for gold in gold {
            let document = documents.remove(&(gold.path.clone(), gold.record));
            let article = document.map(|document| extractor.extract(document)).unwrap_or_default();
            score.add(gold, &article, options.wrong.then_some(&mut wrong));
        }
    }
    write!(out, "{name}: {} articles", score.articles)?;
    let figures = score.figures();
    for (figure, percent) in &figures {
        write!(out, ", {figure} {percent:.1} %")?;
    }
    writeln!(out, "\n{wrong}")?;
    Ok(figures)
}

/// Indexes `folder`, twice, and prints a line of the table.
fn speed(name: &str, folder: &Path, out: &mut impl std::io::Write) -> Result<()> {
    let index = folder.join(".dateline");
    let roots = [folder.to_path_buf()];
    let report = update(&index, &roots, &IndexOptions::default(), &())?;
    let again = update(&index, &roots, &IndexOptions::default(), &())?;
    if !again.nothing_changed() {
        return Err(format!("{name}: the second run found changes").into());
    }
    let megabytes = report.bytes_read as f64 / 1e6;
    writeln!(
        out,
        "| {name} | {} | {megabytes:.1} | {:.2} | {:.0} | {:.1} | {} | {:.2} | {:.3} |",
        report.articles_added,
        report.seconds,
        report.articles_added as f64 / report.seconds,
        megabytes / report.seconds,
        report.files_failed,
        report.index_bytes as f64 / report.bytes_read.max(1) as f64,
        again.seconds,
    )?;
    Ok(())
}

/// The most memory that this process has held, as Linux tells it.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().to_owned())
}

fn check(figures: &[(&str, Vec<(&str, f64)>)]) -> Result<()> {
    for (corpus, figure, floor) in FLOORS {
        let Some((_, read)) = figures.iter().find(|(name, _)| name == corpus) else { continue };
        let value = read.iter().find(|(name, _)| name == figure).map(|(_, value)| *value);
        if value.is_none_or(|value| value < *floor) {
            return Err(format!("{corpus}: {figure} is {value:?}, below {floor}").into());
        }
    }
    Ok(())
}
