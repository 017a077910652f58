//! `dateline people` and `dateline regions`: values counted over the matches.

use std::io::Write;

use dateline::search::SearchBackend as _;

use super::search::{open, request, tell_notes};
use crate::args::{CountArgs, PeopleArgs, ReportFormat};
use crate::exit::Outcome;
use crate::terminal::Look;

/// Counts people, or proposes which of them are one.
pub(super) fn people(
    arguments: &PeopleArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    if !arguments.suggest_merges {
        return run("people", &arguments.count, look, out);
    }
    let (_, searcher) = open(&arguments.count.select)?;
    let lines = searcher.suggested_merges()?;
    for line in lines.iter().take(arguments.count.limit) {
        // A tab parts the names; everything else that a terminal might obey is escaped.
        let cells: Vec<String> =
            line.split('\t').map(|cell| look.clean(cell).to_string()).collect();
        writeln!(out, "{}", cells.join("\t"))?;
    }
    Ok(Outcome::found(!lines.is_empty()))
}

pub(super) fn run(
    field: &str,
    arguments: &CountArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let (_, searcher) = open(&arguments.select)?;
    let mut request = request(&arguments.select);
    request.limit = 0;
    request.facets = vec![field.to_owned()];
    request.facet_limit = arguments.limit;
    let answer = searcher.search(&request)?;
    let counts = answer.facets.get(field).map(Vec::as_slice).unwrap_or_default();
    match arguments.format {
        ReportFormat::Json => super::write_json(&answer, out)?,
        ReportFormat::Text => {
            tell_notes(&answer, &arguments.select);
            for count in counts {
                writeln!(out, "{:>7}  {}", count.count, look.clean(&count.value))?;
            }
        }
    }
    Ok(Outcome::found(!counts.is_empty()))
}
