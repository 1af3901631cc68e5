"""Tokens -> what is asked. Every word must find its place in it; a question with a word left over is not answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.ask.attributes import by_attribute
from kg.ask.frame import Declined, Frame
from kg.ask.plainly import by_names_alone
from kg.ask.question import Question
from kg.ask.reading import Plain, Token
from kg.ask.refusals import refused
from kg.ask.relating import by_verb
from kg.ask.sets import take_sets

# Words that shape a question but ask for nothing: they need not be used.
_FREE = ("small", "polite", "hedge", "pause", "be", "and", "of", "at", "by", "each", "together", "total")


def understand(tokens: Sequence[Token], asked: Plain) -> Frame | Declined:
    """What the question asks for, or why it is not answered."""
    if reason := refused(tokens, asked):
        return reason
    q = Question(_as_verbs(tokens))
    take_sets(q)
    frame = by_attribute(q) or by_verb(q) or by_names_alone(q)
    if isinstance(frame, Declined):
        return frame
    if frame is None:
        return Declined("unclear")
    if (place := _left_over(q, frame)) is not None:
        return Declined("unused", tokens[place].text)
    return _aimed(q, frame)


def _as_verbs(tokens: Sequence[Token]) -> list[Token]:
    """谁在建 asks who builds: after an asking word the state is a verb."""
    verb = next((t for t in tokens if t.kind == "verb"), None)
    return [
        replace(token, kind="verb", means="build")
        if verb is None and token.means == "underway" and place and tokens[place - 1].kind == "ask"
        and tokens[place - 1].means == "who" else token
        for place, token in enumerate(tokens)
    ]  # fmt: skip


def _left_over(q: Question, frame: Frame) -> int | None:
    """The first token that the frame makes nothing of."""
    for place, token in enumerate(q.tokens):
        if place in q.used or token.kind in _FREE:
            continue
        if token.kind == "verb" and token.means in ("exist", "concern"):
            continue
        if token.kind == "between" and len(q.operands) > 1:
            continue
        if token.kind == "whether":
            continue
        return place
    return next((one.at for one in q.operands if one.at not in q.told), None)


def _aimed(q: Question, frame: Frame) -> Frame:
    """A list may be counted, and money added up."""
    many = any(t.kind == "ask" and t.means == "many" for t in q.tokens)
    if frame.aim == "list" and many:
        return replace(frame, aim="count")
    if frame.aim == "value" and many and not set(frame.predicates) & {"totalInvestment", "annualInvestment", "area"}:
        return replace(frame, aim="count")
    if frame.aim == "value" and "totalInvestment" in frame.predicates and frame.things:
        return replace(frame, aim="sum")
    return frame
