//! The people whom an article mentions: a tagger by a trained model (`tagger`), rules about what
//! it says (`mentions`), and which names are one person (`merge`).
//!
//! An embedder with a better extractor implements [`PeopleFinder`]:
//!
//! ```
//! use dateline::article::PersonMention;
//! use dateline::extract::people::ModelPeople;
//! use dateline::extract::region::RuleRegions;
//! use dateline::extract::{ArticleText, Extractor, PeopleFinder};
//!
//! /// Keeps those who are named twice.
//! struct Twice(ModelPeople<'static>);
//!
//! impl PeopleFinder for Twice {
//!     fn find(&self, text: &ArticleText<'_>) -> Vec<PersonMention> {
//!         let mut people = self.0.find(text);
//!         people.retain(|person| person.mentions > 1);
//!         people
//!     }
//! }
//!
//! let extractor = Extractor::new(Box::new(Twice(ModelPeople::new())), Box::new(RuleRegions::new()));
//! # let _ = extractor;
//! ```
//!
//! Incomplete support: the model knows English best; German, French and Dutch from old print and
//! a little German of today, other languages in Latin letters by names, shape and place only.

mod arabic;
mod cyrillic;
#[doc(hidden)]
pub mod features;
#[doc(hidden)]
pub mod lists;
mod mentions;
mod merge;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod reading;
#[doc(hidden)]
pub mod tagger;
mod words;

use merge::{Found, name_words};
use model::Model;
use reading::{PartText, Reading};

use crate::article::{Part, PersonMention};
use crate::extract::{ArticleText, PeopleFinder};
use crate::text::Tokens;

/// The finder that comes with dateline.
#[derive(Clone, Copy, Debug)]
pub struct ModelPeople<'m> {
    model: &'m Model,
}

impl Default for ModelPeople<'static> {
    fn default() -> Self {
        ModelPeople::new()
    }
}

impl ModelPeople<'static> {
    /// The finder with the embedded model.
    pub fn new() -> Self {
        ModelPeople { model: Model::embedded() }
    }
}

impl<'m> ModelPeople<'m> {
    /// A finder with another model.
    #[doc(hidden)]
    pub fn with(model: &'m Model) -> Self {
        ModelPeople { model }
    }
}

impl PeopleFinder for ModelPeople<'_> {
    fn find(&self, text: &ArticleText<'_>) -> Vec<PersonMention> {
        let captions: Vec<Tokens> =
            text.captions.iter().map(|caption| Tokens::new(caption)).collect();
        let mut parts = vec![
            (Part::Body, PartText { text: text.body, tokens: text.body_tokens, headline: false }),
            (Part::Title, PartText { text: text.title, tokens: text.title_tokens, headline: true }),
        ];
        for (caption, tokens) in text.captions.iter().zip(&captions) {
            parts.push((Part::Caption, PartText { text: caption, tokens, headline: false }));
        }
        let (kinds, parts): (Vec<Part>, Vec<PartText<'_>>) = parts.into_iter().unzip();
        let reading = Reading::new(&self.model.lists, parts, text.lang);
        let lists = &self.model.lists;
        let mentions = match text.lang {
            Some("ru" | "uk" | "be" | "bg" | "mk" | "sr") => cyrillic::mentions(lists, &reading),
            Some("ar" | "fa") => arabic::mentions(lists, &reading),
            _ => mentions::mentions(&reading, &tagger::tag(self.model, &reading)),
        };
        let mut found: Vec<Found> = mentions
            .into_iter()
            .filter_map(|mention| {
                let (part, first) = reading.place(mention.start);
                let text = reading.parts.get(part)?;
                let last = first + (mention.end - 1 - mention.start);
                let (start, mut end) = (text.tokens.span(first).start, text.tokens.span(last).end);
                // The stop of `Jr.` and of a last initial is part of the name.
                let folded = text.tokens.folded(last);
                let abbreviated =
                    matches!(folded, "jr" | "sr") || (folded.chars().count() == 1 && last > first);
                if abbreviated && text.text[end..].starts_with('.') {
                    end += 1;
                }
                let written = &text.text[start..end];
                let shown = shown(written, reading.words[mention.start].doubtful);
                let shown =
                    cyrillic::nominative(lists, &shown, &name_words(&shown)).unwrap_or(shown);
                Some(Found {
                    part: *kinds.get(part)?,
                    start,
                    end,
                    text: written.to_owned(),
                    words: name_words(&shown),
                    shown,
                    proof: mention.proof,
                    woman: mention.woman,
                })
            })
            .collect();
        found.truncate(MOST_MENTIONS);
        // The title is read first, by people too.
        found.sort_by_key(|mention| (mention.part != Part::Title, mention.part == Part::Caption));
        merge::people(text, found)
    }
}

/// Mentions of one article that are looked at: a table of a million names is no article, and
/// merging takes time by mentions times people.
const MOST_MENTIONS: usize = 20_000;

/// A name as it is shown: white space as single spaces, and small letters where the text is all
/// in capitals.
fn shown(written: &str, capitals: bool) -> String {
    let one_line = written.split_whitespace().collect::<Vec<_>>().join(" ");
    if !capitals || one_line.chars().any(char::is_lowercase) {
        return one_line;
    }
    let mut shown = String::with_capacity(one_line.len());
    let mut inside = false;
    for c in one_line.chars() {
        if inside {
            shown.extend(c.to_lowercase());
        } else {
            shown.push(c);
        }
        inside = c.is_alphabetic();
    }
    shown
}

#[cfg(test)]
mod tests;
