"""Quads in; the quads that conform, and the violations of the others, out."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from kg import vocabulary as v
from kg.rdf.validation import Violation, validate


def conforming(quads: Iterable[Quad]) -> tuple[list[Quad], list[Violation]]:
    """Check one article's graph; leave out the claims that break a shape, and the edges that no claim is left for.

    A violation that no claim is to blame for is told too, and leaves nothing out.
    """
    kept = list(quads)
    violations = validate(kept)
    if blamed := {claim for violation in violations for claim in violation.claims}:
        kept = [quad for quad in kept if str(quad.subject)[1:-1] not in blamed]
        bare = {(bad.focus, bad.path, bad.value) for bad in validate(kept) if bad.constraint == "EdgeHasClaim"}
        kept = [quad for quad in kept if _edge(quad) not in bare]
    return kept, violations


def explained(violations: Iterable[Violation], quads: Iterable[Quad], base: str) -> list[str]:
    """A line on each violation: what breaks the shapes, why, and in which words; `quads` have the claims' quotes."""
    quotes = {
        str(quad.subject)[1:-1]: str(getattr(quad.object, "value", ""))
        for quad in quads
        if quad.predicate.value == v.QUOTE
    }
    lines = []
    for bad in violations:
        path = v.compact(bad.path) if bad.path else ""
        what = " ".join(filter(None, (bad.focus.removeprefix(base), path, bad.value)))
        why = " ".join(filter(None, (bad.constraint.removesuffix("ConstraintComponent"), bad.expected)))
        words = "".join(f": “{' '.join(quotes[claim].split())}”" for claim in bad.claims[:1] if claim in quotes)
        lines.append(f"{what} breaks the shapes ({why}){words}")
    return lines


def _edge(quad: Quad) -> tuple[str, str, str] | None:
    if v.term_name(quad.predicate.value) not in v.PREDICATES:
        return None
    subject, obj = str(quad.subject), str(quad.object)
    return subject[1:-1], quad.predicate.value, obj[1:-1] if obj.startswith("<") else obj
