"""A reading in, candidates out: the names that the model sees, and the other boundaries that they might have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.detect.features import told_by_ending
from kg.detect.gazetteer import known_bodies
from kg.detect.names import Reading
from kg.vocabulary import ENTITY_TYPES, INSTITUTION_TYPES

_CERTAIN = 0.8  # above this the model's own boundaries stand alone
_DOUBT = 0.75  # a run of characters that are outside with less than this is a candidate, too
_FURTHER = 2  # words by which a boundary may move
_JOINTS = frozenset(("", "和", "与", "及", "暨", "、", "(", ")", "·", "—", "-", '"', '""', ")(", "×", ")、", "的"))
_WIDEST = 40  # characters of a name before its last word
_OPENINGS = 4
_SURELY_OUTSIDE = 0.995
_OUTSIDE = 0.97  # the same, of names that end in one character only (线, 段, 院), which is often no ending at all
_MEMBERS = "[^，。；：,;:!?！？《》<>|【】]"
_LIST = re.compile(f"(?<!{_MEMBERS}){_MEMBERS}*、{_MEMBERS}*")
_TIE = re.compile("[、和与及]")
_MEMBER = 16  # characters of a member of a list
_TOWNS = ("镇", "乡", "村", "街道", "岛", "区", "县")
_NO_HEADS = frozenset(("Industry", "Region", "Mechanism"))
_ORDINALS = frozenset("第首")
_OPENERS = frozenset('"(《与和及、了的在由')
_BODIES = frozenset((*INSTITUTION_TYPES, "Region", "Park"))
_AGENT = re.compile("[省市区县州旗盟]由(?!于)")  # 甲县由乙市托管: two places, not one
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
    within = reading.within[kind]
    weakest = min(within[start + 1 : end], default=1.0)
    goes_on = within[end] if end < len(within) else 0.0
    return reading.beginning[start] * weakest * (1.0 - goes_on)


def candidates(reading: Reading) -> list[Candidate]:
    """Every candidate of a sequence: a stretch of characters as one type once, the model's own first.

    The type is the model's, or what the name's ending tells; more than a place is no place.
    """
    found: dict[tuple[int, int, str], Candidate] = {}
    for start, end, kind, source in _proposals(reading):
        if not 0 <= start < end <= len(reading.run):
            continue
        glued = _AGENT.search(reading.run, start, end)
        for each in _kinds(reading, start, end, kind, source):
            if (start, end, each) not in found and not (glued and each in _BODIES):
                found[start, end, each] = Candidate(start, end, each, source, likelihood(reading, start, end, each))
    return list(found.values())


def _kinds(reading: Reading, start: int, end: int, kind: str, source: str) -> tuple[str, ...]:
    told = told_by_ending(reading.run[start:end].rstrip(')"'))
    if source == "known":
        return (kind,)
    if source in ("model", "list"):
        doubtful = source == "model" and likelihood(reading, start, end, kind) < _CERTAIN
        second = _best_kind(reading, start, end) if doubtful else ""
        return tuple(dict.fromkeys(each for each in (kind, told, second) if each))
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
            yield from _owned(reading.run, start, end, kind)
    for start, end, kind in doubtful:
        yield from _moved(reading, start, end, kind)
        yield from _split(reading.run, start, end, kind)
    for (s1, e1, _), (s2, e2, kind) in pairwise(reading.runs):
        if reading.run[e1:s2] in _JOINTS:
            yield s1, e2, kind, "joined"
    yield from ((start, end, known.kind, "known") for start, end, known in known_bodies().find(reading.run))
    yield from _places(reading)
    yield from _listed(reading)
    yield from _quoted(reading.run)
    yield from _passed_over(reading)
    yield from _by_grammar(reading, certain)


def _by_grammar(reading: Reading, certain: set[int]) -> Iterator[tuple[int, int, str, str]]:
    """What ends in a word that names end in, from each place in its clause where a name may begin."""
    if min(reading.outside) > _SURELY_OUTSIDE:
        return
    clause = 0
    openings: list[int] = []
    fresh, quoted = True, False
    for index, (left, (word, tag)) in enumerate(zip(reading.bounds, reading.tagged, strict=False)):
        right = left + len(word)
        if not _STOPS.isdisjoint(word):
            clause, openings, fresh = right, [], True
            continue
        quoted = quoted != (word == '"')
        if tag == "ns" or fresh or (tag[0] in "nm" and word in _ORDINALS) or (word == '"' and quoted):
            openings.append(left)
        fresh = tag[0] in "vpcufrd" or word in _OPENERS
        if reading.outside[right - 1] > (_SURELY_OUTSIDE if len(word) > 1 else _OUTSIDE) or right in certain:
            continue
        kind = told_by_ending(reading.run[max(clause, right - 8) : right])
        if not kind or (kind in _NO_HEADS and not _is_town(word, kind)):
            continue
        following = reading.tagged[index + 1][0] if index + 1 < len(reading.tagged) else ""
        if len(following) > 1 and told_by_ending(following):
            continue
        for start in dict.fromkeys([clause, *openings[-_OPENINGS:]]):
            if left - start < _WIDEST and right - start > len(word):
                yield start, right, kind, "grammar"


def _is_town(word: str, kind: str) -> bool:
    return kind == "Region" and word.endswith(_TOWNS)


def _owned(run: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str, str]]:
    """What comes after the last 的 of a name that the model is certain of (四川遂宁的绿然科技公司), and before it."""
    at = run.rfind("的", start + 2, end - 2)
    if at >= 0:
        yield at + 1, end, kind, "last-part"
        yield start, at, "Region", "first-part"


def _places(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    """Short forms of counties, which may be common words (大足, 长宁), where the model passed over them."""
    for start, end, entry in reading.places:
        if not entry.sure and min(reading.outside[start:end]) < _SURELY_OUTSIDE:
            yield start, end, "Region", "known"


def _listed(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    """The other members of a list in which the model sees a name: A、B和C."""
    run = reading.run
    for match in _LIST.finditer(run) if reading.runs and "、" in run else ():
        kinds = [kind for start, end, kind in reading.runs if match.start() <= start and end <= match.end()]
        if not kinds:
            continue
        kind = max(dict.fromkeys(kinds), key=kinds.count)
        at = match.start()
        for part in _TIE.split(match.group()):
            begin, at = at, at + len(part) + 1
            end = begin + len(part.removesuffix("等"))
            if 1 < end - begin <= _MEMBER and not any(s == begin and e == end for s, e, _ in reading.runs):
                yield begin, end, kind, "list"


def _moved(reading: Reading, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str, str]]:
    """The same name with one boundary at another word's edge."""
    bounds, run = reading.bounds, reading.run
    before = [b for b in bounds if b < start][-_FURTHER:]
    for b in before:
        if _STOPS.isdisjoint(run[b:start]):
            yield b, end, kind, "longer-left"
    for b in [b for b in bounds if start < b < end - 1][: _FURTHER + 1]:
        yield b, end, kind, "shorter-left"
    for b in [b for b in bounds if b > end][:_FURTHER]:
        if _STOPS.isdisjoint(run[end:b]):
            yield start, b, kind, "longer-right"
    for b in [b for b in bounds if start + 1 < b < end][-_FURTHER:]:
        yield start, b, kind, "shorter-right"
    if end < len(run) and run[end] == "(" and 0 < (close := run.find(")", end)) - end < 16:
        yield start, close + 1, kind, "bracket"


def _split(run: str, start: int, end: int, kind: str) -> Iterator[tuple[int, int, str, str]]:
    """The parts of a name that has a joining word in it."""
    for place in range(start + 2, end - 2):
        if run[place] in "、和与及暨由":
            yield start, place, kind, "first-part"
            yield place + 1, end, kind, "last-part"


def _quoted(run: str) -> Iterator[tuple[int, int, str, str]]:
    """What stands between quotation marks and ends as names do."""
    for match in _QUOTED.finditer(run) if '"' in run else ():
        told = told_by_ending(match.group(1))
        if told and told not in _NO_HEADS:
            yield match.start(1), match.end(1), told, "quoted"


def _passed_over(reading: Reading) -> Iterator[tuple[int, int, str, str]]:
    """Whole words that the best labelling leaves out, though not surely."""
    if min(reading.outside) >= _DOUBT:
        return
    named = bytearray(len(reading.run))
    for start, end, _ in reading.runs:
        named[start:end] = b"\x01" * (end - start)
    if all(named[place] for place, chance in enumerate(reading.outside) if chance < _DOUBT):
        return
    first = None
    for left, right in zip(reading.bounds, [*reading.bounds[1:], len(reading.run)], strict=True):
        doubted = (
            left < right
            and min(reading.outside[left:right]) < _DOUBT
            and not any(named[left:right])
            and _STOPS.isdisjoint(reading.run[left:right])
        )
        if doubted and first is None:
            first = left
        if not doubted and first is not None:
            yield first, left, _best_kind(reading, first, left), "passed-over"
            first = None


def _best_kind(reading: Reading, start: int, end: int) -> str:
    return max(ENTITY_TYPES, key=lambda kind: sum(reading.within[kind][start:end]))
