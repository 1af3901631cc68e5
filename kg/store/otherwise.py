"""What a server whose default graph is the union of its graphs (Virtuoso) does otherwise, set right.

It spoils a separator of GROUP_CONCAT that is not ASCII: another stands in its place until the answer is here. And it
sorts values of several kinds, and what is absent, in an order of its own: the rows are sorted here. A DESCRIBE gives
what points to a thing, too: it is asked as a CONSTRUCT.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.store.parser import TOKEN
from kg.store.rewriting import Asked, limit_of, parts
from kg.store.rows import Rows
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

_STAND_IN = re.compile(rb"~kg((?:-[0-9a-f]+)+)~")


def with_plain_separators(sparql: str) -> str:
    """The query, each separator that is not ASCII written in ASCII."""
    pieces, last, before = [], 0, ("", "")
    for token in TOKEN.finditer(sparql):
        if before[0].upper() == "SEPARATOR" and before[1] == "=" and not token[0].isascii():
            sign = token[0][0]
            inner = "".join(f"-{ord(char):x}" for char in token[0][1:-1])
            pieces += [sparql[last : token.start()], f"{sign}~kg{inner}~{sign}"]
            last = token.end()
        before = (before[1], token[0])
    return "".join([*pieces, sparql[last:]])


def plain_describe(asked: Asked) -> str:
    """A DESCRIBE as the CONSTRUCT of what its things are the subjects of; as it is, where it names none."""
    end = asked.where[0] if asked.where else len(asked.text)
    named = [token[0] for token in TOKEN.finditer(asked.text[asked.begin + len("DESCRIBE") : end])]
    things = [word for word in named if word[0] in "<?$" or ":" in word]
    if asked.dataset or not things or any(word.upper() in ("ORDER", "LIMIT", "OFFSET", "*") for word in named):
        return asked.text
    iris = " ".join(word for word in things if word[0] not in "?$")
    found = [f"VALUES ?kg_s {{ {iris} }}"] if iris else []
    if asked.where:
        rest = asked.text[asked.where[0] :]
        found += [f"{{ SELECT ({word} AS ?kg_s) WHERE {rest} }}" for word in things if word[0] in "?$"]
    every = " UNION ".join(f"{{ {one} }}" for one in found)
    spo = "?kg_s ?kg_p ?kg_o"
    return f"{asked.text[: asked.begin]}CONSTRUCT {{ {spo} }} WHERE {{ {every} {spo} }}"


def restored(body: bytes) -> bytes:
    """An answer with the separators that were asked for."""

    def text(found: re.Match[bytes]) -> bytes:
        return "".join(chr(int(code, 16)) for code in found[1].decode().split("-")[1:]).encode()

    return _STAND_IN.sub(text, body) if b"~kg-" in body else body


def with_what_sorts(asked: Asked) -> tuple[Asked, tuple[str, ...]]:
    """A SELECT that gives all that its rows are sorted by, and the columns that are wanted of it.

    As it is, without columns, where it gives all of that, or its columns are not a plain list.
    """
    end = min([place for place, _ in asked.dataset], default=asked.where[0] if asked.where else 0)
    head = list(TOKEN.finditer(asked.text, asked.begin, end))
    behind = {token[0].upper() for token in TOKEN.finditer(asked.text, asked.where[1] if asked.where else end)}
    given = [token for token in head if token[0][0] in "?$"]
    if not given or any(token[0] in "(*" for token in head) or behind & {"GROUP", "HAVING", "LIMIT", "OFFSET"}:
        return asked, ()
    more = _sorted_by(asked)[1] - {token[0][1:] for token in given}
    place = given[-1].end()
    added = "".join(f" ?{name}" for name in sorted(more))
    if not more:
        return asked, ()
    columns = tuple(dict.fromkeys(token[0][1:] for token in given))
    return parts(f"{asked.text[:place]}{added}{asked.text[place:]}"), columns


def in_order(asked: Asked, rows: Rows, columns: Sequence[str] = ()) -> Rows:
    """The rows in the order that the embedded database would give them, where what they are sorted by is in them.

    `columns`: those that are wanted, where others are there to sort by; each row then once, if the query says so.
    """
    order, wanted = _sorted_by(asked)
    words = {word for _, word in asked.modifiers}
    limit = limit_of(asked)
    as_it_is = not order or "OFFSET" in words or (limit is not None and len(rows) >= limit)
    if as_it_is or not wanted <= set(rows.columns) or (len(rows) < 2 and not columns):
        return rows
    import pyoxigraph as ox

    names = " ".join(f"?{name}" for name in rows.columns)
    lines = ("(" + " ".join("UNDEF" if t is None else str(t) for t in row) + ")" for row in rows.terms())
    once = re.match(r"\s*(DISTINCT)?", asked.text[asked.begin + len("SELECT") :], re.I)
    which = f"{(once and once[1]) or ''} {' '.join(f'?{name}' for name in columns)}" if columns else names
    query = f"{asked.text[: asked.begin]}SELECT {which} {{ VALUES ({names}) {{ {' '.join(lines)} }} }} {order}"
    body = _json(ox.Store().query(query, prefixes=PREFIXES))
    return Rows(lambda: ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))


def _sorted_by(asked: Asked) -> tuple[str, set[str]]:
    """ORDER BY and what stands behind it, and its variables; empty where a query has none."""
    places = {word: place for place, word in reversed(asked.modifiers)}
    if "ORDER" not in places:
        return "", set()
    behind = min((place for place, _ in asked.modifiers if place > places["ORDER"]), default=len(asked.text))
    order = asked.text[places["ORDER"] : behind]
    return order, {token[0][1:] for token in TOKEN.finditer(order) if token[0][0] in "?$" and len(token[0]) > 1}


def _json(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples) -> bytes:
    import pyoxigraph as ox

    assert isinstance(found, ox.QuerySolutions)
    return bytes(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")
