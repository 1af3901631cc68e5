"""An answer of the pool -> a response."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from starlette.concurrency import iterate_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kg.serve.formats import content_type
from kg.serve.pool import Answer

PIECE = 256 * 1024
_HEADERS = {"Vary": "Accept", "Cache-Control": "no-cache"}


def answered(answer: Answer) -> Response:
    """The whole answer, with its length."""
    if isinstance(answer.body, Path):
        return _FromFile(answer.body, answer.size, content_type(answer.media_type))
    return Response(answer.body, headers=_HEADERS | {"Content-Type": content_type(answer.media_type)})


class _FromFile(Response):
    """An answer out of a file that nobody else can see any more."""

    def __init__(self, path: Path, size: int, media_type: str) -> None:
        super().__init__(headers=_HEADERS | {"Content-Type": media_type, "Content-Length": str(size)})
        self._file: BinaryIO = path.open("rb")
        path.unlink()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it piece by piece."""
        with self._file:
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
            if scope["method"] != "HEAD":
                async for piece in iterate_in_threadpool(self._pieces()):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})

    def _pieces(self) -> Iterator[bytes]:
        while piece := self._file.read(PIECE):
            yield piece
