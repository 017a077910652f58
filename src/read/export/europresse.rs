//! Europresse: pages with the name of the newspaper, a line with section and date, headline and
//! text, told by the names of their elements.

use super::super::MetadataKey;
use super::lines::{Line, paragraphs};
use super::{Item, has_year, is_copyright};

pub(super) fn items(lines: &[Line]) -> Vec<Item> {
    let names: Vec<usize> =
        (0..lines.len()).filter(|at| lines[*at].marks.contains("docpublicationname")).collect();
    // The name of a newspaper may have two lines.
    let starts: Vec<usize> = names
        .iter()
        .copied()
        .filter(|at| at.checked_sub(1).is_none_or(|before| !names.contains(&before)))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    starts.iter().zip(ends).map(|(from, to)| article(&lines[*from..to])).collect()
}

/// Lines under the text: rights, the number of the document, the conditions of use.
const TAIL: &[&str] = &[
    "numéro de document",
    "document number",
    "número de documento",
    "dokumentnummer",
    "news·",
    "ce certificat",
    "this certificate",
    "ce document est destiné",
    "this document is for",
    "date d'émission",
    "powered by",
    "mots-clés :",
    "note(s) :",
];

fn article(part: &[Line]) -> Item {
    let mut item = Item::default();
    let mut tail = false;
    // Newer pages have a name for the text.
    let named_text = part.iter().any(|line| line.marks.contains("dococurrcontainer"));
    let mut text: Vec<Line> = Vec::new();
    let mut title: Vec<&str> = Vec::new();
    for line in part {
        let words = line.text.trim();
        let marked = |mark: &str| line.marks.contains(mark);
        if marked("docpublicationname") {
            source(words, &mut item);
        } else if marked("docheader") {
            header(words, &mut item);
        } else if marked("titrearticle") || marked("articletitle") {
            title.push(words);
        } else if marked("docauthors") || marked("sm-margin-bottomnews") {
            item.push(MetadataKey::Author, "author", words);
        } else {
            let lower = words.to_lowercase();
            if let Some(at) = lower.find("news·").filter(|_| !item.has(MetadataKey::Id)) {
                let number = words.get(at..).unwrap_or_default();
                item.push(MetadataKey::Id, "document", number);
            }
            tail |= is_copyright(words) || TAIL.iter().any(|mark| lower.starts_with(mark));
            if tail {
                continue;
            }
            if title.is_empty() {
                // Over the headline stands what belongs to it.
                item.push(MetadataKey::Other, "subtitle", words);
            } else if !named_text || marked("dococurrcontainer") {
                text.push(line.clone());
            }
        }
    }
    item.push(MetadataKey::Title, "title", &title.join(" "));
    // Older pages have no name for the author's line: it is the first under the headline, and
    // an empty line parts it from the text.
    let named = item.has(MetadataKey::Author);
    if let [first, second, ..] = text.as_slice()
        && !named
        && second.begins
        && is_name(&first.text)
    {
        item.push(MetadataKey::Author, "author", &first.text.clone());
        text.remove(0);
    }
    for line in paragraphs(&text, |_| false) {
        item.push_paragraph(&line.text);
    }
    item
}

/// `Le Journal, no. 5968`, `Le Journal (site web) - Politique`.
fn source(words: &str, item: &mut Item) {
    if item.has(MetadataKey::Source) {
        item.push(MetadataKey::Other, "publication", words);
        return;
    }
    let number = [", no. ", ", no ", ", nº ", ", n° ", ", nr. "]
        .iter()
        .find_map(|mark| words.rfind(mark))
        .filter(|at| words[*at..].chars().any(|c| c.is_ascii_digit()));
    let (name, number) = words.split_at(number.unwrap_or(words.len()));
    item.push(MetadataKey::Source, "publication", name);
    item.push(MetadataKey::Other, "number", number.trim_start_matches([',', ' ']));
}

/// `Politique, jeudi 5 octobre 2013, p. 3`: section, date, page.
fn header(text: &str, item: &mut Item) {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    let Some(at) = parts.iter().position(|part| has_year(part)) else {
        item.push(MetadataKey::Section, "section", text);
        return;
    };
    // English writes the year after a comma: `Thursday, October 5, 2013`.
    let from = if parts[at].split_whitespace().next().is_some_and(|w| w.len() == 4 && has_year(w)) {
        at.saturating_sub(1)
    } else {
        at
    };
    item.push(MetadataKey::Date, "date", &parts[from..=at].join(", "));
    let before = parts[..from].iter().filter(|part| !is_weekday_alone(part));
    let section: Vec<&str> = before.copied().collect();
    item.push(MetadataKey::Section, "section", &section.join(", "));
    item.push(MetadataKey::Other, "page", &parts[at + 1..].join(", "));
}

/// Whether a part of the header is the day of the week that English parts off by a comma.
fn is_weekday_alone(part: &str) -> bool {
    let part = part.to_lowercase();
    part.ends_with("day") && !part.contains(' ') && part.len() <= 9
}

/// Whether a line may be the name of an author.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    (1..=8).contains(&words.len())
        && line.chars().count() <= 70
        && !line.ends_with(['.', '!', '?', ':', '…'])
        && words.iter().all(|word| {
            word.starts_with(char::is_uppercase)
                || matches!(
                    *word,
                    "de" | "et"
                        | "and"
                        | "du"
                        | "des"
                        | "la"
                        | "le"
                        | "von"
                        | "van"
                        | "avec"
                        | "à"
                        | "y"
                )
        })
}
