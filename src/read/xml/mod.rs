//! XML: feeds, the formats of agencies, exports of databases, and any other with names that
//! tell.
//!
//! Tokens are `quick-xml`'s. The file is read record by record: an item of a feed, a news item
//! of a message, a repeated element of an unknown format; a file without records is one article
//! whole. Invariants: a file of any size costs the memory of one record; what stands before
//! damage is kept, and the damage is told with its place; entities of a DOCTYPE are not
//! expanded, so that there is nothing to explode.

mod feed;
mod generic;
mod mended;
mod newsml;
mod nitf;
mod tree;

use quick_xml::events::{BytesStart, Event};

use super::record::{Found, Record};
use super::stream::RecordStream;
use super::{
    Confidence, FieldMap, Input, Layout, MetadataKey, Probe, RawDocument, Reader, Sink, unreadable,
};
use crate::error::Result;
use tree::{Content, Element, MAX_DEPTH, local_name, prefix_of};

/// Reads XML.
pub(super) struct XmlReader;

impl Reader for XmlReader {
    fn format(&self) -> &'static str {
        "xml"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        let root = root_name(probe.head)?;
        if root == "html" {
            return None;
        }
        let declared = probe.start().starts_with(b"<?xml");
        let known = ROOTS.iter().any(|(name, _)| *name == root);
        if !known && !declared && !probe.head.contains(&0) && !probe.start().starts_with(b"<") {
            // Words, and further on an example of XML.
            return None;
        }
        if declared || known {
            return Some(Confidence::Certain);
        }
        let named = matches!(probe.extension, "xml" | "rss" | "atom" | "rdf" | "nitf" | "newsml")
            || probe.media_type.ends_with("xml");
        // Without a name that tells, elements that HTML does not have.
        let bare = probe.extension.is_empty()
            && probe.media_type.is_empty()
            && memchr::memmem::find(probe.head, b"</").is_some()
            && !HTML_ROOTS.contains(&root.as_str());
        (named || bare).then_some(Confidence::Likely)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let empty = input.document(self.format());
        let map = &input.options.map;
        let limit = usize::try_from(input.options.limits.article_bytes).unwrap_or(usize::MAX);
        let mut head = Vec::new();
        std::io::Read::read_to_end(&mut std::io::Read::take(&mut input.stream, 4096), &mut head)
            .map_err(super::read_error)?;
        // Some servers send an empty line before the declaration, which XML forbids.
        let mut blank = head.len() - head.trim_ascii_start().len();
        if !head.contains(&0) && head.get(blank) != Some(&b'<') {
            blank = memchr::memmem::find(&head, b"<?xml").unwrap_or(blank);
        }
        if !head.starts_with(b"\xef\xbb\xbf") {
            head.drain(..blank);
        }
        if input.declared.charset.is_none() {
            input.declared.charset = declared_encoding(&head);
        }
        let rest = std::mem::replace(&mut input.stream, Box::new(std::io::empty()));
        input.stream = Box::new(std::io::Read::chain(std::io::Cursor::new(head), rest));
        let mut stream = RecordStream::open_utf8(&mut input)?;
        let encoding = stream.encoding();
        let notes = stream.notes();
        let mut articles = Articles { empty, encoding, notes, map, sink, reason: None };
        let mut builder = Builder { limit, ..Builder::default() };
        let mended = mended::Mended::new(stream.bytes(), limit);
        let mut reader = quick_xml::Reader::from_reader(mended);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        config.check_comments = false;
        let mut buffer = Vec::new();
        let damage = loop {
            buffer.clear();
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Start(start)) => {
                    if builder.open(element_of(&start), &mut articles).is_break() {
                        return Ok(());
                    }
                }
                Ok(Event::Empty(start)) => {
                    let name = local_name(start.name().as_ref());
                    if builder.open(element_of(&start), &mut articles).is_break()
                        || builder.close(&name, &mut articles).is_break()
                    {
                        return Ok(());
                    }
                }
                Ok(Event::End(end)) => {
                    let name = local_name(end.name().as_ref());
                    if builder.close(&name, &mut articles).is_break() {
                        return Ok(());
                    }
                }
                Ok(Event::Text(inner)) => builder.text(&inner),
                Ok(Event::CData(inner)) => builder.text(&inner),
                Ok(Event::GeneralRef(inner)) => builder.text(&resolved(&inner)),
                Ok(Event::Eof) => break None,
                Ok(_) => {}
                Err(error) => break Some((reader.error_position(), error)),
            }
        };
        let cut_off = !builder.open.is_empty() && damage.is_none();
        if builder.finish(&mut articles).is_break() {
            return Ok(());
        }
        let reason = articles.reason.take();
        if let Some((position, error)) = damage {
            return Err(unreadable(format!("broken XML at byte {position}: {error}")));
        }
        if sink.records() == 0 {
            return Err(unreadable(
                reason.unwrap_or_else(|| "is XML without an article".to_owned()),
            ));
        }
        if cut_off {
            let _ = sink.complain(unreadable("is cut off: elements are not closed at its end"));
        }
        Ok(())
    }
}

/// Elements that a fragment of HTML may begin with.
const HTML_ROOTS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "center",
    "dd",
    "dl",
    "div",
    "em",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "i",
    "iframe",
    "img",
    "input",
    "li",
    "link",
    "main",
    "meta",
    "nav",
    "ol",
    "p",
    "pre",
    "script",
    "section",
    "small",
    "span",
    "strong",
    "style",
    "sup",
    "table",
    "tbody",
    "td",
    "title",
    "tr",
    "u",
    "ul",
];

/// What a root element holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    Feed,
    NewsMl,
    Nitf,
    Unknown,
}

/// Root elements that are known, in lower case and without prefix.
const ROOTS: &[(&str, Family)] = &[
    ("rss", Family::Feed),
    ("rdf", Family::Feed),
    ("feed", Family::Feed),
    ("entry", Family::Feed),
    ("channel", Family::Feed),
    ("urlset", Family::Feed),
    ("newsml", Family::NewsMl),
    ("newsmessage", Family::NewsMl),
    ("newsitem", Family::NewsMl),
    ("packageitem", Family::NewsMl),
    ("conceptitem", Family::NewsMl),
    ("knowledgeitem", Family::NewsMl),
    ("planningitem", Family::NewsMl),
    ("nitf", Family::Nitf),
];

/// Elements that are records, by what the root holds. In an unknown format the names are those
/// that exports use, and only near the root.
fn is_record(family: Family, name: &str, depth: usize) -> bool {
    match family {
        Family::Feed => {
            // `url` is an entry of a sitemap; elsewhere it is an address.
            matches!(name, "item" | "entry") || (name == "url" && depth == 1)
        }
        Family::NewsMl => matches!(
            name,
            "newsitem" | "packageitem" | "conceptitem" | "knowledgeitem" | "planningitem"
        ),
        Family::Nitf => false,
        Family::Unknown => {
            (1..=4).contains(&depth)
                && matches!(
                    name,
                    "article"
                        | "doc"
                        | "document"
                        | "record"
                        | "row"
                        | "story"
                        | "newsitem"
                        | "page"
                        | "post"
                        | "item"
                        | "entry"
                        | "result"
                        | "artikel"
                        | "noticia"
                        | "nitf"
                        | "release"
                )
        }
    }
}

/// Bytes that may stand before an XML declaration: a warning of the program that wrote it.
const JUNK_BYTES: usize = 1024;

/// Name of the root element, in lower case and without prefix.
pub(super) fn root_name(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head);
    // UTF-16 is recognised by its zeros taken out; only the name matters here.
    let text =
        if text.contains('\0') { text.replace(['\0', '\u{fffd}'], "") } else { text.into_owned() };
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    if !rest.starts_with('<') {
        // What a server said before the feed that it was asked for.
        rest = rest.get(rest.get(..rest.floor_char_boundary(JUNK_BYTES))?.find("<?xml")?..)?;
    }
    loop {
        let inner = rest.strip_prefix('<')?;
        let end = if inner.starts_with("!--") {
            inner.find("-->")? + 3
        } else if inner.starts_with('?') {
            inner.find("?>")? + 2
        } else if inner.starts_with("!DOCTYPE") || inner.starts_with("!doctype") {
            let whole = mended::declaration_end(rest.as_bytes()).map(|end| end - 1);
            whole.or_else(|| inner.find('>').map(|end| end + 1))?
        } else {
            let name: &str =
                inner.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next()?;
            let named = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
            return named.then(|| local_name(name));
        };
        rest = inner.get(end..)?.trim_start();
    }
}

/// The encoding of the XML declaration.
fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head.get(..256).unwrap_or(head)).into_owned();
    let declaration = head.trim_start_matches('\u{feff}').trim_start().strip_prefix("<?xml")?;
    let declaration = declaration.split("?>").next()?;
    let value = declaration.split("encoding").nth(1)?.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next().map(str::to_owned)
}

fn element_of(start: &BytesStart<'_>) -> Element {
    let mut attributes = Vec::new();
    for attribute in start.html_attributes().with_checks(false).flatten() {
        let value = super::markup::unescape(&attribute.value).into_owned();
        attributes.push((local_name(attribute.key.as_ref()), value));
    }
    let name = start.name();
    let (name, prefix) = (local_name(name.as_ref()), prefix_of(name.as_ref()));
    Element { name, prefix, attributes, content: Vec::new() }
}

/// What a reference `&…;` stands for: a character, or itself when it is of no name of XML and
/// HTML. Control characters, which XML forbids, are left out.
fn resolved(name: &str) -> String {
    super::markup::unescape(&format!("&{name};")).into_owned()
}

/// Puts elements together.
#[derive(Default)]
struct Builder {
    /// Elements that are not closed yet, the root first.
    open: Vec<Element>,
    family: Option<Family>,
    /// Where in `open` the record stands that is being read.
    record: Option<usize>,
    /// Bytes of the record up to now.
    bytes: usize,
    limit: usize,
    too_long: bool,
    /// Elements too deep to be kept.
    deeper: usize,
    /// Whether the root is itself a record, so that nothing in it is one.
    whole: bool,
}

/// Roots of an unknown format that are one article, whatever lists of pictures and documents are
/// in them.
const WHOLE: &[&str] =
    &["article", "release", "story", "post", "artikel", "noticia", "pressrelease"];

impl Builder {
    fn open(
        &mut self,
        element: Element,
        articles: &mut Articles<'_, '_, '_>,
    ) -> std::ops::ControlFlow<()> {
        if self.open.len() >= MAX_DEPTH {
            self.deeper += 1;
            return std::ops::ControlFlow::Continue(());
        }
        let family = *self.family.get_or_insert_with(|| {
            let known = ROOTS.iter().find(|(name, _)| *name == element.name);
            known.map_or(Family::Unknown, |(_, family)| *family)
        });
        if self.open.is_empty() {
            self.whole = family == Family::Unknown && WHOLE.contains(&element.name.as_str());
        }
        // Items of a feed do not lie in one another: the one before was never closed.
        if family == Family::Feed
            && matches!(element.name.as_str(), "item" | "entry")
            && let Some(at) = self.record.filter(|at| self.open[*at].name == element.name)
        {
            while self.open.len() > at {
                if self.close_top(articles).is_break() {
                    return std::ops::ControlFlow::Break(());
                }
            }
        }
        let is_record = !self.whole && is_record(family, &element.name, self.open.len());
        if self.record.is_none() && is_record {
            self.record = Some(self.open.len());
            self.bytes = 0;
        }
        let attributes = element.attributes.iter().map(|(name, value)| name.len() + value.len());
        self.count(64 + element.name.len() + attributes.sum::<usize>());
        self.open.push(element);
        std::ops::ControlFlow::Continue(())
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        if self.too_long {
            return;
        }
        if let Some(top) = self.open.last_mut() {
            match top.content.last_mut() {
                Some(Content::Text(before)) => before.push_str(text),
                _ if text.is_empty() => {}
                _ => top.content.push(Content::Text(text.to_owned())),
            }
        }
    }

    fn count(&mut self, bytes: usize) {
        self.bytes += bytes;
        if self.bytes > self.limit {
            self.too_long = true;
        }
    }

    fn close(
        &mut self,
        name: &str,
        articles: &mut Articles<'_, '_, '_>,
    ) -> std::ops::ControlFlow<()> {
        if self.deeper > 0 {
            self.deeper -= 1;
            return std::ops::ControlFlow::Continue(());
        }
        // An end tag closes what is open up to its start tag; one without is passed over.
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else {
            return std::ops::ControlFlow::Continue(());
        };
        if self.record.is_some_and(|record| at < record) && !self.open.is_empty() {
            // The record was never closed: it ends here.
            self.record = None;
        }
        while self.open.len() > at {
            if self.close_top(articles).is_break() {
                return std::ops::ControlFlow::Break(());
            }
        }
        std::ops::ControlFlow::Continue(())
    }

    fn close_top(&mut self, articles: &mut Articles<'_, '_, '_>) -> std::ops::ControlFlow<()> {
        let Some(element) = self.open.pop() else { return std::ops::ControlFlow::Continue(()) };
        let family = self.family.unwrap_or(Family::Unknown);
        let depth = self.open.len();
        let is_record = !self.whole && is_record(family, &element.name, depth);
        if is_record && self.record.is_none_or(|record| record == depth) {
            self.record = None;
            self.bytes = 0;
            if std::mem::take(&mut self.too_long) {
                return articles.too_long();
            }
            return articles.put(family, &element, &self.open);
        }
        if depth == 0 {
            // The root: one article, when it held no records.
            if std::mem::take(&mut self.too_long) {
                return articles.too_long();
            }
            if family == Family::Feed {
                // A feed is no article, whatever it is called.
                articles.reason.get_or_insert_with(|| "is a feed without items".to_owned());
            } else if articles.sink.records() == 0 {
                return articles.put(family, &element, &[]);
            }
            return std::ops::ControlFlow::Continue(());
        }
        if let Some(parent) = self.open.last_mut().filter(|_| !self.too_long) {
            parent.content.push(Content::Element(element));
        }
        std::ops::ControlFlow::Continue(())
    }

    /// Closes what the file leaves open.
    fn finish(&mut self, articles: &mut Articles<'_, '_, '_>) -> std::ops::ControlFlow<()> {
        while !self.open.is_empty() {
            if self.close_top(articles).is_break() {
                return std::ops::ControlFlow::Break(());
            }
        }
        std::ops::ControlFlow::Continue(())
    }
}

/// Where the articles of a file go.
struct Articles<'s, 'v, 'm> {
    empty: RawDocument,
    encoding: &'static str,
    notes: Vec<String>,
    map: &'m FieldMap,
    sink: &'s mut Sink<'v>,
    /// Why the last record was no article.
    reason: Option<String>,
}

impl Articles<'_, '_, '_> {
    fn too_long(&mut self) -> std::ops::ControlFlow<()> {
        self.sink.skip_record(unreadable("record longer than the limit for one article"))
    }

    fn put(
        &mut self,
        family: Family,
        element: &Element,
        above: &[Element],
    ) -> std::ops::ControlFlow<()> {
        let mut record = Record::default();
        let format = match family {
            Family::Feed => {
                feed::read(element, above, self.map, &mut record);
                "feed"
            }
            Family::NewsMl => {
                newsml::read(element, &mut record);
                "newsml"
            }
            Family::Nitf => {
                nitf::read(element, &mut record);
                "nitf"
            }
            Family::Unknown if element.name == "nitf" => {
                nitf::read(element, &mut record);
                "nitf"
            }
            Family::Unknown => {
                generic::read(element, self.map, &mut record);
                "xml"
            }
        };
        let Some(Found { metadata, text, layout, notes, .. }) = record.into_article() else {
            self.reason = Some(format!("<{}> has neither title nor text", element.name));
            return std::ops::ControlFlow::Continue(());
        };
        // A feed names its headlines: an item without one has none in its text either.
        let layout = if family == Family::Feed { Layout::Body } else { layout };
        self.sink.put(RawDocument {
            format,
            encoding: self.encoding,
            notes: self.notes.iter().cloned().chain(notes).collect(),
            metadata,
            text,
            layout,
            ..self.empty.clone()
        })
    }
}

/// A date of an agency, `20170311T103000Z` or `20170311`, as ISO 8601 has it for people.
fn iso_date(value: &str) -> std::borrow::Cow<'_, str> {
    let value = value.trim();
    let digits = value.len() >= 8 && value.as_bytes()[..8].iter().all(u8::is_ascii_digit);
    let after = value.get(8..).unwrap_or_default();
    if !digits || !(after.is_empty() || after.starts_with('T')) {
        return value.into();
    }
    let mut iso = format!("{}-{}-{}", &value[..4], &value[4..6], &value[6..8]);
    let time = after.get(1..7).filter(|time| time.bytes().all(|b| b.is_ascii_digit()));
    if let Some(time) = time {
        iso.push_str(&format!("T{}:{}:{}", &time[..2], &time[2..4], &time[4..6]));
        let zone = after.get(7..).unwrap_or_default();
        match (zone.len(), zone.get(..3), zone.get(3..)) {
            (5, Some(hours), Some(minutes)) => iso.push_str(&format!("{hours}:{minutes}")),
            _ => iso.push_str(zone),
        }
    }
    iso.into()
}

/// Adds a date.
fn push_date(record: &mut Record, key: MetadataKey, name: &str, value: &str) {
    record.push(key, name, &iso_date(value));
}

#[cfg(test)]
mod tests;
