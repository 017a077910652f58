"""Encodings told by content: the text of every file against its decoding by Python with the
encoding that the folder names.

The names stand for what the Encoding Standard reads under them. Line ends, byte order marks and control characters are left out of the comparison; every other
character counts. Files that Python cannot decode as their folder says are compared with
replacement characters left out on both sides.
"""

import json
import subprocess
from pathlib import Path

from common import Corpora


# What the Encoding Standard reads under a name is often a superset of it.
SUPERSETS = {
    "big5": "big5hkscs",
    "euc_jp": "euc_jis_2004",
    "gb2312": "gb18030",
    "iso8859_1": "cp1252",
    "iso8859_9": "cp1254",
    "shift_jis": "cp932",
    "tis_620": "cp874",
}

# Characters that vendors' tables give another code point for the same sign.
SAME_SIGN = str.maketrans("〜∼−‖―––¢£¬∕﹑､", "～～－∥———￠￡￢／、、")


def letters(text: str) -> str:
    text = text.translate(SAME_SIGN)
    return "".join(c for c in text if c.isprintable() and not c.isspace() and c != "\ufffd")


def measure(binary: Path, corpora: Corpora, part, options):
    root = corpora.path("encodings")
    files = sorted(p for p in root.glob("*/*") if p.is_file() and p.parent.name != "None")
    if part:
        files = files[:: max(1, len(files) // part)]
    manifest = Path(__file__).resolve().parents[2] / "Cargo.toml"
    profile = ["--release"] if binary.parent.name == "release" else []
    command = ["cargo", "run", "-q", *profile, "--manifest-path", manifest, "--example", "decode", "--"]
    done = subprocess.run([*command, *files], capture_output=True, check=True)
    right, lost, wrong = 0, 0, []
    for file, line in zip(files, done.stdout.decode().splitlines(), strict=True):
        read = json.loads(line)
        name = file.parent.name
        codecs = [name, SUPERSETS.get(name, name)]
        golds = [letters(file.read_bytes().decode(c, errors="replace")) for c in codecs]
        gold = golds[0]
        found = letters(read["text"])
        lost += len(found) * 2 < len(gold)
        if found in golds:
            right += 1
        else:
            at = next((i for i, (a, b) in enumerate(zip(gold, found)) if a != b), 0)
            share = sum(a == b for a, b in zip(gold, found)) / max(len(gold), len(found), 1)
            wrong.append(
                f"{file.relative_to(root)}: read as {read['encoding']}, {100 * share:.1f} % alike, "
                f"{found[at:at + 12]!r} for {gold[at:at + 12]!r}"
            )
    if options.wrong:
        print("\n".join(wrong))
    share = 100 * right / len(files)
    print(f"\n{len(files)} files: {share:.1f} % decoded as their folder says, {lost} with text lost")
    return [("encodings: decoded right", share), ("encodings: nothing lost", 100 - lost)]
