"""What follows from what is said: each rule adds a statement where the text leaves it to the reader."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from kg.model import Evidence, Statement, Value


def implied(said: Sequence[Statement]) -> list[Statement]:
    """The statements that follow from those that are said, by every rule of `RULES`."""
    return [statement for rule in RULES for statement in rule(said)]


def co_signatories(said: Sequence[Statement]) -> Iterator[Statement]:
    """Two or three parties that sign together also cooperate (the guideline's rule)."""
    for signed in _by_subject(said, "signatory").values():
        if not 2 <= len(signed) <= 3:
            continue
        for left, right in combinations(signed, 2):
            if left.object != right.object:
                weaker = min(left, right, key=lambda s: s.evidence[0].confidence)
                yield _follows(weaker, str(left.object), "cooperatesWith", right.object)


def signed_when_held(said: Sequence[Statement]) -> Iterator[Statement]:
    """What is signed at a meeting is signed on its day, unless the text names another."""
    dated = {s.subject for s in said if s.predicate == "signedOn"}
    held = {s.subject: s for s in said if s.predicate == "heldOn"}
    for statement in said:
        if statement.predicate == "signedAt" and statement.subject not in dated and statement.object in held:
            day = held[str(statement.object)]
            weaker = min(statement, day, key=lambda s: s.evidence[0].confidence)
            yield _follows(replace(day, evidence=(_weak(day, weaker),)), statement.subject, "signedOn", day.object)


def state_of_dates(said: Sequence[Statement]) -> Iterator[Statement]:
    """What was completed on a day is completed; what was started on a day, and no more is said of it, is started."""
    known = {s.subject for s in said if s.predicate == "status"}
    completed = _by_subject(said, "completedOn")
    for subject, statements in completed.items():
        if subject not in known:
            yield _follows(statements[0], subject, "status", Value("completed", "status"))
    for subject, statements in _by_subject(said, "startedOn").items():
        if subject not in known and subject not in completed:
            yield _follows(statements[0], subject, "status", Value("started", "status"))


RULES: tuple[Callable[[Sequence[Statement]], Iterator[Statement]], ...] = (
    co_signatories,
    signed_when_held,
    state_of_dates,
)


def _by_subject(said: Sequence[Statement], predicate: str) -> dict[str, list[Statement]]:
    found: dict[str, list[Statement]] = defaultdict(list)
    for statement in said:
        if statement.predicate == predicate:
            found[statement.subject].append(statement)
    return found


def _weak(statement: Statement, weaker: Statement) -> Evidence:
    return replace(statement.evidence[0], confidence=weaker.evidence[0].confidence)


def _follows(from_: Statement, subject: str, predicate: str, target: str | Value) -> Statement:
    """A statement with the evidence of the one that it follows from; its rule names it."""
    evidence = replace(from_.evidence[0], rule=f"implied:{from_.predicate}")
    return Statement(subject, predicate, target, (evidence,))
