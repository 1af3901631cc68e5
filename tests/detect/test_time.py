"""Times: the cases of times.tsv, the examples beside the rules, and what must hold of any text."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.detect.cues import load_cues
from kg.detect.time import find_times
from kg.model import Article, Mention, Sentence, Span
from kg.tables import language, read_rows

COLUMNS = ("published", "text", "surface", "value", "marks")
CASES = [row for _, row in read_rows(Path(__file__).with_name("times.tsv"), COLUMNS)]
WORDS = [row for _, row in read_rows(language("time_words.tsv"), ("words", "example", "means"))]
PIECES = [
    "2021",
    "年",
    "3",
    "月",
    "26",
    "日",
    "今年",
    "当天",
    "至",
    "—",
    "前",
    "后",
    "天",
    "《",
    "》",
    "“",
    "\n",
    "一",
    "。",
]


def times_of(text: str, published: str | None = "2021-05-20") -> list[Mention]:
    sentences, paragraph = [], 0
    for found in re.finditer(r"[^。；\n]+[。；]?|\n", text):
        if found.group() == "\n":
            paragraph += 1
        else:
            sentences.append(Sentence(Span(*found.span()), paragraph))
    return find_times(Article("a", "a.txt", "", published, text), sentences)


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['text']}@{row['published']}")
def test_case(row: dict[str, str]) -> None:
    published = None if row["published"] == "-" else row["published"]
    found = times_of(row["text"].replace("|", "\n"), published)
    mention = next((m for m in found if m.surface == row["surface"]), None)
    if row["value"] == "!":
        assert all(row["surface"] not in m.surface for m in found)
        return
    assert mention is not None, [m.surface for m in found]
    assert (mention.value.lexical if mention.value else "-") == row["value"]
    for mark in filter(None, row["marks"].split(",")):
        assert (mark.lstrip("-") in mention.marks) != mark.startswith("-"), mention.marks


@pytest.mark.parametrize("row", WORDS, ids=lambda row: row["words"])
def test_example_of_word(row: dict[str, str]) -> None:
    words = row["words"].split("|")
    told = [m for m in times_of(row["example"]) if any(word in m.surface for word in words)]
    assert told, "no time found in the example"
    assert [m.value.lexical if m.value else "" for m in told] == [row["means"]]


@pytest.mark.parametrize("cue", load_cues("time_cues.tsv"), ids=lambda cue: f"{cue.mark}:{cue.line}")
def test_example_of_cue(cue: object) -> None:
    row = next(row for row in load_cues("time_cues.tsv") if row is cue)
    found = times_of(row.example)
    if row.mark == "recurring":
        assert not found
    else:
        assert row.mark in found[0].marks


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_surfaces_are_slices_in_order(text: str) -> None:
    end = 0
    for mention in times_of(text):
        assert mention.surface == text[mention.span.start : mention.span.end]
        assert mention.span.start >= end
        end = mention.span.end


@given(
    st.dates(date(1949, 10, 1), date(2060, 1, 1)),
    st.sampled_from(["{0}年{1}月{2}日", "{0}-{1:02}-{2:02}", "{0}.{1}.{2}"]),
)
def test_full_dates_come_back(day: date, form: str) -> None:
    (mention,) = times_of(f"会议于{form.format(day.year, day.month, day.day)}举行。")
    assert mention.value is not None
    assert (mention.value.lexical, mention.value.datatype) == (day.isoformat(), "date")


@given(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 200))
def test_recent_days_need_no_year(published: date, ago: int) -> None:
    day = published - timedelta(days=ago)
    (mention,) = times_of(f"{day.month}月{day.day}日，双方签约。", published.isoformat())
    assert mention.value is not None
    assert mention.value.lexical == day.isoformat()


@pytest.mark.parametrize("piece", ["1", "2021年", "年", "月", "一", "3月9日至", "今年", "《", "“", "前", "2021.", "20"])
def test_time_is_linear(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    started = time.process_time()
    find_times(Article("a", "a.txt", "", "2021-05-20", text), [Sentence(Span(0, len(text)))])
    assert time.process_time() - started < 8
