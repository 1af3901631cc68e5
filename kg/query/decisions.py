"""A graph in, what was decided across its articles out: which things are one, which are not, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass
from typing import Any, Literal

from kg.query.source import Source

Verdict = Literal["same", "different", "doubtful"]

_DECISIONS = """
SELECT ?decision ?verdict ?score ?by ?candidate (MIN(?called) AS ?name) {
  ?decision a rc:Decision ; rc:verdict ?verdict ; rc:score ?score ; rc:decidedBy ?by ; rc:candidate ?candidate .
  ?candidate rc:candidateName ?called .
} GROUP BY ?decision ?verdict ?score ?by ?candidate ORDER BY ?decision ?candidate
"""
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
    candidates: dict[str, list[tuple[str, str]]] = defaultdict(list)
    said: dict[str, tuple[str, float, str]] = {}
    for decision, ruling, score, by, candidate, name in source.select(_DECISIONS):
        candidates[str(decision)].append((str(candidate), str(name)))
        said[str(decision)] = str(ruling), float(score), str(by)
    reasons: dict[str, list[str]] = defaultdict(list)
    for decision, reason in source.select(_REASONS):
        reasons[str(decision)].append(str(reason))
    found = []
    for decision, (ruling, certain, decider) in said.items():
        if len(candidates[decision]) == 2 and verdict in (None, ruling):
            (left, left_name), (right, right_name) = candidates[decision]
            # The weightiest reason first: each begins with its weight.
            why = tuple(sorted(reasons[decision], key=_weight))
            found.append(Decision(left, right, left_name, right_name, ruling, certain, why, decider))
    return sorted(found, key=lambda one: (one.score, one.left, one.right))


def _weight(reason: str) -> tuple[float, str]:
    number = reason.split(maxsplit=1)[0].removeprefix("+")
    try:
        return -abs(float(number)), reason
    except ValueError:
        return 0.0, reason
