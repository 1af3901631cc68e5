"""What an IRI of the graph leads to here: a page for people, RDF for programs, at one address by what is accepted."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.serve.explore import claims
from kg.serve.explore.article import article_page, unknown
from kg.serve.explore.entity import entity_page
from kg.serve.explore.evidence import checked_iri, fact_answer
from kg.serve.explore.index import Index, index
from kg.serve.explore.links import HERE, full_iri, href, iri_at
from kg.serve.graphs import described, wants_rdf
from kg.serve.reader import reader
from kg.vocabulary import RESOLUTION


def resource(request: Request) -> Response:
    """The thing, article, claim or decision that the path below `/id/` names, or `?iri=`.

    One address has both forms (W3C, Cool URIs, 4.1 with `Vary`): a page, or RDF where `Accept` or `?format=` asks for
    it. What was merged into another thing leads there. Raises UnknownNameError.
    """
    table = index(request)
    iri = _asked(request, table)
    source = reader(request)
    if iri not in table.things and iri not in table.articles:
        for (node,) in source.select(f"SELECT ?node {{ ?node rc:mergedFrom <{iri}> }} LIMIT 1"):
            format = request.query_params.get("format")
            return RedirectResponse(
                href(table, str(node)) + (f"?{urlencode({'format': format})}" if format else ""), 303
            )
        if not source.query(f"ASK {{ <{iri}> ?p ?o }}"):
            raise unknown(iri)
    if wants_rdf(request):
        return described(request, iri)
    if iri in table.things:
        return entity_page(request, iri)
    if iri in table.articles:
        return article_page(request, iri)
    if found := claims.with_iris(source, table, [iri]):
        return fact_answer(request, found[0].fact, iri)
    if iri.startswith(table.base + RESOLUTION):
        return RedirectResponse("/checks", 303)
    raise unknown(iri)


def _asked(request: Request, table: Index) -> str:
    raw = request.scope.get("raw_path", b"").decode("ascii", "replace").partition("?")[0]
    below = (raw or urlsplit(str(request.url)).path).partition(HERE)[2]
    if below:
        return checked_iri(iri_at(table, below))
    if asked := request.query_params.get("iri"):
        return checked_iri(full_iri(table, asked))
    raise unknown(HERE)
