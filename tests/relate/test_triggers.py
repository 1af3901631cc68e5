"""Every trigger row is found in its own example, with its class."""

import pytest

from kg.relate.triggers import trigger_classes
from kg.tables import language, read_rows

ROWS = [row for _, row in read_rows(language("triggers.tsv"), ("word", "class", "example"))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['word']}-{row['class']}")
def test_example_shows_the_word(row: dict[str, str]) -> None:
    assert row["word"] in row["example"]
    assert row["class"] in trigger_classes(row["example"])


def test_the_longest_word_wins() -> None:
    assert "planned" not in trigger_classes("江湾隧道主体完工")
    assert trigger_classes("江湾隧道主体完工") == ("underway",)


def test_nothing_where_nothing_is() -> None:
    assert trigger_classes("") == ()
