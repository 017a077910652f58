//! How fast are dates found, with nothing else? On one thread, files in memory.
//!
//! `cargo bench --bench dates` looks at the pages of `corpus_samples`, over and over for a second;
//! `cargo bench --bench dates -- FILE OR FOLDER...` at those. Prints pages a second.

use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use dateline::dating::published;
use dateline::walk::walk;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Cargo adds `--bench`.
    let mut paths: Vec<PathBuf> =
        std::env::args_os().skip(1).filter(|a| a != "--bench").map(PathBuf::from).collect();
    if paths.is_empty() {
        paths.push(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus_samples"));
    }
    let roots = paths.iter().map(std::path::absolute).collect::<Result<Vec<_>, _>>()?;
    let mut pages: Vec<(String, Vec<u8>)> = Vec::new();
    walk(&roots, None, |file| {
        if let Ok(source) = file
            && source.name.ends_with(".html")
            && let Ok(bytes) = std::fs::read(&source.path)
        {
            pages.push((source.name, bytes));
        }
        true
    });
    let bytes: usize = pages.iter().map(|(_, bytes)| bytes.len()).sum();
    let started = Instant::now();
    let (mut rounds, mut dated) = (0_u32, 0);
    while started.elapsed() < Duration::from_secs(1) || rounds == 0 {
        dated = pages.iter().filter(|(name, bytes)| published(bytes, name).is_some()).count();
        rounds += 1;
    }
    let seconds = started.elapsed().as_secs_f64() / f64::from(rounds);
    writeln!(
        std::io::stdout(),
        "{} pages, {dated} with a date: {:.0} pages/s, {:.0} MB/s",
        pages.len(),
        pages.len() as f64 / seconds,
        bytes as f64 / 1e6 / seconds,
    )?;
    Ok(())
}
