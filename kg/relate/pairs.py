"""Scene -> pairs that may be subject and object of a fact, by type and nearness."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from kg.model import AREA, MONEY, TIME
from kg.relate.scene import Item, Scene
from kg.vocabulary import DATE_PREDICATES, DOMAINS, ENTITY_RANGES, INSTITUTION_TYPES, MONEY_PREDICATES

# A fact's two sides stand within so many sentences of one another, or it is left to coreference.
REACH = 2
# Two sentences away only what speaks of a signing or a meeting: the rest is hardly ever right (measured on train).
_FAR = frozenset(("Agreement", "Event"))

# What may be part of what: narrower than the ontology's domain and range, which cannot say it pairwise.
_PARTS = {
    "Park": ("Park", "Project", "Region"),
    "Region": ("Park", "Region"),
    "Project": ("Project", "Park", *INSTITUTION_TYPES),
    "Event": ("Event",),
    "Mechanism": ("Project", "Mechanism"),
    **dict.fromkeys(INSTITUTION_TYPES, (*INSTITUTION_TYPES, "Project", "Park")),
}

_VALUE_PREDICATES = {TIME: DATE_PREDICATES, MONEY: MONEY_PREDICATES, AREA: ("area",)}


@cache
def predicates(subject: str, object_kind: str) -> frozenset[str]:
    """The predicates that a subject of this type may have with an object of that type or value kind.

    >>> sorted(predicates("Agreement", "Event"))
    ['signedAt']
    """
    if object_kind in _VALUE_PREDICATES:
        return frozenset(p for p in _VALUE_PREDICATES[object_kind] if subject in DOMAINS[p])
    found = {p for p, kinds in ENTITY_RANGES.items() if object_kind in kinds and subject in DOMAINS[p]}
    return frozenset(found if object_kind in _PARTS.get(subject, ()) else found - {"partOf"})


def licensed(subject: Item, object_: Item) -> frozenset[str]:
    """All predicates that the types of the two allow."""
    found: frozenset[str] = frozenset()
    for kind in subject.types:
        for other in object_.types:
            found |= predicates(kind, other)
    return found


def pairs(scene: Scene) -> Iterator[tuple[int, int]]:
    """Yield (subject, object) as indexes of items: near enough to one another, and of types that allow a fact."""
    items = scene.items
    for right, later in enumerate(items):
        for left in range(right - 1, -1, -1):
            earlier = items[left]
            gap = later.sentence - earlier.sentence
            if gap > REACH:
                break
            if gap and _paragraph(scene, later) - _paragraph(scene, earlier) > 1:
                break
            if gap == REACH and not _FAR & {earlier.kind, later.kind}:
                continue
            if set(earlier.targets) & set(later.targets):
                continue
            if earlier.targets and licensed(earlier, later):
                yield left, right
            if later.targets and licensed(later, earlier):
                yield right, left


def _paragraph(scene: Scene, item: Item) -> int:
    return scene.sentences[item.sentence].paragraph
