"""Words: rjieba and its reference say the same; joined they are the text; a border inside a word is seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lang.words import straddles, tag_with_jieba, tagged
from kg.segment import tokens

GOLD = Path(__file__).parents[1] / "gold"
TEXTS = sorted(GOLD.glob("seeds/*.clean.txt")) + sorted(GOLD.glob("train/*.txt"))[::40]


def test_same_tokens_as_the_reference() -> None:
    from jieba.posseg import dt

    for path in TEXTS:
        text = path.read_text(encoding="utf-8")
        ours, reference = tagged(text), tagged(text, tag_with_jieba)
        assert [w for w, _ in ours] == [w for w, _ in reference], path.name
        different = [(a, b) for a, b in zip(ours, reference, strict=True) if a != b and a[0] in dt.word_tag_tab]
        assert different == [], path.name


@settings(deadline=None)
@given(st.text())
def test_joined_they_are_the_text(text: str) -> None:
    found = tokens(text)
    assert "".join(word for word, _, _ in found) == text
    assert all(text[start : start + len(word)] == word for word, _, start in found)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("重庆高", "新区", True), ("签署合作协", "议", True), ("两地高新区", "签署协议", False), ("", "签署", False)],
)
def test_straddles(before: str, after: str, expected: bool) -> None:
    assert straddles(before, after) is expected
