"""What is signed at one go has one day and one meeting."""

import pytest

from kg.model import Evidence, Span, Statement, Value
from kg.relate.ceremonies import ceremonies
from kg.relate.scene import build_scene
from tests.relate.scenes import linked

DAY = Value("2024-05-06", "date")
FIRST = "[湘赣推介会:Event]上，[甲市:Region]与[乙市:Region]签订[甲乙协议:Agreement]"


def shared(marked: str, sure: float = 0.9) -> set[tuple[str, str, object]]:
    scene = build_scene(*linked(marked))
    evidence = (Evidence(Span(0, 5), scene.article.text[:5], "test", sure),)
    known = [
        Statement("甲乙协议", "signedAt", "湘赣推介会", evidence),
        Statement("甲乙协议", "signedOn", DAY, evidence),
    ]
    found = list(ceremonies(scene, known))
    for statement in found:
        span = statement.evidence[0].span
        assert scene.article.text[span.start : span.end] == statement.evidence[0].quote
        assert statement.evidence[0].confidence < sure
    return {(s.subject, s.predicate, s.object) for s in found}


@pytest.mark.parametrize("joint", ["；", "，", "。"])
def test_the_next_has_the_day_and_the_meeting_of_the_first(joint: str) -> None:
    marked = FIRST + joint + "[丙局:Government]与[丁局:Government]签署[丙丁备忘录:Agreement]。"
    assert shared(marked) == {("丙丁备忘录", "signedAt", "湘赣推介会"), ("丙丁备忘录", "signedOn", DAY)}


@pytest.mark.parametrize(
    "rest",
    [
        "。\n[丙局:Government]与[丁局:Government]签署[丙丁备忘录:Agreement]。",  # another paragraph
        "；此前[丙局:Government]与[丁局:Government]签署[丙丁备忘录:Agreement]。",  # earlier
        "；[湘鄂论坛:Event]上[丙局:Government]与[丁局:Government]签署[丙丁备忘录:Agreement]。",  # another meeting
        "；[丙局:Government]还谈到[丙丁备忘录:Agreement]。",  # not signed
    ],
)
def test_nothing_is_made_up(rest: str) -> None:
    assert shared(FIRST + rest) == set()


def test_a_doubtful_day_is_not_shared() -> None:
    assert shared(FIRST + "；[丙局:Government]与[丁局:Government]签署[丙丁备忘录:Agreement]。", sure=0.4) == set()
