"""Agreements, meetings and policies: titles with and without their parties, told apart by numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from itertools import product

from kg.resolve.anatomy import anatomy, written
from kg.resolve.places import find_places, letters
from kg.resolve.thing import Thing
from kg.resolve.words import any_of, equivalents, generic, name_parts, reduce_words, words

LONGEST_PARTY = 24
_END = 7


@cache
def _joint() -> re.Pattern[str]:
    return re.compile(rf"{any_of(words('joint'))}?")


def without_parties(title: str, is_party: Callable[[str], bool]) -> tuple[str, tuple[str, ...]]:
    """A title (in comparison form) without the parties that it begins with, and those parties: known ones, or two
    and more that look so (浙江省政府安徽省政府…)."""
    parties: list[str] = []
    sure, at = False, 0
    while party := _first_party(title[at:], is_party):
        parties.append(party)
        sure = sure or is_party(party)
        at += len(party)
        joint = _joint().match(title, at)
        at = joint.end() if joint else at
    rest = title[at:]
    return (rest, tuple(parties)) if len(rest) > 1 and (sure or len(parties) > 1) else (title, ())


def _first_party(text: str, is_party: Callable[[str], bool]) -> str:
    lengths = range(min(LONGEST_PARTY, len(text) - 2), 1, -1)
    pieces = (text[:length] for length in lengths)
    return next((piece for piece in pieces if is_party(piece) or _looks_like_party(piece)), "")


@cache
def _kinds() -> tuple[str, ...]:
    every = {form for name in ("body", "zone") for word in name_parts(name) for form in (word, *_longs(word))}
    return tuple(sorted(every))


def _longs(short: str) -> list[str]:
    """The long forms of which a kind of body is the short one: 管理委员会, 人民政府."""
    return [long for long, other in equivalents() if other == short]


def _looks_like_party(piece: str) -> bool:
    """A place with a kind of body behind it, and no second party in it: 西部(重庆)科学城管委会."""
    if len(piece) < 4 or not piece.endswith(_kinds()) or any(joint in piece[1:] for joint in words("joint")):
        return False
    taken = anatomy(piece)
    return len(taken.places) == 1 and bool(taken.body) and not any(True for _ in find_places(taken.stem))


def regions_sorted(title: str) -> str:
    """A title in which regions that stand together are in one order, by code or by letter: 重庆四川, 川渝 are alike.

    >>> regions_sorted("四川重庆党政联席会议") == regions_sorted("川渝党政联席会议")
    True
    """
    marked = _with_codes(title)
    return re.sub(r"(?:\{[0-9]+\}[和与、-]?){2,}", lambda m: _in_order(m[0]), marked)


def _in_order(run: str) -> str:
    return "".join(f"{{{code}}}" for code in sorted(set(re.findall(r"[0-9]+", run))))


def _with_codes(title: str) -> str:
    out, at = [], 0
    for start, end, codes in find_places(title):
        out.append(_letters(title[at:start]))
        out.append(f"{{{codes[0]}}}" if len(codes) == 1 else title[start:end])
        at = end
    return "".join(out) + _letters(title[at:])


@cache
def _runs() -> re.Pattern[str]:
    every = "".join(letter for letter, codes in letters().items() if len(codes[0]) == 2 and len(letter) == 1)
    return re.compile(rf"[{every}]{{2,6}}(?=.)")


def _letters(text: str) -> str:
    def replace(match: re.Match[str]) -> str:
        return "".join(f"{{{letters()[c][0]}}}" for c in match[0])

    return _runs().sub(replace, text)


def title_form(label: str) -> str:
    """A title as titles are compared."""
    return regions_sorted(reduce_words(written(label)))


def ending(form: str) -> str:
    """The end of a title by which longer and shorter forms of it find each other."""
    return form[-_END:]


def is_general(title: str) -> bool:
    """True for a title that says what it is, not which: 战略合作协议, 2次联席会议."""
    return generic().fullmatch(title) is not None


def dates_agree(a: Iterable[str], b: Iterable[str]) -> bool | None:
    """Whether dates can be one, the coarser holding the finer (2021 and 2021-03-26); None where one side has none."""
    left, right = tuple(a), tuple(b)
    if not left or not right:
        return None
    return any(x.startswith(y) or y.startswith(x) for x, y in product(left, right))


def when(thing: Thing) -> tuple[str, ...]:
    """The dates of a titled thing: as told of it, else those of its sentence, else the year in its name."""
    told = tuple(sorted({date for profile in thing.profiles for date in profile.told}))
    return thing.dates or told or thing.anatomy.years
