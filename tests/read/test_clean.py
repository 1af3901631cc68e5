"""Cleaning: what it must reach on the gold texts, and what is always true of it."""

from __future__ import annotations

import re
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lang import aligned
from kg.learn.gold import load_gold
from kg.read import clean
from kg.read.clean import STEPS
from kg.segment import split_sentences

TOP = Path(__file__).parents[2]
GOLD = TOP / "tests" / "gold"
FLOOR = 0.99

PIECES = st.sampled_from(
    ["重庆", "高新区", "签署", "协议", "，", "。", "“", "”", "《", "》", "（", "）", " ", "　　", "\n", "\n\n",
     "3 月 26", "日", "2 0 2 1", "——", "；", "：", "A3 版", "（下转第三版）", "相关阅读", "\u202e", "\u200b", "😀",
     "\r\n", "a b", "首页 > 正文", "责任编辑：张某", "▲图"]
)  # fmt: skip


def sentences(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in split_sentences(text)]


def test_sentences_of_the_founding_articles() -> None:
    wanted, found = 0, 0
    for path in sorted((GOLD / "seeds").glob("*.clean.txt")):
        raw = (TOP / "seeds" / "articles" / path.name.replace(".clean", "")).read_text(encoding="utf-8")
        cleaned = clean(raw)
        for sentence in sentences(path.read_text(encoding="utf-8")):
            wanted += 1
            found += sentence in cleaned
    assert wanted > 100
    assert found / wanted >= FLOOR


def test_nothing_annotated_is_lost() -> None:
    """Every name and quote that the raw page holds (white space and marks aside) is in the cleaned text."""
    before, after, total = 0, 0, 0
    for raw, gold in zip(load_gold(GOLD / "train"), load_gold(GOLD / "train", clean=clean), strict=True):
        page, text = raw.article.text, gold.article.text
        wanted = [name for e in gold.entities for name in e.names] + [f.quote for f in gold.facts if f.quote]
        lost = [w for w in wanted if tight(w) in tight(page) and tight(w) not in tight(text)]
        assert lost == [], gold.article.id
        total += len(wanted)
        before += sum(w in page for w in wanted)
        after += sum(w in text for w in wanted)
    assert after > before
    assert after / total >= 0.985


def tight(text: str) -> str:
    return re.sub(r'[\s"]', "", aligned(text, traditional=True))


@pytest.mark.parametrize("path", sorted((GOLD / "train").glob("*.txt"))[::5], ids=lambda p: p.stem)
def test_clean_is_clean(path: Path) -> None:
    once = clean(path.read_text(encoding="utf-8"))
    assert clean(once) == once


@settings(deadline=None, max_examples=300)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=60).map("".join)))
def test_always_true(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not Counter(cleaned.replace("\n", "").replace(" ", "")) - Counter(text), "no character is made"
    assert all(line == line.strip() and line for line in cleaned.split("\n") if cleaned)


def test_steps_say_why() -> None:
    names = [name for name, _, _ in STEPS]
    assert len(set(names)) == len(names)
    assert all(name == step.__name__ and reason for name, step, reason in STEPS)


@pytest.mark.parametrize(
    ("unit", "length"),
    [("甲", 1_000_000), ("甲，", 1_000_000), ("甲 ", 400_000), (" ", 400_000), ("| ", 400_000), ("“", 400_000),
     ("（《", 400_000), ("首页 > ", 200_000),
     ("责编 ", 200_000), ("3 ", 200_000), ("重庆高\n新区签署合作协\n议，", 200_000), ("下转第三版\n", 100_000),
     ("\n\n", 100_000), ("，\n", 100_000), ("▲\n", 100_000), ("相关阅读\n", 100_000)],
)  # fmt: skip
def test_time_is_linear(unit: str, length: int) -> None:
    text = unit * (length // len(unit))
    begun = time.process_time()
    clean(text)
    assert time.process_time() - begun < 20
