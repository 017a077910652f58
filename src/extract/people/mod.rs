//! The people whom an article mentions, by rules: who is a name (`detect`), and which names are
//! one person (`merge`).
//!
//! Incomplete support: scripts without capitals (Arabic, Chinese) yield declared people only;
//! in German, where every noun has a capital, a name needs a known given name or a title.

mod detect;
#[doc(hidden)]
pub mod features;
#[doc(hidden)]
pub mod lists;
mod merge;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod reading;
#[doc(hidden)]
pub mod tagger;
mod words;

use crate::article::PersonMention;
use crate::extract::{ArticleText, PeopleFinder};

/// The finder that comes with dateline.
#[derive(Clone, Copy, Debug, Default)]
pub struct RulePeople;

impl RulePeople {
    /// The finder over the embedded tables.
    pub fn new() -> Self {
        RulePeople
    }
}

impl PeopleFinder for RulePeople {
    fn find(&self, text: &ArticleText<'_>) -> Vec<PersonMention> {
        let candidates = detect::candidates(text);
        merge::people(text, candidates)
    }
}

#[cfg(test)]
mod tests;
