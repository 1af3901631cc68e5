"""A folder and a plain query in, the database's answer out, with next to nothing loaded.

What is not plain is answered by `Store`, whose rules these are: nothing here may be more than it would allow.
"""

# ruff: noqa: PTH110, PTH123, SIM115 - pathlib takes as long to load as the query to answer; the lock stays open

from __future__ import annotations

import os

from kg.store.layout import CHANGED_NAME, CURRENT_NAME, DATABASE_NAME, LOCK_NAME, PUBLISHED_NAME
from kg.vocabulary import PREFIXES

TYPE_CHECKING = False  # typing's own would load it
if TYPE_CHECKING:
    from typing import Any

_DEFINED_BY = PREFIXES["rdfs"] + "isDefinedBy"
# Where one of these stands, in whatever writing, a query may name other machines or graphs: `kg.store.refusal` decides.
_NOT_PLAIN = ("service", "from", "\\u")


def solutions(folder: str, sparql: str) -> Any:
    """The rows of a SELECT as the database gives them; None: ask `Store`, which knows more and says what is wrong.

    Raises what the database raises; `Store` makes one line of it.
    """
    lower = sparql.lower()
    if any(word in lower for word in _NOT_PLAIN):
        return None
    held = _held(f"{folder}/{PUBLISHED_NAME}") if os.path.exists(f"{folder}/{DATABASE_NAME}") else None
    if held is None:
        return None
    import pyoxigraph as ox

    store = ox.Store.read_only(held)
    if next(store.quads_for_pattern(None, ox.NamedNode(_DEFINED_BY), None, ox.DefaultGraph()), None):
        return None  # it has terms of its own, with a prefix of their own
    found = store.query(sparql, prefixes=PREFIXES)
    return found if isinstance(found, ox.QuerySolutions) else None


_LOCKS: list[Any] = []  # held until the process ends


def _held(shelf: str) -> str | None:
    """The newest state that is published, held for reading, as `Snapshot.hold` does; None: there is more to it."""
    try:
        import fcntl

        with open(f"{shelf}/{CURRENT_NAME}", encoding="ascii") as file:
            name = file.read().strip()
        if not name or os.path.exists(f"{shelf}/{CHANGED_NAME}"):
            return None
        lock = open(f"{shelf}/{name}/{LOCK_NAME}", encoding="ascii")
        _LOCKS.append(lock)
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (ImportError, OSError, ValueError):
        return None
    return f"{shelf}/{name}" if os.path.exists(f"{shelf}/{name}/{DATABASE_NAME}") else None
