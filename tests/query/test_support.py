"""How many independent articles say a fact: copies of one text count once; what contradicts is marked."""

from __future__ import annotations

import pytest

from kg.graph import Graph
from kg.model import Article, Entity, Evidence, Extraction, Span, Statement, Value
from kg.rdf import article_iri, quads
from kg.rdf.across import ConflictRow, across_quads, resolution_iri
from kg.rdf.resolved import Part, ntriples, resolved, told_values
from kg.store import Store
from kg.vocabulary import BASE, PREFIXES

TEXT = "甲区与乙公司2021年签署备忘录。"
DATES = {"a": "2021-03-26", "copy": "2021-03-26", "b": "2021", "c": "2021-03-27"}


def extraction(name: str, date: str) -> Extraction:
    said = (Evidence(Span(0, len(TEXT)), TEXT, "rule", 0.9),)
    entities = (
        Entity("备忘录", ("Agreement",), ("备忘录",)),
        Entity("甲区", ("Park",), ("甲区",)),
        Entity("乙公司", ("Company",), ("乙公司",)),
    )
    facts = [Statement("备忘录", "signedOn", Value(date, "date" if len(date) > 4 else "gYear"), said)]
    facts += [Statement("备忘录", "signatory", party, said) for party in ("甲区", "乙公司")]
    return Extraction(Article(name, name, name, "2021", TEXT), entities, tuple(facts))


@pytest.fixture(scope="module")
def graph() -> Graph:
    store, claims = Store.in_memory(), {}
    for name, date in DATES.items():
        triples = ntriples(quads(extraction(name, date)))
        claims[name] = told_values(triples)[0][0]
        finer = {claims["b"]: ("2021-03-26", PREFIXES["xsd"] + "date")} if name == "b" else {}
        iri = article_iri(name, BASE)
        store.replace_article(iri, resolved(triples, iri, Part(values=finer)))
    copies = {article_iri("copy", BASE): article_iri("a", BASE)}
    conflict = ConflictRow(BASE + "备忘录", "signedOn", tuple(claims.values()))
    store.replace_article(resolution_iri(BASE), across_quads(BASE, [], {}, copies, [conflict]))
    return Graph(store)


def test_the_ready_question_counts_independent_articles(graph: Graph) -> None:
    rows = [(row.predicate, row.object, row.independent, row.articles) for row in graph.query("support")]
    assert rows == [
        ("signatory", "乙公司", 3, 4),
        ("signatory", "甲区", 3, 4),
        ("signedOn", "2021-03-26", 2, 3),
        ("signedOn", "2021-03-27", 1, 1),
    ]
    few = graph.query("support", about="甲区", least=3)
    assert [row.object for row in few] == ["甲区"]


def test_a_card_tells_support_what_each_article_tells_and_what_is_disputed(graph: Graph) -> None:
    card = graph.show("备忘录")
    dates = {fact.other: fact for fact in card.facts if fact.predicate == "signedOn"}
    assert {date: fact.independent for date, fact in dates.items()} == {"2021-03-26": 2, "2021-03-27": 1}
    assert all(fact.disputed == (fact.predicate == "signedOn") for fact in card.facts)
    told = {(said["article"], said["told"], said["copy_of"]) for said in dates["2021-03-26"].evidence}
    assert told == {("a", None, None), ("copy", None, "a"), ("b", "2021", None)}


def test_figures_tell_of_copies_and_contradictions(graph: Graph) -> None:
    figures = graph.stats()
    assert (figures.articles, figures.near_duplicates, figures.contradictions, figures.merged) == (4, 1, 1, 0)


def test_the_network_has_articles_nodes_alone(graph: Graph) -> None:
    assert sorted(data["name"] for _, data in graph.network().nodes(data=True)) == ["乙公司", "备忘录", "甲区"]
    assert sorted(graph.store.articles().values()) == sorted(DATES)
