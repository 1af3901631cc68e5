"""A signing whose first party is left out has that of the signing before; pairs sign pair by pair."""

import pytest

from kg.relate.carried import carried
from kg.relate.scene import build_scene
from tests.relate.scenes import linked


def said(marked: str) -> set[tuple[str, str, str]]:
    scene = build_scene(*linked(marked))
    found = list(carried(scene))
    for statement in found:
        span = statement.evidence[0].span
        assert scene.article.text[span.start : span.end] == statement.evidence[0].quote
    return {(s.subject, s.predicate, str(s.object)) for s in found}


SECOND = {
    ("丁戊合同", "signatory", "甲公司"),
    ("丁戊合同", "signatory", "丙公司"),
    ("甲公司", "cooperatesWith", "丙公司"),
}
FIRST = "[甲公司:Company]与[乙公司:Company]签订[甲乙协议:Agreement]"
REST = "[丙公司:Company]签署[丁戊合同:Agreement]。"


@pytest.mark.parametrize("joint", ["，与", "；与", "；还与", "，并与", "；同"])
def test_the_first_party_holds(joint: str) -> None:
    assert said(FIRST + joint + REST) == SECOND


def test_through_a_third_signing() -> None:
    marked = FIRST + "；与[己市:Region]签订[己协议:Agreement]；与" + REST
    assert said(marked) >= SECOND
    assert ("己市", "cooperatesWith", "丙公司") not in said(marked)


def test_pairs() -> None:
    marked = "[甲县:Region]与[乙区:Region]、[丙县:Region]与[丁区:Region]分别签署[融合协议:Agreement]。"
    found = said(marked)
    assert {each for _, predicate, each in found if predicate == "signatory"} == {"甲县", "乙区", "丙县", "丁区"}
    assert {(s, o) for s, p, o in found if p == "cooperatesWith"} == {("甲县", "乙区"), ("丙县", "丁区")}


@pytest.mark.parametrize(
    "marked",
    [
        FIRST + "；[己公司:Company]与" + REST,  # with a subject of its own
        FIRST + "；拟与" + REST,  # not yet
        FIRST + "，[己公司:Company]表示欢迎，与" + REST,  # another subject came since
        FIRST + "。\n与" + REST,  # another paragraph
        "[甲县:Region]、[乙区:Region]与[丁区:Region]分别签署[融合协议:Agreement]。",  # no pairs
    ],
)
def test_nothing_is_made_up(marked: str) -> None:
    assert said(marked) == set()
