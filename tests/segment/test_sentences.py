"""Sentences: where they end and where not; every character in exactly one; time linear."""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.segment import split_sentences
from kg.segment.sentences import LONGEST

HOSTILE = st.text(
    alphabet=st.sampled_from('甲乙重庆１2a ；;。！？…"“”‘’《》（）()【】，、：\n\u3000\u2028\x1c\u202e\u0301😀𠮷&#')
)

LONG = bool(os.environ.get("KG_LONG"))


def pieces(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲市签约。乙市开工！", ["甲市签约。", "乙市开工！"]),
        ("一期建成;二期动工；三期待批", ["一期建成;", "二期动工；", "三期待批"]),
        ("他问：“去哪？”没人答。", ["他问：“去哪？”没人答。"]),
        ("“快！”的口号响起。", ["“快！”的口号响起。"]),
        ("会议通过《要干！怎么干？》一书。散会。", ["会议通过《要干！怎么干？》一书。", "散会。"]),
        ("投资16.4亿元。增长3.5%。", ["投资16.4亿元。", "增长3.5%。"]),
        ("1. 甲园\n2. 乙园", ["1. 甲园", "2. 乙园"]),
        ("签约仪式举行（甲市主办。乙市协办）。会后参观。", ["签约仪式举行（甲市主办。乙市协办）。", "会后参观。"]),
        ('负责人说:"明年完工。"随后参观了"展厅。"', ['负责人说:"明年完工。"', '随后参观了"展厅。"']),
        ("他没说完……后来停工了", ["他没说完……", "后来停工了"]),
        ("研发&amp;生产", ["研发&amp;生产"]),
        ("", []),
        (" \n\u3000\n", []),
    ],
)
def test_ends(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected


def test_long_quotation_is_split_inside() -> None:
    said = "“" + "两地要在产业和人才方面携手，" * 4 + "不能各干各的。" + "下一步要立规矩，" * 3 + "见行动。”"
    assert len(pieces(f"{said}负责人表示。")) == 3


def test_open_quote_does_not_swallow_the_rest() -> None:
    assert pieces("《没有关上。甲市签约。乙市开工。") == ["《没有关上。", "甲市签约。", "乙市开工。"]


def test_paragraphs_and_headings() -> None:
    text = "两城携手 共建一廊\n\n甲市签约。乙市开工。\n清单如下：\n甲项目"
    found = [(s.paragraph, s.heading) for s in split_sentences(text)]
    assert found == [(0, True), (1, False), (1, False), (2, False), (3, True)]


@given(st.one_of(st.text(), HOSTILE))
def test_every_character_is_in_exactly_one(text: str) -> None:
    sentences = split_sentences(text)
    covered = [0] * len(text)
    for sentence in sentences:
        words = text[sentence.span.start : sentence.span.end]
        assert words and words == words.strip() and "\n" not in words
        for place in range(sentence.span.start, sentence.span.end):
            covered[place] += 1
    assert all(n == 1 or (n == 0 and c.isspace()) for n, c in zip(covered, text, strict=True))
    assert [s.paragraph for s in sentences] == sorted(s.paragraph for s in sentences)


@pytest.mark.parametrize("unit", ["甲", "“", "（《", "签约。", "，", '"。', "…", " ", "甲&"])
def test_a_million_characters(unit: str) -> None:
    size = 1_000_000 if LONG or unit == "甲" else 250_000
    text = unit * (size // len(unit))
    begun = time.process_time()
    sentences = split_sentences(text)
    assert time.process_time() - begun < 8
    assert all(len(s.span) <= LONGEST for s in sentences)
