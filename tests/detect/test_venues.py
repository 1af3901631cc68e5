"""Branch venues: every row's example, and what is none."""

import pytest

from kg.detect.venues import find_venues
from kg.tables import language, read_rows

ROWS = [row for _, row in read_rows(language("venues.tsv"), ("word", "example"))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_example(row: dict[str, str]) -> None:
    text = row["example"].replace("[", "").replace("]", "")
    name = row["example"].partition("[")[2].partition("]")[0]
    assert [m.surface for m in find_venues(text, text)] == [name]


@pytest.mark.parametrize("text", ["本次活动设主会场和6个分会场", "活动主会场设在南昌", "在主会场签约"])
def test_no_place_no_venue(text: str) -> None:
    assert find_venues(text, text) == []
