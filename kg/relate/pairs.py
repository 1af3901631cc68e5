"""Scene -> pairs that may be subject and object of a fact, by type and nearness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from kg.model import AREA, MONEY, TIME
from kg.relate.keys import Ints, ranges
from kg.relate.laid import Laid
from kg.relate.scene import Item, Scene
from kg.vocabulary import (
    DATE_PREDICATES,
    DOMAINS,
    ENTITY_RANGES,
    INSTITUTION_TYPES,
    MONEY_PREDICATES,
    OWN_IRIS,
    PREDICATES,
)  # fmt: skip

# A fact's two sides stand within so many sentences of one another, or it is left to coreference.
REACH = 2
# Two sentences away only what speaks of a signing or a meeting: the rest is hardly ever right (measured on train).
_FAR = frozenset(("Agreement", "Event"))
# … and with fewer than so many names and values between: in the annotated articles 30 at most. A register of thousands
# of names in one sentence takes time and memory in proportion to its length.
_WIDEST = 300

# What parties do, and places do not; at most so many cooperate (the guideline's rule).
_ACTS = frozenset(
    ("signatory", "cooperatesWith", "participant", "organizer", "member", "investor", "builder", "issuer")
)
_PLACES = frozenset(("Region", "Park", *INSTITUTION_TYPES))  # 在市民中心举行
_AT = re.compile(r"(?:(?<![正现存实旨潜])在|位于|坐落于|设于|落户|地处|赴|抵达|前往|来到|走进)\Z")
_AT_MOST = 4  # characters of such a word
_COOPERATE = 3
_WITH = re.compile("[与和同跟]")
_SEVERALLY = re.compile("[^,;。、]{0,2}(?:分别|各自|先后|相继|逐一)")
# What only a visitor has to do with: 分别与甲、乙, 先后走进甲、乙.
_EACH = re.compile(
    r"(?:(?:分别|先后|陆续|相继|逐一|依次)(?:再|又|还)?(?:与|同|和|跟|向)|(?:走进|来到|参观|考察|走访|调研|察看|查看|看望|慰问)了?)\Z"
)

# What may be part of what: narrower than the ontology's domain and range, which cannot say it pairwise.
_PARTS = {
    "Park": ("Park", "Project", "Region"),
    "Region": ("Park", "Region"),
    "Project": ("Project", "Park", *INSTITUTION_TYPES),
    "Event": ("Event",),
    "Mechanism": ("Project", "Mechanism"),
    **dict.fromkeys(INSTITUTION_TYPES, (*INSTITUTION_TYPES, "Project", "Park")),
}

# What a sum or day must be, or not be, by the words around it: 累计完成投资, 注册资本, 预计2025年通车 say none.
_NEEDED = {"totalInvestment": ("total", "investment"), "annualInvestment": ("annual",)}
_PARTLY = ("part", "ceiling", "threshold", "each", "rate")
_BARRED = {
    **dict.fromkeys(("signedOn", "completedOn", "establishedOn"), ("expected",)),
    "totalInvestment": _PARTLY,
    "area": (*_PARTLY, "increase", "floor-area", "territory", "crop"),
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
    ours = (p for p in ENTITY_RANGES if p not in OWN_IRIS)  # own relations are not learned
    found = {p for p in ours if object_kind in ENTITY_RANGES[p] and subject in DOMAINS[p]}
    return frozenset(found if object_kind in _PARTS.get(subject, ()) else found - {"partOf"})


BITS = {predicate: 1 << place for place, predicate in enumerate(p for p in PREDICATES if p not in OWN_IRIS)}
_ACTING = sum(BITS[predicate] for predicate in _ACTS)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Subjects and objects (numbers of items), and the predicates that may join them, as `BITS`."""

    subject: Ints
    object: Ints
    licensed: Ints


def pairs(laid: Laid) -> Pairs:
    """The pairs that may be subject and object of a fact: near enough to one another, and of types that allow a fact.

    In the order of the later of the two, the nearest first; where both ways are possible, the earlier's is first.
    """
    left, right = _near(laid)
    kept = _apart(laid, left, right)
    left, right = left[kept], right[kept]
    subject, object_ = np.stack((left, right), 1).reshape(-1), np.stack((right, left), 1).reshape(-1)
    allowed = _licensed(laid, subject, object_)
    some = allowed > 0
    return Pairs(subject[some], object_[some], allowed[some])


def _licensed(laid: Laid, subject: Ints, object_: Ints) -> Ints:
    """All predicates that the types of the two allow, and the place where the object stands."""
    scene = laid.scene
    # A value is no subject; its types alone do not tell that.
    types = [(item.types, bool(item.targets)) for item in scene.items]
    numbers = {each: number for number, each in enumerate(dict.fromkeys(types))}
    number = np.array([numbers[each] for each in types], np.int64)
    table = np.array([[_allowed(s, o) if named else 0 for o, _ in numbers] for s, named in numbers], np.int64)
    found = table.reshape(len(numbers), len(numbers))[number[subject], number[object_]]
    places = np.array([_is_place(scene, item) for item in scene.items], np.bool_)
    found &= np.where(places[subject] | places[object_], ~_ACTING, -1)
    found &= np.array([-1 if item.value is None else ~_not_said(item.marks) for item in scene.items], np.int64)[object_]
    return found & np.where(_together(laid, subject, object_), -1, ~BITS["cooperatesWith"])


def _together(laid: Laid, subject: Ints, object_: Ints) -> NDArray[np.bool_]:
    """False for two members of one list who have nothing to do with one another: of a long one, of two twos
    (甲与乙、丙与丁), of those who each have to do with the first (甲与乙、丙分别)."""
    sizes = np.diff(laid.first_of)
    joined = [_joints(laid, number) if size > 2 else [""] for number, size in enumerate(sizes.tolist())]
    twos = np.array([_by_twos(joints) for joints in joined], np.bool_)
    star = np.array([_with_first(laid, number, joints) for number, joints in enumerate(joined)], np.bool_)
    lists, places = laid.group[subject], (laid.place[subject], laid.place[object_])
    found = np.where(twos[lists], places[0] // 2 == places[1] // 2, sizes[lists] <= _COOPERATE)
    found = np.where(star[lists], np.minimum(*places) == 0, found)
    together: NDArray[np.bool_] = found | (lists != laid.group[object_])
    return together


def _joints(laid: Laid, number: int) -> list[str]:
    """The word that joins each member of a list to the one before, where it is 与 or the like; else nothing."""
    items, first, stop = laid.scene.items, laid.first_of[number], laid.first_of[number + 1]
    between = (
        _WITH.search(laid.scene.copy, items[at - 1].span.end, items[at].span.start) for at in range(first + 1, stop)
    )
    return [found.group() if found else "" for found in between]


def _by_twos(joints: list[str]) -> bool:
    """True for a list of twos: 甲市与乙市、丙市与丁市."""
    return len(joints) % 2 == 1 and joints[0] != "" and set(joints[::2]) == {joints[0]} and not any(joints[1::2])


def _with_first(laid: Laid, number: int, joints: list[str]) -> bool:
    """True for a list whose first member has to do with each of the others: 甲市与乙市、丙市分别签署."""
    if not any(joints[:1]) or any(joints[1:-1]) or joints[-1] == joints[0]:
        return False
    return _SEVERALLY.match(laid.scene.copy, laid.scene.groups[number].span.end) is not None


@lru_cache(maxsize=4096)
def _not_said(marks: tuple[str, ...]) -> int:
    """The predicates that a sum or day with these marks does not tell."""
    barred = [predicate for predicate, needed in _NEEDED.items() if not set(needed) & set(marks)]
    barred += [predicate for predicate, never in _BARRED.items() if set(never) & set(marks)]
    return sum(BITS[predicate] for predicate in barred)


@lru_cache(maxsize=4096)
def _allowed(subject: tuple[str, ...], object_: tuple[str, ...]) -> int:
    found: frozenset[str] = frozenset().union(*(predicates(kind, other) for kind in subject for other in object_))
    return sum(BITS[predicate] for predicate in found)


def _is_place(scene: Scene, item: Item) -> bool:
    """True for a place that tells where: 在重庆签署, 于成都举行. Such a place is no party."""
    return (
        item.kind in _PLACES
        and item.place == 0
        and _AT.search(scene.copy, max(0, item.span.start - _AT_MOST), item.span.start) is not None
    )


def _near(laid: Laid) -> tuple[Ints, Ints]:
    """Items that stand near enough to one another, the earlier and the later."""
    numbers = np.arange(len(laid.sentence))
    lengths = np.minimum(numbers - np.searchsorted(laid.sentence, laid.sentence - REACH), _WIDEST)
    right_first, right = ranges(np.zeros_like(lengths), lengths)
    left = right - 1 - right_first
    gap = laid.sentence[right] - laid.sentence[left]
    close = (gap == 0) | (laid.paragraph[right] - laid.paragraph[left] <= 1)
    left, right, gap = left[close], right[close], gap[close]
    reached = gap == 0
    apart = np.flatnonzero(~reached)
    reached[apart] = _in_reach(laid, left[apart], right[apart], gap[apart])
    return left[reached], right[reached]


def _in_reach(laid: Laid, left: Ints, right: Ints, gap: Ints) -> NDArray[np.bool_]:
    """True where a thing of an earlier sentence is still in mind: no two of its kind, and none here, came since.

    Of the facts that reach over a sentence's end, 5 in 6 keep to this; of the pairs that say nothing, half do not.
    """
    kind, far = laid.kind[left], np.array([kind in _FAR for kind in laid.kinds], np.bool_)
    begin = laid.begin[laid.sentence[right]]
    items, lists = laid.kinds_before, laid.lists_of_kind_before
    here = items[kind, laid.first_of[laid.group[right]]] - items[kind, begin]
    since = lists[kind, laid.group[begin]] - lists[kind, laid.group[left] + 1]
    near = (gap < REACH) | far[kind] | far[laid.kind[right]]
    found: NDArray[np.bool_] = near & (here == 0) & (since <= 1)
    return found


def _apart(laid: Laid, left: Ints, right: Ints) -> NDArray[np.bool_]:
    """False where both stand for one thing, and for two members of a list of whom each has to do with a third."""
    items = laid.scene.items
    numbers: dict[str, int] = {}
    # Items that stand for nothing else have numbers of their own.
    first = (item.targets[0] if item.targets else f" {place}" for place, item in enumerate(items))
    one = np.array([numbers.setdefault(target, len(numbers)) for target in first], np.int64)
    found: NDArray[np.bool_] = one[left] != one[right]
    several = np.array([len(item.targets) > 1 for item in items], np.bool_)
    for pair in np.flatnonzero(found & (several[left] | several[right])).tolist():
        found[pair] = set(items[left[pair]].targets).isdisjoint(items[right[pair]].targets)
    groups = laid.scene.groups
    each = np.array([group.size > 1 and _each(laid.scene, group.span.start) for group in groups], np.bool_)
    lists = laid.group[left]
    found &= ~((lists == laid.group[right]) & each[lists])
    return found


def _each(scene: Scene, start: int) -> bool:
    """True for a list whose members have each to do with a third, not with one another: 分别与B、C签署."""
    return _EACH.search(scene.copy, max(0, start - 6), start) is not None
