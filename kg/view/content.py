"""A graph of facts -> what the page holds: cards, bundled lines, sources, and for a network the nodes at their places.

Everything is numbered: things by importance (0 the foremost), articles and sentences once each. The page's scripts
read the lists below; `page/model.js` is their other end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

from kg.view.looks import OTHER, looks
from kg.view.sources import Sources

if TYPE_CHECKING:
    import networkx as nx

KINDS = ("network", "timeline", "matrix", "map-of-parks")
ALL_OPEN = 1500  # up to this many nodes everything is drawn when the page opens
PART_OPEN = 450  # else at most this many of the most important


@dataclass(slots=True)
class Content:
    """What the page holds. `cards[i]` tells of thing i; `nodes`: vis-network's dictionaries of the first things, those
    that are drawn when the page opens; `scale`: px per unit at which they fit a common screen."""

    kind: str = "network"
    cards: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    nodes: list[dict[str, Any]] = field(default_factory=list)
    scale: float = 1.0
    facts: int = 0
    sources: Sources = field(default_factory=Sources)
    readings: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Any] = field(default_factory=dict)


def content(graph: nx.MultiDiGraph, kind: str = "network") -> Content:
    """Everything that a page of this kind shows of the graph."""
    from kg.view.places import places
    from kg.view.readings import readings

    simple = _simple(graph)
    weight = {node: _importance(graph, simple, node) for node in graph}
    position = {node: i for i, node in enumerate(graph)}
    ranked = sorted(graph, key=lambda node: (-weight[node], position[node]))
    made = Content(kind)
    if kind == "network":
        from kg.view.drawing import drawn

        opened = _opened(simple, ranked)
        held = set(opened)
        ranked = opened + [node for node in ranked if node not in held]
        made.nodes, made.scale = drawn(graph, simple.subgraph(held), opened, weight)
    number = {node: i for i, node in enumerate(ranked)}
    for node in ranked:
        made.cards.append(_card(str(node), graph.nodes[node], made.sources))
    made.lines = _lines(graph, number, made.sources)
    made.facts = sum(len(line["p"]) for line in made.lines) + sum(len(card["v"]) for card in made.cards)
    made.readings = readings([name for card in made.cards for name in (card["n"], *card["a"])])
    made.places = places(graph, number)
    return made


def _opened(simple: nx.Graph, ranked: list[Any]) -> list[Any]:
    """The things that are drawn when the page opens, the most important first: all, or those that hang together."""
    if len(ranked) <= ALL_OPEN:
        return ranked
    import networkx as nx

    part = simple.subgraph(ranked[:PART_OPEN])
    held = {node for found in nx.connected_components(part) if len(found) > 3 for node in found}
    return [node for node in ranked[:PART_OPEN] if node in held] or ranked[:PART_OPEN]


def _simple(graph: nx.MultiDiGraph) -> nx.Graph:
    """Neighbourhood without direction, `weight` the number of facts; loops left out."""
    import networkx as nx

    simple = nx.Graph()
    simple.add_nodes_from(graph)
    for a, b in graph.edges():
        if a != b:
            simple.add_edge(a, b, weight=simple[a][b]["weight"] + 1 if simple.has_edge(a, b) else 1)
    return simple


def _importance(graph: nx.MultiDiGraph, simple: nx.Graph, node: Any) -> float:
    """Neighbours, plus one for each article that says something of it, plus a little for facts and values."""
    edges = chain(graph.in_edges(node, data=True), graph.out_edges(node, data=True))
    said = [e for _, _, data in edges for e in data.get("evidence", ())]
    values = graph.nodes[node].get("values", ())
    articles = {str(e.get("article")) for e in (*said, *values)}
    return float(simple.degree(node)) + len(articles) + 0.1 * (len(said) + len(values))


def _card(iri: str, data: Mapping[str, Any], sources: Sources) -> dict[str, Any]:
    """IRI `i`, name `n`, further names `a`, type `g`, all types `t`, values `v`: [predicate, value, unit, evidence]."""
    name = str(data.get("name") or iri)
    values: dict[tuple[str, str, str], list[Any]] = {}
    for value in data.get("values", ()):
        key = (str(value.get("predicate", "")), str(value.get("value", "")), str(value.get("unit") or ""))
        told = value.get("evidence") or (value,)
        values.setdefault(key, []).extend(sources.evidence(said) for said in told)
    return {
        "i": iri,
        "n": name,
        "a": [str(other) for other in dict.fromkeys(data.get("names", ())) if other != name],
        "g": kind if (kind := data.get("type")) in looks() else OTHER,
        "t": [str(kind) for kind in data.get("types", ()) or [data.get("type") or OTHER]],
        "v": [[*key, said] for key, said in values.items()],
    }


def _lines(graph: nx.MultiDiGraph, number: Mapping[Any, int], sources: Sources) -> list[dict[str, Any]]:
    """One line for each pair of things: `p` lists [predicate, 1 forward or 0 backward, evidence]."""
    bundles: dict[tuple[int, int], dict[tuple[str, int], list[Any]]] = {}
    for a, b, data in graph.edges(data=True):
        x, y = number[a], number[b]
        pair = (min(x, y), max(x, y))
        # Cooperation has no direction: told from either side, it is one fact.
        forward = 1 if x == pair[0] or data.get("predicate") == "cooperatesWith" else 0
        facts = bundles.setdefault(pair, {}).setdefault((str(data.get("predicate", "")), forward), [])
        facts.extend(sources.evidence(said) for said in data.get("evidence", ()))
    return [
        {"f": pair[0], "o": pair[1], "p": [[*key, said] for key, said in facts.items()]}
        for pair, facts in bundles.items()
    ]
