"""A build whose workers die of an article: it is told, the others are in the graph as if one process had read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.change import writing
from kg.rdf import serialise
from kg.store import Store
from tests.work.tasks import Deadly

TEXT = "2021年3月26日，重庆高新区与成都高新区签署《{}合作备忘录》，共建产业园区，总投资{}亿元。"


def exported(store: Store) -> bytes:
    return b"".join(serialise(store.quads(), "nquads"))


def test_an_article_that_kills_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "SMALL", 0)
    # The workers make the graphs, too, and each is loaded beside the next.
    monkeypatch.setattr(writing, "MANY", 1)
    monkeypatch.setattr(writing, "LOAD", 1)
    for number in range(12):
        text = TEXT.format("政务服务", number + 1)
        (tmp_path / f"n{number:02}.txt").write_text(text + ("坏。" if number == 5 else ""), encoding="utf-8")
    many, one = Store.in_memory(), Store.in_memory()
    pool = pipeline.workers(2)
    report = pipeline.build([tmp_path], many, executor=pool, reader=Deadly())  # type: ignore[arg-type]
    pool.close()
    (failure,) = report.failed
    assert failure.source == str(tmp_path / "n05.txt") and "died, twice" in failure.reason
    assert report.new == [f"n{number:02}" for number in range(12) if number != 5]
    (tmp_path / "n05.txt").unlink()
    pipeline.build([tmp_path], one, reader=Deadly())  # type: ignore[arg-type]
    assert exported(many) == exported(one) != b""
