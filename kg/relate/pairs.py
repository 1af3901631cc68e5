"""Scene -> pairs that may be subject and object of a fact, by type and nearness."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.model import AREA, MONEY, TIME
from kg.relate.scene import Item, Scene
from kg.vocabulary import DATE_PREDICATES, DOMAINS, ENTITY_RANGES, INSTITUTION_TYPES, MONEY_PREDICATES

# A fact's two sides stand within so many sentences of one another, or it is left to coreference.
REACH = 2
# Two sentences away only what speaks of a signing or a meeting: the rest is hardly ever right (measured on train).
_FAR = frozenset(("Agreement", "Event"))

# What parties do, and places do not; at most so many cooperate (the guideline's rule).
_ACTS = frozenset(
    ("signatory", "cooperatesWith", "participant", "organizer", "member", "investor", "builder", "issuer")
)
_PLACES = frozenset(("Region", "Park"))
_AT = re.compile(r"(?:(?<![正现存实旨潜])在|位于|坐落于|设于|落户|地处|赴|抵达|前往|来到|走进)\Z")
_AT_MOST = 4  # characters of such a word
_COOPERATE = 3
_EACH = re.compile(r"(?:分别|先后|陆续|相继|逐一|依次)(?:再|又|还)?(?:与|同|和|跟|向)\Z")

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


def licensed(scene: Scene, subject: Item, object_: Item) -> frozenset[str]:
    """All predicates that the types of the two allow, and the place where the object stands."""
    found: frozenset[str] = frozenset()
    for kind in subject.types:
        for other in object_.types:
            found |= predicates(kind, other)
    if found & _ACTS and (_is_place(scene, object_) or _is_place(scene, subject)):
        found -= _ACTS
    if subject.group == object_.group and scene.groups[subject.group].size > _COOPERATE:
        found -= {"cooperatesWith"}
    return found


def _is_place(scene: Scene, item: Item) -> bool:
    """True for a place that tells where: 在重庆签署, 于成都举行. Such a place is no party."""
    return (
        item.kind in _PLACES
        and item.place == 0
        and _AT.search(scene.copy, max(0, item.span.start - _AT_MOST), item.span.start) is not None
    )


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
            if gap and not _in_reach(scene, left, right, gap):
                continue
            if set(earlier.targets) & set(later.targets) or _each_apart(scene, earlier, later):
                continue
            if earlier.targets and licensed(scene, earlier, later):
                yield left, right
            if later.targets and licensed(scene, later, earlier):
                yield right, left


def _each_apart(scene: Scene, earlier: Item, later: Item) -> bool:
    """True for two members of a list of whom each has to do with a third, not with one another: 分别与B、C签署."""
    start = scene.groups[earlier.group].span.start
    return earlier.group == later.group and _EACH.search(scene.copy, max(0, start - 6), start) is not None


def _in_reach(scene: Scene, left: int, right: int, gap: int) -> bool:
    """True where a thing of an earlier sentence is still in mind: no two of its kind, and none here, came since.

    Of the facts that reach over a sentence's end, 5 in 6 keep to this; of the pairs that say nothing, half do not.
    """
    items = scene.items
    earlier, later = items[left], items[right]
    if gap == REACH and not _FAR & {earlier.kind, later.kind}:
        return False
    since = {
        item.group if item.sentence < later.sentence else -1
        for item in items[left + 1 : right]
        if item.kind == earlier.kind and item.group not in (earlier.group, later.group)
    }
    return len(since) <= 1 and -1 not in since


def _paragraph(scene: Scene, item: Item) -> int:
    return scene.sentences[item.sentence].paragraph
