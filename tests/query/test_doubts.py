"""What a graph doubts, what it decided, what contradicts in it, and what a change did: on graphs made by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kg.model import Article, Entity, Evidence, Extraction, Span, Statement, Value
from kg.query.conflicts import conflicts
from kg.query.decisions import decisions
from kg.query.doubts import Doubts
from kg.query.nodes import Nodes, context
from kg.rdf import article_iri, entity_iri, quads
from kg.rdf.across import ConflictRow, DecisionRow, across_quads, resolution_iri
from kg.store import Store
from kg.vocabulary import BASE

TEXT = "甲高新区与丁大学签署协议。甲高新区又与丙大学合作。\n乙园是新建的园区。"


def _iri(name: str) -> str:
    return entity_iri(name, False, BASE)


def _said(subject: str, predicate: str, obj: str | Value, confidence: float, quote: str = "甲高新区") -> Statement:
    start = TEXT.index(quote)
    evidence = Evidence(Span(start, start + len(quote)), quote, "rule:x", confidence)
    return Statement(subject, predicate, obj, (evidence,))


def _store(statements: dict[str, Sequence[Statement]], **across: object) -> Store:
    store = Store.in_memory()
    for name, said in statements.items():
        entities = [Entity(n, ("Park" if "大学" not in n else "University",), (n,)) for n in _named(said)]
        article = Article(name, f"{name}.txt", f"题{name}", "2021-05", TEXT)
        graph = quads(Extraction(article, tuple(entities), tuple(said)), BASE)
        store.replace_article(article_iri(name, BASE), graph)
    rows = {"decisions": (), "merged": {}, "duplicates": {}, "conflicts": ()} | across
    store.replace_article(resolution_iri(BASE), across_quads(BASE, **rows))  # type: ignore[arg-type]
    return store


def _named(said: Sequence[Statement]) -> list[str]:
    sides = [side for one in said for side in (one.subject, one.object) if isinstance(side, str)]
    return list(dict.fromkeys([*sides, "乙园"]))


def _decided(left: str, right: str, verdict: str, score: float, by: str = "rules") -> DecisionRow:
    return DecisionRow(_iri(left), _iri(right), left, right, verdict, score, ("+0.04 b", "0.72 a"), by)


FACTS = {
    "1": [_said("甲高新区", "cooperatesWith", "丁大学", 0.5), _said("甲高新区", "cooperatesWith", "丙大学", 0.4)],
    "2": [_said("甲高新区", "cooperatesWith", "丙大学", 0.9)],
}


def test_a_decision_has_its_names_and_reasons_in_order() -> None:
    store = _store(FACTS, decisions=[_decided("乙园", "甲高新区", "doubtful", 0.7)])
    (one,) = decisions(store)
    assert {(one.left, one.left_name), (one.right, one.right_name)} == {(_iri(n), n) for n in ("乙园", "甲高新区")}
    assert one.reasons == ("0.72 a", "+0.04 b")
    assert decisions(store, "same") == []


def test_a_fact_is_weak_where_its_surest_claim_is() -> None:
    (fact,) = Doubts(_store(FACTS)).facts(0.6)
    assert {fact.subject, str(fact.object)} == {_iri("甲高新区"), _iri("丁大学")}
    assert fact.confidence == 0.5


def test_a_claim_stands_in_its_sentence() -> None:
    doubts = Doubts(_store(FACTS))
    (claim,) = doubts.claims(doubts.facts(0.6)[0])
    assert (claim.before, claim.sentence.quote, claim.after) == ("", "甲高新区", "与丁大学签署协议。")


def test_only_open_merges_are_asked_about_and_the_weightiest_first() -> None:
    rows = [
        _decided("乙园", "甲高新区", "doubtful", 0.9),
        _decided("丁大学", "丙大学", "doubtful", 0.5),
        _decided("丁大学", "乙园", "doubtful", 0.6, by="judgement"),
        _decided("丙大学", "乙园", "different", 0.6),
        _decided("丙大学", "没有", "doubtful", 0.6),
    ]
    found = Doubts(_store(FACTS, decisions=rows), decisions(_store(FACTS, decisions=rows))).merges()
    assert [{merge.left_name, merge.right_name} for merge in found] == [{"丁大学", "丙大学"}, {"乙园", "甲高新区"}]
    assert not any(merge.together for merge in found)


def test_a_merge_that_was_made_with_little_certainty_is_asked_about() -> None:
    rows = [_decided("甲新区", "甲高新区", "same", 0.8), _decided("甲高", "甲高新区", "same", 0.99)]
    merged = {_iri("甲高新区"): [_iri("甲新区"), _iri("甲高"), _iri("甲高新区")]}
    store = _store(FACTS, decisions=rows, merged=merged)
    (merge,) = Doubts(store, decisions(store)).merges()
    assert merge.together
    assert {merge.left_name, merge.right_name} == {"甲新区", "甲高新区"}


def test_the_context_of_a_node_without_facts_is_its_text() -> None:
    doubts = Doubts(_store(FACTS))
    (sentence,) = doubts.context(doubts.nodes.all[_iri("乙园")], "乙园", article="1")
    assert (sentence.quote, sentence.article) == ("乙园是新建的园区。", "1")


def test_a_name_within_the_other_one_is_shown_by_itself() -> None:
    said = [
        _said("甲高新区", "cooperatesWith", "丁大学", 0.5, "甲高新区与丁大学签署协议"),
        _said("甲高新区", "cooperatesWith", "丙大学", 0.5, "又与丙大学合作"),
    ]
    doubts = Doubts(_store({"1": said}))
    node = doubts.nodes.all[_iri("甲高新区")]
    assert [one.quote for one in doubts.context(node, "丙大学", "丙大学城")] == ["又与丙大学合作"]


def test_contradicting_values_come_with_their_words() -> None:
    values = [Value("2021-03-26", "date"), Value("2021-03-27", "date")]
    said = {name: [_said("乙园", "establishedOn", value, 0.9)] for name, value in zip("12", values, strict=True)}
    claims = [str(row[0]) for row in _store(said).select("SELECT ?c { ?c a rc:Claim }")]
    store = _store(said, conflicts=[ConflictRow(_iri("乙园"), "establishedOn", tuple(claims))])
    (one,) = conflicts(store)
    assert (one.name, one.predicate) == ("乙园", "establishedOn")
    assert [(value.value, value.articles) for value in one.values] == [("2021-03-26", ("1",)), ("2021-03-27", ("2",))]


@pytest.mark.parametrize("forth", [True, False], ids=["joined", "split"])
def test_what_a_change_did_is_seen(forth: bool) -> None:
    apart = Nodes(_store(FACTS | {"3": [_said("乙园", "cooperatesWith", "丁大学", 0.9)]}))
    joined = {"3": [_said("甲高新区", "cooperatesWith", "丁大学", 0.9)]}
    one = Nodes(_store(FACTS | joined, merged={_iri("甲高新区"): [_iri("乙园"), _iri("甲高新区")]}))
    found = apart.compare(one) if forth else one.compare(apart)
    assert found
    if forth:
        ((before, after),) = found.joined
        assert [node.name for node in before] == ["乙园", "甲高新区"]
        assert after.iri == _iri("甲高新区")
        assert not found.split
    else:
        ((old, news),) = found.split
        assert (old.name, [node.name for node in news]) == ("甲高新区", ["乙园", "甲高新区"])
        assert not found.joined
    assert found.moved == 1
    assert not apart.compare(apart)


def test_namesakes_are_told_apart_by_where_they_lie() -> None:
    store = _store({"1": [_said("丁大学", "locatedIn", "甲高新区", 0.9)]})
    assert context(store, _iri("丁大学")) == ["in 甲高新区", "told by 1"]
