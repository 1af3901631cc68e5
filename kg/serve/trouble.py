"""What keeps the server from answering, with the status that says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.errors import KgError


class Trouble(KgError):
    """A question that gets no answer: `status` of HTTP, one line for people, further members of the problem body."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.detail, self.headers, self.more = status, detail, dict(headers or {}), more


def busy(seconds: float) -> Trouble:
    """There are too many before it."""
    wait = max(1, round(seconds))
    return Trouble(503, f"the server is busy with long queries; try again in {wait} s", {"Retry-After": str(wait)})


def too_slow(seconds: float) -> Trouble:
    """It took longer than the limit."""
    return Trouble(504, f"query: no answer within {seconds:g} s, the limit here; ask for less, or more exactly")


def too_hungry(memory: int) -> Trouble:
    """It took more memory than the limit."""
    size = f"{memory / 2**20:g} MB"
    return Trouble(422, f"query: it needs more memory than {size}, the limit here, or is nested too deeply")
