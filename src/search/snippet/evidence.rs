//! What an article says of itself besides its words: who is named in it, of which regions it is,
//! what places it names, and the values of its other fields.
//!
//! A name is marked where the article's evidence says that it stands, so that `people:putin`
//! marks `Путин` and `region:europe` marks `Kyiv`. What is asked for is compared with what the
//! index holds of the article, in the same way.

use std::ops::Range;

use super::scan::{Mark, Patterns};
use crate::article::{Article, Evidence, Part, PersonMention, RegionMention};
use crate::extract::region::Regions;
use crate::index::{name_variants, person_words, spelling_term};
use crate::names::spelling_key;
use crate::query::lower::Highlight;
use crate::query::spans::SpanNode;
use crate::text::stands_alone;
use crate::text::terms::Terms;

/// A condition on what an article says of itself.
#[derive(Debug)]
pub(super) struct Stated<'a> {
    pub highlight: &'a Highlight,
    /// Number of its first facet; of a person a second one is the name in full.
    pub facet: usize,
}

/// The texts of an article in which something is marked, with the marks.
#[derive(Debug, Default)]
pub(super) struct Marked {
    pub title: Vec<Mark>,
    pub body: Vec<Mark>,
    /// One list for each caption.
    pub captions: Vec<Vec<Mark>>,
    /// What stands in no text that is shown: the field, its value, the marks.
    pub values: Vec<(&'static str, String, Vec<Range<usize>>)>,
}

impl Stated<'_> {
    /// Adds what `article` says of it.
    pub(super) fn mark(&self, article: &Article, marked: &mut Marked) {
        match self.highlight {
            Highlight::Words { .. } => {}
            Highlight::Person { field: "by", .. } => {
                for name in article.by.iter().filter(|name| self.is_name(name, &[])) {
                    let whole = 0..name.len();
                    marked.values.push(("by", name.clone(), vec![whole]));
                }
            }
            Highlight::Person { .. } => {
                for person in article.people.iter().filter(|person| self.is_person(person)) {
                    self.evidence("people", article, &person.evidence, marked);
                    let whole = Stated { facet: self.facet + 1, ..*self };
                    let named = person.evidence.iter().filter(|one| one.text == person.name);
                    let named: Vec<Evidence> = named.cloned().collect();
                    whole.evidence("people", article, &named, marked);
                }
            }
            Highlight::Region { ids, below } => {
                for region in article.regions.iter().filter(|region| is_in(region, ids, *below)) {
                    self.evidence("region", article, &region.evidence, marked);
                }
            }
        }
    }

    fn is_person(&self, person: &PersonMention) -> bool {
        self.is_name(&person.name, &person.forms)
    }

    /// Whether the index finds this name for what was asked.
    fn is_name(&self, name: &str, forms: &[String]) -> bool {
        let Highlight::Person { leaves, node, others, only, .. } = self.highlight else {
            return false;
        };
        let whole = person_words(name).join(" ");
        if let Some(only) = only {
            return *only == whole;
        }
        let spelt = || spelling_key(name).map(|key| spelling_term(&key));
        others.contains(&whole)
            || spelt().is_some_and(|key| others.contains(&key))
            || name_variants(name, forms).iter().any(|form| stands_in(leaves, node, form))
    }

    fn evidence(
        &self,
        field: &'static str,
        article: &Article,
        evidence: &[Evidence],
        marked: &mut Marked,
    ) {
        for one in evidence {
            let bytes = one.start..one.end;
            let stands =
                |text: &str| !bytes.is_empty() && text.get(bytes.clone()) == Some(&one.text);
            let mark = || Mark { bytes: bytes.clone(), facet: self.facet };
            match one.part {
                Part::Title if article.title.as_deref().is_some_and(stands) => {
                    marked.title.push(mark());
                }
                Part::Body if stands(&article.body) => marked.body.push(mark()),
                Part::Caption => {
                    if let Some(at) = article.captions.iter().position(|text| stands(text)) {
                        marked.captions[at].push(mark());
                    }
                }
                Part::Path if stands(&article.path) => {
                    marked.values.push(("path", article.path.clone(), vec![bytes]));
                }
                Part::Header | Part::Metadata | Part::Path if !one.text.trim().is_empty() => {
                    let whole = 0..one.text.len();
                    marked.values.push((field, one.text.clone(), vec![whole]));
                }
                _ => {}
            }
        }
    }
}

fn is_in(region: &RegionMention, ids: &[String], below: bool) -> bool {
    let asked = |id: &str| ids.iter().any(|asked| asked == id);
    asked(&region.id) || (below && Regions::get().ancestors(&region.id).into_iter().any(asked))
}

/// Whether the condition on the words of a name holds for one form of a name.
fn stands_in(leaves: &[Vec<String>], node: &SpanNode, form: &str) -> bool {
    let mut places = vec![Vec::new(); leaves.len()];
    let mut terms = Terms::new(form);
    let mut term = String::new();
    let mut at = 0;
    while terms.next(&mut term).is_some() {
        for (leaf, words) in places.iter_mut().zip(leaves) {
            if words.contains(&term) {
                leaf.push(at);
            }
        }
        at += 1;
    }
    !node.spans(&|leaf| &places[leaf]).is_empty()
}

/// Adds what the conditions on other fields match: places where they are named, values as they
/// are.
pub(super) fn mark_values(article: &Article, patterns: &Patterns<'_>, marked: &mut Marked) {
    let asks = |name: &str| patterns.conditions.iter().any(|of| of.parts.value == Some(name));
    if asks("place") {
        for place in &article.places {
            let mut found = patterns.scan(place, 0, |parts| parts.value == Some("place"));
            for matches in &mut found {
                if let Some(facet) = matches.marks.first().map(|mark| mark.facet) {
                    named(article, place, facet, marked);
                }
            }
        }
    }
    let single = |value: &Option<String>| value.clone().into_iter().collect::<Vec<String>>();
    for (name, values) in [
        ("dateline", single(&article.dateline)),
        ("source", single(&article.source)),
        ("section", single(&article.section)),
        ("url", single(&article.url)),
        ("path", vec![article.path.clone()]),
    ] {
        if !asks(name) {
            continue;
        }
        for value in values {
            let found = patterns.scan(&value, 0, |parts| parts.value == Some(name));
            let marks = found.into_iter().flat_map(|matches| matches.marks);
            let mut marks: Vec<Range<usize>> = marks.map(|mark| mark.bytes).collect();
            if !marks.is_empty() {
                marks.sort_by_key(|bytes| (bytes.start, bytes.end));
                marked.values.push((name, value, marks));
            }
        }
    }
}

/// Marks the place `name` wherever it is written so.
fn named(article: &Article, name: &str, facet: usize, marked: &mut Marked) {
    let title = article.title.as_deref().unwrap_or_default();
    marked.title.extend(places_of(title, name, facet));
    marked.body.extend(places_of(&article.body, name, facet));
    for (caption, marks) in article.captions.iter().zip(&mut marked.captions) {
        marks.extend(places_of(caption, name, facet));
    }
}

fn places_of<'t>(text: &'t str, name: &'t str, facet: usize) -> impl Iterator<Item = Mark> + 't {
    // Where no spaces are written, whatever stands beside it is another word.
    let alone = |c: Option<char>| c.is_some_and(stands_alone);
    let apart = move |c: Option<char>| !c.is_some_and(char::is_alphanumeric) || alone(c);
    let (first, last) = (name.chars().next(), name.chars().next_back());
    let found = text.match_indices(name).filter(move |(start, name)| {
        (apart(text[..*start].chars().next_back()) || alone(first))
            && (apart(text[start + name.len()..].chars().next()) || alone(last))
    });
    found.map(move |(start, name)| Mark { bytes: start..start + name.len(), facet })
}
