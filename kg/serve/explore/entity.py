"""The page of a thing: its names, its facts with their words, its time line, what is around it, where it is told of."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.explore import claims, facts, moments, neighbours
from kg.serve.explore.deciding import decisions_about
from kg.serve.explore.index import Index, index
from kg.serve.explore.paging import Paging, paging
from kg.serve.explore.shown import show
from kg.serve.reader import Reader, reader

FACTS = 15  # of a group on the page; a group's own page has PAGE at a time
PAGE = 100
MOMENTS = 30
SOURCES = 40
_SOURCES = """
SELECT DISTINCT ?g {{ GRAPH ?g {{ <{iri}> rdfs:label|skos:altLabel ?name }} ?g a schema:NewsArticle }}
"""


def entity_page(request: Request, iri: str) -> Response:
    """The page of a thing; with `?p=PREDICATE&side=in|out` only those facts, all of them, by and by."""
    source, table = reader(request), index(request)
    thing = table.things[iri]
    groups = facts.grouped(table, facts.told(table, claims.about_thing(source, table, iri)), iri)
    only = request.query_params.get("p")
    paged: Paging | None = None
    if only:
        inverse = request.query_params.get("side") == "in"
        groups = [group for group in groups if group.predicate == only and group.inverse == inverse]
        paged = paging(request, len(groups[0].facts) if groups else 0, PAGE)
    most = slice(paged.first, paged.first + PAGE) if paged else slice(FACTS)
    rows = [(group, group.facts[most], len(group.facts)) for group in groups]
    quoted = [claim for _, shown, _ in rows for one in shown for claim in one.claims[: facts.QUOTES]]
    texts = claims.texts(source, {claim.article for claim in quoted})
    return show(
        request,
        "entity.html",
        thing=thing,
        rows=rows,
        quotes={one.fact: facts.quotes(one.claims[: facts.QUOTES], texts) for _, shown, _ in rows for one in shown},
        only=only,
        paged=paged,
        picture=None if only else neighbours.picture(table, iri),
        moments=[] if only else moments.around(table, iri, MOMENTS),
        sources=[] if only else _sources(source, table, iri),
        decisions=[] if only else decisions_about(source, iri),
    )


def _sources(source: Reader, table: Index, iri: str) -> list[str]:
    told = {str(g) for (g,) in source.select(_SOURCES.format(iri=iri))}
    return [article for article in table.articles if article in told]
