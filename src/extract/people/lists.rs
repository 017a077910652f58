//! What kind of word a word is: given name, surname, place, title and so on, from lists of names.
//!
//! The lists are one open-addressed table in the model file (`model`): a slot is 16 bits of the
//! word's hash and 16 flags. Words are not stored, so that some 170,000 of them take a megabyte
//! and a look-up is one read of memory; one unknown word in some 40,000 passes for a listed one.

use std::borrow::Cow;

/// Flags of a word, one bit a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(pub u16);

/// The letters of `names.tsv`, in the order of the bits.
pub const KIND_LETTERS: &str = "GgSsCcTROLDVPJKN";

impl Kinds {
    /// A given name, common or seldom.
    pub const GIVEN: Kinds = Kinds(0b11);
    /// A common given name.
    pub const GIVEN_COMMON: Kinds = Kinds(0b1);
    /// A surname.
    pub const SURNAME: Kinds = Kinds(0b1100);
    /// A common surname.
    pub const SURNAME_COMMON: Kinds = Kinds(0b100);
    /// A city, or a word of a city's name.
    pub const CITY: Kinds = Kinds(0b11_0000);
    /// A title before a name.
    pub const TITLE: Kinds = Kinds(1 << 6);
    /// What somebody is: kin, trade, office.
    pub const ROLE: Kinds = Kinds(1 << 7);
    /// A word of the names of organisations.
    pub const ORGANISATION: Kinds = Kinds(1 << 8);
    /// A word of the names of places, such as `River`.
    pub const PLACE_WORD: Kinds = Kinds(1 << 9);
    /// A day or month.
    pub const DATE: Kinds = Kinds(1 << 10);
    /// What people do: verbs of saying, pronouns.
    pub const SAYING: Kinds = Kinds(1 << 11);
    /// A small word within a name.
    pub const PARTICLE: Kinds = Kinds(1 << 12);
    /// What follows a name: `Jr`, `III`.
    pub const AFTER: Kinds = Kinds(1 << 13);
    /// A word that mostly stands in small letters.
    pub const COMMON: Kinds = Kinds(1 << 14);
    /// A country, or who comes from it.
    pub const COUNTRY: Kinds = Kinds(1 << 15);

    /// Whether one of the kinds `of` is among these.
    pub const fn any(self, of: Kinds) -> bool {
        self.0 & of.0 != 0
    }

    /// The kinds that a line of `names.tsv` lists by letter; other letters count for nothing.
    pub fn of_letters(letters: &str) -> Kinds {
        let bit = |letter| KIND_LETTERS.find(letter).map_or(0, |bit| 1 << bit);
        Kinds(letters.chars().map(bit).fold(0, |all, bit| all | bit))
    }
}

/// The hash by which words are looked up and features are made. The same on every machine.
pub fn word_hash(folded: &str) -> u64 {
    let mut hash: u64 = 0x9e37_79b9_7f4a_7c15 ^ folded.len() as u64;
    for chunk in folded.as_bytes().chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(word)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 32;
    }
    hash
}

/// The table of words.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    /// Slots of four bytes: fingerprint and flags, little-endian; their number is a power of two.
    slots: Cow<'static, [u8]>,
}

impl Lists {
    /// The table in `slots`; an empty one where their number is no power of two.
    pub(super) fn of_slots(slots: Cow<'static, [u8]>) -> Self {
        let fits = slots.len().is_multiple_of(4) && (slots.len() / 4).is_power_of_two();
        if fits { Lists { slots } } else { Lists::default() }
    }

    /// Makes the table of these folded words, each listed once.
    pub fn new<'w>(words: impl Iterator<Item = (&'w str, Kinds)>) -> Self {
        let words: Vec<(u64, Kinds)> =
            words.map(|(word, kinds)| (word_hash(word), kinds)).collect();
        let count = (words.len() * 4 / 3).next_power_of_two().max(4);
        let mut table = vec![0_u32; count];
        for (hash, kinds) in words {
            let mut slot = hash as usize & (count - 1);
            while table[slot] != 0 {
                slot = (slot + 1) & (count - 1);
            }
            table[slot] = (fingerprint(hash) << 16) | u32::from(kinds.0);
        }
        let bytes: Vec<u8> = table.iter().flat_map(|slot| slot.to_le_bytes()).collect();
        Lists { slots: Cow::Owned(bytes) }
    }

    /// The bytes of the table.
    pub fn bytes(&self) -> &[u8] {
        &self.slots
    }

    /// The kinds of the word with this hash.
    pub fn kinds(&self, hash: u64) -> Kinds {
        let count = self.slots.len() / 4;
        if count == 0 {
            return Kinds::default();
        }
        let wanted = fingerprint(hash);
        let mut slot = hash as usize & (count - 1);
        loop {
            let at = slot * 4;
            let Some(&[a, b, c, d]) = self.slots.get(at..at + 4) else { return Kinds::default() };
            let found = u32::from_le_bytes([a, b, c, d]);
            if found == 0 {
                return Kinds::default();
            }
            if found >> 16 == wanted {
                return Kinds((found & 0xffff) as u16);
            }
            slot = (slot + 1) & (count - 1);
        }
    }

    /// The kinds of a folded word.
    pub fn of(&self, folded: &str) -> Kinds {
        self.kinds(word_hash(folded))
    }
}

/// Sixteen bits of a hash, never all zero, which stands for an empty slot.
fn fingerprint(hash: u64) -> u32 {
    ((hash >> 48) as u32).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_with_their_kinds() {
        let words = [("maria", "G"), ("paris", "CG"), ("smith", "S")];
        let lists = Lists::new(words.iter().map(|(word, kinds)| (*word, Kinds::of_letters(kinds))));
        assert!(lists.of("maria").any(Kinds::GIVEN));
        assert!(lists.of("paris").any(Kinds::CITY) && lists.of("paris").any(Kinds::GIVEN));
        assert_eq!(lists.of("smithy"), Kinds(0));
        assert_eq!(Lists::default().of("smith"), Kinds(0));
    }
}
