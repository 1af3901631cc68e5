"""Quads -> violations: of the ontology's shapes, and of the promise that every edge shows its words.

pyshacl takes about half a second for one article's graph, the check derived from the same shapes a few milliseconds:
builds use the latter, `full=True` the former; a test holds the two to the same verdicts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize

from kg import vocabulary as v
from kg.rdf.constraints import ArticleGraph, Term, broken
from kg.rdf.own_shapes import shapes_turtle
from kg.rdf.shapes import SH, Constraint, Shape, load_shapes

if TYPE_CHECKING:
    from rdflib import Graph


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """What does not conform, in which article's graph. Nodes as IRIs, `value` as RDF writes it.

    `shape` is the name in shapes.ttl, `constraint` SHACL's name of the component, or one of our own: `EvidenceIsExact`
    (the quote is not the slice of the text that it says), `EdgeHasClaim`. `claims` are the claims that say the fact.
    """

    graph: str
    focus: str
    shape: str
    constraint: str
    path: str = ""
    value: str = ""
    claims: tuple[str, ...] = field(default=(), compare=False)
    expected: str = field(default="", compare=False)

    def __str__(self) -> str:
        """One line for people: who, what, why; and which claims to look at."""
        what = " ".join(filter(None, (self.focus, _local(self.path), self.value)))
        claims = f"; said by {', '.join(self.claims)}" if self.claims else ""
        return f"{what}: breaks {_local(self.shape)} ({self.constraint}{self.expected and ' ' + self.expected}){claims}"


def validate(quads: Iterable[Quad], *, full: bool = False) -> list[Violation]:
    """The violations of each article's graph, in a stable order; none where all conform. `full`: by pyshacl."""
    graphs: dict[str, list[Quad]] = {}
    for quad in quads:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else str(quad.graph_name)[1:-1]
        graphs.setdefault(name, []).append(quad)
    found: set[Violation] = set()
    for name, members in graphs.items():
        graph = ArticleGraph(members)
        found.update(_by_pyshacl(name, members, graph) if full else _by_shapes(name, graph))
        found.update(_evidence(name, graph))
        found.update(_edges(name, graph))
    return sorted(found)


def _by_shapes(name: str, graph: ArticleGraph) -> Iterator[Violation]:
    for target in load_shapes():
        for node in graph.targets(target):
            for shape, constraint, focus, value in broken(target, graph.nodes[node], graph):
                yield _violation(name, graph, shape, constraint.component, focus, value, _expected(constraint))


def _by_pyshacl(name: str, quads: list[Quad], graph: ArticleGraph) -> Iterator[Violation]:
    import pyshacl
    import rdflib

    triples = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    data = rdflib.Graph().parse(data=triples, format="nt")
    conforms, report, _ = pyshacl.validate(
        data, shacl_graph=_shapes_graph(shapes_turtle()), inplace=True, inference="none"
    )
    if conforms:
        return
    shapes = {shape.name: shape for target in load_shapes() for shape in (target, *target.properties)}
    sh = rdflib.Namespace(SH)
    for result in report.objects(None, sh.result):
        shape = shapes[str(report.value(result, sh.sourceShape))]
        component = str(report.value(result, sh.sourceConstraintComponent)).removeprefix(SH)
        focus, value = (_written(report.value(result, part)) for part in (sh.focusNode, sh.value))
        message = str(report.value(result, sh.resultMessage) or "")
        yield _violation(name, graph, shape, component, focus or "", value, message)


def _written(term: Any) -> str | None:
    """An rdflib term as pyoxigraph writes it."""
    import rdflib

    if not isinstance(term, rdflib.Literal):
        return None if term is None else str(term.n3())
    if term.language:
        return str(Literal(str(term), language=term.language))
    return str(Literal(str(term), datatype=NamedNode(str(term.datatype)) if term.datatype else None))


@lru_cache(maxsize=4)
def _shapes_graph(text: str) -> Graph:
    import rdflib

    return rdflib.Graph().parse(data=text, format="turtle")


def _violation(
    name: str, graph: ArticleGraph, shape: Shape, component: str, focus: str, value: Term | str | None, expected: str
) -> Violation:
    path = shape.path or "".join(shape.target_subjects_of)
    said = None if value is None or shape.path is None else str(value)
    claims = tuple(
        claim[1:-1]
        for claim in graph.instances.get(v.CLAIM, ())
        if claim == focus or _says(graph, claim, focus, path, said)
    )
    return Violation(name, _bare(focus), shape.name, component, path, _bare(said or ""), claims, expected)


def _says(graph: ArticleGraph, claim: str, subject: str, predicate: str, obj: str | None) -> bool:
    def is_said(part: str, term: str) -> bool:
        return any(str(found) == term for found in graph.values(claim, part))

    return (
        is_said(v.CLAIM_SUBJECT, subject)
        and is_said(v.CLAIM_PREDICATE, f"<{predicate}>")
        and (obj is None or is_said(v.CLAIM_OBJECT, obj))
    )


def _expected(constraint: Constraint) -> str:
    inner = (part for shape in constraint.shapes for part in shape.constraints) if constraint.kind == "or" else ()
    terms = (*constraint.terms, *(term for part in inner for term in part.terms))
    names = [_local(shape.name) for shape in constraint.shapes] if constraint.kind == "node" else []
    return " | ".join([*(_local(term.value) for term in terms), *names])


def _evidence(name: str, graph: ArticleGraph) -> Iterator[Violation]:
    """Each quote is the slice of its article's text that its offsets say."""
    texts = {node: graph.values(node, v.TEXT)[0].value for node in graph.subjects.get(v.TEXT, ())}
    for claim in graph.instances.get(v.CLAIM, ()):
        offsets = [graph.values(claim, part) for part in (v.START, v.END)]
        if not all(len(found) == 1 and found[0].value.isdecimal() for found in offsets):
            continue  # the shapes tell
        start, end = (int(found[0].value) for found in offsets)
        for article in graph.values(claim, v.DERIVED_FROM):
            for quote in graph.values(claim, v.QUOTE):
                if texts.get(str(article), "")[start:end] != quote.value:
                    shape = v.RC + "Claim"
                    yield Violation(name, claim[1:-1], shape, "EvidenceIsExact", v.QUOTE, str(quote), (claim[1:-1],))


def _edges(name: str, graph: ArticleGraph) -> Iterator[Violation]:
    """Each plain edge has a claim of a modality that makes an edge."""
    claimed = {
        (str(subject), predicate.value, str(obj))
        for claim in graph.instances.get(v.CLAIM, ())
        if any(modality.value in v.EDGE_MODALITIES for modality in graph.values(claim, v.MODALITY))
        for subject in graph.values(claim, v.CLAIM_SUBJECT)
        for predicate in graph.values(claim, v.CLAIM_PREDICATE)
        for obj in graph.values(claim, v.CLAIM_OBJECT)
    }
    for predicate in map(v.term_iri, v.PREDICATES):
        for subject in dict.fromkeys(graph.subjects.get(predicate, ())):
            for obj in map(str, graph.values(subject, predicate)):
                if (subject, predicate, obj) not in claimed:
                    yield Violation(name, _bare(subject), v.CLAIM, "EdgeHasClaim", predicate, _bare(obj))


def _bare(node: str) -> str:
    return node[1:-1] if node.startswith("<") else node


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
