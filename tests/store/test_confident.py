"""Only what is said surely enough: claims below the limit go, and the edges that no claim is left for."""

from __future__ import annotations

import pyoxigraph as ox

from kg import vocabulary as v
from kg.store import Store

EX = "https://example.org/"


def test_only_what_is_sure_enough() -> None:
    store, claim, other = Store.in_memory(), ox.NamedNode(EX + "c"), ox.NamedNode(EX + "d")
    graph, s, p = ox.NamedNode(EX + "a"), ox.NamedNode(EX + "s"), ox.NamedNode(v.RC + "member")
    quads = [ox.Quad(graph, ox.NamedNode(v.IDENTIFIER), ox.Literal("a"), graph)]
    for node, obj, confidence, modality in ((claim, EX + "x", 0.9, "asserted"), (other, EX + "y", 0.5, "asserted")):
        about = {
            v.CLAIM_SUBJECT: s, v.CLAIM_PREDICATE: p, v.CLAIM_OBJECT: ox.NamedNode(obj),
            v.CONFIDENCE: ox.Literal(str(confidence), datatype=ox.NamedNode(v.PREFIXES["xsd"] + "decimal")),
            v.MODALITY: ox.Literal(modality),
        }  # fmt: skip
        quads += [ox.Quad(node, ox.NamedNode(name), term, graph) for name, term in about.items()]
        quads.append(ox.Quad(s, p, ox.NamedNode(obj), graph))
    store.replace_article(EX + "a", quads)
    asked = "SELECT ?o { ?s rc:member ?o } ORDER BY ?o"
    for least, expected in ((0.0, ["x", "y"]), (0.5, ["x", "y"]), (0.51, ["x"]), (0.9, ["x"]), (1.0, [])):
        sure = store.at_least(least)
        assert [str(row[0])[len(EX) :] for row in sure.select(asked)] == expected
        assert [
            str(row[0])[len(EX) :] for row in sure.select(asked.replace("{", "{ GRAPH ?g {", 1).replace("}", "}}", 1))
        ] == expected
        assert len(sure.articles()) == 1
