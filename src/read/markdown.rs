//! Markdown, with YAML (`---`) or TOML (`+++`) front matter as static site generators write it.
//!
//! Front matter becomes metadata; YAML is read as events, so that anchors and aliases are never
//! expanded (a few lines of them can stand for gigabytes). The text is what a reader would see:
//! links by their words, pictures by their captions, no HTML.

use std::borrow::Cow;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use saphyr_parser::Event as Yaml;

use super::{
    Confidence, Input, Layout, Metadata, MetadataKey, Probe, RawDocument, Reader, Sink,
    metadata_key, unreadable,
};
use crate::error::Result;

/// Reads Markdown.
pub(super) struct MarkdownReader;

/// Longest front matter that is read, in bytes: a longer one is a text between rules.
const MAX_FRONT_MATTER: usize = 65_536;

impl Reader for MarkdownReader {
    fn format(&self) -> &'static str {
        "markdown"
    }

    fn detect(&self, probe: &Probe<'_>) -> Option<Confidence> {
        if matches!(probe.extension, "md" | "markdown" | "mdown" | "mkd" | "qmd" | "rmd") {
            return Some(Confidence::Likely);
        }
        let head = probe.head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(probe.head);
        let head = String::from_utf8_lossy(head);
        let (fence, block, _) = front_matter(&head.replace("\r\n", "\n"))
            .map(|(fence, block, rest)| (fence, block.to_owned(), rest.len()))?;
        let declared = block.lines().any(|line| {
            line.split_once(if fence == "+++" { '=' } else { ':' })
                .is_some_and(|(name, _)| metadata_key(name).is_some())
        });
        declared.then_some(Confidence::Certain)
    }

    fn read(&self, mut input: Input<'_>, sink: &mut Sink<'_>) -> Result<()> {
        let mut document = input.document(self.format());
        let decoded = input.decode_whole()?;
        document.encoding = decoded.encoding;
        document.notes = decoded.notes;
        let text = decoded.text.as_str();
        let body = match front_matter(text) {
            Some((fence, block, body)) => {
                let read = if fence == "+++" { toml_values(block) } else { yaml_values(block) };
                match read {
                    Ok(values) => document.metadata = values,
                    Err(reason) => document.notes.push(format!("front matter not read: {reason}")),
                }
                body
            }
            None => text,
        };
        render(body, &mut document);
        if document.text.trim().is_empty() && document.declared(MetadataKey::Title).is_none() {
            return Err(unreadable("holds no text"));
        }
        let _ = sink.put(document);
        Ok(())
    }
}

/// Splits off the front matter: the fence, what stands between the fences, and what follows.
fn front_matter(text: &str) -> Option<(&'static str, &str, &str)> {
    let fence = ["---", "+++"].into_iter().find(|fence| text.starts_with(fence))?;
    let (first, inner) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut offset = 0;
    for line in inner.split_inclusive('\n') {
        let end = line.trim_end();
        if end == fence || (fence == "---" && end == "...") {
            return Some((fence, &inner[..offset], &inner[offset + line.len()..]));
        }
        offset += line.len();
        if offset > MAX_FRONT_MATTER {
            return None;
        }
    }
    None
}

fn push_value(metadata: &mut Vec<Metadata>, path: &[String], value: &str) {
    let value = value.trim();
    if value.is_empty() || matches!(value, "null" | "~") {
        return;
    }
    // `author: {name: …}` is an author; `params.title` is no title.
    let key = match path {
        [name] => metadata_key(name),
        [name, inner] if matches!(inner.as_str(), "name" | "title") => metadata_key(name),
        _ => None,
    };
    metadata.push(Metadata {
        key: key.unwrap_or(MetadataKey::Other),
        name: Cow::Owned(path.join(".")),
        value: value.to_owned(),
    });
}

fn yaml_values(block: &str) -> Result<Vec<Metadata>, String> {
    /// A mapping knows the name whose value comes next; a sequence has none.
    enum Level {
        Mapping { name: Option<String> },
        Sequence,
    }
    fn path(levels: &[Level]) -> Vec<String> {
        levels
            .iter()
            .filter_map(|level| match level {
                Level::Mapping { name } => name.clone(),
                Level::Sequence => None,
            })
            .collect()
    }
    // A value was read: the mapping around it waits for the next name.
    fn value_done(levels: &mut [Level]) {
        if let Some(Level::Mapping { name }) = levels.last_mut() {
            *name = None;
        }
    }
    let mut metadata = Vec::new();
    let mut levels: Vec<Level> = Vec::new();
    for event in saphyr_parser::Parser::new_from_str(block) {
        let (event, _) = event.map_err(|error| error.to_string())?;
        match event {
            Yaml::MappingStart(..) => levels.push(Level::Mapping { name: None }),
            Yaml::SequenceStart(..) => levels.push(Level::Sequence),
            Yaml::MappingEnd | Yaml::SequenceEnd => {
                levels.pop();
                value_done(&mut levels);
            }
            Yaml::Scalar(value, ..) => match levels.last_mut() {
                Some(Level::Mapping { name: name @ None }) => *name = Some(value.into_owned()),
                Some(_) => {
                    push_value(&mut metadata, &path(&levels), &value);
                    value_done(&mut levels);
                }
                None => return Err("is no mapping of names to values".to_owned()),
            },
            Yaml::Alias(_) => value_done(&mut levels),
            _ => {}
        }
    }
    Ok(metadata)
}

fn toml_values(block: &str) -> Result<Vec<Metadata>, String> {
    fn walk(path: &mut Vec<String>, value: &toml::Value, metadata: &mut Vec<Metadata>) {
        match value {
            toml::Value::String(text) => push_value(metadata, path, text),
            toml::Value::Array(items) => items.iter().for_each(|item| walk(path, item, metadata)),
            toml::Value::Table(table) => {
                for (name, item) in table {
                    path.push(name.clone());
                    walk(path, item, metadata);
                    path.pop();
                }
            }
            toml::Value::Datetime(date) => push_value(metadata, path, &date.to_string()),
            toml::Value::Integer(number) => push_value(metadata, path, &number.to_string()),
            toml::Value::Float(number) => push_value(metadata, path, &number.to_string()),
            toml::Value::Boolean(truth) => push_value(metadata, path, &truth.to_string()),
        }
    }
    let table: toml::Table =
        block.parse().map_err(|error: toml::de::Error| error.message().to_owned())?;
    let mut metadata = Vec::new();
    walk(&mut Vec::new(), &toml::Value::Table(table), &mut metadata);
    Ok(metadata)
}

/// Writes what a reader would see into the document: paragraphs parted by a blank line, the
/// first heading of the first rank as the title where none is declared, captions as metadata.
fn render(markdown: &str, document: &mut RawDocument) {
    let declared_title = document.declared(MetadataKey::Title).is_some();
    let mut text = String::with_capacity(markdown.len());
    let mut title: Option<String> = None;
    let mut heading_start = None;
    let mut image: Option<String> = None;
    let mut skipped_depth = 0_usize;
    for event in Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) => skipped_depth += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock) => {
                skipped_depth = skipped_depth.saturating_sub(1);
            }
            _ if skipped_depth > 0 => {}
            Event::Start(Tag::Image { title, .. }) => {
                image = Some(if title.is_empty() { String::new() } else { format!("{title} ") });
            }
            Event::End(TagEnd::Image) => {
                if let Some(caption) = image.take().filter(|caption| !caption.trim().is_empty()) {
                    let key = MetadataKey::Caption;
                    let value = caption.trim().to_owned();
                    document.metadata.push(Metadata { key, name: Cow::Borrowed("image"), value });
                }
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) if title.is_none() => {
                heading_start = Some(text.len());
            }
            Event::End(TagEnd::Heading(_)) => {
                if let Some(start) = heading_start.take() {
                    let heading = text.split_off(start.min(text.len()));
                    // A heading that repeats the declared title is not part of the text.
                    title = Some(heading.trim().to_owned());
                }
                text.push_str("\n\n");
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableRow | TagEnd::TableHead) => {
                text.truncate(text.trim_end().len());
                text.push_str("\n\n");
            }
            Event::End(TagEnd::TableCell) => text.push(' '),
            Event::Text(piece) | Event::Code(piece) => match &mut image {
                Some(caption) => caption.push_str(&piece),
                None => text.push_str(&piece),
            },
            // A soft break keeps its line, so that a line under the headline stays one.
            Event::SoftBreak | Event::HardBreak if image.is_none() => text.push('\n'),
            _ => {}
        }
    }
    let text = text.trim();
    if declared_title {
        document.layout = Layout::Body;
        document.text = text.to_owned();
    } else {
        document.layout = Layout::Plain;
        document.text = match title {
            Some(title) => format!("{title}\n\n{text}"),
            None => text.to_owned(),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(markdown: &str) -> RawDocument {
        let mut document = RawDocument::default();
        let body = match front_matter(markdown) {
            Some((fence, block, body)) => {
                document.metadata =
                    if fence == "+++" { toml_values(block) } else { yaml_values(block) }.unwrap();
                body
            }
            None => markdown,
        };
        render(body, &mut document);
        document
    }

    fn values(document: &RawDocument, key: MetadataKey) -> Vec<&str> {
        document.all_declared(key).map(|entry| entry.value.as_str()).collect()
    }

    #[test]
    fn yaml_front_matter_is_read() {
        let document = read(
            "---\ntitle: \"Ferry: again\"\ndate: 2019-03-04\nauthors:\n  - Ann Bell\n  - name: Jo \
             Park\nparams:\n  title: no\n---\n\nThe **ferry** [left](http://x.org).\nAt noon.\n\n\
             ![The quay](q.jpg)\n",
        );
        assert_eq!(values(&document, MetadataKey::Title), ["Ferry: again"]);
        assert_eq!(values(&document, MetadataKey::Date), ["2019-03-04"]);
        assert_eq!(values(&document, MetadataKey::Author), ["Ann Bell", "Jo Park"]);
        assert_eq!(values(&document, MetadataKey::Caption), ["The quay"]);
        assert_eq!(document.text, "The ferry left.\nAt noon.");
        assert_eq!(document.layout, Layout::Body);
    }

    #[test]
    fn toml_front_matter_is_read() {
        let document =
            read("+++\ntitle = 'Ferry'\ndate = 2019-03-04T10:00:00Z\ntags = ['a', 'b']\n+++\nText");
        assert_eq!(values(&document, MetadataKey::Date), ["2019-03-04T10:00:00Z"]);
        assert_eq!(values(&document, MetadataKey::Keyword), ["a", "b"]);
    }

    #[test]
    fn a_heading_is_the_headline_where_none_is_declared() {
        let document =
            read("# Ferry returns\n\n*4 March 2019*\n\nIt came.\n\n## More\n\n- one\n- two");
        assert_eq!(
            document.text,
            "Ferry returns\n\n4 March 2019\n\nIt came.\n\nMore\n\none\n\ntwo"
        );
        assert_eq!(document.layout, Layout::Plain);
    }

    #[test]
    fn aliases_are_not_expanded() {
        let bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\ntitle: T\n";
        let values = yaml_values(bomb).unwrap();
        assert_eq!(values.len(), 3);
    }
}
