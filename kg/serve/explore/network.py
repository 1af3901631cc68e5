"""The network view as a page of its own, around a thing or of the whole graph."""

from __future__ import annotations

import re
from html import unescape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from kg.serve.explore.article import unknown
from kg.serve.explore.index import index
from kg.serve.explore.links import full_iri
from kg.serve.explore.surroundings import surroundings
from kg.serve.reader import reader

DEPTHS = ("1", "2", "3")
_POLICY = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


def network_page(request: Request) -> Response:
    """`?focus=` (a thing) `&depth=1|2|3`; without it the whole graph. Raises UnknownNameError.

    The page brings its own scripts, allowed by their hashes; it is sandboxed: it can touch nothing of this server.
    """
    from kg.view import network_page as drawn

    source, table = reader(request), index(request)
    focus = full_iri(table, request.query_params["focus"]) if request.query_params.get("focus") else None
    if focus is None:
        # The whole graph takes seconds to lay out: once for each build.
        html = source.once("explore network page", lambda kept: drawn(kept.graph.network()))
    elif focus in table.things:
        depth = request.query_params.get("depth", "1")
        html = drawn(surroundings(source, table, focus, int(depth) if depth in DEPTHS else 1), focus=focus, depth=9)
    else:
        raise unknown(focus)
    found = _POLICY.search(html)
    policy = unescape(found[1]) if found else "default-src 'none'"
    sandbox = "sandbox allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'; {sandbox}"}
    return HTMLResponse(html, headers=headers)
