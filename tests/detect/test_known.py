"""Known names in and beside learned ones: the table's examples, and what gives way to what."""

import pytest

from kg.detect.known import KNOWN, find_known, with_known
from kg.model import Mention, Span
from kg.tables import language, read_rows

ROWS = [row for _, row in read_rows(language("offices.tsv"), ("word", "example"))]


def names(text: str) -> dict[str, str]:
    found = {mention.surface: mention.kind for mention in find_known(text, text)}
    assert all(text[m.span.start : m.span.end] == m.surface for m in find_known(text, text))
    return found


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["word"])
def test_example_of_an_office(row: dict[str, str]) -> None:
    body, _, after = row["example"].partition("[")[2].partition("]")
    assert after.startswith(row["word"])
    assert body in names(f"{body}通报。"), "the body alone is no known one: the example shows nothing"
    assert body not in names(f"{body}{after}。")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("遂宁市生态环境局通报水质。", "遂宁市生态环境局", "Government"),
        ("四川省遂宁市人民政府通报。", "四川省遂宁市人民政府", "Government"),
        ("射洪市委研究部署。", "射洪市委", "Government"),
        ("浙江大学与企业合作。", "浙江大学", "University"),
        ("企业迁到遂宁大英，园区扩建。", "大英", "Region"),
    ],
)
def test_what_is_known(text: str, name: str, kind: str) -> None:
    assert names(text)[name] == kind


def test_a_persons_university_is_no_name() -> None:
    assert "浙江大学" not in names("浙江大学教授到会。")


def test_a_byline_names_no_body() -> None:
    assert "遂宁市教育局" not in names("遂宁市教育局 2024-05-01\n会议召开。")


def mention(text: str, name: str, kind: str, confidence: float) -> Mention:
    start = text.index(name)
    return Mention(Span(start, start + len(name)), name, kind, "model", confidence=confidence)


TEXT = "遂宁市生态环境局印发全市方案。"


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (("遂宁市生态环境局", "Government", 0.3), ("遂宁市生态环境局", KNOWN)),
        (("遂宁市", "Region", 0.3), ("遂宁市生态环境局", KNOWN)),
        (("遂宁市生态环境局印发全市", "Government", 0.3), ("遂宁市生态环境局印发全市", 0.3)),
        (("遂宁市", "Region", 0.9), ("遂宁市", 0.9)),
    ],
)
def test_what_gives_way(found: tuple[str, str, float], expected: tuple[str, float]) -> None:
    layer = with_known([mention(TEXT, *found)], find_known(TEXT, TEXT))
    assert [(m.surface, m.confidence) for m in layer] == [expected]


def test_a_known_place_is_one() -> None:
    text = "遂宁发布规划。"
    found = [Mention(Span(0, 2), "遂宁", "Policy", "model:model", confidence=0.9)]
    (one,) = with_known(found, find_known(text, text))
    assert (one.surface, one.kind, one.confidence) == ("遂宁", "Region", 0.9)
