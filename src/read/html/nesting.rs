//! Which elements a tag closes, after the tree construction of the HTML Standard
//! (<https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody>).
//!
//! Pure rules over the elements that are open; `tree` carries them out. Invariant: no rule looks
//! further up than [`FAR`] elements, so that a page takes time in proportion to its length.

/// Most elements that are looked through for the one that a tag closes.
const FAR: usize = 256;

/// An element that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// Its node.
    pub(super) node: usize,
    pub(super) kind: Kind,
}

/// What the rules ask of an element.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Kind {
    /// Has no content and no end tag.
    pub(super) void: bool,
    /// Of another language: `<path/>` is whole there.
    pub(super) foreign: bool,
    /// Its beginning ends a paragraph.
    ends_paragraph: bool,
    /// What an end tag of another name does not close.
    special: bool,
    /// What no end tag within reaches beyond.
    scope: bool,
    /// `b`, `a` and the like, which may lie across blocks.
    formatting: bool,
}

/// The kind of the element `name`.
pub(super) fn kind_of(name: &str) -> Kind {
    let plain = Kind::default();
    match name {
        "area" | "base" | "basefont" | "bgsound" | "br" | "col" | "embed" | "frame" | "img"
        | "input" | "keygen" | "link" | "meta" | "param" | "source" | "track" | "wbr" => {
            Kind { void: true, special: true, ..plain }
        }
        "hr" => Kind { void: true, special: true, ends_paragraph: true, ..plain },
        "address" | "article" | "aside" | "blockquote" | "center" | "details" | "dialog"
        | "dir" | "div" | "dl" | "dd" | "dt" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "header" | "hgroup" | "li"
        | "listing" | "main" | "menu" | "nav" | "ol" | "p" | "plaintext" | "pre" | "search"
        | "section" | "summary" | "ul" | "xmp" => {
            Kind { special: true, ends_paragraph: true, ..plain }
        }
        "table" => Kind { special: true, ends_paragraph: true, scope: true, ..plain },
        "applet" | "caption" | "html" | "marquee" | "object" | "td" | "template" | "th" => {
            Kind { special: true, scope: true, ..plain }
        }
        "body" | "button" | "colgroup" | "head" | "iframe" | "noembed" | "noframes"
        | "noscript" | "script" | "select" | "style" | "tbody" | "textarea" | "tfoot" | "thead"
        | "title" | "tr" => Kind { special: true, ..plain },
        "svg" | "math" => Kind { foreign: true, ..plain },
        _ if is_formatting(name) => Kind { formatting: true, ..plain },
        _ => plain,
    }
}

fn is_formatting(name: &str) -> bool {
    matches!(
        name,
        "a" | "b"
            | "big"
            | "code"
            | "em"
            | "font"
            | "i"
            | "nobr"
            | "s"
            | "small"
            | "strike"
            | "strong"
            | "tt"
            | "u"
    )
}

/// Whether an element may stand in the head of a page.
pub(super) fn is_for_head(name: &str) -> bool {
    matches!(
        name,
        "base"
            | "basefont"
            | "bgsound"
            | "link"
            | "meta"
            | "title"
            | "noscript"
            | "noframes"
            | "style"
            | "script"
            | "template"
    )
}

/// What is to be done before an element is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    /// Close the elements from this one on, counted from the outermost.
    Close(usize),
    /// End the link that is open.
    EndLink,
    /// The tag stands where it cannot.
    Ignore,
}

/// What an end tag does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Nothing,
    /// Close the elements from this one on.
    Close(usize),
    /// End this formatting element before the block that is open within it.
    Before(usize),
}

/// The elements that may be looked through, the innermost first, with their numbers.
fn innermost(open: &[Open]) -> impl Iterator<Item = (usize, &Open)> {
    // The root and the body are never closed.
    open.iter().enumerate().skip(1).rev().take(FAR)
}

/// What the start tag `name` asks for. `name_of` gives the name of a node.
pub(super) fn before_start<'t>(
    open: &[Open],
    name: &str,
    kind: Kind,
    name_of: impl Fn(usize) -> &'t str,
) -> Before {
    let close = |found: Option<usize>| found.map_or(Before::Nothing, Before::Close);
    match name {
        "li" => {
            let item = item_to_close(open, &["li"], &name_of);
            close(item.or_else(|| paragraph(open, &name_of)))
        }
        "dd" | "dt" => {
            let item = item_to_close(open, &["dd", "dt"], &name_of);
            close(item.or_else(|| paragraph(open, &name_of)))
        }
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            let heading = open.last().is_some_and(|last| is_heading(name_of(last.node)));
            close(paragraph(open, &name_of).or(heading.then(|| open.len() - 1)))
        }
        "form" => {
            if innermost(open).any(|(_, open)| name_of(open.node) == "form") {
                return Before::Ignore;
            }
            close(paragraph(open, &name_of))
        }
        "a" => {
            let link = innermost(open)
                .take_while(|(_, open)| !open.kind.scope)
                .any(|(_, open)| name_of(open.node) == "a");
            if link { Before::EndLink } else { Before::Nothing }
        }
        "button" => close(in_scope(open, "button", &name_of)),
        "option" | "optgroup" => {
            let last = open.last().is_some_and(|last| name_of(last.node) == "option");
            close(last.then(|| open.len() - 1))
        }
        "td" | "th" => row_part(open, &["tr", "tbody", "thead", "tfoot", "table"], &name_of),
        "tr" => row_part(open, &["tbody", "thead", "tfoot", "table"], &name_of),
        "tbody" | "thead" | "tfoot" | "caption" | "colgroup" => {
            row_part(open, &["table"], &name_of)
        }
        _ if kind.ends_paragraph => close(paragraph(open, &name_of)),
        _ => Before::Nothing,
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// The paragraph that is open, if any.
fn paragraph<'t>(open: &[Open], name_of: &impl Fn(usize) -> &'t str) -> Option<usize> {
    for (at, element) in innermost(open) {
        let name = name_of(element.node);
        if name == "p" {
            return Some(at);
        }
        if element.kind.scope || name == "button" {
            return None;
        }
    }
    None
}

/// The item of the same list that is still open.
fn item_to_close<'t>(
    open: &[Open],
    names: &[&str],
    name_of: &impl Fn(usize) -> &'t str,
) -> Option<usize> {
    for (at, element) in innermost(open) {
        let name = name_of(element.node);
        if names.contains(&name) {
            return Some(at);
        }
        if element.kind.special && !matches!(name, "address" | "div" | "p") {
            return None;
        }
    }
    None
}

/// Closes what is open within the nearest of `names`; a part of a table outside any is ignored.
fn row_part<'t>(open: &[Open], names: &[&str], name_of: &impl Fn(usize) -> &'t str) -> Before {
    let found = innermost(open).find(|(_, element)| names.contains(&name_of(element.node)));
    match found {
        Some((at, _)) if at + 1 == open.len() => Before::Nothing,
        Some((at, _)) => Before::Close(at + 1),
        None => Before::Ignore,
    }
}

/// The open element `name` that an end tag can reach.
fn in_scope<'t>(open: &[Open], name: &str, name_of: &impl Fn(usize) -> &'t str) -> Option<usize> {
    for (at, element) in innermost(open) {
        if name_of(element.node) == name {
            return Some(at);
        }
        if element.kind.scope {
            return None;
        }
    }
    None
}

/// What the end tag `name` does.
pub(super) fn at_end<'t>(open: &[Open], name: &str, name_of: impl Fn(usize) -> &'t str) -> End {
    let close = |found: Option<usize>| found.map_or(End::Nothing, End::Close);
    let kind = kind_of(name);
    match name {
        "html" | "body" => End::Nothing,
        "p" => close(paragraph(open, &name_of)),
        "li" => {
            let list = |name: &str| matches!(name, "ul" | "ol");
            let found = innermost(open)
                .take_while(|(_, element)| !element.kind.scope && !list(name_of(element.node)))
                .find(|(_, element)| name_of(element.node) == "li");
            close(found.map(|(at, _)| at))
        }
        _ if is_heading(name) => {
            let found = innermost(open)
                .take_while(|(_, element)| !element.kind.scope)
                .find(|(_, element)| is_heading(name_of(element.node)));
            close(found.map(|(at, _)| at))
        }
        "tr" | "tbody" | "thead" | "tfoot" => {
            // Cells left open end with their row.
            let found = innermost(open)
                .take_while(|(_, element)| name_of(element.node) != "table")
                .find(|(_, element)| name_of(element.node) == name);
            close(found.map(|(at, _)| at))
        }
        "table" => {
            let found = innermost(open).find(|(_, element)| name_of(element.node) == "table");
            close(found.map(|(at, _)| at))
        }
        "td" | "th" | "caption" | "template" | "object" | "marquee" | "applet" => {
            // These are bounds themselves, but for the one that is meant.
            let found = innermost(open)
                .take_while(|(_, element)| name_of(element.node) != "table")
                .find(|(_, element)| name_of(element.node) == name);
            close(found.map(|(at, _)| at))
        }
        _ if kind.formatting => {
            let Some(at) = in_scope(open, name, &name_of) else { return End::Nothing };
            if open[at + 1..].iter().any(|element| element.kind.special) {
                End::Before(at)
            } else {
                End::Close(at)
            }
        }
        _ if kind.special => close(in_scope(open, name, &name_of)),
        _ => {
            for (at, element) in innermost(open) {
                if name_of(element.node) == name {
                    return End::Close(at);
                }
                if element.kind.special {
                    break;
                }
            }
            End::Nothing
        }
    }
}
