"""Dates: of web pages beside htmldate, and of text and markup against what each corpus states.

A date is right when its day is. One that rests on the file's time counts as not given. File names
and addresses that carry the date are hidden: every file is given under a number. `--peers` runs
PyPI `htmldate` over the same pages; it bounds dates by today's clock, dateline by the file's time.
"""

import csv
import json
import re
import subprocess
import time
from pathlib import Path

import exports
import sets
import wire
from common import Corpora, half_of, inspect

MONTH_NAMES = (
    "January February March April May June July August September October November December".split()
)


def day_of(article: dict | None) -> str | None:
    """The day, month or year that an article's text or metadata gives."""
    date = (article or {}).get("date")
    return None if not date or date["source"] == "file" else date["date"]


class Counts:
    """Right, given and wrong, missing."""

    def __init__(self):
        self.right = self.wrong = self.missing = 0
        self.seconds = 0.0
        self.differences = []

    def add(self, name: str, found: str | None, expected: str, evidence=""):
        if found == expected:
            self.right += 1
            return
        self.wrong += found is not None
        self.missing += found is None
        self.differences.append(f"{name}: {found}, not {expected} {evidence}")

    @property
    def total(self) -> int:
        return self.right + self.wrong + self.missing

    def scores(self) -> tuple[float, float, float]:
        """Precision, recall and F1 as htmldate counts them: what is given and wrong is not missing
        too."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missing)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def pages(corpora: Corpora) -> list[tuple[str, Path, str]]:
    """Set, file and day of every page whose day is known."""
    found = []
    for name, field in (("pages-adbar", "date"), ("pages-fundus", "publishing_date")):
        root = corpora.path(name)
        for line in (root / "gold.jsonl").read_text().splitlines():
            row = json.loads(line)
            file = root / row["file"]
            day = row.get(field)
            if isinstance(day, str) and file.exists():  # Where it is not known, it is not a number.
                found.append((name, file, day[:10]))
    return found


def numbered(corpora: Corpora, name: str, contents) -> list[Path]:
    """Files with these contents under names that say nothing."""
    folder = Path(corpora.scratch()) / f"numbered-{name}"
    folder.mkdir(exist_ok=True)
    files = []
    for number, (content, suffix) in enumerate(contents):
        file = folder / f"{number:04}n{suffix}"
        file.write_bytes(content)
        files.append(file)
    return files


def shown(article: dict | None) -> str:
    date = (article or {}).get("date") or {}
    evidence = date.get("evidence", {})
    return f"({date.get('source')}: {evidence.get('rule')}: {evidence.get('text', '')[:60]!r})"


def measure_pages(binary: Path, corpora: Corpora, part: int | None, options) -> list:
    known = pages(corpora)
    if options.half is not None:
        known = [row for row in known if half_of(str(row[1].relative_to(row[1].parents[2]))) == options.half]
    if part:
        known = known[:: max(1, len(known) // part)]
    files = numbered(corpora, "pages", ((row[1].read_bytes(), ".html") for row in known))
    begun = time.perf_counter()
    read = inspect(binary, files)
    rows = {"dateline": Counts()}
    rows["dateline"].seconds = time.perf_counter() - begun
    by_set = {}
    for (name, original, expected), file in zip(known, files):
        articles = read[file].articles
        article = articles[0] if articles else None
        counts = [rows["dateline"], by_set.setdefault(name, Counts())]
        for each in counts:
            label = f"{name}/{original.name}"
            each.add(label, day_of(article), expected, shown(article))
    date_only, same = by_dates_alone(binary, known, files, read)
    rows["dateline, date only"] = date_only
    if options.peers:
        for mode in ("fast", "extensive"):
            rows[f"htmldate, {mode}"] = by_htmldate(known, mode)
        ratio = rows["htmldate, fast"].seconds / date_only.seconds
        print(f"\ndate only: {ratio:.1f} times the pages per second of htmldate, fast")
    if options.wrong:
        print("\n".join(rows["dateline"].differences))
    rows = {"dateline": rows["dateline"], **{f"  {name}": c for name, c in by_set.items()}} | rows
    print(f"\n{len(known)} pages with a known day\n")
    print("| | right | given and wrong | missing | precision | recall | F1 | pages/s |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, row in rows.items():
        precision, recall, f1 = (f"{value:.3f}" for value in row.scores())
        speed = f"{row.total / row.seconds:.0f}" if row.seconds else ""
        print(f"| {name} | {row.right} | {row.wrong} | {row.missing} | {precision} | {recall} | {f1} | {speed} |")
    return [
        ("dates: pages F1", 100 * rows["dateline"].scores()[2]),
        ("dates: date only as whole", same),
    ]


def by_dates_alone(binary: Path, known: list, files: list, read: dict) -> tuple[Counts, float]:
    """What `--only date` gives on one thread, the best of three runs, the start of the process and
    the reading of the files included; and the share of pages with the very date of whole reading."""
    counts, same = Counts(), 0
    command = [str(binary), "inspect", *map(str, files)]
    command += ["--only", "date", "--threads", "1", "--format", "jsonl"]
    counts.seconds = float("inf")
    for _ in range(3):
        begun = time.perf_counter()
        run = subprocess.run(command, capture_output=True, check=False)
        counts.seconds = min(counts.seconds, time.perf_counter() - begun)
    dates = {}
    for line in run.stdout.decode().splitlines():
        article = json.loads(line)
        dates[article["path"]] = article
    for (name, original, expected), file in zip(known, files):
        article = dates.get(str(file))
        whole = read[file].articles
        same += (article or {}).get("date") == (whole[0].get("date") if whole else None)
        counts.add(f"{name}/{original.name}", day_of(article), expected)
    return counts, 100 * same / max(1, len(known))


def by_htmldate(known: list, mode: str) -> Counts:
    """What htmldate gives for the same pages."""
    counts = Counts()
    try:
        from htmldate import find_date
    except ImportError:
        raise SystemExit("pip install htmldate")
    for _, file, expected in known:
        content = file.read_bytes()
        begun = time.perf_counter()
        try:
            found = find_date(content, original_date=True, extensive_search=mode == "extensive")
        except Exception:  # A peer that fails has found nothing.
            found = None
        counts.seconds += time.perf_counter() - begun
        counts.add(file.name, found, expected)
    return counts


# Text and markup: each function gives, by file, what each of its articles states (`None`: nothing
# that the measurement could read by other means), and the files to ask dateline for.


def of_reuters(corpora: Corpora, part):
    for file in sorted(corpora.path("reuters21578").glob("*.sgm"))[:part]:
        records = re.split(r"(?=<REUTERS )", file.read_text(encoding="latin-1"))[1:]
        yield file, [sets.reuters(record)["date"] for record in records]


def of_wikinews(corpora: Corpora, part):
    rows = []
    for file in sorted(corpora.path("wikinews-en").glob("*.csv")):
        with file.open(newline="") as lines:
            rows += list(csv.DictReader(lines))
    rows = rows[:part]
    files = numbered(corpora, "wikinews", ((row["text"].encode(), ".txt") for row in rows))
    for file, row in zip(files, rows):
        # The day is stated where a line of the beginning is a date.
        start = [line.strip() for line in row["text"].split("\n")[:4]]
        year, month, day = row["date"].split("-")
        written = rf"(\w+, )?{MONTH_NAMES[int(month) - 1]} {int(day)}\s?, {year}"
        dated = any(re.fullmatch(written, line) for line in start)
        yield file, [row["date"] if dated else ("unstated", row["date"])]


def of_exports(corpora: Corpora, part):
    root = corpora.path("database-exports")
    for file in sorted(p for p in root.rglob("*") if p.is_file())[:part]:
        truth = exports.truth_of(file)
        if truth is not None:
            yield file, [article.get("date") for article in truth]


def of_wire(corpora: Corpora, part):
    root = corpora.path("wire-formats")
    for file in sorted(p for p in root.rglob("*") if p.is_file() and p.name != "README.md")[:part]:
        items = wire._items(file.read_bytes())
        if items:
            yield file, [{moment.date().isoformat() for moment in item["dates"]} or None for item in items]


def of_arabic(corpora: Corpora, part):
    files = sorted(corpora.path("arabic-news").glob("*/*.txt"))[:part]
    # The name and the number of the document carry the day too.
    contents = [re.sub(rb"<DOCNO>.*?</DOCNO>", b"", file.read_bytes()) for file in files]
    for file, original in zip(numbered(corpora, "arabic", ((c, ".txt") for c in contents)), files):
        # The day stands in the name as 20160831 or, less often, as 31082016.
        name = original.stem[-8:]
        year, month, day = name[:4], name[4:6], name[6:]
        if int(month) > 12:
            day, month, year = name[:2], name[2:4], name[4:]
        stated = re.search(r"<TIME>\s*\S", original.read_text(errors="replace"))
        date = f"{year}-{month}-{day}" if int(year) else None
        yield file, [date if stated or not date else ("unstated", date)]


def of_timeline(corpora: Corpora, part):
    for file in sorted(corpora.path("timeline-wikinews").glob("*/TimeML/*.tml"))[:part]:
        found = re.search(r'CREATION_TIME"[^>]*value="([\d-]{10})', file.read_text())
        found = found or re.search(r'<DCT>.*?value="([\d-]{10})', file.read_text(), re.DOTALL)
        yield file, [found[1] if found else None]


def of_historical(corpora: Corpora, part):
    for file in sorted(corpora.path("historical-news").glob("*.tsv"))[:part]:
        days = re.findall(r"(?m)^# hipe2022:date = (\S+)", file.read_text())
        yield file, [day if day[0].isdigit() else None for day in days]


def of_ieer(corpora: Corpora, part):
    for file in sorted(corpora.path("ieer").glob("*.sgm"))[:part]:
        documents = re.split(r"(?=<DOC>)", file.read_text(errors="replace"))[1:]
        days = [re.search(r"<DATE_TIME>\s*(\d\d)/(\d\d)/(\d{4})", document) for document in documents]
        yield file, [f"{day[3]}-{day[1]}-{day[2]}" if day else None for day in days]


TEXTS = {
    "reuters21578": of_reuters,
    "wikinews-en": of_wikinews,
    "database-exports": of_exports,
    "wire-formats": of_wire,
    "arabic-news": of_arabic,
    "timeline-wikinews": of_timeline,
    "historical-news": of_historical,
    "ieer": of_ieer,
}


def measure_texts(binary: Path, corpora: Corpora, part: int | None, options) -> list:
    figures = []
    everything = Counts()
    print("\n| set | stated | right | given and wrong | missing | not stated: given and wrong |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, truth in TEXTS.items():
        known = list(truth(corpora, part))
        read = inspect(binary, [file for file, _ in known])
        counts, unstated = Counts(), Counts()
        for file, days in known:
            articles = read[file].articles
            for number, expected in enumerate(days):
                article = articles[number] if number < len(articles) else None
                found = day_of(article)
                where = f"{name}: {file.name} #{number + 1}"
                if isinstance(expected, set):
                    expected = found if found in expected else min(expected)
                if isinstance(expected, tuple):
                    unstated.add(where, found, expected[1], shown(article))
                elif expected:
                    for each in (counts, everything):
                        each.add(where, found, expected, shown(article))
        if options.wrong:
            for line in counts.differences:
                print(line)
            for line in unstated.differences:
                if ": None" not in line:
                    print(f"not stated: {line}")
        share = 100 * counts.right / max(1, counts.total)
        figures.append((f"dates: {name}", share))
        print(row_of(name, counts, f"{unstated.wrong} of {unstated.total}" if unstated.total else ""))
    print(row_of("all", everything, ""))
    share = 100 * everything.wrong / max(1, everything.total)
    return [*figures, ("dates: not given and wrong", 100 - share)]


def row_of(name: str, counts: Counts, rest: str) -> str:
    total = max(1, counts.total)
    return (
        f"| {name} | {counts.total} | {100 * counts.right / total:.2f} % | "
        f"{counts.wrong} ({100 * counts.wrong / total:.2f} %) | {counts.missing} | {rest} |"
    )


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    """Figures in percent; `part` measures at most so many files of a set."""
    return measure_pages(binary, corpora, part, options) + measure_texts(binary, corpora, part, options)
