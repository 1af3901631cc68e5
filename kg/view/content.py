"""A graph of facts -> what the page holds: nodes as pyvis and vis-network want them, cards, bundled lines, sources.

Everything is numbered: nodes by importance (0 the foremost), articles and quotes once each. The page's scripts read
the lists below; `page/model.js` is their other end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.view.labels import label_box, wrapped
from kg.view.looks import OTHER, looks

if TYPE_CHECKING:
    import networkx as nx

ALL_OPEN = 1500  # up to this many nodes everything is drawn when the page opens
PART_OPEN = 700  # else this many of the most important
FOREMOST = 30  # nodes whose labels are kept apart at the opening zoom
FONT = 13.0  # px
# vis-network draws these shapes smaller than a disc of the same size.
_FULLER = {"Event": 1.25, "Agreement": 1.12, "Fund": 1.15, "Industry": 1.1, "Project": 0.92, "Policy": 0.92}


@dataclass(slots=True)
class Content:
    """What the page holds. `nodes`: vis-network's dictionaries; `cards[i]` tells the rest about node i."""

    nodes: list[dict[str, Any]] = field(default_factory=list)
    cards: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)
    articles: list[list[str]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)
    opened: int = 0
    facts: int = 0
    scale: float = 1.0  # px per unit at which the whole picture fits a common screen


class _Sources:
    """Articles and quotes, each kept once; evidence becomes numbers."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.articles: dict[tuple[str, ...], int] = {}
        self.quotes: dict[str, int] = {}

    def _quote(self, text: str) -> int:
        if text not in self.quotes:
            self.quotes[text] = len(self.quotes)
            self.content.quotes.append(text)
        return self.quotes[text]

    def evidence(self, said: Mapping[str, Any]) -> list[Any]:
        """[quote, article, confidence, modality, rule, sentence or -1]."""
        article = tuple(str(said.get(key) or "") for key in ("article", "title", "published", "url"))
        if article not in self.articles:
            self.articles[article] = len(self.articles)
            self.content.articles.append(list(article))
        sentence = said.get("sentence")
        confidence = said.get("confidence")
        return [
            self._quote(str(said.get("quote") or "")),
            self.articles[article],
            1 if confidence is None else round(float(confidence), 3),
            str(said.get("modality") or "asserted"),
            str(said.get("rule") or ""),
            self._quote(str(sentence)) if sentence else -1,
        ]


def content(graph: nx.MultiDiGraph) -> Content:
    """Everything that the page shows of this graph, places included."""
    simple = _simple(graph)
    weight = {node: _importance(graph, simple, node) for node in graph}
    position = {node: i for i, node in enumerate(graph)}
    ranked = sorted(graph, key=lambda node: (-weight[node], position[node]))
    number = {node: i for i, node in enumerate(ranked)}
    made = Content()
    sources = _Sources(made)
    made.nodes, made.scale = _nodes(graph, simple, ranked, weight)
    for node in ranked:
        made.cards.append(_card(str(node), graph.nodes[node], sources))
    made.lines = _lines(graph, number, sources)
    made.facts = sum(len(line["p"]) for line in made.lines) + sum(len(card["v"]) for card in made.cards)
    made.opened = len(ranked) if len(ranked) <= ALL_OPEN else PART_OPEN
    return made


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
    said = [
        e
        for _, _, d in (*graph.in_edges(node, data=True), *graph.out_edges(node, data=True))
        for e in d.get("evidence", ())
    ]
    values = graph.nodes[node].get("values", ())
    articles = {str(e.get("article")) for e in (*said, *values)}
    return float(simple.degree(node)) + len(articles) + 0.1 * (len(said) + len(values))


def _nodes(
    graph: nx.MultiDiGraph, simple: nx.Graph, ranked: list[Any], weight: Mapping[Any, float]
) -> tuple[list[dict[str, Any]], float]:
    """vis-network's nodes, in order of importance, at their places (`c`: the community or -1); the opening zoom."""
    from kg.view.layout import arrange
    from kg.view.packing import clear_labels, opening_scale, rows

    # A picture of n nodes opens at about 4 / sqrt(n) px per unit. Sizes grow with n, or nodes would be specks there.
    unit = max(1.0, 0.25 * len(ranked) ** 0.5)  # units per px, roughly
    top = max(weight.values(), default=1.0)
    radius = {node: max(1.3, 0.42 * unit) * (6 + 20 * (weight[node] / max(top, 12.0)) ** 0.6) for node in ranked}
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
    made = graph.__class__()
    made.add_nodes_from(nodes)
    made.add_edges_from(graph.edges(data=True))
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
        if node in alone and len(alone) <= 40:
            boxes[node] = (max(disc, 92.0 * unit), disc + 28.0 * unit)
        elif roomy and node not in alone:
            boxes[node] = (max(disc + 12, text[node][0] * 0.9), disc + 34)
        else:
            boxes[node] = (disc + 12, disc + 10)
    return boxes


def _card(iri: str, data: Mapping[str, Any], sources: _Sources) -> dict[str, Any]:
    """IRI, name, further names, types, values [predicate, value, unit, evidence]."""
    name = str(data.get("name") or iri)
    values: dict[tuple[str, str, str], list[Any]] = {}
    for value in data.get("values", ()):
        key = (str(value.get("predicate", "")), str(value.get("value", "")), str(value.get("unit") or ""))
        values.setdefault(key, []).append(sources.evidence(value))
    return {
        "i": iri,
        "n": name,
        "a": [str(other) for other in dict.fromkeys(data.get("names", ())) if other != name],
        "t": [str(kind) for kind in data.get("types", ()) or [data.get("type") or OTHER]],
        "v": [[*key, said] for key, said in values.items()],
    }


def _lines(graph: nx.MultiDiGraph, number: Mapping[Any, int], sources: _Sources) -> list[dict[str, Any]]:
    """One line for each pair of nodes: `p` lists [predicate, 1 forward or 0 backward, evidence]."""
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
