"""Verbs within names: every row's example, and what keeps its end."""

import re

import pytest

from kg.detect.tails import without_tails
from kg.model import Mention, Span
from kg.tables import language, read_rows

ROWS = [row for _, row in read_rows(language("inner_verbs.tsv"), ("word", "example"))]


def left(name: str, kind: str) -> list[str]:
    found = list(without_tails([Mention(Span(0, len(name)), name, kind, "test")], name))
    assert all(m.surface == name[m.span.start : m.span.end] for m in found)
    return [m.surface for m in found]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_example(row: dict[str, str]) -> None:
    name, _, rest = row["example"].removeprefix("[").partition("]")
    assert re.match(row["word"], rest)
    assert left(name + rest, "Park") == [name]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("柳湾物流园开发建设有限公司", "Company"),
        ("柳湾物流园拥有量提升行动方案", "Policy"),
        ("位于柳湾的论坛", "Event"),
        ("柳湾物流园", "Park"),
    ],
)
def test_these_stay(name: str, kind: str) -> None:
    assert left(name, kind) == [name]


def test_what_is_left_must_be_a_name() -> None:
    assert left("这里正在扩建的园区", "Park") == []
