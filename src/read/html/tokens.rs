//! The tags of a page, found in its bytes without making a tree: comments, scripts, raw text,
//! quoted attributes and character references are read as the HTML Standard reads them
//! (<https://html.spec.whatwg.org/multipage/parsing.html#tokenization>).
//!
//! Works on any encoding whose marks are those of ASCII. Invariants: each byte is looked at a
//! bounded number of times, whatever the page holds; positions are bytes and stand before or after
//! an ASCII character, so that they may be used in the text as well.

use std::borrow::Cow;

/// A tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'h> {
    /// As it is written.
    pub(super) name: &'h [u8],
    /// Whether it ends an element.
    pub(super) ends: bool,
    /// Whether it is written as `<br/>`.
    pub(super) closed: bool,
    /// What stands between the name and the end of the tag.
    attributes: &'h [u8],
    /// Its first byte.
    pub(super) start: usize,
    /// The byte after it.
    pub(super) end: usize,
}

impl<'h> Tag<'h> {
    /// Whether it is called `name`, which is in lower case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name.as_bytes())
    }

    /// Its attributes, as they are written.
    pub(super) fn attributes(&self) -> Attributes<'h> {
        Attributes { bytes: self.attributes, at: 0 }
    }

    /// The value of the attribute `name`, which is in lower case.
    pub(super) fn attribute(&self, name: &str) -> Option<&'h [u8]> {
        let found =
            self.attributes().find(|(known, _)| known.eq_ignore_ascii_case(name.as_bytes()));
        found.map(|(_, value)| value)
    }
}

/// Names and values of attributes, quotes off, character references as they are.
#[derive(Debug)]
pub(super) struct Attributes<'h> {
    bytes: &'h [u8],
    at: usize,
}

impl<'h> Iterator for Attributes<'h> {
    type Item = (&'h [u8], &'h [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let (name, value, next) = attribute_at(self.bytes, self.at)?;
        self.at = next;
        Some((name, value))
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0x0c)
}

/// The attribute at or after `at`, and where the next one may begin; `None` at the end of the tag.
fn attribute_at(bytes: &[u8], mut at: usize) -> Option<(&[u8], &[u8], usize)> {
    while bytes.get(at).is_some_and(|byte| is_space(*byte) || *byte == b'/') {
        at += 1;
    }
    let start = at;
    match bytes.get(at)? {
        b'>' => return None,
        // A stray `=` begins a name.
        _ => at += 1,
    }
    let ends_name = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>' | b'=');
    at += bytes[at..].iter().position(ends_name).unwrap_or(bytes.len() - at);
    let name = &bytes[start..at];
    let mut after = at;
    while bytes.get(after).is_some_and(|byte| is_space(*byte)) {
        after += 1;
    }
    if bytes.get(after) != Some(&b'=') {
        return Some((name, b"", at));
    }
    after += 1;
    while bytes.get(after).is_some_and(|byte| is_space(*byte)) {
        after += 1;
    }
    match bytes.get(after) {
        Some(quote @ (b'"' | b'\'')) => {
            let start = after + 1;
            let length = memchr::memchr(*quote, &bytes[start..]);
            let end = length.map_or(bytes.len(), |length| start + length);
            Some((name, &bytes[start..end], (end + 1).min(bytes.len())))
        }
        _ => {
            let ends = |byte: &u8| is_space(*byte) || *byte == b'>';
            let length = bytes[after..].iter().position(ends);
            let end = length.map_or(bytes.len(), |length| after + length);
            Some((name, &bytes[after..end], end))
        }
    }
}

/// The tags of a page in their order.
#[derive(Clone, Debug)]
pub(super) struct Tags<'h> {
    bytes: &'h [u8],
    /// Where the next tag is looked for.
    pub(super) at: usize,
}

impl<'h> Tags<'h> {
    /// The tags of `bytes` from `at` on.
    pub(super) fn new(bytes: &'h [u8], at: usize) -> Self {
        Tags { bytes, at }
    }

    /// The next start tag of an element of raw text, such as `script`. Other tags are passed over
    /// without a look at their attributes, which have no script in them.
    pub(super) fn next_raw(&mut self) -> Option<Tag<'h>> {
        let (bytes, from) = (self.bytes, self.at);
        for at in memchr::memchr_iter(b'<', bytes.get(from..)?).map(|at| at + from) {
            if at < self.at {
                continue;
            }
            match bytes.get(at + 1).map(u8::to_ascii_lowercase) {
                Some(b'!') => {
                    self.comment(at);
                }
                Some(b's' | b't' | b'i' | b'x' | b'n') => {
                    let rest = &bytes[at + 1..];
                    let length =
                        rest.iter().take(9).take_while(|b| b.is_ascii_alphabetic()).count();
                    if is_raw(&rest[..length]) {
                        let tag = self.tag(at, false)?;
                        if is_raw(tag.name) {
                            return Some(tag);
                        }
                    }
                }
                _ => {}
            }
        }
        self.at = bytes.len();
        None
    }

    /// The next tag, or what is neither tag nor text.
    pub(super) fn next_mark(&mut self) -> Option<Mark<'h>> {
        while let Some(offset) = memchr::memchr(b'<', self.bytes.get(self.at..)?) {
            let start = self.at + offset;
            let after = self.bytes.get(start + 1).copied().unwrap_or(b' ');
            match after {
                b'a'..=b'z' | b'A'..=b'Z' => return self.tag(start, false).map(Mark::Tag),
                b'/' => match self.bytes.get(start + 2) {
                    Some(byte) if byte.is_ascii_alphabetic() => {
                        return self.tag(start, true).map(Mark::Tag);
                    }
                    Some(_) => return Some(self.comment(start)),
                    None => return None,
                },
                b'!' | b'?' => return Some(self.comment(start)),
                _ => self.at = start + 1,
            }
        }
        None
    }

    /// Passes over what looks like tags in an element of raw text, such as `script`, that was just
    /// opened. Returns the range of its text; the tag that ends it is the next one.
    pub(super) fn raw_text(&mut self, name: &[u8]) -> std::ops::Range<usize> {
        let start = self.at;
        let mut from = start;
        while let Some(offset) = memchr::memchr(b'<', &self.bytes[from..]) {
            let at = from + offset;
            let rest = &self.bytes[at..];
            let named = rest.get(1) == Some(&b'/')
                && rest.get(2..2 + name.len()).is_some_and(|end| end.eq_ignore_ascii_case(name));
            let ends = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
            if named && rest.get(2 + name.len()).is_none_or(ends) {
                self.at = at;
                return start..at;
            }
            from = at + 1;
        }
        self.at = self.bytes.len();
        start..self.bytes.len()
    }

    fn tag(&mut self, start: usize, ends: bool) -> Option<Tag<'h>> {
        let named = start + 1 + usize::from(ends);
        let ends_name = |byte: &u8| is_space(*byte) || matches!(byte, b'/' | b'>');
        let length = self.bytes[named..].iter().position(ends_name)?;
        let name = &self.bytes[named..named + length];
        let first = named + length;
        let mut at = first;
        while let Some((_, _, next)) = attribute_at(self.bytes, at) {
            at = next;
        }
        // What is after the last attribute: spaces, slashes, the end.
        while self.bytes.get(at).is_some_and(|byte| *byte != b'>') {
            at += 1;
        }
        // A tag that the page ends in is none.
        if at >= self.bytes.len() {
            self.at = self.bytes.len();
            return None;
        }
        let closed = self.bytes[at - 1] == b'/' && at > first;
        self.at = at + 1;
        Some(Tag { name, ends, closed, attributes: &self.bytes[first..at], start, end: at + 1 })
    }

    fn comment(&mut self, start: usize) -> Mark<'h> {
        let rest = &self.bytes[start..];
        let length = if rest.starts_with(b"<!--") {
            // `<!-->` and `<!--->` are whole.
            const SHORT: [&[u8]; 2] = [b"<!-->", b"<!--->"];
            let short = SHORT.iter().find(|comment| rest.starts_with(comment));
            short.map(|comment| comment.len()).or_else(|| comment_length(rest))
        } else {
            memchr::memchr(b'>', rest).map(|at| at + 1)
        };
        self.at = length.map_or(self.bytes.len(), |length| start + length);
        Mark::Comment { start, end: self.at }
    }
}

/// Length of the comment that `rest` begins with, its end included.
fn comment_length(rest: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'>', &rest[4..]).map(|at| at + 4).find_map(|at| {
        let before = &rest[4..at];
        (before.ends_with(b"--") || before.ends_with(b"--!")).then_some(at + 1)
    })
}

/// What [`Tags::next_mark`] finds.
#[derive(Clone, Copy, Debug)]
pub(super) enum Mark<'h> {
    Tag(Tag<'h>),
    /// A comment, a document type, a processing instruction.
    Comment {
        start: usize,
        end: usize,
    },
}

impl<'h> Mark<'h> {
    /// First byte, and the byte after the last.
    pub(super) fn range(&self) -> (usize, usize) {
        match self {
            Mark::Tag(tag) => (tag.start, tag.end),
            Mark::Comment { start, end } => (*start, *end),
        }
    }

    pub(super) fn tag(self) -> Option<Tag<'h>> {
        match self {
            Mark::Tag(tag) => Some(tag),
            Mark::Comment { .. } => None,
        }
    }
}

/// Elements whose content is text, whatever it looks like.
pub(super) fn is_raw(name: &[u8]) -> bool {
    const RAW: [&[u8]; 8] =
        [b"script", b"style", b"textarea", b"title", b"iframe", b"xmp", b"noembed", b"noframes"];
    RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name))
}

/// A value of an attribute with its character references resolved.
pub(super) fn attribute_text(value: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', value.as_bytes()).is_none() {
        return Cow::Borrowed(value);
    }
    htmlize::unescape_attribute(value)
}

/// A text with its character references resolved.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    htmlize::unescape(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tags of a page, each as `name attribute=value…`.
    fn check(html: &str, expected: &[&str]) {
        let mut tags = Tags::new(html.as_bytes(), 0);
        let mut found = Vec::new();
        while let Some(mark) = tags.next_mark() {
            let Some(tag) = mark.tag() else { continue };
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let mut line = format!("{}{}", if tag.ends { "/" } else { "" }, text(tag.name));
            for (name, value) in tag.attributes() {
                line.push_str(&format!(" {}={}", text(name), text(value)));
            }
            found.push(line);
            if !tag.ends && is_raw(tag.name) {
                tags.raw_text(tag.name);
            }
        }
        assert_eq!(found, expected, "{html}");
    }

    #[test]
    fn tags_are_found_as_browsers_find_them() {
        check("<p CLASS = \"a > b\" id='c' x=1/y z>", &["p CLASS=a > b id=c x=1/y z="]);
        check("a < b <3 <br/><img src=/a/ />", &["br", "img src=/a/"]);
        check("<!-- <p> --><b><!--><i>--><!doctype html><?xml <u>", &["b", "i"]);
        check("<script>'<p>' </scripty> <!-- </script ><p>", &["script", "/script", "p"]);
        check("<title><b></TITLE><a href=x>", &["title", "/TITLE", "a href=x"]);
        check("<a =b c>", &["a =b= c="]);
        check("</ p><p", &[]);
        check("<p a='unended>", &[]);
        check("<!-- unended <p>", &[]);
    }

    #[test]
    fn hostile_pages_take_time_in_proportion() {
        for piece in
            ["<a b=c ", "<!--", "<script>", "<a '", "</", "<<", "<a b=\"", "<script></scrip"]
        {
            let html = piece.repeat(400_000);
            let mut tags = Tags::new(html.as_bytes(), 0);
            let mut count = 0_usize;
            while let Some(mark) = tags.next_mark() {
                count += 1;
                if let Some(tag) = mark.tag().filter(|tag| !tag.ends && is_raw(tag.name)) {
                    tags.raw_text(tag.name);
                }
            }
            assert!(count <= html.len(), "{piece}");
            let mut tags = Tags::new(html.as_bytes(), 0);
            while let Some(tag) = tags.next_raw() {
                tags.raw_text(tag.name);
            }
        }
    }
}
