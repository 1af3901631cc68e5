"""Errors over HTTP: a page for browsers, a problem body (RFC 9457) for programs. The same words in both."""

from __future__ import annotations

from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from kg.errors import KgError, QueryError, StoreError, UnknownNameError
from kg.serve.accept import best
from kg.serve.render import page
from kg.serve.trouble import Trouble

PROBLEM = "application/problem+json"
_STATUS: tuple[tuple[type[KgError], int], ...] = ((UnknownNameError, 404), (QueryError, 400), (StoreError, 503))


def problem(status: int, detail: str, **more: object) -> Response:
    """A problem body. `detail`: one line that says what, and what to do; `more`: further members."""
    title = HTTPStatus(status).phrase
    return JSONResponse({"title": title, "status": status, "detail": detail, **more}, status, media_type=PROBLEM)


def answer_error(request: Request, error: Exception) -> Response:
    """The error as the client can read it."""
    trouble = _trouble(error)
    status, detail = trouble.status, trouble.detail
    accept = request.headers.get("accept")
    if accept and best(accept, ("application/json", "text/html")) == "text/html":
        response: Response = page(request, "error.html", status, title=HTTPStatus(status).phrase, detail=detail)
    else:
        response = problem(status, detail, **trouble.more)
    response.headers.update(trouble.headers)
    return response


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, Trouble):
        return error
    if isinstance(error, HTTPException):
        return Trouble(error.status_code, error.detail, error.headers)
    if isinstance(error, KgError):
        return Trouble(next((code for kind, code in _STATUS if isinstance(error, kind)), 500), str(error))
    return Trouble(500, "the server failed at this; its log tells why")
