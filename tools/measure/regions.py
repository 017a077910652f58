"""Regions of Reuters-21578: the countries that its editors gave each story, with `<PLACES>` hidden.

The stories that have places; with `--half`, those of one half of the files (the corpus here holds
none of the test part of the split by Lewis). Once as they are, and once without their datelines. A country is found where it is among the regions of the article that it was filed
from or is about; F1 over all stories together (micro).
"""

import re
from pathlib import Path

from common import Corpora, inspect, key

# What the editors' codes are called in dateline, where it is not the code itself.
NAMES = {
    "usa": "United States", "uk": "United Kingdom", "ussr": "Soviet Union", "uae": "United Arab Emirates",
    "ivory-coast": "Côte d’Ivoire", "burma": "Myanmar (Burma)", "trinidad-tobago": "Trinidad & Tobago",
    "hong-kong": "Hong Kong", "south-korea": "South Korea", "turkey": "Türkiye", "macao": "Macao",
    "czechoslovakia": "Czechoslovakia", "zaire": "Zaire", "swaziland": "Eswatini", "yugoslavia": "Yugoslavia",
    "east-germany": "East Germany", "west-germany": "West Germany", "vatican": "Vatican City",
    "cape-verde": "Cape Verde", "kampuchea": "Cambodia", "western-samoa": "Samoa", "sao-tome-principe": "São Tomé & Príncipe", "taiwan": "Taiwan",
}


def slug(name: str) -> str:
    for code, called in NAMES.items():
        if key(called) == key(name):
            return code
    return re.sub(r"[^a-z]+", "-", name.lower().replace("&", "and")).strip("-")


def is_state(region: dict) -> bool:
    """Whether a region is a country, of today or of then: not a continent, a group or a part."""
    return region["id"].isalpha() or region["id"] == "DE-W"


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    root = corpora.path("reuters21578")
    figures = []
    folder = Path(corpora.scratch()) / "regions"
    folder.mkdir(exist_ok=True)
    gold = {}
    files = {"with dateline": [], "without": []}
    stories = sorted(root.glob("*.sgm"))
    if options.half is not None:
        stories = stories[options.half :: 2]
    for file in stories[:part]:
        records = re.split(r"(?=<REUTERS )", file.read_text(encoding="latin-1"))[1:]
        kept = [r for r in records if re.search(r"<PLACES><D>", r)]
        if not kept:
            continue
        places = [re.findall(r"<D>([^<]*)</D>", re.search(r"<PLACES>(.*?)</PLACES>", r)[1]) for r in kept]
        for variant, listed in files.items():
            hidden = [re.sub(r"<PLACES>.*?</PLACES>", "", r) for r in kept]
            if variant == "without":
                hidden = [re.sub(r"<DATELINE>.*?</DATELINE>", "", r, flags=re.DOTALL) for r in hidden]
            target = folder / f"{variant.replace(' ', '-')}-{file.name}"
            target.write_text("".join(hidden), encoding="latin-1")
            listed.append(target)
            gold[target] = places
    print("\n| Reuters-21578, <PLACES> hidden | stories | F1 | precision | recall |\n| --- | --- | --- | --- | --- |")
    missed, extra = {}, {}
    for variant, listed in files.items():
        both = found = wanted = stories = 0
        for file, outcome in inspect(binary, listed).items():
            by_record = {article["record"]: article for article in outcome.articles}
            for number, places in enumerate(gold[file], 1):
                regions = by_record.get(number, {}).get("regions", [])
                ours = {slug(r["name"]) for r in regions if r["role"] != "mentioned" and is_state(r)}
                stories += 1
                both += len(ours & set(places))
                found += len(ours)
                wanted += len(set(places))
                for code in set(places) - ours:
                    missed[code] = missed.get(code, 0) + 1
                for code in ours - set(places):
                    extra[code] = extra.get(code, 0) + 1
        f1 = 200 * both / (found + wanted)
        print(f"| {variant} | {stories} | {f1:.1f} | {100 * both / found:.1f} | {100 * both / wanted:.1f} |")
        figures.append((f"regions: Reuters {variant}", f1))
    if options.wrong:
        for what, counts in (("missed", missed), ("extra", extra)):
            print(what, sorted(counts.items(), key=lambda item: -item[1])[:40])
    return figures
