"""Lists of the things of a type, narrowed by region, year and what is known of them; as pages, and as CSV."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import StringIO

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import UnknownNameError
from kg.serve.explore.index import Index, Thing, index
from kg.serve.explore.links import full_iri, short_id
from kg.serve.explore.paging import paging
from kg.serve.explore.shown import Shown, short, show
from kg.serve.render import language
from kg.vocabulary import ENTITY_TYPES, PREDICATES

PAGE, VALUES = 50, 16
SORTS: dict[str, Callable[[Index, Thing], tuple[object, ...]]] = {
    "facts": lambda table, thing: (-thing.facts, thing.name),
    "articles": lambda table, thing: (-thing.articles, -thing.facts, thing.name),
    "name": lambda table, thing: (thing.name, thing.iri),
    "year": lambda table, thing: (*(-int(year) for year in table.years.get(thing.iri, ("0",))[:1]), -thing.facts),
}
# What a list of a type tells of each thing, beside its name.
COLUMNS: dict[str, tuple[str, ...]] = {
    "Park": ("locatedIn", "establishedOn", "area"),
    "Region": ("partOf",),
    "Agreement": ("signatory", "signedOn"),
    "Project": ("builder", "status", "totalInvestment"),
    "Policy": ("issuer", "issuedOn"),
    "Event": ("organizer", "heldOn"),
    "Fund": ("builder", "totalInvestment"),
    "Alliance": ("member", "establishedOn"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow the list: its parameter, what is chosen, and (value, name, how many) to choose from."""

    key: str
    chosen: str
    values: tuple[tuple[str, str, int], ...]


def list_page(request: Request) -> Response:
    """`/list/{type}`: `?region= &year= &with=` (a predicate that is told of it) `&q= &sort= &page=`. `.csv` beside it.

    Raises UnknownNameError: no such type.
    """
    table, shown = index(request), Shown(index(request), language(request))
    kind, _, form = request.path_params["type"].partition(".")
    if kind not in ENTITY_TYPES or form not in ("", "csv"):
        raise UnknownNameError(f"{kind}: no such list; there is one for each of {', '.join(ENTITY_TYPES)}")
    asked = request.query_params
    narrowed = {key: asked.get(key, "") for key in ("region", "year", "with", "q")}
    every = table.by_type.get(kind, [])
    found = [thing for thing in every if all(_fits(table, thing, key, value) for key, value in narrowed.items())]
    sort = asked.get("sort", "facts")
    found.sort(key=lambda thing: SORTS.get(sort, SORTS["facts"])(table, thing))
    columns = COLUMNS.get(kind, ("locatedIn", "partOf"))
    if form:
        return _csv(table, found, columns, kind)
    paged = paging(request, len(found), PAGE)
    return show(
        request,
        "list.html",
        kind=kind,
        found=found[paged.first : paged.first + PAGE],
        paged=paged,
        facets=[_facet(table, shown, every, narrowed, key) for key in ("region", "year", "with")],
        wanted=narrowed["q"],
        sort=sort if sort in SORTS else "facts",
        sorts=tuple(SORTS),
        columns=columns,
        every=len(every),
    )


def _fits(table: Index, thing: Thing, key: str, value: str) -> bool:
    return not value or value in _values(table, thing, key) if key != "q" else _named(thing, value)


def _named(thing: Thing, wanted: str) -> bool:
    return any(wanted.strip().lower() in name.lower() for name in thing.names)


def _values(table: Index, thing: Thing, key: str) -> Iterable[str]:
    if key == "region":
        return [short_id(table, iri) for iri in table.regions.get(thing.iri, ())]
    if key == "year":
        return table.years.get(thing.iri, ())
    return {fact.predicate for fact in table.about.get(thing.iri, ()) if fact.subject == thing.iri}


def _facet(table: Index, shown: Shown, every: list[Thing], narrowed: dict[str, str], key: str) -> Facet:
    """The values of a facet among what the other facets leave."""
    others = {other: value for other, value in narrowed.items() if other != key}
    counts: Counter[str] = Counter()
    for thing in every:
        if all(_fits(table, thing, other, value) for other, value in others.items()):
            counts.update(set(_values(table, thing, key)))
    if key == "year":
        order = sorted(counts, reverse=True)
    elif key == "with":
        order = [name for name in PREDICATES if name in counts]
    else:
        order = sorted(counts, key=lambda value: (-counts[value], value))
    chosen = narrowed[key]
    kept = order[:VALUES] + ([chosen] if chosen and chosen not in order[:VALUES] else [])
    named: dict[str, Callable[[str], str]] = {
        "region": lambda value: short(table.name(full_iri(table, value)), 24),
        "with": shown.predicate,
    }
    name = named.get(key, str)
    return Facet(key, chosen, tuple((value, name(value), counts[value]) for value in kept))


def _csv(table: Index, found: list[Thing], columns: tuple[str, ...], kind: str) -> Response:
    rows = [["iri", "name", "names", "types", "articles", "facts", *columns]]
    for thing in found:
        cells = [
            "; ".join(
                table.name(fact.object) if fact.linked else " ".join(filter(None, (fact.object, fact.unit)))
                for fact in table.about.get(thing.iri, ())
                if fact.subject == thing.iri and fact.predicate == column
            )
            for column in columns
        ]
        told = [thing.iri, thing.name, "; ".join(thing.names[1:]), " ".join(thing.types)]
        rows.append([*told, str(thing.articles), str(thing.facts), *cells])
    return csv_answer(rows, f"{kind}.csv")


def csv_answer(rows: Iterable[Iterable[str]], name: str) -> Response:
    """Rows as a file for spreadsheets: UTF-8 with its mark; what they would take for a formula is told as text."""
    out = StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow(["'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row])
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("\ufeff" + out.getvalue(), media_type="text/csv", headers=headers)
