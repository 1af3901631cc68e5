"""Places: the same every time, nothing over anything, islands apart."""

from __future__ import annotations

from itertools import combinations

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.view.labels import text_width, wrapped
from kg.view.layout import FLAT, arrange, spread, stress
from kg.view.packing import opening_scale


def boxes(graph: nx.Graph, size: float = 30.0) -> dict[int, tuple[float, float]]:
    return dict.fromkeys(graph, (size, size))


def overlaps(places: dict[int, tuple[float, float]], size: float) -> int:
    return sum(abs(a[0] - b[0]) < size and abs(a[1] - b[1]) < size for a, b in combinations(places.values(), 2))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 60), st.integers(0, 80), st.integers(0, 1000))
def test_any_graph_gets_places_apart(nodes: int, edges: int, seed: int) -> None:
    graph = nx.gnm_random_graph(nodes, edges, seed=seed)
    places, group = arrange(graph, boxes(graph))
    assert set(places) == set(graph)
    assert set(group) == {node for node in graph if graph.degree(node)}
    assert all(np.isfinite(place).all() for place in places.values())
    assert overlaps(places, 25.0) == 0
    assert arrange(graph, boxes(graph)) == (places, group)


def test_large_component_is_laid_out_by_community() -> None:
    cliques = nx.connected_caveman_graph(30, 12)
    assert len(cliques) > FLAT
    places, group = arrange(cliques, boxes(cliques))
    assert overlaps(places, 25.0) == 0

    def reach(nodes: list[int]) -> float:
        points = np.array([places[node] for node in nodes])
        return float((points.max(axis=0) - points.min(axis=0)).max())

    members: dict[int, list[int]] = {}
    for node, number in group.items():
        members.setdefault(number, []).append(node)
    assert len(members) > 5
    assert max(map(reach, members.values())) < 0.5 * reach(list(cliques))


def test_picture_is_as_wide_as_a_screen() -> None:
    graph = nx.disjoint_union_all([nx.star_graph(n) for n in (20, 9, 8, 7, 6, 5, 4, 3, 3, 2, 2, 1, 1, 1)])
    places, _ = arrange(graph, boxes(graph))
    spans = np.ptp(np.array(list(places.values())), axis=0)
    assert 0.8 < spans[0] / spans[1] < 2.4


def test_nodes_without_edges_stand_in_rows_beside_the_others() -> None:
    for held in (nx.path_graph(4), nx.balanced_tree(3, 3)):
        graph = nx.Graph(held)
        graph.add_nodes_from(range(100, 120))
        places, _ = arrange(graph, boxes(graph))
        alone, others = ([places[node] for node in part] for part in (range(100, 120), held))
        below = min(y for _, y in alone) > max(y for _, y in others)
        assert below or min(x for x, _ in alone) > max(x for x, _ in others)
        assert len({round(y) for _, y in alone}) < 20


def test_stress_draws_a_path_straight() -> None:
    line = np.abs(np.subtract.outer(np.arange(6.0), np.arange(6.0))) * 100
    points = stress(line)
    assert np.allclose(np.linalg.norm(np.diff(points, axis=0), axis=1), 100, rtol=0.02)


def test_spread_moves_only_what_overlaps() -> None:
    points = np.array([[0.0, 0.0], [5.0, 1.0], [500.0, 0.0]])
    moved = spread(points, np.full((3, 2), 20.0), rounds=50)
    assert np.array_equal(moved[2], points[2])
    assert abs(moved[0, 0] - moved[1, 0]) >= 19


def test_a_single_node_is_not_blown_up() -> None:
    assert opening_scale({1: (0.0, 0.0)}) <= 1.25


@given(st.text())
def test_labels_are_short_whatever_the_name(name: str) -> None:
    rows = wrapped(name).split("\n")
    assert 1 <= len(rows) <= 2
    # Closing marks may hang over the end of a line.
    assert all(text_width(row.rstrip("，。、；：！？”’）》〉」』】…%)]}")) <= 12 for row in rows)
