"""The figures of what dateline reads right, and how fast, from one command:

    python3 tools/measure

`--peers` runs trafilatura and readability over the same pages (install them with
`pip install trafilatura readability-lxml lxml_html_clean`), `--check` fails below the floors
that the README states, `--part N` measures at most N files of a set, `--wrong` prints every
difference, `--half 0` or `1` one half of the pages (rules are made on half 0).
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import encodings_text as encodings  # noqa: E402
import pages  # noqa: E402
from common import Corpora  # noqa: E402

SECTIONS = {"pages": pages.measure, "encodings": encodings.measure}


def main() -> int:
    root = Path(__file__).resolve().parents[2]
    parser = argparse.ArgumentParser(prog="python3 tools/measure", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], help="only these")
    parser.add_argument("--binary", type=Path, default=root / "target/release/dateline")
    parser.add_argument("--corpora", type=Path, default=root.parent / "shared/corpora")
    parser.add_argument("--part", type=int)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    if not options.corpora.is_dir():
        print(f"{options.corpora} is not there: nothing to measure")
        return 0
    corpora = Corpora(options.corpora)
    for name in options.sections or SECTIONS:
        SECTIONS[name](options.binary, corpora, options.part, options)
    return 0


if __name__ == "__main__":
    sys.exit(main())
