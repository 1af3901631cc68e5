"""Laid-out components in, one picture out: packed into the shape of a screen, its foremost labels apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

Place = tuple[float, float]

ASPECT = 1.45  # width to height of the canvas beside the legend on a common screen
SCREEN = (1120.0, 780.0)  # px of that canvas at 1400 × 900, less a margin
MAX_SCALE = 1.25  # a small graph is not blown up beyond this
GAP = 54.0  # between blocks
_CELLS = 130
_LEAST = 0.75  # a picture is not made smaller than this share for the sake of labels: the page leaves some out then
_CROWD = 600  # in larger networks labels are kept off labels, no more off discs


@dataclass(frozen=True, slots=True)
class Block:
    """Nodes that were laid out together, and their places among themselves."""

    nodes: list[Any]
    points: Points


def pack(blocks: Sequence[Block], graph: nx.Graph, boxes: Mapping[Any, Place]) -> dict[Any, Place]:
    """Places in one plane: the first block in the middle, each next one as near as there is room to those it has
    edges with, and to the middle."""
    import numpy as np

    corners, sizes = [], []
    for block in blocks:
        half = np.array([boxes[node] for node in block.nodes]) / 2
        low, high = (block.points - half).min(axis=0) - GAP / 2, (block.points + half).max(axis=0) + GAP / 2
        corners.append(low)
        sizes.append(high - low)
    if not blocks:
        return {}
    total = float(sum(size[0] * size[1] for size in sizes)) ** 0.5
    cell = max(10.0, max(total * 1.9, max(float(size.max()) for size in sizes) * 1.3) / _CELLS)
    found = _fit([np.ceil(size / cell).astype(int) for size in sizes], _links(blocks, graph))
    places: dict[Any, Place] = {}
    for block, low, at in zip(blocks, corners, found, strict=True):
        for node, (x, y) in zip(block.nodes, block.points - low + at * cell, strict=True):
            places[node] = (float(x), float(y))
    return places


def _links(blocks: Sequence[Block], graph: nx.Graph) -> list[dict[int, float]]:
    """For each block the blocks it has edges with, and how many."""
    of = {node: i for i, block in enumerate(blocks) for node in block.nodes}
    links: list[dict[int, float]] = [{} for _ in blocks]
    for a, b in graph.edges:
        x, y = of[a], of[b]
        if x != y:
            links[x][y] = links[x].get(y, 0.0) + 1
            links[y][x] = links[y].get(x, 0.0) + 1
    return links


def _fit(sizes: Sequence[NDArray[np.int_]], links: Sequence[Mapping[int, float]]) -> list[NDArray[np.int_]]:
    """The upper left cell of each rectangle (in cells), none over another."""
    import numpy as np

    side = int(_CELLS * 2.2)
    taken = np.zeros((side, side), dtype=np.int64)
    yy, xx = np.mgrid[0:side, 0:side]
    corners: list[NDArray[np.int_]] = []
    middles: list[Place] = []
    for i, (wide, high) in enumerate(sizes):
        table = np.zeros((side + 1, side + 1), dtype=np.int64)
        table[1:, 1:] = taken.cumsum(axis=0).cumsum(axis=1)
        used = table[high:, wide:] - table[:-high, wide:] - table[high:, :-wide] + table[:-high, :-wide]
        x, y = xx[: used.shape[0], : used.shape[1]] + wide / 2, yy[: used.shape[0], : used.shape[1]] + high / 2
        # The farther corner counts, not the middle: otherwise wide ones stick out of the picture.
        across, down = (abs(x - side / 2) + wide / 2) / ASPECT, abs(y - side / 2) + high / 2
        cost = np.maximum(across, down) + 0.25 * np.hypot(across, down)
        known = {j: count**0.5 for j, count in links[i].items() if j < i}
        for j, weight in known.items():
            cost = cost + 1.2 * np.hypot(x - middles[j][0], y - middles[j][1]) * weight / sum(known.values())
        row, column = divmod(int(np.where(used == 0, cost, np.inf).argmin()), used.shape[1])
        taken[row : row + high, column : column + wide] = 1
        corners.append(np.array([column, row]))
        middles.append((column + wide / 2, row + high / 2))
    return corners


def rows(nodes: Sequence[Any], boxes: Mapping[Any, Place], above: Mapping[Any, Place]) -> dict[Any, Place]:
    """Places in even rows for the nodes that no edge holds: below all others or on their right, as the picture then
    opens larger."""
    if not nodes:
        return {}
    across = max(boxes[node][0] for node in nodes) + 24
    down = max(boxes[node][1] for node in nodes) + 30
    if not above:
        columns = int((ASPECT * len(nodes) * down / across) ** 0.5) + 1
        return _grid(nodes, columns, (0.0, 0.0), across, down)
    xs, ys = [x for x, _ in above.values()], [y for _, y in above.values()]
    columns = min(len(nodes), int((max(xs) - min(xs)) / across) + 1)
    start = (min(xs) + max(xs)) / 2 - (columns - 1) * across / 2
    below = _grid(nodes, columns, (start, max(ys) + GAP * 1.4 + down / 2), across, down)
    lines = max(1, int((max(ys) - min(ys)) / down) + 1)
    beside = -(-len(nodes) // lines)
    top = (min(ys) + max(ys)) / 2 - (-(-len(nodes) // beside) - 1) * down / 2
    right = _grid(nodes, beside, (max(xs) + GAP * 1.4 + across / 2, top), across, down)
    return max(below, right, key=lambda found: opening_scale({**above, **found}))


def _grid(nodes: Sequence[Any], columns: int, start: Place, across: float, down: float) -> dict[Any, Place]:
    return {node: (start[0] + i % columns * across, start[1] + i // columns * down) for i, node in enumerate(nodes)}


def opening_scale(places: Mapping[Any, Place]) -> float:
    """The zoom (px per unit) at which the whole picture fits the screen."""
    if not places:
        return 1.0
    xs, ys = [x for x, _ in places.values()], [y for _, y in places.values()]
    # The margin in px holds the outermost labels.
    fits = ((SCREEN[0] - 130) / max(max(xs) - min(xs), 1.0), (SCREEN[1] - 90) / max(max(ys) - min(ys), 1.0))
    return min(MAX_SCALE, *fits)


def clear_labels(
    places: dict[Any, Place],
    nodes: Sequence[Any],
    foremost: int,
    labels: Mapping[Any, Place],
    discs: Mapping[Any, float],
    finish: Callable[[dict[Any, Place]], dict[Any, Place]],
) -> dict[Any, Place]:
    """The same places, nodes moved until no label of the first `foremost` nodes covers another such label or a disc
    at the opening zoom. `labels`: width and height in px, standing below a disc of that radius. `finish` adds what
    else stands in the picture. Moving widens the picture, which lowers the zoom, which widens the labels: so, in
    rounds."""
    import numpy as np

    from kg.view.layout import spread

    points = np.array([places[node] for node in nodes]).reshape(-1, 2)
    foremost = min(foremost, len(nodes))
    disc = np.array([2 * discs[node] for node in nodes]).reshape(-1, 1)[:, [0, 0]]
    text = np.array([labels[node] for node in nodes[:foremost]]).reshape(-1, 2) + np.array([12.0, 8.0])
    # Where a label is as wide as a community, making room for it would blow the picture up: then only for its disc.
    others = len(nodes) if len(nodes) <= _CROWD else foremost
    before, first = points, 0.0
    for _ in range(10 if foremost else 0):
        fitting = opening_scale(finish(_places(nodes, points)))
        first = first or fitting
        if fitting < first * _LEAST:
            points = before
            break
        scale = fitting * 0.95
        boxes = disc.copy()
        boxes[:foremost, 0] = np.maximum(text[:, 0] * 1.05 / scale, disc[:foremost, 0])
        boxes[:foremost, 1] += text[:, 1] / scale
        # The box hangs: its middle is half a label below the node.
        drop = np.zeros((len(nodes), 2))
        drop[:foremost, 1] = text[:, 1] / scale / 2
        before = points.copy()
        points[:others] = spread((points + drop)[:others], boxes[:others], 200, foremost) - drop[:others]
        points = spread(points, disc, 60, foremost)
        if np.abs(before - points).max() < 1.0:
            break
    if len(nodes) <= _CROWD:
        points = spread(points, disc * 1.1, 60)
    return finish(_places(nodes, points))


def _places(nodes: Sequence[Any], points: Points) -> dict[Any, Place]:
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}
