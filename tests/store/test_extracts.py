"""The articles as they were read: kept whole, found again, and told of in one line when the file is damaged."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Store
from kg.store.extracts import Extract, Extracts, packed
from kg.store.folder import EXTRACTS_NAME


def extract(name: str, mark: str = "m", base: str = "https://example.org/") -> Extract:
    return Extract(f"{base}article/{name}", name, base, mark, {"id": name, "told": ["甲"]}, packed(name.encode()))


def test_what_is_kept_is_found_again(tmp_path: Path) -> None:
    with Store(tmp_path / "graph", write=True) as store:
        store.extracts.put([extract("b"), extract("a")])
        store.extracts.put([extract("a", "new")])
        store.extracts.remember("key", "值")
    with Store(tmp_path / "graph") as store:
        found = store.extracts
        assert found.marks() == {"https://example.org/article/a": "new", "https://example.org/article/b": "m"}
        assert list(found.ids().values()) == ["a", "b"]
        assert [(iri[-1], mark, notes["told"]) for iri, mark, notes in found.notes("https://example.org/")] == [
            ("a", "new", ["甲"]),
            ("b", "m", ["甲"]),
        ]
        assert (found.triples("https://example.org/article/b"), found.triples("https://example.org/none")) == (
            b"b",
            b"",
        )
        assert (found.recall("key"), found.recall("none"), found.bases()) == ("值", "", ["https://example.org/"])


def test_what_is_removed_is_gone_and_named() -> None:
    extracts = Extracts(None, write=True)
    extracts.put([extract("a"), extract("b")])
    assert extracts.remove(["https://example.org/article/a", "https://example.org/article/c"]) == ["a"]
    assert list(extracts.ids().values()) == ["b"]


def test_the_log_gives_the_latest_first() -> None:
    extracts = Extracts(None, write=True)
    for number in range(3):
        extracts.write_log({"n": number})
    assert [row["n"] for row in extracts.log()] == [2, 1, 0] and extracts.log(1) == [{"n": 2}]


def test_all_articles_of_a_batch_are_kept_or_none() -> None:
    extracts = Extracts(None, write=True)
    wrong = Extract("https://example.org/article/b", "b", "x", None, {}, b"")  # type: ignore[arg-type]
    with pytest.raises(StoreError):
        extracts.put([extract("a"), wrong])
    assert extracts.marks() == {}


def test_a_reader_needs_no_file_and_makes_none(tmp_path: Path) -> None:
    with Store(tmp_path / "graph", write=True) as store:
        assert len(store) == 0
    (tmp_path / "graph" / EXTRACTS_NAME).unlink(missing_ok=True)
    with Store(tmp_path / "graph") as store:
        assert store.extracts.log() == [] and store.extracts.marks() == {}
    assert not (tmp_path / "graph" / EXTRACTS_NAME).exists()


def test_a_damaged_file_says_so_in_one_line(tmp_path: Path) -> None:
    (tmp_path / EXTRACTS_NAME).write_bytes(b"no database at all" * 100)
    with pytest.raises(StoreError, match=r"^[^\n]*extracts.sqlite: damaged[^\n]*remove the file and build again$"):
        Extracts(tmp_path)


def test_a_file_of_another_make_is_begun_anew_by_builds_and_empty_for_readers(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / EXTRACTS_NAME) as other:
        other.execute("CREATE TABLE article (x)")
        other.execute("PRAGMA user_version = 99")
    assert Extracts(tmp_path).marks() == {}
    Extracts(tmp_path, write=True).put([extract("a")])
    assert list(Extracts(tmp_path).ids().values()) == ["a"]
