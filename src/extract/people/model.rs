//! The numbers behind the tagger: a row of weights for each feature, and the table of words.
//!
//! `cargo run --release -p train-people` writes `people.model`; a test holds its hash. A file is
//! a head of twelve bytes (`DLP2`, the length of the table of words, a spare), the weights of tag
//! after tag for both passes (i16), the rows (i8) and the table of words. The rows of both passes
//! stand side by side, so that one read of memory serves both.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::features::ROW_BITS;
use super::lists::Lists;

/// Number of tags.
pub const TAGS: usize = 8;

/// What a word is. The four of a person's name say where in it the word stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Tag {
    /// The whole name of a person.
    Single = 0,
    /// The first word of one.
    Begin = 1,
    /// A word between.
    Inner = 2,
    /// The last word.
    End = 3,
    /// A place.
    Place = 4,
    /// An organisation.
    Organisation = 5,
    /// Another name.
    Other = 6,
    /// No name.
    None = 7,
}

impl Tag {
    /// All tags, by number.
    pub const ALL: [Tag; TAGS] = [
        Tag::Single,
        Tag::Begin,
        Tag::Inner,
        Tag::End,
        Tag::Place,
        Tag::Organisation,
        Tag::Other,
        Tag::None,
    ];

    /// Whether it is of a person's name.
    pub const fn is_person(self) -> bool {
        matches!(self, Tag::Single | Tag::Begin | Tag::Inner | Tag::End)
    }

    /// Whether `next` may stand after it within a run.
    pub const fn may_precede(self, next: Tag) -> bool {
        let open = matches!(self, Tag::Begin | Tag::Inner);
        open == matches!(next, Tag::Inner | Tag::End)
    }
}

/// Weights of a feature: of the first pass, then of the second.
pub const ROW: usize = 2 * TAGS;

/// Bytes before the rows.
const HEAD: usize = 12 + 2 * TAGS * TAGS * 2;

/// The model.
#[derive(Clone, Debug)]
pub struct Model {
    /// What is added for one tag after another, by pass.
    pub transitions: [[[i16; TAGS]; TAGS]; 2],
    rows: Cow<'static, [u8]>,
    /// Kinds of words.
    pub lists: Lists,
}

impl Model {
    /// The model of the file `bytes`; an empty one, which finds nobody, where it is none.
    pub fn read(bytes: &'static [u8]) -> Self {
        let empty = Model {
            transitions: [[[0; TAGS]; TAGS]; 2],
            rows: Cow::Owned(vec![0; ROW << ROW_BITS]),
            lists: Lists::default(),
        };
        let Some((head, rest)) = bytes.split_at_checked(HEAD) else { return empty };
        let Some((rows, slots)) = rest.split_at_checked(ROW << ROW_BITS) else { return empty };
        if !head.starts_with(MAGIC) {
            return empty;
        }
        let mut transitions = [[[0; TAGS]; TAGS]; 2];
        let (pairs, _) = head[12..].as_chunks::<2>();
        for (weight, pair) in
            transitions.as_flattened_mut().as_flattened_mut().iter_mut().zip(pairs)
        {
            *weight = i16::from_le_bytes(*pair);
        }
        Model {
            transitions,
            rows: Cow::Borrowed(rows),
            lists: Lists::of_slots(Cow::Borrowed(slots)),
        }
    }

    /// A model of these numbers. `rows` are as many as there are features, else it is empty.
    pub fn new(transitions: [[[i16; TAGS]; TAGS]; 2], rows: &[[i8; ROW]], lists: Lists) -> Self {
        let mut bytes: Vec<u8> = rows.as_flattened().iter().map(|weight| *weight as u8).collect();
        bytes.resize(ROW << ROW_BITS, 0);
        Model { transitions, rows: Cow::Owned(bytes), lists }
    }

    /// The bytes that [`Model::read`] reads.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend((self.lists.bytes().len() as u32).to_le_bytes());
        bytes.extend([0; 4]);
        for weight in self.transitions.as_flattened().as_flattened() {
            bytes.extend(weight.to_le_bytes());
        }
        bytes.extend(&*self.rows);
        bytes.extend(self.lists.bytes());
        bytes
    }

    /// The model that comes with dateline.
    pub fn embedded() -> &'static Model {
        static MODEL: LazyLock<Model> =
            LazyLock::new(|| Model::read(include_bytes!("people.model")));
        &MODEL
    }

    /// Adds the weights of the feature `row` to `scores`.
    pub fn add(&self, row: u32, scores: &mut [i16; ROW]) {
        let start = row as usize * ROW;
        let Some(weights) = self.rows.get(start..start + ROW) else { return };
        for (score, weight) in scores.iter_mut().zip(weights) {
            *score += i16::from(*weight as i8);
        }
    }
}

const MAGIC: &[u8] = b"DLP2";
