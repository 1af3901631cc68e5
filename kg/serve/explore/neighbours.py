"""A thing and those around it as a small picture: where each stands, for the page to draw as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from kg.serve.explore.index import Index, Thing
from kg.vocabulary import ENTITY_TYPES

MOST = 14
WIDTH, ROW, MIDDLE, OVAL = 420, 37, 210, 82  # units of the picture


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A thing beside the one in the middle. `x`, `y`: its place; `left`: its name stands to its left; `predicates`:
    how it is tied, each with True where it is told of the neighbour."""

    thing: Thing
    x: float
    y: float
    left: bool
    predicates: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole: its height, the middle's y, the neighbours, lines between two of them (their places), and how many
    more there are."""

    height: int
    y: float
    around: tuple[Neighbour, ...]
    chords: tuple[tuple[float, float, float, float], ...]
    more: int

    width: int = WIDTH
    x: int = MIDDLE


def picture(index: Index, iri: str, most: int = MOST) -> Picture | None:
    """The picture of a thing with the foremost of its neighbours; None where it has none."""
    ties: dict[str, dict[tuple[str, bool], None]] = {}
    for fact in index.about.get(iri, ()):
        if fact.linked and (other := fact.other(iri)) in index.things and other != iri:
            ties.setdefault(other, {})[fact.predicate, fact.object == iri and fact.predicate != "cooperatesWith"] = None
    if not ties:
        return None
    ranked = sorted(ties, key=lambda other: (-len(ties[other]), -index.things[other].facts, other))[:most]
    # Things of one type stand together.
    ranked.sort(key=lambda other: (ENTITY_TYPES.index(index.things[other].type), -index.things[other].facts, other))
    placed = _placed(len(ranked))
    around = tuple(
        Neighbour(index.things[other], *place, tuple(ties[other])) for other, place in zip(ranked, placed, strict=True)
    )
    at = {one.thing.iri: (one.x, one.y) for one in around}
    chords = {
        tuple(sorted((fact.subject, fact.object)))
        for other in at
        for fact in index.about[other]
        if fact.linked and fact.subject in at and fact.object in at and fact.subject != fact.object
    }
    rows = -(-len(ranked) // 2)
    height = max(rows, 3) * ROW + 40
    lines = tuple((*at[a], *at[b]) for a, b in sorted(chords))
    return Picture(height, height / 2, around, lines, len(ties) - len(ranked))


def _placed(count: int) -> list[tuple[float, float, bool]]:
    """Places on an oval, down its right side and up its left one: names stand outside of it, one in a row."""
    right = -(-count // 2)
    rows = max(right, 3)
    height = rows * ROW + 40
    found = []
    for side, many in ((1, right), (-1, count - right)):
        for place in range(many):
            slot = place if side > 0 else many - 1 - place
            y = height / 2 + (slot - (many - 1) / 2) * ROW
            away = (y - height / 2) / (height / 2)
            x = MIDDLE + side * OVAL * sqrt(max(0.2, 1 - away * away))
            found.append((round(x, 1), round(y, 1), side < 0))
    return found
