"""An article's graph in, the extraction that it was made from out, as far as the graph tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import cast
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad

from kg import vocabulary as v
from kg.model import Article, Datatype, Entity, Evidence, Extraction, Modality, Span, Statement, Value
from kg.rdf.iri import path

_XSD = v.PREFIXES["xsd"]
_LEFT_BY_PEOPLE = (v.TOLD_VALUE, v.JUDGEMENT)

Said = dict[str, list[NamedNode | Literal]]


def own_quads(quads: Iterable[Quad]) -> list[Quad]:
    """The quads without what was decided across articles, where that can be told: claims have their own value again."""
    every = list(quads)
    told = {quad.subject: quad.object for quad in every if quad.predicate.value == v.TOLD_VALUE}
    found = []
    for quad in every:
        if quad.predicate.value == v.CLAIM_OBJECT and quad.subject in told:
            quad = Quad(quad.subject, quad.predicate, told[quad.subject], quad.graph_name)
        if quad.predicate.value not in _LEFT_BY_PEOPLE:
            found.append(quad)
    return found


def extraction(quads: Iterable[Quad], iri: str) -> tuple[str, Extraction]:
    """The base of the graph's IRIs, and the extraction of the article `iri`: entities and statements with evidence.

    The order of names and types is that of their spelling, sentences and links are not told.
    """
    nodes: dict[str, Said] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        nodes[_text(quad.subject)][quad.predicate.value].append(quad.object)  # type: ignore[arg-type]
    article = _article(nodes[iri])
    base = iri.removesuffix(v.ARTICLES + path(article.id))
    entities = {
        node: Entity(unquote(node.removeprefix(base)), _types(said), _names(said), "/" in node.removeprefix(base))
        for node, said in sorted(nodes.items())
        if _types(said)
    }
    statements = tuple(
        _statement(said, entities)
        for _, said in sorted(nodes.items())
        if NamedNode(v.CLAIM) in said.get(v.TYPE, []) and _text(said[v.CLAIM_SUBJECT][0]) in entities
    )
    return base, Extraction(article, tuple(entities.values()), statements)


def _article(said: Said) -> Article:
    def one(predicate: str) -> str | None:
        return _text(said[predicate][0]) if said.get(predicate) else None

    identifier = one(v.IDENTIFIER) or ""
    return Article(identifier, identifier, one(v.TITLE) or "", one(v.ISSUED), one(v.TEXT) or "", one(v.URL))


def _types(said: Said) -> tuple[str, ...]:
    found = {v.term_name(_text(kind)) for kind in said.get(v.TYPE, [])}
    return tuple(kind for kind in v.ENTITY_TYPES if kind in found)


def _names(said: Said) -> tuple[str, ...]:
    names = [*sorted(map(_text, said.get(v.LABEL, []))), *sorted(map(_text, said.get(v.ALT_LABEL, [])))]
    return tuple(dict.fromkeys(names)) or ("",)


def _statement(said: Said, entities: dict[str, Entity]) -> Statement:
    subject, predicate, obj, quote, start, end, rule, confidence, modality = (
        said[key][0]
        for key in (v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT, v.QUOTE, v.START, v.END, v.RULE, v.CONFIDENCE,
                    v.MODALITY)
    )  # fmt: skip
    span = Span(int(_text(start)), int(_text(end)))
    evidence = Evidence(span, _text(quote), _text(rule), float(_text(confidence)), cast(Modality, _text(modality)))
    other = entities[_text(obj)].id if _text(obj) in entities else _value(obj)
    return Statement(entities[_text(subject)].id, v.term_name(_text(predicate)), other, (evidence,))


def _value(term: NamedNode | Literal) -> Value:
    if isinstance(term, NamedNode):
        return Value(term.value.removeprefix(v.RC), "status")
    kind = term.datatype.value
    if kind.startswith(v.RC):
        return Value(term.value, "decimal", kind.removeprefix(v.RC))
    return Value(term.value, cast(Datatype, kind.removeprefix(_XSD)))


def _text(term: object) -> str:
    return str(getattr(term, "value", term))
