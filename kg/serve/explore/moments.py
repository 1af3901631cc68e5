"""What happened when: the dates of things, in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kg.serve.explore.index import Fact, Index
from kg.vocabulary import DATE_PREDICATES


class Moment(NamedTuple):
    """A date of a thing; `date` at its own precision."""

    date: str
    fact: Fact


def of_things(index: Index, things: Iterable[str], predicates: Iterable[str] = DATE_PREDICATES) -> list[Moment]:
    """The moments of the things, the latest first."""
    wanted = frozenset(predicates)
    found = {
        Moment(fact.object, fact)
        for iri in things
        for fact in index.about.get(iri, ())
        if fact.subject == iri and fact.predicate in wanted
    }
    return sorted(found, key=lambda moment: (moment.date, moment.fact), reverse=True)


def around(index: Index, iri: str, most: int) -> list[Moment]:
    """The latest moments of a thing and of what it signed, built, held: whatever is one step away and no place, no
    field, no larger whole."""
    far = ("locatedIn", "partOf", "industry", "subsidiaryOf")
    near = [iri]
    for fact in index.about.get(iri, ()):
        if fact.linked and (fact.predicate not in far or fact.object == iri) and fact.predicate != "cooperatesWith":
            near.append(fact.other(iri))
    return of_things(index, dict.fromkeys(near))[:most]
