"""Extraction in, quads of one named graph out; and quads -> files, quads -> violations of the ontology's shapes."""

from kg.rdf.graph import quads
from kg.rdf.iri import article_iri, claim_iri, entity_iri
from kg.rdf.serialisation import FORMATS, serialise
from kg.rdf.validation import Violation, validate

__all__ = ["FORMATS", "Violation", "article_iri", "claim_iri", "entity_iri", "quads", "serialise", "validate"]
