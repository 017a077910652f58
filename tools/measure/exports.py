"""Exports of news databases: how many articles a file holds, and what their headers state.

The truth is taken from the files themselves, by other means than the reader's: lines that count
(`3 of 10 DOCUMENTS`), names of elements, cells of sheets. Python's standard library only.

A file is counted right when it gives as many articles as it holds. A field is counted where
the header of the article states it; a byline is right when the first name is the first name
that stands in it. Texts are as long as stated within a fifth, because every service counts
words in its own way, some with the header.
"""

import html
import re
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from pathlib import Path

from common import Corpora, inspect

FIELDS = ("source", "date", "title", "byline", "section")
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
MONTHS = {
    name: number
    for names in (
        "january february march april may june july august september october november december",
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
        "januar februar märz april mai juni juli august september oktober november dezember",
    )
    for number, name in enumerate(names.split(), 1)
}


def iso(text):
    """The day that `text` states, as ISO 8601 has it."""
    text = text.lower()
    found = re.search(r"(\d{4})\s*[年.-]\s*(\d\d?)\s*[月.-]\s*(\d\d?)", text)
    if found:
        return "%04d-%02d-%02d" % tuple(map(int, found.groups()))
    found = re.search(r"\b(\d\d)\.(\d\d)\.(\d\d)\b", text)
    if found:
        day, month, year = map(int, found.groups())
        return "%04d-%02d-%02d" % (year + (1900 if year > 50 else 2000), month, day)
    names = "|".join(MONTHS)
    found = re.search(r"\b(%s)\s+(\d\d?),?\s+(\d{4})" % names, text)
    if found:
        return "%s-%02d-%02d" % (found[3], MONTHS[found[1]], int(found[2]))
    found = re.search(r"(\d\d?)\.?\s+(%s)\s+(\d{4})" % names, text)
    if found:
        return "%s-%02d-%02d" % (found[3], MONTHS[found[2]], int(found[1]))
    return None


def key(text):
    """A text without case, marks and spaces."""
    text = unicodedata.normalize("NFKD", text or "").casefold()
    return "".join(c for c in text if c.isalnum())


def plain(markup):
    """The text of a piece of HTML."""
    markup = re.sub(r"(?s)<!--.*?-->", "", markup)
    text = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"</?(b|span)\b[^>]*>", "", markup)))
    return " ".join(text.split())


def lexis_old(paragraphs):
    """Source, date, headline, then fields in capitals."""
    article = {}
    paragraphs = [p for p in paragraphs if p]
    article["source"] = paragraphs[0]
    article["date"] = iso(paragraphs[1])
    fields = [i for i, p in enumerate(paragraphs) if re.match(r"(BYLINE|SECTION|LENGTH): ", p)]
    article["title"] = paragraphs[2] if fields and fields[0] > 2 else None
    for number in fields:
        name, value = paragraphs[number].split(": ", 1)
        article.setdefault({"BYLINE": "byline", "SECTION": "section"}.get(name, "length"), value)
    return article


def lexis_text(file):
    text = file.read_text("utf-8-sig")
    parts = re.split(r"(?m)^\s*\d+ of \d+ DOCUMENTS\s*$", text)[1:]
    return [
        lexis_old([" ".join(p.split()) for p in re.split(r"\n\s*\n", part)]) for part in parts
    ]


def lexis_page(file):
    text = file.read_text("utf-8", errors="replace")
    articles = []
    for part in re.split(r'<A NAME="DOC_ID_', text)[1:]:
        part = part.split(">", 1)[1]
        paragraphs = [plain(p) for p in re.split(r"(?i)</p>|<div\b[^>]*>", part)]
        paragraphs = [p for p in paragraphs if not re.fullmatch(r"\d+ of \d+ DOCUMENTS", p)]
        articles.append(lexis_old(paragraphs))
    return articles


def lexis_document(file):
    root = ElementTree.fromstring(zipfile.ZipFile(file).read("word/document.xml"))
    articles, part = [], []
    for paragraph in root.iter(WORD + "p"):
        text = "".join(
            (piece.text or "") if piece.tag == WORD + "t" else " "
            for piece in paragraph.iter()
            if piece.tag in (WORD + "t", WORD + "br", WORD + "tab")
        )
        text = " ".join(text.split())
        level = paragraph.find(f"{WORD}pPr/{WORD}outlineLvl")
        style = paragraph.find(f"{WORD}pPr/{WORD}pStyle")
        heading = level is not None and level.get(WORD + "val") == "0" or (
            style is not None and style.get(WORD + "val", "").startswith("Heading")
        )
        if text == "End of Document":
            articles.append(part)
            part = []
        elif text:
            part.append((text, heading))
    return [lexis_new(part) for part in articles]


def lexis_new(part):
    """Headline, source, date, rights, fields, `Body`."""
    article = {}
    end = next(i for i, (text, _) in enumerate(part) if text == "Body")
    head = part[:end]
    for text, _ in head:
        field = re.match(r"(Section|Length|Byline):\s*(.+)", text)
        if field:
            article[field[1].lower()] = field[2]
    rights = [i for i, (text, _) in enumerate(head) if re.match(r"(?i)copyright|©", text)]
    before = head[: rights[-1]] if rights else head
    dates = [i for i, (text, _) in enumerate(before) if iso(text) and len(text) < 100]
    headings = [i for i, (_, heading) in enumerate(before) if heading]
    if dates:
        article["date"] = iso(head[dates[-1]][0])
        article["source"] = head[dates[-1] - 1][0]
        article["title"] = head[headings[-1] if headings else dates[-1] - 2][0]
    elif headings:
        article["title"] = head[headings[-1]][0]
        article["source"] = head[headings[-1] + 1][0]
    return article


def factiva_page(file):
    text = file.read_text("utf-8")
    text = re.sub(r'(?s)<div id="carryOver">.*?</table>', "", text)
    articles = []
    for part in re.split(r'<div id="article-[A-Za-z0-9]+"', text)[1:]:
        article = {}
        headline = re.search(r"(?s)class=['\"]..Headline['\"]>(.*?)</span>", part)
        article["title"] = plain(headline[1]) if headline else None
        before = part[: headline.start()] if headline else ""
        section = re.findall(r"(?s)<div>(.*?)</div>", before)
        if section:
            article["section"] = plain(section[-1])
        after = part[headline.end() :] if headline else part
        author = re.search(r'(?s)<div class="author">(.*?)</div>', after)
        if author:
            article["byline"] = plain(author[1])
        cells = [plain(cell) for cell in re.findall(r"(?s)<div>(.*?)</div>", after)[:10]]
        counts = [i for i, cell in enumerate(cells) if re.fullmatch(r"[\d.,]+ \w+", cell)]
        if counts:
            place = counts[0]
            article["length"] = cells[place]
            article["date"] = iso(cells[place + 1])
            place += 3 if re.fullmatch(r"\d\d?:\d\d.*", cells[place + 2]) else 2
            article["source"] = cells[place]
        articles.append(article)
    return articles


def factiva_xml(file):
    text = re.sub(r'\sxmlns="[^"]*"', "", file.read_text("utf-8-sig"))
    articles = []
    for element in ElementTree.fromstring(text).iter("article"):
        def words(name):
            found = element.find(name)
            return " ".join("".join(found.itertext()).split()) if found is not None else None

        articles.append(
            {
                "title": words("headline"),
                "source": words("sourceName"),
                "date": iso(words("publicationDate") or ""),
                "byline": words("byline"),
                "section": words("sectionName") or words("columnName"),
            }
        )
    return articles


def europresse_page(file):
    text = file.read_text("utf-8")
    articles = []
    for part in re.split(r'class="DocPublicationName">', text)[1:]:
        article = {"source": re.split(r", n[o°º]\.? ?\d", plain(part.split("</span>")[0]))[0]}
        header = "".join(re.findall(r'(?s)class="DocHeader">(.*?)</span>', part))
        article["date"] = iso(plain(header))
        label = re.match(r"([^,\d]+), ", plain(header))
        article["section"] = label[1] if label else None
        title = re.search(r'(?s)class="TitreArticleVisu">(.*?)</span><br><br>', part)
        article["title"] = plain(title[1]) if title else None
        author = re.match(r"(?s)([^<]{3,60})<br><p></p>", part[title.end() :]) if title else None
        article["byline"] = author[1] if author else None
        articles.append(article)
    return articles


def kikuzo_page(file):
    text = file.read_text("utf-8")
    articles = []
    for part in re.split(r"(?i)(?=<td class=\"topic-list\"[^>]*>\d{5}</td>)", text)[1:]:
        cells = re.findall(r'(?is)<td class="topic-list"[^>]*>(.*?)</td>', part)[:6]
        title = re.search(r'(?is)<span class="font002">(.*?)</span>\s*<br>', part)
        articles.append(
            {
                "source": "朝日新聞",
                "date": iso(plain(cells[1]).replace(" ", "")),
                "section": plain(cells[3]) or None,
                "title": plain(title[1]) if title else None,
            }
        )
    return articles


def yomidasu_page(file):
    text = file.read_text("utf-8")
    articles = []
    for part in re.split(r'class="contentsTable"', text)[1:]:
        cells = [plain(c) for c in re.findall(r"(?s)<th\b[^>]*>(.*?)</th>", part.split("</table>")[0])]
        articles.append(
            {
                "source": "読売新聞",
                "date": iso(cells[1]),
                "title": cells[2],
                "section": cells[4] or None,
            }
        )
    return articles


def integrum_sheet(file):
    archive = zipfile.ZipFile(file)
    strings = [
        "".join(piece.text or "" for piece in item.iter(SHEET + "t"))
        for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    ]
    rows = []
    for row in ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml")).iter(SHEET + "row"):
        cells = {}
        for cell in row.iter(SHEET + "c"):
            value = cell.findtext(SHEET + "v")
            column = re.match("[A-Z]+", cell.get("r"))[0]
            cells[column] = strings[int(value)] if cell.get("t") == "s" else value
        rows.append(cells)
    names = rows[0]
    known = {"Источник": "source", "Дата": "date", "Заголовок": "title", "Автор": "byline"}
    articles = []
    for row in rows[1:]:
        article = {
            known[names[column]]: " ".join(value.split())
            for column, value in row.items()
            if names.get(column) in known and value and value.strip()
        }
        article["date"] = iso(article.get("date", ""))
        articles.append(article)
    return articles


def truth_of(file):
    """The articles of a file with what their headers state; `None` for no export."""
    if file.suffix.lower() == ".txt":
        return lexis_text(file)
    if file.suffix == ".docx":
        return lexis_document(file)
    if file.suffix == ".xlsx":
        return integrum_sheet(file)
    if file.suffix == ".xml":
        return factiva_xml(file)
    text = file.read_text("utf-8", errors="replace")
    for mark, read in (
        ("LXNComment", lexis_page),
        ("<title>Factiva</title>", factiva_page),
        ("cedrom-sni", europresse_page),
        ("聞蔵", kikuzo_page),
        ("<title>ヨミダス", yomidasu_page),
    ):
        if mark in text[:60000]:
            return read(file)
    return None


def names_of(byline):
    """A byline without the words before the first name."""
    return re.sub(r"(?i)^(by|from|von|par|por|de|от)\s+", "", byline.strip())


def is_right(name, stated, article):
    if name == "date":
        return (article.get("date") or {}).get("date") == stated
    if name == "byline":
        found = article.get("by") or []
        # `Doe, Jane` is read as `Jane Doe`.
        turned = re.sub(r"^([^\s,]+), ([^,]+)$", r"\2 \1", names_of(stated))
        return bool(found) and key(found[0]) != "" and any(
            key(names).startswith(key(found[0])) for names in (stated, names_of(stated), turned)
        )
    return key(article.get(name)) == key(stated)


def words_stated(length):
    found = re.match(r"([\d.,]+)\s*(words|wörter|mots)\b", length or "", re.I)
    return int(re.sub(r"\D", "", found[1])) if found else None


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    """Figures in percent; `part` measures at most so many files."""
    root = corpora.path("database-exports")
    right_files = files = 0
    fields = {name: [0, 0] for name in FIELDS}
    lengths = [0, 0]
    paths = sorted(p for p in root.rglob("*") if p.is_file() and truth_of(p) is not None)[:part]
    wrong = []
    for file, outcome in inspect(binary, paths).items():
        truth, articles = truth_of(file), outcome.articles
        files += 1
        name = file.relative_to(root)
        right_files += len(articles) == len(truth)
        if len(articles) != len(truth):
            wrong.append(f"{name}: {len(truth)} articles, read {len(articles)}")
        for number, stated in enumerate(truth):
            article = articles[number] if number < len(articles) else {}
            for field in FIELDS:
                if not stated.get(field):
                    continue
                right = is_right(field, stated[field], article)
                fields[field][0] += right
                fields[field][1] += 1
                if not right:
                    found = article.get("by" if field == "byline" else field)
                    found = found.get("date") if isinstance(found, dict) else found
                    wrong.append(f"{name} {number + 1} {field}: {stated[field]!r}, read {found!r}")
            words = words_stated(stated.get("length"))
            if words and words >= 50 and not re.search(r"chosun", str(name)):
                near = abs(article.get("words", 0) - words) <= words * 0.2
                lengths[0] += near
                lengths[1] += 1
                if not near:
                    read = article.get("words")
                    wrong.append(f"{name} {number + 1} length: {words}, read {read}")

    def share(counted):
        return 100 * counted[0] / counted[1] if counted[1] else 0.0

    total = [sum(c[0] for c in fields.values()), sum(c[1] for c in fields.values())]
    figures = [
        ("articles counted right", share((right_files, files)), f"{right_files} of {files} files"),
        ("fields right", share(total), f"{total[0]} of {total[1]} stated"),
    ]
    for field, counted in fields.items():
        figures.append((f"  {field}", share(counted), f"{counted[0]} of {counted[1]}"))
    figures.append(
        ("texts as long as stated", share(lengths), f"{lengths[0]} of {lengths[1]} articles")
    )
    if options.wrong:
        print("\n".join(wrong))
    for name, value, detail in figures:
        print(f"{name:<26} {value:6.1f} %   {detail}")
    return [(f"exports: {name.strip()}", value) for name, value, _ in figures]
