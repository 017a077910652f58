//! Feeds as they are found: broken, in old versions, with the modules of others.

use super::*;

/// The first document of a feed: title, date, author, text.
fn item(feed: &str) -> (Option<String>, Option<String>, Option<String>, String) {
    let (documents, _) = read_all("a.xml", feed.as_bytes(), &ReadOptions::default());
    let owned = |key| value(&documents[0], key).map(str::to_owned);
    let text = documents[0].text.clone();
    (owned(MetadataKey::Title), owned(MetadataKey::Date), owned(MetadataKey::Author), text)
}

fn rss(inner: &str) -> String {
    format!("<rss><channel><title>The Quay</title><item>{inner}</item></channel></rss>")
}

#[test]
fn values_of_items_are_chosen_by_what_the_modules_mean() {
    for (inner, title, date, author, text) in [
        (
            "<media:title>Film</media:title><title>Ferry</title><dc:date>2019-03-04</dc:date>\
             <dc:creator>Ann Bell</dc:creator><description>It left.</description>",
            Some("Ferry"),
            Some("2019-03-04"),
            Some("Ann Bell"),
            "It left.",
        ),
        (
            "<dc:title>Ferry</dc:title><author>Ann Bell (ann@example.org)</author>\
             <content:encoded><![CDATA[<p>It left the quay.</p><script>x()</script>]]></content:encoded>\
             <description>It left the quay at noon.</description>",
            Some("Ferry"),
            None,
            Some("Ann Bell"),
            "It left the quay.",
        ),
        (
            "<title>&amp;lt;b&amp;gt;Ferry&amp;lt;/b&amp;gt; &amp;amp; crew</title>\
             <author>ann@example.org</author>",
            Some("Ferry & crew"),
            None,
            Some("ann@example.org"),
            "",
        ),
        (
            "<title>Ferry</title><media:group><media:description>It left.</media:description>\
             <media:content url='x.mp4'/></media:group><media:content medium='video'>\
             <media:credit>Jo</media:credit></media:content>",
            Some("Ferry"),
            None,
            None,
            "It left.",
        ),
        ("<description>It left.</description>", None, None, None, "It left."),
        (
            "<title>Three < four</title><description>a <5 b",
            Some("Three < four"),
            None,
            None,
            "a <5 b",
        ),
    ] {
        let expected = (
            title.map(str::to_owned),
            date.map(str::to_owned),
            author.map(str::to_owned),
            text.into(),
        );
        assert_eq!(item(&rss(inner)), expected, "{inner}");
    }
}

#[test]
fn texts_of_atom_are_what_their_types_say() {
    for (kind, content, expected) in [
        ("type='text'", "How &lt;b&gt; works", "How <b> works"),
        ("type='html'", "&lt;p&gt;It left.&lt;/p&gt;", "It left."),
        ("type='xhtml'", "<div><p>It left.</p><p>It came.</p></div>", "It left.\n\nIt came."),
        ("mode='base64'", "SXQgbGVmdC4=", "It left."),
        ("type='application/octet-stream'", "SXQgbGVmdC4=", "It left."),
        ("type='image/png'", "iVBORw0KGgo=", ""),
        ("", "It\nleft.", "It\nleft."),
    ] {
        let feed = format!(
            "<feed><author><name>Ann Bell</name></author><entry><title>Ferry</title>\
             <updated>2019-03-04T10:00:00Z</updated><content {kind}>{content}</content></entry></feed>"
        );
        let (_, date, author, text) = item(&feed);
        assert_eq!(text, expected, "{kind}");
        assert_eq!(date.as_deref(), Some("2019-03-04T10:00:00Z"));
        assert_eq!(author.as_deref(), Some("Ann Bell"));
    }
}

#[test]
fn a_feed_is_no_article_and_an_entry_is_one() {
    let (documents, problems) = read_all(
        "a.xml",
        b"<feed xmlns='http://www.w3.org/2005/Atom'><title>The Quay</title></feed>",
        &ReadOptions::default(),
    );
    assert!(documents.is_empty());
    assert!(problems[0].contains("feed without items"), "{problems:?}");
    let (title, ..) =
        item("<entry xmlns='http://www.w3.org/2005/Atom'><title>Ferry</title></entry>");
    assert_eq!(title.as_deref(), Some("Ferry"));
}

#[test]
fn items_that_are_not_closed_end_where_the_next_begins() {
    let documents = read_bytes(
        "a.xml",
        b"Warning: no cache\n<?xml version='1.0'?><rss><channel><item><title>One</title><item>\
          <title>Two</title></channel></rss>",
    );
    let titles: Vec<_> = documents.iter().map(|d| value(d, MetadataKey::Title)).collect();
    assert_eq!(titles, [Some("One"), Some("Two")]);
}

#[test]
fn addresses_are_made_whole() {
    for (link, expected) in [
        ("<link>b/c.html</link>", "https://x.org/a/b/c.html"),
        ("<link>/c.html</link>", "https://x.org/c.html"),
        ("<link href='https://y.org/c'/>", "https://y.org/c"),
        ("<guid>https://y.org/d</guid>", "https://y.org/d"),
    ] {
        let feed = format!(
            "<rss xml:base='https://x.org/a/feed'><channel><item><title>t</title>{link}</item></channel></rss>"
        );
        let documents = read_bytes("a.xml", feed.as_bytes());
        assert_eq!(value(&documents[0], MetadataKey::Url), Some(expected), "{link}");
    }
}

#[test]
fn feeds_in_every_encoding_are_read() {
    let feed = |name: &str| {
        format!("<?xml version='1.0' encoding='{name}'?>{}", rss("<title>Café à quai</title>"))
    };
    let wide = |name, unit: fn(u32) -> Vec<u8>| -> Vec<u8> {
        feed(name).chars().flat_map(|c| unit(c as u32)).collect()
    };
    let latin =
        |text: String| text.chars().map(|c| u8::try_from(c as u32).unwrap_or(b'?')).collect();
    for (name, bytes) in [
        ("declared UTF-16, is UTF-8", feed("utf-16").into_bytes()),
        ("declared Latin, is UTF-8", feed("iso-8859-1").into_bytes()),
        ("declared UTF-8, is Latin", latin(feed("utf-8"))),
        ("declared as nothing known", feed("bogus").into_bytes()),
        ("UTF-32", {
            let mut bytes = vec![0xff, 0xfe, 0, 0];
            bytes.extend(wide("utf-32", |c| c.to_le_bytes().to_vec()));
            bytes
        }),
    ] {
        let documents = read_bytes("a.xml", &bytes);
        assert_eq!(value(&documents[0], MetadataKey::Title), Some("Café à quai"), "{name}");
    }
}
