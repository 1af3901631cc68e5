"""An answer that a server may have cut off -> the whole answer, or an error.

Some servers give no more than so many rows and say so in a header (Virtuoso), or not at all. Where an answer has as
many rows as such a limit may have, the next ones are asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from kg.errors import StoreError
from kg.store.rewriting import Asked, as_select, limit_of, page, parts
from kg.store.rows import Answer, Rows, Triples
from kg.store.wire import Reply
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

_LEAST = 100  # rows: no server's limit is smaller
_SAYS = "x-sparql-maxrows"
_TRIES = 100_000

Ask = Callable[[str], tuple[Answer, Reply]]


def whole_rows(asked: Asked, ask: Ask, name: str) -> Answer:
    """All rows of a SELECT, as `ask` answers it. `name`: of the server. Raises StoreError: it gives them not."""
    answer, reply = ask(asked.text)
    if not isinstance(answer, Rows):
        return answer
    size = len(answer)
    cut = _SAYS in reply.headers and size >= _number(reply.headers[_SAYS])
    if not size or size == limit_of(asked) or not (cut or _may_be_cut(size)):
        return answer
    if not cut and not _size(ask(page(asked, answer.columns, 1, size))[0]):
        return answer
    return _paged(asked, answer.columns, size, ask, name)


def _paged(asked: Asked, columns: Sequence[str], size: int, ask: Ask, name: str) -> Rows:
    bodies: list[Rows] = []
    found = 0
    for _ in range(_TRIES):
        answer, _reply = ask(page(asked, columns, size, found))
        many = _size(answer)
        if isinstance(answer, Rows) and many:
            bodies.append(answer)
            found += many
        if many < size:
            # A smaller limit for some answers than for others would show here.
            if _size(ask(page(asked, columns, 1, found))[0]) == 0:
                return Rows.joined(bodies) if bodies else _empty(asked, ask)
            if not many:
                break
    raise StoreError(f"{name}: gives only {found:,} rows of the answer; raise its limit of rows, or ask for less")


def _empty(asked: Asked, ask: Ask) -> Rows:
    answer = ask(asked.text)[0]
    assert isinstance(answer, Rows)
    return answer


def whole_triples(asked: Asked, answer: Answer, reply: Reply, ask: Ask, name: str) -> Answer:
    """All triples of a CONSTRUCT: where they may be cut off, they are made here of all rows. Raises StoreError."""
    if not isinstance(answer, Triples):
        return answer
    size = len(list(answer))
    if not (_may_be_cut(size) or _may_be_cut(size - 1)):
        return answer
    select = as_select(asked)
    if select is None:
        raise StoreError(f"{name}: may have cut off its answer at {size:,} triples; ask by CONSTRUCT {{…}} WHERE {{…}}")
    rows = whole_rows(parts(select), ask, name)
    if not isinstance(rows, Rows) or (_SAYS not in reply.headers and len(rows) < _LEAST):
        return answer
    return _constructed(asked, rows)


def _constructed(asked: Asked, rows: Rows) -> Triples:
    """The template of a CONSTRUCT filled with rows, by the embedded database."""
    import pyoxigraph as ox

    assert asked.template
    start, end = asked.template
    names = " ".join(f"?{name}" for name in rows.columns)
    lines = ("(" + " ".join("UNDEF" if t is None else str(t) for t in row) + ")" for row in rows.terms())
    values = f"VALUES ({names}) {{ {' '.join(lines)} }}"
    query = f"{asked.text[: asked.begin]}CONSTRUCT {asked.text[start:end]} WHERE {{ {values} }}"
    made: Any = ox.Store().query(query, prefixes=PREFIXES)
    found: list[ox.Triple] = list(made)
    return Triples(lambda: iter(found))


def _may_be_cut(size: int) -> bool:
    """True where a limit of rows may be this: limits are round."""
    return size >= _LEAST and (size % 100 == 0 or size & (size - 1) == 0)


def _size(answer: Answer) -> int:
    return len(answer) if isinstance(answer, Rows) else 0


def _number(text: str) -> int:
    return int(text) if text.strip().isdigit() else 0
