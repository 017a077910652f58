//! What a page shows of itself without declaring it: the name of the site, the author under the
//! headline, a headline that is no `h1`.

use super::tree::{Node, Tree};
use crate::text::fold;

/// Longest name of a site or of authors, in characters.
const NAME_CHARS: usize = 80;

/// Words of class names that hold authors, as content systems write them in English, Spanish,
/// French, German, Italian and Dutch.
const AUTHOR_WORDS: &[&str] = &[
    "author",
    "byline",
    "byl",
    "autor",
    "auteur",
    "autore",
    "verfasser",
    "firma",
    "redacteur",
    "signature",
];

/// The name of the site: its title in the head of the page, or the heading that leads to its
/// front page.
pub(super) fn site(tree: &Tree) -> Option<String> {
    let named = |node: &&Node| {
        let mut names = node.marks.split_whitespace();
        names.any(|name| matches!(name, "site-title" | "site-name" | "sitename" | "blog-title"))
    };
    let titled = tree.nodes.iter().position(|node| named(&node));
    let at = titled.or_else(|| tree.tagged("h1").find(|at| leads_home(tree, *at)))?;
    let name = tree.text_in(at);
    (!name.is_empty() && name.chars().count() <= NAME_CHARS).then_some(name)
}

/// Whether all of a heading is a link to the front page.
pub(super) fn leads_home(tree: &Tree, heading: usize) -> bool {
    let end = tree.nodes[heading].end;
    let link = (heading + 1..end).find(|at| tree.nodes[*at].tag == "a");
    link.is_some_and(|at| {
        let address = tree.nodes[at].attribute("href").unwrap_or_default().trim();
        let path = address
            .split_once("://")
            .map_or(address, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        path.trim_matches('/').is_empty() && tree.text_in(at) == tree.text_in(heading)
    })
}

/// The authors that stand under the headline.
pub(super) fn author(tree: &Tree) -> Option<String> {
    let from = tree.tagged("h1").next().unwrap_or(0);
    let mut outer: usize = 0;
    for (at, node) in tree.nodes.iter().enumerate() {
        if node.is_text() || at < outer {
            continue;
        }
        let words = super::fate::words_of(&node.marks);
        let has = |known: &str| words.iter().any(|word| word == known);
        // What readers write is theirs, and other articles have their own authors.
        if ["comment", "comments", "related", "sidebar", "footer", "respond"].into_iter().any(has) {
            outer = node.end;
            continue;
        }
        if at < from || !AUTHOR_WORDS.iter().any(|word| has(word)) || node.tag == "body" {
            continue;
        }
        let text = tree.text_in(at);
        if text.chars().count() <= NAME_CHARS && text.chars().any(char::is_uppercase) {
            // The innermost such element has the name without what stands around it.
            let inner = (at + 1..node.end).find(|inner| {
                let words = super::fate::words_of(&tree.nodes[*inner].marks);
                words.iter().any(|word| AUTHOR_WORDS.contains(&word.as_str()))
                    && !tree.text_in(*inner).is_empty()
            });
            return Some(inner.map_or(text, |inner| tree.text_in(inner)));
        }
    }
    None
}

/// The headline of a page that has no `h1` of its own: the first smaller heading of the article,
/// or the largest type (`<font size=5>`) of pages that are older than style sheets.
pub(super) fn headline(tree: &Tree, is_site: impl Fn(&str) -> bool) -> Option<String> {
    let article = tree.tagged("article").chain(tree.tagged("main")).next();
    let heading = article.and_then(|article| {
        let end = tree.nodes[article].end;
        (article..end).find(|at| matches!(&*tree.nodes[*at].tag, "h1" | "h2"))
    });
    let text = heading.map(|at| tree.text_in(at)).filter(|text| !text.is_empty() && !is_site(text));
    text.or_else(|| {
        let sized = |at: &usize| {
            let size = tree.nodes[*at].attribute("size").and_then(|size| size.parse::<u8>().ok());
            size.filter(|size| *size >= 4).map(|size| (size, tree.text_in(*at)))
        };
        let mut found: Vec<(u8, String)> =
            tree.tagged("font").filter_map(|at| sized(&at)).collect();
        found.retain(|(_, text)| {
            (2..=200).contains(&text.chars().count()) && !is_site(text) && text.contains(' ')
        });
        let largest = found.iter().map(|(size, _)| *size).max()?;
        found.into_iter().find(|(size, _)| *size == largest).map(|(_, text)| text)
    })
}

/// Whether two names are one but for case and accents.
pub(super) fn same(one: &str, other: &str) -> bool {
    fold(one.trim()) == fold(other.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_found() {
        for (html, name, by) in [
            (
                "<p class=site-title><a href=/>The Quay</a></p><h1>Ferry</h1><span class='author vcard'>By <a class=url>Ada Bell</a></span>",
                Some("The Quay"),
                Some("By Ada Bell"),
            ),
            (
                "<h1><a href='https://quay.example/'>The Quay</a></h1><h2>Ferry</h2>",
                Some("The Quay"),
                None,
            ),
            (
                "<h1>Ferry</h1><div class=byline>by <span class=author>Ada Bell</span> today</div>",
                None,
                Some("Ada Bell"),
            ),
            ("<h1>Ferry</h1><li class=comment><b class=author>Otis</b></li>", None, None),
        ] {
            let tree = Tree::parse(html).unwrap_or_default();
            assert_eq!(site(&tree).as_deref(), name, "{html}");
            assert_eq!(author(&tree).as_deref(), by, "{html}");
        }
    }

    #[test]
    fn old_pages_have_their_headline_in_large_type() {
        let html =
            "<title>The Quay</title><font size=6>The Quay</font><font size=5>Ferry is late</font>";
        let tree = Tree::parse(html).unwrap_or_default();
        let headline = headline(&tree, |text| same(text, "The Quay"));
        assert_eq!(headline.as_deref(), Some("Ferry is late"));
    }
}
