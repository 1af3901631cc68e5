"""What the tools answer: plain data, bounded, each fact with its words. Nothing here knows the protocol."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError, UserError

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.query import Card, CardFact

MOST = 100  # rows or facts of an answer: an assistant reads them all
QUOTES = 3  # quotes of one fact
_LONGEST = 300  # characters of a quote

Facts = list[dict[str, Any]]


class Tools:
    """The tools over one state of the graph; `graph` gives it as it is now. Errors are UserErrors: one line each."""

    def __init__(self, graph: Callable[[], Graph]) -> None:
        self._graph = graph

    def search(self, name: str, limit: int = 20) -> dict[str, Any]:
        """Entities whose name or alias contains the words; the names that match whole come first."""
        wanted = "".join(name.split()).casefold()
        if not wanted:
            raise QueryError("search: no words; give a part of a name")
        found = []
        for iri, names in self._graph().names().items():
            hits = [one for one in names if wanted in "".join(one.split()).casefold()]
            if hits:
                exact = any(wanted == "".join(one.split()).casefold() for one in hits)
                found.append(
                    ((not exact, min(map(len, hits)), names[0]), {"iri": iri, "name": names[0], "names": names})
                )
        found.sort(key=lambda pair: pair[0])
        return {"found": len(found), "entities": [entity for _, entity in found[: _bounded(limit)]]}

    def entity(self, name: str, limit: int = MOST) -> dict[str, Any]:
        """An entity's card: types, names, articles, facts with the words that say so. Of several, the fullest first."""
        cards = sorted(self._graph().cards(name), key=lambda card: -len(card.facts))
        first = cards[0]
        return {
            **_head(first),
            "facts": [_fact(fact) for fact in first.facts[: _bounded(limit)]],
            "facts_in_all": len(first.facts),
            "others_of_this_name": [_head(card) for card in cards[1:]],
        }

    def neighbours(self, name: str, predicate: str | None = None, limit: int = MOST) -> dict[str, Any]:
        """The entities one step from it: predicate, direction, and the other one."""
        card = self._graph().show(name)
        near = [
            {"predicate": fact.predicate, "direction": "from" if fact.inverse else "to", "name": fact.other,
             "iri": fact.other_iri, "articles": len({said["article"] for said in fact.evidence})}
            for fact in card.facts
            if fact.other_iri and predicate in (None, fact.predicate)
        ]  # fmt: skip
        return {**_head(card), "neighbours": near[: _bounded(limit)], "neighbours_in_all": len(near)}

    def path(self, start: str, end: str, longest: int = 6) -> dict[str, Any]:
        """The shortest way between two entities, with the facts along it; none is an answer, too."""
        import networkx as nx

        graph = self._graph()
        first, last = graph.show(start), graph.show(end)
        network = graph.network()
        try:
            way = nx.shortest_path(network.to_undirected(as_view=True), first.iri, last.iri)
        except (nx.NetworkXNoPath, nx.NodeNotFound):
            way = []
        if not way or len(way) > longest + 1:
            return {"start": _head(first), "end": _head(last), "steps": None}
        return {"start": _head(first), "end": _head(last), "steps": _steps(network, way)}

    def evidence(self, subject: str, predicate: str | None = None, other: str | None = None) -> dict[str, Any]:
        """All quotes for facts of an entity; narrowed to a predicate (`signatory`) and to the other side's name."""
        card = self._graph().show(subject)
        names = set(self._graph().show(other).names) if other else None
        facts = [
            fact
            for fact in card.facts
            if predicate in (None, fact.predicate) and (names is None or fact.other in names)
        ]
        return {**_head(card), "facts": [_fact(fact, quotes=MOST) for fact in facts[:MOST]]}

    def questions(self) -> Facts:
        """The ready questions: what they ask and what they can be told."""
        from kg.query import questions

        return [
            {
                "name": ready.name, "title": ready.title, "asks": ready.about,
                "parameters": [
                    {"name": p.name, "kind": p.kind, "values": p.count, "required": p.required, "is": p.help}
                    for p in ready.parameters
                ],
            }
            for ready in questions()
        ]  # fmt: skip

    def ask(self, question: str, arguments: dict[str, Any] | None = None, limit: int = MOST) -> dict[str, Any]:
        """A ready question by its name, with its parameters."""
        from kg.query import is_sparql

        if is_sparql(question):
            raise QueryError("a ready question is asked by its name here; SPARQL goes to the tool `select`")
        return _rows(self._graph().query(question, **(arguments or {})), limit)

    def select(self, sparql: str, limit: int = MOST) -> dict[str, Any]:
        """A SELECT or ASK in SPARQL 1.1; prefixes rc:, id:, rdfs:, … need no declaration."""
        return _rows(self._graph().store.query(sparql), limit)


def _bounded(limit: int) -> int:
    return max(1, min(limit, MOST))


def _head(card: Card) -> dict[str, Any]:
    return {"iri": card.iri, "name": card.name, "types": card.types, "names": card.names, "articles": card.articles}


def _fact(fact: CardFact, quotes: int = QUOTES) -> dict[str, Any]:
    said = [
        {
            "quote": one["quote"][:_LONGEST], "article": one["article"], "title": one["title"],
            "published": one["published"] and str(one["published"]), "confidence": one["confidence"],
            "modality": one["modality"],
        }
        for one in fact.evidence[:quotes]
    ]  # fmt: skip
    return {
        "predicate": fact.predicate, "direction": "from" if fact.inverse else "to", "other": fact.other,
        "other_iri": fact.other_iri, "unit": fact.unit, "evidence": said, "evidence_in_all": len(fact.evidence),
    }  # fmt: skip


def _steps(network: Any, way: list[str]) -> Facts:
    steps = []
    for one, two in pairwise(way):
        forward = network.get_edge_data(one, two)
        source, target, edges = (one, two, forward) if forward else (two, one, network.get_edge_data(two, one))
        predicate, edge = next(iter(sorted(edges.items())))
        steps.append({
            "subject": network.nodes[source]["name"], "predicate": predicate, "object": network.nodes[target]["name"],
            "quote": edge["evidence"][0]["quote"][:_LONGEST], "article": edge["evidence"][0]["article"],
        })  # fmt: skip
    return steps


def _rows(answer: Any, limit: int) -> dict[str, Any]:
    """An answer as plain data; of more rows than `limit`, the first, and that there are more."""
    if isinstance(answer, bool):
        return {"answer": answer}
    if not hasattr(answer, "columns"):
        raise UserError("CONSTRUCT and DESCRIBE are not for this tool; ask a SELECT")
    most = _bounded(limit)
    rows: list[list[Any]] = []
    for row in answer:
        if len(rows) == most:
            return {"columns": list(answer.columns), "rows": rows, "more": True}
        rows.append([None if value is None else value if isinstance(value, bool | int | float) else str(value)[:2000]
                     for value in row])  # fmt: skip
    return {"columns": list(answer.columns), "rows": rows, "more": False}
