"""Candidates in, evidence out: of each whole name, its edges, its words and its article. The surest are chosen."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.detect.candidates import Candidate
from kg.detect.features import ending
from kg.detect.gazetteer import gazetteer, known_bodies
from kg.detect.names import Reading

# where the odds reach each further step: a step is a factor of e^1.3
_STEPS = [1.0 / (1.0 + math.exp(-1.3 * (step + 0.5))) for step in range(-7, 7)]
_LEVELS = [str(level) for level in range(-7, 8)]
_COUNTS = [*map(str, range(13)), "-1"]  # by number; the last for -1
_PAIRED = re.compile('[()《》"]')

_CLAUSE_ENDS = frozenset("，。；：,;:!?！？、")
_TIES = frozenset("、和与及暨")
_MARKS = '《》"()“”'


class Evidence(NamedTuple):
    """What speaks for or against a candidate: the values of `FIELDS`, and the words within it, but for both ends."""

    values: tuple[str, ...]
    within: Sequence[tuple[str, str]]


# What is looked at. group: the type's first letters; others, others-2, times: how often the article has these words as
# a name of the model's own (up to 3, up to 2), and as any candidate; length, words: of the name; first, last: its words
# at both ends, with tag; to-1, to-2, from-1, from-2: its characters there; told: the type that its ending tells, or
# that of a word; before, after: the words beside it; tags, last-tags: of its first and last three words; enclosed,
# balanced: marks; starts, known: known names in it; verb, follows: the verbs beside it; joined: names tied to it.
FIELDS = (
    "group", "source", "level", "others", "others-2", "times", "length", "words", "first", "first-tag", "last",
    "last-tag", "from-2", "from-1", "to-2", "to-1", "told-last", "told", "before", "before-tag", "after", "after-tag",
    "tags", "last-tags", "enclosed", "balanced", "told-after", "starts", "known", "verb", "follows", "joined-before",
    "joined-after",
)  # fmt: skip


class Looked:
    """A sequence, looked at for evidence: what is beside a place is found once, however many candidates end there.

    `seen`: how often the article's text has which words as a name of the model's own; `proposed`: as any candidate.
    """

    def __init__(self, reading: Reading, seen: Mapping[str, int], proposed: Mapping[str, int]) -> None:
        self._reading, self._seen, self._proposed = reading, seen, proposed
        self._before: dict[int, _Side] = {}
        self._after: dict[int, _Side] = {}

    def evidence(self, candidate: Candidate) -> Evidence:
        """What speaks for or against a candidate."""
        start, end, source = candidate.start, candidate.end, candidate.source
        name = self._reading.run[start:end]
        left = self._before.get(start) or self._before.setdefault(start, _left(self._reading, start))
        right = self._after.get(end) or self._after.setdefault(end, _right(self._reading, end))
        if left.sharp and right.sharp:
            inner: Sequence[tuple[str, str]] = self._reading.tagged[left.next : right.next]
        else:
            inner = _words(self._reading, start, end)
        (first, first_tag), (last, last_tag) = inner[0], inner[-1]
        others = self._seen.get(name, 0) - (source == "model")
        tags = [tag for _, tag in inner]
        values = (
            candidate.kind[:3], source, _level(candidate.likely), _count(others, 3), _count(others, 2),
            _count(self._proposed.get(name, 0), 4), _count(len(name) // 2, 12), _count(len(inner), 9),
            first, first_tag, last, last_tag, name[-2:], name[-1:], name[:2], name[:1], ending(last), ending(name),
            left.word, left.tag, right.word, right.tag, "_".join(tags[:3]), "_".join(tags[-3:]),
            f"{left.mark}_{right.mark}", _balanced(name), ending(right.word), _known_start(name[:12], len(name)),
            _known(name), left.verb, right.verb, left.joined, right.joined,
        )  # fmt: skip
        return Evidence(values, inner[1:-1])


class _Side(NamedTuple):
    """What is beside a place: the number of the `next` word, which begins at it (then it is `sharp`) or after it; the
    word beside it and its tag, the enclosing mark, the verb near by, the name that is tied to it."""

    next: int
    sharp: bool
    word: str
    tag: str
    mark: str
    verb: str
    joined: str


def _left(reading: Reading, place: int) -> _Side:
    """What is before a place."""
    index = bisect_left(reading.bounds, place)
    sharp = reading.bounds[index] == place
    if not place:
        word, tag = "|", "|"
    elif sharp:
        word, tag = reading.tagged[index - 1]
    else:
        word, tag = reading.run[reading.bounds[index - 1] : place], f"~{reading.tagged[index - 1][1]}"
    mark = reading.run[place - 1 : place]
    verb = _verb(reading.tagged[index - 1 : index - 7 if index > 6 else None : -1]) if index else ""
    return _Side(index, sharp, word, tag, mark if mark in _MARKS else "", verb, _neighbour(reading, place, -1))


def _right(reading: Reading, place: int) -> _Side:
    """What is after a place."""
    index = bisect_left(reading.bounds, place)
    bound = reading.bounds[index]
    if place == len(reading.run):
        word, tag = "|", "|"
    elif bound == place:
        word, tag = reading.tagged[index]
    else:
        word, tag = reading.run[place:bound], f"~{reading.tagged[index - 1][1]}"
    mark = reading.run[place : place + 1]
    verb = _verb(reading.tagged[index : index + 6])
    return _Side(index, bound == place, word, tag, mark if mark in _MARKS else "", verb, _neighbour(reading, place, 1))


def _verb(words: Sequence[tuple[str, str]]) -> str:
    """The first verb, or what ends the clause before it."""
    for word, tag in words:
        if tag[0] == "v" or word in _CLAUSE_ENDS:
            return word
    return ""


def _count(number: int, most: int) -> str:
    return _COUNTS[number if number < most else most]


def _level(probability: float) -> str:
    """A probability as a step of its log-odds, -7 to 7.

    >>> _level(0.0), _level(0.5), _level(0.7), _level(1.0)
    ('-7', '0', '1', '7')
    """
    return _LEVELS[bisect_left(_STEPS, probability)]


def _words(reading: Reading, start: int, end: int) -> list[tuple[str, str]]:
    """The words of a stretch; one that it cuts stands with the part inside."""
    inner = []
    index = bisect_right(reading.bounds, start) - 1
    while index < len(reading.tagged) and (left := reading.bounds[index]) < end:
        word, tag = reading.tagged[index]
        right = left + len(word)
        if left >= start and right <= end:
            inner.append((word, tag))
        else:
            inner.append((reading.run[max(left, start) : min(right, end)], f"~{tag}"))
        index += 1
    return inner


def _neighbour(reading: Reading, place: int, side: int) -> str:
    """The type of the model's name that a joining mark ties to this end of a stretch, and the mark."""
    at = place - 1 if side < 0 else place
    if not 0 <= at < len(reading.run) or reading.run[at] not in _TIES:
        return ""
    for start, end, kind in reading.runs:
        if end == at if side < 0 else start == at + 1:
            return reading.run[at] + kind[:3]
    return reading.run[at]


def _balanced(name: str) -> str:
    if not _PAIRED.search(name):
        return ""
    return "".join(
        mark for mark, closing in ("()", "《》") if name.count(mark) != name.count(closing)
    ) + ('"' if name.count('"') % 2 else "")  # fmt: skip


@lru_cache(maxsize=16_384)
def _known(name: str) -> str:
    found = known_bodies().find(name)
    if not found:
        return ""
    start, end, entry = found[0]
    return entry.kind[:3] + ("=" if end - start == len(name) else "^" if not start else "")


@lru_cache(maxsize=16_384)
def _known_start(beginning: str, length: int) -> str:
    found = gazetteer().find(beginning)
    if not found or found[0][0]:
        return ""
    return found[0][2].table[:3] + ("=" if found[0][1] == length else "")


def choose(judged: Iterable[tuple[Candidate, float]], least: Mapping[str, float]) -> list[tuple[Candidate, float]]:
    """The surest candidates, none sharing a character with a surer one, in order.

    `least`: how sure a name of a type must be; under "" for all other types.
    """
    kept: list[tuple[Candidate, float]] = []
    taken: set[int] = set()
    for candidate, certainty in sorted(judged, key=lambda pair: (-pair[1], pair[0].start, -pair[0].end)):
        places = range(candidate.start, candidate.end)
        if certainty >= least.get(candidate.kind, least[""]) and taken.isdisjoint(places):
            taken.update(places)
            kept.append((candidate, certainty))
    return sorted(kept, key=lambda pair: pair[0].start)
