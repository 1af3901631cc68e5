"""`kg conflicts`, `kg log`, `kg remove`."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cli.correcting import ARTICLES, Bench

MEMO = "政务服务跨省通办合作备忘录"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("history"))
    bench.write(**ARTICLES)
    bench.build()
    return bench


@pytest.fixture
def bench(built: Bench, tmp_path: Path) -> Bench:
    shutil.copytree(built.folder, tmp_path / "bench")
    return Bench(tmp_path / "bench")


def test_contradictions_stand_side_by_side(built: Bench) -> None:
    (one,) = built.json("conflicts")
    assert (one["name"], one["predicate"]) == (MEMO, "signedOn")
    assert [value["value"] for value in one["values"]] == ["2021-03-26", "2021-03-27"]
    assert [told["article"] for value in one["values"] for told in value["evidence"]] == ["a", "b"]
    assert all(MEMO in told["quote"] for value in one["values"] for told in value["evidence"])
    told = built.kg("conflicts")
    assert "2021-03-26" in told and "2021-03-27" in told and "[a]" in told and "[b]" in told


def test_contradictions_of_one_thing(built: Bench) -> None:
    assert built.json("conflicts", MEMO) == built.json("conflicts")
    assert built.json("conflicts", "重庆高新区") == []
    assert built.kg("conflicts", "重庆高新区") == "no contradictions\n"


def test_a_rejection_settles_a_contradiction(bench: Bench) -> None:
    bench.kg("reject", "--fact", MEMO, "signedOn", "2021-03-27")
    assert bench.json("conflicts") == []


def test_the_log_tells_what_each_build_did(bench: Bench) -> None:
    bench.kg("same", "金凤软件园", "金凤软件城")
    bench.write(a=None, d="成都高新区位于成都市。")
    bench.build("--prune")
    rows = bench.json("log")
    assert [row["what"] for row in rows] == ["build", "resolve", "build"]
    assert (rows[0]["added"], rows[0]["removed"]) == (["d"], ["a"])
    assert [set(pair[:2]) for pair in rows[1]["merged"]] == [{"金凤软件园", "金凤软件城"}]
    assert rows[2]["added"] == ["a", "b", "c"]
    assert len(bench.json("log", "--limit", "1")) == 1
    assert "added 1: d" in bench.kg("log", "--verbose", "--limit", "1")
    assert bench.kg("log").splitlines()[0].split()[:2] == ["when", "what"]


def test_a_removed_article_leaves_nothing_and_comes_back(bench: Bench) -> None:
    before = bench.bytes()
    told = bench.kg("remove", str(bench.folder / "articles" / "c.txt"))
    assert "removed: c" in told
    assert "金凤软件园" not in bench.names()
    bench.build()
    assert bench.bytes() == before


def test_an_unknown_article_removes_nothing(bench: Bench) -> None:
    before = bench.bytes()
    assert "z: the graph holds no such article" in bench.refused("remove", "c", "z")
    assert bench.bytes() == before


def test_removing_is_building_without(bench: Bench, tmp_path: Path) -> None:
    bench.kg("remove", "b")
    other = Bench(tmp_path / "other")
    other.folder.mkdir()
    other.write(a=ARTICLES["a"], c=ARTICLES["c"])
    other.build()
    assert bench.bytes() == other.bytes()
