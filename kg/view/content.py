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
    made.nodes = _nodes(graph, simple, ranked, weight)
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
) -> list[dict[str, Any]]:
    """vis-network's nodes, in order of importance, at their places; `c` is the community or -1."""
    from kg.view.layout import arrange
    from kg.view.packing import clear_labels

    top = max(weight.values(), default=1.0)
    radius = {node: round(6 + 22 * (weight[node] / max(top, 12.0)) ** 0.55, 1) for node in ranked}
    label = {node: wrapped(str(graph.nodes[node].get("name") or node)) for node in ranked}
    text = {node: label_box(label[node], FONT) for node in ranked}
    roomy = len(ranked) <= 120  # few enough for all labels to stand at once
    boxes = {
        node: (
            max(2 * radius[node] + 14, text[node][0] * 0.9 if roomy else 0.0),
            2 * radius[node] + (34 if roomy else 16),
        )
        for node in ranked
    }
    ordered = simple.__class__()
    ordered.add_nodes_from(ranked)
    ordered.add_edges_from(simple.edges(data=True))
    places, group = arrange(ordered, boxes)
    places = clear_labels(places, ranked[:FOREMOST], text, radius)
    known = looks()
    return [
        {
            "id": i,
            "label": label[node],
            "group": kind if (kind := graph.nodes[node].get("type")) in known else OTHER,
            "x": round(places[node][0]),
            "y": round(places[node][1]),
            "size": radius[node],
            "c": group.get(node, -1),
        }
        for i, node in enumerate(ranked)
    ]


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
