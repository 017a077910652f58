//! Plain text out of fragments of HTML, as JSON values, feeds and SGML texts hold them.
//!
//! Whole pages, with their menus and banners, are left to `html`. Invariants: text without
//! markup comes back as it is, at the cost of one search; what only looks like a tag
//! (`a < b`, `<3`) stays; one pass, no tree, so that nothing nested costs more than its length.

use std::borrow::Cow;

/// Longest tag that is taken for one, in bytes; beyond it, a `<` is a character. Attributes
/// hold whole pictures as `data:` addresses.
const MAX_TAG_BYTES: usize = 1_000_000;

/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style", "head", "template", "noscript", "svg", "iframe"];

/// Elements that begin or end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "tr",
    "table",
    "blockquote",
    "pre",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "figure",
    "figcaption",
    "hr",
    "block",
    "paragraph",
];

/// Whether `text` holds something that [`plain_text`] would change.
pub(super) fn has_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'<', b'&', bytes).any(|at| {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        if bytes[at] == b'<' {
            next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?')
        } else {
            next.is_ascii_alphanumeric() || next == b'#'
        }
    })
}

/// The text of a fragment: paragraphs separated by blank lines, entities resolved, control
/// characters that entities stand for left out.
pub(super) fn plain_text(fragment: &str) -> Cow<'_, str> {
    if !has_markup(fragment) {
        return Cow::Borrowed(fragment);
    }
    let with_blocks = strip_tags(fragment);
    let resolved = htmlize::unescape(with_blocks.as_str());
    Cow::Owned(tidy(&resolved))
}

/// Takes the captions out of a fragment of HTML, which stand between its paragraphs.
pub(super) fn take_captions(fragment: &str) -> (Cow<'_, str>, Vec<String>) {
    const OPENING: &[u8] = b"<figcaption";
    const CLOSING: &[u8] = b"</figcaption>";
    let mut captions = Vec::new();
    let mut kept = String::new();
    let mut rest = fragment;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), OPENING) {
        let Some(length) = memchr::memmem::find(&rest.as_bytes()[at..], CLOSING) else { break };
        let end = at + length + CLOSING.len();
        kept.push_str(&rest[..at]);
        captions.push(plain_text(&rest[at..end]).trim().to_owned());
        rest = &rest[end..];
    }
    if captions.is_empty() {
        return (Cow::Borrowed(fragment), captions);
    }
    kept.push_str(rest);
    (Cow::Owned(kept), captions)
}

/// Most levels of escaping that are taken off: a feed in a feed in a database.
const MAX_LEVELS: usize = 3;

/// The text of a fragment that may be escaped more than once: where it has no tag, what looks
/// like an end tag once the entities are resolved was markup. Beside real tags it is a text about
/// markup.
pub(super) fn plainest_text(fragment: &str) -> Cow<'_, str> {
    let mut tagged = memchr::memchr(b'<', fragment.as_bytes()).is_some();
    let mut text = plain_text(fragment);
    for _ in 1..MAX_LEVELS {
        if tagged {
            break;
        }
        tagged = memchr::memchr(b'<', text.as_bytes()).is_some();
        let escaped = ["</", "&lt;/"].iter().any(|opening| {
            memchr::memmem::find_iter(text.as_bytes(), opening).any(|at| {
                let rest = text.get(at + opening.len()..).unwrap_or_default();
                let name = rest.split(['>', '&']).next().unwrap_or_default();
                MARKS.contains(&name.to_ascii_lowercase().as_str())
            })
        });
        if !escaped {
            break;
        }
        text = Cow::Owned(plain_text(&text).into_owned());
    }
    text
}

/// Elements whose end tags no text names: tags in a text about HTML are rarely closed.
const MARKS: &[&str] =
    &["p", "b", "i", "em", "strong", "a", "div", "span", "u", "font", "br", "li", "h2", "h3"];

/// References that lost their `&`, as some exports of databases have them: a space stands in its
/// place. Names, and numbers of characters that prose has (windows-1252 among them).
const BARE: &[&str] = &[
    "quot;", "amp;", "lt;", "gt;", "nbsp;", "#34;", "#36;", "#038;", "#38;", "#039;", "#39;",
    "#60;", "#62;", "#145;", "#146;", "#147;", "#148;", "#150;", "#151;", "#160;", "#8211;",
    "#8212;", "#8216;", "#8217;", "#8220;", "#8221;", "#8230;",
];

/// Gives references that lost their `&` one again. A text with none that is frequent in prose
/// (an apostrophe, a quotation mark, a dash) is taken as it is.
pub(super) fn with_ampersands(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b';', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let bare_at = |at: usize| {
        let before = text.as_bytes().get(at.wrapping_sub(1));
        before.is_none_or(|b| *b != b'&' && !b.is_ascii_alphanumeric())
    };
    let frequent = ["#39;", "quot;", "#151;", "#36;"].iter().any(|mark| {
        memchr::memmem::find_iter(text.as_bytes(), mark.as_bytes()).any(|at| {
            // `issue #39; the next`: an apostrophe stands at a letter, and a dollar at a figure.
            let next = text.as_bytes().get(at + mark.len()).copied().unwrap_or(b' ');
            let fits = match *mark {
                "#39;" => next.is_ascii_alphabetic(),
                "#36;" => next.is_ascii_digit(),
                _ => true,
            };
            bare_at(at) && fits
        })
    });
    if !frequent {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for end in memchr::memchr_iter(b';', text.as_bytes()) {
        let piece = &text[from..=end];
        let Some(name) = BARE.iter().find(|name| piece.ends_with(**name)) else { continue };
        let at = end + 1 - name.len();
        if at < from || !bare_at(at) {
            continue;
        }
        let kept = &text[from..at];
        out.push_str(kept.strip_suffix(' ').unwrap_or(kept));
        out.push('&');
        out.push_str(name);
        from = end + 1;
    }
    out.push_str(&text[from..]);
    Cow::Owned(out)
}

/// Resolves entities and leaves tags alone; for values and texts whose `<` are characters.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'&', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let resolved = htmlize::unescape(text);
    // Old wires write control characters as references, which no text may hold.
    let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\t' | '\r');
    if resolved.contains(stray) {
        return Cow::Owned(resolved.replace(stray, ""));
    }
    resolved
}

fn strip_tags(fragment: &str) -> String {
    let mut text = String::with_capacity(fragment.len());
    let mut rest = fragment;
    // White space runs are one space once there are block elements to part the text.
    let flows = ["<p", "<P", "<br", "<BR", "<div", "<DIV", "<li"]
        .iter()
        .any(|tag| memchr::memmem::find(fragment.as_bytes(), tag.as_bytes()).is_some());
    let push = |text: &mut String, piece: &str| {
        if !flows {
            text.push_str(piece);
            return;
        }
        for (i, word) in piece.split(['\n', '\r', '\t', ' ']).enumerate() {
            if i > 0 && !text.ends_with([' ', '\n']) && !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
    };
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        push(&mut text, &rest[..at]);
        rest = &rest[at..];
        let Some(tag) = tag_at(rest) else {
            text.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.bytes..];
        if SILENT.contains(&tag.name.as_str()) && !tag.closes {
            rest = after_closing(rest, &tag.name);
        } else if tag.name == "br" {
            text.push('\n');
        } else if BLOCKS.contains(&tag.name.as_str()) {
            text.truncate(text.trim_end_matches(' ').len());
            text.push_str("\n\n");
        } else if matches!(tag.name.as_str(), "td" | "th") {
            text.push(' ');
        }
    }
    push(&mut text, rest);
    text
}

struct Tag {
    /// Lower case.
    name: String,
    closes: bool,
    /// Length with both brackets.
    bytes: usize,
}

/// The tag, comment or section that `rest` begins with.
fn tag_at(rest: &str) -> Option<Tag> {
    let bytes = rest.as_bytes();
    let nameless = |end: usize| Tag { name: String::new(), closes: false, bytes: end };
    if rest.starts_with("<!--") {
        let end = memchr::memmem::find(bytes, b"-->").map_or(rest.len(), |at| at + 3);
        return Some(nameless(end));
    }
    if rest.starts_with("<![CDATA[") {
        return Some(nameless("<![CDATA[".len()));
    }
    let window = &bytes[..bytes.len().min(MAX_TAG_BYTES)];
    match bytes.get(1)? {
        b'!' | b'?' => memchr::memchr(b'>', window).map(|end| nameless(end + 1)),
        b'/' | b'a'..=b'z' | b'A'..=b'Z' => {
            let closes = bytes[1] == b'/';
            let start = if closes { 2 } else { 1 };
            let length = window[start..]
                .iter()
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b':' | b'-' | b'_'))
                .count();
            let end = tag_end(window, start + length)?;
            let name = rest[start..start + length].to_ascii_lowercase();
            let name = name.rsplit(':').next().unwrap_or_default().to_owned();
            Some(Tag { name, closes, bytes: end })
        }
        _ => None,
    }
}

/// Where the tag ends whose name ends at `from`; a `>` within quotes is part of a value.
fn tag_end(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    let mut value_may_start = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'>' => return Some(at + 1),
            b'<' => return None,
            b'=' => value_may_start = true,
            b'"' | b'\'' if value_may_start => {
                match memchr::memchr(*byte, &bytes[at + 1..]) {
                    Some(end) => at += end + 1,
                    // A quote that never ends: the tag ends at the next bracket.
                    None => return memchr::memchr(b'>', &bytes[at..]).map(|end| at + end + 1),
                }
                value_may_start = false;
            }
            b if b.is_ascii_whitespace() => {}
            _ => value_may_start = false,
        }
        at += 1;
    }
    None
}

/// What follows the closing tag of the element `name`.
fn after_closing<'a>(rest: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&rest.as_bytes()[from..], b"</").map(|a| from + a) {
        let here = rest.get(at + 2..at + 2 + name.len());
        if here.is_some_and(|here| here.eq_ignore_ascii_case(name)) {
            return match memchr::memchr(b'>', &rest.as_bytes()[at..]) {
                Some(end) => &rest[at + end + 1..],
                None => "",
            };
        }
        from = at + 2;
    }
    ""
}

/// Drops control characters and white space at line ends, and leaves at most one blank line.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut blank = 0;
    for line in text.lines() {
        let line = line.trim_end_matches([' ', '\t', '\u{a0}', '\r']);
        if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        if !tidied.is_empty() {
            tidied.push_str(if blank > 0 { "\n\n" } else { "\n" });
        }
        blank = 0;
        // Those beyond ASCII have 0xC2 as their first byte.
        if line.bytes().any(|b| b.is_ascii_control() || b == 0xc2) {
            tidied.extend(line.chars().filter(|c| !c.is_control() || *c == '\t'));
        } else {
            tidied.push_str(line);
        }
    }
    tidied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_become_paragraphs() {
        for (fragment, expected) in [
            ("plain, 3 < 4 & so on", "plain, 3 < 4 & so on"),
            (
                "<p>One\ntwo.</p><p>Three&nbsp;four &amp; five.</p>",
                "One two.\n\nThree\u{a0}four & five.",
            ),
            ("A<br>B<br/>C", "A\nB\nC"),
            ("<ul><li>a<li>b</ul>", "a\n\nb"),
            ("x <script>if (a < b) { '</p>' }</script> y", "x  y"),
            ("<a href=\"a>b\" title='c'>link</a> text", "link text"),
            ("<a href=\"never closed>link</a> text", "link text"),
            ("a <!-- <p> --> b", "a b"),
            ("Ends with &#3; control", "Ends with  control"),
            ("AT&T <3 you &bogus; <", "AT&T <3 you &bogus; <"),
            ("<p>unclosed <b>bold", "unclosed bold"),
            ("<script>never closed", ""),
            ("first\n\nsecond <i>x</i>", "first\n\nsecond x"),
        ] {
            assert_eq!(plain_text(fragment), expected, "{fragment}");
        }
    }

    #[test]
    fn captions_are_taken_out() {
        let (text, captions) = take_captions(
            "<p>a</p><figure><figcaption class='x'>The <b>quay</b></figcaption></figure><p>b</p>",
        );
        assert_eq!(plain_text(&text).trim(), "a\n\nb");
        assert_eq!(captions, ["The quay"]);
        assert_eq!(take_captions("<figcaption>open").1, Vec::<String>::new());
    }

    #[test]
    fn what_is_escaped_twice_is_text_too() {
        for (fragment, expected) in [
            ("&lt;b&gt;Ferry&lt;/b&gt; &amp; crew", "Ferry & crew"),
            ("&amp;lt;p&amp;gt;Ferry&amp;lt;/p&amp;gt;", "Ferry"),
            ("How &lt;b&gt; makes bold", "How <b> makes bold"),
            ("<p>Write &lt;b&gt;so&lt;/b&gt;</p>", "Write <b>so</b>"),
        ] {
            assert_eq!(plainest_text(fragment).trim(), expected, "{fragment}");
        }
    }

    #[test]
    fn references_without_their_ampersand_are_mended() {
        for (text, expected) in [
            ("It isn #39;t far, he said.", "It isn't far, he said."),
            (
                "up to  #36;50 a day, say  quot;experts quot; now",
                "up to $50 a day, say \"experts\" now",
            ),
            ("to go  #151; even today", "to go — even today"),
            ("see issue #39; and #40; of it", "see issue #39; and #40; of it"),
            ("AT&amp;T and R&#38;D", "AT&T and R&D"),
            ("a status quo; a word", "a status quo; a word"),
        ] {
            assert_eq!(plain_text(&with_ampersands(text)), expected, "{text}");
        }
    }

    #[test]
    fn unescaping_leaves_tags_and_drops_controls() {
        assert_eq!(unescape("shares of &lt;GM> &#127;up&#3;"), "shares of <GM> up");
    }
}
