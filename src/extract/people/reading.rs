//! The words of an article as the tagger sees them: shape, what stands before, kinds, and the
//! runs of words that may be names.
//!
//! Only capitalised words, and small words between or before them, are ever scored. Where
//! capitals say nothing (headlines in title case, text all in capitals), common words are taken
//! as if written small. Invariants: words of all parts stand in one vector, in the order of the
//! parts; runs do not overlap and are in order.

use super::lists::{Kinds, Lists, word_hash};
use crate::text::Tokens;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `word`, or a script without capitals.
    Small,
    /// `Word`
    Capital,
    /// `WORD`
    Capitals,
    /// `McDonald`, `LaToya`
    Inner,
    /// `J`
    Initial,
    /// `J.K`, `U.S`
    Dotted,
    /// `AT&T`, `F16`
    Code,
    /// `iPhone`
    SmallThenCapital,
    /// `1998`
    Number,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gap {
    /// Nothing: the first word of its part, or of a paragraph.
    Paragraph,
    /// White space.
    Space,
    /// A hyphen.
    Hyphen,
    /// An apostrophe, or nothing.
    Joined,
    /// The full stop of an abbreviation or initial.
    Stop,
    /// A possessive.
    Possessive,
    /// A comma.
    Comma,
    /// An opening or closing quotation mark.
    Quote,
    /// A bracket.
    Bracket,
    /// The end of a sentence.
    Sentence,
    /// A slash.
    Slash,
    /// Anything else: dashes, colons.
    Other,
}

impl Gap {
    /// Whether a name may go on over it.
    pub const fn joins(self) -> bool {
        matches!(self, Gap::Space | Gap::Hyphen | Gap::Joined | Gap::Stop)
    }
}

/// One word.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    /// Hash of the folded word.
    pub hash: u64,
    /// Kinds by the lists.
    pub kinds: Kinds,
    /// How it is written, or taken to be.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
    /// Whether it begins a sentence.
    pub first: bool,
    /// Whether the capitals of where it stands say nothing.
    pub doubtful: bool,
}

/// A part of an article: headline, body or caption.
#[derive(Clone, Copy, Debug)]
pub struct PartText<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub tokens: &'a Tokens,
    /// Whether it is the headline, where capitals may say nothing.
    pub headline: bool,
}

/// Words in a row that may be names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// First word.
    pub start: usize,
    /// Word after the last.
    pub end: usize,
}

impl Run {
    /// The words of the run, by number.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

/// An article as the tagger sees it.
#[derive(Debug)]
pub struct Reading<'a> {
    /// The parts, the body first.
    pub parts: Vec<PartText<'a>>,
    /// First word of each part.
    pub starts: Vec<usize>,
    /// All words.
    pub words: Vec<Word>,
    /// What may be names.
    pub runs: Vec<Run>,
    /// Which words are written small somewhere, by hash.
    small: Seen,
    /// A number that stands for the language.
    pub lang: u8,
}

/// Words seen, one bit a hash: in an article of 1,000 words one word in 100 is taken for seen
/// that is not.
#[derive(Debug)]
struct Seen(Vec<u64>);

impl Seen {
    fn new(words: usize) -> Self {
        Seen(vec![0; (words * 2).next_power_of_two().clamp(64, 1024)])
    }

    fn place(&self, hash: u64) -> (usize, u64) {
        let bit = (hash >> 20) as usize & (self.0.len() * 64 - 1);
        (bit / 64, 1 << (bit % 64))
    }

    fn add(&mut self, hash: u64) {
        let (word, bit) = self.place(hash);
        self.0[word] |= bit;
    }

    fn has(&self, hash: u64) -> bool {
        let (word, bit) = self.place(hash);
        self.0[word] & bit != 0
    }
}

/// Longest run, in words: a table of names in capitals is no name.
const LONGEST_RUN: usize = 40;

impl<'a> Reading<'a> {
    /// Reads the parts of an article. `lang` is its language, ISO 639-1.
    pub fn new(lists: &Lists, parts: Vec<PartText<'a>>, lang: Option<&str>) -> Self {
        let count = parts.iter().map(|part| part.tokens.len()).sum();
        let mut reading = Reading {
            starts: Vec::with_capacity(parts.len()),
            words: Vec::with_capacity(count),
            runs: Vec::with_capacity(count / 6),
            small: Seen::new(count),
            lang: language_number(lang),
            parts: Vec::new(),
        };
        let mut capital = Seen::new(count);
        for part in &parts {
            reading.read_part(lists, part, &mut capital);
        }
        reading.parts = parts;
        reading
    }

    fn read_part(&mut self, lists: &Lists, part: &PartText<'a>, capital: &mut Seen) {
        let (text, tokens) = (part.text, part.tokens);
        let base = self.words.len();
        self.starts.push(base);
        let mut before_end = 0;
        for index in 0..tokens.len() {
            let span = tokens.span(index);
            let shape = shape_of(&text[span.clone()]);
            let hash = word_hash(tokens.folded(index));
            let between = &text[before_end..span.start];
            let gap = if index == 0 {
                Gap::Paragraph
            } else {
                let before = self.words.last().copied();
                gap_of(between, before, shape, || lists.of(tokens.folded(index - 1)))
            };
            let first = matches!(gap, Gap::Paragraph | Gap::Sentence)
                || (gap == Gap::Quote && between.contains(['.', '!', '?', ':']));
            if shape == Shape::Small {
                self.small.add(hash);
            } else if shape == Shape::Capital && !first {
                capital.add(hash);
            }
            before_end = span.end;
            self.words.push(Word {
                hash,
                kinds: Kinds::default(),
                shape,
                gap,
                first,
                doubtful: false,
            });
        }
        if part.headline && title_case(&self.words[base..]) {
            self.take_common_as_small(lists, base, self.words.len(), Some(capital));
        }
        self.lower_capitals(lists, base);
        self.find_runs(lists, base, part);
    }

    /// Paragraphs all in capitals.
    fn lower_capitals(&mut self, lists: &Lists, base: usize) {
        let mut start = base;
        while start < self.words.len() {
            let mut end = start + 1;
            let mut counts = [0_usize; 2];
            let mut count = |word: &Word| match word.shape {
                Shape::Small | Shape::Capital | Shape::Inner | Shape::SmallThenCapital => {
                    counts[0] += 1;
                }
                Shape::Capitals => counts[1] += 1,
                _ => {}
            };
            count(&self.words[start]);
            while end < self.words.len() && self.words[end].gap != Gap::Paragraph {
                count(&self.words[end]);
                end += 1;
            }
            if counts[1] > 2 && counts[1] > counts[0] * 6 {
                for word in &mut self.words[start..end] {
                    if word.shape == Shape::Capitals {
                        word.shape = Shape::Capital;
                    }
                }
                self.take_common_as_small(lists, start, end, None);
            }
            start = end;
        }
    }

    /// Takes common words as written small, unless they are seen with a capital elsewhere.
    fn take_common_as_small(
        &mut self,
        lists: &Lists,
        start: usize,
        end: usize,
        capital: Option<&Seen>,
    ) {
        for word in &mut self.words[start..end] {
            word.doubtful = true;
            let common = lists.kinds(word.hash).any(Kinds::COMMON)
                || (self.small.has(word.hash) && capital.is_some());
            if word.shape == Shape::Capital
                && common
                && !capital.is_some_and(|capital| capital.has(word.hash))
            {
                word.shape = Shape::Small;
            }
        }
    }

    fn find_runs(&mut self, lists: &Lists, base: usize, part: &PartText<'_>) {
        let end = self.words.len();
        let particle = |at: usize| {
            let token = part.tokens.folded(at - base);
            is_particle(token)
        };
        let mut at = base;
        let mut known_to = base;
        while at < end {
            if !is_capital(self.words[at].shape) {
                at += 1;
                continue;
            }
            let mut start = at;
            // `de Gaulle`, `al-Assad`
            while start > base.max(self.runs.last().map_or(0, |run| run.end))
                && self.words[start].gap.joins()
                && self.words[start - 1].shape == Shape::Small
                && particle(start - 1) == Some(Particle::Leading)
            {
                start -= 1;
            }
            let mut stop = at + 1;
            while stop < end && stop - start < LONGEST_RUN && self.words[stop].gap.joins() {
                let word = &self.words[stop];
                if is_capital(word.shape) {
                    stop += 1;
                    continue;
                }
                if word.gap == Gap::Hyphen && word.shape == Shape::Small {
                    // `Moon Jae-in`
                    stop += 1;
                    continue;
                }
                let mut over = stop;
                while over < end
                    && over - stop < 3
                    && self.words[over].shape == Shape::Small
                    && self.words[over].gap.joins()
                    && particle(over).is_some()
                {
                    over += 1;
                }
                if over > stop
                    && over < end
                    && is_capital(self.words[over].shape)
                    && self.words[over].gap.joins()
                {
                    stop = over + 1;
                } else {
                    break;
                }
            }
            let (near, after) = (start.saturating_sub(3).max(known_to), (stop + 3).min(end));
            for word in &mut self.words[near..after] {
                word.kinds = lists.kinds(word.hash);
            }
            known_to = after;
            self.runs.push(Run { start, end: stop });
            at = stop;
        }
    }

    /// Whether a word with this hash is written small somewhere.
    pub fn is_small_somewhere(&self, hash: u64) -> bool {
        self.small.has(hash)
    }

    /// The part in which word `at` stands, and its number there.
    pub fn place(&self, at: usize) -> (usize, usize) {
        let part = self.starts.partition_point(|&start| start <= at).saturating_sub(1);
        (part, at - self.starts.get(part).copied().unwrap_or(0))
    }

    /// The folded form of word `at`.
    pub fn folded(&self, at: usize) -> &str {
        let (part, token) = self.place(at);
        self.parts.get(part).map_or("", |part| part.tokens.folded(token))
    }
}

/// Whether most words of a headline have capitals, so that a capital says nothing.
fn title_case(words: &[Word]) -> bool {
    let (mut small, mut capital) = (0, 0);
    for word in words.iter().skip(1) {
        match word.shape {
            Shape::Small => small += 1,
            Shape::Capital => capital += 1,
            _ => {}
        }
    }
    capital > 2 && capital > small * 2
}

/// The languages whose words the model tells apart.
fn language_number(lang: Option<&str>) -> u8 {
    match lang {
        None | Some("en") => 0,
        Some("de") => 1,
        Some("nl") => 2,
        Some("fr") => 3,
        Some(_) => 4,
    }
}

fn is_capital(shape: Shape) -> bool {
    matches!(
        shape,
        Shape::Capital
            | Shape::Capitals
            | Shape::Inner
            | Shape::Initial
            | Shape::Dotted
            | Shape::Code
    )
}

/// What a small word may do in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Particle {
    /// Open it: `de Gaulle`.
    Leading,
    /// Stand within it: `Department of State`.
    Inner,
}

/// Whether a folded word is a small word within names.
fn is_particle(word: &str) -> Option<Particle> {
    match word {
        "van" | "von" | "der" | "den" | "de" | "da" | "di" | "du" | "del" | "della" | "dello"
        | "dos" | "das" | "la" | "le" | "ter" | "ten" | "te" | "zu" | "zum" | "zur" | "bin"
        | "ibn" | "bint" | "ben" | "abu" | "al" | "el" | "ul" | "ad" | "af" | "av" | "ap" | "d"
        | "l" | "as" | "ash" | "at" | "az" | "an" | "ar" | "op" | "vande" | "vander" | "auf"
        | "y" | "e"
            if word.len() < 6 =>
        {
            Some(match word {
                "as" | "at" | "an" | "ten" | "y" | "e" | "das" | "du" | "le" | "la" | "den"
                | "der" | "op" | "auf" | "zu" | "zum" | "zur" | "te" | "av" | "ad" | "ap" | "l" => {
                    Particle::Inner
                }
                _ => Particle::Leading,
            })
        }
        "of" | "the" | "and" | "for" | "und" => Some(Particle::Inner),
        _ => None,
    }
}

fn shape_of(word: &str) -> Shape {
    let bytes = word.as_bytes();
    if bytes.iter().all(u8::is_ascii_lowercase) {
        return Shape::Small;
    }
    let (mut upper, mut lower, mut digits, mut marks, mut chars) = (0, 0, 0, 0, 0);
    let mut first_upper = false;
    let mut later_upper = false;
    for c in word.chars() {
        chars += 1;
        if c.is_uppercase() {
            upper += 1;
            if chars == 1 {
                first_upper = true;
            } else {
                later_upper = true;
            }
        } else if c.is_lowercase() {
            lower += 1;
        } else if c.is_numeric() {
            digits += 1;
        } else if matches!(c, '.' | '&') {
            marks += 1;
        }
    }
    if upper == 0 {
        return if digits > 0 && lower == 0 { Shape::Number } else { Shape::Small };
    }
    if digits > 0 || (marks > 0 && word.contains('&')) {
        return if first_upper { Shape::Code } else { Shape::Number };
    }
    if !first_upper {
        return Shape::SmallThenCapital;
    }
    if marks > 0 {
        return Shape::Dotted;
    }
    if lower == 0 {
        return if upper == 1 { Shape::Initial } else { Shape::Capitals };
    }
    if later_upper { Shape::Inner } else { Shape::Capital }
}

fn gap_of(between: &str, before: Option<Word>, shape: Shape, kinds: impl Fn() -> Kinds) -> Gap {
    match between {
        " " | "\n" => return Gap::Space,
        "" | "'" | "\u{2019}" => return Gap::Joined,
        "-" | "\u{2010}" | "\u{2011}" => return Gap::Hyphen,
        ", " => return Gap::Comma,
        _ => {}
    }
    let bytes = between.as_bytes();
    if bytes.iter().filter(|&&b| b == b'\n').count() > 1 {
        return Gap::Paragraph;
    }
    if let Some(rest) = between.strip_prefix(['\'', '\u{2019}', '\u{2bc}'])
        && let Some(rest) = rest.strip_prefix(['s', 'S'])
        && rest.chars().all(char::is_whitespace)
    {
        return Gap::Possessive;
    }
    if between.chars().all(char::is_whitespace) {
        return Gap::Space;
    }
    let stop = between.starts_with('.');
    if stop && between.trim_end() == "." {
        let abbreviated = before.is_some_and(|word| {
            matches!(word.shape, Shape::Initial | Shape::Dotted)
                || (word.shape != Shape::Small && kinds().any(Kinds(1 << 6 | 1 << 13)))
        });
        if abbreviated || shape == Shape::Small || shape == Shape::Number {
            return Gap::Stop;
        }
        return Gap::Sentence;
    }
    let quote = |c: char| {
        matches!(
            c,
            '"' | '\u{201c}'
                | '\u{201d}'
                | '\u{201e}'
                | '«'
                | '»'
                | '`'
                | '\''
                | '\u{2018}'
                | '\u{2019}'
        )
    };
    if between.contains(quote) {
        return Gap::Quote;
    }
    if between.contains(['(', ')', '[', ']']) {
        return Gap::Bracket;
    }
    if between.contains(['.', '!', '?', '\u{2026}', ':']) {
        return Gap::Sentence;
    }
    if between.contains(',') {
        return Gap::Comma;
    }
    if between.contains('/') {
        return Gap::Slash;
    }
    Gap::Other
}
