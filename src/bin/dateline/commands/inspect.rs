//! `dateline inspect`: what is read from a file, and why.

use std::io::Write;

use dateline::article::Article;
use dateline::extract::Extractor;
use dateline::read::{ReadLimits, documents};
use dateline::walk::{Source, index_name};

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
        let found = match documents(&source, ReadLimits::default()) {
            Ok(found) => found,
            Err(error) => {
                failed = true;
                tell_error(&error.into());
                continue;
            }
        };
        for document in found {
            match document {
                Ok(document) if arguments.record.is_none_or(|record| record == document.record) => {
                    let read = extractor.extract(document);
                    shown += 1;
                    match arguments.format {
                        ReportFormat::Text => article::inspected(&read, arguments.full, look, out)?,
                        ReportFormat::Json => articles.push(read),
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    failed = true;
                    tell_error(&error.into());
                }
            }
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
