"""A query that was let pass -> the database's answer, over the graphs that it is put to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyoxigraph as ox

from kg.store.complaint import Malformed, complaint
from kg.store.refusal import Admitted
from kg.vocabulary import PREFIXES

Found = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean


def has_graph(store: ox.Store, iri: str) -> bool:
    """True where a named graph of the store has this IRI."""
    try:
        return store.contains_named_graph(ox.NamedNode(iri))
    except ValueError:
        return False


def run(store: ox.Store, admitted: Admitted) -> Found:
    """The answer, which is found while it is read. Raises Malformed: what only shows when all is read; OSError."""
    graphs: dict[str, Any] = {"default_graph": _nodes(admitted.default), "named_graphs": _nodes(admitted.named)}
    if admitted.default and len(admitted.default) > 1:
        store, graphs["default_graph"] = _merged(store, admitted.default, admitted.named or ()), [ox.DefaultGraph()]
    try:
        return store.query(admitted.sparql, prefixes=PREFIXES, **graphs)
    except SyntaxError as error:
        raise complaint(str(error), admitted.sparql) from error
    except UnicodeEncodeError as error:
        raise Malformed("not Unicode text; give it as UTF-8", 1, 1) from error


def _nodes(iris: Iterable[str] | None) -> list[ox.NamedNode] | None:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]


def _merged(store: ox.Store, default: Iterable[str], named: Iterable[str]) -> ox.Store:
    """A copy in memory whose default graph says once what several graphs say: the database would say it of each."""
    copy = ox.Store()
    for iri in default:
        quads = store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
        copy.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for iri in named:
        copy.bulk_extend(store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    return copy
