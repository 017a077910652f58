//! `dateline search`: ranked matches, in the format that was asked for.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;

use dateline::query::{Query, Strictness};
use dateline::search::{Copies, Hit, Hits, SearchBackend as _, SearchRequest, Searcher};

use super::index::before_search;
use crate::args::{Format, SearchArgs, SelectArgs};
use crate::exit::{Outcome, tell};
use crate::locate::{Paths, existing_index, index_of};
use crate::render::{human, paths};
use crate::terminal::Look;

/// Opens the index that the arguments mean, brought up to date where that was asked for.
pub(super) fn open(arguments: &SelectArgs) -> anyhow::Result<(PathBuf, Searcher)> {
    let index = match &arguments.folder {
        Some(folder) => {
            let index = arguments.place.index.clone().unwrap_or_else(|| index_of(folder));
            before_search(&index, folder)?;
            index
        }
        None => existing_index(&arguments.place)?,
    };
    let searcher = Searcher::open(&index)?;
    Ok((index, searcher))
}

/// The request that the arguments mean.
pub(super) fn request(arguments: &SelectArgs) -> SearchRequest {
    let mut query = Query::parse(&arguments.query.join(" "));
    for (field, value) in arguments.filters.conditions() {
        query = query.filter(field, &value);
    }
    // The program may read the clock; the library may not.
    let today = arguments.reading.now.unwrap_or_else(super::today);
    let mut request = SearchRequest::new(query, today);
    request.matching = arguments.reading.matching.into();
    if arguments.reading.strict {
        request.strictness = Strictness::Strict;
    }
    request
}

/// Says on stderr what was guessed, and how the query was read where that was asked for.
pub(super) fn tell_notes(answer: &Hits, arguments: &SelectArgs) {
    for note in &answer.notes {
        tell("note", &note.text);
    }
    if arguments.reading.explain {
        tell("read as", &answer.read_as);
    }
}

pub(super) fn run(
    arguments: &SearchArgs,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let (index, searcher) = open(&arguments.select)?;
    let files = Paths::of(&index);
    let mut request = request(&arguments.select);
    request.sort = arguments.sort();
    request.copies = arguments.copies.into();
    request.explain = arguments.select.reading.explain;
    request.limit = arguments.limit;
    request.offset = arguments.offset;
    request.snippets = arguments.snippets;
    request.facets.clone_from(&arguments.facets);
    if matches!(arguments.format, Format::Paths | Format::Paths0) {
        request.snippets = 0;
        // A list of files is a list of all the files.
        request.copies = Copies::All;
    }
    if arguments.all {
        return stream(arguments, &searcher, &request, &files, look, out);
    }
    let answer = searcher.search(&request)?;
    if arguments.format == Format::Json {
        if arguments.select.reading.explain {
            tell("read as", &answer.read_as);
        }
        super::write_json(&answer, out)?;
        return Ok(Outcome::found(!answer.hits.is_empty()));
    }
    tell_notes(&answer, &arguments.select);
    for hit in &answer.hits {
        write_hit(arguments.format, hit, &files, look, out)?;
    }
    if arguments.format == Format::Text {
        human::facets(&answer, look, out)?;
        human::summary(&answer, out)?;
    }
    Ok(Outcome::found(!answer.hits.is_empty()))
}

fn write_hit(
    format: Format,
    hit: &Hit,
    files: &Paths,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    match format {
        Format::Text => human::hit(hit, files, look, out)?,
        Format::Paths => paths::hit(hit, files, b'\n', out)?,
        Format::Paths0 => paths::hit(hit, files, 0, out)?,
        Format::Json | Format::Jsonl => {
            serde_json::to_writer(&mut *out, hit)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// Writes every hit as it is found. The JSON document is written piece by piece.
fn stream(
    arguments: &SearchArgs,
    searcher: &Searcher,
    request: &SearchRequest,
    files: &Paths,
    look: Look,
    out: &mut dyn Write,
) -> anyhow::Result<Outcome> {
    let json = arguments.format == Format::Json;
    let mut written = 0_u64;
    let mut failure: Option<anyhow::Error> = None;
    if json {
        out.write_all(b"{\"hits\":[")?;
    }
    let answer = searcher.stream(request, &mut |hit| {
        let mut write = || -> anyhow::Result<()> {
            if json && written > 0 {
                out.write_all(b",")?;
            }
            write_hit(arguments.format, &hit, files, look, out)
        };
        match write() {
            Ok(()) => {
                written += 1;
                ControlFlow::Continue(())
            }
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(error) = failure {
        // serde_json wraps the error of a closed pipe.
        return Err(match error.downcast::<serde_json::Error>() {
            Ok(error) => std::io::Error::from(error).into(),
            Err(error) => error,
        });
    }
    if json {
        let rest = serde_json::json!({
            "format_version": answer.format_version,
            "query": answer.query,
            "read_as": answer.read_as,
            "notes": answer.notes,
            "total": answer.total,
            "took_us": answer.took_us,
            "facets": {},
        });
        let rest = serde_json::to_string(&rest)?;
        writeln!(out, "],{}", rest.trim_start_matches('{'))?;
    } else {
        tell_notes(&answer, &arguments.select);
        if arguments.format == Format::Text {
            human::summary(&answer, out)?;
        }
    }
    Ok(Outcome::found(written > 0))
}
