"""`articles.tsv` beside the articles -> title, publication date and address of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import TableError
from kg.read.head import valid_date
from kg.tables import parse_rows, read_rows

NAME = "articles.tsv"
COLUMNS = ("file", "title", "published", "url")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the table says of one file; empty cells are None."""

    title: str | None
    published: str | None
    url: str | None


@dataclass(slots=True)
class Listing:
    """The rows of one folder's table by file name, and the errors of the rows that are left out."""

    entries: dict[str, Entry] = field(default_factory=dict)
    errors: list[TableError] = field(default_factory=list)


def read_listing(folder: Path) -> Listing:
    """The table of `folder`; an empty listing where there is none. A wrong row is an error, the others count."""
    path = folder / NAME
    if not path.is_file():
        return Listing()
    return _listing(lambda: read_rows(path, COLUMNS), str(path), folder)


def parse_listing(text: str, where: str) -> Listing:
    """The table of a folder within an archive, from its text; `where` names it in errors."""
    return _listing(lambda: parse_rows(text, Path(where), COLUMNS), where, None)


def _listing(rows: Callable[[], Iterator[tuple[int, dict[str, str]]]], where: str, folder: Path | None) -> Listing:
    listing = Listing()
    lines: dict[str, int] = {}
    try:
        for number, row in rows():
            try:
                _check(f"{where}:{number}", row, lines, folder)
            except TableError as error:
                listing.errors.append(error)
                continue
            lines[row["file"]] = number
            published = row["published"] or None
            listing.entries[row["file"]] = Entry(row["title"] or None, published, row["url"] or None)
    except TableError as error:
        listing.errors.append(error)
    return listing


def _check(where: str, row: dict[str, str], lines: dict[str, int], folder: Path | None) -> None:
    name = row["file"]
    if not name:
        raise TableError(f"{where}: no file name; the column 'file' names a file of this folder")
    if name in lines:
        raise TableError(f"{where}: {name} is already in line {lines[name]}; keep one of the two rows")
    if folder and not _is_beside(folder, name):
        raise TableError(f"{where}: no file {name!r} in this folder; correct the name or delete the row")
    if row["published"] and not valid_date(row["published"]):
        raise TableError(f"{where}: {row['published']!r} is no date; write YYYY-MM-DD, YYYY-MM or YYYY")


def _is_beside(folder: Path, name: str) -> bool:
    try:
        return (folder / name).is_file()
    except (OSError, ValueError):
        return False
