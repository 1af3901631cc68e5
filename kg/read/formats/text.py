"""Plain text."""

from __future__ import annotations

from collections.abc import Iterator

from kg.read.decode import NotText, decode
from kg.read.formats.page import Found, Opened, Page, Unreadable


def read(opened: Opened) -> Iterator[Found]:
    """The text, decoded."""
    yield Page(decoded(opened.all()))


def decoded(data: bytes) -> str:
    """`decode`, whose complaint becomes this file's. Raises Unreadable."""
    try:
        return decode(data)
    except NotText as error:
        raise Unreadable(str(error)) from error
