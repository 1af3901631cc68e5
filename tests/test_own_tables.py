"""Names and words of the user's own: rows beside the shipped tables, in a folder of theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.tables import OWN_GAZETTEER, OWN_LANGUAGE, read_rows, resource

ROOT = Path(__file__).parents[1]
TEXT = "两城携手\n今年3月，重庆高新区与云岭签署协议，云岭片区占地300坰。"


def kg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for name in ("names", "words"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_rows_come_after_the_shipped_ones(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "names" / "regions.tsv").write_text("name\ttype\tshort\n云岭\tPark\t\n", encoding="utf-8")
    path = resource("seeds", "gazetteer", "regions.tsv")
    shipped = [row for _, row in read_rows(path, ("name",))]
    monkeypatch.setenv(OWN_GAZETTEER, str(folder / "names"))
    rows = [row for _, row in read_rows(path, ("name",))]
    assert rows[:-1] == shipped and rows[-1]["name"] == "云岭" and rows[-1].place.endswith("names/regions.tsv:2")
    monkeypatch.setenv(OWN_LANGUAGE, str(folder / "words"))
    assert [row for _, row in read_rows(path, ("name",))] == rows


def test_own_names_and_words_are_read(folder: Path) -> None:
    (folder / "names" / "regions.tsv").write_text("name\ttype\tshort\n云岭\tPark\t\n", encoding="utf-8")
    unit = "word\tkind\tvalue\tplace\tnot_after\n坰\tArea\t1/100\tafter\t\n"
    (folder / "words" / "units.tsv").write_text(unit, encoding="utf-8")
    before = kg(folder, "explain", "a.txt").stdout
    after = kg(folder, "explain", "a.txt", "--gazetteer", "names", "--lang-dir", "words").stdout
    assert "300坰 = 3 km2" in after and "300坰" not in before.replace(TEXT.split("\n")[1], "")
    assert "云岭 [园区 Park" in after


def test_other_tables_are_another_graph(folder: Path) -> None:
    assert "1 new" in kg(folder, "build", "a.txt").stdout
    (folder / "names" / "regions.tsv").write_text("name\ttype\tshort\n云岭\tPark\t\n", encoding="utf-8")
    assert "1 skipped" not in kg(folder, "build", "a.txt", "--gazetteer", "names").stdout
    assert "1 skipped" in kg(folder, "build", "a.txt", "--gazetteer", "names").stdout


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("names/parks.tsv", "name\ttype\tshort\n云岭\tPrak\t\n", "names/parks.tsv:2: unknown type 'Prak'"),
        ("names/parks.tsv", "nam\ttype\n云岭\tPark\n", "names/parks.tsv:1: column 'name' is missing"),
        ("names/prks.tsv", "name\n云岭\n", "names/prks.tsv: adds to no table"),
        ("words/units.tsv", "word\tkind\tvalue\tplace\tnot_after\n坰\tSize\t1\tafter\t\n", "words/units.tsv:2: "),
        ("words/furniture.tsv", "kind\tpattern\texample\nx\ty\tz\n", "words/furniture.tsv:"),
    ],
)
def test_a_wrong_row_is_told_with_file_and_line(table: str, text: str, words: str, folder: Path) -> None:
    (folder / table).write_text(text, encoding="utf-8")
    done = kg(folder, "build", "a.txt", "--gazetteer", "names", "--lang-dir", "words")
    assert done.returncode == 1 and words in done.stderr and done.stderr.count("\n") == 1
    assert not (folder / "graph").exists()


def test_a_folder_that_is_not_there(folder: Path) -> None:
    done = kg(folder, "build", "a.txt", "--gazetteer", "none")
    assert done.returncode == 1 and "no such folder" in done.stderr
