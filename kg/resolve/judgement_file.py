"""Rows in, a changed file of judgements out: whole or not at all, with every comment and the order of rows kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from kg.errors import UserError
from kg.resolve.judgements import COLUMNS, Judgement, Judgements, parse_judgements
from kg.tables import read_text
from kg.vocabulary import BASE

HEAD = (
    "# Corrections of the graph: they win on every build. One row a judgement; a row taken out is a judgement undone.\n"
)
# A row that a newer one replaced; undoing the newer one brings it back.
REPLACED = "#replaced\t"


@dataclass(frozen=True, slots=True)
class JudgementFile:
    """A file of judgements, to be changed. It need not be there yet."""

    path: Path
    base: str = BASE

    def read(self) -> Judgements:
        """What the file holds now. Raises TableError."""
        return parse_judgements(self._text(), self.path, self.base)

    def put(self, *rows: Judgement) -> list[Judgement]:
        """Append rows; those that they contradict become comments. Gives back the rows replaced.

        A row that the file holds already is not written again. Raises TableError: a row is wrong, or contradicts what
        several others say together; UserError: the file cannot be written. The file is then as it was.
        """
        with _alone(self.path):
            text, replaced = self._text(), []
            for row in rows:
                text, gone = self._with(text, row)
                replaced += gone
            self._write(text)
        return replaced

    def remove(self, row: Judgement) -> bool:
        """Take a row out and bring back what it replaced; False: the file does not hold it."""
        with _alone(self.path):
            text = self._text()
            for held in reversed(parse_judgements(text, self.path, self.base).rows):
                if held == row:
                    self._write(_without(text, held.line))
                    return True
        return False

    def _text(self) -> str:
        return read_text(self.path) if self.path.exists() else ""

    def _with(self, text: str, row: Judgement) -> tuple[str, list[Judgement]]:
        held = parse_judgements(text, self.path, self.base).rows
        rivals = [old for old in held if old.address == row.address]
        if rivals and all(old.settled == row.settled for old in rivals):
            return text, []
        lines = text.splitlines(keepends=True)
        ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
        if lines and not lines[-1].endswith(("\n", "\r")):
            lines[-1] += ending
        columns = _columns(lines)
        if not columns:
            columns = list(COLUMNS)
            lines += [HEAD.replace("\n", ending)] * (not lines) + ["\t".join(COLUMNS) + ending]
        gone = _with_replaced(lines, {old.line for old in rivals})
        kept = [line for number, line in enumerate(lines, start=1) if number not in gone]
        kept += [REPLACED + line for number, line in enumerate(lines, start=1) if number in gone]
        cells = dict(zip(COLUMNS, _cells(row), strict=True))
        kept.append("\t".join(cells.get(column, "") for column in columns).rstrip("\t") + ending)
        new = "".join(kept)
        parse_judgements(new, self.path, self.base)
        return new, rivals

    def _write(self, text: str) -> None:
        """In one step: a reader sees the file before or after, a crash leaves one of the two."""
        mark = "\ufeff" if self.path.exists() and self.path.read_bytes().startswith(b"\xef\xbb\xbf") else ""
        # A link is followed: what it points to is versioned somewhere.
        target = self.path.resolve()
        try:
            mode = target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask()
            descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
            try:
                with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
                    file.write(mark + text)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).chmod(mode)
                Path(name).replace(target)
            except BaseException:
                with suppress(OSError):
                    Path(name).unlink()
                raise
        except OSError as error:
            raise UserError(
                f"{self.path}: cannot be written ({error.strerror}); name another file with --judgements"
            ) from error


def _without(text: str, line: int) -> str:
    """The text without a row; the rows that it replaced, which stand right above it as comments, are rows again.

    Those that they had replaced themselves bear the mark twice, and keep it once.
    """
    lines = text.splitlines(keepends=True)
    above = line - 1
    while above and lines[above - 1].startswith(REPLACED):
        above -= 1
    back = [replaced.removeprefix(REPLACED) for replaced in lines[above : line - 1]]
    return "".join([*lines[:above], *back, *lines[line:]])


def _with_replaced(lines: Sequence[str], rows: set[int]) -> set[int]:
    """The numbers of these rows' lines and of those right above that they replaced: they go and come back with them."""
    found = set(rows)
    for row in rows:
        above = row - 1
        while above and lines[above - 1].startswith(REPLACED):
            found.add(above)
            above -= 1
    return found


def _columns(lines: Sequence[str]) -> list[str]:
    """The columns that the file's first row names; none where it has no row."""
    rows = (line for line in lines if line.strip() and not line.startswith("#"))
    return [cell.strip() for cell in next(rows, "").split("\t") if cell.strip()]


def _cells(row: Judgement) -> Iterator[str]:
    said = (row.verb, row.left, row.predicate, row.right, row.article, row.quote, row.note, row.date)
    return (" ".join(cell.split()) for cell in said)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Keep two commands from changing the file at once; where the system has no such lock, the last one wins."""
    folder = path.resolve().parent
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        if not folder.is_dir():
            raise UserError(f"{path}: its folder is not there; make it, or name another file") from None
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
