"""The part of a network that opens, in: vis-network's nodes, each at its place, out; and the opening zoom."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.view.labels import label_box, wrapped
from kg.view.looks import OTHER, looks

if TYPE_CHECKING:
    import networkx as nx

FOREMOST = 30  # nodes whose labels are kept apart at the opening zoom
FONT = 13.0  # px
# vis-network draws these shapes smaller than a disc of the same size.
_FULLER = {"Event": 1.25, "Agreement": 1.12, "Fund": 1.15, "Industry": 1.1, "Project": 0.92, "Policy": 0.92}


def drawn(
    graph: nx.MultiDiGraph, simple: nx.Graph, ranked: list[Any], weight: Mapping[Any, float]
) -> tuple[list[dict[str, Any]], float]:
    """The nodes in order of importance (`id`: their rank, `c`: the community or -1), and px per unit at the opening."""
    from kg.view.layout import arrange
    from kg.view.packing import clear_labels, opening_scale, rows

    # A picture of n nodes opens at about 4 / sqrt(n) px per unit. Sizes grow with n, or nodes would be specks there.
    unit = max(1.0, 0.25 * len(ranked) ** 0.5)  # units per px, roughly
    top = max(weight.values(), default=1.0)
    radius = {node: max(1.3, 0.42 * unit) * (8 + 20 * (weight[node] / max(top, 12.0)) ** 0.6) for node in ranked}
    label = {node: wrapped(str(graph.nodes[node].get("name") or node)) for node in ranked}
    text = {node: label_box(label[node], FONT) for node in ranked}
    boxes = _boxes(simple, ranked, radius, text, unit)
    places, group = arrange(_reordered(simple, ranked), boxes)
    alone = [node for node in ranked if node not in group]
    if group:
        held = [node for node in ranked if node in group]
        foremost = sum(node in group for node in ranked[:FOREMOST])
        places = clear_labels(places, held, foremost, text, radius, lambda found: found | rows(alone, boxes, found))
    known = looks()
    nodes = [
        {
            "id": i,
            "label": label[node],
            "group": kind if (kind := graph.nodes[node].get("type")) in known else OTHER,
            "x": round(places[node][0]),
            "y": round(places[node][1]),
            "size": round(radius[node] * _FULLER.get(graph.nodes[node].get("type"), 1.0), 1),
            "c": group.get(node, -1),
        }
        for i, node in enumerate(ranked)
    ]
    return nodes, round(opening_scale(places), 4)


def _reordered(graph: nx.Graph, nodes: list[Any]) -> nx.Graph:
    import networkx as nx

    made = nx.Graph()
    made.add_nodes_from(nodes)
    index = {node: i for i, node in enumerate(nodes)}
    edges = ((*sorted((a, b), key=index.__getitem__), data) for a, b, data in graph.edges(data=True))
    made.add_edges_from(sorted(edges, key=lambda edge: (index[edge[0]], index[edge[1]])))
    return made


def _boxes(
    simple: nx.Graph,
    nodes: list[Any],
    radius: Mapping[Any, float],
    text: Mapping[Any, tuple[float, float]],
    unit: float,
) -> dict[Any, tuple[float, float]]:
    """The room (width, height) that each node gets: its disc, and its label too where there are few enough."""
    alone = {node for node in nodes if not simple.degree(node)}
    roomy = len(nodes) - len(alone) <= 120
    boxes = {}
    for node in nodes:
        disc = 2 * radius[node]
        if node in alone and len(alone) <= 60:
            boxes[node] = (max(disc, 92.0 * unit), disc + 26.0 * unit)
        elif roomy and node not in alone:
            boxes[node] = (max(disc + 12, text[node][0] * 0.9), disc + 34)
        else:
            boxes[node] = (disc + 12, disc + 10)
    return boxes
