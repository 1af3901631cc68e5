"""The ontology is complete, readable by both libraries, and free of contradictions."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from kg import vocabulary as v
from kg.tables import resource

PATH = resource("ontology", "cooperation.ttl")
EXAMPLE = """
@prefix rc: <https://w3id.org/regional-cooperation/ontology#> .
@prefix id: <https://w3id.org/regional-cooperation/id/> .
id:备忘录 a rc:Agreement ; rc:signatory id:甲区 , id:乙公司 .
id:甲区 a rc:Park ; rc:cooperatesWith id:乙公司 ; rc:partOf id:丙市 .
id:乙公司 a rc:Company .
id:丙市 a rc:Region .
id:隧道 a rc:Project ; rc:status rc:underway ; rc:builder id:乙公司 .
"""


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(PATH)


def test_both_libraries_read_the_same(ontology: rdflib.Graph) -> None:
    assert len(list(ox.parse(path=str(PATH), format=ox.RdfFormat.TURTLE))) == len(ontology)


def test_every_term_has_labels_and_definitions_in_both_languages(ontology: rdflib.Graph) -> None:
    terms = {term for term in ontology.subjects() if str(term).startswith(v.RC)}
    assert len(terms) > 70
    for term in terms:
        for predicate in (RDFS.label, SKOS.definition):
            languages = sorted(str(text.language) for text in ontology.objects(term, predicate))
            assert languages == ["en", "zh"], f"{term} {predicate}"


def test_labels_are_unique(ontology: rdflib.Graph) -> None:
    for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty):
        terms = [term for term in ontology.subjects(RDF.type, kind) if str(term).startswith(v.RC)]
        labels = [label for term in terms for label in ontology.objects(term, RDFS.label)]
        assert len(labels) == len(set(labels)), kind


def test_title_version_and_licence(ontology: rdflib.Graph) -> None:
    iri = rdflib.URIRef(v.RC.rstrip("#"))
    for predicate in (rdflib.DCTERMS.title, rdflib.DCTERMS.license, OWL.versionInfo, OWL.versionIRI):
        assert ontology.value(iri, predicate) is not None, predicate


def is_consistent(ontology: rdflib.Graph, more: str, folder: Path) -> bool:
    owlready2 = pytest.importorskip("owlready2")
    if shutil.which("java") is None:
        pytest.skip("the reasoner HermiT needs java")
    graph = rdflib.Graph().parse(data=more, format="turtle")
    for triple in ontology:
        graph.add(triple)
    path = folder / "ontology.nt"
    graph.serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    try:
        # xsd:date, gYear, gYearMonth and the currencies lie outside OWL 2's datatype map.
        owlready2.sync_reasoner_hermit(world, ignore_unsupported_datatypes=True, debug=0)
    except owlready2.OwlReadyInconsistentOntologyError:
        return False
    return not list(world.inconsistent_classes())


def test_consistent_with_data_under_hermit(ontology: rdflib.Graph, tmp_path: Path) -> None:
    assert is_consistent(ontology, EXAMPLE, tmp_path)


def test_hermit_notices_a_contradiction(ontology: rdflib.Graph, tmp_path: Path) -> None:
    assert not is_consistent(ontology, f"<{v.BASE}甲区> a <{v.RC}Park> , <{v.CLAIM}> .", tmp_path)
