//! How fast are files read, before anything is worked out from them? By format, on one thread.
//!
//! `cargo bench --bench read` reads `corpus_samples`, over and over for a second;
//! `cargo bench --bench read -- FILE OR FOLDER...` reads those, once. Prints megabytes (10^6
//! bytes of the files as they are on disk) a second, and the most memory the process has held.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use dateline::read::{ReadOptions, documents};
use dateline::walk::{Source, walk};

#[derive(Default)]
struct Row {
    files: u64,
    bytes: u64,
    articles: u64,
    problems: u64,
    spent: Duration,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`.
    let mut paths: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|a| a != "--bench").map(PathBuf::from).collect();
    let given = !paths.is_empty();
    if !given {
        paths.push(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus_samples"));
    }
    let roots = paths.iter().map(std::path::absolute).collect::<Result<Vec<_>, _>>()?;
    let mut sources: Vec<Source> = Vec::new();
    walk(&roots, None, |file| {
        sources.extend(file.ok());
        true
    });
    let options = ReadOptions::default();
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    let started = Instant::now();
    loop {
        for source in &sources {
            let mut format = "refused".to_owned();
            let (mut articles, mut problems) = (0, 0);
            let begun = Instant::now();
            let read = documents(source, &options, &mut |item| {
                match item {
                    Ok(document) => {
                        articles += 1;
                        if format == "refused" {
                            document.format.clone_into(&mut format);
                        }
                    }
                    Err(_) => problems += 1,
                }
                ControlFlow::Continue(())
            });
            let spent = begun.elapsed();
            let row = rows.entry(format).or_default();
            row.files += 1;
            row.bytes += source.size;
            row.articles += articles;
            row.problems += problems + u64::from(read.is_err());
            row.spent += spent;
        }
        if given || started.elapsed() > Duration::from_secs(1) {
            break;
        }
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<14} {:>8} {:>9} {:>8} {:>9} {:>9}",
        "format", "files", "articles", "problems", "MB", "MB/s"
    )?;
    for (format, row) in &rows {
        let megabytes = row.bytes as f64 / 1e6;
        let rate = megabytes / row.spent.as_secs_f64().max(1e-9);
        writeln!(
            out,
            "{format:<14} {:>8} {:>9} {:>8} {megabytes:>9.2} {rate:>9.1}",
            row.files, row.articles, row.problems
        )?;
    }
    if let Some(peak) = std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| status.lines().find_map(|l| l.strip_prefix("VmHWM:").map(str::to_owned)))
    {
        writeln!(out, "peak memory {}", peak.trim())?;
    }
    Ok(())
}
