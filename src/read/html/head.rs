//! When a page was published, as far as its head and its JSON-LD say so, without making a tree and
//! without decoding what is not asked for.
//!
//! Invariant: what is found here is the beginning of what [`declared::values`] finds in the whole
//! page, in the same order, so that both ways of reading come to the same date. The head is what
//! stands before the first element or text that is none of a head, as in `tree`.

use super::super::Metadata;
use super::declared::{self, Meta};
use super::json_ld::{self, Wanted};
use super::nesting::is_for_head;
use super::tokens::{Tag, Tags, attribute_text, is_raw};

/// Dates and addresses that the head of the page `bytes` and its JSON-LD state. `None` where the
/// page has to be decoded before that can be said.
pub(super) fn stated(bytes: &[u8]) -> Option<Vec<Metadata>> {
    let mut head = Head::default();
    let mut tags = Tags::new(bytes, 0);
    head.read(&mut tags, bytes)?;
    while let Some(tag) = tags.next_raw() {
        let text = tags.raw_text(tag.name);
        head.script(&tag, bytes.get(text)?)?;
    }
    let linked = json_ld::of_scripts(head.scripts.into_iter(), Wanted::Dates);
    Some(declared::of_head(&linked, &head.metas, &head.canonical))
}

#[derive(Default)]
struct Head<'h> {
    metas: Vec<Meta<'h>>,
    canonical: Vec<String>,
    /// JSON-LD.
    scripts: Vec<&'h str>,
}

impl<'h> Head<'h> {
    fn read(&mut self, tags: &mut Tags<'h>, bytes: &'h [u8]) -> Option<()> {
        // Pictures and the like, which stand there for want of scripts, do not end the head.
        let mut in_noscript = false;
        let mut text_from = 0;
        loop {
            let before = tags.at;
            let Some(mark) = tags.next_mark() else { return Some(()) };
            let (start, end) = mark.range();
            let blank = bytes.get(text_from..start)?.trim_ascii().is_empty();
            text_from = end;
            let Some(tag) = mark.tag() else {
                if blank || in_noscript {
                    continue;
                }
                return Some(());
            };
            let known = is_known_in_head(tag.name);
            if !in_noscript && (!blank || !known && !tag.ends) {
                tags.at = before;
                return Some(());
            }
            if tag.is("noscript") {
                in_noscript = !tag.ends;
            } else if tag.ends {
            } else if tag.is("meta") {
                self.meta(&tag)?;
            } else if tag.is("link") {
                self.link(&tag)?;
            } else if is_raw(tag.name) {
                let text = tags.raw_text(tag.name);
                text_from = text.end;
                self.script(&tag, &bytes[text])?;
            }
        }
    }

    fn meta(&mut self, tag: &Tag<'h>) -> Option<()> {
        let [mut naming, mut value] = [[None; 4], [None; 4]];
        for (name, text) in tag.attributes() {
            if name.eq_ignore_ascii_case(b"content") {
                value[0].get_or_insert(text);
            } else if let Some(at) =
                declared::NAMING.iter().position(|n| n.as_bytes().eq_ignore_ascii_case(name))
            {
                naming[at].get_or_insert(text);
            }
        }
        let Some(value) = value[0] else { return Some(()) };
        // A name that is not UTF-8 is none that is asked for.
        let naming = naming.map(|name| name.and_then(|name| std::str::from_utf8(name).ok()));
        for name in declared::names_of(naming) {
            if declared::is_date_or_address(&name) {
                let value = attribute_text(ascii(value)?);
                self.metas.push(Meta { name, value, in_head: true });
            }
        }
        Some(())
    }

    fn link(&mut self, tag: &Tag<'h>) -> Option<()> {
        let relation = tag.attribute("rel").and_then(|rel| std::str::from_utf8(rel).ok());
        if relation.is_some_and(declared::is_canonical)
            && let Some(address) = tag.attribute("href")
        {
            self.canonical.push(attribute_text(ascii(address)?).into_owned());
        }
        Some(())
    }

    fn script(&mut self, tag: &Tag<'h>, text: &'h [u8]) -> Option<()> {
        let is_linked = tag.is("script")
            && tag
                .attribute("type")
                .is_some_and(|kind| std::str::from_utf8(kind).is_ok_and(json_ld::is_linked));
        if is_linked {
            self.scripts.push(std::str::from_utf8(text).ok()?);
        }
        Some(())
    }
}

fn is_known_in_head(name: &[u8]) -> bool {
    let mut lower = [0_u8; 12];
    let Some(lower) = lower.get_mut(..name.len()) else { return false };
    lower.copy_from_slice(name);
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower)
        .is_ok_and(|name| is_for_head(name) || matches!(name, "html" | "head"))
}

/// Text that is the same in every encoding.
fn ascii(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())
}
