//! LexisNexis: the older layout, with `1 of 500 DOCUMENTS` over each article, and that of Lexis
//! Advance and Nexis Uni, with `End of Document` under it.

use super::super::{Metadata, MetadataKey};
use super::lexis_words::{
    BODY_LINES, BYLINE_NOTES, END_LINES, FIELDS, Field, LABEL_WORDS, OF_WORDS, TAIL_LINES,
};
use super::lines::{Line, paragraphs};
use super::{Item, is_copyright, is_dated, is_dated_by_month};
use crate::text::fold;

/// Longest name of a field, in bytes.
const NAME_BYTES: usize = 30;

/// `1 of 500 DOCUMENTS`, `Dokument 1 von 500`, `Document 1 de 50`.
pub(super) fn is_count(line: &str) -> bool {
    if line.len() > 60 || !line.as_bytes().iter().any(u8::is_ascii_digit) {
        return false;
    }
    let folded = fold(line);
    let words: Vec<&str> = folded.split_whitespace().collect();
    let number = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit())
            && word.bytes().all(|b| b.is_ascii_digit() || b == b',' || b == b'.')
    };
    let counted =
        words.windows(3).any(|w| number(w[0]) && OF_WORDS.contains(&w[1]) && number(w[2]));
    counted
        && words.len() == 4
        && words.iter().any(|w| w.starts_with("document") || w.starts_with("dokument"))
}

/// `End of Document`.
pub(super) fn is_end(line: &str) -> bool {
    line.len() <= 40 && END_LINES.contains(&fold(line.trim()).as_ref())
}

/// `Body`.
pub(super) fn is_body(line: &str) -> bool {
    let line = line.trim().trim_end_matches(':').trim_end();
    line.len() <= 24 && BODY_LINES.contains(&fold(line).as_ref())
}

/// A field of the older layout, whose names are in capitals.
pub(super) fn is_older_field(line: &str) -> bool {
    older_field(line).is_some()
}

/// `Length: 300 words`.
pub(super) fn is_length(line: &str) -> bool {
    matches!(field(line), Some((Field::Length, _, value))
        if value.starts_with(|c: char| c.is_ascii_digit()) && value.len() < 24)
}

/// `Load-Date: March 3, 2011`.
pub(super) fn is_load_date(line: &str) -> bool {
    matches!(field(line), Some((Field::Loaded, _, value)) if is_dated(value))
}

/// The kind, name and value of a line that is a field.
fn field(line: &str) -> Option<(Field, &str, &str)> {
    let (name, value) = line.split_once(':').or_else(|| line.split_once('：'))?;
    let name = name.trim();
    if name.len() > NAME_BYTES || name.is_empty() {
        return None;
    }
    let folded = fold(name).replace(['-', '_', '\u{2011}'], " ");
    let (kind, _) = FIELDS.iter().find(|(_, names)| names.contains(&folded.as_str()))?;
    Some((*kind, name, value.trim()))
}

fn older_field(line: &str) -> Option<(Field, &str, &str)> {
    field(line).filter(|(_, name, _)| !name.chars().any(char::is_lowercase))
}

/// A field with a name in capitals that is not known.
fn unknown_field(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(": ")?;
    let plain = name.len() <= NAME_BYTES
        && name.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | '_'))
        && name.split_whitespace().count() <= 3;
    (plain && name.chars().any(char::is_uppercase)).then(|| (name.trim(), value.trim()))
}

pub(super) fn items(lines: &[Line]) -> Vec<Item> {
    let lines: Vec<Line> = lines.iter().filter(|line| !is_page_foot(&line.text)).cloned().collect();
    if lines.iter().any(|line| is_count(&line.text)) {
        // What stands before the first count is the cover.
        return lines
            .split(|line| is_count(&line.text))
            .skip(1)
            .filter(|part| !part.is_empty())
            .map(older)
            .collect();
    }
    let parts: Vec<&[Line]> = lines.split(|line| is_end(&line.text)).collect();
    let count = parts.len();
    parts
        .into_iter()
        .enumerate()
        // After the last end stands nothing of an article, unless the file is cut off.
        .filter(|(at, part)| *at + 1 < count || part.iter().any(|line| is_body(&line.text)))
        .filter(|(_, part)| !part.is_empty())
        .map(|(_, part)| newer(part))
        .collect()
}

/// `Page 3 of 12`, which word processors leave between the paragraphs.
fn is_page_foot(line: &str) -> bool {
    if line.len() > 30 {
        return false;
    }
    let folded = fold(line);
    let words: Vec<&str> = folded.split_whitespace().collect();
    matches!(words.as_slice(), ["page" | "seite" | "pagina", _, of, last]
        if OF_WORDS.contains(of) && last.bytes().all(|b| b.is_ascii_digit()))
}

fn push_field(item: &mut Item, kind: Field, name: &str, value: &str) {
    let key = match kind {
        Field::Head(key) | Field::Tail(key) => key,
        Field::Length | Field::Loaded => MetadataKey::Other,
    };
    match key {
        // `ROB LOWE (79%); MILEY CYRUS (56%)`: with how sure the service is.
        MetadataKey::Person | MetadataKey::Region | MetadataKey::Keyword => {
            for part in value.split(';') {
                let part = part.split(" (").next().unwrap_or_default().trim();
                if key == MetadataKey::Person {
                    item.push(key, name, &capitals_down(part));
                } else {
                    item.push(key, name, part);
                }
            }
        }
        // `By ANN LEE; Ann Lee reported from Rome.`: what follows the names is told apart.
        MetadataKey::Author => {
            let (names, notes) = parted_byline(value);
            item.push(key, name, &names);
            item.push(MetadataKey::Other, name, &notes);
        }
        _ => item.push(key, name, value),
    }
}

/// The names of a byline, and what is said of them after a semicolon.
fn parted_byline(value: &str) -> (String, String) {
    // An address stands behind a name, seldom for one.
    let words: Vec<&str> = value.split_whitespace().filter(|word| !word.contains('@')).collect();
    let named = words.join(" ");
    let value = if named.is_empty() { value } else { named.trim_end_matches([',', ' ', ';']) };
    let mut names: Vec<&str> = Vec::new();
    let mut notes: Vec<&str> = Vec::new();
    for part in value.split(';').map(str::trim).filter(|part| !part.is_empty()) {
        let folded = fold(part);
        let note = !names.is_empty()
            && folded
                .split(|c: char| !c.is_alphanumeric())
                .any(|word| BYLINE_NOTES.contains(&word));
        if note || !notes.is_empty() {
            notes.push(part);
        } else {
            names.push(part);
        }
    }
    (names.join("; "), notes.join("; "))
}

/// `ROB LOWE` as `Rob Lowe`.
fn capitals_down(name: &str) -> String {
    if name.chars().any(char::is_lowercase) {
        return name.to_owned();
    }
    let mut start = true;
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphabetic();
    }
    out
}

/// An article in the older layout: source, date, headline, fields, text, fields.
fn older(part: &[Line]) -> Item {
    let mut item = Item::default();
    let mut part = part.to_vec();
    // Source and date may stand in one block.
    let first_field = part.iter().position(|line| is_older_field(&line.text)).unwrap_or(0);
    if let Some(date) = part[..first_field].iter_mut().find(|line| is_dated(&line.text)) {
        date.begins = true;
    }
    let mut lines = paragraphs(&part, |text| is_older_field(text) || is_copyright(text));
    // The rights stand under the source or at the end.
    while lines.pop_if(|line| is_copyright(&line.text)).is_some() {}
    let first_lines = || lines.iter().take(6).map(|line| line.text.as_str());
    let dated = first_lines()
        .position(|text| is_dated(text) && field(text).is_none())
        // The first line is the source, whatever it looks like.
        .or_else(|| first_lines().skip(1).position(is_dated_by_month).map(|at| at + 1));
    let head = lines.get(..dated.unwrap_or(0)).unwrap_or_default();
    let mut head = head.iter().filter(|line| !is_copyright(&line.text));
    if let Some(source) = head.next() {
        item.push(MetadataKey::Source, "source", &source.text);
    }
    if let Some(date) = dated {
        item.push(MetadataKey::Date, "date", &lines[date].text);
    }
    let mut rest = lines.get(dated.map_or(0, |at| at + 1)..).unwrap_or_default();
    while let Some((first, after)) = rest.split_first()
        && is_copyright(&first.text)
    {
        rest = after;
    }
    let first_field = rest.iter().position(|line| is_older_field(&line.text)).unwrap_or(rest.len());
    let titled_by_field = rest.iter().any(|line| {
        matches!(older_field(&line.text), Some((Field::Head(MetadataKey::Title), _, _)))
    });
    let mut at = 0;
    if !titled_by_field {
        // `Late Edition - Final`, `Correction Appended`: none of it is the headline.
        while at + 1 < first_field && at < 2 && is_label(&rest[at].text) {
            item.push(MetadataKey::Other, "edition", &rest[at].text);
            at += 1;
        }
        if at < first_field {
            item.push(MetadataKey::Title, "headline", &rest[at].text);
            at += 1;
        }
    }
    // More than a few lines before the first field are the text.
    if first_field - at <= 2 {
        for line in &rest[at..first_field] {
            item.push(MetadataKey::Other, "label", &line.text);
        }
        at = first_field;
    }
    at += fields_of_head(&rest[at..], &mut item);
    let mut text = rest[at..].to_vec();
    if let Some(first) = text.first_mut() {
        first.text = without_body_mark(&first.text).to_owned();
    }
    text_and_tail(&text, &mut item);
    date_of_loading(&mut item);
    item
}

/// `BODY:` over the text is none of it.
fn without_body_mark(text: &str) -> &str {
    match text.split_once(':') {
        Some((name, rest)) if is_body(name) && !name.chars().any(char::is_lowercase) => rest.trim(),
        _ => text,
    }
}

/// Takes the fields over the text in the older layout. Returns how many lines they are.
fn fields_of_head(lines: &[Line], item: &mut Item) -> usize {
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        if let Some((kind, name, value)) = older_field(&line.text) {
            push_field(item, kind, name, value);
        } else if let Some((name, value)) = unknown_field(&line.text)
            && lines.get(at + 1).is_some_and(|next| is_older_field(&next.text))
        {
            item.push(MetadataKey::Other, name, value);
        } else {
            break;
        }
        at += 1;
    }
    at
}

/// Takes the text and the fields under it.
fn text_and_tail(lines: &[Line], item: &mut Item) {
    // What a line without a name belongs to, once the tail has begun.
    let mut tail: Option<MetadataKey> = None;
    for line in lines {
        let text = line.text.trim();
        match older_field(text) {
            Some((kind @ (Field::Tail(_) | Field::Loaded), name, value)) => {
                push_field(item, kind, name, value);
                tail = Some(match kind {
                    Field::Tail(key @ MetadataKey::Caption) => key,
                    _ => MetadataKey::Other,
                });
                continue;
            }
            Some((kind, name, value)) if tail.is_some() => {
                push_field(item, kind, name, value);
                continue;
            }
            _ => {}
        }
        match tail {
            None => item.push_paragraph(text),
            Some(_) if is_copyright(text) => {}
            Some(key) => item.push(key, "graphic", text),
        }
    }
    while item.paragraphs.pop_if(|last| is_copyright(last)).is_some() {}
}

fn is_label(line: &str) -> bool {
    let folded = fold(line);
    line.split_whitespace().count() <= 6
        && folded.split(|c: char| !c.is_alphanumeric()).any(|word| LABEL_WORDS.contains(&word))
}

/// An article in the newer layout: headline, source, date, fields, `Body`, text, fields.
fn newer(part: &[Line]) -> Item {
    let mut item = Item::default();
    let mut part = part.to_vec();
    // In a text, headline, source and date stand in one block.
    let end = part.iter().position(|line| is_body(&line.text)).unwrap_or(part.len());
    let end = part[..end].iter().position(|line| is_copyright(&line.text)).unwrap_or(end);
    let is_date = |line: &Line| is_dated(&line.text) && field(&line.text).is_none();
    if let Some(date) = part[..end].iter().rposition(is_date)
        && !part[date].begins
    {
        part[date].begins = true;
        part[date.saturating_sub(1)].begins = true;
    }
    let lines = paragraphs(&part, |text| {
        field(text).is_some() || is_copyright(text) || is_body(text) || is_tail_line(text)
    });
    let lines: Vec<Line> =
        lines.into_iter().filter(|l| l.text.chars().any(char::is_alphanumeric)).collect();
    let length = lines.iter().rposition(|line| is_length(&line.text));
    let body = lines
        .iter()
        .enumerate()
        .position(|(at, line)| length.is_none_or(|length| at > length) && is_body(&line.text))
        .or_else(|| lines.iter().position(|line| is_body(&line.text)));
    let head = &lines[..body.unwrap_or(lines.len())];
    // The rights stand under the date; what is dated below them is a field that goes on.
    let rights = head.iter().rposition(|line| is_copyright(&line.text)).unwrap_or(head.len());
    // The cover stands before the first article: the date nearest to the text is its own.
    let dated = head[..rights].iter().rposition(is_date);
    let by_month = |line: &Line| is_dated_by_month(&line.text);
    let dated = dated
        .or_else(|| head.iter().rposition(is_date))
        .or_else(|| head[..rights].iter().skip(1).rposition(by_month).map(|at| at + 1));
    let covered = head.iter().any(|line| is_cover(&line.text));
    if let Some(date) = dated {
        item.push(MetadataKey::Date, "date", &head[date].text);
        let over = &head[..date];
        let (titles, source) = match over.split_last() {
            Some((source, titles)) if !titles.is_empty() => (titles, Some(source)),
            _ => (over, None),
        };
        let heading = titles.iter().rposition(Line::is_heading);
        let titles = match heading {
            Some(heading) => &titles[heading..=heading],
            None if covered => &titles[titles.len().saturating_sub(1)..],
            None => &titles[titles.len().saturating_sub(3)..],
        };
        let mut title: Vec<&str> = titles.iter().map(|line| line.text.as_str()).collect();
        // The head of the page says it once more.
        title.dedup();
        item.push(MetadataKey::Title, "headline", &title.join(" "));
        if let Some(source) = source {
            item.push(MetadataKey::Source, "source", &source.text);
        }
    } else {
        let over = &head[..rights];
        let title = over.iter().rposition(Line::is_heading).unwrap_or(0);
        if let Some(line) = over.get(title).filter(|_| !covered || over[title].is_heading()) {
            item.push(MetadataKey::Title, "headline", &line.text);
        }
        if let Some(source) = over.get(title + 1).filter(|line| field(&line.text).is_none()) {
            item.push(MetadataKey::Source, "source", &source.text);
        }
    }
    let fields_end =
        if body.is_some() { head.len() } else { end_of_head(&lines, dated.unwrap_or(0)) };
    for line in head[..fields_end].get(dated.map_or(1, |at| at + 1)..).unwrap_or_default() {
        if let Some((kind, name, value)) = field(&line.text) {
            push_field(&mut item, kind, name, value);
        }
    }
    // Without a line that says so, the text begins after the last field over it.
    let from = body.map_or_else(|| end_of_head(&lines, dated.unwrap_or(0)), |body| body + 1);
    let text = &lines[from..];
    let tail = tail_of(text);
    for line in &text[..tail] {
        item.push_paragraph(&line.text);
    }
    let mut key = MetadataKey::Other;
    for line in &text[tail..] {
        if let Some(named) = tail_line(&line.text) {
            key = named;
        } else if let Some((kind, name, value)) = field(&line.text) {
            push_field(&mut item, kind, name, value);
            key = MetadataKey::Other;
        } else if !is_copyright(&line.text) {
            let name = if key == MetadataKey::Caption { "graphic" } else { "note" };
            item.push(key, name, &line.text);
        }
    }
    date_of_loading(&mut item);
    item
}

/// Where the fields over the text end that begin at `from`.
fn end_of_head(lines: &[Line], from: usize) -> usize {
    let is_head = |line: &Line| {
        is_copyright(&line.text)
            || matches!(field(&line.text), Some((Field::Head(_) | Field::Length, _, _)))
    };
    let near = &lines[from.min(lines.len())..lines.len().min(from + MOST_HEAD_LINES)];
    let last = near.iter().rposition(is_head).map_or(1, |last| last + 1);
    (from + last).min(lines.len())
}

/// Takes the day of loading, which is that of the article or one soon after, for the last change
/// of an article without a date.
fn date_of_loading(item: &mut Item) {
    if !item.has(MetadataKey::Date) {
        let loaded = |entry: &&mut Metadata| {
            let name = fold(&entry.name).replace('-', " ");
            FIELDS.iter().any(|(f, names)| *f == Field::Loaded && names.contains(&name.as_str()))
        };
        for entry in item.metadata.iter_mut().filter(loaded) {
            entry.key = MetadataKey::Modified;
        }
    }
}

/// Most lines between the date and the text.
const MOST_HEAD_LINES: usize = 12;

/// Most lines of a list of pictures.
const MOST_TAIL_LINES: usize = 40;

/// Most lines of a correction or a note; what is longer is a part of the text with that heading.
const MOST_NOTE_LINES: usize = 8;

/// Where the fields under the text begin: at the last line that parts them off, or at the first
/// field of the run that ends the article. A line of the text may have the same words.
fn tail_of(text: &[Line]) -> usize {
    let loaded = text.iter().rposition(|line| is_load_date(&line.text));
    let end = loaded.unwrap_or(text.len());
    let parted = text[..end].iter().rposition(|line| is_classification(&line.text));
    let mut tail = parted.unwrap_or(end);
    // Pictures, corrections and notes stand between the text and that.
    loop {
        let from = tail.saturating_sub(MOST_TAIL_LINES);
        let part = (from..tail).rev().find(|at| {
            let most = match tail_line(&text[*at].text) {
                Some(MetadataKey::Caption) => MOST_TAIL_LINES,
                Some(_) => MOST_NOTE_LINES,
                None => return false,
            };
            tail - at <= most
        });
        match part {
            Some(part) => tail = part,
            None => return tail,
        }
    }
}

fn is_classification(line: &str) -> bool {
    tail_line(line) == Some(MetadataKey::Other)
}

fn is_tail_line(line: &str) -> bool {
    tail_line(line).is_some()
}

fn tail_line(line: &str) -> Option<MetadataKey> {
    if line.len() > 24 {
        return None;
    }
    let folded = fold(line.trim());
    TAIL_LINES.iter().find(|(_, names)| names.contains(&folded.as_ref())).map(|(key, _)| *key)
}

/// Lines that only a cover has.
fn is_cover(line: &str) -> bool {
    let lower = line.get(..line.floor_char_boundary(24)).unwrap_or_default().to_lowercase();
    ["client/matter", "search terms", "search type", "job number", "narrowed by", "user name"]
        .iter()
        .any(|mark| lower.starts_with(mark))
}
