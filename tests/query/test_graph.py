"""Cards, figures, names, the network, and the Python graph around them."""

from __future__ import annotations

import pytest

from kg.errors import QueryError, UnknownNameError
from kg.graph import Graph
from kg.learn.gold import GoldArticle
from kg.query import network
from kg.vocabulary import BASE, ENTITY_TYPES


def test_a_card_has_both_directions_with_words(graph: Graph) -> None:
    card = graph.show("重庆高新区")
    assert card.name == "重庆高新区" and "Park" in card.types and card.articles >= 1
    signed = [fact for fact in card.facts if fact.predicate == "signatory" and fact.inverse]
    assert "政务服务跨省通办合作备忘录" in {fact.other for fact in signed}
    (memorandum,) = [fact for fact in signed if fact.other == "政务服务跨省通办合作备忘录"]
    assert memorandum.evidence
    assert all(said["quote"] and said["title"] for fact in card.facts for said in fact.evidence)
    assert card.asdict()["name"] == card.name


def test_a_card_shows_values_plainly(graph: Graph) -> None:
    facts = graph.show("政务服务跨省通办合作备忘录").facts
    assert ("signedOn", "2021-03-26", None) in {(fact.predicate, fact.other, fact.other_iri) for fact in facts}


def test_a_name_that_several_bear_gives_all(graph: Graph) -> None:
    cards = graph.cards("战略合作协议")
    assert len(cards) > 1 and len({card.iri for card in cards}) == len(cards)


def test_names_and_membership(graph: Graph) -> None:
    assert "重庆高新区" in graph and "月球高新区" not in graph
    assert graph.names()[BASE + "重庆高新区"][0] == "重庆高新区"
    with pytest.raises(UnknownNameError):
        graph.show("月球高新区")


def test_stats_agree_with_the_annotation(graph: Graph, golds: list[GoldArticle]) -> None:
    figures = graph.stats()
    assert figures.articles == len(golds)
    assert set(figures.entities) <= set(ENTITY_TYPES)
    signed = {fact for gold in golds for fact in gold.facts if fact.predicate == "signedOn"}
    assert 0 < figures.facts["signedOn"] <= len(signed)
    assert figures.claims >= figures.facts_total == sum(figures.facts.values())


def test_the_network_is_what_the_view_expects(graph: Graph) -> None:
    net = graph.network()
    node = net.nodes[BASE + "政务服务跨省通办合作备忘录"]
    assert node["name"] == node["names"][0] == "政务服务跨省通办合作备忘录"
    assert node["type"] == node["types"][0] == "Agreement"
    dates = [value for value in node["values"] if value["predicate"] == "signedOn"]
    assert "2021-03-26" in {value["value"] for value in dates}
    assert all(value["quote"] and value["article"] for value in dates)
    edge = net.edges[BASE + "政务服务跨省通办合作备忘录", BASE + "成都高新区", "signatory"]
    assert edge["predicate"] == "signatory" and edge["confidence"] == 1.0
    assert all(said["quote"] in said["sentence"] for said in edge["evidence"])
    keys = {"quote", "article", "title", "published", "url", "start", "end", "confidence", "rule", "modality"}
    assert all(keys <= set(said) for said in edge["evidence"])
    assert len({said["article"] for said in edge["evidence"]}) == 2
    assert node["degree"] == net.degree(BASE + "政务服务跨省通办合作备忘录")


def test_the_network_is_the_same_each_time(graph: Graph) -> None:
    one, two = graph.network(), graph.network()
    assert list(one.nodes(data=True)) == list(two.nodes(data=True))
    assert list(one.edges(data=True)) == list(two.edges(data=True))


def test_unsure_claims_can_be_left_out(graph: Graph) -> None:
    assert network(graph.store, 1.1).number_of_edges() == 0


def test_sparql_needs_no_prefixes(graph: Graph) -> None:
    assert graph.query("ASK { id:重庆高新区 a rc:Park }") is True
    with pytest.raises(QueryError, match="ready question"):
        graph.query("ASK { ?s ?p ?o }", of="x")


def test_rdflib_users_get_a_dataset(graph: Graph) -> None:
    dataset = graph.graph()
    assert len(list(dataset.graphs())) >= 2
    (row,) = dataset.query("SELECT (COUNT(*) AS ?n) { ?x a <https://schema.org/NewsArticle> }")
    assert int(row[0]) == graph.stats().articles
