"""Aligned text in, one list of feature strings a character out: what the name model sees. No state, no learning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.model import Span

# A sequence ends where no name goes on: after the ends of sentences, at line ends.
_SEQUENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_CHINESE = re.compile(r"[一-鿿]")
_LONGEST = 400  # longer runs without any stop are cut: the model's time stays linear, its memory small

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


def features(run: str) -> list[list[str]]:
    """The features of each character of one aligned sequence: characters, words, tags and enclosing marks around it."""
    tagged = words(run)
    rows = _character_rows(run)
    padded = [("<", "<"), ("<", "<"), *tagged, (">", ">"), (">", ">")]
    position = 0
    for index, (word, tag) in enumerate(tagged):
        (w2, t2), (w1, t1), _, (x1, u1), (x2, u2) = padded[index : index + 5]
        common = (
            f"w{word}", f"t{tag}", f"p{w1}", f"n{x1}", f"pt{t1}{tag}", f"nt{tag}{u1}", f"3{t1}{tag}{u1}",
            f"pw{w1}_{word}", f"nw{word}_{x1}", f"p2{w2}", f"n2{x2}", f"q{t2}{t1}", f"r{u1}{u2}",
        )  # fmt: skip
        last = len(word) - 1
        for offset in range(last + 1):
            place = "S" if not last else "B" if not offset else "E" if offset == last else "I"
            rows[position].extend([place + feature for feature in common])
            position += 1
    return rows


def _character_rows(run: str) -> list[list[str]]:
    pad = f"<<<{run}>>>"
    shapes = "".join(_shape(character) for character in pad)
    rows = []
    for i, mark in enumerate(_enclosed(run), start=3):
        rows.append([
            "b", f"0{pad[i]}", f"a{pad[i - 1]}", f"c{pad[i + 1]}", f"d{pad[i - 2]}", f"e{pad[i + 2]}",
            f"f{pad[i - 1 : i + 1]}", f"g{pad[i : i + 2]}", f"h{pad[i - 2 : i]}", f"i{pad[i + 1 : i + 3]}",
            f"j{pad[i - 2 : i + 1]}", f"k{pad[i - 1 : i + 2]}", f"l{pad[i : i + 3]}",
            f"m{pad[i - 3 : i]}", f"n{pad[i + 1 : i + 4]}", f"s{shapes[i - 1 : i + 2]}", f"M{mark}",
        ])  # fmt: skip
    return rows
