//! Documents and sheets made here: read whole, cut off, and hostile.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::super::tests::{read_all, read_bytes};
use super::super::{Layout, MetadataKey, RawDocument, ReadLimits, ReadOptions};

/// A zip archive of these entries.
fn archive(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        // The type of an OpenDocument is not compressed, so that it can be seen.
        let method = if *name == "mimetype" {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const TYPES: (&str, &str) = ("[Content_Types].xml", "<Types/>");

fn docx(paragraphs: &str, core: &str) -> Vec<u8> {
    let document =
        format!("<w:document xmlns:w=\"w\"><w:body>{paragraphs}<w:sectPr/></w:body></w:document>");
    archive(&[TYPES, ("word/document.xml", &document), ("docProps/core.xml", core)])
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn value(document: &RawDocument, key: MetadataKey) -> &str {
    document.declared(key).map(|d| d.value.as_str()).unwrap_or_default()
}

#[test]
fn a_document_is_one_article() {
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr><w:r><w:t>Ferry sails</w:t></w:r></w:p>\
        <w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>It &amp; its crew </w:t></w:r>\
        <w:del><w:r><w:delText>sank</w:delText></w:r></w:del><w:ins><w:r><w:t>sailed</w:t></w:r></w:ins>\
        <w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:br/><w:t>at noon.</w:t></w:r></w:p><w:p/>\
        <mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Box</w:t></w:r></w:p></mc:Choice>\
        <mc:Fallback><w:p><w:r><w:t>Box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>";
    let core = "<cp:coreProperties><dc:title>Old name</dc:title><dc:creator>Ann Lee</dc:creator>\
        <dcterms:created>2011-03-03T10:00:00Z</dcterms:created></cp:coreProperties>";
    let documents = read_bytes("a.docx", &docx(body, core));
    let [document] = documents.as_slice() else { panic!("{documents:?}") };
    assert_eq!(document.format, "docx");
    assert_eq!(document.text, "It & its crew sailed\nat noon.\n\nBox");
    assert_eq!(document.layout, Layout::Body);
    assert_eq!(value(document, MetadataKey::Title), "Ferry sails");
    assert_eq!(value(document, MetadataKey::Author), "Ann Lee");
    assert_eq!(value(document, MetadataKey::Modified), "2011-03-03T10:00:00Z");
    // Without a heading, the layout is left to what reads texts.
    let plain = docx(&(paragraph("Ferry sails") + &paragraph("It sailed.")), "");
    let documents = read_bytes("a", &plain);
    assert_eq!(documents[0].text, "Ferry sails\n\nIt sailed.");
    assert_eq!(documents[0].layout, Layout::Plain);
}

#[test]
fn a_document_may_be_an_export() {
    let lines = [
        "Ferry sails again",
        "The Harbour Courier",
        "March 3, 2011 Thursday",
        "Copyright 2011 Courier",
        "Section: NEWS",
        "Length: 2 words",
        "Byline: Ann Lee",
        "Body",
        "It sailed.",
        "Load-Date: March 4, 2011",
        "End of Document",
    ];
    let one: String = lines.iter().map(|line| paragraph(line)).collect();
    let documents = read_bytes("a.docx", &docx(&one.repeat(2), ""));
    assert_eq!(documents.len(), 2);
    for document in &documents {
        assert_eq!(document.format, "lexisnexis");
        assert_eq!(value(document, MetadataKey::Title), "Ferry sails again");
        assert_eq!(value(document, MetadataKey::Source), "The Harbour Courier");
        assert_eq!(document.text, "It sailed.");
    }
    let rtf: String = lines.iter().map(|line| format!("{{\\f0 {line}}}\\par\r\n")).collect();
    let rtf = format!("{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl{{\\f0 A;}}}}{rtf}{rtf}}}");
    let documents = read_bytes("a.rtf", rtf.as_bytes());
    assert_eq!(documents.len(), 2);
    assert_eq!(value(&documents[1], MetadataKey::Date), "March 3, 2011 Thursday");
}

#[test]
fn rtf_of_factiva_shows_its_headline_by_bold_letters() {
    let article = "{\\b\\fs28 Die F\\'e4hre f\\'e4hrt}\\par Eva Muster\\par 254 words\\par 3 March 2011\\par \
        Hafenzeitung\\par HAFEN\\par German\\par Copyright 2011 Hafenverlag\\par\\par Sie f\\'e4hrt wieder.\\par \
        Document HAFEN00020110303e7330001a\\par Page 2 of 9 \\'a9 2011 Factiva, Inc. All rights reserved.\\par ";
    let rtf = format!("{{\\rtf1\\ansi\\ansicpg1252 {article}{article}}}");
    let documents = read_bytes("a.rtf", rtf.as_bytes());
    assert_eq!(documents.len(), 2);
    for document in &documents {
        assert_eq!(value(document, MetadataKey::Title), "Die Fähre fährt");
        assert_eq!(value(document, MetadataKey::Author), "Eva Muster");
        assert_eq!(value(document, MetadataKey::Source), "Hafenzeitung");
        assert_eq!(document.text, "Sie fährt wieder.");
    }
}

#[test]
fn an_open_document_is_one_article() {
    let content = "<office:document-content><office:body><office:text><text:h>Ferry sails</text:h>\
        <text:p>It<text:s/>sailed.</text:p><text:p>Twice<office:annotation><text:p>why?</text:p>\
        </office:annotation>.</text:p></office:text></office:body></office:document-content>";
    let meta = "<office:meta><meta:initial-creator>Ann Lee</meta:initial-creator></office:meta>";
    let bytes = archive(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", "<m/>"),
        ("content.xml", content),
        ("meta.xml", meta),
    ]);
    let (documents, problems) = read_all("a.odt", &bytes, &ReadOptions::default());
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(documents[0].format, "odt");
    assert_eq!(documents[0].text, "It sailed.\n\nTwice.");
    assert_eq!(value(&documents[0], MetadataKey::Author), "Ann Lee");
}

/// A workbook of one sheet with these rows of inline strings.
fn xlsx(rows: &str) -> Vec<u8> {
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{rows}</sheetData></worksheet>"
    );
    archive(&[
        TYPES,
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
             Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
             <sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" \
             Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/worksheets/sheet1.xml", &sheet),
    ])
}

fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells
        .iter()
        .map(|(column, text)| {
            format!("<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

#[test]
fn rows_of_a_sheet_are_articles() {
    let text = "Паром вышел. ".repeat(80);
    let rows = row(1, &[("A", "Отчёт")])
        + &row(
            3,
            &[("A", "Источник"), ("B", "Дата"), ("C", "Заголовок"), ("D", "Анонс"), ("E", "Автор")],
        )
        + &row(
            4,
            &[("A", "Порт"), ("B", "03.02.05"), ("C", "Паром"), ("D", &text), ("E", "А. Белова")],
        )
        + &row(5, &[("A", "Порт"), ("C", "Второй"), ("XFD", "x")]);
    let documents = read_bytes("a.xlsx", &xlsx(&rows));
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0].format, "xlsx");
    assert_eq!(documents[0].text, text.trim());
    for (key, expected) in [
        (MetadataKey::Source, "Порт"),
        (MetadataKey::Date, "03.02.05"),
        (MetadataKey::Title, "Паром"),
        (MetadataKey::Author, "А. Белова"),
        // A summary as long as an article is the article.
        (MetadataKey::Lead, ""),
    ] {
        assert_eq!(value(&documents[0], key), expected);
    }
    assert_eq!(value(&documents[1], MetadataKey::Title), "Второй");
    let far = row(1, &[("A", "title"), ("B", "text")])
        + &row(1_048_576, &[("A", "Ferry"), ("B", "It sailed."), ("XFD", "x")]);
    assert_eq!(read_bytes("a.xlsx", &xlsx(&far)).len(), 1);
}

#[test]
fn damaged_and_hostile_documents_end() {
    let whole = docx(&paragraph("It sailed.").repeat(50), "");
    for cut in [whole.len() - 30, whole.len() / 2, 60] {
        let (_, problems) = read_all("a.docx", &whole[..cut], &ReadOptions::default());
        assert_eq!(problems.len(), 1, "{cut}: {problems:?}");
    }
    let (documents, _) = read_all("a.docx", &whole[..whole.len() - 30], &ReadOptions::default());
    assert_eq!(documents.len(), 1);

    let limits = ReadLimits { unpacked_free: 10_000, unpacked_ratio: 10, ..ReadLimits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let bomb = docx(&paragraph(&"a".repeat(3_000_000)), "");
    let (_, problems) = read_all("a.docx", &bomb, &options);
    assert!(problems[0].contains("unpacks to more than 10 times"), "{problems:?}");
    let bomb = xlsx(&row(1, &[("A", &"a".repeat(3_000_000))]));
    let (documents, problems) = read_all("a.xlsx", &bomb, &options);
    assert!(documents.is_empty() && problems[0].contains("unpacks to more"), "{problems:?}");

    let limits = ReadLimits { article_bytes: 10_000, ..ReadLimits::default() };
    let options = ReadOptions { limits, ..ReadOptions::default() };
    let long = docx(&paragraph("It sailed again.").repeat(2000), "");
    let (_, problems) = read_all("a.docx", &long, &options);
    assert!(problems[0].contains("more than 10000 bytes of text"), "{problems:?}");

    let deep = docx(&format!("{}{}", "<w:x>".repeat(100_000), paragraph("It sailed.")), "");
    assert_eq!(read_all("a.docx", &deep, &ReadOptions::default()).0.len(), 1);
    for braces in ["{".repeat(100_000), "}".repeat(100_000), "{\\rtf1".repeat(100_000)] {
        let rtf = format!("{{\\rtf1 {braces}");
        let (documents, problems) = read_all("a.rtf", rtf.as_bytes(), &ReadOptions::default());
        assert!(documents.is_empty() && problems.len() == 1, "{problems:?}");
    }
    let slides = archive(&[TYPES, ("ppt/presentation.xml", "<p/>")]);
    let (_, problems) = read_all("a.pptx", &slides, &ReadOptions::default());
    assert_eq!(problems, ["a.pptx: is a presentation, which dateline does not read"]);
    let other = archive(&[("_rels/.rels", "x"), ("a.txt", "Ferry sails\n\nIt sailed.")]);
    let (documents, _) = read_all("a.zip", &other, &ReadOptions::default());
    assert_eq!(documents[0].path, "a.zip!/a.txt");
}
