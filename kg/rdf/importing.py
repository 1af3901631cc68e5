"""A file of RDF -> the named graphs of its articles: N-Quads and TriG have them, Turtle and N-Triples merge them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg import vocabulary as v
from kg.errors import UserError
from kg.lang.declared import DEFINED_BY, read_declared
from kg.terms import Terms

_TYPE, _ARTICLE, _CLAIM = (ox.NamedNode(iri) for iri in (v.TYPE, v.ARTICLE, v.CLAIM))
_LABELS = (v.LABEL, v.ALT_LABEL)
_PARTS = (v.CLAIM_SUBJECT, v.CLAIM_PREDICATE, v.CLAIM_OBJECT)
_DECIDED = {ox.NamedNode(iri) for iri in (v.DECISION, v.CONFLICT)}
_ACROSS = {ox.NamedNode(iri) for iri in (v.MERGED_FROM, v.CANDIDATE_NAME, v.DUPLICATE_OF)}
_FORMATS = {".ttl": "TURTLE", ".trig": "TRIG", ".nq": "N_QUADS", ".nt": "N_TRIPLES", ".rdf": "RDF_XML"}

Graphs = dict[str, list[ox.Quad]]


def article_graphs(path: Path) -> tuple[Graphs, list[ox.Quad], tuple[Terms, str]]:
    """Article IRI -> the quads of its graph, as `kg export` wrote them into the file; what was decided across them;
    and the own terms that the file declares, with the base below which they stand.

    Where the file has no graphs, a claim goes to the article that it comes from, and what is said of a thing goes to
    the articles that claim something of it or have its name in their text.

    Raises UserError: not readable, another format, not well-formed (with the line), no article in it.
    """
    quads = _parsed(path)
    declared = _declared(quads)
    terms = read_declared(
        (str(getattr(q.subject, "value", "")), q.predicate.value, str(getattr(q.object, "value", "")),
         getattr(q.object, "language", None) or "")
        for q in quads if q.subject in declared
    )  # fmt: skip
    quads = [quad for quad in quads if quad.subject not in declared]
    articles = {q.subject for q in quads if q.predicate == _TYPE and q.object == _ARTICLE}
    if not articles:
        raise UserError(f"{path}: no article in it; a graph is expected that kg export wrote")
    graphs: Graphs = {article.value: [] for article in articles}
    if any(quad.graph_name in articles for quad in quads):
        across: list[ox.Quad] = []
        for quad in quads:
            (graphs[quad.graph_name.value] if quad.graph_name in articles else across).append(quad)
        return graphs, across, terms
    triples = {quad.triple for quad in quads}
    decided = _decided(triples)
    for article, own in _parted(triples - decided, articles).items():
        graphs[article.value] = [ox.Quad(t.subject, t.predicate, t.object, article) for t in own]
    return graphs, [ox.Quad(t.subject, t.predicate, t.object) for t in decided], terms


def _declared(quads: Iterable[ox.Quad]) -> set[Any]:
    """The own terms, and the node of the graph that declares them."""
    found: set[Any] = set()
    for quad in quads:
        if quad.predicate.value == DEFINED_BY:
            found |= {quad.subject, quad.object}
    return found


def quads_in(triples: str, graph: str) -> list[ox.Quad]:
    """N-Triples as quads of one graph."""
    name = ox.NamedNode(graph)
    found = ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)
    return [ox.Quad(quad.subject, quad.predicate, quad.object, name) for quad in found]


def _decided(triples: set[ox.Triple]) -> set[ox.Triple]:
    """What was decided across articles: all of a decision or conflict, and what it says of things and articles."""
    nodes = {t.subject for t in triples if t.predicate == _TYPE and t.object in _DECIDED}
    return {t for t in triples if t.subject in nodes or t.predicate in _ACROSS}


def _parsed(path: Path) -> list[Any]:
    name = _FORMATS.get(path.suffix.lower())
    if not name:
        raise UserError(f"{path}: its suffix tells no format; use {', '.join(_FORMATS)}")
    try:
        found = list(ox.parse(path=str(path), format=getattr(ox.RdfFormat, name)))
    except SyntaxError as error:
        raise UserError(f"{path}:{error.lineno}: {' '.join(str(error.msg).split())[:200]}; export it anew") from error
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: cannot be read ({getattr(error, 'strerror', None) or error}); check it") from error
    blank = next((q for q in found if ox.BlankNode in (type(q.subject), type(q.object))), None)
    if blank:
        raise UserError(f"{path}: has blank nodes, which no graph of kg export has; import only what it wrote")
    return found


def _parted(triples: set[ox.Triple], articles: set[Any]) -> dict[Any, set[ox.Triple]]:
    """The triples by article: every one in at least one, where its article can be told."""
    about: dict[Any, set[ox.Triple]] = defaultdict(set)
    for triple in triples:
        about[triple.subject].add(triple)
    claims = {t.subject: _claim(about[t.subject]) for t in triples if t.predicate == _TYPE and t.object == _CLAIM}
    parts: dict[Any, set[ox.Triple]] = {article: set(about[article]) for article in articles}
    of_thing: dict[Any, set[Any]] = defaultdict(set)
    of_edge: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for claim, (article, *edge) in claims.items():
        if article in articles:
            parts[article] |= about[claim]
            of_edge[tuple(edge)].add(article)
            for thing in (edge[0], edge[2]):
                of_thing[thing].add(article)
    texts = {article: _one(about[article], v.TEXT) for article in articles}
    for thing, said in about.items():
        if thing in claims or thing in articles:
            continue
        # A thing of no claim whose name the text has otherwise stands in the first article.
        owners = of_thing[thing] or _by_name(said, texts) or {min(articles, key=str)}
        for triple in said:
            edge_owners = of_edge.get((triple.subject, triple.predicate, triple.object), set())
            for article in edge_owners or owners:
                parts[article].add(triple)
    return parts


def _claim(said: Iterable[ox.Triple]) -> tuple[Any, ...]:
    by: dict[str, Any] = {triple.predicate.value: triple.object for triple in said}
    return (by.get(v.DERIVED_FROM), *(by.get(part) for part in _PARTS))


def _by_name(said: Iterable[ox.Triple], texts: dict[Any, str]) -> set[Any]:
    """The articles in whose text one of a thing's names stands; white space aside, which names lose."""
    names = ["".join(str(getattr(t.object, "value", "")).split()) for t in said if t.predicate.value in _LABELS]
    return {article for article, text in texts.items() if any(n in "".join(text.split()) for n in names if n)}


def _one(said: Iterable[ox.Triple], predicate: str) -> str:
    return next((str(getattr(t.object, "value", "")) for t in said if t.predicate.value == predicate), "")
