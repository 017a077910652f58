//! The text of the article in a page.
//!
//! The page is cut into blocks (paragraphs, headings, items of lists) without what `fate` says
//! is none of it. The element that holds most of the good paragraphs, and says by its name that
//! it holds an article, is taken; of its blocks those go that are links or asides.

use super::aside::{Names, folded, is_aside, without_tail};
use super::block::{Block, GOOD_BYTES, Kind, blocks_of, is_good};
use super::fate::{Fate, NEVER_TAGS, Rank, judge};
use super::tree::Tree;

/// The text of a page and the captions in it.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) text: String,
    pub(super) captions: Vec<String>,
}

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
        let parent = &tree.nodes.get(node.parent).map_or("", |parent| &*parent.tag);
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

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "The ferry left the quay at noon with forty people on board, said the \
                         harbour master, who had counted them twice.";
    const SECOND: &str = "It came back at six with forty-one, and nobody could say who had joined \
                          them on the island, or why.";

    #[track_caller]
    fn check(html: &str, expected: &[&str]) {
        let tree = Tree::parse(html).unwrap();
        let known = Known { title: Some("Ferry comes back with one more"), ..Known::default() };
        let text = body(&tree, known).text;
        assert_eq!(text.split("\n\n").collect::<Vec<_>>(), expected, "{html}");
    }

    #[test]
    fn the_article_is_taken_without_what_stands_around_it() {
        let heading = "<h1>Ferry comes back with one more</h1>";
        let text = format!("<p>{FIRST}</p><p>{SECOND}</p>");
        let lead = "One passenger too many: the police of the island are asking who it was.";
        let both = [FIRST, SECOND];
        check(
            &format!(
                "<nav><a href=/>News</a></nav>{heading}<div class=story>{text}</div>\
                 <div class=related><p><a href=/x>Another ferry stayed away for the whole week</a></p></div>\
                 <div id=comments><p>I was on that ferry, and I counted forty of us, believe me.</p></div>"
            ),
            &both,
        );
        // The lead stands in the header of the article.
        check(
            &format!(
                "<article><header>{heading}<p>{lead}</p><p>By Ada Bell</p></header>{text}</article>"
            ),
            &[lead, FIRST, SECOND],
        );
        // A heading parts the article from what follows it in the same element.
        check(
            &format!(
                "<div class=articleBody>{heading}{text}{text}{text}<h3>Related stories</h3><p>A short line of another story.</p></div>"
            ),
            &[FIRST, SECOND, FIRST, SECOND, FIRST, SECOND],
        );
        // What an outlet says of itself, and what is not shown.
        check(
            &format!(
                "<article>{heading}<p>{FIRST}</p><p>Sign up for our newsletter and get the harbour in your inbox every morning.</p><div style='display:none'><p>{SECOND} This is hidden.</p></div><p>{SECOND}</p></article>"
            ),
            &both,
        );
        // Several parts of one text.
        let part = |text: &str| {
            format!("<div class=row><div class='module text-content'><p>{text}</p></div></div>")
        };
        check(&format!("<main>{heading}{}{}</main>", part(FIRST), part(SECOND)), &both);
    }

    #[test]
    fn a_text_for_search_engines_stands_in_for_one_that_a_script_draws() {
        let tree = Tree::parse("<h1>Ferry</h1><div id=app></div>").unwrap();
        let found = body(&tree, Known { linked: Some(FIRST), ..Known::default() });
        assert_eq!(found.text, FIRST);
    }
}
