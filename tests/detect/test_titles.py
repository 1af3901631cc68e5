"""Titles: where they begin and end, and what they are. Every row of the table is its own case."""

from __future__ import annotations

import pytest

from kg.detect.titles import find_titles, title_types
from kg.model import Mention
from kg.tables import language, read_rows

ROWS = [row for _, row in read_rows(language("titles.tsv"), ("ending", "type", "signed", "example"))]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["ending"])
def test_rows(row: dict[str, str]) -> None:
    assert title_types(row["example"], "印发")[0] == row["type"]
    assert title_types(row["example"], "双方签署")[0] == row["signed"]


def found(text: str) -> list[Mention]:
    return list(find_titles(text, text))


def test_a_title_within_a_title_is_part_of_it() -> None:
    assert [m.surface for m in found("签署《落实〈规划〉和《纲要》的合作协议》。")] == [
        "落实〈规划〉和《纲要》的合作协议"
    ]


def test_a_title_broken_by_a_line_end() -> None:
    assert [m.kind for m in found("签署《战略合作\n框架协议》")] == ["Agreement"]


@pytest.mark.parametrize("text", ["据《人民日报》报道", "《协议", "》《》", "《" + "长" * 200 + "协议》"])
def test_no_title(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("举行《赣粤产业合作协议》“云签约”仪式。", "《赣粤产业合作协议》“云签约”仪式"),
        ("《赣粤产业合作备忘录》签署仪式在赣州举行", "《赣粤产业合作备忘录》签署仪式"),
    ],
)
def test_an_event_called_after_a_title(text: str, name: str) -> None:
    agreement, event = found(text)
    assert (agreement.kind, event.kind, event.name) == ("Agreement", "Event", name)


def test_a_title_signed_at_an_event_names_none() -> None:
    assert [m.kind for m in found("《赣粤产业合作协议》在第三届论坛上签署，出席仪式")] == ["Agreement"]


@pytest.mark.parametrize(
    "text", ["《赣粤都市圈发展规划》获国家发展改革委批复", "《湿地保护条例》开展专题会议", "《赣粤指引》也提交会议"]
)
def test_what_is_said_of_a_title_is_no_event(text: str) -> None:
    assert not [m for m in found(text) if m.kind == "Event"]


@pytest.mark.parametrize(
    "row",
    [r for _, r in read_rows(language("title_events.tsv"), ("word", "place", "example"))],
    ids=lambda row: row["word"],
)
def test_words_of_events(row: dict[str, str]) -> None:
    assert row["word"] in row["example"]
    assert [m.kind for m in found(row["example"] + "举行")] == ["Agreement", "Event"]
