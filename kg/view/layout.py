"""A graph in, a place and a community for each node out; the same graph gives the same places.

Components are laid out one by one (stress majorisation: distances on the canvas follow distances in the graph),
large ones community by community, then packed into the shape of a screen; nodes without an edge stand together.
Units are the canvas's; y grows downwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    Points = NDArray[np.float64]

EDGE = 120.0  # ideal length of an edge inside a community
BETWEEN = 1.7  # how much longer an edge between communities is
FLAT = 260  # components up to this many nodes are laid out at once, larger ones by community
_SEED = 7


def communities(graph: nx.Graph) -> list[list[Any]]:
    """The graph's communities (Louvain, seeded), the largest first; every node in one."""
    import networkx as nx

    found = nx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    order = {node: i for i, node in enumerate(graph)}
    groups = [sorted(group, key=order.__getitem__) for group in found]
    return sorted(groups, key=lambda group: (-len(group), order[group[0]]))


def arrange(
    graph: nx.Graph, boxes: Mapping[Any, tuple[float, float]]
) -> tuple[dict[Any, tuple[float, float]], dict[Any, int]]:
    """Places and community numbers of all nodes. `boxes`: the width and height each node wants for itself.

    The graph is simple and undirected, edges weighted by `weight`; its node order matters, it is the tie-breaker.
    """
    import networkx as nx
    import numpy as np

    from kg.view.packing import pack, rows

    parts = sorted(nx.connected_components(graph), key=lambda part: -len(part))
    order = {node: i for i, node in enumerate(graph)}
    laid: list[tuple[list[Any], Points]] = []
    group: dict[Any, int] = {}
    for part in parts:
        nodes = sorted(part, key=order.__getitem__)
        if len(nodes) == 1:
            continue
        component = graph.subgraph(nodes)
        ordered = nx.Graph()
        ordered.add_nodes_from(nodes)
        ordered.add_edges_from(sorted(component.edges(data=True), key=lambda e: sorted((order[e[0]], order[e[1]]))))
        groups = communities(ordered)
        first = len(set(group.values()))
        group |= {node: first + i for i, members in enumerate(groups) for node in members}
        points = _component(ordered, groups, np.array([boxes[node] for node in nodes]))
        laid.append((nodes, points))
    alone = sorted((next(iter(part)) for part in parts if len(part) == 1), key=order.__getitem__)
    places = pack(laid, boxes)
    places |= rows(alone, boxes, places)
    return places, group


def _component(graph: nx.Graph, groups: list[list[Any]], boxes: Points) -> Points:
    """Places of a connected graph's nodes, in the graph's order, its long side lying flat."""
    nodes = list(graph)
    index = {node: i for i, node in enumerate(nodes)}
    points = _flat(graph, groups, boxes) if len(nodes) <= FLAT or len(groups) < 2 else _nested(graph, groups, boxes)
    points = _level(points)
    return spread(points, boxes, rounds=60 if len(index) <= 2500 else 0)


def _flat(graph: nx.Graph, groups: list[list[Any]], boxes: Points) -> Points:
    """Stress layout in which edges between communities are longer than those inside one."""
    import numpy as np

    nodes = list(graph)
    index = {node: i for i, node in enumerate(nodes)}
    member = {node: i for i, group in enumerate(groups) for node in group}
    lengths = np.full((len(nodes), len(nodes)), np.inf)
    np.fill_diagonal(lengths, 0.0)
    for a, b in graph.edges:
        # A hub with many leaves needs a wider ring to hold them.
        ring = max(1.0, 0.34 * max(graph.degree(a), graph.degree(b)) ** 0.5)
        length = EDGE * ring * (1.0 if member[a] == member[b] else BETWEEN)
        lengths[index[a], index[b]] = lengths[index[b], index[a]] = length
    return stress(shortest(lengths))


def _nested(graph: nx.Graph, groups: list[list[Any]], boxes: Points) -> Points:
    """Each community by itself, then the communities as discs around one another."""
    import networkx as nx
    import numpy as np

    index = {node: i for i, node in enumerate(graph)}
    member = {node: i for i, group in enumerate(groups) for node in group}
    inner, radii = [], []
    for group in groups:
        own = boxes[[index[node] for node in group]]
        part = graph.subgraph(group)
        ordered = nx.Graph()
        ordered.add_nodes_from(group)
        ordered.add_edges_from(e for e in graph.edges(data=True) if e[0] in part and e[1] in part)
        pieces = communities(ordered) if len(group) > FLAT else [group]
        points = _nested(ordered, pieces, own) if len(pieces) > 1 else _ring_or_stress(ordered, own)
        points = spread(points, own, rounds=40)
        points -= (points.max(axis=0) + points.min(axis=0)) / 2
        inner.append(points)
        radii.append(float(np.hypot(points[:, 0], points[:, 1]).max()) + EDGE * 0.45)
    centres = _discs(graph, member, np.array(radii))
    points = np.zeros((len(index), 2))
    for group, own, centre in zip(groups, inner, centres, strict=True):
        points[[index[node] for node in group]] = own + centre
    return points


def _ring_or_stress(graph: nx.Graph, boxes: Points) -> Points:
    import networkx as nx

    if len(graph) <= 2 * FLAT and nx.is_connected(graph):
        return _flat(graph, [list(graph)], boxes)
    # A community that cannot be split further and is too large for stress: force layout of the library.
    import numpy as np

    scale = EDGE * len(graph) ** 0.5
    places = nx.spring_layout(graph, seed=_SEED, iterations=60, scale=scale, method="force")
    return np.array([places[node] for node in graph])


def _discs(graph: nx.Graph, member: Mapping[Any, int], radii: Points) -> Points:
    """Centres of the communities' discs: neighbours close, none over another, the whole as wide as a screen."""
    import numpy as np

    count = len(radii)
    links = np.zeros((count, count))
    for a, b in graph.edges:
        links[member[a], member[b]] += 1
        links[member[b], member[a]] += 1
    apart = radii[:, None] + radii[None, :] + EDGE * 0.3
    lengths = np.where(links > 0, apart, np.inf)
    np.fill_diagonal(lengths, 0.0)
    hops = shortest(lengths)
    hops[np.isinf(hops)] = float(apart.max()) * 2
    # Strictly farther ones are drawn in, so that the discs fill the plane and do not string out.
    centres = _level(stress(np.maximum(apart, hops * 0.72)))
    wide = centres * (1.12, 0.88)
    return spread(wide, np.column_stack([2 * radii, 2 * radii]), rounds=400, round_boxes=True)


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
        gaps = np.linalg.norm(points[:, None] - points[None, :], axis=2)
        ratio = np.where(gaps > 1e-9, -weights * distances / np.maximum(gaps, 1e-9), 0.0)
        np.fill_diagonal(ratio, 0.0)
        np.fill_diagonal(ratio, -ratio.sum(axis=1))
        moved = inverse @ (ratio @ points)
        done = float(np.abs(moved - points).max()) < 0.1
        points = moved
        if done:
            break
    return points


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


def spread(points: Points, boxes: Points, rounds: int, round_boxes: bool = False) -> Points:
    """Push boxes (width, height; or discs of that diameter) apart until none covers another, or `rounds` are over."""
    import numpy as np

    points = points.copy()
    half = (boxes[:, None] + boxes[None, :]) / 2
    upper = np.triu(np.ones((len(points), len(points)), dtype=bool), 1)
    for _ in range(rounds):
        delta = points[None, :] - points[:, None]
        if round_boxes:
            gaps = np.linalg.norm(delta, axis=2)
            over = half[:, :, 0] - gaps
            a, b = np.nonzero(upper & (over > 0.5))
            if not len(a):
                break
            step = delta[a, b] / np.maximum(gaps[a, b], 1e-6)[:, None] * (over[a, b] * 0.52)[:, None]
        else:
            over = half - np.abs(delta)
            a, b = np.nonzero(upper & (over > 0.5).all(axis=2))
            if not len(a):
                break
            step = np.zeros((len(a), 2))
            axis = over[a, b].argmin(axis=1)
            rows = np.arange(len(a))
            sign = np.where(delta[a, b, axis] < 0, -1.0, 1.0)
            step[rows, axis] = sign * over[a, b, axis] * 0.52
        np.add.at(points, a, -step)
        np.add.at(points, b, step)
    return points
