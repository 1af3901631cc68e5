"""What claims tell of one thing in, one value at the best precision out; and what truly contradicts.

Only for what a thing has one of (`vocabulary.SINGLE_VALUED`): 2021 and 2021-03-26 are one date told twice, 2021-03-26
and 2021-03-27 are two; 50亿元 and 50.3亿元 are one sum, 50亿元 and 53亿元 are two.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from kg.vocabulary import MONEY_PREDICATES, PREFIXES, SINGLE_VALUED

# (lexical form, the datatype's IRI)
TypedValue = tuple[str, str]
DATES = frozenset(PREFIXES["xsd"] + name for name in ("date", "gYearMonth", "gYear"))
# People write sums in 亿 and 万 with few decimals: from so many yuan on, zeros beyond this unit tell no precision.
_UNITS = ((Decimal(10) ** 12, Decimal(10) ** 11), (Decimal(10) ** 8, Decimal(10) ** 8), (Decimal(0), Decimal(10) ** 4))


class Told(NamedTuple):
    """One claim's value of a single-valued predicate. `subject`: the canonical id of what it is about."""

    claim: str
    subject: str
    predicate: str
    value: TypedValue
    modality: str


@dataclass(frozen=True, slots=True, order=True)
class Conflict:
    """Values that contradict each other, none of them a more precise form of another: each with its claims' IRIs.
    `subject` is a canonical id, `predicate` a local name."""

    subject: str
    predicate: str
    values: tuple[tuple[TypedValue, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Fusion:
    """`values`: claim -> the more precise value that it is evidence for too, where there is one."""

    values: Mapping[str, TypedValue] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()


def fuse(told: Iterable[Told], types: Mapping[str, str]) -> Fusion:
    """Bring together what all claims tell. `types`: canonical id -> its best type. Any order gives the same.

    What is denied or merely possible takes no part. A plan is no evidence against what happened: planned values are
    fused, and never contradict. A coarse value that several finer ones agree with, which contradict each other, stays.
    """
    groups: dict[tuple[str, str], list[Told]] = defaultdict(list)
    for one in told:
        if one.modality in ("asserted", "planned") and is_single(one.predicate, types.get(one.subject, "")):
            groups[one.subject, one.predicate].append(one)
    values: dict[str, TypedValue] = {}
    conflicts = []
    for (subject, predicate), group in sorted(groups.items()):
        final = _finest(group)
        values.update((one.claim, final[one]) for one in group if final[one] != one.value)
        if conflict := _conflict(subject, predicate, group, final):
            conflicts.append(conflict)
    return Fusion(values, tuple(conflicts))


def is_single(predicate: str, kind: str) -> bool:
    """True where a thing of this type has one value of the predicate."""
    kinds = SINGLE_VALUED.get(predicate)
    return kinds is not None and (not kinds or kind in kinds)


def holds(coarse: TypedValue, fine: TypedValue) -> bool:
    """True where the second is the first, told more precisely.

    >>> year, day = ("2021", PREFIXES["xsd"] + "gYear"), ("2021-03-26", PREFIXES["xsd"] + "date")
    >>> holds(year, day), holds(day, year)
    (True, False)
    """
    if coarse[1] in DATES:
        return fine[1] in DATES and fine[0].startswith(coarse[0] + "-")
    if coarse[1] != fine[1] or coarse == fine:
        return False
    low, high = Decimal(coarse[0]), Decimal(fine[0])
    unit = _unit(low)
    if _unit(high) >= unit:
        return False
    # 超50亿元 is told of 50.9亿元, 约50亿元 of 49.6亿元.
    return high // unit * unit == low or (high / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit == low


def _unit(amount: Decimal) -> Decimal:
    """The unit to which a sum is told: its last digit that is not zero, and what people round to at most."""
    cap = next(unit for least, unit in _UNITS if amount >= least)
    exponent = amount.normalize().as_tuple().exponent
    return min(Decimal(10) ** int(exponent), cap)


def _finest(group: list[Told]) -> dict[Told, TypedValue]:
    """Each claim's value, or the one value more precise that stands for it."""
    happened = {one.value for one in group if one.modality == "asserted"}
    every = {one.value for one in group}
    final = {}
    for one in group:
        among = happened if one.modality == "asserted" else every
        finer = {value for value in among if holds(one.value, value)}
        leaves = [value for value in finer if not any(holds(value, other) for other in finer)]
        final[one] = leaves[0] if len(leaves) == 1 else one.value
    return final


def _conflict(subject: str, predicate: str, group: list[Told], final: Mapping[Told, TypedValue]) -> Conflict | None:
    claims: dict[TypedValue, list[str]] = defaultdict(list)
    for one in group:
        if one.modality == "asserted":
            claims[final[one]].append(one.claim)
    # A value that others tell more precisely contradicts none of them.
    leaves = sorted(value for value in claims if not any(holds(value, other) for other in claims))
    if leaves and predicate in MONEY_PREDICATES:
        # Sums in different currencies cannot be compared without a rate.
        most = max({value[1] for value in leaves}, key=lambda kind: (sum(v[1] == kind for v in leaves), kind))
        leaves = [value for value in leaves if value[1] == most]
    if len(leaves) < 2:
        return None
    return Conflict(subject, predicate, tuple((value, tuple(sorted(claims[value]))) for value in leaves))
