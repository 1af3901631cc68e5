"""Lists of those who take part in a meeting, or are members of an alliance, that stands some clauses before."""

import re

import pytest

from kg.relate.rosters import rosters
from kg.relate.scene import build_scene
from kg.tables import language, read_rows
from tests.relate.scenes import linked

ROWS = [row for _, row in read_rows(language("rosters.tsv"), ("word", "place", "example"))]


def said(marked: str) -> set[tuple[str, str, str]]:
    scene = build_scene(*linked(marked))
    found = list(rosters(scene))
    for statement in found:
        span = statement.evidence[0].span
        assert scene.article.text[span.start : span.end] == statement.evidence[0].quote
    return {(s.subject, s.predicate, str(s.object)) for s in found}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_example(row: dict[str, str]) -> None:
    marked = re.sub(r"\|(\w+)\]", r":\1]", row["example"])
    first, *others = re.findall(r"\[([^:\]]+):", marked)
    predicate = "participant" if row["place"] == "attend" else "member"
    assert row["word"] in marked
    assert said(marked + "。") == {(first, predicate, each) for each in others if row["place"] != "other"}


def test_lists_that_go_on_are_one() -> None:
    marked = (
        "[甲乙联席会议:Event]召开。[甲市丙局:Government]、[甲市丁局:Government]，[乙县戊局:Government]等部门及"
        "[己镇:Region]负责人参加会议。"
    )
    assert {each for _, _, each in said(marked)} == {"甲市丙局", "甲市丁局", "乙县戊局", "己镇"}


@pytest.mark.parametrize(
    "marked",
    [
        "[甲乙推介会:Event]举行，来自[丙市:Region]的嘉宾参加。",  # where they come from
        "[甲乙推介会:Event]举行。[丙市:Region]发展迅速，众多企业参加。",  # another clause
        "[丙局:Government]、[丁局:Government]负责人参加。",  # of no meeting
        "[甲乙联盟:Alliance]成立。[丙公司:Company]、[丁公司:Company]表示祝贺。",
    ],
)
def test_nothing_is_made_up(marked: str) -> None:
    assert said(marked) == set()
