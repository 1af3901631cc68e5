"""The tables of questions: each row's example holds one of its words, and it is read there as the row says."""

from __future__ import annotations

from datetime import date

import pytest

from kg.ask.frame import expanded
from kg.ask.names import NameIndex, shortened
from kg.ask.reading import plain, read
from kg.ask.words import RELATIONS, TYPES, WORDS, lexicon, listed
from kg.graph import Graph
from kg.lang import normal_name
from kg.query import Names
from kg.store import Store
from kg.tables import language, read_rows
from kg.vocabulary import ENTITY_TYPES, PREDICATES, STATUSES

ROWS = list(read_rows(WORDS, ("kind", "means", "words", "example")))


@pytest.fixture(scope="module")
def nameless() -> NameIndex:
    store = Store.in_memory()
    return NameIndex(store, Names(store))


@pytest.mark.parametrize("row", [row for _, row in ROWS], ids=lambda row: f"{row['kind']}-{row['means']}")
def test_a_word_does_in_its_example_what_its_row_says(nameless: NameIndex, row: dict[str, str]) -> None:
    tokens = read(plain(row["example"]), nameless, date(2023, 6, 1))
    texts = {normal_name(word) for word in row["words"].split()}
    means = set(listed(row["means"]))
    assert any(
        token.kind == row["kind"]
        and (token.text in texts or row["words"].startswith("/"))
        and (token.means == row["means"] or means <= set(listed(token.means)))
        for token in tokens
    ), tokens


def test_what_words_mean_is_known() -> None:
    relations = {row["relation"] for _, row in read_rows(RELATIONS, ("relation",))}
    for number, row in ROWS:
        if row["kind"] == "type":
            known = {*ENTITY_TYPES, "Party"}
            assert {item.partition(":")[0] for item in listed(row["means"])} <= known, number
        elif row["kind"] == "verb":
            assert row["means"] in relations | {"exist", "concern", "mention", "happen"}, number
        elif row["kind"] == "state":
            assert row["means"] in STATUSES, number


def test_the_tables_name_predicates_and_types_that_exist() -> None:
    for path, columns in ((RELATIONS, ("doer", "when", "where")), (TYPES, ("of", "when", "where"))):
        for number, row in read_rows(path, columns):
            assert {p for column in columns for p in listed(row[column])} <= set(PREDICATES), f"{path.name}:{number}"
            assert not row["type"] or expanded([row["type"]]), f"{path.name}:{number}"


def test_names_are_shortened_as_the_table_shows() -> None:
    for number, row in read_rows(language("ask", "names.tsv"), ("long", "short", "types", "example")):
        long, short = map(normal_name, row["example"].split(" = "))
        assert short in shortened(long), f"names.tsv:{number}"


def test_words_are_written_as_questions_are_read() -> None:
    """Plainly, as `normal_name` leaves them: they are compared without a further look."""
    assert [word for word in lexicon().words if (normal_name(word) or word) != word] == []


def test_no_pattern_takes_an_empty_word() -> None:
    assert all(not pattern.match("") for pattern, _ in lexicon().patterns)


@pytest.mark.parametrize(
    ("asked", "name"),
    [("达州", "达州市"), ("成都市", "成都"), ("广汉市政府", "广汉市人民政府"), ("中国外运", "中国外运股份有限公司"),
     ("西部(成都)科学城", "西部（成都）科学城"), ("达州高新区", "达州高新技术产业园区")],
)  # fmt: skip
def test_names_are_found_as_people_write_them(graph: Graph, asked: str, name: str) -> None:
    found = NameIndex(graph.store, Names(graph.store)).find(normal_name(asked))
    assert found and normal_name(name) in map(normal_name, (found.name, *graph.names()[str(found.iris[0])]))
