"""Every rule of areas finds the bracketed list of its own example."""

import pytest

from kg.model import Value
from kg.relate.areas import cooperation_areas
from kg.relate.scene import build_scene
from kg.tables import language, read_rows
from tests.relate.scenes import linked

ROWS = [row for _, row in read_rows(language("areas.tsv"), ("id", "before", "after", "example"))]


def areas(marked: str) -> list[tuple[str, str]]:
    found = cooperation_areas(build_scene(*linked(marked)))
    return [(s.object.lexical, s.evidence[0].rule) for s in found if isinstance(s.object, Value)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_example(row: dict[str, str]) -> None:
    head, _, rest = row["example"].partition("[")
    listed, _, tail = rest.partition("]")
    found = areas(f"双方签署[合作协议:Agreement]。{head}{listed}{tail}。")
    assert {phrase for phrase, _ in found} == set(listed.split("、"))
    assert f"area:{row['id']}" in {rule for _, rule in found}


def test_no_agreement_no_area() -> None:
    assert areas("双方将在科技创新、人才交流等方面加强合作。") == []


def test_the_last_phrase_may_hold_two() -> None:
    found = areas("根据[合作协议:Agreement]，双方将在港口运营、园区开发和人才培训等方面合作。")
    assert [phrase for phrase, _ in found] == ["港口运营", "园区开发", "人才培训"]
