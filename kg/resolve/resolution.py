"""What resolution gives: which canonical thing each article's thing is, and every decision that led there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Verdict = Literal["same", "different", "doubtful"]
Pair = tuple[str, str]
# A thing of one article: the article's id, the entity's id in it.
Key = tuple[str, str]


class Rulings(Protocol):
    """What people have decided, as far as resolution reads it. A thing is told by its name or by its id (the part of
    its IRI below the base, decoded): the canonical one, or the one that a decision shows."""

    @property
    def same(self) -> tuple[Pair, ...]:
        """Pairs that are one thing."""

    @property
    def different(self) -> tuple[Pair, ...]:
        """Pairs that are two things; they win over `same` and over every score."""

    @property
    def renames(self) -> tuple[Pair, ...]:
        """(thing, the name it is to be shown by)."""

    @property
    def retypes(self) -> tuple[Pair, ...]:
        """(thing, the type it is to have, an entity type of the vocabulary)."""


@dataclass(frozen=True, slots=True)
class Canonical:
    """The one thing that many articles name. `id` as `Entity.id`: what its IRI is made of; `local`: the id carries
    its context as a path. `names`: the one to show first, then every other; `types`: the best first."""

    id: str
    local: bool
    names: tuple[str, ...]
    types: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """Whether two things are one. `left` and `right` are the ids that the two have by themselves, `left < right`;
    with the names by which they are known.

    `score` from 0 to 1: how likely they are one; `reasons` explain it, the weightiest first ("0.90 alias 科学城").
    `by`: "rules" or "judgement". `doubtful`: not merged, and a person should look. `different`: kept apart although
    something spoke for a merge.
    """

    left: str
    right: str
    left_name: str
    right_name: str
    verdict: Verdict
    score: float
    reasons: tuple[str, ...]
    by: Literal["rules", "judgement"] = "rules"


@dataclass(frozen=True, slots=True, order=True)
class Stale:
    """A judgement that no longer applies: its kind (same, different, rename, retype), what it names, and why."""

    kind: str
    left: str
    right: str
    reason: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """`canonical`: each article's thing -> what it is; `members`: canonical id -> the ids by themselves of what it was
    made of (one where nothing was merged), sorted; `decisions` and `stale` sorted."""

    canonical: Mapping[Key, Canonical]
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    decisions: tuple[Decision, ...] = ()
    stale: tuple[Stale, ...] = ()

    def of_article(self, article: str) -> dict[str, Canonical]:
        """Entity id -> canonical thing of one article (a pass over everything: group `canonical` once for many)."""
        return {entity: found for (name, entity), found in self.canonical.items() if name == article}
