//! Whether every marked range of random (query, hit) pairs is a match of the query.
//!
//! `cargo run --release --example highlights` indexes `corpus_samples` (or the files and folders
//! given), asks random queries of every kind and looks at each snippet of each hit: the ranges are
//! on characters, in order and apart; the text stands in the article; every mark is a match of a
//! condition of the query, found out without the code that marks; and no hit is without a mark that
//! could have one.
//!
//! Options: `--pairs N` (default 10,000), `--seed N`, `--wrong` (print every fault), `--check`
//! (fail when there is one).

mod check;
mod matching;
mod queries;

use std::io::Write as _;
use std::path::PathBuf;

use dateline::index::{IndexOptions, update};
use dateline::search::Searcher;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut pairs = 10_000;
    let mut seed = 1;
    let (mut show, mut strict) = (false, false);
    let mut files: Vec<PathBuf> = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--pairs" => pairs = arguments.next().ok_or("--pairs takes a number")?.parse()?,
            "--seed" => seed = arguments.next().ok_or("--seed takes a number")?.parse()?,
            "--wrong" => show = true,
            "--check" => strict = true,
            other => files.push(PathBuf::from(other)),
        }
    }
    if files.is_empty() {
        files.push(PathBuf::from("corpus_samples"));
    }
    let folder = tempfile::tempdir()?;
    let index = folder.path().join("index");
    update(&index, &files, &IndexOptions::default(), &())?;
    let report = check::run(&Searcher::open(&index)?, pairs, seed, |_| {})?;

    let mut out = std::io::stdout().lock();
    writeln!(out, "| kind | queries | pairs | snippets | marks | match not shown | faults |")?;
    writeln!(out, "| --- | --: | --: | --: | --: | --: | --: |")?;
    let mut sum = check::Figures::default();
    for (kind, of) in &report.kinds {
        writeln!(
            out,
            "| {kind} | {} | {} | {} | {} | {} | {} |",
            of.queries, of.pairs, of.snippets, of.marks, of.elsewhere, of.wrong
        )?;
        sum.queries += of.queries;
        sum.pairs += of.pairs;
        sum.snippets += of.snippets;
        sum.marks += of.marks;
        sum.elsewhere += of.elsewhere;
        sum.wrong += of.wrong;
    }
    writeln!(
        out,
        "| all | {} | {} | {} | {} | {} | {} |",
        sum.queries, sum.pairs, sum.snippets, sum.marks, sum.elsewhere, sum.wrong
    )?;
    if show {
        for fault in &report.wrong {
            writeln!(out, "{fault}")?;
        }
    }
    if strict && sum.wrong > 0 {
        return Err(format!("{} faults", sum.wrong).into());
    }
    Ok(())
}
