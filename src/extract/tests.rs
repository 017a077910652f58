//! Whole articles through the [`Extractor`].

use proptest::prelude::*;

use super::*;
use crate::article::{DateSource, Precision};
use crate::read::{Layout, Metadata};

struct Nobody;

impl PeopleFinder for Nobody {
    fn find(&self, _: &ArticleText<'_>) -> Vec<PersonMention> {
        Vec::new()
    }
}

/// Gives the labels back as places, so that tests see them.
struct Labels;

impl RegionFinder for Labels {
    fn find(&self, text: &ArticleText<'_>) -> FoundRegions {
        let places = text.labels.iter().map(|label| label.text.clone()).collect();
        FoundRegions { regions: Vec::new(), places }
    }
}

fn extract(raw: RawDocument) -> Article {
    Extractor::new(Box::new(Nobody), Box::new(Labels)).extract(raw)
}

fn plain(text: &str) -> RawDocument {
    RawDocument { path: "a.txt".into(), record: 1, text: text.into(), ..RawDocument::default() }
}

fn declare(raw: &mut RawDocument, key: MetadataKey, name: &'static str, value: &str) {
    raw.metadata.push(Metadata { key, name: name.into(), value: value.into() });
}

fn date_of(article: &Article) -> Option<String> {
    article.date.as_ref().map(|date| format!("{date} {}", date.source.as_str()))
}

const SECTIONED: &str = "\
Harbour pilots of Valdivia keep their rowing boats

World » CHILE | May 3, 2011, Tuesday // 10:12
Norway: Harbour pilots of Valdivia keep their rowing boats @Picture Desk

The pilots of Valdivia will go on rowing, their guild said. A ban that began on April 1, 2009 was lifted.

\"We row because we like it,\" said the eldest of them.

Nobody else wanted to comment.
";

#[test]
fn a_sectioned_article() {
    let article = extract(plain(SECTIONED));
    assert_eq!(
        article.title.as_deref(),
        Some("Harbour pilots of Valdivia keep their rowing boats")
    );
    assert_eq!(article.section.as_deref(), Some("World"));
    assert_eq!(article.places, ["World", "CHILE"]);
    assert_eq!(article.captions.len(), 1);
    assert!(article.body.starts_with("The pilots of Valdivia will"), "{}", article.body);
    assert_eq!(article.body.split("\n\n").count(), 3);
    assert_eq!(article.lang.as_deref(), Some("en"));
    assert_eq!(article.words, 37);
    assert_eq!(article.lead(), article.body);
    let date = article.date.expect("a date");
    assert_eq!(date.date.to_string(), "2011-05-03");
    assert_eq!(date.time.map(|time| time.to_string()).as_deref(), Some("10:12:00"));
    assert_eq!(date.offset_minutes, None);
    assert_eq!((date.source, date.evidence.part), (DateSource::Byline, Part::Header));
    assert_eq!(&SECTIONED[date.evidence.start..date.evidence.end], date.evidence.text);
}

#[test]
fn layouts() {
    for (text, title, date, by, body) in [
        ("Bridge opens\n\nThe bridge opened.", "Bridge opens", "", "", "The bridge opened."),
        (
            "Bridge opens\n3 March 2011\n\nIt opened.",
            "Bridge opens",
            "2011-03-03 byline",
            "",
            "It opened.",
        ),
        (
            "Bridge opens\n\nBy Jane Doe\nPublished: 3 March 2011\nUpdated: 5 March 2011\n\nIt opened.",
            "Bridge opens",
            "2011-03-03 byline",
            "Jane Doe",
            "It opened.",
        ),
        (
            "Bridge opens\n\nUpdated: 5 March 2011\n\nIt opened.",
            "Bridge opens",
            "2011-03-05 byline",
            "",
            "It opened.",
        ),
        (
            "Bridge opens\n\nThe first of three, say engineers.\n\nBy Jane Doe\n\nIt opened.",
            "Bridge opens",
            "",
            "Jane Doe",
            "The first of three, say engineers.\n\nIt opened.",
        ),
        ("# Bridge opens\n\nIt opened.", "Bridge opens", "", "", "It opened."),
        ("Bridge opens\n============\n\nIt opened.", "Bridge opens", "", "", "It opened."),
        (
            "POLITICS\n\nBridge opens after years\n\nIt opened.",
            "Bridge opens after years",
            "",
            "",
            "It opened.",
        ),
        (
            "3 March 2011\n\nBridge opens after years\n\nIt opened.",
            "Bridge opens after years",
            "2011-03-03 byline",
            "",
            "It opened.",
        ),
        (
            "Bridge over the upper valley opens after\nnine years of quarrels about its colour\n\nIt opened.",
            "Bridge over the upper valley opens after nine years of quarrels about its colour",
            "",
            "",
            "It opened.",
        ),
        (
            "BRIDGE OPENS\n\n    VALDIVIA, March 3, 2011 (Agency) - The bridge opened on\nThursday.\n    It is green.",
            "BRIDGE OPENS",
            "2011-03-03 dateline",
            "",
            "The bridge opened on Thursday.\n\nIt is green.",
        ),
        (
            "The bridge over the upper valley opened on Thursday after nine years of quarrels about its colour.\n\nIt is green, as the council wanted.",
            "",
            "",
            "",
            "The bridge over the upper valley opened on Thursday after nine years of quarrels about its colour.\n\nIt is green, as the council wanted.",
        ),
        (
            "The bridge over the upper valley opened on Thursday after nine\nyears of quarrels about its colour, which is green, as the council\nhad wanted all along, though nobody else did.",
            "",
            "",
            "",
            "The bridge over the upper valley opened on Thursday after nine years of quarrels about its colour, which is green, as the council had wanted all along, though nobody else did.",
        ),
        (
            "Bridge opens\n\nIt opened.\n\nPhoto: Jane Doe\n\nIt is green.",
            "Bridge opens",
            "",
            "",
            "It opened.\n\nIt is green.",
        ),
        (
            "Bridge opens on March 3, 2011\n\nIt opened.",
            "Bridge opens on March 3, 2011",
            "",
            "",
            "It opened.",
        ),
        (
            "Bridge opens\n\nThursday, March 3, 2011 The bridge opened.",
            "Bridge opens",
            "2011-03-03 byline",
            "",
            "The bridge opened.",
        ),
        (
            "Мост открыт\n\n16 августа 2024, 10:12\n\nМост открыли.",
            "Мост открыт",
            "2024-08-16 byline",
            "",
            "Мост открыли.",
        ),
        ("Bridge opens", "Bridge opens", "", "", ""),
        ("", "", "", "", ""),
        (" \n\n\t\n", "", "", "", ""),
    ] {
        let article = extract(plain(text));
        assert_eq!(article.title.as_deref().unwrap_or_default(), title, "title: {text}");
        assert_eq!(date_of(&article).unwrap_or_default(), date, "date: {text}");
        assert_eq!(article.by.join("|"), by, "by: {text}");
        assert_eq!(article.body, body, "body: {text}");
    }
}

#[test]
fn the_strongest_evidence_gives_the_date() {
    let text = "Bridge opens\n\nLIMA, Aug 14 (Agency) - It opened.";
    let check = |metadata: &[(MetadataKey, &str)], path: &str, text: &str, expected: &str| {
        let mut raw = plain(text);
        raw.path = path.to_owned();
        raw.format = if path.ends_with("html") { "html" } else { "text" };
        for (key, value) in metadata {
            declare(&mut raw, *key, "test", value);
        }
        raw.modified = jiff::Timestamp::from_second(1_760_000_000).ok();
        assert_eq!(date_of(&extract(raw)).unwrap_or_default(), expected, "{metadata:?} {path}");
    };
    let url = (MetadataKey::Url, "https://example.org/2024/08/15/bridge");
    let month = (MetadataKey::Url, "https://example.org/2024/08/bridge");
    let modified = (MetadataKey::Modified, "2025-01-01");
    let date = (MetadataKey::Date, "2024-08-16T10:12:00Z");
    check(&[date, url, modified], "2020/01/01/a.txt", text, "2024-08-16 metadata");
    // What was the next day in UTC was still the day of the address where it was written.
    let night = (MetadataKey::Date, "2024-08-16T03:12:00Z");
    check(&[night, url], "a.html", text, "2024-08-15 url");
    check(&[night, url], "a.txt", text, "2024-08-16 metadata");
    check(
        &[(MetadataKey::Date, "2024-08-16T03:12:00+02:00"), url],
        "a.txt",
        text,
        "2024-08-16 metadata",
    );
    check(
        &[(MetadataKey::Date, "2026-01-01"), url],
        "a.txt",
        "Bridge\n\nIt opened.",
        "2024-08-15 url",
    );
    check(&[(MetadataKey::Date, "2024"), date], "a.txt", text, "2024-08-16 metadata");
    check(&[url, modified], "2020/01/01/a.txt", text, "2024-08-15 url");
    check(&[month], "a.txt", text, "2024-08-14 dateline");
    check(&[url, modified], "2020/01/01/a.txt", "Bridge opens\n\nIt opened.", "2024-08-15 url");
    check(&[modified], "a.txt", "Bridge opens\n\nIt opened.", "2025-01-01 metadata");
    check(&[month], "a.txt", "Bridge opens\n\nIt opened.", "2024-08 url");
    check(&[], "2024/08/14/a.txt", "Bridge opens\n\nIt opened.", "2024-08-14 path");
    check(&[], "2023-01-02_bridge.txt", text, "2023-01-02 path");
    check(&[], "1999/a.txt", text, "1999-08-14 dateline");
    check(&[], "a.txt", text, "2025-10-09 file");
    check(&[(MetadataKey::Date, "1999")], "a.txt", text, "1999-08-14 dateline");
    check(&[(MetadataKey::Date, "1723803120")], "a.txt", text, "2024-08-16 metadata");
    check(&[(MetadataKey::Date, "soon")], "a.txt", "Bridge opens\n\nIt opened.", "2025-10-09 file");
}

#[test]
fn a_body_with_metadata() {
    let mut raw = plain("By Jane Doe\n\nLIMA (Agency) - The bridge opened.\n\nIt is green.");
    raw.layout = Layout::Body;
    declare(&mut raw, MetadataKey::Title, "og:title", " Bridge  opens ");
    declare(&mut raw, MetadataKey::Caption, "caption", "The bridge");
    declare(&mut raw, MetadataKey::Language, "lang", "en-GB");
    declare(&mut raw, MetadataKey::Section, "section", "World");
    let article = extract(raw);
    assert_eq!(article.title.as_deref(), Some("Bridge opens"));
    assert_eq!(article.by, ["Jane Doe"]);
    assert_eq!(article.dateline.as_deref(), Some("LIMA"));
    assert_eq!(article.source.as_deref(), Some("Agency"));
    assert_eq!(article.captions, ["The bridge"]);
    assert_eq!(article.lang.as_deref(), Some("en"));
    assert_eq!(article.section.as_deref(), Some("World"));
    assert_eq!(article.body, "The bridge opened.\n\nIt is green.");
}

#[test]
fn what_a_page_shows_is_read_where_nothing_is_declared() {
    for (name, value, expected) in [
        ("shown by the headline", "Ada Bell, 3 March 2011 | 5 comments", Some("2011-03-03 byline")),
        (
            "shown by the headline",
            "Updated 5 March 2011. Published 3 March 2011",
            Some("2011-03-03 byline"),
        ),
        ("shown by the headline", "Updated 5 March 2011", Some("2011-03-05 byline")),
        ("shown by the headline", "3 March", None),
        ("shown by the headline", "March 2011", None),
        (
            "shown by the headline",
            "The ship that sank on 3 March 2011 has been raised by a crane that came from the north",
            None,
        ),
        ("shown with a label", "Posted: 3 March 2011", Some("2011-03-03 byline")),
        ("shown with a label", "The old pier, 3 March 2011", None),
        ("shown on the page", "3 March 2031", None),
    ] {
        let mut raw = plain("Bridge opens\n\nIt opened.");
        declare(&mut raw, MetadataKey::Date, name, value);
        raw.modified = jiff::Timestamp::from_second(1_760_000_000).ok();
        let found = date_of(&extract(raw)).filter(|date| !date.ends_with("file"));
        assert_eq!(found.as_deref(), expected, "{name}: {value}");
    }
}

#[test]
fn numbers_are_read_in_the_order_of_the_outlet() {
    for (key, value, expected, noted) in [
        (MetadataKey::Language, "en-US", "2011-03-05", false),
        (MetadataKey::Language, "en-GB", "2011-05-03", false),
        (MetadataKey::Language, "fr", "2011-05-03", false),
        (MetadataKey::Language, "en", "2011-05-03", true),
        (MetadataKey::Url, "https://quay.example.co.uk/x", "2011-05-03", false),
        (MetadataKey::Url, "https://quay.example.gov/x", "2011-03-05", false),
        (MetadataKey::Modified, "05/31/2011", "2011-03-05", false),
    ] {
        let mut raw = plain("Bridge opens\n\n03/05/2011\n\nIt opened.");
        declare(&mut raw, key, "test", value);
        // Nothing but the order is to be learnt from it.
        let article = extract(raw);
        let date = article.date.map(|date| date.date.to_string());
        assert_eq!(date.as_deref(), Some(expected), "{value}");
        assert_eq!(!article.notes.is_empty(), noted, "{value}: {:?}", article.notes);
    }
}

#[test]
fn dates_of_the_future_are_refused_with_a_note() {
    let mut raw = plain("Bridge opens\n\n3 March 2031\n\nIt opened.");
    declare(&mut raw, MetadataKey::Date, "date", "2031-03-04");
    raw.modified = jiff::Timestamp::from_second(1_760_000_000).ok();
    let article = extract(raw);
    assert_eq!(date_of(&article).as_deref(), Some("2025-10-09 file"));
    assert_eq!(
        article.notes,
        [
            "declared date refused, it is later than the file: date: 2031-03-04",
            "date `3 March 2031` refused: it is later than the file"
        ]
    );
}

#[test]
fn dates_that_are_no_dates_of_news_leave_a_note() {
    for (value, note) in [
        ("24 May 1543", "declared date refused, years 1600 to 2300 are kept: date: 24 May 1543"),
        ("2456-01-01", "declared date refused, years 1600 to 2300 are kept: date: 2456-01-01"),
        ("soon", "declared date not understood: date: soon"),
    ] {
        let mut raw = plain("Bridge opens\n\nIt opened.");
        declare(&mut raw, MetadataKey::Date, "date", value);
        let article = extract(raw);
        assert_eq!(date_of(&article), None, "{value}");
        assert_eq!(article.notes, [note]);
    }
}

#[test]
fn ambiguous_dates_leave_a_note() {
    let article = extract(plain("Bridge opens\n\n03/05/2011\n\nIt opened."));
    assert_eq!(date_of(&article).as_deref(), Some("2011-05-03 byline"));
    assert_eq!(article.notes, ["date `03/05/2011` read with the day first: 2011-05-03"]);
    assert_eq!(article.date.map(|date| date.precision), Some(Precision::Day));
}

proptest! {
    #[test]
    fn any_text_gives_an_article(
        text in "([A-Z]{3,8}|[a-z]{2,9}|[А-я]{2,6}|القاهرة|رويترز|北京|電|電话|8月16日|Aug|March|1[0-9]|20[0-9]{2}|Reuters|By|Photo|[-—–,.:;()/|»@\"'«،。_>#=*]|\n| |\t|\u{a0}|\u{301}|ß|İ){0,60}"
    ) {
        let article = extract(plain(&text));
        prop_assert!(article.body.is_char_boundary(article.lead_len));
        if let Some(date) = article.date {
            prop_assert_eq!(text.get(date.evidence.start..date.evidence.end), Some(date.evidence.text.as_str()));
        }
    }
}
