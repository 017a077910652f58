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
    /// A word, name or place that no article has, with those that are nearest to it: offered, never
    /// taken instead.
    Suggestion,
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

/// The beginning of a text, with `…` where it was cut.
pub(crate) fn shortened(text: &str, most_chars: usize) -> String {
    let mut shown: String = text.chars().take(most_chars).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

/// Notes as they are made: so many, and how many more there would be. A hostile query repeats one
/// mistake ten thousand times.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    list: Vec<Note>,
    more: usize,
}

impl Notes {
    /// Most notes of one stage.
    const MOST: usize = 32;

    /// Longest text of a note, in characters.
    const MOST_CHARS: usize = 400;

    pub(crate) fn push(&mut self, mut note: Note) {
        if self.list.len() < Self::MOST {
            note.text = shortened(&note.text, Self::MOST_CHARS);
            self.list.push(note);
        } else {
            self.more += 1;
        }
    }

    /// How many there are up to now, for [`Notes::back_to`].
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.list.len(), self.more)
    }

    /// Takes back what was noted since, with a reading that was given up.
    pub(crate) fn back_to(&mut self, (kept, more): (usize, usize)) {
        self.list.truncate(kept);
        self.more = more;
    }

    /// The notes, the last of which says how many are not there.
    pub(crate) fn list(mut self) -> Vec<Note> {
        if let (Some(last), 1..) = (self.list.last(), self.more) {
            let (start, end) = (last.start, last.end);
            let text = format!("{} more notes like these are not listed", self.more);
            self.list.push(Note { kind: NoteKind::Limit, start, end, text });
        }
        self.list
    }
}
