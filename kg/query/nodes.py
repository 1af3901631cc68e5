"""A source in; every node at a glance out: label, types, facts, and of which things it was made.

Two such pictures, before and after a change, tell which nodes were joined, split, renamed or retyped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

from kg.query.source import Source
from kg.vocabulary import ENTITY_TYPES, OWN_NAMES, PREDICATES, Iri, term_list, term_name

_LABELS = "SELECT ?x ?name { ?x rdfs:label ?name }"
_TYPES = "SELECT ?x ?type {{ VALUES ?type {{ {} }} ?x a ?type }}"
_FACTS = "SELECT ?x (COUNT(*) AS ?n) {{ VALUES ?p {{ {} }} {{ ?x ?p ?o }} UNION {{ ?o ?p ?x }} }} GROUP BY ?x"
_TOTAL = "SELECT (COUNT(*) AS ?n) {{ VALUES ?p {{ {} }} ?s ?p ?o }}"
_MERGED = "SELECT ?x ?own { ?x rc:mergedFrom ?own }"
_PLACES, _PARTIES, _ARTICLES = (
    f"SELECT DISTINCT ?name {{{{ {pattern} }}}} ORDER BY ?name"
    for pattern in (
        "<{iri}> rc:locatedIn|rc:partOf ?place . ?place rdfs:label ?name",
        "<{iri}> rc:signatory|rc:participant|rc:organizer|rc:builder|rc:issuer ?party . ?party rdfs:label ?name",
        "GRAPH ?article {{ <{iri}> rdfs:label ?label }} ?article dcterms:identifier ?name",
    )
)


@dataclass(frozen=True, slots=True)
class Node:
    """A node at a glance: `facts` counts the edges that begin or end in it."""

    iri: str
    name: str
    types: tuple[str, ...]
    facts: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What a change did to the nodes. `joined`: (nodes before, the one they are now); `split`: (the node before, what
    it is now); `renamed` and `retyped`: the node before and after. `moved`: facts that hang on another node now;
    `facts`: how many there were, and are."""

    joined: tuple[tuple[tuple[Node, ...], Node], ...] = ()
    split: tuple[tuple[Node, tuple[Node, ...]], ...] = ()
    renamed: tuple[tuple[Node, Node], ...] = ()
    retyped: tuple[tuple[Node, Node], ...] = ()
    moved: int = 0
    facts: tuple[int, int] = (0, 0)

    def __bool__(self) -> bool:
        changed = self.joined or self.split or self.renamed or self.retyped
        return bool(changed) or self.facts[0] != self.facts[1]

    def asdict(self) -> dict[str, Any]:
        """The difference as plain data, for JSON."""
        return {
            "joined": [{"from": [asdict(n) for n in before], "into": asdict(after)} for before, after in self.joined],
            "split": [{"from": asdict(before), "into": [asdict(n) for n in after]} for before, after in self.split],
            "renamed": [{"from": asdict(before), "into": asdict(after)} for before, after in self.renamed],
            "retyped": [{"from": asdict(before), "into": asdict(after)} for before, after in self.retyped],
            "facts_moved": self.moved,
            "facts_before": self.facts[0],
            "facts_after": self.facts[1],
        }


class Nodes:
    """Every node of a graph as it is now; read at once, so that it stays when the graph changes."""

    def __init__(self, source: Source) -> None:
        rows = sorted(((str(x), str(name)) for x, name in source.select(_LABELS) if x not in OWN_NAMES), reverse=True)
        labels = dict(rows)
        kinds: dict[str, set[str]] = defaultdict(set)
        for x, kind in source.select(_TYPES.format(term_list(ENTITY_TYPES))):
            kinds[str(x)].add(term_name(str(kind)))
        facts = {str(x): int(n) for x, n in source.select(_FACTS.format(term_list(PREDICATES))) if isinstance(x, Iri)}
        self.all: Mapping[str, Node] = {
            x: Node(x, name, tuple(kind for kind in ENTITY_TYPES if kind in kinds[x]), facts.get(x, 0))
            for x, name in labels.items()
        }
        self.total = int(source.select(_TOTAL.format(term_list(PREDICATES)))[0][0])
        # A thing by itself -> the node that it was merged into.
        self.owner: Mapping[str, str] = {str(own): str(x) for x, own in source.select(_MERGED)}

    @cached_property
    def members(self) -> Mapping[str, tuple[str, ...]]:
        """Node -> the things by themselves that were merged into it, in order; only of merged ones."""
        found: dict[str, list[str]] = defaultdict(list)
        for own, node in sorted(self.owner.items()):
            found[node].append(own)
        return {node: tuple(owns) for node, owns in found.items()}

    def compare(self, after: Nodes) -> Difference:
        """What became of these nodes."""
        things = sorted({*self.owner, *after.owner, *self.owner.values(), *after.owner.values()})
        pairs = {(self.owner.get(thing, thing), after.owner.get(thing, thing)) for thing in things}
        pairs = {(old, new) for old, new in pairs if old in self.all and new in after.all}
        joined = [
            (tuple(self.all[old] for old in olds), after.all[new]) for new, olds in _grouped((n, o) for o, n in pairs)
        ]
        split = [(self.all[old], tuple(after.all[new] for new in news)) for old, news in _grouped(pairs)]
        stayed = [(node, after.all[iri]) for iri, node in self.all.items() if iri in after.all]
        stayed += [
            (self.all[old], after.all[new]) for old, new in pairs if old not in after.all and new not in self.all
        ]
        return Difference(
            tuple(joined),
            tuple(split),
            tuple((old, new) for old, new in stayed if old.name != new.name),
            tuple((old, new) for old, new in stayed if old.types != new.types and not _merged(old, joined, split)),
            sum(old.facts for olds, new in joined for old in olds if old.iri != new.iri)
            + sum(new.facts for old, news in split for new in news if old.iri != new.iri),
            (self.total, after.total),
        )


def context(source: Source, iri: str, most: int = 3) -> list[str]:
    """What tells an entity from its namesakes: where it lies or who takes part in it, and the articles that name it."""
    told: list[str] = []
    for word, query in (("in", _PLACES), ("of", _PARTIES), ("told by", _ARTICLES)):
        names = [str(name) for (name,) in source.select(query.format(iri=iri))]
        if names and (word != "of" or not told):
            told.append(f"{word} {'、'.join(names[:most])}{'…' if len(names) > most else ''}")
    return told


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, list[str]]]:
    """(one, its others) for whatever has several."""
    groups: dict[str, list[str]] = defaultdict(list)
    for one, other in sorted(pairs):
        groups[one].append(other)
    return [(one, others) for one, others in groups.items() if len(others) > 1]


def _merged(
    node: Node, joined: list[tuple[tuple[Node, ...], Node]], split: list[tuple[Node, tuple[Node, ...]]]
) -> bool:
    """True where other types are only what a join or a split brought."""
    return any(node in olds for olds, _ in joined) or any(node == old for old, _ in split)
