"""The claims of one article and the judgements on claims in, what each judged claim is to be out.

A judgement tells a claim by what it says and in which words, because a claim's IRI moves with its place in the text. A
quote that has changed a little is still the same quote; a fact that the article no longer tells is not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from kg.lang import normal_name
from kg.resolve.judgements import Judgement, Judgements, iri, is_claim, key, thing
from kg.vocabulary import SYMMETRIC_PREDICATES

# How alike (0 to 100) an edited quote is to the one that was judged: below it, it is another sentence.
ALIKE = 75


@dataclass(frozen=True)
class ClaimView:
    """A claim as judgements see it. `subject` and `object`: all names and ids (raw and canonical) by which the side
    may be called; of a value its lexical forms, of a state its local name."""

    iri: str
    article: str
    predicate: str
    quote: str
    subject: frozenset[str]
    object: frozenset[str]

    @cached_property
    def subject_keys(self) -> frozenset[str]:
        """The subject's names as they are compared."""
        return frozenset(map(key, self.subject))

    @cached_property
    def object_keys(self) -> frozenset[str]:
        """The object's names as they are compared."""
        return frozenset(map(key, self.object))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person decided of a claim, and the row that says so."""

    accepted: bool
    row: Judgement


def verdicts(judgements: Judgements, claims: Iterable[ClaimView]) -> dict[str, Verdict]:
    """Claim IRI -> verdict, for the claims of ONE article (all of them at once); claims without one are left out.

    Of several rows on a claim the most exact decides: by IRI, then by article and quote, by one of them, by the fact
    alone; between equals, the rejection. Any order of claims gives the same.
    """
    by_article: dict[str, list[ClaimView]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.iri):
        by_article[claim.article].append(claim)
    found: dict[str, tuple[tuple[int, bool], Verdict]] = {}
    for article, views in by_article.items():
        for row in judgements.about(article):
            rank = (_exactness(row), row.verb == "reject")
            for claim in addressed(row, views, judgements.base):
                if claim.iri not in found or rank > found[claim.iri][0]:
                    found[claim.iri] = rank, Verdict(row.verb == "accept", row)
    return {claim: verdict for claim, (_, verdict) in sorted(found.items())}


def addressed(row: Judgement, claims: Iterable[ClaimView], base: str) -> list[ClaimView]:
    """The claims of one article that a row on claims is about."""
    if is_claim(row.left):
        return [claim for claim in claims if claim.iri == iri(row.left, base)]
    said = [claim for claim in claims if _says(claim, row, base) and row.article in ("", claim.article)]
    if not row.quote:
        return said
    wanted = normal_name(row.quote)
    exact = [claim for claim in said if normal_name(claim.quote) == wanted]
    return exact or _nearest(wanted, said)


def _says(claim: ClaimView, row: Judgement, base: str) -> bool:
    if claim.predicate != row.predicate:
        return False
    left, right = (normal_name(thing(side, base)) for side in (row.left, row.right))
    if left in claim.subject_keys and right in claim.object_keys:
        return True
    mirrored = row.predicate in SYMMETRIC_PREDICATES
    return mirrored and right in claim.subject_keys and left in claim.object_keys


def _nearest(wanted: str, claims: list[ClaimView]) -> list[ClaimView]:
    """The claims whose words are most like the quote, where they are alike enough."""
    from rapidfuzz import fuzz

    scored = [(fuzz.ratio(wanted, normal_name(claim.quote)), claim) for claim in claims]
    best = max((score for score, _ in scored), default=0)
    return [claim for score, claim in scored if score == best] if best >= ALIKE else []


def _exactness(row: Judgement) -> int:
    return 3 if is_claim(row.left) else bool(row.article) + bool(row.quote)
