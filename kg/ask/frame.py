"""What a question was understood as: of what, what is asked, and how the answer is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.ask.names import Named
from kg.ask.times import Range
from kg.vocabulary import ENTITY_TYPES, SUPERCLASSES

Aim = Literal[
    "list", "count", "sum", "value", "whether", "everything", "path", "timeline", "names", "articles", "partners"
]


MOST = 5  # names that one question may join: 甲、乙、丙、丁和戊签了什么


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of things, and what their names must hold (备忘录, 高新区) where the word says so."""

    type: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class Things:
    """A set of things: of some kinds, with what is said of them. Empty fields are left open.

    `fact`, `by`: with these predicates and each of these objects. `through`, `of`: tied to it by these predicates or by
    lying in it. `state`, `reached`: in this state, or with a date of it. `when`, `time`: with this date in the range;
    without `when` the articles that speak of it are in the range. `beside`: not the things of which the fact is said,
    but who else stands in it (who signed with 甲).
    """

    kinds: tuple[Kind, ...]
    fact: tuple[str, ...] = ()
    by: tuple[Named, ...] = ()
    through: tuple[str, ...] = ()
    of: Named | None = None
    inside: Named | None = None
    state: str = ""
    reached: tuple[str, ...] = ()
    when: tuple[str, ...] = ()
    time: Range | None = None
    beside: bool = False

    @property
    def types(self) -> frozenset[str]:
        """The types that its things can have."""
        return expanded(kind.type for kind in self.kinds)


@dataclass(frozen=True, slots=True)
class Frame:
    """A question understood. `heads`: of whom or what; or `things`, a set. `predicates`: which facts of them are the
    answer. `kinds`: of what kind the answer is; `but`: who asks, and is no answer (who signed *with 甲*).

    `check`: what the question takes for granted: these heads have this predicate with each of these.
    `to`: whether: the objects that are asked about. `swapped`: the answer is seen from the objects' side.
    """

    aim: Aim
    heads: tuple[Named, ...] = ()
    things: Things | None = None
    predicates: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    but: tuple[Named, ...] = ()
    check: tuple[str, ...] = ()
    to: tuple[Named, ...] = ()
    time: Range | None = None
    state: str = ""


@dataclass(frozen=True, slots=True)
class Declined:
    """A question that is not answered: why, in `reason`; the word that was not understood, names that are near it."""

    reason: str
    word: str = ""
    near: tuple[str, ...] = ()


def expanded(types: object) -> frozenset[str]:
    """Types with superclasses (Entity, Party, …) written out.

    >>> sorted(expanded(["Place"]))
    ['Park', 'Region']
    """
    assert hasattr(types, "__iter__")
    return frozenset(one for each in types for one in SUPERCLASSES.get(each, (each,)) if one in ENTITY_TYPES)
