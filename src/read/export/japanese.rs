//! The archives of the two large newspapers of Japan: Kikuzo (Asahi) and Yomidasu (Yomiuri).

use super::super::MetadataKey;
use super::Item;
use super::lines::{Line, paragraphs};

/// Kikuzo: a table with number, day, edition, section, page and length; headline; text.
pub(super) fn kikuzo(lines: &[Line]) -> Vec<Item> {
    let is_cell = |line: &Line| line.marks.contains(" topic-list ");
    let begins = |line: &Line| {
        is_cell(line) && line.text.len() >= 4 && line.text.bytes().all(|b| b.is_ascii_digit())
    };
    // A page is a number of three digits; the number of the article is followed by the day.
    let starts: Vec<usize> = (0..lines.len())
        .filter(|at| {
            begins(&lines[*at]) && lines.get(at + 1).is_some_and(|next| next.text.contains('年'))
        })
        .collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let mut items = Vec::new();
    for (from, to) in starts.iter().copied().zip(ends) {
        let mut item = Item::default();
        let mut text = Vec::new();
        item.push(MetadataKey::Source, "source", "朝日新聞");
        let cells = lines[from..to].iter().take_while(|line| is_cell(line)).count();
        for (at, cell) in lines[from..from + cells].iter().enumerate() {
            let words = cell.text.trim();
            // A cell may be empty, and is then no line.
            let (key, name) = match at {
                0 => (MetadataKey::Other, "number"),
                1 => (MetadataKey::Date, "発行日"),
                _ if words.ends_with("文字") => (MetadataKey::Other, "文字数"),
                2 if words.ends_with('刊') => (MetadataKey::Other, "朝夕刊"),
                _ if words.len() == 3 && words.bytes().all(|b| b.is_ascii_digit()) => {
                    (MetadataKey::Other, "ページ")
                }
                _ => (MetadataKey::Section, "面名"),
            };
            item.push(key, name, words);
        }
        let mut title: Vec<&str> = Vec::new();
        for line in &lines[from + cells..to] {
            // The text lies in the element of the headline's neighbour, with marks of both.
            if line.marks.contains(" detail001 ") || line.marks.contains(" font003 ") {
                text.push(line.clone());
            } else if line.marks.contains(" font002 ") {
                title.push(&line.text);
            }
        }
        item.push(MetadataKey::Title, "headline", &title.join(" "));
        push_text(&text, &mut item);
        items.push(item);
    }
    items
}

/// Yomidasu: a table with number, day, headline, edition, section, page and length; text.
pub(super) fn yomidasu(lines: &[Line]) -> Vec<Item> {
    let starts: Vec<usize> = (1..lines.len()).filter(|at| is_day(&lines[*at].text)).collect();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([lines.len()]);
    let mut items = Vec::new();
    for (from, to) in starts.iter().copied().zip(ends) {
        let part = &lines[from..to];
        let mut item = Item::default();
        item.push(MetadataKey::Source, "source", "読売新聞");
        item.push(MetadataKey::Date, "date", part[0].text.trim());
        let in_table = |line: &Line| line.marks.contains("contentstable");
        // Without the names of the elements, cells are what is short and no sentence.
        let marked = in_table(&part[0]);
        let is_cell = |line: &&Line| {
            if marked {
                in_table(line)
            } else {
                line.text.chars().count() <= 12 && !line.text.contains('。')
            }
        };
        let Some(title) = part.get(1) else { continue };
        item.push(MetadataKey::Title, "headline", &title.text);
        let cells = part[2..].iter().take_while(is_cell).count();
        for (at, cell) in part[2..2 + cells].iter().enumerate() {
            match at {
                0 => item.push(MetadataKey::Other, "edition", &cell.text),
                1 if !cell.text.ends_with(['頁', '字', '段']) => {
                    item.push(MetadataKey::Section, "section", &cell.text);
                }
                _ => item.push(MetadataKey::Other, "cell", &cell.text),
            }
        }
        let text: Vec<Line> = part[2 + cells..]
            .iter()
            .filter(|line| {
                !["selectsearchtable", "footer", "newspaperarea", "heiseioperation", "backlist"]
                    .iter()
                    .any(|mark| line.marks.contains(mark))
            })
            .cloned()
            .collect();
        push_text(&text, &mut item);
        items.push(item);
    }
    items
}

/// Adds the text.
fn push_text(lines: &[Line], item: &mut Item) {
    for line in paragraphs(lines, |_| false) {
        item.push_paragraph(&line.text);
    }
}

/// `2018.01.07`
fn is_day(text: &str) -> bool {
    let text = text.trim();
    text.len() == 10
        && text.split('.').count() == 3
        && text.replace('.', "-").parse::<jiff::civil::Date>().is_ok()
}
