"""What a change of the folder does to the graph, and what is told of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from kg import pipeline
from kg.change import claim_rows, remove_articles, resolve_store, writing
from kg.errors import UnknownNameError
from kg.model import Article
from kg.rdf import article_iri, quads, serialise
from kg.report import BuildReport
from kg.resolve.judgements import Judgement, Judgements
from kg.store import Store
from kg.vocabulary import BASE
from tests.change.world import read

DAY, YEAR = "2021-03-26", "2021"
MEMORANDUM = "政务服务跨省通办合作备忘录"


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", read)
    monkeypatch.setattr(pipeline, "_readable", lambda paths, report: iter(paths))


def article(name: str, *facts: tuple[str, str, str, str], modality: str = "asserted") -> Article:
    """Facts as (subject type, subject, predicate, object type or kind of value: object)."""
    entities, rows = {}, []
    for subject, predicate, kind, other in facts:
        of, _, what = subject.partition(":")
        entities[what] = [of, [what]]
        if kind not in ("date", "sum"):
            entities[other] = [kind, [other]]
        rows.append([what, predicate, other, kind, modality, 0.9])
    text = json.dumps({"entities": list(entities.values()), "facts": rows}, ensure_ascii=False)
    return Article(name, name, f"题{name}", "2021-04", text)


def signed(name: str, date: str) -> Article:
    subject = f"Agreement:{MEMORANDUM}"
    return article(name, (subject, "signedOn", "date", date), (subject, "signatory", "Park", "重庆高新区"))


def build(store: Store, articles: Sequence[Article], held: Judgements | None = None, prune: bool = True) -> BuildReport:
    return pipeline.build(articles, store, prune=prune, judgements=held)  # type: ignore[arg-type]


def dates(store: Store) -> set[str]:
    return {str(row[0]) for row in store.select("SELECT ?d { ?x rc:signedOn ?d }")}


def graph_of(store: Store, name: str) -> set[str]:
    return {str(quad) for quad in store.quads(article_iri(name, BASE))}


def test_an_article_that_tells_more_precisely_rewrites_the_others_and_going_undoes_it() -> None:
    store = Store.in_memory()
    build(store, [signed("a", YEAR), article("c", ("Region:重庆市", "partOf", "Region", "中国"))])
    before, apart = graph_of(store, "a"), graph_of(store, "c")
    report = build(store, [signed("b", DAY)], prune=False)
    assert (report.new, report.rewritten, report.changed) == (["b"], ["a"], [])
    assert dates(store) == {DAY} and graph_of(store, "c") == apart
    report = remove_articles(store, ["b"])
    assert (report.removed, report.rewritten) == (["b"], ["a"])
    assert graph_of(store, "a") == before and dates(store) == {YEAR}


def test_a_contradiction_is_told_until_one_side_is_rejected() -> None:
    store = Store.in_memory()
    report = build(store, [signed("a", "2021-03-27"), signed("b", DAY)])
    assert dates(store) == {DAY, "2021-03-27"}
    (conflict,) = report.conflicts
    assert (conflict.subject, conflict.predicate) == (MEMORANDUM, "signedOn")
    assert report.stats and report.stats.contradictions == 1
    held = Judgements((Judgement("reject", MEMORANDUM, "2021-03-27", "signedOn", "a"),))
    report = resolve_store(store, held)
    assert (report.rewritten, report.conflicts, dates(store)) == (["a"], [], {DAY})
    assert {row.judged for row in claim_rows(store, held, "a")} == {"rejected", ""}
    assert resolve_store(store).conflicts and dates(store) == {DAY, "2021-03-27"}


def test_a_judgement_on_a_fused_value_is_found_by_either_form() -> None:
    for value in (YEAR, DAY):
        store = Store.in_memory()
        held = Judgements((Judgement("reject", MEMORANDUM, value, "signedOn", "a"),))
        report = build(store, [signed("a", YEAR), signed("b", DAY)], held)
        assert report.stale == []
        assert len(store.select("SELECT ?c { ?c rdf:predicate rc:signedOn }")) == 1


def test_a_judgement_that_finds_nothing_is_told_on_every_build() -> None:
    held = Judgements((Judgement("accept", MEMORANDUM, "1999", "signedOn"), Judgement("same", "没有", "也没有")))
    store = Store.in_memory()
    for _ in range(2):
        report = build(store, [signed("a", YEAR)], held)
        assert sorted(row.kind for row in report.stale) == ["accept", "same"]


def test_merges_are_told_when_they_come_and_go() -> None:
    store = Store.in_memory()
    one = article("a", ("Park:甲科学城", "locatedIn", "Region", "甲市"))
    two = article("b", ("Park:乙软件园", "locatedIn", "Region", "乙市"))
    held = Judgements((Judgement("same", "甲科学城", "乙软件园"),))
    assert build(store, [one, two]).merged == []
    report = build(store, [one, two], held)
    assert [(d.left_name, d.right_name, d.by) for d in report.merged] == [("乙软件园", "甲科学城", "judgement")]
    assert report.stats and report.stats.merged == 1
    again = build(store, [one, two], held)
    assert (again.merged, again.undone, again.rewritten) == ([], [], [])
    report = build(store, [one, two])
    assert [d.right_name for d in report.undone] == ["甲科学城"] and report.stats and report.stats.merged == 0


def test_a_type_that_a_person_gave_takes_out_what_such_a_thing_cannot_have() -> None:
    store = Store.in_memory()
    held = Judgements((Judgement("retype", MEMORANDUM, "Policy"),))
    report = build(store, [signed("a", YEAR)], held)
    assert [name for name, _ in report.dropped] == ["a", "a"]
    assert all("breaks the shapes" in wrong for _, wrong in report.dropped)
    assert dates(store) == set() and report.stats and report.stats.entities == {"Park": 1, "Policy": 1}


def test_unknown_articles_are_not_removed_and_nothing_else_is() -> None:
    store = Store.in_memory()
    build(store, [signed("甲/一", YEAR), signed("b", DAY)])
    with pytest.raises(UnknownNameError, match=r"甲/二: no article .*nearest: 甲/一"):
        remove_articles(store, ["b", "甲/二"])
    assert len(store.articles()) == 2
    assert remove_articles(store, [article_iri("甲/一", BASE)]).removed == ["甲/一"]


def test_when_the_last_article_goes_nothing_is_left() -> None:
    store = Store.in_memory()
    build(store, [signed("a", DAY), signed("b", "2021-05-01")])
    assert remove_articles(store, ["a", "b"]).removed == ["a", "b"]
    assert list(store.quads()) == [] and len(store.select("SELECT * { ?s ?p ?o }")) == 0


def test_two_namespaces_live_side_by_side() -> None:
    store = Store.in_memory()
    build(store, [signed("a", YEAR)])
    other = "https://example.org/kg/"
    pipeline.build([signed("b", DAY)], store, base=other)  # type: ignore[list-item]
    assert dates(store) == {YEAR, DAY}
    assert sorted(store.articles()) == [f"{other}article/b", f"{BASE}article/a"]


def raw_store(articles: Sequence[Article]) -> Store:
    """A store as it was built before articles' own words were kept."""
    store = Store.in_memory()
    for one in articles:
        store.replace_article(article_iri(one.id, BASE), quads(read(one)), "old")
    return store


def test_a_store_without_extracts_is_taken_over_as_it_is() -> None:
    old = [signed("a", YEAR), signed("b", "2021-05-01")]
    store = raw_store(old)
    report = build(store, [signed("c", DAY)], prune=False)
    assert (report.new, report.removed) == (["c"], []) and len(store.articles()) == 3
    scratch = Store.in_memory()
    build(scratch, [*old, signed("c", DAY)])
    assert b"".join(serialise(store.quads(), "nquads")) == b"".join(serialise(scratch.quads(), "nquads"))
    store = raw_store(old)
    assert remove_articles(store, ["a"]).removed == ["a"] and list(store.articles().values()) == ["b"]
    report = build(store, old)
    assert (report.new, report.unchanged) == (["a"], ["b"])


def test_a_store_that_lost_its_extracts_keeps_its_graph(tmp_path: Path) -> None:
    articles = [signed("a", YEAR), signed("b", DAY)]
    with Store(tmp_path / "graph", write=True) as store:
        build(store, articles)
        before = b"".join(serialise(store.quads(), "nquads"))
    (tmp_path / "graph" / "extracts.sqlite").unlink()
    with Store(tmp_path / "graph") as store:
        assert dates(store) == {DAY} and store.extracts.log() == []
    with Store(tmp_path / "graph", write=True) as store:
        resolve_store(store)
        assert b"".join(serialise(store.quads(), "nquads")) == before
        remove_articles(store, ["b"])
        assert dates(store) == {YEAR}


def test_history_tells_what_changed_and_nothing_where_nothing_did() -> None:
    store = Store.in_memory()
    build(store, [signed("a", YEAR), signed("c", YEAR)])
    build(store, [signed("a", YEAR), signed("c", YEAR)])
    build(store, [signed("a", YEAR), signed("b", DAY)])
    build(store, [signed("b", "2021-03")], prune=False)
    remove_articles(store, ["b"])
    told = [
        (row["what"], row["added"], row["changed"], row["rewritten"], row["removed"]) for row in store.extracts.log()
    ]
    assert told == [
        ("remove", [], [], ["a"], ["b"]),
        ("build", [], ["b"], ["a"], []),
        ("build", ["b"], [], ["a"], ["c"]),
        ("build", ["a", "c"], [], [], []),
    ]
    assert store.extracts.log(1)[0]["totals"]["articles"] == 1


def test_history_tells_what_a_build_did_that_was_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.in_memory()
    build(store, [signed("old", "2022")])
    monkeypatch.setattr(writing, "LOAD", 1)
    monkeypatch.setattr(writing.Writer, "_write_across", lambda self: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        build(store, [signed("a", YEAR), signed("b", DAY)])
    monkeypatch.undo()
    _stand = (read, lambda paths, report: iter(paths))
    monkeypatch.setattr(pipeline, "extract", _stand[0])
    monkeypatch.setattr(pipeline, "_readable", _stand[1])
    report = build(store, [signed("a", YEAR), signed("b", DAY)])
    assert (report.new, report.unchanged) == ([], ["a", "b"])
    row = store.extracts.log(1)[0]
    assert (row["added"], row["removed"]) == (["a", "b"], ["old"])


def test_sure_claims_alone_keep_what_was_decided() -> None:
    store = Store.in_memory()
    build(store, [signed("a", "2021-03-27"), signed("b", DAY)])
    assert len(store.at_least(0.5).select("SELECT ?c { ?c a rc:Conflict }")) == 1
    assert list(store.at_least(0.5).articles().values()) == ["a", "b"]
