//! What an article says of each country, counted, and the features that the scorer weighs.
//!
//! Names are first settled: one that may mean several places means the one that the rest of the
//! article speaks of. Then everything is counted by country (a part counts for its country).

use jiff::civil::Date;

use super::forms::FormKind;
use super::names::Found;
use super::tree::{Node, NodeKind, Regions};
use crate::article::{Evidence, Part};
use crate::text::fold;

/// Where a name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Where {
    Label,
    Dateline,
    Title,
    /// The first [`OPENING_BYTES`] of the body.
    Opening,
    /// Up to [`LEAD_BYTES`].
    Lead,
    Body,
}

/// Bytes of the body's first sentence or so.
pub(super) const OPENING_BYTES: usize = 220;
/// Bytes at the head of the body that weigh more.
pub(super) const LEAD_BYTES: usize = 700;

const WHERES: [(Where, &str); 6] = [
    (Where::Label, "label"),
    (Where::Dateline, "dateline"),
    (Where::Title, "title"),
    (Where::Opening, "opening"),
    (Where::Lead, "lead"),
    (Where::Body, "body"),
];

const KINDS: [(FormKind, &str); 7] = [
    (FormKind::Name, "name"),
    (FormKind::Demonym, "demonym"),
    (FormKind::City, "city"),
    (FormKind::Town, "town"),
    (FormKind::Institution, "institution"),
    (FormKind::Leader, "leader"),
    (FormKind::Hint, "hint"),
];

/// Features beside the counts.
const MORE: &[&str] = &[
    "always",
    "labelled",
    "labelled elsewhere",
    "filed",
    "filed elsewhere",
    "filed and named",
    "filed and not named",
    "filed, others named",
    "filed, others in title",
    "filed, nothing else",
    "share",
    "share squared",
    "share of body",
    "share of title",
    "first",
    "second",
    "alone",
    "among many",
    "beside the first",
    "near the top",
    "density",
    "group",
    "short",
    "named once",
    "hints only",
    "only hints anywhere",
    "others in title",
    "in title and opening",
    "in title, opening and body",
    "opening and body",
    "not in title, opening or lead",
    "filed, share of body",
    "filed, share",
    "filed, share of title",
    "filed elsewhere, share",
    "filed elsewhere, in title",
    "filed elsewhere, in opening",
    "filed elsewhere, alone",
    "filed, named first",
    "more than half of the others",
    "stronger than the filed",
    "hints beside",
    "many words",
];

/// The names of the features, in the order of their values in [`super::Candidate::features`].
pub fn feature_names() -> Vec<String> {
    let counts = WHERES[2..]
        .iter()
        .flat_map(|(_, place)| KINDS.iter().map(move |(_, kind)| format!("{kind} in {place}")));
    counts.chain(MORE.iter().map(|name| (*name).to_owned())).collect()
}

/// What has been gathered about one country.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) node: &'static Node,
    counts: [[f32; KINDS.len()]; WHERES.len()],
    /// By the weights of kind and place.
    pub(super) weight: f32,
    /// Bytes before the first mention in the body; the title is before it.
    first: usize,
    pub(super) evidence: Vec<(f32, Evidence)>,
    /// Parts of the country that were named: weight, and whether where it matters.
    pub(super) parts: Vec<PartTally>,
}

/// What has been gathered about a part of a country.
#[derive(Debug)]
pub(super) struct PartTally {
    pub(super) node: &'static Node,
    pub(super) weight: f32,
    pub(super) mentions: u32,
    /// In label, dateline or title.
    pub(super) prominent: bool,
    pub(super) evidence: Vec<(f32, Evidence)>,
}

impl Tally {
    fn sum(&self, place: Where) -> f32 {
        self.counts[place as usize].iter().sum()
    }

    /// Mentions in a place that are more than hints.
    fn named(&self, place: Where) -> f32 {
        self.sum(place) - self.counts[place as usize][KINDS.len() - 1]
    }

    pub(super) fn labelled(&self) -> bool {
        self.sum(Where::Label) > 0.0
    }

    pub(super) fn filed(&self) -> bool {
        self.sum(Where::Dateline) > 0.0
    }

    /// Whether a name rather than a hint was found.
    pub(super) fn is_named(&self) -> bool {
        WHERES.iter().any(|(place, _)| self.named(*place) > 0.4)
    }
}

/// What has been gathered, by country.
#[derive(Debug, Default)]
pub(super) struct Tallies {
    /// When the article was written.
    day: Option<Date>,
    pub(super) all: Vec<Tally>,
    /// Words of title and body.
    words: usize,
}

impl Tallies {
    pub(super) fn new(day: Option<Date>, words: usize) -> Tallies {
        Tallies { day, all: Vec::new(), words }
    }

    /// Counts a name.
    pub(super) fn add(&mut self, found: &Found, place: Where, mut evidence: Evidence) {
        let regions = Regions::get();
        let now = regions.country_of(found.region);
        let node = self.day.map_or(now, |day| regions.on(now, day));
        let position = self.all.iter().position(|known| known.node.id == node.id);
        let position = position.unwrap_or_else(|| {
            self.all.push(Tally {
                node,
                counts: Default::default(),
                weight: 0.0,
                first: usize::MAX,
                evidence: Vec::new(),
                parts: Vec::new(),
            });
            self.all.len() - 1
        });
        let tally = &mut self.all[position];
        let declared = matches!(evidence.part, Part::Header | Part::Metadata);
        // A continent or a group is mostly named in passing; a country is what is meant.
        let breadth = if !declared && is_broad(node) { 0.45 } else { 1.0 };
        let in_body = tally.sum(Where::Opening) + tally.sum(Where::Lead) + tally.sum(Where::Body);
        // Each further mention in the body says less.
        let fading = if evidence.part == Part::Body { 1.0 / (1.0 + in_body * 0.12) } else { 1.0 };
        let importance = match place {
            Where::Label => 10.0,
            Where::Dateline => 4.0,
            Where::Title => 3.5,
            Where::Opening | Where::Lead => 1.6,
            Where::Body => 1.0,
        };
        let weight = importance * breadth * found.kind.weight() * found.sureness * fading;
        if let Some(kind) = KINDS.iter().position(|(kind, _)| *kind == found.kind) {
            tally.counts[place as usize][kind] += found.sureness;
        }
        tally.weight += weight;
        match evidence.part {
            Part::Body => tally.first = tally.first.min(found.start),
            Part::Title => tally.first = 0,
            _ => {}
        }
        evidence.rule = match evidence.rule.as_str() {
            "" => found.kind.rule().to_owned(),
            rule => format!("{rule}: {}", found.kind.rule()),
        };
        if node.id != now.id {
            evidence.rule.push_str(", as it was then");
        }
        if found.region.id != now.id {
            let prominent = matches!(place, Where::Label | Where::Dateline | Where::Title);
            let known = tally.parts.iter().position(|part| part.node.id == found.region.id);
            let known = known.unwrap_or_else(|| {
                let node = found.region;
                let evidence = Vec::new();
                tally.parts.push(PartTally {
                    node,
                    weight: 0.0,
                    mentions: 0,
                    prominent: false,
                    evidence,
                });
                tally.parts.len() - 1
            });
            let part = &mut tally.parts[known];
            part.weight += weight;
            part.mentions += u32::from(found.sureness > 0.5);
            part.prominent |= prominent && found.sureness > 0.5;
            part.evidence.push((weight, evidence.clone()));
        }
        tally.evidence.push((weight, evidence));
    }

    /// The features of each country, in the order of [`feature_names`].
    pub(super) fn features(&self) -> Vec<Vec<f32>> {
        let whole: f32 = self.all.iter().map(|tally| tally.weight).sum::<f32>().max(0.001);
        let body_of = |tally: &Tally| {
            tally.named(Where::Opening) + tally.named(Where::Lead) + tally.named(Where::Body)
        };
        let body: f32 = self.all.iter().map(body_of).sum();
        let title: f32 = self.all.iter().map(|tally| tally.named(Where::Title)).sum();
        let countries = self.all.iter().filter(|tally| !is_broad(tally.node)).count() as f32;
        let labelled = self.all.iter().any(Tally::labelled);
        let filed = self.all.iter().any(Tally::filed);
        let named = self.all.iter().any(Tally::is_named);
        let top = self.all.iter().map(|tally| tally.weight).fold(0.0_f32, f32::max).max(0.001);
        let first = self.all.iter().map(|tally| tally.first).min().unwrap_or_default();
        let filed_weights = self.all.iter().filter(|tally| tally.filed()).map(|tally| tally.weight);
        let filed_weight = filed_weights.fold(0.0_f32, f32::max);
        let features = self.all.iter().map(|tally| {
            let above = self.all.iter().filter(|other| other.weight > tally.weight).count();
            let share = tally.weight / whole;
            let own_body = body_of(tally);
            let own_title = tally.named(Where::Title);
            let opening = tally.named(Where::Opening);
            let is_filed = tally.filed();
            let other_body = body - own_body;
            let flag = |holds: bool| if holds { 1.0 } else { 0.0 };
            let mut features: Vec<f32> =
                Vec::with_capacity(WHERES.len() * KINDS.len() + MORE.len());
            for counts in &tally.counts[2..] {
                features.extend(counts.iter().map(|count| (1.0 + count).ln()));
            }
            features.extend([
                1.0,
                flag(tally.labelled()),
                flag(labelled && !tally.labelled()),
                flag(is_filed),
                flag(filed && !is_filed),
                flag(is_filed && own_body + own_title > 0.0),
                flag(is_filed && own_body + own_title == 0.0),
                flag(is_filed && other_body > 0.0 && own_body == 0.0),
                flag(is_filed && title > own_title && own_title == 0.0),
                flag(is_filed && other_body == 0.0 && title - own_title <= 0.0),
                share,
                share * share,
                if body > 0.0 { own_body / body } else { 0.0 },
                if title > 0.0 { own_title / title } else { 0.0 },
                flag(above == 0),
                flag(above == 1),
                flag(countries <= 1.0),
                (1.0 + countries).ln(),
                tally.weight / top,
                1.0 / (1.0 + tally.first.min(100_000) as f32 / 300.0),
                (own_body * 100.0 / self.words.max(30) as f32).min(4.0),
                flag(is_broad(tally.node)),
                flag(self.words < 80),
                flag(own_body + own_title <= 1.0),
                flag(!tally.is_named()),
                flag(!named),
                flag(title > own_title && own_title == 0.0),
                flag(own_title > 0.0 && opening > 0.0),
                flag(own_title > 0.0 && opening > 0.0 && own_body > opening),
                flag(opening > 0.0 && own_body > opening),
                flag(own_title + opening + tally.named(Where::Lead) == 0.0),
                if is_filed && body > 0.0 { own_body / body } else { 0.0 },
                if is_filed { share } else { 0.0 },
                if is_filed && title > 0.0 { own_title / title } else { 0.0 },
                if filed && !is_filed { share } else { 0.0 },
                flag(filed && !is_filed && own_title > 0.0),
                flag(filed && !is_filed && opening > 0.0),
                flag(filed && !is_filed && countries <= 2.0),
                flag(is_filed && tally.first <= first && own_body > 0.0),
                flag(own_body > other_body),
                flag(filed && !is_filed && tally.weight > filed_weight),
                flag(tally.is_named() && tally.counts.iter().any(|c| c[KINDS.len() - 1] > 0.0)),
                (1.0 + self.words as f32 / 100.0).ln(),
            ]);
            features
        });
        features.collect()
    }
}

/// Whether a region is more than one country.
pub(super) fn is_broad(node: &Node) -> bool {
    !matches!(node.kind, NodeKind::Country | NodeKind::Former | NodeKind::State)
}

/// Weight of the names that mean one place, by country.
#[derive(Debug, Default)]
pub(super) struct Spoken(Vec<(&'static str, f32)>);

impl Spoken {
    pub(super) fn add(&mut self, found: &Found, text: &str) {
        if found.meaning.is_some_and(|meaning| meaning.places().count() > 1)
            || Twin::of(found, text).is_some()
            || found.kind == FormKind::Hint
        {
            return;
        }
        let id = Regions::get().country_of(found.region).id.as_str();
        match self.0.iter_mut().find(|(known, _)| *known == id) {
            Some((_, weight)) => *weight += found.sureness,
            None => self.0.push((id, found.sureness)),
        }
    }

    fn of(&self, id: &str) -> f32 {
        self.0.iter().find(|(known, _)| *known == id).map_or(0.0, |(_, weight)| *weight)
    }

    /// Settles a name that may mean several places by what else the article speaks of.
    pub(super) fn settle(&self, found: &mut Found, text: &str) {
        let regions = Regions::get();
        if let Some(twin) = Twin::of(found, text) {
            let for_first = twin.around.iter().any(|id| self.of(id) > 0.0);
            if self.of(twin.if_named) > 0.0
                && !for_first
                && let Some(other) = regions.node(twin.other)
            {
                found.region = other;
            }
            return;
        }
        let Some(meaning) = found.meaning else { return };
        let known = regions.country_of(found.region).id.as_str();
        let Some(first) = meaning.places().next() else { return };
        let mut best = (self.of(known), None);
        for place in meaning.places() {
            let Some(region) = place.region() else { continue };
            let spoken = self.of(&regions.country_of(region).id);
            // Who writes of Paris in a story from Texas means the city of that name all the same.
            let far_smaller = found.kind == FormKind::City && first.size > place.size + 3;
            if spoken > best.0 && !far_smaller {
                best = (spoken, Some(region));
            }
        }
        if let Some(region) = best.1 {
            found.region = region;
            found.sureness = found.sureness.max(0.6);
        } else if found.kind == FormKind::Town && best.0 == 0.0 {
            // Nothing else speaks for the country.
            found.sureness *= 0.6;
        }
    }
}

/// A country's name that is another place's too.
struct Twin {
    id: &'static str,
    /// The name, folded; the name without vowel signs in Arabic.
    name: &'static str,
    /// It is the country where one of these is named, itself included.
    around: &'static [&'static str],
    /// Else it is `other` where this country is named.
    if_named: &'static str,
    other: &'static str,
}

const TWINS: &[Twin] = &[
    Twin {
        id: "GE",
        name: "georgia",
        around: &["GE", "RU", "AM", "AZ", "TR"],
        if_named: "US",
        other: "US-GA",
    },
    // Oman and Amman are written with the same letters.
    Twin { id: "OM", name: "عمان", around: &["OM", "YE", "AE"], if_named: "JO", other: "JO" },
];

impl Twin {
    fn of(found: &Found, text: &str) -> Option<&'static Twin> {
        TWINS.iter().find(|twin| {
            found.region.id == twin.id
                && found.kind == FormKind::Name
                && text.get(found.start..found.end).is_some_and(|name| fold(name) == twin.name)
        })
    }
}
