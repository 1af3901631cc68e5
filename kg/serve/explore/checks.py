"""What to look at twice: values that contradict each other, and which things were taken for one across articles."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.explore import claims, facts
from kg.serve.explore.deciding import decisions
from kg.serve.explore.index import index
from kg.serve.explore.paging import paging
from kg.serve.explore.shown import show
from kg.serve.reader import reader
from kg.vocabulary import VERDICTS

PAGE = 30


def checks_page(request: Request) -> Response:
    """`?show=conflicts|same|doubtful|different`, a page at a time."""
    source, table = reader(request), index(request)
    what = request.query_params.get("show", "conflicts")
    what = what if what in VERDICTS else "conflicts"
    every = decisions(source)
    conflicts = sorted(table.conflicts.items(), key=lambda item: (table.name(item[0][0]), item[0]))
    rows = conflicts if what == "conflicts" else [one for one in every if one.verdict == what]
    paged = paging(request, len(rows), PAGE)
    shown = rows[paged.first : paged.first + PAGE]
    told: dict[object, list[tuple[facts.Told, list[facts.Quote]]]] = {}
    if what == "conflicts":
        said = claims.with_iris(source, table, [iri for _, found in conflicts[paged.first :][:PAGE] for iri in found])
        texts = claims.texts(source, {claim.article for claim in said})
        for one in facts.told(table, said):
            quotes = facts.quotes(one.claims, texts)
            told.setdefault((one.fact.subject, one.fact.predicate), []).append((one, quotes))
    counts = {"conflicts": len(conflicts)} | {v: sum(one.verdict == v for one in every) for v in VERDICTS}
    return show(request, "checks.html", what=what, rows=shown, told=told, counts=counts, paged=paged)
