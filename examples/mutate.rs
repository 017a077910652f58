//! Reads files that were damaged at random, and fails when the reader does: a panic, a file that
//! takes too long, or one that gives neither an article nor a reason.
//!
//! `cargo run --release --example mutate -- [FOLDER]... [--count N] [--seed N] [--bytes N]`
//!
//! Takes the files below the folders (default `corpus_samples`) that are no larger than
//! `--bytes` (default 300,000), and makes `--count` (default 20,000) files from them, each by one
//! to eight changes: bytes flipped, cut out, doubled, put in from another file; strings that
//! parsers stumble over put in; the end cut off. The same seed makes the same files. A file that
//! does harm is written to the folder for temporary files, and named.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dateline::extract::Extractor;
use dateline::read::{ReadOptions, documents};
use dateline::walk::{Source, walk};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// A file that takes longer is one that hangs. A hundred megabytes out of an archive are unpacked
/// and looked through in ten seconds.
const MOST_TIME: Duration = Duration::from_secs(60);

/// Pieces that parsers stumble over.
const PIECES: &[&[u8]] = &[
    b"<",
    b">",
    b"&",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"-->",
    b"\"",
    b"'",
    b"\0",
    b"\r",
    b"\n\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x80\x80\x80",
    b"\xed\xa0\x80",
    b"&#0;",
    b"&#x110000;",
    b"<!ENTITY a \"&a;&a;\">",
    b"{{{{[[[[",
    b"\\u0000",
    b"\\uD800",
    b"99999999999999999999",
    b"-1",
    b"{\\rtf1\\u-1\\bin999999 ",
    b"Content-Length: 18446744073709551615\r\n",
    b"WARC/1.0\r\n",
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"From a@b Mon Jan 1 00:00:00 2001\n",
    b"<DOC>",
    b"</TEXT>",
    b"1 of 9999999999 DOCUMENTS\n",
    b"0000-00-00",
    b"2024-02-30T25:61:61+99:99",
    "\u{202e}\u{feff}\u{0}".as_bytes(),
    "é".as_bytes(),
    "日本".as_bytes(),
];

/// The numbers of xorshift64*, which need no crate.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, 0 if that is 0.
    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { usize::try_from(self.next() >> 1).unwrap_or(0) % end }
    }
}

/// One damaged copy.
fn damaged(seeds: &[(PathBuf, Vec<u8>)], numbers: &mut Numbers) -> (usize, Vec<u8>) {
    let chosen = numbers.below(seeds.len());
    let mut bytes = seeds[chosen].1.clone();
    for _ in 0..=numbers.below(8) {
        let at = numbers.below(bytes.len());
        let length = numbers.below(64).min(bytes.len() - at);
        match numbers.below(8) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << numbers.below(8),
            1 if !bytes.is_empty() => bytes[at] = u8::try_from(numbers.below(256)).unwrap_or(0),
            2 => drop(bytes.drain(at..at + length)),
            3 => {
                let piece = bytes[at..at + length].repeat(1 + numbers.below(40));
                bytes.splice(at..at, piece);
            }
            4 => {
                let piece = PIECES[numbers.below(PIECES.len())].repeat(1 + numbers.below(3));
                bytes.splice(at..at, piece);
            }
            5 => bytes.truncate(at),
            6 => {
                let other = &seeds[numbers.below(seeds.len())].1;
                let from = numbers.below(other.len());
                let to = (from + numbers.below(2000)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            _ => bytes[at..at + length].reverse(),
        }
    }
    (chosen, bytes)
}

/// Reads a file to the end; says what is wrong with how that went.
fn harm(file: &Path, extractor: &Extractor) -> Option<String> {
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| -> Result<u64> {
        let source = Source::from_path(file, "damaged".to_owned())?;
        let mut told = 0;
        let outcome = documents(&source, &ReadOptions::default(), &mut |item| {
            told += 1;
            if let Ok(document) = item {
                let _ = extractor.extract(document);
            }
            ControlFlow::Continue(())
        });
        Ok(told + u64::from(outcome.is_err()))
    }));
    match read {
        Err(_) => Some("panics".to_owned()),
        Ok(Err(error)) => Some(format!("cannot be opened: {error}")),
        Ok(Ok(0)) => Some("gives neither an article nor a reason".to_owned()),
        Ok(Ok(_)) => None,
    }
}

fn main() -> Result<()> {
    let mut folders: Vec<PathBuf> = Vec::new();
    let (mut count, mut seed, mut most_bytes) = (20_000_u64, 1_u64, 300_000_u64);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let number = |value: Option<String>| value.unwrap_or_default().parse::<u64>();
        match argument.as_str() {
            "--count" => count = number(arguments.next())?,
            "--seed" => seed = number(arguments.next())?,
            "--bytes" => most_bytes = number(arguments.next())?,
            _ => folders.push(PathBuf::from(argument)),
        }
    }
    if folders.is_empty() {
        folders.push(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus_samples"));
    }
    let roots = folders.iter().map(std::path::absolute).collect::<std::io::Result<Vec<_>>>()?;
    let mut seeds: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    walk(&roots, None, |file| {
        if let Ok(source) = file
            && source.size <= most_bytes
            && let Ok(bytes) = std::fs::read(&source.path)
        {
            seeds.push((source.path, bytes));
        }
        true
    });
    if seeds.is_empty() {
        return Err("no files to start from".into());
    }
    seeds.sort();
    // The PDF reader lets its parser panic in a thread of its own, and tells it as damage.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some("dateline-pdf") {
            hook(panic);
        }
    }));
    let scratch = tempfile::tempdir()?;
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let next = AtomicU64::new(0);
    let harmful = AtomicU64::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (seeds, next, harmful, scratch) = (&seeds, &next, &harmful, scratch.path());
            scope.spawn(move || {
                let extractor = Extractor::default();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let mut numbers = Numbers((seed << 32 | number).wrapping_mul(0x9e37_79b9) | 1);
                    let (chosen, bytes) = damaged(seeds, &mut numbers);
                    let origin = &seeds[chosen].0;
                    let extension = origin.extension().unwrap_or_default().to_string_lossy();
                    let file = scratch.join(format!("{thread}.{extension}"));
                    if std::fs::write(&file, &bytes).is_err() {
                        continue;
                    }
                    let started = Instant::now();
                    let mut wrong = harm(&file, &extractor);
                    if started.elapsed() > MOST_TIME {
                        wrong = Some(format!("takes {:?}", started.elapsed()));
                    }
                    let Some(wrong) = wrong else { continue };
                    harmful.fetch_add(1, Ordering::Relaxed);
                    let kept =
                        std::env::temp_dir().join(format!("harmful-{seed}-{number}.{extension}"));
                    let _ = std::fs::copy(&file, &kept);
                    let _ = writeln!(
                        std::io::stdout(),
                        "{}, from {}: {wrong}",
                        kept.display(),
                        origin.display()
                    );
                }
            });
        }
    });
    let harmful = harmful.into_inner();
    writeln!(
        std::io::stdout(),
        "{count} files made of {} read in {:.0} s: {harmful} did harm",
        seeds.len(),
        begun.elapsed().as_secs_f64()
    )?;
    if harmful > 0 { Err("files that do harm".into()) } else { Ok(()) }
}
