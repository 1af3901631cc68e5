"""The front page, and the search."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.serve.explore import claims, facts, moments
from kg.serve.explore.asking import examples
from kg.serve.explore.finding import Finder, Found, Lines
from kg.serve.explore.index import index, make
from kg.serve.explore.links import href
from kg.serve.explore.shown import Shown, short, show
from kg.serve.reader import Reader, reader
from kg.serve.render import language

FOREMOST, NEWEST, SUGGESTED, FOUND, QUOTED = 12, 10, 10, 24, 30
_QUOTES = "SELECT ?claim ?quote { ?claim rc:quote ?quote }"


def home(request: Request) -> Response:
    """The front page."""
    source, table = reader(request), index(request)
    dated = moments.of_things(table, (t.iri for t in table.by_type.get("Agreement", ())), ("signedOn",))
    years: dict[str, int] = {}
    for found in table.years.values():
        for year in found:
            years[year] = years.get(year, 0) + 1
    return show(
        request,
        "home.html",
        foremost=[thing for thing in table.things.values() if thing.type not in ("Industry",)][:FOREMOST],
        newest=dated[:NEWEST],
        years=sorted(years.items())[-12:],
        examples=examples(source),
        latest=list(table.articles.values())[:5],
    )


def finder(source: Reader) -> Finder:
    """The search table of this build."""
    return source.once("explore finder", lambda kept: Finder(kept.once("explore index", make)))


def suggest(request: Request) -> Response:
    """`?q=` -> JSON: a list of things, the best first: `name`, `other` (the name that fits, where it is another),
    `type`, `label` (the type's name), `href`."""
    table, lang = index(request), language(request)
    shown = Shown(table, lang)
    found = finder(reader(request)).find(request.query_params.get("q", "")[:200], SUGGESTED)
    rows = [
        {
            "name": short(one.thing.name),
            "other": short(one.name) if one.name != one.thing.name else "",
            "type": one.thing.type,
            "label": shown.term("type", one.thing.type),
            "href": href(table, one.thing.iri),
        }
        for one in found
    ]
    return JSONResponse(rows, headers={"Cache-Control": "private, max-age=30", "Vary": "Accept-Language, Cookie"})


def search(request: Request) -> Response:
    """`?q=` -> the things whose names fit, and the sentences that hold the words; where no name fits, the nearest."""
    from kg.query import Names

    source, table = reader(request), index(request)
    wanted = request.query_params.get("q", "").strip()[:200]
    found: list[Found] = finder(source).find(wanted, FOUND)
    quotes: list[facts.Quote] = []
    near: list[str] = []
    if wanted:
        said = claims.with_iris(source, table, _saying(source, wanted))
        quotes = facts.quotes(said, claims.texts(source, {claim.article for claim in said}))
        if not found:
            names = source.once("explore names", lambda kept: Names(kept.graph.store))
            near = names.nearest(wanted)
    return show(request, "search.html", wanted=wanted, found=found, quotes=quotes, near=near)


def quoted(source: Reader) -> tuple[list[str], Lines]:
    """Every claim, and the words of each, in small letters; read once for each build."""
    return source.once("explore quotes", _quoted)


def _quoted(source: Reader) -> tuple[list[str], Lines]:
    rows = sorted((str(claim), str(quote)) for claim, quote in source.select(_QUOTES))
    return [claim for claim, _ in rows], Lines([quote.lower().replace("\n", " ") for _, quote in rows])


def _saying(source: Reader, wanted: str) -> list[str]:
    """The first claims whose words hold what is wanted."""
    every, lines = quoted(source)
    found: dict[str, None] = {}
    for number, _ in lines.holding(" ".join(wanted.lower().split())):
        found[every[number]] = None
        if len(found) == QUOTED:
            break
    return list(found)
