"""RDF for whoever wants it of a page's address. For pages, which run in threads."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from kg.serve.accept import best
from kg.serve.answers import answered
from kg.serve.description import thing
from kg.serve.formats import TRIPLES
from kg.serve.pool import Question
from kg.serve.service import Service


def wants_rdf(request: Request) -> bool:
    """True where the client prefers RDF to a page, or names a format of it."""
    if request.query_params.get("format"):
        return True
    return best(request.headers.get("accept"), ["text/html", *TRIPLES]) != "text/html"


def rdf(request: Request, sparql: str) -> Response:
    """The triples of a CONSTRUCT or DESCRIBE in the format that the client prefers; for pages, which run in threads.

    Raises Trouble.
    """
    service: Service = request.app.state.service
    question = Question(sparql, accept=request.headers.get("accept"), format=request.query_params.get("format"))
    return answered(asyncio.run_coroutine_threadsafe(service.ask(question), service.loop).result())


def described(request: Request, iri: str) -> Response:
    """What the graph says of a thing, and who says so, in the format that the client prefers; for pages.

    Raises Trouble: 404, it says nothing of it.
    """
    return rdf(request, thing(iri))
