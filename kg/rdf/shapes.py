"""`ontology/shapes.ttl` -> shapes, so that a build can check every article's graph without a SHACL engine.

Reads the core constraints that the file uses and refuses any other: a constraint is never passed over in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from kg.errors import KgError
from kg.rdf.own_shapes import shapes_turtle
from kg.vocabulary import PREFIXES

Term = NamedNode | BlankNode | Literal
SH = "http://www.w3.org/ns/shacl#"
_RDF = PREFIXES["rdf"]

# What a constraint's object holds: one term, a list of terms, a shape, a list of shapes.
_ONE = frozenset({
    "class", "datatype", "nodeKind", "minCount", "maxCount", "minInclusive", "maxInclusive", "minExclusive",
    "minLength", "pattern", "lessThan",
})  # fmt: skip
_LIST = frozenset({"in", "languageIn"})
_STRUCTURE = frozenset({"targetClass", "targetSubjectsOf", "path", "property"})


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint: `kind` as in SHACL (minCount), with its parameter: terms, or the shapes of `node` and `or`.

    `bound` is the parameter as a number. `classes`: an `or` of nothing but classes, which is checked at once.
    """

    kind: str
    terms: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()
    bound: int = 0
    classes: frozenset[Term] = frozenset()

    @property
    def component(self) -> str:
        """SHACL's name of the constraint component: `MinCountConstraintComponent`."""
        return self.kind[0].upper() + self.kind[1:] + "ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape, or with a `path` a property shape."""

    name: str
    target_classes: tuple[str, ...] = ()
    target_subjects_of: tuple[str, ...] = ()
    path: str | None = None
    constraints: tuple[Constraint, ...] = ()
    properties: tuple[Shape, ...] = field(default=())


def load_shapes(path: Path | None = None) -> tuple[Shape, ...]:
    """The shapes that have a target, by name: those of `path`, else the ontology's and those of own relations.

    Raises KgError: the file uses a SHACL term that is not among those this module knows.
    """
    return _loaded(path.read_text("utf-8") if path else shapes_turtle())


@lru_cache(maxsize=8)
def _loaded(text: str) -> tuple[Shape, ...]:
    triples: Triples = defaultdict(lambda: defaultdict(list))
    for quad in parse(text, format=RdfFormat.TURTLE):
        triples[str(quad.subject)][quad.predicate.value].append(quad.object)
    shapes = (_shape(name, triples) for name in sorted(triples) if triples[name].get(_RDF + "type"))
    return tuple(shape for shape in shapes if shape.target_classes or shape.target_subjects_of)


Triples = defaultdict[str, defaultdict[str, list[Term]]]


def _shape(name: str, triples: Triples) -> Shape:
    said = triples[name]
    constraints: list[Constraint] = []
    for predicate in sorted(said):
        kind = predicate.removeprefix(SH)
        if predicate.startswith(SH) and kind not in _STRUCTURE:
            constraints += _constraints(kind, said[predicate], triples)
    (path,) = _iris(said[SH + "path"]) or (None,)
    return Shape(
        name.strip("<>"),
        _iris(said[SH + "targetClass"]),
        _iris(said[SH + "targetSubjectsOf"]),
        path,
        tuple(constraints),
        tuple(_shape(str(node), triples) for node in said[SH + "property"]),
    )


def _constraints(kind: str, objects: list[Term], triples: Triples) -> Iterator[Constraint]:
    for node in objects:
        if kind in _ONE:
            yield Constraint(kind, (node,), bound=int(node.value) if kind.startswith(("min", "max")) else 0)
        elif kind in _LIST:
            yield Constraint(kind, tuple(_list(node, triples)))
        elif kind == "node":
            yield Constraint(kind, shapes=(_shape(str(node), triples),))
        elif kind == "or":
            shapes = tuple(_shape(str(member), triples) for member in _list(node, triples))
            parts = [part for shape in shapes for part in shape.constraints]
            only_classes = len(parts) == len(shapes) and all(part.kind == "class" for part in parts)
            classes = frozenset(part.terms[0] for part in parts) if only_classes else frozenset()
            yield Constraint(kind, shapes=shapes, classes=classes)
        else:
            raise KgError(f"shapes.ttl: sh:{kind} is not known to kg/rdf/shapes.py; add it there and to constraints.py")


def _list(node: Term, triples: Triples) -> Iterator[Term]:
    while node != NamedNode(_RDF + "nil"):
        (first,), (rest,) = triples[str(node)][_RDF + "first"], triples[str(node)][_RDF + "rest"]
        yield first
        node = rest


def _iris(terms: list[Term]) -> tuple[str, ...]:
    return tuple(sorted(term.value for term in terms if isinstance(term, NamedNode)))
