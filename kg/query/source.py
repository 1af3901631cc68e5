"""What this package asks of a store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Source(Protocol):
    """Whatever answers a SELECT with rows of plain values, in the order of its variables."""

    def select(self, sparql: str) -> Sequence[Any]:
        """Rows as tuples; IRIs are `vocabulary.Iri`, numbers int or Decimal, unbound variables None."""
        ...
