"""A text and the places of quotes in it -> paragraphs of pieces, each with the quotes that cover it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `quotes`: the numbers of the quotes that cover it, the shortest first; `opens`: those that begin
    here."""

    text: str
    quotes: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


def marked(text: str, places: Sequence[tuple[int, int]]) -> list[list[Piece]]:
    """The paragraphs of the text, cut where a quote begins or ends. Quote n stands at `places[n]` (half-open).

    >>> [(piece.text, piece.quotes) for piece in marked("甲与乙签约", [(0, 3), (2, 5)])[0]]
    [('甲与', (0,)), ('乙', (0, 1)), ('签约', (1,))]
    """
    known = [(n, start, end) for n, (start, end) in enumerate(places) if 0 <= start < end <= len(text)]
    paragraphs: list[list[Piece]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        inside = [(n, a, b) for n, a, b in known if a < end and b > start]
        pieces = list(_pieces(text, start, start + len(line.rstrip("\r\n")), inside))
        if any(piece.text.strip() for piece in pieces):
            paragraphs.append(pieces)
        start = end
    return paragraphs


def _pieces(text: str, start: int, end: int, inside: list[tuple[int, int, int]]) -> Iterator[Piece]:
    cuts = sorted({start, end, *(cut for _, a, b in inside for cut in (a, b) if start < cut < end)})
    for first, last in pairwise(cuts):
        covering = sorted((b - a, n) for n, a, b in inside if a < last and b > first)
        opens = tuple(n for n, a, _ in inside if a == first)
        yield Piece(text[first:last], tuple(n for _, n in covering), opens)
