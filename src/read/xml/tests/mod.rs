pub(super) use super::super::tests::{read_all, read_bytes};
use super::super::{Layout, RawDocument, ReadOptions};
use super::*;

mod feeds;

fn value(document: &RawDocument, key: MetadataKey) -> Option<&str> {
    document.declared(key).map(|entry| entry.value.as_str())
}

fn check(xml: &str, format: &str, expected: &[(MetadataKey, &str)], text: &str) {
    let documents = read_bytes("a.xml", xml.as_bytes());
    let first = &documents[0];
    assert_eq!(first.format, format, "{xml}");
    for (key, expected) in expected {
        assert_eq!(value(first, *key), Some(*expected), "{key:?} of {xml}");
    }
    assert_eq!(first.text, text, "{xml}");
}

#[test]
fn feeds_of_every_making_are_read() {
    use MetadataKey::{Author, Date, Source, Title, Url};
    check(
        "<rss version='2.0'><channel><title>The Quay</title><item><title>Ferry &amp; crew</title>\
         <link>https://x.org/a</link><pubDate>Mon, 4 Mar 2019 10:00:00 GMT</pubDate>\
         <author>a@x.org (Ann Bell)</author><description>&lt;p&gt;It left.&lt;/p&gt;</description>\
         </item></channel></rss>",
        "feed",
        &[
            (Title, "Ferry & crew"),
            (Url, "https://x.org/a"),
            (Date, "Mon, 4 Mar 2019 10:00:00 GMT"),
            (Author, "Ann Bell"),
            (Source, "The Quay"),
        ],
        "It left.",
    );
    check(
        "<?xml version='1.0'?><a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>Ferry</a:title>\
         <a:link rel='self' href='x'/><a:link href='https://x.org/a'/><a:published>2019-03-04T10:00:00Z</a:published>\
         <a:content type='xhtml'><div><p>One.</p><p>Two.</p></div></a:content></a:entry></a:feed>",
        "feed",
        &[(Title, "Ferry"), (Url, "https://x.org/a"), (Date, "2019-03-04T10:00:00Z")],
        "One.\n\nTwo.",
    );
}

#[test]
fn agency_formats_are_read() {
    use MetadataKey::{Author, Date, Dateline, Location, Person, Source, Title};
    check(
        "<nitf><head><title>slug</title><docdata><date.issue norm='20190304T101500Z'/><doc-id id-string='7'/>\
         </docdata></head><body><body.head><hedline><hl1>Ferry sails</hl1></hedline><byline>By \
         <person>Ann Bell</person></byline><dateline>OSLO</dateline></body.head><body.content><p>The ferry of \
         <person>Jo Park</person> left.</p><media><media-caption>The quay</media-caption></media><p>It came.</p>\
         </body.content></body></nitf>",
        "nitf",
        &[
            (Title, "Ferry sails"),
            (Date, "2019-03-04T10:15:00Z"),
            (Author, "Ann Bell"),
            (Dateline, "OSLO"),
            (Person, "Jo Park"),
            (MetadataKey::Caption, "The quay"),
        ],
        "The ferry of Jo Park left.\n\nIt came.",
    );
    check(
        "<newsMessage><itemSet><newsItem guid='urn:1' xml:lang='en'><itemMeta><provider literal='QNA'/>\
         <versionCreated>2019-03-04T10:00:00Z</versionCreated></itemMeta><contentMeta><located><name>Oslo</name></located>\
         <headline>Ferry sails</headline><subject type='cpnat:person'><name>Jo Park</name></subject></contentMeta>\
         <contentSet><inlineXML><html><body><p>It left.</p></body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>",
        "newsml",
        &[(Title, "Ferry sails"), (Source, "QNA"), (Location, "Oslo"), (Person, "Jo Park")],
        "It left.",
    );
    check(
        "<NewsML><NewsItem><Identification><NewsIdentifier><DateId>20190304T101500+0000</DateId></NewsIdentifier>\
         </Identification><NewsComponent><NewsLines><HeadLine>Ferry sails</HeadLine></NewsLines><ContentItem>\
         <DataContent><p>It left.</p><p>It came.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>",
        "newsml",
        &[(Title, "Ferry sails"), (Date, "2019-03-04T10:15:00+00:00")],
        "It left.\n\nIt came.",
    );
}

/// The values of a document with a key.
fn values(document: &RawDocument, key: MetadataKey) -> Vec<&str> {
    document.all_declared(key).map(|entry| entry.value.as_str()).collect()
}

#[test]
fn what_desks_say_is_noted_and_not_read_as_text() {
    let documents = read_bytes(
        "a.xml",
        b"<nitf><head><docdata management-status='killed'><ed-msg info='Wrong ship'/><identified-content>\
          <classifier type='x:Person' value='Jo Park'/></identified-content></docdata></head><body><body.head>\
          <hedline><hl1>Ferry sails</hl1></hedline><note><body.content><p>Not for print</p></body.content></note>\
          <byline>By Ann Bell <byttl>Ship Writer</byttl></byline></body.head><body.content><p>The ferry\nleft.</p>\
          </body.content></body></nitf>",
    );
    assert_eq!(
        documents[0].notes,
        ["declared as: killed", "editor's note: Wrong ship", "editor's note: Not for print"]
    );
    assert_eq!(documents[0].text, "The ferry left.");
    assert_eq!(value(&documents[0], MetadataKey::Author), Some("By Ann Bell"));
    assert_eq!(value(&documents[0], MetadataKey::Person), Some("Jo Park"));
    let documents = read_bytes(
        "a.xml",
        b"<newsItem><itemMeta><pubStatus qcode='stat:withheld'/><embargoed>2019-03-04T10:00:00Z</embargoed>\
          <edNote>Adds crew</edNote></itemMeta><contentMeta><headline>Ferry sails</headline><by>Ann Bell</by>\
          <creator><name>Quay News</name></creator><description role='r:caption'>QUAY/FERRY:Ferry sails</description>\
          </contentMeta><contentSet><inlineXML><html><body><header>4.3.2019</header><p>It left.</p></body></html>\
          </inlineXML></contentSet></newsItem>",
    );
    let notes = &documents[0].notes;
    assert_eq!(
        notes.as_slice(),
        ["declared as: withheld", "embargoed: 2019-03-04T10:00:00Z", "editor's note: Adds crew"]
    );
    assert_eq!(documents[0].text, "It left.");
    assert_eq!(values(&documents[0], MetadataKey::Author), ["Ann Bell"]);
    assert_eq!(values(&documents[0], MetadataKey::Source), ["Quay News"]);
    assert!(values(&documents[0], MetadataKey::Caption).is_empty());
}

#[test]
fn pictures_and_releases_are_articles() {
    let documents = read_bytes(
        "a.xml",
        b"<Publish><ContentItem><CreatedDateTime>2019-03-04T10:00:00</CreatedDateTime><Published>false</Published>\
          <EnglishCaption>The quay</EnglishCaption></ContentItem></Publish>",
    );
    assert_eq!(values(&documents[0], MetadataKey::Caption), ["The quay"]);
    assert_eq!(value(&documents[0], MetadataKey::Date), Some("2019-03-04T10:00:00"));
    let documents = read_bytes(
        "a.xml",
        b"<release><title>Ferry sails</title><body><p>It left.</p></body><documents><document>\
          <title>list.pdf</title></document></documents></release>",
    );
    assert_eq!(documents.len(), 1);
    assert_eq!(value(&documents[0], MetadataKey::Title), Some("Ferry sails"));
}

#[test]
fn unknown_formats_are_read_by_their_names() {
    check(
        "<export><article><headline><paragraph>Ferry sails</paragraph></headline><leadParagraph><paragraph>It left.\
         </paragraph></leadParagraph><tailParagraphs><paragraph>It came.</paragraph></tailParagraphs>\
         <publicationDate><date>20190304</date></publicationDate></article></export>",
        "xml",
        &[(MetadataKey::Title, "Ferry sails"), (MetadataKey::Date, "2019-03-04")],
        "It left.\n\nIt came.",
    );
}

#[test]
fn articles_of_factiva_are_read() {
    check(
        "<PPSResponse><ppsArticleResponse xmlns=\"http://global.factiva.com/pps/2.0\"><ppsarticleResultSet count=\"1\">\
         <ppsarticle><article><accessionNo>HAFEN00020110303e7330001a</accessionNo><baseLanguage>DE</baseLanguage>\
         <byline><paragraph>Ann Lee</paragraph></byline><headline><paragraph><hlt>Ferry</hlt> sails</paragraph></headline>\
         <leadParagraph><paragraph>It left.</paragraph></leadParagraph><publicationDate><dateTime>2011-03-03T01:35:58Z\
         </dateTime></publicationDate><publisherName>Courier Press</publisherName><sourceName>The Courier</sourceName>\
         <region code=\"uk\"><name>United Kingdom</name></region><tailParagraphs><paragraph>It came.</paragraph>\
         </tailParagraphs><wordCount>942</wordCount></article></ppsarticle></ppsarticleResultSet>\
         </ppsArticleResponse></PPSResponse>",
        "xml",
        &[
            (MetadataKey::Title, "Ferry sails"),
            (MetadataKey::Author, "Ann Lee"),
            (MetadataKey::Date, "2011-03-03T01:35:58Z"),
            // The paper, not the house that publishes it.
            (MetadataKey::Source, "The Courier"),
            (MetadataKey::Region, "United Kingdom"),
            (MetadataKey::Language, "DE"),
            (MetadataKey::Other, "942"),
        ],
        "It left.\n\nIt came.",
    );
}

#[test]
fn what_is_broken_loses_only_itself() {
    let (documents, problems) = read_all(
        "a.xml",
        b"<rss><channel><item><title>One</title><description>a &nbsp; b & c &bogus; &#3;</p></item><item><title>Two",
        &ReadOptions::default(),
    );
    let titles: Vec<_> = documents.iter().map(|d| value(d, MetadataKey::Title)).collect();
    assert_eq!(titles, [Some("One"), Some("Two")]);
    assert!(problems[0].contains("cut off"), "{problems:?}");
    assert_eq!(documents[0].layout, Layout::Body);
}

#[test]
fn nothing_explodes() {
    let mut bomb = "<!DOCTYPE rss [<!ENTITY a 'ha'>".to_owned();
    for i in 1..10 {
        bomb.push_str(&format!("<!ENTITY a{i} '&a{0};&a{0};&a{0};'>", i - 1));
    }
    bomb.push_str("]><rss><channel><item><title>&a9;</title></item></channel></rss>");
    let documents = read_bytes("bomb.xml", bomb.as_bytes());
    assert_eq!(value(&documents[0], MetadataKey::Title), Some("&a9;"));
    let deep = format!("<a>{}x", "<b>".repeat(200_000));
    let (documents, _) = read_all("deep.xml", deep.as_bytes(), &ReadOptions::default());
    assert!(documents.is_empty());
}

#[test]
fn compact_dates_are_written_out() {
    for (value, expected) in [
        ("20170311T103000Z", "2017-03-11T10:30:00Z"),
        ("20170311T103000+0100", "2017-03-11T10:30:00+01:00"),
        ("20170311", "2017-03-11"),
        ("20170311T", "2017-03-11"),
        ("2017-03-11", "2017-03-11"),
        ("Mon, 4 Mar 2019", "Mon, 4 Mar 2019"),
    ] {
        assert_eq!(iso_date(value), expected);
    }
}
