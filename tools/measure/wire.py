"""How well the formats of news agencies are read: NITF, NewsML 1 and G2, ninjs and other agency
JSON, IPTC 7901 and ANPA text.

The truth is taken from the files by Python's own parsers of XML and JSON along the paths that
the standards name; of wire text by its control characters. Nothing of dateline's reader is
used. A file of a form without standard counts among the files read alone.
"""

import json
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from common import Corpora, inspect
from inspected import (
    Tally, body_ends_right, covered, instant, letters, plain, plainest, print_figures, same_date,
    words,
)

FIELDS = ["title", "date", "author", "body", "people", "places"]
# Elements of NITF and XHTML that stand in the body and are none of its text.
NO_TEXT = {
    "media", "tagline", "docdata", "script", "style", "object", "figure", "note", "byline", "dateline",
    "distributor", "hedline", "figcaption", "header", "footer", "nav",
}
BLOCKS = {"p", "br", "block", "div", "li", "tr", "td", "hl2", "h1", "h2", "h3", "h4", "pre", "ul", "table"}


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    """Figures in percent. `part` measures at most so many files."""
    root = corpora.path("wire-formats")
    files = sorted(p for p in root.rglob("*") if p.is_file() and p.name != "README.md")[:part]
    outcomes = inspect(binary, files)
    tally = Tally()
    for file in files:
        _judge(_items(file.read_bytes()), outcomes[file], tally, str(file.relative_to(root)))
    figures = tally.figures("wire", ["files read", "items found", *FIELDS, "entries right"])
    if options.wrong:
        print("\n".join(tally.differences))
    print_figures(figures)
    return [(figure, value) for figure, value, _ in figures]


def _judge(items, outcome, tally, where):
    told = None if outcome.articles or outcome.complaints else "neither article nor reason"
    if items and not outcome.articles:
        told = f"no article: {outcome.complaints[:1]}"
    tally.count("files read", told, where)
    if items is None or not (items or outcome.articles):
        return
    ours = outcome.articles
    found = None if len(ours) == len(items) else f"{len(ours)} articles, wanted {len(items)}"
    tally.count("items found", found, where)
    for number, item in enumerate(items):
        here = f"{where} #{number + 1}"
        if number >= len(ours):
            tally.count("entries right", "missing", here)
            continue
        verdicts = [tally.count(field, wrong, here) for field, wrong in _verdicts(item, ours[number])]
        tally.count("entries right", None if all(verdicts) and found is None else "see above", here)


def _verdicts(item, article):
    """Stated fields of an item, and what is wrong with each."""
    titles = [title for title in item.get("titles", []) if letters(title)]
    if titles:
        given = letters(article.get("title") or "")
        right = any(given == letters(plainest(title)) for title in titles[:1] or titles)
        yield "title", None if right else f"{article.get('title')!r}, wanted {titles[:1]}"
    if item.get("dates"):
        yield "date", same_date(item["dates"], article)
    if item.get("author"):
        # A byline names people and the agency, which may be the source.
        lacking = not article.get("by") and not covered(item["author"], article)
        allowed = set(words(item["author"] + " the " + item.get("body", "")[:200]))
        strange = [name for name in article.get("by", []) if not set(words(name)) <= allowed]
        yield "author", f"{article.get('by')}, wanted {item['author']!r}" if lacking or strange else None
    if item.get("body"):
        readings = [item["body"], plainest(item["body"]), item.get("summary") or ""]
        wrongs = [body_ends_right(reading, article) for reading in readings if reading]
        yield "body", None if None in wrongs else wrongs[0]
    if item.get("people"):
        ours = [set(words(form)) for person in article.get("people", []) for form in [person["name"], *person["forms"]]]
        missing = [name for name in item["people"] if not any(_same_person(set(words(name)), known) for known in ours)]
        yield "people", f"missing {missing}" if missing else None
    if item.get("places"):
        ours = set(words(" ".join(_places(article))))
        missing = [place for place in item["places"] if not set(words(place)) <= ours]
        yield "places", f"missing {missing}" if missing else None


def _same_person(one, other):
    return one == other or len(one & other) >= 2 or (min(len(one), len(other)) == 1 and bool(one & other))


def _places(article):
    for region in article.get("regions", []):
        yield region["name"]
        yield from region["path"]
        yield from (evidence["text"] for evidence in region["evidence"])
    yield from article.get("places", [])
    yield article.get("dateline") or ""


def _items(content):
    """What a file holds by its standard; `None` when it is of none."""
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        try:
            root = ElementTree.fromstring(_utf8(content[content.index(b"<") :]))
        except ElementTree.ParseError:
            return None
        return _xml_items(root)
    if start[:1] in (b"{", b"["):
        try:
            return _json_items(json.loads(content))
        except ValueError:
            return None
    if b"\x02" in content[:400]:
        return [_wire_text(content)]
    return None


def _utf8(content):
    """XML whose bytes are UTF-8 whatever its declaration says, without that declaration."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return content
    return re.sub(r"^<\?xml[^>]*\?>", "", text)


def _name(element):
    return element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""


def _all(element, *names):
    return [inner for inner in element.iter() if _name(inner) in names]


def _child(element, *path):
    for name in path:
        element = next((inner for inner in element or [] if _name(inner) == name), None)
        if element is None:
            return None
    return element


def _text(element):
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _running(element, out):
    """Text of an element, its paragraphs apart, without pictures and head."""
    if _name(element) in NO_TEXT:
        return
    edge = " " if _name(element) in BLOCKS else ""
    out.append(edge + (element.text or ""))
    for inner in element:
        _running(inner, out)
        out.append((" " if _name(inner) in BLOCKS else "") + (inner.tail or ""))
    out.append(edge)


def _paragraphs(element):
    out = []
    if element is not None:
        _running(element, out)
    return " ".join("".join(out).split())


def _instants(values):
    """Moments of the values that state one."""
    moments = []
    for value in values:
        compact = re.fullmatch(r"(\d{8})(?:T(\d{6})?)?(Z|[+-]\d{4})?", (value or "").strip())
        if compact:
            value = compact[1] + (f"T{compact[2]}{compact[3] or ''}" if compact[2] else "")
        moment = instant(value) if value else None
        if moment and moment.year > 1600:
            moments.append(moment)
    return moments


def _xml_items(root):
    name = _name(root)
    if name == "nitf":
        return [_nitf(root)]
    if name == "newsml":
        return [item for item in map(_newsml, _all(root, "newsitem")) if _holds(item)]
    if name in ("newsmessage", "newsitem", "packageitem", "conceptitem", "planningitem", "knowledgeitem"):
        items = _all(root, "newsitem", "packageitem", "planningitem")
        return [item for item in map(_second, items) if _holds(item)] or None
    return None


def _holds(item):
    return any(letters(title) for title in item["titles"]) or letters(item.get("body") or "")


def _nitf(nitf):
    head, content = _child(nitf, "body", "body.head"), _child(nitf, "body", "body.content")
    headline = _child(head, "hedline", "hl1") if head is not None else None
    if headline is None and head is not None:
        headline = _child(head, "hedline")
    titles = [_text(headline)] if _text(headline) else [_text(_child(nitf, "head", "title"))]
    dates = []
    for names, attribute in [(("date.issue",), "norm"), (("date.release",), "norm"), (("pubdata",), "date.publication")]:
        dates += [inner.get(attribute) for inner in _all(nitf, *names)]
    inside = [part for part in (content, _child(nitf, "head", "docdata", "identified-content")) if part is not None]
    named = lambda kind: [_text(inner) for part in inside for inner in _all(part, kind) if _text(inner)]
    bylines = [" ".join(" ".join(line.itertext()).split()) for line in _all(head, "byline")] if head is not None else []
    bylines += [meta.get("content") for meta in _all(nitf, "meta") if meta.get("name") == "author" and meta.get("content")]
    dateline = [_text(place) for line in (_all(head, "dateline") if head is not None else []) for place in _all(line, "city")]
    return {
        "titles": [title for title in titles if title],
        "dates": _instants(dates),
        "author": " ".join(bylines),
        "body": _paragraphs(content),
        "people": named("person"),
        "places": named("location") + dateline,
    }


def _newsml(item):
    """NewsML 1: the first headline, the text of the first content that has one."""
    dates = [_text(inner) for name in ("thisrevisioncreated", "firstcreated", "dateid") for inner in _all(item, name)]
    properties = [inner for place in _all(item, "location") for inner in _all(place, "property")]
    bodies = []
    for data in _all(item, "datacontent"):
        content = next(iter(_all(data, "body.content", "body")), data)
        bodies.append(_paragraphs(content))
    nitf = next(iter(_all(item, "nitf")), None)
    inner = _nitf(nitf) if nitf is not None else {"people": [], "places": []}
    headlines = [_text(line) for line in _all(item, "headline") if _text(line)]
    return {
        "titles": headlines[:1] or inner.get("titles", []),
        "dates": _instants(dates),
        "author": " ".join(dict.fromkeys(_text(line) for line in _all(item, "byline"))),
        "body": max(bodies, key=len, default=""),
        "people": inner["people"],
        "places": inner["places"] + [p.get("Value") for p in properties if p.get("FormalName") == "City" and p.get("Value")],
    }


def _second(item):
    """NewsML-G2."""
    meta, about = _child(item, "contentmeta"), _child(item, "itemmeta")
    inside = lambda parent, name: [inner for inner in (parent if parent is not None else []) if _name(inner) == name]
    headlines = [_text(line) for line in inside(meta, "headline")] or [_text(line) for line in inside(about, "title")]
    dates = [_text(inner) for name in ("contentcreated",) for inner in inside(meta, name)]
    dates += [_text(inner) for name in ("versioncreated", "firstcreated") for inner in inside(about, name)]
    # A subject is named by <name>, in one language or in several.
    people, places = [], []
    for subject in inside(meta, "subject"):
        kind = (subject.get("type") or "").rsplit(":", 1)[-1].lower()
        name = next((_text(inner) for inner in inside(subject, "name")), "")
        if kind == "person" and name:
            people.append(name)
        elif kind in ("geoarea", "poi", "place") and name:
            places.append(name)
    places += [_text(inner) for located in inside(meta, "located") for inner in inside(located, "name")[:1]]
    bodies, inner = [], {"titles": [], "people": [], "places": [], "author": ""}
    for data in _all(item, "inlinexml", "inlinedata"):
        nitf = next(iter(_all(data, "nitf")), None)
        if nitf is not None:
            inner = _nitf(nitf)
            bodies.append(inner["body"])
        elif _name(data) == "inlinexml":
            bodies.append(_paragraphs(next(iter(_all(data, "body")), data)))
        elif "xml" not in (data.get("contenttype") or ""):
            bodies.append(plain("".join(data.itertext())))
    by = [_text(line) for line in inside(meta, "by")]
    return {
        "titles": [title for title in headlines if title][:1] or inner["titles"],
        "dates": _instants(dates),
        "author": " ".join(by) or inner["author"],
        "body": max(bodies, key=len, default=""),
        "people": people + inner["people"],
        "places": places + inner["places"],
    }


def _json_items(value):
    """ninjs and what agencies make of it: objects with a headline, also within lists of items."""
    if isinstance(value, dict) and isinstance(value.get("data"), dict):
        data = value["data"]
        if isinstance(data.get("item"), dict):
            # The text stands beside the item.
            return [_ninjs({**data["item"], **(value.get("nitf") or {})})]
        if isinstance(data.get("items"), list):
            value = [entry.get("item", entry) for entry in data["items"]]
    if isinstance(value, dict) and isinstance(value.get("item"), list):
        value = value["item"]
    if isinstance(value, list):
        items = [entry for entry in value if isinstance(entry, dict) and entry.get("headline")]
        return [_ninjs(item) for item in items] or None
    if isinstance(value, dict) and ("headline" in value or "body_html" in value or "body_text" in value):
        # Texts of a package stand within it, each an item of its own.
        package = not any(value.get(name) for name in ("body_html", "body_text", "body_xhtml"))
        inner = value.get("associations") if package else None
        inner = [one for one in (inner.values() if isinstance(inner, dict) else inner or []) if one]
        texts = [one for one in inner if one.get("type") == "text" and (one.get("body_html") or one.get("body_text"))]
        return [_ninjs(one) for one in [value, *texts]]
    return None


def _ninjs(item):
    named = lambda kind: [one["name"] for one in item.get(kind) or [] if isinstance(one, dict) and one.get("name")]
    bodies = [item.get(name) or "" for name in ("body_text", "body_html", "body_xhtml")]
    dates = [item.get(name) for name in ("firstpublished", "firstcreated", "versioncreated")]
    by = item.get("byline") or " ".join(line.get("by") or "" for line in item.get("bylines") or [])
    signed = (item.get("authors") or []) + (item.get("bylines") or [])
    by = " ".join([by or ""] + [str(one.get("name") or one.get("byline") or "") for one in signed if isinstance(one, dict)])
    return {
        "titles": [item.get("headline") or item.get("name") or ""],
        "dates": _instants(dates),
        "author": by if isinstance(by, str) else "",
        "body": max((plain(body) for body in bodies), key=len),
        "summary": plain(item.get("description_text") or ""),
        "people": named("person"),
        "places": named("place"),
    }


def _wire_text(content):
    """IPTC 7901 and ANPA 1312: the text stands between STX and ETX; of its lines those that a
    circumflex opens are headline, notes and byline."""
    text = content.decode("latin-1").replace("\r", "")
    text = re.split("[\x03\x04]", text.split("\x02", 1)[1])[0]
    lines = [line.rstrip("<= ") for line in text.split("\n")]
    marked = [line.strip() for line in lines[1:] if line.startswith("^")]
    headline = next((line[1:] for line in marked if not re.match(r"\^(Eds|AP Photo|By|EDITOR|END)\b", line)), None)
    prose = [line.strip() for line in lines if re.match(r"\s{3,}\w", line)]
    # Without marks the line after STX is the headline, set off by `=` or `+` at its end.
    plain_line = next((line for line in lines if line.strip()), "").lstrip("^")
    by = next((line[4:] for line in marked if line.startswith("^By ")), "")
    return {
        "titles": [headline] if headline else [] if marked else [plain_line.rstrip(" =+")] if "=" in text[:200] else [],
        "dates": [],
        "author": by,
        "body": "",
        "first": prose[:1],
    }
