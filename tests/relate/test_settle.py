"""One evidence a fact, one value where there can be but one, and the cooperation that a signing implies."""

from kg.model import Evidence, Span, Statement, Value
from kg.relate.settle import settle


def fact(subject: str, predicate: str, target: str | Value, confidence: float, at: int = 0) -> Statement:
    return Statement(subject, predicate, target, (Evidence(Span(at, at + 2), "甲乙", "test", confidence),))


def test_the_best_evidence_is_kept() -> None:
    said, _ = settle([fact("项目", "builder", "甲", 0.6, 5), fact("项目", "builder", "甲", 0.9, 30)], {})
    assert [s.evidence[0].confidence for s in said] == [0.9]


def test_a_meeting_is_held_on_one_day() -> None:
    days = [fact("会议", "heldOn", Value(day, "date"), c) for day, c in (("2024-01-01", 0.5), ("2024-01-02", 0.8))]
    said, rejected = settle(days, {})
    assert [s.object for s in said] == [Value("2024-01-02", "date")]
    assert [s.object for s in rejected] == [Value("2024-01-01", "date")]


def test_doubt_is_handed_on() -> None:
    said, rejected = settle([fact("项目", "builder", "甲", 0.3)], {"builder": 0.5})
    assert said == []
    assert len(rejected) == 1


def test_two_or_three_that_sign_cooperate() -> None:
    said, _ = settle([fact("协议", "signatory", party, 0.9) for party in ("甲", "乙", "丙")], {})
    pairs = {(s.subject, s.object) for s in said if s.predicate == "cooperatesWith"}
    assert pairs == {("甲", "乙"), ("甲", "丙"), ("乙", "丙")}
    assert all(s.evidence[0].rule == "implied:signatory" for s in said if s.predicate == "cooperatesWith")


def test_four_that_sign_do_not() -> None:
    said, _ = settle([fact("协议", "signatory", party, 0.9) for party in "甲乙丙丁"], {})
    assert not any(s.predicate == "cooperatesWith" for s in said)


def test_cooperation_goes_both_ways() -> None:
    said, _ = settle([fact("甲", "cooperatesWith", "乙", 0.9), fact("乙", "cooperatesWith", "甲", 0.8)], {})
    assert len(said) == 1


def test_signed_at_a_meeting_is_signed_on_its_day() -> None:
    day = Value("2024-01-02", "date")
    said, _ = settle([fact("协议", "signedAt", "会议", 0.9), fact("会议", "heldOn", day, 0.8)], {})
    assert ("协议", "signedOn", day) in {(s.subject, s.predicate, s.object) for s in said}


def test_a_day_of_its_own_wins() -> None:
    own, day = Value("2023-12-01", "date"), Value("2024-01-02", "date")
    thoughts = [
        fact("协议", "signedAt", "会议", 0.9),
        fact("会议", "heldOn", day, 0.8),
        fact("协议", "signedOn", own, 0.6),
    ]
    said, _ = settle(thoughts, {})
    assert [s.object for s in said if s.predicate == "signedOn"] == [own]


def test_what_was_completed_on_a_day_is_completed() -> None:
    said, _ = settle([fact("大桥", "completedOn", Value("2024", "gYear"), 0.9)], {})
    assert Value("completed", "status") in [s.object for s in said if s.predicate == "status"]
