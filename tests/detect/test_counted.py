"""Words that count: every row's example, and names that begin alike."""

import pytest

from kg.detect.counted import without_counted
from kg.model import Mention, Span
from kg.tables import language, read_rows

ROWS = [row for _, row in read_rows(language("counted.tsv"), ("pattern", "types", "example"))]


def stays(name: str, kind: str) -> bool:
    return bool(list(without_counted([Mention(Span(0, len(name)), name, kind, "test")], name)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["example"])
def test_example(row: dict[str, str]) -> None:
    assert not any(stays(row["example"], kind) for kind in row["types"].split())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("五家渠市政府", "Government"),
        ("九江市商务局", "Government"),
        ("三门峡市委", "Government"),
        ("三省联合实验室", "Research"),
        ("五市人才互认协议", "Agreement"),
    ],
)
def test_names_stay(name: str, kind: str) -> None:
    assert stays(name, kind)
