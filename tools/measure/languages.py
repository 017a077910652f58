"""The language of articles, whole and short, over the sets that state it.

The text alone is given: whole, its first 300 and its first 80 characters, and, as mixed text, the
first half of one article with the second half of an article in another language (right is either of
them). A language is better left out than wrong, because each one that an index holds widens what
its words stand for.
"""

import json
from collections import defaultdict
from pathlib import Path

from common import Corpora, inspect

# Codes of a language that are one to a reader.
SAME = {"nb": "no", "nn": "no", "prs": "fa", "pes": "fa", "arb": "ar", "cmn": "zh"}


def samples(corpora: Corpora) -> dict[str, list[str]]:
    """Texts by language."""
    found = defaultdict(list)
    for file in sorted(corpora.path("multilingual-news").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").split("\n"):
            if not line:
                continue
            article = json.loads(line)
            found[article["lang"]].append(article["text"])
    for file in sorted(corpora.path("arabic-news").glob("*/*.txt"))[:200]:
        found["ar"].append(file.read_text(encoding="utf-8", errors="replace"))
    return found


def measure(
    binary: Path, corpora: Corpora, part: int | None, options
) -> list[tuple[str, float]]:
    """Prints right, wrong and unsaid by language and length; returns the shares of all."""
    texts = samples(corpora)
    languages = sorted(texts)
    figures = []
    print("\n| language | texts | " + "whole | 300 characters | 80 characters |")
    print("| --- | --- | --- | --- | --- |")
    lengths = {"whole": None, "300": 300, "80": 80}
    judged = {}
    for name, length in lengths.items():
        folder = Path(corpora.scratch()) / f"languages-{name}"
        for language in languages:
            (folder / language).mkdir(parents=True, exist_ok=True)
            lines = [json.dumps({"body": text[:length]}) for text in texts[language][:part]]
            (folder / language / "texts.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
            judged[name, language] = [language]
    mixed = Path(corpora.scratch()) / "languages-mixed"
    mixed.mkdir(exist_ok=True)
    pairs = list(zip(languages, languages[1:] + languages[:1]))
    for one, other in pairs:
        lines = []
        for first, second in list(zip(texts[one], texts[other]))[:50]:
            halves = f"{first[:500]}\n\n{second[:500]}"
            lines.append(json.dumps({"body": halves}))
        (mixed / f"{one}-{other}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")

    def count(file: Path, right: set[str]) -> tuple[int, int, int]:
        articles = inspect(binary, [file])[file].articles
        said = [SAME.get(a.get("lang"), a.get("lang")) for a in articles]
        wrong = [code for code in said if code and code not in right]
        if options.wrong and wrong:
            print(f"{file.parent.name}/{file.name}: {sorted(set(wrong))}")
        return len(said) - len(wrong) - said.count(None), len(wrong), said.count(None)

    sums = defaultdict(lambda: [0, 0, 0])
    for language in languages:
        cells = []
        for name in lengths:
            file = Path(corpora.scratch()) / f"languages-{name}" / language / "texts.jsonl"
            counts = count(file, {language})
            sums[name] = [a + b for a, b in zip(sums[name], counts)]
            cells.append("{} right, {} wrong, {} unsaid".format(*counts))
        print(f"| {language} | {len(texts[language])} | {' | '.join(cells)} |")
    for one, other in pairs:
        counts = count(mixed / f"{one}-{other}.jsonl", {one, other})
        sums["mixed"] = [a + b for a, b in zip(sums["mixed"], counts)]
    for name, (right, wrong, unsaid) in sums.items():
        whole = max(right + wrong + unsaid, 1)
        print(f"{name}: {right} right, {wrong} wrong, {unsaid} unsaid of {whole}")
        figures.append((f"languages: {name} right", 100 * right / whole))
        figures.append((f"languages: {name} not wrong", 100 * (whole - wrong) / whole))
    return figures
