"""What every reader of a format takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

LARGEST = 20_000_000  # bytes of one article's file; files of many articles are streamed and may be larger
DEEPEST = 3  # archives in archives, attachments in attachments


class Unreadable(ValueError):
    """A file, or one article in it, that cannot be read: why, and what to do. `name`: which one in the file."""

    def __init__(self, reason: str, name: str = "") -> None:
        super().__init__(reason)
        self.name = name


@dataclass(frozen=True, slots=True)
class Page:
    """An article as its file has it, not cleaned. `name`: its id below that of the file; '' is the file's one article.

    `whole`: `name` is the article's own id, which stands for itself. `published` is an ISO date, at any precision.
    """

    text: str
    title: str | None = None
    published: str | None = None
    url: str | None = None
    name: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A file opened for reading. `name`: what it is called (its suffix is a hint); `depth`: in how many files it is."""

    stream: BinaryIO
    name: str
    depth: int = 0

    def head(self, size: int = 8192) -> bytes:
        """The first bytes; the next to read sees them again. The stream must be seekable or buffered."""
        if self.stream.seekable():
            place = self.stream.tell()
            data = self.stream.read(size)
            self.stream.seek(place)
            return data
        peek = getattr(self.stream, "peek", None)
        return bytes(peek(size)[:size]) if peek else b""

    def all(self) -> bytes:
        """All of it. Raises Unreadable: larger than an article may be."""
        data = self.stream.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise Unreadable(f"larger than {LARGEST // 1_000_000} MB; split it into articles")
        return data


Found = Page | Unreadable
Reader = Callable[[Opened], Iterator[Found]]
