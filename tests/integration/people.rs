//! Who is who across articles, and the user's word on it, over an index that stays as it is.

use dateline::index::{IndexOptions, update};
use dateline::query::Query;
use dateline::search::{Hits, SearchBackend as _, SearchRequest, Searcher};
use jiff::civil::date;

fn ask(searcher: &Searcher, query: &str) -> Hits {
    let mut request = SearchRequest::new(Query::parse(query), date(2026, 11, 24));
    request.facets = vec!["people".to_owned()];
    searcher.search(&request).unwrap()
}

fn counted(answer: &Hits) -> Vec<(&str, u64)> {
    answer.facets["people"].iter().map(|count| (count.value.as_str(), count.count)).collect()
}

#[test]
fn names_are_brought_together_when_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("a.txt", "Ferry late\n\n4 March 2019\n\nPresident Vladimir Putin spoke to the crew.\n"),
        ("b.txt", "Паром\n\n5 марта 2019\n\nВчера Владимир Путин говорил с командой парома.\n"),
        (
            "c.txt",
            "Ferry sold\n\n6 March 2019\n\nMr Henrik Aldersson sold it to Ms Ann Bellweather.\n",
        ),
        (
            "d.txt",
            "Ferry gone\n\n7 March 2019\n\nMr H. Aldersson said that he was sorry to sell.\n",
        ),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let index = folder.path().join(".dateline");
    update(&index, &[folder.path().to_path_buf()], &IndexOptions::default(), &()).unwrap();

    let searcher = Searcher::open(&index).unwrap();
    for query in ["people:\"Vladimir Putin\"", "people:Путин", "people:\"Wladimir Putin\""] {
        assert_eq!(ask(&searcher, query).total, 2, "{query}");
    }
    let answer = ask(&searcher, "");
    assert!(counted(&answer).contains(&("Vladimir Putin", 2)), "{:?}", counted(&answer));
    let proposed = searcher.suggested_merges().unwrap();
    assert_eq!(proposed, ["merge\tHenrik Aldersson\tH. Aldersson"]);

    let file = format!("{}\nblock\tAnn Bellweather\nmerge\tnobody\n", proposed[0]);
    std::fs::write(index.join("people.tsv"), file).unwrap();
    let searcher = Searcher::open(&index).unwrap();
    let answer = ask(&searcher, "people:\"H. Aldersson\"");
    assert_eq!(answer.total, 2);
    assert_eq!(counted(&answer), [("Henrik Aldersson", 2)]);
    assert!(answer.notes.iter().any(|note| note.text.contains("people.tsv, line 3")));
    assert_eq!(ask(&searcher, "people:\"Ann Bellweather\"").total, 0);
}
