"""A reading in, candidates out: the names that the model sees, and the other boundaries that they might have."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.detect.names import Reading

_CERTAIN = 0.97  # above this the model's own boundaries stand alone
_DOUBT = 0.75  # a run of characters that are outside with less than this is a candidate, too
_FURTHER = 2  # words by which a boundary may move
_JOINTS = frozenset(("", "和", "与", "及", "暨", "、", "(", ")", "·", "—", "-", '"', '""', ")(", "×", ")、", "的"))
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
    inside = reading.inside.get(kind)
    if inside is None or not start < end:
        return 0.0
    weakest = min(inside[start + 1 : end], default=1.0)
    after = 1.0
    if end < len(reading.run):
        after = reading.outside[end] + reading.begins[end]
    return reading.begins[start] * weakest * min(after, 1.0)


def candidates(reading: Reading) -> list[Candidate]:
    """Every candidate of a sequence, each stretch of characters once, the model's own first."""
    found: dict[tuple[int, int], Candidate] = {}
    for start, end, kind, source in _proposals(reading):
        if (start, end) not in found and 0 <= start < end <= len(reading.run):
            found[start, end] = Candidate(start, end, kind, source, likelihood(reading, start, end, kind))
    return list(found.values())


def _proposals(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    doubtful = []
    for start, end, kind in reading.runs:
        yield start, end, kind, "model"
        if likelihood(reading, start, end, kind) < _CERTAIN:
            doubtful.append((start, end, kind))
    for start, end, kind in doubtful:
        yield from _moved(reading, start, end, kind)
        yield from _split(reading.run, start, end, kind)
    for (s1, e1, _), (s2, e2, kind) in zip(reading.runs, reading.runs[1:], strict=False):
        if reading.run[e1:s2] in _JOINTS:
            yield s1, e2, kind, "joined"
    yield from _passed_over(reading)


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
    return max(sorted(reading.inside), key=lambda kind: sum(reading.inside[kind][start:end]))
