"""Laid-out components in, one picture out: packed into the shape of a screen, its foremost labels apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Place = tuple[float, float]

ASPECT = 1.45  # width to height of the canvas beside the legend on a common screen
SCREEN = (1120.0, 780.0)  # px of that canvas at 1400 × 900, less a margin
MAX_SCALE = 1.25  # a small graph is not blown up beyond this
_GAP = 90.0
_CELLS = 160


def pack(laid: Sequence[tuple[list[Any], Points]], boxes: Mapping[Any, Place]) -> dict[Any, Place]:
    """Places in one plane: the first component in the middle, each next one as near to it as there is room."""
    import numpy as np

    sizes, corners = [], []
    for nodes, points in laid:
        half = np.array([boxes[node] for node in nodes]) / 2
        low, high = (points - half).min(axis=0) - _GAP / 2, (points + half).max(axis=0) + _GAP / 2
        corners.append(low)
        sizes.append(high - low)
    if not laid:
        return {}
    total = float(np.sqrt(sum(float(s[0] * s[1]) for s in sizes)))
    cell = max(20.0, max(total * 2.4, max(float(s.max()) for s in sizes) * 1.5) / _CELLS)
    places: dict[Any, Place] = {}
    for (nodes, points), low, at in zip(
        laid, corners, _fit([np.ceil(s / cell).astype(int) for s in sizes]), strict=True
    ):
        for node, (x, y) in zip(nodes, points - low + at * cell, strict=True):
            places[node] = (float(x), float(y))
    return places


def _fit(sizes: Sequence[NDArray[np.int_]]) -> list[NDArray[np.int_]]:
    """The upper left cell of each rectangle (in cells), none over another, all near the first one's middle."""
    import numpy as np

    rows, columns = int(_CELLS * 2.5), int(_CELLS * 2.5)
    taken = np.zeros((rows, columns), dtype=np.int64)
    yy, xx = np.mgrid[0:rows, 0:columns]
    corners = []
    for wide, high in sizes:
        table = np.zeros((rows + 1, columns + 1), dtype=np.int64)
        table[1:, 1:] = taken.cumsum(axis=0).cumsum(axis=1)
        used = table[high:, wide:] - table[:-high, wide:] - table[high:, :-wide] + table[:-high, :-wide]
        y, x = yy[: used.shape[0], : used.shape[1]], xx[: used.shape[0], : used.shape[1]]
        # Measured at the far corner too: otherwise wide ones stick out of the picture.
        across = np.maximum(abs(x - columns // 2), abs(x + wide - columns // 2)) / ASPECT
        down = np.maximum(abs(y - rows // 2), abs(y + high - rows // 2))
        cost = np.where(used == 0, across**2 + down**2 + 0.5 * np.minimum(across, down) ** 2, np.inf)
        best = int(cost.argmin())
        row, column = divmod(best, used.shape[1])
        taken[row : row + high, column : column + wide] = 1
        corners.append(np.array([column, row]))
    return corners


def rows(nodes: Sequence[Any], boxes: Mapping[Any, Place], above: Mapping[Any, Place]) -> dict[Any, Place]:
    """Places in even rows below all others, for the nodes that no edge holds."""
    if not nodes:
        return {}
    across = max(boxes[node][0] for node in nodes) + 24
    down = max(boxes[node][1] for node in nodes) + 30
    left = min((x for x, _ in above.values()), default=0.0)
    right = max((x for x, _ in above.values()), default=0.0)
    bottom = max((y for _, y in above.values()), default=0.0)
    fitting = (ASPECT * len(nodes) * down / across) ** 0.5
    columns = min(len(nodes), max(int((right - left) / across) + 1, int(fitting) + 1))
    start = (left + right) / 2 - (columns - 1) * across / 2
    top = bottom + (_GAP * 1.4 if above else 0.0) + down / 2
    return {node: (start + i % columns * across, top + i // columns * down) for i, node in enumerate(nodes)}


def opening_scale(places: Mapping[Any, Place]) -> float:
    """The zoom (px per unit) at which the whole picture fits the screen."""
    if not places:
        return 1.0
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    # The margin in px holds the outermost labels.
    fits = ((SCREEN[0] - 130) / max(max(xs) - min(xs), 1.0), (SCREEN[1] - 90) / max(max(ys) - min(ys), 1.0))
    return min(MAX_SCALE, *fits)


def clear_labels(
    places: dict[Any, Place], foremost: Sequence[Any], labels: Mapping[Any, Place], discs: Mapping[Any, float]
) -> dict[Any, Place]:
    """The same places, the `foremost` nodes moved until none of their labels (width, height in px, below the disc of
    that radius) covers another at the opening zoom. Moving widens the picture, which lowers the zoom: so, in rounds."""
    import numpy as np

    from kg.view.layout import spread

    places = dict(places)
    for _ in range(12):
        scale = opening_scale(places) * 0.94
        tall = np.array([(2 * discs[n], 0.0) for n in foremost]).reshape(-1, 2)
        boxes = np.array([(labels[n][0] + 12, labels[n][1] + 10) for n in foremost]).reshape(-1, 2) / scale
        boxes = np.column_stack([np.maximum(boxes[:, 0], tall[:, 0]), boxes[:, 1] + tall[:, 0]])
        # The box hangs: its middle is half a label below the node.
        drop = np.array([(0.0, labels[n][1] / 2 / scale) for n in foremost]).reshape(-1, 2)
        before = np.array([places[n] for n in foremost]).reshape(-1, 2) + drop
        after = spread(before, boxes, rounds=300)
        if np.array_equal(before, after):
            break
        for node, (x, y) in zip(foremost, after - drop, strict=True):
            places[node] = (float(x), float(y))
    return places
