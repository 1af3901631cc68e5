"""What was exported comes back: the same graph, byte for byte, from each format that can hold it."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.change import import_file
from kg.cli import run
from kg.errors import UserError
from kg.graph import Graph
from kg.pipeline import build
from kg.store import Store

ROOT = Path(__file__).parents[2]
# The founding articles, and some whose values and names are settled across them.
ARTICLES = [ROOT / "seeds" / "articles", *(ROOT / "tests" / "gold" / "train" / f"t10{n}.txt" for n in (1, 2, 3, 4))]
FORMATS = ("trig", "nq", "ttl", "nt", "rdf")


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported")
    with Store(folder / "graph", write=True) as store:
        build(ARTICLES, store)
    with Graph.open(folder / "graph") as graph:
        for suffix in FORMATS:
            graph.export(folder / f"g.{suffix}")
    return folder


@pytest.mark.parametrize("suffix", FORMATS)
def test_round_trip(suffix: str, exported: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "graph", write=True) as store:
        report = import_file(store, exported / f"g.{suffix}")
        assert len(report.new) == 6 and not report.dropped
    with Graph.open(tmp_path / "graph") as graph:
        graph.export(tmp_path / f"g.{suffix}")
        assert graph.show("重庆高新区").facts
    assert (tmp_path / f"g.{suffix}").read_bytes() == (exported / f"g.{suffix}").read_bytes()


def test_a_build_goes_on_from_it(exported: Path, tmp_path: Path) -> None:
    """Reading the articles anew brings the graph to what it was; nothing of the import is left over."""
    with Store(tmp_path / "graph", write=True) as store:
        import_file(store, exported / "g.ttl")
        build(ARTICLES, store)
    with Graph.open(tmp_path / "graph") as graph:
        graph.export(tmp_path / "g.nq")
    assert (tmp_path / "g.nq").read_bytes() == (exported / "g.nq").read_bytes()


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "x", "suffix tells no format"),
        ("a.ttl", "<urn:a> <urn:b> .", "a.ttl:1: "),
        ("a.ttl", "<urn:a> <urn:b> <urn:c> .", "no article in it"),
        ("a.nt", "\x00", "a.nt"),
        ("none.ttl", None, "cannot be read"),
    ],
)
def test_what_is_no_graph_of_ours(name: str, text: str | None, words: str, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Store(tmp_path / "graph", write=True) as store, pytest.raises(UserError) as caught:
        import_file(store, tmp_path / name)
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_command(exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = str(tmp_path / "graph")
    assert run(["import", str(exported / "g.trig"), "--store", store]) == 0
    assert "imported: 6 new" in capsys.readouterr().out
    assert run(["import", str(exported / "g.trig"), "--store", store]) == 0
    assert "imported: 0 new" in capsys.readouterr().out
