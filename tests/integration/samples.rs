//! `corpus_samples` and what a reader must find in it.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::Path;

use dateline::article::Article;
use dateline::extract::Extractor;
use dateline::read::{ReadOptions, documents};
use dateline::walk::Source;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    path: String,
    title: String,
    date: Option<String>,
    time: Option<String>,
    region: Option<String>,
    people: Vec<String>,
    section: Option<String>,
    lang: String,
}

fn samples() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus_samples"))
}

fn read(path: &str) -> Article {
    let source = Source::from_path(samples().join(path), path).unwrap();
    let mut first = None;
    documents(&source, &ReadOptions::default(), &mut |item| {
        first = Some(item.unwrap());
        ControlFlow::Break(())
    })
    .unwrap();
    Extractor::default().extract(first.unwrap())
}

fn fold(text: &str) -> String {
    dateline::text::fold(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Titles and dates must all be right. Regions and people are found by rules that are not
/// always right: their shares are floors, and every change of them shows here.
#[test]
fn the_samples_are_read_as_a_person_reads_them() {
    let expected = std::fs::read_to_string(samples().join("expected.jsonl")).unwrap();
    let (mut articles, mut regions, mut sections, mut langs) = (0.0, 0.0, 0.0, 0.0);
    let (mut found, mut wanted, mut both) = (0.0, 0.0, 0.0);
    let mut wrong = Vec::new();
    for line in expected.lines() {
        let expected: Expected = serde_json::from_str(line).unwrap();
        let article = read(&expected.path);
        let date = article.date.as_ref().filter(|date| date.source.as_str() != "file");
        let time = date.and_then(|date| date.time).map(|time| time.to_string()[..5].to_owned());
        for (what, read, right) in [
            ("title", article.title.as_deref().map(fold), Some(fold(&expected.title))),
            ("date", date.map(ToString::to_string), expected.date.clone()),
            ("time", time, expected.time.clone()),
        ] {
            if read != right {
                wrong.push(format!("{}: {what} {read:?}, not {right:?}", expected.path));
            }
        }
        articles += 1.0;
        let region = article.regions.first().map(|region| region.name.clone());
        regions += f64::from(u8::from(region == expected.region));
        sections += f64::from(u8::from(article.section == expected.section));
        langs += f64::from(u8::from(article.lang.as_deref() == Some(&expected.lang)));
        let read: BTreeSet<String> =
            article.people.iter().map(|person| fold(&person.name)).collect();
        let right: BTreeSet<String> = expected.people.iter().map(|name| fold(name)).collect();
        found += read.len() as f64;
        wanted += right.len() as f64;
        both += read.intersection(&right).count() as f64;
    }
    assert!(articles >= 60.0);
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
    for (what, share, floor) in [
        ("regions", regions / articles, REGIONS),
        ("sections", sections / articles, SECTIONS),
        ("languages", langs / articles, LANGUAGES),
        ("people precision", both / found, PEOPLE_PRECISION),
        ("people recall", both / wanted, PEOPLE_RECALL),
    ] {
        assert!(share >= floor, "{what}: {share:.3}, below {floor}");
    }
}

const REGIONS: f64 = 0.9;
const SECTIONS: f64 = 0.9;
const LANGUAGES: f64 = 0.95;
const PEOPLE_PRECISION: f64 = 0.9;
const PEOPLE_RECALL: f64 = 0.86;
