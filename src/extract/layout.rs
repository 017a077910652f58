//! Where the parts of a plain text are: headline, header lines, captions, dateline and body.
//!
//! The first lines are read one by one: those before the headline and those after it that are
//! section lines, dates, bylines or captions are taken out; the first line of prose ends the
//! header. A deck between headline and byline stays in the body. The rest is made into
//! paragraphs, of which captions are taken out and the first loses its dateline.

use jiff::civil::Date;

use super::caption::{self, Place};
use super::date_tokens::{Kind, tokens_of};
use super::dateline;
use super::dates_text::{DateContext, FoundDate, YearOrigin, find_date};
use super::header::{self, Certainty, HeaderLine};
use super::paragraphs::{self, Line, ends_sentence};
use crate::article::{Evidence, Part, Precision};
use crate::read::{Layout, MetadataKey, RawDocument};
use crate::text::fold;

/// Lines that are not blank and may belong to the header.
const HEADER_LINES: usize = 16;
/// Longest headline, in characters.
const LONGEST_TITLE: u32 = 200;
/// Longest headline that ends with a full stop: old papers set them so, sentences are longer.
const LONGEST_STOPPED_TITLE: u32 = 60;
/// Shortest deck of an article that declares its date, in characters.
const SHORTEST_DECK: u32 = 25;
/// Most lines that a headline is wrapped over.
const TITLE_LINES: usize = 3;
/// Paragraphs that may open with the dateline: a deck or a note can stand first.
const DATELINE_PARAGRAPHS: usize = 3;

/// A document taken apart.
#[derive(Debug, Default)]
pub(crate) struct Laid {
    /// The headline.
    pub title: Option<String>,
    /// Paragraphs parted by one blank line.
    pub body: String,
    /// Captions and credits.
    pub captions: Vec<String>,
    /// Names of the byline.
    pub by: Vec<String>,
    /// Agency or outlet of byline, section line or dateline.
    pub source: Option<String>,
    /// Section label.
    pub section: Option<String>,
    /// Section and labels of the section line.
    pub labels: Vec<Evidence>,
    /// The place of the dateline.
    pub dateline: Option<Evidence>,
    /// The dates of header lines and dateline.
    pub dates: Vec<LineDate>,
}

/// A date that the text states about itself.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LineDate {
    /// What was read.
    pub found: FoundDate,
    /// What it dates.
    pub role: LineDateRole,
    /// Where it stands.
    pub evidence: Evidence,
}

/// What a [`LineDate`] dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LineDateRole {
    /// The publication.
    Published,
    /// A later change.
    Updated,
    /// The filing of the story.
    Dateline,
}

/// Takes `raw` apart. `near` is a date known from elsewhere.
pub(crate) fn lay_out(raw: &RawDocument, near: Option<(Date, Precision)>) -> Laid {
    let mut page = Page::new(raw, near);
    page.read_header();
    page.read_body();
    page.read_declared();
    page.laid
}

struct Page<'r> {
    raw: &'r RawDocument,
    text: &'r str,
    lines: Vec<Line>,
    near: Option<(Date, Precision)>,
    laid: Laid,
}

impl<'r> Page<'r> {
    fn new(raw: &'r RawDocument, near: Option<(Date, Precision)>) -> Self {
        let text = raw.text.as_str();
        let title = raw.declared(MetadataKey::Title).map(|declared| clean_title(&declared.value));
        let laid = Laid { title: title.filter(|title| !title.is_empty()), ..Laid::default() };
        Page { raw, text, lines: paragraphs::lines_of(text), near, laid }
    }

    fn line(&self, at: usize) -> &'r str {
        self.lines[at].of(self.text)
    }

    /// Removes a line from the body.
    fn take(&mut self, at: usize) {
        self.lines[at].end = self.lines[at].start;
    }

    fn read_header(&mut self) {
        let filled: Vec<usize> = (0..self.lines.len())
            .filter(|&at| !self.lines[at].is_blank())
            .take(HEADER_LINES)
            .collect();
        let mut titled = self.laid.title.is_some() || self.raw.layout == Layout::Body;
        if !titled && paragraphs::is_double_spaced(self.text, &self.lines) {
            return;
        }
        let mut at = 0;
        while at < filled.len() {
            let index = filled[at];
            let words = self.line(index);
            at += 1;
            if is_rule(words) || (titled && self.repeats_title(words)) {
                self.take(index);
                continue;
            }
            let header = header::read(words, self.near);
            // A line that goes on in the next one is the beginning of a paragraph.
            let goes_on = filled.get(at).is_some_and(|next| {
                *next == index + 1
                    && header::read(self.line(*next), self.near).is_none()
                    && !self.is_header_caption(self.line(*next))
            });
            if titled {
                if let Some(header) =
                    header.filter(|header| !goes_on || header.certainty == Certainty::Strong)
                {
                    self.accept(index, &header);
                } else if !goes_on && self.is_header_caption(words) {
                    self.laid.captions.push(words.to_owned());
                    self.take(index);
                } else if !self.is_deck(&filled[at - 1..]) {
                    break;
                }
                continue;
            }
            if let Some(header) = header.filter(|header| self.leads_title(header, &filled[at..])) {
                self.accept(index, &header);
            } else if at < filled.len() && caption::is_certain_caption(words) {
                self.laid.captions.push(words.to_owned());
                self.take(index);
            } else if let Some(count) = self.title_at(&filled[at - 1..]) {
                let joined: Vec<&str> = (0..count).map(|n| self.line(index + n)).collect();
                self.laid.title = Some(clean_title(&joined.join(" ")));
                (0..count).for_each(|n| self.take(index + n));
                titled = true;
                at += count - 1;
            } else {
                break;
            }
        }
    }

    /// Takes over what a header line says.
    fn accept(&mut self, index: usize, header: &HeaderLine) {
        let words = self.line(index);
        let offset = self.lines[index].start;
        let evidence = |range: &std::ops::Range<usize>, rule: &str| {
            let (start, end) = (range.start + offset, range.end + offset);
            Evidence::at(Part::Header, self.text, start, end, rule)
        };
        if let Some(section) = &header.section {
            self.laid.labels.push(evidence(section, "section"));
            self.laid.section.get_or_insert_with(|| words[section.clone()].to_owned());
        }
        self.laid.labels.extend(header.labels.iter().map(|label| evidence(label, "section label")));
        if let Some(place) = &header.place {
            self.laid.dateline.get_or_insert(evidence(place, "place before the date"));
        }
        for (found, role) in &header.dates {
            let mut found = found.clone();
            found.start += offset;
            found.end += offset;
            let rule = match role {
                LineDateRole::Updated => "line that dates the last change",
                LineDateRole::Dateline => "dateline",
                LineDateRole::Published => "dated line above the text",
            };
            let evidence = Evidence::at(Part::Header, self.text, found.start, found.end, rule);
            self.laid.dates.push(LineDate { found, role: *role, evidence });
        }
        if let Some(byline) = &header.byline {
            for name in &byline.names {
                if !self.laid.by.contains(name) {
                    self.laid.by.push(name.clone());
                }
            }
            if self.laid.source.is_none() {
                self.laid.source.clone_from(&byline.source);
            }
        }
        self.take(index);
    }

    /// Whether a header line that stands before any headline is one: certain by itself, or
    /// followed by a headline.
    fn leads_title(&self, header: &HeaderLine, next: &[usize]) -> bool {
        if next.is_empty() {
            return false;
        }
        header.certainty == Certainty::Strong
            || header.place.is_some()
            || (header::read(self.line(next[0]), self.near).is_none()
                && self.title_at(next).is_some_and(|count| next.len() > count))
    }

    fn repeats_title(&self, words: &str) -> bool {
        let Some(title) = &self.laid.title else { return false };
        words.len() <= title.len() + 16 && fold(&clean_title(words)) == fold(title)
    }

    fn is_header_caption(&self, words: &str) -> bool {
        if caption::is_caption(words, Place::Header) {
            return true;
        }
        // `Chile: Miners leave the shaft`: the picture's label with the headline again.
        let Some(title) = &self.laid.title else { return false };
        let (words, title) = (fold(words), fold(title));
        let Some(at) = words.find(title.as_ref()) else { return false };
        let (label, rest) = (&words[..at], &words[at + title.len()..]);
        let labelled = label.ends_with(": ") && label.len() <= 60;
        (labelled && rest.len() <= 60)
            || (label.is_empty() && title.len() >= 16 && rest.len() <= 40)
    }

    /// Whether the first of these lines is a deck: prose of one paragraph before a byline or a
    /// date line.
    fn is_deck(&self, lines: &[usize]) -> bool {
        let [first, rest @ ..] = lines else { return false };
        let width = self.lines[*first].width;
        // Under a declared date, a short line before another date is a row of a table; without
        // one it may be the outlet's name.
        let dated = self.raw.all_declared(MetadataKey::Date).any(|declared| !declared.is_shown());
        if width > LONGEST_TITLE * 2 || (dated && width < SHORTEST_DECK) {
            return false;
        }
        for (count, next) in rest.iter().take(3).enumerate() {
            let words = self.line(*next);
            if self.lines[*next].width > LONGEST_TITLE {
                return false;
            }
            // `owned by Northwire Inc` may go over two lines.
            let close = count == 0 && !words.starts_with(char::is_lowercase);
            let alone = self.lines[next - 1].is_blank() || close;
            match header::read(words, self.near) {
                Some(header) if header.byline.is_some() || !header.dates.is_empty() => {
                    return alone;
                }
                _ => {}
            }
        }
        false
    }

    /// Number of lines of the headline that begins with the first of these lines.
    fn title_at(&self, lines: &[usize]) -> Option<usize> {
        let first = *lines.first()?;
        let line = self.lines[first];
        let words = self.line(first);
        let next = lines.get(1).copied();
        let follows = next.is_some_and(|next| next == first + 1);
        if let Some(next) = next.filter(|_| follows) {
            let underline = self.line(next);
            if underline.len() >= 3
                && (underline.bytes().all(|b| b == b'=') || underline.bytes().all(|b| b == b'-'))
                && line.width <= LONGEST_TITLE
            {
                return Some(1);
            }
        }
        if words.starts_with("# ") && line.width <= LONGEST_TITLE {
            return Some(1);
        }
        if !headline_like(words, line.width) {
            return None;
        }
        // The block of lines that this one opens, up to a blank or a header line.
        let mut block = 1;
        while block < lines.len() && lines[block] == first + block {
            let words = self.line(first + block);
            if header::read(words, self.near).is_some()
                || self.is_header_caption(words)
                || is_rule(words)
            {
                break;
            }
            block += 1;
        }
        if block == 1 {
            return (!words.ends_with(':') || line.width <= LONGEST_STOPPED_TITLE).then_some(1);
        }
        if words.ends_with([':', ',']) || (words.ends_with(';') && !ends_with_entity(words)) {
            return None;
        }
        let second = self.lines[first + 1];
        let second_words = self.line(first + 1);
        let last = self.line(first + block - 1);
        let widest = (0..block).map(|n| self.lines[first + n].width).max().unwrap_or(0);
        let more = lines.len() > block;
        if block <= TITLE_LINES
            && more
            && widest <= 100
            && !ends_sentence(last)
            && line.width >= 25
            && line.width * 10 >= second.width * 6
            && is_capitals(words) == is_capitals(second_words)
        {
            return Some(block);
        }
        let begins = second_words.starts_with(|c: char| !c.is_lowercase());
        let one_line_a_paragraph = second.width >= 140 && line.width * 3 <= second.width * 2;
        let capitals = is_capitals(words) && !is_capitals(second_words);
        let indented = second.indent >= line.indent + 2;
        let rest_widest = (1..block.min(5)).map(|n| self.lines[first + n].width).max().unwrap_or(0);
        let short = line.width * 10 <= rest_widest * 7;
        let stands_off =
            begins && (one_line_a_paragraph || short || indented || second.width > line.width * 2);
        if !(capitals || stands_off) {
            return None;
        }
        // A headline in capitals over several lines.
        let mut count = 1;
        while capitals_go_on(self, first, count, block) {
            count += 1;
        }
        Some(count)
    }

    fn read_body(&mut self) {
        let near = self
            .laid
            .dates
            .iter()
            .find(|dated| dated.role == LineDateRole::Published)
            .map(|dated| (dated.found.date, dated.found.precision))
            .or(self.near);
        let mut body = String::with_capacity(self.text.len());
        let mut seen = 0;
        let mut searching = true;
        for range in paragraphs::group(self.text, &self.lines) {
            let lines = &self.lines[range];
            let begin = body.len();
            if begin > 0 {
                body.push_str("\n\n");
            }
            let start = body.len();
            if searching && seen < DATELINE_PARAGRAPHS {
                let mut pieces = Vec::new();
                paragraphs::join(self.text, lines, &mut body, Some(&mut pieces));
                pieces.iter_mut().for_each(|(at, _)| *at -= start);
                let paragraph = body.split_off(start);
                let kept = if caption::is_caption(&paragraph, Place::Body) {
                    self.laid.captions.push(paragraph);
                    None
                } else {
                    let cut =
                        cut_opening(&mut self.laid, self.text, &paragraph, &pieces, near, seen);
                    searching = cut.is_none();
                    seen += 1;
                    Some(cut.unwrap_or(paragraph))
                };
                match kept.filter(|kept| !kept.trim().is_empty()) {
                    Some(kept) => body.push_str(&kept),
                    None => body.truncate(begin),
                }
                continue;
            }
            paragraphs::join(self.text, lines, &mut body, None);
            if caption::is_caption(&body[start..], Place::Body) {
                self.laid.captions.push(body[start..].to_owned());
                body.truncate(begin);
            }
        }
        self.laid.body = body;
    }

    /// Adds what only the metadata has: captions, dateline, the lead of an empty body.
    fn read_declared(&mut self) {
        for declared in self.raw.all_declared(MetadataKey::Caption) {
            let caption = declared.value.trim();
            if !self.laid.captions.iter().any(|known| known == caption) {
                self.laid.captions.push(caption.to_owned());
            }
        }
        if self.laid.body.is_empty()
            && let Some(lead) = self.raw.declared(MetadataKey::Lead)
        {
            self.laid.body = lead.value.trim().to_owned();
        }
        let Some(declared) = self.raw.declared(MetadataKey::Dateline) else { return };
        let value = declared.value.as_str();
        let Some(found) = dateline::read_declared(value, self.near) else { return };
        let rule = format!("declared as {}", declared.name);
        if let Some(place) = found.place {
            let evidence =
                Evidence::at(Part::Metadata, value, place.start, place.end, rule.clone());
            self.laid.dateline.get_or_insert(evidence);
        }
        if let Some(agency) = found.agency {
            self.laid.source.get_or_insert_with(|| value[agency].to_owned());
        }
        if let Some(found) = found.date {
            let evidence = Evidence::at(Part::Metadata, value, found.start, found.end, rule);
            self.laid.dates.push(LineDate { found, role: LineDateRole::Dateline, evidence });
        }
    }
}

/// Whether line `count` of a headline in capitals that begins at `first` belongs to it.
fn capitals_go_on(page: &Page<'_>, first: usize, count: usize, block: usize) -> bool {
    count < block.min(TITLE_LINES)
        && is_capitals(page.line(first))
        && is_capitals(page.line(first + count))
        && page.lines[first + count].width <= 100
        && dateline::read(page.line(first + count), page.near).is_none()
}

/// Takes the dateline, or the date that a line break was lost behind, off the beginning of a
/// paragraph; returns what is left.
fn cut_opening(
    laid: &mut Laid,
    text: &str,
    paragraph: &str,
    pieces: &[(usize, usize)],
    near: Option<(Date, Precision)>,
    number: usize,
) -> Option<String> {
    let raw_at = |at: usize| {
        let piece = pieces.partition_point(|&(begin, _)| begin <= at).checked_sub(1);
        piece.map_or(at, |piece| pieces[piece].1 + (at - pieces[piece].0))
    };
    let evidence = |start: usize, end: usize, rule: &str| Evidence {
        part: Part::Header,
        start: raw_at(start),
        end: raw_at(end.saturating_sub(1)) + 1,
        text: text
            .get(raw_at(start)..raw_at(end.saturating_sub(1)) + 1)
            .unwrap_or_default()
            .to_owned(),
        rule: rule.to_owned(),
    };
    if let Some(found) = dateline::read(paragraph, near) {
        let signed = found.agency.is_some() || found.date.is_some();
        if number == 0 || (signed && found.place.is_some()) {
            if let Some(place) = found.place {
                let mut place = evidence(place.start, place.end, "dateline");
                if place.text.contains('\n') {
                    place.text = place.text.split_whitespace().collect::<Vec<_>>().join(" ");
                }
                laid.dateline = Some(place);
            }
            if let (Some(agency), None) = (found.agency, &laid.source) {
                laid.source = Some(paragraph[agency].to_owned());
            }
            if let Some(mut date) = found.date {
                let evidence = evidence(date.start, date.end, "dateline");
                (date.start, date.end) = (evidence.start, evidence.end);
                laid.dates.push(LineDate { found: date, role: LineDateRole::Dateline, evidence });
            }
            return Some(format!("{}{}", &paragraph[..found.start], &paragraph[found.end..]));
        }
    }
    let (date, rest) = leading_date(paragraph, near).filter(|_| number == 0)?;
    let evidence = evidence(date.start, date.end, "dated line above the text");
    laid.dates.push(LineDate { found: date, role: LineDateRole::Published, evidence });
    Some(paragraph[rest..].to_owned())
}

/// `Thursday, May 7, 2015 The council …`: a date line whose line end was lost.
fn leading_date(paragraph: &str, near: Option<(Date, Precision)>) -> Option<(FoundDate, usize)> {
    let limit = paragraph.char_indices().map(|(at, _)| at).nth(60).unwrap_or(paragraph.len());
    let head = &paragraph[..limit];
    let tokens = tokens_of(head, 0);
    let first = tokens.first()?;
    if !matches!(first.kind, Kind::Weekday(_)) {
        return None;
    }
    let date = find_date(head, DateContext { near })?;
    let between = tokens.iter().filter(|token| token.start < date.start);
    let rest = paragraph[date.end..].trim_start();
    let begins = rest.starts_with(char::is_uppercase);
    let full = date.year == YearOrigin::Stated && date.precision == Precision::Day;
    (full && begins && between.count() <= 2).then(|| {
        let at = paragraph.len() - rest.len();
        (date, at)
    })
}

/// Removes markup around a headline and makes its white space single.
fn clean_title(title: &str) -> String {
    let bare = title.trim().trim_start_matches('#').trim();
    let bare = ["**", "__"].iter().fold(bare, |bare, mark| {
        bare.strip_prefix(mark).and_then(|bare| bare.strip_suffix(mark)).unwrap_or(bare)
    });
    bare.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A line of nothing but strokes.
fn is_rule(words: &str) -> bool {
    words.len() >= 3
        && words.chars().all(|c| matches!(c, '-' | '=' | '_' | '*' | '~' | '—' | '–' | '#' | ' '))
}

fn is_capitals(words: &str) -> bool {
    words.chars().any(char::is_uppercase) && !words.chars().any(char::is_lowercase)
}

/// Whether a line by itself can be a headline.
fn headline_like(words: &str, width: u32) -> bool {
    if width > LONGEST_TITLE || words.split_whitespace().nth(35).is_some() {
        return false;
    }
    if !words.chars().any(char::is_alphabetic) {
        return false;
    }
    if words.starts_with(['>', '•', '{', '[', '@'])
        || words.starts_with("- ")
        || words.contains("://")
        || (words.starts_with('<') && words.ends_with('>'))
    {
        return false;
    }
    let stopped = words.ends_with(['.', '。', '።', '।']) && !words.ends_with("..");
    if stopped
        && !ends_with_abbreviation(words)
        && width > LONGEST_STOPPED_TITLE
        && !is_capitals(words)
    {
        return false;
    }
    // Two sentences and a third begun are a paragraph.
    if words.matches(". ").count() >= 2 && stopped {
        return false;
    }
    dateline::read(words, None).is_none_or(|found| {
        found.place.is_none() || (found.agency.is_none() && found.date.is_none())
    })
}

/// `… &quot;`: a reference that nobody resolved.
fn ends_with_entity(words: &str) -> bool {
    let Some(body) = words.strip_suffix(';') else { return false };
    body.rfind('&').is_some_and(|at| {
        let name = &body[at + 1..];
        !name.is_empty()
            && name.len() <= 8
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
    })
}

/// `… in the U.S.`, `… of Acme Inc.`
fn ends_with_abbreviation(words: &str) -> bool {
    const SHORT: &[&str] = &[
        "inc.", "co.", "corp.", "ltd.", "jr.", "sr.", "bros.", "plc.", "st.", "no.", "a.m.",
        "p.m.", "dr.",
    ];
    let last = words.rsplit(' ').next().unwrap_or(words);
    last.strip_suffix('.').is_some_and(|last| last.contains('.'))
        || SHORT.contains(&last.to_lowercase().as_str())
}
