"""`kg review`: the most valuable first, each answer a row at once, and a way back."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.query.doubts import worth
from kg.resolve.judgements import read_judgements
from tests.cli.correcting import ARTICLES, Bench


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("review"))
    bench.write(**ARTICLES)
    bench.build()
    return bench


@pytest.fixture
def bench(built: Bench, tmp_path: Path) -> Bench:
    shutil.copytree(built.folder, tmp_path / "bench")
    return Bench(tmp_path / "bench")


ALL = ("review", "--only", "facts", "--below", "1")


def test_the_questions_come_by_their_worth(bench: Bench) -> None:
    asked = bench.json(*ALL)
    assert len(asked) > 4
    assert [one["worth"] for one in asked] == sorted((one["worth"] for one in asked), reverse=True)
    assert all(claim["sentence"]["quote"] for one in asked for claim in one["claims"])
    assert bench.json(*ALL, "--limit", "2") == asked[:2]


def test_answers_are_rows_at_once_and_change_the_graph(bench: Bench) -> None:
    first, second, third = bench.json(*ALL)[:3]
    before = bench.facts()
    told = bench.kg(*ALL, input="n\ns\ny\nq\n")
    assert told.count("Is this said?") == 4
    rows = read_judgements(bench.file).rows
    assert {row.verb for row in rows[:1]} == {"reject"}
    assert len(rows) == len(first["claims"]) + len(third["claims"])
    assert before - bench.facts() == {(first["subject_name"], first["predicate"], first["object_name"])}
    again = bench.json(*ALL)
    assert second in again
    assert not [one for one in again if one["subject"] == first["subject"] and one["object"] == first["object"]
                and one["predicate"] == first["predicate"]]  # fmt: skip


def test_an_answer_is_undone(bench: Bench) -> None:
    before = bench.bytes()
    told = bench.kg(*ALL, input="u\nn\nu\n")
    assert "no answer to undo" in told
    assert "undone: reject" in told
    assert read_judgements(bench.file).rows == ()
    assert bench.bytes() == before


def test_the_end_of_the_input_loses_nothing(bench: Bench) -> None:
    bench.kg(*ALL, input="n\n")
    assert read_judgements(bench.file).rows


def test_an_unknown_key_is_asked_again(bench: Bench) -> None:
    assert bench.kg(*ALL, input="x\n\nq\n").count("y yes") == 3


def test_nothing_to_ask_is_said(bench: Bench) -> None:
    assert "nothing is doubtful" in bench.kg("review", "--only", "facts", "--below", "0")


def test_worth_is_highest_where_much_hangs_on_what_is_open() -> None:
    assert worth(0.5, 10) > worth(0.5, 2) > worth(0.8, 2) > worth(0.99, 2)
