"""How well feeds are read: RSS, RDF, Atom and JSON Feed, against the expectations beside them.

The truth comes from the test suites of two feed parsers, gofeed and feed-rs: beside each feed
stands what its own library makes of it. Their values are markup at times; they are compared
as text. An entry without title and text is no article. Nothing of dateline's reader is used.
"""

import email.utils
import json
import re
from pathlib import Path

from common import Corpora, inspect
from inspected import (
    Tally, body_ends_right, instant, letters, plain, plainest, print_figures, same_date,
    words,
)

FIELDS = ["title", "date", "author", "body"]


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    """Figures in percent. `part` measures at most so many feeds."""
    root = corpora.path("feeds")
    feeds = sorted(_feeds(root), key=lambda feed: feed[0])[:part]
    outcomes = inspect(binary, [feed for feed, _ in feeds])
    tally = Tally()
    for feed, expectation in feeds:
        _judge(feed, expectation, outcomes[feed], tally, str(feed.relative_to(root)))
    figures = tally.figures("feeds", ["files read", "entries found", *FIELDS, "entries right"])
    if options.wrong:
        print("\n".join(tally.differences))
    print_figures(figures)
    return [(figure, value) for figure, value, _ in figures]


def _feeds(folder: Path):
    """Feeds with their expectation, or with none."""
    for file in folder.rglob("*"):
        name = file.name
        if not file.is_file() or name.endswith((".serde.json", "_expected.json", ".md")):
            continue
        stem = name.rsplit(".", 1)[0]
        beside = [f"{stem}.serde.json", f"{stem}_expected.json"]
        if name.endswith(".xml"):
            beside.append(f"{stem}.json")
        elif (file.parent / f"{stem}.xml").exists():
            continue
        expectation = next((file.parent / b for b in beside if (file.parent / b).exists()), None)
        yield file, expectation


def _judge(feed, expectation, outcome, tally, where):
    entries = _entries(feed, expectation) if expectation else None
    told = bool(outcome.articles or outcome.complaints)
    holds = lambda entry: any(letters(plainest(entry.get(name) or "")) for name in ("title", "body", "summary", "media"))
    wanted = [entry for entry in entries or [] if holds(entry)]
    silent = None if told else "neither article nor reason"
    if silent is None and wanted and not outcome.articles:
        silent = f"no article: {outcome.complaints[:1]}"
    tally.count("files read", silent, where)
    if entries is None:
        return
    ours = outcome.articles
    found = None if len(ours) == len(wanted) else f"{len(ours)} articles, wanted {len(wanted)}"
    if wanted or ours:
        tally.count("entries found", found, where)
    for number, entry in enumerate(wanted):
        here = f"{where} #{number + 1}"
        if number >= len(ours):
            tally.count("entries right", "missing", here)
            continue
        verdicts = [tally.count(field, wrong, here) for field, wrong in _verdicts(entry, ours[number])]
        tally.count("entries right", None if all(verdicts) and found is None else "see above", here)


def _verdicts(entry, article):
    """Stated fields of an entry, and what is wrong with each."""
    if entry["title"]:
        given = letters(article.get("title") or "")
        right = given in {letters(plain(entry["title"])), letters(plainest(entry["title"]))}
        tagged = re.search(r"</?(p|b|i|em|div|span|strong)\b", article.get("title") or "")
        yield "title", None if right and not tagged else f"{article.get('title')!r}, wanted {entry['title']!r}"
    if entry["dates"]:
        yield "date", same_date(entry["dates"], article)
    if entry["authors"]:
        given = {letters(name) for name in article.get("by", [])}
        every = {word for name in article.get("by", []) for word in words(name)}
        # Several names in one value are told apart by the reader and not by the expectation.
        several = lambda name: re.search(r",|/| and ", name) and set(words(name)) - {"and"} <= every
        missing = [name for name in entry["authors"] if letters(name) not in given and not several(name)]
        yield "author", f"{article.get('by')}, wanted {missing}" if missing else None
    texts = [text for text in (entry["body"], entry["summary"], entry.get("media")) if text]
    if texts:
        wrongs = [body_ends_right(text, article) for text in _readings(texts)]
        yield "body", None if None in wrongs else wrongs[0]


def _readings(texts):
    """The text, or the longer of text and summary, as markup of one level or of several."""
    chosen = [texts[0], max(texts, key=len)]
    return [reading for text in dict.fromkeys(chosen) for reading in dict.fromkeys([plain(text), plainest(text)])]


def _entries(feed, expectation):
    stated = json.loads(expectation.read_text("utf-8"))
    if not isinstance(stated, dict):
        return None
    listed = stated.get("entries", stated.get("items")) or []
    if expectation.name.endswith(".serde.json"):
        return [_of_feed_rs(entry) for entry in listed]
    return [_of_gofeed(entry) for entry in listed]


def _of_feed_rs(entry):
    value = lambda inner, name: (inner or {}).get(name) or ""
    content = entry.get("content")
    media = [value(m.get("description"), "content") for m in entry.get("media") or []]
    return {
        "title": value(entry.get("title"), "content"),
        "body": value(content, "body"),
        "summary": value(entry.get("summary"), "content"),
        "media": max(media, key=len, default=""),
        "dates": _dates([entry.get("published"), entry.get("updated")]),
        "authors": _names([person.get("name") for person in entry.get("authors") or []]),
    }


def _of_gofeed(entry):
    content = entry.get("content") or ""
    if isinstance(content, dict):
        content = content.get("value") or ""
    content = content or entry.get("content_html") or entry.get("content_text") or ""
    people = entry.get("authors") or [entry.get("author")]
    extended = entry.get("itunesExt") or {}
    dublin = entry.get("dcExt") or {}
    first = lambda name: (dublin.get(name) or [""])[0]
    stated = ["publishedParsed", "pubDateParsed", "published", "pubDate", "date_published"]
    changed = ["updatedParsed", "updated", "date_modified"]
    dates = [entry.get(name) for name in stated] + [first("date")] + [entry.get(name) for name in changed]
    names = _names([p.get("name") if isinstance(p, dict) else p for p in people if p])
    summary = entry.get("description") or entry.get("summary") or extended.get("summary")
    return {
        "title": entry.get("title") or first("title"),
        "body": content,
        "summary": summary or first("description"),
        "dates": _dates(dates),
        "authors": names or _names(dublin.get("creator") or [extended.get("author")]),
    }


def _dates(values):
    """The first date of publication; what says the same in another form beside it."""
    for value in values:
        moment = instant(value) if value else None
        if value and moment is None:
            try:
                moment = email.utils.parsedate_to_datetime(value)
            except (TypeError, ValueError):
                continue
        if moment and 1600 <= moment.year <= 2300:
            return [moment]
    return []


def _names(values):
    """Names of people; an address alone is none."""
    names = []
    for value in values:
        text = plainest(value or "")
        bracketed = re.fullmatch(r"\S+@\S+ \((.+)\)|(.+?) \(?<?\S+@\S+>?\)?", text)
        text = next((group for group in bracketed.groups() if group), "") if bracketed else text
        # feed-rs says `author` of an address without a name.
        if text and text != "author" and "@" not in text and not text.startswith("http"):
            names.append(text)
    return names
