//! The tree of a query as typed, with the place of every node.

/// A node and where it stands in the query.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Spanned {
    pub node: Node,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// What was typed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Side by side.
    Juxta(Vec<Spanned>),
    Or(Vec<Spanned>),
    And(Vec<Spanned>),
    Not(Box<Spanned>),
    Near {
        parts: Vec<Spanned>,
        distance: u32,
        ordered: bool,
    },
    AtLeast {
        count: u32,
        of: Box<Spanned>,
    },
    Boost {
        by: f32,
        of: Box<Spanned>,
    },
    Field {
        name: String,
        only_this: bool,
        value: Box<Spanned>,
    },
    /// `a,b`: any of them.
    List(Vec<Spanned>),
    Range {
        first: Option<Bound>,
        last: Option<Bound>,
    },
    Phrase {
        text: String,
        slop: Option<u32>,
    },
    Word(String),
    Fuzzy {
        text: String,
        edits: Option<u8>,
    },
    Exact(String),
    Regex(String),
    Everything,
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub text: String,
    pub included: bool,
}
