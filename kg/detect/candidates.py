"""A reading in, candidates out: the names that the model sees, and the other boundaries that they might have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.detect.features import told_by_ending
from kg.detect.gazetteer import known_bodies
from kg.detect.names import Reading
from kg.vocabulary import ENTITY_TYPES

_CERTAIN = 0.8  # above this the model's own boundaries stand alone
_DOUBT = 0.75  # a run of characters that are outside with less than this is a candidate, too
_FURTHER = 2  # words by which a boundary may move
_JOINTS = frozenset(("", "和", "与", "及", "暨", "、", "(", ")", "·", "—", "-", '"', '""', ")(", "×", ")、", "的"))
_WIDEST = 40  # characters of a name before its last word
_OPENINGS = 4
_SURELY_OUTSIDE = 0.995
_NO_HEADS = frozenset(("Industry", "Region", "Mechanism"))
_ORDINALS = frozenset("第首")
_OPENERS = frozenset('"(《与和及、了的在由')
_QUOTED = re.compile(r'"([^"，。；:,;]{3,30})"')
_STOPS = frozenset("，、。；：,;:!?！？《》<>|【】")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Characters `start` to `end` of a sequence that may be a name of `kind`; `source`: how it came about.

    `likely` is what the model's own probabilities say of it: begins here, goes on to the end, ends there.
    """

    start: int
    end: int
    kind: str
    source: str
    likely: float


def likelihood(reading: Reading, start: int, end: int, kind: str) -> float:
    """The product of: a name begins at `start`, no character up to `end` falls out of it, and it ends there."""
    weakest = min((reading.inside(kind, place) for place in range(start + 1, end)), default=1.0)
    goes_on = reading.inside(kind, end) if end < len(reading.run) else 0.0
    return reading.begins(start) * weakest * (1.0 - goes_on)


def candidates(reading: Reading) -> list[Candidate]:
    """Every candidate of a sequence: a stretch of characters as one type once, the model's own first.

    The type is the model's, or what the name's ending tells; more than a place is no place.
    """
    found: dict[tuple[int, int, str], Candidate] = {}
    for start, end, kind, source in _proposals(reading):
        if not 0 <= start < end <= len(reading.run):
            continue
        for each in _kinds(reading, start, end, kind, source):
            if (start, end, each) not in found:
                found[start, end, each] = Candidate(start, end, each, source, likelihood(reading, start, end, each))
    return list(found.values())


def _kinds(reading: Reading, start: int, end: int, kind: str, source: str) -> tuple[str, ...]:
    told = told_by_ending(reading.run[start:end].rstrip(')"'))
    if source == "known":
        return (kind,)
    if source == "model":
        return (kind, told) if told and told != kind else (kind,)
    if not told and source == "longer-right":
        told = _best_kind(reading, end - 2, end) if kind != "Region" else "Company"
    return (told or kind,)


def _proposals(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    doubtful, certain = [], set()
    for start, end, kind in reading.runs:
        yield start, end, kind, "model"
        if likelihood(reading, start, end, kind) < _CERTAIN:
            doubtful.append((start, end, kind))
        else:
            certain.add(end)
    for start, end, kind in doubtful:
        yield from _moved(reading, start, end, kind)
        yield from _split(reading.run, start, end, kind)
    for (s1, e1, _), (s2, e2, kind) in pairwise(reading.runs):
        if reading.run[e1:s2] in _JOINTS:
            yield s1, e2, kind, "joined"
    yield from ((start, end, known.kind, "known") for start, end, known in known_bodies().find(reading.run))
    yield from _quoted(reading.run)
    yield from _passed_over(reading)
    yield from _by_grammar(reading, certain)


def _by_grammar(reading: Reading, certain: set[int]) -> Iterator[tuple[int, int, str, str]]:
    """What ends in a word that names end in, from each place in its clause where a name may begin."""
    clause = 0
    openings: list[int] = []
    fresh = True
    for index, (left, (word, tag)) in enumerate(zip(reading.bounds, reading.tagged, strict=False)):
        right = left + len(word)
        if _STOPS & set(word):
            clause, openings, fresh = right, [], True
            continue
        if tag == "ns" or fresh or (tag[0] in "nm" and word in _ORDINALS):
            openings.append(left)
        fresh = tag[0] in "vpcufrd" or word in _OPENERS
        kind = told_by_ending(word) if len(word) > 1 else ""
        if not kind or kind in _NO_HEADS or right in certain or reading.outside[right - 1] > _SURELY_OUTSIDE:
            continue
        following = reading.tagged[index + 1][0] if index + 1 < len(reading.tagged) else ""
        if told_by_ending(following) and len(following) > 1:
            continue
        for start in dict.fromkeys([clause, *openings[-_OPENINGS:]]):
            if left - start < _WIDEST and right - start > len(word):
                yield start, right, kind, "grammar"


def _moved(reading: Reading, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str, str]]:
    """The same name with one boundary at another word's edge."""
    bounds, run = reading.bounds, reading.run
    before = [b for b in bounds if b < start][-_FURTHER:]
    for b in before:
        if not _STOPS & set(run[b:start]):
            yield b, end, kind, "longer-left"
    for b in [b for b in bounds if start < b < end - 1][: _FURTHER + 1]:
        yield b, end, kind, "shorter-left"
    for b in [b for b in bounds if b > end][:_FURTHER]:
        if not _STOPS & set(run[end:b]):
            yield start, b, kind, "longer-right"
    for b in [b for b in bounds if start + 1 < b < end][-_FURTHER:]:
        yield start, b, kind, "shorter-right"
    if end < len(run) and run[end] == "(" and 0 < (close := run.find(")", end)) - end < 16:
        yield start, close + 1, kind, "bracket"


def _split(run: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str, str]]:
    """The parts of a name that has a joining word in it."""
    for place in range(start + 2, end - 2):
        if run[place] in "、和与及暨":
            yield start, place, kind, "first-part"
            yield place + 1, end, kind, "last-part"


def _quoted(run: str) -> Iterator[tuple[int, int, str, str]]:
    """What stands between quotation marks and ends as names do."""
    for match in _QUOTED.finditer(run):
        told = told_by_ending(match.group(1))
        if told and told not in _NO_HEADS:
            yield match.start(1), match.end(1), told, "quoted"


def _passed_over(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    """Whole words that the best labelling leaves out, though not surely."""
    named = bytearray(len(reading.run))
    for start, end, _ in reading.runs:
        named[start:end] = b"\x01" * (end - start)
    first = None
    for left, right in zip(reading.bounds, [*reading.bounds[1:], len(reading.run)], strict=True):
        doubted = (
            left < right
            and not any(named[left:right])
            and not _STOPS & set(reading.run[left:right])
            and min(reading.outside[left:right]) < _DOUBT
        )
        if doubted and first is None:
            first = left
        if not doubted and first is not None:
            yield first, left, _best_kind(reading, first, left), "passed-over"
            first = None


def _best_kind(reading: Reading, start: int, end: int) -> str:
    return max(ENTITY_TYPES, key=lambda kind: sum(reading.inside(kind, place) for place in range(start, end)))
