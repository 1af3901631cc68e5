"""Lines that are named by the places they join: 沪苏湖高铁 is 上海经苏州至湖州高速铁路."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, product

from kg.resolve.anatomy import written
from kg.resolve.places import codes_of, letters
from kg.resolve.words import any_of, reduce_words, words

_MOST = 64  # ways to abbreviate one line that are looked at
_SHORTEST, _LONGEST = 2, 6


@cache
def _line() -> re.Pattern[str]:
    return re.compile(rf"^(?P<places>.{{2,24}}?)(?P<kind>{any_of(words('line'))}(?:工程|项目)?[0-9期段线()]*)$")


@cache
def _joints() -> re.Pattern[str]:
    return re.compile(any_of(words("joint")))


@lru_cache(maxsize=8192)
def spellings(name: str) -> tuple[str, ...]:
    """Every way to write a line by one character a place, with its kind; nothing for what is no such line.

    >>> "沪苏湖|高铁" in spellings("上海经苏州至湖州高速铁路"), spellings("沪苏湖高铁"), spellings("金凤大桥")
    (True, ('沪苏湖|高铁',), ())
    """
    match = _line().match(reduce_words(written(name)))
    if match is None:
        return ()
    kind = match["kind"].removesuffix("工程").removesuffix("项目")
    pieces = [piece for piece in _joints().split(match["places"]) if piece]
    if len(pieces) == 1:
        own = pieces[0]
        short = _SHORTEST <= len(own) <= _LONGEST and not codes_of(own)
        return (f"{own}|{kind}",) if short and any(c in letters() for c in own) else ()
    choices = [_characters(piece) for piece in pieces]
    if not all(choices) or len(choices) > _LONGEST:
        return ()
    return tuple(sorted({"".join(one) + f"|{kind}" for one in islice(product(*choices), _MOST)}))


def same_line(a: str, b: str) -> bool:
    """True where two names are of one line; of two that write the places out, only where all places are the same."""
    if not set(spellings(a)) & set(spellings(b)):
        return False
    left, right = _pieces(a), _pieces(b)
    return len(left) == 1 or len(right) == 1 or left == right


def _pieces(name: str) -> list[str]:
    match = _line().match(reduce_words(written(name)))
    return [piece for piece in _joints().split(match["places"]) if piece] if match else []


def _characters(place: str) -> tuple[str, ...]:
    """The characters that may stand for a place: its letter, its first, and its second where that is no level."""
    if not codes_of(place) and len(place) > 4:
        return ()
    codes = set(codes_of(place))
    own = [letter for letter, stands in letters().items() if codes & set(stands)]
    return tuple(dict.fromkeys((*own, place[0])))
