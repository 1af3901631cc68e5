"""An article's own words as triples, and what its names stand for in, the same graph as part of the whole folder out.

Works on lines of N-Triples: whole graphs are rewritten on every change, and most of their lines stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from kg import vocabulary as v
from kg.rdf.graph import LANGUAGE
from kg.terms import version

# A term as N-Triples writes it: <IRI> or "literal"^^<datatype>.
Written = str
Claim = dict[str, Written]  # predicate -> object

_XSD = v.PREFIXES["xsd"]
# What does not stand in a literal as it is.
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f\ufffe\uffff]')


def _iri(iri: str) -> Written:
    return f"<{iri}>"


_TYPE, _LABEL, _ALT_LABEL, _CLAIM, _ARTICLE = map(_iri, (v.TYPE, v.LABEL, v.ALT_LABEL, v.CLAIM, v.ARTICLE))
_SUBJECT, _PREDICATE, _OBJECT = _FACT = tuple(map(_iri, (v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT)))
_CONFIDENCE, _MODALITY, _TOLD, _JUDGEMENT = map(_iri, (v.CONFIDENCE, v.MODALITY, v.TOLD_VALUE, v.JUDGEMENT))
_PLACE = (*_FACT, _iri(v.START), _iri(v.END), _MODALITY)
_SINGLE = frozenset(_iri(v.RC + name) for name in v.SINGLE_VALUED)
_EDGE_MODALITIES = frozenset(f'"{modality}"' for modality in v.EDGE_MODALITIES)


@lru_cache(maxsize=4)
def _edges(_: int) -> tuple[frozenset[Written], frozenset[Written]]:
    """All predicates and the symmetric ones; both grow with the user's own terms."""
    names = v.PREDICATES, v.SYMMETRIC_PREDICATES
    every, symmetric = (frozenset(_iri(v.term_iri(name)) for name in each) for each in names)
    return every, symmetric


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
    """The quads of `resolved_triples`, in the graph `graph`."""
    return in_graph(resolved_triples(triples, part), graph)


def in_graph(triples: bytes, graph: str) -> list[Quad]:
    """N-Triples as the quads of a graph."""
    return list(parse(triples.replace(b" .\n", f" <{graph}> .\n".encode()), format=RdfFormat.N_QUADS))


def resolved_triples(triples: bytes, part: Part) -> bytes:
    """The article's graph as `part` has it, from its own words; both as N-Triples.

    Nodes bear their canonical IRI and name, the article's own names become other names. A claim keeps its IRI, quote
    and place; where its value is told more precisely elsewhere, that is its object and its own `rc:toldValue`. A
    rejected claim is left out; so is one whose two sides turned out to be one thing. Edges follow the claims.
    """
    entities, claims, lines = _sorted_out(triples)
    lines += _named(entities, part)
    said: dict[tuple[Written | None, ...], tuple[Written, Claim]] = {}
    for claim, told in claims.items():
        if claim[1:-1] not in part.rejected and (meant := _meant(claim, told, part)):
            place = tuple(meant.get(key) for key in _PLACE)
            # Two names of one thing in one place made two claims, which now say the same.
            other = said.setdefault(place, (claim, meant))
            if _sureness(meant) > _sureness(other[1]):
                said[place] = claim, meant
    for claim, meant in said.values():
        lines += [f"{claim} {key} {obj}" for key, obj in meant.items()]
        if meant[_MODALITY] in _EDGE_MODALITIES:
            lines.append(" ".join(meant[key] for key in _FACT))
    return " .\n".join([*dict.fromkeys(lines), ""]).encode()


Entities = dict[Written, list[tuple[Written, Written]]]


def _sorted_out(triples: bytes) -> tuple[Entities, dict[Written, Claim], list[str]]:
    """Entities and claims, in order; and the lines on the article, without the full stops. Edges are left out."""
    entities: Entities = {}
    claims: dict[Written, Claim] = {}
    others: list[str] = []
    edges, _ = _edges(version())
    # A text holds no line feed as it is; and lines are sorted, so that those on one thing stand together.
    rows = (line.split(" ", 2) for line in triples.decode().split(" .\n")[:-1])
    for subject, lines in groupby(rows, itemgetter(0)):
        told = [(predicate, obj) for _, predicate, obj in lines]
        kinds = [obj for predicate, obj in told if predicate == _TYPE]
        if _CLAIM in kinds:
            claims[subject] = dict(told)
        elif _ARTICLE in kinds:
            others += [f"{subject} {predicate} {obj}" for predicate, obj in told]
        elif kept := [(predicate, obj) for predicate, obj in told if predicate not in edges]:
            entities[subject] = kept
    return entities, claims, others


def _named(entities: Entities, part: Part) -> Iterator[str]:
    """Types and names of the nodes, as lines."""
    for entity, told in entities.items():
        node = part.nodes.get(entity[1:-1])
        if node is None:
            yield from (f"{entity} {predicate} {obj}" for predicate, obj in told)
            continue
        subject, name = _iri(node.iri), _literal(node.name, language=LANGUAGE)
        yield f"{subject} {_LABEL} {name}"
        yield from (f"{subject} {_TYPE} {_iri(v.term_iri(kind))}" for kind in node.types)
        for predicate, obj in told:
            if predicate in (_LABEL, _ALT_LABEL):
                if obj != name:
                    yield f"{subject} {_ALT_LABEL} {obj}"
            elif predicate != _TYPE or not node.types:
                yield f"{subject} {predicate} {obj}"


def _meant(iri: Written, claim: Claim, part: Part) -> Claim | None:
    """The claim about canonical nodes; None where nothing is left to say."""
    meant = dict(claim)
    for key in (_SUBJECT, _OBJECT):
        if node := part.nodes.get(claim[key][1:-1]):
            meant[key] = _iri(node.iri)
    subject, obj = meant[_SUBJECT], meant[_OBJECT]
    if subject == obj:
        return None
    if claim[_PREDICATE] in _edges(version())[1] and obj[1:-1] < subject[1:-1]:
        meant[_SUBJECT], meant[_OBJECT] = obj, subject
    if value := part.values.get(iri[1:-1]):
        meant |= {_TOLD: obj, _OBJECT: _literal(value[0], datatype=value[1])}
    if iri[1:-1] in part.accepted:
        meant |= {_CONFIDENCE: _literal("1", datatype=_XSD + "decimal"), _JUDGEMENT: _literal("accepted")}
    return meant


def _sureness(claim: Claim) -> float:
    return float(claim[_CONFIDENCE].split('"')[1])


def told_values(triples: bytes) -> list[list[str]]:
    """What an article tells of what a thing has one of: rows of claim, subject, predicate (local name), lexical form,
    datatype, modality; in order."""
    _, claims, _ = _sorted_out(triples)
    rows = []
    for iri, claim in claims.items():
        if claim[_PREDICATE] in _SINGLE and claim[_OBJECT].startswith('"'):
            value = _term(claim[_OBJECT])
            datatype = value.datatype.value if isinstance(value, Literal) else ""
            said = (v.term_name(claim[_PREDICATE][1:-1]), value.value, datatype, _term(claim[_MODALITY]).value)
            rows.append([iri[1:-1], claim[_SUBJECT][1:-1], *said])
    return sorted(rows)


def raw_claims(triples: bytes) -> dict[str, dict[str, str]]:
    """Claim IRI -> what is said of it in an article's own words: predicate IRI -> IRI or lexical form."""
    _, claims, _ = _sorted_out(triples)
    return {
        iri[1:-1]: {key[1:-1]: _term(obj).value for key, obj in claim.items()} for iri, claim in sorted(claims.items())
    }


def _literal(text: str, *, language: str | None = None, datatype: str | None = None) -> Written:
    """A literal as N-Triples writes it."""
    written = f'"{text}"' if _ESCAPED.search(text) is None else _escaped(text)
    return f"{written}@{language}" if language else f"{written}^^<{datatype}>" if datatype else written


def _escaped(text: str) -> Written:
    """A plain literal, by the same hand that wrote the others."""
    written = serialize([Triple(NamedNode(v.LABEL), NamedNode(v.LABEL), Literal(text))], format=RdfFormat.N_TRIPLES)
    return (written or b"").decode()[:-3].split(" ", 2)[2]


def _term(written: Written) -> NamedNode | Literal:
    if written.startswith("<"):
        return NamedNode(written[1:-1])
    (quad,) = parse(f"{_LABEL} {_LABEL} {written} .".encode(), format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, Literal)
    return quad.object
