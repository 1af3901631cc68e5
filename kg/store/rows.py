"""What a query gives back: rows with named columns, triples, or a truth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal, InvalidOperation
from functools import cached_property
from html import escape
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Self, overload

from kg.errors import QueryError, UserError
from kg.vocabulary import PREFIXES, Iri, compact

if TYPE_CHECKING:
    import pyoxigraph as ox

# Turns the database's own errors into a StoreError while rows are read.
Guard = Callable[[], AbstractContextManager[None]]
Cell = Iri | str | int | Decimal | float | bool | None

_XSD = PREFIXES["xsd"]
_CONVERSIONS: dict[str, Callable[[str], Cell]] = {
    _XSD + "integer": int,
    _XSD + "decimal": Decimal,
    _XSD + "double": float,
    _XSD + "float": float,
    _XSD + "boolean": lambda lexical: lexical in ("true", "1"),
}


def cell(term: Any) -> Cell:
    """A term as a plain value. Dates stay text in ISO form: their precision differs from article to article."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return Iri(getattr(term, "value", str(term)))
    convert = _CONVERSIONS.get(datatype.value)
    try:
        return convert(term.value) if convert else str(term.value)
    except (ValueError, InvalidOperation):
        return str(term.value)


class Row(tuple[Cell, ...]):
    """One row: by place (`row[0]`), by name (`row["park"]`, `row.park`), or as a dict."""

    columns: ClassVar[tuple[str, ...]] = ()

    @overload  # type: ignore[override]
    def __getitem__(self, key: str | int) -> Cell: ...
    @overload
    def __getitem__(self, key: slice) -> tuple[Cell, ...]: ...
    def __getitem__(self, key: str | int | slice) -> Any:
        return super().__getitem__(self.columns.index(key) if isinstance(key, str) else key)

    def __getattr__(self, name: str) -> Cell:
        try:
            return self[self.columns.index(name)]
        except ValueError:
            raise AttributeError(name) from None

    def asdict(self) -> dict[str, Cell]:
        """Column -> value."""
        return dict(zip(self.columns, self, strict=True))

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self.asdict().items())})"


class Rows(Sequence[Row]):
    """The rows of a SELECT: read when first asked for, kept, and to be read again as often as wanted."""

    formats = ("table", "csv", "tsv", "json", "xml")

    def __init__(self, run: Callable[[], Any], guard: Guard = nullcontext, first: Any = None) -> None:
        """`run` asks; `first`: what that gave already: the database works in asking, not in reading."""
        self._run, self._guard = run, guard
        self._first: Any = run() if first is None else first
        self.columns: tuple[str, ...] = tuple(variable.value for variable in self._first.variables)

    @cached_property
    def _rows(self) -> list[Row]:
        kind = type("Row", (Row,), {"columns": self.columns})
        with self._guard():
            return [kind(map(cell, solution)) for solution in self._unread()]

    def _unread(self) -> Any:
        """An answer that nobody has begun to read: the first one, or asked again."""
        solutions, self._first = self._first, None
        return self._run() if solutions is None else solutions

    @classmethod
    def joined(cls, pages: Sequence[Rows]) -> Self:
        """The rows of several answers to the same variables as one."""
        import json

        import pyoxigraph as ox

        every = [json.loads(page.serialise("json")) for page in pages]
        every[0]["results"]["bindings"] = [row for one in every for row in one["results"]["bindings"]]
        body = json.dumps(every[0]).encode()
        return cls(lambda: ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))

    def terms(self) -> Iterator[tuple[Any, ...]]:
        """The rows as RDF terms."""
        with self._guard():
            for solution in self._run():
                yield tuple(solution)

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> list[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | list[Row]:
        return self._rows[index]

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def to_pandas(self) -> Any:
        """The rows as a `pandas.DataFrame`, IRIs as text."""
        pandas = _wanted("pandas")
        return pandas.DataFrame([list(row) for row in self], columns=list(self.columns))

    def to_polars(self) -> Any:
        """The rows as a `polars.DataFrame`, IRIs as text; a column of several kinds of values as text, too."""
        polars = _wanted("polars")
        columns = list(zip(*self, strict=True)) or [()] * len(self.columns)
        series = [polars.Series(name, _of_one_kind(each)) for name, each in zip(self.columns, columns, strict=True)]
        return polars.DataFrame(series)

    def serialise(self, format: str) -> bytes:
        """The rows in one of W3C's result formats: csv, tsv, json, xml. Raises QueryError for another."""
        import pyoxigraph as ox

        if format not in self.formats[1:]:
            raise QueryError(f"rows cannot be written as {format!r}; use one of {', '.join(self.formats)}")
        kind: ox.QueryResultsFormat = getattr(ox.QueryResultsFormat, format.upper())
        with self._guard():
            return bytes(self._unread().serialize(format=kind))

    def table(self, width: int | None = None) -> str:
        """The rows as an aligned table; `width` as in `kg.store.table`."""
        return table(self.columns, [[shown(value) for value in row] for row in self], width)

    def __repr__(self) -> str:
        rows = [[shown(value) for value in row] for row in self[:20]]
        rest = len(self) - len(rows)
        return table(self.columns, rows) + (f"\n… {rest} more rows" if rest else "")

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(shown(value))}</td>" for value in row) + "</tr>" for row in self[:100]
        )
        rest = f"<p>… {len(self) - 100} more rows</p>" if len(self) > 100 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}"


def _wanted(library: str) -> Any:
    """A library that not every user has. Raises UserError: how to get it."""
    try:
        return import_module(library)
    except ModuleNotFoundError as error:
        raise UserError(f"{library} is not installed; install it with: pip install 'kg[{library}]'") from error


def _of_one_kind(values: Sequence[Cell]) -> list[Any]:
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, Decimal} and len(kinds) == 2:
        return [value if value is None else Decimal(str(value)) for value in values]
    if len(kinds) > 1 or kinds <= {Iri, str}:
        return [value if value is None else str(value) if isinstance(value, str) else shown(value) for value in values]
    return list(values)


class Triples:
    """The triples of a CONSTRUCT or DESCRIBE."""

    formats = ("ttl", "nt", "xml")

    def __init__(self, run: Callable[[], Any], guard: Guard = nullcontext, first: Any = None) -> None:
        self._run, self._guard, self._first = run, guard, first

    def __iter__(self) -> Iterator[ox.Triple]:
        triples, self._first = self._first, None
        with self._guard():
            yield from self._run() if triples is None else triples

    def serialise(self, format: str = "ttl") -> bytes:
        """The triples sorted, as Turtle (ttl), N-Triples (nt) or RDF/XML (xml). Raises QueryError for another."""
        import pyoxigraph as ox

        if format not in self.formats:
            raise QueryError(f"triples cannot be written as {format!r}; use one of {', '.join(self.formats)}")
        triples = sorted(set(self), key=str)
        prefixes = {p: iri for p, iri in PREFIXES.items() if any(iri in str(triple) for triple in triples)}
        kind = {"ttl": ox.RdfFormat.TURTLE, "nt": ox.RdfFormat.N_TRIPLES, "xml": ox.RdfFormat.RDF_XML}[format]
        return bytes(ox.serialize(triples, format=kind, prefixes=prefixes if format != "nt" else None) or b"")


Answer = Rows | Triples | bool


def shown(value: Cell) -> str:
    """A value as people read it: IRIs with prefixes, whole sums without decimals.

    >>> shown(Decimal("35150000000.0")), shown(Iri("https://w3id.org/regional-cooperation/ontology#Park"))
    ('35150000000', 'rc:Park')
    """
    if value is None:
        return ""
    if isinstance(value, Iri):
        return compact(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.to_integral_value():f}" if value == value.to_integral_value() else f"{value.normalize():f}"
    return str(value)


def shortened(text: str, width: int) -> str:
    """The text in at most `width` terminal columns and on one line: its beginning, an ellipsis, and its end.

    >>> shortened("重庆高新区、成都高新区分别代表两地高新区签署了框架协议", 24)
    '重庆高新区、成…框架协议'
    """
    from rich.cells import cell_len, set_cell_size

    text = " ".join(text.split())
    if cell_len(text) <= width:
        return text
    ending = width // 3
    tail = text[-ending:]
    while cell_len(tail) > ending:
        tail = tail[1:]
    head = set_cell_size(text, width - 1 - cell_len(tail)).rstrip()
    # Half a wide character is filled up with a space, which is cut off again.
    return f"{head}…{tail}"


CELL_WIDTH = 120  # columns a cell of a table may have: an article's text is a value too


def table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None, *, right: Sequence[int] = ()
) -> str:
    """An aligned table; `width` in terminal columns (a Chinese character takes two), None: as wide as needed.

    `right`: the numbers of the columns whose cells stand to the right.
    """
    from io import StringIO

    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for number, name in enumerate(columns):
        rightward = number in right
        drawn.add_column(Text(name), overflow="fold", justify="right" if rightward else "left", no_wrap=rightward)
    for row in rows:
        drawn.add_row(*(Text(shortened(value, CELL_WIDTH)) for value in row))
    out = StringIO()
    console = Console(file=out, width=width or 100_000, color_system=None, legacy_windows=False)
    # Where lines are folded, an empty one between the rows tells them apart.
    wide = console.options.update(width=100_000)
    drawn.show_lines = width is not None and console.measure(drawn, options=wide).maximum > width
    console.print(drawn)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
