"""Parks and projects in, where in China each lies out: by `locatedIn` and `partOf`, else by the place in its name.

A place is its GB/T 2260 code without idle zeros: `50` 重庆市, `5101` 成都市, `510107` its 武侯区.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.lang import normal_name
from kg.tables import read_rows, resource

if TYPE_CHECKING:
    import networkx as nx

PLACED = frozenset({"Park", "Project"})
STEPS = 4  # so many times 位于 and 隶属于 are followed
_LONGEST = 12
_WITHIN = ("locatedIn", "partOf")


def _significant(code: str) -> str:
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


@cache
def _gazetteer() -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """(name -> codes, the larger places first), (code -> name). Short forms of counties are left out: 大方, 东方."""
    codes: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for table in ("provinces", "prefectures", "counties"):
        for _, row in read_rows(resource("seeds", "gazetteer", f"{table}.tsv"), ("code", "name", "short")):
            code = _significant(row["code"])
            names[code] = row["name"]
            short = row["short"].split("|") if table != "counties" else ()
            for name in filter(None, (row["name"], *short)):
                codes.setdefault(normal_name(name), []).append(code)
    return {name: tuple(dict.fromkeys(found)) for name, found in codes.items()}, names


def place_named(name: str) -> str | None:
    """The code of the place that bears exactly this name; None where none does, or several that are not one in another.

    >>> place_named("成都市"), place_named("朝阳区")
    ('5101', None)
    """
    found = _gazetteer()[0].get(normal_name(name), ())
    # 吉林 is the province before it is the city.
    return found[0] if found and all(code.startswith(found[0]) for code in found) else None


def place_in_name(name: str) -> str | None:
    """The code of the first place that a name holds, or of a smaller one in it that follows.

    >>> place_in_name("西部(重庆)科学城"), place_in_name("四川省成都市武侯区电商园"), place_in_name("金凤软件园")
    ('50', '510107', None)
    """
    best = ""
    for codes in _places_within(normal_name(name)):
        inside = [code for code in codes if code.startswith(best)]
        if inside and (best or len(codes) == 1 or all(code.startswith(codes[0]) for code in codes)):
            best = inside[0] if not best else min(inside, key=lambda code: (len(code) == len(best), len(code)))
    return best or None


def _places_within(name: str) -> Iterator[tuple[str, ...]]:
    """The codes of the places in a name from left to right, the longest at each spot."""
    known = _gazetteer()[0]
    at = 0
    while at < len(name) - 1:
        for end in range(min(len(name), at + _LONGEST), at + 1, -1):
            if codes := known.get(name[at:end]):
                yield codes
                at = end - 1
                break
        at += 1


def places(graph: nx.MultiDiGraph, number: Mapping[Any, int]) -> dict[str, Any]:
    """What the map needs. `of`: [thing, code, how it is known: locatedIn, partOf, name]; `tiles`: [code, short name,
    column, row]; `names`: code -> name, of all places used."""
    found: list[tuple[int, str, str]] = []
    for node, data in graph.nodes(data=True):
        if PLACED & {data.get("type"), *data.get("types", ())} and (place := _place(graph, node)):
            found.append((number[node], *place))
    names = _gazetteer()[1]
    used = {code[:length] for _, code, _ in found for length in (2, 4, 6)} & set(names)
    return {"of": sorted(found), "tiles": _tiles(), "names": {code: names[code] for code in sorted(used)}}


def _place(graph: nx.MultiDiGraph, node: Any) -> tuple[str, str] | None:
    """The place of a thing and how it is known: the nearest region that facts lead to, else by its own name, else by
    the name of what it lies in."""
    own = place_in_name(str(graph.nodes[node].get("name") or node))
    above = [(str(graph.nodes[x].get("name") or x), graph.nodes[x].get("type"), how) for x, how in _above(graph, node)]
    for name, kind, how in above:
        if kind == "Region" and (code := place_named(name)):
            # What the name says more exactly than the fact is taken from the name.
            return (own if own and own.startswith(code) else code), how
    if own:
        return own, "name"
    return next(((code, how) for name, _, how in above if (code := place_in_name(name))), None)


def _above(graph: nx.MultiDiGraph, node: Any) -> Iterator[tuple[Any, str]]:
    """What a thing lies in, nearest first, with the first predicate of the way there."""
    seen, edge = {node}, [(node, "")]
    for _ in range(STEPS):
        further = []
        for below, first in edge:
            for predicate in _WITHIN:
                for _, other, data in graph.out_edges(below, data=True):
                    if data.get("predicate") == predicate and other not in seen:
                        seen.add(other)
                        further.append((other, first or predicate))
        yield from further
        edge = further


def _tiles() -> list[list[Any]]:
    rows = read_rows(Path(__file__).parent / "tiles.tsv", ("code", "column", "row"))
    at = {row["code"]: (int(row["column"]), int(row["row"])) for _, row in rows}
    provinces = read_rows(resource("seeds", "gazetteer", "provinces.tsv"), ("code", "short"))
    return [[_significant(row["code"]), row["short"], *at[row["code"]]] for _, row in provinces]
