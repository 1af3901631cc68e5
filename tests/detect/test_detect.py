"""Mentions: exact slices, in order, none overlapping; and the plain cases that must never be missed."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.detect import detect
from kg.model import Article, Mention, Sentence, Span

PIECES = (
    "重庆",
    "成都高新区",
    "《合作",
    "》",
    "“",
    "签署战略合作协议",
    "、",
    "。",
    "\n",
    "１２",
    "😀",
    "㐀",
    "؀",
    "大学",
    "A",
)


def found(text: str) -> tuple[Mention, ...]:
    article = Article("a", "a.txt", "", None, text)
    return detect(article, [Sentence(Span(0, len(text)))])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=30).map("".join))
def test_mentions_are_exact_slices_in_order_without_overlaps(text: str) -> None:
    mentions = found(text)
    for mention in mentions:
        assert text[mention.span.start : mention.span.end] == mention.surface
        assert mention.surface
        assert 0 < mention.confidence <= 1
    for left, right in itertools.pairwise(mentions):
        assert left.span.end <= right.span.start


SIGNED = "3月26日，重庆高新区与成都高新区签署《政务服务跨省通办合作备忘录》。"
ISSUED = "省政府印发《成渝地区双城经济圈建设规划纲要（2021—2035年）》。"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (SIGNED, "政务服务跨省通办合作备忘录", "Agreement"),
        (SIGNED, "成都高新区", "Park"),
        (ISSUED, "成渝地区双城经济圈建设规划纲要（2021—2035年）", "Policy"),
        ("会议在广安市举行。", "广安市", "Region"),
    ],
)
def test_plain_cases(text: str, name: str, kind: str) -> None:
    assert (name, kind) in {(m.surface, m.kind) for m in found(text)}


def test_nothing_outside_the_sentences() -> None:
    text = "成都高新区。重庆高新区与成都高新区签约。"
    mentions = detect(Article("a", "a.txt", "", None, text), [Sentence(Span(6, len(text)))])
    assert [m.surface for m in mentions] == ["重庆高新区", "成都高新区"]


def test_a_megabyte_without_a_stop_is_cut() -> None:
    from kg.detect.features import sequences

    assert max(len(s) for s in sequences("合作" * 500_000)) <= 400
