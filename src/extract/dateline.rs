//! Datelines: the place, day and agency that open an agency's story.
//!
//! `MINSK, Aug 16 (Reuters) - `, `Madrid, 3 mar (EFE).- `, `Москва. 16 августа. ИНТЕРФАКС - `.
//! What stands before the first dash (or colon, underscore, bracket) is tried against the parts
//! that a dateline has: a place, a day, an agency, and nothing else.
//!
//! Invariant: only the first [`HEAD_BYTES`] of a paragraph are read.

use std::ops::Range;

use jiff::civil::{Date, date};

use super::agency::is_agency;
use super::dateline_words::{NEVER_PLACES, NOT_PLACES, is_known_city};
use super::dates_text::{DateContext, FoundDate, YearOrigin, find_date};
use crate::article::Precision;
use crate::text::fold;

/// Longest beginning of a paragraph that can be a dateline, in bytes.
const HEAD_BYTES: usize = 240;
/// Most words of a place, with the country or state after it.
const MOST_PLACE_WORDS: usize = 7;
/// Longest bracket that can hold an agency, in bytes.
const LONGEST_AGENCY: usize = 60;

/// A dateline at the beginning of a paragraph; ranges are into the paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dateline {
    /// The place as written.
    pub place: Option<Range<usize>>,
    /// The agency as written.
    pub agency: Option<Range<usize>>,
    /// The date; `None` also where its year is not known.
    pub date: Option<FoundDate>,
    /// First byte of the dateline: what stands before it in brackets is a note to editors.
    pub start: usize,
    /// First byte of the text after it.
    pub end: usize,
}

/// Finds the dateline that opens `paragraph`; `near` gives a date its year.
pub(crate) fn read(paragraph: &str, near: Option<(Date, Precision)>) -> Option<Dateline> {
    let start = after_editors_note(paragraph);
    let mut limit = paragraph.len().min(start + HEAD_BYTES);
    while !paragraph.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &paragraph[start..limit];
    if let Some(found) = east_asian(head, near) {
        return Some(shifted(found, start));
    }
    for end in terminators(head) {
        let Some(mut found) = whole(head, end, near) else { continue };
        found.end = take_agency_after(head, &mut found);
        // `(ANSA) - ROMA, 16 AGO - `: the agency stands first.
        if found.place.is_none()
            && found.date.is_none()
            && let Some(second) = read_second(head, &found, near)
        {
            found = second;
        }
        return Some(shifted(found, start));
    }
    bracket_alone(head, near).map(|found| shifted(found, start))
}

/// Reads a declared dateline: `MINSK, Aug 16 (Agency)`, or a place alone.
pub(crate) fn read_declared(value: &str, near: Option<(Date, Precision)>) -> Option<Dateline> {
    let words = value.trim();
    let start = value.len() - value.trim_start().len();
    let end = Terminator { prefix_end: words.len(), rest: words.len(), kind: TerminatorKind::Dash };
    let trimmed_words = words
        .trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '—' | '–' | '_' | ':'));
    let end = Terminator { prefix_end: trimmed_words.len(), ..end };
    if let Some(found) = whole(words, end, near) {
        return Some(shifted(found, start));
    }
    let place = trimmed(words, 0..words.len());
    is_place(&words[place.clone()]).then(|| {
        let found =
            Dateline { place: Some(place), agency: None, date: None, start: 0, end: words.len() };
        shifted(found, start)
    })
}

fn shifted(mut found: Dateline, by: usize) -> Dateline {
    let shift = |range: Range<usize>| range.start + by..range.end + by;
    found.place = found.place.map(shift);
    found.agency = found.agency.map(shift);
    if let Some(date) = &mut found.date {
        date.start += by;
        date.end += by;
    }
    found.start += by;
    found.end += by;
    found
}

/// `(Adds details) SAN FRANCISCO, April 1 …`: where the dateline begins.
fn after_editors_note(paragraph: &str) -> usize {
    if !paragraph.starts_with('(') {
        return 0;
    }
    let head = paragraph.get(..200).unwrap_or(paragraph);
    let Some(close) = head.find(')') else { return 0 };
    // A single name in brackets is the agency.
    if is_agency(&head[1..close]) || head[..close].split_whitespace().count() < 2 {
        return 0;
    }
    let rest = &head[close + 1..];
    let text = rest.trim_start();
    let begins = text.starts_with(char::is_uppercase);
    if begins { close + 1 + (rest.len() - text.len()) } else { 0 }
}

/// A place where a dateline may end.
#[derive(Clone, Copy)]
struct Terminator {
    /// Byte after the dateline's last word.
    prefix_end: usize,
    /// First byte of the text.
    rest: usize,
    kind: TerminatorKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum TerminatorKind {
    Dash,
    Colon,
    /// `/ТАСС/.` with no dash.
    Slash,
}

/// The first marks of `head` that may end a dateline.
fn terminators(head: &str) -> impl Iterator<Item = Terminator> + '_ {
    let mut previous = ' ';
    let mut next_allowed = 0;
    head.char_indices()
        .filter_map(move |(at, c)| {
            let before = previous;
            previous = c;
            if at < next_allowed || at == 0 {
                return None;
            }
            let after = at + c.len_utf8();
            let rest = &head[after..];
            let spaced_after =
                rest.is_empty() || rest.starts_with([' ', '\u{a0}', '-', '\u{2009}']);
            let kind = match c {
                '—' | '–' | '―' | '_' if c != '_' || spaced_after => TerminatorKind::Dash,
                '-' if spaced_after && !before.is_alphanumeric() => TerminatorKind::Dash,
                '-' if matches!(before, ')' | '.') => TerminatorKind::Dash,
                '-' if before == ' ' && rest.starts_with(char::is_uppercase) => {
                    TerminatorKind::Dash
                }
                // `NEW YORK- The` is written too, `north- and south` as well.
                '-' if spaced_after && before.is_uppercase() => TerminatorKind::Dash,
                '~' if spaced_after => TerminatorKind::Dash,
                ':' if spaced_after => TerminatorKind::Colon,
                '/' if rest.starts_with(['.', ' ']) && head[..at].contains('/') => {
                    TerminatorKind::Slash
                }
                _ => return None,
            };
            let extra = rest.len()
                - rest
                    .trim_start_matches(|c: char| {
                        c.is_whitespace() || matches!(c, '-' | '—' | '–' | '_' | '.' | '~')
                    })
                    .len();
            next_allowed = after + extra;
            let prefix_end = if kind == TerminatorKind::Slash { after } else { at };
            Some(Terminator { prefix_end, rest: after + extra, kind })
        })
        .take(4)
}

/// Reads everything before a terminator as a dateline.
fn whole(head: &str, end: Terminator, near: Option<(Date, Precision)>) -> Option<Dateline> {
    let prefix = &head[..end.prefix_end];
    let rest = &head[end.rest..];
    let mut found = Dateline { place: None, agency: None, date: None, start: 0, end: end.rest };
    let mut place_end = prefix.len();
    if let Some((agency, outer)) = bracketed(prefix)? {
        // Nothing but a date or punctuation stands after the agency.
        let after = prefix[outer.end..].trim_matches(|c: char| !c.is_alphanumeric());
        if !after.is_empty() && day_span(after).is_none_or(|span| span != (0..after.len())) {
            return None;
        }
        place_end = outer.start;
        found.agency = Some(agency);
    }
    let mut dated = false;
    if let Some(span) = day_span(prefix) {
        dated = true;
        found.date = find_date(&prefix[span.clone()], DateContext { near }).map(|mut date| {
            date.start += span.start;
            date.end += span.start;
            date
        });
        if span.start < place_end {
            let between = trimmed(prefix, span.end..place_end.max(span.end));
            if !between.is_empty() {
                let words = &prefix[between.clone()];
                if found.agency.is_some() || !could_sign(words) {
                    return None;
                }
                found.agency = Some(between);
            }
            place_end = span.start;
        }
    }
    let mut place = trimmed(prefix, 0..place_end);
    if !dated && found.agency.is_none() {
        // `القاهرة / رويترز -`, `ANKARA, Reuters -`: the agency after the last comma.
        if let Some((at, mark)) = prefix[place.clone()].rmatch_indices([',', '/', '،']).next() {
            let agency = trimmed(prefix, place.start + at + mark.len()..place.end);
            let words = &prefix[agency.clone()];
            // `ERIE, Pa.` is in Pennsylvania, not by the Press Association.
            if is_agency(words) && !words.ends_with('.') {
                found.agency = Some(agency);
                place = trimmed(prefix, place.start..place.start + at);
            }
        }
    }
    // `THURSDAY, March 31 (Agency) - `, `le 3 mars`.
    let words = &prefix[place.clone()];
    let words = drop_day_words(words);
    place.end = place.start + words.len();
    if place.is_empty() {
        let signed = found.agency.as_ref().is_some_and(|agency| is_agency(&head[agency.clone()]));
        // `26 juin 2012. - Alors que`: a whole date by itself.
        let whole_date = end.kind == TerminatorKind::Dash
            && found.date.as_ref().is_some_and(|date| date.year == YearOrigin::Stated);
        let known = signed || whole_date || (dated && found.agency.is_some());
        return known.then_some(found);
    }
    let sure =
        dated || found.agency.as_ref().is_some_and(|agency| signs(&head[agency.clone()], words));
    if !could_be_place(words, sure) {
        return None;
    }
    // In small letters a place and a day are prose too: `In Paris, on 3 March - a Tuesday - `.
    // A declared dateline has nothing after it.
    let begins = rest.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase());
    if found.agency.is_none() && words.chars().any(char::is_lowercase) && !begins {
        return None;
    }
    if end.kind == TerminatorKind::Slash && found.agency.is_none() {
        return None;
    }
    if !sure && (found.agency.is_some() || !bare_place(words, rest, end.kind)) {
        return None;
    }
    found.place = Some(place);
    Some(found)
}

/// The one bracket of a prefix, as the span of its words and of the whole; `None` in the outer
/// option where there are several or a text that no agency has.
#[expect(clippy::option_option, reason = "no bracket and a wrong one are two answers")]
fn bracketed(prefix: &str) -> Option<Option<(Range<usize>, Range<usize>)>> {
    let (open, close) = match (prefix.find(['(', '/']), prefix.rfind([')', '/'])) {
        (None, _) => return Some(None),
        (Some(open), Some(close)) if open < close => (open, close),
        // One slash parts two places: `MOSCOW/KYIV`.
        (Some(open), _) if prefix[open..].starts_with('/') => return Some(None),
        _ => return None,
    };
    if prefix[open..].starts_with('/') != prefix[close..].starts_with('/') {
        return if prefix[open..].starts_with('/') {
            // `MOSCOW/KYIV (Reuters)`
            let open = prefix.find('(')?;
            bracket_words(prefix, open, close)
        } else {
            None
        };
    }
    bracket_words(prefix, open, close)
}

#[expect(clippy::option_option, reason = "as for its caller")]
fn bracket_words(
    prefix: &str,
    open: usize,
    close: usize,
) -> Option<Option<(Range<usize>, Range<usize>)>> {
    let inner = trimmed(prefix, open + 1..close);
    let words = &prefix[inner.clone()];
    if words.is_empty() || words.len() > LONGEST_AGENCY || words.contains(['(', ')', '?', '!']) {
        return None;
    }
    words.starts_with(char::is_alphabetic).then_some(Some((inner, open..close + 1)))
}

/// Narrows a range of `text` to what is not space or punctuation.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | '.' | ':' | ';' | '،' | '-' | '/' | '"' | '“' | '”' | '—' | '–' | '_' | '*'
            )
    };
    let start = range.start + (words.len() - words.trim_start_matches(edge).len());
    let mut end = range.start + words.trim_end_matches(edge).len();
    // The stop of an abbreviation belongs to the name: `N.Y.`, `Calif.`
    if start < end && text[end..range.end].starts_with('.') && abbreviated(&text[start..end]) {
        end += 1;
    }
    start..end.max(start)
}

/// Whether the last word of `words` is one that a stop belongs to.
fn abbreviated(words: &str) -> bool {
    const STATES: &[&str] = &[
        "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan",
        "Ky", "La", "Mass", "Md", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla",
        "Ont", "Ore", "Pa", "Tenn", "Va", "Vt", "Wash", "Wis", "Wyo", "Que",
    ];
    let last = words.rsplit([' ', ',']).next().unwrap_or(words);
    last.contains('.') || STATES.contains(&last)
}

/// Where a day stands in `text`, whether or not its year is known.
fn day_span(text: &str) -> Option<Range<usize>> {
    let context = DateContext { near: Some((date(2000, 1, 1), Precision::Year)) };
    let found = find_date(text, context)?;
    (found.precision == Precision::Day).then_some(found.start..found.end)
}

/// Removes weekday and article at the end of a place: `Paris, le`, `KABUL, Thursday`.
fn drop_day_words(words: &str) -> &str {
    let mut words = words;
    loop {
        let last = words.rsplit([' ', ',']).next().unwrap_or(words);
        let folded = fold(last);
        let is_day = super::calendar_words::is_weekday(&folded)
            || matches!(folded.as_ref(), "le" | "den" | "el" | "il" | "op" | "on" | "am");
        if !is_day || last.is_empty() {
            return words;
        }
        let cut = words.len() - last.len();
        if cut == 0 {
            return "";
        }
        words = words[..cut].trim_end_matches([' ', ',', '\u{a0}']);
    }
}

/// Whether `words` can be an agency that is not in brackets.
fn could_sign(words: &str) -> bool {
    is_agency(words)
        || (words.split_whitespace().count() <= 2
            && words.chars().count() > 2
            && words.chars().all(|c| !c.is_lowercase() && !c.is_numeric()))
}

/// Whether the words of a bracket are an agency's: known, or by their look behind this place.
fn signs(words: &str, place: &str) -> bool {
    if is_agency(words) {
        return true;
    }
    // `Jane Doe (Labour)` and `John Roe (R-Texas)` are people, who are not all capitals.
    let main = place.split(',').next().unwrap_or(place);
    let place_like = !main.chars().any(char::is_lowercase) || is_known_city(main);
    place_like
        && words.starts_with(char::is_uppercase)
        && words.split_whitespace().count() <= 4
        && !words.contains(['-', '%'])
}

/// Whether `words` can be the name of a place beside a date, with the region after a comma.
pub(crate) fn is_place(words: &str) -> bool {
    could_be_place(words, true)
}

/// As [`is_place`]; without a day or an agency beside it (`sure`) less is believed.
fn could_be_place(words: &str, sure: bool) -> bool {
    const SMALL: &[&str] = &[
        "de", "la", "del", "el", "al", "of", "the", "and", "am", "an", "der", "den", "do", "da",
        "dos", "sur", "le", "les", "di", "upon", "near", "on", "in", "bei", "ob", "und", "et", "y",
        "en",
    ];
    if words.len() > 90
        || words
            .chars()
            .any(|c| c.is_numeric() || matches!(c, '?' | '!' | '"' | '@' | '(' | ')' | '&'))
    {
        return false;
    }
    let mut count = 0;
    let cased = words.chars().any(char::is_uppercase);
    for word in words.split([' ', ',', '/', '\u{a0}']).filter(|word| !word.is_empty()) {
        count += 1;
        let first = word.chars().next().unwrap_or(' ');
        if !first.is_alphabetic() && !matches!(first, '\'' | '’') {
            return false;
        }
        if cased && first.is_lowercase() && !SMALL.contains(&word) && !word.contains(['\'', '’'])
        {
            return false;
        }
    }
    let first = words.chars().next().unwrap_or(' ');
    let most = if cased { MOST_PLACE_WORDS } else { 4 };
    let folded = fold(words);
    let first_word = folded.split([' ', ',']).next().unwrap_or_default();
    let excluded = NEVER_PLACES.contains(&first_word)
        || (!sure
            && (NOT_PLACES.contains(&folded.as_ref())
                || (NOT_PLACES.contains(&first_word) && !is_known_city(words))));
    (1..=most).contains(&count) && !first.is_lowercase() && !excluded && (sure || cased)
}

/// Whether a place with neither day nor agency is believed: in capitals, followed by the
/// beginning of a sentence in ordinary letters.
fn bare_place(words: &str, rest: &str, kind: TerminatorKind) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let main = words.split(',').next().unwrap_or(words);
    let capitals = !main.chars().any(char::is_lowercase) && letters >= 4;
    let known = is_known_city(main);
    if !capitals && !known {
        return false;
    }
    if kind == TerminatorKind::Colon && !(capitals && (known || words.contains(' '))) {
        return false;
    }
    if words.split_whitespace().count() > 5 {
        return false;
    }
    let text = rest.trim_start_matches(['"', '“', '«', '\'', '‘', '`', '„', ' ']);
    let first = text.chars().next().unwrap_or(' ');
    let begins = first.is_uppercase() || first.is_numeric() || rest.len() > text.len();
    let lower = text.chars().take(40).any(char::is_lowercase);
    begins && lower
}

/// Takes along the agency that stands after the dash: `МОСКВА, 16 авг — РИА Новости. `. Returns
/// where the text begins.
fn take_agency_after(head: &str, found: &mut Dateline) -> usize {
    if found.agency.is_some() {
        return found.end;
    }
    let rest = &head[found.end..];
    let Some(stop) = rest.find(['.', ',', '-', '—', '–', ':']) else { return found.end };
    let name = rest[..stop].trim_end();
    if name.len() > LONGEST_AGENCY || !is_agency(name.trim_matches('/')) {
        return found.end;
    }
    let after = &rest[stop..];
    // `Reuters - `, `РИА Новости. `, but not `Reuters, which`.
    let text = after.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '.' | '-' | '—' | '–' | ':' | '/')
    });
    if text.len() == after.len() {
        return found.end;
    }
    found.agency = Some(found.end..found.end + name.len());
    found.end + (rest.len() - text.len())
}

fn read_second(head: &str, first: &Dateline, near: Option<(Date, Precision)>) -> Option<Dateline> {
    let rest = &head[first.end..];
    let second = terminators(rest).find_map(|end| whole(rest, end, near))?;
    second.place.as_ref()?;
    let mut second = shifted(second, first.end);
    second.start = 0;
    second.agency = second.agency.or_else(|| first.agency.clone());
    Some(second)
}

/// `(CNN)The storm`, `(Reuters) The storm`.
fn bracket_alone(head: &str, near: Option<(Date, Precision)>) -> Option<Dateline> {
    let inner = head.strip_prefix('(')?;
    let close = inner.find(')')?;
    if !is_agency(&inner[..close]) {
        return None;
    }
    let rest = &inner[close + 1..];
    let text = rest.trim_start();
    if !text.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“')) {
        return None;
    }
    let end = head.len() - text.len();
    let found = Dateline { place: None, agency: Some(1..1 + close), date: None, start: 0, end };
    // `(CBS/AP) VIENNA - An arrest`
    Some(read_second(head, &found, near).unwrap_or(found))
}

/// `新华社北京8月16日电（记者…）`, `中新社北京8月16日讯`.
fn east_asian(head: &str, near: Option<(Date, Precision)>) -> Option<Dateline> {
    const AGENCIES: &[&str] = &["新华社", "中新社", "中新网", "人民网", "本报", "新华网", "共同社"];
    let agency = AGENCIES.iter().find(|agency| head.starts_with(**agency))?;
    let (at, mark) = head.match_indices(['电', '讯', '電', '訊']).next()?;
    let between = &head[agency.len()..at];
    if between.chars().count() > 24 {
        return None;
    }
    let context = DateContext { near };
    let place_end = between.find(|c: char| c.is_numeric()).unwrap_or(between.len());
    let date = find_date(between, context).map(|mut date| {
        date.start += agency.len();
        date.end += agency.len();
        date
    });
    let place = trimmed(head, agency.len()..agency.len() + place_end);
    let mut end = at + mark.len();
    let rest = &head[end..];
    if rest.starts_with(['（', '('])
        && let Some(close) = rest.find(['）', ')'])
    {
        end += close + rest[close..].chars().next().map_or(1, char::len_utf8);
    }
    end += head[end..].len() - head[end..].trim_start().len();
    Some(Dateline {
        place: (!place.is_empty()).then_some(place),
        agency: Some(0..agency.len()),
        date,
        start: 0,
        end,
    })
}

#[cfg(test)]
mod tests;
