"""Aligned runs in, keys out: what the model of names sees at each character, as whole numbers. No learning.

A feature is a template filled with what stands there: the characters around; the word that it stands in, with the
words, tags and name endings around that; the known names that cover it; the enclosing marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

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
    """(templates, characters): the features of each character of some runs, one run after the other.

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
    return found


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
    pairs = list(chain.from_iterable(tagged))
    sizes = [len(run) for run in tagged]
    at = _places(sizes, 2)
    told = [ending(word) for word, _ in pairs]
    number = vocabulary.number
    edges = np.tile([number("<"), number("<"), number(">"), number(">")], len(sizes))
    beside = np.repeat(np.cumsum([0, *sizes[:-1]]), 4) + np.arange(4 * len(sizes))
    beside += np.tile([0, 0, 1, 1], len(sizes)) * np.repeat(sizes, 4)
    words, tags = np.empty((2, len(pairs) + 4 * len(sizes)), np.int64)
    words[beside] = tags[beside] = edges
    words[at], tags[at] = (vocabulary.numbers(column) for column in zip(*pairs, strict=True))
    classes = np.full(len(words), number(""))
    classes[at] = vocabulary.numbers(told)
    return np.array([
        *(words[at + step] for step in range(-2, 3)), *(tags[at + step] for step in range(-2, 3)),
        *(classes[at + step] for step in range(-1, 3)), *_heads(pairs, told, sizes, vocabulary),
    ])  # fmt: skip


def _heads(pairs: Words, told: Sequence[str], sizes: Sequence[int], vocabulary: Vocabulary) -> tuple[Ints, Ints]:
    """For each word the class of the next word that may end a name, no mark between, with how far it is (0 to 4), and
    the class alone; nothing where there is none."""
    kinds = list(dict.fromkeys(("", *told)))
    names = [[""] * 5, *([f"{kind}{far}" for far in range(5)] for kind in kinds[1:])]
    numbers = np.array([[vocabulary.number(name) for name in row] for row in names])
    alone = vocabulary.numbers(kinds)
    order = {kind: index for index, kind in enumerate(kinds)}
    kind = np.array([order[each] for each in told])
    end = len(pairs)
    head = _next(kind > 0)
    # A mark, or the end of a run, hides what comes after it; a mark that tells a class itself does not hide that.
    mark = _next(np.array([tag == "x" and word not in _INNER for word, tag in pairs]))
    last = np.repeat(np.cumsum(sizes) - 1, sizes)
    seen = (head < end) & (head <= mark) & (head <= last)
    where = np.where(seen, head, 0)
    found = np.where(seen, kind[where], 0)
    return numbers[found, np.minimum(where - np.arange(end), 4) * seen], alone[found]


def _next(so: NDArray[np.bool_]) -> Ints:
    """For each place the next place, itself included, where it is so; the number of places where there is none."""
    places = np.where(so, np.arange(len(so)), len(so))
    found: Ints = np.minimum.accumulate(places[::-1])[::-1]
    return found


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


def _known(places: Known) -> Iterator[tuple[int, int, str]]:
    """(start, end, mark): the table of each known name at its first, last and other characters; the later holds."""
    for start, end, entry in places:
        table = entry.table[:3] if entry.sure else f"{entry.table[:3]}?"
        yield start, end, f"I{table}"
        yield end - 1, end, f"E{table}"
        yield start, start + 1, f"B{table}"
