"""Claims in, facts as a page shows them out: grouped by predicate, each with how often and how surely it is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.serve.explore.claims import Claim, context
from kg.serve.explore.index import Fact, Index
from kg.vocabulary import MODALITIES, PREDICATES

QUOTES = 4  # of a fact on a thing's page; its own page has all


@dataclass(frozen=True, slots=True)
class Quote:
    """A claim's words in their sentence."""

    claim: Claim
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with its claims. `articles`: how many tell it; `independent`: how many of them are no copies; `confidence`
    of the surest claim; `modality`: asserted where one asserts it; `conflict`: others contradict it."""

    fact: Fact
    claims: tuple[Claim, ...]
    articles: int
    independent: int
    confidence: float
    modality: str
    conflict: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The facts of a thing with one predicate, seen from one side."""

    predicate: str
    inverse: bool
    facts: tuple[Told, ...]


def told(index: Index, claims: Iterable[Claim]) -> list[Told]:
    """The facts that the claims state, in the order in which they come up."""
    found: dict[Fact, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.fact, []).append(claim)
    return [_told(index, fact, rows) for fact, rows in found.items()]


def _told(index: Index, fact: Fact, claims: Sequence[Claim]) -> Told:
    articles = {claim.article for claim in claims}
    opposed = set(index.conflicts.get((fact.subject, fact.predicate), ()))
    return Told(
        fact,
        tuple(claims),
        len(articles),
        index.independent(articles),
        max(claim.confidence for claim in claims),
        min((claim.modality for claim in claims), key=lambda name: MODALITIES.index(name) if name in MODALITIES else 9),
        any(claim.iri in opposed for claim in claims),
    )


def grouped(index: Index, facts: Iterable[Told], iri: str) -> list[Group]:
    """The facts of a thing by predicate, its own before those that others have with it; the best told first."""
    groups: dict[tuple[bool, int, str], list[Told]] = {}
    for one in facts:
        predicate = one.fact.predicate
        inverse = one.fact.subject != iri and predicate != "cooperatesWith"
        rank = PREDICATES.index(predicate) if predicate in PREDICATES else len(PREDICATES)
        groups.setdefault((inverse, rank, predicate), []).append(one)

    def order(one: Told) -> tuple[int, int, str]:
        sides = (one.fact.subject, one.fact.object)
        other = index.things.get(sides[0] if sides[1] == iri else sides[1])
        return -one.articles, -(other.facts if other else 0), one.fact.object

    return [
        Group(predicate, inverse, tuple(sorted(rows, key=order)))
        for (inverse, _, predicate), rows in sorted(groups.items(), key=lambda item: item[0][:2])
    ]


def quotes(claims: Iterable[Claim], texts: Mapping[str, str]) -> list[Quote]:
    """The claims' words in their sentences; the same words of the same place once."""
    found: dict[tuple[str, int, int], Quote] = {}
    for claim in claims:
        place = (claim.article, claim.start, claim.end)
        if place not in found:
            found[place] = Quote(claim, *context(texts.get(claim.article, ""), claim))
    return list(found.values())
