"""The tools by the Model Context Protocol, each question with the limits of the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from kg.errors import KgError, UserError
from kg.mcp.tools import Tools
from kg.serve.service import Service
from kg.serve.settings import Settings

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

_ABOUT = (
    "A knowledge graph of Chinese articles on regional cooperation: parks, agreements, institutions, projects, money, "
    "dates. Every fact has the words of an article as evidence: cite them. The graph knows nothing but what it holds."
)
_TOOLS = ("search", "entity", "neighbours", "path", "evidence", "questions", "ask", "select")


def create_server(settings: Settings) -> MCPServer[Any]:
    """The server, not yet running. Raises StoreError: there is no graph; UserError: `kg[mcp]` is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp.types import ToolAnnotations
    except ImportError as error:
        raise UserError("kg mcp: the protocol's library is not installed; pip install 'kg[mcp]'") from error
    service = Service(settings)

    @asynccontextmanager
    async def lifespan(server: MCPServer[Any]) -> AsyncIterator[None]:
        async with service.running():
            yield

    server = MCPServer("kg", instructions=_ABOUT, lifespan=lifespan, log_level="WARNING")
    tools = Tools(lambda: service.reader.graph)
    for name in _TOOLS:
        tool = cast(Callable[..., Any], getattr(tools, name))
        hints = ToolAnnotations(
            read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
        )
        server.add_tool(_in_thread(tool, ToolError), name=name, description=tool.__doc__, annotations=hints)
    return server


def _in_thread(tool: Callable[..., Any], refused: type[Exception]) -> Callable[..., Any]:
    """The tool in a thread of its own: it waits for answers that the loop brings. Errors are one line."""

    @wraps(tool)
    async def call(**arguments: Any) -> Any:
        try:
            return await asyncio.to_thread(tool, **arguments)
        except KgError as error:
            raise refused(str(error)) from error
        except Exception as error:
            # A query that ran out of its time or memory: whoever asks is told, and the server goes on.
            raise refused(" ".join(str(error).split())[:300] or type(error).__name__) from error

    return call


def run(settings: Settings) -> None:
    """Answer on standard input and output until they close. Raises as `create_server`."""
    create_server(settings).run("stdio")
