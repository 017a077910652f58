//! `dateline inspect`: what is read from a file, and why.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::dating::{DateFinder, Dated, Neighbours};
use dateline::extract::Extractor;
use dateline::read::{Problem, documents};
use dateline::walk::{Source, index_name};

use serde::Serialize;

use super::reading;
use crate::args::{ArticleFormat, InspectArgs, Only};
use crate::exit::{Outcome, tell_error};
use crate::render::article;
use crate::terminal::Look;

pub(super) fn run(
    arguments: &InspectArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    if let Some(Only::Date) = arguments.only {
        return dates(arguments, look, out);
    }
    // The program may read the clock; the library may not.
    let extractor = Extractor::default().with_today(Some(super::today()));
    let neighbours = Neighbours::default();
    let options = reading(arguments.map.as_deref())?;
    let mut array = JsonArray::default();
    let mut shown = 0;
    let mut failed = false;
    for file in &arguments.files {
        let source = match Source::from_path(file, index_name(file, None)) {
            Ok(source) => source,
            Err(error) => {
                failed = true;
                tell_error(&error.into());
                continue;
            }
        };
        let mut written = Ok(());
        let read = documents(&source, &options, &mut |item| {
            match item {
                Ok(document) if arguments.record.is_none_or(|record| record == document.record) => {
                    let read = neighbours.extract(&extractor, document, file, &options);
                    shown += 1;
                    written = match arguments.format {
                        ArticleFormat::Text => {
                            article::inspected(&read, arguments.full, look, out).map_err(Into::into)
                        }
                        ArticleFormat::Json => array.push(read, out),
                        ArticleFormat::Jsonl => line(&read, out),
                    };
                }
                Ok(_) => {}
                Err(problem) => {
                    failed = true;
                    tell_error(&anyhow::anyhow!(describe(&problem)));
                }
            }
            if written.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        written?;
        if let Err(error) = read {
            failed = true;
            tell_error(&error.into());
        }
    }
    array.end(out)?;
    Ok(if failed { Outcome::Failed } else { Outcome::found(shown > 0) })
}

/// Files whose dates are found before they are written.
const FILES_AT_ONCE: usize = 512;

/// The dates of the files alone, in their order, found by several threads.
fn dates(arguments: &InspectArgs, look: Look, out: &mut dyn Write) -> anyhow::Result<Outcome> {
    let options = reading(arguments.map.as_deref())?;
    let finder =
        DateFinder::default().with_today(Some(super::today())).with_reading(options.clone());
    let neighbours = Neighbours::default();
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if arguments.threads == 0 { processors } else { arguments.threads };
    let mut array = JsonArray::default();
    let mut shown = 0;
    let mut failed = false;
    for files in arguments.files.chunks(FILES_AT_ONCE) {
        let next = AtomicUsize::new(0);
        let mut found: Vec<(usize, Found)> = std::thread::scope(|scope| {
            let work = || {
                let mut found = Vec::new();
                while let Some((at, file)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    files.get(at).map(|file| (at, file))
                } {
                    found.push((at, dates_of(&finder, file, arguments.record)));
                }
                found
            };
            let workers: Vec<_> =
                (1..threads.min(files.len())).map(|_| scope.spawn(work)).collect();
            let mut found = work();
            // A thread that panicked has told so.
            found.extend(workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()));
            found
        });
        found.sort_by_key(|(at, _)| *at);
        for (at, Found { dates, problems }) in found {
            for problem in problems {
                failed = true;
                tell_error(&anyhow::anyhow!(problem));
            }
            for mut dated in dates {
                neighbours.settle_dated(&mut dated, &files[at], &options);
                shown += usize::from(dated.date.is_some());
                match arguments.format {
                    ArticleFormat::Text => article::dated(&dated, look, out)?,
                    ArticleFormat::Json => array.push(dated, out)?,
                    ArticleFormat::Jsonl => line(&dated, out)?,
                }
            }
        }
    }
    array.end(out)?;
    Ok(if failed { Outcome::Failed } else { Outcome::found(shown > 0) })
}

/// The dates of a file's articles, and what could not be read.
struct Found {
    dates: Vec<Dated>,
    problems: Vec<String>,
}

fn dates_of(finder: &DateFinder, file: &Path, record: Option<u32>) -> Found {
    let mut found = Found { dates: Vec::new(), problems: Vec::new() };
    let source = match Source::from_path(file, index_name(file, None)) {
        Ok(source) => source,
        Err(error) => {
            found.problems.push(error.to_string());
            return found;
        }
    };
    let read = finder.dates_of(&source, &mut |item| {
        match item {
            Ok(dated) if record.is_none_or(|record| record == dated.record) => {
                found.dates.push(dated);
            }
            Ok(_) => {}
            Err(problem) => found.problems.push(describe(&problem)),
        }
        ControlFlow::Continue(())
    });
    found.problems.extend(read.err().map(|error| error.to_string()));
    found
}

/// One article as one line of JSON.
fn line(article: &impl Serialize, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, article)?;
    writeln!(out)?;
    Ok(())
}

/// One article as an object, several as an array; never more than one is held.
struct JsonArray<T> {
    held: Option<T>,
    opened: bool,
}

impl<T> Default for JsonArray<T> {
    fn default() -> Self {
        JsonArray { held: None, opened: false }
    }
}

impl<T: Serialize> JsonArray<T> {
    fn push(&mut self, article: T, out: &mut dyn Write) -> anyhow::Result<()> {
        if let Some(before) = self.held.replace(article) {
            write!(out, "{}", if self.opened { "" } else { "[\n" })?;
            self.opened = true;
            writeln!(out, "{},", serde_json::to_string_pretty(&before)?)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> anyhow::Result<()> {
        let Some(last) = self.held.take() else { return Ok(()) };
        super::write_json(&last, out)?;
        if self.opened {
            writeln!(out, "]")?;
        }
        Ok(())
    }
}

/// A problem with the place that it is about.
fn describe(problem: &Problem) -> String {
    match problem.record {
        Some(record) => format!("{}, record {record}: {}", problem.path, problem.error.message()),
        None => format!("{}: {}", problem.path, problem.error.message()),
    }
}
