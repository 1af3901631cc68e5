"""The explorer: pages for people, each a function of a request. `kg/serve/app.py` tells how to add one."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve.reader import reader
from kg.serve.render import page


def home(request: Request) -> Response:
    """The front page."""
    return page(request, "home.html", stats=reader(request).graph.stats())


ROUTES: list[BaseRoute] = [Route("/", home, name="home")]
