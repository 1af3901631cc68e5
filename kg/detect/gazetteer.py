"""Names known beforehand (`seeds/gazetteer/*.tsv`), found in aligned text in one pass, leftmost and longest."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import TableError
from kg.tables import OWN_GAZETTEER, own_folders, read_rows, resource
from kg.terms import parent
from kg.vocabulary import ENTITY_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ahocorasick_rs import AhoCorasick


_LEVEL = 1  # characters of 县, 区, 市, 旗


@dataclass(frozen=True, slots=True)
class Entry:
    """A known name: `kind` an entity type, `sure` where the name alone, anywhere, stands for nothing else.

    `own`: it stands in a table of the user's own.
    """

    name: str
    kind: str
    table: str
    sure: bool
    own: bool = False


# table -> the type of its rows without a column `type`
PLACES: dict[str, str] = {"provinces": "Region", "prefectures": "Region", "counties": "Region", "regions": "Region"}
BODIES: dict[str, str] = {"universities": "University", "parks": "Park", "bodies": "Company", "industries": "Industry"}


def entries(tables: Mapping[str, str]) -> Iterator[Entry]:
    """Every name and short form of some tables, of a type of ours (an own type's parent). A county's short form
    (新安, 大方) may be a common word: not sure.

    Raises TableError: a row's type is none of the ontology.
    """
    folder = own_folders().get(OWN_GAZETTEER)
    for table, kind in tables.items():
        for _, row in read_rows(resource("seeds", "gazetteer", f"{table}.tsv"), ("name",)):
            kind_here = row.get("type") or kind
            if kind_here not in ENTITY_TYPES:
                raise TableError(f"{row.place}: unknown type {kind_here!r}; use one of {', '.join(ENTITY_TYPES)}")
            kind_here = parent(kind_here)
            mine = folder is not None and row.place.startswith(f"{folder}{os.sep}")
            yield Entry(row.filled("name"), kind_here, table, True, mine)
            for short in filter(None, row.get("short", "").split("|")):
                yield Entry(short, kind_here, table, mine or table != "counties", mine)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The known names and the automaton that finds them."""

    entries: tuple[Entry, ...]
    automaton: AhoCorasick

    def find(self, copy: str) -> list[tuple[int, int, Entry]]:
        """(start, end, entry) of each known name in the text, in order, none overlapping."""
        return [(start, end, self.entries[i]) for i, start, end in self.automaton.find_matches_as_indexes(copy)]


@cache
def gazetteer() -> Gazetteer:
    """The known places, read once a process."""
    return _build(PLACES)


@cache
def _bare_counties() -> dict[str, frozenset[str]]:
    """Name or short form of a province or prefecture -> its counties' names without their level (邻水)."""
    bearers: dict[str, set[str]] = {}
    for table in ("provinces", "prefectures"):
        for _, row in read_rows(resource("seeds", "gazetteer", f"{table}.tsv"), ("code", "name")):
            for name in (row["name"], *filter(None, row.get("short", "").split("|"))):
                bearers.setdefault(row["code"], set()).add(name)
    found: dict[str, set[str]] = {}
    for _, row in read_rows(resource("seeds", "gazetteer", "counties.tsv"), ("code", "name")):
        if len(row["name"]) > _LEVEL + 1:
            for code in (row["code"][:2] + "0000", row["code"][:4] + "00"):
                for name in bearers.get(code, ()):
                    found.setdefault(name, set()).add(row["name"][:-_LEVEL])
    return {name: frozenset(bare) for name, bare in found.items()}


def county_behind(place: str, copy: str, at: int) -> int:
    """Where a county's name without its level ends that stands right behind the place it lies in; `at` where none does.

    Such a name by itself may be a common word, or another place's.

    >>> county_behind("广安", "广安邻水", 2), county_behind("成都市", "成都市邻水", 3)
    (4, 3)
    """
    known = _bare_counties().get(place, frozenset())
    behind = copy[at : at + 4]
    return next((at + size for size in (4, 3, 2) if size <= len(behind) and behind[:size] in known), at)


@cache
def known_bodies() -> Gazetteer:
    """The known universities, zones, bodies and companies, read once a process."""
    return _build(BODIES)


@cache
def own_names() -> Gazetteer | None:
    """The names in the user's own tables; None where there are none."""
    return _build(PLACES | BODIES, own=True) if own_folders().get(OWN_GAZETTEER) else None


def _build(tables: Mapping[str, str], *, own: bool = False) -> Gazetteer:
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    known: dict[str, Entry] = {}
    for entry in entries(tables):
        if not own or entry.own:
            known.setdefault(entry.name, entry)
    automaton = AhoCorasick(
        list(known), matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA
    )
    return Gazetteer(tuple(known.values()), automaton)
