//! Writes `src/extract/region/gazetteer.fst` from the rows that `tools/make_gazetteer.py` prints:
//!
//! `python3 tools/make_gazetteer.py | cargo run --release -p train-regions --bin make-gazetteer`
//!
//! The same rows give the same bytes.

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, Write};
use std::path::Path;

use dateline::extract::region::Regions;
use dateline::extract::region::gazetteer::{Meaning, Place, build};
use dateline::text::{fold, words};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What one name may mean: people and place of each, and whether it is a country's own name.
#[derive(Default)]
struct Named {
    places: Vec<(u64, Place)>,
    country: bool,
}

fn main() -> Result<()> {
    let regions = Regions::get();
    let numbers: HashMap<&str, usize> =
        regions.countries().enumerate().map(|(at, node)| (node.id.as_str(), at)).collect();
    let mut names: BTreeMap<String, Named> = BTreeMap::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let cells: Vec<&str> = line.split('\t').collect();
        let [kind, name, country, state, people] = cells.as_slice() else {
            return Err(format!("five cells are wanted in {line:?}").into());
        };
        let Some(&number) = numbers.get(country) else { continue };
        let state =
            regions.parts(country).position(|node| node.id == *state).map_or(0, |at| at + 1);
        let people = people.parse()?;
        let key = key(name);
        if key.chars().count() < 2 {
            continue;
        }
        let named = names.entry(key).or_default();
        let is_country = *kind == "country";
        if is_country != named.country {
            // A country's name is the country, whatever town is called so too.
            if named.country {
                continue;
            }
            if is_country {
                *named = Named { country: true, places: Vec::new() };
            }
        }
        let place = Place::new(number, state, people);
        let same = |(_, known): &&mut (u64, Place)| {
            known.country == number && (known.state == state || known.state == 0 || state == 0)
        };
        match named.places.iter_mut().find(same) {
            Some(known) => {
                if people > known.0 {
                    let state = if state == 0 { known.1.state } else { state };
                    *known = (people, Place { state, ..place });
                } else if known.1.state == 0 {
                    known.1.state = state;
                }
            }
            None => named.places.push((people, place)),
        }
    }
    let mut meanings = Vec::with_capacity(names.len());
    for (name, named) in &mut names {
        named.places.sort_by_key(|(people, _)| std::cmp::Reverse(*people));
        let places: Vec<Place> = named.places.iter().map(|(_, place)| *place).collect();
        meanings.push((name.as_str(), Meaning::new(&places, named.country)));
    }
    let bytes = build(meanings.iter().copied())?;
    let target =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../src/extract/region/gazetteer.fst");
    std::fs::write(&target, &bytes)?;
    writeln!(std::io::stdout(), "{} names, {} bytes", meanings.len(), bytes.len())?;
    Ok(())
}

/// The folded words with one space between; letters of scripts without spaces stand together.
fn key(name: &str) -> String {
    let open = name.ends_with('*');
    let mut key = String::new();
    let mut end = 0;
    for span in words(name) {
        if !key.is_empty() && span.start > end {
            key.push(' ');
        }
        key.push_str(&fold(&name[span.clone()]));
        end = span.end;
    }
    if open && !key.is_empty() {
        key.push('*');
    }
    key
}
