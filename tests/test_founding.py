"""The main job on the two founding articles, from files to answers: what the product promises is held here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

import kg

ARTICLES = Path(__file__).parents[1] / "seeds" / "articles"
MEMORANDUM = "政务服务跨省通办合作备忘录"
AGREEMENTS = {
    MEMORANDUM: {"重庆高新区", "西部(重庆)科学城", "成都高新区"},
    "深化市场监管一体化合作助推中国西部科学城建设框架协议": {"西部(重庆)科学城", "成都高新区"},
    "共促政务服务数据互通共享战略合作协议": {"西部(重庆)科学城", "成都高新区"},
    "重庆高新区成都高新区“双区联动”共建具有全国影响力的科技创新中心战略合作协议": {"重庆高新区", "成都高新区"},
    "协同推进成渝地区双城经济圈建设提升生态环境治理能力和治理体系现代化合作协议": {
        "重庆高新区生态环境局",
        "成都高新区生态环境城管局",
    },
    "成渝地区双城经济圈高新技术产业开发区共建协同创新战略联盟框架协议": {"重庆高新区", "成都高新区"},
}


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    store = tmp_path_factory.mktemp("founding") / "graph"
    report = kg.build(ARTICLES, store=store)
    assert report.failed == []
    with kg.open(store) as graph:
        yield graph


def plain(name: str) -> str:
    return name.replace(" ", "").replace("（", "(").replace("）", ")")


def values(graph: kg.Graph, predicate: str) -> set[str]:
    return {str(row[0]) for row in graph.query(f"SELECT ?v {{ ?s rc:{predicate} ?v }}")}


def values_of(graph: kg.Graph, name: str, predicate: str) -> set[str]:
    return {str(row[0]) for row in graph.query(f'SELECT ?v {{ ?s rdfs:label "{name}"@zh ; rc:{predicate} ?v }}')}


def test_the_six_agreements_with_their_parties(graph: kg.Graph) -> None:
    found: dict[str, set[str]] = {}
    for agreement, party in graph.query(
        "SELECT ?a ?p { ?x a rc:Agreement ; rdfs:label ?a ; rc:signatory/rdfs:label ?p }"
    ):
        found.setdefault(plain(str(agreement)), set()).add(plain(str(party)))
    for title, parties in AGREEMENTS.items():
        assert parties <= found.get(title, set()), title


def test_the_memorandum_is_one_node_told_by_both(graph: kg.Graph) -> None:
    rows = list(graph.query(f'SELECT DISTINCT ?x {{ ?x a rc:Agreement ; rdfs:label "{MEMORANDUM}"@zh }}'))
    assert len(rows) == 1
    claims = graph.query(
        f'SELECT ?date ?told ?article {{ ?x rdfs:label "{MEMORANDUM}"@zh . ?c rdf:subject ?x ;'
        " rdf:predicate rc:signedOn ; rdf:object ?date ; prov:wasDerivedFrom/dcterms:identifier ?article"
        " OPTIONAL { ?c rc:toldValue ?told } }"
    )
    dates = {(str(date), told and str(told), str(article)) for date, told, article in claims}
    assert {date for date, _, _ in dates} == {"2021-03-26"} == values_of(graph, MEMORANDUM, "signedOn")
    assert {told for _, told, _ in dates} == {None, "2021"}
    assert len({article for _, _, article in dates}) == 2


def test_sums_are_exact(graph: kg.Graph) -> None:
    sums = {Decimal(value) for value in values(graph, "totalInvestment")}
    assert {Decimal(35_150_000_000), Decimal(30_000_000_000), Decimal(163_200_000_000)} <= sums


def test_every_quote_is_a_slice_of_its_article(graph: kg.Graph) -> None:
    question = """
        SELECT ?q ?s ?e ?t {
          ?c a rc:Claim ; rc:quote ?q ; rc:start ?s ; rc:end ?e ; prov:wasDerivedFrom/rc:text ?t
        }"""
    rows = list(graph.query(question))
    assert len(rows) > 100
    for quote, start, end, text in rows:
        assert str(text)[int(str(start)) : int(str(end))] == str(quote)


def test_building_again_changes_nothing(tmp_path: Path) -> None:
    store = tmp_path / "graph"
    kg.build(ARTICLES, store=store)
    with kg.open(store) as graph:
        graph.export(tmp_path / "one.nq")
    again = kg.build(ARTICLES, store=store)
    with kg.open(store) as graph:
        graph.export(tmp_path / "two.nq")
    assert (again.new, again.changed, len(again.unchanged)) == ([], [], 2)
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()
