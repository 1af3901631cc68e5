"""The application: which address is answered by whom.

To add a page:

1. Write a plain function in a module of `kg/serve/explore/` that takes a `starlette.requests.Request` and gives a
   Response; not `async`: it is run in a thread and may wait. Ask the graph through `kg.serve.reader.reader(request)`
   (`.graph.cards(name)`, `.select(sparql)`, `.once(key, make)` for what is computed once for each build).
2. Give back `kg.serve.render.page(request, "name.html", key=value)`. Templates are in `kg/serve/explore/templates/`,
   extend `base.html`, and escape everything; `t("key")` is a word of the interface from `kg/serve/explore/words.tsv`
   (key, zh, en), `lang` the language. No inline scripts or styles: the browser is told to refuse them; put files
   into `kg/serve/static/`, which is `/static/`.
3. Add `Route("/address/{name}", function)` to ROUTES of `kg/serve/explore/__init__.py`.

An RDF answer of the same address: `kg.serve.graphs.wants_rdf(request)` and `kg.serve.graphs.described(request, iri)`.
Errors: raise `UnknownNameError` for 404, `QueryError` for 400, `StoreError` for 503, or starlette's `HTTPException`;
each becomes a page for browsers and a problem body (RFC 9457) for programs.
"""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from kg.errors import KgError
from kg.graph import Graph
from kg.serve import explore
from kg.serve.headers import SecurityHeaders
from kg.serve.problem import answer_error
from kg.serve.reader import Reader
from kg.serve.render import HERE
from kg.serve.settings import Settings


def routes() -> list[BaseRoute]:
    """Every address that is answered."""
    return [Mount("/static", StaticFiles(directory=HERE / "static"), name="static"), *explore.ROUTES]


def create_app(settings: Settings) -> Starlette:
    """The ASGI application over the store of `settings`.

    Raises StoreError: there is no graph.
    """
    app = Starlette(
        routes=routes(),
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers={HTTPException: answer_error, KgError: answer_error, Exception: answer_error},
    )
    app.state.settings = settings
    kept = Reader("1", Graph.open(settings.store, min_confidence=settings.min_confidence))
    app.state.readers = lambda: kept
    return app
