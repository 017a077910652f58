//! The gazetteer: cities of 15,000 people and more, and names of countries and large cities in
//! other languages, as a finite state transducer from folded names to what they may mean.
//!
//! Origin: GeoNames (CC BY 4.0) and Unicode CLDR, through `tools/make_gazetteer.py`; see `NOTICE`.
//! A key is the folded words of a name with one space between; the beginning of a name that takes
//! the endings of its language has `*` behind it. A value packs up to [`MOST_PLACES`] places,
//! the most populous first. Places are numbers of rows of the region tree, so the file has to be
//! made anew when the tree changes: [`Gazetteer::fits`] tells.

use std::sync::LazyLock;

use tantivy_fst::raw::Fst;

use super::tree::{Node, Regions};

/// Places that one name keeps.
pub const MOST_PLACES: usize = 3;
/// Bits of a place: state, country, size.
const PLACE_BITS: u32 = 19;
const STATE_BITS: u32 = 6;
const SIZE_BITS: u32 = 4;
/// Set where the name is a country's own.
const COUNTRY_NAME: u64 = 1 << 60;
/// Ends the beginning of a name that takes endings.
const STEM: u8 = b'*';
/// The key under which the fingerprint of the tree stands.
const TREE_KEY: &str = "\u{0}tree";
/// People of the smallest place; each step of size doubles them.
const SMALLEST: u64 = 15_000;

/// A place that a name may mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Number of the country among [`Regions::countries`].
    pub country: usize,
    /// Number of the state among the country's parts, from 1; 0 where it is not known.
    pub state: usize,
    /// Doublings of 15,000 people, at most 15.
    pub size: u8,
}

impl Place {
    /// The place with this many people.
    pub fn new(country: usize, state: usize, people: u64) -> Place {
        let size = (people / SMALLEST).checked_ilog2().unwrap_or(0).min(15);
        Place { country, state, size: size as u8 }
    }

    fn pack(self) -> u64 {
        let state = (self.state as u64).min((1 << STATE_BITS) - 1);
        (((self.country as u64 + 1) << STATE_BITS | state) << SIZE_BITS) | u64::from(self.size)
    }

    fn unpack(bits: u64) -> Option<Place> {
        let size = bits & ((1 << SIZE_BITS) - 1);
        let state = (bits >> SIZE_BITS) & ((1 << STATE_BITS) - 1);
        let country = (bits >> (SIZE_BITS + STATE_BITS)) as usize;
        Some(Place { country: country.checked_sub(1)?, state: state as usize, size: size as u8 })
    }

    /// The state if it is known, else the country.
    pub fn region(self) -> Option<&'static Node> {
        let regions = Regions::get();
        let country = regions.countries().nth(self.country)?;
        let state = self.state.checked_sub(1).and_then(|at| regions.parts(&country.id).nth(at));
        state.or(Some(country))
    }
}

/// What a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning(pub u64);

impl Meaning {
    /// The meaning of these places, the first of them counting; `country_name` where the name is a
    /// country's.
    pub fn new(places: &[Place], country_name: bool) -> Meaning {
        let packed = places.iter().take(MOST_PLACES).enumerate();
        let bits =
            packed.fold(0, |all, (at, place)| all | place.pack() << (at as u32 * PLACE_BITS));
        Meaning(bits | if country_name { COUNTRY_NAME } else { 0 })
    }

    /// Whether the name is a country's own.
    pub fn is_country_name(self) -> bool {
        self.0 & COUNTRY_NAME != 0
    }

    /// The places, the most populous first.
    pub fn places(self) -> impl Iterator<Item = Place> {
        (0..MOST_PLACES as u32).map_while(move |at| {
            let bits = (self.0 >> (at * PLACE_BITS)) & ((1 << PLACE_BITS) - 1);
            Place::unpack(bits)
        })
    }
}

/// The transducer.
pub struct Gazetteer {
    names: Option<Fst<&'static [u8]>>,
}

impl Gazetteer {
    /// The gazetteer that comes with dateline.
    pub fn embedded() -> &'static Gazetteer {
        static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| Gazetteer {
            names: Fst::new(include_bytes!("gazetteer.fst").as_slice()).ok(),
        });
        &GAZETTEER
    }

    /// Whether the places are numbered as the region tree numbers them now.
    pub fn fits(&self) -> bool {
        let names = self.names.as_ref();
        names.and_then(|names| names.get(TREE_KEY)).is_some_and(|f| f.value() == tree_fingerprint())
    }

    /// A walk along a name from its first letter.
    pub(super) fn walk(&self) -> Option<Walk<'_>> {
        let names = self.names.as_ref()?;
        Some(Walk { names, address: names.root().addr(), output: 0 })
    }

    /// What the folded `name` means.
    pub fn get(&self, name: &str) -> Option<Meaning> {
        let mut walk = self.walk()?;
        walk.follow(name.as_bytes()).then(|| walk.meaning()).flatten()
    }
}

/// A place in the transducer: the letters so far begin a name.
#[derive(Clone, Copy)]
pub(super) struct Walk<'g> {
    names: &'g Fst<&'static [u8]>,
    address: usize,
    output: u64,
}

impl Walk<'_> {
    /// Goes on by these bytes; `false` where no name goes on so, and the walk is over.
    pub(super) fn follow(&mut self, bytes: &[u8]) -> bool {
        for &byte in bytes {
            let node = self.names.node(self.address);
            let Some(at) = node.find_input(byte) else { return false };
            let transition = node.transition(at);
            self.address = transition.addr;
            self.output += transition.out.value();
        }
        true
    }

    /// What the letters so far mean as a whole name.
    pub(super) fn meaning(&self) -> Option<Meaning> {
        let node = self.names.node(self.address);
        node.is_final().then(|| Meaning(self.output + node.final_output().value()))
    }

    /// What the letters so far mean as the beginning of a name that takes endings.
    pub(super) fn stem(&self) -> Option<Meaning> {
        let mut next = *self;
        next.follow(&[STEM]).then(|| next.meaning()).flatten()
    }
}

/// A number that changes when countries or their parts are numbered anew.
fn tree_fingerprint() -> u64 {
    let regions = Regions::get();
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let parts = regions
        .countries()
        .flat_map(|country| std::iter::once(country).chain(regions.parts(&country.id)));
    for node in parts {
        for byte in node.id.bytes().chain([0]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash >> 8
}

/// The bytes of a gazetteer of these folded names, sorted and each listed once, with their meanings.
///
/// # Errors
/// Where the names are not in order.
pub fn build<'n>(
    names: impl Iterator<Item = (&'n str, Meaning)>,
) -> Result<Vec<u8>, tantivy_fst::Error> {
    let mut builder = tantivy_fst::MapBuilder::memory();
    builder.insert(TREE_KEY, tree_fingerprint())?;
    for (name, meaning) in names {
        builder.insert(name, meaning.0)?;
    }
    builder.into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_survive_packing() {
        let places =
            [Place::new(248, 51, 3_000_000), Place::new(0, 0, 16_000), Place::new(3, 9, 0)];
        let meaning = Meaning::new(&places, true);
        assert_eq!(meaning.places().collect::<Vec<_>>(), places);
        assert!(meaning.is_country_name());
        assert_eq!(Meaning::new(&places[..1], false).places().count(), 1);
    }

    #[test]
    fn the_embedded_gazetteer_fits_the_tree() {
        assert!(
            Gazetteer::embedded().fits(),
            "make it anew: python3 tools/make_gazetteer.py | cargo run -p train-regions --bin make-gazetteer"
        );
        let country = |name: &str| {
            let places = Gazetteer::embedded().get(name).map(|meaning| meaning.places());
            places.and_then(|mut places| places.next()).and_then(Place::region)
        };
        for (name, id) in [
            ("wroclaw", "PL"),
            ("surabaya", "ID"),
            ("houston", "US-TX"),
            ("москва", "RU"),
            ("北京", "CN"),
            ("oroszorszag", "RU"),
        ] {
            assert_eq!(country(name).map(|node| node.id.as_str()), Some(id), "{name}");
        }
    }
}
