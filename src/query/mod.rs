//! The query language: a string in, a condition out, and notes on what was guessed.

pub mod note;
pub mod resolved;

/// Whether a query that had to be repaired is accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strictness {
    /// Repairs are notes.
    #[default]
    Lenient,
    /// The first repair is an error.
    Strict,
}

/// stub
#[derive(Clone, Debug)]
pub struct Query;
