//! Sentences of our own, and who is in them.

use super::ModelPeople;
use super::model::Model;
use crate::article::{Evidence, Part, PersonMention};
use crate::extract::{ArticleText, PeopleFinder};
use crate::text::Tokens;

fn find(lang: &str, title: &str, body: &str, declared: &[&str], by: &[&str]) -> Vec<PersonMention> {
    let (title_tokens, body_tokens) = (Tokens::new(title), Tokens::new(body));
    let declared: Vec<Evidence> = declared
        .iter()
        .map(|name| Evidence::at(Part::Metadata, name, 0, name.len(), "declared"))
        .collect();
    let by: Vec<String> = by.iter().map(|name| (*name).to_owned()).collect();
    let text = ArticleText {
        title,
        title_tokens: &title_tokens,
        body,
        body_tokens: &body_tokens,
        captions: &[],
        lang: Some(lang),
        by: &by,
        source: None,
        labels: &[],
        dateline: None,
        date: None,
        declared_people: &declared,
        people: &[],
    };
    ModelPeople::new().find(&text)
}

fn check_in(lang: &str, title: &str, body: &str, expected: &[&str]) {
    let people = find(lang, title, body, &[], &[]);
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, expected, "{title} / {body}");
    for evidence in people.iter().flat_map(|person| &person.evidence) {
        let part = if evidence.part == Part::Title { title } else { body };
        assert_eq!(part.get(evidence.start..evidence.end), Some(evidence.text.as_str()));
    }
}

fn check(title: &str, body: &str, expected: &[&str]) {
    check_in("en", title, body, expected);
}

#[test]
fn words_that_open_a_sentence_are_no_names() {
    check_in(
        "en",
        "",
        "Kamala Harris was twelve. So Kamala went to school in Montreal, said Wanda Kagan.",
        &["Kamala Harris", "Wanda Kagan"],
    );
}

#[test]
fn later_mentions_belong_to_the_whole_name() {
    check(
        "Okafor wins again",
        "Chidi Okafor won the race on Sunday. Mr Okafor's coach was pleased, and Okafor smiled.",
        &["Chidi Okafor"],
    );
    check(
        "",
        "Angela Merkel met J.K. Rowling. Merkel spoke first.",
        &["Angela Merkel", "J.K. Rowling"],
    );
    check(
        "",
        "Ursula von der Leyen and Siobhán O'Neill spoke.",
        &["Ursula von der Leyen", "Siobhán O'Neill"],
    );
}

#[test]
fn what_is_no_person_is_left_out() {
    check("", "Goldman Sachs and Manchester United met in San Francisco near Victoria Park.", &[]);
    check("", "Paris and London agreed. The Christian Democratic Party lost.", &[]);
    check("", "Shares of Merrill Lynch fell. Hurricane Walter turned north.", &[]);
}

#[test]
fn titles_make_a_surname_a_person() {
    check("", "President Putin spoke. Mr Brandt said nothing.", &["Putin", "Brandt"]);
}

#[test]
fn two_who_share_a_surname_are_told_apart() {
    let body = "Peter Hallam and Susan Hallam run the mill. It was built in the days of the old \
                king, and stood empty for forty years until the two of them bought it from a bank \
                that had no idea what to do with a wheel and a pond. The roof had gone, the \
                floors had gone, and so had the owls. It took eleven winters and a good many \
                loans before the stones turned again. Hallam said the flour is good.";
    let people = find("en", "", body, &[], &[]);
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, ["Peter Hallam", "Susan Hallam", "Hallam"]);
}

#[test]
fn declared_people_are_used_and_marked() {
    let people = find("en", "", "The ferry left at noon with Bell on board.", &["Bell, Ann"], &[]);
    assert_eq!(people[0].name, "Ann Bell");
    assert_eq!(people[0].evidence[0].rule, "declared");
}

#[test]
fn authors_are_not_mentioned() {
    let people = find("en", "", "Ann Bell reports from the quay.", &[], &["Ann Bell"]);
    assert!(people.is_empty(), "{people:?}");
}

#[test]
fn headlines_count_when_the_body_agrees() {
    check(
        "Mary Whitcombe Opens Bridge Over Slow River",
        "The bridge was opened by Mary Whitcombe on Friday.",
        &["Mary Whitcombe"],
    );
    check("MINISTERS MEET IN DRY SUMMER", "They met on the lawn behind the house.", &[]);
}

#[test]
fn russian_names_are_shown_in_the_nominative() {
    check_in(
        "ru",
        "",
        "Вчера в мэрии видели Сергея Иванова. Иванов молчал, а Ольга Петровна смеялась.",
        &["Сергей Иванов", "Ольга Петровна"],
    );
}

#[test]
fn the_model_is_the_one_that_was_trained() {
    let bytes = Model::embedded().bytes();
    let mut hasher = twox_hash::XxHash64::with_seed(0);
    std::hash::Hasher::write(&mut hasher, &bytes);
    let hash = std::hash::Hasher::finish(&hasher);
    assert_eq!(hash, MODEL_HASH, "people.model is another: {hash:#x}");
    assert!(bytes.len() < 5_000_000);
    assert_eq!(bytes, include_bytes!("people.model"));
}

/// XXH64 of `people.model`; `cargo run --release -p train-people` writes the file.
const MODEL_HASH: u64 = 0x9db8_48a6_2479_8460;

#[test]
fn a_broken_model_finds_nobody() {
    let model = Model::read(b"DLP2 and no more");
    assert!(model.lists.bytes().is_empty());
}
