//! What a JSON object says about an article: which of its values is the headline, the text, …
//!
//! Values are known by their names, at the top and within the objects that only wrap
//! (`_source`, `fields`). An object that is no article is searched for lists of articles.

use std::borrow::Cow;
use std::collections::HashMap;

use super::super::markup::plain_text;
use super::super::record::{Found, MAX_OTHER_BYTES, Record};
use super::super::{FieldMap, Metadata, MetadataKey, Role};
use super::value::Value;

/// The articles of a value.
pub(super) enum Articles {
    One(Box<Found>),
    Several(Vec<Found>),
    /// None, and why.
    None(String),
}

/// Objects that only hold the values of a record: those of search engines, content systems and
/// news services.
const WRAPPERS: &[&str] = &[
    "_source",
    "fields",
    "data",
    "item",
    "article",
    "attributes",
    "document",
    "doc",
    "story",
    "post",
    "meta",
    "metadata",
    "node",
    "record",
    "newsitem",
    "entities",
    "properties",
    "thread",
    "content",
    "payload",
    "source",
    "nitf",
];

/// Names of lists of records within an object, where the object has no text of its own.
const LISTS: &[&str] = &[
    "items",
    "articles",
    "entries",
    "entry",
    "docs",
    "documents",
    "results",
    "posts",
    "stories",
    "news",
    "hits",
    "records",
    "data",
    "response",
    "value",
    "objects",
    "content",
    "_items",
    "feed",
    "channel",
    "item",
    "rows",
    "pages",
    "list",
    "publications",
];

/// Names under which an object of a named value has the value itself: `author: {name: …}`,
/// `headline: {main: …}`, `title: {rendered: …}`.
const INNER: &[&str] = &[
    "name",
    "main",
    "rendered",
    "value",
    "text",
    "title",
    "label",
    "html",
    "content",
    "original",
    "full",
    "default",
    "#text",
    "$t",
    "_",
    "displayName",
    "fullName",
    "term",
    "body",
    "headline",
    "@value",
    "url",
];

/// Names of what a desk says of its item, in ninjs and AP's JSON.
const DESK: &[&str] = &["pubstatus", "ednote", "embargoed", "embargo"];

fn desk_note(name: &str, value: &str, taken: &mut Record) {
    match name {
        "pubstatus" => taken.note_status(value),
        "ednote" => taken.note("editor's note", value),
        _ => taken.note("embargoed", value),
    }
}

/// How deep lists of records are searched for.
const MAX_LEVELS: u32 = 4;

/// Reads records, and remembers what each name means.
pub(super) struct Records<'m> {
    map: &'m FieldMap,
    roles: HashMap<String, Option<Role>>,
}

impl<'m> Records<'m> {
    pub(super) fn new(map: &'m FieldMap) -> Self {
        Records { map, roles: HashMap::new() }
    }

    /// The articles of `value`.
    pub(super) fn articles(&mut self, value: &Value<'_>) -> Articles {
        let Value::Object(_) = value else {
            if let Value::List(_) = value {
                let mut found = Vec::new();
                self.search(value, 0, None, &mut found);
                if !found.is_empty() {
                    return Articles::Several(found);
                }
            }
            return Articles::None("a JSON value that is no object, so no article".to_owned());
        };
        let own = self.article(value);
        let mut found = Vec::new();
        match own {
            Some(own) if !own.summary_only => return Articles::One(Box::new(own)),
            // What has a title and a description, and a list of articles, is a feed of them.
            Some(ref feed) if !feed.text.is_empty() => {
                if let Value::Object(entries) = value {
                    for (name, inner) in entries {
                        let listed = LISTS.contains(&name.to_ascii_lowercase().as_str());
                        if listed && matches!(inner, Value::List(_)) {
                            self.search(inner, 1, own.as_ref(), &mut found);
                        }
                    }
                }
            }
            _ => self.search(value, 0, own.as_ref(), &mut found),
        }
        match (found.is_empty(), own) {
            (false, _) => Articles::Several(found),
            (true, Some(own)) => {
                let mut texts = Vec::new();
                self.associated_texts(value, &mut texts);
                if texts.is_empty() {
                    return Articles::One(Box::new(own));
                }
                texts.insert(0, own);
                Articles::Several(texts)
            }
            (true, None) => Articles::None("has no value named as a title or a text".to_owned()),
        }
    }

    /// The texts of a package, which ninjs has under names or in a list. Pictures are captions
    /// of the package itself.
    fn associated_texts(&mut self, package: &Value<'_>, found: &mut Vec<Found>) {
        let Some(associations) = package.get("associations") else { return };
        for inner in elements(associations) {
            let article = self.article(inner).filter(|_| !is_media(inner));
            found.extend(article.filter(|article| !article.summary_only));
        }
    }

    /// Looks for lists of articles. `feed` is what the object says that they stand in.
    fn search(
        &mut self,
        value: &Value<'_>,
        level: u32,
        feed: Option<&Found>,
        found: &mut Vec<Found>,
    ) {
        if level > MAX_LEVELS {
            return;
        }
        match value {
            Value::List(items) => {
                for item in items {
                    if let Some(mut article) = self.article(item) {
                        take_over(&mut article, feed);
                        found.push(article);
                    } else {
                        self.search(item, level + 1, feed, found);
                    }
                }
            }
            Value::Object(entries) => {
                for (name, inner) in entries {
                    let name = name.to_ascii_lowercase();
                    let listed = LISTS.contains(&name.as_str()) || name.ends_with("response");
                    if !listed {
                        continue;
                    }
                    if let (Value::Object(_), Some(article)) = (inner, self.article(inner))
                        && !article.text.is_empty()
                    {
                        found.push(article);
                    } else {
                        self.search(inner, level + 1, feed, found);
                    }
                }
            }
            _ => {}
        }
    }

    /// The article that an object is, if its names say that it is one.
    fn article(&mut self, value: &Value<'_>) -> Option<Found> {
        let Value::Object(_) = value else { return None };
        let mut taken = Record::default();
        self.take(value, 0, &mut taken);
        taken.into_article()
    }

    fn role(&mut self, name: &str) -> Option<Role> {
        if let Some(role) = self.roles.get(name) {
            return *role;
        }
        // `_source` is what a search engine wraps a record in, and no outlet.
        let role = match name.starts_with('_') && WRAPPERS.contains(&name) {
            true => self.map.mapped(name),
            false => self.map.role(name).or_else(|| self.map.role(&words_of(name))),
        };
        // Names of a hostile file are without number.
        if self.roles.len() < 10_000 {
            self.roles.insert(name.to_owned(), role);
        }
        role
    }

    fn take(&mut self, object: &Value<'_>, level: u32, taken: &mut Record) {
        let Value::Object(entries) = object else { return };
        for (name, value) in entries {
            match (self.role(name), value) {
                (_, Value::Null | Value::Bool(_)) => {}
                (None, Value::Text(text)) if DESK.contains(&name.as_ref()) => {
                    desk_note(name, text, taken);
                }
                (None, inner) if name == "associations" => {
                    for item in elements(inner).into_iter().filter(|item| is_media(item)) {
                        let names = ["description_text", "description_caption", "caption"];
                        let caption = names.iter().find_map(|name| object_text(item, name));
                        taken.push(MetadataKey::Caption, name, caption.unwrap_or_default());
                    }
                }
                // Agence France-Presse: the paragraphs of a story; elsewhere a list of stories.
                (None, Value::List(items))
                    if name == "news" && items.iter().all(|item| item.text().is_some()) =>
                {
                    taken.push_body(&body_of(value).unwrap_or_default());
                }
                (None, place @ Value::Object(_)) if name == "datelinelocation" => {
                    for part in ["city", "countryname"] {
                        let part = object_text(place, part).unwrap_or_default();
                        taken.push(MetadataKey::Location, name, part);
                    }
                }
                // Under `source`, `content` or `data` stands the value, or the whole record.
                (role, Value::Object(_))
                    if (WRAPPERS.contains(&name.as_ref()) || role == Some(Role::Body))
                        && (role.is_none() || inner_value(value).is_none()) =>
                {
                    if level < MAX_LEVELS {
                        self.take(value, level + 1, taken);
                    }
                }
                // The subject of a mail is its headline; subjects of news are keywords.
                (Some(Role::Value(MetadataKey::Title)), Value::List(_) | Value::Object(_))
                    if name.to_ascii_lowercase().starts_with("subject") =>
                {
                    push_values(MetadataKey::Keyword, name, value, taken);
                }
                (Some(Role::Body), _) => {
                    if let Some(body) = body_of(value) {
                        taken.push_body(&body);
                    }
                }
                (Some(Role::Value(key)), _) => push_values(key, name, value, taken),
                (None, Value::Text(text)) if text.len() <= MAX_OTHER_BYTES => {
                    taken.push(MetadataKey::Other, name, text);
                }
                (None, _) => {}
            }
        }
    }
}

/// `pubDate` and `datePublished` as words, for the table of names.
fn words_of(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.chars() {
        if c.is_uppercase() && lower {
            words.push(' ');
        }
        lower = c.is_lowercase() || c.is_numeric();
        words.push(c);
    }
    words
}

/// What the feed says holds for its items where they say nothing else (JSON Feed 1.1).
fn take_over(article: &mut Found, feed: Option<&Found>) {
    let Some(feed) = feed else { return };
    if article.value(MetadataKey::Source).is_none()
        && let Some(title) = feed.value(MetadataKey::Title)
    {
        let (key, name) = (MetadataKey::Source, Cow::Borrowed("feed title"));
        article.metadata.push(Metadata { key, name, value: title.value.clone() });
    }
    for key in [MetadataKey::Author, MetadataKey::Language] {
        if article.value(key).is_none() {
            let of_feed = feed.metadata.iter().filter(|entry| entry.key == key);
            article.metadata.extend(of_feed.cloned());
        }
    }
}

/// The values of a list, or of an object whatever their names are.
fn elements<'v, 'a>(value: &'v Value<'a>) -> Vec<&'v Value<'a>> {
    match value {
        Value::List(items) => items.iter().collect(),
        Value::Object(entries) => entries.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

/// Whether an associated item is a picture, a film or a sound.
fn is_media(item: &Value<'_>) -> bool {
    let kind = object_text(item, "type").unwrap_or_default();
    ["picture", "photo", "image", "video", "audio", "graphic"].contains(&kind)
}

/// The value that an object under a known name stands for.
fn inner_value<'v>(object: &'v Value<'_>) -> Option<&'v str> {
    INNER.iter().find_map(|name| object.get(name).and_then(Value::text)).filter(|v| !v.is_empty())
}

fn push_values(key: MetadataKey, name: &str, value: &Value<'_>, taken: &mut Record) {
    match value {
        Value::Text(text) => taken.push(key, name, text),
        Value::Integer(number) if key == MetadataKey::Date || key == MetadataKey::Modified => {
            let date = epoch(*number).unwrap_or_else(|| number.to_string());
            taken.push(key, name, &date);
        }
        Value::Integer(number) => taken.push(key, name, &number.to_string()),
        Value::Number(number) => taken.push(key, name, &number.to_string()),
        Value::List(items) => {
            for item in items {
                match item {
                    Value::List(_) => {}
                    item => push_values(key, name, item, taken),
                }
            }
        }
        Value::Object(_) => {
            // `{name: "persons", value: "Doe, Jane"}`: the name says what the value is.
            let (kind, inner) = (object_text(value, "name"), object_text(value, "value"));
            if let (Some(kind), Some(inner)) = (kind, inner)
                && let Some(key) = keyword_kind(kind)
            {
                taken.push(key, kind, inner);
                return;
            }
            let byline = (key == MetadataKey::Author)
                .then(|| ["by", "byline", "name"].iter().find_map(|n| object_text(value, n)))
                .flatten();
            if let Some(text) = byline.or_else(|| inner_value(value)) {
                taken.push(key, name, text);
            } else if let (Some(given), Some(family)) = (
                ["firstname", "first_name", "givenName", "firstName"]
                    .iter()
                    .find_map(|name| object_text(value, name)),
                ["lastname", "last_name", "familyName", "lastName"]
                    .iter()
                    .find_map(|name| object_text(value, name)),
            ) {
                taken.push(key, name, &format!("{given} {family}"));
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

fn object_text<'v>(object: &'v Value<'_>, name: &str) -> Option<&'v str> {
    object.get(name).and_then(Value::text).filter(|text| !text.trim().is_empty())
}

/// Kinds of keywords that say more than that: those of the New York Times' interfaces.
fn keyword_kind(kind: &str) -> Option<MetadataKey> {
    match kind {
        "persons" | "person" | "Person" => Some(MetadataKey::Person),
        "glocations" | "location" | "Location" => Some(MetadataKey::Location),
        "subject" | "organizations" | "Subject" | "Organization" => Some(MetadataKey::Keyword),
        _ => None,
    }
}

/// Seconds or milliseconds since 1970 as ISO 8601 in UTC; `None` for a number that is neither,
/// such as a year or `20190304`.
fn epoch(number: i64) -> Option<String> {
    let seconds = match number.unsigned_abs() {
        // 1973 to 5138 in seconds; before that a number is more likely a date written as one.
        100_000_000..100_000_000_000 => number,
        100_000_000_000..100_000_000_000_000 => number / 1000,
        _ => return None,
    };
    jiff::Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

/// The text of a body: a string, a list of paragraphs, or an object that holds one of
/// them. It may hold markup.
fn body_of<'v>(value: &'v Value<'_>) -> Option<Cow<'v, str>> {
    let text = match value {
        Value::Text(text) => Cow::Borrowed(text.as_ref()),
        Value::Object(_) => Cow::Borrowed(inner_value(value)?),
        Value::List(items) => {
            let mut text = String::new();
            for item in items {
                let paragraph = match item {
                    Value::Text(paragraph) => Some(plain_text(paragraph)),
                    Value::Object(_) => inner_value(item).map(plain_text),
                    _ => None,
                };
                let Some(paragraph) = paragraph.filter(|p| !p.trim().is_empty()) else { continue };
                if !text.is_empty() {
                    text.push_str("\n\n");
                }
                text.push_str(paragraph.trim());
            }
            Cow::Owned(text)
        }
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Layout;

    fn articles(json: &str, map: &str) -> Vec<Found> {
        let map = FieldMap::parse(map).unwrap();
        let value: Value<'_> = serde_json::from_str(json).unwrap();
        match Records::new(&map).articles(&value) {
            Articles::One(found) => vec![*found],
            Articles::Several(found) => found,
            Articles::None(_) => Vec::new(),
        }
    }

    fn check(json: &str, key: MetadataKey, expected: &[&str]) {
        let found = articles(json, "");
        let values: Vec<&str> = found[0]
            .metadata
            .iter()
            .filter(|entry| entry.key == key)
            .map(|entry| entry.value.as_str())
            .collect();
        assert_eq!(values, expected, "{json}");
    }

    #[test]
    fn values_are_known_by_their_names() {
        for (json, key, expected) in [
            (r#"{"headline": {"main": "Ferry"}, "body": "x"}"#, MetadataKey::Title, &["Ferry"][..]),
            (r#"{"title": {"rendered": "A &#8211; B"}}"#, MetadataKey::Title, &["A – B"]),
            (
                r#"{"title": "t", "created": "2020-01-02", "publishedAt": "2020-01-01"}"#,
                MetadataKey::Date,
                &["2020-01-01", "2020-01-02"],
            ),
            (r#"{"title": "t", "date": 1577836800}"#, MetadataKey::Date, &["2020-01-01T00:00:00Z"]),
            (r#"{"title": "t", "date": 20200102}"#, MetadataKey::Date, &["20200102"]),
            (
                r#"{"title": "t", "authors": [{"name": "Ann Bell"}, "Jo Park"]}"#,
                MetadataKey::Author,
                &["Ann Bell", "Jo Park"],
            ),
            (
                r#"{"title": "t", "keywords": [{"name": "persons", "value": "Bell, Ann"}]}"#,
                MetadataKey::Person,
                &["Bell, Ann"],
            ),
            (r#"{"subject": [{"name": "Oil"}], "headline": "h"}"#, MetadataKey::Title, &["h"]),
            (
                r#"{"data": {"item": {"title": "slug", "headline": "h"}}}"#,
                MetadataKey::Title,
                &["h", "slug"],
            ),
            (r#"{"_id": 3, "_source": {"title": "t"}}"#, MetadataKey::Title, &["t"]),
        ] {
            check(json, key, expected);
        }
    }

    #[test]
    fn texts_are_found_in_all_their_forms() {
        for (json, expected) in [
            (r#"{"title": "t", "body_html": "<p>a</p><p>b</p>"}"#, "a\n\nb"),
            (r#"{"title": "t", "content": ["a", {"type": "p", "text": "b"}]}"#, "a\n\nb"),
            (r#"{"title": "t", "text": "short", "fulltext": "longer text"}"#, "longer text"),
            (r#"{"title": "t", "description": "only this"}"#, "only this"),
        ] {
            let found = articles(json, "");
            assert_eq!(found[0].text, expected, "{json}");
            assert_eq!(found[0].layout, Layout::Body);
        }
    }

    #[test]
    fn an_article_with_a_channel_of_its_own_stays_one() {
        let found = articles(
            r#"{"title": "Ferry", "description": "It left.", "channel": {"title": "c", "text": "x"}}"#,
            "",
        );
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "It left.");
        let found = articles(r#"{"title": "Ferry", "news": ["It left.", "It came."]}"#, "");
        assert_eq!(found[0].text, "It left.\n\nIt came.");
    }

    #[test]
    fn lists_within_answers_are_found() {
        for (json, count) in [
            (r#"{"status": "ok", "articles": [{"title": "a"}, {"title": "b"}]}"#, 2),
            (r#"{"response": {"docs": [{"headline": "a", "text": "x"}]}}"#, 1),
            (r#"{"hits": {"hits": [{"_source": {"title": "a"}}]}}"#, 1),
            (r#"{"title": "Feed", "items": [{"content_text": "x"}, {"title": "y"}]}"#, 2),
            (r#"{"name": "package", "version": "1"}"#, 0),
            ("[1, 2]", 0),
        ] {
            assert_eq!(articles(json, "").len(), count, "{json}");
        }
    }

    #[test]
    fn items_of_agencies_are_read() {
        let feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "The Quay", "description": "News",
            "home_page_url": "https://x.org", "authors": [{"name": "Ann Bell"}],
            "items": [{"title": "Ferry", "content_html": "<p>It left.</p>"}]}"#;
        let found = articles(feed, "");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].value(MetadataKey::Source).map(|m| m.value.as_str()), Some("The Quay"));
        assert_eq!(found[0].value(MetadataKey::Author).map(|m| m.value.as_str()), Some("Ann Bell"));

        let package = r#"{"headline": "Ferry day", "type": "composite", "versioncreated": "2019-03-04T10:00:00Z",
            "associations": {"main": {"type": "text", "headline": "Ferry", "body_html": "<p>It left.</p>"},
            "pic": {"type": "picture", "headline": "Quay", "description_text": "The quay"}}}"#;
        let found = articles(package, "");
        let titles: Vec<_> =
            found.iter().map(|f| f.value(MetadataKey::Title).map(|m| m.value.as_str())).collect();
        assert_eq!(titles, [Some("Ferry day"), Some("Ferry")]);
        assert_eq!(
            found[0].value(MetadataKey::Caption).map(|m| m.value.as_str()),
            Some("The quay")
        );

        let item = r#"{"data": {"item": {"headline": "Ferry", "pubstatus": "embargoed", "ednote": "Adds crew",
            "bylines": [{"by": "By ANN BELL", "title": "Ship Writer"}], "person": [{"name": "Jo Park"}],
            "datelinelocation": {"city": "Oslo", "countryname": "Norway"}, "place": [{"name": "Bergen"}]}},
            "nitf": {"body_html": "<p>It left.</p><figure><figcaption>The quay</figcaption></figure>"}}"#;
        let found = articles(item, "");
        let values = |key| -> Vec<&str> {
            let entries = found[0].metadata.iter().filter(move |entry| entry.key == key);
            entries.map(|entry| entry.value.as_str()).collect()
        };
        assert_eq!(found[0].text, "It left.");
        assert_eq!(values(MetadataKey::Author), ["By ANN BELL"]);
        assert_eq!(values(MetadataKey::Person), ["Jo Park"]);
        assert_eq!(values(MetadataKey::Location), ["Oslo", "Norway", "Bergen"]);
        assert_eq!(values(MetadataKey::Caption), ["The quay"]);
        assert_eq!(found[0].notes, ["declared as: embargoed", "editor's note: Adds crew"]);
    }

    #[test]
    fn the_user_names_the_text() {
        let found = articles(r#"{"main": "the text", "text": "no", "kop": "T"}"#, "body=main");
        assert_eq!(found[0].text, "the text");
    }
}
