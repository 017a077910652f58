"""Regions, against what editors and annotators gave:

- Reuters-21578: the countries of each story, with `<PLACES>` hidden, as it is and without its
  dateline. (The corpus here holds none of the test part of the split by Lewis.)
- geo-news (TR-News): all countries in which a place named in the article lies; all regions found
  that are countries count.
- giveme5w1h: the countries of the `where` phrases, for articles that have one.

For Reuters and giveme5w1h a country is found where it is among the regions of the article that it was
filed from or is about. F1 over all articles of a set together (micro). With `--half`, of one half of
the files or articles: the scorer was trained on half 0.
"""

import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from common import Corpora, half_of, inspect, key

TABLE = Path(__file__).parents[2] / "src/extract/region/regions.tsv"

# What the editors' codes are called, where they are not the name that dateline has for a country.
CODES = {
    "usa": "US", "uk": "GB", "ussr": "SUHH", "uae": "AE", "ivory-coast": "CI", "burma": "BUMM", "zaire": "ZRCD",
    "trinidad-tobago": "TT", "turkey": "TR", "macao": "MO", "czechoslovakia": "CSHH", "swaziland": "SZ",
    "yugoslavia": "YUCS", "east-germany": "DDDE", "west-germany": "DE-W", "vatican": "VA", "cape-verde": "CV",
    "kampuchea": "KH-K", "western-samoa": "WS", "sao-tome-principe": "ST", "taiwan": "TW", "ecsc": "", "ec": "",
    "antigua-barbuda": "AG", "st-lucia": "LC", "st-vincent": "VC", "bosnia": "BA",
    "yemen-arab-republic": "YE-N", "yemen-demo-republic": "YDYE",
}

# Where the `where` phrases of giveme5w1h lie, by a word of theirs.
WHERE = {
    "croydon": "GB", "london": "GB", "uk": "GB", "british": "GB", "white house": "US", "washington": "US", "us": "US",
    "detroit": "US", "seattle": "US", "new york": "US", "manhattan": "US", "trump tower": "US", "progressive field": "US",
    "brazil": "BR", "brazilian": "BR", "interlagos": "BR", "sao paulo": "BR", "hebei": "CN", "mazar": "AF", "afghan": "AF",
    "afghanistan": "AF",
}


def countries() -> set[str]:
    """Ids of the countries of today and of then."""
    rows = (line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines())
    return {row[1] for row in rows if row[0] == "node" and row[2] in ("country", "former")}


def names_of_countries() -> dict[str, str]:
    """Ids by key of each name that the tables have for a country, of today or former."""
    ids, known = countries(), {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "node" and cells[1] in ids:
            known.setdefault(key(cells[4]), cells[1])
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if cells[0] == "name" and cells[1] in ids:
            for name in cells[2].split("|"):
                known.setdefault(key(name), cells[1])
    return known


@dataclass
class Gold:
    """What is known about one article."""

    file: Path
    record: int
    # What counts as found: all countries named, or those it was filed from or is about.
    named: bool
    countries: set[str]
    # For the trainer: what the article is surely about, and surely not; `None`: not all others.
    about: set[str] = field(default_factory=set)
    passing: set[str] | None = None


def reuters(corpora: Corpora, options, part: int | None, dateline: bool) -> list[Gold]:
    known = names_of_countries()
    folder = Path(corpora.scratch()) / f"reuters-{'with' if dateline else 'without'}"
    folder.mkdir(exist_ok=True)
    stories = sorted(corpora.path("reuters21578").glob("*.sgm"))
    if options.half is not None:
        stories = stories[options.half :: 2]
    gold = []
    for file in stories[:part]:
        records = re.split(r"(?=<REUTERS )", file.read_text(encoding="latin-1"))[1:]
        kept = [r for r in records if re.search(r"<PLACES><D>", r)]
        target = folder / file.name
        for number, record in enumerate(kept, 1):
            codes = re.findall(r"<D>([^<]*)</D>", re.search(r"<PLACES>(.*?)</PLACES>", record)[1])
            ids = {CODES.get(code, known.get(key(code), code)) for code in codes}
            gold.append(Gold(target, number, False, ids, about=ids))
        hidden = [re.sub(r"<PLACES>.*?</PLACES>", "", r) for r in kept]
        if not dateline:
            hidden = [re.sub(r"<DATELINE>.*?</DATELINE>", "", r, flags=re.DOTALL) for r in hidden]
        target.write_text("".join(hidden), encoding="latin-1")
    return gold


def tr_news(corpora: Corpora, options, _part: int | None) -> list[Gold]:
    known = names_of_countries()
    folder = Path(corpora.scratch()) / "tr-news"
    folder.mkdir(exist_ok=True)
    gold = []
    for article in list(ElementTree.parse(corpora.path("geo-news") / "TR-News.xml").getroot()):
        number = article.get("docid")
        if options.half is not None and half_of(number) != options.half:
            continue
        title, text = (article.findtext(tag).strip() for tag in ("title", "text"))
        counts, first = {}, {}
        for toponym in article.iter("toponym"):
            # Continents, seas and what the gazetteer does not have lie in no country.
            country = toponym.find("gaztag/country")
            if country is None or not country.text:
                continue
            iso = known.get(key(country.text))
            if iso is None:
                print(f"no country is called {country.text}")
                continue
            counts[iso] = counts.get(iso, 0) + 1
            first[iso] = min(first.get(iso, 1 << 30), int(toponym.findtext("start")))
        whole = sum(counts.values())
        target = folder / f"{number}.txt"
        target.write_text(f"{title}\n\n" + re.sub(r"\n+", "\n\n", text) + "\n", encoding="utf-8")
        # Nobody marked what these articles are about: what is named most or first is taken for it,
        # what is named seldom and late is not, and the rest is left open.
        about = {c for c in counts if counts[c] >= whole / 4 or (first[c] < 200 and counts[c] > 1)}
        passing = {c for c in counts if counts[c] < whole / 10 and first[c] >= 300 and c not in about}
        gold.append(Gold(target, 1, True, set(counts), about=about, passing=passing))
    return gold


def giveme(corpora: Corpora, options, _part: int | None) -> list[Gold]:
    folder = Path(corpora.scratch()) / "giveme"
    folder.mkdir(exist_ok=True)
    gold = []
    for file in sorted((corpora.path("giveme5w1h") / "gold").glob("*.json")):
        if options.half is not None and half_of(file.name) != options.half:
            continue
        article = json.loads(file.read_text(encoding="utf-8"))
        phrases = [a.get("text") or "" for a in article["fiveWoneH"]["where"]["annotated"]]
        words = " ".join(re.findall(r"\w+", " ".join(phrases).casefold()))
        countries = {iso for word, iso in WHERE.items() if f" {word} " in f" {words} "}
        if not countries:
            continue
        # The annotations are left out of what dateline reads.
        kept = {k: article.get(k) for k in ("title", "description", "text", "date_publish", "url")}
        target = folder / file.name
        target.write_text(json.dumps(kept), encoding="utf-8")
        gold.append(Gold(target, 1, False, countries, about=countries, passing=set()))
    return gold


SETS = {
    "Reuters with dateline": lambda c, o, p: reuters(c, o, p, True),
    "Reuters without": lambda c, o, p: reuters(c, o, p, False),
    "TR-News": tr_news,
    "giveme5w1h": giveme,
}


def dump(corpora: Corpora, options) -> None:
    """Writes for the trainer what is known of each article, and the articles themselves."""
    folder = options.dump_regions
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as out:
        for half in (0, 1):
            options.half = half
            for name, gold_of in SETS.items():
                for gold in gold_of(corpora, options, None):
                    kept = folder / f"{gold.file.parent.name}-{gold.file.name}"
                    if not kept.exists():
                        kept.write_bytes(gold.file.read_bytes())
                    row = {
                        "set": name, "half": half, "file": kept.name, "record": gold.record, "about": sorted(gold.about),
                        "passing": None if gold.passing is None else sorted(gold.passing),
                    }
                    out.write(json.dumps(row) + "\n")


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    figures = []
    print("\n| countries | articles | F1 | precision | recall |\n| --- | --- | --- | --- | --- |")
    told, ids = [], countries()
    for name, gold_of in SETS.items():
        golds = gold_of(corpora, options, part)
        outcomes = inspect(binary, list(dict.fromkeys(gold.file for gold in golds)))
        records = {file: {a["record"]: a for a in outcome.articles} for file, outcome in outcomes.items()}
        both = found = wanted = 0
        missed, extra, wrong = {}, {}, []
        for gold in golds:
            article = records[gold.file].get(gold.record, {})
            ours = {
                region["id"]
                for region in article.get("regions", [])
                if region["id"] in ids and (gold.named or region["role"] != "mentioned")
            }
            both += len(ours & gold.countries)
            found += len(ours)
            wanted += len(gold.countries)
            for code in gold.countries - ours:
                missed[code] = missed.get(code, 0) + 1
            for code in ours - gold.countries:
                extra[code] = extra.get(code, 0) + 1
            if ours != gold.countries:
                wrong.append(f"{gold.file.name}#{gold.record}: missing {sorted(gold.countries - ours)}, too many {sorted(ours - gold.countries)}: {article.get('title')}")
        f1 = 200 * both / max(found + wanted, 1)
        print(f"| {name} | {len(golds)} | {f1:.1f} | {100 * both / max(found, 1):.1f} | {100 * both / max(wanted, 1):.1f} |")
        figures.append((f"regions: {name}", f1))
        for what, counts in (("missed", missed), ("extra", extra)):
            told.append(f"{name}, {what}: {sorted(counts.items(), key=lambda item: -item[1])[:40]}")
        told += wrong[:200]
    if options.wrong:
        print("\n".join(told))
    return figures
