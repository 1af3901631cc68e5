"""The SPARQL 1.1 protocol: a request at /sparql in, the answer or a problem out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from email.message import Message
from typing import TypeVar
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import NoMatchFound

from kg.serve.accept import best
from kg.serve.answers import answered
from kg.serve.description import service_description
from kg.serve.formats import TRIPLES
from kg.serve.pool import Question
from kg.serve.service import Service
from kg.serve.settings import Settings
from kg.serve.trouble import Trouble

METHODS = "GET, HEAD, POST, OPTIONS"
FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
BODY_TIMEOUT = 10.0  # seconds that a client may take to send its request
_FIELDS = 1000  # parameters of a request: each graph takes one
Found = TypeVar("Found")


async def sparql(request: Request) -> Response:
    """Answer a query; without one, say what is here."""
    service: Service = request.app.state.service
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": METHODS})
    if request.method not in ("GET", "HEAD", "POST"):
        raise Trouble(405, f"{request.method} is not for queries; use GET or POST", {"Allow": METHODS})
    parameters = _pairs(request.url.query)
    if request.method == "POST":
        parameters = await _posted(request, parameters, service.settings)
    elif not any(name in ("query", "update", "default-graph-uri", "named-graph-uri") for name, _ in parameters):
        return await _description(request)
    question = _question(parameters, request.headers.get("accept"))
    return answered(await unless_gone(request, service.ask(question)))


async def _description(request: Request) -> Response:
    accept = request.headers.get("accept")
    if accept and best(accept, [*TRIPLES, "text/html"]) == "text/html":
        try:
            return RedirectResponse(request.app.url_path_for("query_page"), 303, {"Vary": "Accept"})
        except NoMatchFound:
            pass
    return await service_description(request)


async def _posted(request: Request, of_url: list[tuple[str, str]], settings: Settings) -> list[tuple[str, str]]:
    """The parameters of a POST: those of its body, and of the address where the body is the query itself."""
    kind = Message()
    kind["content-type"] = request.headers.get("content-type", "")
    media_type, charset = kind.get_content_type(), str(kind.get_param("charset", "utf-8")).lower()
    if "content-type" not in request.headers or media_type not in (FORM, QUERY, UPDATE):
        what = request.headers.get("content-type") or "no Content-Type"
        raise Trouble(415, f"{what}: a query is sent as {QUERY}, or as {FORM}", {"Accept-Post": f"{QUERY}, {FORM}"})
    if charset not in ("utf-8", "utf8") or request.headers.get("content-encoding", "identity") != "identity":
        raise Trouble(415, "a query is sent as UTF-8, and not compressed", {"Accept-Encoding": "identity"})
    text = await _body(request, settings.body)
    if media_type == FORM:
        return [pair for pair in of_url if pair[0] == "format"] + _pairs(text)
    return [*of_url, ("query" if media_type == QUERY else "update", text)]


async def _body(request: Request, most: int) -> str:
    """The request's body. Raises Trouble: too large, too slow, not UTF-8."""
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_TIMEOUT):
            async for part in request.stream():
                size += len(part)
                if size > most:
                    raise Trouble(413, f"the request is larger than {most:,} bytes, the limit here")
                parts.append(part)
    except TimeoutError:
        raise Trouble(408, f"the request did not come within {BODY_TIMEOUT:g} s") from None
    except ClientDisconnect:
        raise Trouble(400, "the request was not whole") from None
    try:
        return b"".join(parts).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Trouble(400, f"the request is not UTF-8 (byte {error.start}); send the query as UTF-8") from None


def _pairs(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=_FIELDS)
    except UnicodeDecodeError:
        raise Trouble(400, "the parameters are not UTF-8; encode them as UTF-8, then with %") from None
    except ValueError:
        raise Trouble(400, f"more than {_FIELDS:,} parameters, the limit here") from None


def _question(parameters: list[tuple[str, str]], accept: str | None) -> Question:
    """The question that the parameters make. Raises Trouble: none, several, an update."""
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in parameters):
        raise Trouble(403, "this endpoint is for queries: updates are refused; only kg build changes the graph")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1:
        raise Trouble(400, f"{len(queries) or 'no'} parameters `query`; exactly one is needed")
    return Question(
        queries[0],
        default=tuple(value for name, value in parameters if name == "default-graph-uri"),
        named=tuple(value for name, value in parameters if name == "named-graph-uri"),
        accept=accept,
        format=next((value for name, value in parameters if name == "format"), None),
    )


async def unless_gone(request: Request, finding: Awaitable[Found]) -> Found:
    """What is found, unless the client hangs up before: then nobody goes on looking. Raises Trouble."""
    found, gone = asyncio.ensure_future(finding), asyncio.ensure_future(_hung_up(request))
    try:
        await asyncio.wait({found, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not found.done():
            raise Trouble(400, "the client hung up before it was answered")
        return found.result()
    finally:
        for task in (found, gone):
            task.cancel()


async def _hung_up(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
