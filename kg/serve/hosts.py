"""Whom the server answers: on a loopback address only those who call it by a name of its own.

Otherwise any page in the user's browser could read the graph, by a name of its own that it makes lead here.
"""

from __future__ import annotations

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.serve.problem import problem

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")


class OwnNames:
    """ASGI middleware that refuses requests whose Host is none of `names` (without port)."""

    def __init__(self, app: ASGIApp, names: tuple[str, ...]) -> None:
        self.app, self.names = app, frozenset(name.lower() for name in names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        app: ASGIApp | Response = self.app
        if scope["type"] == "http":
            host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
            name = host.lower() if host.endswith("]") else host.lower().rpartition(":")[0] or host.lower()
            if name not in self.names:
                app = problem(421, f"this server is not {host[:100]!r}; kg serve --name makes it answer to that, too")
        await app(scope, receive, send)
