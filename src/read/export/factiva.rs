//! Factiva: articles that end with `Document ABCD000020171125edbp0006f`, with named lines
//! (`HD`, `BY`, `PD`, …) or in the layout for display.

use super::super::MetadataKey;
use super::lines::{Line, paragraphs};
use super::{Item, has_year, is_copyright, is_dated};

/// Codes of fields (Factiva's own table).
const CODES: &[(&str, MetadataKey)] = &[
    ("HD", MetadataKey::Title),
    ("BY", MetadataKey::Author),
    ("PD", MetadataKey::Date),
    ("SN", MetadataKey::Source),
    ("SE", MetadataKey::Section),
    ("LA", MetadataKey::Language),
    ("AN", MetadataKey::Id),
    ("RE", MetadataKey::Region),
    ("NS", MetadataKey::Keyword),
    ("CO", MetadataKey::Keyword),
    ("IN", MetadataKey::Keyword),
    ("ART", MetadataKey::Caption),
    ("CR", MetadataKey::Other),
    ("WC", MetadataKey::Other),
    ("ET", MetadataKey::Other),
    ("SC", MetadataKey::Other),
    ("NGC", MetadataKey::Other),
    ("GC", MetadataKey::Other),
    ("PG", MetadataKey::Other),
    ("ED", MetadataKey::Other),
    ("VOL", MetadataKey::Other),
    ("CY", MetadataKey::Other),
    ("LP", MetadataKey::Other),
    ("TD", MetadataKey::Other),
    ("CT", MetadataKey::Other),
    ("RF", MetadataKey::Other),
    ("CLM", MetadataKey::Section),
    ("IPC", MetadataKey::Other),
    ("IPD", MetadataKey::Other),
    ("PUB", MetadataKey::Other),
];

/// The code that a line begins with, and what follows it.
pub(super) fn code_of(line: &str) -> Option<(&'static str, &str)> {
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    let name = line.get(..end)?;
    let (code, _) = CODES.iter().find(|(code, _)| *code == name)?;
    let rest = &line[end..];
    // `IN THE NEWS` is no code: what follows one stands apart by more than a word does.
    (rest.trim().is_empty() || rest.starts_with(['\t', '\u{a0}']) || rest.starts_with("  "))
        .then(|| (*code, rest.trim()))
}

/// The number at the end of `Document SDDZ000020171125edbp0006f`, whatever word a language of
/// the service has for document.
fn number_of(line: &str) -> Option<&str> {
    if line.len() > 80 {
        return None;
    }
    let line = line.strip_prefix("AN").map_or(line, str::trim_start);
    let (word, number) = line.trim().rsplit_once([' ', '\u{a0}', '\t', ':', '：'])?;
    let word = word.trim_end_matches([' ', '\u{a0}', ':', '：']);
    let plain = !word.is_empty()
        && word.split_whitespace().count() <= 2
        && word.chars().all(|c| c.is_alphabetic() || c == ' ')
        && word.starts_with(|c: char| c.is_uppercase() || !c.is_ascii());
    (plain && is_accession_number(number)).then_some(number)
}

/// The code of the source, the day, and a code in small letters: `SDDZ0000` `20171125`
/// `edbp0006f`.
fn is_accession_number(number: &str) -> bool {
    let bytes = number.as_bytes();
    if !(20..=32).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return false;
    }
    let source_ends = bytes.len() - 9;
    let (front, back) = bytes.split_at(source_ends);
    let Some((source, day)) = front.split_last_chunk::<8>() else { return false };
    // Until 2001 the code of the source stood in small letters: `j0000000`.
    source.first().is_some_and(u8::is_ascii_alphabetic)
        && day.iter().all(u8::is_ascii_digit)
        && (day.starts_with(b"19") || day.starts_with(b"20"))
        && back.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

/// Whether a line ends an article.
pub(super) fn is_end(line: &str) -> bool {
    number_of(line).is_some()
}

pub(super) fn items(lines: &[Line]) -> Vec<Item> {
    // A page has more around its articles: the service's own lines, headlines without a text.
    let is_article = |line: &&Line| {
        line.marks.contains(" article ") && !line.marks.contains(" carryoverheadlines ")
    };
    let marked: Vec<Line> = lines.iter().filter(is_article).cloned().collect();
    let lines = if marked.is_empty() { lines } else { &marked };
    let mut items = Vec::new();
    let mut from = 0;
    for (at, line) in lines.iter().enumerate() {
        if let Some(number) = number_of(&line.text) {
            let mut item = article(&lines[from..at]);
            if !item.has(MetadataKey::Id) {
                item.push(MetadataKey::Id, "document", number);
            }
            items.push(item);
            from = at + 1;
        }
    }
    // With codes, the number may have a line of its own, and a file that is cut off has none.
    if let Some(rest) = lines.get(from..) {
        if items.is_empty() {
            let heads: Vec<usize> = (0..rest.len())
                .filter(|at| matches!(code_of(&rest[*at].text), Some(("HD", _))))
                .map(|at| begin_of(rest, at))
                .collect();
            let ends = heads.iter().skip(1).copied().chain([rest.len()]);
            items.extend(heads.iter().zip(ends).map(|(from, to)| by_codes(&rest[*from..to])));
        } else if is_coded(rest) {
            items.push(by_codes(rest));
        }
    }
    items
}

/// Where the article begins whose headline is at `at`: its section may stand before.
fn begin_of(lines: &[Line], at: usize) -> usize {
    let before = |n: usize| at.checked_sub(n).and_then(|at| code_of(&lines[at].text));
    match (before(1), before(2)) {
        (Some(("SE" | "CLM", _)), _) => at - 1,
        (None, Some(("SE" | "CLM", ""))) => at - 2,
        _ => at,
    }
}

/// Whether the lines of an article are named.
fn is_coded(part: &[Line]) -> bool {
    let has = |code: &str| part.iter().any(|l| code_of(&l.text).is_some_and(|(c, _)| c == code));
    has("HD") && (has("PD") || has("SN")) && (has("LP") || has("TD") || has("WC"))
}

fn article(part: &[Line]) -> Item {
    if is_coded(part) { by_codes(part) } else { displayed(part) }
}

fn by_codes(part: &[Line]) -> Item {
    let mut item = Item::default();
    // The code that is open, with its lines.
    let mut open: Option<(&'static str, Vec<Line>)> = None;
    for line in part {
        if let Some((code, rest)) = code_of(&line.text) {
            close(open.take(), &mut item);
            let first = Line { text: rest.to_owned(), ..line.clone() };
            open = Some((code, if rest.is_empty() { Vec::new() } else { vec![first] }));
        } else if let Some((_, lines)) = &mut open {
            lines.push(line.clone());
        }
    }
    close(open, &mut item);
    // The time of day has a code of its own.
    let time = item.metadata.iter().find(|entry| entry.name == "ET" && is_time(&entry.value));
    let time = time.map(|entry| entry.value.clone());
    if let Some(time) = time
        && let Some(date) = item.metadata.iter_mut().find(|entry| entry.key == MetadataKey::Date)
    {
        date.value = format!("{} {time}", date.value);
    }
    item
}

fn close(open: Option<(&'static str, Vec<Line>)>, item: &mut Item) {
    let Some((code, lines)) = open else { return };
    let Some((_, key)) = CODES.iter().find(|(known, _)| *known == code) else { return };
    match (code, key) {
        ("LP" | "TD", _) => {
            for paragraph in paragraphs(&lines, |_| false) {
                // The number of the document has no code in some layouts.
                if !is_end(&paragraph.text) {
                    item.push_paragraph(&paragraph.text);
                }
            }
        }
        // `usa : United States | namz : North America`
        ("RE" | "NS" | "CO" | "IN", key) => {
            for part in lines.iter().flat_map(|line| line.text.split('|')) {
                let name = part.rsplit(" : ").next().unwrap_or_default();
                item.push(*key, code, name);
            }
        }
        (_, key) => {
            let value: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
            item.push(*key, code, &value.join(" "));
        }
    }
}

/// `254 words`, in any language: a number with one word after it, or the character for word.
pub(super) fn is_count_of_words(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 40 || !line.starts_with(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let word = line.trim_start_matches(|c: char| {
        c.is_ascii_digit() || matches!(c, ',' | '.' | ' ' | '\u{a0}' | '\u{202f}' | '\'')
    });
    let number = line.len() - word.len();
    !word.is_empty()
        && word.chars().all(char::is_alphabetic)
        // `3 March` has no number of a year after it, `25 November` neither.
        && word.chars().count() <= 12
        && line[..number].bytes().filter(u8::is_ascii_digit).count() <= 6
}

/// Headline, author, number of words, date, time, source, code, page, language, copyright, text.
fn displayed(part: &[Line]) -> Item {
    let mut item = Item::default();
    let part: Vec<Line> = part.iter().filter(|line| !is_page_foot(&line.text)).cloned().collect();
    // The number of words is the line before the date.
    let count = part
        .windows(2)
        .position(|pair| is_count_of_words(&pair[0].text) && is_dated(&pair[1].text));
    let head = &part[..count.unwrap_or(0)];
    let rest = &part[count.map_or(0, |at| at + 1)..];
    head_of(head, &mut item);
    if let Some(count) = count {
        item.push(MetadataKey::Other, "words", &part[count].text);
    }
    let dated = rest.iter().take(3).position(|line| is_dated(&line.text));
    let mut rest = rest;
    if let Some(date) = dated {
        let mut value = rest[date].text.clone();
        rest = &rest[date + 1..];
        // The time of day stands before the source.
        if let Some((time, after)) = rest.split_first()
            && is_time(&time.text)
        {
            value = format!("{value} {}", time.text);
            rest = after;
        }
        item.push(MetadataKey::Date, "date", &value);
    }
    let rights = rest.iter().take(10).position(|line| is_copyright(&line.text));
    let short = rest.iter().take(8).take_while(|line| line.text.chars().count() <= 40).count();
    let (values, text) = match rights {
        Some(rights) => (&rest[..rights], &rest[rights + 1..]),
        None => rest.split_at(short),
    };
    let mut values = values.iter().map(|line| line.text.trim());
    if let Some(source) = values.next() {
        item.push(MetadataKey::Source, "source", source);
    }
    let values: Vec<&str> = values.collect();
    // The language stands last, a word in small letters or of another script.
    let language = values.last().filter(|text| {
        text.chars().all(|c| c.is_alphabetic() || c == ' ')
            && text.chars().any(|c| c.is_lowercase() || !c.is_ascii())
    });
    if let Some(language) = language {
        item.push(MetadataKey::Language, "language", language);
    }
    let others = values.len() - usize::from(language.is_some());
    for (at, value) in values[..others].iter().enumerate() {
        item.push(MetadataKey::Other, if at == 0 { "source code" } else { "page" }, value);
    }
    let mut text = paragraphs(text, is_copyright);
    text.retain(|line| !is_copyright(&line.text));
    if text.len() > 1
        && let Some(publisher) = text.pop_if(|last| is_publisher(last))
    {
        item.push(MetadataKey::Other, "publisher", &publisher.text);
    }
    for line in text {
        item.push_paragraph(&line.text);
    }
    item
}

/// Most lines over the text of an article; more have a list of the articles among them.
const MOST_HEAD_LINES: usize = 6;

/// Whether the last line of an article is the name of the publisher, which stands under the
/// text.
fn is_publisher(line: &Line) -> bool {
    /// What the names of companies end with.
    const COMPANIES: &[&str] = &[
        "inc.", "ltd.", "co.", "corp.", "s.a.", "s.p.a.", "s.r.l.", "s.l.", "n.v.", "b.v.", "llc.",
    ];
    let text = line.text.trim();
    let lower = text.to_lowercase();
    text.chars().count() < 80
        && !line.marks.contains("articleparagraph")
        && (!text.ends_with(['.', '!', '?', '"', '”', '»', '“', '。', ')', '）', ':'])
            || COMPANIES.iter().any(|end| lower.ends_with(end)))
}

/// Section, headline and author, of which the first and last may be missing.
fn head_of(head: &[Line], item: &mut Item) {
    let headline = |line: &Line| line.marks.contains("headline") || line.marks.contains(" hd ");
    let marked = |mark: &dyn Fn(&Line) -> bool| head.iter().rposition(mark);
    let bold = |line: &Line| line.is_bold() && !line.text.ends_with(':');
    // The last that is marked: a list of the articles may stand before the first.
    let last = marked(&headline).or_else(|| marked(&Line::is_heading)).or_else(|| marked(&bold));
    let (title, author) = match last.filter(|last| last + 4 >= head.len()) {
        Some(last) => {
            let same = |line: &&Line| line.marks == head[last].marks;
            let lines = head[..last].iter().rev().take_while(same).count().min(3);
            let author = head.iter().rposition(|line| line.marks.contains(" author "));
            let author = author.filter(|at| *at > last).unwrap_or(last + 1);
            (last - lines..last + 1, Some(author).filter(|at| *at < head.len()))
        }
        None => {
            // Section, headline, author; of two lines the shorter one below is the author.
            let last_is_name = match head {
                [first, last] => {
                    is_name(&last.text)
                        && (is_byline(&last.text)
                            || last.text.chars().count() < first.text.chars().count())
                }
                [.., last] => head.len() > 2 && is_name(&last.text),
                [] => false,
            };
            let title = head.len().saturating_sub(if last_is_name { 2 } else { 1 });
            let author = last_is_name.then(|| head.len() - 1);
            (title..(title + 1).min(head.len()), author)
        }
    };
    let text: Vec<&str> = head[title.clone()].iter().map(|line| line.text.as_str()).collect();
    item.push(MetadataKey::Title, "headline", &text.join(" "));
    if let Some(author) = author {
        item.push(MetadataKey::Author, "author", &head[author].text);
    }
    // Before the first article stands what was asked for; only the nearest line can be a label.
    if let Some(section) = title.start.checked_sub(1).and_then(|at| head.get(at))
        && section.text.chars().count() <= 60
        && head.len() <= MOST_HEAD_LINES
    {
        item.push(MetadataKey::Section, "section", &section.text);
    }
}

/// Whether a line may be the name of an author: a few words with capitals.
fn is_name(line: &str) -> bool {
    let words = line.split_whitespace();
    is_byline(line)
        || line.chars().count() <= 60
            && (1..=8).contains(&words.clone().count())
            && !line.ends_with(['.', '!', '?', ':'])
            && !line.chars().any(|c| c.is_ascii_digit())
            && words.clone().filter(|word| word.starts_with(char::is_lowercase)).count() <= 2
            && words.clone().all(|word| word.len() > 3 || !word.starts_with(char::is_lowercase))
}

/// Whether a line begins with the word for *by*.
fn is_byline(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "by" | "von" | "par" | "por" | "door" | "di" | "от")
        && line.chars().count() <= 160
        && !line.ends_with(['.', '!', '?'])
}

/// `17:04`, `2:04 PM`, `下午 2:04`.
fn is_time(line: &str) -> bool {
    let line = line.trim();
    let digits = line.chars().filter(char::is_ascii_digit).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let clock = line.split_once([':', '.', 'h']).is_some_and(|(hour, minutes)| {
        hour.ends_with(|c: char| c.is_ascii_digit())
            && minutes.starts_with(|c: char| c.is_ascii_digit())
    });
    clock && (3..=6).contains(&digits) && letters <= 5 && !has_year(line)
}

/// `Page 2 of 9 © 2018 Factiva, Inc. All rights reserved.`
fn is_page_foot(line: &str) -> bool {
    line.len() <= 120 && line.contains("Factiva") && (line.contains('©') || line.contains("(c)"))
}
