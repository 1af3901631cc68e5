"""What many pages need of a graph and its build alone decides: things, facts, articles. Made once for each build.

Facts are here without their words; those are asked for when a page shows them (`kg.serve.explore.claims`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

from starlette.requests import Request

from kg.rdf.iri import path
from kg.serve.reader import Reader, reader
from kg.vocabulary import (
    ARTICLES,
    BASE,
    DATE_PREDICATES,
    ENTITY_RANGES,
    ENTITY_TYPES,
    PREDICATES,
    RC,
    Iri,
    term_list,
    term_name,
)

STEPS = 4  # so many times 位于 and 隶属于 are followed to a region
_ARTICLES = """
SELECT ?article ?id ?title ?published ?url ?original {
  ?article a schema:NewsArticle ; dcterms:identifier ?id .
  OPTIONAL { ?article dcterms:title ?title }
  OPTIONAL { ?article dcterms:issued ?published }
  OPTIONAL { ?article schema:url ?url }
  OPTIONAL { ?article rc:duplicateOf ?original }
} ORDER BY DESC(?published) ?id
"""
_TYPES = "SELECT ?x ?type (COUNT(?g) AS ?n) {{ VALUES ?type {{ {} }} GRAPH ?g {{ ?x a ?type }} }} GROUP BY ?x ?type"
_FACTS = "SELECT DISTINCT ?s ?p ?o (DATATYPE(?o) AS ?kind) {{ VALUES ?p {{ {} }} ?s ?p ?o }}"
_CONFLICTS = "SELECT ?about ?p ?claim { ?c a rc:Conflict ; rc:about ?about ; rc:property ?p ; rc:claim ?claim }"


class Fact(NamedTuple):
    """An edge: `object` is an IRI where the predicate leads to a thing, else the value as text; `unit` a currency
    beside the yuan."""

    subject: str
    predicate: str
    object: str
    unit: str = ""

    @property
    def linked(self) -> bool:
        """True where the object is a thing."""
        return self.predicate in ENTITY_RANGES

    def other(self, iri: str) -> str:
        """The side that is not `iri`."""
        return self.object if self.subject == iri else self.subject


@dataclass(frozen=True, slots=True)
class Article:
    """An article; `original`: the IRI of the one that it copies, else its own."""

    iri: str
    id: str
    title: str
    published: str
    url: str
    original: str


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity at a glance: `types` the one that most articles give first; `articles` that name it; `facts` in which
    it takes part."""

    iri: str
    name: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    articles: int
    facts: int

    @property
    def type(self) -> str:
        """Its first type."""
        return self.types[0]


def as_text(value: Any) -> str:
    """A value as the graph writes it: numbers without exponent, a state by its local name."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return term_name(str(value)) if isinstance(value, Iri) else str(value)


@dataclass
class Index:
    """The graph of one build in memory: the things by their importance, every fact, every article."""

    base: str
    things: dict[str, Thing]
    facts: list[Fact]
    articles: dict[str, Article]
    conflicts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    long: dict[str, str] | None = None  # kept by `links`

    @cached_property
    def about(self) -> dict[str, list[Fact]]:
        """Thing -> the facts in which it takes part."""
        found: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            found[fact.subject].append(fact)
            if fact.linked and fact.object != fact.subject:
                found[fact.object].append(fact)
        return found

    @cached_property
    def by_type(self) -> dict[str, list[Thing]]:
        """Type -> its things, the foremost first; a thing of two types is in both."""
        found: dict[str, list[Thing]] = {kind: [] for kind in ENTITY_TYPES}
        for thing in self.things.values():
            for kind in thing.types:
                found[kind].append(thing)
        return {kind: things for kind, things in found.items() if things}

    @cached_property
    def by_name(self) -> dict[str, list[str]]:
        """The name that is shown -> the things that bear it."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing in self.things.values():
            found[thing.name].append(thing.iri)
        return found

    @cached_property
    def years(self) -> dict[str, tuple[str, ...]]:
        """Thing -> the years of its own dates, the last first."""
        found: dict[str, set[str]] = defaultdict(set)
        for fact in self.facts:
            if fact.predicate in DATE_PREDICATES:
                found[fact.subject].add(fact.object[:4])
        return {iri: tuple(sorted(years, reverse=True)) for iri, years in found.items()}

    @cached_property
    def regions(self) -> dict[str, tuple[str, ...]]:
        """Thing -> the regions in which it lies, by 位于 and 隶属于, the nearest first; a region lies in itself."""
        above: dict[str, list[str]] = defaultdict(list)
        for fact in self.facts:
            if fact.predicate in ("locatedIn", "partOf"):
                above[fact.subject].append(fact.object)
        return {iri: found for iri in self.things if (found := tuple(self._regions_of(iri, above)))}

    def _regions_of(self, iri: str, above: dict[str, list[str]]) -> Iterator[str]:
        seen, level = {iri}, [iri]
        for _ in range(STEPS + 1):
            for place in level:
                if place in self.things and "Region" in self.things[place].types:
                    yield place
            level = list(dict.fromkeys(up for place in level for up in above.get(place, ()) if up not in seen))
            seen.update(level)

    @cached_property
    def figures(self) -> dict[str, int]:
        """Type -> how many things have it."""
        return {kind: len(things) for kind, things in self.by_type.items()}

    def name(self, iri: str) -> str:
        """The name of a thing, else its IRI."""
        return self.things[iri].name if iri in self.things else iri

    def independent(self, articles: Iterator[str] | list[str] | set[str]) -> int:
        """How many of the articles (IRIs) are no copies of one another."""
        return len({self.articles[iri].original if iri in self.articles else iri for iri in articles})


def index(request: Request) -> Index:
    """The index of the graph as it is now."""
    return reader(request).once("explore index", make)


def make(source: Reader) -> Index:
    """Read the index from the graph."""
    articles = _articles(source)
    types: dict[str, Counter[str]] = defaultdict(Counter)
    for x, kind, n in source.select(_TYPES.format(term_list(ENTITY_TYPES))):
        types[str(x)][term_name(str(kind))] += int(str(n))
    rows = source.select(_FACTS.format(term_list(PREDICATES)))
    facts = [
        Fact(str(s), name := term_name(str(p)), str(o) if name in ENTITY_RANGES else as_text(o), _unit(kind))
        for s, p, o, kind in sorted(rows, key=lambda row: (str(row[0]), str(row[1]), str(row[2])))
        if isinstance(p, Iri)
    ]
    told = Counter(fact.subject for fact in facts) + Counter(fact.object for fact in facts if fact.linked)
    found = [
        Thing(iri, names[0], tuple(names), _ranked(types[iri]), max(types[iri].values()), told[iri])
        for iri, names in source.graph.names().items()
        if types.get(iri)
    ]
    found.sort(key=lambda thing: (-thing.facts, -thing.articles, thing.name, thing.iri))
    conflicts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for about, p, claim in source.select(_CONFLICTS):
        conflicts[str(about), term_name(str(p))].append(str(claim))
    return Index(_base(articles), {thing.iri: thing for thing in found}, facts, articles, dict(conflicts))


def _articles(source: Reader) -> dict[str, Article]:
    found: dict[str, Article] = {}
    for iri, id, title, published, url, original in source.select(_ARTICLES):
        told = [str(cell or "") for cell in (iri, id, title or id, published, url, original or iri)]
        found.setdefault(str(iri), Article(*told))
    return found


def _base(articles: dict[str, Article]) -> str:
    """The namespace of the data: what stands before an article's place in it."""
    for iri, article in articles.items():
        if iri.endswith(end := ARTICLES + path(article.id)):
            return iri.removesuffix(end)
    return BASE


def _ranked(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda kind: (-counts[kind], ENTITY_TYPES.index(kind))))


def _unit(datatype: Any) -> str:
    return str(datatype).removeprefix(RC) if str(datatype).startswith(RC) else ""
