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

An RDF answer of the same address: `wants_rdf(request)`, `described(request, iri)`, `rdf(request, sparql)` of
`kg.serve.graphs`.
The route of `query_page` is where a browser is sent that opens /sparql.
Errors: raise `UnknownNameError` for 404, `QueryError` for 400, `StoreError` for 503, or starlette's `HTTPException`;
each becomes a page for browsers and a problem body (RFC 9457) for programs.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError
from kg.serve import explore
from kg.serve.description import void
from kg.serve.headers import SecurityHeaders
from kg.serve.hosts import OwnNames
from kg.serve.problem import answer_error
from kg.serve.protocol import sparql
from kg.serve.render import HERE
from kg.serve.service import Service
from kg.serve.settings import Settings

ALL = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


def routes() -> list[BaseRoute]:
    """Every address that is answered."""
    return [
        # Every method: it refuses those that are not for it in its own words.
        Route("/sparql", sparql, name="sparql", methods=ALL),
        Route("/.well-known/void", void, name="void"),
        Route("/dataset", void, name="dataset"),
        Mount("/static", StaticFiles(directory=HERE / "static"), name="static"),
        *explore.ROUTES,
    ]


def create_app(settings: Settings) -> Starlette:
    """The ASGI application over the store of `settings`.

    Raises StoreError: there is no graph.
    """
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with service.running():
            yield

    app = Starlette(
        routes=routes(),
        middleware=_middleware(settings),
        exception_handlers={HTTPException: answer_error, KgError: answer_error, Exception: answer_error},
        lifespan=lifespan,
    )
    app.state.settings, app.state.service = settings, service
    return app


def _middleware(settings: Settings) -> list[Middleware]:
    """What every request passes, the first first."""
    layers = [Middleware(SecurityHeaders)]
    if settings.names:
        layers.append(Middleware(OwnNames, names=settings.names))
    if settings.origins:
        layers.append(
            Middleware(
                CORSMiddleware,
                allow_origins=settings.origins,
                allow_methods=("GET", "HEAD", "POST", "OPTIONS"),
                allow_headers=("Accept", "Content-Type"),
                max_age=86400,
            )
        )
    return layers
