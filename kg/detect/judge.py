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


def evidence(reading: Reading, candidate: Candidate, seen: Mapping[str, int], proposed: Mapping[str, int]) -> Evidence:
    """What speaks for or against a candidate.

    `seen`: how often the article's text has which words as a name of the model's own; `proposed`: as any candidate.
    """
    run, start, end = reading.run, candidate.start, candidate.end
    name, source = run[start:end], candidate.source
    inner = _words(reading, start, end)
    (first, first_tag), (last, last_tag) = inner[0], inner[-1]
    before, before_tag = _beside(reading, start, -1)
    after, after_tag = _beside(reading, end, 1)
    others = seen.get(name, 0) - (source == "model")
    verb, follows = _verbs(reading, start, end)
    tags = [tag for _, tag in inner]
    values = (
        candidate.kind[:3], source, _level(candidate.likely), _count(others, 3), _count(others, 2),
        _count(proposed.get(name, 0), 4), _count(len(name) // 2, 12), _count(len(inner), 9),
        first, first_tag, last, last_tag, name[-2:], name[-1:], name[:2], name[:1], ending(last), ending(name),
        before, before_tag, after, after_tag, "_".join(tags[:3]), "_".join(tags[-3:]), _enclosed(run, start, end),
        _balanced(name), ending(after), _known_start(name[:12], len(name)), _known(name), verb, follows,
        _neighbour(reading, start, -1), _neighbour(reading, end, 1),
    )  # fmt: skip
    return Evidence(values, inner[1:-1])


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
    bounds = reading.bounds
    left, right = bisect_left(bounds, start), bisect_left(bounds, end)
    if bounds[left] == start and bounds[right] == end:
        return reading.tagged[left:right]
    inner = []
    index = bisect_right(bounds, start) - 1
    while index < len(reading.tagged) and (left := reading.bounds[index]) < end:
        word, tag = reading.tagged[index]
        right = left + len(word)
        if left >= start and right <= end:
            inner.append((word, tag))
        else:
            inner.append((reading.run[max(left, start) : min(right, end)], f"~{tag}"))
        index += 1
    return inner


def _beside(reading: Reading, place: int, side: int) -> tuple[str, str]:
    """The word that ends (side -1) or begins (side 1) at a place, or what is cut off there."""
    if place in (0, len(reading.run)) and (place == 0) == (side < 0):
        return "|", "|"
    index = bisect_right(reading.bounds, place - (side < 0)) - 1
    left = reading.bounds[index]
    word, tag = reading.tagged[index]
    if side < 0:
        return (word, tag) if left + len(word) == place else (reading.run[left:place], f"~{tag}")
    return (word, tag) if left == place else (reading.run[place : left + len(word)], f"~{tag}")


def _verbs(reading: Reading, start: int, end: int) -> tuple[str, str]:
    """The last verb before a stretch and the first after it, in the same clause, at most six words away."""
    before = after = ""
    index = bisect_left(reading.bounds, start) - 1
    for word, tag in reading.tagged[index : index - 6 if index > 5 else None : -1] if index >= 0 else ():
        if tag[0] == "v" or word in _CLAUSE_ENDS:
            before = word
            break
    index = bisect_left(reading.bounds, end)
    for word, tag in reading.tagged[index : index + 6]:
        if tag[0] == "v" or word in _CLAUSE_ENDS:
            after = word
            break
    return before, after


def _neighbour(reading: Reading, place: int, side: int) -> str:
    """The type of the model's name that a joining mark ties to this end of a stretch, and the mark."""
    at = place - 1 if side < 0 else place
    if not 0 <= at < len(reading.run) or reading.run[at] not in _TIES:
        return ""
    for start, end, kind in reading.runs:
        if end == at if side < 0 else start == at + 1:
            return reading.run[at] + kind[:3]
    return reading.run[at]


def _enclosed(run: str, start: int, end: int) -> str:
    left = run[start - 1] if start else ""
    right = run[end] if end < len(run) else ""
    return (left if left in _MARKS else "") + "_" + (right if right in _MARKS else "")


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
