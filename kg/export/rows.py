"""The network -> plain rows: what GraphML, GEXF, CSV, Neo4j and Excel have in common."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kg.lang.labels import labels
from kg.vocabulary import DATE_PREDICATES, MONEY_PREDICATES, term_name

if TYPE_CHECKING:
    import networkx as nx

Cell = str | int | float | bool | None
Row = dict[str, Cell]

# The date by which a thing has its place in time, the surest first; sums in yuan, areas in km².
DATES = ("signedOn", "heldOn", "startedOn", "establishedOn", "issuedOn", "completedOn")
assert set(DATES) == set(DATE_PREDICATES)
NUMBERS = (*MONEY_PREDICATES, "area")
VALUES = (*DATES, *NUMBERS, "status", "cooperationArea")
JOIN = "；"

NODE_COLUMNS = ("id", "label", "type", "type_zh", "types", "aliases", "date", "degree", "articles", *VALUES)
EDGE_COLUMNS = (
    "source", "target", "predicate", "label", "weight", "confidence", "modality", "date", "told_by", "quote",
)  # fmt: skip


def nodes(network: nx.MultiDiGraph) -> Iterator[Row]:
    """A row for each entity, in the order of its IRI; `date`: the surest of its dates, as the text has it."""
    kinds = labels("type")
    for iri, node in network.nodes(data=True):
        values = _values(node["values"])
        told = {said["article"] for value in node["values"] for said in value["evidence"]}
        told |= {said["article"] for *_, edge in _edges_at(network, iri) for said in edge["evidence"]}
        yield {
            "id": iri,
            "label": node["name"],
            "type": node["type"],
            "type_zh": kinds[node["type"]].zh,
            "types": JOIN.join(node["types"]),
            "aliases": JOIN.join(node["names"][1:]),
            "date": next((values[name] for name in DATES if values.get(name)), None),
            "degree": node["degree"],
            "articles": max(len(told), node.get("articles", 0)),
            **{name: values.get(name) for name in VALUES},
        }


def edges(network: nx.MultiDiGraph) -> Iterator[Row]:
    """A row for each fact between two entities; `weight`: how many articles say it; `date`: when the first did."""
    predicates = labels("predicate")
    for source, target, edge in network.edges(data=True):
        said = edge["evidence"]
        articles = sorted({one["article"] for one in said})
        best = max(said, key=lambda one: (one["confidence"], one["article"], -one["start"]))
        yield {
            "source": source,
            "target": target,
            "predicate": edge["predicate"],
            "label": predicates[edge["predicate"]].zh,
            "weight": len(articles),
            "confidence": round(float(edge["confidence"]), 4),
            "modality": "asserted" if any(one["modality"] == "asserted" for one in said) else "planned",
            "date": min((str(one["published"]) for one in said if one["published"]), default=None),
            "told_by": JOIN.join(articles),
            "quote": best["quote"],
        }


def evidence(network: nx.MultiDiGraph) -> Iterator[Row]:
    """A row for each claim: subject, predicate, object by name, and where it is said."""
    predicates = labels("predicate")
    names = {iri: node["name"] for iri, node in network.nodes(data=True)}

    def row(subject: str, predicate: str, value: Cell, said: dict[str, Any]) -> Row:
        return {
            "subject": names[subject], "predicate": predicates[predicate].zh, "object": value, "quote": said["quote"],
            "article": said["article"], "title": said["title"],
            "published": said["published"] and str(said["published"]),
            "confidence": round(float(said["confidence"]), 4), "modality": said["modality"],
        }  # fmt: skip

    for iri, node in network.nodes(data=True):
        for value in node["values"]:
            for said in value["evidence"]:
                yield row(iri, value["predicate"], plain(value["predicate"], value["value"]), said)
    for source, target, edge in network.edges(data=True):
        for said in edge["evidence"]:
            yield row(source, edge["predicate"], names[target], said)


def plain(predicate: str, value: Any) -> Cell:
    """A value as programs read it: numbers as numbers, a state by its name, a date as its text."""
    if predicate == "status":
        return labels("status")[term_name(str(value))].zh
    if predicate in NUMBERS:
        number = Decimal(str(value))
        return int(number) if number == number.to_integral_value() else float(number)
    return str(value)


def _values(said: list[dict[str, Any]]) -> dict[str, Cell]:
    """Predicate -> its value: of several dates the first, of several sums the largest; sums in yuan alone."""
    found: dict[str, list[Cell]] = {}
    for value in said:
        predicate = value["predicate"]
        if predicate in MONEY_PREDICATES and (value["unit"] or "CNY") != "CNY":
            continue
        found.setdefault(predicate, []).append(plain(predicate, value["value"]))
    return {name: _one(name, values) for name, values in found.items()}


def _one(predicate: str, values: list[Cell]) -> Cell:
    if predicate in NUMBERS:
        return max(values, key=lambda value: float(value or 0))
    texts = sorted({str(value) for value in values})
    return texts[0] if predicate in DATES else JOIN.join(texts)


def _edges_at(network: nx.MultiDiGraph, iri: str) -> Iterator[Any]:
    yield from network.out_edges(iri, data=True)
    yield from network.in_edges(iri, data=True)
