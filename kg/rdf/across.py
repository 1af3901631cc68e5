"""What was decided across articles in, the quads of the graph that tells it out: decisions, copies, conflicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocabulary as v
from kg.rdf.graph import LANGUAGE, Triple, decimal


class DecisionRow(NamedTuple):
    """Whether two things are one. `left` and `right` are IRIs: those that the two have by themselves."""

    left: str
    right: str
    left_name: str
    right_name: str
    verdict: str
    score: float
    reasons: tuple[str, ...]
    by: str


class ConflictRow(NamedTuple):
    """Claims (IRIs) that give the node `about` values of `predicate` (a local name) that contradict each other."""

    about: str
    predicate: str
    claims: tuple[str, ...]


def resolution_iri(base: str) -> str:
    """The name of the graph of what was decided across articles."""
    return base + v.RESOLUTION


def across_quads(
    base: str,
    decisions: Iterable[DecisionRow],
    merged: Mapping[str, Iterable[str]],
    duplicates: Mapping[str, str],
    conflicts: Iterable[ConflictRow],
) -> Iterator[Quad]:
    """Yield the graph. `merged`: node -> the IRIs that became it; `duplicates`: article -> the one that it copies."""
    graph = NamedNode(resolution_iri(base))
    triples: list[Triple] = []
    for row in decisions:
        triples += _decision(NamedNode(_name(base, row.left, row.right)), row)
    for node, members in merged.items():
        triples += [(NamedNode(node), NamedNode(v.MERGED_FROM), NamedNode(member)) for member in members]
    for article, original in duplicates.items():
        triples.append((NamedNode(article), NamedNode(v.DUPLICATE_OF), NamedNode(original)))
    for conflict in conflicts:
        triples += _conflict(NamedNode(_name(base, conflict.about, conflict.predicate)), conflict)
    for triple in dict.fromkeys(triples):
        yield Quad(*triple, graph)


def _name(base: str, *parts: str) -> str:
    digest = hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()
    return f"{base}{v.RESOLUTION}/{digest[:16]}"


def _decision(node: NamedNode, row: DecisionRow) -> Iterator[Triple]:
    yield node, NamedNode(v.TYPE), NamedNode(v.DECISION)
    for iri, name in ((row.left, row.left_name), (row.right, row.right_name)):
        yield node, NamedNode(v.CANDIDATE), NamedNode(iri)
        yield NamedNode(iri), NamedNode(v.CANDIDATE_NAME), Literal(name, language=LANGUAGE)
    yield node, NamedNode(v.VERDICT), Literal(row.verdict)
    yield node, NamedNode(v.SCORE), decimal(f"{row.score:.4f}")
    for reason in row.reasons:
        yield node, NamedNode(v.REASON), Literal(reason)
    yield node, NamedNode(v.DECIDED_BY), Literal(row.by)


def _conflict(node: NamedNode, row: ConflictRow) -> Iterator[Triple]:
    yield node, NamedNode(v.TYPE), NamedNode(v.CONFLICT)
    yield node, NamedNode(v.ABOUT), NamedNode(row.about)
    yield node, NamedNode(v.PROPERTY), NamedNode(v.term_iri(row.predicate))
    for claim in row.claims:
        yield node, NamedNode(v.CONFLICTING_CLAIM), NamedNode(claim)
