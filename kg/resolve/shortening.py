"""Whether a name is a longer one with words left out: 长三角一体化示范区 of 长三角生态绿色一体化发展示范区."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from kg.lang.words import cut, made_of
from kg.resolve.anatomy import Anatomy
from kg.resolve.places import find_places, letters
from kg.resolve.words import any_of, is_common, name_parts, words

_SHORTEST = 4
_LONGEST = 60
_HEAD = 2


def gaps(short: str, long: str) -> list[str] | None:
    """What `long` has between the characters of `short`, whole words each; None where they do not stand in order.

    >>> gaps("长三角一体化示范区", "长三角生态绿色一体化发展示范区")
    ['生态绿色', '发展']
    """
    if len(short) < _SHORTEST or len(long) > _LONGEST or len(short) >= len(long) or short[-_HEAD:] != long[-_HEAD:]:
        return None
    words_ = [piece for word in cut(long) for piece in _pieces(word)]
    lost: set[tuple[int, int]] = set()

    def skipped(number: int, place: int) -> list[int] | None:
        """The numbers of the words to leave out, from word `number` and character `place` of the short form on."""
        if number == len(words_):
            return [] if place == len(short) else None
        if (number, place) in lost:
            return None
        if short.startswith(words_[number], place):
            found = skipped(number + 1, place + len(words_[number]))
            if found is not None:
                return found
        found = skipped(number + 1, place)
        if found is None:
            lost.add((number, place))
            return None
        return [number, *found]

    chosen = skipped(0, 0)
    return None if chosen is None else _joined(words_, chosen)


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(any_of(tuple(word for word in words("gap") if len(word) > 1)))


def _pieces(word: str) -> list[str]:
    """A word of the dictionary with the empty words in it by themselves: 科技产业 is 科技 and 产业."""
    found, at = [], 0
    for match in _whole().finditer(word):
        found += [word[at : match.start()], match[0]]
        at = match.end()
    return [piece for piece in (*found, word[at:]) if piece]


def _joined(every: list[str], chosen: list[int]) -> list[str]:
    """The chosen words, those that stand together as one."""
    found: list[str] = []
    for position, number in enumerate(chosen):
        if position and chosen[position - 1] == number - 1:
            found[-1] += every[number]
        else:
            found.append(every[number])
    return found


@cache
def _empty() -> frozenset[str]:
    return frozenset(words("gap"))


def left_out(short: Anatomy, long: Anatomy, places: Iterable[str] = ()) -> tuple[bool, list[str]] | None:
    """(whether all that is left out is empty words, what is left out); None where `short` is none of `long`."""
    if short.marks != long.marks or is_common(short.stem):
        return None
    if set(short.places) != set(long.places) and not (long.bracket and not short.places):
        return None
    # Regions in front (成渝 in 成渝双城经济圈) may be left out.
    begin = 0 if short.stem[:2] == long.stem[:2] else front(long.stem)
    found = [] if short.stem == long.stem[begin:] else gaps(short.stem, long.stem[begin:])
    if found is None or any(_tells_apart(gap) for gap in found):
        return None
    kept = len(short.stem) >= sum(map(len, found))
    return all(made_of(gap, _empty()) for gap in found) and kept, [long.stem[:begin], *found] if begin else found


def front(stem: str) -> int:
    """How many characters of regions (成渝 in 成渝双城经济圈) a name begins with."""
    count = 0
    while count < len(stem) and stem[count] in letters() and count < 4:
        count += 1
    return count if count > 1 else 0


def _tells_apart(gap: str) -> bool:
    if any(zone in gap for zone in name_parts("zone")):
        return True
    return gap in words("telling") or any(True for _ in find_places(gap)) or any(c.isdigit() for c in gap)
