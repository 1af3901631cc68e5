"""What was decided across articles of whether two things are one, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.serve.reader import Reader

_DECISIONS = """
SELECT ?d ?verdict ?score ?by ?reason ?candidate ?name {{
  {pattern}
  ?d rc:verdict ?verdict ; rc:score ?score ; rc:decidedBy ?by ; rc:candidate ?candidate .
  OPTIONAL {{ ?d rc:reason ?reason }}
  OPTIONAL {{ ?d rc:candidateName ?name }}
}} ORDER BY ?d ?reason ?name
"""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether two things are one; `names`, `candidates` (IRIs) and `reasons` in order."""

    iri: str
    verdict: str
    score: float
    by: str
    names: dict[str, None] = field(default_factory=dict)
    candidates: dict[str, None] = field(default_factory=dict)
    reasons: dict[str, None] = field(default_factory=dict)


def decisions(source: Reader) -> list[Decision]:
    """Every decision, the least sure first; read once for each build."""
    found = source.once("explore decisions", lambda kept: _asked(kept, "?d a rc:Decision ."))
    return sorted(found, key=lambda one: (one.score, one.iri))


def decisions_about(source: Reader, iri: str) -> list[Decision]:
    """What was decided of a thing, or of what was merged into it, the surest first."""
    pattern = f"{{ <{iri}> rc:mergedFrom ?own }} UNION {{ BIND(<{iri}> AS ?own) }} ?d rc:candidate ?own ."
    return sorted(_asked(source, pattern), key=lambda one: (-one.score, one.iri))


def _asked(source: Reader, pattern: str) -> list[Decision]:
    found: dict[str, Decision] = {}
    for d, verdict, score, by, reason, candidate, name in source.select(_DECISIONS.format(pattern=pattern)):
        one = found.setdefault(str(d), Decision(str(d), str(verdict), float(str(score)), str(by)))
        for kept, cell in ((one.names, name), (one.candidates, candidate), (one.reasons, reason)):
            if cell is not None:
                kept[str(cell)] = None
    return list(found.values())
