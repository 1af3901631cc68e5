"""A graph in, a place and a community for each node out; the same graph gives the same places.

Components, and in large components their communities, are laid out one by one (stress majorisation: distances on
the canvas follow distances in the graph) and then packed like islands into the shape of a screen, those with edges
between them close to one another. Nodes without an edge stand together in rows. Units are the canvas's; y grows
downwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from kg.view.packing import Block, Place, pack, rows

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

EDGE = 120.0  # ideal length of an edge inside a community
BETWEEN = 1.7  # how much longer an edge between communities is
FLAT = 150  # components up to this many nodes are laid out at once, larger ones by community
DENSE = 500  # communities up to this many nodes fit stress majorisation, which takes memory by the square
_SEED = 7


def arrange(graph: nx.Graph, boxes: Mapping[Any, Place]) -> tuple[dict[Any, Place], dict[Any, int]]:
    """Places and community numbers of all nodes; those without an edge have no community.

    The graph is simple and undirected, edges weighted by `weight`; its node order matters, it is the tie-breaker.
    `boxes`: the width and height that each node wants for itself.
    """
    import networkx as nx

    order = {node: i for i, node in enumerate(graph)}
    parts = [sorted(part, key=order.__getitem__) for part in nx.connected_components(graph)]
    parts.sort(key=lambda part: (-len(part), order[part[0]]))
    group: dict[Any, int] = {}
    blocks: list[Block] = []
    for nodes in parts:
        if len(nodes) > 1:
            for island, groups in _islands(_ordered(graph, nodes)):
                first = len(set(group.values()))
                group |= {node: first + i for i, members in enumerate(groups) for node in members}
                blocks.append(_block(_ordered(graph, island), groups, boxes))
    places = pack(blocks, graph, boxes)
    places |= rows([nodes[0] for nodes in parts if len(nodes) == 1], boxes, places)
    return places, group


def communities(graph: nx.Graph) -> list[list[Any]]:
    """The graph's communities (Louvain, seeded), the largest first; every node in one."""
    import networkx as nx

    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    order = {node: i for i, node in enumerate(graph)}
    groups = [sorted(group, key=order.__getitem__) for group in found]
    return sorted(groups, key=lambda group: (-len(group), order[group[0]]))


def _ordered(graph: nx.Graph, nodes: list[Any]) -> nx.Graph:
    """The part of the graph that holds these nodes, its nodes and edges in an order that is always the same."""
    index = {node: i for i, node in enumerate(nodes)}
    part = graph.__class__()
    part.add_nodes_from(nodes)
    edges = ((a, b, data) for a in nodes for b, data in graph.adj[a].items() if b in index and index[a] < index[b])
    part.add_edges_from(sorted(edges, key=lambda edge: (index[edge[0]], index[edge[1]])))
    return part


def _islands(graph: nx.Graph) -> Iterator[tuple[list[Any], list[list[Any]]]]:
    """What is laid out in one piece: (nodes, their communities)."""
    groups = communities(graph)
    if len(graph) <= FLAT or len(groups) == 1:
        yield list(graph), groups
        return
    for group in groups:
        if len(group) <= FLAT:
            yield group, [group]
        else:
            yield from _islands(_ordered(graph, group))


def _block(graph: nx.Graph, groups: list[list[Any]], boxes: Mapping[Any, Place]) -> Block:
    """An island's nodes and their places, its long side lying flat, no node over another."""
    import networkx as nx
    import numpy as np

    own = np.array([boxes[node] for node in graph])
    if len(graph) <= DENSE:
        points = stress(shortest(_lengths(graph, groups)))
    else:
        # A community that cannot be divided and is too large for stress: the library's force layout.
        found = nx.spring_layout(graph, seed=_SEED, iterations=60, scale=EDGE * len(graph) ** 0.5, method="force")
        points = np.array([found[node] for node in graph])
    return Block(list(graph), spread(_level(points), own, rounds=80))


def _lengths(graph: nx.Graph, groups: list[list[Any]]) -> Points:
    """How long each edge should be, infinity where there is none; edges between communities are longer."""
    import numpy as np

    index = {node: i for i, node in enumerate(graph)}
    member = {node: i for i, group in enumerate(groups) for node in group}
    lengths = np.full((len(index), len(index)), np.inf)
    np.fill_diagonal(lengths, 0.0)
    for a, b in graph.edges:
        # A hub with many leaves needs a wider ring to hold them.
        ring = max(1.0, 0.34 * max(graph.degree(a), graph.degree(b)) ** 0.5)
        length = EDGE * ring * (1.0 if member[a] == member[b] else BETWEEN)
        lengths[index[a], index[b]] = lengths[index[b], index[a]] = length
    # What does not hang together (a divided community) still has to stand somewhere near.
    found = shortest(lengths)
    far = float(found[np.isfinite(found)].max())
    lengths[~np.isfinite(found)] = far * 0.7 + EDGE
    return lengths


def shortest(lengths: Points) -> Points:
    """All shortest distances from a matrix of edge lengths (Floyd and Warshall)."""
    import numpy as np

    distances = lengths.copy()
    for k in range(len(distances)):
        np.minimum(distances, distances[:, k, None] + distances[None, k, :], out=distances)
    return distances


def stress(distances: Points, rounds: int = 120) -> Points:
    """Places in the plane whose distances come close to the given ones (SMACOF, from classical scaling).

    networkx's `kamada_kawai_layout` minimises the same thing, but needs SciPy and is slower from 100 nodes on.
    """
    import numpy as np

    count = len(distances)
    if count < 3:
        return np.array([[0.0, 0.0], [distances[0, -1], 0.0]])[:count]
    points = _scaling(distances)
    with np.errstate(divide="ignore"):
        weights = np.where(distances > 0, distances**-2.0, 0.0)
    laplace = -weights
    np.fill_diagonal(laplace, weights.sum(axis=1))
    inverse = np.linalg.inv(laplace + 1.0 / count) - 1.0 / count
    for _ in range(rounds):
        gaps = _gaps(points)
        ratio = np.where(gaps > 1e-9, -weights * distances / np.maximum(gaps, 1e-9), 0.0)
        np.fill_diagonal(ratio, 0.0)
        np.fill_diagonal(ratio, -ratio.sum(axis=1))
        moved = inverse @ (ratio @ points)
        done = float(np.abs(moved - points).max()) < 0.25
        points = moved
        if done:
            break
    return points


def _gaps(points: Points) -> Points:
    """Distances between all pairs of points."""
    import numpy as np

    x, y = points[:, 0], points[:, 1]
    found: Points = np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :])
    return found


def _scaling(distances: Points) -> Points:
    """Classical scaling: the start for stress. Equal nodes are set apart by a spiral, so that none share a place."""
    import numpy as np

    count = len(distances)
    middle = np.eye(count) - 1.0 / count
    values, vectors = np.linalg.eigh(-0.5 * middle @ distances**2 @ middle)
    axes = vectors[:, [-1, -2]]
    axes = axes * np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    angle = np.arange(count) * 2.399963
    spiral = np.column_stack([np.cos(angle), np.sin(angle)]) * np.sqrt(np.arange(count) + 1.0)[:, None]
    points: Points = axes * np.sqrt(np.maximum(values[[-1, -2]], 0.0)) + spiral * EDGE * 0.05
    return points


def _level(points: Points) -> Points:
    """The same points, turned so that their long side lies flat: screens are wide."""
    import numpy as np

    centred = points - points.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    turned: Points = centred @ vectors[:, ::-1]
    signs = np.where(turned[np.abs(turned).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)
    return turned * signs


def spread(points: Points, boxes: Points, rounds: int, first: int | None = None) -> Points:
    """Push boxes (width, height, around their points) apart until none covers another, or `rounds` are over.

    `first`: only pairs with one of the first so many boxes count.
    """
    import numpy as np

    points = points.copy()
    count = len(points) if first is None else first
    half = (boxes[:count, None] + boxes[None, :]) / 2
    upper = np.triu(np.ones((count, len(points)), dtype=bool), 1)
    for _ in range(rounds):
        delta = points[None, :] - points[:count, None]
        over = half - np.abs(delta)
        a, b = np.nonzero(upper & (over[:, :, 0] > 0.5) & (over[:, :, 1] > 0.5))
        if not len(a):
            break
        step = np.zeros((len(a), 2))
        # Apart by the shorter way; a little more than half each, so that rounding cannot keep them touching.
        axis = over[a, b].argmin(axis=1)
        which = np.arange(len(a))
        sign = np.where(delta[a, b, axis] < 0, -1.0, 1.0)
        step[which, axis] = sign * over[a, b, axis] * 0.52
        np.add.at(points, a, -step)
        np.add.at(points, b, step)
    return points
