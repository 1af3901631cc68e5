"""Lines of a printed page -> the order in which they are read: columns from left to right, each from its top.

Recursive XY cuts (Nagy and Seth 1984): a page is parted at the widest white band that runs all through it, downwards
(columns) or across (a headline over them), and each part again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

_GUTTER = 0.8  # of a line's height: narrower white is the space between words
_DEEPEST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its box: points from the left, and from the top downwards."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def height(self) -> float:
        """How tall the line is, in points."""
        return self.bottom - self.top


def reading_order(lines: list[Line], depth: int = 0) -> list[Line]:
    """The same lines, in the order of reading."""
    if len(lines) < 2:
        return lines
    height = median(line.height for line in lines)
    down = _widest(lines, lambda line: (line.left, line.right))
    across = _widest(lines, lambda line: (line.top, line.bottom))
    if depth < _DEEPEST:
        if down and down[0] > _GUTTER * height and _are_columns(lines, down[1], height):
            left = [line for line in lines if line.right <= down[1]]
            right = [line for line in lines if line.right > down[1]]
            return reading_order(left, depth + 1) + reading_order(right, depth + 1)
        if across and across[0] > 0:
            above = [line for line in lines if line.bottom <= across[1]]
            below = [line for line in lines if line.bottom > across[1]]
            return reading_order(above, depth + 1) + reading_order(below, depth + 1)
    return sorted(lines, key=lambda line: (round(line.top / max(height, 1)), line.left))


def _widest(lines: list[Line], side: Callable[[Line], tuple[float, float]]) -> tuple[float, float] | None:
    """The widest white band between the lines along one axis: (its width, its middle)."""
    ends = sorted(map(side, lines))
    best: tuple[float, float] | None = None
    reach = ends[0][1]
    for start, end in ends[1:]:
        width = start - reach
        if width > 0 and (best is None or width > best[0]):
            best = width, reach + width / 2
        reach = max(reach, end)
    return best


def _are_columns(lines: list[Line], cut: float, height: float) -> bool:
    """Two sides with several lines each are columns; else they are the cells of a row, read across."""
    sides = [[line for line in lines if (line.right <= cut) == left] for left in (True, False)]
    return all(len({round(line.top / max(height, 1)) for line in side}) >= 3 for side in sides)
