//! The article that a page describes in JSON-LD (schema.org), with the faults that publishers
//! make in it: control characters, comments, commas too many, several objects in a row.

use std::borrow::Cow;

use serde_json::Value;

use super::super::MetadataKey;
use super::tree::Tree;

/// What JSON-LD says about the article.
#[derive(Debug, Default)]
pub(super) struct Linked {
    /// In the order of trust.
    pub(super) values: Vec<(MetadataKey, String)>,
    /// The text, as it stands there.
    pub(super) body: Option<String>,
    /// When the page itself was published, where no article says it.
    pub(super) page_date: Option<String>,
}

/// Which of the values are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Everything,
    /// Dates and addresses alone, which are cheaper.
    Dates,
}

/// Types of schema.org that are articles: `Article` and its subtypes, and what stands for one
/// in practice (<https://schema.org/Article>).
fn is_article(kind: &str) -> bool {
    let kind = kind.rsplit(['/', ':']).next().unwrap_or(kind);
    kind.ends_with("Article")
        || matches!(
            kind,
            "BlogPosting"
                | "LiveBlogPosting"
                | "SocialMediaPosting"
                | "Report"
                | "NewsReport"
                | "SatiricalArticle"
                | "Posting"
                | "Review"
                | "CriticReview"
        )
}

/// The article that the scripts of JSON-LD in a tree describe.
pub(super) fn article(tree: &Tree<'_>) -> Linked {
    let scripts: Vec<Cow<'_, str>> = tree
        .tagged("script")
        .filter(|script| is_linked(tree.nodes[*script].attribute("type").unwrap_or_default()))
        .map(|script| {
            // A script is one text.
            let text = tree.nodes[script..tree.nodes[script].end].iter().map(|node| &*node.text);
            Cow::Owned(text.collect())
        })
        .collect();
    of_scripts(scripts.iter().map(|script| &**script), Wanted::Everything)
}

/// Whether a script of this type holds JSON-LD.
pub(super) fn is_linked(kind: &str) -> bool {
    kind.to_ascii_lowercase().contains("ld+json")
}

/// The first article that these scripts describe.
pub(super) fn of_scripts<'s>(scripts: impl Iterator<Item = &'s str>, wanted: Wanted) -> Linked {
    let values: Vec<Value> = scripts.flat_map(lenient).collect();
    let page_date = values.iter().find_map(|value| date_of_page(value, 0));
    let mut found = Vec::new();
    values.iter().for_each(|value| articles(value, 0, &mut found));
    let mut best: Option<(&serde_json::Map<String, Value>, usize)> = None;
    for object in found {
        let score = score(object);
        // Pages list other articles too; the page's own has a text or more values.
        if score > best.map_or(0, |(_, score)| score) {
            best = Some((object, score));
        }
    }
    let mut linked = best.map(|(object, _)| read(object, wanted)).unwrap_or_default();
    linked.page_date = page_date;
    linked
}

/// The date of publication of what is no article: a page, a recipe, a video.
fn date_of_page(value: &Value, level: u32) -> Option<String> {
    /// What stands on a page without being it.
    const PARTS: &[&str] =
        &["Comment", "ImageObject", "Product", "Event", "Offer", "Review", "Person", "WebSite"];
    match value {
        Value::Array(items) if level <= MAX_LEVELS => {
            items.iter().find_map(|item| date_of_page(item, level + 1))
        }
        Value::Object(object) if level <= MAX_LEVELS => {
            let kinds = texts(object.get("@type"));
            let part = kinds.iter().any(|kind| PARTS.contains(&kind.as_str()));
            let own = ["datePublished", "uploadDate", "dateCreated"]
                .iter()
                .find_map(|name| texts(object.get(*name)).into_iter().next());
            own.filter(|_| !part).or_else(|| {
                let inner = ["@graph", "mainEntity", "mainEntityOfPage"];
                inner.iter().find_map(|name| date_of_page(object.get(*name)?, level + 1))
            })
        }
        _ => None,
    }
}

/// How much an article says of itself.
fn score(object: &serde_json::Map<String, Value>) -> usize {
    let has = |key| usize::from(!values_of(object, key).is_empty());
    has(MetadataKey::Title) * 4
        + has(MetadataKey::Date) * 2
        + usize::from(body_of(object).is_some()) * 3
        + has(MetadataKey::Author)
}

/// Parses what a script holds, mending what publishers break.
fn lenient(text: &str) -> Vec<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_end_matches("-->").trim();
    let text = text.trim_start_matches("//<![CDATA[").trim_end_matches("//]]>");
    let text = text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").trim();
    let text = text.trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(text) {
        return vec![value];
    }
    let mended = mended(text);
    let values = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
    // What stands before the first fault that cannot be mended is kept.
    values.map_while(Result::ok).collect()
}

/// Control characters within strings escaped, and commas before brackets taken out.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_string = false;
    let mut escaped = false;
    for c in text.chars() {
        if in_string {
            match c {
                '\n' | '\r' => out.push_str("\\n"),
                '\t' => out.push_str("\\t"),
                c if c.is_control() => {}
                // `\'` and the like are no escapes of JSON.
                c if escaped
                    && !matches!(c, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u') =>
                {
                    out.pop();
                    out.push(c);
                }
                c => out.push(c),
            }
            in_string = escaped || c != '"';
            escaped = !escaped && c == '\\';
            continue;
        }
        match c {
            '"' => in_string = true,
            '}' | ']' => {
                let kept = out.trim_end().len();
                if out[..kept].ends_with(',') {
                    out.truncate(kept - 1);
                }
            }
            _ => {}
        }
        out.push(c);
    }
    out
}

/// How deep articles are looked for: `@graph`, lists, `mainEntity`.
const MAX_LEVELS: u32 = 5;

fn articles<'v>(value: &'v Value, level: u32, found: &mut Vec<&'v serde_json::Map<String, Value>>) {
    if level > MAX_LEVELS {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| articles(item, level + 1, found)),
        Value::Object(object) => {
            if texts(object.get("@type")).iter().any(|kind| is_article(kind)) {
                found.push(object);
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement"] {
                if let Some(inner) = object.get(name) {
                    articles(inner, level + 1, found);
                }
            }
        }
        _ => {}
    }
}

/// The strings of a value: itself, those of a list, the names of objects.
fn texts(value: Option<&Value>) -> Vec<String> {
    let mut found = Vec::new();
    let mut pending: Vec<&Value> = value.into_iter().collect();
    while let Some(value) = pending.pop() {
        match value {
            Value::String(text) => found.push(text.clone()),
            Value::Number(number) => found.push(number.to_string()),
            Value::Array(items) => pending.extend(items.iter().rev()),
            Value::Object(object) => {
                let inner = ["name", "@value", "headline", "url", "@id"];
                if let Some(inner) = inner.iter().find_map(|name| object.get(*name)) {
                    pending.push(inner);
                }
            }
            _ => {}
        }
    }
    found
}

/// Properties of an article, by what they are.
const PROPERTIES: &[(MetadataKey, &[&str])] = &[
    (MetadataKey::Title, &["headline", "name", "alternativeHeadline"]),
    (MetadataKey::Date, &["datePublished", "dateCreated", "uploadDate"]),
    (MetadataKey::Modified, &["dateModified"]),
    (MetadataKey::Author, &["author", "creator"]),
    (MetadataKey::Source, &["publisher", "sourceOrganization", "provider"]),
    (MetadataKey::Section, &["articleSection"]),
    (MetadataKey::Language, &["inLanguage"]),
    (MetadataKey::Url, &["url", "mainEntityOfPage"]),
    (MetadataKey::Keyword, &["keywords"]),
    (MetadataKey::Lead, &["description"]),
    (MetadataKey::Location, &["contentLocation", "locationCreated", "spatialCoverage"]),
    (MetadataKey::Dateline, &["dateline"]),
];

/// The values that an object has for `key`.
fn values_of(object: &serde_json::Map<String, Value>, key: MetadataKey) -> Vec<String> {
    let names = PROPERTIES.iter().find(|(known, _)| *known == key).map_or(&[][..], |(_, n)| n);
    let values = names.iter().map(|name| texts(object.get(*name))).find(|v| !v.is_empty());
    let plain = values.into_iter().flatten().map(|value| {
        let value = super::super::markup::plain_text(&value);
        value.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    plain
        .filter(|value| {
            let address = value.starts_with("http://") || value.starts_with("https://");
            // An author given by the address of a page is no name.
            !value.is_empty() && address == (key == MetadataKey::Url)
        })
        .collect()
}

fn body_of(object: &serde_json::Map<String, Value>) -> Option<String> {
    let body = texts(object.get("articleBody")).into_iter().max_by_key(String::len);
    body.or_else(|| texts(object.get("text")).into_iter().next())
        .map(|body| super::super::markup::plain_text(&body).trim().to_owned())
        .filter(|body| !body.is_empty())
}

fn read(object: &serde_json::Map<String, Value>, wanted: Wanted) -> Linked {
    let mut linked = Linked::default();
    let is_wanted = |key: MetadataKey| {
        wanted == Wanted::Everything || matches!(key, MetadataKey::Date | MetadataKey::Url)
    };
    for (key, _) in PROPERTIES.iter().filter(|(key, _)| is_wanted(*key)) {
        linked.values.extend(values_of(object, *key).into_iter().map(|value| (*key, value)));
    }
    if wanted == Wanted::Dates {
        return linked;
    }
    for name in ["about", "mentions"] {
        let things = match object.get(name) {
            Some(Value::Array(things)) => things.as_slice(),
            Some(thing) => std::slice::from_ref(thing),
            None => &[],
        };
        for thing in things {
            let kinds = texts(thing.get("@type"));
            let key = match kinds.first().map(String::as_str) {
                Some("Person") => MetadataKey::Person,
                Some("Place" | "City" | "Country" | "AdministrativeArea") => MetadataKey::Location,
                _ => continue,
            };
            let name = texts(thing.get("name"));
            linked.values.extend(name.into_iter().take(1).map(|name| (key, name)));
        }
    }
    linked.body = body_of(object);
    linked
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[(MetadataKey, &str)]) {
        let html = format!("<script type=\"application/ld+json\">{json}</script><p>x");
        let linked = article(&Tree::parse(&html).unwrap_or_default());
        let values: Vec<(MetadataKey, &str)> =
            linked.values.iter().map(|(key, value)| (*key, value.as_str())).collect();
        assert_eq!(values, expected, "{json}");
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        let ferry = [(MetadataKey::Title, "Ferry")];
        check(r#"{"@type": "NewsArticle", "headline": "Ferry"}"#, &ferry);
        check(
            r#"{"@graph": [{"@type": "WebSite"}, {"@type": ["ReportageNewsArticle"], "headline": "Ferry"}]}"#,
            &ferry,
        );
        check(
            r#"[{"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": "Ferry"}}]"#,
            &ferry,
        );
        check(r#"{"@type": "Product", "name": "Boat"}"#, &[]);
    }

    #[test]
    fn faults_of_publishers_are_mended() {
        let ferry = [(MetadataKey::Title, "Ferry")];
        check("{\"@type\": \"NewsArticle\", \"headline\": \"Ferry\", }", &ferry);
        check(
            "<!-- {\"@type\": \"NewsArticle\", \"headline\": \"Fer\nry\"} -->",
            &[(MetadataKey::Title, "Fer ry")],
        );
        check(
            "{\"@type\": \"NewsArticle\", \"headline\": \"It\\'s\"};",
            &[(MetadataKey::Title, "It's")],
        );
        check(
            "{\"@type\": \"WebSite\"} {\"@type\": \"NewsArticle\", \"headline\": \"Ferry\"}",
            &ferry,
        );
    }

    #[test]
    fn people_places_and_authors_are_read() {
        check(
            r#"{"@type": "NewsArticle", "headline": "F", "author": [{"@type": "Person", "name": "Ann Bell"},
               "https://example.org/jo"], "about": [{"@type": "Person", "name": "Jo Park"}, {"@type": "Thing", "name": "Ferry"}],
               "contentLocation": {"@type": "Place", "name": "Oslo"}}"#,
            &[
                (MetadataKey::Title, "F"),
                (MetadataKey::Author, "Ann Bell"),
                (MetadataKey::Location, "Oslo"),
                (MetadataKey::Person, "Jo Park"),
            ],
        );
    }
}
