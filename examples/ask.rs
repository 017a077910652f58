//! Reads made-up queries, and fails when the query language does: a panic, a query that is printed
//! as another one, a reading that reads differently, a part dropped without a note, or one that
//! takes too long.
//!
//! `cargo run --release --example ask -- [--count N] [--seed N] [--threads N] [--query TEXT]`
//!
//! Makes `--count` (default 1,000,000) queries: some by the grammar, with what people write for its
//! signs, some by damaging queries that people ask, some of any characters. For each of them:
//!
//! 1. it parses, and its notes lie within it;
//! 2. printed and parsed again, it is the same (`parse(print(q)) = q`), and prints the same;
//! 3. what it is resolved to, written in words, parsed and resolved again, is the same condition;
//! 4. where there is no note, every letter of it stands in the printed form;
//! 5. reading it takes no longer than 50 ms, whatever its length; at the end, also queries of a
//!    megabyte that repeat what the grammar is made of.
//!
//! The same seed makes the same queries. `--query` tries one, and prints what comes of it.

use std::io::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dateline::query::note::NoteKind;
use dateline::query::{Query, Strictness};
use jiff::civil::date;

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

/// Notes of a query that are told one by one.
const NOTES_TOLD: usize = 32;

/// The limit of the library for a megabyte.
const MOST_TIME: Duration = Duration::from_millis(50);

/// What people ask.
const ASKED: &[&str] = &[
    "people:\"Vladimir Putin\" region:russia date:2024-08..2024-09 \"peace talks\"~3 -sport title:ukrain*",
    "lukashenko w/10 (negotiat* OR talks) -football",
    "atleast3(kursk) since:2024-08",
    "“peace talks” putin",
    "russia ukraine OR kyiv",
    "a AND b OR c",
    "\"joh* doe\"~2 joh* w/2 doe",
    "people:putin,zelensky oil AND NOT region:usa",
    "people:O'Brien AT&T U.S. COVID-19 Al-Jazeera",
    "=WHO pandemic",
    "lukashenka~1",
    "title:(peace OR truce) by:petrov words:300..1200 has:people",
    "date:>=2024-08 date:<2025 date:[2024-01 TO 2024-02}",
    "date:16 August 2024 since:\"last week\" before:2024-Q3 on:yesterday",
    "+peace -\"a b\" -title:x !sport –sport",
    "http://example.org/a?b=(c)|d~e^2 site:www.bbc.co.uk url:https://a.org/x,y",
    "file:report_2024-08.pdf c++ #hashtag @name $5bn 1,200 50% 10:12",
    "\"(peace OR cease fire) talks\"~4",
    "title: peace region：europe （a OR b）",
    "who is vladimir putin?",
    "/ukrain(e|ian)/ pre/3 war w/s truce near5 x",
    "title:oil^2 (gas OR coal)^0.5",
    "צה\"ל ״שלום״ 《人民日报》「日本」",
    "lang:german ext:.pdf date.source:dateline date.precision:month date:missing missing:by",
    "words:>1,000 words:300-1200 words:12k",
    "((a OR b) AND (c d)) w/3 e",
    "\"=WHO said\" \"v* ~ putin\" \"joh~1 doe\"",
    "½ ⑴ ﬁne ™ ﷺ",
];

/// What the grammar is made of, and what is taken for it.
const PIECES: &[&str] = &[
    "AND",
    "OR",
    "NOT",
    "&&",
    "||",
    "|",
    "-",
    "+",
    "!",
    "–",
    "(",
    ")",
    "（",
    "）",
    "\"",
    "“",
    "”",
    "„",
    "«",
    "»",
    "「",
    "」",
    "‘",
    "’",
    "'",
    "~",
    "~1",
    "~3",
    "~0.8",
    "^",
    "^2",
    "*",
    "?",
    "/",
    "=",
    ":",
    "：",
    ":=",
    ",",
    "..",
    "...",
    "<",
    ">",
    "<=",
    ">=",
    "≥",
    "[",
    "]",
    "{",
    "}",
    " TO ",
    "w/5",
    "near/3",
    "pre/2",
    "w/in 5",
    "w/s",
    "near5",
    "adj",
    "/p",
    "atleast3(",
    "atleast0(",
    "title:",
    "people:",
    "region:",
    "date:",
    "since:",
    "words:",
    "source:",
    "site:",
    "lang:",
    "has:",
    "missing:",
    "x:",
    "date.source:",
    "url:",
    "ext:",
    "2024",
    "2024-08",
    "2024..2025",
    "1,200",
    "300-1200",
    "7d",
    "last week",
    "August",
    "16",
    "monday",
    "missing",
    "peace",
    "talks",
    "Putin",
    "putin?",
    "joh*",
    "c++",
    "a",
    "b",
    "Al-Jazeera",
    "O'Brien",
    "U.S.",
    "日本",
    "שלום",
    "צה\"ל",
    "½",
    "⑴",
    "é",
    "e\u{301}",
    "\u{200f}",
    "\u{0}",
    "\n",
    "\u{3000}",
    " ",
    " ",
    " ",
    " ",
    "https://a.b/c?d",
    "://",
    "\\",
    ".",
    "&",
    "#",
    "@",
    "$",
    "%",
    "İ",
    "ß",
    "ﷺ",
    "\u{640}",
    "🙂",
];

/// The numbers of xorshift64*, which need no crate.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, 0 if that is 0.
    fn below(&mut self, end: usize) -> usize {
        if end == 0 { 0 } else { usize::try_from(self.next() >> 1).unwrap_or(0) % end }
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.below(list.len())]
    }

    fn character(&mut self) -> char {
        let most = [0x80, 0x250, 0x3000, 0x1_0000, 0x11_0000][self.below(5)];
        char::from_u32(u32::try_from(self.below(most)).unwrap_or(0)).unwrap_or('\u{fffd}')
    }
}

/// A query that the grammar makes, written as people may write it.
fn grown(numbers: &mut Numbers, depth: usize, out: &mut String) {
    const WORDS: &[&str] = &[
        "peace",
        "talks",
        "Putin",
        "oil",
        "Kyiv",
        "ukrain*",
        "w?r",
        "AT&T",
        "U.S.",
        "COVID-19",
        "1,200",
        "Al-Jazeera",
        "O'Brien",
        "=WHO",
        "=Al-Jazeera",
        "/ukrain(e|ian)/",
        "lukashenka~1",
        "x~",
        "*",
        "\"peace talks\"",
        "“peace talks”~3",
        "\"joh* doe\"",
        "\"(a OR b c) d\"",
        "«a \"b\" c»",
        "日本",
        "c++",
        "https://a.org/b?c",
        "\"a * b\"",
        "10:12",
        "50%",
        "½",
        "Zürich",
    ];
    const VALUES: &[&str] = &[
        "title:peace",
        "title:oil,gas",
        "title:\"peace talks\"~2",
        "title:=WHO",
        "title:=\"Peace Talks\"",
        "body:1,200",
        "people:putin",
        "people:=\"Vladimir Putin\"",
        "people:\"Putin, V.V.\"",
        "people:put*",
        "people:putin,zelensky",
        "region:europe",
        "region:=\"middle east\"",
        "date:2024-08",
        "date:2024..2025",
        "date:>2024",
        "date:<=2024-08-16",
        "date:{2024 TO 2025]",
        "date:\"16 August 2024\"",
        "date:2023-2024",
        "date:2020..2021,2023",
        "since:7d",
        "until:\"last week\"",
        "after:2024",
        "before:monday",
        "on:today",
        "date:missing",
        "words:300..1200",
        "words:>1,000",
        "words:12k",
        "lang:german",
        "lang:\"missing\"",
        "site:www.bbc.co.uk",
        "site:=bbc.co.uk",
        "site:*.org",
        "ext:.pdf",
        "file:a*.txt",
        "file:\"a b.txt\"",
        "has:people",
        "missing:by",
        "has:title,by",
        "source:reuters,afp",
        "date.source:byline",
        "id:/a.*/",
        "title:*",
        "region:missing",
        "Title：peace",
        "title: peace",
    ];
    const FIELDS: &[&str] =
        &["title", "body", "people", "region", "date", "words", "lang", "site", "source"];
    let part = |numbers: &mut Numbers, out: &mut String| grown(numbers, depth + 1, out);
    let choice = if depth > 3 { numbers.below(2) } else { numbers.below(14) };
    match choice {
        0 | 2 => out.push_str(numbers.of(WORDS)),
        1 | 3 => out.push_str(numbers.of(VALUES)),
        4..=7 => {
            let between = numbers.of(&[" ", " ", " AND ", " OR ", "|", " && ", " || "]);
            for number in 0..2 + numbers.below(3) {
                out.push_str(if number > 0 { between } else { "" });
                part(numbers, out);
            }
        }
        8 => {
            out.push_str(numbers.of(&["-", "NOT ", "+", "!", "–"]));
            part(numbers, out);
        }
        9 => {
            part(numbers, out);
            for _ in 0..=numbers.below(3) {
                let near = [" w/5 ", " w/3 ", " pre/2 ", " near/4 ", " w/in 6 ", " adj2 "];
                out.push_str(numbers.of(&near));
                part(numbers, out);
            }
        }
        10 => {
            out.push_str(numbers.of(FIELDS));
            out.push_str(numbers.of(&[":(", ":=("]));
            part(numbers, out);
            out.push(')');
        }
        11 => {
            out.push_str(numbers.of(&["atleast3(", "atleast1(", "ATLEAST10("]));
            part(numbers, out);
            out.push(')');
        }
        12 => {
            out.push('(');
            part(numbers, out);
            out.push_str(numbers.of(&[")", ")", ")^2", ")^0.5", ""]));
        }
        _ => {
            part(numbers, out);
            out.push_str(numbers.of(&["^2", "^0.25", " ", "?", ","]));
        }
    }
}

/// A query that was damaged: pieces put in, cut out, doubled, exchanged.
fn damaged(numbers: &mut Numbers, text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for _ in 0..=numbers.below(6) {
        let at = numbers.below(chars.len() + 1);
        let length = numbers.below(8).min(chars.len() - at);
        match numbers.below(6) {
            0 => drop(chars.drain(at..at + length)),
            1 | 2 => drop(chars.splice(at..at, numbers.of(PIECES).chars())),
            3 => {
                let piece: Vec<char> = chars[at..at + length].repeat(1 + numbers.below(3));
                chars.splice(at..at, piece);
            }
            4 => {
                let other: Vec<char> = numbers.of(ASKED).chars().collect();
                let from = numbers.below(other.len());
                let to = (from + numbers.below(20)).min(other.len());
                chars.splice(at..at, other[from..to].iter().copied());
            }
            _ => chars.insert(at, numbers.character()),
        }
    }
    chars.into_iter().collect()
}

fn made(numbers: &mut Numbers) -> String {
    let mut text = String::new();
    match numbers.below(100) {
        0..=39 => grown(numbers, 0, &mut text),
        40..=69 => {
            let asked = numbers.of(ASKED);
            text = damaged(numbers, asked);
        }
        70..=79 => {
            let mut whole = String::new();
            grown(numbers, 0, &mut whole);
            text = damaged(numbers, &whole);
        }
        80..=93 => {
            for _ in 0..numbers.below(24) {
                text.push_str(numbers.of(PIECES));
                text.push_str(numbers.of(&["", "", " "]));
            }
        }
        94..=98 => text.extend((0..numbers.below(40)).map(|_| numbers.character())),
        // Deep and long ones.
        _ => {
            let piece = format!("{}{}", numbers.of(PIECES), numbers.of(&["", " ", "a "]));
            let before = numbers.of(PIECES).repeat(numbers.below(200));
            text = format!("{before}{}{before}", piece.repeat(numbers.below(400)));
        }
    }
    text
}

/// What is wrong with how a query is read.
fn harm(text: &str) -> Option<String> {
    std::panic::catch_unwind(|| wrong(text)).unwrap_or_else(|_| Some("panics".to_owned()))
}

fn wrong(text: &str) -> Option<String> {
    let today = date(2024, 9, 1);
    let started = Instant::now();
    let query = Query::parse(text);
    let read = match query.resolve(today, Strictness::Lenient) {
        Ok(read) => read,
        Err(error) => return Some(format!("is refused: {error}")),
    };
    let took = started.elapsed();
    for note in &read.notes {
        if text.get(note.start..note.end).is_none() || note.text.is_empty() {
            return Some(format!("has a note out of place: {note:?}"));
        }
    }
    let printed = query.to_string();
    let again = Query::parse(&printed);
    if again != query {
        return Some(format!("is printed as {printed:?}, which reads differently: {again}"));
    }
    if again.to_string() != printed {
        return Some(format!("is printed as {printed:?}, then as {:?}", again.to_string()));
    }
    let typed = Query::parse(&read.read_as);
    let reread = match typed.resolve(today, Strictness::Lenient) {
        Ok(reread) => reread,
        Err(error) => return Some(format!("reads as {:?}, refused: {error}", read.read_as)),
    };
    if !reread.clause.is_same_condition(&read.clause) || reread.read_as != read.read_as {
        return Some(format!("reads as {:?}, which reads as {:?}", read.read_as, reread.read_as));
    }
    let repaired = |kind: NoteKind| {
        matches!(kind, NoteKind::Repaired | NoteKind::UnknownField | NoteKind::BadValue)
    };
    // What a field cannot hold, it cannot hold in the reading either.
    // Past so many notes only their number is told: what is not there may have been left out.
    let known = |kind: NoteKind| {
        read.notes.len() >= NOTES_TOLD || read.notes.iter().any(|note| note.kind == kind)
    };
    if let Some(note) = reread.notes.iter().find(|n| repaired(n.kind) && !known(n.kind)) {
        return Some(format!("reads as {:?}, which needs repair: {}", read.read_as, note.text));
    }
    // A weight may be printed with other digits.
    let exact = query.notes().is_empty() && !text.contains('^');
    if exact && letters(text) != letters(&printed) {
        return Some(format!("is printed as {printed:?}: letters are lost, and no note says so"));
    }
    // A thread that had to wait for its processor is let try again.
    if took > MOST_TIME && (0..3).all(|_| reading_time(text) > MOST_TIME) {
        return Some(format!("takes {took:?}"));
    }
    None
}

/// The longest that queries of a megabyte take to read, of which each repeats one or two pieces,
/// and the pieces.
fn longest_megabyte() -> (Duration, String) {
    let mut longest = (Duration::ZERO, String::new());
    let mut numbers = Numbers(1);
    let pairs = (0..100).map(|_| format!("{}{}", numbers.of(PIECES), numbers.of(PIECES)));
    let spaced = PIECES.iter().map(|piece| format!("{piece} "));
    let alone = PIECES.iter().map(|piece| (*piece).to_owned());
    let more =
        ["a,", "title:a,", "「『", "[« ", "title:([", "(a OR ", "a w/1 b pre/2 ", "-「", "a-"];
    for piece in alone.chain(spaced).chain(pairs).chain(more.map(str::to_owned)) {
        let text = piece.repeat((1 << 20) / piece.len().max(1));
        let mut took = reading_time(&text);
        // A thread that had to wait for its processor is let try again.
        for _ in 0..4 {
            if took > longest.0 {
                took = took.min(reading_time(&text));
            }
        }
        if took > longest.0 {
            longest = (took, piece);
        }
    }
    longest
}

fn reading_time(text: &str) -> Duration {
    let started = Instant::now();
    let _ = Query::parse(text).resolve(date(2024, 9, 1), Strictness::Lenient);
    started.elapsed()
}

/// The least part of a query that still does harm, as far as leaving out pieces leads.
fn shrunk(text: &str) -> String {
    let mut least: Vec<char> = text.chars().collect();
    let mut piece = least.len().max(2) / 2;
    while piece > 0 {
        let mut at = 0;
        while at < least.len() {
            let end = (at + piece).min(least.len());
            let without: Vec<char> = [&least[..at], &least[end..]].concat();
            if harm(&without.iter().collect::<String>()).is_some() {
                least = without;
            } else {
                at = end;
            }
        }
        piece /= 2;
    }
    least.into_iter().collect()
}

/// The letters and digits of a query, sorted, less its operators.
fn letters(text: &str) -> Vec<char> {
    const OPERATORS: &[&str] =
        &["AND", "OR", "NOT", "TO", "to", "near", "w", "pre", "NEAR", "PRE", "W"];
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        if c.is_alphanumeric() {
            // `~1pre` is two words.
            if !before.is_alphanumeric() || before.is_ascii_digit() != c.is_ascii_digit() {
                words.push(String::new());
            }
            if let Some(word) = words.last_mut() {
                word.push(c);
            }
        }
        before = c;
    }
    let mut found: Vec<char> = words
        .iter()
        .filter(|word| !OPERATORS.contains(&word.as_str()))
        .flat_map(|word| word.trim_matches('0').chars())
        .flat_map(char::to_lowercase)
        .collect();
    found.sort_unstable();
    found
}

fn main() -> Result<()> {
    let (mut count, mut seed) = (1_000_000_u64, 1_u64);
    let mut threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut arguments = std::env::args().skip(1);
    let mut out = std::io::stdout();
    while let Some(argument) = arguments.next() {
        let value = arguments.next().unwrap_or_default();
        match argument.as_str() {
            "--count" => count = value.parse()?,
            "--seed" => seed = value.parse()?,
            "--threads" => threads = value.parse()?,
            "--query" => {
                let query = Query::parse(&value);
                let read = query.resolve(date(2024, 9, 1), Strictness::Lenient)?;
                writeln!(out, "printed: {query}\nread as: {}", read.read_as)?;
                for note in &read.notes {
                    writeln!(
                        out,
                        "note: {:?} {}..{} {}",
                        note.kind, note.start, note.end, note.text
                    )?;
                }
                return wrong(&value).map_or(Ok(()), |wrong| Err(wrong.into()));
            }
            _ => return Err(format!("{argument} is no option").into()),
        }
    }
    // A panic is told with the query that it came of.
    std::panic::set_hook(Box::new(|_| {}));
    let (next, harmful, noted, bytes) =
        (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let slowest = Mutex::new((Duration::ZERO, 0_usize));
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        break;
                    }
                    let mut numbers = Numbers((seed << 40 ^ number).wrapping_mul(0x9e37_79b9) | 1);
                    let text = made(&mut numbers);
                    let started = Instant::now();
                    let wrong = harm(&text);
                    let took = started.elapsed();
                    if let Ok(mut slowest) = slowest.lock()
                        && took > slowest.0
                    {
                        *slowest = (took, text.len());
                    }
                    bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
                    let with_notes = !Query::parse(&text).notes().is_empty();
                    noted.fetch_add(u64::from(with_notes), Ordering::Relaxed);
                    let Some(wrong) = wrong else { continue };
                    if harmful.fetch_add(1, Ordering::Relaxed) < 20 {
                        let least = shrunk(&text);
                        let wrong = harm(&least).unwrap_or(wrong);
                        let _ = writeln!(std::io::stdout(), "{number}: {least:?} {wrong}");
                    }
                }
            });
        }
    });
    let (harmful, noted, bytes) = (harmful.into_inner(), noted.into_inner(), bytes.into_inner());
    let (slowest, length) = slowest.into_inner().unwrap_or_default();
    writeln!(
        out,
        "{count} queries, {} bytes on average, {noted} with notes, read, printed and read again in \
         {:.0} s; the slowest took {:.1} ms ({length} bytes): {harmful} did harm",
        bytes / count.max(1),
        begun.elapsed().as_secs_f64(),
        slowest.as_secs_f64() * 1e3,
    )?;
    // Without optimisation, the limit says nothing.
    if !cfg!(debug_assertions) {
        let (took, piece) = longest_megabyte();
        let milliseconds = took.as_secs_f64() * 1e3;
        writeln!(
            out,
            "a megabyte of {piece:?} took the longest of its kind: {milliseconds:.1} ms"
        )?;
        if took > MOST_TIME {
            return Err("a megabyte takes too long".into());
        }
    }
    if harmful > 0 { Err("queries that do harm".into()) } else { Ok(()) }
}
