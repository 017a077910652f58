"""Web pages: title, text probes and words of the body, beside trafilatura and readability.

Titles are right when they have the same letters and figures, or when one is the other with the
name of the site or of the section before or after it. A probe is a string that the text must
hold, or must not. Words are counted as often as they stand in the text (`common.token_f1`).
"""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

from common import Corpora, half_of, inspect, key, spaced, token_f1

SETS = ("pages-adbar", "pages-fundus", "pages-aeb", "pages-readability", "pages-newspaper")


@dataclass
class Page:
    set: str
    file: Path
    title: str | None = None
    body: str | None = None
    probes: list = field(default_factory=list)


class _Text(HTMLParser):
    """The text of a piece of HTML."""

    def __init__(self):
        super().__init__()
        self.parts = []
        self.quiet = 0

    def handle_starttag(self, tag, attrs):
        self.quiet += tag in ("script", "style")
        if tag not in ("a", "b", "i", "em", "strong", "span", "sup", "sub"):
            self.parts.append(" ")

    def handle_endtag(self, tag):
        self.quiet -= tag in ("script", "style")
        if tag not in ("a", "b", "i", "em", "strong", "span", "sup", "sub"):
            self.parts.append(" ")

    def handle_data(self, data):
        if self.quiet <= 0:
            self.parts.append(data)


def text_of_html(source: str) -> str:
    parser = _Text()
    parser.feed(source)
    parser.close()
    return spaced("".join(parser.parts))


def gold(corpora: Corpora) -> list[Page]:
    """Every page with what is known of it."""
    pages = []
    root = corpora.path("pages-adbar")
    for line in (root / "gold.jsonl").read_text().splitlines():
        row = json.loads(line)
        known = row.get("traf")
        if known is None:
            continue
        probes = [(p, True) for p in known.get("with") or []]
        probes += [(p, False) for p in known.get("without") or []]
        pages.append(Page("pages-adbar", root / row["file"], known.get("title"), None, probes))
    root = corpora.path("pages-fundus")
    for line in (root / "gold.jsonl").read_text().splitlines():
        row = json.loads(line)
        body = row.get("body") or {}
        parts = list(body.get("summary") or [])
        for section in body.get("sections") or []:
            parts += list(section.get("headline") or []) + list(section.get("paragraphs") or [])
        text = "\n".join(parts) or None
        pages.append(Page("pages-fundus", root / row["file"], row.get("title"), text))
    root = corpora.path("pages-aeb")
    for line in (root / "gold.jsonl").read_text().splitlines():
        row = json.loads(line)
        pages.append(Page("pages-aeb", root / f"html/{row['id']}.html", None, row["articleBody"]))
    root = corpora.path("pages-readability")
    for folder in sorted(p for p in root.iterdir() if p.is_dir()):
        known = json.loads((folder / "expected-metadata.json").read_text())
        text = text_of_html((folder / "expected.html").read_text())
        pages.append(Page("pages-readability", folder / "source.html", known.get("title"), text))
    root = corpora.path("pages-newspaper")
    for file in sorted((root / "np3k/html").glob("*.html")):
        text = root / "np3k/text" / f"{file.stem}.txt"
        body = text.read_text(errors="replace") if text.exists() else ""
        # Shorter ones are remarks on what an older extractor missed.
        if len(body) >= 300:
            pages.append(Page("pages-newspaper", file, None, body))
    for file in sorted((root / "np4k/html").glob("*.html")):
        known = root / "np4k/metadata" / f"{file.stem}.json"
        text = root / "np4k/txt" / f"{file.stem}.txt"
        title = json.loads(known.read_text()).get("title") if known.exists() else None
        body = text.read_text(errors="replace") if text.exists() else None
        pages.append(Page("pages-newspaper", file, title, body or None))
    for file in sorted((root / "goose/content").glob("*.html")):
        known = file.with_suffix(".json")
        if known.exists():
            expected = json.loads(known.read_text()).get("expected") or {}
            # These texts are only the beginning of the article, as their own tests use them.
            start = spaced(expected.get("cleaned_text"))[:60].rsplit(" ", 1)[0]
            probes = [(start, True)] if start else []
            title = expected.get("title")
            pages.append(Page("pages-newspaper", file, title, None, probes))
    return [page for page in pages if page.file.exists()]


def title_right(found: str | None, expected: str) -> bool:
    ours, theirs = key(found), key(expected)
    if not ours or not theirs:
        return ours == theirs
    short, long = sorted((ours, theirs), key=len)
    # What is over is a site's or a section's name: shorter than the headline.
    return short == long or (short in long and len(short) * 2 >= len(long))


@dataclass
class Figures:
    titles: list = field(default_factory=list)
    probes: list = field(default_factory=list)
    with_: list = field(default_factory=list)
    without: list = field(default_factory=list)
    words: dict = field(default_factory=dict)

    def add(self, page: Page, title: str | None, text: str, wrong: list | None):
        if page.title:
            right = title_right(title, page.title)
            self.titles.append(right)
            if not right and wrong is not None:
                wrong.append(f"{page.file}: title {title!r}, not {page.title!r}")
        folded = spaced(text)
        for probe, must in page.probes:
            right = (spaced(probe) in folded) == must
            (self.with_ if must else self.without).append(right)
            self.probes.append(right)
            if not right and wrong is not None:
                what = "lacks" if must else "has"
                wrong.append(f"{page.file}: {what} {probe!r}")
        if page.body:
            f1, precision, recall = token_f1(text, page.body)
            self.words.setdefault(page.set, []).append(f1)
            if f1 < 0.9 and wrong is not None:
                wrong.append(f"{page.file}: F1 {f1:.3f} P {precision:.3f} R {recall:.3f}")

    def row(self) -> dict:
        def mean(values):
            return 100 * sum(values) / len(values) if values else float("nan")

        everything = [f1 for values in self.words.values() for f1 in values]
        row = {
            "title": mean(self.titles),
            "probes": mean(self.probes),
            "with": mean(self.with_),
            "without": mean(self.without),
        }
        for name in SETS[1:]:
            row[f"F1 {name[6:]}"] = mean(self.words.get(name, []))
        row["F1 all"] = mean(everything)
        return row


def peers():
    """The peers that are installed, by name: functions from bytes to title and text."""
    found = {}
    try:
        import trafilatura

        def by_trafilatura(page: bytes):
            read = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
            if read is None:
                return None, ""
            read = read if isinstance(read, dict) else read.as_dict()
            return read.get("title"), read.get("text") or ""

        found["trafilatura"] = by_trafilatura
    except ImportError:
        pass
    try:
        from readability import Document

        def by_readability(page: bytes):
            document = Document(page)
            return document.short_title(), text_of_html(document.summary())

        found["readability"] = by_readability
    except ImportError:
        pass
    return found


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple]:
    pages = gold(corpora)
    if options.half is not None:
        pages = [p for p in pages if half_of(str(p.file.relative_to(p.file.parents[2]))) == options.half]
    if part:
        pages = pages[:: max(1, len(pages) // part)]
    wrong = [] if options.wrong else None
    rows = {}
    read = inspect(binary, [page.file for page in pages])
    ours = Figures()
    for page in pages:
        articles = read[page.file].articles
        title = articles[0].get("title") if articles else None
        text = articles[0]["body"] if articles else ""
        ours.add(page, title, text, wrong)
    rows["dateline"] = ours.row()
    if options.peers:
        for name, extract in peers().items():
            theirs = Figures()
            for page in pages:
                try:
                    title, text = extract(page.file.read_bytes())
                except Exception:  # A peer that fails has found nothing.
                    title, text = None, ""
                theirs.add(page, title, text, None)
            rows[name] = theirs.row()
    for line in wrong or []:
        print(line)
    names = list(rows["dateline"])
    print(f"\n{len(pages)} pages\n| | " + " | ".join(names) + " |")
    print("| --- |" + " --- |" * len(names))
    for name, row in rows.items():
        print(f"| {name} | " + " | ".join(f"{row[figure]:.1f}" for figure in names) + " |")
    return [(f"pages: {name}", value) for name, value in rows["dateline"].items()]
