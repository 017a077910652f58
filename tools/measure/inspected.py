"""Comparing what is read with what is known, for feeds and wire formats.

Nothing here knows a format. Texts are compared by their letters and digits alone, so that white space,
quotation marks and soft hyphens do not decide.
"""

import datetime
import html
import re
import unicodedata
from html.parser import HTMLParser

# Letters and digits at either end of a text that have to be right.
END_LETTERS = 30


_MONTHS = set(
    "jan feb mar apr may jun jul aug sep oct nov dec sept ene abr ago dic fev avr mai juin juil aout janv fevr "
    "gmt utc".split()
)


class _Text(HTMLParser):
    """The text of an HTML fragment; of pictures, scripts and styles nothing."""

    SILENT = {"script", "style", "noscript", "iframe", "template"}
    VOID = {"br", "img", "hr", "input", "meta", "link"}

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        if tag in self.SILENT:
            self.silent += 1
        if tag not in {"a", "b", "i", "em", "strong", "span", "font", "sup", "sub", "code", "tt"}:
            self.parts.append(" ")

    def handle_endtag(self, tag):
        if tag in self.SILENT and self.silent:
            self.silent -= 1
        if tag in {"p", "div", "li", "td", "th", "h1", "h2", "h3", "h4"}:
            self.parts.append(" ")

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def plain(fragment: str) -> str:
    """The text of a fragment that may be HTML, one level of it."""
    if not re.search(r"<[a-zA-Z/!?]|&[#a-zA-Z]", fragment):
        return " ".join(fragment.split())
    parser = _Text()
    parser.feed(fragment)
    parser.close()
    return " ".join("".join(parser.parts).split())


def plainest(fragment: str) -> str:
    """The text of a fragment that may be HTML, escaped any number of times."""
    for _ in range(4):
        text = plain(fragment)
        if text == fragment:
            break
        fragment = text
    return fragment


def letters(text: str) -> str:
    """Letters and digits of a text, folded."""
    text = unicodedata.normalize("NFKD", html.unescape(text)).casefold()
    return "".join(c for c in text if c.isalnum())


def words(text: str) -> list[str]:
    """Words of a text, folded."""
    text = unicodedata.normalize("NFKD", text).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.findall(r"\w+", text)


def elsewhere(article: dict) -> set[str]:
    """Words of an article that stand outside its body."""
    values = [article.get("title"), article.get("dateline"), article.get("source"), article.get("section")]
    values += article.get("captions", []) + article.get("by", [])
    evidence = article.get("date", {}).get("evidence", {})
    values.append(evidence.get("text"))
    return {word for value in values if value for word in words(value)} | {"by", "von", "par", "door"}


def covered(piece: str, article: dict) -> bool:
    """Whether what the body lacks stands in the title, the captions, the byline or the dateline."""
    known = elsewhere(article)
    # The agency and the day of a dateline that was cut off; abbreviated states.
    piece = re.sub(r"\([^)]{1,40}\)|\b[A-Z]{2,5}\b|\b[A-Z][a-z]{1,4}\.", " ", piece)
    known |= _MONTHS
    left = [word for word in words(piece) if word not in known and not word.isdigit() and word[:3] not in known & _MONTHS]
    return len(left) * 5 <= len(words(piece)) or not left


def body_ends_right(expected: str, article: dict) -> str | None:
    """What is wrong with the beginning and the end of an article's body, if anything."""
    ours, theirs = letters(article["body"]), letters(expected)
    if not theirs:
        return None
    if not ours:
        return None if covered(expected, article) else f"no body, wanted {expected[:80]!r}"
    length = min(END_LETTERS, len(theirs), len(ours))
    if not ours.startswith(theirs[:length]):
        at = theirs.find(ours[:length])
        if at < 0 or at > 400 or not _prefix_covered(expected, at, article):
            return f"begins {article['body'][:70]!r}, wanted {expected[:70]!r}"
    if not ours.endswith(theirs[-length:]):
        at = theirs.rfind(ours[-length:])
        rest = len(theirs) - at - length
        if at < 0 or rest > 400 or not _suffix_covered(expected, rest, article):
            return f"ends {article['body'][-70:]!r}, wanted {expected[-70:]!r}"
    return None


def _prefix_covered(text: str, count: int, article: dict) -> bool:
    at = next((n for n in range(len(text) + 1) if len(letters(text[:n])) >= count), len(text))
    # With the bracket or the dash after it.
    return covered(text[: at + 2], article)


def _suffix_covered(text: str, count: int, article: dict) -> bool:
    at = next((n for n in range(len(text), -1, -1) if len(letters(text[n:])) >= count), 0)
    return covered(text[at:], article)


def instant(value: str) -> datetime.datetime | None:
    """A date of ISO 8601 in extended or basic form."""
    value = value.strip().replace("z", "Z")
    value = re.sub(r"(\.\d{1,6})\d*", r"\1", value)
    try:
        return datetime.datetime.fromisoformat(value)
    except ValueError:
        return None


def same_date(expected: list[datetime.datetime], article: dict) -> str | None:
    """What is wrong with an article's date: it has to be one of `expected`, to the minute where
    both sides know the offset, else to the day."""
    ours = article.get("date")
    if not ours:
        return f"no date, wanted {expected[0]}"
    day = datetime.date.fromisoformat(ours["date"])
    for wanted in expected:
        if ours.get("time") and ours.get("offset_minutes") is not None and wanted.tzinfo:
            clock = datetime.time.fromisoformat(ours["time"][:8])
            zone = datetime.timezone(datetime.timedelta(minutes=ours["offset_minutes"]))
            moment = datetime.datetime.combine(day, clock, zone)
            if abs((moment - wanted).total_seconds()) < 61:
                return None
            # Midnight stands for no time at all.
            if (clock == datetime.time(0) or wanted.time() == datetime.time(0)) and wanted.date() == day:
                return None
        elif wanted.date() == day:
            return None
    return f"date {ours['date']} {ours.get('time')} {ours.get('offset_minutes')}, wanted {expected[0]}"


class Tally:
    """Right and wrong by field, and the differences in words."""

    def __init__(self):
        self.right = {}
        self.stated = {}
        self.differences = []

    def count(self, field: str, wrong: str | None, where: str) -> bool:
        """Counts one stated field."""
        self.stated[field] = self.stated.get(field, 0) + 1
        if wrong is None:
            self.right[field] = self.right.get(field, 0) + 1
        else:
            self.differences.append(f"{where}: {field}: {wrong}")
        return wrong is None

    def figures(self, prefix: str, fields: list[str]) -> list[tuple[str, float, str]]:
        """Figures by field, in the order of `fields`."""
        out = []
        for field in fields:
            stated, right = self.stated.get(field, 0), self.right.get(field, 0)
            if stated:
                out.append((f"{prefix}: {field}", 100 * right / stated, f"{right} of {stated}"))
        return out


def print_figures(figures: list[tuple[str, float, str]]) -> None:
    """Prints figures as a table."""
    width = max(len(name) for name, _, _ in figures)
    for name, value, detail in figures:
        print(f"{name:<{width}}  {value:6.2f} %  {detail}")
