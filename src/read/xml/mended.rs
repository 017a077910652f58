//! XML that is not well-formed, made so that a strict reader of tokens gets through it.
//!
//! Feeds are written by hand and by templates: a `<` stands alone in a headline, a CDATA section
//! or a comment is never closed, control characters are left over from a wire. A browser reads
//! on; so does this stream. Comments, processing instructions and the DOCTYPE, which hold no
//! text, are left out. Which elements are open is left to the reader of tokens.
//!
//! Invariants: what is well-formed keeps its tags and text; a token is searched for its end no
//! further than the limit for one article; the bytes in are UTF-8, and so are those out.

use std::io::{self, BufRead, Read};

/// Bytes in which a tag or a processing instruction has to end: longer ones are a `<` in a text
/// whose quotation mark happens to be closed much later.
const MAX_TAG_BYTES: usize = 65_536;

/// Bytes that are asked for at a time.
const CHUNK_BYTES: usize = 65_536;

/// Longest opening by which a token is told: `<![CDATA[`.
const OPENING_BYTES: usize = 9;

/// A stream of XML with its syntax mended.
pub(super) struct Mended<'s> {
    stream: &'s mut dyn BufRead,
    /// Bytes that were read and not looked at, from `next` on.
    ahead: Vec<u8>,
    next: usize,
    ended: bool,
    /// Bytes that are mended, from `taken` on.
    ready: Vec<u8>,
    taken: usize,
    /// Name of the element that was opened last, in which an open CDATA section stands.
    element: Vec<u8>,
    limit: usize,
    /// Bytes that were dropped from the beginning of `ahead`.
    dropped: u64,
    /// Where the next `-->`, `]]>` and `>` stand, counted from the first byte, so that many
    /// openings before one end do not each search for it.
    comment_end: Known,
    section_end: Known,
    bracket: Known,
    /// Whether a declaration had no end, so that none is searched for any more.
    broken_declarations: bool,
}

/// What is known of the next end of a token.
#[derive(Clone, Copy)]
enum Known {
    Nothing,
    At(u64),
    /// There is none in the rest of the file.
    Missing,
}

impl<'s> Mended<'s> {
    /// Mends `stream`; no token is longer than `limit` bytes.
    pub(super) fn new(stream: &'s mut dyn BufRead, limit: usize) -> Self {
        Mended {
            stream,
            ahead: Vec::new(),
            next: 0,
            ended: false,
            ready: Vec::new(),
            taken: 0,
            element: Vec::new(),
            limit,
            dropped: 0,
            comment_end: Known::Nothing,
            section_end: Known::Nothing,
            bracket: Known::Nothing,
            broken_declarations: false,
        }
    }

    /// What is ahead and not looked at.
    fn rest(&self) -> &[u8] {
        self.ahead.get(self.next..).unwrap_or_default()
    }

    /// Reads on. Returns whether there was more.
    fn read_on(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.next > 0 {
            self.ahead.drain(..self.next);
            self.dropped += self.next as u64;
            self.next = 0;
        }
        let chunk = self.stream.fill_buf()?;
        let length = chunk.len().min(CHUNK_BYTES);
        self.ahead.extend_from_slice(&chunk[..length]);
        self.stream.consume(length);
        self.ended = length == 0;
        Ok(!self.ended)
    }

    /// Where `needle` begins at or after `from` of what is ahead, within `limit` bytes.
    fn find(&mut self, needle: &[u8], from: usize, limit: usize) -> io::Result<Option<usize>> {
        let mut from = from;
        loop {
            let rest = self.rest();
            let piece = rest.get(from..rest.len().min(limit)).unwrap_or_default();
            if let Some(at) = memchr::memmem::find(piece, needle) {
                return Ok(Some(from + at));
            }
            if rest.len() >= limit {
                return Ok(None);
            }
            from = rest.len().saturating_sub(needle.len()).max(from);
            if !self.read_on()? {
                return Ok(None);
            }
        }
    }

    /// As [`Mended::find`], for an end that many openings may share.
    fn find_end(&mut self, known: Known, needle: &[u8], from: usize) -> io::Result<Known> {
        let here = self.dropped + (self.next + from) as u64;
        match known {
            Known::At(at) if at >= here => return Ok(known),
            Known::Missing => return Ok(known),
            Known::At(_) | Known::Nothing => {}
        }
        let found = self.find(needle, from, self.limit)?;
        Ok(match found {
            Some(at) => Known::At(self.dropped + (self.next + at) as u64),
            None if self.ended => Known::Missing,
            None => Known::Nothing,
        })
    }

    /// How far ahead an end stands.
    fn distance(&self, known: Known) -> Option<usize> {
        let Known::At(at) = known else { return None };
        usize::try_from(at.checked_sub(self.dropped + self.next as u64)?).ok()
    }

    /// Hands `count` bytes on as they are, without control characters.
    fn pass(&mut self, count: usize) {
        let end = (self.next + count).min(self.ahead.len());
        let piece = self.ahead.get(self.next..end).unwrap_or_default();
        if piece.iter().any(|byte| is_control(*byte)) {
            self.ready.extend(piece.iter().filter(|byte| !is_control(**byte)));
        } else {
            self.ready.extend_from_slice(piece);
        }
        self.next = end;
    }

    fn skip(&mut self, count: usize) {
        self.next = (self.next + count).min(self.ahead.len());
    }

    /// Takes a `<` for a character.
    fn escape(&mut self) {
        self.ready.extend_from_slice(b"&lt;");
        self.skip(1);
    }

    /// Mends the next token. Returns whether there was one.
    fn step(&mut self) -> io::Result<bool> {
        if self.rest().is_empty() && !self.read_on()? {
            return Ok(false);
        }
        let text = memchr::memchr(b'<', self.rest()).unwrap_or(self.rest().len());
        if text > 0 {
            self.pass(text);
            return Ok(true);
        }
        while self.rest().len() < OPENING_BYTES && self.read_on()? {}
        let rest = self.rest();
        if rest.starts_with(b"<!--") {
            self.comment_end = self.find_end(self.comment_end, b"-->", 4)?;
            match self.distance(self.comment_end) {
                Some(at) => self.skip(at + 3),
                // Never closed: what follows is read.
                None => self.skip(4),
            }
        } else if rest.starts_with(b"<![CDATA[") {
            self.section()?;
        } else if rest.starts_with(b"<!") {
            let end = self.declaration()?;
            self.skip(end.unwrap_or(2));
        } else if rest.starts_with(b"<?") {
            self.bracket = self.find_end(self.bracket, b">", 2)?;
            match self.distance(self.bracket).filter(|at| *at < MAX_TAG_BYTES) {
                Some(at) => self.skip(at + 1),
                None => self.skip(2),
            }
        } else {
            self.tag()?;
        }
        Ok(true)
    }

    /// A CDATA section. One that is not closed before the next begins, or at all, ends where
    /// its element does.
    fn section(&mut self) -> io::Result<()> {
        self.section_end = self.find_end(self.section_end, b"]]>", OPENING_BYTES)?;
        let closed = self.distance(self.section_end);
        let known = closed.unwrap_or(self.rest().len());
        let inside = self.rest().get(OPENING_BYTES..known).unwrap_or_default();
        let runs_over = memchr::memmem::find(inside, b"<![CDATA[").is_some();
        if let Some(at) = closed.filter(|_| !runs_over) {
            self.pass(at + 3);
            return Ok(());
        }
        let mut end_tag = b"</".to_vec();
        end_tag.extend_from_slice(&self.element);
        let end = memchr::memmem::find(inside, &end_tag).unwrap_or(inside.len());
        self.pass(OPENING_BYTES + end);
        self.ready.extend_from_slice(b"]]>");
        Ok(())
    }

    /// The length of a DOCTYPE or another declaration.
    fn declaration(&mut self) -> io::Result<Option<usize>> {
        loop {
            let end = (!self.broken_declarations).then(|| declaration_end(self.rest())).flatten();
            if end.is_some() {
                return Ok(end);
            }
            if self.broken_declarations || self.rest().len() > MAX_TAG_BYTES || !self.read_on()? {
                self.broken_declarations = true;
                self.bracket = self.find_end(self.bracket, b">", 2)?;
                let end = self.distance(self.bracket).map(|at| at + 1);
                return Ok(end.filter(|end| *end < MAX_TAG_BYTES));
            }
        }
    }

    fn tag(&mut self) -> io::Result<()> {
        let closes = self.rest().get(1) == Some(&b'/');
        let start = if closes { 2 } else { 1 };
        let named = |byte: &u8| byte.is_ascii_alphabetic() || *byte == b'_' || *byte >= 0x80;
        if !self.rest().get(start).is_some_and(named) {
            // `</>` and `</ title>` end nothing; `< 5` is text.
            self.escape();
            return Ok(());
        }
        let end = loop {
            match tag_end(self.rest(), start, true) {
                TagEnd::At(end) => break Some(end),
                TagEnd::Broken(at) if closes => {
                    // `</title<link>`: the end tag lacks its bracket.
                    self.pass(at);
                    self.ready.push(b'>');
                    return Ok(());
                }
                TagEnd::Broken(_) => break None,
                TagEnd::Open => {
                    if self.rest().len() > MAX_TAG_BYTES || !self.read_on()? {
                        break None;
                    }
                }
            }
        };
        // A quotation mark that is never closed: the tag ends at the next bracket.
        let quoted = end.is_some();
        let end = end.or_else(|| match tag_end(self.rest(), start, false) {
            TagEnd::At(end) => Some(end),
            TagEnd::Broken(_) | TagEnd::Open => None,
        });
        let Some(end) = end else {
            // The tag that the end of the file cuts off says nothing.
            if self.ended && memchr::memchr2(b'<', b'>', &self.rest()[1..]).is_none() && closes {
                self.skip(self.rest().len());
            } else {
                self.escape();
            }
            return Ok(());
        };
        if !closes {
            let name = &self.rest()[1..end - 1];
            let length = name.iter().position(|b| b.is_ascii_whitespace() || *b == b'/');
            self.element = name[..length.unwrap_or(name.len())].to_vec();
        }
        if quoted {
            self.pass(end);
            return Ok(());
        }
        // The reader of tokens minds quotation marks; the name is what counts.
        let tag = &self.rest()[..end];
        let name = &tag[start..];
        let length = name
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'/' | b'>' | b'"' | b'\''));
        let mut bare = tag[..start].to_vec();
        bare.extend_from_slice(&name[..length.unwrap_or(0)]);
        bare.extend_from_slice(if tag.ends_with(b"/>") && !closes { b"/>" } else { b">" });
        self.ready.extend_from_slice(&bare);
        self.skip(end);
        Ok(())
    }
}

/// Where a tag ends.
enum TagEnd {
    /// After this many bytes.
    At(usize),
    /// Another tag begins in it.
    Broken(usize),
    /// Not in what is known.
    Open,
}

fn tag_end(bytes: &[u8], from: usize, quotes: bool) -> TagEnd {
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return TagEnd::At(at + 1),
            b'<' => return TagEnd::Broken(at),
            b'"' | b'\'' if quotes => match memchr::memchr(*byte, &bytes[at + 1..]) {
                // No value holds an end tag: its quotation mark is that of another tag.
                Some(length) if memchr::memmem::find(&bytes[at..=at + length], b"</").is_some() => {
                    return TagEnd::Broken(at);
                }
                Some(length) => at += length + 1,
                None => return TagEnd::Open,
            },
            _ => {}
        }
        at += 1;
    }
    TagEnd::Open
}

/// The length of the declaration `<!…>` that `bytes` begin with, with the subset in brackets
/// that a DOCTYPE may have.
pub(super) fn declaration_end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_i32;
    let mut at = 2;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at += memchr::memchr(*byte, &bytes[at + 1..])? + 1,
            b'[' | b'<' => depth += 1,
            b']' => depth -= 1,
            b'>' if depth <= 0 => return Some(at + 1),
            b'>' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// Control characters that XML forbids.
fn is_control(byte: u8) -> bool {
    matches!(byte, 0..=8 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f)
}

impl Read for Mended<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let ready = self.fill_buf()?;
        let count = ready.len().min(out.len());
        out[..count].copy_from_slice(&ready[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Mended<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.taken >= self.ready.len() {
            self.ready.clear();
            self.taken = 0;
            // Several tokens at a time: a call a token costs more than the mending.
            while self.ready.len() < CHUNK_BYTES / 8 && self.step()? {}
        }
        Ok(self.ready.get(self.taken..).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        self.taken += count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_is_mended() {
        for (broken, expected) in [
            ("<a b='1 > 0'>x &amp; y</a>", "<a b='1 > 0'>x &amp; y</a>"),
            ("<a>3 < 4, <5, <-- </a>", "<a>3 &lt; 4, &lt;5, &lt;-- </a>"),
            ("<a><!-- <b> -- --><c/></a>", "<a><c/></a>"),
            ("<a><!-- never <c/></a>", "<a> never <c/></a>"),
            ("<?xml version='1.0'?>\n<a/>", "\n<a/>"),
            ("<!DOCTYPE a [<!ENTITY b \"]>\"> <!ENTITY c 'd'>]><a/>", "<a/>"),
            ("<!DOCTYPE a PUBLIC '-//X//Y' 'z'><a/>", "<a/>"),
            ("<a><![CDATA[x ]] <b>]]></a>", "<a><![CDATA[x ]] <b>]]></a>"),
            ("<a><t><![CDATA[x <b>y</t></a>", "<a><t><![CDATA[x <b>y]]></t></a>"),
            ("<t><![CDATA[x</t><t><![CDATA[y]]></t>", "<t><![CDATA[x]]></t><t><![CDATA[y]]></t>"),
            ("<t><![CDATA[x", "<t><![CDATA[x]]>"),
            ("<t>a</t<u>b</u>", "<t>a</t><u>b</u>"),
            ("<t a=\"1>b</t>", "<t>b</t>"),
            ("<t a=\"it's\">b</t>", "<t a=\"it's\">b</t>"),
            ("<t a='1>b</t><u>c's</u>", "<t>b</t><u>c's</u>"),
            ("<t>a\u{3}b\u{c}</t>", "<t>ab</t>"),
            ("<t>a</t", "<t>a"),
            ("<t>a <b", "<t>a &lt;b"),
        ] {
            let mut stream = broken.as_bytes();
            let mut mended = String::new();
            Mended::new(&mut stream, 1_000_000).read_to_string(&mut mended).unwrap();
            assert_eq!(mended, expected, "{broken}");
        }
    }

    #[test]
    fn many_openings_before_one_end_are_searched_once() {
        for opening in ["<!--", "<t><![CDATA[x</t>", "<a '", "<a ", "<", "<!", "<?"] {
            let text = format!("<r>{}", opening.repeat(100_000));
            let mut mended = Vec::new();
            Mended::new(&mut text.as_bytes(), usize::MAX).read_to_end(&mut mended).unwrap();
            assert!(mended.len() < text.len() * 5, "{opening}");
        }
    }

    #[test]
    fn tokens_over_the_ends_of_chunks_stay_whole() {
        let text = format!("<a><!--{0}--><b c='{0}'>{0}</b></a>", "word ".repeat(3000));
        for size in [1, 7, 4096] {
            let mut stream = io::BufReader::with_capacity(size, text.as_bytes());
            let mut mended = String::new();
            Mended::new(&mut stream, 1_000_000).read_to_string(&mut mended).unwrap();
            assert_eq!(mended.len(), text.len() - 15_007);
        }
    }
}
