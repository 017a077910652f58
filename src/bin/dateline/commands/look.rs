//! `dateline show`, `stats` and `doctor`: what the index holds.

use std::io::Write;

use dateline::article::ArticleId;
use dateline::search::{SearchBackend as _, Searcher};

use crate::args::{DoctorArgs, ReportFormat, ShowArgs, StatsArgs};
use crate::exit::Outcome;
use crate::locate::{Paths, existing_index};
use crate::render::article;
use crate::terminal::Look;

pub(super) fn show(
    arguments: &ShowArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let index = existing_index(&arguments.place)?;
    let found = Searcher::open(&index)?.article(&ArticleId(arguments.id.clone()))?;
    let Some(found) = found else { anyhow::bail!("no article has the id {}", arguments.id) };
    match arguments.format {
        ReportFormat::Json => super::write_json(&found, out)?,
        ReportFormat::Text => {
            article::whole(&found, &Paths::of(&index).file(&found.path), look, out)?
        }
    }
    Ok(Outcome::Found)
}

pub(super) fn stats(
    arguments: &StatsArgs,
    _: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let stats = Searcher::open(existing_index(&arguments.place)?)?.stats()?;
    if arguments.format == ReportFormat::Json {
        super::write_json(&stats, out)?;
        return Ok(Outcome::Found);
    }
    writeln!(out, "articles   {}", stats.articles)?;
    writeln!(out, "files      {}", stats.files)?;
    writeln!(
        out,
        "index      {:.1} MB in {} segments, layout {}",
        stats.bytes as f64 / 1e6,
        stats.segments,
        stats.schema_version
    )?;
    if let Some((first, last)) = &stats.dates {
        writeln!(out, "dates      {first} to {last}")?;
    }
    let languages: Vec<String> =
        stats.languages.iter().take(12).map(|l| format!("{} {}", l.value, l.count)).collect();
    writeln!(out, "languages  {}", languages.join(", "))?;
    Ok(Outcome::Found)
}

pub(super) fn doctor(
    arguments: &DoctorArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let searcher = Searcher::open(existing_index(&arguments.place)?)?;
    let (stats, problems) = (searcher.stats()?, searcher.problems()?);
    if arguments.format == ReportFormat::Json {
        super::write_json(&serde_json::json!({ "stats": stats, "problems": problems }), out)?;
        return Ok(Outcome::Found);
    }
    writeln!(out, "{} articles; how many have each field:", stats.articles)?;
    for (field, count) in &stats.coverage {
        let percent = 100.0 * *count as f64 / stats.articles.max(1) as f64;
        writeln!(out, "  {field:<16} {percent:5.1} %  {count}")?;
    }
    writeln!(out, "{} files or articles are not in the index", problems.len())?;
    for problem in &problems {
        writeln!(out, "  {}: {}", look.clean(&problem.path), look.clean(&problem.reason))?;
    }
    Ok(Outcome::Found)
}
