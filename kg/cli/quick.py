"""`kg query` of the plain kind, before anything is loaded: arguments in, the answer printed; else None.

Only what is printed here to the letter as there: a SELECT in one of W3C's formats, or as a table of plain values.
"""

# ruff: noqa: PTH110 - pathlib takes as long to load as the query to answer

from __future__ import annotations

import os
import sys

from kg.vocabulary import PREFIXES, compact

TYPE_CHECKING = False  # typing's own would load it
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_FORMATS = {"csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML", "table": ""}
_XSD = PREFIXES["xsd"]
_AS_TEXT = {_XSD + name for name in ("string", "date", "gYear", "gYearMonth", "anyURI")} | {
    PREFIXES["rdf"] + "langString"
}
_LONGEST = 120  # columns; longer cells are shortened elsewhere


def answered(arguments: Sequence[str]) -> int | None:
    """The exit status, after the answer was printed; None: nothing was, and the whole command line is to see to it."""
    asked = _asked(arguments)
    if asked is None:
        return None
    from kg.store.quick import solutions

    sparql, store, format = asked
    try:
        found = solutions(store, sparql)
        out = None if found is None else _written(found, format)
    except (OSError, RuntimeError, SyntaxError, ValueError):
        return None
    except KeyboardInterrupt:
        sys.stderr.write("kg: stopped\n")
        return 130
    except BaseException as error:
        # The database's own bugs, of a class that it does not export: `kg.store` says what to do.
        if type(error).__name__ == "PanicException":
            return None
        raise
    return None if out is None else _print(out)


def _asked(arguments: Sequence[str]) -> tuple[str, str, str] | None:
    """(query, store, format) where that is all that was said."""
    if not arguments or arguments[0] != "query" or "KG_CONFIG" in os.environ or os.path.exists("kg.toml"):
        return None
    said: dict[str, str] = {}
    words = iter(arguments[1:])
    for word in words:
        value = next(words, "-") if word in ("--store", "--format") else word
        name = word if value is not word else "query"
        if value.startswith("-") or name in said:
            return None
        said[name] = value
    sparql, format = said.get("query", ""), said.get("--format", "table")
    store = said.get("--store") or os.environ.get("KG_STORE") or "graph"
    plain = "{" in sparql and len(sparql.split(None, 1)) > 1 and format in _FORMATS
    return (sparql, store, format) if plain and "://" not in store else None


def _written(found: Any, format: str) -> str | bytes | None:
    """The answer as it is printed; empty: no rows; None: it holds what is shown elsewhere."""
    if format != "table":
        import pyoxigraph as ox

        return bytes(found.serialize(format=getattr(ox.QueryResultsFormat, _FORMATS[format])))
    columns = [variable.value for variable in found.variables]
    rows = []
    for solution in found:
        cells = [_cell(term) for term in solution]
        if None in cells:
            return None
        rows.append(cells)
    return table(columns, rows) if rows else ""  # type: ignore[arg-type]


def _cell(term: Any) -> str | None:
    """A term as `kg.store.shown` shows it; None: ask there."""
    if term is None:
        return ""
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return compact(term.value) if type(term).__name__ == "NamedNode" else None
    if datatype.value in _AS_TEXT:
        return " ".join(term.value.split())
    number = datatype.value in (_XSD + "integer", _XSD + "decimal") and term.value.isascii() and term.value.isdigit()
    return str(int(term.value)) if number and len(term.value) < 25 else None


def table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str | None:
    """What `kg.store.table` draws of these; None: some sign may be of another width than is known here, or one is too
    long, or the terminal too narrow."""
    widths = []
    for place, name in enumerate(columns):
        wide = [_width(text) for text in (name, *(row[place] for row in rows))]
        if min(wide) < 0 or max(wide) > _LONGEST:
            return None
        widths.append(max(wide))
    whole = sum(widths) + 3 * (len(widths) - 1)
    if sys.stdout.isatty() and whole > os.get_terminal_size().columns:
        return None
    lines = [_line(columns, widths), "─" * whole, *(_line(row, widths) for row in rows)]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (text + " " * (width - _width(text)) for text, width in zip(cells, widths, strict=True))
    return "   ".join(padded).rstrip()


def _width(text: str) -> int:
    """The columns that a text takes in a terminal; -1: it has signs of which that is not known here."""
    if text.isascii():
        return len(text) if text.isprintable() else -1
    width = 0
    for sign in text:
        if " " <= sign <= "~" or sign in "·—‘’“”…":
            width += 1
        elif "\u4e00" <= sign <= "\u9fa5" or "\u3001" <= sign <= "\u3011" or "\uff01" <= sign <= "\uff5e":
            width += 2
        else:
            return -1
    return width


def _print(out: str | bytes) -> int:
    try:
        if isinstance(out, bytes):
            sys.stdout.buffer.write(out)
        elif out:
            sys.stdout.write(out)
        else:
            sys.stderr.write("no rows\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read has enough; what Python flushes at the end must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return 0
