//! The tree of a query as typed, with the place of every node.
//!
//! Two trees are equal when they say the same, wherever it stands: places do not count.

/// A node and where it stands in the query.
#[derive(Clone, Debug)]
pub(crate) struct Spanned {
    pub node: Node,
    /// First byte, brackets included.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
    /// How many nodes stand on one another here, this one included.
    pub levels: u16,
}

impl Spanned {
    pub(crate) fn new(node: Node, start: usize, end: usize) -> Spanned {
        let below = node.children().iter().map(|child| child.levels).max().unwrap_or_default();
        Spanned { node, start, end, levels: below.saturating_add(1) }
    }

    /// Whether the node stands in brackets of its own: it begins before its first part does.
    pub(crate) fn bracketed(&self) -> bool {
        self.node.children().first().is_some_and(|first| self.start < first.start)
    }
}

impl PartialEq for Spanned {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}

/// What was typed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    /// Side by side.
    Juxta(Vec<Spanned>),
    Or(Vec<Spanned>),
    And(Vec<Spanned>),
    Not(Box<Spanned>),
    /// `+a`: must be there, also where some words side by side are enough.
    Required(Box<Spanned>),
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

impl Node {
    /// The parts of a node that has any.
    pub(crate) fn children(&self) -> &[Spanned] {
        match self {
            Node::Juxta(parts)
            | Node::Or(parts)
            | Node::And(parts)
            | Node::List(parts)
            | Node::Near { parts, .. } => parts,
            Node::Not(of) | Node::Required(of) => std::slice::from_ref(of),
            Node::AtLeast { of, .. } | Node::Boost { of, .. } => std::slice::from_ref(of),
            Node::Field { value, .. } => std::slice::from_ref(value),
            _ => &[],
        }
    }
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bound {
    pub text: String,
    pub included: bool,
}
