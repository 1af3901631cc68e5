"""Claims as the articles make them, before anything is decided: for judgements, and for people who judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import vocabulary as v
from kg.rdf import claim_iri, entity_iri
from kg.rdf.resolved import raw_claims
from kg.resolve.judgements import Judgement, Judgements, is_claim
from kg.resolve.judgements import iri as whole_iri
from kg.resolve.verdicts import ClaimView

if TYPE_CHECKING:
    from kg.change.meaning import Meaning, Read
    from kg.store.opening import WritableStore


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim: who says what of what, where, how surely. `subject` and `object` are the names of the nodes that they
    are part of now, or the value; `subject_iri` and `object_iri` their IRIs (None for a value). `judged`: what a person
    decided (accepted, rejected), or empty. `told_subject` and `told_object` are the article's own names, or the value
    as it tells it; `view` the claim as judgements see it."""

    iri: str
    article: str
    subject: str
    subject_iri: str
    predicate: str
    object: str
    object_iri: str | None
    quote: str
    confidence: float
    modality: str
    judged: str
    told_subject: str
    told_object: str
    view: ClaimView


def claim_rows(
    store: WritableStore, judgements: Judgements | None = None, article: str | None = None
) -> Iterator[ClaimRow]:
    """Every claim of every article, or of the one with this id: also those that are rejected and so not in the graph.

    Raises StoreError: the store cannot be read.
    """
    from kg.change.meaning import meaning

    for base in store.extracts.bases():
        found = meaning(store.extracts, base, judgements or Judgements())
        for read in found.articles.values():
            if article in (None, read.id):
                yield from _rows(found, read)


def _rows(found: Meaning, read: Read) -> Iterator[ClaimRow]:
    nodes = found.nodes(read)
    views = {view.iri: view for view in claim_views(found, read)}
    own = {entity_iri(p.entity, p.local, found.base): p.names[0] for p in found.profiles(read)}
    judged = {claim: "accepted" if yes else "rejected" for claim, yes in found.verdicts.get(read.id, {}).items()}
    for claim, said in raw_claims(found.extracts.triples(read.iri)).items():
        subject, obj = nodes.get(said[v.CLAIM_SUBJECT]), nodes.get(said[v.CLAIM_OBJECT])
        yield ClaimRow(
            claim, read.id, subject.name if subject else said[v.CLAIM_SUBJECT],
            subject.iri if subject else said[v.CLAIM_SUBJECT], v.term_name(said[v.CLAIM_PREDICATE]),
            obj.name if obj else said[v.CLAIM_OBJECT].removeprefix(v.RC), obj.iri if obj else None, said[v.QUOTE],
            float(said[v.CONFIDENCE]), said[v.MODALITY], judged.get(claim, ""),
            own.get(said[v.CLAIM_SUBJECT], said[v.CLAIM_SUBJECT]),
            own.get(said[v.CLAIM_OBJECT], said[v.CLAIM_OBJECT].removeprefix(v.RC)), views[claim],
        )  # fmt: skip


def claim_views(found: Meaning, read: Read) -> list[ClaimView]:
    """An article's claims as judgements see them."""
    names: dict[str, frozenset[str]] = {}
    for profile in found.profiles(read):
        thing = found.resolution.canonical[read.id, profile.entity]
        iri = entity_iri(profile.entity, profile.local, found.base)
        names[iri] = frozenset((*profile.names, profile.entity, thing.id, *thing.names))
    views = []
    for claim, said in raw_claims(found.extracts.triples(read.iri)).items():
        subject, obj = said[v.CLAIM_SUBJECT], said[v.CLAIM_OBJECT]
        forms = {obj.removeprefix(v.RC)} | ({found.fusion.values[claim][0]} if claim in found.fusion.values else set())
        predicate = v.term_name(said[v.CLAIM_PREDICATE])
        called = (names.get(subject, frozenset((subject,))), names.get(obj, frozenset(forms)))
        views.append(ClaimView(claim, read.id, predicate, said[v.QUOTE], *called))
    return views


def about(judgements: Judgements, article: str) -> tuple[Judgement, ...]:
    """The rows that may touch a claim of the article."""
    own = claim_iri(article, judgements.base)[:-16]  # without the digest of what is claimed
    return tuple(
        row
        for row in judgements.about(article)
        if not is_claim(row.left) or whole_iri(row.left, judgements.base).startswith(own)
    )
