"""Thoughts -> statements: one evidence for a fact, one value where there can be but one, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from kg.model import Statement, Value
from kg.relate.implied import implied
from kg.tables import language, read_rows
from kg.vocabulary import SYMMETRIC_PREDICATES

# A subject has one of each: the likeliest wins, the others are handed on as rejected.
_SINGLE = frozenset(
    ("signedOn", "issuedOn", "heldOn", "startedOn", "completedOn", "establishedOn", "area", "status", "signedAt")
)  # fmt: skip
_DEFAULT = 0.35
# What is less likely is not even handed on as rejected.
_FAINT = 0.1

Fact = tuple[str, str, str | Value]


@cache
def thresholds() -> Mapping[str, float]:
    """The least confidence with which a fact of each predicate is said."""
    rows = read_rows(language("thresholds.tsv"), ("predicate", "confidence"))
    return {row["predicate"]: row.number("confidence", 0, 1) for _, row in rows}


def settle(
    thoughts: Iterable[Statement], least: Mapping[str, float] | None = None
) -> tuple[list[Statement], list[Statement]]:
    """What is said and what is rejected, both in the order of their evidence in the text."""
    least = thresholds() if least is None else least
    facts = _best(thoughts)
    said: list[Statement] = []
    rejected: list[Statement] = []
    taken: set[tuple[str, str]] = set()
    for statement in sorted(facts.values(), key=_rank):
        slot = (statement.subject, statement.predicate)
        if statement.evidence[0].confidence < _FAINT:
            continue
        if statement.evidence[0].confidence < least.get(statement.predicate, _DEFAULT) or (
            statement.predicate in _SINGLE and slot in taken
        ):
            rejected.append(statement)
        else:
            taken.add(slot)
            said.append(statement)
    said = list(_best([*said, *implied(said)]).values())
    return sorted(said, key=_place), sorted(rejected, key=_place)


def with_own(said: Sequence[Statement], own: Iterable[Statement]) -> list[Statement]:
    """What is said, with what the words of the user's own tables say: of each fact the best evidence."""
    found = list(own)
    return sorted(_best([*said, *found]).values(), key=_place) if found else list(said)


def fact_of(statement: Statement) -> Fact:
    """What a statement says, whatever its evidence; cooperation goes both ways."""
    if statement.predicate in SYMMETRIC_PREDICATES and isinstance(statement.object, str):
        first, second = sorted((statement.subject, statement.object))
        return first, statement.predicate, second
    return statement.subject, statement.predicate, statement.object


def _best(statements: Iterable[Statement]) -> dict[Fact, Statement]:
    """The best evidence of each fact; what goes both ways is one fact."""
    best: dict[Fact, Statement] = {}
    for statement in statements:
        key = fact_of(statement)
        if key not in best or _rank(statement) < _rank(best[key]):
            best[key] = statement
    return best


def _rank(statement: Statement) -> tuple[float, int, int, str]:
    evidence = statement.evidence[0]
    return -evidence.confidence, evidence.span.start, evidence.span.end, statement.subject


def _place(statement: Statement) -> tuple[int, int, str, str, str]:
    span = statement.evidence[0].span
    return span.start, span.end, statement.predicate, statement.subject, str(statement.object)
