"""Content negotiation: what a client accepts, by its q-values (RFC 9110, 12.5)."""

from __future__ import annotations

from collections.abc import Sequence


def ranked(header: str) -> list[str]:
    """The values of an Accept-like header that are wanted at all, the most wanted first.

    >>> ranked("en;q=0.5, zh-CN, fr;q=0")
    ['zh-CN', 'en']
    """
    found = [(quality, -place, value) for place, (value, quality) in enumerate(_values(header)) if quality > 0]
    return [value for _, _, value in sorted(found, reverse=True)]


def best(header: str | None, offered: Sequence[str]) -> str | None:
    """The media type of `offered` (the server's favourite first) that the header wants most; None: it wants none.

    Of equally wanted ones the server's favourite. A type that the header names decides over `type/*` over `*/*`.

    >>> best("text/csv;q=0.5, application/json", ["application/sparql-results+json", "application/json", "text/csv"])
    'application/json'
    >>> best("image/png", ["text/csv"]), best(None, ["text/csv"]), best("text/*, text/csv;q=0", ["text/csv"])
    (None, 'text/csv', None)
    """
    if not header or not header.strip():
        return offered[0]
    wanted = [(value.lower(), quality) for value, quality in _values(header)]
    marks = [(_quality(media_type, wanted), -place, media_type) for place, media_type in enumerate(offered)]
    quality, _, chosen = max(marks)
    return chosen if quality > 0 else None


def _quality(media_type: str, wanted: Sequence[tuple[str, float]]) -> float:
    for pattern in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        for value, quality in wanted:
            if value == pattern:
                return quality
    return 0.0


def _values(header: str) -> list[tuple[str, float]]:
    """Value and quality of each part; what cannot be read as a quality counts as 0: not wanted."""
    found = []
    for part in header.split(","):
        value, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, given = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(max(float(given), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if value:
            found.append((value, quality))
    return found
