"""Descriptions -> Turtle and TriG that people can read: grouped by subject, prefixed names wherever the grammar allows.

Grammar: RDF 1.1 Turtle, W3C Recommendation, section 6.5; the productions are named where they are used.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg import vocabulary as v
from kg.rdf.order import Description, Term

_BASE = (  # PN_CHARS_BASE, without the letters of ASCII
    "\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_FIRST = rf"[A-Za-z_:0-9{_BASE}]|%[0-9A-Fa-f]{{2}}|\\."
_LATER = rf"[A-Za-z_:0-9{_BASE}\-\u00b7\u0300-\u036f\u203f-\u2040]|%[0-9A-Fa-f]{{2}}|\\."
_LOCAL = re.compile(rf"(?:{_FIRST})(?:(?:{_LATER}|\.)*(?:{_LATER}))?")  # PN_LOCAL
# PN_LOCAL_ESC, where it is needed. A full stop at the end could be escaped too, but rdflib does not read that: such
# a name stays a full IRI.
_ESCAPED = re.compile(r"[~!$&'()*+,;=/?#@]|^[-.]")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_INTEGER = re.compile(r"[+-]?[0-9]+")
_XSD = v.PREFIXES["xsd"]
_STRING = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Names:
    """IRIs and literals as Turtle writes them, under one set of prefixes."""

    def __init__(self, base: str) -> None:
        paths = {"article": base + v.ARTICLES, "claim": base + v.CLAIMS, "resolution": f"{base}{v.RESOLUTION}/"}
        self.prefixes = v.PREFIXES | {"id": base} | paths
        # The longest namespace first: `article:` before `id:`.
        self._namespaces = sorted(((iri, prefix) for prefix, iri in self.prefixes.items()), key=lambda n: -len(n[0]))
        self.iri = lru_cache(maxsize=65536)(self._iri)

    def header(self) -> str:
        """The prefix lines."""
        return "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in self.prefixes.items())

    def _iri(self, iri: str) -> str:
        for namespace, prefix in self._namespaces:
            if iri.startswith(namespace):
                local = _ESCAPED.sub(r"\\\g<0>", iri[len(namespace) :])
                return f"{prefix}:{local}" if _LOCAL.fullmatch(local) else f"<{iri}>"
        return f"<{iri}>"

    def term(self, term: Term) -> str:
        """A node or literal; numbers stand bare where Turtle reads them back as the same term."""
        if isinstance(term, NamedNode):
            return self.iri(term.value)
        if not isinstance(term, Literal):
            return str(term)
        if term.language:
            return f"{_quoted(term.value)}@{term.language}"
        datatype = term.datatype.value
        if datatype == _XSD + "string":
            return _quoted(term.value)
        if (datatype == _XSD + "integer" and _INTEGER.fullmatch(term.value)) or (
            datatype == _XSD + "decimal" and _DECIMAL.fullmatch(term.value)
        ):
            return term.value
        return f"{_quoted(term.value)}^^{self.iri(datatype)}"


def _quoted(text: str) -> str:
    if "\n" in text and not _CONTROL.search(text) and "\r" not in text:
        # A long string keeps its lines; a quotation mark needs escaping only before another one or at the end.
        body = re.sub(r'"(?="|\Z)', r"\\\g<0>", text.replace("\\", "\\\\"))
        return f'"""{body}"""'
    return '"' + _CONTROL.sub(lambda c: f"\\u{ord(c.group()):04X}", text.translate(_STRING)) + '"'


def turtle(described: Iterable[Description], base: str) -> Iterator[str]:
    """Yield a Turtle file, one node at a time."""
    names = Names(base)
    yield names.header()
    for description in described:
        yield "\n" + _block(description, names, "")


def trig(described: Iterable[Description], base: str) -> Iterator[str]:
    """Yield a TriG file, one node at a time; descriptions come graph by graph."""
    names = Names(base)
    yield names.header()
    graph = None
    for description in described:
        if description.graph != graph:
            yield "}\n" if graph is not None else ""
            graph = description.graph
            yield f"\n{names.term(graph)} {{\n" if graph is not None else ""
        else:
            yield "\n"
        yield _block(description, names, "  " if graph is not None else "")
    yield "}\n" if graph is not None else ""


def _block(description: Description, names: Names, indent: str) -> str:
    lines = []
    for predicate, objects in description.facts:
        verb = "a" if predicate.value == v.TYPE else names.iri(predicate.value)
        lines.append(f"{verb} {' , '.join(names.term(obj) for obj in objects)}")
    return f"{indent}{names.term(description.subject)} " + f" ;\n{indent}  ".join(lines) + " .\n"
