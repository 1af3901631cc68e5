"""Extraction -> quads: one named graph an article, with its description, entities, edges, and a claim for each fact."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocabulary as v
from kg.errors import KgError
from kg.model import Article, Entity, Evidence, Extraction, Statement, Value
from kg.rdf.iri import article_iri, claim_digest, entity_iri, path

Term = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Term]

LANGUAGE = "zh"
_XSD = v.PREFIXES["xsd"]
_DATE_PRECISIONS = {7: "gYearMonth", 4: "gYear"}  # by the length of an ISO date
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def quads(extraction: Extraction, base: str = v.BASE) -> Iterator[Quad]:
    """Yield the named graph of one article, without blank nodes and without a quad twice.

    The graph bears the article's IRI. Facts that are asserted or planned give a plain edge; those that are possible
    or denied give a claim only. `base` is the namespace of entities, articles and claims.

    Raises KgError: a statement names an entity that the extraction lacks, or a number is none.
    """
    graph = NamedNode(article_iri(extraction.article.id, base))
    nodes = {entity.id: NamedNode(entity_iri(entity.id, entity.local, base)) for entity in extraction.entities}
    for predicate, obj in _article(extraction.article):
        yield Quad(graph, predicate, obj, graph)
    described: set[tuple[NamedNode, NamedNode, Term]] = set()
    for entity in extraction.entities:
        for triple in _entity(entity, nodes[entity.id]):
            if triple not in described:
                described.add(triple)
                yield Quad(*triple, graph)
    claims = f"{base}{v.CLAIMS}{path(extraction.article.id)}-"
    for (subject, predicate, obj), found in _facts(extraction, nodes).items():
        if any(evidence.modality in v.EDGE_MODALITIES for evidence, _ in found):
            yield Quad(subject, predicate, obj, graph)
        fact = str(subject), str(predicate), str(obj)
        parts = (
            (_node(v.CLAIM_SUBJECT), subject),
            (_node(v.CLAIM_PREDICATE), predicate),
            (_node(v.CLAIM_OBJECT), obj),
            (_node(v.DERIVED_FROM), graph),
        )
        for evidence, unit in _best(found):
            place = str(evidence.span.start), str(evidence.span.end)
            claim = NamedNode(claims + claim_digest(*fact, *place, evidence.modality))
            for part, value in (*_claim(evidence, unit), *parts):
                yield Quad(claim, part, value, graph)


def _article(article: Article) -> Iterator[tuple[NamedNode, Term]]:
    text = _text(article.text)
    yield _node(v.TYPE), _node(v.ARTICLE)
    yield _node(v.IDENTIFIER), Literal(_text(article.id))
    if article.title:
        yield _node(v.TITLE), Literal(_text(article.title), language=LANGUAGE)
    if article.published:
        yield _node(v.ISSUED), date(article.published)
    if article.url:
        yield _node(v.URL), Literal(_text(article.url), datatype=_node(_XSD + "anyURI"))
    yield _node(v.CONTENT_HASH), Literal(hashlib.sha256(text.encode()).hexdigest())
    yield _node(v.TEXT), Literal(text)


def _entity(entity: Entity, iri: NamedNode) -> Iterator[Triple]:
    for kind in entity.types:
        yield iri, _node(v.TYPE), _node(v.term_iri(kind))
    for position, name in enumerate(entity.names):
        if position == 0 or name != entity.names[0]:
            yield iri, _node(v.ALT_LABEL if position else v.LABEL), Literal(_text(name), language=LANGUAGE)


def _facts(extraction: Extraction, nodes: dict[str, NamedNode]) -> dict[Triple, list[tuple[Evidence, str | None]]]:
    """Triple -> all evidence for it, each with the unit of a foreign sum."""
    facts: dict[Triple, list[tuple[Evidence, str | None]]] = {}
    for statement in extraction.statements:
        try:
            triple = _fact(statement, nodes)
        except KeyError as missing:
            raise KgError(
                f"{extraction.article.id}: statement {statement.subject} {statement.predicate} names {missing}, "
                "which is none of the article's entities"
            ) from None
        value = statement.object
        unit = _foreign(value) if isinstance(value, Value) else None
        facts.setdefault(triple, []).extend((evidence, unit) for evidence in statement.evidence)
    return facts


def _fact(statement: Statement, nodes: dict[str, NamedNode]) -> Triple:
    subject, predicate = nodes[statement.subject], _node(v.term_iri(statement.predicate))
    if isinstance(statement.object, Value):
        return subject, predicate, term(statement.object)
    obj = nodes[statement.object]
    # A symmetric fact is one edge whichever way it is told: the smaller IRI comes first.
    if statement.predicate in v.SYMMETRIC_PREDICATES and obj.value < subject.value:
        subject, obj = obj, subject
    return subject, predicate, obj


def _best(found: list[tuple[Evidence, str | None]]) -> Iterator[tuple[Evidence, str | None]]:
    """The most confident evidence for each place and modality: a claim has one quote, one rule, one confidence."""
    best: dict[tuple[int, int, str], tuple[Evidence, str | None]] = {}
    for evidence, unit in found:
        place = (evidence.span.start, evidence.span.end, evidence.modality)
        old = best.get(place)
        if old is None or (-evidence.confidence, evidence.rule) < (-old[0].confidence, old[0].rule):
            best[place] = evidence, unit
    yield from best.values()


def _claim(evidence: Evidence, unit: str | None) -> list[tuple[NamedNode, Term]]:
    found: list[tuple[NamedNode, Term]] = [
        (_node(v.TYPE), _node(v.CLAIM)),
        (_node(v.QUOTE), Literal(_text(evidence.quote))),
        (_node(v.START), Literal(evidence.span.start)),
        (_node(v.END), Literal(evidence.span.end)),
        (_node(v.RULE), _word(evidence.rule)),
        (_node(v.CONFIDENCE), decimal(f"{evidence.confidence:.4f}")),
        (_node(v.MODALITY), _word(evidence.modality)),
    ]
    if unit:
        found.append((_node(v.UNIT), Literal(unit)))
    return found


@lru_cache(maxsize=4096)
def _word(word: str) -> Literal:
    """A literal that occurs again and again."""
    return Literal(word)


def term(value: Value) -> Term:
    """The RDF term of a value: a state's IRI, a typed date, a decimal in yuan or km², a sum in its own currency.

    >>> str(term(Value("2021-03", "gYearMonth")))
    '"2021-03"^^<http://www.w3.org/2001/XMLSchema#gYearMonth>'
    """
    if value.datatype == "status":
        return NamedNode(v.RC + value.lexical)
    if value.datatype == "decimal":
        return decimal(value.lexical, _foreign(value))
    if value.datatype == "string":
        return Literal(_text(value.lexical))
    return Literal(value.lexical, datatype=_node(_XSD + value.datatype))


def date(iso: str) -> Literal:
    """An ISO date as `xsd:date`, `gYearMonth` or `gYear`, by how precise it is."""
    return Literal(iso, datatype=_node(_XSD + _DATE_PRECISIONS.get(len(iso), "date")))


@lru_cache(maxsize=16_384)
def decimal(lexical: str, currency: str | None = None) -> Literal:
    """A number in canonical form (no exponent, no idle zeros): the form in which stores give it back."""
    try:
        number = Decimal(lexical)
        plain = f"{number:f}"
        if not number.is_finite():
            raise InvalidOperation
    except InvalidOperation:
        raise KgError(f"not a number: {lexical!r}; a value's lexical form is a plain decimal") from None
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return Literal(plain, datatype=_node(v.RC + currency if currency else _XSD + "decimal"))


def _foreign(value: Value) -> str | None:
    return value.unit if value.datatype == "decimal" and value.unit not in (None, "CNY", "km2") else None


def _text(text: str) -> str:
    """The text with lone surrogates, which no encoding of RDF can hold, replaced one for one: offsets stay."""
    return _LONE_SURROGATE.sub("\ufffd", text)


@cache
def _node(iri: str) -> NamedNode:
    return NamedNode(iri)
