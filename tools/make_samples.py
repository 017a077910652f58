#!/usr/bin/env python3
"""Writes the samples of corpus_samples that are no plain text: office documents, web archives, a
PDF, archives, and hostile files.

    python3 tools/make_samples.py [FOLDER]      (default: corpus_samples beside this folder)

Standard library only. The same bytes come out every time: all times are fixed, the order is that
of this file. (Deflate, bzip2 and xz may give other bytes under another version of their
libraries; what they hold is the same.) All texts were written for this purpose; what they tell is
invented.
"""

import bz2
import gzip
import io
import lzma
import pathlib
import struct
import sys
import tarfile
import zipfile
from xml.sax.saxutils import escape

# 1 March 2024, noon UTC: the time of every file in every archive.
TIME = 1_709_294_400
ZIP_TIME = (2024, 3, 1, 12, 0, 0)

FOLDER = pathlib.Path(sys.argv[1] if len(sys.argv) > 1
                      else pathlib.Path(__file__).resolve().parent.parent / "corpus_samples")


def write(path, data):
    target = FOLDER / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    """A zip archive of `(name, bytes)`; a name that ends in `/` is a folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries:
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.compress_type = zipfile.ZIP_STORED if name.endswith("/") else method
            info.external_attr = (0o755 << 16 | 0x10) if name.endswith("/") else 0o644 << 16
            info.create_system = 3
            archive.writestr(info, data)
    return out.getvalue()


def tarred(entries):
    """A tar archive of `(name, bytes)`; `None` is a folder, a string the target of a link."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in entries:
            info = tarfile.TarInfo(name)
            info.mtime = TIME
            if data is None:
                info.type, info.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(info)
            elif isinstance(data, str):
                info.type, info.linkname = tarfile.SYMTYPE, data
                archive.addfile(info)
            else:
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def gzipped(data, level=9):
    return gzip.compress(data, level, mtime=0)


def zstandard(data):
    """One frame of raw blocks (RFC 8878): stored, not compressed."""
    out = bytearray(b"\x28\xb5\x2f\xfd")
    # Single segment, content size in four bytes, no checksum.
    out += b"\xa0" + struct.pack("<I", len(data))
    blocks = [data[at:at + 1000] for at in range(0, len(data), 1000)]
    for number, block in enumerate(blocks):
        last = number == len(blocks) - 1
        out += (len(block) << 3 | last).to_bytes(3, "little") + block
    return bytes(out)


def plain(text):
    return text.strip("\n").encode() + b"\n"


def page(title, day, by, site, paragraphs):
    """A page with a menu, links to other articles and a footer around the article."""
    body = "\n".join(f"<p>{escape(p)}</p>" for p in paragraphs)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)} - {site}</title>
<meta property="og:title" content="{escape(title)}"><meta property="og:site_name" content="{site}">
<meta property="article:published_time" content="{day}"><meta name="author" content="{by}"></head>
<body><nav><a href="/">Home</a> <a href="/markets">Markets page</a> <a href="/tides">Tide tables</a></nav>
<article><h1>{escape(title)}</h1>
{body}
</article>
<aside><h3>Read next</h3><a href="/1">Six recipes for stale bread</a></aside>
<footer>Terms of use</footer></body></html>
""".encode()


# -------------------------------------------------------------------------------- office

NS_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(paragraphs, title=None, author=None, created=None):
    """A Word document of `(style, text)`; a tab in the text is a tab, `|` starts a new run."""
    def paragraph(style, text):
        properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        runs = "".join(
            f'<w:r><w:t xml:space="preserve">{escape(run)}</w:t></w:r>' for run in text.split("|"))
        return f"<w:p>{properties}{runs}</w:p>"

    body = "".join(paragraph(style, text) for style, text in paragraphs)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    core = "".join([
        f"<dc:title>{escape(title)}</dc:title>" if title else "",
        f"<dc:creator>{escape(author)}</dc:creator>" if author else "",
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{created}</dcterms:created>' if created else "",
    ])
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    return zipped([
        ("[Content_Types].xml", head + f'<Types xmlns="{package}/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
         f'<Override PartName="/word/styles.xml" ContentType="{word}.styles+xml"/>'
         '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'),
        ("_rels/.rels", head + f'<Relationships xmlns="{package}/relationships">'
         f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="word/document.xml"/>'
         f'<Relationship Id="rId2" Type="{package}/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>'),
        ("word/_rels/document.xml.rels", head + f'<Relationships xmlns="{package}/relationships">'
         f'<Relationship Id="rId1" Type="{relation}/styles" Target="styles.xml"/></Relationships>'),
        ("word/styles.xml", head + f'<w:styles {NS_W}><w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
         '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>'),
        ("word/document.xml", head + f"<w:document {NS_W}><w:body>{body}<w:sectPr/></w:body></w:document>"),
        ("docProps/core.xml", head + f'<cp:coreProperties xmlns:cp="{package}/metadata/core-properties" '
         'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
         f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{core}</cp:coreProperties>'),
    ])


def rtf(paragraphs, info=""):
    """A rich text document of `(codes, text)`."""
    def coded(text):
        out = []
        for character in text:
            if character in "\\{}":
                out.append("\\" + character)
            elif character == "\n":
                out.append("\\line ")
            elif ord(character) < 128:
                out.append(character)
            else:
                try:
                    out.append("\\'%02x" % character.encode("cp1252")[0])
                except UnicodeEncodeError:
                    unit = ord(character)
                    out.append("\\u%d?" % (unit - 65536 if unit > 32767 else unit))
        return "".join(out)

    lines = [r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times New Roman;}{\f1\fswiss Arial;}}",
             r"{\colortbl;\red0\green0\blue0;\red0\green0\blue255;}",
             r"{\stylesheet{\s0 Normal;}{\s1\b\fs32 heading 1;}}"]
    if info:
        lines.append(r"{\info " + info + "}")
    for codes, text in paragraphs:
        lines.append(r"\pard" + codes + " " + coded(text) + r"\par")
    lines.append("}")
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def xlsx(sheets):
    """A workbook of `(name, rows)`. Texts of the first sheet are shared, those of the others
    inline; a number is a day, counted as Excel counts it."""
    shared = []

    def cell(reference, value, first):
        if isinstance(value, (int, float)):
            return f'<c r="{reference}" s="1"><v>{value}</v></c>'
        if value == "":
            return ""
        if not first:
            return f'<c r="{reference}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        if value not in shared:
            shared.append(value)
        return f'<c r="{reference}" t="s"><v>{shared.index(value)}</v></c>'

    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = []
    for number, (_, rows) in enumerate(sheets, 1):
        data = "".join(
            f'<row r="{r}">' + "".join(cell(f"{chr(64 + c)}{r}", value, number == 1)
                                       for c, value in enumerate(row, 1)) + "</row>"
            for r, row in enumerate(rows, 1))
        parts.append((f"xl/worksheets/sheet{number}.xml",
                      head + f'<worksheet xmlns="{main}"><sheetData>{data}</sheetData></worksheet>'))
    strings = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in shared)
    count = len(sheets)
    numbers = range(1, count + 1)
    return zipped([
        ("[Content_Types].xml", head + f'<Types xmlns="{package}/content-types">'
         '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
         '<Default Extension="xml" ContentType="application/xml"/>'
         f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
         + "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>' for n in numbers)
         + f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
         f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}.sharedStrings+xml"/></Types>'),
        ("_rels/.rels", head + f'<Relationships xmlns="{package}/relationships">'
         f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
        ("xl/workbook.xml", head + f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
         + "".join(f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"/>' for n, (name, _) in enumerate(sheets, 1))
         + "</sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", head + f'<Relationships xmlns="{package}/relationships">'
         + "".join(f'<Relationship Id="rId{n}" Type="{relation}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers)
         + f'<Relationship Id="rId{count + 1}" Type="{relation}/styles" Target="styles.xml"/>'
         f'<Relationship Id="rId{count + 2}" Type="{relation}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'),
        ("xl/styles.xml", head + f'<styleSheet xmlns="{main}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
         '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
         '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'),
        ("xl/sharedStrings.xml", head + f'<sst xmlns="{main}" count="{len(shared)}" uniqueCount="{len(shared)}">{strings}</sst>'),
    ] + parts)


write("office/article.docx", docx(
    [("Title", "Mostar divers wait for the |river| to be ready"),
     ("", "By Amra Hodžić"),
     ("", "29 July 2017"),
     ("", "MOSTAR, Bosnia and Herzegovina – The divers of the old bridge have hung a thermometer on a string into the Neretva and jump only when it shows more than the year of their birth would allow."),
     ("", "“It is an old joke and cold water,” said |Senad Kajtaz|, who has dived from the bridge four hundred times and lost one shoe."),
     ("", "Bakir Izetbegović, a member of the presidency, watched two jumps. The third diver read the thermometer, bowed and walked down the steps.")],
    title="Mostar divers wait for the river to be ready", author="Amra Hodžić", created="2018-01-05T09:00:00Z"))

write("office/artikel.rtf", rtf(
    [(r"\s1\b\fs32", "Krems läutet für verspätete Züge"),
     (r"\i", "Von Leopoldine Wurzinger, 5. Oktober 2003"),
     ("", "In Krems an der Donau läutet seit Freitag die Glocke der Bahnhofskapelle, wenn ein Zug mehr als zehn Minuten Verspätung hat. Sie läutete am ersten Tag viermal."),
     ("", "„Die Leute sollen wissen, dass an sie gedacht wird“, sagte Mesner Ferdinand Pötzl, der das Seil bedient und dafür Freifahrt durch ganz Österreich erhält."),
     ("", "Landeshauptmann Erwin Pröll kam mit dem Auto. Pötzl läutete trotzdem, aber nur einmal – für die Brücke Łódź–Kraków, die er auf einem Fahrplan von 1911 gefunden hatte.")],
    info=r"{\title Krems l\'e4utet f\'fcr versp\'e4tete Z\'fcge}{\author Leopoldine Wurzinger}{\creatim\yr2003\mo10\dy6\hr9\min0}"))

write("office/table.xlsx", xlsx([
    ("Articles", [
        ["Title", "Date", "Author", "Section", "Text"],
        ["Maseru blanket weavers sign their corners", 42064, "Lineo Mokoena", "Crafts",
         "Blanket weavers in Maseru, the capital of Lesotho, have begun to sew their names into one corner of each blanket, the one that is turned away from the wind.\n\nMamello Thabane signs with a fish. \"My name is long and the wool is dear,\" Thabane said.\n\nTom Thabane, who is to be prime minister again and is no relation, ordered one without a fish."],
        ["Praia fishermen & the borrowed moon", "2015-03-02", "Dulce Évora", "Sea",
         "Fishermen in Praia have asked the town to switch off one street lamp on Cape Verde's longest beach, because young turtles take it for the moon.\n\nThe electrician Adérito Semedo did so with a stone. \"The form would have taken until the turtles were grown,\" Semedo said.\n\nThe lamp will not be replaced before September."],
    ]),
    ("More", [
        ["Title", "Date", "Author", "Section", "Text"],
        ["Thimphu archers agree on the size of a cow", 42066, "Pema Lhamo", "Sport",
         "Archers in Thimphu have settled a quarrel about distances, which in Bhutan are sometimes given in cows.\n\nOne cow is to be two paces, the umpire Karma Dorji ruled, measured along a cow that stands still. \"We tried it with four,\" Dorji said.\n\nPrime Minister Tshering Tobgay missed the target by three."],
    ]),
]))

write("exports/nexis-uni.docx", docx([
    ("Heading1", "Kiruna moves its clock before its church"),
    ("", "The Northern Compass"), ("", "January 8, 2018 Monday"), ("", ""),
    ("", "Copyright 2018 Northern Compass AB All Rights Reserved"), ("", ""),
    ("", "Section:| NEWS; Pg. 7"), ("", "Length:| 81 words"), ("", "Byline:| Elin Nutti"), ("", "Dateline:| KIRUNA, Sweden"),
    ("", "Body"), ("", ""),
    ("", "The town hall clock of Kiruna has been carried three kilometres east, ahead of the church and the houses that will follow when the mine has grown below them."),
    ("", "“Somebody has to be there first and say how late it is,” said the caretaker Gunnar Kuoljok. Prime Minister Stefan Löfven lent a hand with the hour hand."),
    ("", "Until spring the clock strikes for reindeer."),
    ("", ""), ("", "Load-Date:| January 9, 2018"), ("", ""), ("", "End of Document"), ("", ""),
    ("Heading1", "Nuuk bus takes the wrong turn for good"),
    ("", "The Northern Compass"), ("", "January 9, 2018 Tuesday"), ("", ""),
    ("", "Copyright 2018 Northern Compass AB All Rights Reserved"), ("", ""),
    ("", "Section:| ARCTIC"), ("", "Length:| 64 words"), ("", "Byline:| Malik Petrussen"),
    ("", "Body"), ("", ""),
    ("", "Bus number three in Nuuk, the capital of Greenland, will keep to the street into which its driver turned by mistake in November."),
    ("", "“More people stood there,” said the driver, Aviaja Lynge. Those at the old stop have been given a bench and an apology."),
    ("", ""), ("", "Load-Date:| January 10, 2018"), ("", ""), ("", "End of Document"),
], title="Results"))

write("exports/nexis-uni.rtf", rtf([
    (r"\qc\b\fs28", "Odense storytellers run out of endings"),
    (r"\qc", "Funen Echo"), (r"\qc", "August 20, 2020 Thursday"), ("", ""),
    (r"\qc", "Copyright 2020 Funen Echo ApS All Rights Reserved"), ("", ""),
    ("", "Section: CULTURE; Pg. 22"), ("", "Length: 77 words"), ("", "Byline: Søren Bjerregaard"), ("", "Dateline: ODENSE, Denmark"),
    (r"\b", "Body"), ("", ""),
    ("", "The summer storytellers of Odense have used up all the endings that had been collected for them, eleven days before the close of their festival."),
    ("", "“We shall stop in the middle and cough,” said Kirsten Damgård, who has told stories in the same garden since 1984. Mette Frederiksen, the prime minister, sent a beginning."),
    ("", "Children may hand in endings at the bakery."),
    ("", ""), ("", "Load-Date: August 21, 2020"), ("", ""), (r"\b", "End of Document"), ("", ""),
    (r"\qc\b\fs28", "Tórshavn sheep get right of way on the roof"),
    (r"\qc", "Funen Echo"), (r"\qc", "August 21, 2020 Friday 9:05 AM GMT"), ("", ""),
    (r"\qc", "Copyright 2020 Funen Echo ApS All Rights Reserved"), ("", ""),
    ("", "Section: NORTH"), ("", "Length: 66 words"), ("", "Byline: Barbara á Lakjuni"),
    (r"\b", "Body"), ("", ""),
    ("", "Sheep that graze on the grass roofs of Tórshavn may no longer be called down during working hours, the council of the Faroese capital has ruled."),
    ("", "“They finish what they have begun,” said the roofer Jógvan Dam. The rule holds until the first snow on the Faroe Islands."),
    ("", ""), ("", "Load-Date: August 21, 2020"), ("", ""), (r"\b", "End of Document"),
]))

# ---------------------------------------------------------------------------------- warc


def warc_record(kind, uri, content, media_type, number, day="2022-05-09T06:00:00Z", length=None, more=""):
    head = (f"WARC/1.0\r\nWARC-Type: {kind}\r\n"
            + (f"WARC-Target-URI: {uri}\r\n" if uri else "")
            + f"WARC-Date: {day}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
            f"{more}Content-Type: {media_type}\r\nContent-Length: {len(content) if length is None else length}\r\n\r\n")
    return head.encode() + content + b"\r\n\r\n"


def http(content, media_type="text/html; charset=utf-8", status="200 OK"):
    return f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content


RESPONSE, REQUEST = "application/http; msgtype=response", "application/http; msgtype=request"
SITE = "https://portwatch.example"
QUITO = page("Quito cable car carries mail to the clouds", "2022-05-08T07:10:00-05:00", "Jimena Tufiño", "Portwatch", [
    "The cable car above Quito carries a letter box since Sunday, emptied once a day at four thousand metres by whoever is not out of breath.",
    "“Letters from up there are short,” said Fausto Guamán, who stamps them with a condor. He has refused one parcel, which had been a live hen.",
    "President Guillermo Lasso posted a card to himself. Ecuador's post office will decide in June whether the box may stay."])
HARARE = page("Harare jacaranda sweepers keep the purple", "2022-05-07T12:00:00+02:00", "Rudo Chikafu", "Portwatch", [
    "Street sweepers in Harare have been told to leave fallen blossom where it lies, now that Zimbabwe's capital is counting it.",
    "“I sweep around the flowers, which is a dance,” said Tendai Moyo-Ncube, who has worked on the same avenue since 1999.",
    "The count will be announced when nobody slips any more."])
BULLETIN = plain("""
Majuro pilots paint arrows on the reef
By Neimat Jorbon
Published 6 May 2022

Boat pilots in Majuro have painted white arrows on the coral, which can be read at low tide and obeyed at high tide.

"At night we go by the smell of the bakery," said Biram Lokboj, the eldest of them. The bakery has promised to stay where it is.

David Kabua, the president of the Marshall Islands, was brought ashore without touching an arrow.
""")
write("warc/crawl.warc", b"".join([
    warc_record("warcinfo", None, b"software: by hand\r\nformat: WARC File Format 1.0\r\n", "application/warc-fields", 1),
    warc_record("request", f"{SITE}/quito", b"GET /quito HTTP/1.1\r\nHost: portwatch.example\r\n\r\n", REQUEST, 2),
    warc_record("response", f"{SITE}/quito", http(QUITO), RESPONSE, 3),
    warc_record("metadata", f"{SITE}/quito", b"fetchTimeMs: 31\r\n", "application/warc-fields", 4),
    warc_record("response", f"{SITE}/gone", http(page("Page not found", "2022-05-09", "", "Portwatch", ["The page that you look for is not here."]), status="404 Not Found"), RESPONSE, 5),
    warc_record("response", f"{SITE}/pier.png", http(b"\x89PNG\r\n\x1a\n" + bytes(40), "image/png"), RESPONSE, 6),
    warc_record("resource", f"{SITE}/bulletin.txt", BULLETIN, "text/plain; charset=utf-8", 7),
    warc_record("revisit", f"{SITE}/quito?again", b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", RESPONSE, 8,
                more="WARC-Profile: http://netpreserve.org/warc/1.0/revisit/identical-payload-digest\r\n"
                     f"WARC-Refers-To-Target-URI: {SITE}/quito\r\n"),
    warc_record("response", f"{SITE}/harare", http(HARARE), RESPONSE, 9),
]))
write("warc/crawl-by-member.warc.gz", b"".join(gzipped(record) for record in [
    warc_record("warcinfo", None, b"software: by hand\r\n", "application/warc-fields", 11),
    warc_record("response", f"{SITE}/paramaribo", http(page("Paramaribo shutters are painted by ear", "2022-05-04T18:20:00-03:00", "Joy Kartosen", "Portwatch", [
        "The wooden shutters of Paramaribo are being painted by a man who taps each board first and then chooses the green.",
        "“A dry board sings higher,” said Glenn Wijdenbosch-Pinas, who learned the trade from a carpenter of drums.",
        "Suriname's president, Chan Santokhi, has asked for a house that hums. It will be done after the rains."])), RESPONSE, 12),
    warc_record("response", f"{SITE}/tirana", http(page("Tirana school bell is rung by a pensioner", "2022-05-05T08:00:00+02:00", "Elda Zeneli", "Portwatch", [
        "Since the electric bell of a school in Tirana fell silent, a neighbour leans out of her window with a pot.",
        "“I was a trumpeter, so I am punctual,” said Fatmira Hoxhaj, 79. Lessons in that part of the Albanian capital now last forty-three minutes.",
        "The pot has been entered in the inventory."])), RESPONSE, 13),
]))

# ----------------------------------------------------------------------------------- pdf


def pdf(headline, lines, title, author):
    def text(line):
        coded = line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        return b"(" + coded + b")"

    commands = [b"BT /F2 20 Tf 72 760 Td " + text(headline) + b" Tj ET"]
    down = 730
    for line in lines:
        if line:
            commands.append(b"BT /F1 11 Tf 72 %d Td " % down + text(line) + b" Tj ET")
        down -= 14
    stream = b"\n".join(commands)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R /F2 6 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n" % len(stream) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title " + text(title) + b" /Author " + text(author) + b" /CreationDate (D:20111003080000Z) >>",
    ]
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


write("pdf/one-page.pdf", pdf("Galápagos ferry asks its sea lions to queue", [
    "By Rocío Villacís",
    "October 1, 2011",
    "",
    "PUERTO AYORA, Ecuador - The ferry between the islands of Santa Cruz and",
    "Isabela has marked out a lane for sea lions, which until now had boarded",
    "first and left last.",
    "",
    "\u201cThey have understood the rope and ignore the sign,\u201d said the mate, Wellington",
    "Ballesteros, whose cap was taken on the second day. Passengers now wait behind",
    "a yellow line of their own, and nobody has been sat upon since Thursday.",
    "",
    "President Rafael Correa has called the lane a model for the mainland. The sea",
    "lions are to be counted at Christmas.",
], "Galápagos ferry asks its sea lions to queue", "Rocío Villacís"))

# ------------------------------------------------------------------------------ archives

write("archives/beirut-elevator.txt.gz", gzipped(plain("""
Beirut lift attendant returns for an hour a day
By Nada Khoury-Haddad
12 November 2015

BEIRUT - The lift in a nine-storey house in Hamra runs again, from six to seven in the evening, with the man who had worked it for forty years.

Abu Elias Saliba, 84, sits on the same stool and names the floors by the people who once lived there. "The fourth is the dentist," Saliba says, to whoever gets out.

Prime Minister Tammam Salam is not among the tenants. In other parts of Lebanon people have asked for the stool.
""")))
write("archives/tarawa-canoes.txt.bz2", bz2.compress(plain("""
Tarawa canoes get bells for the lagoon
By Teburoro Ioteba
3 April 1999

TARAWA, Kiribati - Every canoe that crosses the lagoon after dark must carry a bell, and every bell must have a note that no other has.

The list is kept by Nei Tokanikai Beniata, a teacher of singing, who has given out thirty-one notes and is looking between them for more. "After that they will have to sing," Beniata said.

President Teburoro Tito has been promised a low one.
""")))
write("archives/gjirokaster-roofs.json.xz", lzma.compress(plain(
    '{"headline": "Gjirokastër stone roofs are numbered from the air", "datePublished": "2005-06-17", '
    '"author": "Vjollca Meksi", "publisher": "Stone Town News", "articleBody": '
    '"Two pupils with a kite and a camera have given every stone roof of Gjirokastër, in the south of Albania, a number.'
    '\\n\\nThey arrived at 614, and at a cat on number 77. \\"The kite knew the town better than we did,\\" said Ardit Kokalari, 15.'
    '\\n\\nPrime Minister Fatos Nano keeps the map in his office. The cat has been given no number."}'),
    format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=6))
write("archives/kigali-steps.txt.zst", zstandard(plain("""
Kigali steps are swept from the bottom up
By Solange Umutoni
24 February 2018

KIGALI - The longest stairs in the Rwandan capital are swept upwards since Monday, against all advice, and stay clean until noon.

"Dust is lazy and goes where nobody is waiting for it," said Innocent Habyara, who has the broom. He begins at the bus stop with three hundred steps above him and ends at a chapel.

President Paul Kagame has climbed the stairs on the monthly day of work, with a broom of his own.
""")))
write("archives/letters.zip", zipped([
    ("letters/", b""),
    ("letters/nassau.html", page("Nassau taxi boats swap captains at sea", "2010-08-12T09:30:00-04:00", "Keva Rolle", "Portwatch", [
        "Taxi boats in Nassau meet halfway across the harbour every noon and exchange their captains, so that each sleeps on his own side.",
        "“The boats do not mind,” said Captain Errol Knowles-Pinder, who steps over with his lunch in his hand. He has fallen in once, on a birthday.",
        "Hubert Ingraham, the prime minister of the Bahamas, was on board last week and changed captains without changing seats."])),
    ("letters/nested/valletta.txt", plain("""
Valletta balcony painters work from below
By Doreen Camilleri
13 August 2010

VALLETTA - Painters of the closed wooden balconies of the Maltese capital have given up ladders and use brushes on poles of nine metres, after a dispute with the pigeons.

"We paint what we can see, and so does everybody who looks up," said Ċensu Farrugia, who carries the longest pole. Malta's prime minister, Lawrence Gonzi, chose the green for his street.

The pigeons have kept the ladders.
""")),
    ("letters/zagreb.json", plain(
        '{"title": "Zagreb funicular sells its shortest minute", "date": "2010-08-14", "author": "Tin Lovreković", '
        '"text": "The funicular of Zagreb needs sixty-four seconds to the upper town, and the last four are now sold as postcards.'
        '\\n\\nNeda Horvatinčić took the photographs through the rear window. \\"One sees the same roof getting smaller,\\" she said. '
        '\\n\\nCroatia\'s president, Ivo Josipović, who composes, has set the first sixty to music."}')),
    ("__MACOSX/letters/._zagreb.json", b"\x00\x05\x16\x07\x00\x02\x00\x00Mac OS X"),
    ("letters/.hidden.txt", b"A hidden file is no article.\n"),
]))
write("archives/bundle.tar.gz", gzipped(tarred([
    ("bundle", None),
    ("bundle/muscat.txt", plain("""
Muscat dhow builders measure with dates
By Shamsa Al-Balushi
5 December 2011

MUSCAT - Two boat builders near Muscat have gone back to measuring planks with dates laid end to end, and to eating the measure when the plank fits.

"A ruler has never been sweet to me," said Khamis Al-Araimi, whose last dhow is four hundred dates long. Sultan Qaboos bin Said has ordered a smaller one.

The harbour office in Oman has asked for the length in metres, and for a box.
""")),
    ("bundle/link-to-muscat.txt", "muscat.txt"),
    ("bundle/vaduz.md", plain("""
---
title: Vaduz postman skis the last letter home
date: 2011-12-06
author: Gebhard Ospelt-Frick
section: Alpine
---

The only postman of Vaduz who still skis delivered his last letter on Monday, to himself.

Ewald Nigg had carried it for a month, because it always lay at the bottom of the bag. "It was a bill," Nigg said. Liechtenstein's prime minister, Klaus Tschütscher, thanked him for forty winters.

His successor has a bicycle with chains.
""")),
])))
write("archives/zip-in-a.tar", tarred([
    ("outer/inner.zip", zipped([
        ("bangui.html", page("Bangui ferrymen learn to read the foam", "2014-10-19T06:00:00+01:00", "Clarisse Yakité", "Portwatch", [
            "Ferrymen on the Ubangi at Bangui take lessons from an old fisherman who tells the depth of the water by its foam.",
            "“White is shallow and yellow is yesterday,” said Apollinaire Ngaro, who has never run aground except on purpose.",
            "Catherine Samba-Panza, the interim president of the Central African Republic, crossed on foam that he called excellent."])),
    ])),
]))

# ------------------------------------------------------------------------------- hostile


def overlapping(entries, kernel):
    """A zip archive whose `entries` names all stand for the bytes of one file in it."""
    one = zipped([(entries[0], kernel)])
    end = one.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", one[end + 16:end + 20])[0]
    listed = bytearray(one[start:end])
    out = bytearray(one[:start])
    size = 0
    for name in entries:
        entry = bytearray(listed[:46])
        struct.pack_into("<H", entry, 28, len(name))
        out += entry + name.encode()
        size += 46 + len(name)
    out += struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, len(entries), len(entries), size, start, 0)
    return bytes(out)


MEGABYTE = 1 << 20
RECORD = ('{"title": "%s", "date": "2020-02-0%d", "text": "The %s of the harbour was painted again, '
          'and nobody could say who had asked for it."}\n')
THREE = "".join(RECORD % row for row in
                [("The first of three", 1, "gate"), ("The second of three", 2, "crane"), ("The third of three", 3, "clock")]).encode()

stored = gzipped(THREE, 0)
write("hostile/truncated.jsonl.gz", stored[:len(stored) - 60])
write("hostile/truncated-in-header.gz", gzipped(THREE)[:7])
write("hostile/bomb.jsonl.bz2", bz2.compress(THREE + (b" " * 4095 + b"\n") * (75 * 1024)))
write("hostile/bomb-zeros.zip", overlapping([f"zeros-{n:02}.txt" for n in range(40)], bytes(10 * MEGABYTE)))
write("hostile/bomb-nested.zip", zipped([("inner.zip", zipped([("letters.txt", b"a" * (150 * MEGABYTE))]))]))
deep = plain("A headline in eight wrappings\n\nThe text below it is in eight wrappings too.")
for _ in range(8):
    deep = gzipped(deep)
write("hostile/eight-times.txt.gz", deep)
write("hostile/escaping.tar", tarred([
    ("../../outside.txt", plain("A file that wants out\n\nThe first of three articles has a name that leads out of the archive, which nobody should follow.")),
    ("/etc/absolute.txt", plain("A file that wants to the root\n\nThe second of three articles has an absolute name, which stands for nothing on this disk.")),
    ("link", "/etc"),
    ("link/passwd.txt", plain("A file behind a link\n\nThe third of three articles lies behind a link of the archive to a folder of the system.")),
]))
write("hostile/names.zip", zipped([
    ("../../x.txt", plain("A zip entry that wants out\n\nThe first of five articles, under a name with dots that lead upwards.")),
    ("/abs.txt", plain("A zip entry at the root\n\nThe second of five articles, under a name that begins with a slash.")),
    ("C:\\windows\\x.txt", plain("A zip entry on another disk\n\nThe third of five articles, under a name with a drive and backslashes.")),
    ("red\x1b[31m\nname\x07.txt", plain("A zip entry with control characters\n\nThe fourth of five articles, whose name would colour a terminal.")),
    ("report-\u202etxt.exe", plain("A zip entry that reads backwards\n\nThe fifth of five articles, whose name turns the direction of writing round.")),
]))
whole = docx([("Title", "A headline in half a document"), ("", "The text is in the half that was lost.")])
write("hostile/truncated.docx", whole[:len(whole) // 2])
write("hostile/empty.zip", zipped([]))
write("hostile/wrong-length.warc", b"".join([
    warc_record("response", f"{SITE}/long", http(page("A record that claims too much", "2020-02-01", "Ann Bell", "Portwatch", ["The first record states a length that takes in the second one.", "It must not swallow it."])), RESPONSE, 21, length=2500),
    warc_record("response", f"{SITE}/right", http(page("A record that is right", "2020-02-02", "Ann Bell", "Portwatch", ["The second record states the length that it has.", "It must be read."])), RESPONSE, 22),
    warc_record("response", f"{SITE}/short", http(page("A record that claims too little", "2020-02-03", "Ann Bell", "Portwatch", ["The third record states a length that ends within its text.", "What comes after is passed over."])), RESPONSE, 23, length=900),
    warc_record("response", f"{SITE}/last", http(page("A record behind all others", "2020-02-04", "Ann Bell", "Portwatch", ["The fourth record comes after a wrong length.", "It must be found again."])), RESPONSE, 24),
]))
write("hostile/utf16-without-mark.txt", plain(
    "A headline in two bytes a letter\n\n3 February 2020\n\nThe text has no byte order mark, and every second byte of it is zero. A reader must find out by itself which half comes first.").decode().encode("utf-16-le"))
write("hostile/nested-50000-deep.html", b"<!DOCTYPE html><html><head><title>A headline above the deep</title></head><body>"
      b"<h1>A headline above the deep</h1><p>The first paragraph stands above fifty thousand boxes that lie in one another.</p>"
      + b"<div>" * 50_000 + b"<p>The last paragraph lies at the bottom.</p></body></html>\n")
write("hostile/brackets.json", b"[" * 50_000)
write("hostile/broken.pdf", b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj\ntrailer\n<< /Root 1 0 R >>\nstartxref\n9\n%%EOF\n")
write("hostile/picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(60))
