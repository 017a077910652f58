//! The local index as a [`SearchBackend`].

use std::collections::{BTreeMap, HashMap};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::OnceLock;
use std::time::Instant;

use dateline_index_schema::{FIELDS, FieldDef, FieldKind, SCHEMA_VERSION, find};
use tantivy::schema::{IndexRecordOption, TantivyDocument, Value};
use tantivy::{DocAddress, IndexReader, TERMINATED, Term};

use super::collect::{Collected, Found, Place, Ranked};
use super::copies::Folder;
use super::rank;
use super::snippet::Marker;
use super::{
    Copies, Copy, FORMAT_VERSION, FacetCount, Hit, Hits, IndexStats, Match, Ranking, SearchBackend,
    SearchRequest, Sort,
};
use crate::article::{Article, ArticleId, PersonMention};
use crate::error::{Error, ErrorKind, Result};
use crate::extract::region::Regions;
use crate::index::schema::{column, facet_column};
use crate::index::store::Store;
use crate::index::{FileProblem, day_number};
use crate::names::{self, NameBook};
use crate::query::lower::{Lowered, any_of_bare_words, lower};
use crate::query::note::{Note, NoteKind};
use crate::query::resolved::{Clause, ResolvedQuery};
use crate::query::suggest::Suggester;

/// An open index. Opening costs about a millisecond; many searches may run at once.
///
/// A searcher sees the last commit at the time of [`Searcher::open`] or [`Searcher::reload`].
pub struct Searcher {
    store: Store,
    reader: IndexReader,
    languages: OnceLock<Vec<String>>,
    names: NameBook,
    /// What is wrong with the user's file of names.
    name_notes: Vec<Note>,
}

impl std::fmt::Debug for Searcher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Searcher").field("folder", &self.store.folder).finish_non_exhaustive()
    }
}

/// Matches read at a time when all are wanted: 32 bytes each.
const WINDOW: usize = 20_000;

/// So many times as many articles are looked at closely where none has all the words.
const FALLBACK_DEEPER: usize = 8;

/// A language that fewer articles than one in so many have gets no stemmer: the detector is
/// not always right, and each stemmer widens what a word stands for.
const LANGUAGE_SHARE: u64 = 50;

impl Searcher {
    /// Opens the index in the folder `index`, with the user's `people.tsv` in it, if there is one.
    ///
    /// # Errors
    /// `NoIndex` when there is none; `SchemaVersion` when another version wrote it; `Damaged`
    /// or `Io` when it cannot be read.
    pub fn open(index: impl AsRef<Path>) -> Result<Searcher> {
        let store = Store::open(index.as_ref())?;
        let reader = store.reader()?;
        let (names, name_notes) = names_beside(index.as_ref());
        Ok(Searcher { store, reader, languages: OnceLock::new(), names, name_notes })
    }

    /// Looks at what was committed since the index was opened.
    ///
    /// # Errors
    /// `Io` or `Damaged` when it cannot be read.
    pub fn reload(&mut self) -> Result<()> {
        self.reader.reload()?;
        self.languages = OnceLock::new();
        (self.names, self.name_notes) = names_beside(&self.store.folder);
        Ok(())
    }

    /// What the index holds.
    ///
    /// # Errors
    /// `Io` or `Damaged` when it cannot be read.
    pub fn stats(&self) -> Result<IndexStats> {
        let searcher = self.reader.searcher();
        let mut coverage = BTreeMap::new();
        for def in FIELDS.iter().filter(|def| def.kind != FieldKind::Presence) {
            coverage.insert(def.name.to_owned(), self.count_term(self.store.fields.has, def.name)?);
        }
        let mut dates: Option<(i64, i64)> = None;
        let mut files = 0;
        for segment in searcher.segment_readers() {
            let columns = segment.fast_fields();
            let (first, last) = (columns.i64(column::DATE)?, columns.i64(column::DATE_LAST)?);
            let sizes = columns.u64(column::FILE_SIZE)?;
            for document in segment.doc_ids_alive() {
                files += u64::from(sizes.first(document).is_some());
                if let (Some(first), Some(last)) = (first.first(document), last.first(document)) {
                    let (least, most) = dates.unwrap_or((first, last));
                    dates = Some((least.min(first), most.max(last)));
                }
            }
        }
        let languages = self.counted("lang")?;
        Ok(IndexStats {
            schema_version: SCHEMA_VERSION,
            articles: self.store.count_articles()?,
            files,
            segments: searcher.segment_readers().len() as u64,
            bytes: self.store.bytes_on_disk(),
            dates: dates.map(|(first, last)| (day_name(first), day_name(last))),
            coverage,
            languages,
        })
    }

    /// Every file and article that could not be indexed, with its reason, sorted by path.
    ///
    /// # Errors
    /// `Io` or `Damaged` when the index cannot be read.
    pub fn problems(&self) -> Result<Vec<FileProblem>> {
        let searcher = self.reader.searcher();
        let mut problems = Vec::new();
        for (number, segment) in (0..).zip(searcher.segment_readers()) {
            // Articles have an id; what has none stands for a problem.
            let ids = segment.fast_fields().u64(column::ID_HASH)?;
            for document in segment.doc_ids_alive().filter(|id| ids.first(*id).is_none()) {
                let stored: TantivyDocument = searcher.doc(DocAddress::new(number, document))?;
                let json =
                    stored.get_first(self.store.fields.file_problem).and_then(|v| v.as_str());
                if let Some(problem) = json.and_then(|json| serde_json::from_str(json).ok()) {
                    problems.push(problem);
                }
            }
        }
        problems.sort_by(|a: &FileProblem, b| (&a.path, a.record).cmp(&(&b.path, b.record)));
        Ok(problems)
    }

    fn count_term(&self, field: tantivy::schema::Field, term: &str) -> Result<u64> {
        let query = tantivy::query::TermQuery::new(
            Term::from_field_text(field, term),
            IndexRecordOption::Basic,
        );
        Ok(self.reader.searcher().search(&query, &tantivy::collector::Count)? as u64)
    }

    /// The values of a counted field over all articles, the most frequent first.
    fn counted(&self, name: &str) -> Result<Vec<FacetCount>> {
        let Some(def) = find(name).filter(|def| def.facet) else { return Ok(Vec::new()) };
        let facets = vec![facet_column(def)];
        let ranked = Ranked { sort: Sort::Newest, today: 0, keep: 0, after: None, facets };
        let mut collected = self.reader.searcher().search(&tantivy::query::AllQuery, &ranked)?;
        let counts = collected.facets.pop().unwrap_or_default();
        Ok(facet_counts(def, counts, usize::MAX, &self.names))
    }

    /// The languages of the index whose stemmers are used.
    fn languages(&self) -> Result<&[String]> {
        if let Some(languages) = self.languages.get() {
            return Ok(languages);
        }
        let counts = self.counted("lang")?;
        let all: u64 = counts.iter().map(|value| value.count).sum();
        let frequent = counts.into_iter().filter(|value| value.count * LANGUAGE_SHARE >= all);
        let languages = frequent.map(|value| value.value).collect();
        Ok(self.languages.get_or_init(|| languages))
    }

    /// Reads the query, and loosens it where that is asked for.
    fn prepare(&self, request: &SearchRequest) -> Result<Prepared> {
        let mut resolved = request.query.resolve(request.today, request.strictness)?;
        let searcher = self.reader.searcher();
        let suggester = Suggester {
            searcher: &searcher,
            fields: &self.store.fields,
            languages: self.languages()?,
            names: &self.names,
        };
        resolved.notes.extend(suggester.suggest(&resolved.clause, request.query.text())?);
        let clause = match request.matching {
            Match::Any => any_of_bare_words(&resolved.clause),
            Match::All | Match::Auto => None,
        };
        let clause = clause.as_ref().unwrap_or(&resolved.clause);
        let mut lowered = self.lower(clause, &request.ranking)?;
        lowered.notes.extend(self.name_notes.iter().cloned());
        Ok(Prepared { resolved, lowered, ranking: request.ranking })
    }

    fn lower(&self, clause: &Clause, ranking: &Ranking) -> Result<Lowered> {
        let searcher = self.reader.searcher();
        lower(clause, &searcher, &self.store.fields, self.languages()?, &self.names, ranking)
    }

    /// Collects the matches; those that come first are looked at closely.
    fn collect(&self, prepared: &Prepared, ranked: &Ranked) -> Result<Collected> {
        let searcher = self.reader.searcher();
        let Prepared { lowered, ranking, .. } = prepared;
        let mut collected = searcher.search(lowered.query.as_ref(), ranked)?;
        if ranked.sort.by_score() && ranked.after.is_none() {
            rank::look_closer(&searcher, &mut collected.top, &lowered.units, ranking)?;
        }
        Ok(collected)
    }

    /// For [`Match::Auto`]: when not even one article has all the words, looks for any.
    fn loosen(&self, request: &SearchRequest, prepared: &mut Prepared, total: u64) -> Result<bool> {
        if total > 0 || request.matching != Match::Auto {
            return Ok(false);
        }
        let Some(clause) = any_of_bare_words(&prepared.resolved.clause) else { return Ok(false) };
        prepared.lowered = self.lower(&clause, &request.ranking)?;
        let ranking = &mut prepared.ranking;
        ranking.coverage = ranking.coverage.max(ranking.fallback_coverage);
        // An article with more of the words may lie far below one that has one of them often.
        ranking.depth = ranking.depth.saturating_mul(FALLBACK_DEEPER);
        prepared.lowered.notes.extend(self.name_notes.iter().cloned());
        Ok(true)
    }

    fn stored_article(&self, address: DocAddress) -> Result<Article> {
        let stored: TantivyDocument = self.reader.searcher().doc(address)?;
        let bytes = stored.get_first(self.store.fields.article).and_then(|value| value.as_bytes());
        let bytes =
            bytes.ok_or_else(|| Error::new(ErrorKind::Damaged, "an article is not stored"))?;
        crate::index::stored::restore(bytes)
    }

    /// The people of an article under the names by which they are counted.
    fn shown_people(&self, people: &[PersonMention]) -> Vec<String> {
        let mut shown: Vec<String> = Vec::with_capacity(people.len());
        for name in people.iter().filter_map(|person| self.names.shown(&person.name)) {
            if !shown.contains(&name) {
                shown.push(name);
            }
        }
        shown
    }

    /// Lines for `people.tsv` that would bring together names of this index which look like one
    /// person's.
    ///
    /// # Errors
    /// `Io` or `Damaged` when the index cannot be read.
    pub fn suggested_merges(&self) -> Result<Vec<String>> {
        let counted = self.counted("people")?;
        let counts: Vec<(String, u64)> =
            counted.into_iter().map(|count| (count.value, count.count)).collect();
        Ok(names::suggested_merges(&counts))
    }

    fn hit(
        &self,
        found: &Found,
        rank: u64,
        by_score: bool,
        prepared: &Prepared,
        marker: &Marker<'_>,
        request: &SearchRequest,
    ) -> Result<Hit> {
        let article = self.stored_article(found.address)?;
        let snippets = marker.snippets(&article, request.snippets);
        let explanation = (request.explain && by_score)
            .then(|| self.explanation(found, prepared, request))
            .transpose()?;
        Ok(Hit {
            explanation,
            copies: Vec::new(),
            rank,
            score: if by_score { found.score } else { 0.0 },
            id: article.id,
            path: article.path,
            record: article.record,
            title: article.title,
            date_source: article.date.as_ref().map(|date| date.source.as_str()),
            date: article.date.map(|date| date.to_string()),
            source: article.source,
            section: article.section,
            lang: article.lang,
            regions: article.regions.into_iter().map(|region| region.name).collect(),
            people: self.shown_people(&article.people),
            by: article.by,
            url: article.url,
            snippets,
        })
    }
}

impl Searcher {
    /// The exact copies of an article.
    fn copies(
        &self,
        searcher: &tantivy::Searcher,
        folder: &Folder,
        address: DocAddress,
    ) -> Result<Vec<Copy>> {
        let mut copies = Vec::new();
        for other in folder.copies(searcher, self.store.fields.content, address)? {
            let article = self.stored_article(other)?;
            copies.push(Copy {
                id: article.id,
                path: article.path,
                record: article.record,
                date: article.date.map(|date| date.to_string()),
                source: article.source,
            });
        }
        copies.sort_by(|a, b| (&a.date, &a.path, a.record).cmp(&(&b.date, &b.path, b.record)));
        Ok(copies)
    }

    fn explanation(
        &self,
        found: &Found,
        prepared: &Prepared,
        request: &SearchRequest,
    ) -> Result<rank::Explanation> {
        let searcher = self.reader.searcher();
        let mut explanation =
            rank::explain(&searcher, found.address, &prepared.lowered.units, &prepared.ranking)?;
        if matches!(request.sort, Sort::Blend { .. }) {
            explanation.recency = Some(found.recency);
        }
        Ok(explanation)
    }
}

/// The names in the folder of an index, and notes about lines that are not understood.
fn names_beside(folder: &Path) -> (NameBook, Vec<Note>) {
    let file = folder.join(names::USER_FILE);
    let (book, notes) = match std::fs::read_to_string(&file) {
        Ok(text) => NameBook::with_user_file(&text),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            (NameBook::embedded(), Vec::new())
        }
        Err(error) => {
            (NameBook::embedded(), vec![format!("{} cannot be read: {error}", names::USER_FILE)])
        }
    };
    let note = |text| Note { kind: NoteKind::Answer, start: 0, end: 0, text };
    (book, notes.into_iter().map(note).collect())
}

struct Prepared {
    resolved: ResolvedQuery,
    lowered: Lowered,
    ranking: Ranking,
}

impl Prepared {
    /// Without anything to rank by, the newest come first.
    fn sort(&self, request: &SearchRequest) -> Sort {
        match request.sort {
            sort if sort.by_score() && self.lowered.units.is_empty() => Sort::Newest,
            sort => sort,
        }
    }

    fn answer(self, request: &SearchRequest, loosened: bool, total: u64, started: Instant) -> Hits {
        let mut notes = self.resolved.notes;
        notes.extend(self.lowered.notes);
        if loosened && total > 0 {
            notes.push(Note {
                kind: NoteKind::Answer,
                start: 0,
                end: request.query.text().len(),
                text: "no article has all of the words: these have some of them".to_owned(),
            });
        }
        Hits {
            format_version: FORMAT_VERSION,
            query: request.query.text().to_owned(),
            read_as: self.resolved.read_as,
            notes,
            total,
            took_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
            hits: Vec::new(),
            facets: BTreeMap::new(),
        }
    }
}

impl SearchBackend for Searcher {
    fn search(&self, request: &SearchRequest) -> Result<Hits> {
        let started = Instant::now();
        let facets = facet_fields(&request.facets)?;
        let mut prepared = self.prepare(request)?;
        let wanted = request.limit.saturating_add(request.offset);
        let ranked = |prepared: &Prepared| Ranked {
            sort: prepared.sort(request),
            today: day_number(request.today),
            // What is looked at closely must be there, however few are shown.
            keep: if wanted > 0 { wanted.max(prepared.ranking.depth) } else { 0 },
            after: None,
            facets: facets.iter().map(|def| facet_column(def)).collect(),
        };
        let mut collected = self.collect(&prepared, &ranked(&prepared))?;
        let loosened = self.loosen(request, &mut prepared, collected.total)?;
        if loosened {
            collected = self.collect(&prepared, &ranked(&prepared))?;
        }
        let searcher = self.reader.searcher();
        let mut folder = Folder::new(&searcher)?;
        if request.copies == Copies::Fold {
            let mut kept = collected.top.len();
            let mut top = folder.fold(std::mem::take(&mut collected.top));
            // So many copies that the page is not full: look further down.
            while top.len() < wanted && kept >= ranked(&prepared).keep && kept > 0 {
                let deeper = Ranked { keep: kept.saturating_mul(4), ..ranked(&prepared) };
                let more = self.collect(&prepared, &deeper)?.top;
                if more.len() <= kept {
                    break;
                }
                kept = more.len();
                folder = Folder::new(&searcher)?;
                top = folder.fold(more);
            }
            collected.top = top;
        }
        let by_score = prepared.sort(request).by_score();
        let mut hits = Vec::with_capacity(request.limit.min(collected.top.len()));
        let shown = collected.top.iter().enumerate().skip(request.offset).take(request.limit);
        let marker = Marker::new(&prepared.lowered.highlights);
        for (position, found) in shown {
            let rank = position as u64 + 1;
            let mut hit = self.hit(found, rank, by_score, &prepared, &marker, request)?;
            if request.copies == Copies::Fold {
                hit.copies = self.copies(&searcher, &folder, found.address)?;
            }
            hits.push(hit);
        }
        let mut answer = prepared.answer(request, loosened, collected.total, started);
        answer.hits = hits;
        answer.facets = facets
            .iter()
            .zip(collected.facets)
            .map(|(def, counts)| {
                (def.name.to_owned(), facet_counts(def, counts, request.facet_limit, &self.names))
            })
            .collect();
        answer.took_us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(answer)
    }

    fn stream(
        &self,
        request: &SearchRequest,
        take: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<Hits> {
        let started = Instant::now();
        let mut prepared = self.prepare(request)?;
        let mut loosened = false;
        let mut after: Option<Place> = None;
        let mut rank = 0;
        let mut total = 0;
        let searcher = self.reader.searcher();
        let mut folder = Folder::new(&searcher)?;
        'windows: loop {
            let sort = prepared.sort(request);
            let today = day_number(request.today);
            let ranked = Ranked { sort, today, keep: WINDOW, after, facets: Vec::new() };
            let collected = self.collect(&prepared, &ranked)?;
            if after.is_none() {
                total = collected.total;
                if !loosened && self.loosen(request, &mut prepared, total)? {
                    loosened = true;
                    continue;
                }
            }
            let marker = Marker::new(&prepared.lowered.highlights);
            for found in &collected.top {
                let fold = request.copies == Copies::Fold;
                if fold && !folder.is_new(found.address) {
                    continue;
                }
                rank += 1;
                let by_score = sort.by_score();
                let mut hit = self.hit(found, rank, by_score, &prepared, &marker, request)?;
                if fold {
                    hit.copies = self.copies(&searcher, &folder, found.address)?;
                }
                if take(hit).is_break() {
                    break 'windows;
                }
            }
            match collected.top.last() {
                Some(last) if collected.top.len() == WINDOW => after = Some(last.place),
                _ => break,
            }
        }
        Ok(prepared.answer(request, loosened, total, started))
    }

    fn article(&self, id: &ArticleId) -> Result<Option<Article>> {
        let Some(field) = self.store.fields.named("id") else { return Ok(None) };
        let term = Term::from_field_text(field, id.as_str());
        for (number, segment) in (0..).zip(self.reader.searcher().segment_readers()) {
            let inverted = segment.inverted_index(field)?;
            let postings =
                inverted.read_postings(&term, IndexRecordOption::Basic).map_err(|error| {
                    Error::new(ErrorKind::Damaged, "postings cannot be read").with_source(error)
                })?;
            let Some(mut postings) = postings else { continue };
            let mut document = tantivy::DocSet::doc(&postings);
            while document != TERMINATED {
                if !segment.is_deleted(document) {
                    return self.stored_article(DocAddress::new(number, document)).map(Some);
                }
                document = tantivy::DocSet::advance(&mut postings);
            }
        }
        Ok(None)
    }
}

fn day_name(day: i64) -> String {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    let span = jiff::Span::new().try_days(day);
    span.and_then(|span| epoch.checked_add(span))
        .map_or_else(|_| day.to_string(), |date| date.to_string())
}

/// Looks up the fields to be counted.
fn facet_fields(names: &[String]) -> Result<Vec<&'static FieldDef>> {
    let counted = |name: &String| {
        find(name).filter(|def| def.facet).ok_or_else(|| {
            let known: Vec<&str> =
                FIELDS.iter().filter(|def| def.facet).map(|def| def.name).collect();
            let message =
                format!("{name} is no field that is counted; these are: {}", known.join(", "));
            Error::new(ErrorKind::Argument, message)
        })
    };
    names.iter().map(counted).collect()
}

/// Turns counts into a list, the most frequent first, equals by name. Regions get their names,
/// the names of a person are brought together.
fn facet_counts(
    def: &FieldDef,
    counts: HashMap<String, u64>,
    limit: usize,
    names: &NameBook,
) -> Vec<FacetCount> {
    let counts: Vec<(String, u64)> = match def.kind {
        FieldKind::Person => names.count(counts.into_iter()),
        FieldKind::Region => counts
            .into_iter()
            .map(|(id, count)| {
                let name = Regions::get().find(&id).map(|node| node.name.to_string());
                (name.unwrap_or(id), count)
            })
            .collect(),
        _ => counts.into_iter().collect(),
    };
    let mut list: Vec<FacetCount> =
        counts.into_iter().map(|(value, count)| FacetCount { value, count }).collect();
    list.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    list.truncate(limit);
    list
}
