//! One check a layout: what is read of each article. Every text here is made up.

use super::super::tests::{read_all, read_bytes};
use super::super::{MetadataKey, RawDocument, ReadOptions};

/// What is expected of an article: headline, source, date, author, section (each empty for
/// none), and the text.
type Expected<'e> = [&'e str; 6];

fn seen(document: &RawDocument) -> [String; 6] {
    let value = |key| document.declared(key).map(|d| d.value.clone()).unwrap_or_default();
    [
        value(MetadataKey::Title),
        value(MetadataKey::Source),
        value(MetadataKey::Date),
        value(MetadataKey::Author),
        value(MetadataKey::Section),
        document.text.clone(),
    ]
}

fn check(name: &str, format: &str, text: &str, expected: &[Expected<'_>]) {
    let documents = read_bytes(name, text.as_bytes());
    let read: Vec<[String; 6]> = documents.iter().map(seen).collect();
    assert_eq!(read, expected, "{text}");
    assert!(documents.iter().all(|d| d.format == format), "{:?}", documents[0].format);
    let numbers: Vec<u32> = documents.iter().map(|d| d.record).collect();
    assert_eq!(numbers, (1..=numbers.len() as u32).collect::<Vec<_>>());
}

/// All values of `key` in the first article.
fn values(name: &str, text: &str, key: MetadataKey) -> Vec<String> {
    let documents = read_bytes(name, text.as_bytes());
    documents[0].all_declared(key).map(|d| d.value.clone()).collect()
}

const LEXIS: &str = "\u{feff}\n\nDownload Request: Selected Items: 1-2\nTerms: (ferry)\n\n\n\
                               1 of 2 DOCUMENTS\n\n\n\
                             The Harbour Courier (Leith)\n\n\
                            March 3, 2011 Thursday\n                              Edition 1\n\n\
Ferry sails again after a year in the yard and a long\nquarrel about money\n\n\
BYLINE: By ANN LEE and Tom Roe; Ann Lee reported from Leith\n\n\
SECTION: NEWS; Pg. 3\n\nCUSTOM-NAME: x\n\nLENGTH: 20 words\n\nDATELINE: LEITH\n\n\
The ferry sailed again on Thursday, watched by hundreds who had\nwaited on the pier.\n\n\
Note: the yard will be shut.\n\n\
LOAD-DATE: March 4, 2011\n\nLANGUAGE: ENGLISH\n\nGRAPHIC: The ferry off Leith\n\n\
A second picture\n\nSUBJECT: FERRIES (90%); SHIPPING (70%)\n\nPERSON: ANN LEE (50%)\n\n\
                      Copyright 2011 Courier Press\n                              All Rights Reserved\n\n\
                               2 of 2 DOCUMENTS\n\n                     Copyright 2011 Courier Press\n\n\
                             The Harbour Courier (Leith)\n\n                    March 2, 2011\n\n\
                    Late Edition - Final\n\nTalks go on\n\nLENGTH: 3 words\n\nThe talks go on.\n";

#[test]
fn the_older_layout_of_lexisnexis() {
    let expected: &[Expected<'_>] = &[
        [
            "Ferry sails again after a year in the yard and a long quarrel about money",
            "The Harbour Courier (Leith)",
            "March 3, 2011 Thursday Edition 1",
            "By ANN LEE and Tom Roe",
            "NEWS; Pg. 3",
            "The ferry sailed again on Thursday, watched by hundreds who had waited on the pier.\n\n\
             Note: the yard will be shut.",
        ],
        ["Talks go on", "The Harbour Courier (Leith)", "March 2, 2011", "", "", "The talks go on."],
    ];
    check("a.TXT", "lexisnexis", LEXIS, expected);
    check("a", "lexisnexis", &LEXIS.replace('\n', "\r\n"), expected);
    let captions = values("a", LEXIS, MetadataKey::Caption);
    assert_eq!(captions, ["The ferry off Leith", "A second picture"]);
    assert_eq!(values("a", LEXIS, MetadataKey::Keyword), ["FERRIES", "SHIPPING"]);
    assert_eq!(values("a", LEXIS, MetadataKey::Person), ["Ann Lee"]);
    assert_eq!(values("a", LEXIS, MetadataKey::Dateline), ["LEITH"]);
    assert!(values("a", LEXIS, MetadataKey::Other).contains(&"20 words".to_owned()));
}

#[test]
fn the_older_layout_in_other_languages() {
    check(
        "a.txt",
        "lexisnexis",
        "Dokument 1 von 2\n\n\nHafenzeitung\n\n3. März 2011 Donnerstag\n\nDie Fähre fährt wieder\n\n\
         AUTOR: Eva Muster\n\nRUBRIK: POLITIK; S. 4\n\nLÄNGE: 5 Wörter\n\nSie fährt wieder.\n\n\
         UPDATE: 3. März 2011\n\nSPRACHE: GERMAN; DEUTSCH\n\n\
         Dokument 2 von 2\n\nHafenzeitung\n\n4. März 2011 Freitag\n\nZweite\n\nLÄNGE: 2 Wörter\n\nEs geht.\n",
        &[
            [
                "Die Fähre fährt wieder",
                "Hafenzeitung",
                "3. März 2011 Donnerstag",
                "Eva Muster",
                "POLITIK; S. 4",
                "Sie fährt wieder.",
            ],
            ["Zweite", "Hafenzeitung", "4. März 2011 Freitag", "", "", "Es geht."],
        ],
    );
    check(
        "a.txt",
        "lexisnexis",
        "Document 1 de 1\n\nLe Courrier du port\n\njeudi 3 mars 2011\n\nLe ferry repart\n\n\
         AUTEUR: Jean Petit\n\nRUBRIQUE: Économie; Pg. 2\n\nLONGUEUR: 4 mots\n\nIl est reparti.\n\n\
         DATE-CHARGEMENT: 4 mars 2011\n",
        &[[
            "Le ferry repart",
            "Le Courrier du port",
            "jeudi 3 mars 2011",
            "Jean Petit",
            "Économie; Pg. 2",
            "Il est reparti.",
        ]],
    );
    // A headline that has a field of its own.
    check(
        "a.txt",
        "lexisnexis",
        "1 of 1 DOCUMENTS\n\nThe Courier\n\nMarch 3, 2011\n\nSECTION: A\n\nHEADLINE: Ferry sails\n\n\
         BYLINE: Ann Lee\n\nBODY:\nIt sailed.\n\nLOAD-DATE: March 3, 2011\n",
        &[["Ferry sails", "The Courier", "March 3, 2011", "Ann Lee", "A", "It sailed."]],
    );
}

#[test]
fn the_oldest_layout_of_lexisnexis() {
    // The rights first, source and date in one block, a field for the headline.
    check(
        "a.txt",
        "lexisnexis",
        "                     1 of 1 DOCUMENT\n\n            Copyright 1998 Courier Press\n\n\
                              The Harbour Courier\n               March 3, 1998, Tuesday\n\
                                   Final Edition\n\n\
         SECTION: News; Pg. 3\n\nLENGTH: 6 words\n\nHEADLINE: Ferry sails again\n\nBYLINE: Ann Lee\n\n\
         BODY:\n   It sailed on Tuesday.\n\n   Hundreds watched in 1998\nwithout a word.\n\n\
         LOAD-DATE: March 4, 1998\n",
        &[[
            "Ferry sails again",
            "The Harbour Courier",
            "March 3, 1998, Tuesday Final Edition",
            "Ann Lee",
            "News; Pg. 3",
            "It sailed on Tuesday.\n\nHundreds watched in 1998\nwithout a word.",
        ]],
    );
}

#[test]
fn magazines_are_dated_by_month() {
    check(
        "a.txt",
        "lexisnexis",
        "1 of 1 DOCUMENTS\n\nShips and Sails\n\nMarch 2011\n\nFerry sails\n\nLENGTH: 2 words\n\nIt sailed.\n",
        &[["Ferry sails", "Ships and Sails", "March 2011", "", "", "It sailed."]],
    );
}

/// An article of Nexis Uni with these words of the interface.
fn nexis(length: &str, byline: &str, body: &str, end: &str) -> String {
    format!(
        "Ferry sails again\nThe Harbour Courier\nMarch 3, 2011 Thursday 10:15 AM GMT\n\n\
         Copyright 2011 Courier Press All Rights Reserved\n\nSection: NEWS; Pg. 3\n{length}\n{byline}\n\
         {body}\n\nIt sailed.\n\nBody language was the subject in 2011\n\nClassification\n\n\
         Language: ENGLISH\nPublication-Type: Newspaper\n\nLoad-Date: March 4, 2011\n\n{end}\n\n"
    )
}

#[test]
fn the_newer_layout_of_lexisnexis() {
    let expected: Expected<'_> = [
        "Ferry sails again",
        "The Harbour Courier",
        "March 3, 2011 Thursday 10:15 AM GMT",
        "Ann Lee",
        "NEWS; Pg. 3",
        "It sailed.\n\nBody language was the subject in 2011",
    ];
    for (length, byline, body, end) in [
        ("Length: 12 words", "Byline: Ann Lee", "Body", "End of Document"),
        ("Länge: 12 Wörter", "Autor: Ann Lee", "Textkörper", "Ende des Dokuments"),
        ("Longueur : 12 mots", "Auteur : Ann Lee", "Corps", "Fin du document"),
        ("Longitud: 12 palabras", "Autor: Ann Lee", "Cuerpo", "Fin del documento"),
        ("Lengte: 12 woorden", "Byline: Ann Lee", "Body", "Einde van document"),
    ] {
        // Lines of a text make up paragraphs; a document has a paragraph each.
        let article = nexis(length, byline, body, end).replace('\n', "\n\n");
        let cover = "User Name: A\n\nJob Number: 1\n\nSearch Terms: ferry\n\n1. Ferry sails again\n\n\
                     Client/Matter: -None-\n\nMarch 3, 2011\n\n";
        check("a", "lexisnexis", &format!("{article}{article}"), &[expected, expected]);
        check("a", "lexisnexis", &format!("{cover}{article}"), &[expected]);
        // The head in one block, under the head of the page.
        let block = article.replacen("\n\nThe Harbour", "\nThe Harbour", 1);
        let block = block.replacen("\n\nMarch", "\nMarch", 1);
        let pages = format!("Page 1 of 2\nFerry sails again\n\n{block}Page 2 of 2\n{block}");
        check("a", "lexisnexis", &pages, &[expected, expected]);
    }
    // A line for the text is missing.
    let article = nexis("Length: 12 words", "Byline: Ann Lee", "", "End of Document");
    let article = article.replace('\n', "\n\n");
    check("a", "lexisnexis", &format!("{article}{article}"), &[expected, expected]);
    // Cut off within the last article.
    let article = nexis("Length: 12 words", "Byline: Ann Lee", "Body", "End of Document");
    let article = article.replace('\n', "\n\n");
    let cut = &article[..article.find("Body language").unwrap_or_default()];
    let documents = read_bytes("a", format!("{article}{cut}").as_bytes());
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[1].text, "It sailed.");
}

#[test]
fn articles_about_databases_are_no_exports() {
    for text in [
        "Ferry sails again\n\nThe report closed with three words.\n\nEnd of Document\n\nNobody laughed.\n",
        "How to search\n\nThe list says\n\n1 of 10 DOCUMENTS\n\nand then the text follows.\n",
        "Ferry\n\nIN  THE NEWS\n\nRE  the ferry\n\nCO  and others\n\nIN  short, it sails.\n",
        "Sales fell\n\n500 words\n\nBody\n\nIt was written in 2011.\n\nEnd of Document\n",
        "Search tips\n\nUse Document SDDZ000020171125edbp0006f as a number.\n",
        "Search tips\n\nDocument SDDZ000020171125edbp0006f\n\nis what a number looks like.\n",
        "HD - High definition\nPD - Police department\nWC - World Cup\nSN - Serial number\nText\n",
        "Length: 12 words\n\nBody\n\nText\n",
    ] {
        let documents = read_bytes("a.txt", text.as_bytes());
        assert_eq!(documents.len(), 1, "{text}");
        assert!(
            !matches!(documents[0].format, "lexisnexis" | "factiva"),
            "{}: {text}",
            documents[0].format
        );
    }
}

#[test]
fn named_codes_of_factiva() {
    let text = "SE  Wirtschaft\nHD  Die Fähre fährt wieder\nBY  Eva Muster\nWC  250 words\n\
        PD  3 March 2011\nET  05:30\nSN  Hafenzeitung\nSC  HAFEN\nPG  3\nLA  German\n\
        CY  Copyright 2011 Hafenverlag\n\nLP  Sie fährt wieder.\n\nTD\nSie fährt jeden Tag, sagte die Reederei, und das auch\n\
        bei schlechtem Wetter.\n\nNur nicht sonntags.\n\nRE  gfr : Germany | eurz : Europe\n\
        PUB  Hafenverlag\n\nAN  Document HAFEN00020110303e7330001a\n\n\
        HD  Zweite\nWC  2 words\nPD  4 March 2011\nSN  Hafenzeitung\nLP  Es geht.\n\
        AN  Document HAFEN00020110304e7340001b\n\nSearch Summary\nText  ferry\n";
    let expected: &[Expected<'_>] = &[
        [
            "Die Fähre fährt wieder",
            "Hafenzeitung",
            "3 March 2011 05:30",
            "Eva Muster",
            "Wirtschaft",
            "Sie fährt wieder.\n\nSie fährt jeden Tag, sagte die Reederei, und das auch bei \
             schlechtem Wetter.\n\nNur nicht sonntags.",
        ],
        ["Zweite", "Hafenzeitung", "4 March 2011", "", "", "Es geht."],
    ];
    check("a.txt", "factiva", text, expected);
    check("a.txt", "factiva", &text.replace("  ", "\t"), expected);
    assert_eq!(values("a", text, MetadataKey::Region), ["Germany", "Europe"]);
}

#[test]
fn the_layout_for_display_of_factiva() {
    // Words, date, language and the word for document, as the interface writes them.
    for (words, date, end) in [
        ("254 words", "3 March 2011", "Document"),
        ("254 Wörter", "3. März 2011", "Dokument"),
        ("1.254 mots", "3 mars 2011", "Document"),
        ("254 palabras", "3 marzo 2011", "Documento"),
        ("254 parole", "3 marzo 2011", "Documento"),
        ("254 слов", "3 марта 2011", "Документ"),
        ("254 字", "2011 年 3 月 3 日", "文件"),
        ("254 文字", "2011年 3月 3日", "文書"),
        ("254 단어", "2011년 3월 3일", "문서"),
    ] {
        let text = format!(
            "Wirtschaft\nDie Fähre fährt wieder\nEva Muster\n{words}\n{date}\n05:30\nHafenzeitung\nHAFEN\n3\n\
             German\nCopyright 2011 Hafenverlag\n\nSie fährt wieder.\n\nSie fährt jeden Tag.\n\n\
             Hafenverlag GmbH\n\n{end} HAFEN00020110303e7330001a\n"
        );
        let expected: Expected<'_> = [
            "Die Fähre fährt wieder",
            "Hafenzeitung",
            &format!("{date} 05:30"),
            "Eva Muster",
            "Wirtschaft",
            "Sie fährt wieder.\n\nSie fährt jeden Tag.",
        ];
        check("a.txt", "factiva", &text, &[expected]);
        assert_eq!(values("a", &text, MetadataKey::Language), ["German"]);
    }
}

mod pages {
    use super::*;

    #[test]
    fn the_older_layout_of_lexisnexis() {
        let article = |number: u32, title: &str| {
            format!(
                "<A NAME=\"DOC_ID_1_{number}\"></A><!-- <DOC NUMBER=1> <DOCFULL> -->\
                 <BR><DIV CLASS=c0><P><SPAN>{number} of 2 DOCUMENTS</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>The Courier</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>March</SPAN><SPAN> 3, 2011 Thursday<BR>Late Edition</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>{title};<BR>Second line</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>BYLINE: </SPAN><SPAN>Ann Lee</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>LENGTH: </SPAN><SPAN>3 words</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>It </SPAN><SPAN CLASS=c4>sailed</SPAN><SPAN>.</SPAN></P>\
                 <P><SPAN>&nbsp;</SPAN></P><P><SPAN>Twice.</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>LOAD-DATE: </SPAN><SPAN>March 3, 2011</SPAN></P></DIV>\
                 <BR><DIV><P><SPAN>Copyright 2011 Courier<BR>All Rights Reserved</SPAN></P></DIV>"
            )
        };
        let page = format!(
            "<HTML><HEAD><!-- LXNComment 1827:1 --><TITLE>&nbsp;</TITLE></HEAD><BODY>{}{}</BODY></HTML>",
            article(1, "Ferry sails"),
            article(2, "Talks go on")
        );
        let expected = |title| -> Expected<'_> {
            [
                title,
                "The Courier",
                "March 3, 2011 Thursday Late Edition",
                "Ann Lee",
                "",
                "It sailed.\n\nTwice.",
            ]
        };
        check(
            "a.html",
            "lexisnexis",
            &page,
            &[expected("Ferry sails; Second line"), expected("Talks go on; Second line")],
        );
    }

    #[test]
    fn the_layout_for_display_of_factiva() {
        for (words, date) in [
            ("254 words", "3 March 2011"),
            ("254 mots", "3 mars 2011"),
            ("254 Wörter", "3. März 2011"),
            ("254 字", "2011 年 3 月 3 日 17:04"),
            ("254 단어", "2011년 3월 3일"),
        ] {
            let page = format!(
                "<html><head><title>Factiva</title></head><body><div>Dow Jones</div>\
                 <div id=\"article-X\" class=\"article\"><div class=\"article deArticle\"><p>\
                 <div>Wirtschaft</div><div id=\"hd\"><span class='deHeadline'>Die Fähre <b>fährt</b></span></div>\
                 <div class=\"author\">Eva Muster</div><div>{words}</div><div>{date}</div><div>Hafenzeitung</div>\
                 <div>HAFEN</div><div>German</div><div>Copyright 2011 Hafenverlag</div><p></p>\
                 <p class=\"articleParagraph dearticleParagraph\">Sie fährt <b>wieder</b></p>\
                 <p class=\"articleParagraph\">Jeden Tag.</p><p>Hafenverlag Inc.</p>\
                 <p>Document HAFEN00020110303e7330001a</p></div></div><div>Zurück</div></body></html>"
            );
            let expected: Expected<'_> = [
                "Die Fähre fährt",
                "Hafenzeitung",
                date,
                "Eva Muster",
                "Wirtschaft",
                "Sie fährt wieder\n\nJeden Tag.",
            ];
            check("a.html", "factiva", &page, &[expected]);
        }
    }

    #[test]
    fn named_codes_of_factiva() {
        let row = |code: &str, value: &str| {
            format!("<tr><td class=\"index\"><b>{code}</b>&nbsp;</td><td>{value}</td></tr>")
        };
        let page = format!(
            "<html><head><title>Factiva</title></head><body><div class=\"article enArticle\"><table>{}{}{}{}{}{}{}\
             </table><p>Document HAFEN00020110303e7330001a</p></div></body></html>",
            row("HD", "<span class='enHeadline'>Ferry sails</span>"),
            row("BY", "Ann Lee"),
            row("WC", "250 words"),
            row("PD", "3 March 2011"),
            row("SN", "The Courier"),
            row("LP", "<p>It sailed.</p>"),
            row("TD", "<p>Hundreds watched.</p><p>IN the harbour it was calm.</p>"),
        );
        check(
            "a.html",
            "factiva",
            &page,
            &[[
                "Ferry sails",
                "The Courier",
                "3 March 2011",
                "Ann Lee",
                "",
                "It sailed.\n\nHundreds watched.\n\nIN the harbour it was calm.",
            ]],
        );
    }

    #[test]
    fn europresse() {
        let older = "<html xmlns:n1=\"http://www.cedrom-sni.com/schema/newsv1.xsd\"><body><table><tr><td>\
            <span class=\"DocPublicationName\">Le Courrier, no. 12</span><br>\
            <span class=\"DocHeader\">Économie, </span><span class=\"DocHeader\">jeudi </span>\
            <span class=\"DocHeader\">3 mars 2011</span><span class=\"DocHeader\">, p. 3</span><br><br>\
            Surtitre<br><span class=\"TitreArticleVisu\">Le ferry <span>repart</span></span><br><br>Jean Petit<br>\
            <p></p>Il est reparti.<p></p>Enfin.<p></p><b>© 2011 Le Courrier. Tous droits réservés.</b>\
            <p></p>Numéro de document : news·20110303·LC·1</td></tr></table></body></html>";
        let newer = "<!DOCTYPE html><html><body><article><div class=\"rdp__DocPublicationName\">\
            <span class=\"DocPublicationName\">Le Courrier</span></div>\
            <span class=\"DocHeader\">Économie, jeudi 3 mars 2011 - 12:00 -0500 500 mots, p. 3</span>\
            <div class=\"titreArticle\"><p class=\"titreArticleVisu rdp__articletitle\">Le ferry repart</p></div>\
            <div class=\"docAuthors\">Jean Petit</div>\
            <div class=\"docOcurrContainer\"><p>Il est reparti.</p><p>Enfin.</p></div>\
            <div class=\"publiC-lblNodoc\">news·20110303·LC·1</div></article></body></html>";
        for (page, date) in
            [(older, "jeudi 3 mars 2011"), (newer, "jeudi 3 mars 2011 - 12:00 -0500 500 mots")]
        {
            let expected: Expected<'_> = [
                "Le ferry repart",
                "Le Courrier",
                date,
                "Jean Petit",
                "Économie",
                "Il est reparti.\n\nEnfin.",
            ];
            check("a.html", "europresse", page, &[expected]);
            assert_eq!(values("a.html", page, MetadataKey::Id), ["news·20110303·LC·1"]);
        }
    }

    #[test]
    fn the_archives_of_japan() {
        let cell = |text: &str| format!("<td class=\"topic-list\">{text}</td>");
        let kikuzo = |edition: &str| {
            format!(
                "<html><body><span>聞蔵II</span><table class=\"topic-list\"><tr><th class=\"topic-list\">No.</th></tr><tr>{}{}{}{}{}{}</tr></table>\
                 <table><tr><td><span class=\"font002\">港の<span>船</span>が出る</span></td></tr><tr><td>\
                 <span class=\"font003\"><div class=\"detail001\">　船が出た。<br>　明日も出る。</div></span></td></tr></table>\
                 <a href=\"#top\">このページのＴＯＰへ</a></body></html>",
                cell("00001"),
                cell("<nobr>2011年</nobr><nobr>03月03日</nobr>"),
                cell(edition),
                cell("１総"),
                cell("001"),
                cell("00020文字")
            )
        };
        let expected: Expected<'_> = [
            "港の船が出る",
            "朝日新聞",
            "2011年03月03日",
            "",
            "１総",
            "船が出た。\n\n明日も出る。",
        ];
        check("a.html", "kikuzo", &kikuzo("朝刊"), &[expected]);
        check("a.html", "kikuzo", &kikuzo("&nbsp;"), &[expected]);
        let yomidasu = "<html><head><title>ヨミダス歴史館</title><link href=\"css/yomidasu_article.css\"></head><body>\
            <table class=\"contentsTable\"><tr><th>1</th><th>2011.03.03</th><th>港の船が出る</th><th>東京朝刊</th>\
            <th>社会</th><th>16頁</th><th>20字</th></tr></table><table class=\"selectSearchTable\"><tr><th>選択部分を\
            キーワードとして：</th></tr></table><div id=\"article\"><p>　船が出た。<br/>　明日も出る。</p></div>\
            <div id=\"footer\">Copyright</div></body></html>";
        let expected: Expected<'_> =
            ["港の船が出る", "読売新聞", "2011.03.03", "", "社会", "船が出た。\n\n明日も出る。"];
        check("a.html", "yomidasu", yomidasu, &[expected]);
    }

    #[test]
    fn pages_about_databases_are_no_exports() {
        for page in [
            "<html><head><title>Factiva: a review</title></head><body><p>It is a database of news.</p></body></html>",
            "<html><head><title>聞蔵の使い方</title></head><body><p>記事を検索する。</p></body></html>",
            "<html><body><p>See europresse.com for more of this newspaper.</p></body></html>",
        ] {
            assert_eq!(read_bytes("a.html", page.as_bytes())[0].format, "html", "{page}");
        }
    }

    #[test]
    fn marks_may_stand_far_from_the_beginning() {
        let page = format!(
            "<!DOCTYPE html><html><head><title>Europresse</title><style>{}</style></head><body><article>\
             <div><span class=\"DocPublicationName\">Le Courrier</span></div>\
             <span class=\"DocHeader\">jeudi 3 mars 2011</span>\
             <p class=\"titreArticleVisu\">Le ferry repart</p><div class=\"docOcurrContainer\"><p>Il part.</p></div>\
             </article></body></html>",
            "p{margin:0}".repeat(3000)
        );
        let expected: Expected<'_> =
            ["Le ferry repart", "Le Courrier", "jeudi 3 mars 2011", "", "", "Il part."];
        check("a.html", "europresse", &page, &[expected]);
    }

    #[test]
    fn an_export_without_articles_says_so() {
        let page = "<html><head><title>Factiva</title></head><body><p>Nothing was found.</p></body></html>";
        let (documents, problems) = read_all("a.html", page.as_bytes(), &ReadOptions::default());
        assert!(documents.is_empty());
        assert_eq!(problems, ["a.html: is an export without articles"]);
        let deep = format!("<html><head><title>Factiva</title></head>{}", "<div>".repeat(100_000));
        let (documents, problems) = read_all("a.html", deep.as_bytes(), &ReadOptions::default());
        assert!(documents.is_empty() && problems.len() == 1, "{problems:?}");
    }
}

#[test]
fn a_cover_without_articles_says_so() {
    let cover = "User Name: A\nJob Number: 1\nSearch Terms: ferry\nClient/Matter: -None-\n";
    let (documents, problems) = read_all("a.txt", cover.as_bytes(), &ReadOptions::default());
    assert!(documents.is_empty());
    assert_eq!(problems, ["a.txt: is an export without articles"]);
}
