//! `dateline inspect`: what is read from a file, and why.

use std::io::Write;
use std::ops::ControlFlow;

use dateline::article::Article;
use dateline::extract::Extractor;
use dateline::read::{Problem, documents};
use dateline::walk::{Source, index_name};

use super::reading;
use crate::args::{ArticleFormat, InspectArgs};
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
                    let read = extractor.extract(document);
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

/// One article as one line of JSON.
fn line(article: &Article, out: &mut dyn Write) -> anyhow::Result<()> {
    serde_json::to_writer(&mut *out, article)?;
    writeln!(out)?;
    Ok(())
}

/// One article as an object, several as an array; never more than one is held.
#[derive(Default)]
struct JsonArray {
    held: Option<Article>,
    opened: bool,
}

impl JsonArray {
    fn push(&mut self, article: Article, out: &mut dyn Write) -> anyhow::Result<()> {
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
