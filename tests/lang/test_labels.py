"""The names of terms: one for each, and the Chinese one the same as the ontology's."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from kg import vocabulary as v
from kg.lang.labels import labels

TERMS = {
    "type": v.ENTITY_TYPES,
    "predicate": v.PREDICATES,
    "status": v.STATUSES,
    "modality": v.MODALITIES,
}


@pytest.mark.parametrize("group", TERMS)
def test_every_term_has_its_names(group: str) -> None:
    assert set(labels(group)) == set(TERMS[group])
    assert all(label.zh and label.en for label in labels(group).values())


def test_predicates_between_entities_are_named_from_both_sides() -> None:
    for name, label in labels("predicate").items():
        assert bool(label.inverse_zh) == bool(label.inverse_en) == (name in v.ENTITY_RANGES), name


@pytest.mark.parametrize("group", ["type", "predicate", "status"])
def test_the_ontology_calls_them_the_same(group: str) -> None:
    ontology = rdflib.Graph().parse(Path(__file__).parents[2] / "ontology" / "cooperation.ttl")
    for name, label in labels(group).items():
        said = {
            str(word)
            for word in ontology.objects(rdflib.URIRef(v.RC + name), rdflib.RDFS.label)
            if isinstance(word, rdflib.Literal) and word.language == "zh"
        }
        assert said == {label.zh}, name
