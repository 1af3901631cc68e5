"""Whether confidence means what it says."""

from __future__ import annotations

import pytest

from kg.learn.tally import ArticleScore, calibration_error, reliability


def test_steps_tell_how_often_facts_are_right() -> None:
    sure = [(0.95, True), (0.91, True), (0.55, True), (0.55, False), (1.0, True)]
    steps = reliability([ArticleScore("a", {}, (), tuple(sure[:3])), ArticleScore("b", {}, (), tuple(sure[3:]))])
    assert [(s.low, s.high, s.said, s.right) for s in steps] == [(0.5, 0.6, 2, 0.5), (0.9, 1.0, 3, 1.0)]
    assert calibration_error(steps) == pytest.approx((2 * 0.05 + 3 * (1 - 2.86 / 3)) / 5)
