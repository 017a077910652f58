//! `dateline index`: build the index of folders, or bring it up to date.

use std::io::Write;
use std::path::{Path, PathBuf};

use dateline::index::{FileOutcome, IndexMode, IndexOptions, IndexReport, update};

use super::write_json;
use crate::args::{IndexArgs, ReportFormat};
use crate::exit::{Outcome, tell};
use crate::locate::index_of;
use crate::progress::Progress;
use crate::terminal::Look;

/// Problems named in the report; `dateline doctor` names all.
const MOST_PROBLEMS: usize = 20;

pub(super) fn run(
    arguments: &IndexArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let index = match (&arguments.index, arguments.folders.first()) {
        (Some(index), _) => index.clone(),
        (None, Some(folder)) => index_of(folder),
        (None, None) => anyhow::bail!("no folder was named"),
    };
    let mut options = IndexOptions::default();
    options.threads = arguments.threads;
    options.memory_bytes = arguments.memory;
    options.mode = match (arguments.rebuild, arguments.dry_run) {
        (true, _) => IndexMode::Rebuild,
        (_, true) => IndexMode::DryRun,
        _ => IndexMode::Update,
    };
    options.reading = super::reading(arguments.map.as_deref())?;
    options.today = Some(super::today());
    let report = update_with_progress(&index, &arguments.folders, &options)?;
    match arguments.format {
        ReportFormat::Json => write_json(&report, out)?,
        ReportFormat::Text => write_report(&report, arguments.dry_run, look, out)?,
    }
    Ok(Outcome::Found)
}

/// Brings the index of `folder` up to date before a search; says so only where it did something.
pub(super) fn before_search(index: &Path, folder: &Path) -> anyhow::Result<()> {
    let mut options = IndexOptions::default();
    options.today = Some(super::today());
    let report = update_with_progress(index, &[folder.to_path_buf()], &options)?;
    for note in &report.notes {
        tell("note", note);
    }
    if !report.nothing_changed() {
        let unread = report.files_skipped + report.files_failed;
        let more = if unread > 0 {
            format!(", {unread} files unread (dateline doctor)")
        } else {
            String::new()
        };
        tell(
            "indexed",
            &format!("{} articles in {:.1} s{more}", report.articles_added, report.seconds),
        );
    }
    Ok(())
}

fn update_with_progress(
    index: &Path,
    folders: &[PathBuf],
    options: &IndexOptions,
) -> anyhow::Result<IndexReport> {
    let progress = Progress::new();
    let report = update(index, folders, options, &progress);
    progress.finish();
    Ok(report?)
}

fn write_report(
    report: &IndexReport,
    dry_run: bool,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    if report.nothing_changed() {
        writeln!(
            out,
            "nothing changed: {} files, {} articles",
            report.files_found, report.articles_total
        )?;
    } else {
        writeln!(
            out,
            "{}{} files: {} new, {} changed, {} unchanged, {} vanished",
            if dry_run { "would index " } else { "" },
            report.files_found,
            report.files_new,
            report.files_changed,
            report.files_unchanged,
            report.files_vanished,
        )?;
    }
    if !dry_run && !report.nothing_changed() {
        let seconds = report.seconds.max(0.001);
        let megabytes = report.bytes_read as f64 / 1e6;
        writeln!(
            out,
            "{} articles added, {} in all; {megabytes:.1} MB in {:.1} s ({:.0} articles/s, {:.1} MB/s); index {:.1} MB",
            report.articles_added,
            report.articles_total,
            report.seconds,
            report.articles_added as f64 / seconds,
            megabytes / seconds,
            report.index_bytes as f64 / 1e6,
        )?;
    }
    for note in &report.notes {
        writeln!(out, "note: {}", look.clean(note))?;
    }
    for problem in report.problems.iter().take(MOST_PROBLEMS) {
        let outcome = match problem.outcome {
            FileOutcome::Skipped => "skipped",
            FileOutcome::Failed => "failed",
        };
        writeln!(out, "{outcome}: {}: {}", look.clean(&problem.path), look.clean(&problem.reason))?;
    }
    if let Some(more) = report.problems.len().checked_sub(MOST_PROBLEMS).filter(|more| *more > 0) {
        writeln!(out, "… and {more} more: dateline doctor")?;
    }
    Ok(())
}
