//! A query with its fields looked up, its dates fixed and its words cut and folded: what
//! `lower/` (for tantivy), a remote engine or a test executes.
//!
//! Invariants: every string is folded (see [`crate::text::fold`]) except [`WordPattern::Exact`]
//! and [`WordPattern::Regex`]; nothing relative to a clock is left; it never fails to exist,
//! because any string parses.

use jiff::civil::Date;

use dateline_index_schema::FieldDef;

use super::note::Note;

/// What a query means.
#[derive(Clone, Debug, PartialEq)]
pub struct ResolvedQuery {
    /// The condition.
    pub clause: Clause,
    /// The reading in words, as `--explain` and the JSON field `read_as` show it.
    pub read_as: String,
    /// What was repaired or guessed.
    pub notes: Vec<Note>,
}

/// A condition on an article.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Clause {
    /// Every article.
    Everything,
    /// No article: what is left of a value that cannot be understood.
    Nothing,
    /// All of them.
    All {
        /// The conditions.
        clauses: Vec<Clause>,
        /// Whether they were merely written side by side, so that `Match::Any` may loosen them.
        side_by_side: bool,
    },
    /// At least one of them.
    Any(Vec<Clause>),
    /// Not this.
    Not(Box<Clause>),
    /// Words in running text.
    Text {
        /// The field; `None` is the fields that are searched without a name.
        field: Option<&'static FieldDef>,
        /// The words.
        part: TextPart,
    },
    /// A name in a field of kind `Person`: its words in order, given name first. One pattern is
    /// a name that holds this word; several are the name of one person.
    Person {
        /// The field.
        field: &'static FieldDef,
        /// The words of the name.
        words: Vec<WordPattern>,
        /// `:=`, this name and no variant of it.
        only_this: bool,
    },
    /// A place of the region tree.
    Region {
        /// Its name or code, folded.
        name: String,
        /// `:=`, without what lies below it.
        only_this: bool,
    },
    /// Articles whose whole date lies within these days, both included.
    Date {
        /// First day; `None` is open.
        first: Option<Date>,
        /// Last day; `None` is open.
        last: Option<Date>,
    },
    /// A number within these bounds, both included.
    Number {
        /// The field.
        field: &'static FieldDef,
        /// Least value; `None` is open.
        first: Option<u64>,
        /// Greatest value; `None` is open.
        last: Option<u64>,
    },
    /// A value taken whole.
    Keyword {
        /// The field.
        field: &'static FieldDef,
        /// [`WordPattern::Folded`], or a wildcard, fuzzy or regular pattern over the whole value.
        value: WordPattern,
    },
    /// Articles that have a value in this field.
    Has(&'static FieldDef),
    /// Articles in which the condition holds at least this many times.
    AtLeast {
        /// Number of occurrences.
        count: u32,
        /// What is counted.
        of: Box<Clause>,
    },
    /// The condition with its score multiplied.
    Boost {
        /// The factor, above 0.
        by: f32,
        /// What is weighed.
        of: Box<Clause>,
    },
}

impl Clause {
    /// Whether both hold for the same articles by the same conditions: equal, but for whether
    /// words were written side by side, which [`ResolvedQuery::read_as`] does not tell.
    pub fn is_same_condition(&self, other: &Clause) -> bool {
        let each = |these: &[Clause], those: &[Clause]| {
            these.len() == those.len()
                && these.iter().zip(those).all(|(one, other)| one.is_same_condition(other))
        };
        match (self, other) {
            (Clause::All { clauses: these, .. }, Clause::All { clauses: those, .. })
            | (Clause::Any(these), Clause::Any(those)) => each(these, those),
            (Clause::Not(one), Clause::Not(other)) => one.is_same_condition(other),
            (Clause::AtLeast { count, of }, Clause::AtLeast { count: least, of: other }) => {
                count == least && of.is_same_condition(other)
            }
            (Clause::Boost { by, of }, Clause::Boost { by: weight, of: other }) => {
                by == weight && of.is_same_condition(other)
            }
            _ => self == other,
        }
    }
}

/// Words in running text.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum TextPart {
    /// One word.
    Word(WordPattern),
    /// Words in a row.
    Phrase {
        /// The words; [`WordPattern::Gap`] stands for any one word.
        words: Vec<WordPattern>,
        /// `None`: exactly in a row. `Some(n)`: at most `n` other words between, in any order.
        slop: Option<u32>,
    },
    /// Any of these at the place.
    Any(Vec<TextPart>),
    /// Parts near each other.
    Near {
        /// The parts, two or more.
        parts: Vec<TextPart>,
        /// Greatest distance between neighbours: `1` is side by side.
        distance: u32,
        /// Whether in this order (`pre/n`) or any (`w/n`).
        ordered: bool,
    },
}

impl TextPart {
    /// Whether it is a word, or any of several, wherever they stand.
    pub(crate) fn is_word(&self) -> bool {
        match self {
            TextPart::Word(_) => true,
            TextPart::Any(parts) => parts.iter().all(TextPart::is_word),
            TextPart::Phrase { .. } | TextPart::Near { .. } => false,
        }
    }
}

/// The name that `words` write out; `None` where one of them is a pattern.
pub(crate) fn written_name(words: &[WordPattern]) -> Option<String> {
    let words: Option<Vec<&str>> = words
        .iter()
        .map(|pattern| match pattern {
            WordPattern::Folded(word) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    words.map(|words| words.join(" "))
}

/// Which indexed words a word of a query stands for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum WordPattern {
    /// All words of the same stem, in the languages of the index.
    Stemmed(String),
    /// This folded word.
    Folded(String),
    /// This word with its case and accents.
    Exact(String),
    /// `*` any run of characters, `?` one character.
    Wildcard(String),
    /// Words at most so many edits away.
    Fuzzy {
        /// The word.
        word: String,
        /// Number of insertions, deletions, substitutions or swaps of neighbours: 1 or 2.
        edits: u8,
    },
    /// A regular expression over one whole word.
    Regex(String),
    /// Any one word, inside a phrase.
    Gap,
}
