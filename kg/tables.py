"""TSV files -> typed rows. An error names file, line and what was expected."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import chain
from pathlib import Path

from kg.errors import TableError


def resource(*parts: str) -> Path:
    """The path of a file that ships with the product: under the package in a wheel, at the top of a checkout."""
    inside = Path(str(files("kg").joinpath("data", *parts)))
    return inside if inside.exists() else Path(str(files("kg"))).parent.joinpath(*parts)


def language(*parts: str) -> Path:
    """The path of a table of the Chinese language (`kg/lang/zh/…`)."""
    return Path(str(files("kg").joinpath("lang", "zh", *parts)))


# Folders of the user's own tables: rows that are read after those of the shipped table of the same name. In the
# environment, because worker processes read the tables for themselves.
OWN_LANGUAGE, OWN_GAZETTEER = "KG_LANG_DIR", "KG_GAZETTEER"


class Row(dict[str, str]):
    """A row of a table; `place` is its file and line, for errors."""

    __slots__ = ("_line", "_table")
    _table: Path
    _line: int

    @property
    def place(self) -> str:
        """File and line."""
        return f"{self._table}:{self._line}"

    def stands_at(self, table: Path, line: int) -> None:
        """Say where the row is. It is put into words only where somebody asks: rows are many, errors few."""
        self._table, self._line = table, line

    def filled(self, column: str) -> str:
        """The cell, which must hold something: an empty word would stand everywhere. Raises TableError."""
        if not self[column]:
            raise TableError(f"{self.place}: {column} is empty; fill it in, or delete the row")
        return self[column]

    def compiled(self, column: str, source: str | None = None) -> re.Pattern[str]:
        """The cell (or what `source` made of it) as a pattern, which must fit something. Raises TableError."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", FutureWarning)  # [[a]: another pattern in a later Python
                pattern = re.compile(self.filled(column) if source is None else source)
        except (re.error, FutureWarning, OverflowError, RecursionError) as error:
            raise TableError(f"{self.place}: {column} is no regular expression: {self[column]} ({error})") from error
        if pattern.fullmatch(""):
            raise TableError(
                f"{self.place}: {column} fits nothing at all, and so everywhere: {self[column]}; narrow it"
            )
        return pattern

    def number(self, column: str, least: float, most: float) -> float:
        """The cell as a number of this range. Raises TableError."""
        try:
            number = float(self[column])
        except ValueError:
            number = least - 1
        if not least <= number <= most:
            raise TableError(
                f"{self.place}: {column} {self[column]!r}; a number from {least:g} to {most:g} is expected"
            )
        return number


def own_folders() -> dict[str, Path]:
    """Variable -> the folder of the user's own tables that it names, where it names one."""
    return {name: Path(os.environ[name]) for name in (OWN_LANGUAGE, OWN_GAZETTEER) if os.environ.get(name)}


def shipped_folders() -> dict[str, Path]:
    """Variable -> the shipped folder to whose tables the user's own add rows."""
    return {OWN_LANGUAGE: language(), OWN_GAZETTEER: resource("seeds", "gazetteer")}


def check_own() -> None:
    """Raise TableError where a folder of own tables is none, or has a table that adds to nothing."""
    for name, folder in own_folders().items():
        if not folder.is_dir():
            raise TableError(
                f"{folder}: no such folder; name one with tables such as those of {shipped_folders()[name]}"
            )
        known = sorted(path.name for path in shipped_folders()[name].glob("*.tsv"))
        for path in sorted(folder.glob("*.tsv")):
            if path.name not in known:
                raise TableError(f"{path}: adds to no table; there are {', '.join(known)}")


def _own(path: Path) -> list[Path]:
    """The user's own tables that add rows to a shipped one."""
    folders = own_folders()
    mine = [folders[name] / path.name for name, shipped in shipped_folders().items() if folders and name in folders
            and path.parent == shipped]  # fmt: skip
    return [table for table in mine if table.is_file()]


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Yield (line number, row) of a tab-separated table whose first line names its columns.

    Empty lines and lines that begin with ``#`` are passed over; missing cells at the end of a row are empty. The rows
    of the user's own table of the same name (`check_own`) come after those of a shipped one.

    Raises TableError: file not readable, a column of `columns` missing, or a row with too many cells.
    """
    tables = [path, *_own(path)] if os.environ.get(OWN_LANGUAGE) or os.environ.get(OWN_GAZETTEER) else [path]
    yield from chain.from_iterable(parse_rows(read_text(table), table, columns) for table in tables)


def read_text(path: Path) -> str:
    """The text of a table. Raises TableError: not readable, or not UTF-8 (a byte order mark is passed over)."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error}); a UTF-8 table with tabs is expected") from error


def parse_rows(text: str, path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """`read_rows` of a text that has been read already; `path` for what is said of it."""
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = list(map(str.strip, line.split("\t")))
        if header is None:
            header = cells
            if missing := [column for column in columns if column not in header]:
                raise TableError(f"{path}:{number}: column {missing[0]!r} is missing; expected {', '.join(columns)}")
            continue
        if len(cells) > len(header):
            raise TableError(f"{path}:{number}: {len(cells)} cells, but {len(header)} columns: {', '.join(header)}")
        if len(cells) < len(header):
            cells += [""] * (len(header) - len(cells))
        row = Row(zip(header, cells, strict=True))
        row.stands_at(path, number)
        yield number, row
