"""The money page: who puts how much into what, by type, by region, by investor; no sum twice, no currency mixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.explore.index import Index, index
from kg.serve.explore.links import full_iri, short_id
from kg.serve.explore.listing import csv_answer
from kg.serve.explore.paging import paging
from kg.serve.explore.shown import show
from kg.serve.explore.sums import Sum, Total, sums
from kg.serve.reader import reader

PAGE, PLACES = 50, 15
KINDS = ("Project", "Fund", "Park", "Agreement", "Event")


def money_page(request: Request) -> Response:
    """`?kind= &region= &unit= &year= (of the articles) &what=totalInvestment|annualInvestment`; `/money.csv` beside it.

    Sums of parks and events are those of their projects: types are never added to one another.
    """
    source, table = reader(request), index(request)
    asked = request.query_params
    what = "annualInvestment" if asked.get("what") == "annualInvestment" else "totalInvestment"
    every = [one for one in sums(source) if one.fact.predicate == what]
    units = sorted({one.fact.unit for one in every})
    unit = asked["unit"] if asked.get("unit") in units else ""
    region = full_iri(table, asked["region"]) if asked.get("region") else ""
    year = asked.get("year", "")
    inside = [one for one in every if one.fact.unit == unit and _fits(table, one, region, year)]
    kind = asked["kind"] if asked.get("kind") in KINDS else "Project"
    found = [one for one in inside if table.things[one.fact.subject].type == kind]
    if request.url.path.endswith(".csv"):
        return _csv(table, found)
    paged = paging(request, len(found), PAGE)
    return show(
        request,
        "money.html",
        totals=_by_kind(table, inside),
        total=_total(found),
        found=found[paged.first : paged.first + PAGE],
        top=max((one.amount for one in found), default=1),
        paged=paged,
        places=_by_region(table, found),
        chosen={"kind": kind, "unit": unit, "region": asked.get("region", ""), "year": year, "what": what},
        units=units,
        years=sorted({y for one in every for y in _years(table, one)}, reverse=True),
        regions=list(dict.fromkeys(r for one in every for r in table.regions.get(one.fact.subject, ()))),
        short_id=lambda iri: short_id(table, iri),
    )


def _years(table: Index, one: Sum) -> set[str]:
    return {table.articles[iri].published[:4] for iri in one.articles if iri in table.articles} - {""}


def _fits(table: Index, one: Sum, region: str, year: str) -> bool:
    if region and region not in table.regions.get(one.fact.subject, ()):
        return False
    return not year or year in _years(table, one)


def _total(found: Iterable[Sum]) -> Total:
    total = Total()
    for one in found:
        total.add(one)
    return total


def _by_kind(table: Index, found: Iterable[Sum]) -> list[tuple[str, Total]]:
    totals: dict[str, Total] = defaultdict(Total)
    for one in found:
        totals[table.things[one.fact.subject].type].add(one)
    return [(kind, totals[kind]) for kind in KINDS if kind in totals]


def _by_region(table: Index, found: Iterable[Sum]) -> list[tuple[str, Total]]:
    """Regions with the sums of what lies in them; what lies in two is counted in both, so they do not add up."""
    totals: dict[str, Total] = defaultdict(Total)
    for one in found:
        for region in table.regions.get(one.fact.subject, ()):
            totals[region].add(one)
    return sorted(totals.items(), key=lambda item: (-item[1].whole, item[0]))[:PLACES]


def _csv(table: Index, found: Iterable[Sum]) -> Response:
    head = ["name", "amount", "currency", "modality", "articles", "counted_in", "other_amounts", "iri"]
    rows = [
        [
            table.name(one.fact.subject), f"{one.amount:f}", one.fact.unit or "CNY", one.modality,
            str(table.independent(set(one.articles))), table.name(one.within) if one.within else "",
            "; ".join(other.object for other in one.others), one.fact.subject,
        ]
        for one in found
    ]  # fmt: skip
    return csv_answer([head, *rows], "money.csv")
