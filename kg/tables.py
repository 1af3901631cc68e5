"""TSV files -> typed rows. An error names file, line and what was expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

from kg.errors import TableError


def resource(*parts: str) -> Path:
    """The path of a file that ships with the product: under the package in a wheel, at the top of a checkout."""
    inside = Path(str(files("kg").joinpath("data", *parts)))
    return inside if inside.exists() else Path(str(files("kg"))).parent.joinpath(*parts)


def language(*parts: str) -> Path:
    """The path of a table of the Chinese language (`kg/lang/zh/…`)."""
    return Path(str(files("kg").joinpath("lang", "zh", *parts)))


def read_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (line number, row) of a tab-separated table whose first line names its columns.

    Empty lines and lines that begin with ``#`` are passed over; missing cells at the end of a row are empty.

    Raises TableError: file not readable, a column of `columns` missing, or a row with too many cells.
    """
    yield from parse_rows(read_text(path), path, columns)


def read_text(path: Path) -> str:
    """The text of a table. Raises TableError: not readable, or not UTF-8 (a byte order mark is passed over)."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"{path}: cannot be read ({error}); a UTF-8 table with tabs is expected") from error


def parse_rows(text: str, path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """`read_rows` of a text that has been read already; `path` for what is said of it."""
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            if missing := [column for column in columns if column not in header]:
                raise TableError(f"{path}:{number}: column {missing[0]!r} is missing; expected {', '.join(columns)}")
            continue
        if len(cells) > len(header):
            raise TableError(f"{path}:{number}: {len(cells)} cells, but {len(header)} columns: {', '.join(header)}")
        yield number, dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=True))
