"""What an agreement lays down without saying for whom, it lays down for its parties."""

import re

import pytest

from kg.model import Evidence, Span, Statement
from kg.relate.scene import build_scene
from kg.relate.undertakings import undertakings
from kg.tables import language, read_rows
from tests.relate.scenes import linked

ROWS = [row for _, row in read_rows(language("undertakings.tsv"), ("word", "place", "example"))]
SIGNED = "[甲市:Region]与[乙市:Region]签约。"


def built(marked: str, agreement: str = "甲乙合作协议", sure: float = 0.9) -> set[tuple[str, str]]:
    scene = build_scene(*linked(SIGNED + marked))
    evidence = (Evidence(Span(0, 1), scene.article.text[:1], "test", sure),)
    signed = [Statement(agreement, "signatory", party, evidence) for party in ("甲市", "乙市")]
    found = list(undertakings(scene, signed))
    for said in found:
        assert said.predicate == "builder"
        span = said.evidence[0].span
        assert scene.article.text[span.start : span.end] == said.evidence[0].quote
    return {(said.subject, str(said.object)) for said in found}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_example(row: dict[str, str]) -> None:
    marked = re.sub(r"\|(\w+)\]", r":\1]", row["example"])
    assert row["word"] in marked
    assert built(marked + "。") == {("丙湖科创走廊", "甲市"), ("丙湖科创走廊", "乙市")}


def test_each_clause_of_a_list_is_theirs() -> None:
    marked = (
        "[甲乙合作协议:Agreement]明确三项任务，即推进产业合作，共建[丙湖走廊:Project]；加强交流，共建[丁港:Project]。"
    )
    assert {project for project, _ in built(marked)} == {"丙湖走廊", "丁港"}


@pytest.mark.parametrize(
    "marked",
    [
        "[甲乙合作协议:Agreement]明确，由[丙公司:Company]与[丁公司:Company]共建[戊园:Project]。",  # another subject
        "[甲乙合作协议:Agreement]明确，不再共建[戊园:Project]。",  # denied
        "[甲乙合作协议:Agreement]明确，推广[戊园:Project]的经验。",  # not built
        "[甲乙合作协议:Agreement]签署后，共建[戊园:Project]。",  # not what it says
        "[戊己合作协议:Agreement]明确，共建[戊园:Project]。",  # nobody knows who signed that one
        "[甲乙合作协议:Agreement]明确，加强交流。会后共建[戊园:Project]。",  # another sentence
    ],
)
def test_nothing_is_made_up(marked: str) -> None:
    assert built(marked) == set()


def test_a_doubtful_signature_says_nothing() -> None:
    assert built("根据[甲乙合作协议:Agreement]，将共建[丙湖走廊:Project]。", sure=0.3) == set()
