"""SHACL's core constraints over one article's graph: which values break them (W3C SHACL, section 4)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from kg.rdf.shapes import SH, Constraint, Shape
from kg.vocabulary import PREFIXES, TYPE

Term = NamedNode | BlankNode | Literal
Broken = tuple[Shape, Constraint, str, Term | None]
_XSD = PREFIXES["xsd"]
_NUMBERS = (_XSD + "decimal", _XSD + "integer")
_ZONE = r"(Z|[+-]\d\d:\d\d)?"


class ArticleGraph:
    """One graph's triples, by subject and predicate."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.nodes: dict[str, Term] = {}
        self.said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self.subjects: dict[str, list[str]] = defaultdict(list)
        self.instances: dict[str, list[str]] = defaultdict(list)
        for quad in quads:
            subject, predicate, obj = str(quad.subject), quad.predicate.value, quad.object
            self.nodes[subject] = quad.subject  # type: ignore[assignment]
            self.said[subject][predicate].append(obj)  # type: ignore[arg-type]
            self.subjects[predicate].append(subject)
            if predicate == TYPE:
                self.instances[str(obj)[1:-1]].append(subject)

    def values(self, subject: str, predicate: str) -> list[Term]:
        """The objects of a subject's predicate; none where nothing is said."""
        return self.said[subject].get(predicate, []) if subject in self.said else []

    def targets(self, shape: Shape) -> list[str]:
        """The nodes that a shape is about, each once."""
        found = [node for kind in shape.target_classes for node in self.instances.get(kind, ())]
        found += [node for predicate in shape.target_subjects_of for node in self.subjects.get(predicate, ())]
        return list(dict.fromkeys(found))


def broken(shape: Shape, focus: Term, graph: ArticleGraph) -> Iterator[Broken]:
    """Yield (shape, constraint, focus node, value) for every constraint that the node breaks, its properties too."""
    key = str(focus)
    values = [focus] if shape.path is None else graph.values(key, shape.path)
    for constraint in shape.constraints:
        if constraint.kind in ("minCount", "maxCount"):
            few = constraint.kind == "minCount"
            if len(values) < constraint.bound if few else len(values) > constraint.bound:
                yield shape, constraint, key, None
        elif constraint.kind == "lessThan":
            others = graph.values(key, constraint.terms[0].value)
            for value in values:
                yield from ((shape, constraint, key, value) for other in others if not _less(value, other))
        else:
            holds = HOLDS[constraint.kind]
            for value in values:
                if not holds(value, constraint, graph):
                    yield shape, constraint, key, value
    for below in shape.properties:
        for value in values:
            yield from broken(below, value, graph)


def _number(term: Term) -> Decimal | None:
    numeric = isinstance(term, Literal) and term.datatype.value in _NUMBERS and well_formed(term)
    return Decimal(term.value) if numeric else None


def _less(left: Term, right: Term) -> bool:
    a, b = _number(left), _number(right)
    return a is not None and b is not None and a < b


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return True


_DATE = re.compile(r"\d{4}-\d\d-\d\d" + _ZONE, re.ASCII)
_LEXICAL: dict[str, Callable[[str], object]] = {
    _XSD + "integer": re.compile(r"[+-]?[0-9]+").fullmatch,
    _XSD + "decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)").fullmatch,
    _XSD + "date": lambda text: _DATE.fullmatch(text) and _is_day(text),
    _XSD + "gYearMonth": re.compile(r"\d{4}-(0[1-9]|1[0-2])" + _ZONE, re.ASCII).fullmatch,
    _XSD + "gYear": re.compile(r"\d{4}" + _ZONE, re.ASCII).fullmatch,
}


def well_formed(literal: Literal) -> bool:
    """True where the lexical form belongs to the datatype, as far as the datatypes of the ontology go."""
    datatype = literal.datatype.value
    return datatype not in _LEXICAL or bool(_LEXICAL[datatype](literal.value))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _has_datatype(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    return isinstance(value, Literal) and value.datatype == constraint.terms[0] and well_formed(value)


def _has_node_kind(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    name = {NamedNode: "IRI", BlankNode: "BlankNode", Literal: "Literal"}[type(value)]
    return name in constraint.terms[0].value.removeprefix(SH)


def _is_instance(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    return constraint.terms[0] in graph.values(str(value), TYPE)


def _is_in(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    return value in constraint.terms


def _has_language(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    return isinstance(value, Literal) and value.language in {term.value for term in constraint.terms}


def _matches(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    return not isinstance(value, BlankNode) and bool(_pattern(constraint.terms[0].value).search(value.value))


def _is_long_enough(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    return not isinstance(value, BlankNode) and len(value.value) >= constraint.bound


def _is_within(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    number = _number(value)
    if number is None:
        return False
    if constraint.kind == "maxInclusive":
        return number <= constraint.bound
    return number >= constraint.bound if constraint.kind == "minInclusive" else number > constraint.bound


def _conforms_to_one(value: Term, constraint: Constraint, graph: ArticleGraph) -> bool:
    if constraint.classes:
        return not constraint.classes.isdisjoint(graph.values(str(value), TYPE))
    return any(next(broken(shape, value, graph), None) is None for shape in constraint.shapes)


HOLDS: dict[str, Callable[[Term, Constraint, ArticleGraph], bool]] = {
    "class": _is_instance,
    "datatype": _has_datatype,
    "nodeKind": _has_node_kind,
    "in": _is_in,
    "languageIn": _has_language,
    "pattern": _matches,
    "minLength": _is_long_enough,
    "minInclusive": _is_within,
    "maxInclusive": _is_within,
    "minExclusive": _is_within,
    "node": _conforms_to_one,
    "or": _conforms_to_one,
}
