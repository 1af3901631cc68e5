"""A graph in, what was decided across its articles out: which things are one, which are not, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any, Literal
from urllib.parse import unquote

from kg.query.source import Source

Verdict = Literal["same", "different", "doubtful"]

_DECISIONS = """
SELECT ?decision ?verdict ?score ?by ?candidate {
  ?decision a rc:Decision ; rc:verdict ?verdict ; rc:score ?score ; rc:decidedBy ?by ; rc:candidate ?candidate .
} ORDER BY ?decision ?candidate
"""
_NAMES = "SELECT ?decision ?name { ?decision a rc:Decision ; rc:candidateName ?name } ORDER BY ?decision ?name"
_REASONS = "SELECT ?decision ?reason { ?decision a rc:Decision ; rc:reason ?reason } ORDER BY ?decision ?reason"


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two things are one. `left` and `right` are the IRIs that the two have by themselves, before any merge;
    `score` from 0 to 1 says how likely they are one; `by`: rules or judgement."""

    left: str
    right: str
    left_name: str
    right_name: str
    verdict: str
    score: float
    reasons: tuple[str, ...]
    by: str

    def asdict(self) -> dict[str, Any]:
        """The decision as plain data, for JSON."""
        return asdict(self)


def decisions(source: Source, verdict: Verdict | None = None) -> list[Decision]:
    """Every decision, or those of one verdict; the least sure first."""
    candidates: dict[str, list[str]] = defaultdict(list)
    said: dict[str, tuple[str, float, str]] = {}
    for decision, ruling, score, by, candidate in source.select(_DECISIONS):
        candidates[str(decision)].append(str(candidate))
        said[str(decision)] = str(ruling), float(score), str(by)
    names, reasons = (_listed(source, query) for query in (_NAMES, _REASONS))
    found = []
    for decision, (ruling, certain, decider) in said.items():
        pair = candidates[decision]
        if len(pair) != 2 or verdict not in (None, ruling):
            continue
        left, right = _paired(pair, names[decision])
        # The weightiest reason first: each begins with its weight.
        why = tuple(sorted(reasons[decision], key=_weight))
        found.append(Decision(pair[0], pair[1], left, right, ruling, certain, why, decider))
    return sorted(found, key=lambda one: (one.score, one.left, one.right))


def _listed(source: Source, query: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for decision, words in source.select(query):
        found[str(decision)].append(str(words))
    return found


def _paired(iris: list[str], names: list[str]) -> tuple[str, str]:
    """The names in the order of the IRIs: each IRI is made from its name, perhaps with a context."""
    if len(names) != 2:
        return (names[0], names[0]) if names else (unquote(iris[0]), unquote(iris[1]))
    from rapidfuzz import fuzz

    ends = [unquote(iri).rpartition("/")[2] for iri in iris]
    straight, crossed = (
        sum(fuzz.ratio(end, name) for end, name in zip(ends, order, strict=True)) for order in (names, names[::-1])
    )
    return (names[0], names[1]) if straight >= crossed else (names[1], names[0])


def _weight(reason: str) -> tuple[float, str]:
    number = reason.split(maxsplit=1)[0].removeprefix("+")
    try:
        return -abs(float(number)), reason
    except ValueError:
        return 0.0, reason
