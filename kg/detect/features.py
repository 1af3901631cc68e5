"""Aligned text in, one list of feature strings a character out: what the name model sees. No state, no learning."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from kg.detect.gazetteer import gazetteer
from kg.model import Span
from kg.tables import language, read_rows

# A sequence ends where no name goes on: after the ends of sentences, at line ends.
_SEQUENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_CHINESE = re.compile(r"[一-鿿]")
_LONGEST = 400  # longer runs without any stop are cut: the model's time stays linear, its memory small

_INNER = frozenset('()"·-—×+')  # marks that may stand inside a name
_OPEN, _CLOSE = "《(“〈[", "》)”〉]"


def sequences(copy: str) -> Iterator[Span]:
    """The runs of the aligned text that are labelled one by one: those with a Chinese character, at most 400 long."""
    for run in _SEQUENCE.finditer(copy):
        if not _CHINESE.search(run.group()):
            continue
        for start in range(run.start(), run.end(), _LONGEST):
            yield Span(start, min(start + _LONGEST, run.end()))


def words(run: str) -> list[tuple[str, str]]:
    """Words and their parts of speech, in order; together they are exactly `run`."""
    import rjieba

    return rjieba.tag(run)


def _shape(character: str) -> str:
    if "一" <= character <= "鿿":
        return "c"
    if character.isdigit():
        return "d"
    if character.isalpha():
        return "a"
    return character


def _enclosed(run: str) -> list[str]:
    """For each character the innermost mark that it stands in: 《, (, “, or nothing."""
    stack: list[str] = []
    quoted = False
    marks = []
    for character in run:
        if character in _CLOSE and stack:
            stack.pop()
        elif character == '"':
            quoted = not quoted
        marks.append((stack[-1] if stack else "") + ('"' if quoted else ""))
        if character in _OPEN:
            stack.append(character)
    return marks


def features(run: str, tagged: list[tuple[str, str]] | None = None) -> list[list[str]]:
    """The features of each character of one aligned sequence.

    Characters around it; the word that it stands in, with the words, tags and name endings around that; the known
    names that cover it; the enclosing marks. `tagged`: its words, where they are known already.
    """
    tagged = tagged or words(run)
    rows = _character_rows(run)
    classes = [ending(word) for word, _ in tagged]
    heads = _heads(tagged, classes)
    padded = [("<", "<"), ("<", "<"), *tagged, (">", ">"), (">", ">")]
    classes = ["", *classes, "", ""]
    position = 0
    for index, (word, tag) in enumerate(tagged):
        (w2, t2), (w1, t1), _, (x1, u1), (x2, u2) = padded[index : index + 5]
        before, here, after, later = classes[index : index + 4]
        head = heads[index]
        common = (
            f"w{word}", f"t{tag}", f"p{w1}", f"n{x1}", f"pt{t1}{tag}", f"nt{tag}{u1}", f"3{t1}{tag}{u1}",
            f"pw{w1}_{word}", f"nw{word}_{x1}", f"p2{w2}", f"n2{x2}", f"q{t2}{t1}", f"r{u1}{u2}",
            f"C{here}", f"C+{here}{after}", f"C2{after}_{later}", f"C-{before}{here}",
            f"H{head}", f"Ht{tag}{head[:3]}", f"Hp{t1}{head[:3]}",
        )  # fmt: skip
        last = len(word) - 1
        for offset in range(last + 1):
            place = "S" if not last else "B" if not offset else "E" if offset == last else "I"
            rows[position].extend([place + feature for feature in common])
            position += 1
    return rows


@cache
def endings() -> dict[str, str]:
    """Name ending -> the type that it tells."""
    return {row["ending"]: row["type"] for _, row in read_rows(language("suffixes.tsv"), ("ending", "type"))}


@lru_cache(maxsize=65536)
def told_by_ending(name: str) -> str:
    """The type that a name's longest known ending tells, or nothing.

    >>> told_by_ending("研究院"), told_by_ending("签订")
    ('Research', '')
    """
    known = endings()
    for length in range(min(len(name), 8), 0, -1):
        if kind := known.get(name[-length:]):
            return kind
    return ""


def ending(word: str) -> str:
    """The same in three letters, as the model knows it."""
    return told_by_ending(word)[:3]


def _heads(tagged: list[tuple[str, str]], classes: list[str]) -> list[str]:
    """For each word the class of the next word that may end a name, no mark between, and how far it is (0 to 4)."""
    heads = [""] * len(tagged)
    head, distance = "", 0
    for index in range(len(tagged) - 1, -1, -1):
        word, tag = tagged[index]
        if tag == "x" and word not in _INNER:
            head = ""
        if classes[index]:
            head, distance = classes[index], 0
        else:
            distance += 1
        heads[index] = f"{head}{min(distance, 4)}" if head else ""
    return heads


def _known(run: str) -> list[str]:
    """For each character the table of the known name that covers it, with its place in it."""
    marks = [""] * len(run)
    for start, end, entry in gazetteer().find(run):
        table = entry.table[:3] if entry.sure else f"{entry.table[:3]}?"
        marks[start:end] = [f"I{table}"] * (end - start)
        marks[end - 1] = f"E{table}"
        marks[start] = f"B{table}"
    return marks


def _character_rows(run: str) -> list[list[str]]:
    pad = f"<<<{run}>>>"
    shapes = "".join(_shape(character) for character in pad)
    known = ["", *_known(run), ""]
    rows = []
    for i, mark in enumerate(_enclosed(run), start=3):
        rows.append([
            "b", f"0{pad[i]}", f"a{pad[i - 1]}", f"c{pad[i + 1]}", f"d{pad[i - 2]}", f"e{pad[i + 2]}",
            f"f{pad[i - 1 : i + 1]}", f"g{pad[i : i + 2]}", f"h{pad[i - 2 : i]}", f"i{pad[i + 1 : i + 3]}",
            f"j{pad[i - 2 : i + 1]}", f"k{pad[i - 1 : i + 2]}", f"l{pad[i : i + 3]}",
            f"m{pad[i - 3 : i]}", f"n{pad[i + 1 : i + 4]}", f"s{shapes[i - 1 : i + 2]}", f"M{mark}",
                f"G{known[i - 2]}", f"G-{known[i - 3]}", f"G+{known[i - 1]}",
        ])  # fmt: skip
    return rows
