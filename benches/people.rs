//! How fast people are found: words per second of tokenising, tagging and merging on one core.
//!
//! `cargo bench --bench people -- FILE...` reads plain text files; without files, a text of our
//! own. Numbers are the best of five rounds. Instructions a word: `valgrind --tool=callgrind`
//! over the bench with `--once`, the total divided by the words printed (see README).

use std::io::Write;
use std::time::Instant;

use dateline::extract::people::ModelPeople;
use dateline::extract::{ArticleText, PeopleFinder};
use dateline::text::Tokens;

const OWN: &str = "The ferry to Skerra was late again, said Captain Una Halloran, who has sailed it \
    since 1987. Her mate, Peter McBride, blamed the tide; Halloran blamed McBride. In Oslo the \
    ministry of transport said nothing, and the Skerra Times said it on page one. ";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut once = false;
    let mut texts: Vec<String> = Vec::new();
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "--bench" => {}
            "--once" => once = true,
            file => texts.push(String::from_utf8_lossy(&std::fs::read(file)?).into_owned()),
        }
    }
    if texts.is_empty() {
        texts = vec![OWN.repeat(10); 500];
    }
    let none = Tokens::new("");
    let finder = ModelPeople::new();
    let mut best = f64::INFINITY;
    let (mut words, mut people) = (0, 0);
    for _ in 0..if once { 1 } else { 5 } {
        let begun = Instant::now();
        (words, people) = (0, 0);
        for text in &texts {
            let tokens = Tokens::new(text);
            words += tokens.len();
            let article = ArticleText {
                title: "",
                title_tokens: &none,
                body: text,
                body_tokens: &tokens,
                captions: &[],
                lang: Some("en"),
                by: &[],
                source: None,
                labels: &[],
                dateline: None,
                date: None,
                declared_people: &[],
                people: &[],
            };
            people += finder.find(&article).len();
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{words} words, {people} people, {best:.3} s, {:.2} million words/s",
        words as f64 / best / 1e6
    )?;
    Ok(())
}
