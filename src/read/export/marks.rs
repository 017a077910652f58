//! What tells that a file is an export, and of which database.
//!
//! Articles are written about these databases and quote their lines, so that one mark is never
//! enough: a line must stand with the others that the layout has around it.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Kind;
use super::{factiva, is_copyright, is_dated, lexis};

/// Lines of the cover of Nexis Uni and Lexis Advance: who asked for what.
const COVER: &[&str] = &[
    "client/matter:",
    "search terms:",
    "search type:",
    "job number:",
    "narrowed by:",
    "content type",
    "user name:",
    "suchbegriffe:",
    "termes de recherche:",
];

/// The database of an export that begins with `head`.
pub(super) fn kind_of_head(head: &[u8]) -> Option<Kind> {
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if start.first() == Some(&b'<') {
        return kind_of_page(head);
    }
    // UTF-16 as it comes out of Windows: the marks are in its low bytes.
    let text = if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        String::from_utf8_lossy(head).replace(['\0', '\u{fffd}'], "")
    } else {
        String::from_utf8_lossy(head).into_owned()
    };
    kind_of_lines(text.lines())
}

/// Names of databases, in a page that may be an export whose marks stand further on.
const NAMES: &[&str] = &["europresse", "cedrom", "factiva", "lexisnexis", "lxncomment"];

/// Whether a page names a database in its beginning: its marks may stand further on, after
/// kilobytes of scripts.
pub(super) fn is_worth_a_look(head: &[u8]) -> bool {
    static FINDERS: LazyLock<Vec<Finder<'_>>> = LazyLock::new(|| finders(NAMES));
    let lower = head.to_ascii_lowercase();
    FINDERS.iter().any(|finder| finder.find(&lower).is_some())
}

/// Whether a page holds anything that [`kind_of_page`] goes by: a search of bytes, where that
/// decodes and folds.
pub(super) fn may_be_export(head: &[u8]) -> bool {
    const MARKS: &[&str] = &[
        "<docfull>",
        "name=\"doc_id_",
        "class=\"article ",
        "docpublicationname",
        "聞蔵",
        "朝日新聞",
        "ヨミダス",
    ];
    static FINDERS: LazyLock<Vec<Finder<'_>>> = LazyLock::new(|| finders(&[MARKS, NAMES].concat()));
    let utf8 = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.valid_up_to() + 4 > head.len(),
    };
    let lower = head.to_ascii_lowercase();
    !utf8 || FINDERS.iter().any(|finder| finder.find(&lower).is_some())
}

fn finders(words: &[&str]) -> Vec<Finder<'static>> {
    words.iter().map(|word| Finder::new(word.as_bytes()).into_owned()).collect()
}

/// The database of a page that begins with, or consists of, `head`.
pub(super) fn kind_of_page(head: &[u8]) -> Option<Kind> {
    if !may_be_export(head) {
        return None;
    }
    let charset = match std::str::from_utf8(head) {
        Ok(_) => None,
        // The head may end within a character.
        Err(error) if error.valid_up_to() + 4 > head.len() => None,
        Err(_) => super::super::html::meta_charset(head),
    };
    let text = match charset {
        Some(charset) => super::super::decode_declared(head.to_vec(), Some(&charset)).text,
        None => String::from_utf8_lossy(head).into_owned(),
    };
    let lower = text.to_lowercase();
    let any = |marks: &[&str]| marks.iter().any(|mark| lower.contains(mark));
    if any(&["<!-- lxncomment", "<docfull>", "name=\"doc_id_"]) {
        return Some(Kind::Lexis);
    }
    let title = lower.split("<title").nth(1).and_then(|rest| {
        let rest = rest.split_once('>')?.1;
        Some(rest.split_once("</title")?.0.trim().to_owned())
    });
    let title = title.unwrap_or_default();
    // `class="article deArticle"`, with the language of the article.
    let classed = lower.match_indices("class=\"article ").any(|(at, mark)| {
        lower[at + mark.len()..].get(2..10).is_some_and(|after| after == "article\"")
    });
    if matches!(title.as_str(), "factiva" | "dow jones factiva") || classed {
        return Some(Kind::Factiva);
    }
    if any(&["cedrom-sni.com/schema", "docpublicationname"]) {
        return Some(Kind::Europresse);
    }
    if title == "朝日新聞記事検索サービス" || any(&["聞蔵"]) && any(&["\"topic-list\""])
    {
        return Some(Kind::Kikuzo);
    }
    if title.starts_with("ヨミダス")
        && any(&["yominews", "yomiurinews", "contentstable", "yomidasu"])
    {
        return Some(Kind::Yomidasu);
    }
    None
}

/// Longest line that may be a mark, in bytes.
const MARK_BYTES: usize = 160;

/// The database of an export that begins with, or consists of, `lines`.
pub(super) fn kind_of_lines<'l>(lines: impl Iterator<Item = &'l str>) -> Option<Kind> {
    let mut seen = Seen::default();
    for line in lines {
        let line = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        if line.is_empty() || line.len() > MARK_BYTES {
            continue;
        }
        if let Some(kind) = seen.line(line) {
            return Some(kind);
        }
    }
    None
}

/// What stood in the lines up to now.
#[derive(Default)]
struct Seen {
    /// Number of the line.
    at: usize,
    /// Where `1 of 10 DOCUMENTS` stood last.
    counted: Option<usize>,
    /// Where `Length: 300 words` stood last.
    length: Option<usize>,
    /// Where a line with the rights stood last.
    copyright: Option<usize>,
    /// Whether `Body` stood under a length.
    body: bool,
    /// Whether a date of loading was named.
    loaded: bool,
    ended: bool,
    cover: [bool; COVER.len()],
    /// Where a number of words of Factiva stood last, and whether a date followed it.
    words: Option<(usize, bool)>,
    codes: Vec<&'static str>,
}

impl Seen {
    fn line(&mut self, line: &str) -> Option<Kind> {
        self.at += 1;
        let at = self.at;
        let near = |place: Option<usize>, most: usize| place.is_some_and(|p| at - p <= most);
        if self.at <= 60 {
            let lower = line.to_lowercase();
            if let Some(index) = COVER.iter().position(|mark| lower.starts_with(mark)) {
                self.cover[index] = true;
            }
            if self.cover.iter().filter(|seen| **seen).count() >= 3 {
                return Some(Kind::Lexis);
            }
        }
        if lexis::is_count(line) {
            self.counted = Some(at);
            return None;
        }
        if near(self.counted, 40) && lexis::is_older_field(line) {
            return Some(Kind::Lexis);
        }
        if is_copyright(line) {
            self.copyright = Some(at);
        }
        if lexis::is_length(line) {
            self.length = Some(at);
            self.body = false;
        }
        self.loaded |= lexis::is_load_date(line);
        if lexis::is_body(line) && near(self.length, 12) {
            if near(self.copyright, 20) {
                return Some(Kind::Lexis);
            }
            self.body = true;
        }
        self.ended |= lexis::is_end(line);
        if self.ended && (self.body || self.loaded) {
            return Some(Kind::Lexis);
        }
        if let Some((code, rest)) = factiva::code_of(line)
            && !rest.starts_with('-')
            && !self.codes.contains(&code)
        {
            self.codes.push(code);
            let has = |code: &str| self.codes.contains(&code);
            if has("HD") && has("PD") && has("WC") && (has("SN") || has("AN") || has("SC")) {
                return Some(Kind::Factiva);
            }
        }
        if factiva::is_count_of_words(line) {
            self.words = Some((at, false));
        } else if let Some((place, dated)) = self.words {
            if at - place == 1 {
                self.words = is_dated(line).then_some((place, true));
            } else if dated && at - place <= 12 && is_copyright(line) {
                return Some(Kind::Factiva);
            }
            if dated && factiva::is_end(line) {
                return Some(Kind::Factiva);
            }
        }
        None
    }
}
