"""The ontology's shapes, and beside them those of the user's own relations, as one Turtle text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from kg import vocabulary as v
from kg.errors import KgError
from kg.tables import resource
from kg.terms import expanded, own_terms, version

_PREDICATES = re.compile(r"(sh:path rdf:predicate\b[^.]*?sh:in \( )")


def shapes_turtle() -> str:
    """`ontology/shapes.ttl`, with a shape for each relation of the user's own."""
    return _turtle(version())


@lru_cache(maxsize=8)
def _turtle(_: int) -> str:
    path = resource("ontology", "shapes.ttl")
    text = path.read_text("utf-8")
    relations = own_terms().relations
    if not relations:
        return text
    names = "".join(f"<{v.term_iri(name)}> " for name in relations)
    text, places = _PREDICATES.subn(lambda match: match.group() + names, text, count=1)
    if not places:
        raise KgError(f"{path}: no sh:in list of predicates, which own relations join; install the product anew")
    return text + "".join(_shapes())


def _shapes() -> Iterator[str]:
    for relation in own_terms().relations.values():
        iri = v.term_iri(relation.name)
        yield (
            f"\n<{iri}-shape> a sh:NodeShape ; sh:targetSubjectsOf <{iri}> ; {_any(relation.domain)} ;\n"
            f"  sh:property <{iri}-shape-object> .\n"
            f"<{iri}-shape-object> sh:path <{iri}> ; sh:nodeKind sh:IRI ; {_any(relation.range)} .\n"
        )


def _any(names: tuple[str, ...]) -> str:
    kinds = [f"[ sh:class <{v.term_iri(kind)}> ]" for kind in expanded(names)]
    return f"sh:or ( {' '.join(kinds)} )" if len(kinds) > 1 else kinds[0][2:-2]
