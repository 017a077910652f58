//! The index run: walk → read → extract → write, each in threads of its own.
//!
//! Readers wait for the disk, so there are more of them than processors; extractors compute, so
//! there are as many as processors. Between them stand short queues, and every article on its
//! way holds a part of the memory budget.
//!
//! Invariants: one bad file never stops the run; a commit happens only when no article is on
//! its way, so that a file is either wholly in the index or will be read again; articles of a
//! changed file are dropped before the new ones are added, in the same commit.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use tantivy::{IndexWriter, Term};

use super::budget::{Budget, Permit};
use super::document::{DocumentMaker, IndexedDocument};
use super::manifest::{Change, Manifest, any_name};
use super::progress::{FileOutcome, FileProblem, IndexEvent, IndexReport, Observer};
use super::store::{Store, home};
use super::{IndexMode, IndexOptions};
use crate::dating::Neighbours;
use crate::error::{Error, ErrorKind, Result};
use crate::extract::Extractor;
use crate::read::{Problem, RawDocument, ReadOptions, documents};
use crate::walk::{Source, WalkProblem, index_name, walk};

/// Threads that read files: on a cold disk eight read four times as fast as one, and on a warm
/// one they cost nothing.
const READERS: usize = 8;

/// Bytes of text that may be between reading and the engine. A text takes about four times its
/// size on the way: raw, decoded, its words, its stored form.
const BUDGET_BYTES: u64 = 32_000_000;

/// Files larger than this are read one at a time: they are held in memory whole.
const LARGE_FILE_BYTES: u64 = 4_000_000;

/// Problems of one file that are told each.
const MAX_PROBLEMS: u64 = 1000;

/// How long a run goes on without making its work durable. A commit costs about a second and
/// makes a segment for every thread.
const CHECKPOINT: Duration = Duration::from_secs(120);

/// Mentions that are kept of each person: enough to show why, at a small part of the room.
const STORED_EVIDENCE: usize = 4;

/// An article on its way from a reader to an extractor.
struct Job {
    document: RawDocument,
    /// Name of the file on disk, which the document's path goes on from when it lies in an
    /// archive.
    file: Arc<str>,
    /// Where that file is.
    path: Arc<Path>,
    /// The file, when this is its last article.
    last_of: Option<Source>,
    permit: Permit,
}

/// What all threads of a run share.
struct Run<'a> {
    writer: RwLock<IndexWriter<IndexedDocument>>,
    store: &'a Store,
    maker: DocumentMaker,
    extractor: Extractor,
    neighbours: Neighbours,
    budget: Arc<Budget>,
    observer: &'a dyn Observer,
    reading: &'a ReadOptions,
    problems: Mutex<Vec<FileProblem>>,
    articles: AtomicU64,
    bytes: AtomicU64,
    skipped: AtomicU64,
    failed: AtomicU64,
    large_file: Mutex<()>,
    last_commit: Mutex<Instant>,
    /// The first failure of the engine: there is no going on after it.
    fatal: Mutex<Option<Error>>,
}

/// See [`super::update`].
pub(super) fn update(
    folder: &Path,
    roots: &[PathBuf],
    options: &IndexOptions,
    observer: &dyn Observer,
) -> Result<IndexReport> {
    let started = Instant::now();
    let home = home(folder);
    let mut notes = Vec::new();
    if options.mode == IndexMode::Rebuild {
        Store::remove(folder)?;
    }
    let store = match options.mode {
        IndexMode::DryRun => Store::open(folder)
            .map(Some)
            .or_else(|error| if error.is_no_index() { Ok(None) } else { Err(error) })?,
        _ => {
            // Before anything is made: a mistyped folder must not leave an index behind.
            if !folder.exists() {
                require_some_root(roots)?;
            }
            Some(Store::open_or_create(folder)?)
        }
    };
    // Names count from the folder as it is now that it exists.
    let home = super::store::home(folder).or(home);
    let searcher = store.as_ref().map(Store::reader).transpose()?.map(|reader| reader.searcher());
    let (present, missing) = absolute_roots(roots)?;
    for root in &missing {
        let prefix = index_name(root, home.as_deref());
        let known = match &searcher {
            Some(searcher) => any_name(searcher, |name| is_below(name, &prefix))?,
            None => false,
        };
        if !known {
            return Err(
                Error::new(ErrorKind::Argument, "there is no such file or folder").with_path(root)
            );
        }
        notes.push(format!("{} is not there: its articles are kept", root.display()));
    }
    let manifest = match &searcher {
        Some(searcher) => Manifest::read(searcher)?,
        None => Manifest::default(),
    };
    let mut report =
        IndexReport { index: folder.display().to_string(), notes, ..IndexReport::default() };
    let mut plan =
        Plan { manifest, report: &mut report, home: home.as_deref(), skipped_prefixes: Vec::new() };
    if options.mode == IndexMode::DryRun {
        plan.walk(&present, observer, |_, _| true);
        if let Some(searcher) = &searcher {
            plan.report.files_vanished = plan.vanished(searcher, &present)?.len() as u64;
            plan.report.articles_total = searcher.num_docs();
        }
        report.seconds = started.elapsed().as_secs_f64();
        return Ok(report);
    }
    let Some((store, searcher)) = store.as_ref().zip(searcher) else {
        return Err(Error::new(ErrorKind::NoIndex, "there is no index here").with_path(folder));
    };
    let processors = std::thread::available_parallelism().map_or(2, usize::from);
    let threads = if options.threads == 0 { processors } else { options.threads };
    let run = Run {
        writer: RwLock::new(store.writer(threads.min(8), options.memory_bytes)?),
        store,
        maker: DocumentMaker::new(&store.index.schema(), &store.fields)?,
        extractor: Extractor::default().with_today(options.today),
        neighbours: Neighbours::default(),
        budget: Budget::new(BUDGET_BYTES),
        observer,
        reading: &options.reading,
        problems: Mutex::default(),
        articles: AtomicU64::new(0),
        bytes: AtomicU64::new(0),
        skipped: AtomicU64::new(0),
        failed: AtomicU64::new(0),
        large_file: Mutex::default(),
        last_commit: Mutex::new(started),
        fatal: Mutex::default(),
    };
    run.all(&mut plan, &present, threads);
    let vanished = plan.vanished(&searcher, &present)?;
    report.files_vanished = vanished.len() as u64;
    let fatal = run.fatal.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(error) = fatal {
        return Err(error);
    }
    let mut writer = run.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
    for name in &vanished {
        writer.delete_term(Term::from_field_text(store.fields.file_name, name));
    }
    if !report.nothing_changed() {
        observer.event(IndexEvent::Committing);
        writer.commit().map_err(|error| Error::from(error).with_path(folder))?;
    }
    writer.wait_merging_threads().map_err(|error| Error::from(error).with_path(folder))?;
    report.problems.append(&mut run.problems.into_inner().unwrap_or_else(PoisonError::into_inner));
    report.problems.sort_by(|a, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
    report.files_skipped += run.skipped.into_inner();
    report.files_failed += run.failed.into_inner();
    report.articles_added = run.articles.into_inner();
    report.bytes_read = run.bytes.into_inner();
    report.articles_total = store.count_articles()?;
    report.index_bytes = store.bytes_on_disk();
    report.seconds = started.elapsed().as_secs_f64();
    Ok(report)
}

fn require_some_root(roots: &[PathBuf]) -> Result<()> {
    match roots.iter().find(|root| !root.exists()) {
        Some(root) => {
            Err(Error::new(ErrorKind::Argument, "there is no such file or folder").with_path(root))
        }
        None => Ok(()),
    }
}

/// The roots that are there, with links resolved, and those that are not.
fn absolute_roots(roots: &[PathBuf]) -> Result<(Vec<PathBuf>, Vec<PathBuf>)> {
    let (mut present, mut missing) = (Vec::new(), Vec::new());
    for root in roots {
        match root.canonicalize() {
            Ok(root) => present.push(root),
            Err(_) => {
                missing.push(std::path::absolute(root).map_err(|error| Error::io(root, error))?)
            }
        }
    }
    Ok((present, missing))
}

/// Whether the file `name` is `prefix` or lies below it.
fn is_below(name: &str, prefix: &str) -> bool {
    if prefix.is_empty() {
        return !name.starts_with('/');
    }
    name.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || prefix.ends_with('/'))
}

/// What has to be read, compared with what is known.
struct Plan<'a> {
    manifest: Manifest,
    report: &'a mut IndexReport,
    home: Option<&'a Path>,
    /// What could not be listed: nothing below it counts as vanished.
    skipped_prefixes: Vec<String>,
}

impl Plan<'_> {
    /// Walks over the roots and hands every new or changed file to `take`, which stops the walk
    /// with `false`.
    fn walk(
        &mut self,
        roots: &[PathBuf],
        observer: &dyn Observer,
        mut take: impl FnMut(Source, Change) -> bool,
    ) {
        let (mut files, mut bytes) = (0_u64, 0_u64);
        for root in roots {
            let before = self.report.files_found;
            walk(std::slice::from_ref(root), self.home, |found| match found {
                Ok(source) => {
                    self.report.files_found += 1;
                    let change = self.manifest.compare(&source);
                    match change {
                        Change::Unchanged => {
                            self.report.files_unchanged += 1;
                            return true;
                        }
                        Change::New => self.report.files_new += 1,
                        Change::Changed => self.report.files_changed += 1,
                    }
                    files += 1;
                    bytes += source.size;
                    observer.event(IndexEvent::Found { files, bytes });
                    take(source, change)
                }
                Err(problem) => {
                    self.walk_problem(&problem, observer);
                    true
                }
            });
            let empty = self.report.files_found == before;
            let name = index_name(root, self.home);
            // An unmounted disk looks like an empty folder.
            if empty && root.is_dir() && self.manifest.len() > 0 {
                self.skipped_prefixes.push(name);
                self.report.notes.push(format!(
                    "{} holds no file: what is indexed from it is kept (--rebuild drops it)",
                    root.display()
                ));
            }
        }
        observer.event(IndexEvent::WalkDone);
    }

    fn walk_problem(&mut self, problem: &WalkProblem, observer: &dyn Observer) {
        let path = index_name(&problem.path, self.home);
        self.skipped_prefixes.push(path.clone());
        let reason = problem.reason.clone();
        let problem = FileProblem { path, record: None, outcome: FileOutcome::Failed, reason };
        observer.event(IndexEvent::Problem(&problem));
        self.report.files_failed += 1;
        self.report.problems.push(problem);
    }

    /// Names of the files below `roots` that the index knows and that are gone.
    fn vanished(&self, searcher: &tantivy::Searcher, roots: &[PathBuf]) -> Result<Vec<String>> {
        let prefixes: Vec<String> = roots.iter().map(|root| index_name(root, self.home)).collect();
        self.manifest.vanished(searcher, |name| {
            prefixes.iter().any(|prefix| is_below(name, prefix))
                && !self.skipped_prefixes.iter().any(|prefix| is_below(name, prefix))
        })
    }
}

impl Run<'_> {
    /// Reads, extracts and writes all that the plan finds.
    fn all(&self, plan: &mut Plan<'_>, roots: &[PathBuf], threads: usize) {
        let (to_read, sources) = crossbeam_channel::bounded::<(Source, Change)>(1024);
        let (to_extract, jobs) = crossbeam_channel::bounded::<Job>(256);
        std::thread::scope(|scope| {
            // Nothing is ever sent here: it ends when every thread has dropped its end.
            let (working, all_done) = crossbeam_channel::bounded::<()>(0);
            for _ in 0..READERS {
                let (sources, to_extract) = (sources.clone(), to_extract.clone());
                let working = working.clone();
                scope.spawn(move || {
                    for (source, change) in sources {
                        self.read(source, change, &to_extract);
                    }
                    drop(working);
                });
            }
            for _ in 0..threads {
                let (jobs, working) = (jobs.clone(), working.clone());
                scope.spawn(move || {
                    self.extract(&jobs);
                    drop(working);
                });
            }
            // Only the threads hold the other ends, so that the queues end with them.
            drop((sources, to_extract, jobs, working));
            let observer = self.observer;
            plan.walk(roots, observer, |source, change| {
                self.checkpoint();
                !self.is_broken() && to_read.send((source, change)).is_ok()
            });
            drop(to_read);
            while all_done.recv_timeout(CHECKPOINT) == Err(RecvTimeoutError::Timeout) {
                self.checkpoint();
            }
        });
    }

    /// Reads one file and hands its articles on.
    fn read(&self, source: Source, change: Change, to_extract: &Sender<Job>) {
        if self.is_broken() {
            return;
        }
        let _alone = (source.size > LARGE_FILE_BYTES)
            .then(|| self.large_file.lock().unwrap_or_else(PoisonError::into_inner));
        if change == Change::Changed {
            let term = Term::from_field_text(self.store.fields.file_name, &source.name);
            // Waits for a commit to be over; the new articles follow in the next one.
            let _moving = self.budget.acquire(0);
            self.read_writer().delete_term(term);
        }
        let file: Arc<str> = source.name.as_str().into();
        let path: Arc<Path> = source.path.as_path().into();
        let mut articles = 0_u64;
        let mut problems = 0_u64;
        // One article is held back, so that the last one is known to be the last.
        let mut held: Option<RawDocument> = None;
        let read = documents(&source, self.reading, &mut |item| {
            match item {
                Ok(document) => {
                    articles += 1;
                    if let Some(document) = held.replace(document) {
                        self.send(document, (&path, &file), None, to_extract);
                    }
                }
                Err(problem) => {
                    problems += 1;
                    // A table of a million broken rows is told by some of them.
                    if problems <= MAX_PROBLEMS {
                        self.part_problem(&source, problem);
                    }
                }
            }
            if self.is_broken() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        if problems > MAX_PROBLEMS {
            let more = problems - MAX_PROBLEMS;
            let error =
                Error::new(ErrorKind::Unreadable, format!("{more} more records could not be read"));
            self.problem(&source, FileOutcome::Failed, &error, None);
        }
        let failure = read.err();
        match (held, failure) {
            (Some(document), failure) => {
                if let Some(error) = failure {
                    self.problem(&source, FileOutcome::Failed, &error, None);
                }
                let bytes = source.size;
                let name = source.name.clone();
                self.send(document, (&path, &file), Some(source), to_extract);
                self.file_done(&name, bytes, articles);
            }
            (None, failure) => {
                let error = failure
                    .unwrap_or_else(|| Error::new(ErrorKind::Unreadable, "holds no article"));
                let outcome = match error.kind() {
                    ErrorKind::Unreadable if problems == 0 => FileOutcome::Skipped,
                    _ => FileOutcome::Failed,
                };
                let counter = match outcome {
                    FileOutcome::Skipped => &self.skipped,
                    FileOutcome::Failed => &self.failed,
                };
                counter.fetch_add(1, Ordering::Relaxed);
                // A file that could not be opened may be readable next time: it is not marked.
                let mark = (error.kind() != ErrorKind::Io).then_some(&source);
                self.problem(&source, outcome, &error, mark);
                self.file_done(&source.name, source.size, 0);
            }
        }
    }

    fn send(
        &self,
        document: RawDocument,
        (path, file): (&Arc<Path>, &Arc<str>),
        last_of: Option<Source>,
        to_extract: &Sender<Job>,
    ) {
        let permit = self.budget.acquire(document.text.len() as u64);
        // The queue is closed only when a thread has panicked, which ends the run anyway.
        let _ = to_extract.send(Job {
            document,
            path: Arc::clone(path),
            file: Arc::clone(file),
            last_of,
            permit,
        });
    }

    /// Works out what each article says, and hands it to the engine. The index keeps the first
    /// mentions of a person only; `inspect` shows them all.
    fn extract(&self, jobs: &Receiver<Job>) {
        for Job { document, path, file, last_of, permit } in jobs {
            if self.is_broken() {
                continue;
            }
            let mut article =
                self.neighbours.extract(&self.extractor, document, &path, self.reading);
            article.people.iter_mut().for_each(|person| person.evidence.truncate(STORED_EVIDENCE));
            let made = self.maker.article(&article, &file, last_of.as_ref(), permit);
            let added = made.and_then(|document| Ok(self.read_writer().add_document(document)?));
            match added {
                Ok(_) => {
                    self.articles.fetch_add(1, Ordering::Relaxed);
                }
                Err(error) => self.broken(error),
            }
        }
    }

    /// Something in a file could not be read: a record, or a file in an archive.
    fn part_problem(&self, source: &Source, problem: Problem) {
        let skipped = problem.error.kind() == ErrorKind::Unreadable && problem.record.is_none();
        let outcome = if skipped { FileOutcome::Skipped } else { FileOutcome::Failed };
        let problem = FileProblem {
            path: problem.path,
            record: problem.record,
            outcome,
            reason: problem.error.message().to_owned(),
        };
        self.add_problem(problem, &source.name, None);
    }

    fn problem(
        &self,
        source: &Source,
        outcome: FileOutcome,
        error: &Error,
        last_of: Option<&Source>,
    ) {
        let (path, reason) = (source.name.clone(), error.message().to_owned());
        self.add_problem(
            FileProblem { path, record: None, outcome, reason },
            &source.name,
            last_of,
        );
    }

    fn add_problem(&self, problem: FileProblem, file: &str, last_of: Option<&Source>) {
        self.observer.event(IndexEvent::Problem(&problem));
        {
            let _moving = self.budget.acquire(0);
            let document = self.maker.problem(&problem, file, last_of);
            if let Err(error) = self.read_writer().add_document(document) {
                self.broken(error.into());
            }
        }
        self.problems.lock().unwrap_or_else(PoisonError::into_inner).push(problem);
    }

    fn file_done(&self, path: &str, bytes: u64, articles: u64) {
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
        self.observer.event(IndexEvent::FileDone { path, bytes, articles });
    }

    /// Makes what was done durable, when it has been long enough.
    fn checkpoint(&self) {
        let mut last = self.last_commit.lock().unwrap_or_else(PoisonError::into_inner);
        if last.elapsed() < CHECKPOINT || self.is_broken() {
            return;
        }
        self.observer.event(IndexEvent::Committing);
        let committed = self
            .budget
            .while_empty(|| self.writer.write().unwrap_or_else(PoisonError::into_inner).commit());
        if let Err(error) = committed {
            self.broken(error.into());
        }
        *last = Instant::now();
    }

    fn read_writer(&self) -> std::sync::RwLockReadGuard<'_, IndexWriter<IndexedDocument>> {
        self.writer.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn broken(&self, error: Error) {
        let mut fatal = self.fatal.lock().unwrap_or_else(PoisonError::into_inner);
        fatal.get_or_insert(error.with_path(&self.store.folder));
    }

    fn is_broken(&self) -> bool {
        self.fatal.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }
}
