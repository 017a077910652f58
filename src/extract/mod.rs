//! From a decoded document to an article: `RawDocument → Article`. Pure functions of their
//! input; no file is opened and no clock is read here.

use crate::article::{Evidence, PersonMention, RegionMention};
use crate::text::Tokens;

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
    /// People whom the file declares.
    pub declared_people: &'a [Evidence],
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
pub mod region;
/// stub
#[derive(Default)]
pub struct Extractor;
impl Extractor {
    /// stub
    pub fn extract(&self, raw: crate::read::RawDocument) -> crate::article::Article {
        crate::article::Article {
            id: crate::article::ArticleId::new(&raw.path, raw.record),
            path: raw.path,
            record: raw.record,
            body: raw.text,
            ..Default::default()
        }
    }
}
