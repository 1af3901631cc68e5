"""`kg build` as a user sees it, with a stand-in for the extractor: what is printed where, and the exit status."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from wcwidth import wcswidth

from kg import pipeline
from kg.cli import run
from kg.model import Article, Entity, Evidence, Extraction, Span, Statement, Value
from kg.store import Store

TEXT = "重庆高新区成立于2010年，是国家级高新技术产业开发区，与多地园区开展合作。"


def stand_in(article: Article) -> Extraction:
    says = Evidence(Span(0, 5), article.text[:5], "test", 0.9)
    fact = Statement("重庆高新区", "establishedOn", Value("2010", "gYear"), (says,))
    return Extraction(article, (Entity("重庆高新区", ("Park",), ("重庆高新区",)),), (fact,))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(pipeline, "extract", stand_in)
    inside = tmp_path / "articles"
    inside.mkdir()
    (inside / "good.txt").write_text(TEXT, encoding="utf-8")
    (inside / "old.txt").write_bytes(TEXT.replace("2010", "2011").encode("gb18030"))
    return inside


def test_a_build_ends_with_a_summary(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "graph")
    assert run(["build", str(folder), "--store", store]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    words = out.split()
    figures = {name: words[words.index(name) + 1] for name in ("Park", "establishedOn")}
    assert figures == {"Park": "1", "establishedOn": "1"} and "2 articles, " in out
    assert {wcswidth(line[: line.index("成立日期")]) for line in out.splitlines() if "成立日期" in line} == {
        wcswidth(line[: line.index("事实 facts")]) for line in out.splitlines() if "事实" in line
    }, "aligned by display width"
    last = "this build: 2 new, 0 changed, 0 skipped (unchanged), 0 removed, 0 failed"
    assert out.rstrip().endswith(last)
    assert run(["build", str(folder), "--store", store]) == 0
    assert capsys.readouterr().out.rstrip().endswith(last.replace("2 new", "0 new").replace("0 skipped", "2 skipped"))


def test_what_cannot_be_read_is_one_line_each(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "articles.tsv").write_text(
        "file\ttitle\tpublished\turl\ngood.txt\t标题\t2021-05\t\nnowhere.txt\t标题\t2021-05\t\n", encoding="utf-8"
    )
    assert run(["build", str(folder), str(tmp_path / "nowhere"), "--store", str(tmp_path / "graph"), "--json"]) == 1
    out, err = capsys.readouterr()
    report = json.loads(out)
    assert report["new"] == ["good", "old"] and report["articles"] == 2
    lines = err.splitlines()
    assert len(lines) == len(report["failed"]) == 4
    for name in ("empty.txt: ", "binary.txt: ", "articles.tsv:3: ", "nowhere: "):
        (line,) = [line for line in lines if name in line]
        assert ";" in line, "what to do"


def test_many_processes_build_the_same(folder: Path, tmp_path: Path) -> None:
    for number in range(50):
        (folder / f"n{number:02}.txt").write_text(TEXT.replace("2010", str(1950 + number)), encoding="utf-8")
    for jobs in ("1", "2"):
        assert run(["build", str(folder), "--store", str(tmp_path / jobs), "--jobs", jobs]) == 0
    with Store(tmp_path / "1") as one, Store(tmp_path / "2") as two:
        assert {str(quad) for quad in one.quads()} == {str(quad) for quad in two.quads()} != set()


def test_a_folder_of_articles_is_no_store(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(folder), "--store", str(folder)]) == 1
    assert "holds other files and is no store" in capsys.readouterr().err
    assert sorted(path.name for path in folder.iterdir()) == ["good.txt", "old.txt"]


def test_a_path_that_is_not_there_makes_no_graph(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", str(tmp_path / "none"), "--store", str(tmp_path / "graph")]) == 1
    assert "no such file or folder" in capsys.readouterr().err
    assert not (tmp_path / "graph").exists()
