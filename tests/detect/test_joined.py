"""Names that begin with the parties: which are completed, which are left as they are."""

import pytest

from kg.detect.joined import with_parties
from kg.model import Mention, Span


def joined(marked: str) -> list[str]:
    """`[甲市|Region]与[乙市合作协议|Agreement]` -> the names after joining."""
    text, mentions = "", []
    for piece in marked.replace("[", "]").split("]"):
        name, _, kind = piece.partition("|")
        if kind:
            mentions.append(Mention(Span(len(text), len(text) + len(name)), name, kind, "test"))
        text += name
    found = with_parties(text, text, mentions)
    assert all(m.surface == text[m.span.start : m.span.end] for m in found)
    return [m.surface for m in found]


@pytest.mark.parametrize(
    ("marked", "names"),
    [
        ("[青岗高新区|Park]与[白沙高新区战略合作协议|Agreement]签于去年", ["青岗高新区与白沙高新区战略合作协议"]),
        ("[青岗高新区|Park]与[白沙高新区|Park][战略合作协议|Agreement]", ["青岗高新区与白沙高新区战略合作协议"]),
        (
            "[广东|Region]、[湖南|Region]和[江西省合作座谈会|Event]在[赣州|Region]召开",
            ["广东、湖南和江西省合作座谈会", "赣州"],
        ),
        ("[青岗高新区|Park] [白沙高新区第二次联席会议|Event]", ["青岗高新区 白沙高新区第二次联席会议"]),
    ],
)
def test_the_parties_belong_to_the_name(marked: str, names: list[str]) -> None:
    assert joined(marked) == names


@pytest.mark.parametrize(
    "marked",
    [
        "[青岗高新区|Park]与[白沙高新区|Park]签署[战略合作协议|Agreement]",  # a verb stands between
        "[青岗高新区|Park]与[战略合作协议|Agreement]",  # no second party
        "[青岗高新区|Park]与[白沙高新区|Park]",
        "[青岗高新区|Park]与《[白沙高新区合作协议|Agreement]》",  # a title says where it begins
        "[合作协议|Agreement]",
    ],
)
def test_others_stay(marked: str) -> None:
    assert len(joined(marked)) == marked.count("[")
