#!/usr/bin/env python3
"""Writes src/extract/calendar.tsv, the names of months and weekdays that dateline knows.

Sources: Unicode CLDR, through PyPI `babel` (2.18 carries CLDR 47; Unicode License v3), and
tools/calendar_manual.tsv, written for this project: forms that papers use and CLDR has not. A
name that means two months is the manual table's, else the one of the earlier language below; as a
weekday it stands for all its days. The same sources give the same bytes.

    pip install babel==2.18.0 && python3 tools/make_calendar.py
"""

import unicodedata
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src/extract/calendar.tsv"
MANUAL = ROOT / "tools/calendar_manual.tsv"
LANGUAGES = """en de fr es it pt nl sv da nb nn fi is pl cs sk sl hr bs sr sr_Latn mk bg ru uk be ro hu tr az el sq
et lv lt ca gl eu id ms fil sw af ar ar_TN ar_MA ar_LB fa ur he hi mr bn ta te kn ml gu pa th ka hy kk uz am""".split()
# Languages whose shortest abbreviations are read: `led` and `pro` are months to Czechs alone.
SHORT_FROM = set("en de fr es it pt nl sv da nb nn id".split())
SHORT = 3
# Names that are plain words beside numbers in other languages.
NOT_NAMES = {"mac", "est", "hot", "ma", "me", "to", "on", "so", "as", "sv", "lj", "an", "al", "ut", "or", "os", "og"}


def folded(name):
    """About as `crate::text::fold` folds, which is asked again when the table is loaded."""
    name = name.casefold().replace("ı", "i").replace("ł", "l").replace("đ", "d").replace("ø", "o").replace("æ", "ae")
    for one, other in ("ةه", "ىي", "یي", "کك", "ςσ", "ёе"):
        name = name.replace(one, other)
    # In Cyrillic the marks make other letters.
    if any("\u0400" <= c <= "\u052f" for c in name):
        return name
    return "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) != "Mn" or ord(c) > 0x900)


def words(names):
    """The names that are one word, without the stop of an abbreviation."""
    for number, name in names.items():
        name = name.strip().rstrip(".").strip().replace("\u200f", "").replace("\u200e", "")
        if len(name) >= 2 and not any(c.isspace() or c.isdigit() or c in "./-()" for c in name):
            yield number, name


def usable(name, language):
    """Whether the name is a name beside a number in every language."""
    short = len(name) <= SHORT and folded(name).isascii() and language not in SHORT_FROM
    return not short and folded(name) not in NOT_NAMES


def main():
    months, weekdays = {}, {}
    for line in MANUAL.read_text().splitlines():
        if line and not line.startswith("#"):
            kind, number, names = line.split("\t")
            for name in names.split():
                if kind == "month":
                    months.setdefault(folded(name), (int(number), name))
                else:
                    weekdays.setdefault(folded(name), (set(), name))[0].add(int(number))
    for language in LANGUAGES:
        locale = Locale.parse(language)
        # Where a language has no abbreviations that stand alone, Babel gives another's.
        for context, width in (("format", "wide"), ("stand-alone", "wide"), ("format", "abbreviated")):
            for number, name in words(locale.months[context][width]):
                if usable(name, language) and len(name) >= 3:
                    months.setdefault(folded(name), (number, name))
            for number, name in words(locale.days[context][width]):
                # Babel counts from Monday as 0.
                if usable(name, language):
                    weekdays.setdefault(folded(name), (set(), name))[0].add(number + 1)
    lines = [("month", str(number), name) for number, name in months.values()]
    lines += [("weekday", str(day), name) for days, name in weekdays.values() for day in days]
    lines.sort(key=lambda line: (line[0], int(line[1]), folded(line[2])))
    OUT.write_text("".join("\t".join(line) + "\n" for line in lines))
    print(f"{OUT.relative_to(ROOT)}: {len(months)} names of months, {len(weekdays)} of weekdays")


if __name__ == "__main__":
    main()
