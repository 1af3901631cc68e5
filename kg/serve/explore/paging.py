"""Long lists, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request


@dataclass(frozen=True, slots=True)
class Paging:
    """Page `page` of `pages`, counted from 1; `first`: the place of its first row, counted from 0."""

    page: int
    pages: int
    total: int
    size: int

    @property
    def first(self) -> int:
        """The place of the page's first row."""
        return (self.page - 1) * self.size

    @property
    def near(self) -> list[int]:
        """The pages to offer: the first, those around, the last."""
        around = range(max(1, self.page - 2), min(self.pages, self.page + 2) + 1)
        return sorted({1, *around, self.pages})


def paging(request: Request, total: int, size: int) -> Paging:
    """The page that `?page=` asks for: the nearest that there is."""
    asked = request.query_params.get("page", "1")
    pages = max(1, -(-total // size))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    return Paging(min(max(1, number), pages), pages, total, size)
