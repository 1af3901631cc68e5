"""Texts that make a regular expression try again and again, made from its own parts; and what they cost."""

from __future__ import annotations

import re
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from re import _constants as code  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType
from typing import Any

_MOST = 24  # attacks on one pattern
_CATEGORIES = {
    code.CATEGORY_DIGIT: "1", code.CATEGORY_SPACE: " ", code.CATEGORY_WORD: "a", code.CATEGORY_NOT_DIGIT: "甲",
    code.CATEGORY_NOT_SPACE: "甲", code.CATEGORY_NOT_WORD: "，",
}  # fmt: skip


def attacks(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """(beginning, what is repeated, end) of texts: for each repeat its body, after what leads to it, and not closed."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(source, pattern.flags & ~re.UNICODE)
    found: dict[tuple[str, str, str], None] = {}
    for before, bodies in _repeats(tree, ""):
        for body in bodies:
            for start in ("", before):
                found[start, body, "\x01"] = None
                found[start, body, ""] = None
    whole = _sample(tree)
    for piece in (whole, whole[:-1], whole[:1], *{"1", " ", "甲", "，", "\n", "“", "a", "(", "<"}):
        if piece:
            found["", piece, "\x01"] = None
    return list(found)[:_MOST]


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, list[str]]]:
    for op, told in tree:
        if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            _, most, body = told
            if most > 3:
                yield before, [text for text in dict.fromkeys(_samples(body)) if text]
        yield from ((before + start, bodies) for start, bodies in _inside(op, told))
        before += _sample([(op, told)])


def _inside(op: Any, told: Any) -> Iterator[tuple[str, list[str]]]:
    for part in _parts(op, told):
        yield from _repeats(part, "")


def _parts(op: Any, told: Any) -> list[Any]:
    if op is code.BRANCH:
        return list(told[1])
    if op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
        return [told[2]]
    if op is code.SUBPATTERN:
        return [told[3]]
    if op in (code.ASSERT, code.ASSERT_NOT):
        return [told[1]]
    if op is code.ATOMIC_GROUP:
        return [told]
    return [part for part in told[1:] if part is not None] if op is code.GROUPREF_EXISTS else []


def _samples(tree: Any) -> list[str]:
    """A few different texts that the tree fits."""
    if len(tree) == 1 and tree[0][0] is code.BRANCH:
        return [_sample(branch) for branch in tree[0][1][1][:6]]
    if len(tree) == 1 and tree[0][0] is code.IN:
        return [*_members(tree[0][1])[:4]]
    if len(tree) == 1 and tree[0][0] is code.SUBPATTERN:
        return _samples(tree[0][1][3])
    return [_sample(tree), *(_sample([*tree[:at], *part, *tree[at + 1 :]]) for at in range(len(tree)) for part in
            _parts(*tree[at])[1:4] if tree[at][0] is code.BRANCH)]  # fmt: skip


def _members(told: Any) -> str:
    """Characters of a class; of one that says what not, such as are seldom named."""
    if told and told[0][0] is code.NEGATE:
        return "甲a1 "
    found = ""
    for op, what in told:
        if op is code.LITERAL:
            found += chr(what)
        elif op is code.RANGE:
            found += chr(what[0]) + chr(what[1])
        elif op is code.CATEGORY:
            found += _CATEGORIES.get(what, "甲")
    return found


def _sample(tree: Any) -> str:
    """A text that the tree fits, but for what it looks at before and behind."""
    found = ""
    for op, told in tree:
        if op is code.LITERAL:
            found += chr(told)
        elif op is code.NOT_LITERAL:
            found += "甲" if told != ord("甲") else "乙"
        elif op is code.ANY:
            found += "甲"
        elif op is code.IN:
            found += _members(told)[:1]
        elif op in (code.MAX_REPEAT, code.MIN_REPEAT, code.POSSESSIVE_REPEAT):
            found += _sample(told[2]) * max(1, min(told[0], 20))
        elif op in (code.BRANCH, code.SUBPATTERN, code.ATOMIC_GROUP):
            found += _sample(_parts(op, told)[0])
    return found


class Endless(Exception):
    """An attempt that took too long."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise Endless in what takes longer (of the process's own time)."""

    def ring(_: int, __: FrameType | None) -> None:
        raise Endless

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def cost(
    pattern: re.Pattern[Any], attack: tuple[str, str, str], length: int, limit: float, uses: Iterable[str]
) -> float:
    """Seconds of this process to use the pattern so on the attack of this length. Raises Endless."""
    before, body, end = attack
    text: Any = (before + body * (length // len(body) + 1))[:length] + end
    if isinstance(pattern.pattern, bytes):
        text = text.encode("latin-1", "replace")
    with within(limit):
        begun = time.process_time()
        for use in uses:
            if use in ("match", "fullmatch"):
                getattr(pattern, use)(text)
            else:
                deque(pattern.finditer(text), maxlen=0)
        return time.process_time() - begun
