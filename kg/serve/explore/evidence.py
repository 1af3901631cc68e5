"""The page of a fact: everything that is said for it, and against it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryError
from kg.serve.explore import claims, facts
from kg.serve.explore.article import unknown
from kg.serve.explore.index import Fact, Index, index
from kg.serve.explore.links import LONG, full_iri, short_value
from kg.serve.explore.paging import paging
from kg.serve.explore.shown import show
from kg.serve.reader import reader
from kg.vocabulary import ENTITY_RANGES, PREDICATES, Iri

PAGE = 50


def fact_page(request: Request) -> Response:
    """All claims of the fact that `?s=&p=&o=` (or `v=`, a value, and `u=`, its currency) names.

    Raises QueryError: no fact is named; UnknownNameError: nobody says it.
    """
    return fact_answer(request, asked_fact(request, index(request)))


def fact_answer(request: Request, fact: Fact, claim: str = "") -> Response:
    """The page of the fact; `claim`: the IRI of the claim that was asked for."""
    source, table = reader(request), index(request)
    found = facts.told(table, claims.of_fact(source, table, fact))
    if not found:
        raise unknown(f"{table.name(fact.subject)} {fact.predicate}")
    told = found[0]
    paged = paging(request, len(told.claims), PAGE)
    shown = told.claims[paged.first : paged.first + PAGE]
    opposed = [iri for iri in table.conflicts.get((fact.subject, fact.predicate), ()) if told.conflict]
    against = [c for c in claims.with_iris(source, table, opposed) if c.fact != fact]
    texts = claims.texts(source, {c.article for c in (*shown, *against)})
    return show(
        request,
        "fact.html",
        told=told,
        fact=fact,
        paged=paged,
        quotes=facts.quotes(shown, texts),
        against=[(one, facts.quotes(one.claims, texts)) for one in facts.told(table, against)],
        claim=claim,
    )


def asked_fact(request: Request, table: Index) -> Fact:
    """The fact that the parameters name. Raises QueryError."""
    asked = request.query_params
    predicate = asked.get("p", "")
    named = asked.get("o") if predicate in ENTITY_RANGES else asked.get("v")
    if predicate not in PREDICATES or not asked.get("s") or not named:
        raise QueryError("a fact is named by s (its subject), p (a predicate), and o (a thing) or v (a value)")
    subject = checked_iri(full_iri(table, asked["s"]))
    if predicate in ENTITY_RANGES:
        return Fact(subject, predicate, checked_iri(full_iri(table, named)))
    if named.startswith(LONG):
        told = (f.object for f in table.about.get(subject, ()) if f.predicate == predicate and f.subject == subject)
        named = next((value for value in told if short_value(value) == named), named)
    return Fact(subject, predicate, named, asked.get("u", ""))


def checked_iri(iri: str) -> Iri:
    """The IRI, if it can stand in a query. Raises QueryError."""
    if any(character in '<>"{}|^`\\' or character <= " " for character in iri) or ":" not in iri:
        raise QueryError("this address holds characters that no IRI has")
    return Iri(iri)
