"""Texts in which the people are known: the gold of the corpora as texts with spans.

A document is `Document(set, lang, text, names, id)`: `names` are spans of characters without
titles, `half` says which half of its set it belongs to. Rules are made on half 0. The RSS-500 of
n3-nif does not say which of its mentions are people, and is left out.
"""

import html
import json
import re
from dataclasses import dataclass, field
from pathlib import Path

from common import Corpora, half_of

# Titles that a gold standard may count as part of a name and dateline does not.
TITLES = set(
    "mr mrs ms miss dr prof professor sir dame lord lady president premier minister chancellor "
    "senator sen rep congressman governor gov mayor judge justice general gen colonel col major "
    "captain capt lieutenant lt sergeant sgt admiral king queen prince princess pope archbishop "
    "bishop cardinal rev reverend rabbi imam sheikh ayatollah ambassador secretary prime vice "
    "deputy chief former director spokesman spokeswoman m mm mme mlle hr herr herrn frau hon "
    "baron lord marquis comte duc maréchal général docteur abbé monsieur madame oberst freiherr "
    "graf fürst prinz kaiser könig signor esquire".split()
)
PRONOUNS = set("i he she they we you his her their him it".split())


@dataclass
class Document:
    set: str
    lang: str
    text: str
    names: list
    id: str
    half: int = 0
    headline: str = ""
    extra: dict = field(default_factory=dict)

    def __post_init__(self):
        self.half = half_of(f"{self.set}/{self.id}")


def ieer(corpora: Corpora):
    """AP and New York Times stories of 1998, from their files as they are."""
    for file in sorted(corpora.path("ieer").glob("*.sgm")):
        for story in re.findall(r"<DOC>(.*?)</DOC>", file.read_text(), re.S):
            number = re.search(r"<DOCNO>\s*(\S+)", story).group(1)
            body = re.search(r"<TEXT>(.*?)</TEXT>", story, re.S).group(1)
            text, names, open_at, kind = "", [], 0, None
            for piece in re.split(r"(<[be]_[^>]*>)", body):
                if piece.startswith("<b_"):
                    open_at, kind = len(text), piece
                elif piece.startswith("<e_"):
                    if 'type="PERSON"' in (kind or ""):
                        names.append((open_at, len(text)))
                else:
                    text += re.sub(r"<[^>]*>", "", piece)
            headline = re.search(r"<HEADLINE>(.*?)</HEADLINE>", story, re.S)
            head = re.sub(r"<[^>]*>", "", headline.group(1)).strip() if headline else ""
            yield Document("ieer", "en", text, names, number, headline=" ".join(head.split()))


def sentences_text(sentences):
    """The text of sentences of (token, tag, space after), and the spans of persons."""
    text, names = "", []
    for tokens in sentences:
        open_ = False
        for token, tag, space in tokens:
            start = len(text)
            text += token
            is_person = tag[2:].lower() in ("per", "pers", "person")
            if is_person and open_ and tag.startswith("I"):
                names[-1] = (names[-1][0], len(text))
            elif is_person:
                names.append((start, len(text)))
            open_ = is_person
            text += " " if space else ""
        text = text.rstrip(" ") + "\n"
    return text, names


def attach(tokens):
    """Tokens with whether a space follows, for data that do not say so."""
    out = []
    for at, (token, tag) in enumerate(tokens):
        after = tokens[at + 1][0] if at + 1 < len(tokens) else ""
        close = after in (".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "''")
        out.append((token, tag, not close and token not in ("(", "[", "``")))
    return out


def conll2002(corpora: Corpora):
    root = corpora.path("conll2002")
    for name, lang in (("esp.testa", "es"), ("ned.testa", "nl")):
        documents, sentences, tokens = [], [], []
        for line in (root / name).read_text(encoding="utf-8").splitlines() + [""]:
            cells = line.split()
            if not cells:
                if tokens:
                    sentences.append(attach(tokens))
                tokens = []
            elif cells[0] == "-DOCSTART-":
                if sentences:
                    documents.append(sentences)
                sentences = []
            else:
                tokens.append((cells[0], cells[-1]))
        documents.append(sentences)
        if lang == "es":
            # The stories are not parted; a dateline such as "Madrid , 23 may ( EFE )" opens one.
            whole, documents = documents[0], []
            for sentence in whole:
                opens = any(t[0] in ("EFE", "EFECOM") for t in sentence[:9]) and len(sentence) < 14
                if opens or not documents:
                    documents.append([])
                documents[-1].append(sentence)
        for number, sentences in enumerate(documents):
            text, names = sentences_text(sentences)
            yield Document(f"conll2002-{lang}", lang, text, names, str(number))


def historical(corpora: Corpora):
    for file in sorted(corpora.path("historical-news").glob("*.tsv")):
        lang = file.stem.rsplit("-", 1)[1]
        number, tokens, at = None, [], 0

        def done():
            text, spans = sentences_text([tokens])
            # These mentions hold titles and what is said of somebody: the name alone counts.
            spans = [(a, a + (text[a:b] + ",").index(",")) for a, b in spans]
            names = [name for span in spans if (name := named_part(text, *span))]
            return Document(f"historical-{lang}", lang, text, names, f"{file.stem}/{number}")

        for line in file.read_text().splitlines():
            if line.startswith("# hipe2022:document_id"):
                if tokens:
                    yield done()
                number, tokens = line.split("=")[1].strip(), []
            elif line and not line.startswith(("#", "TOKEN\t")):
                cells = line.split("\t")
                tokens.append((cells[0], cells[1], "NoSpaceAfter" not in cells[-1]))
        if tokens:
            yield done()


def re3d(corpora: Corpora):
    for folder in sorted(p for p in corpora.path("re3d").iterdir() if p.is_dir()):
        documents = {}
        for line in (folder / "documents.json").read_text().splitlines():
            if line.strip():
                row = json.loads(line)
                documents[row["_id"]] = Document("re3d", "en", row["text"], [], row["_id"])
        for line in (folder / "entities.json").read_text().splitlines():
            if not line.strip():
                continue
            row = json.loads(line)
            text = documents[row["documentId"]].text
            span = text[row["begin"] : row["end"]]
            if row["type"] == "Person" and span[:1].isalpha():
                span = named_part(text, row["begin"], row["end"])
                if span and span not in documents[row["documentId"]].names:
                    documents[row["documentId"]].names.append(span)
        for document in documents.values():
            document.names.sort()
            yield document


def named_part(text: str, start: int, end: int):
    """The name in a mention such as "Syrian President Bashar al-Assad": the capitalised words
    after the last title; nothing where there is none (`the girls`)."""
    found = [(m.start() + start, m.end() + start, m.group()) for m in re.finditer(r"[^\s,]+", text[start:end])]
    title = max((at for at, w in enumerate(found) if w[2].lower().strip(".") in TITLES), default=-1)
    found = found[title + 1 :]
    while found and not found[0][2][:1].isupper() and not re.match(r"al-|bin|ibn|de|van|von|el-", found[0][2]):
        found = found[1:]
    if not found or not any(w[2][:1].isupper() for w in found):
        return None
    if all(w[2].lower() in PRONOUNS for w in found):
        return None
    small = [w for w in found if not w[2][:1].isupper() and not re.match(r"(al|bin|ibn|de|van|von|el|ad|der)\b", w[2])]
    if small:
        return None
    end = found[-1][1]
    if text[found[0][0] : end].endswith(("'s", "’s")):
        end -= 2
    return found[0][0], end


def gum(corpora: Corpora):
    """GUM: the entity mentions of the conllu files whose head is a name."""
    for file in sorted((corpora.path("gum-news") / "conllu").glob("*.conllu")):
        text, spans, opened, previous_paragraph = "", [], {}, True
        for block in file.read_text().split("\n\n"):
            rows = [line for line in block.splitlines() if line and not line.startswith("#")]
            if not rows:
                continue
            if "newpar" in block and text:
                text += "\n\n"
            skip_to = 0
            for row in rows:
                cells = row.split("\t")
                number = cells[0]
                if "." in number:
                    continue
                if "-" in number:
                    first, last = map(int, number.split("-"))
                    start = len(text)
                    text += cells[1]
                    surface = (start, len(text))
                    skip_to = last
                    text += "" if "SpaceAfter=No" in cells[9] else " "
                    continue
                inside = int(number) <= skip_to
                if not inside:
                    start = len(text)
                    text += cells[1]
                    surface = (start, len(text))
                    text += "" if "SpaceAfter=No" in cells[9] else " "
                else:
                    # Parts of one written word: the possessive apart.
                    whole = text[surface[0] : surface[1]]
                    if cells[1] in ("'s", "’s", "'"):
                        surface = (surface[1] - len(cells[1]), surface[1])
                    elif whole.startswith(cells[1]) and len(cells[1]) < len(whole):
                        full = surface
                        surface = (full[0], full[0] + len(cells[1]))
                token = (*surface, cells[4], cells[7], number, cells[6], cells[7])
                if inside and whole.startswith(cells[1]) and len(cells[1]) < len(whole):
                    surface = full
                entity = re.search(r"Entity=([^|]*)", cells[9])
                marks = re.findall(r"\([^()]*\)?|\)|[^()]+\)", entity.group(1)) if entity else []
                for known in opened.values():
                    for mention in known:
                        mention[1].append(token)
                for mark in marks:
                    if mark.startswith("("):
                        key, kind = mark.strip("()").split("-")[:2]
                        mention = (kind, [token])
                        opened.setdefault(key, []).append(mention)
                        if mark.endswith(")"):
                            spans.append(opened[key].pop())
                    else:
                        key = mark.strip(")").split("-")[0]
                        if opened.get(key):
                            spans.append(opened[key].pop())
            text = text.rstrip(" ") + " "
        names = set()
        for kind, tokens in spans:
            if kind != "person":
                continue
            proper = [t for t in tokens if t[2] in ("NNP", "NNPS")]
            if not proper or tokens[-1] not in proper and tokens[-1][2] != "POS":
                continue
            last = tokens[-1] if tokens[-1][2] != "POS" else tokens[-2]
            at = tokens.index(last)
            if last[2] != "NNP":
                continue
            first = at
            while first > 0 and tokens[first - 1][2] in ("NNP", "HYPH") :
                first -= 1
            span = named_part(text, tokens[first][0], last[1])
            # The head of the mention must be of the name, or the name be put to it: not
            # "critics of Trump".
            numbers = {t[4] for t in tokens}
            heads = {t[4] for t in tokens if t[5] not in numbers}
            named = [t for t in tokens if span and span[0] <= t[0] < span[1]]
            put = ("appos", "flat", "name", "compound")
            if any(t[4] in heads or (t[5] in heads and t[6].split(":")[0] in put) for t in named):
                names.add(span)
        yield Document("gum-news", "en", text, sorted(names), file.stem)


def russian(corpora: Corpora):
    for file in sorted(corpora.path("russian-news").glob("*.txt")):
        spans = {}
        for line in file.with_suffix(".spans").read_text().splitlines():
            cells = line.split()
            spans[cells[0]] = (cells[1], int(cells[2]), int(cells[3]))
        text, names = file.read_text(), []
        for line in file.with_suffix(".objects").read_text().splitlines():
            cells = line.split("#")[0].split()
            if cells[1] != "Person":
                continue
            parts = [spans[n] for n in cells[2:] if n in spans]
            parts = [p for p in parts if p[0] in ("name", "surname", "patronymic", "nickname")]
            if parts:
                names.append((min(p[1] for p in parts), max(p[1] + p[2] for p in parts)))
        yield Document("russian-news", "ru", text, sorted(set(names)), file.stem)


def all_documents(corpora: Corpora):
    for read in (ieer, gum, re3d, conll2002, historical, russian):
        yield from read(corpora)


def dump(corpora: Corpora, file: Path):
    """Every document as a line of JSON with spans of bytes, for the trainer's `--gold`."""
    with file.open("w") as out:
        for d in all_documents(corpora):
            byte = lambda at: len(d.text[:at].encode())  # noqa: E731
            row = {"set": d.set, "half": d.half, "lang": d.lang, "text": d.text,
                   "names": [(byte(a), byte(b)) for a, b in d.names]}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
