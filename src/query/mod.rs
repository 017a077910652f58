//! The query language: a string in, a condition out, and notes on what was guessed.

mod expand;
pub(crate) mod lower;
pub mod note;
pub mod resolved;
mod span_query;
pub(crate) mod spans;

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
pub struct Query(pub String);
impl Query {
    /// stub
    pub fn text(&self) -> &str {
        &self.0
    }
    /// stub
    pub fn resolve(
        &self,
        _: jiff::civil::Date,
        _: Strictness,
    ) -> crate::Result<resolved::ResolvedQuery> {
        Ok(resolved::ResolvedQuery {
            clause: resolved::Clause::Everything,
            read_as: String::new(),
            notes: vec![],
        })
    }
}
