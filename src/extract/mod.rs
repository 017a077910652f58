//! From a decoded document to an article: `RawDocument → Article`. Pure functions of their
//! input; no file is opened and no clock is read here.
//!
//! [`Extractor::extract`] runs the steps in order: the text is laid out into headline, header
//! lines, captions and body (`layout`), the date is chosen among everything that states one
//! (`date`), the language is read or detected (`language`), and the words of headline and body
//! are cut once for the finders of people and regions.

mod agency;
mod byline;
mod calendar_words;
mod caption;
mod clock;
mod date;
mod date_path;
mod date_tokens;
mod dateline;
mod dateline_words;
pub(crate) mod dates_text;
mod header;
mod language;
mod language_words;
mod layout;
mod paragraphs;
pub mod people;
pub mod region;

use std::fmt;

pub(crate) use date::{Order as DayOrder, order_in};
pub(crate) use language::declared_code as declared_language;

use crate::article::{
    Article, ArticleId, DateSource, Evidence, Part, PersonMention, Precision, Published,
    RegionMention,
};
use crate::read::{MetadataKey, RawDocument};
use crate::text::{Tokens, count_words};

/// What the finders of people and regions are given: the parts of an article, cut into words
/// once.
#[derive(Debug)]
pub struct ArticleText<'a> {
    /// The headline, or nothing.
    pub title: &'a str,
    /// The words of `title`.
    pub title_tokens: &'a Tokens,
    /// The body, without headline, header lines, dateline prefix and captions; paragraphs are
    /// parted by a blank line.
    pub body: &'a str,
    /// The words of `body`.
    pub body_tokens: &'a Tokens,
    /// Picture captions and credits.
    pub captions: &'a [String],
    /// Language, ISO 639-1 where there is one.
    pub lang: Option<&'a str>,
    /// Who wrote it.
    pub by: &'a [String],
    /// The outlet or agency.
    pub source: Option<&'a str>,
    /// Labels that the outlet gave: section, region part of a section line (`RUSSIA`), declared
    /// region or location. Evidence of part `Header` or `Metadata`; `text` is the label.
    pub labels: &'a [Evidence],
    /// The place of the dateline (`MINSK`, `MOSCOW/KYIV`); `text` is the place as written.
    pub dateline: Option<&'a Evidence>,
    /// The day of publication, or the first of what is known of it; not that of the file.
    pub date: Option<jiff::civil::Date>,
    /// People whom the file declares.
    pub declared_people: &'a [Evidence],
    /// The people who were found, for what comes after: none while they are looked for.
    pub people: &'a [PersonMention],
}

/// Finds the people whom an article mentions.
pub trait PeopleFinder: Send + Sync {
    /// Returns the people, the most mentioned first; not the byline's, no organisations, no
    /// places.
    fn find(&self, text: &ArticleText<'_>) -> Vec<PersonMention>;
}

/// What a [`RegionFinder`] found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FoundRegions {
    /// Regions, the most important first.
    pub regions: Vec<RegionMention>,
    /// Places named in the text, as written, each once, in order of appearance.
    pub places: Vec<String>,
}

/// Finds what part of the world an article is about.
pub trait RegionFinder: Send + Sync {
    /// Returns the regions and the places named.
    fn find(&self, text: &ArticleText<'_>) -> FoundRegions;
}

/// Works out what an article is from what was read: headline, body, date, byline, people,
/// regions.
///
/// The same document always gives the same article: there is no clock, no locale and no file
/// behind it.
pub struct Extractor {
    people: Box<dyn PeopleFinder>,
    regions: Box<dyn RegionFinder>,
    today: Option<jiff::civil::Date>,
}

impl fmt::Debug for Extractor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extractor").finish_non_exhaustive()
    }
}

impl Default for Extractor {
    /// An extractor with the finders that come with dateline.
    fn default() -> Self {
        Extractor::new(Box::new(people::ModelPeople::new()), Box::new(region::RuleRegions::new()))
    }
}

impl Extractor {
    /// An extractor with these finders.
    pub fn new(people: Box<dyn PeopleFinder>, regions: Box<dyn RegionFinder>) -> Self {
        Extractor { people, regions, today: None }
    }

    /// The same, refusing dates later than `today` and a day more. The library reads no clock;
    /// without this, a date is only held against the time of its file.
    #[must_use]
    pub fn with_today(mut self, today: Option<jiff::civil::Date>) -> Self {
        self.today = today;
        self
    }

    /// Works out the article that `raw` holds.
    ///
    /// # Panics
    /// Only if a finder does.
    pub fn extract(&self, raw: RawDocument) -> Article {
        let clues = date::Clues::of(&raw, self.today);
        let laid = layout::lay_out(&raw, clues.near());
        let mut notes = raw.notes.clone();

        let body_tokens = Tokens::new(&laid.body);
        let lang = language::language_of(&raw, laid.title.as_deref(), &laid.body, &body_tokens);
        let date = date::choose(&raw, &clues, &laid, lang.as_deref(), &mut notes);

        let value = |key| raw.declared(key).map(|declared| declared.value.trim().to_owned());
        let source = value(MetadataKey::Source).or(laid.source);
        let section = value(MetadataKey::Section).or(laid.section);

        let mut labels = laid.labels;
        for key in [MetadataKey::Section, MetadataKey::Region, MetadataKey::Location] {
            labels.extend(raw.all_declared(key).map(declared_evidence));
        }
        let declared_people: Vec<Evidence> =
            raw.all_declared(MetadataKey::Person).map(declared_evidence).collect();
        let by = by_of(&raw, laid.by);

        let title_text = laid.title.as_deref().unwrap_or_default();
        let title_tokens = Tokens::new(title_text);
        let text = ArticleText {
            title: title_text,
            title_tokens: &title_tokens,
            body: &laid.body,
            body_tokens: &body_tokens,
            captions: &laid.captions,
            lang: lang.as_deref(),
            by: &by,
            source: source.as_deref(),
            labels: &labels,
            dateline: laid.dateline.as_ref(),
            date: date
                .as_ref()
                .filter(|date| date.source != DateSource::File)
                .map(|date| date.date),
            declared_people: &declared_people,
            people: &[],
        };
        let people = self.people.find(&text);
        let mut found = self.regions.find(&ArticleText { people: &people, ..text });
        // A declared place stands, whether or not the region tree knows it.
        for declared in raw.all_declared(MetadataKey::Location) {
            let place = declared.value.trim();
            if !found.places.iter().any(|known| known == place) {
                found.places.push(place.to_owned());
            }
        }

        Article {
            id: ArticleId::new(&raw.path, raw.record),
            lead_len: paragraphs::lead_len(&laid.body),
            words: u32::try_from(count_words(&laid.body, &body_tokens)).unwrap_or(u32::MAX),
            url: value(MetadataKey::Url),
            dateline: laid.dateline.map(|evidence| evidence.text),
            path: raw.path,
            record: raw.record,
            format: raw.format.to_owned(),
            encoding: raw.encoding.to_owned(),
            title: laid.title,
            body: laid.body,
            captions: laid.captions,
            by,
            source,
            section,
            lang,
            date,
            regions: found.regions,
            people,
            places: found.places,
            notes,
        }
    }
}

/// The date of `raw` alone, as [`Extractor::extract`] works it out, and what was refused.
pub(crate) fn dated(
    raw: &RawDocument,
    today: Option<jiff::civil::Date>,
) -> (Option<Published>, Vec<String>) {
    let clues = date::Clues::of(raw, today);
    let laid = layout::lay_out(raw, clues.near());
    let mut notes = Vec::new();
    let published = date::choose(raw, &clues, &laid, None, &mut notes);
    if published.as_ref().is_none_or(|published| published.alternative.is_none()) {
        return (published, notes);
    }
    // The language tells which of day and month stands first.
    let tokens = Tokens::new(&laid.body);
    let lang = language::language_of(raw, laid.title.as_deref(), &laid.body, &tokens);
    notes.clear();
    (date::choose(raw, &clues, &laid, lang.as_deref(), &mut notes), notes)
}

/// How much of a page its metadata were taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// Its head and its JSON-LD.
    Head,
    /// All but its text.
    Page,
}

/// The date of a page of which `raw` has the metadata alone, where nothing more is asked for it.
pub(crate) fn dated_by_metadata(
    raw: &RawDocument,
    today: Option<jiff::civil::Date>,
    seen: Seen,
) -> Option<(Published, Vec<String>)> {
    let clues = date::Clues::of(raw, today);
    let settled = match seen {
        Seen::Head => clues.is_settled_by_head(raw),
        Seen::Page => clues.is_settled_by_page(),
    };
    if !settled {
        return None;
    }
    let mut notes = Vec::new();
    let published = date::choose(raw, &clues, &layout::Laid::default(), None, &mut notes)?;
    let sure = published.alternative.is_none() && published.precision >= Precision::Day;
    sure.then_some((published, notes))
}

/// The whole declared value as evidence.
fn declared_evidence(declared: &crate::read::Metadata) -> Evidence {
    let value = declared.value.as_str();
    let start = value.len() - value.trim_start().len();
    let end = value.trim_end().len();
    Evidence::at(Part::Metadata, value, start, end, format!("declared as {}", declared.name))
}

/// The declared authors, else those of the byline.
fn by_of(raw: &RawDocument, found: Vec<String>) -> Vec<String> {
    let mut by = Vec::new();
    for declared in raw.all_declared(MetadataKey::Author) {
        for name in byline::declared_names(&declared.value) {
            // Some systems declare the number of an author.
            if !by.contains(&name) && name.chars().any(char::is_alphabetic) {
                by.push(name);
            }
        }
    }
    // `Staff Reporter` names nobody; the text may.
    if by.iter().all(|name| byline::is_role(name)) && !found.is_empty() { found } else { by }
}

#[cfg(test)]
mod tests;
