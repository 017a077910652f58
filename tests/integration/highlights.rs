//! What snippets mark: random queries over the samples, checked without the code that marks, and
//! cases of one kind each.

#[path = "../../examples/highlights/check.rs"]
mod check;
#[path = "../../examples/highlights/matching.rs"]
mod matching;
#[path = "../../examples/highlights/queries.rs"]
mod queries;

use std::path::PathBuf;

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{SearchBackend as _, SearchRequest, Searcher, Snippet};
use jiff::civil::date;

#[test]
fn every_mark_is_a_match() {
    let folder = tempfile::tempdir().unwrap();
    let index = folder.path().join("index");
    let samples = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("corpus_samples");
    update(&index, &[samples], &IndexOptions::default(), &()).unwrap();
    let report = check::run(&Searcher::open(&index).unwrap(), 1000, 7, |_| {}).unwrap();
    let pairs: u64 = report.kinds.values().map(|of| of.pairs).sum();
    let marks: u64 = report.kinds.values().map(|of| of.marks).sum();
    assert!(pairs >= 1000 && marks > pairs, "{pairs} pairs, {marks} marks");
    assert!(report.wrong.is_empty(), "{}", report.wrong.join("\n"));

    // The check sees what is wrong: marks that miss by a letter, marks that are not there.
    let searcher = Searcher::open(&index).unwrap();
    let moved = check::run(&searcher, 200, 7, |snippet| {
        for (start, end) in &mut snippet.highlights {
            *end = snippet.text[..*end].char_indices().next_back().map_or(*start, |(at, _)| at);
        }
    });
    let pairs = |report: &check::Report| report.kinds.values().map(|of| of.pairs).sum::<u64>();
    let moved = moved.unwrap();
    assert!(moved.wrong.len() as u64 * 10 >= pairs(&moved) * 9, "{}", moved.wrong.len());
    let bare = check::run(&searcher, 200, 7, |snippet| snippet.highlights.clear()).unwrap();
    assert!(bare.wrong.len() as u64 * 10 >= pairs(&bare) * 9, "{}", bare.wrong.len());
}

fn shown(snippet: &Snippet) -> String {
    let mut text = snippet.text.clone();
    for (start, end) in snippet.highlights.iter().rev() {
        text.insert(*end, ']');
        text.insert(*start, '[');
    }
    format!("{}: {text}", snippet.field)
}

/// Articles: file, text; queries: what is typed, snippets of the first hit.
fn check(files: &[(&str, &str)], asked: &[(&str, &[&str])]) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let index = folder.path().join(".dateline");
    update(&index, &[folder.path().to_path_buf()], &IndexOptions::default(), &()).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    let mut wrong = Vec::new();
    for (query, expected) in asked {
        let request = SearchRequest::new(Query::parse(query), date(2026, 11, 24));
        let answer = searcher.search(&request).unwrap();
        let found: Vec<String> =
            answer.hits.first().map_or(Vec::new(), |hit| hit.snippets.iter().map(shown).collect());
        if found != *expected {
            wrong.push(format!("{query}:\n  {found:?}\n  {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn people_and_regions_show_the_sentence_that_gave_them() {
    check(
        &[
            (
                "a.txt",
                "Паром\n\n5 марта 2019\n\nПогода была хорошей. Вчера Владимир Путин говорил с командой \
                 парома.\n\nПотом Путин уехал.\n",
            ),
            (
                "b.txt",
                "Ferry sold\n\n6 March 2019\n\nThe weather was fine for once this month. Mr Henrik \
                 Aldersson sold the ferry in Kyiv.\n",
            ),
        ],
        &[
            (
                "people:Putin",
                &[
                    "body: Вчера [Владимир Путин] говорил с командой парома.",
                    "body: Потом [Путин] уехал.",
                ],
            ),
            ("people:Aldersson", &["body: Mr [Henrik Aldersson] sold the ferry in Kyiv."]),
            ("region:europe", &["body: Mr Henrik Aldersson sold the ferry in [Kyiv]."]),
            ("place:kyiv", &["body: Mr Henrik Aldersson sold the ferry in [Kyiv]."]),
            (
                "region:ukraine ferry",
                &["title: [Ferry] sold", "body: Mr Henrik Aldersson sold the [ferry] in [Kyiv]."],
            ),
        ],
    );
}

#[test]
fn other_fields_show_their_value() {
    check(
        &[(
            "a.md",
            "---\ntitle: Late\nauthor: Ann Bellweather\npublication: Harbour Gazette\n---\n\
             The ferry left. It was late.\n",
        )],
        &[
            ("by:bellweather", &["by: [Ann Bellweather]", "body: The ferry left. It was late."]),
            (
                "source:gazette",
                &["source: Harbour [Gazette]", "body: The ferry left. It was late."],
            ),
            ("source:gazette ferry", &["body: The [ferry] left. It was late."]),
        ],
    );
}

#[test]
fn what_is_written_in_another_way_is_marked_where_it_stands() {
    check(
        &[(
            "a.html",
            "<html lang=\"fr\"><head><title>Caf&eacute;s &amp; th&eacute;&acirc;tres</title></head><body>\
             <article><h1>Caf&eacute;s &amp; th&eacute;&acirc;tres</h1><p>Les caf&#233;s d&rsquo;&Eacute;tat \
             &lt;b&gt; et l&#x2019;&Eacute;lys&eacute;e ferment &agrave; 22&nbsp;heures, dit AT&amp;T \
             aux habitants de la ville et de la banlieue, qui attendaient la nouvelle.</p></article>\
             </body></html>",
        )],
        &[
            (
                "cafes elysee",
                &[
                    "title: [Cafés] & théâtres",
                    "body: Les [cafés] d’État <b> et l’[Élysée] ferment à 22 heures, dit AT&T aux \
                     habitants de la ville et de la banlieue, qui attendaient la nouvelle.",
                ],
            ),
            (
                "=AT&T \"22 heures\"",
                &["body: Les cafés d’État <b> et l’Élysée ferment à [22 heures], dit [AT&T] aux \
                     habitants de la ville et de la banlieue, qui attendaient la nouvelle."],
            ),
        ],
    );
}
