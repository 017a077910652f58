//! What stands among the paragraphs of an article and is none: lines that lead elsewhere, headings
//! over other articles, what an outlet says of itself.
//!
//! The lists are the words of content systems and publishers in the languages that we have pages
//! of; none is of one site.

use super::block::{Block, Kind};

/// What stands on a page and is no part of the text, folded.
pub(super) struct Names {
    pub(super) title: String,
    pub(super) source: String,
    /// Whether the page declares when it was published.
    pub(super) dated: bool,
}

/// Cuts off what a heading parts from the article at its end: other articles, the author, what
/// readers say.
pub(super) fn without_tail<'c, 'b>(chosen: &'c [&'b Block]) -> &'c [&'b Block] {
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

pub(super) fn is_aside(block: &Block, names: &Names) -> bool {
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

pub(super) fn folded(text: &str) -> String {
    crate::text::fold(text.trim()).into_owned()
}
