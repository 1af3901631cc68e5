"""kg/vocabulary.py and ontology/cooperation.ttl say the same, in both directions."""

from __future__ import annotations

from functools import cache

import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Namespace
from rdflib.collection import Collection

from kg import vocabulary as v
from kg.tables import resource

RC = Namespace(v.RC)
ONTOLOGY = rdflib.URIRef(v.RC.rstrip("#"))
CLAIM_AND_ARTICLE = {
    v.QUOTE,
    v.START,
    v.END,
    v.RULE,
    v.CONFIDENCE,
    v.MODALITY,
    v.UNIT,
    v.TEXT,
    v.CONTENT_HASH,
    v.TOLD_VALUE,
    v.JUDGEMENT,
}
ACROSS = {v.CANDIDATE_NAME, v.VERDICT, v.SCORE, v.REASON, v.DECIDED_BY}
LINKS_ACROSS = {v.CANDIDATE, v.MERGED_FROM, v.DUPLICATE_OF, v.ABOUT, v.PROPERTY, v.CONFLICTING_CLAIM}


@cache
def ontology() -> rdflib.Graph:
    return rdflib.Graph(bind_namespaces="none").parse(resource("ontology", "cooperation.ttl"))


def local(node: object) -> str:
    return str(node).removeprefix(v.RC)


def own(kind: rdflib.URIRef) -> set[str]:
    """Local names of our own terms of one kind."""
    return {local(term) for term in ontology().subjects(RDF.type, kind) if str(term).startswith(v.RC)}


def leaves(node: object) -> set[str]:
    """The types that a domain or range admits: unions and superclasses spelled out."""
    graph = ontology()
    if (union := graph.value(node, OWL.unionOf)) is not None:
        return set().union(*(leaves(member) for member in Collection(graph, union)))
    return set(v.SUPERCLASSES.get(local(node), (local(node),)))


def test_prefixes() -> None:
    assert {prefix: str(namespace) for prefix, namespace in ontology().namespaces()} == v.PREFIXES


def test_types_and_their_superclasses() -> None:
    graph = ontology()
    assert own(OWL.Class) == {*v.ENTITY_TYPES, *v.SUPERCLASSES, "Claim", "Status", "Decision", "Conflict"}
    for superclass, types in v.SUPERCLASSES.items():
        below = {local(term) for term in graph.transitive_subjects(RDFS.subClassOf, RC[superclass])}
        assert below & set(v.ENTITY_TYPES) == set(types), superclass


def test_predicates() -> None:
    described = {local(iri) for iri in CLAIM_AND_ARTICLE | ACROSS}
    assert own(OWL.ObjectProperty) == {*v.ENTITY_RANGES, "status", *map(local, LINKS_ACROSS)}
    assert own(OWL.DatatypeProperty) == set(v.PREDICATES) - {*v.ENTITY_RANGES, "status"} | described
    assert own(OWL.SymmetricProperty) == set(v.SYMMETRIC_PREDICATES)


def test_domains_and_ranges() -> None:
    graph = ontology()
    assert {p: leaves(graph.value(RC[p], RDFS.domain)) for p in v.PREDICATES} == {
        p: set(types) for p, types in v.DOMAINS.items()
    }
    assert {p: leaves(graph.value(RC[p], RDFS.range)) for p in v.ENTITY_RANGES} == {
        p: set(types) for p, types in v.ENTITY_RANGES.items()
    }


def test_ranges_of_values() -> None:
    graph = ontology()
    ranges = {p: local(graph.value(RC[p], RDFS.range)) for p in set(v.PREDICATES) - set(v.ENTITY_RANGES)}
    xsd = v.PREFIXES["xsd"]
    assert ranges == {
        **dict.fromkeys(v.DATE_PREDICATES, "Date"),
        **dict.fromkeys(v.MONEY_PREDICATES, "Money"),
        "area": xsd + "decimal",
        "cooperationArea": xsd + "string",
        "status": "Status",
    }


def test_statuses_currencies_and_modalities() -> None:
    graph = ontology()
    in_scheme = {local(term) for term in graph.subjects(SKOS.inScheme, RC.statuses)}
    assert in_scheme == own(RC.Status) == set(v.STATUSES)
    by_order = sorted(v.STATUSES, key=lambda status: str(graph.value(RC[status], SKOS.notation)))
    assert tuple(by_order) == v.STATUSES
    assert own(RDFS.Datatype) == {"Date", "Money", *v.CURRENCIES}
    money = graph.value(graph.value(RC.Money, OWL.equivalentClass), OWL.unionOf)
    assert {local(term) for term in Collection(graph, money)} - {v.PREFIXES["xsd"] + "decimal"} == set(v.CURRENCIES)
    modality = graph.value(graph.value(RC.modality, RDFS.range), OWL.oneOf)
    assert tuple(map(str, Collection(graph, modality))) == v.MODALITIES
    for term, words in (("judgement", v.JUDGED), ("verdict", v.VERDICTS), ("decidedBy", v.DECIDERS)):
        listed = graph.value(graph.value(RC[term], RDFS.range), OWL.oneOf)
        assert tuple(map(str, Collection(graph, listed))) == words
