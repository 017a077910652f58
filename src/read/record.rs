//! One record of a table, a JSON file or an XML file: from named values to an article.
//!
//! The readers of those formats find names and values; here is what they have in common. It
//! leaves the meaning of names to [`FieldMap`](super::FieldMap) and `keys`.

use std::borrow::Cow;

use super::markup::{plain_text, plainest_text, take_captions, with_ampersands};
use super::{Layout, Metadata, MetadataKey};

/// Longest value without a known name that is kept, in bytes.
pub(super) const MAX_OTHER_BYTES: usize = 200;

/// Shortest value, in characters, that is the text of an article and no summary of one, in a
/// record without any other text.
const ARTICLE_CHARS: usize = 800;

/// Longest note that is kept, in bytes: longer ones are texts.
const MAX_NOTE_BYTES: usize = 1000;

/// States in which an item is not, or not yet, to be published, by the IPTC's names and others.
const STATUSES: &[&str] = &[
    "canceled",
    "cancelled",
    "withheld",
    "withdrawn",
    "killed",
    "kill",
    "embargoed",
    "recalled",
    "corrected",
    "deleted",
    "expired",
];

/// An article as a record holds it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) metadata: Vec<Metadata>,
    pub(super) text: String,
    pub(super) layout: Layout,
    /// Whether there is no text but a summary, or none at all.
    pub(super) summary_only: bool,
    /// What its desk says of it: withdrawn, embargoed, corrected.
    pub(super) notes: Vec<String>,
}

impl Found {
    /// The first value for `key`.
    pub(super) fn value(&self, key: MetadataKey) -> Option<&Metadata> {
        self.metadata.iter().find(|entry| entry.key == key)
    }
}

/// What was taken out of a record up to now.
#[derive(Debug, Default)]
pub(super) struct Record {
    metadata: Vec<Metadata>,
    bodies: Vec<String>,
    notes: Vec<String>,
}

impl Record {
    /// Notes what the desk says of the article itself: `canceled`, `embargoed until …`.
    pub(super) fn note(&mut self, what: &str, value: &str) {
        let value = plain_text(value);
        let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() && value.len() <= MAX_NOTE_BYTES {
            let note = format!("{what}: {value}");
            if !self.notes.contains(&note) {
                self.notes.push(note);
            }
        }
    }

    /// Notes a status of publication, unless it is the usual one.
    pub(super) fn note_status(&mut self, status: &str) {
        // `stat:usable` in NewsML-G2, `Usable` in NewsML 1, `usable` in ninjs.
        let status = status.rsplit(':').next().unwrap_or_default().trim().to_lowercase();
        if STATUSES.contains(&status.as_str()) {
            self.note("declared as", &status);
        }
    }

    /// Adds a value, which may hold markup; an empty one is none.
    pub(super) fn push(&mut self, key: MetadataKey, name: &str, value: &str) {
        let value = match key {
            // An address may hold what looks like an entity.
            MetadataKey::Url | MetadataKey::Id => Cow::Borrowed(value),
            MetadataKey::Title => Cow::Owned(plainest_text(&with_ampersands(value)).into_owned()),
            _ => plain_text(value),
        };
        let value = value.trim();
        let sensible = match key {
            // `published: false`
            MetadataKey::Date | MetadataKey::Modified => value.contains(char::is_numeric),
            // Coordinates are no place's name.
            MetadataKey::Location | MetadataKey::Region => value.contains(char::is_alphabetic),
            _ => !value.is_empty(),
        };
        if sensible {
            let name = Cow::Owned(name.to_owned());
            self.metadata.push(Metadata { key, name, value: value.to_owned() });
        }
    }

    /// Adds a value of plain characters, in which `<` and `&` are themselves.
    pub(super) fn push_plain(&mut self, key: MetadataKey, name: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() {
            let name = Cow::Owned(name.to_owned());
            self.metadata.push(Metadata { key, name, value: value.to_owned() });
        }
    }

    /// Adds a text of plain characters.
    pub(super) fn push_plain_body(&mut self, body: &str) {
        if !body.trim().is_empty() {
            self.bodies.push(super::encoding::unix_lines(body.trim().to_owned()));
        }
    }

    /// Adds a text, which may hold markup. The longest of several is the article's.
    pub(super) fn push_body(&mut self, body: &str) {
        let (body, captions) = take_captions(body);
        for caption in captions {
            self.push(MetadataKey::Caption, "figcaption", &caption);
        }
        let body = with_ampersands(&body);
        let text = plainest_text(&body);
        let text = text.trim();
        if !text.is_empty() {
            self.bodies.push(super::encoding::unix_lines(text.to_owned()));
        }
    }

    /// Whether there is a value for `key`.
    pub(super) fn has(&self, key: MetadataKey) -> bool {
        self.metadata.iter().any(|entry| entry.key == key)
    }

    /// The article, if there is enough of one: a text or a title, a summary of something
    /// that has a date or an address, or the caption of a dated picture.
    pub(super) fn into_article(mut self) -> Option<Found> {
        let summarised = self.has(MetadataKey::Lead)
            && (self.has(MetadataKey::Date) || self.has(MetadataKey::Url));
        // A picture may have nothing else than its caption.
        let captioned = self.has(MetadataKey::Caption) && self.has(MetadataKey::Date);
        let told = summarised || captioned;
        if self.bodies.is_empty() && !self.has(MetadataKey::Title) && !told {
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
        // Of equals the first.
        let longest = self.bodies.into_iter().rev().max_by_key(String::len);
        let lead = self.metadata.iter().position(|entry| entry.key == MetadataKey::Lead);
        let mut summary_only = longest.is_none();
        // A summary may be all that there is of the article, or be the article.
        let text = match (longest, lead) {
            (Some(longest), _) => longest,
            (None, Some(lead)) if is_article(&self.metadata[lead].value) => {
                summary_only = false;
                super::encoding::unix_lines(self.metadata.remove(lead).value)
            }
            (None, Some(lead)) => self.metadata[lead].value.clone(),
            (None, None) => String::new(),
        };
        let titled = self.metadata.iter().any(|entry| entry.key == MetadataKey::Title);
        let layout = if titled || captioned && summary_only { Layout::Body } else { Layout::Plain };
        let (metadata, notes) = (self.metadata, self.notes);
        Some(Found { metadata, text, layout, summary_only, notes })
    }
}

fn is_article(value: &str) -> bool {
    value.chars().nth(ARTICLE_CHARS).is_some()
}

/// Dates of publication come before dates of whatever else was created or changed; of two
/// versions the first was the publication.
fn date_rank(name: &str) -> u8 {
    let name = name.to_ascii_lowercase();
    let has = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    if has(&["pub", "issue"]) {
        0
    } else if has(&["first", "contentcreated"]) || !has(&["creat", "time", "version"]) {
        1
    } else {
        2
    }
}
