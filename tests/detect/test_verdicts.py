"""The judge weighs what it is told, and all candidates of a text as it would weigh each alone."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kg.detect.candidates import candidates
from kg.detect.judge import Evidence, Looked
from kg.detect.learned import shipped
from kg.detect.names import read_names
from kg.detect.verdicts import Judge, features
from kg.learn.names_file import write_odds

TEXT = "重庆高新区与四川大学签署战略合作协议，成渝地区双城经济圈建设的重点项目在绵阳（涪城区）开工。"


def seen() -> list[Evidence]:
    found: list[Evidence] = []
    for reading in read_names(TEXT.replace("（", "(").replace("）", ")"), shipped().names):
        looked = Looked(reading, {"四川大学": 2}, {"重庆": 5})
        found += [looked.evidence(candidate) for candidate in candidates(reading)]
    return found


def test_every_feature_counts_once(tmp_path: Path) -> None:
    several = seen()
    odds = {}
    for place, each in enumerate(several):
        for rank, feature in enumerate(features(each)):
            if (place + rank) % 3:  # the others are unknown to the judge
                odds[feature] = math.sin(place + rank)
    write_odds(odds, tmp_path / "judge.npz")
    expected = [1 / (1 + math.exp(-sum(odds.get(feature, 0.0) for feature in features(each)))) for each in several]
    assert Judge(tmp_path / "judge.npz").probabilities(several) == pytest.approx(expected, abs=1e-12)


def test_together_is_as_alone() -> None:
    several, judge = seen(), shipped().judge
    assert len(several) > 5
    assert judge.probabilities(several) == pytest.approx(
        [judge.probabilities([each])[0] for each in several], abs=1e-12
    )
    assert judge.probabilities([]) == []
