//! Text as agencies send it over a line: IPTC 7901, ANPA 1312, and stories between `ZCZC` and
//! `NNNN`.
//!
//! Control characters part a story: SOH opens its header, STX the text, ETX ends it, EOT ends the
//! message; after ETX stands when it was sent. In the text of ANPA `^` opens and `<` closes the
//! lines that are no prose: keyword, headline, notes, byline. Australian stories mark the lines
//! after `ZCZC` by their first character; the releases that agencies pass on open with two lines
//! of their own. Invariant: no control character gets into a document.
//!
//! *Incomplete support*: tables keep their marks, and the routing of the header is dropped.

use std::borrow::Cow;

use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink, unreadable,
};
use crate::error::Result;

/// Reads stories of agency wires.
pub(super) struct WireReader;

const SOH: char = '\u{1}';
const STX: char = '\u{2}';
const ETX: char = '\u{3}';
const EOT: char = '\u{4}';

/// Bytes of a file in which the text of its first story begins.
const HEADER_BYTES: usize = 1024;

/// Whether a file begins as a wire does; such a file holds control characters.
pub(super) fn is_wire(head: &[u8]) -> bool {
    let filler = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0x16 | 0x7f | 0xff);
    let start = head.iter().position(|byte| !filler(byte)).unwrap_or(head.len());
    let start = head.get(start..).unwrap_or_default();
    let near = start.get(..HEADER_BYTES).unwrap_or(start);
    match near.first() {
        // The header of a racing service has its fields parted by US, and no STX.
        Some(1) => near.iter().any(|byte| matches!(byte, 2 | 0x1f)),
        Some(b'Z') => near.starts_with(b"ZCZC") && near.get(4).is_some_and(u8::is_ascii_whitespace),
        _ => is_release(near) || is_bare_header(near),
    }
}

/// Whether the first line is a header of IPTC 7901 whose control characters somebody took out:
/// `abc0123 4 pol 250 …`, which is source and number, priority, category and number of words.
fn is_bare_header(head: &[u8]) -> bool {
    let line = head.split(|byte| *byte == b'\n').next().unwrap_or_default().trim_ascii();
    let mut fields = line.split(|byte| *byte == b' ').filter(|field| !field.is_empty());
    let digits = |field: &[u8]| field.iter().all(u8::is_ascii_digit);
    let named = fields.next().is_some_and(|field| {
        let letters = field.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let number = field.get(letters..).unwrap_or_default();
        (1..=5).contains(&letters) && (3..=4).contains(&number.len()) && digits(number)
    });
    named
        && fields.next().is_some_and(|field| field.len() == 1 && digits(field))
        && fields.next().is_some_and(|f| f.len() <= 3 && f.iter().all(u8::is_ascii_lowercase))
        && fields.next().is_some_and(|field| field.len() <= 4 && digits(field))
}

/// Whether a text opens as the releases that agencies pass on: a line that names the sender, and
/// a line `MEDIA RELEASE` with a number.
fn is_release(head: &[u8]) -> bool {
    let lines = head.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii);
    let mut lines = lines.filter(|line| !line.is_empty());
    let first = lines.next().is_some_and(|line| line.starts_with(b"Source:"));
    first && lines.next().is_some_and(|line| line.starts_with(b"MEDIA RELEASE"))
}

impl Reader for WireReader {
    fn format(&self) -> &'static str {
        "wire"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        is_wire(probe.head).then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let empty = input.document(self.format());
        let decoded = input.decode_whole()?;
        // Carriage returns alone end lines here.
        let text = decoded.text.replace('\r', "\n");
        for story in stories(&text) {
            let mut story = read_story(story);
            if story.text.trim().is_empty() && story.value(MetadataKey::Title).is_none() {
                continue;
            }
            let titled = story.value(MetadataKey::Title).is_some();
            let notes = decoded.notes.iter().cloned().chain(std::mem::take(&mut story.notes));
            let document = RawDocument {
                encoding: decoded.encoding,
                notes: notes.collect(),
                metadata: story.metadata,
                text: story.text,
                layout: if titled { Layout::Body } else { Layout::Plain },
                ..empty.clone()
            };
            if sink.put(document).is_break() {
                return Ok(());
            }
        }
        if sink.records() == 0 { Err(unreadable("is a wire without a story")) } else { Ok(()) }
    }
}

/// The stories of a file: each begins with SOH, or with a line `ZCZC`.
fn stories(text: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = text.match_indices(SOH).map(|(at, _)| at).collect();
    if starts.is_empty() {
        starts = text
            .match_indices("ZCZC")
            .map(|(at, _)| at)
            .filter(|at| {
                text[..*at].trim_end_matches([' ', '\t']).chars().last().is_none_or(|c| c == '\n')
            })
            .collect();
    }
    if starts.is_empty() {
        starts.push(0);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    starts.iter().zip(ends).map(|(start, end)| &text[*start..end]).collect()
}

/// What a story holds.
#[derive(Debug, Default)]
struct Story {
    metadata: Vec<Metadata>,
    notes: Vec<String>,
    text: String,
}

impl Story {
    fn push(&mut self, key: MetadataKey, name: &'static str, value: &str) {
        let value = clean(value).split_whitespace().collect::<Vec<_>>().join(" ");
        if !value.is_empty() {
            self.metadata.push(Metadata { key, name: Cow::Borrowed(name), value });
        }
    }

    fn value(&self, key: MetadataKey) -> Option<&str> {
        self.metadata.iter().find(|entry| entry.key == key).map(|entry| entry.value.as_str())
    }
}

/// A text without control characters; fields that US parted have a space between them.
fn clean(text: &str) -> String {
    let text = text.replace('\u{1f}', " ");
    text.replace(|c: char| c.is_control() && !matches!(c, '\n' | '\t'), "")
}

fn read_story(story: &str) -> Story {
    let mut read = Story::default();
    if let Some((header, rest)) = story.split_once(STX) {
        let (text, trailer) = match rest.split_once([ETX, EOT]) {
            Some((text, trailer)) => (text, trailer),
            None => (rest, ""),
        };
        for slug in header.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()) {
            read.push(MetadataKey::Other, "header", slug);
        }
        read_lines(text, &mut read);
        let sent = text.lines().rev().take(6).chain(trailer.lines()).find_map(sent);
        let sent = sent.or_else(|| trailer.lines().find_map(self::sent));
        if let Some(date) = sent {
            read.push(MetadataKey::Date, "sent", &date);
        }
    } else if let Some(rest) = story.strip_prefix(SOH) {
        let (header, text) = rest.split_once('\n').unwrap_or((rest, ""));
        read.push(MetadataKey::Title, "header", header);
        read.text = clean(text.split([ETX, EOT]).next().unwrap_or_default()).trim().to_owned();
    } else if is_bare_header(story.trim_start().as_bytes()) {
        let text = story.trim_start().split_once('\n').map_or("", |(_, text)| text);
        read_lines(text, &mut read);
        if let Some(date) = text.lines().rev().take(6).find_map(sent) {
            read.push(MetadataKey::Date, "sent", &date);
        }
    } else if is_release(story.trim_start().as_bytes()) {
        read_release(story, &mut read);
    } else {
        read_marked(story, &mut read);
    }
    read
}

/// A release: its sender, its number, its headline, each on a line.
fn read_release(text: &str, story: &mut Story) {
    let mut rest = text;
    let mut next = || {
        let start = rest.trim_start();
        let (line, after) = start.split_once('\n').unwrap_or((start, ""));
        rest = after;
        line.to_owned()
    };
    let (sender, number, headline) = (next(), next(), next());
    story.push(MetadataKey::Source, "Source", sender.split_once(':').map_or("", |(_, name)| name));
    story.push(MetadataKey::Id, "MEDIA RELEASE", &number);
    story.push(MetadataKey::Title, "headline", &headline);
    story.text = clean(rest).trim().to_owned();
}

/// Begins the lines of ANPA's text that are no prose.
const MARK: char = '^';

/// Openings of lines that are for desks.
const DESK_LINES: &[&str] = &[
    "eds:",
    "eds.",
    "editors:",
    "editor's note",
    "editors' note",
    "ap photo",
    "ap video",
    "with ap",
    "attention",
    "note:",
    "recasts",
    "updates",
    "adds",
    "corrects",
    "(adds",
    "(updates",
    "(recasts",
    "(corrects",
    "graphic:",
    "photo",
    "video",
];

/// The text between STX and ETX.
fn read_lines(text: &str, story: &mut Story) {
    let lines: Vec<&str> = text.lines().collect();
    let marked = lines.iter().take(8).any(|line| line.starts_with(MARK));
    let mut at = 0;
    let mut slug: Option<String> = None;
    let mut headline = String::new();
    while let Some(line) = lines.get(at) {
        let bare = clean(line);
        let opened = bare.starts_with(MARK);
        if bare.trim().is_empty() {
            at += 1;
            // A blank line after the headline opens the text.
            if !marked && !headline.is_empty() {
                break;
            }
            continue;
        }
        if (marked && !opened && at > 0) || (!marked && bare.starts_with(['\t', ' '])) {
            break;
        }
        let (words, closed) = header_words(&bare);
        let folded = words.to_lowercase();
        if slug.is_none() && headline.is_empty() && is_slug(words) {
            slug = Some(words.to_owned());
        } else if let Some(names) = strip_by(words) {
            story.push(MetadataKey::Author, "byline", names);
        } else if DESK_LINES.iter().any(|opening| folded.starts_with(opening)) {
            story.notes.push(format!("editor's note: {words}"));
        } else if closed == Some('=') && !headline.is_empty() && marked {
            story.push(MetadataKey::Source, "byline", words);
        } else if headline.is_empty() || (!marked && !headline.ends_with('=')) {
            if !headline.is_empty() {
                headline.push(' ');
            }
            headline.push_str(words);
            if matches!(closed, Some('=' | '+')) && !marked {
                at += 1;
                break;
            }
        } else {
            story.push(MetadataKey::Lead, "subheadline", words);
        }
        at += 1;
    }
    if headline.is_empty()
        && let Some(slug) = &slug
    {
        headline = title_of(slug);
    }
    story.push(MetadataKey::Title, "headline", &headline);
    story.push(MetadataKey::Keyword, "slug", &slug.unwrap_or_default());
    let mut body = String::with_capacity(text.len());
    for line in lines.get(at..).unwrap_or_default() {
        let line = clean(line);
        let line = line.trim_end();
        if is_desk_end(line) {
            break;
        }
        if sent(line).is_some() {
            continue;
        }
        let closed = line.ends_with('<');
        let line = line.strip_suffix('<').unwrap_or(line);
        let line = line.strip_prefix(MARK).unwrap_or(line);
        if line.trim().eq_ignore_ascii_case("end") || line.starts_with("==") {
            continue;
        }
        // A paragraph begins with an indent.
        let indented = line.starts_with('\t') || line.starts_with("   ");
        if (indented || closed) && !body.ends_with("\n\n") && !body.is_empty() {
            body.push('\n');
        }
        body.push_str(line.trim_start());
        body.push('\n');
    }
    story.text = body.trim().to_owned();
}

/// A line of the header without its marks, and the mark that closed it.
fn header_words(line: &str) -> (&str, Option<char>) {
    let line = line.trim().trim_start_matches(MARK).trim();
    let closed = line.chars().last().filter(|c| matches!(c, '<' | '=' | '+'));
    (line.trim_end_matches(['<', '=', '+', ' ']), closed)
}

/// Whether a line is a keyword line: `BC-US--Giant Lobster Death, 1st Ld-Writethru,127`.
fn is_slug(words: &str) -> bool {
    let coded = ["BC-", "AM-", "PM-", "AP-", "US-"].iter().any(|code| words.starts_with(code));
    coded || words.contains("--") || (words.contains('-') && !words.contains(' '))
}

/// A title made of a keyword line: without its codes, its version and its number of words.
fn title_of(slug: &str) -> String {
    let words = slug.split(',').next().unwrap_or(slug);
    let words = words.rsplit("--").next().unwrap_or(words);
    let code = words
        .split_once('-')
        .filter(|(code, _)| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase()));
    code.map_or(words, |(_, rest)| rest).trim().to_owned()
}

fn strip_by(words: &str) -> Option<&str> {
    let head = words.get(..3)?;
    head.eq_ignore_ascii_case("by ").then(|| words[3..].trim())
}

/// Whether the lines from here on are for desks alone.
fn is_desk_end(line: &str) -> bool {
    let folded = line.trim().to_lowercase();
    folded.ends_with("is not for publication")
        || folded.ends_with("not intended for publication")
        || (folded.starts_with('#') && folded.ends_with("notebook"))
        || folded == "nnnn"
}

/// When a story was sent, as ISO 8601: `AP-WF-11-13-13 0745GMT`, `131137 GMT Nov 13`,
/// `KWS-21:37-09-12-18`.
fn sent(line: &str) -> Option<String> {
    let line = clean(line);
    let line = line.trim().trim_matches([MARK, '<', ' ']);
    let parts: Vec<&str> = line.split([' ', '-', ':']).filter(|part| !part.is_empty()).collect();
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    let number = |part: &str| part.parse::<i16>().ok();
    let year = |short: i16| if short < 50 { 2000 + short } else { 1900 + short };
    let iso = |year: i16, month: i16, day: i16, hour: i16, minute: i16| {
        let date = jiff::civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            .ok()?;
        (hour < 24 && minute < 60).then(|| format!("{date}T{hour:02}:{minute:02}:00Z"))
    };
    // Three numbers, then the time with its zone; the month comes first in America.
    if line.starts_with("AP-")
        && let Some(at) = parts.windows(3).position(|three| three.iter().all(|part| digits(part)))
    {
        let time = parts.get(at + 3)?;
        let clock = time.get(..4).filter(|clock| clock.bytes().all(|b| b.is_ascii_digit()))?;
        let (hour, minute) = (number(&clock[..2])?, number(&clock[2..])?);
        return iso(
            year(number(parts[at + 2])?),
            number(parts[at])?,
            number(parts[at + 1])?,
            hour,
            minute,
        );
    }
    // A service, time, day, month and year.
    if let [service, hour, minute, day, month, short] = parts.as_slice()
        && service.bytes().all(|byte| byte.is_ascii_uppercase())
        && [hour, minute, day, month, short].iter().all(|part| digits(part))
    {
        return iso(
            year(number(short)?),
            number(month)?,
            number(day)?,
            number(hour)?,
            number(minute)?,
        );
    }
    // Day and time, zone, month and year, after the name of the agency.
    let stamped = |part: &&str| part.len() == 6 && part.bytes().all(|byte| byte.is_ascii_digit());
    let at = parts.iter().take(2).position(stamped)?;
    let [stamp, zone, month, short, ..] = parts.get(at..)? else { return None };
    if !matches!(*zone, "GMT" | "UTC" | "gmt" | "utc") {
        return None;
    }
    const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";
    let name = month.get(..3)?.to_lowercase();
    let month = i16::try_from(MONTHS.find(&name)? / 3 + 1).ok()?;
    let given = number(short)?;
    let year = if given > 1000 { given } else { year(given) };
    iso(year, month, number(&stamp[..2])?, number(&stamp[2..4])?, number(&stamp[4..])?)
}

/// Most lines after `ZCZC` that say what the story is.
const MARKED_LINES: usize = 16;

/// A story between `ZCZC` and `NNNN`, the lines before its text marked by their first character.
fn read_marked(text: &str, story: &mut Story) {
    let mut lines = text.lines().map(clean).skip(1).peekable();
    let mut titles: Vec<String> = Vec::new();
    for _ in 0..MARKED_LINES {
        let Some(line) = lines.peek() else { break };
        let trimmed = line.trim();
        let mut characters = trimmed.chars();
        let first = characters.next();
        let rest = characters.as_str().trim();
        match first {
            None => {}
            // Headline, or the code of a desk.
            Some('$') if rest.len() > 3 => titles.insert(0, rest.to_owned()),
            Some(':') if rest.starts_with('(') && rest.ends_with(')') => {
                let place = rest.trim_matches(['(', ')']);
                story.push(MetadataKey::Dateline, "place", place);
                story.push(MetadataKey::Location, "place", place);
            }
            Some(':') => titles.extend((!rest.is_empty()).then(|| unlabelled(rest))),
            Some('#') => story.push(MetadataKey::Keyword, "slug", rest),
            Some('@') => story.push(MetadataKey::Location, "region", rest),
            Some('%' | '&' | '*' | '$') => {}
            _ if is_routing(trimmed) => {}
            _ => break,
        }
        lines.next();
    }
    // A label stands before a colon: `RACING : Flat Park FIELDS Thursday`.
    if titles.is_empty()
        && let Some(line) = lines.next_if(|line| line.trim().len() <= 120)
    {
        titles.push(unlabelled(line.trim()));
    }
    if let Some(title) = titles.first() {
        story.push(MetadataKey::Title, "headline", title);
    }
    let mut body = String::with_capacity(text.len());
    for line in lines {
        if is_desk_end(&line) {
            break;
        }
        if line.starts_with("   ") && !body.ends_with("\n\n") && !body.is_empty() {
            body.push('\n');
        }
        body.push_str(line.trim());
        body.push('\n');
    }
    story.text = body.trim().to_owned();
}

/// A headline without the label before its colon.
fn unlabelled(line: &str) -> String {
    let bare = line.split_once(" :").map_or(line, |(label, rest)| {
        let capitals = label.len() <= 12 && label.bytes().all(|byte| byte.is_ascii_uppercase());
        if capitals { rest.trim() } else { line }
    });
    bare.to_owned()
}

/// Whether a line says where a story goes, or is its number: `YY RFG INTERNET (3RR)`, `ABC123`.
fn is_routing(line: &str) -> bool {
    let bytes = line.as_bytes();
    let coded = |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    if bytes.iter().all(coded) && bytes.iter().any(u8::is_ascii_digit) {
        return true;
    }
    bytes.len() > 3
        && bytes[..2].iter().all(u8::is_ascii_uppercase)
        && bytes[2] == b' '
        && bytes[3..].iter().take(2).all(u8::is_ascii_uppercase)
        && line.len() < 60
}

#[cfg(test)]
mod tests {
    use super::super::tests::read_bytes;
    use super::*;

    #[test]
    fn stories_of_every_wire_are_read() {
        for (wire, title, date, author, text) in [
            (
                "\u{16}\u{16}\u{1}W1\u{1f}quay\nr a\u{13}\u{11} BC-NO--Ferry-Sails  03-04 0100\n\u{2}^BC-NO--Ferry \
                 Sails, 1st Ld,90<\n^Ferry sails at last<\n^Eds: Adds crew.<\n^By ANN BELL=\n^Associated Press=\n\
                 \t   OSLO, Norway (AP) _ It left.\n \n\t   It came.\n\n\t   \u{3}AP-WF-03-04-19 1626GMT<\n\u{c}\n\u{4}",
                "Ferry sails at last",
                Some("2019-03-04T16:26:00Z"),
                Some("ANN BELL"),
                "OSLO, Norway (AP) _ It left.\n\nIt came.",
            ),
            (
                "\u{1}abc012 4 i 80 dpa 061\n\nNorway-ferry/\n\u{2}Ferry sails: crew of nine\non board =\n\n   Oslo \
                 (dpa) - It left\nthe quay.\n\n   It came.\n\n# dpa NOTEBOOK\nTel: 1\n\u{3}041626 GMT Mar 19\n\u{7f}",
                "Ferry sails: crew of nine on board",
                Some("2019-03-04T16:26:00Z"),
                None,
                "Oslo (dpa) - It left\nthe quay.\n\nIt came.",
            ),
            (
                "\u{1}a01KYODO\u{1f}x\n\u{2}BC-Ferry-Sails\nFerry sails for Japan+\n     OSAKA, March 4 Kyodo - It \
                 left.\n     It came.\n==Kyodo\n\u{3}KWS-21:37-04-03-19\u{4}",
                "Ferry sails for Japan",
                Some("2019-03-04T21:37:00Z"),
                None,
                "OSAKA, March 4 Kyodo - It left.\n\nIt came.",
            ),
            (
                "ZCZC ABC\n%A\n#Ferry_1\n$Ferry sails at last\n:(DARWIN)\n&X\\annb\n*07000000\n@NT\nIt left.\n\n   It \
                 came.\nNNNN",
                "Ferry sails at last",
                None,
                None,
                "It left.\n\nIt came.",
            ),
            (
                "\u{1}NEWS: QUAY\u{1f}6\u{1f}NT\n\nIt left.\u{7f}",
                "NEWS: QUAY 6 NT",
                None,
                None,
                "It left.",
            ),
        ] {
            let documents = read_bytes("story.tst", wire.as_bytes());
            let value = |key| documents[0].declared(key).map(|entry| entry.value.as_str());
            assert_eq!(value(MetadataKey::Title), Some(title), "{wire}");
            assert_eq!(value(MetadataKey::Date), date, "{wire}");
            assert_eq!(value(MetadataKey::Author), author, "{wire}");
            assert_eq!(documents[0].text, text, "{wire}");
        }
    }

    #[test]
    fn a_file_of_several_stories_gives_each() {
        let one =
            "\u{16}\u{1}A1\u{1f}x\nr\n\u{2}^BC-Ferry,9<\n^Ferry sails<\n\tIt left.\n\u{3}\u{4}";
        let documents = read_bytes("a.tst", one.repeat(3).as_bytes());
        assert_eq!(documents.len(), 3);
    }
}
