//! How fast date and regions are worked out: words per second on one core.
//!
//! `cargo bench --bench regions -- FILE...` reads plain text files; without files, a text of our
//! own. The first figure is everything between a decoded file and an article but the people:
//! layout, words, language, date and regions. The second is the regions alone, over words that are
//! cut already. Numbers are the best of five rounds.

use std::io::Write;
use std::time::Instant;

use dateline::article::PersonMention;
use dateline::extract::region::RuleRegions;
use dateline::extract::{ArticleText, Extractor, PeopleFinder, RegionFinder};
use dateline::read::RawDocument;
use dateline::text::Tokens;

const OWN: &str = "The ferry to Skerra was late again, said Captain Una Halloran, who has sailed it \
    since 1987. Her mate, Peter McBride, blamed the tide; Halloran blamed McBride. In Oslo the \
    ministry of transport said nothing, and the Skerra Times said it on page one. ";

/// Finds nobody: people are another bench.
struct Nobody;

impl PeopleFinder for Nobody {
    fn find(&self, _: &ArticleText<'_>) -> Vec<PersonMention> {
        Vec::new()
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut texts: Vec<String> = Vec::new();
    for argument in std::env::args().skip(1).filter(|argument| argument != "--bench") {
        texts.push(String::from_utf8_lossy(&std::fs::read(argument)?).into_owned());
    }
    if texts.is_empty() {
        texts =
            vec![format!("Ferry late\n\nOSLO, Aug 16, 2024 (Agency) - {}", OWN.repeat(10)); 500];
    }
    let mut out = std::io::stdout().lock();
    let extractor = Extractor::new(Box::new(Nobody), Box::new(RuleRegions::new()));
    let mut best = f64::INFINITY;
    let (mut words, mut dates, mut regions) = (0, 0, 0);
    for _ in 0..5 {
        let raws: Vec<RawDocument> = texts
            .iter()
            .map(|text| RawDocument { text: text.clone(), ..RawDocument::default() })
            .collect();
        let begun = Instant::now();
        (words, dates, regions) = (0, 0, 0);
        for raw in raws {
            let article = extractor.extract(raw);
            words += article.words as usize;
            dates += usize::from(article.date.is_some());
            regions += article.regions.len();
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    writeln!(
        out,
        "all but people: {words} words, {dates} dates, {regions} regions, {best:.3} s, \
         {:.2} million words/s",
        words as f64 / best / 1e6
    )?;
    let none = Tokens::new("");
    let tokens: Vec<Tokens> = texts.iter().map(|text| Tokens::new(text)).collect();
    let finder = RuleRegions::new();
    let mut best = f64::INFINITY;
    for _ in 0..5 {
        let begun = Instant::now();
        (words, regions) = (0, 0);
        for (text, tokens) in texts.iter().zip(&tokens) {
            words += tokens.len();
            let article = ArticleText {
                title: "",
                title_tokens: &none,
                body: text,
                body_tokens: tokens,
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
            regions += finder.find(&article).regions.len();
        }
        best = best.min(begun.elapsed().as_secs_f64());
    }
    writeln!(
        out,
        "regions alone: {words} words, {regions} regions, {best:.3} s, {:.2} million words/s",
        words as f64 / best / 1e6
    )?;
    Ok(())
}
