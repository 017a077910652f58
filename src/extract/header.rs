//! Lines that stand around a headline: section lines such as
//! `World » RUSSIA | August 16, 2024, Friday // 10:12`, date lines, bylines and mixtures of them.

use std::ops::Range;

use jiff::civil::Date;

use super::agency::is_agency;
use super::byline::{self, Byline};
use super::calendar_words::{DateWord, date_word};
use super::clock::{FoundClock, find_time};
use super::date_tokens::{Kind, tokens_of};
use super::dateline::is_place;
use super::dates_text::{DateContext, FoundDate, find_date_from};
use super::layout::LineDateRole;
use crate::article::Precision;
use crate::text::fold;

/// Longest header line, in bytes.
const LONGEST: usize = 220;
/// Most words of a section or a label.
const MOST_LABEL_WORDS: usize = 5;

/// What a header line says; ranges are into the line.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct HeaderLine {
    /// The section, such as `World`.
    pub section: Option<Range<usize>>,
    /// Labels below the section, such as `RUSSIA`.
    pub labels: Vec<Range<usize>>,
    /// Dates with what they date; offsets are into the line.
    pub dates: Vec<(FoundDate, LineDateRole)>,
    /// The byline in it.
    pub byline: Option<Byline>,
    /// A place before the date, as in `London, 14 June 1998`.
    pub place: Option<Range<usize>>,
    /// How sure it is that this is a header line and not a headline.
    pub certainty: Certainty,
}

/// How sure a reading is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Certainty {
    /// A headline could look like it: counts only beside other header lines.
    #[default]
    Weak,
    /// Nothing else looks like it.
    Strong,
}

/// Reads `line` as a header line.
pub(crate) fn read(line: &str, near: Option<(Date, Precision)>) -> Option<HeaderLine> {
    if line.len() > LONGEST || line.is_empty() {
        return None;
    }
    if !line.contains(['|', '·', '•'])
        && !line.bytes().any(|b| b.is_ascii_digit())
        && let Some(byline) = byline::read(line)
    {
        return Some(HeaderLine {
            byline: Some(byline),
            certainty: Certainty::Weak,
            ..HeaderLine::default()
        });
    }
    // What the author is, under the byline.
    if byline::is_role_line(line) {
        return Some(HeaderLine { certainty: Certainty::Weak, ..HeaderLine::default() });
    }
    let (parts, marks) = split(line);
    let arrows = marks == Marks::Arrows;
    let mut header = HeaderLine::default();
    let mut leftover: Vec<Range<usize>> = Vec::new();
    let mut clocks: Vec<(FoundClock, usize)> = Vec::new();
    for part in &parts {
        let words = &line[part.clone()];
        if let Some(dated) = dated_part(words, part.start, near) {
            header.dates.extend(dated.dates);
            if let Some(lead) = dated.lead {
                let lead_words = &line[lead.clone()];
                if let Some(read) = byline::read(lead_words) {
                    header.byline = Some(read);
                } else if is_agency(lead_words) {
                    source(&mut header, lead_words);
                } else if (line[lead.end..].starts_with([',', '.', '،'])
                    || is_spaced_dateline(lead_words, &line[lead.end..]))
                    && is_place(lead_words)
                    && header.place.is_none()
                {
                    header.place = Some(lead);
                } else {
                    return None;
                }
            }
        } else if is_filler(words) {
            if let Some(clock) = find_time(words) {
                clocks.push((clock, part.start));
            }
        } else if let Some(read) = byline::read(words) {
            header.byline = Some(read);
        } else if is_agency(words) {
            source(&mut header, words);
        } else if is_label(words) {
            leftover.push(part.clone());
        } else {
            return None;
        }
    }
    // The time of day may stand in a part of its own, as in `Friday // 10:12`.
    if let (Some((date, _)), [(clock, offset)]) = (header.dates.first_mut(), clocks.as_slice())
        && date.time.is_none()
    {
        date.time = Some(clock.time);
        date.offset_minutes = clock.offset_minutes;
        date.start = date.start.min(clock.start + offset);
        date.end = date.end.max(clock.end + offset);
    }
    if leftover.len() > 4 {
        return None;
    }
    let dated = !header.dates.is_empty();
    let known = leftover.iter().position(|part| is_section(&line[part.clone()]));
    match (known, leftover.is_empty()) {
        (_, true) => {}
        (Some(at), false) => header.section = Some(leftover.remove(at)),
        (None, false) if arrows || (dated && leftover.len() >= 2) => {
            header.section = Some(leftover.remove(0));
        }
        (None, false) if dated => {}
        (None, false) => return None,
    }
    header.labels = leftover;
    if header.place.is_some() {
        header.dates.iter_mut().for_each(|(_, role)| *role = LineDateRole::Dateline);
    }
    if header.section.is_some() && !dated && !arrows && parts.len() < 2 {
        // One known word by itself: a kicker such as `POLITICS`.
        header.certainty = Certainty::Weak;
    } else if header.labels.is_empty() && header.place.is_none() && dated
        || header.section.is_some() && (known.is_some() || arrows)
        || marks == Marks::Bars
    {
        header.certainty = Certainty::Strong;
    }
    if header.section.is_some() && header.labels.len() > 1 && !dated && !arrows {
        return None;
    }
    let says_something = dated || header.section.is_some() || header.byline.is_some();
    says_something.then_some(header)
}

fn source(header: &mut HeaderLine, name: &str) {
    let byline = header.byline.get_or_insert_with(Byline::default);
    byline.source.get_or_insert_with(|| name.trim().to_owned());
}

/// The most telling marks between the parts of a line.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Marks {
    /// Dashes, colons and slashes, which headlines have too.
    Dashes,
    /// Bars, dots and double slashes.
    Bars,
    /// Arrows, which stand between a section and what is below it.
    Arrows,
}

/// Splits a line at the marks that part a header's pieces.
fn split(line: &str) -> (Vec<Range<usize>>, Marks) {
    let mut parts = Vec::new();
    let mut marks = Marks::Dashes;
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = at + c.len_utf8();
        let spaced = || {
            line[..at].ends_with(char::is_whitespace)
                && line[after..].starts_with(char::is_whitespace)
        };
        let end = match c {
            '»' | '›' | '→' | '▸' | '►' if at > 0 => {
                marks = Marks::Arrows;
                after
            }
            '|' | '•' | '·' | '∙' | '‧' | '\t' => {
                marks = marks.max(Marks::Bars);
                after
            }
            '>' if spaced() => {
                marks = Marks::Arrows;
                after
            }
            '/' if line[after..].starts_with('/') => {
                chars.next();
                marks = marks.max(Marks::Bars);
                after + 1
            }
            '/' | '-' | '–' | '—' | ':' if spaced() => after,
            _ => continue,
        };
        parts.push(start..at);
        start = end;
    }
    parts.push(start..line.len());
    let trimmed = parts.into_iter().filter_map(|part| {
        let words = &line[part.clone()];
        let begin = part.start + (words.len() - words.trim_start().len());
        let end = part.start + words.trim_end().len();
        (begin < end).then_some(begin..end)
    });
    (trimmed.collect(), marks)
}

/// `LONDON 1996-08-22`, as the copies of Reuters stories for research write it.
fn is_spaced_dateline(place: &str, rest: &str) -> bool {
    let date = rest.trim();
    !place.chars().any(char::is_lowercase)
        && date.len() == 10
        && date.parse::<jiff::civil::Date>().is_ok()
}

struct DatedPart {
    dates: Vec<(FoundDate, LineDateRole)>,
    /// Words before the date that do not belong to it.
    lead: Option<Range<usize>>,
}

/// Reads a part of a header line that is a date with the words that stand around one, and
/// perhaps words before it. Offsets are moved by `offset`.
fn dated_part(words: &str, offset: usize, near: Option<(Date, Precision)>) -> Option<DatedPart> {
    if !words.chars().any(char::is_numeric) {
        return None;
    }
    let context = DateContext { near };
    let mut dates: Vec<FoundDate> = Vec::new();
    let mut from = 0;
    while let Some(found) = find_date_from(words, from, context) {
        from = found.end.max(from + 1);
        dates.push(found);
        if dates.len() == 3 || !words.is_char_boundary(from) {
            break;
        }
    }
    let first = dates.first()?;
    // A year by itself is no date line, nor is a day whose year nobody knows.
    if first.precision == Precision::Year {
        return None;
    }
    let mut role = LineDateRole::Published;
    let mut roles = Vec::with_capacity(dates.len());
    let mut lead: Option<Range<usize>> = None;
    for token in tokens_of(words, 0) {
        if let Some(at) =
            dates.iter().position(|date| (date.start..date.end).contains(&token.start))
        {
            if roles.len() == at {
                roles.push(role);
            }
            continue;
        }
        let before_date = token.start < first.start;
        match token.kind {
            Kind::Weekday(_)
            | Kind::MonthMark
            | Kind::Zone(..)
            | Kind::Ordinal
            | Kind::TimeMark
            | Kind::Clock
            | Kind::Joiner
            | Kind::HalfDay(_)
            | Kind::Letter(_)
            | Kind::Unit(_) => {
                // Within the name of a place, as in `Rio de Janeiro, 3 March 2011`.
                if let (Some(lead), true) = (&mut lead, before_date)
                    && matches!(token.kind, Kind::Joiner)
                {
                    lead.end = token.end;
                }
            }
            Kind::Mark(c) => {
                if matches!(c, '?' | '!' | '"' | '“' | '”' | '%' | '$' | '€' | '£') {
                    return None;
                }
            }
            Kind::Word
            | Kind::Month(_)
            | Kind::Listopada
            | Kind::Roman(_)
            | Kind::Persian(_)
            | Kind::Era(_) => match date_word(&fold(&words[token.start..token.end])) {
                Some(DateWord::Published) => role = LineDateRole::Published,
                Some(DateWord::Updated) => role = LineDateRole::Updated,
                Some(DateWord::Filler) => {}
                None if before_date => match &mut lead {
                    Some(lead) => lead.end = token.end,
                    None => lead = Some(token.start..token.end),
                },
                None => return None,
            },
            Kind::Number { .. } => return None,
        }
    }
    // `By` before a name was skipped as a word of dates; take the words before it along.
    let lead = lead.map(|lead| {
        let before = words[..lead.start].trim_end();
        let start =
            if before.to_ascii_lowercase().ends_with("by") { before.len() - 2 } else { lead.start };
        start..lead.end
    });
    let lead = lead.map(|lead| lead.start + offset..lead.end + offset);
    let shifted = dates.into_iter().zip(roles).map(|(mut date, role)| {
        date.start += offset;
        date.end += offset;
        (date, role)
    });
    Some(DatedPart { dates: shifted.collect(), lead })
}

/// Whether `words` are a time of day or words such as `Updated` and `min read` alone.
fn is_filler(words: &str) -> bool {
    let folded = fold(words);
    if folded.ends_with("min read")
        || folded.ends_with("minutes read")
        || folded.ends_with("comments")
    {
        return true;
    }
    tokens_of(words, 0).iter().all(|token| match token.kind {
        Kind::Word => date_word(&fold(&words[token.start..token.end])).is_some(),
        Kind::Month(_) => false,
        Kind::Mark(c) => matches!(c, ':' | '.' | ',' | '(' | ')'),
        _ => true,
    })
}

/// Whether `words` can be a section or a label: a few capitalised words without punctuation.
fn is_label(words: &str) -> bool {
    let words = words.trim_end_matches([',', ':']);
    let count = words.split_whitespace().count();
    let first = words.chars().next().unwrap_or(' ');
    count <= MOST_LABEL_WORDS
        && words.len() <= 80
        && first.is_alphabetic()
        && !first.is_lowercase()
        && !words.contains(['?', '!', ';', '"', '“', '”', '«', ':'])
        && !words.ends_with('.')
        && words.split_whitespace().all(|word| {
            let first = word.chars().next().unwrap_or(' ');
            !first.is_lowercase() || word.chars().count() <= 4
        })
}

/// Whether `words` is the name of a section of a newspaper.
pub(crate) fn is_section(words: &str) -> bool {
    let folded = fold(words.trim().trim_end_matches([':', ',']));
    SECTIONS.contains(&folded.as_ref())
        || folded.strip_suffix(" news").is_some_and(|head| SECTIONS.contains(&head))
}

/// Names of sections, folded.
#[rustfmt::skip]
const SECTIONS: &[&str] = &[
    "africa", "agriculture", "americas", "analysis", "art", "arts", "asia", "asia pacific", "books", "breaking news",
    "business", "city", "climate", "comment", "community", "companies", "cricket", "crime", "culture", "domestic",
    "economics", "economy", "editorial", "education", "energy", "entertainment", "environment", "europe",
    "fashion", "features", "film", "finance", "food", "football", "foreign", "health", "home", "international",
    "law", "letters", "life", "lifestyle", "living", "local", "markets", "media", "metro", "middle east",
    "money", "motoring", "movies", "music", "national", "nation", "news", "obituaries", "obituary", "op-ed", "opinion",
    "opinions", "people", "politics", "property", "region", "regional", "religion", "science", "science & technology",
    "society", "sport", "sports", "style", "tech", "technology", "top stories", "tourism", "travel", "uk",
    "us", "u.s.", "video", "weather", "world", "world news", "business & finance", "diplomacy", "defense", "defence", "industry", "latest",
    // German
    "ausland", "inland", "feuilleton", "gesellschaft", "gesundheit", "kultur", "lokales", "meinung",
    "nachrichten", "panorama", "politik", "reise", "wirtschaft", "wissen", "wissenschaft", "welt", "web", "etat",
    // French, Spanish, Italian, Portuguese
    "monde", "politique", "economie", "societe", "culture", "faits divers", "sante", "afrique", "a la une",
    "mundo", "politica", "economia", "sociedad", "sociedade", "deportes", "cultura", "internacional", "nacional", "opinion", "opiniao",
    "ciencia", "salud", "saude", "tecnologia", "esportes", "desporto", "esteri", "cronaca", "mondo", "sport", "salute", "pais",
    // Dutch, Polish, Turkish
    "buitenland", "binnenland", "economie", "swiat", "kraj", "gospodarka", "polityka", "dunya", "gundem", "ekonomi", "spor", "siyaset", "siyaset",
    // Russian, Ukrainian, Bulgarian
    "мир", "в мире", "политика", "экономика", "общество", "спорт", "культура", "наука", "происшествия", "россия",
    "новости", "технологии", "здоровье", "світ", "політика", "економіка", "суспільство", "свят", "икономика", "общество", "бизнес",
    // Arabic
    "العالم", "سياسه", "اقتصاد", "رياضه", "ثقافه", "مجتمع", "اخبار", "صحه", "تكنولوجيا", "علوم", "دولي", "محلي", "فن", "منوعات",
    // Chinese, Japanese
    "国际", "国内", "财经", "体育", "社会", "政治", "経済", "国際", "スポーツ", "文化", "科技",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> Option<String> {
        let header = read(line, None)?;
        let mut out = Vec::new();
        if let Some(section) = header.section {
            out.push(format!("section {}", &line[section]));
        }
        out.extend(header.labels.into_iter().map(|label| format!("label {}", &line[label])));
        out.extend(header.place.map(|place| format!("place {}", &line[place])));
        for (date, role) in header.dates {
            let time = date.time.map(|time| format!(" {:02}:{:02}", time.hour(), time.minute()));
            let offset = date.offset_minutes.map(|minutes| format!(" {minutes:+}"));
            out.push(format!(
                "{role:?} {}{}{}",
                date.date,
                time.unwrap_or_default(),
                offset.unwrap_or_default()
            ));
        }
        if let Some(byline) = header.byline {
            out.push(format!("by {}", byline.names.join("|")));
            out.extend(byline.source.map(|source| format!("source {source}")));
        }
        Some(out.join("; "))
    }

    #[test]
    fn header_lines() {
        for (line, expected) in [
            (
                "World » CHILE | May 3, 2011, Tuesday // 10:12",
                Some("section World; label CHILE; Published 2011-05-03 10:12"),
            ),
            (
                "World » CHILE | May 3, 2011",
                Some("section World; label CHILE; Published 2011-05-03"),
            ),
            ("World » CHILE", Some("section World; label CHILE")),
            ("World > Chile", Some("section World; label Chile")),
            ("World › Americas › Chile", Some("section World; label Americas; label Chile")),
            ("World / Bosnia and Herzegovina", Some("section World; label Bosnia and Herzegovina")),
            ("CHILE | May 3, 2011 // 10:12", Some("label CHILE; Published 2011-05-03 10:12")),
            ("Business · May 3, 2011", Some("section Business; Published 2011-05-03")),
            ("POLITICS", Some("section POLITICS")),
            ("Published: 3 March 2011", Some("Published 2011-03-03")),
            ("Published 3 March 2011, 10:30 GMT", Some("Published 2011-03-03 10:30 +0")),
            ("14 June 1998", Some("Published 1998-06-14")),
            ("Sunday, June 14, 1998", Some("Published 1998-06-14")),
            ("Updated 10:30 GMT, 5 May 2021", Some("Updated 2021-05-05 10:30 +0")),
            ("Last modified on Wed 5 May 2021 11.12 BST", Some("Updated 2021-05-05 11:12")),
            ("Posted on 5 May 2021 at 3:45 p.m. EST", Some("Published 2021-05-05 15:45 -300")),
            (
                "Published 3 March 2011 | Updated 5 March 2011",
                Some("Published 2011-03-03; Updated 2011-03-05"),
            ),
            (
                "Published: 3 March 2011 Updated: 5 March 2011",
                Some("Published 2011-03-03; Updated 2011-03-05"),
            ),
            ("By Jane Doe | May 3, 2011", Some("Published 2011-05-03; by Jane Doe")),
            ("By Jane Doe, May 3, 2011", Some("Published 2011-05-03; by Jane Doe")),
            ("Reuters | May 3, 2011", Some("Published 2011-05-03; by ; source Reuters")),
            ("London, 14 June 1998", Some("place London; Dateline 1998-06-14")),
            ("Paris, le 3 mars 2011", Some("place Paris; Dateline 2011-03-03")),
            ("Veröffentlicht am 3. März 2011 um 10.12 Uhr", Some("Published 2011-03-03 10:12")),
            ("Опубликовано: 3 марта 2011 г., 10:12", Some("Published 2011-03-03 10:12")),
            ("2011-03-03 10:12", Some("Published 2011-03-03 10:12")),
            ("2011-03-03T10:12:00+02:00", Some("Published 2011-03-03 10:12 +120")),
            ("By Jane Doe", Some("by Jane Doe")),
            ("Storm of 3 March 2011 remembered", None),
            ("What happened on March 3, 2011?", None),
            ("1984", None),
            ("Look of the day | Jane Doe", None),
            ("Blair wins", None),
            ("Chile 2 - 1 Peru", None),
            ("The minister told parliament on 3 March 2011 that talks had ended", None),
        ] {
            assert_eq!(shown(line).as_deref(), expected, "{line}");
        }
    }
}
