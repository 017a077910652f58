//! Stem when indexing, or when asking?
//! `cargo bench --bench stemming -- ARTICLES.jsonl [NUMBER] [FOLDER OF time-ir]`
//!
//! Builds two indexes of the engine from the same articles (lines of JSON with `title` and
//! `text`), with dateline's own words and folding and one thread: one holds stems, remembered
//! per run, and one holds folded words, of which a query takes all that have its word's stem and
//! scores them as one. Prints time, size, latency of the first ten, and with the folder of the
//! TIME collection the mean average precision of its queries.

use std::collections::{BTreeSet, HashMap};
use std::io::{BufRead as _, Write as _};
use std::path::Path;
use std::time::Instant;

use dateline::text::{fold, fold_into, words};
use frostem::{Algorithm, Stemmer};
use tantivy::collector::TopDocs;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{
    Bm25Weight, BooleanQuery, EnableScoring, Explanation, Occur, Query, Scorer, TermQuery, Weight,
};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};
use tantivy::{DocId, DocSet, Index, Score, Searcher, SegmentReader, TERMINATED, Term, doc};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Searches of each kind.
const SEARCHES: usize = 200;
/// Remembered stems, after which the memory is cleared.
const REMEMBERED: usize = 200_000;

#[derive(Clone, Copy, PartialEq)]
enum When {
    Indexing,
    Asking,
}

/// Words as dateline cuts them, folded, and stemmed or not.
struct Words {
    stemmer: Option<Stemmer>,
    remembered: HashMap<String, String>,
}

impl Clone for Words {
    fn clone(&self) -> Self {
        Words::new(if self.stemmer.is_some() { When::Indexing } else { When::Asking })
    }
}

impl Words {
    fn new(when: When) -> Words {
        let stemmer = (when == When::Indexing).then(|| Stemmer::new(Algorithm::English));
        Words { stemmer, remembered: HashMap::new() }
    }
}

struct Stream<'a> {
    text: &'a str,
    words: dateline::text::Words<'a>,
    stemmer: Option<&'a Stemmer>,
    remembered: &'a mut HashMap<String, String>,
    token: Token,
}

impl Tokenizer for Words {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream {
            text,
            words: words(text),
            stemmer: self.stemmer.as_ref(),
            remembered: &mut self.remembered,
            token: Token::default(),
        }
    }
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        let Some(span) = self.words.next() else { return false };
        self.token.text.clear();
        fold_into(&self.text[span], &mut self.token.text);
        self.token.position = self.token.position.wrapping_add(1);
        if let Some(stemmer) = self.stemmer {
            if let Some(stem) = self.remembered.get(&self.token.text) {
                self.token.text.clone_from(stem);
            } else {
                if self.remembered.len() >= REMEMBERED {
                    self.remembered.clear();
                }
                let stem = stemmer.stem(&self.token.text).into_owned();
                self.remembered.insert(self.token.text.clone(), stem.clone());
                self.token.text = stem;
            }
        }
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

/// Several words scored as one: frequencies added, one number of documents.
#[derive(Clone, Debug)]
struct Forms {
    field: Field,
    terms: Vec<Term>,
}

impl Query for Forms {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let EnableScoring::Enabled { statistics_provider, .. } = scoring else {
            return Err(tantivy::TantivyError::InvalidArgument("scored queries only".to_owned()));
        };
        let documents = statistics_provider.total_num_docs()?.max(1);
        let mut frequency = 0;
        for term in &self.terms {
            frequency += statistics_provider.doc_freq(term)?;
        }
        let length =
            statistics_provider.total_num_tokens(self.field)? as Score / documents as Score;
        let frequency = frequency.min(documents);
        let bm25 = Bm25Weight::for_one_term_without_explain(frequency, documents, length);
        Ok(Box::new(FormsWeight { forms: self.clone(), bm25 }))
    }
}

struct FormsWeight {
    forms: Forms,
    bm25: Bm25Weight,
}

impl Weight for FormsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inverted = reader.inverted_index(self.forms.field)?;
        let mut postings = Vec::new();
        for term in &self.forms.terms {
            postings.extend(inverted.read_postings(term, IndexRecordOption::WithFreqs)?);
        }
        let document = postings.iter().map(DocSet::doc).min().unwrap_or(TERMINATED);
        let norms = reader.get_fieldnorms_reader(self.forms.field)?;
        Ok(Box::new(FormsScorer { postings, document, bm25: self.bm25.boost_by(boost), norms }))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("forms", 0.0))
    }
}

struct FormsScorer {
    postings: Vec<SegmentPostings>,
    document: DocId,
    bm25: Bm25Weight,
    norms: FieldNormReader,
}

impl DocSet for FormsScorer {
    fn advance(&mut self) -> DocId {
        self.seek(self.document.saturating_add(1))
    }

    fn seek(&mut self, target: DocId) -> DocId {
        let mut first = TERMINATED;
        for postings in &mut self.postings {
            let at = if postings.doc() < target { postings.seek(target) } else { postings.doc() };
            first = first.min(at);
        }
        self.document = first;
        first
    }

    fn doc(&self) -> DocId {
        self.document
    }

    fn size_hint(&self) -> u32 {
        self.postings.iter().map(DocSet::size_hint).sum()
    }
}

impl Scorer for FormsScorer {
    fn score(&mut self) -> Score {
        let here = self.postings.iter().filter(|postings| postings.doc() == self.document);
        let frequency = here.map(|postings| postings.term_freq()).sum();
        self.bm25.score(self.norms.fieldnorm_id(self.document), frequency)
    }
}

/// One of the two indexes.
struct Built {
    when: When,
    searcher: Searcher,
    body: Field,
    number: Field,
    seconds: f64,
    bytes: u64,
    _folder: tempfile::TempDir,
}

fn build(when: When, texts: &[String]) -> Result<Built> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("words")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let body = schema.add_text_field("body", TextOptions::default().set_indexing_options(indexing));
    let number = schema.add_u64_field("number", FAST);
    let folder = tempfile::tempdir()?;
    let index = Index::create_in_dir(folder.path(), schema.build())?;
    index.tokenizers().register("words", Words::new(when));
    let started = Instant::now();
    let mut writer = index.writer_with_num_threads(1, 256_000_000)?;
    for (at, text) in (0_u64..).zip(texts) {
        writer.add_document(doc!(body => text.as_str(), number => at))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    let seconds = started.elapsed().as_secs_f64();
    let mut bytes = 0;
    for entry in std::fs::read_dir(folder.path())? {
        bytes += entry?.metadata()?.len();
    }
    let searcher = index.reader()?.searcher();
    Ok(Built { when, searcher, body, number, seconds, bytes, _folder: folder })
}

impl Built {
    fn word(&self, word: &str, stemmer: &Stemmer) -> Result<Box<dyn Query>> {
        let folded = fold(word);
        let stem = stemmer.stem(&folded);
        if self.when == When::Indexing {
            let term = Term::from_field_text(self.body, &stem);
            return Ok(Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs)));
        }
        // What the word and its stem share, less what other forms may change.
        let shared = folded.chars().zip(stem.chars()).take_while(|(a, b)| a == b).count();
        let kept = if shared > 3 { shared - 1 } else { shared.min(2) };
        let start: String = folded.chars().take(kept).collect();
        let mut forms = BTreeSet::from([folded.clone().into_owned()]);
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.body)?;
            let mut terms = inverted.terms().range().ge(start.as_bytes()).into_stream()?;
            while terms.advance() {
                let Ok(form) = std::str::from_utf8(terms.key()) else { continue };
                if !form.starts_with(&start) {
                    break;
                }
                if stemmer.stem(form) == stem {
                    forms.insert(form.to_owned());
                }
            }
        }
        let terms = forms.iter().map(|form| Term::from_field_text(self.body, form)).collect();
        Ok(Box::new(Forms { field: self.body, terms }))
    }

    fn search(&self, typed: &[&str], occur: Occur, limit: usize) -> Result<Vec<u64>> {
        let stemmer = Stemmer::new(Algorithm::English);
        let mut parts = Vec::new();
        for word in typed {
            parts.push((occur, self.word(word, &stemmer)?));
        }
        let query: Box<dyn Query> = match parts.len() {
            1 => parts.remove(0).1,
            _ => Box::new(BooleanQuery::new(parts)),
        };
        let found = self.searcher.search(&query, &TopDocs::with_limit(limit).order_by_score())?;
        let mut numbers = Vec::with_capacity(found.len());
        for (_, address) in found {
            let segment = self.searcher.segment_reader(address.segment_ord);
            let column =
                segment.fast_fields().u64(self.searcher.schema().get_field_name(self.number))?;
            numbers.extend(column.first(address.doc_id));
        }
        Ok(numbers)
    }
}

/// Words out of the articles, the same at every run: frequent ones come often.
fn some_words(texts: &[String]) -> Vec<&str> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut found = Vec::new();
    while found.len() < SEARCHES * 3 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let text = &texts[(state % texts.len() as u64) as usize];
        let all: Vec<_> = words(text).filter(|span| span.len() > 3).collect();
        if let Some(span) = all.get((state >> 32) as usize % all.len().max(1)) {
            found.push(&text[span.clone()]);
        }
    }
    found
}

fn percentiles(mut times: Vec<f64>) -> (f64, f64) {
    times.sort_by(f64::total_cmp);
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

fn main() -> Result<()> {
    let mut out = std::io::stdout().lock();
    let arguments: Vec<String> =
        std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some(file) = arguments.first() else {
        writeln!(out, "usage: cargo bench --bench stemming -- ARTICLES.jsonl [NUMBER] [FOLDER]")?;
        return Ok(());
    };
    let number = arguments.get(1).map_or(Ok(20_000), |number| number.parse())?;
    let mut texts = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(file)?).lines().take(number) {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let part = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
        texts.push(format!("{}\n\n{}", part("title"), part("text")));
    }
    let text_bytes: usize = texts.iter().map(String::len).sum();
    writeln!(out, "{} articles, {:.1} MB", texts.len(), text_bytes as f64 / 1e6)?;
    let typed = some_words(&texts);
    for (name, when) in
        [("stems when indexing", When::Indexing), ("stems when asking", When::Asking)]
    {
        let built = build(when, &texts)?;
        writeln!(
            out,
            "{name}: {:.1} s, {:.3} of the text",
            built.seconds,
            built.bytes as f64 / text_bytes as f64
        )?;
        for (kind, count, occur) in [
            ("one word", 1, Occur::Must),
            ("two, all", 2, Occur::Must),
            ("three, any", 3, Occur::Should),
        ] {
            let mut times = Vec::new();
            for query in typed.chunks(3).take(SEARCHES) {
                let started = Instant::now();
                built.search(&query[..count], occur, 10)?;
                times.push(started.elapsed().as_secs_f64() * 1e6);
            }
            let (middle, high) = percentiles(times);
            writeln!(out, "  {kind:<12} p50 {middle:>7.0} µs   p95 {high:>7.0} µs")?;
        }
        if let Some(folder) = arguments.get(2) {
            writeln!(out, "  time-ir      MAP {:.3}", average_precision(when, Path::new(folder))?)?;
        }
    }
    Ok(())
}

/// Mean average precision over the queries of the TIME collection.
fn average_precision(when: When, folder: &Path) -> Result<f64> {
    let read = |name: &str| -> Result<String> {
        Ok(String::from_utf8_lossy(&std::fs::read(folder.join(name))?).into_owned())
    };
    // What stands in the line of the mark, and what stands below it.
    let parts = |text: &str, mark: &str| -> Vec<(String, String)> {
        let pieces =
            text.split(mark).skip(1).map(|piece| piece.split_once('\n').unwrap_or_default());
        pieces.map(|(head, rest)| (head.trim().to_owned(), rest.to_owned())).collect()
    };
    let texts: Vec<String> =
        parts(&read("TIME.ALL")?, "*TEXT").into_iter().map(|part| part.1).collect();
    let built = build(when, &texts)?;
    let mut relevant: HashMap<usize, BTreeSet<u64>> = HashMap::new();
    for line in read("qrels.txt")?.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        if let [query, _, document, _] = fields.as_slice() {
            // Two documents at 371 to 377 are missing from every copy of the collection.
            let place = match document.parse::<u64>()? {
                number @ 378.. => number - 3,
                number => number.saturating_sub(1),
            };
            relevant.entry(query.parse()?).or_default().insert(place);
        }
    }
    let mut sum = 0.0;
    for (query, text) in parts(&read("TIME.QUE")?, "*FIND") {
        let text = text.split("*STOP").next().unwrap_or_default();
        let Some(relevant) = relevant.get(&query.parse()?) else { continue };
        let typed: Vec<&str> = words(text).map(|span| &text[span]).collect();
        let mut right = 0.0;
        let mut precision = 0.0;
        for (rank, number) in (1..).zip(built.search(&typed, Occur::Should, 1000)?) {
            if relevant.contains(&number) {
                right += 1.0;
                precision += right / f64::from(rank);
            }
        }
        sum += precision / relevant.len() as f64;
    }
    Ok(sum / relevant.len() as f64)
}
