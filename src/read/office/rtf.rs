//! RTF: paragraphs of a document in Rich Text Format, version 1.9.1 and before.
//!
//! Our own tokens, because the crates there are cannot read what archives hold. `rtf-parser`
//! (0.4) takes a `&str`, reads `\'e4` as a code point whatever code page the file declares, and
//! cuts its tokens recursively, so that a file of braces ends the program; `rtf-grimoire` (0.2)
//! keeps bytes apart, but cuts words only, into a list as long as the file, and has not changed
//! since 2022. A control word is a few lines; code pages, `\ucN` and groups to pass over, which
//! are the work, would be ours with either. Decoding is `encoding_rs`.
//!
//! Invariants: nothing recursive; groups deeper than [`MAX_DEPTH`] cost a counter; what cannot
//! be understood is passed over as the specification asks.

use super::super::encoding::Charset;
use super::super::export::{BOLD, HEADING, Line};
use super::super::{Confidence, Input, Probe, Reader, Sink, unreadable};
use super::document::{Properties, put};
use crate::error::Result;

/// Reads RTF.
pub(in super::super) struct RtfReader;

impl Reader for RtfReader {
    fn format(&self) -> &'static str {
        "rtf"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let start = probe.start();
        (start.starts_with(b"{\\rtf") || start.starts_with(b"{\\urtf"))
            .then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let bytes = input.read_whole()?;
        let document = Parser::read(&bytes);
        let damage = if document.closed {
            Ok(())
        } else {
            Err(unreadable("is cut off: groups are not closed at its end"))
        };
        put(document.lines, document.properties, self.format(), &input, damage, sink)
    }
}

/// Deepest nesting of groups whose state is kept. Word's own tables reach 30.
const MAX_DEPTH: usize = 2000;

/// Where text goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Destination {
    #[default]
    Text,
    /// Nowhere.
    Nothing,
    Fonts,
    Title,
    Author,
    Created,
}

/// What a group changes and its end restores.
#[derive(Clone, Copy, Debug, Default)]
struct State {
    destination: Destination,
    /// Number of the font.
    font: Option<i32>,
    /// Characters that stand for one `\u` in readers that do not know it.
    unicode_skip: u8,
    bold: bool,
    hidden: bool,
}

/// A token.
#[derive(Debug, PartialEq, Eq)]
enum Token<'b> {
    Open,
    Close,
    /// A control word with its number.
    Word(&'b [u8], Option<i32>),
    /// A control symbol such as `\~`.
    Symbol(u8),
    /// A byte of text: written out, or as `\'hh`.
    Byte(u8),
}

/// What was read.
#[derive(Debug, Default)]
struct Document {
    lines: Vec<Line>,
    properties: Properties,
    closed: bool,
}

/// Groups that hold no text of the document.
const PASSED_OVER: &[&str] = &[
    "colortbl",
    "stylesheet",
    "pict",
    "objdata",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "ftnsep",
    "ftnsepc",
    "aftnsep",
    "aftnsepc",
    "fldinst",
    "themedata",
    "colorschememapping",
    "datastore",
    "latentstyles",
    "generator",
    "listtable",
    "listoverridetable",
    "listtext",
    "pntext",
    "pntxta",
    "pntxtb",
    "revtbl",
    "rsidtbl",
    "xmlnstbl",
    "filetbl",
    "bkmkstart",
    "bkmkend",
    "nonshppict",
    "sp",
    "xe",
    "tc",
    "annotation",
    "atnid",
    "atnauthor",
    "template",
    "operator",
    "company",
    "doccomm",
    "comment",
    "keywords",
    "subject",
    "manager",
    "category",
    "hlinkbase",
    "revtim",
    "printim",
    "buptim",
    "userprops",
    "wgrffmtfilter",
    "mmathPr",
    "falt",
    "panose",
    "fontemb",
    "private",
];

/// Code pages by the number of a font's character set.
const CHARSETS: &[(i32, u16)] = &[
    (0, 1252),
    (77, 10000),
    (128, 932),
    (129, 949),
    (134, 936),
    (136, 950),
    (161, 1253),
    (162, 1254),
    (163, 1258),
    (177, 1255),
    (178, 1256),
    (186, 1257),
    (204, 1251),
    (222, 874),
    (238, 1250),
    (255, 437),
];

struct Parser<'b> {
    bytes: &'b [u8],
    at: usize,
    state: State,
    stack: Vec<State>,
    /// Groups that are open beyond those whose state is kept.
    deeper: usize,
    /// The page of the document.
    code_page: u16,
    fonts: Vec<(i32, u16)>,
    /// The page that `pending` is in.
    pending_page: u16,
    /// Bytes of text that are not decoded yet: characters of two bytes come one by one.
    pending: Vec<u8>,
    /// A high surrogate that waits for its low one.
    surrogate: Option<u16>,
    /// Bytes of text still to be passed over after `\u`.
    skip: usize,
    /// Whether `\*` stands before the next word.
    starred: bool,
    text: String,
    begins: bool,
    heading: bool,
    bold: bool,
    light: bool,
    lines: Vec<Line>,
    properties: Properties,
    created: [i32; 5],
}

impl<'b> Parser<'b> {
    fn read(bytes: &'b [u8]) -> Document {
        let mut parser = Parser {
            bytes,
            at: 0,
            state: State { unicode_skip: 1, ..State::default() },
            stack: Vec::new(),
            deeper: 0,
            code_page: 1252,
            fonts: Vec::new(),
            pending_page: 1252,
            pending: Vec::new(),
            surrogate: None,
            skip: 0,
            starred: false,
            text: String::new(),
            begins: true,
            heading: false,
            bold: false,
            light: false,
            lines: Vec::new(),
            properties: Properties::default(),
            created: [0; 5],
        };
        let mut opened = false;
        let mut closed = false;
        while let Some(token) = parser.token() {
            parser.take(&token);
            opened |= token == Token::Open;
            if opened && parser.stack.is_empty() && parser.deeper == 0 {
                // What follows the document is none of it.
                closed = true;
                break;
            }
        }
        parser.end_line();
        let [year, month, day, hour, minute] = parser.created;
        if year > 0 {
            parser.properties.created =
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}");
        }
        Document { lines: parser.lines, properties: parser.properties, closed }
    }

    fn token(&mut self) -> Option<Token<'b>> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            match byte {
                b'{' => return Some(Token::Open),
                b'}' => return Some(Token::Close),
                b'\r' | b'\n' | 0 => {}
                b'\\' => return self.control(),
                _ => return Some(Token::Byte(byte)),
            }
        }
    }

    fn control(&mut self) -> Option<Token<'b>> {
        let bytes = self.bytes;
        let first = *bytes.get(self.at)?;
        if !first.is_ascii_alphabetic() {
            self.at += 1;
            if first != b'\'' {
                return Some(Token::Symbol(first));
            }
            let digits = bytes.get(self.at..self.at + 2).unwrap_or_default();
            let byte =
                std::str::from_utf8(digits).ok().and_then(|d| u8::from_str_radix(d, 16).ok());
            return match byte {
                Some(byte) => {
                    self.at += 2;
                    Some(Token::Byte(byte))
                }
                None => Some(Token::Symbol(first)),
            };
        }
        let from = self.at;
        let letters = bytes[from..].iter().take_while(|b| b.is_ascii_alphabetic()).count();
        let word = &bytes[from..from + letters];
        self.at = from + letters;
        let minus = bytes.get(self.at) == Some(&b'-');
        let digits_from = self.at + usize::from(minus);
        let rest = bytes.get(digits_from..).unwrap_or_default();
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let mut number = None;
        if digits > 0 {
            let digit = |value: i32, byte: &u8| {
                value.saturating_mul(10).saturating_add(i32::from(*byte - b'0'))
            };
            let value = rest[..digits].iter().fold(0, digit);
            number = Some(if minus { -value } else { value });
            self.at = digits_from + digits;
        }
        // One space ends the word and is none of the text.
        if bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        Some(Token::Word(word, number))
    }

    fn take(&mut self, token: &Token<'_>) {
        match token {
            Token::Open => {
                self.flush();
                self.skip = 0;
                self.starred = false;
                if self.stack.len() < MAX_DEPTH {
                    self.stack.push(self.state);
                } else {
                    self.deeper += 1;
                }
            }
            Token::Close => {
                self.flush();
                self.skip = 0;
                self.starred = false;
                if self.deeper > 0 {
                    self.deeper -= 1;
                } else if let Some(state) = self.stack.pop() {
                    self.state = state;
                }
            }
            Token::Byte(byte) => self.byte(*byte),
            Token::Symbol(symbol) => self.symbol(*symbol),
            Token::Word(word, number) => {
                let word = std::str::from_utf8(word).unwrap_or_default();
                let starred = std::mem::take(&mut self.starred);
                self.word(word, *number, starred);
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        if !self.takes_text() {
            return;
        }
        let font = self.state.font.and_then(|font| self.fonts.iter().find(|(n, _)| *n == font));
        let page = font.map_or(self.code_page, |(_, page)| *page);
        if page != self.pending_page {
            self.flush();
            self.pending_page = page;
        }
        self.pending.push(byte);
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.starred = true,
            b'~' => self.push("\u{a0}"),
            b'_' => self.push("\u{2011}"),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'\n' | b'\r' => self.end_paragraph(),
            _ => {}
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>, starred: bool) {
        let on = number != Some(0);
        match word {
            "bin" => {
                let count = usize::try_from(number.unwrap_or(0)).unwrap_or(0);
                self.at = self.at.saturating_add(count).min(self.bytes.len());
            }
            "ansicpg" => {
                let page = number.and_then(|n| u16::try_from(n).ok()).filter(|page| *page > 0);
                self.code_page = page.unwrap_or(self.code_page);
            }
            "mac" => self.code_page = 10000,
            "pc" => self.code_page = 437,
            "pca" => self.code_page = 850,
            "fonttbl" => self.state.destination = Destination::Fonts,
            "f" => self.state.font = number,
            "fcharset" if self.state.destination == Destination::Fonts => {
                let page = CHARSETS.iter().find(|(charset, _)| Some(*charset) == number);
                self.set_font_page(page.map(|(_, page)| *page));
            }
            "cpg" if self.state.destination == Destination::Fonts => {
                self.set_font_page(number.and_then(|n| u16::try_from(n).ok()));
            }
            "info" => self.state.destination = Destination::Nothing,
            "title" => self.state.destination = Destination::Title,
            "author" => self.state.destination = Destination::Author,
            "creatim" => self.state.destination = Destination::Created,
            "yr" | "mo" | "dy" | "hr" | "min" if self.state.destination == Destination::Created => {
                let place = ["yr", "mo", "dy", "hr", "min"].iter().position(|name| *name == word);
                if let Some(place) = place.and_then(|place| self.created.get_mut(place)) {
                    *place = number.unwrap_or(0).clamp(0, 9999);
                }
            }
            "uc" => {
                let skip = number.and_then(|n| u8::try_from(n).ok()).unwrap_or(1);
                self.state.unicode_skip = skip;
            }
            "u" => {
                self.unicode(number.unwrap_or(0));
                self.skip = usize::from(self.state.unicode_skip);
            }
            "par" | "sect" | "page" | "row" | "nestrow" => self.end_paragraph(),
            "line" | "softline" => self.push("\n"),
            "tab" => self.push("\t"),
            // A cell is followed by its neighbour: a name by its value.
            "cell" | "nestcell" => self.push("\t"),
            "emdash" => self.push("—"),
            "endash" => self.push("–"),
            "bullet" => self.push("•"),
            "lquote" => self.push("‘"),
            "rquote" => self.push("’"),
            "ldblquote" => self.push("“"),
            "rdblquote" => self.push("”"),
            "emspace" | "enspace" | "qmspace" => self.push(" "),
            "pard" => self.heading = false,
            "plain" => {
                self.flush();
                self.state.bold = false;
                self.state.hidden = false;
            }
            "b" => {
                self.flush();
                self.state.bold = on;
            }
            "v" => {
                self.flush();
                self.state.hidden = on;
            }
            "deleted" => {
                self.flush();
                self.state.hidden = on;
            }
            "outlinelevel" => self.heading = matches!(number, Some(0..=2)),
            // Known groups that readers may pass over and that hold text.
            "shptxt" | "shppict" | "shpinst" | "shp" | "ud" | "upr" | "fldrslt" | "field" => {}
            _ if starred || PASSED_OVER.contains(&word) => {
                self.state.destination = Destination::Nothing;
            }
            _ => {}
        }
    }

    fn set_font_page(&mut self, page: Option<u16>) {
        if let (Some(font), Some(page)) = (self.state.font, page) {
            self.fonts.retain(|(known, _)| *known != font);
            // A document with so many fonts is hostile.
            if self.fonts.len() < 1000 {
                self.fonts.push((font, page));
            }
        }
    }

    fn unicode(&mut self, number: i32) {
        // Values over 32767 are written as negative numbers.
        let unit = if number < 0 { number.saturating_add(65536) } else { number };
        let Ok(unit) = u32::try_from(unit) else { return };
        self.flush();
        let character = match (self.surrogate.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.surrogate = u16::try_from(unit).ok();
                return;
            }
            (Some(high), 0xdc00..=0xdfff) => {
                char::from_u32(0x10000 + ((u32::from(high) - 0xd800) << 10) + (unit - 0xdc00))
            }
            _ => char::from_u32(unit),
        };
        let mut buffer = [0; 4];
        self.push(character.unwrap_or('\u{fffd}').encode_utf8(&mut buffer));
    }

    fn takes_text(&self) -> bool {
        matches!(
            self.state.destination,
            Destination::Text | Destination::Title | Destination::Author
        ) && !self.state.hidden
    }

    /// Adds decoded text.
    fn push(&mut self, text: &str) {
        self.flush();
        self.add(text);
    }

    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let decoded = decode(&bytes, self.pending_page);
        self.pending = bytes;
        self.pending.clear();
        self.add(&decoded);
    }

    fn add(&mut self, text: &str) {
        match self.state.destination {
            Destination::Text if !self.state.hidden => {
                self.text.push_str(text);
                if !text.trim().is_empty() {
                    self.bold |= self.state.bold;
                    self.light |= !self.state.bold;
                }
            }
            Destination::Title => self.properties.title.push_str(text),
            Destination::Author => self.properties.author.push_str(text),
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if self.state.destination == Destination::Text {
            self.end_line();
            self.begins = true;
        }
    }

    fn end_line(&mut self) {
        self.flush();
        let text = std::mem::take(&mut self.text);
        let mut marks = String::new();
        if self.heading {
            marks.push_str(HEADING);
        }
        if std::mem::take(&mut self.bold) & !std::mem::take(&mut self.light) {
            marks.push_str(BOLD);
        }
        for line in text.split('\n') {
            let line = line.trim();
            if line.is_empty() {
                self.begins = true;
                continue;
            }
            let begins = std::mem::take(&mut self.begins);
            self.lines.push(Line { text: line.to_owned(), marks: marks.clone(), begins });
        }
    }
}

/// Decodes bytes of a code page of Windows, DOS or the Macintosh.
fn decode(bytes: &[u8], page: u16) -> String {
    if bytes.is_ascii() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let name = match page {
        10000 => "macintosh".to_owned(),
        10007 => "x-mac-cyrillic".to_owned(),
        65001 => "utf-8".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gb18030".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        874 | 1250..=1258 => format!("windows-{page}"),
        _ => format!("cp{page}"),
    };
    let charset = Charset::named(&name).unwrap_or(Charset::Standard(encoding_rs::WINDOWS_1252));
    charset.decode(bytes).0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rtf: &str, expected: &[&str]) {
        let document = Parser::read(rtf.as_bytes());
        let lines: Vec<&str> = document.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, expected, "{rtf}");
    }

    #[test]
    fn text_is_decoded_in_the_page_of_its_font() {
        check(r"{\rtf1\ansi\ansicpg1251 \'cc\'ee\'f1\'ea\'e2\'e0\par b}", &["Москва", "b"]);
        check(
            r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset128 MS;}}\f1\'93\'fa\'96{\f0 x}}",
            &["日\u{fffd}x"],
        );
        check(
            r"{\rtf1\ansicpg1252{\fonttbl{\f0 A;}{\f1\fcharset204 B;}}\f0 caf\'e9 \f1\'e4\'e0}",
            &["café да"],
        );
        check(r"{\rtf1\mac caf\'8e}", &["café"]);
        check(r"{\rtf1\ansicpg65001 caf\'c3\'a9}", &["café"]);
    }

    #[test]
    fn unicode_takes_the_place_of_what_follows() {
        check(r"{\rtf1 \u8364?5 \u-10179?\u-8704?.}", &["€5 😀."]);
        check(r"{\rtf1\uc2 \u1046\'c6\'c6z{\uc0\u1046 z}\u1046abc}", &["ЖzЖzЖc"]);
    }

    #[test]
    fn groups_without_text_are_passed_over() {
        check(
            r"{\rtf1{\info{\title A title}{\author An author}{\creatim\yr2011\mo3\dy4}}{\*\unknown x}{\pict\bin5 }}}}}}one{\field{\*\fldinst HYPERLINK x}{\fldrslt two}}{\header three}\par\{four\}\~\line five}",
            &["onetwo", "{four}", "five"],
        );
        let document = Parser::read(
            br"{\rtf1{\info{\title A title}{\author An author}{\creatim\yr2011\mo3\dy4}}\b x\par\pard\b0 y}",
        );
        assert_eq!(document.properties.title, "A title");
        assert_eq!(document.properties.author, "An author");
        assert_eq!(document.properties.created, "2011-03-04T00:00");
        assert_eq!(document.lines[0].marks, BOLD);
        assert_eq!(document.lines[1].marks, "");
    }

    #[test]
    fn hostile_files_end() {
        let deep = format!("{{\\rtf1 a{}b{}c}}", "{".repeat(100_000), "}".repeat(100_000));
        check(&deep, &["abc"]);
        check(&format!("{{\\rtf1 a{}", "{\\b".repeat(100_000)), &["a"]);
        check(r"{\rtf1 a\bin99999999999 b}", &["a"]);
        check(r"{\rtf1 a\u99999999 b\'zz\'", &["a\u{fffd}zz"]);
        check("{\\rtf1 a\\", &["a"]);
    }
}
