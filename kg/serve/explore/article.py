"""The page of an article: its whole text, every quote marked, and the facts that each quote says; the list of all."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import UnknownNameError
from kg.serve.explore import claims, facts
from kg.serve.explore.claims import Claim
from kg.serve.explore.index import index
from kg.serve.explore.marking import marked
from kg.serve.explore.paging import paging
from kg.serve.explore.shown import show
from kg.serve.reader import Reader, reader

PAGE = 50


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one place, and the claims that they carry."""

    quote: str
    start: int
    end: int
    claims: tuple[Claim, ...]


def article_page(request: Request, iri: str) -> Response:
    """The page of an article."""
    source, table = reader(request), index(request)
    article = table.articles[iri]
    text = claims.texts(source, [iri]).get(iri, "")
    places: dict[tuple[int, int], list[Claim]] = {}
    for claim in claims.of_article(source, table, iri):
        places.setdefault((claim.start, claim.end), []).append(claim)
    spoken = [Spoken(text[a:b], a, b, tuple(found)) for (a, b), found in places.items()]
    copies = [other.iri for other in table.articles.values() if other.original == article.original and other.iri != iri]
    return show(
        request,
        "article.html",
        article=article,
        paragraphs=marked(text, list(places)),
        spoken=spoken,
        facts=facts.told(table, [claim for found in places.values() for claim in found]),
        copies=copies,
    )


def articles_page(request: Request) -> Response:
    """Every article, the latest first; `?q=` only those whose title or id holds it."""
    table = index(request)
    wanted = request.query_params.get("q", "").strip()
    found = [a for a in table.articles.values() if wanted.lower() in f"{a.title} {a.id}".lower()]
    paged = paging(request, len(found), PAGE)
    counts = reader(request).once("explore counts", _counts)
    return show(
        request,
        "articles.html",
        found=found[paged.first : paged.first + PAGE],
        paged=paged,
        wanted=wanted,
        counts=counts,
    )


def _counts(source: Reader) -> dict[str, int]:
    """Article -> how many claims it makes."""
    asked = "SELECT ?a (COUNT(?c) AS ?n) { ?c a rc:Claim ; prov:wasDerivedFrom ?a } GROUP BY ?a"
    return {str(article): int(str(n)) for article, n in source.select(asked)}


def unknown(what: str) -> UnknownNameError:
    """There is no such thing here."""
    return UnknownNameError(f"{what}: the graph holds nothing of this address; search for a name instead")
