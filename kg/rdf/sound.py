"""Extraction -> is its graph sure to conform? Told from names, types and values, without looking at a single triple.

A graph that `kg.rdf.quads` makes keeps to most of the shapes by the way it is made. What is left is looked at here:
offsets and quotes, types against domains and ranges, values against their shapes. False says "look closer", not
"wrong": `kg.rdf.validation` decides. A test breaks sound extractions in every way that it knows of, and another holds
the shapes that are taken for granted here to what they were when this was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from kg import vocabulary as v
from kg.model import Entity, Evidence, Extraction, Statement, Value
from kg.rdf.constraints import HOLDS, ArticleGraph
from kg.rdf.graph import date, term
from kg.rdf.iri import entity_iri
from kg.rdf.shapes import Constraint, Shape, load_shapes

_MODALITIES = frozenset(("asserted", "planned", "possible", "denied"))
_UNITS = frozenset((None, "CNY", "km2"))
_NOTHING = ArticleGraph(())
_SHAPES = "https://w3id.org/regional-cooperation/shapes#"


def sound(extraction: Extraction, base: str) -> bool:
    """True where the graph of the extraction conforms for certain, and each of its edges shows its exact words."""
    article = extraction.article
    if not article.id or not (article.published is None or article.published == "" or _is_date(article.published)):
        return False
    types = {entity.id: frozenset(entity.types) for entity in extraction.entities}
    return (
        _named_apart(extraction.entities, base)
        and all(_typed(statement, types) for statement in extraction.statements)
        and all(_shown(one, article.text) for statement in extraction.statements for one in statement.evidence)
    )


def _named_apart(entities: Iterable[Entity], base: str) -> bool:
    """True where each entity has a name, and an IRI of its own that is no article's or claim's."""
    nodes = set()
    number = 0
    for entity in entities:
        number += 1
        node = entity_iri(entity.id, entity.local, base)
        if not entity.names or not all(entity.names) or node.startswith((base + v.ARTICLES, base + v.CLAIMS)):
            return False
        nodes.add(node)
    return len(nodes) == number


def _typed(statement: Statement, types: dict[str, frozenset[str]]) -> bool:
    """True where subject and object are what the predicate joins."""
    rule = _rules().get(statement.predicate)
    own = types.get(statement.subject)
    if rule is None or own is None:
        return False
    subjects, objects = rule
    if isinstance(statement.object, Value):
        return objects is None and not own.isdisjoint(subjects) and _is_value(statement.predicate, statement.object)
    other = types.get(statement.object)
    if objects is None or other is None or own.isdisjoint(subjects) or other.isdisjoint(objects):
        return False
    # What goes both ways may be told the other way round.
    both = statement.predicate in v.SYMMETRIC_PREDICATES
    return not both or not (other.isdisjoint(subjects) or own.isdisjoint(objects))


def _shown(evidence: Evidence, text: str) -> bool:
    """True where the quote is the slice of the text that it says, and the rest of the claim is in order."""
    span = evidence.span
    return (
        evidence.quote != ""
        and text[span.start : span.end] == evidence.quote
        and evidence.rule != ""
        and 0.0 <= evidence.confidence <= 1.0
        and evidence.modality in _MODALITIES
    )


@cache
def _rules() -> dict[str, tuple[frozenset[str], frozenset[str] | None]]:
    """Predicate -> the types of its subject, and those of its object (None: a value), as the shapes have them."""
    rules: dict[str, tuple[frozenset[str], frozenset[str] | None]] = {}
    for predicate, shape in _shapes_of_predicates().items():
        subjects, objects = _classes(shape.constraints), _classes(shape.properties[0].constraints)
        if subjects is not None:
            rules[predicate] = subjects, objects
    return rules


@cache
def _shapes_of_predicates() -> dict[str, Shape]:
    shapes = {shape.name.removeprefix(_SHAPES): shape for shape in load_shapes()}
    return {p: shapes[p] for p in v.PREDICATES if p in shapes and len(shapes[p].properties) == 1}


def _classes(constraints: tuple[Constraint, ...]) -> frozenset[str] | None:
    """The types that the constraints ask for; None where they ask for something else."""
    found: frozenset[str] | None = None
    for constraint in constraints:
        if constraint.kind == "nodeKind":
            continue
        classes = constraint.classes or (constraint.terms if constraint.kind == "class" else ())
        if not classes or found is not None:
            return None
        found = frozenset(each.value.removeprefix(v.RC) for each in classes)
    return found


@lru_cache(maxsize=65536)
def _is_value(predicate: str, value: Value) -> bool:
    """True where a value is as the predicate's shape has it; of sums in a foreign currency more is to be said."""
    if value.datatype == "decimal" and value.unit not in _UNITS:
        return False
    return _holds(_shapes_of_predicates()[predicate].properties[0], term(value))


@lru_cache(maxsize=4096)
def _is_date(iso: str) -> bool:
    article = next(shape for shape in load_shapes() if shape.name == _SHAPES + "Article")
    issued = next(shape for shape in article.properties if shape.path == v.ISSUED)
    return _holds(issued, date(iso))


def _holds(shape: Shape, value: object) -> bool:
    tested = (constraint for constraint in shape.constraints if constraint.kind not in ("minCount", "maxCount"))
    return all(HOLDS[constraint.kind](value, constraint, _NOTHING) for constraint in tested)  # type: ignore[arg-type]
