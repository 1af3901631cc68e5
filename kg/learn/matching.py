"""Which nodes of a built graph stand for which gold entities of an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from kg.learn.built import BuiltGraph, Fact
from kg.learn.gold import GoldArticle, GoldEntity
from kg.learn.terms import PLACES, close, family_type, norm
from kg.vocabulary import ENTITY_RANGES


@dataclass
class Matching:
    """Which nodes of an article stand for which gold entities, strictly or loosely."""

    nodes: Mapping[str, set[str]]  # gold id -> nodes
    golds: Mapping[str, set[str]]  # node -> gold ids
    mentioned: set[str]


def match_entities(gold: GoldArticle, graph: BuiltGraph, facts: set[Fact], relaxed: bool) -> Matching:
    """Find every node of the article that may stand for each gold entity: by type and name, untitled agreements
    (战略合作协议) by their parties."""
    mentioned = set(graph.typed.get(gold.article.id, ()))
    for subject, predicate, value in facts:
        mentioned |= {subject, value} if predicate in ENTITY_RANGES else {subject}
    families = {node: {family_type(kind) for kind in graph.types.get(node, ())} for node in mentioned}
    found: dict[str, set[str]] = defaultdict(set)
    for entity in gold.entities:
        if not entity.untitled:
            found[entity.id] = _titled(entity, families, graph, relaxed)
    for entity in gold.entities:
        if entity.untitled:
            parties = {
                node
                for fact in gold.facts
                if fact.subject == entity.id and fact.predicate == "signatory"
                for node in found[fact.object]
            }
            found[entity.id] = _untitled(entity, parties, mentioned, graph, facts)
    golds: dict[str, set[str]] = defaultdict(set)
    for gold_id, nodes in found.items():
        for node in nodes:
            golds[node].add(gold_id)
    return Matching(found, golds, mentioned)


def _titled(entity: GoldEntity, families: Mapping[str, set[str]], graph: BuiltGraph, relaxed: bool) -> set[str]:
    accepted = {family_type(kind) for kind in entity.types}
    if relaxed and PLACES & set(entity.types):
        accepted |= PLACES | {"Institution"}
    wanted = {norm(name) for name in entity.names}
    found = set()
    for node, kinds in families.items():
        if accepted.isdisjoint(kinds):
            continue
        names = graph.names.get(node, set())
        if not wanted.isdisjoint(names) or (relaxed and any(close(a, b) for a in names for b in wanted)):
            found.add(node)
    return found


def _untitled(
    entity: GoldEntity, parties: set[str], mentioned: set[str], graph: BuiltGraph, facts: set[Fact]
) -> set[str]:
    signed = {s for s, p, o in facts if p == "signatory" and o in parties}
    agreements = {node for node in mentioned if "Agreement" in graph.types.get(node, ())}
    nodes = agreements & signed if parties else agreements
    wanted = {norm(name) for name in entity.names}
    exact = {node for node in nodes if graph.names.get(node, set()) & wanted}
    return exact or {
        node for node in nodes if any(a in b or b in a for a in graph.names.get(node, ()) for b in wanted)
    }  # fmt: skip
