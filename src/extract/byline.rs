//! Bylines: `By Jane Doe`, `Von Max Muster, Berlin`, `Автор: Анна Белова`.

use super::agency::is_agency;
use crate::text::fold;

/// Longest byline, in bytes.
const LONGEST: usize = 160;
/// Most words of one name.
const MOST_NAME_WORDS: usize = 6;

/// What a byline says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Byline {
    /// Who wrote it, as written.
    pub names: Vec<String>,
    /// The agency or outlet among them.
    pub source: Option<String>,
}

/// Words that open a byline and are nothing else before a name.
const WITH_COLON: &[&str] = &[
    "by",
    "author",
    "authors",
    "writer",
    "reporter",
    "text",
    "words",
    "story",
    "von",
    "autor",
    "autorin",
    "autoren",
    "text von",
    "par",
    "auteur",
    "texte",
    "por",
    "texto",
    "autora",
    "di",
    "testo",
    "autore",
    "door",
    "tekst",
    "av",
    "af",
    "автор",
    "авторы",
    "текст",
    "автор текста",
    "автори",
    "yazan",
    "yazar",
    "بقلم",
    "كتب",
    "كتبت",
    "الكاتب",
    "تحرير",
    "记者",
    "作者",
    "文",
    "文責",
];

/// Words that open a byline without a colon.
const WITHOUT_COLON: &[&str] = &[
    "by",
    "written by",
    "story by",
    "text by",
    "words by",
    "reported by",
    "posted by",
    "published by",
    "report by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "text von",
    "propos recueillis par",
    "بقلم",
];

/// Reads `line` as a byline.
pub(crate) fn read(line: &str) -> Option<Byline> {
    let line = line.trim().trim_matches(['*', '_']).trim();
    if line.len() > LONGEST || line.ends_with(['?', '!', ':', '"', '”']) {
        return None;
    }
    if let Some((head, rest)) = line.split_once([':', '：']) {
        let head = fold(head.trim());
        if WITH_COLON.contains(&head.as_ref()) {
            return names_of(rest.trim());
        }
        return None;
    }
    if let Some(rest) = strip_words(line, "from") {
        // `From Our Own Correspondent`
        return is_role(rest).then(|| names_of(rest)).flatten();
    }
    let rest = WITHOUT_COLON.iter().find_map(|opening| strip_words(line, opening))?;
    names_of(rest)
}

/// Removes the words of `opening` from the beginning of `line`, in any case.
fn strip_words<'l>(line: &'l str, opening: &str) -> Option<&'l str> {
    let head = line.get(..opening.len())?;
    let rest = &line[opening.len()..];
    let fits = head.eq_ignore_ascii_case(opening) || head == opening;
    (fits && rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

/// Reads what follows the opening word: names, their roles and places.
fn names_of(list: &str) -> Option<Byline> {
    let mut byline = Byline::default();
    let list = list.trim_end_matches(['.', ',', ';']);
    if list.is_empty() {
        return None;
    }
    if let Some(agency) = agency_of(list) {
        byline.source = Some(agency.to_owned());
        return Some(byline);
    }
    for (at, part) in split_names(list).into_iter().enumerate() {
        let part = part.trim().trim_end_matches(['.', ',']);
        let part = cut_place(part);
        if part.is_empty() {
            continue;
        }
        if let Some(agency) = agency_of(part) {
            byline.source.get_or_insert_with(|| agency.to_owned());
        } else if is_role(part) {
        } else if looks_like_name(part) {
            byline.names.push(part.to_owned());
        } else if at == 0 {
            return None;
        }
    }
    (!byline.names.is_empty() || byline.source.is_some() || is_role(list)).then_some(byline)
}

/// The agency that `text` names, also with the service after it as in `Reuters Health`.
fn agency_of(text: &str) -> Option<&str> {
    let plain = text.trim().trim_matches(['(', ')']);
    is_agency(plain).then_some(plain)
}

/// Splits at commas, semicolons, slashes, bars and the words for *and*.
fn split_names(list: &str) -> Vec<&str> {
    const AND: &[&str] = &[
        " and ", " AND ", " & ", " und ", " UND ", " et ", " ET ", " y ", " e ", " en ", " och ",
        " og ", " и ", " И ", " і ", " ve ", " with ",
    ];
    let mut parts: Vec<&str> = list.split([',', ';', '/', '|', '(', ')', '،', '、', '·']).collect();
    for and in AND {
        parts = parts.into_iter().flat_map(|part| part.split(and)).collect();
    }
    parts
}

/// Cuts what follows a name: `in Moscow`, `for the Herald`, `at the White House`.
fn cut_place(part: &str) -> &str {
    const PLACE: &[&str] = &[
        " in ", " at ", " for ", " of ", " from ", " aus ", " à ", " en ", " reports", " - ",
        " – ", " — ",
    ];
    let end = PLACE.iter().filter_map(|word| part.find(word)).min().unwrap_or(part.len());
    part[..end].trim()
}

/// Whether a line says what an author is: `Staff writer`, `Special correspondent`.
pub(crate) fn is_role_line(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (2..=4).contains(&words) && line.split_whitespace().all(is_role_word)
}

/// Whether `part` is what somebody is, not who.
pub(crate) fn is_role(part: &str) -> bool {
    part.split_whitespace().any(is_role_word)
}

fn is_role_word(word: &str) -> bool {
    const ROLES: &[&str] = &[
        "writer",
        "writers",
        "staff",
        "correspondent",
        "correspondents",
        "reporter",
        "reporters",
        "editor",
        "editors",
        "bureau",
        "columnist",
        "analyst",
        "agencies",
        "agency",
        "producer",
        "desk",
        "newsroom",
        "contributor",
        "special",
        "press",
        "news",
        "chief",
        "team",
        "service",
        "redaktion",
        "korrespondent",
        "rédaction",
        "redacción",
        "redazione",
        "редакция",
        "корреспондент",
    ];
    let folded = word.to_lowercase();
    ROLES.contains(&folded.trim_matches(['.', ',']))
}

/// Whether every word of `part` is one of a name: capitalised, an initial or a particle.
pub(crate) fn looks_like_name(part: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "la", "le", "van", "von", "der", "den", "del", "della", "di", "da", "dos", "das",
        "do", "al", "el", "bin", "ibn", "ben", "abu", "ter", "ten", "zu", "af", "av", "du", "st",
    ];
    let mut words = 0;
    let mut given = 0;
    if part.starts_with(|c: char| c.is_lowercase()) && !part.contains(['\'', '’', '-']) {
        return false;
    }
    for word in part.split_whitespace() {
        words += 1;
        let Some(first) = word.chars().next() else { return false };
        if first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase()) {
            given += 1;
        } else if !PARTICLES.contains(&word)
            && !word.starts_with("al-")
            && !word.starts_with("d'")
            && !word.starts_with("el-")
        {
            return false;
        }
        if word
            .chars()
            .any(|c| c.is_numeric() || matches!(c, '@' | ':' | '"' | '?' | '!' | '%' | '$'))
        {
            return false;
        }
    }
    given >= 2 && words <= MOST_NAME_WORDS
}

/// The names in a declared author: an address is left out, `LAST, First` is turned round.
pub(crate) fn declared_names(value: &str) -> Vec<String> {
    let value = value.trim();
    let value = strip_words(value, "by").or_else(|| after_by(value)).unwrap_or(value);
    if value.contains("://") || value.is_empty() {
        return Vec::new();
    }
    if value.contains('@') {
        return name_of_address(value).into_iter().collect();
    }
    // The name of a user, such as `/u/ann` or `Ann_B`, is one word whatever is in it.
    if !value.contains([' ', ',', ';', '|']) && (value.starts_with('/') || value.contains('_')) {
        return vec![value.to_owned()];
    }
    let commas: Vec<&str> = value.split(',').map(str::trim).collect();
    if let Some(names) = with_initials(&commas) {
        return names;
    }
    if let [last, first] = commas.as_slice() {
        let one_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        if one_word(last)
            && !first.is_empty()
            && !first.contains(" and ")
            && !is_role(first)
            && !is_agency(first)
        {
            return vec![format!("{first} {last}")];
        }
    }
    // `Jane Doe, Northwire`: after a full name, a word by itself is who she writes for.
    let full_first = commas.first().is_some_and(|first| first.contains(' '));
    let outlet = |part: &str| full_first && commas.len() > 1 && !part.contains(' ');
    split_names(value)
        .into_iter()
        .map(|part| cut_place(part.trim()).trim_matches(['.', ',', '"']).trim())
        .enumerate()
        .filter(|(at, part)| {
            let beside = is_role(part) || is_agency(part) || is_suffix(part) || outlet(part);
            !part.is_empty() && (*at == 0 || !beside)
        })
        .map(|(_, part)| part.to_owned())
        .collect()
}

/// What follows *from* or the word for *by* of another language; `Von der Leyen` and `Di Stefano` are names
/// by themselves.
fn after_by(value: &str) -> Option<&str> {
    let rest = ["von", "par", "por", "door", "av", "af", "di", "from"]
        .iter()
        .find_map(|by| strip_words(value, by))?;
    let first = split_names(rest).first().copied().map(cut_place)?;
    let named = looks_like_name(first) && first.starts_with(char::is_uppercase);
    let particle = first.split_whitespace().next().is_some_and(|word| {
        matches!(word.to_lowercase().as_str(), "der" | "den" | "dem" | "de" | "la" | "und" | "zu")
    });
    (named && !particle).then_some(rest)
}

/// What stands after the comma of one name: `Doe Media, Inc.`, `Jane Doe, PhD`.
fn is_suffix(part: &str) -> bool {
    const SUFFIXES: &[&str] =
        &["inc", "llc", "ltd", "gmbh", "ag", "sa", "plc", "co", "corp", "jr", "sr", "phd", "md"];
    SUFFIXES.contains(&part.to_lowercase().replace('.', "").as_str())
}

/// `Doe, J., Roe, J.-P.`, as journals write it: every second part is initials.
fn with_initials(commas: &[&str]) -> Option<Vec<String>> {
    if commas.len() < 2 || commas.len() % 2 == 1 {
        return None;
    }
    let initials = |part: &str| {
        !part.is_empty()
            && part.split(['.', '-', ' ']).all(|initial| initial.chars().count() <= 1)
            && part.contains('.')
            && part.starts_with(char::is_uppercase)
    };
    commas
        .chunks(2)
        .map(|pair| match pair {
            [last, first] if initials(first) => Some(format!("{first} {last}")),
            _ => None,
        })
        .collect()
}

/// `Jane Doe <jane@example.org>` or `jane@example.org (Jane Doe)`.
fn name_of_address(value: &str) -> Option<String> {
    let name = match (value.find('<'), value.find('('), value.rfind(')')) {
        (Some(angle), _, _) if angle > 0 => &value[..angle],
        (_, Some(open), Some(close)) if open < close => &value[open + 1..close],
        _ => return None,
    };
    let name = name.trim().trim_matches('"').trim();
    (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines() {
        for (line, expected) in [
            ("By Jane Doe", Some("Jane Doe")),
            ("BY JANE DOE", Some("JANE DOE")),
            ("By JANE DOE and John Roe, Staff Writer", Some("JANE DOE|John Roe")),
            ("By Jane Doe, AP Science Writer", Some("Jane Doe")),
            ("By Jane Doe in Moscow", Some("Jane Doe")),
            ("By Jane van der Doe & John Roe", Some("Jane van der Doe|John Roe")),
            ("By Reuters", Some("@Reuters")),
            ("By Jane Doe, Reuters", Some("Jane Doe@Reuters")),
            ("By Staff Reporter", Some("")),
            ("Von Max Muster, Berlin", Some("Max Muster")),
            ("Von Max Muster und Eva Muster", Some("Max Muster|Eva Muster")),
            ("Par Jean Petit", Some("Jean Petit")),
            ("Por Ana Gil y Luis Gil", Some("Ana Gil|Luis Gil")),
            ("Автор: Анна Белова", Some("Анна Белова")),
            ("Text: Eva Muster", Some("Eva Muster")),
            ("بقلم: أحمد علي", Some("أحمد علي")),
            ("By George, he did it!", None),
            ("By midday the square was full", None),
            ("By popular demand", None),
            ("Von Kopf bis Fuß", None),
            ("by Jane Doe, Reuters", Some("Jane Doe@Reuters")),
            ("di Lucia Neri", Some("Lucia Neri")),
            ("From Our Own Correspondent", Some("")),
            ("From Here to There", None),
            ("Von der Leyen Presents Night Trains", None),
            ("Por fin", None),
            ("Jane Doe", None),
        ] {
            let read = read(line).map(|byline| {
                let source = byline.source.map(|source| format!("@{source}")).unwrap_or_default();
                byline.names.join("|") + &source
            });
            assert_eq!(read.as_deref(), expected, "{line}");
        }
    }

    #[test]
    fn declared() {
        for (value, expected) in [
            ("Jane Doe", "Jane Doe"),
            ("By Jane Doe", "Jane Doe"),
            ("Jane Doe and John Roe", "Jane Doe|John Roe"),
            (
                "VON MAX MUSTER, EVA MUSTER UND HANS VON STEIN",
                "MAX MUSTER|EVA MUSTER|HANS VON STEIN",
            ),
            ("Par Jean Petit", "Jean Petit"),
            ("From JANE DOE", "JANE DOE"),
            ("di Lucia Neri", "Lucia Neri"),
            ("Von der Leyen", "Von der Leyen"),
            ("Di Stefano", "Di Stefano"),
            ("Doe, Jane", "Jane Doe"),
            ("Jane Doe, John Roe", "Jane Doe|John Roe"),
            ("Jane Doe <jane@example.org>", "Jane Doe"),
            ("jane@example.org (Jane Doe)", "Jane Doe"),
            ("jane@example.org", ""),
            ("https://example.org/jane", ""),
            ("Staff", "Staff"),
            ("Doe, J., Roe, J.-P.", "J. Doe|J.-P. Roe"),
            ("/u/jane_doe", "/u/jane_doe"),
            ("Jane Doe/AFP", "Jane Doe"),
            ("AFP", "AFP"),
            ("Von Max Muster, dpa", "Max Muster"),
            ("Von Trapp", "Von Trapp"),
            ("Quay Media, Inc.", "Quay Media"),
            ("Jane Doe, John Roe, Jr.", "Jane Doe|John Roe"),
        ] {
            assert_eq!(declared_names(value).join("|"), expected, "{value}");
        }
    }
}
