"""What the measurements share: unpacking corpora, asking dateline, comparing texts.

Python's standard library only. Nothing here knows a format.
"""

import hashlib
import html
import json
import re
import subprocess
import tarfile
import tempfile
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path


class Corpora:
    """The folder of corpora; each is unpacked once, when it is first asked for."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._scratch = tempfile.TemporaryDirectory(prefix="dateline-measure-")
        self._unpacked = {}

    def scratch(self) -> str:
        """A folder for what a measurement makes; gone at the end."""
        return self._scratch.name

    def path(self, name: str) -> Path:
        """The folder that holds the files of the corpus `name`."""
        if name not in self._unpacked:
            home = self.folder / name
            archives = sorted(home.glob("*.tar.*"))
            if not archives:
                self._unpacked[name] = home
            else:
                target = Path(self._scratch.name) / name
                for archive in archives:
                    with tarfile.open(archive) as tar:
                        tar.extractall(target, filter="data")
                inner = [p for p in target.iterdir()]
                one_folder = len(inner) == 1 and inner[0].is_dir()
                self._unpacked[name] = inner[0] if one_folder else target
        return self._unpacked[name]


@dataclass
class Outcome:
    """What dateline says of one file."""

    articles: list = field(default_factory=list)
    complaints: list = field(default_factory=list)


# Files asked for in one run of the program: few enough for a command line, enough that its start
# does not count.
FILES_PER_RUN = 200


def inspect(binary: Path, files, options=()) -> dict[Path, Outcome]:
    """What dateline reads from each of `files`."""
    outcomes = {Path(file): Outcome() for file in files}
    named = {str(file): outcome for file, outcome in outcomes.items()}
    names = list(named)
    for start in range(0, len(names), FILES_PER_RUN):
        several = names[start : start + FILES_PER_RUN]
        command = [str(binary), "inspect", *several, "--format", "jsonl", "--full", *options]
        run = subprocess.run(command, capture_output=True, check=False)
        complaints = run.stderr.decode(errors="replace")
        if "panicked" in complaints or run.returncode not in (0, 1, 2):
            raise SystemExit(f"dateline ended with {run.returncode}:\n{complaints}")
        for line in run.stdout.decode().splitlines():
            article = json.loads(line)
            # A file within another is named `outer!/inner`.
            named[article["path"].split("!/")[0]].articles.append(article)
        lines = complaints.splitlines()
        for name in several:
            told = [line.replace(name, "FILE") for line in lines if name in line]
            named[name].complaints += told
    return outcomes


def half_of(name: str) -> int:
    """0 or 1: the half of a corpus that a file belongs to. Rules are made on half 0."""
    return hashlib.sha1(name.encode()).digest()[0] % 2


def key(text: str | None) -> str:
    """A text without case, marks, spaces: for comparing titles and names."""
    text = unicodedata.normalize("NFKD", html.unescape(text or "")).casefold()
    return "".join(c for c in text if c.isalnum())


def spaced(text: str | None) -> str:
    """A text with each run of white space as one space."""
    text = (text or "").replace("\u00ad", "").replace("\u200b", "")
    return re.sub(r"\s+", " ", text).strip()


WORD = re.compile(r"\w+")


def token_f1(found: str, gold: str) -> tuple[float, float, float]:
    """F1, precision and recall of the words of `found`, each as often as it stands there."""
    found_words = Counter(WORD.findall(found.casefold()))
    gold_words = Counter(WORD.findall(gold.casefold()))
    if not found_words or not gold_words:
        same = float(not found_words and not gold_words)
        return same, same, same
    both = sum((found_words & gold_words).values())
    precision = both / sum(found_words.values())
    recall = both / sum(gold_words.values())
    f1 = 2 * both / (sum(found_words.values()) + sum(gold_words.values()))
    return f1, precision, recall
