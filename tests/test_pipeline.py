"""The pipeline around the extractor: what is built, passed over, replaced, told; here with a stand-in extractor."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import KgError
from kg.model import Article, Entity, Evidence, Extraction, Span, Statement, Value
from kg.pipeline import build
from kg.store import Store
from kg.work import stream

TEXT = "重庆高新区与成都高新区于2021年签署《{}备忘录》，合作共建产业园区，携手推进区域协同发展。"


def stand_in(article: Article) -> Extraction:
    if "坏" in article.text:
        raise ValueError("a bug\nin two lines")
    if "错" in article.text:
        raise KgError("not a number: '错'")
    says = Evidence(Span(0, 5), article.text[:5], "test", 0.9)
    park, paper = Entity("重庆高新区", ("Park",), ("重庆高新区",)), Entity("备忘录", ("Agreement",), ("备忘录",))
    facts = [Statement("备忘录", "signatory", "重庆高新区", (says,))]
    if "反" in article.text:
        facts.append(Statement("重庆高新区", "signedOn", Value("2021", "gYear"), (says,)))
    return Extraction(article, (park, paper), tuple(facts))


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", stand_in)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "articles"
    inside.mkdir()
    for name in ("a", "b", "c"):
        (inside / f"{name}.txt").write_text(TEXT.format(name), encoding="utf-8")
    return inside


def snapshot(store: Store) -> set[str]:
    return {str(quad) for quad in store.quads()}


def test_a_second_build_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.in_memory()
    first = build([folder], store)
    assert (first.new, first.failed) == (["a", "b", "c"], [])
    assert first.stats and first.stats.articles == 3 and first.stats.facts == {"signatory": 1}
    before = snapshot(store)
    monkeypatch.setattr(pipeline, "extract", lambda article: pytest.fail("extracted again"))
    second = build([folder], store)
    assert second.unchanged == ["a", "b", "c"] and not second.new and not second.changed
    assert snapshot(store) == before


def test_only_the_changed_article_changes(folder: Path) -> None:
    store = Store.in_memory()
    build([folder], store)
    others = {quad for quad in snapshot(store) if not quad.endswith("article/b>")}
    (folder / "b.txt").write_text(TEXT.format("新"), encoding="utf-8")
    report = build([folder], store)
    assert (report.changed, report.unchanged) == (["b"], ["a", "c"])
    assert others == {quad for quad in snapshot(store) if not quad.endswith("article/b>")}


def test_another_extractor_reads_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.in_memory()
    build([folder], store)
    monkeypatch.setattr(pipeline, "extractor_version", lambda: "another")
    calls: list[str] = []
    monkeypatch.setattr(pipeline, "extract", lambda article: calls.append(article.id) or stand_in(article))
    report = build([folder], store)
    assert calls == ["a", "b", "c"]
    assert report.unchanged == ["a", "b", "c"], "the graphs are the same"


@pytest.mark.parametrize("executor", [None, ThreadPoolExecutor(3)], ids=["here", "threads"])
def test_any_executor_builds_the_same(folder: Path, executor: Executor | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST", 2)
    for number in range(30):
        (folder / f"n{number:02}.txt").write_text(TEXT.format(number), encoding="utf-8")
    expected, store, done = Store.in_memory(), Store.in_memory(), list[str]()
    reference = build([folder], expected)
    report = build([folder], store, executor=executor, progress=done.append)
    assert report.new == reference.new == done
    assert snapshot(store) == snapshot(expected)


def test_a_build_that_is_stopped_keeps_what_is_done(folder: Path) -> None:
    def stop(article: str) -> None:
        if article == "b":
            raise KeyboardInterrupt

    store = Store.in_memory()
    with pytest.raises(KeyboardInterrupt):
        build([folder], store, progress=stop)
    assert list(store.articles().values()) == ["a", "b"]
    report = build([folder], store)
    assert (report.new, report.unchanged) == (["c"], ["a", "b"])


def test_one_bad_article_does_not_stop_the_others(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT.format("坏"), encoding="utf-8")
    (folder / "b.txt").write_text(TEXT.format("错"), encoding="utf-8")
    (folder / "d.txt").write_bytes(b"")
    report = build([folder], Store.in_memory())
    assert report.new == ["c"]
    reasons = {Path(failure.source).name: failure.reason for failure in report.failed}
    assert set(reasons) == {"a.txt", "b.txt", "d.txt"}
    assert "ValueError in test_pipeline.py" in reasons["a.txt"] and "report it" in reasons["a.txt"]
    assert "not a number" in reasons["b.txt"]
    assert all("\n" not in reason for reason in reasons.values())


def test_claims_that_break_a_shape_are_told_and_left_out(folder: Path) -> None:
    (folder / "a.txt").write_text(TEXT.format("反"), encoding="utf-8")
    store = Store.in_memory()
    report = build([folder], store)
    assert report.new == ["a", "b", "c"] and not report.failed
    assert {article for article, _ in report.dropped} == {"a"}
    assert all("signedOn" in wrong and "\n" not in wrong for _, wrong in report.dropped)
    assert report.stats and report.stats.facts == {"signatory": 1}
    assert not [quad for quad in snapshot(store) if "signedOn" in quad]


def test_articles_that_are_gone_stay_unless_pruned(folder: Path) -> None:
    store = Store.in_memory()
    build([folder], store)
    (folder / "b.txt").unlink()
    assert build([folder], store).removed == []
    (folder / "c.txt").write_bytes(b"")
    assert build([folder], store, prune=True).removed == [], "c cannot be read today: nothing is removed"
    (folder / "c.txt").write_text(TEXT.format("c"), encoding="utf-8")
    assert build([folder], store, prune=True).removed == ["b"]
    assert sorted(store.articles().values()) == ["a", "c"]


def test_the_namespace_is_the_callers(folder: Path) -> None:
    store = Store.in_memory()
    build([folder], store, base="https://example.org/x/")
    assert all(iri.startswith("https://example.org/x/") for iri in store.articles())
