"""How pairs came out, as lines that people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wcwidth import wcswidth

from kg.learn.pairs import PairScore

_HEAD = ("pairs about", "pairs", "right", "merged wrongly", "missed")


def table(score: PairScore) -> Iterator[str]:
    """The figures by kind of pair, then of all of them."""
    figures = score.figures()
    rows = [_HEAD]
    for kind, row in figures["why"].items():
        right = row["merged_right"] + row["apart"]
        rows.append((kind, str(row["pairs"]), str(right), str(row["merged_wrong"]), str(row["missed"])))
    yield from _padded(rows)
    yield f"as read:     {_line(figures)}; in {figures['not_found']} a name is not found by the reader"
    yield f"names given: {_line(figures['names_given'])}"


def _line(row: dict[str, float]) -> str:
    return f"precision {row['precision']:.3f}, recall {row['recall']:.3f} of {row['pairs']} pairs"


def _padded(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(wcswidth(row[column]) for row in rows) for column in range(len(rows[0]))]
    for first, *others in rows:
        numbers = "".join(f"  {cell:>{width}}" for cell, width in zip(others, widths[1:], strict=True))
        yield first + " " * (widths[0] - wcswidth(first)) + numbers


def misses(score: PairScore) -> list[str]:
    """The pairs that are judged otherwise than the table says: `+` one thing but kept apart, `-` merged wrongly."""
    lines = []
    for one in score.as_read:
        if not one.right:
            sign, pair = "+" if one.pair.same else "-", one.pair
            lines.append(f"{sign} {pair.left.name} | {pair.right.name} ({pair.why}; line {pair.line})")
    return lines
