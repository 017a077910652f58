//! Regions by rules: what is named, where it stands, and how sure the name is.
//!
//! Every name in the text is looked up longest first. Its weight depends on where it stands
//! (label, dateline, title, lead, body) and what it is (name, demonym, city, institution,
//! leader). Parts of countries count for their country. Captions do not count: a photo credit
//! names the outlet's country, not the article's.
//!
//! Incomplete support: a city that several countries have is the largest one; a country and a
//! person of the same name are told apart by the words beside them only.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::tree::{Node, NodeKind, Regions, TABLE};
use crate::article::{Evidence, Part, RegionMention, RegionRole};
use crate::extract::{ArticleText, FoundRegions, RegionFinder};
use crate::text::{Tokens, fold, words};

/// The finder that comes with dateline.
#[derive(Clone, Copy, Debug, Default)]
pub struct RuleRegions;

impl RuleRegions {
    /// The finder over the embedded tables.
    pub fn new() -> Self {
        RuleRegions
    }
}

/// What kind of name stands for a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FormKind {
    Name,
    Demonym,
    City,
    Institution,
    Leader,
    /// A longer name in which a place is not meant.
    Blocked,
}

impl FormKind {
    /// How much a mention weighs beside one of the country's own name.
    fn weight(self) -> f32 {
        match self {
            FormKind::Name => 1.0,
            FormKind::Demonym => 0.8,
            FormKind::City => 0.7,
            FormKind::Institution => 0.5,
            FormKind::Leader => 0.4,
            FormKind::Blocked => 0.0,
        }
    }

    fn rule(self) -> &'static str {
        match self {
            FormKind::Name => "name",
            FormKind::Demonym => "demonym",
            FormKind::City => "city",
            FormKind::Institution => "institution",
            FormKind::Leader => "leader",
            FormKind::Blocked => "other name",
        }
    }
}

/// A name: its folded words, and what it stands for.
#[derive(Debug)]
struct Form {
    words: Vec<String>,
    /// The last word is a beginning: `russisch*`.
    open: bool,
    /// Written with a capital, so that `turkey` is no country.
    capital: bool,
    /// All capitals, so that `us` is no country.
    capitals: bool,
    /// An abbreviation with a stop at its end, as agencies write states: `Ala.`, `Miss.`
    stopped: bool,
    kind: FormKind,
    region: Option<&'static Node>,
    /// A word in small letters counts in its own language only: `china` is Spanish for Chinese.
    lang: &'static str,
}

/// Names by their first word, the longest first; open ones by their first three letters.
#[derive(Debug, Default)]
struct Forms {
    closed: HashMap<String, Vec<Form>>,
    open: HashMap<String, Vec<Form>>,
}

/// Letters that open forms are looked up by.
const OPEN_LETTERS: usize = 3;

fn opening(word: &str) -> String {
    word.chars().take(OPEN_LETTERS).collect()
}

static FORMS: LazyLock<Forms> = LazyLock::new(|| {
    let regions = Regions::get();
    let mut forms = Forms::default();
    let mut add = |written: &str, kind, region, lang: &'static str| {
        let open = written.ends_with('*');
        let written = written.trim_end_matches('*');
        let words: Vec<String> =
            words(written).map(|span| fold(&written[span]).into_owned()).collect();
        let letters: Vec<char> = written.chars().filter(|c| c.is_alphabetic()).collect();
        let capitals =
            letters.len() < 5 && letters.len() > 1 && letters.iter().all(|c| c.is_uppercase());
        let capital = letters.first().is_some_and(|c| c.is_uppercase());
        // Two-letter codes are for queries; in text `IT` or `DE` are words.
        let known = written.contains('.') || matches!(written, "US" | "UK" | "EU" | "UN");
        let code = capitals && letters.len() == 2 && !known;
        let Some(first) = words.first().cloned().filter(|_| !code) else { return };
        let map = if open && words.len() == 1 { &mut forms.open } else { &mut forms.closed };
        let key = if open && words.len() == 1 { opening(&first) } else { first };
        map.entry(key).or_default().push(Form {
            words,
            open,
            capital,
            capitals,
            stopped: written.ends_with('.') && written.matches('.').count() == 1,
            kind,
            region,
            lang,
        });
    };
    for line in TABLE.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        match cells.as_slice() {
            ["group", id, name, _, aliases] => {
                let node = regions.node(id);
                aliases
                    .split('|')
                    .chain([*name])
                    .for_each(|form| add(form, FormKind::Name, node, "*"));
            }
            ["node", id, "continent" | "subregion", _, name, _] => {
                add(name, FormKind::Name, regions.node(id), "*")
            }
            [kind, id, list, rest @ ..] => {
                let lang = rest.first().copied().unwrap_or("*");
                let kind = match *kind {
                    "name" => FormKind::Name,
                    "adj" => FormKind::Demonym,
                    "city" => FormKind::City,
                    "inst" => FormKind::Institution,
                    "leader" => FormKind::Leader,
                    // `San Jose, Calif` is no place of Costa Rica, and one of the United States.
                    "block" if *id != "-" => FormKind::City,
                    "block" => FormKind::Blocked,
                    _ => continue,
                };
                let node = regions.node(id);
                list.split('|').for_each(|form| add(form, kind, node, lang));
            }
            _ => {}
        }
    }
    for list in forms.closed.values_mut() {
        // Stable: of the same words the country's own name comes before a city of that name.
        list.sort_by_key(|form| std::cmp::Reverse(form.words.len()));
    }
    forms
});

/// A name found in a text.
struct Found {
    region: &'static Node,
    kind: FormKind,
    start: usize,
    end: usize,
    /// Lower where a person of the same name may be meant.
    sureness: f32,
}

/// Words before a name that do not make it the second half of a person's name.
const NO_GIVEN_NAMES: &[&str] = &[
    "in",
    "from",
    "at",
    "to",
    "of",
    "for",
    "and",
    "the",
    "with",
    "by",
    "on",
    "but",
    "as",
    "when",
    "while",
    "if",
    "since",
    "after",
    "before",
    "south",
    "north",
    "east",
    "west",
    "southern",
    "northern",
    "eastern",
    "western",
    "central",
    "greater",
    "outside",
    "inside",
    "across",
    "near",
    "around",
    "against",
    "both",
    "unlike",
    "until",
    "while",
    "where",
    "that",
    "today",
    "yesterday",
    "im",
    "dans",
    "en",
    "aus",
    "nach",
    "und",
    "der",
    "die",
    "das",
    "la",
    "le",
    "el",
    "republic",
    "president",
    "embassy",
    "president's",
    "former",
    "modern",
    "even",
    "only",
    "meanwhile",
];

/// Finds every name in `text`, the longest at each place; of `Dublin, Calif.` the second.
fn names(text: &str, tokens: &Tokens, lang: Option<&str>, headline: bool) -> Vec<Found> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match longest(text, tokens, lang, at) {
            Some((form, length)) => {
                let (start, end) = (tokens.span(at).start, tokens.span(at + length - 1).end);
                if let Some(region) = form.region.filter(|_| form.kind != FormKind::Blocked) {
                    let doubtful = !headline
                        && length == 1
                        && matches!(form.kind, FormKind::Name | FormKind::City)
                        && looks_like_surname(text, tokens, lang, at);
                    let sureness = if doubtful { 0.15 } else { 1.0 };
                    found.push(Found { region, kind: form.kind, start, end, sureness });
                }
                at += length;
            }
            None => at += 1,
        }
    }
    // A town with the name of its state or country behind it lies there: `Paris, Texas`.
    for second in 1..found.len() {
        let (before, behind) = found.split_at_mut(second);
        let (Some(town), Some(outer)) = (before.last_mut(), behind.first()) else { continue };
        let close = text.get(town.end..outer.start) == Some(", ");
        let holds = matches!(outer.region.kind, NodeKind::State | NodeKind::Country);
        let regions = Regions::get();
        if close
            && holds
            && outer.kind == FormKind::Name
            && matches!(town.kind, FormKind::City | FormKind::Name)
            && regions.country_of(town.region).id != regions.country_of(outer.region).id
            && (outer.region.kind == NodeKind::State || town.kind == FormKind::City)
        {
            town.region = outer.region;
        }
    }
    found
}

fn longest<'f>(
    text: &str,
    tokens: &Tokens,
    lang: Option<&str>,
    at: usize,
) -> Option<(&'f Form, usize)> {
    let first = tokens.folded(at);
    let written = &text[tokens.span(at)];
    let upper = written.chars().next().is_some_and(char::is_uppercase);
    let span = tokens.span(at);
    // `Miss.` is a state where it has its stop, or stands after a town.
    let abbreviates = || text[span.end..].starts_with('.') || text[..span.start].ends_with(", ");
    let fits = |form: &Form| {
        (!form.stopped || abbreviates())
            && (upper || (!form.capital && (form.lang == "*" || lang == Some(form.lang))))
            && (!form.capitals
                || written.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase))
            && form.words.iter().enumerate().all(|(offset, word)| {
                at + offset < tokens.len() && {
                    let here = tokens.folded(at + offset);
                    let near = offset == 0
                        || tokens.span(at + offset).start - tokens.span(at + offset - 1).end <= 2;
                    let last = offset + 1 == form.words.len();
                    near && if form.open && last {
                        here.starts_with(word.as_str())
                    } else {
                        here == word
                    }
                }
            })
    };
    if let Some(form) = FORMS.closed.get(first).and_then(|list| list.iter().find(|form| fits(form)))
    {
        return Some((form, form.words.len()));
    }
    let open = FORMS.open.get(&opening(first))?;
    open.iter().find(|form| fits(form)).map(|form| (form, 1))
}

/// Whether the name follows another capitalised word that is no place and opens no sentence, as
/// `Jordan` does in `Michael Jordan`.
fn looks_like_surname(text: &str, tokens: &Tokens, lang: Option<&str>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let span = tokens.span(before);
    let between = &text[span.end..tokens.span(at).start];
    let word = &text[span.clone()];
    between == " "
        && word.chars().next().is_some_and(char::is_uppercase)
        && word.chars().skip(1).any(char::is_lowercase)
        && !NO_GIVEN_NAMES.contains(&tokens.folded(before))
        && longest(text, tokens, lang, before).is_none()
}

/// Where the people of a text are named. A place or a people within a person's name is not
/// meant: `Paris Hilton`, `Jack London`.
struct PersonSpans(Vec<(usize, usize)>);

impl PersonSpans {
    fn of(text: &ArticleText<'_>, part: Part) -> Self {
        let mentions = text.people.iter().flat_map(|person| &person.evidence);
        let mut spans: Vec<(usize, usize)> = mentions
            .filter(|mention| mention.part == part)
            .map(|mention| (mention.start, mention.end))
            .collect();
        spans.sort_unstable();
        PersonSpans(spans)
    }

    /// Leaders stand for their countries all the same.
    fn hold(&self, found: &Found) -> bool {
        let after = self.0.partition_point(|(start, _)| *start <= found.start);
        let before = after.checked_sub(1).and_then(|at| self.0.get(at));
        found.kind != FormKind::Leader && before.is_some_and(|(_, end)| found.end <= *end)
    }
}

/// What has been gathered about one region.
#[derive(Default)]
struct Tally {
    weight: f32,
    mentions: u32,
    labelled: bool,
    filed: bool,
    in_title: bool,
    evidence: Vec<(f32, Evidence)>,
}

/// Evidence kept for each region.
const MOST_EVIDENCE: usize = 4;

/// Bytes at the head of the body that weigh more.
const LEAD_BYTES: usize = 500;

/// Gathers what is found, by country.
#[derive(Default)]
struct Gatherer {
    /// When the article was written.
    day: Option<Date>,
    tallies: Vec<(&'static Node, Tally)>,
}

impl Gatherer {
    fn add(&mut self, found: &Found, place: f32, mut evidence: Evidence) -> &mut Tally {
        let now = Regions::get().country_of(found.region);
        let node = self.day.map_or(now, |day| Regions::get().on(now, day));
        let position = self.tallies.iter().position(|(known, _)| known.id == node.id);
        let position = position.unwrap_or_else(|| {
            self.tallies.push((node, Tally::default()));
            self.tallies.len() - 1
        });
        let tally = &mut self.tallies[position].1;
        let declared = matches!(evidence.part, Part::Header | Part::Metadata);
        // A continent or a group is mostly named in passing; a country is what is meant.
        let breadth = match node.kind {
            NodeKind::Country | NodeKind::Former | NodeKind::State => 1.0,
            _ if declared => 1.0,
            _ => 0.45,
        };
        // Each further mention in the body says less.
        let fading = match evidence.part {
            Part::Body => 1.0 / (1.0 + tally.mentions as f32 * 0.12),
            _ => 1.0,
        };
        let weight = place * breadth * found.kind.weight() * found.sureness * fading;
        tally.mentions += u32::from(evidence.part == Part::Body);
        tally.weight += weight;
        evidence.rule = match evidence.rule.as_str() {
            "" => found.kind.rule().to_owned(),
            rule => format!("{rule}: {}", found.kind.rule()),
        };
        if node.id != now.id {
            evidence.rule.push_str(", as it was then");
        }
        tally.evidence.push((weight, evidence));
        tally
    }
}

impl RegionFinder for RuleRegions {
    fn find(&self, text: &ArticleText<'_>) -> FoundRegions {
        let regions = Regions::get();
        let mut gatherer = Gatherer { day: text.date, ..Gatherer::default() };
        let mut places: Vec<String> = Vec::new();
        for (outer, place, rule) in text
            .labels
            .iter()
            .map(|label| (label, 10.0, "label"))
            .chain(text.dateline.map(|dateline| (dateline, 4.0, "dateline")))
        {
            for found in names(&outer.text, &Tokens::new(&outer.text), text.lang, true) {
                let mut evidence =
                    Evidence::at(outer.part, &outer.text, found.start, found.end, rule);
                evidence.start += outer.start;
                evidence.end += outer.start;
                let tally = gatherer.add(&found, place, evidence);
                tally.labelled |= rule == "label";
                tally.filed = true;
            }
        }
        let in_people = PersonSpans::of(text, Part::Title);
        for found in names(text.title, text.title_tokens, text.lang, true) {
            if in_people.hold(&found) {
                continue;
            }
            let evidence = Evidence::at(Part::Title, text.title, found.start, found.end, "");
            gatherer.add(&found, 3.5, evidence).in_title = true;
        }
        let in_people = PersonSpans::of(text, Part::Body);
        for found in names(text.body, text.body_tokens, text.lang, false) {
            if in_people.hold(&found) {
                continue;
            }
            let place = if found.start < LEAD_BYTES { 1.6 } else { 1.0 };
            let evidence = Evidence::at(Part::Body, text.body, found.start, found.end, "");
            if matches!(found.kind, FormKind::Name | FormKind::City) && found.sureness > 0.5 {
                let written = &text.body[found.start..found.end];
                if !places.iter().any(|known| known == written) {
                    places.push(written.to_owned());
                }
            }
            gatherer.add(&found, place, evidence);
        }
        let mut tallies = gatherer.tallies;
        let whole: f32 = tallies.iter().map(|(_, tally)| tally.weight).sum();
        // A single doubtful mention is nothing to show.
        tallies.retain(|(_, tally)| tally.weight > 0.3);
        tallies.sort_by(|(_, a), (_, b)| {
            b.labelled.cmp(&a.labelled).then_with(|| b.weight.total_cmp(&a.weight))
        });
        let mentions = tallies.into_iter().map(|(node, mut tally)| {
            tally.evidence.sort_by(|a, b| b.0.total_cmp(&a.0));
            let share = tally.weight / whole.max(f32::MIN_POSITIVE);
            RegionMention {
                id: node.id.clone(),
                name: node.name.clone(),
                path: regions.path(&node.id).into_iter().map(str::to_owned).collect(),
                role: if tally.filed {
                    RegionRole::Filed
                } else if tally.in_title || share >= 0.2 {
                    RegionRole::About
                } else {
                    RegionRole::Mentioned
                },
                weight: (share * 1000.0).round() / 1000.0,
                evidence: tally
                    .evidence
                    .into_iter()
                    .take(MOST_EVIDENCE)
                    .map(|(_, evidence)| evidence)
                    .collect(),
            }
        });
        FoundRegions { regions: mentions.collect(), places }
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
    fn other_languages_are_known() {
        check(&[], "", "Der Minister reiste nach Deutschland.", &["Germany"]);
        check(&[], "", "В Москве начались переговоры.", &["Russia"]);
        check(&[], "", "Le ministre est en France.", &["France"]);
    }
}
