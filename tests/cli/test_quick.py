"""A plain query is answered before click is read: to the letter as it is otherwise, or not at all."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg.store
from kg.cli import quick, run

ROOT = Path(__file__).parents[2]
PARKS = "SELECT ?park ?name { ?park a rc:Park ; rdfs:label ?name } ORDER BY ?name"
FACTS = "SELECT ?s (COUNT(*) AS ?n) (SAMPLE(?v) AS ?one) { ?s ?p ?v } GROUP BY ?s ORDER BY ?s"
LOADED_TOO_MUCH = ("typing", "dataclasses", "inspect", "pathlib", "shutil", "click", "rich", "rdflib", "kg.query")


@given(
    st.integers(1, 4).flatmap(
        lambda many: st.lists(
            st.lists(st.text("ab ,.重庆高新区（）“”—、…%9é", max_size=12).map(lambda t: " ".join(t.split())),
                     min_size=many, max_size=many), min_size=1, max_size=5)))  # fmt: skip
def test_a_table_is_drawn_as_elsewhere(rows: list[list[str]]) -> None:
    names = [f"c{place}" for place, _ in enumerate(rows[0])]
    drawn = quick.table(names, rows)
    assert drawn is None if any("é" in text for row in rows for text in row) else drawn is not None
    assert drawn in (None, kg.store.table(names, rows) + "\n")


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json", "xml"])
@pytest.mark.parametrize("sparql", [PARKS, FACTS, "SELECT ?x { ?x a rc:Nothing }"])
def test_an_answer_is_printed_as_elsewhere(
    store: Path, capfdbinary: pytest.CaptureFixture[bytes], sparql: str, format: str
) -> None:
    words = ["query", sparql, "--store", str(store), "--format", format]
    status = quick.answered(words)
    here = capfdbinary.readouterr()
    assert run(words) == 0
    assert status is None or capfdbinary.readouterr() == here
    assert status == 0 or (sparql, format) == (FACTS, "table")


@pytest.mark.parametrize(
    "words",
    [
        [], ["stats"], ["query"], ["query", "agreements"], ["query", "--list"], ["query", PARKS, PARKS],
        ["query", PARKS, "--format", "pdf"], ["query", PARKS, "--min-confidence", "0.5"], ["query", PARKS, "--store"],
        ["query", PARKS, "--store", "absent"], ["query", PARKS, "--store", "http://localhost:1/sparql"],
        ["query", "SELECT * { SERVICE <http://a/> { ?s ?p ?o } }"], ["query", "SELECT * FROM <urn:x> { ?s ?p ?o }"],
        ["query", "SELECT * { ?s ?p \\u0053 }"], ["query", "ASK { ?s ?p ?o }"], ["query", "SELECT ?x { wrong"],
        ["query", "CONSTRUCT WHERE { ?s ?p ?o }"], ["query", "INSERT DATA { id:a id:b id:c }"],
    ],
)  # fmt: skip
def test_the_rest_is_left_to_others(
    store: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], words: list[str]
) -> None:
    monkeypatch.setenv("KG_STORE", str(store))
    assert quick.answered(words) is None
    assert capfd.readouterr() == ("", "")


def test_settings_are_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Path) -> None:
    monkeypatch.chdir(tmp_path)
    words = ["query", PARKS, "--store", str(store)]
    assert quick.answered(words) == 0
    (tmp_path / "kg.toml").write_text("", encoding="utf-8")
    assert quick.answered(words) is None


def test_a_store_that_is_being_written_is_left_to_others(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with kg.store.Store(tmp_path / "graph", write=True) as opened:
        opened.add_articles([])
        assert quick.answered(["query", PARKS, "--store", str(tmp_path / "graph")]) is None
    assert quick.answered(["query", PARKS, "--store", str(tmp_path / "graph")]) == 0
    assert capfd.readouterr().err == "no rows\n"


def _cpu(*words: str | Path) -> float:
    """Seconds of the processor that a new Python takes for it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", *map(str, words)],
        stdout=subprocess.DEVNULL, check=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_small_query_takes_three_times_what_reading_the_database_library_takes(store: Path) -> None:
    pairs = [
        (
            _cpu("from kg.cli import main; main()", "query", PARKS, "--store", store),
            _cpu("import pyoxigraph"),
        )
        for _ in range(7)
    ]
    mine, library = (statistics.median(spent) for spent in zip(*pairs, strict=True))
    assert mine < 3 * library


def test_little_is_loaded(store: Path) -> None:
    script = "import sys; from kg.cli.quick import answered; answered(sys.argv[1:]); print('LOADED', *sys.modules)"
    words = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}; {script}", "query", PARKS]
    done = subprocess.run([*words, "--store", str(store)], capture_output=True, text=True, encoding="utf-8",
                          check=True)  # fmt: skip
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    assert "pyoxigraph" in loaded
    assert not loaded & set(LOADED_TOO_MUCH)
