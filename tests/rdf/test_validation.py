"""validate(): what breaks the shapes is named, and both engines say the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import RDF, SH
from rdflib.collection import Collection

from kg import vocabulary as v
from kg.errors import KgError
from kg.model import Article, Entity, Evidence, Extraction, Span, Statement, Value
from kg.rdf import quads, validate
from kg.rdf.shapes import load_shapes
from kg.tables import resource

TEXT = "甲区与乙公司签署协议，隧道总投资3亿元，2021年3月开工。"
XSD = v.PREFIXES["xsd"]


def good() -> list[ox.Quad]:
    where = (Evidence(Span(0, 8), TEXT[:8], "rule", 0.75),)
    entities = (
        Entity("甲区", ("Park",), ("甲区",)),
        Entity("乙公司", ("Company",), ("乙公司",)),
        Entity("a/x/协议-1", ("Agreement",), ("协议",), local=True),
        Entity("隧道", ("Project",), ("隧道",)),
    )
    statements = (
        Statement("a/x/协议-1", "signatory", "甲区", where),
        Statement("甲区", "cooperatesWith", "乙公司", where),
        Statement("隧道", "totalInvestment", Value("300000000", "decimal"), where),
        Statement("隧道", "startedOn", Value("2021-03", "gYearMonth"), where),
        Statement("隧道", "status", Value("started", "status"), where),
        Statement("隧道", "area", Value("0.5", "decimal", "km2"), where),
        Statement("a/x/协议-1", "cooperationArea", Value("人才"), where),
    )
    return list(quads(Extraction(Article("x", "x", "题", "2021", TEXT, "https://example.org/"), entities, statements)))


GRAPH = good()[0].graph_name


def node(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    return ox.NamedNode(v.PREFIXES[prefix] + local)


def typed(value: str, datatype: str) -> ox.Literal:
    return ox.Literal(value, datatype=node(datatype))


def add(subject: str, predicate: str, obj: ox.NamedNode | ox.Literal | ox.BlankNode) -> Callable[[], list[ox.Quad]]:
    return lambda: [*good(), ox.Quad(node(subject), node(predicate), obj, GRAPH)]


def without(predicate: str) -> Callable[[], list[ox.Quad]]:
    return lambda: [quad for quad in good() if quad.predicate != node(predicate)]


def instead(predicate: str, obj: ox.NamedNode | ox.Literal) -> Callable[[], list[ox.Quad]]:
    """Every object of the predicate replaced."""
    return lambda: list(
        dict.fromkeys(
            ox.Quad(quad.subject, quad.predicate, obj, GRAPH) if quad.predicate == node(predicate) else quad
            for quad in good()
        )
    )


BROKEN: dict[str, tuple[Callable[[], list[ox.Quad]], str, str]] = {
    "no label": (without("rdfs:label"), "Entity-label", "MinCount"),
    "two labels": (add("id:甲区", "rdfs:label", ox.Literal("甲", language="zh")), "Entity-label", "MaxCount"),
    "label in English": (instead("rdfs:label", ox.Literal("A", language="en")), "Entity-label", "LanguageIn"),
    "label without language": (instead("rdfs:label", ox.Literal("甲")), "Entity-label", "Datatype"),
    "empty name": (add("id:甲区", "skos:altLabel", ox.Literal("", language="zh")), "Entity-altLabel", "MinLength"),
    "no quote": (without("rc:quote"), "Claim-quote", "MinCount"),
    "empty quote": (instead("rc:quote", ox.Literal("")), "Claim-quote", "MinLength"),
    "no start": (without("rc:start"), "Claim-start", "MinCount"),
    "start after end": (instead("rc:start", ox.Literal(9)), "Claim-start", "LessThan"),
    "start below 0": (instead("rc:start", ox.Literal(-1)), "Claim-start", "MinInclusive"),
    "start is no number": (instead("rc:start", typed("一", "xsd:integer")), "Claim-start", "Datatype"),
    "confidence above 1": (instead("rc:confidence", typed("1.5", "xsd:decimal")), "Claim-confidence", "MaxInclusive"),
    "confidence in words": (instead("rc:confidence", ox.Literal("high")), "Claim-confidence", "Datatype"),
    "unknown modality": (instead("rc:modality", ox.Literal("hoped")), "Claim-modality", "In"),
    "empty rule": (instead("rc:rule", ox.Literal("")), "Claim-rule", "MinLength"),
    "unknown predicate": (instead("rdf:predicate", node("rc:likes")), "Claim-predicate", "In"),
    "claim on nothing": (instead("rdf:subject", node("id:丁")), "Claim-subject", "Node"),
    "claim from nowhere": (instead("prov:wasDerivedFrom", node("id:丁")), "Claim-wasDerivedFrom", "Class"),
    "claimed object twice": (
        lambda: [*good(), *(ox.Quad(q.subject, q.predicate, node("id:隧道"), GRAPH) for q in good()
                            if q.predicate == node("rdf:object"))],
        "Claim-object", "MaxCount",
    ),
    "foreign unit": (
        lambda: [*good(), *(ox.Quad(q.subject, node("rc:unit"), ox.Literal("元"), GRAPH) for q in good()
                            if q.predicate == node("rc:quote"))],
        "Claim-unit", "In",
    ),
    "no text": (without("rc:text"), "Article-text", "MinCount"),
    "no identifier": (without("dcterms:identifier"), "Article-identifier", "MinCount"),
    "wrong hash": (instead("rc:contentHash", ox.Literal("abc")), "Article-contentHash", "Pattern"),
    "publication date in words": (instead("dcterms:issued", ox.Literal("昨日")), "Article-issued", "Node"),
    "url without type": (instead("schema:url", ox.Literal("x")), "Article-url", "Datatype"),
    "a park signs as agreement": (add("id:甲区", "rc:signatory", node("id:乙公司")), "signatory", "Class"),
    "an agreement as party": (instead("rc:signatory", node("id:隧道")), "signatory-object", "Or"),
    "a party that is words": (instead("rc:signatory", ox.Literal("甲区")), "signatory-object", "NodeKind"),
    "a region unknown here": (add("id:甲区", "rc:locatedIn", node("id:丁")), "locatedIn-object", "Or"),
    "status of a company": (add("id:乙公司", "rc:status", node("rc:planned")), "status", "Class"),
    "unknown status": (instead("rc:status", node("rc:finished")), "status-object", "In"),
    "money in words": (instead("rc:totalInvestment", ox.Literal("3亿元")), "totalInvestment-object", "Node"),
    "money below nothing": (
        instead("rc:totalInvestment", typed("-3", "xsd:decimal")), "totalInvestment-object", "Node",
    ),
    "unknown currency": (instead("rc:totalInvestment", typed("3", "rc:XYZ")), "totalInvestment-object", "Node"),
    "month 13": (instead("rc:startedOn", typed("2021-13", "xsd:gYearMonth")), "startedOn-object", "Node"),
    "30 February": (instead("rc:startedOn", typed("2021-02-30", "xsd:date")), "startedOn-object", "Node"),
    "a moment": (instead("rc:startedOn", typed("2021-02-03T00:00:00", "xsd:dateTime")), "startedOn-object", "Node"),
    "no area": (instead("rc:area", typed("0", "xsd:decimal")), "area-object", "MinExclusive"),
    "an area in integers": (instead("rc:area", ox.Literal(3)), "area-object", "Datatype"),
    "an empty phrase": (instead("rc:cooperationArea", ox.Literal("")), "cooperationArea-object", "MinLength"),
}  # fmt: skip


def test_what_quads_yields_conforms() -> None:
    assert validate(good()) == []
    assert validate(good(), full=True) == []


@pytest.mark.parametrize("name", BROKEN)
def test_both_engines_say_the_same_of_what_is_broken(name: str) -> None:
    make, shape, constraint = BROKEN[name]
    data = make()
    found = validate(data)
    assert (shape, constraint + "ConstraintComponent") in {
        (violation.shape.rpartition("#")[2], violation.constraint) for violation in found
    }
    assert found == validate(data, full=True)


def test_other_currencies_conform() -> None:
    assert {violation.constraint for violation in validate(instead("rc:totalInvestment", typed("3", "rc:USD"))())} == {
        "EdgeHasClaim"
    }


def test_a_violation_names_node_constraint_value_and_claims() -> None:
    def money_in_words(quad: ox.Quad) -> ox.Quad:
        wrong = quad.object == typed("300000000", "xsd:decimal")
        return ox.Quad(quad.subject, quad.predicate, ox.Literal("3亿元"), GRAPH) if wrong else quad

    (violation,) = validate(map(money_in_words, good()))
    (claim,) = violation.claims
    assert claim.startswith(v.BASE + "claim/x-")
    assert str(violation) == (
        f'{v.BASE}隧道 totalInvestment "3亿元": breaks totalInvestment-object (NodeConstraintComponent Money); '
        f"said by {claim}"
    )


@pytest.mark.parametrize("full", [False, True])
def test_a_quote_that_is_not_the_text_is_found(full: bool) -> None:
    wrong = validate(instead("rc:quote", ox.Literal("甲区与乙公司签署X"))(), full=full)
    assert {violation.constraint for violation in wrong} == {"EvidenceIsExact"}
    assert len(wrong) == 7


def test_an_edge_without_a_claim_is_found() -> None:
    (violation,) = validate(add("id:甲区", "rc:partOf", node("id:乙公司"))())
    assert (violation.constraint, violation.focus, violation.value) == (
        "EdgeHasClaim", v.BASE + "甲区", v.BASE + "乙公司",
    )  # fmt: skip


def test_each_graph_is_judged_by_itself() -> None:
    other = ox.NamedNode("https://example.org/other")
    split = [
        ox.Quad(quad.subject, quad.predicate, quad.object, other) if quad.predicate == node("rdfs:label") else quad
        for quad in good()
    ]
    assert {violation.constraint for violation in validate(split)} >= {"MinCountConstraintComponent"}
    assert {violation.graph for violation in validate(split)} == {GRAPH.value}


def test_gold_conforms(gold_extractions: list[Extraction]) -> None:
    assert [str(violation) for data in gold_extractions for violation in validate(quads(data))] == []
    assert validate(quads(gold_extractions[0]), full=True) == []


def test_an_unknown_constraint_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text("@prefix sh: <http://www.w3.org/ns/shacl#> . [] a sh:NodeShape ; sh:closed true .")
    with pytest.raises(KgError, match="sh:closed"):
        load_shapes(path)


def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(resource("ontology", "shapes.ttl"))


def test_the_shapes_are_valid_shacl() -> None:
    import pyshacl

    conforms, _, report = pyshacl.validate(rdflib.Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, report


def test_the_shapes_agree_with_the_vocabulary() -> None:
    graph = shapes()

    def classes(shape: rdflib.term.Node) -> set[str]:
        if (single := graph.value(shape, SH["class"])) is not None:
            return {str(single).removeprefix(v.RC)}
        members = Collection(graph, graph.value(shape, SH["or"]))
        return {str(graph.value(member, SH["class"])).removeprefix(v.RC) for member in members}

    shape = rdflib.Namespace("https://w3id.org/regional-cooperation/shapes#")
    for predicate in v.PREDICATES:
        assert graph.value(shape[predicate], SH.targetSubjectsOf) == rdflib.URIRef(v.RC + predicate)
        assert classes(shape[predicate]) == set(v.DOMAINS[predicate]), predicate
    for predicate, types in v.ENTITY_RANGES.items():
        assert classes(shape[f"{predicate}-object"]) == set(types), predicate

    def members(name: str, constraint: rdflib.term.Node) -> tuple[str, ...]:
        return tuple(str(item).removeprefix(v.RC) for item in Collection(graph, graph.value(shape[name], constraint)))

    assert members("status-object", SH["in"]) == v.STATUSES
    assert members("Claim-predicate", SH["in"]) == tuple(v.PREDICATES)
    assert members("Claim-modality", SH["in"]) == v.MODALITIES
    assert members("Claim-unit", SH["in"]) == v.CURRENCIES
    money = [graph.value(item, SH.datatype) for item in Collection(graph, graph.value(shape.Money, SH["or"]))]
    assert [str(item) for item in money] == [XSD + "decimal", *(v.RC + code for code in v.CURRENCIES)]
    assert {str(kind).removeprefix(v.RC) for kind in graph.objects(shape.Entity, SH.targetClass)} == set(v.ENTITY_TYPES)
    assert all(graph.value(node, RDF.type) or graph.value(node, SH.path) for node in graph.objects(None, SH.property))
