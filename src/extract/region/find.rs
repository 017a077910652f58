//! Regions: what is named, where it stands, and how likely the article is about it.
//!
//! Names are looked up longest first (`names`), settled and counted by country (`tally`), and
//! weighed (`scorer`). Parts of countries count for their country, and are regions of their own
//! where they stand in label, dateline or title, or several times. Captions do not count: a photo
//! credit names the outlet's country, not the article's.

use super::forms::FormKind;
use super::names::{Found, PersonSpans, Searched, Setting, names};
use super::scorer::{ABOUT, ABOUT_IF_FIRST, Scorer};
use super::tally::{LEAD_BYTES, OPENING_BYTES, Spoken, Tallies, Tally, Where, is_broad};
use super::tree::{Node, Regions};
use crate::article::{Evidence, Part, RegionMention, RegionRole};
use crate::extract::{ArticleText, FoundRegions, RegionFinder};
use crate::text::Tokens;

/// The finder that comes with dateline.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleRegions;

/// A country that an article names, as the scorer sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Id of the country, or of what is above it.
    pub id: String,
    /// Values of the features, in the order of [`super::scorer::feature_names`].
    pub features: Vec<f32>,
}

impl RuleRegions {
    /// The finder over the embedded tables.
    pub fn new() -> Self {
        RuleRegions
    }

    /// The countries that an article names, with their features: what the trainer learns from.
    pub fn candidates(&self, text: &ArticleText<'_>) -> Vec<Candidate> {
        let (tallies, _) = gather(text);
        let features = tallies.features();
        let all = tallies.all.iter().zip(features);
        all.map(|(tally, features)| Candidate { id: tally.node.id.clone(), features }).collect()
    }
}

/// Mentions that make a part of a country a region of its own, where none is prominent.
const PART_MENTIONS: u32 = 3;

/// Evidence kept for each region.
const MOST_EVIDENCE: usize = 4;

/// The names of one part of an article.
struct Searching<'t> {
    text: &'t str,
    part: Part,
    /// Byte of the part at which `text` begins.
    offset: usize,
    place: Where,
    found: Vec<Found>,
}

/// Counts everything that an article names, and lists the places.
fn gather(text: &ArticleText<'_>) -> (Tallies, Vec<String>) {
    let mut parts: Vec<Searching<'_>> = Vec::new();
    let outer = text.labels.iter().map(|label| (label, Where::Label));
    for (evidence, place) in outer.chain(text.dateline.map(|place| (place, Where::Dateline))) {
        let tokens = Tokens::new(&evidence.text);
        let searched = Searched {
            text: &evidence.text,
            tokens: &tokens,
            lang: text.lang,
            setting: Setting::Places,
        };
        parts.push(Searching {
            text: &evidence.text,
            part: evidence.part,
            offset: evidence.start,
            place,
            found: names(searched),
        });
    }
    for (part, words, tokens, setting) in [
        (Part::Title, text.title, text.title_tokens, Setting::Headline),
        (Part::Body, text.body, text.body_tokens, Setting::Body),
    ] {
        let people = PersonSpans::of(text, part);
        let mut found = names(Searched { text: words, tokens, lang: text.lang, setting });
        found.retain(|found| !people.hold(found));
        let place = if part == Part::Title { Where::Title } else { Where::Body };
        parts.push(Searching { text: words, part, offset: 0, place, found });
    }
    let mut spoken = Spoken::default();
    for part in &parts {
        part.found.iter().for_each(|found| spoken.add(found, part.text));
    }
    let mut tallies = Tallies::new(text.date, text.title_tokens.len() + text.body_tokens.len());
    let mut places: Vec<String> = Vec::new();
    for part in &mut parts {
        for found in &mut part.found {
            spoken.settle(found, part.text);
            let place = match part.place {
                Where::Body if found.start < OPENING_BYTES => Where::Opening,
                Where::Body if found.start < LEAD_BYTES => Where::Lead,
                place => place,
            };
            let rule = match place {
                Where::Label => "label",
                Where::Dateline => "dateline",
                _ => "",
            };
            let mut evidence = Evidence::at(part.part, part.text, found.start, found.end, rule);
            let is_place = matches!(found.kind, FormKind::Name | FormKind::City | FormKind::Town);
            if part.part == Part::Body
                && is_place
                && found.sureness > 0.5
                && !places.contains(&evidence.text)
            {
                places.push(evidence.text.clone());
            }
            evidence.start += part.offset;
            evidence.end += part.offset;
            tallies.add(found, place, evidence);
        }
    }
    (tallies, places)
}

/// A probability in thousandths, as it is shown.
fn rounded(probability: f32) -> f32 {
    (probability * 1000.0).round() / 1000.0
}

fn strongest(mut evidence: Vec<(f32, Evidence)>) -> Vec<Evidence> {
    evidence.sort_by(|a, b| b.0.total_cmp(&a.0));
    evidence.into_iter().take(MOST_EVIDENCE).map(|(_, evidence)| evidence).collect()
}

fn mention(node: &Node, role: RegionRole, weight: f32, evidence: Vec<Evidence>) -> RegionMention {
    let path = Regions::get().path(&node.id).into_iter().map(str::to_owned).collect();
    let weight = rounded(weight);
    RegionMention { id: node.id.clone(), name: node.name.clone(), path, role, weight, evidence }
}

/// Puts where it was filed before what it is about. A label that says no more than a continent or
/// a group comes after the countries in it that the article is about.
fn order(regions: &mut [RegionMention]) {
    let tree = Regions::get();
    let about: Vec<String> = regions
        .iter()
        .filter(|region| region.role != RegionRole::Mentioned)
        .map(|region| region.id.clone())
        .collect();
    // Stable: the likelier stay before.
    regions.sort_by_cached_key(|region| match region.role {
        RegionRole::Filed
            if tree.node(&region.id).is_some_and(is_broad)
                && about.iter().any(|id| tree.ancestors(id).contains(&region.id.as_str())) =>
        {
            (RegionRole::About, true)
        }
        role => (role, false),
    });
}

impl RegionFinder for RuleRegions {
    fn find(&self, text: &ArticleText<'_>) -> FoundRegions {
        let (tallies, places) = gather(text);
        let features = tallies.features();
        let scorer = Scorer::embedded();
        let mut scored: Vec<(f32, Tally)> = Vec::with_capacity(features.len());
        for (tally, features) in tallies.all.into_iter().zip(&features) {
            let probability = scorer.probability(features);
            // A single doubtful mention is nothing to show.
            if tally.is_named() || tally.labelled() || probability >= ABOUT_IF_FIRST {
                scored.push((probability, tally));
            }
        }
        scored.sort_by(|(a, one), (b, other)| {
            b.total_cmp(a).then_with(|| other.weight.total_cmp(&one.weight))
        });
        let first = scored.iter().position(|(_, tally)| !is_broad(tally.node));
        let mut regions = Vec::with_capacity(scored.len());
        let mut parts = Vec::new();
        for (at, (probability, tally)) in scored.into_iter().enumerate() {
            let about =
                probability >= ABOUT || (Some(at) == first && probability >= ABOUT_IF_FIRST);
            let role = match (tally.labelled(), about) {
                (true, _) => RegionRole::Filed,
                (false, true) if tally.filed() => RegionRole::Filed,
                (false, true) => RegionRole::About,
                (false, false) => RegionRole::Mentioned,
            };
            for part in tally.parts {
                if part.prominent || part.mentions >= PART_MENTIONS {
                    let share = (part.weight / tally.weight.max(f32::MIN_POSITIVE)).min(1.0);
                    let role = if part.prominent { role } else { RegionRole::Mentioned };
                    let evidence = strongest(part.evidence);
                    let weight = probability * share;
                    parts.push(mention(part.node, role, weight, evidence));
                }
            }
            let evidence = strongest(tally.evidence);
            regions.push(mention(tally.node, role, probability, evidence));
        }
        order(&mut regions);
        // What is said of a whole country comes before what is said of its parts.
        regions.append(&mut parts);
        FoundRegions { regions, places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(labels: &[&str], title: &str, body: &str, expected: &[&str]) {
        let labels: Vec<Evidence> = labels
            .iter()
            .map(|label| Evidence::at(Part::Header, label, 0, label.len(), "label"))
            .collect();
        let (title_tokens, body_tokens) = (Tokens::new(title), Tokens::new(body));
        let captions = ["Bulgaria: a picture".to_owned()];
        let text = ArticleText {
            title,
            title_tokens: &title_tokens,
            body,
            body_tokens: &body_tokens,
            captions: &captions,
            lang: Some("en"),
            by: &[],
            source: None,
            labels: &labels,
            dateline: None,
            date: None,
            declared_people: &[],
            people: &[],
        };
        let found = RuleRegions::new().find(&text);
        let names: Vec<&str> = found.regions.iter().map(|region| region.name.as_str()).collect();
        assert_eq!(names, expected, "{title} / {body}");
        for region in &found.regions {
            for evidence in &region.evidence {
                let part = match evidence.part {
                    Part::Title => title,
                    Part::Body => body,
                    _ => continue,
                };
                assert_eq!(part.get(evidence.start..evidence.end), Some(evidence.text.as_str()));
            }
        }
    }

    #[test]
    fn the_label_comes_first_and_captions_do_not_count() {
        check(
            &["RUSSIA"],
            "Minsk calls on Moscow and Kyiv to talk",
            "The leader of Belarus spoke on Sunday. Ukraine did not answer him. Belarus waited.",
            &["Russia", "Belarus", "Ukraine"],
        );
        check(&["MIDDLE EAST"], "Talks resume", "Envoys met.", &["Middle East"]);
    }

    #[test]
    fn names_inside_other_names_are_not_meant() {
        check(&[], "", "Michael Jordan visited South Korea.", &["South Korea"]);
        check(&[], "", "They ate turkey off the best china on Friday.", &[]);
        check(&[], "", "The mayor of Newark, New Jersey, spoke.", &["United States"]);
        check(&[], "", "Shops in Northern Ireland stayed shut.", &["United Kingdom"]);
        check(
            &[],
            "U.S. AND U.K. SIGN",
            "Nobody in San Jose, Calif., knew.",
            &["United States", "United Kingdom"],
        );
        check(&[], "", "They met in Dublin, Calif., and in Paris, Texas.", &["United States"]);
        check(&[], "", "Miss Smith was ill in La Paz.", &["Bolivia"]);
        check(&[], "", "It told us that IT firms in Guinea-Bissau hire.", &["Guinea-Bissau"]);
    }

    #[test]
    fn places_in_names_of_people_are_not_meant() {
        let raw = crate::read::RawDocument {
            text:
                "A quiet visit\n\nParis Hilton came to Oslo on Friday. Hilton said that Norway is \
                   a calm country, and that she would like to stay in the hills above the town."
                    .to_owned(),
            ..crate::read::RawDocument::default()
        };
        let article = crate::extract::Extractor::default().extract(raw);
        let names: Vec<&str> = article.regions.iter().map(|region| region.name.as_str()).collect();
        assert_eq!(names, ["Norway"]);
    }

    #[test]
    fn one_name_has_one_sense_in_an_article() {
        check(&[], "", "Schools in Georgia stay shut, as in Texas.", &["United States"]);
        check(&[], "", "Tbilisi is calm, and so is all of Georgia.", &["Georgia"]);
        check(&[], "", "Mayors from Santa Fe came to New Mexico's capital.", &["United States"]);
        check(&[], "", "Ferries left Surabaya in Indonesia.", &["Indonesia"]);
    }

    #[test]
    fn parts_of_countries_are_regions_where_they_are_prominent() {
        check(&["TEXAS"], "Rain", "It fell all night.", &["United States", "Texas"]);
        check(&["AFRICA"], "Lomé waits", "Togo votes today.", &["Togo", "Africa"]);
    }

    #[test]
    fn other_languages_are_known() {
        check(&[], "", "北京举行了会谈。", &["China"]);
        check(&[], "", "大会は東京都で開かれた。", &["Japan"]);
        check(&[], "", "Der Minister reiste nach Deutschland.", &["Germany"]);
        check(&[], "", "В Москве начались переговоры.", &["Russia"]);
        check(&[], "", "Le ministre est en France.", &["France"]);
    }
}
