"""The user's own terms -> the quads of the graph that declares them, so that an exported graph stands alone."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocabulary as v
from kg.terms import OwnRelation, OwnType, own_terms

_RDFS, _OWL, _SCHEMA = v.PREFIXES["rdfs"], v.PREFIXES["owl"], v.PREFIXES["schema"]
Said = tuple[str, NamedNode | Literal]


def vocabulary_iri(base: str) -> str:
    """The name of the graph that declares own terms."""
    return base + v.VOCABULARY


def declared(base: str) -> list[Quad]:
    """The graph of the own terms that hold now; empty where there are none."""
    graph = NamedNode(vocabulary_iri(base))
    below = base + v.OWN_TERMS
    return [Quad(NamedNode(term), NamedNode(predicate), obj, graph) for term, predicate, obj in _triples(graph, below)]


def _triples(graph: NamedNode, below: str) -> Iterator[tuple[str, str, NamedNode | Literal]]:
    terms = own_terms()
    types = [kind for kind in terms.types.values() if v.term_iri(kind.name).startswith(below)]
    relations = [relation for relation in terms.relations.values() if v.term_iri(relation.name).startswith(below)]
    if not types and not relations:
        return
    yield graph.value, v.TYPE, NamedNode(_OWL + "Ontology")
    yield graph.value, _OWL + "imports", NamedNode(v.RC.removesuffix("#"))
    for kind in types:
        yield from ((v.term_iri(kind.name), *said) for said in _type(kind, graph))
    for relation in relations:
        yield from ((v.term_iri(relation.name), *said) for said in _relation(relation, graph))


def _type(kind: OwnType, graph: NamedNode) -> Iterator[Said]:
    yield v.TYPE, NamedNode(_OWL + "Class")
    yield from _labels(kind.zh, kind.en)
    yield from ((v.ALT_LABEL, Literal(ending, language="zh")) for ending in kind.endings)
    yield _RDFS + "subClassOf", NamedNode(v.term_iri(kind.parent))
    yield _RDFS + "isDefinedBy", graph


def _relation(relation: OwnRelation, graph: NamedNode) -> Iterator[Said]:
    yield v.TYPE, NamedNode(_OWL + "ObjectProperty")
    if relation.symmetric:
        yield v.TYPE, NamedNode(_OWL + "SymmetricProperty")
    yield from _labels(relation.zh, relation.en)
    yield from ((v.ALT_LABEL, Literal(word, language="zh")) for word in relation.spoken)
    for lang, text in (("zh", relation.inverse_zh), ("en", relation.inverse_en)):
        if text:
            yield v.INVERSE_LABEL, Literal(text, language=lang)
    # A union would need blank nodes; several rdfs:domain would mean all of them at once.
    for side, kinds in (("domain", relation.domain), ("range", relation.range)):
        yield _RDFS + side, NamedNode(v.term_iri(kinds[0] if len(kinds) == 1 else "Entity"))
        for kind in kinds:
            yield f"{_SCHEMA}{side}Includes", NamedNode(v.term_iri(kind))
    yield _RDFS + "isDefinedBy", graph


def _labels(zh: str, en: str) -> Iterator[Said]:
    yield v.LABEL, Literal(zh, language="zh")
    yield v.LABEL, Literal(en, language="en")
