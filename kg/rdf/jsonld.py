"""Descriptions -> JSON-LD 1.1 with the ontology's context written into the file: it opens without the network."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from kg import vocabulary as v
from kg.rdf.order import Description, Term
from kg.tables import resource
from kg.terms import PREFIX

_XSD = v.PREFIXES["xsd"]
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,14}")  # what any JSON reader keeps exact


@cache
def context() -> dict[str, Any]:
    """The ontology's JSON-LD context."""
    loaded: dict[str, Any] = json.loads(resource("ontology", "context.jsonld").read_text("utf-8"))["@context"]
    return loaded


class Names:
    """IRIs and literals as JSON-LD writes them, compacted by the context."""

    def __init__(self, base: str) -> None:
        own = {PREFIX: v.PREFIXES[PREFIX]} if PREFIX in v.PREFIXES else {}
        self.context = context() | {"id": base} | own
        self._namespaces = {**v.PREFIXES, "id": base}
        self._terms: dict[str, tuple[str, dict[str, str]]] = {}
        for term, definition in self.context.items():
            if isinstance(definition, dict):
                self._terms[self._expanded(definition["@id"])] = term, definition
            elif term not in self._namespaces and not term.startswith("@"):
                self._terms[self._expanded(definition)] = term, {}

    def _expanded(self, compact: str) -> str:
        prefix, _, local = compact.partition(":")
        return self._namespaces[prefix] + local

    def node(self, node: NamedNode | BlankNode) -> str:
        """A node's id."""
        if isinstance(node, BlankNode):
            return str(node)
        for prefix, namespace in self._namespaces.items():
            # A local part that begins with // would be read as the rest of an absolute IRI.
            if node.value.startswith(namespace) and not node.value.startswith("//", len(namespace)):
                return f"{prefix}:{node.value[len(namespace) :]}"
        return node.value

    def vocab(self, iri: str) -> str:
        """A type, state or predicate: its term, else its id."""
        return self._terms[iri][0] if iri in self._terms else self.node(NamedNode(iri))

    def value(self, term: Term, definition: dict[str, str]) -> Any:
        """An object under the context's `definition` of its predicate."""
        coerced = definition.get("@type")
        if isinstance(term, NamedNode | BlankNode):
            if coerced == "@vocab" and isinstance(term, NamedNode):
                return self.vocab(term.value)
            return self.node(term) if coerced == "@id" else {"@id": self.node(term)}
        if not isinstance(term, Literal):
            raise TypeError(f"JSON-LD has no place for {term}")
        if term.language:
            plain = term.language == definition.get("@language")
            return term.value if plain else {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if coerced and not coerced.startswith("@") and self._expanded(coerced) == datatype:
            return term.value
        if not coerced and datatype == _XSD + "integer" and _INTEGER.fullmatch(term.value):
            return int(term.value)
        if datatype == _XSD + "string":
            return {"@value": term.value} if coerced or "@language" in definition else term.value
        return {"@value": term.value, "@type": self.vocab(datatype)}

    def description(self, described: Description) -> str:
        """One node as one line of JSON."""
        node: dict[str, Any] = {"@id": self.node(described.subject)}
        for predicate, objects in described.facts:
            if predicate.value == v.TYPE and all(isinstance(obj, NamedNode) for obj in objects):
                values: list[Any] = [self.vocab(obj.value) for obj in objects if isinstance(obj, NamedNode)]
                node["@type"] = values if len(values) > 1 else values[0]
                continue
            key = self.vocab(predicate.value)
            definition = self._terms[predicate.value][1] if predicate.value in self._terms else {}
            values = [self.value(obj, definition) for obj in objects]
            node[key] = values if len(values) > 1 else values[0]
        return json.dumps(node, ensure_ascii=False, separators=(", ", ": "))


def jsonld(described: Iterable[Description], base: str) -> Iterator[str]:
    """Yield a JSON-LD file, one node a line, one `@graph` an article; descriptions come graph by graph."""
    names = Names(base)
    yield '{"@context": ' + json.dumps(names.context, ensure_ascii=False, indent=1) + ',\n"@graph": ['
    graph: NamedNode | BlankNode | None = None
    between = "\n"
    for description in described:
        if description.graph != graph:
            yield "\n]}" if graph is not None else ""
            graph = description.graph
            if graph is not None:
                yield between + '{"@id": ' + json.dumps(names.node(graph), ensure_ascii=False) + ', "@graph": ['
                between = "\n"
        yield between + names.description(description)
        between = ",\n"
    yield ("\n]}" if graph is not None else "") + "\n]}\n"
