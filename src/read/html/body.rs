//! The text of the article in a page.
//!
//! The page is cut into blocks (paragraphs, headings, items of lists) without what `fate` says
//! is none of it. The element that holds most of the good paragraphs, and says by its name that
//! it holds an article, is taken; of its blocks those go that are links or asides.

use super::fate::{Fate, NEVER_TAGS, Rank, judge};
use super::tree::{Tree, push_folded};

/// The text of a page and the captions in it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) captions: Vec<String>,
}

/// A piece of text that stands by itself.
#[derive(Debug)]
struct Block {
    /// Position of its first node.
    at: usize,
    kind: Kind,
    text: String,
    /// Length of the text in bytes, and of what is a link in it.
    length: usize,
    linked: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Stands beside the headline.
    Head,
    Paragraph,
    Heading,
    Item,
    Cell,
    Caption,
    Other,
}

/// Elements that begin and end a block.
const BLOCK_TAGS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "aside",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "blockquote",
    "pre",
    "figure",
    "figcaption",
    "address",
    "hr",
    "center",
    "details",
    "summary",
    "body",
    "html",
];

/// A good paragraph has so many bytes, or half of them and the end of a sentence.
const GOOD_BYTES: usize = 80;

/// What a page declares, as far as finding its text needs it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Known<'a> {
    pub(super) title: Option<&'a str>,
    /// Name of the site.
    pub(super) source: Option<&'a str>,
    /// Whether there is a date of publication.
    pub(super) dated: bool,
    /// The text as the page gives it to search engines.
    pub(super) linked: Option<&'a str>,
}

/// Finds the article of a page.
pub(super) fn body(tree: &Tree, known: Known<'_>) -> Body {
    let Known { title, source, linked, .. } = known;
    let (mut fates, ranks) = judge(tree);
    spare_the_text(tree, &mut fates, &ranks);
    let names = Names {
        title: title.map(folded).unwrap_or_default(),
        source: source.map(folded).unwrap_or_default(),
        dated: known.dated,
    };
    let mut body = taken(tree, &fates, &ranks, &names);
    let expected = linked.map_or(FEW_BYTES, str::len);
    if body.text.len() * 2 < expected {
        // The names of this page mean something else than elsewhere: once more without them.
        for fate in &mut fates {
            if matches!(fate, Fate::Doubtful | Fate::Suspect) {
                *fate = Fate::Text;
            }
        }
        let more = taken(tree, &fates, &ranks, &names);
        if more.text.len() > body.text.len() * 3 {
            body = more;
        }
    }
    // Some pages draw their text with a script, and write it out for search engines alone.
    if let Some(linked) = linked
        && body.text.len() * 2 < linked.len()
    {
        linked.trim().clone_into(&mut body.text);
    }
    body
}

/// Fewer bytes than twice this are no article, or one that was not found.
const FEW_BYTES: usize = 500;

/// What stands on a page and is no part of the text, folded.
struct Names {
    title: String,
    source: String,
    /// Whether the page declares when it was published.
    dated: bool,
}

fn taken(tree: &Tree, fates: &[Fate], ranks: &[Rank], names: &Names) -> Body {
    let blocks = blocks_of(tree, fates);
    let good = GoodText::of(tree, &blocks);
    let ranges = containers(tree, ranks, &good);
    let mut body = Body::default();
    let within = |block: &&Block| ranges.iter().any(|(from, to)| (*from..*to).contains(&block.at));
    let mut chosen: Vec<&Block> = lead(tree, &blocks, &ranges, names);
    chosen.extend(blocks.iter().filter(within));
    for caption in chosen.iter().filter(|block| block.kind == Kind::Caption) {
        if caption.length <= 1000 && !body.captions.contains(&caption.text) {
            body.captions.push(caption.text.clone());
        }
    }
    for block in keep(&chosen, names) {
        if !body.text.is_empty() {
            body.text.push_str("\n\n");
        }
        body.text.push_str(&block.text);
    }
    body
}

/// Longest lead before the text, in bytes; more is something else.
const LEAD_BYTES: usize = 1200;

/// The good paragraphs between the headline and the element that holds the text: the lead.
/// On a page that declares no date, lines with a year as well: `extract` reads them.
fn lead<'b>(
    tree: &Tree,
    blocks: &'b [Block],
    ranges: &[(usize, usize)],
    names: &Names,
) -> Vec<&'b Block> {
    let Some(start) = ranges.iter().map(|(from, _)| *from).min() else { return Vec::new() };
    let Some(heading) = tree.tagged("h1").filter(|at| *at < start).last() else {
        return Vec::new();
    };
    let after = tree.nodes[heading].end;
    let found: Vec<&Block> = blocks
        .iter()
        .filter(|block| (after..start).contains(&block.at))
        .filter(|block| is_good(block) || !names.dated && has_year(block))
        .filter(|block| !matches!(block.kind, Kind::Item | Kind::Cell | Kind::Caption))
        .collect();
    let length: usize = found.iter().map(|block| block.length).sum();
    if length <= LEAD_BYTES { found } else { Vec::new() }
}

/// Whether a short line has a year in it.
fn has_year(block: &Block) -> bool {
    let years = |digits: &str| digits.len() == 4 && digits.starts_with(['1', '2']);
    block.length <= GOOD_BYTES && block.text.split(|c: char| !c.is_ascii_digit()).any(years)
}

/// Takes back the doubt about elements that hold much of the page's text.
fn spare_the_text(tree: &Tree, fates: &mut [Fate], ranks: &[Rank]) {
    // Bytes of text in paragraphs before each node.
    let mut before = Vec::with_capacity(tree.nodes.len() + 1);
    let mut sum = 0_usize;
    for node in &tree.nodes {
        before.push(sum);
        let parent = &tree.nodes.get(node.parent).map_or("", |parent| parent.tag.as_str());
        let length = node.text.trim().len();
        let counts = match *parent {
            "p" | "b" | "i" | "em" | "strong" | "a" | "span" | "blockquote" => true,
            "div" | "td" | "section" | "article" => length > GOOD_BYTES,
            _ => false,
        };
        if node.is_text() && counts {
            sum += length;
        }
    }
    before.push(sum);
    for at in 0..fates.len() {
        let held = before[tree.nodes[at].end.min(sum_len(&before))] - before[at];
        if held == 0 || fates[at] == Fate::Text {
            continue;
        }
        let end = tree.nodes[at].end.min(ranks.len());
        let holds_body = || ranks[at..end].iter().any(|rank| *rank >= 3);
        // Much of what an element holds that says that it is the article.
        let much_of_body = || {
            let mut above = tree.nodes[at].parent;
            loop {
                if ranks[above] >= 4 {
                    let end = tree.nodes[above].end.min(sum_len(&before));
                    return held * 10 > (before[end] - before[above]) * 4;
                }
                let next = tree.nodes[above].parent;
                if next == above {
                    return false;
                }
                above = next;
            }
        };
        match fates[at] {
            Fate::Doubtful
                if held * 10 > sum * 3 || held * 10 > sum && holds_body() || much_of_body() =>
            {
                fates[at] = Fate::Text;
            }
            Fate::Suspect
                if held * 10 > sum * 8 || held * 10 > sum * 2 && holds_body() || much_of_body() =>
            {
                fates[at] = Fate::Text;
            }
            // `comments-enabled`.
            Fate::Never
                if NEVER_TAGS.iter().all(|t| *t != tree.nodes[at].tag)
                    && held * 2 > sum
                    && holds_body() =>
            {
                fates[at] = Fate::Text;
            }
            Fate::Caption if held * 2 > sum => fates[at] = Fate::Text,
            _ => {}
        }
    }
}

fn sum_len(before: &[usize]) -> usize {
    before.len().saturating_sub(1)
}

/// Cuts the page into blocks.
fn blocks_of(tree: &Tree, fates: &[Fate]) -> Vec<Block> {
    /// An element that is open.
    struct Open {
        end: usize,
        kind: Option<Kind>,
        link: bool,
    }
    let mut cutter = Cutter::default();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < tree.nodes.len() {
        while let Some(top) = open.last().filter(|top| top.end <= at) {
            if top.kind.is_some() {
                cutter.cut();
            }
            open.pop();
            let kind = open.iter().rev().find_map(|element| element.kind);
            cutter.kind = kind.unwrap_or(Kind::Other);
            cutter.in_link = open.iter().any(|element| element.link);
        }
        let node = &tree.nodes[at];
        if node.is_text() {
            cutter.push(at, &node.text);
            at += 1;
            continue;
        }
        let fate = fates[at];
        let is_block = BLOCK_TAGS.contains(&node.tag.as_str());
        if matches!(fate, Fate::Never | Fate::Suspect | Fate::Doubtful) {
            if is_block {
                cutter.cut();
            }
            at = node.end;
            continue;
        }
        if node.tag == "br" {
            cutter.line_break();
            at += 1;
            continue;
        }
        let outer = cutter.kind;
        let kind = if fate == Fate::Caption || outer == Kind::Caption {
            Some(Kind::Caption)
        } else if fate == Fate::Head || outer == Kind::Head {
            is_block.then_some(Kind::Head)
        } else if is_block {
            Some(match node.tag.as_str() {
                "p" | "blockquote" | "pre" if outer == Kind::Item => Kind::Item,
                "p" | "blockquote" | "pre" => Kind::Paragraph,
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Kind::Heading,
                "li" | "dt" | "dd" => Kind::Item,
                "td" | "th" => Kind::Cell,
                _ if outer == Kind::Item => Kind::Item,
                _ => Kind::Other,
            })
        } else {
            None
        };
        if let Some(kind) = kind {
            if is_block || fate == Fate::Caption {
                cutter.cut();
            }
            cutter.kind = kind;
        }
        // An address with a tag in it is a quote that was never closed.
        let address = node.attribute("href").filter(|address| !address.contains('<'));
        let link = node.tag == "a" && address.is_some();
        cutter.in_link |= link;
        open.push(Open { end: node.end, kind, link });
        at += 1;
    }
    cutter.cut();
    cutter.blocks
}

struct Cutter {
    blocks: Vec<Block>,
    text: String,
    at: usize,
    linked: usize,
    kind: Kind,
    in_link: bool,
}

impl Default for Cutter {
    fn default() -> Self {
        Cutter {
            blocks: Vec::new(),
            text: String::new(),
            at: 0,
            linked: 0,
            kind: Kind::Other,
            in_link: false,
        }
    }
}

impl Cutter {
    fn push(&mut self, at: usize, text: &str) {
        let before = self.text.len();
        if self.text.trim().is_empty() {
            self.at = at;
        }
        push_folded(&mut self.text, text);
        if self.in_link {
            self.linked += self.text.len() - before;
        }
    }

    /// One break is a new line, two are a new paragraph.
    fn line_break(&mut self) {
        self.text.truncate(self.text.trim_end_matches(' ').len());
        if self.text.ends_with('\n') {
            self.cut();
        } else if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn cut(&mut self) {
        let text = self.text.trim();
        if !text.is_empty() {
            let (length, linked) = (text.len(), self.linked.min(text.len()));
            let text = text.to_owned();
            self.blocks.push(Block { at: self.at, kind: self.kind, text, length, linked });
        }
        self.text.clear();
        self.linked = 0;
    }
}

fn is_good(block: &Block) -> bool {
    let sentence = block.text.ends_with(['.', '!', '?', '"', '”', '»', '…', '。', '।', '؟', ':'])
        || block.text.contains(". ");
    // Letters of some scripts have three bytes, which makes the bound a little softer for them.
    let long = block.length >= GOOD_BYTES || block.length * 2 >= GOOD_BYTES && sentence;
    long && block.linked * 3 < block.length && block.kind != Kind::Caption
}

/// Bytes of good paragraphs by position.
struct GoodText {
    /// Sum before each node.
    before: Vec<usize>,
}

impl GoodText {
    fn of(tree: &Tree, blocks: &[Block]) -> GoodText {
        let mut at_node = vec![0_usize; tree.nodes.len() + 1];
        for block in blocks.iter().filter(|block| is_good(block)) {
            if let Some(sum) = at_node.get_mut(block.at) {
                // Items and cells are seldom what an article is made of.
                *sum += match block.kind {
                    Kind::Paragraph | Kind::Other => block.length,
                    _ => block.length / 3,
                };
            }
        }
        let mut sum = 0;
        let before = at_node
            .iter()
            .map(|length| {
                let here = sum;
                sum += length;
                here
            })
            .collect();
        GoodText { before }
    }

    fn within(&self, from: usize, to: usize) -> usize {
        let at = |position: usize| self.before.get(position).copied().unwrap_or_default();
        at(to).saturating_sub(at(from))
    }
}

/// The parts of the page that hold the article.
fn containers(tree: &Tree, ranks: &[Rank], good: &GoodText) -> Vec<(usize, usize)> {
    let whole = good.within(0, tree.nodes.len());
    for rank in (2..=5).rev() {
        // Outermost elements of this rank.
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        let mut at = 0;
        while at < tree.nodes.len() {
            let end = tree.nodes[at].end;
            if ranks[at] == rank {
                let held = good.within(at, end);
                if held > 0 {
                    found.push((at, end, held));
                }
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
        let Some(best) = found.iter().max_by_key(|(_, _, held)| *held).copied() else { continue };
        // Parts of one text have the same name; other articles on the page have less text.
        let name = &tree.nodes[best.0].marks;
        let parts: Vec<(usize, usize, usize)> = if rank >= 4 {
            let owner = owner(tree, best.0);
            let same = |part: &&(usize, usize, usize)| {
                tree.nodes[part.0].marks == *name && self::owner(tree, part.0) == owner
            };
            found.iter().filter(same).copied().collect()
        } else {
            vec![best]
        };
        let held: usize = parts.iter().map(|(_, _, held)| held).sum();
        let share = if rank >= 4 { 2 } else { 4 };
        if held >= 200 && held * 10 >= whole * share {
            let within = |(from, _, held): (usize, usize, usize)| {
                if rank >= 4 {
                    innermost(tree, ranks, good, from, held)
                } else {
                    tightest(tree, good, from)
                }
            };
            return parts.into_iter().map(within).collect();
        }
    }
    vec![tightest(tree, good, 0)]
}

/// The `article` element that a node lies in, or the root.
fn owner(tree: &Tree, from: usize) -> usize {
    let mut at = from;
    while at != 0 && tree.nodes[at].tag != "article" {
        let parent = tree.nodes[at].parent;
        if parent == at {
            break;
        }
        at = parent;
    }
    at
}

/// The innermost element within a node that says that it holds the article and holds nearly all
/// of its good text.
fn innermost(
    tree: &Tree,
    ranks: &[Rank],
    good: &GoodText,
    from: usize,
    held: usize,
) -> (usize, usize) {
    let mut inner = (from..tree.nodes[from].end)
        .filter(|at| ranks[*at] >= 4 && good.within(*at, tree.nodes[*at].end) * 10 >= held * 9);
    let at = inner.next_back().unwrap_or(from);
    (at, tree.nodes[at].end)
}

/// Goes down from a node as long as one child holds nearly all of the good text.
fn tightest(tree: &Tree, good: &GoodText, from: usize) -> (usize, usize) {
    let mut at = from;
    loop {
        let Some(node) = tree.nodes.get(at) else { return (from, tree.nodes.len()) };
        let held = good.within(at, node.end);
        let mut child = at + 1;
        let mut next = None;
        while child < node.end {
            let end = tree.nodes[child].end.max(child + 1);
            if good.within(child, end) * 100 >= held * 92 && !tree.nodes[child].is_text() {
                next = Some(child);
                break;
            }
            child = end;
        }
        match next {
            // The paragraph itself is no container: its neighbours would be lost.
            Some(child) if held > 0 && is_container(&tree.nodes[child].tag) => at = child,
            _ => return (at, node.end),
        }
    }
}

fn is_container(tag: &str) -> bool {
    matches!(
        tag,
        "html"
            | "body"
            | "div"
            | "section"
            | "article"
            | "main"
            | "table"
            | "tbody"
            | "tr"
            | "td"
            | "center"
            | "form"
            | "font"
            | "span"
    )
}

/// The blocks that are the text, of those in the container.
fn keep<'b>(chosen: &[&'b Block], names: &Names) -> Vec<&'b Block> {
    let chosen = without_tail(chosen);
    let mut kept: Vec<&Block> = Vec::new();
    let mut group = 0;
    while group < chosen.len() {
        let kind = chosen[group].kind;
        let mut end = group + 1;
        if matches!(kind, Kind::Item | Kind::Cell) {
            end += chosen[end..].iter().take_while(|block| block.kind == kind).count();
        }
        let blocks = &chosen[group..end];
        group = end;
        if kind == Kind::Caption {
            continue;
        }
        let (length, linked) =
            blocks.iter().fold((0, 0), |sum, block| (sum.0 + block.length, sum.1 + block.linked));
        // A list of links leads elsewhere; a paragraph may be all link where it is long.
        let leads_away = match kind {
            Kind::Item | Kind::Cell => linked * 2 > length,
            Kind::Head => !blocks.iter().all(|block| is_good(block)),
            Kind::Heading => false,
            _ => linked * 10 > length * 7 && length < 300,
        };
        if leads_away {
            continue;
        }
        kept.extend(blocks.iter().filter(|block| !is_aside(block, names)));
    }
    // Headings at the end stand over what was left out.
    while kept.last().is_some_and(|block| block.kind == Kind::Heading) {
        kept.pop();
    }
    let opening = kept.iter().position(|block| block.kind != Kind::Heading).unwrap_or(kept.len());
    if kept[..opening].iter().any(|block| folded(&block.text) == names.title) {
        kept.drain(..opening);
    }
    kept
}

/// Cuts off what a heading parts from the article at its end: other articles, the author, what
/// readers say.
fn without_tail<'c, 'b>(chosen: &'c [&'b Block]) -> &'c [&'b Block] {
    let whole: usize = chosen.iter().map(|block| block.length).sum();
    let mut before = 0;
    for (at, block) in chosen.iter().enumerate() {
        let short = block.length <= MARK_BYTES && block.kind != Kind::Caption;
        // Within the text stand the same words over a single link.
        let parts = if block.kind == Kind::Heading { 4 } else { 10 };
        if short && (whole - before) * parts <= whole {
            let text = folded(&block.text);
            if TAIL_MARKS.iter().any(|mark| text.starts_with(mark)) {
                return &chosen[..at];
            }
        }
        before += block.length;
    }
    chosen
}

/// Longest heading over what follows an article, in bytes.
const MARK_BYTES: usize = 90;

/// Beginnings, folded, of headings over what follows an article.
const TAIL_MARKS: &[&str] = &[
    "related ",
    "related:",
    "more from ",
    "more on ",
    "more stories",
    "more news",
    "read next",
    "read more",
    "you may also",
    "you might also",
    "about the author",
    "leave a reply",
    "leave a comment",
    "comments",
    "share this",
    "share on",
    "recommended",
    "most read",
    "most popular",
    "trending",
    "latest news",
    "sign up",
    "subscribe",
    "follow us",
    "sponsored",
    "ahnliche beitrage",
    "ahnliche artikel",
    "verwandte ",
    "weitere themen",
    "weitere artikel",
    "weitere meldungen",
    "weitere informationen",
    "weiterfuhrende",
    "mehr zum thema",
    "mehr zu diesem",
    "das konnte ",
    "das thema konnte",
    "lesen sie auch",
    "lesen sie mehr",
    "teilen sie ",
    "artikel teilen",
    "mit freunden teilen",
    "kommentare",
    "uber den autor",
    "uber die autorin",
    "empfehlungen ",
    "newsletter",
    "zum newsletter",
    "schlagworte",
    "contenido relacionado",
    "notas relacionadas",
    "noticias relacionadas",
    "te puede interesar",
    "le puede interesar",
    "tambien te puede",
    "lea tambien",
    "comparte",
    "comentarios",
    "mas noticias",
    "mas informacion",
    "suscribete",
    "sur le meme sujet",
    "a lire aussi",
    "lire aussi",
    "articles similaires",
    "partager",
    "commentaires",
    "leggi anche",
    "articoli correlati",
    "condividi",
    "veja tambem",
    "leia tambem",
    "lees ook",
    "meer over",
    "las mer",
    "les ogsa",
    "laes ogsa",
    "lue myos",
    "zobacz tez",
    "czytaj tez",
    "читайте также",
    "по теме",
    "другие новости",
    "اقرأ أيضا",
    "関連記事",
    "相关阅读",
    "相关新闻",
];

/// Beginnings, folded, of lines that lead elsewhere or are about the page.
const ASIDES: &[&str] = &[
    "advertisement",
    "read more",
    "read also",
    "also read",
    "see also",
    "related:",
    "related article",
    "related stor",
    "click here",
    "sign up",
    "subscribe",
    "follow us",
    "share this",
    "more:",
    "watch:",
    "watch |",
    "continue reading",
    "story continues below",
    "article continues",
    "recommended",
    "skip to",
    "image source",
    "image caption",
    "media caption",
    "photo:",
    "photos:",
    "photo by",
    "picture:",
    "credit:",
    "getty images",
    "copyright",
    "©",
    "all rights reserved",
    "loading...",
    "print this",
    "email this",
    "download the",
    "you may also like",
    "you might also like",
    "more from",
    "more on this",
    "leave a comment",
    "comments",
    "tags:",
    "tagged",
    "filed under",
    "posted in",
    "posted by",
    "most read",
    "anzeige",
    "werbung",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "mehr dazu",
    "zum thema",
    "lire aussi",
    "a lire aussi",
    "publicite",
    "lea tambien",
    "le puede interesar",
    "publicidad",
    "lees ook",
    "leggi anche",
    "leia tambem",
    "leia mais",
    "veja tambem",
    "читайте также",
    "реклама",
    "czytaj tez",
    "zobacz tez",
    "laes ogsa",
    "les ogsa",
    "las ocksa",
    "lue myos",
    "newsletter",
    "join our",
    "get the latest",
    "this article was",
    "originally published",
    "follow @",
    "share on",
    "tweet",
    "facebook",
    "whatsapp",
];

fn is_aside(block: &Block, names: &Names) -> bool {
    let text = folded(&block.text);
    if text.is_empty()
        || text == names.source
        || block.kind != Kind::Paragraph && repeats(&text, &names.title)
    {
        return true;
    }
    if block.length <= PROMOTION_BYTES && PROMOTIONS.iter().any(|mark| text.starts_with(mark)) {
        return true;
    }
    // A sentence of the article may begin with any of these words.
    let short = block.text.chars().count() < 60 || block.linked * 2 > block.length;
    short && ASIDES.iter().any(|aside| text.starts_with(aside))
}

/// Whether a line is the headline again, perhaps with a few words before it.
fn repeats(text: &str, title: &str) -> bool {
    text == title || text.len() < title.len() * 2 && title.len() > 20 && text.ends_with(title)
}

/// Longest paragraph of the outlet about itself, in bytes.
const PROMOTION_BYTES: usize = 400;

/// Beginnings, folded, of paragraphs in which an outlet speaks to its readers.
const PROMOTIONS: &[&str] = &[
    "get breaking news alerts",
    "get the latest news",
    "get our ",
    "get access to",
    "sign up for",
    "sign up to",
    "subscribe to ",
    "subscribe now",
    "follow the new",
    "follow us on",
    "follow our",
    "like us on facebook",
    "download our",
    "download the app",
    "click here to",
    "join our",
    "we'd like to hear",
    "have a story",
    "have you got a story",
    "do you have a story",
    "contact us at",
    "this site is protected by",
    "by signing up",
    "by submitting",
    "already a subscriber",
    "for more news",
    "if you buy something",
    "we may earn",
    "we recommend the best",
    "support our journalism",
    "thank you for reading",
    "thanks for reading",
    "jetzt abonnieren",
    "abonnieren sie",
    "melden sie sich",
    "folgen sie uns",
    "hier klicken",
    "inscrivez-vous",
    "abonnez-vous",
    "suivez-nous",
    "recevez ",
    "suscribete",
    "siguenos",
    "haz clic",
    "unete a",
    "hazte miembro",
    "hazte socio",
    "iscriviti",
    "seguici",
    "abonneer",
    "siga-nos",
    "inscreva-se",
    "assine ",
    "подписывайтесь",
];

fn folded(text: &str) -> String {
    crate::text::fold(text.trim()).into_owned()
}
