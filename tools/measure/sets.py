"""Collections and folders: every article found, once, and what Reuters-21578 states of its stories.

How many articles a set holds is counted here by other means than the reader's: files, lines, and
the marks that open a document. Of every file of every set it is asked whether it gives an article
or a reason.
"""

import html
import re
from pathlib import Path

from common import Corpora, inspect, key

# Set: the files that hold articles, and the mark that opens each article (none: one a file).
SETS = {
    "reuters21578": ("*.sgm", rb"<REUTERS "),
    "20newsgroups": ("*/*", None),
    "conll2002": ("*.testa", rb"(?m)^-DOCSTART-|\A(?!-DOCSTART-)"),
    "arabic-news": ("*/*.txt", None),
    "russian-news": ("*.txt", None),
    "multilingual-news": ("*.jsonl", rb"(?m)^\{"),
    "time-ir": ("TIME.ALL", rb"(?m)^\*TEXT "),
    "ir-small": ("*/[aAcC]*[lL]*", rb"(?m)^\.I "),
    "ieer": ("*.sgm", rb"<DOC>"),
    "bbc-news": ("*/*.txt", None),
    "kpcrowd-en": ("*.txt", None),
}

MONTHS = dict(zip("JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split(), range(1, 13)))


def files_of(root: Path, pattern: str) -> list[Path]:
    found = [file for file in sorted(root.glob(pattern)) if file.is_file()]
    if "[lL]" in pattern:
        # Beside them stand queries and judgments.
        found = [file for file in found if file.name in ("cran.all.1400", "ADI.ALL")]
    return [file for file in found if file.name not in ("README.md", "README")]


def reuters(text: str) -> dict:
    """What a `<REUTERS>` element states."""

    def value(name):
        found = re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        plain = re.sub(r"&#\d+;", " ", found[1]) if found else ""
        return html.unescape(re.sub(r"<[^>]*>", " ", plain.replace("&lt;", "‹"))).strip()

    date = re.match(r"\s*(\d+)-([A-Z]{3})-(\d{4})", value("DATE"))
    iso = f"{date[3]}-{MONTHS[date[2]]:02}-{int(date[1]):02}" if date else None
    body = re.sub(r"(?i)\s*reuters?\s*$", "", value("BODY").replace("‹", "<"))
    return {"title": value("TITLE"), "dateline": value("DATELINE"), "date": iso, "body": body}


def judge_reuters(file: Path, articles: list, wrong: list) -> dict:
    """Counts of stories, and of those whose stated title, dateline, date and body are ours."""
    records = re.split(r"(?=<REUTERS )", file.read_text(encoding="latin-1"))[1:]
    counts = dict.fromkeys(("stories", "title", "dateline", "date", "body"), 0)
    for record, article in zip(records, articles):
        gold = reuters(record)
        read = {
            "title": key(article.get("title")) == key(gold["title"].replace("‹", "<")),
            "dateline": not gold["dateline"]
            or key(article.get("dateline")) in key(gold["dateline"])
            and bool(article.get("dateline")),
            "date": (article.get("date") or {}).get("date") == gold["date"],
            "body": not gold["body"] or key(gold["body"])[:60] in key(article["body"])
            and len(key(article["body"])) > 0.9 * len(key(gold["body"])) - 20,
        }
        if not gold["title"]:
            read["title"] = True
        counts["stories"] += 1
        for what, right in read.items():
            counts[what] += right
            if not right:
                shown = article.get(what) if what != "body" else article["body"][:80]
                wrong.append(f"{file.name} #{article['record']}: {what} {shown!r}, not {gold[what][:90]!r}")
    return counts


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    figures = []
    wrong = []
    print("\n| set | files | articles | found | in order |\n| --- | --- | --- | --- | --- |")
    for name, (pattern, mark) in SETS.items():
        root = corpora.path(name)
        files = files_of(root, pattern)
        if part:
            files = files[: max(1, part if mark is None else 1)]
        wanted = {f: 1 if mark is None else len(re.findall(mark, f.read_bytes())) for f in files}
        read = inspect(binary, files)
        found = 0
        for file, outcome in read.items():
            own = [a for a in outcome.articles if "!/" not in a["path"]]
            told = len(outcome.complaints)
            # A document without any text is told and not found: both are right.
            found += min(wanted[file], len(own) + (told if mark is not None else 0))
            if len(own) != wanted[file]:
                wrong.append(f"{file.name}: {len(own)} articles, not {wanted[file]}: {outcome.complaints[:2]}")
        total = sum(wanted.values())
        print(f"| {name} | {len(files)} | {total} | {found} | {100 * found / total:.2f} % |")
        figures.append((f"sets: {name}", 100 * found / total))
        if name == "reuters21578":
            sums = {}
            for file, outcome in read.items():
                for what, count in judge_reuters(file, outcome.articles, wrong).items():
                    sums[what] = sums.get(what, 0) + count
            stories = sums.pop("stories")
            for what, count in sums.items():
                print(f"| reuters21578: {what} | | {stories} | {count} | {100 * count / stories:.2f} % |")
                figures.append((f"reuters21578: {what}", 100 * count / stories))
    if options.wrong:
        print("\n".join(wrong))
    if not part:
        figures.append(("every file", every_file(binary, corpora, options)))
    return figures


def every_file(binary: Path, corpora: Corpora, options) -> float:
    """Share of all files of all sets that give an article or a reason."""
    files = []
    for home in sorted(p for p in corpora.folder.iterdir() if p.is_dir()):
        root = corpora.path(home.name)
        files += [file for file in sorted(root.rglob("*")) if file.is_file()]
    silent = []
    for file, outcome in inspect(binary, files).items():
        if not outcome.articles and not outcome.complaints:
            silent.append(str(file))
    print(f"\n{len(files)} files of all sets: {len(silent)} without an article and without a reason")
    if options.wrong:
        print("\n".join(silent))
    return 100 * (1 - len(silent) / len(files))
