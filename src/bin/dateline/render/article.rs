//! A whole article, with or without its evidence.

use std::io::Write;
use std::path::Path;

use dateline::article::{Article, Evidence, Published};
use dateline::dating::Dated;

use crate::terminal::{Look, Style};
use crate::wrap::wrap;

/// Characters of the body, and pieces of evidence, shown unless all is asked for.
const BODY_CHARACTERS: usize = 600;
const EVIDENCE: usize = 3;

/// A date with its time, and the kind of its evidence.
fn stated(date: &Published) -> String {
    let mut text = date.to_string();
    if let Some(time) = date.time {
        text.push_str(&format!(" {time}"));
    }
    match date.offset_minutes {
        Some(minutes) => text.push_str(&format!(" {:+03}:{:02}", minutes / 60, minutes.abs() % 60)),
        None if date.time.is_some() => text.push_str(" (no offset)"),
        None => {}
    }
    if let Some(other) = date.alternative {
        text.push_str(&format!(" or {other}"));
    }
    format!("{text}  from the {}", date.source.as_str())
}

/// Writes the date of an article alone, as a line.
pub(crate) fn dated(dated: &Dated, look: Look, out: &mut dyn Write) -> std::io::Result<()> {
    let record = if dated.record > 1 { format!(" #{}", dated.record) } else { String::new() };
    let path = look.paint(Style::Strong, &format!("{}{record}", dated.path));
    let text = dated.date.as_ref().map_or_else(|| "none".to_owned(), stated);
    writeln!(out, "{path}  {}", look.clean(&text))
}

/// Writes what was read from a file and on what it rests.
pub(crate) fn inspected(
    article: &Article,
    full: bool,
    look: Look,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let most = if full { usize::MAX } else { EVIDENCE };
    let record = if article.record > 1 { format!(" #{}", article.record) } else { String::new() };
    writeln!(out, "{}", look.paint(Style::Strong, &format!("{}{record}", article.path)))?;
    let mut line = |label: &str, value: &str| writeln!(out, "  {label:<9} {}", look.clean(value));
    line("format", &format!("{}, {}", article.format, article.encoding))?;
    line("title", article.title.as_deref().unwrap_or("none"))?;
    for (label, value) in [
        ("section", &article.section),
        ("source", &article.source),
        ("lang", &article.lang),
        ("url", &article.url),
        ("dateline", &article.dateline),
    ] {
        if let Some(value) = value {
            line(label, value)?;
        }
    }
    if !article.by.is_empty() {
        line("by", &article.by.join(", "))?;
    }
    line("words", &article.words.to_string())?;
    match &article.date {
        None => line("date", "none")?,
        Some(date) => {
            line("date", &stated(date))?;
            evidence(std::slice::from_ref(&date.evidence), most, look, out)?;
        }
    }
    for region in &article.regions {
        let role = format!("{:?}", region.role).to_lowercase();
        let text = format!("{}  {:.0} %, {role}", region.path.join(" > "), region.weight * 100.0);
        writeln!(out, "  region    {}", look.clean(&text))?;
        evidence(&region.evidence, most, look, out)?;
    }
    for person in &article.people {
        let text =
            format!("{}  {} mentions: {}", person.name, person.mentions, person.forms.join(", "));
        writeln!(out, "  person    {}", look.clean(&text))?;
        evidence(&person.evidence, most, look, out)?;
    }
    for caption in &article.captions {
        writeln!(out, "  caption   {}", look.clean(caption))?;
    }
    for note in &article.notes {
        writeln!(out, "  note      {}", look.clean(note))?;
    }
    let body: String = if full {
        article.body.clone()
    } else {
        article.body.chars().take(BODY_CHARACTERS).collect()
    };
    let more = if body.len() < article.body.len() { "…" } else { "" };
    writeln!(out)?;
    paragraphs(&format!("{body}{more}"), look, out)?;
    writeln!(out)
}

fn evidence(all: &[Evidence], most: usize, look: Look, out: &mut dyn Write) -> std::io::Result<()> {
    for evidence in all.iter().take(most) {
        let part = format!("{:?}", evidence.part).to_lowercase();
        let text = format!(
            "“{}”  {part} {}..{}, {}",
            evidence.text, evidence.start, evidence.end, evidence.rule
        );
        writeln!(out, "            {}", look.paint(Style::Faint, &text))?;
    }
    Ok(())
}

/// Writes an article for reading.
pub(crate) fn whole(
    article: &Article,
    file: &Path,
    look: Look,
    out: &mut dyn Write,
) -> std::io::Result<()> {
    let title = article.title.as_deref().unwrap_or("(no headline)");
    writeln!(out, "{}", look.paint(Style::Strong, title))?;
    let date = article.date.as_ref().map_or_else(|| "no date".to_owned(), ToString::to_string);
    let mut facts = vec![date];
    facts.extend([&article.source, &article.section].into_iter().flatten().cloned());
    facts.extend(article.by.iter().cloned());
    facts.push(file.display().to_string());
    writeln!(out, "{}\n", look.paint(Style::Faint, &facts.join(" · ")))?;
    paragraphs(&article.body, look, out)?;
    for caption in &article.captions {
        writeln!(out, "\n[{}]", look.clean(caption))?;
    }
    Ok(())
}

fn paragraphs(text: &str, look: Look, out: &mut dyn Write) -> std::io::Result<()> {
    for (number, paragraph) in text.split("\n\n").enumerate() {
        if number > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", wrap(paragraph, &[], 0, look).trim_start())?;
    }
    Ok(())
}
