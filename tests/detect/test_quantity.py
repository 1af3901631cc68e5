"""Sums and areas: the cases of quantities.tsv, the examples beside the rules, and what must hold of any text."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.detect.cues import load_cues
from kg.detect.numerals import parse_number
from kg.detect.quantity import find_quantities
from kg.model import Article, Mention
from kg.tables import language, read_rows

CASES = [
    row
    for _, row in read_rows(Path(__file__).with_name("quantities.tsv"), ("text", "surface", "value", "unit", "marks"))
]
UNITS = [row for _, row in read_rows(language("units.tsv"), ("word", "kind", "value", "example", "means"))]
PIECES = [
    "3",
    "1,415",
    ".5",
    "亿",
    "万",
    "百",
    "几",
    "元",
    "亩",
    "平方米",
    "港元",
    "至",
    "-",
    "、",
    "总投资",
    "三",
    "余",
    "\n",
    " ",
]


def amounts_of(text: str) -> list[Mention]:
    return find_quantities(Article("a", "a.txt", "", None, text), ())


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["text"])
def test_case(row: dict[str, str]) -> None:
    found = amounts_of(row["text"])
    mention = next((m for m in found if m.surface == row["surface"]), None)
    if row["value"] == "!":
        assert all(row["surface"] not in m.surface for m in found)
        return
    assert mention is not None, [m.surface for m in found]
    assert (mention.value.lexical if mention.value else "-") == row["value"]
    assert (mention.value.unit if mention.value else "") == row["unit"]
    for mark in filter(None, row["marks"].split(",")):
        assert (mark.lstrip("-") in mention.marks) != mark.startswith("-"), mention.marks


@pytest.mark.parametrize("row", UNITS, ids=lambda row: row["word"])
def test_example_of_unit(row: dict[str, str]) -> None:
    (mention,) = amounts_of(row["example"])
    assert mention.value is not None
    assert mention.kind == row["kind"]
    assert mention.value.lexical == row["means"]
    assert mention.value.unit == (row["value"] if row["kind"] == "Money" else "km2")


@pytest.mark.parametrize("cue", load_cues("quantity_cues.tsv"), ids=lambda cue: f"{cue.mark}:{cue.line}")
def test_example_of_cue(cue: object) -> None:
    row = next(row for row in load_cues("quantity_cues.tsv") if row is cue)
    assert row.mark in amounts_of(row.example)[0].marks


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_surfaces_are_slices_in_order(text: str) -> None:
    end = 0
    for mention in amounts_of(text):
        assert mention.surface == text[mention.span.start : mention.span.end]
        assert mention.span.start >= end
        end = mention.span.end


@given(
    st.decimals("0.01", "9999.99", places=2), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8), ("万亿", 10**12)])
)
def test_arabic_sums_are_exact(number: Decimal, scale: tuple[str, int]) -> None:
    (mention,) = amounts_of(f"总投资{number}{scale[0]}元。")
    assert mention.value is not None
    assert Decimal(mention.value.lexical) == number * scale[1]


def written(number: int) -> str:
    """A number below 10,000 in Chinese characters."""
    digits, out = "零一二三四五六七八九", ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        figure = number // place % 10
        if figure:
            out += digits[figure] + unit
        elif out and not out.endswith("零") and number % place:
            out += "零"
    return out


@given(st.integers(1, 9999), st.integers(0, 9999))
def test_chinese_numbers_come_back(high: int, low: int) -> None:
    tail = "" if not low else ("零" if low < 1000 else "") + written(low)
    assert parse_number(f"{written(high)}万{tail}") == high * 10000 + low


@pytest.mark.parametrize("figures", ["5" * 30, "1" + "亿" * 39, "9" * 5000, "1" + "亿" * 5000, "0." + "1" * 38])
def test_what_is_too_long_for_a_number(figures: str) -> None:
    number = parse_number(figures)
    assert number is None or figures.startswith("0.")
    amounts_of(f"总投资{figures}元。")


@pytest.mark.parametrize("piece", ["亿", "1", "一", "1,415", "3亿", "3亿元", "20亿—", "百亩", "$", "平方"])
def test_time_is_linear(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    started = time.process_time()
    amounts_of(text)
    assert time.process_time() - started < 8
