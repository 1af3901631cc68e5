"""The graph as a networkx multigraph: entities as nodes, facts between them as edges, values on their nodes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.query.card import other_name
from kg.query.names import Names
from kg.query.source import Source
from kg.vocabulary import ENTITY_TYPES, Iri, term_name

if TYPE_CHECKING:
    import networkx as nx

_CLAIMS = """
SELECT ?s ?p ?o ?quote ?start ?end ?rule ?confidence ?modality ?unit ?id ?title ?published ?url WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; rc:quote ?quote ; rc:start ?start ; rc:end ?end ;
    rc:rule ?rule ; rc:confidence ?confidence ; rc:modality ?modality ; prov:wasDerivedFrom ?source .
  FILTER(?modality IN ("asserted", "planned"))
  ?source dcterms:identifier ?id .
  OPTIONAL { ?claim rc:unit ?unit }
  OPTIONAL { ?source dcterms:title ?title }
  OPTIONAL { ?source dcterms:issued ?published }
  OPTIONAL { ?source schema:url ?url }
}
"""
_TEXTS = "SELECT ?id ?text { ?source dcterms:identifier ?id ; rc:text ?text }"
_TYPES = "SELECT ?x ?type (COUNT(?g) AS ?n) { GRAPH ?g { ?x a ?type } } GROUP BY ?x ?type"

_SENTENCE_ENDS = "。！？\n"  # enough to show a quote in its surroundings

Fact = tuple[Iri, str, Any]


def network(source: Source, min_confidence: float = 0.0) -> nx.MultiDiGraph:
    """Nodes and edges in the order of their IRIs; claims below `min_confidence` are left out.

    Node (key: the entity's IRI): `name`, `type` (the one that most articles give, then by the ontology's order),
    `types`, `names`, `degree`, `articles` (how many name it), `values` (a list: `predicate`, `value`, `unit`, `label`,
    and the first evidence).
    Edge: `predicate`, `evidence` (a list: `quote`, `article`, `title`, `published`, `url`, `start`, `end`,
    `confidence`, `rule`, `modality`, `sentence`: the words around the quote), `confidence` (the highest).
    """
    import networkx as nx

    names = Names(source)
    graph = nx.MultiDiGraph()
    types = _types(source)
    for entity, written in names.all.items():
        if given := types.get(entity):
            kinds = list(given)
            naming = max(given.values())
            graph.add_node(
                str(entity), name=written[0], type=kinds[0], types=kinds, names=written, values=[], articles=naming
            )
    for (s, p, o), evidence in sorted(_facts(source, min_confidence), key=lambda f: (f[0][0], f[0][1], str(f[0][2]))):
        if str(s) not in graph:
            continue
        if isinstance(o, Iri) and str(o) in graph:
            confidence = max(said["confidence"] for said in evidence)
            graph.add_edge(str(s), str(o), key=p, predicate=p, evidence=evidence, confidence=confidence)
        else:
            value = {"predicate": p, "value": other_name(o, names), "unit": evidence[0]["unit"]}
            graph.nodes[str(s)]["values"].append(evidence[0] | value | {"evidence": evidence})
    for node, degree in graph.degree():
        graph.nodes[node]["degree"] = degree
    return graph


def _types(source: Source) -> dict[Iri, dict[str, int]]:
    """Entity -> its types, with how many articles give each."""
    counts: dict[Iri, Counter[str]] = defaultdict(Counter)
    for entity, kind, n in source.select(_TYPES):
        if (name := term_name(str(kind))) in ENTITY_TYPES:
            counts[entity][name] += n
    return {
        entity: dict(sorted(found.items(), key=lambda t: (-t[1], ENTITY_TYPES.index(t[0]))))
        for entity, found in counts.items()
    }  # fmt: skip


def _facts(source: Source, min_confidence: float) -> Iterator[tuple[Fact, list[dict[str, Any]]]]:
    texts: dict[str, str] = {article: str(text) for article, text in source.select(_TEXTS)}
    facts: dict[Fact, list[dict[str, Any]]] = {}
    for s, p, o, quote, start, end, rule, confidence, modality, unit, *about in source.select(_CLAIMS):
        if confidence < min_confidence:
            continue
        article, title, published, url = about
        said = {
            "quote": quote, "article": article, "title": title, "published": published, "url": url, "start": start,
            "end": end, "confidence": float(confidence), "rule": rule, "modality": modality, "unit": unit,
            "sentence": sentence_around(texts.get(article, ""), start, end),
        }  # fmt: skip
        facts.setdefault((s, term_name(str(p)), o), []).append(said)
    yield from facts.items()


def sentence_around(text: str, start: int, end: int) -> str:
    """The words from the end of the sentence before `start` to the end of the one that holds `end`.

    >>> sentence_around("甲。乙与丙签约。丁", 2, 3)
    '乙与丙签约。'
    """
    before = max(text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
    if end > start and text[end - 1 : end] in _SENTENCE_ENDS:
        return text[before:end].strip()
    after = [place for mark in _SENTENCE_ENDS if (place := text.find(mark, end)) >= 0]
    return text[before : min(after) + 1 if after else len(text)].strip()
