"""Facts weighed against one another: what is seen of each, and what becomes of its confidence."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.model import Article, Entity, Evidence, Link, Linking, Mention, Span, Statement, Value
from kg.relate.weighing import fact_features, weigh
from kg.relate.weights import FactWeights, write_fact_weights

TEXT = "甲公司与乙公司签署协议。"
ARTICLE = Article("a", "a.txt", "", None, TEXT)


def named(name: str, kind: str, confidence: float = 1.0) -> tuple[Entity, Link]:
    start = TEXT.index(name)
    mention = Mention(Span(start, start + len(name)), name, kind, "test", confidence=confidence)
    return Entity(name, (kind,), (name,)), Link(mention, name)


NAMED = (named("甲公司", "Company"), named("乙公司", "Company", 0.3), named("协议", "Agreement"))
LINKING = Linking(tuple(entity for entity, _ in NAMED), tuple(link for _, link in NAMED))


def thought(subject: str, predicate: str, other: str | Value, confidence: float) -> Statement:
    return Statement(subject, predicate, other, (Evidence(Span(0, 4), TEXT[:4], "pair", confidence),))


def features(*thoughts: Statement) -> dict[tuple[str, str | Value], set[str]]:
    return {(s.subject, s.object): set(seen.names()) for s, seen in fact_features(thoughts, ARTICLE, LINKING)}


def test_rivals_for_the_same_day_are_seen() -> None:
    days = [Value(f"2023-05-0{day}", "date") for day in (1, 2)]
    found = features(thought("协议", "signedOn", days[0], 0.9), thought("协议", "signedOn", days[1], 0.4))
    assert "rb=0signedOn" in found["协议", days[0]]
    assert "rb=1signedOn" in found["协议", days[1]]


def test_doubtful_names_and_common_signing_are_seen() -> None:
    signed = [thought("协议", "signatory", name, 0.9) for name in ("甲公司", "乙公司")]
    found = features(*signed, thought("甲公司", "cooperatesWith", "乙公司", 0.6))
    assert "so=1signatory" in found["协议", "乙公司"]
    assert "so=8signatory" in found["协议", "甲公司"]
    assert "b=6cooperatesWith" in found["甲公司", "乙公司"]


def test_a_fact_said_twice_is_one_with_its_best_evidence(tmp_path: Path) -> None:
    write_fact_weights({"1": 1.0, "c=2": 1.0}, tmp_path / "facts.npz")
    both = [thought("协议", "signatory", "甲公司", confidence) for confidence in (0.4, 0.7)]
    area = thought("协议", "cooperationArea", Value("科技"), 0.7)
    weighed = weigh([*both, area], ARTICLE, LINKING, FactWeights(tmp_path / "facts.npz"))
    assert weighed[0] == area
    assert [s.evidence[0].confidence for s in weighed[1:]] == [pytest.approx(0.839, abs=1e-3)]
