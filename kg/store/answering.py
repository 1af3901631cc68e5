"""A query in, the whole answer out in one of W3C's formats, within limits: all of it, or an error."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import IO, TYPE_CHECKING, BinaryIO, Literal, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.store.refusal import Admitted, RefusedError, admit
from kg.store.rows import Guard
from kg.store.running import Found, has_graph, run
from kg.vocabulary import PREFIXES

if TYPE_CHECKING:
    from kg.store.embedded import Store

# For descriptions of the endpoint, which nobody else writes.
_MORE_PREFIXES = {"sd": "http://www.w3.org/ns/sparql-service-description#", "void": "http://rdfs.org/ns/void#",
                  "foaf": "http://xmlns.com/foaf/0.1/"}  # fmt: skip
Form = Literal["rows", "truth", "triples"]
_ROWS = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML, "csv": ox.QueryResultsFormat.CSV,
         "tsv": ox.QueryResultsFormat.TSV}  # fmt: skip
_TRIPLES = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD,
            "xml": ox.RdfFormat.RDF_XML, "nq": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG}  # fmt: skip
# Where these stand are at least so many rows more or less; they may stand in a value too, and so all rows are counted
# where there may be too many.
_ROW_MARKS = {"json": (b"},{", 1), "xml": (b"<result>", 0), "csv": (b"\r\n", -1), "tsv": (b"\n", -1)}


class TooMuchError(QueryError):
    """The answer is over a limit of rows or bytes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an answer may be: rows (or triples) and bytes."""

    rows: int
    size: int


class Pending:
    """A query that was let pass. `form` says which formats there are; nothing but an ASK has been found out yet."""

    def __init__(self, ask: Callable[[], Found], guard: Guard) -> None:
        self._ask, self._guard = ask, guard
        self._first = ask()
        found = {ox.QuerySolutions: "rows", ox.QueryBoolean: "truth", ox.QueryTriples: "triples"}
        self.form: Form = found[type(self._first)]  # type: ignore[assignment]

    def write(self, out: BinaryIO, format: str, limits: Limits) -> None:
        """Write the whole answer as json, xml, csv, tsv; triples as ttl, nt, jsonld, xml, nq, trig.

        Raises TooMuchError, and then what is written is of no use; QueryError: cannot be written so.
        """
        with self._guard():
            if isinstance(self._first, ox.QueryTriples):
                self._write_triples(self._first, out, format, limits)
            elif isinstance(self._first, ox.QueryBoolean):
                self._first.serialize(out, format=_ROWS[format])
            else:
                self._write_rows(self._first, out, format, limits)

    def _write_rows(self, found: ox.QuerySolutions, out: BinaryIO, format: str, limits: Limits) -> None:
        try:
            found.serialize(_bounded(out, limits, format, *_ROW_MARKS[format]), format=_ROWS[format])
        except _ManyRowsError:
            if sum(1 for _ in islice(self._again(), limits.rows + 1)) > limits.rows:
                raise TooMuchError(_too_many(limits, "rows")) from None
            out.seek(0)
            out.truncate()
            self._again().serialize(_bounded(out, limits, format), format=_ROWS[format])

    def _again(self) -> ox.QuerySolutions:
        found = self._ask()
        assert isinstance(found, ox.QuerySolutions)
        return found

    def _write_triples(self, found: ox.QueryTriples, out: BinaryIO, format: str, limits: Limits) -> None:
        every = list(islice(found, limits.rows + 1))
        if len(every) > limits.rows:
            raise TooMuchError(_too_many(limits, "triples"))
        written = {str(triple): triple for triple in every}
        every_word = "\n".join(written)
        used = {prefix: iri for prefix, iri in (PREFIXES | _MORE_PREFIXES).items() if iri in every_word}
        triples = [written[text] for text in sorted(written)]
        prefixes = used if format != "nt" else None
        try:
            ox.serialize(triples, _bounded(out, limits, format), format=_TRIPLES[format], prefixes=prefixes)
        except ValueError as error:
            raise QueryError(f"query: its triples cannot be written as {format} ({error}); take another") from error


def prepare(
    store: Store, sparql: str, default: Sequence[str] = (), named: Sequence[str] = (), services: Sequence[str] = ()
) -> Pending:
    """Let the query pass or not, and find what kind of answer it has.

    `default`, `named`: the graphs that the request puts it to, instead of those that the query names itself.
    Raises Malformed, RefusedError, QueryError.
    """
    inner = store._inner
    admitted = admit(sparql, partial(has_graph, inner), services)
    for iri in (*default, *named):
        if not has_graph(inner, iri):
            raise RefusedError(f"{iri}: no graph of this store; nothing is fetched from elsewhere")
    if default or named:
        admitted = Admitted(admitted.sparql, tuple(dict.fromkeys(default)), tuple(dict.fromkeys(named)))

    def ask() -> Found:
        with store._guard():
            return run(inner, admitted)

    return Pending(ask, store._guard)


class _ManyRowsError(Exception):
    """There may be more rows than the limit."""


class _Bounded:
    """A file that counts what is written to it."""

    def __init__(self, out: BinaryIO, limits: Limits, mark: bytes, more: int, *, xml: bool) -> None:
        self._out, self._limits, self._mark, self._xml = out, limits, mark, xml
        self._size, self._rows, self._tail = 0, more, b""

    def write(self, data: bytes) -> int:
        given = len(data)
        if self._xml:
            # As it stands, whoever reads XML makes a line feed of it.
            data = data.replace(b"\r", b"&#13;")
        self._size += len(data)
        if self._size > self._limits.size:
            size = f"{self._limits.size:,} bytes"
            raise TooMuchError(f"query: its answer is larger than {size}, the limit here; ask for less, as with LIMIT")
        if self._mark:
            # A mark may lie across two pieces.
            piece = self._tail + data
            self._rows += piece.count(self._mark)
            self._tail = piece[-(len(self._mark) - 1) :] if len(self._mark) > 1 else b""
            if self._rows > self._limits.rows:
                raise _ManyRowsError
        self._out.write(data)
        return given

    def flush(self) -> None:
        self._out.flush()


def _bounded(out: BinaryIO, limits: Limits, format: str, mark: bytes = b"", more: int = 0) -> IO[bytes]:
    return cast("IO[bytes]", _Bounded(out, limits, mark, more, xml=format == "xml"))


def _too_many(limits: Limits, what: str) -> str:
    return f"query: its answer has more than {limits.rows:,} {what}, the limit here; ask for fewer, as with LIMIT"
