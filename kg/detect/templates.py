"""Aligned runs in, keys out: what the model of names sees at each character, as whole numbers. No learning.

A feature is a template filled with what stands there: the characters around; the word that it stands in, with the
words, tags and name endings around that; the known names that cover it; the enclosing marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

import numpy as np

from kg.detect.features import ending
from kg.detect.gazetteer import Entry
from kg.detect.vocabulary import BITS, Ints, Vocabulary

Words = Sequence[tuple[str, str]]  # the words of a run with their parts of speech
Known = Sequence[tuple[int, int, Entry]]  # the known names in a run

_INNER = frozenset('()"·-—×+')  # marks that may stand inside a name
_OPEN, _CLOSE = "《(“〈[", "》)”〉]"
_ENCLOSING = re.compile(f'[{re.escape(_OPEN + _CLOSE)}"]')
_PAD = 3  # characters beside a run
_FIRST, _LAST = ("<", "<"), (">", ">")

# c: character, s: its shape, M: the mark that encloses it, G: the known name that covers it; of the word it is in,
# w: the word, t: tag, C: the type that it tells, H: the next word that tells a type, and how far it is, h: its type.
# A number: so many characters, or words, further on.
FIELDS = (
    "", "c-3", "c-2", "c-1", "c", "c+1", "c+2", "c+3", "s-1", "s", "s+1", "M", "G-1", "G", "G+1",
    "w-2", "w-1", "w", "w+1", "w+2", "t-2", "t-1", "t", "t+1", "t+2", "C-1", "C", "C+1", "C+2", "H", "h",
)  # fmt: skip
OF_CHARACTERS = (
    "", "c", "c-1", "c+1", "c-2", "c+2", "c-1 c", "c c+1", "c-2 c-1", "c+1 c+2", "c-2 c-1 c", "c-1 c c+1",
    "c c+1 c+2", "c-3 c-2 c-1", "c+1 c+2 c+3", "s-1 s s+1", "M", "G", "G-1", "G+1",
)  # fmt: skip
# Each together with the character's place in its word: first, last, between, alone.
OF_WORDS = (
    "w", "t", "w-1", "w+1", "t-1 t", "t t+1", "t-1 t t+1", "w-1 w", "w w+1", "w-2", "w+2", "t-2 t-1", "t+1 t+2",
    "C", "C C+1", "C+1 C+2", "C-1 C", "H", "t h", "t-1 h",
)  # fmt: skip


def _columns() -> Ints:
    """For each template its three fields, "" where it has fewer, as columns of `FIELDS`."""
    rows = [[*template.split(), "", "", ""][:3] for template in (*OF_CHARACTERS, *OF_WORDS)]
    return np.array([[FIELDS.index(row[column]) for row in rows] for column in range(3)], np.int64)


_COLUMNS = _columns()
_CODES = np.arange(len(OF_CHARACTERS) + len(OF_WORDS), dtype=np.int64)[:, None] << (3 * BITS + 2)
_PLACED = slice(len(OF_CHARACTERS), None)
_PART = np.int64((1 << BITS) - 1)


def keys(runs: Sequence[str], tagged: Sequence[Words], places: Sequence[Known], vocabulary: Vocabulary) -> Ints:
    """(characters, templates): the features of each character of some runs, one run after the other.

    `tagged`: the words of each run; `places`: the known places in it.

    A feature of a word or mark that the vocabulary lacks is no key that a model has.
    """
    fields, standing = _fields(runs, tagged, places, vocabulary)
    first, second, third = _COLUMNS
    found: Ints = fields[first]
    found |= (fields << BITS)[second]
    found |= (fields << 2 * BITS)[third]
    found |= _CODES
    found[_PLACED] |= standing << 3 * BITS
    return np.ascontiguousarray(found.T)


def parts(key: Ints) -> tuple[Ints, Ints, Ints]:
    """The numbers of the vocabulary that keys are made of."""
    return key & _PART, key >> BITS & _PART, key >> 2 * BITS & _PART


def with_parts(key: Ints, numbers: tuple[Ints, Ints, Ints]) -> Ints:
    """The same features by other numbers of the vocabulary."""
    first, second, third = numbers
    return key >> 3 * BITS << 3 * BITS | first | second << BITS | third << 2 * BITS


def _fields(
    runs: Sequence[str], tagged: Sequence[Words], places: Sequence[Known], vocabulary: Vocabulary
) -> tuple[Ints, Ints]:
    """(fields, characters), and the place of each character in its word."""
    sizes = [len(run) for run in runs]
    padded = "".join(f"<<<{run}>>>" for run in runs)
    letters, shapes = vocabulary.letters(padded), vocabulary.letters(padded.translate(_SHAPES))
    at = _places(sizes, _PAD)
    nothing = np.full(len(padded), vocabulary.number(""))
    marks, known = nothing.copy(), nothing.copy()
    for run, places_here, start in zip(runs, places, _starts(sizes, _PAD), strict=True):
        if _ENCLOSING.search(run):
            marks[start : start + len(run)] = vocabulary.numbers(_enclosed(run))
        for begin, end, mark in _known(places_here):
            known[start + begin : start + end] = vocabulary.number(mark)
    words = _word_fields(tagged, vocabulary)
    lengths = np.array([len(word) for run in tagged for word, _ in run], np.int64)
    of_word = np.repeat(np.arange(len(lengths)), lengths)
    offset = np.arange(len(of_word)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    rows = [
        nothing[at], *(letters[at + step] for step in range(-3, 4)),
        *(shapes[at + step] for step in (-1, 0, 1)), marks[at], *(known[at + step] for step in (-1, 0, 1)),
        *words[:, of_word],
    ]  # fmt: skip
    place = (offset > 0) + 2 * (offset < lengths[of_word] - 1)
    return np.array(rows), place


def _places(sizes: Sequence[int], pad: int) -> Ints:
    """Where runs of some lengths stand, one after the other, each with `pad` places before and after."""
    counts = np.array(sizes, np.int64)
    return np.arange(counts.sum()) + np.repeat(np.arange(len(sizes)) * 2 * pad + pad, counts)


def _starts(sizes: Sequence[int], pad: int) -> list[int]:
    """The first of those places of each run."""
    return [
        end - size + (2 * index + 1) * pad
        for index, (end, size) in enumerate(zip(accumulate(sizes), sizes, strict=True))
    ]


def _word_fields(tagged: Sequence[Words], vocabulary: Vocabulary) -> Ints:
    """(fields from w-2 on, words)."""
    padded = [pair for run in tagged for pair in (_FIRST, _FIRST, *run, _LAST, _LAST)]
    told = [("", "", *map(ending, (word for word, _ in run)), "", "") for run in tagged]
    words, tags = (vocabulary.numbers(column) for column in zip(*padded, strict=True))
    classes = vocabulary.numbers(chain.from_iterable(told))
    heads = [head for run, types in zip(tagged, told, strict=True) for head in _heads(run, types[2:-2])]
    at = _places([len(run) for run in tagged], 2)
    return np.array([
        *(words[at + step] for step in range(-2, 3)), *(tags[at + step] for step in range(-2, 3)),
        *(classes[at + step] for step in range(-1, 3)),
        vocabulary.numbers(heads), vocabulary.numbers(head[:3] for head in heads),
    ])  # fmt: skip


class _Shapes(dict[int, str]):
    """Code point -> c for a Chinese character, d for a digit, a for a letter, else the character itself."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        shape = "c" if "一" <= character <= "鿿" else "d" if character.isdigit() else "a" if character.isalpha() else ""
        self[code] = shape or character
        return self[code]


_SHAPES = _Shapes()


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


def _heads(tagged: Words, classes: Sequence[str]) -> list[str]:
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


def _known(places: Known) -> Iterator[tuple[int, int, str]]:
    """(start, end, mark): the table of each known name at its first, last and other characters; the later holds."""
    for start, end, entry in places:
        table = entry.table[:3] if entry.sure else f"{entry.table[:3]}?"
        yield start, end, f"I{table}"
        yield end - 1, end, f"E{table}"
        yield start, start + 1, f"B{table}"
