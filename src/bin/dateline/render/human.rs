//! Hits for reading.

use std::io::Write;

use dateline::search::{Explanation, Hit, Hits};

use crate::locate::Paths;
use crate::terminal::{Look, Style};
use crate::wrap::wrap;

/// Names of regions and people shown with a hit.
const MOST_NAMES: usize = 5;

/// Exact copies listed beneath a hit.
const MOST_COPIES: usize = 3;

/// Writes one hit.
pub(crate) fn hit(
    hit: &Hit,
    files: &Paths,
    look: Look,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let number = format!("{:>3}. ", hit.rank);
    let title = hit.title.as_deref().unwrap_or("(no headline)");
    let in_title = hit.snippets.iter().find(|snippet| snippet.field == "title");
    let marks = in_title.map_or(&[][..], |snippet| &snippet.highlights);
    let title = wrap(title, marks, 5, look);
    writeln!(out, "{number}{}", title.trim_start())?;
    let date = match (&hit.date, hit.date_source) {
        (Some(date), Some("file")) => format!("{date} (the file's date)"),
        (Some(date), _) => date.clone(),
        (None, _) => "no date".to_owned(),
    };
    let mut facts = vec![date];
    facts.extend([&hit.source, &hit.section].into_iter().flatten().cloned());
    if !hit.regions.is_empty() {
        facts.push(names(&hit.regions));
    }
    if !hit.people.is_empty() {
        facts.push(names(&hit.people));
    }
    writeln!(out, "     {}", look.paint(Style::Faint, &facts.join(" · ")))?;
    for snippet in hit.snippets.iter().filter(|snippet| snippet.field != "title") {
        let text = wrap(&snippet.text, &snippet.highlights, 5, look);
        // Text stands for itself; a value has to say what it is of.
        let label = match snippet.field {
            "body" | "caption" => String::new(),
            field => format!("{field}: "),
        };
        writeln!(out, "     {label}{}", text.trim_start())?;
    }
    let record = if hit.record > 1 { format!(" #{}", hit.record) } else { String::new() };
    let place = format!("{}{record}  {}", files.file(&hit.path).display(), hit.id);
    writeln!(out, "     {}", look.paint(Style::Faint, &place))?;
    for copy in hit.copies.iter().take(MOST_COPIES) {
        let record = if copy.record > 1 { format!(" #{}", copy.record) } else { String::new() };
        let date = copy.date.as_deref().unwrap_or("no date");
        let source = copy.source.as_ref().map_or_else(String::new, |name| format!(", {name}"));
        let file = files.file(&copy.path);
        let line = format!("the same: {}{record} ({date}{source})  {}", file.display(), copy.id);
        writeln!(out, "     {}", look.paint(Style::Faint, &line))?;
    }
    if let Some(more) = hit.copies.len().checked_sub(MOST_COPIES).filter(|more| *more > 0) {
        let line = format!("and {more} more copies (--copies all)");
        writeln!(out, "     {}", look.paint(Style::Faint, &line))?;
    }
    if let Some(explanation) = &hit.explanation {
        explain(hit, explanation, look, out)?;
    }
    writeln!(out)
}

/// Writes how the score of a hit came about.
fn explain(
    hit: &Hit,
    explanation: &Explanation,
    look: Look,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    writeln!(out, "     score {:.2}", hit.score)?;
    for part in &explanation.parts {
        let fields: Vec<String> = part
            .fields
            .iter()
            .map(|field| format!("{} {}×, counts {:.2}", field.field, field.places, field.weighed))
            .collect();
        let fields = if fields.is_empty() { "not there".to_owned() } else { fields.join(", ") };
        let name = look.clean(&part.part);
        writeln!(out, "       {:>6.2}  {name}  (rarity {:.2}; {fields})", part.score, part.rarity)?;
    }
    for (value, what) in [
        (explanation.lead, "in the lead"),
        (explanation.nearness, "near each other"),
        (explanation.coverage, "how many of the words are there"),
    ] {
        if value > 0.0 {
            writeln!(out, "       {value:>6.2}  {what}")?;
        }
    }
    if let Some(recency) = explanation.recency {
        writeln!(out, "       × {recency:.3}  for its age")?;
    }
    Ok(())
}

fn names(all: &[String]) -> String {
    let mut shown = all.iter().take(MOST_NAMES).map(String::as_str).collect::<Vec<_>>().join(", ");
    if all.len() > MOST_NAMES {
        shown.push_str(", …");
    }
    shown
}

/// Writes the counted values.
pub(crate) fn facets(answer: &Hits, look: Look, out: &mut dyn Write) -> std::io::Result<()> {
    for (field, counts) in &answer.facets {
        writeln!(out, "{}", look.paint(Style::Strong, field))?;
        for count in counts {
            writeln!(out, "  {:>6}  {}", count.count, look.clean(&count.value))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// Writes how many articles match.
pub(crate) fn summary(answer: &Hits, out: &mut dyn Write) -> std::io::Result<()> {
    let articles = if answer.total == 1 { "article" } else { "articles" };
    writeln!(out, "{} {articles} in {:.1} ms", answer.total, answer.took_us as f64 / 1000.0)
}
