//! The progress of an index run, on a terminal only.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use dateline::index::{IndexEvent, Observer};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// A run that is over sooner shows nothing.
const PATIENCE: Duration = Duration::from_millis(250);

/// Time between two drawings of the line.
const BETWEEN: Duration = Duration::from_millis(100);

/// Draws files, articles, rate and time left on stderr.
pub(crate) struct Progress {
    started: Instant,
    bar: Option<ProgressBar>,
    next: Mutex<Instant>,
    walk_done: AtomicBool,
    committing: AtomicBool,
    files_found: AtomicU64,
    bytes_found: AtomicU64,
    files: AtomicU64,
    bytes: AtomicU64,
    articles: AtomicU64,
    problems: AtomicU64,
}

impl Progress {
    /// Nothing is drawn unless stderr is a terminal.
    pub(crate) fn new() -> Progress {
        let started = Instant::now();
        let bar = std::io::stderr().is_terminal().then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
            // A template that indicatif cannot read leaves its own.
            if let Ok(style) = ProgressStyle::with_template("{wide_bar:.dim} {msg}") {
                bar.set_style(style.progress_chars("━╸ "));
            }
            bar
        });
        Progress {
            started,
            bar,
            next: Mutex::new(started + PATIENCE),
            walk_done: AtomicBool::new(false),
            committing: AtomicBool::new(false),
            files_found: AtomicU64::new(0),
            bytes_found: AtomicU64::new(0),
            files: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            articles: AtomicU64::new(0),
            problems: AtomicU64::new(0),
        }
    }

    /// Wipes the line away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }

    fn draw(&self) {
        let Some(bar) = &self.bar else { return };
        let now = Instant::now();
        {
            // Another thread is about to draw: one line is enough.
            let Ok(mut next) = self.next.try_lock() else { return };
            if now < *next {
                return;
            }
            *next = now + BETWEEN;
        }
        if bar.is_hidden() {
            bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        let bytes = self.bytes.load(Ordering::Relaxed);
        bar.set_length(self.bytes_found.load(Ordering::Relaxed).max(1));
        bar.set_position(bytes);
        bar.set_message(self.line(bytes, now.duration_since(self.started)));
    }

    fn line(&self, bytes: u64, elapsed: Duration) -> String {
        let files = self.files.load(Ordering::Relaxed);
        let articles = self.articles.load(Ordering::Relaxed);
        let found = self.files_found.load(Ordering::Relaxed);
        let walk_done = self.walk_done.load(Ordering::Relaxed);
        let more = if walk_done { "" } else { "+" };
        let rate = bytes as f64 / elapsed.as_secs_f64().max(0.001);
        let mut line =
            format!("{files}/{found}{more} files · {articles} articles · {:.1} MB/s", rate / 1e6);
        let problems = self.problems.load(Ordering::Relaxed);
        if problems > 0 {
            line.push_str(&format!(" · {problems} unread"));
        }
        if self.committing.load(Ordering::Relaxed) {
            line.push_str(" · writing");
        } else if walk_done && rate > 0.0 {
            let left = self.bytes_found.load(Ordering::Relaxed).saturating_sub(bytes);
            line.push_str(&format!(" · {} left", clock(left as f64 / rate)));
        }
        line
    }
}

impl Observer for Progress {
    fn event(&self, event: IndexEvent<'_>) {
        if self.bar.is_none() {
            return;
        }
        match event {
            IndexEvent::Found { files, bytes } => {
                self.files_found.store(files, Ordering::Relaxed);
                self.bytes_found.store(bytes, Ordering::Relaxed);
            }
            IndexEvent::WalkDone => self.walk_done.store(true, Ordering::Relaxed),
            IndexEvent::FileDone { bytes, articles, .. } => {
                self.committing.store(false, Ordering::Relaxed);
                self.files.fetch_add(1, Ordering::Relaxed);
                self.bytes.fetch_add(bytes, Ordering::Relaxed);
                self.articles.fetch_add(articles, Ordering::Relaxed);
            }
            IndexEvent::Problem(_) => {
                self.problems.fetch_add(1, Ordering::Relaxed);
            }
            IndexEvent::Committing => {
                self.committing.store(true, Ordering::Relaxed);
                // It may take a while, and no event comes before it is over.
                if self.started.elapsed() >= PATIENCE {
                    *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
                }
            }
            _ => {}
        }
        self.draw();
    }
}

/// Seconds as `42s`, `3m05s` or `2h10m`.
fn clock(seconds: f64) -> String {
    let seconds = seconds.ceil() as u64;
    match seconds {
        0..60 => format!("{seconds}s"),
        60..3600 => format!("{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("{}h{:02}m", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::clock;

    #[test]
    fn time_left_is_short() {
        for (seconds, expected) in [(0.2, "1s"), (59.0, "59s"), (185.0, "3m05s"), (7800.0, "2h10m")]
        {
            assert_eq!(clock(seconds), expected);
        }
    }
}
