//! What had to be repaired or guessed while reading a query.

use serde::Serialize;

/// The kind of a [`Note`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum NoteKind {
    /// A bracket, quote or operand that is missing was supplied, or one too many left out.
    Repaired,
    /// One of several readings was taken, such as where AND and OR mix without brackets.
    ReadAs,
    /// `x:` with no field of that name was read as text.
    UnknownField,
    /// A value that its field cannot hold; the condition finds nothing or was left out.
    BadValue,
    /// A word was spread to fewer indexed words than match it, or the query was cut at a limit.
    Limit,
    /// A form of the language that this version reads but does not yet carry out.
    Unsupported,
    /// The answer was found in another way than asked, such as by any of the words.
    Answer,
}

/// One repair or guess: never silent, never an error unless strictness is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What kind of thing it is.
    pub kind: NoteKind,
    /// First byte in the query as typed; `start == end` marks a place between characters.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// The message, lower case and without a final period.
    pub text: String,
}
