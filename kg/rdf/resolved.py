"""An article's own words as quads, and what its names stand for in, the same graph as part of the whole folder out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg import vocabulary as v
from kg.rdf.graph import LANGUAGE

_EDGES = frozenset(v.RC + name for name in v.PREDICATES)
_SYMMETRIC = frozenset(v.RC + name for name in v.SYMMETRIC_PREDICATES)
_SINGLE = frozenset(v.RC + name for name in v.SINGLE_VALUED)
_ACCEPTED = Literal("1", datatype=NamedNode(v.PREFIXES["xsd"] + "decimal"))

Claim = dict[str, NamedNode | Literal]


@dataclass(frozen=True, slots=True)
class Node:
    """What a thing of an article is among all articles: its IRI, the name to show first, and its types where a
    person has decided them (else it keeps those that the article gives)."""

    iri: str
    name: str
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What was decided across articles, as far as it touches one of them: raw IRI -> node; claim -> the value
    (lexical, datatype IRI) that it is evidence for; claims that a person accepted or rejected."""

    nodes: Mapping[str, Node] = field(default_factory=dict)
    values: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    accepted: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


def ntriples(quads: Iterable[Quad]) -> bytes:
    """One graph's quads as N-Triples, in order."""
    written = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    return b"".join(sorted(written.splitlines(keepends=True)))


def resolved(triples: bytes, graph: str, part: Part) -> list[Quad]:
    """The article's graph as `part` has it, from its own words (N-Triples).

    Nodes bear their canonical IRI and name, the article's own names become other names. A claim keeps its IRI, quote
    and place; where its value is told more precisely elsewhere, that is its object and its own `rc:toldValue`. A
    rejected claim is left out; so is one whose two sides turned out to be one thing. Edges follow the claims.
    """
    name = NamedNode(graph)
    entities, claims, others = _sorted_out(triples)
    found = {*others, *_named(entities, part)}
    said: dict[tuple[object, ...], tuple[str, Claim]] = {}
    for iri, claim in sorted(claims.items()):
        if iri not in part.rejected and (meant := _meant(iri, claim, part)):
            place = (
                *(str(meant[key]) for key in _FACT),
                *(str(claim.get(key)) for key in (v.START, v.END, v.MODALITY)),
            )
            # Two names of one thing in one place made two claims, which now say the same.
            other = said.setdefault(place, (iri, meant))
            if _surer(meant, other[1]):
                said[place] = iri, meant
    for iri, claim in said.values():
        found.update(Triple(NamedNode(iri), _node(key), obj) for key, obj in claim.items())
        if _text(claim[v.MODALITY]) in v.EDGE_MODALITIES:
            subject, predicate, obj = (claim[key] for key in _FACT)
            found.add(Triple(subject, predicate, obj))  # type: ignore[arg-type]
    return [Quad(t.subject, t.predicate, t.object, name) for t in found]


_FACT = (v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT)


def _sorted_out(triples: bytes) -> tuple[dict[str, list[Triple]], dict[str, Claim], list[Triple]]:
    """Entities and claims by IRI, and the rest; edges are left out."""
    every = [quad.triple for quad in parse(triples, format=RdfFormat.N_TRIPLES)]
    kinds: dict[str, set[str]] = {}
    for triple in every:
        if triple.predicate.value == v.TYPE:
            kinds.setdefault(_text(triple.subject), set()).add(_text(triple.object))
    entities: dict[str, list[Triple]] = {}
    claims: dict[str, Claim] = {}
    others = []
    for triple in every:
        subject = _text(triple.subject)
        kind = kinds.get(subject, set())
        if v.CLAIM in kind:
            claims.setdefault(subject, {})[triple.predicate.value] = triple.object
        elif v.ARTICLE in kind:
            others.append(triple)
        elif triple.predicate.value not in _EDGES:
            entities.setdefault(subject, []).append(triple)
    return entities, claims, others


def _named(entities: Mapping[str, list[Triple]], part: Part) -> Iterator[Triple]:
    """Types and names of the nodes."""
    for iri, triples in entities.items():
        node = part.nodes.get(iri)
        if node is None:
            yield from triples
            continue
        subject = NamedNode(node.iri)
        yield Triple(subject, _node(v.LABEL), Literal(node.name, language=LANGUAGE))
        yield from (Triple(subject, _node(v.TYPE), _node(v.RC + kind)) for kind in node.types)
        for triple in triples:
            if triple.predicate.value in (v.LABEL, v.ALT_LABEL):
                if _text(triple.object) != node.name:
                    yield Triple(subject, _node(v.ALT_LABEL), triple.object)
            elif triple.predicate.value != v.TYPE or not node.types:
                yield Triple(subject, triple.predicate, triple.object)


def _meant(iri: str, claim: Claim, part: Part) -> Claim | None:
    """The claim about canonical nodes; None where nothing is left to say."""
    meant = dict(claim)
    for key in (v.CLAIM_SUBJECT, v.CLAIM_OBJECT):
        term = claim[key]
        if isinstance(term, NamedNode) and term.value in part.nodes:
            meant[key] = NamedNode(part.nodes[term.value].iri)
    subject, obj = meant[v.CLAIM_SUBJECT], meant[v.CLAIM_OBJECT]
    if subject == obj:
        return None
    if _text(claim[v.CLAIM_PREDICATE]) in _SYMMETRIC and _text(obj) < _text(subject):
        meant[v.CLAIM_SUBJECT], meant[v.CLAIM_OBJECT] = obj, subject
    if iri in part.values:
        lexical, datatype = part.values[iri]
        meant |= {v.TOLD_VALUE: obj, v.CLAIM_OBJECT: Literal(lexical, datatype=_node(datatype))}
    if iri in part.accepted:
        meant |= {v.CONFIDENCE: _ACCEPTED, v.JUDGEMENT: Literal("accepted")}
    return meant


def _surer(one: Claim, other: Claim) -> bool:
    return float(_text(one[v.CONFIDENCE])) > float(_text(other[v.CONFIDENCE]))


def told_values(triples: bytes) -> list[list[str]]:
    """What an article tells of what a thing has one of: rows of claim, subject, predicate (local name), lexical form,
    datatype, modality; in order."""
    _, claims, _ = _sorted_out(triples)
    return sorted(
        [iri, _text(c[v.CLAIM_SUBJECT]), predicate.removeprefix(v.RC), obj.value, obj.datatype.value,
         _text(c[v.MODALITY])]
        for iri, c in claims.items()
        if (predicate := _text(c[v.CLAIM_PREDICATE])) in _SINGLE and isinstance(obj := c[v.CLAIM_OBJECT], Literal)
    )  # fmt: skip


def raw_claims(triples: bytes) -> dict[str, dict[str, str]]:
    """Claim IRI -> what is said of it in an article's own words: predicate IRI -> IRI or lexical form."""
    _, claims, _ = _sorted_out(triples)
    return {iri: {key: _text(term) for key, term in claim.items()} for iri, claim in sorted(claims.items())}


def _text(term: object) -> str:
    return str(getattr(term, "value", term))


@lru_cache(maxsize=4096)
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)
