"""A store in, HTTP out: the SPARQL 1.1 protocol at /sparql, and the explorer's pages around it. Read-only.

Importing this is cheap: the processes that answer queries need no web framework.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.serve.settings import Settings

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["Settings", "create_app", "run"]


def create_app(settings: Settings) -> Starlette:
    """The ASGI application; see `kg.serve.app.create_app`."""
    from kg.serve.app import create_app

    return create_app(settings)


def run(settings: Settings, host: str, port: int, ready: Callable[[str], None] = lambda address: None) -> None:
    """Serve until told to stop; see `kg.serve.running.run`."""
    from kg.serve.running import run

    run(settings, host, port, ready)
