"""A name found once is a name wherever it stands; a restored one is not what its words say."""

from __future__ import annotations

from kg.detect.consistency import repeat
from kg.model import Mention, Span, Value

TEXT = "金凤实验室成立。如今金凤实验室已有三百人，金凤很大。江津区、永川区生态环境局到江津区调研。"


def repeated(mention: Mention) -> list[tuple[int, str]]:
    return [(m.span.start, m.kind) for m in repeat(TEXT, TEXT, [mention])]


def test_every_further_place() -> None:
    first = Mention(Span(0, 5), "金凤实验室", "Research", "model")
    assert repeated(first) == [(0, "Research"), (TEXT.index("金凤实验室", 1), "Research")]


def test_two_characters_are_too_few() -> None:
    start = TEXT.index("金凤很")
    assert repeated(Mention(Span(start, start + 2), "金凤", "Research", "model")) == []


def test_a_restored_name_is_not_repeated() -> None:
    start = TEXT.index("江津区")
    assert (
        repeated(Mention(Span(start, start + 3), "江津区", "Government", "shared-part", Value("江津区生态环境局")))
        == []
    )
