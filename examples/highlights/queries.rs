//! Random queries of every kind, made of words of real articles.

use dateline::article::Article;
use dateline::text::{fold, words};

/// Numbers that are the same in each run.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Chance(seed | 1)
    }

    pub(crate) fn below(&mut self, most: usize) -> usize {
        // xorshift64* (Vigna 2016).
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33;
        usize::try_from(number).unwrap_or_default() % most.max(1)
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> Option<&'a T> {
        from.get(self.below(from.len()))
    }
}

/// Kinds of queries, as the figures name them.
pub(crate) const KINDS: &[&str] = &[
    "word",
    "words",
    "any of words",
    "quoted",
    "exact",
    "phrase",
    "phrase with slop",
    "phrase with a gap",
    "near",
    "near of phrases",
    "ordered",
    "prefix",
    "wildcard",
    "fuzzy",
    "regex",
    "title",
    "lead",
    "body",
    "caption",
    "atleast",
    "people",
    "region",
    "place",
    "people and words",
    "not",
];

fn plain(word: &str) -> bool {
    // Nothing that the query language reads as more than a word.
    word.chars().all(|c| c.is_alphanumeric()) && !matches!(word, "AND" | "OR" | "NOT" | "TO")
}

/// A row of `count` words that stand side by side in `text`, with only spaces between.
fn row(text: &str, count: usize, chance: &mut Chance) -> Option<Vec<String>> {
    let spans: Vec<_> = words(text).collect();
    for _ in 0..20 {
        let start = chance.below(spans.len());
        let Some(row) = spans.get(start..start + count) else { continue };
        let parted = row.windows(2).all(|pair| {
            let between = &text[pair[0].end..pair[1].start];
            between.chars().all(|c| c == ' ')
        });
        if parted && row.iter().all(|span| plain(&text[span.clone()])) {
            return Some(row.iter().map(|span| text[span.clone()].to_owned()).collect());
        }
    }
    None
}

/// A word, a longer one by preference; several characters in scripts without spaces.
fn word(text: &str, chance: &mut Chance) -> Option<String> {
    for attempt in 0..20 {
        let mut word = row(text, 1, chance)?.remove(0);
        let alone = word.chars().next().is_some_and(|c| u32::from(c) >= 0xe00);
        if alone && words(&word).count() == 1 && word.chars().count() <= 2 {
            let start = text.find(&word)?;
            let count = 2 + chance.below(3);
            let run: String =
                text[start..].chars().take_while(|c| c.is_alphanumeric()).take(count).collect();
            word = run;
        }
        if word.chars().count() >= 4 || attempt > 8 {
            return Some(word);
        }
    }
    None
}

/// A letter in the middle of a word.
fn middle(word: &str, chance: &mut Chance) -> Option<(String, char, String)> {
    let letters: Vec<char> = fold(word).chars().collect();
    if letters.len() < 5 || !letters.iter().all(|c| c.is_alphabetic()) {
        return None;
    }
    let at = 2 + chance.below(letters.len() - 3);
    Some((letters[..at].iter().collect(), letters[at], letters[at + 1..].iter().collect()))
}

/// A query of kind `kind` that `article` ought to answer, where it has what that needs.
pub(crate) fn make(kind: &str, article: &Article, chance: &mut Chance) -> Option<String> {
    let body = article.body.as_str();
    let title = article.title.as_deref().unwrap_or_default();
    let quoted = |row: Vec<String>| format!("\"{}\"", row.join(" "));
    let near = |count: usize, chance: &mut Chance| -> Option<(String, String, usize)> {
        let row = row(body, count, chance)?;
        Some((row.first()?.clone(), row.last()?.clone(), count - 1))
    };
    Some(match kind {
        "word" => word(body, chance)?,
        "words" => format!("{} {}", word(body, chance)?, word(body, chance)?),
        "any of words" => format!("{} OR {}", word(body, chance)?, word(title, chance)?),
        "quoted" => format!("\"{}\"", word(body, chance)?),
        "exact" => format!("={}", word(body, chance)?),
        "phrase" => {
            let count = 2 + chance.below(3);
            quoted(row(body, count, chance)?)
        }
        "phrase with slop" => {
            let mut row = row(body, 4, chance)?;
            let missing = 1 + chance.below(2);
            row.drain(1..=missing);
            if chance.below(2) == 0 {
                row.reverse();
            }
            format!("{}~{missing}", quoted(row))
        }
        "phrase with a gap" => {
            let mut row = row(body, 3, chance)?;
            row[1] = "*".to_owned();
            quoted(row)
        }
        "near" => {
            let count = 2 + chance.below(6);
            let (first, last, apart) = near(count, chance)?;
            format!("{last} w/{apart} {first}")
        }
        "near of phrases" => {
            let row = row(body, 6, chance)?;
            let other = word(body, chance)?;
            format!("\"{} {}\" w/5 ({} OR {other})", row[0], row[1], row[5])
        }
        "ordered" => {
            let count = 2 + chance.below(6);
            let (first, last, apart) = near(count, chance)?;
            format!("{first} pre/{apart} {last}")
        }
        "prefix" => {
            let (start, _, _) = middle(&word(body, chance)?, chance)?;
            format!("{start}*")
        }
        "wildcard" => {
            let (start, _, end) = middle(&word(body, chance)?, chance)?;
            format!("{start}{}{end}", if chance.below(2) == 0 { "?" } else { "*" })
        }
        "fuzzy" => {
            let (start, letter, end) = middle(&word(body, chance)?, chance)?;
            let long = start.chars().count() + end.chars().count() > 6;
            match chance.below(3) {
                0 => format!("{start}{end}~1"),
                1 => format!("{start}{letter}{letter}{end}~1"),
                _ if long => format!("{start}{letter}{end}~2"),
                _ => format!("{start}{letter}{end}~"),
            }
        }
        "regex" => {
            let (start, letter, end) = middle(&word(body, chance)?, chance)?;
            match chance.below(3) {
                0 => format!("/{start}.{end}/"),
                1 => format!("/{start}[{letter}aeo]{end}.?/"),
                _ => format!("/{start}.*/"),
            }
        }
        "title" => format!("title:{}", word(title, chance)?),
        "lead" => format!("lead:{}", word(article.lead(), chance)?),
        "body" => format!("body:{}", quoted(row(body, 2, chance)?)),
        "caption" => format!("caption:{}", word(chance.pick(&article.captions)?, chance)?),
        "atleast" => {
            let word = word(body, chance)?;
            let folded = fold(&word).into_owned();
            let count = words(body).filter(|span| fold(&body[span.clone()]) == folded).count();
            format!("atleast{}({word})", count.clamp(1, 9))
        }
        "people" => {
            let person = chance.pick(&article.people)?;
            match chance.below(3) {
                0 => format!("people:{}", words(&person.name).last().map(|s| &person.name[s])?),
                1 => format!("people:\"{}\"", chance.pick(&person.forms)?.replace('"', "")),
                _ => format!("people:\"{}\"", person.name.replace('"', "")),
            }
        }
        "region" => {
            let region = chance.pick(&article.regions)?;
            format!("region:\"{}\"", chance.pick(&region.path)?.replace('"', ""))
        }
        "place" => format!("place:\"{}\"", chance.pick(&article.places)?.replace('"', "")),
        "people and words" => {
            let person = chance.pick(&article.people)?;
            format!("people:\"{}\" {}", person.name.replace('"', ""), word(body, chance)?)
        }
        "not" => format!("{} -{}", word(body, chance)?, word(title, chance)?),
        _ => return None,
    })
}
