"""The cooperation matrix: who works with whom, as a table, as a list, as CSV; and what a cell stands on."""

from __future__ import annotations

from collections import Counter

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import QueryError
from kg.serve.explore import claims, facts
from kg.serve.explore.article import unknown
from kg.serve.explore.evidence import checked_iri
from kg.serve.explore.index import Index, index
from kg.serve.explore.links import full_iri, short_id
from kg.serve.explore.listing import csv_answer
from kg.serve.explore.paging import paging
from kg.serve.explore.pairs import Counted, Pair, counted, foremost, pairs, shared_facts
from kg.serve.explore.shown import show
from kg.serve.reader import reader

SIZE, LIST = 20, 40
KINDS = ("Park", "Region", "Government", "Company", "University", "Research")


def matrix_page(request: Request) -> Response:
    """`?year= &region= &kind= &by=articles|agreements`; `/matrix.csv` lists every pair."""
    source, table = reader(request), index(request)
    asked = request.query_params
    year, kind, by = asked.get("year", ""), asked.get("kind", ""), asked.get("by", "articles")
    region = full_iri(table, asked["region"]) if asked.get("region") else ""
    every = pairs(source)
    found = counted(table, every, year, region, kind)
    if by == "agreements":
        found = sorted((one for one in found if one.agreements), key=lambda one: -one.agreements)
    if request.url.path.endswith(".csv"):
        head = ["left", "right", "agreements", "articles", "left_iri", "right_iri"]
        rows = [
            [table.name(c.left), table.name(c.right), f"{c.agreements}", f"{c.articles}", c.left, c.right]
            for c in found
        ]
        return csv_answer([head, *rows], "cooperation.csv")
    paged = paging(request, len(found), LIST)
    ids = foremost(found, SIZE)
    years, regions = source.once("explore pair facets", lambda _: _facets(table, every))
    return show(
        request,
        "matrix.html",
        ids=ids,
        cells=_cells(found, by),
        top=max((one.agreements if by == "agreements" else one.articles for one in found), default=1),
        found=found[paged.first : paged.first + LIST],
        paged=paged,
        years=years,
        regions=regions,
        chosen={"year": year, "region": asked.get("region", ""), "kind": kind, "by": by},
        kinds=KINDS,
        short_id=lambda iri: short_id(table, iri),
    )


def _cells(found: list[Counted], by: str) -> dict[tuple[str, str], Counted]:
    cells = {}
    for one in found:
        cells[one.left, one.right] = cells[one.right, one.left] = one
    return cells


def _facets(table: Index, every: list[Pair]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Years and regions of the pairs, with how many there are of each."""
    years: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for pair in every:
        years.update(pair.years(table))
        regions.update({r for side in (pair.left, pair.right) for r in table.regions.get(side, ())})
    return sorted(years.items(), reverse=True), regions.most_common(60)


def pair_page(request: Request) -> Response:
    """`?a= &b=`: everything that ties two. Raises QueryError, UnknownNameError."""
    source, table = reader(request), index(request)
    if not (request.query_params.get("a") and request.query_params.get("b")):
        raise QueryError("a pair is named by a and b, two things")
    a, b = (checked_iri(full_iri(table, request.query_params[key])) for key in "ab")
    for iri in (a, b):
        if iri not in table.things:
            raise unknown(iri)
    wanted = dict.fromkeys(shared_facts(table, a, b))
    said = {c.iri: c for side in (a, b) for c in claims.about_thing(source, table, side) if c.fact in wanted}
    told = {one.fact: one for one in facts.told(table, said.values())}
    ranked = [told[fact] for fact in wanted if fact in told]
    texts = claims.texts(source, {claim.article for one in ranked for claim in one.claims})
    return show(
        request,
        "pair.html",
        a=table.things[a],
        b=table.things[b],
        told=ranked,
        quotes={one.fact: facts.quotes(one.claims[:6], texts) for one in ranked},
    )
