"""A row of a table that would break the reading of every article is told by file and line."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

import kg.tables
from kg.errors import TableError
from tests.fuzz.doors import LOADERS, head

# Table -> the column in which an empty cell would stand everywhere.
NEEDED = {
    "time_words.tsv": "words", "time_cues.tsv": "cue", "units.tsv": "word", "counted.tsv": "pattern",
    "shared_parts.tsv": "body", "leads.tsv": "word", "venues.tsv": "word", "suffixes.tsv": "ending",
    "titles.tsv": "ending", "title_events.tsv": "word", "offices.tsv": "word", "furniture.tsv": "pattern",
    "aliases_short.tsv": "long", "aliases_parts.tsv": "word", "aliases_generic.tsv": "word",
    "relation_cues.tsv": "word", "triggers.tsv": "word", "resolve_words.tsv": "word",
}  # fmt: skip
WRONG = [
    ("thresholds.tsv", "confidence", "0.3.5", "a number from 0 to 1"),
    ("thresholds.tsv", "confidence", "nan", "a number"),
    ("resolve_scores.tsv", "score", "7", "a number from -1 to 1"),
    ("areas.tsv", "before", "(", "no regular expression"),
    ("counted.tsv", "pattern", "份)", "no regular expression"), ("counted.tsv", "pattern", "份?", "fits nothing"),
    ("furniture.tsv", "pattern", ".*", "fits nothing"), ("units.tsv", "not_after", "[", "no regular expression"),
    ("time_words.tsv", "not_after", "(", "no regular expression"),
    ("time_words.tsv", "shift", "99999", "a whole number"),
    ("resolve_renamed.tsv", "pattern", "«N»更名", "lacks «N» or «F»"), ("aliases.tsv", "pattern", "(", "no regular"),
    ("anaphora.tsv", "pattern", "*", "no regular expression"),
    ("time_cues.tsv", "cue", "(?P<", "no regular expression"),
]  # fmt: skip


def complaint(table: str, column: str, cell: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """What is said of the shipped table with this cell in its first row."""
    columns = head(table).rstrip("\n").split("\t")
    lines = [line for line in kg.tables.language(table).read_text("utf-8").splitlines() if line and line[0] != "#"]
    row = dict(zip(columns, [*lines[1].split("\t"), *[""] * len(columns)], strict=False)) | {column: cell}
    text = head(table) + "\t".join(row[name] for name in columns)
    plain = kg.tables.read_text
    monkeypatch.setattr(kg.tables, "read_text", lambda path: text if path.name == table else plain(path))
    module, name, arguments = LOADERS[table]
    load = getattr(importlib.import_module(module), name)
    with pytest.raises(TableError) as caught:
        getattr(load, "__wrapped__", load)(*arguments)
    return str(caught.value)


@pytest.mark.parametrize(("table", "column"), NEEDED.items())
def test_an_empty_word_is_none(table: str, column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = complaint(table, column, "", monkeypatch)
    assert f"{table}:2: " in told and f"{column} is empty; fill it in" in told


@pytest.mark.parametrize(("table", "column", "cell", "words"), WRONG)
def test_a_wrong_cell(table: str, column: str, cell: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told = complaint(table, column, cell, monkeypatch)
    assert f"{table}:2: " in told and words in told and "\n" not in told


def test_a_gazetteer_without_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.detect.gazetteer import entries

    monkeypatch.setattr(kg.tables, "read_text", lambda path: f"name\ttype\n\tPark\n# {Path(path).name}")
    with pytest.raises(TableError, match=r"parks.tsv:2: name is empty"):
        list(entries({"parks": "Park"}))
