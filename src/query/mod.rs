//! The query language: a string in, a condition out, and notes on what was guessed.
//!
//! ```
//! use dateline::query::{Query, Strictness};
//! use jiff::civil::date;
//!
//! let query = Query::parse("\"peace talks\" region:europe since:2024-08 -sport");
//! let read = query.resolve(date(2024, 9, 1), Strictness::Lenient)?;
//! assert_eq!(
//!     read.read_as,
//!     "\"peace talks\" AND region:europe AND date:2024-08-01.. AND NOT sport"
//! );
//! assert!(read.notes.is_empty());
//! # Ok::<(), dateline::Error>(())
//! ```

mod ast;
mod caret;
mod cut;
mod dates;
mod expand;
mod lex;
pub(crate) mod lower;
pub mod note;
mod parse;
mod print;
pub(crate) mod ranking;
mod read_as;
mod resolve;
pub mod resolved;
mod settle;
pub(crate) mod span_query;
pub(crate) mod spans;
pub(crate) mod suggest;
mod value;
mod words_query;

use std::fmt;

use jiff::civil::Date;

use crate::error::{Error, ErrorKind, Result};
use ast::{Node, Spanned};
use note::{Note, NoteKind, shortened};
use resolved::{Clause, ResolvedQuery};

/// Whether a query that had to be repaired is accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Repairs are notes.
    #[default]
    Lenient,
    /// The first repair is an error.
    Strict,
}

/// Longest query that is read, in bytes; what follows is left out with a note. A megabyte is a
/// list of all that [`parse`] counts, each of its parts as long as a word can be, and is read in a
/// few milliseconds.
const MAX_BYTES: usize = 1 << 20;

/// Longest reading within a note, in characters.
const MOST_SHOWN: usize = 1000;

/// A query as typed. Any string is one; the grammar stands in `query/parse.rs`.
///
/// It is shown as a query that reads the same, with the brackets and quotes that were meant. Two
/// queries are equal when they read the same:
///
/// ```
/// use dateline::query::Query;
///
/// let query = Query::parse("(oil,  “peace talks” -title:a,b");
/// assert_eq!(query.to_string(), "oil, \"peace talks\" NOT title:a,b");
/// assert_eq!(Query::parse(&query.to_string()), query);
/// ```
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    tree: Spanned,
    filters: Vec<Spanned>,
    notes: Vec<Note>,
}

impl Query {
    /// Reads `text`.
    pub fn parse(text: &str) -> Query {
        let read = &text[..text.floor_char_boundary(MAX_BYTES)];
        let (tree, mut notes) = parse::parse(read);
        if read.len() < text.len() {
            notes.push(Note {
                kind: NoteKind::Limit,
                start: read.len(),
                end: text.len(),
                text: format!("only the first {MAX_BYTES} bytes of the query count"),
            });
        }
        Query { text: text.to_owned(), tree, filters: Vec::new(), notes }
    }

    /// Adds a condition that holds besides the whole query: the same as `(query) AND
    /// field:value`, with a value of several words taken as a phrase.
    #[must_use]
    pub fn filter(mut self, field: &str, value: &str) -> Query {
        let shaped = value.contains(['"', '“', '(', '[', ','])
            || value.contains("..")
            || value.starts_with(['<', '>']);
        let value = value.trim();
        let typed = if !shaped && value.contains(char::is_whitespace) {
            format!("{field}:\"{value}\"")
        } else {
            format!("{field}:{value}")
        };
        let (tree, mut notes) = parse::parse(&typed);
        // Places in a filter are no places in the query.
        notes.iter_mut().for_each(|note| (note.start, note.end) = (0, 0));
        self.notes.extend(notes);
        self.filters.push(tree);
        self
    }

    /// The query as typed, without its filters.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was repaired or left out while reading; [`Query::resolve`] may add more.
    pub fn notes(&self) -> &[Note] {
        &self.notes
    }

    /// Looks up fields and fixes dates. `today` is the day that `7d` or `yesterday` count from.
    ///
    /// # Errors
    /// `Query` under [`Strictness::Strict`] when anything had to be repaired or guessed: the
    /// message has the query with a caret under the place.
    pub fn resolve(&self, today: Date, strictness: Strictness) -> Result<ResolvedQuery> {
        let mut notes = self.notes.clone();
        let mut clause = resolve::resolve(&self.tree, today, &mut notes);
        let typed = shortened(&read_as::read_as(&clause), MOST_SHOWN);
        if !self.filters.is_empty() {
            let mut clauses = if clause == Clause::Everything { Vec::new() } else { vec![clause] };
            for filter in &self.filters {
                let before = notes.len();
                clauses.push(resolve::resolve(filter, today, &mut notes));
                notes[before..].iter_mut().for_each(|note| (note.start, note.end) = (0, 0));
            }
            clause = match clauses.len() {
                1 => clauses.remove(0),
                _ => Clause::All { clauses, side_by_side: false },
            };
        }
        for note in
            notes.iter_mut().filter(|note| note.kind == NoteKind::ReadAs && note.text.is_empty())
        {
            note.text = format!("read as: {typed}");
        }
        if strictness == Strictness::Strict
            && let Some(note) = notes.first()
        {
            return Err(Error::new(ErrorKind::Query, caret::message(&self.text, note)));
        }
        Ok(ResolvedQuery { read_as: read_as::read_as(&clause), clause, notes })
    }
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.tree == other.tree && self.filters == other.filters
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.filters.is_empty() {
            return write!(f, "{}", self.tree);
        }
        write!(f, "({})", self.tree)?;
        self.filters.iter().try_for_each(|filter| write!(f, " AND {filter}"))
    }
}

impl Default for Query {
    /// The empty query, which finds everything.
    fn default() -> Self {
        Query {
            text: String::new(),
            tree: Spanned::new(Node::Everything, 0, 0),
            filters: Vec::new(),
            notes: Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests;
