"""Quads in, answers out: the graph as it is kept, one named graph an article, in an embedded Oxigraph store."""

from __future__ import annotations

TYPE_CHECKING = False  # typing's own would load it
if TYPE_CHECKING:
    from typing import Any

    from kg.store.embedded import Store
    from kg.store.rows import Answer, Row, Rows, Triples, shortened, shown, table

__all__ = ["Answer", "Row", "Rows", "Store", "Triples", "shortened", "shown", "table"]


def __getattr__(name: str) -> Any:
    """What is asked for, loaded then: `kg.store.quick` needs none of it."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(name)
    found = getattr(import_module(f"kg.store.{'embedded' if name == 'Store' else 'rows'}"), name)
    globals()[name] = found
    return found
