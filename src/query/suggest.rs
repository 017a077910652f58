//! Did you mean: the words, names and values nearest to one that no article has. Offered as a
//! note, never taken instead: a spelling that nobody used is an answer too.
//!
//! Fields and regions, of which there is one list for all indexes, are proposed by `resolve`.
//! Only what the query asks for is looked at, not what it leaves out. Bounded: so many words of a
//! query, so many words of the index, at most two letters away.

use std::collections::BTreeMap;

use dateline_index_schema::{FIELDS, FieldDef};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::termdict::TermStreamer;
use tantivy::{Searcher, Term};

use super::expand::Expander;
use super::note::{Note, NoteKind};
use super::resolve::edit_distance;
use super::resolved::{Clause, TextPart, WordPattern, written_name};
use crate::error::{Error, ErrorKind, Result};
use crate::index::schema::{IndexFields, whole_name_field};
use crate::index::spelling_term;
use crate::names::{NameBook, spelling_key};
use crate::text::terms::{Run, is_folded_word};
use crate::text::{fold, stands_alone, words};

/// Most words of one query that others are proposed for.
const MOST_ASKED: usize = 4;

/// Most words of a query that are looked up.
const MOST_LOOKED_UP: usize = 256;

/// Most proposals for one word.
const MOST_PROPOSED: usize = 3;

/// Most indexed words that are compared with one of the query.
const MOST_COMPARED: usize = 20_000;

/// What is needed to look words up.
pub(crate) struct Suggester<'a> {
    pub searcher: &'a Searcher,
    pub fields: &'a IndexFields,
    pub languages: &'a [String],
    pub names: &'a NameBook,
}

/// A word that no article has, with what is proposed instead.
struct Unknown {
    /// As the query has it.
    typed: String,
    /// With its field.
    shown: String,
    proposed: Vec<String>,
}

impl Suggester<'_> {
    /// Notes about what `clause`, typed as `query`, asks for and no article has.
    ///
    /// # Errors
    /// `Damaged` or `Io` when the index cannot be read.
    pub(crate) fn suggest(&self, clause: &Clause, query: &str) -> Result<Vec<Note>> {
        let mut wanted = Vec::new();
        collect(clause, &mut wanted);
        let expander = Expander::new(self.searcher, self.languages);
        let mut notes: Vec<Note> = Vec::new();
        for clause in wanted.iter().take(MOST_LOOKED_UP) {
            let unknown = match clause {
                Wanted::Word(field, pattern) => self.word(*field, pattern, &expander)?,
                Wanted::Person(field, words) => self.person(field, words)?,
                Wanted::Keyword(field, value) => self.keyword(field, value)?,
            };
            let Some(Unknown { typed, shown, proposed }) = unknown else { continue };
            let (start, end) = place(query, &typed);
            let text = match proposed.as_slice() {
                [] => format!("no article has {shown}"),
                proposed => {
                    format!("no article has {shown} (did you mean {}?)", proposed.join(" or "))
                }
            };
            if !notes.iter().any(|note| note.text == text) {
                notes.push(Note { kind: NoteKind::Suggestion, start, end, text });
            }
            if notes.len() == MOST_ASKED {
                break;
            }
        }
        Ok(notes)
    }

    fn frequency(&self, field: Field, word: &str) -> Result<u64> {
        Ok(self.searcher.doc_freq(&Term::from_field_text(field, word))?)
    }

    fn word(
        &self,
        field: Option<&'static FieldDef>,
        pattern: &WordPattern,
        expander: &Expander<'_>,
    ) -> Result<Option<Unknown>> {
        let (WordPattern::Stemmed(word) | WordPattern::Folded(word)) = pattern else {
            return Ok(None);
        };
        // Rows of characters are no words of the dictionary.
        if Run::new(word, false).is_some() {
            return Ok(None);
        }
        let searched: Vec<Field> = FIELDS
            .iter()
            .filter(|def| match field {
                Some(field) => field.name == def.name,
                None => def.searched_by_default(),
            })
            .filter_map(|def| self.fields.declared(def))
            .collect();
        for field in &searched {
            if self.frequency(*field, word)? > 0 {
                return Ok(None);
            }
        }
        for field in &searched {
            for form in expander.expand(*field, pattern)?.words {
                if form != *word && self.frequency(*field, &form)? > 0 {
                    return Ok(None);
                }
            }
        }
        let shown = match field {
            Some(def) => format!("{}:{word}", def.name),
            None => word.clone(),
        };
        let proposed = self.nearest(&searched, word)?;
        Ok(Some(Unknown { typed: word.clone(), shown, proposed }))
    }

    fn person(&self, def: &'static FieldDef, typed: &[WordPattern]) -> Result<Option<Unknown>> {
        let Some(field) = self.fields.declared(def) else { return Ok(None) };
        let Some(whole) = written_name(typed) else { return Ok(None) };
        // Known by another spelling.
        if !self.names.forms(&whole).is_empty() {
            return Ok(None);
        }
        if let (Some(key), Ok(of_names)) =
            (spelling_key(&whole), self.searcher.schema().get_field(&whole_name_field(def)))
            && self.frequency(of_names, &spelling_term(&key))? > 0
        {
            return Ok(None);
        }
        let mut unknown = None;
        let mut readings: Vec<Vec<String>> = vec![Vec::new()];
        for word in whole.split(' ') {
            if self.frequency(field, word)? > 0 {
                readings.iter_mut().for_each(|reading| reading.push(word.to_owned()));
                continue;
            }
            unknown.get_or_insert(word);
            let nearest = self.nearest(&[field], word)?;
            readings = nearest
                .iter()
                .flat_map(|other| {
                    readings.iter().map(|reading| {
                        let mut reading = reading.clone();
                        reading.push(other.clone());
                        reading
                    })
                })
                .take(MOST_PROPOSED)
                .collect();
        }
        let Some(typed) = unknown else { return Ok(None) };
        let quoted = |name: &str| {
            if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() }
        };
        Ok(Some(Unknown {
            typed: typed.to_owned(),
            shown: format!("{}:{}", def.name, quoted(&whole)),
            proposed: readings.iter().map(|reading| quoted(&reading.join(" "))).collect(),
        }))
    }

    fn keyword(&self, def: &'static FieldDef, value: &str) -> Result<Option<Unknown>> {
        let Some(field) = self.fields.declared(def) else { return Ok(None) };
        if self.frequency(field, value)? > 0 {
            return Ok(None);
        }
        Ok(Some(Unknown {
            typed: value.to_owned(),
            shown: format!("{}:{value}", def.name),
            proposed: self.nearest(&[field], value)?,
        }))
    }

    /// The indexed words nearest to `word`: the least changed first, of these the most frequent.
    fn nearest(&self, fields: &[Field], word: &str) -> Result<Vec<String>> {
        let length = word.chars().count();
        let whole =
            (3..=48).contains(&length) && !word.chars().any(|c| c.is_numeric() || stands_alone(c));
        if !whole {
            return Ok(Vec::new());
        }
        let distance = if length <= 4 { 1 } else { 2 };
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for field in fields {
            let term = Term::from_field_text(*field, word);
            let automaton = FuzzyTermQuery::new(term, distance, true).automaton()?;
            for segment in self.searcher.segment_readers() {
                let inverted = segment.inverted_index(*field)?;
                let mut stream: TermStreamer<'_, _> =
                    inverted.terms().search(&automaton).into_stream().map_err(|error| {
                        Error::new(ErrorKind::Damaged, "dictionary cannot be read")
                            .with_source(error)
                    })?;
                while found.len() < MOST_COMPARED && stream.advance() {
                    if let Ok(other) = std::str::from_utf8(stream.key())
                        && is_folded_word(other)
                    {
                        *found.entry(other.to_owned()).or_default() +=
                            u64::from(stream.value().doc_freq);
                    }
                }
            }
        }
        let mut nearest: Vec<(usize, u64, String)> = found
            .into_iter()
            .map(|(other, frequency)| (edit_distance(word, &other), frequency, other))
            .collect();
        nearest.sort_by(|a, b| (a.0, b.1, &a.2).cmp(&(b.0, a.1, &b.2)));
        // With one letter changed there are enough; two are a guess.
        let least = nearest.first().map_or(0, |(distance, ..)| *distance);
        Ok(nearest
            .into_iter()
            .filter(|(distance, ..)| *distance == least)
            .take(MOST_PROPOSED)
            .map(|(_, _, other)| other)
            .collect())
    }
}

/// What is looked up.
enum Wanted<'c> {
    Word(Option<&'static FieldDef>, &'c WordPattern),
    Person(&'static FieldDef, &'c [WordPattern]),
    Keyword(&'static FieldDef, &'c str),
}

fn collect<'c>(clause: &'c Clause, wanted: &mut Vec<Wanted<'c>>) {
    if wanted.len() > MOST_LOOKED_UP {
        return;
    }
    match clause {
        Clause::All { clauses, .. } | Clause::Any(clauses) => {
            clauses.iter().for_each(|clause| collect(clause, wanted));
        }
        Clause::AtLeast { of, .. } | Clause::Boost { of, .. } => collect(of, wanted),
        Clause::Text { field, part } => collect_words(*field, part, wanted),
        Clause::Person { field, words, only_this: false } => {
            wanted.push(Wanted::Person(field, words));
        }
        Clause::Keyword { field, value: WordPattern::Folded(value) } => {
            wanted.push(Wanted::Keyword(field, value));
        }
        _ => {}
    }
}

fn collect_words<'c>(
    field: Option<&'static FieldDef>,
    part: &'c TextPart,
    wanted: &mut Vec<Wanted<'c>>,
) {
    match part {
        TextPart::Word(pattern) => wanted.push(Wanted::Word(field, pattern)),
        TextPart::Phrase { words, .. } => {
            wanted.extend(words.iter().map(|pattern| Wanted::Word(field, pattern)));
        }
        TextPart::Any(parts) | TextPart::Near { parts, .. } => {
            parts.iter().for_each(|part| collect_words(field, part, wanted));
        }
    }
}

/// Where in the query a folded word stands.
fn place(query: &str, word: &str) -> (usize, usize) {
    words(query)
        .find(|span| fold(&query[span.clone()]) == word)
        .map_or((0, 0), |span| (span.start, span.end))
}
