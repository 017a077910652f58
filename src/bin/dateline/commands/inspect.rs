//! `dateline inspect`: what is read from a file, and why.

use std::io::Write;
use std::ops::ControlFlow;

use dateline::article::Article;
use dateline::extract::Extractor;
use dateline::read::{Problem, documents};
use dateline::walk::{Source, index_name};

use super::reading;
use crate::args::{InspectArgs, ReportFormat};
use crate::exit::{Outcome, tell_error};
use crate::render::article;
use crate::terminal::Look;

pub(super) fn run(
    arguments: &InspectArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let extractor = Extractor::default();
    let options = reading(arguments.map.as_deref())?;
    let mut articles: Vec<Article> = Vec::new();
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
                    let read = extractor.extract(document);
                    shown += 1;
                    match arguments.format {
                        ReportFormat::Text => {
                            written = article::inspected(&read, arguments.full, look, out);
                        }
                        ReportFormat::Json => articles.push(read),
                    }
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
    if arguments.format == ReportFormat::Json {
        match articles.as_slice() {
            [] => {}
            [one] => super::write_json(one, out)?,
            several => super::write_json(&several, out)?,
        }
    }
    Ok(if failed { Outcome::Failed } else { Outcome::found(shown > 0) })
}

/// A problem with the place that it is about.
fn describe(problem: &Problem) -> String {
    match problem.record {
        Some(record) => format!("{}, record {record}: {}", problem.path, problem.error.message()),
        None => format!("{}: {}", problem.path, problem.error.message()),
    }
}
