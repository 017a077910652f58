//! One record of a table, a JSON file or an XML file: from named values to an article.
//!
//! The readers of those formats find names and values; here is what they have in common. It
//! leaves the meaning of names to [`FieldMap`](super::FieldMap) and `keys`.

use std::borrow::Cow;

use super::markup::plain_text;
use super::{Layout, Metadata, MetadataKey};

/// Longest value without a known name that is kept, in bytes.
pub(super) const MAX_OTHER_BYTES: usize = 200;

/// Shortest value, in characters, that is the text of an article and no summary of one, in a
/// record without any other text.
const ARTICLE_CHARS: usize = 800;

/// An article as a record holds it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) metadata: Vec<Metadata>,
    pub(super) text: String,
    pub(super) layout: Layout,
}

/// What was taken out of a record up to now.
#[derive(Debug, Default)]
pub(super) struct Record {
    metadata: Vec<Metadata>,
    bodies: Vec<String>,
}

impl Record {
    /// Adds a value, which may hold markup; an empty one is none.
    pub(super) fn push(&mut self, key: MetadataKey, name: &str, value: &str) {
        let value = match key {
            // An address may hold what looks like an entity.
            MetadataKey::Url | MetadataKey::Id => Cow::Borrowed(value),
            _ => plain_text(value),
        };
        let value = value.trim();
        if !value.is_empty() {
            let name = Cow::Owned(name.to_owned());
            self.metadata.push(Metadata { key, name, value: value.to_owned() });
        }
    }

    /// Adds a text, which may hold markup. The longest of several is the article's.
    pub(super) fn push_body(&mut self, body: &str) {
        let text = plain_text(body);
        let text = text.trim();
        if !text.is_empty() {
            self.bodies.push(super::encoding::unix_lines(text.to_owned()));
        }
    }

    fn has(&self, key: MetadataKey) -> bool {
        self.metadata.iter().any(|entry| entry.key == key)
    }

    /// The article, if there is enough of one: a text or a title, or a summary of something
    /// that has a date or an address.
    pub(super) fn into_article(mut self) -> Option<Found> {
        let summarised = self.has(MetadataKey::Lead)
            && (self.has(MetadataKey::Date) || self.has(MetadataKey::Url));
        if self.bodies.is_empty() && !self.has(MetadataKey::Title) && !summarised {
            return None;
        }
        self.metadata.sort_by_key(|entry| match entry.key {
            MetadataKey::Date => date_rank(&entry.name),
            // Beside a headline, `title` is the slug of the desk.
            MetadataKey::Title if entry.name.to_ascii_lowercase().contains("headline") => 0,
            MetadataKey::Title => 1,
            // The house that publishes it is not the paper that it stands in.
            MetadataKey::Source if entry.name.to_ascii_lowercase().contains("publisher") => 1,
            _ => 0,
        });
        // The same text stands as HTML and as plain text: the one with more in it.
        let longest = self.bodies.into_iter().max_by_key(String::len);
        let lead = self.metadata.iter().position(|entry| entry.key == MetadataKey::Lead);
        // A summary may be all that there is of the article, or be the article.
        let text = match (longest, lead) {
            (Some(longest), _) => longest,
            (None, Some(lead)) if is_article(&self.metadata[lead].value) => {
                super::encoding::unix_lines(self.metadata.remove(lead).value)
            }
            (None, Some(lead)) => self.metadata[lead].value.clone(),
            (None, None) => String::new(),
        };
        let titled = self.metadata.iter().any(|entry| entry.key == MetadataKey::Title);
        let layout = if titled { Layout::Body } else { Layout::Plain };
        Some(Found { metadata: self.metadata, text, layout })
    }
}

fn is_article(value: &str) -> bool {
    value.chars().nth(ARTICLE_CHARS).is_some()
}

/// Dates of publication come before dates of whatever else was created or changed.
fn date_rank(name: &str) -> u8 {
    let name = name.to_ascii_lowercase();
    if name.contains("pub") || name.contains("issued") {
        0
    } else if ["creat", "time", "version"].iter().any(|part| name.contains(part)) {
        2
    } else {
        1
    }
}
