//! Sentences of our own, and who is in them.

use super::RulePeople;
use crate::extract::{ArticleText, PeopleFinder};
use crate::text::Tokens;

fn check(title: &str, body: &str, expected: &[&str]) {
    let (title_tokens, body_tokens) = (Tokens::new(title), Tokens::new(body));
    let text = ArticleText {
        title,
        title_tokens: &title_tokens,
        body,
        body_tokens: &body_tokens,
        captions: &[],
        lang: Some("en"),
        by: &[],
        source: None,
        labels: &[],
        dateline: None,
        date: None,
        declared_people: &[],
    };
    let people = RulePeople::new().find(&text);
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(names, expected, "{title} / {body}");
    for evidence in people.iter().flat_map(|person| &person.evidence) {
        let part = if evidence.part == crate::article::Part::Title { title } else { body };
        assert_eq!(part.get(evidence.start..evidence.end), Some(evidence.text.as_str()));
    }
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
}

#[test]
fn titles_and_fame_make_a_surname_a_person() {
    check("", "President Putin spoke. Mr Brandt said nothing.", &["Vladimir Putin", "Brandt"]);
}
