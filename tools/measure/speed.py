"""Speed of reading, before anything is worked out: megabytes a second on one thread, with the
bench `read`, and beside it, with `--peers`, trafilatura over the same pages.
"""

import re
import subprocess
import time
from pathlib import Path

from common import Corpora


def bench(*paths: Path) -> dict[str, tuple[float, float]]:
    """Megabytes and megabytes a second by format; memory in megabytes as `memory`."""
    manifest = Path(__file__).resolve().parents[2] / "Cargo.toml"
    command = ["cargo", "bench", "-q", "--manifest-path", str(manifest), "--bench", "read", "--"]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, check=True, text=True)
    rows = {}
    for line in done.stdout.splitlines():
        if cells := re.fullmatch(r"(\S+) +\d+ +\d+ +\d+ +([\d.]+) +([\d.]+)", line.strip()):
            rows[cells[1]] = (float(cells[2]), float(cells[3]))
        elif cells := re.fullmatch(r"peak memory (\d+) kB", line.strip()):
            rows["memory"] = (int(cells[1]) / 1000, 0.0)
    return rows


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple[str, float]]:
    pages = [corpora.path(f"pages-{name}") for name in ("adbar", "fundus", "aeb")]
    rows = []
    html = bench(*pages)
    rows.append(("HTML", html["html"], html["memory"][0]))
    if options.peers:
        import trafilatura

        files = [file for root in pages for file in sorted(root.rglob("*.html"))][:: 4]
        size = sum(file.stat().st_size for file in files) / 1e6
        started = time.process_time()
        for file in files:
            trafilatura.extract(file.read_bytes())
        rate = size / (time.process_time() - started)
        rows.append(("HTML, trafilatura", (size, rate), 0.0))
    sgml = bench(*sorted(corpora.path("reuters21578").glob("*.sgm")))
    rows.append(("SGML", sgml["sgml"], sgml["memory"][0]))
    lines = Path(corpora.scratch()) / "large.jsonl"
    if not lines.exists():
        make = corpora.folder / "make_large.py"
        command = ["python3", str(make), "--out", str(lines), "--format", "jsonl"]
        subprocess.run([*command, "--articles", "100000"], check=True, capture_output=True)
    read = bench(lines)
    rows.append(("JSON Lines", read["json"], read["memory"][0]))
    print("\n| format | MB | MB/s | peak memory, MB |\n| --- | --- | --- | --- |")
    for name, (size, rate), memory in rows:
        print(f"| {name} | {size:.0f} | {rate:.1f} | {memory:.0f} |")
    # No figure of a clock is a test.
    return []
