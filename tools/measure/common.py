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
from pathlib import Path


class Corpora:
    """The folder of corpora; each is unpacked once, when it is first asked for."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._scratch = tempfile.TemporaryDirectory(prefix="dateline-measure-")
        self._unpacked = {}

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


def inspect(binary: Path, files, batch: int = 400, options=()) -> tuple[dict, str]:
    """What dateline reads from each of `files`: a dict from file name to articles, and what it
    complains of."""
    articles = {}
    complaints = []
    files = [str(file) for file in files]
    for start in range(0, len(files), batch):
        command = [str(binary), "inspect", "--format", "jsonl", "--full", *options]
        done = subprocess.run(
            command + files[start : start + batch], capture_output=True, check=False
        )
        if done.returncode < 0 or done.returncode > 2:
            raise SystemExit(f"dateline ended with {done.returncode} after {files[start]}")
        for line in done.stdout.decode().splitlines():
            article = json.loads(line)
            articles.setdefault(article["path"].split("!/")[0], []).append(article)
        complaints.append(done.stderr.decode(errors="replace"))
    by_file = {}
    for file in files:
        by_file[file] = articles.get(file) or articles.get(file.lstrip("/")) or []
    return by_file, "".join(complaints)


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
