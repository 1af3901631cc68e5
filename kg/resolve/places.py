"""Names of places -> their codes in the gazetteer (GB/T 2260), and which of them lies in which.

A code is kept without its idle zeros (``50`` 重庆市, ``5101`` 成都市, ``510107`` its 武侯区); a place lies in
another where its code begins with the other's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.lang import normal_name
from kg.tables import language, read_rows, resource

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

Codes = tuple[str, ...]
_LEVEL = re.compile(r"(?<=..)(?:自治[区州县旗]|特别行政区|地区|林区|[省市州盟县旗区])$")
_MUNICIPALITY = frozenset({"11", "12", "31", "50"})


def significant(code: str) -> str:
    """A code without its idle zeros.

    >>> significant("500000"), significant("510100"), significant("500118")
    ('50', '5101', '500118')
    """
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def related(a: str, b: str) -> bool:
    """True where one of the places lies in the other, or they are one."""
    return a.startswith(b) or b.startswith(a)


@cache
def _tables() -> tuple[dict[str, Codes], dict[str, str], dict[str, Codes]]:
    """(names and sure short forms -> codes), (code -> full name), (county without its level -> codes)."""
    names: dict[str, list[str]] = {}
    full: dict[str, str] = {}
    cores: dict[str, list[str]] = {}
    for table in ("provinces", "prefectures", "counties"):
        for _, row in read_rows(resource("seeds", "gazetteer", f"{table}.tsv"), ("code", "name", "short")):
            code = significant(row["code"])
            full[code] = row["name"]
            names.setdefault(normal_name(row["name"]), []).append(code)
            for short in filter(None, row["short"].split("|")):
                taken = names.setdefault(normal_name(short), [])
                # 吉林 is the province, 朝阳 the city: of a short form's places the largest.
                if not taken or len(taken[0]) == len(code):
                    taken.append(code)
            if table == "counties":
                cores.setdefault(_LEVEL.sub("", normal_name(row["name"])), []).append(code)
    frozen = {name: tuple(dict.fromkeys(codes)) for name, codes in names.items()}
    return frozen, full, {name: tuple(codes) for name, codes in cores.items()}


def full_name(code: str) -> str:
    """The official name of a place by its code."""
    return _tables()[1][code]


def chain_name(code: str) -> str:
    """The official name with that of the city or province in front, by which no two places are alike.

    >>> chain_name("320106"), chain_name("500105"), chain_name("5101")
    ('南京市鼓楼区', '重庆市江北区', '成都市')
    """
    if len(code) < 6:
        return full_name(code)
    above = code[:4] if code[:4] in _tables()[1] else code[:2]
    return full_name(above) + full_name(code)


@cache
def _lengths() -> dict[str, tuple[int, ...]]:
    """The first two characters of names -> how long those names are, the longest first."""
    found: dict[str, set[int]] = {}
    for name in (*_tables()[0], *_tables()[2]):
        found.setdefault(name[:2], set()).add(len(name))
    return {start: tuple(sorted(every, reverse=True)) for start, every in found.items()}


def codes_of(name: str) -> Codes:
    """The places that bear a name (in comparison form) by itself."""
    return _tables()[0].get(name, ())


def read_place(text: str, region: bool = False) -> tuple[int, Codes]:
    """How many characters of places `text` (in comparison form) begins with, and the codes of the last of them:
    several where the name is of several. `region`: the whole text is a place, so that 永川, 邻水 are read too.

    >>> read_place("重庆市江北区人大"), read_place("广安邻水"), len(read_place("江北区法院")[1])
    ((6, ('500105',)), (4, ('511623',)), 2)
    """
    names, _, cores = _tables()
    lengths = _lengths()
    end, codes = 0, ()  # type: tuple[int, Codes]
    for _ in range(3):
        for length in lengths.get(text[end : end + 2], ()):
            piece = text[end : end + length]
            if len(piece) < length:
                continue
            found = names.get(piece, ())
            if codes:
                below = (*found, *cores.get(piece, ()))
                found = tuple(c for c in below if any(_below(c, p) for p in codes)) if below else ()
            elif not found and region and length == len(text):
                found = cores.get(piece, ())
            if found:
                end, codes = end + length, tuple(dict.fromkeys(found))
                break
        else:
            break
    return end, codes


def _below(code: str, above: str) -> bool:
    return code != above and code.startswith(above)


def settle(codes: Codes, around: Iterable[str]) -> Codes:
    """Of several places of one name those that the places spoken of (`around`: codes) speak for."""
    if len(codes) < 2:
        return codes
    for code in around:
        kept = tuple(c for c in codes if c.startswith(code) or code.startswith(c))
        if kept and len(kept) < len(codes):
            return kept
    return codes


def city_of(code: str) -> str:
    """The code of the city (or municipality) in which a place lies; a province has none: empty. A city of a county's
    rank that is under no other (石河子市) is its own.

    >>> city_of("500105"), city_of("320106"), city_of("5101"), city_of("51"), city_of("659001")
    ('50', '3201', '5101', '', '659001')
    """
    if code[:2] in _MUNICIPALITY:
        return code[:2]
    if len(code) == 6 and code[:4] not in _tables()[1]:
        return code
    return code[:4] if len(code) > 2 else ""


@cache
def letters() -> dict[str, Codes]:
    """A region's character -> the codes of what it may stand for (渝 -> 50), the provinces first."""
    found: dict[str, list[str]] = {}
    for _, row in read_rows(language("aliases_regions.tsv"), ("abbreviation", "name", "level")):
        found.setdefault(row["abbreviation"], []).extend(codes_of(normal_name(row["name"])))
    return {letter: tuple(codes) for letter, codes in found.items()}


@cache
def _automaton() -> tuple[AhoCorasick, tuple[str, ...]]:
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    names = tuple(_tables()[0])
    built = AhoCorasick(names, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA)
    return built, names


def find_places(copy: str) -> Iterator[tuple[int, int, Codes]]:
    """(start, end, codes) of every name of a place in an aligned text, also within longer names; a place behind the
    one that it lies in (广安邻水) is one with it."""
    automaton, names = _automaton()
    last: tuple[int, int, Codes] | None = None
    for number, start, end in automaton.find_matches_as_indexes(copy):
        codes = codes_of(names[number])
        if last and last[1] == start:
            inner = tuple(c for c in codes if any(_below(c, p) for p in last[2]))
            if inner:
                last = (last[0], end, inner)
                continue
        if last:
            yield last
        last = (start, end, codes)
    if last:
        yield last
