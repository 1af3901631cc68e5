"""What each article said when it was read, kept beside the graph: from it the graph is made, and made anew.

An SQLite file in the store's folder. Only what writes the graph needs it: a copy of the store without it answers all
questions. Each article's row is whole or absent, whenever the process ends.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.store.folder import EXTRACTS_NAME

_SCHEMA = 1  # raise it when the tables change: a file of another schema is begun anew
_TABLES = """
CREATE TABLE article (
  iri TEXT PRIMARY KEY, id TEXT NOT NULL, base TEXT NOT NULL, mark TEXT NOT NULL, notes BLOB NOT NULL,
  triples BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE log (n INTEGER PRIMARY KEY, row BLOB NOT NULL);
"""


@dataclass(frozen=True, slots=True)
class Extract:
    """One article as it was read. `iri` names it and its graph; `mark` tells from what it was made (empty: unknown,
    to be read again when it is met); `triples` are its own words as N-Triples, compressed by `packed`; `notes` what
    resolution needs of them, as plain data or compressed by `packed_notes`."""

    iri: str
    id: str
    base: str
    mark: str
    notes: dict[str, Any] | bytes
    triples: bytes


class Extracts:
    """The articles as they were read, what must be remembered between builds, and what builds did.

    Raises StoreError (one line: where, what, what to do) when the file is damaged or the disk refuses.
    """

    def __init__(self, folder: Path | None, *, write: bool = False) -> None:
        """Open the file in `folder`; None: one that is kept nowhere. For reading, an absent file is an empty one."""
        self.path = folder / EXTRACTS_NAME if folder else None
        with self._guard():
            present = self.path is not None and self.path.exists()
            self._db = sqlite3.connect(str(self.path) if self.path and (write or present) else ":memory:")
            if self._db.execute("PRAGMA user_version").fetchone()[0] != _SCHEMA:
                if present and not write:
                    self._db = sqlite3.connect(":memory:")
                self._begin_anew()

    def _begin_anew(self) -> None:
        self._db.execute("BEGIN")
        with self._db:
            for (name,) in self._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                self._db.execute(f"DROP TABLE {name}")
            for statement in filter(str.strip, _TABLES.split(";")):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA user_version = {_SCHEMA}")

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            where, text = self.path or "the extracts", " ".join(str(error).split())
            if "locked" in text:
                reason = "in use by another process; wait until it is done"
            elif "full" in text:
                reason = "the disk is full; make room and build again"
            else:
                reason = f"damaged ({text}); remove the file and build again"
            raise StoreError(f"{where}: {reason}") from error

    def close(self) -> None:
        """Give the file free."""
        self._db.close()

    # Articles

    def marks(self) -> dict[str, str]:
        """IRI -> mark of every article."""
        with self._guard():
            return dict(self._db.execute("SELECT iri, mark FROM article ORDER BY iri").fetchall())

    def ids(self) -> dict[str, str]:
        """IRI -> id of every article."""
        with self._guard():
            return dict(self._db.execute("SELECT iri, id FROM article ORDER BY iri").fetchall())

    def bases(self) -> list[str]:
        """The namespaces under which articles were read."""
        with self._guard():
            return [base for (base,) in self._db.execute("SELECT DISTINCT base FROM article ORDER BY base").fetchall()]

    def put(self, extracts: Sequence[Extract]) -> None:
        """Keep these articles, in the place of what was known of them: all of them or none."""
        rows = [(e.iri, e.id, e.base, e.mark, packed_notes(e.notes), e.triples) for e in extracts]
        with self._guard(), self._db:
            self._db.executemany("INSERT OR REPLACE INTO article VALUES (?, ?, ?, ?, ?, ?)", rows)

    def remove(self, iris: Iterable[str]) -> list[str]:
        """Forget these articles; the ids of those that were there."""
        with self._guard(), self._db:
            found = [
                self._db.execute("DELETE FROM article WHERE iri = ? RETURNING id", (iri,)).fetchall() for iri in iris
            ]
        return [row[0] for rows in found for row in rows]

    def notes(self, base: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """IRI, mark and notes of every article of a namespace, by IRI; one article in memory at a time."""
        with self._guard(), closing(self._db.cursor()) as cursor:
            cursor.execute("SELECT iri, mark, notes FROM article WHERE base = ? ORDER BY iri", (base,))
            for iri, mark, notes in cursor:
                yield iri, mark, _unpack(notes)

    def notes_of(self, iri: str) -> dict[str, Any]:
        """The notes of one article, which is there."""
        with self._guard():
            row = self._db.execute("SELECT notes FROM article WHERE iri = ?", (iri,)).fetchone()
        return _unpack(row[0])

    def triples(self, iri: str) -> bytes:
        """The article's own words as N-Triples; empty where it is not known."""
        return unpacked(self.kept(iri))

    def kept(self, iri: str) -> bytes:
        """The article's own words as they are kept: `unpacked` gives them; empty where it is not known."""
        with self._guard():
            row = self._db.execute("SELECT triples FROM article WHERE iri = ?", (iri,)).fetchone()
        return bytes(row[0]) if row else b""

    # What must be remembered

    def recall(self, key: str) -> str:
        """What was remembered under `key`; empty where nothing was."""
        with self._guard():
            row = self._db.execute("SELECT value FROM kept WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def remember(self, key: str, value: str) -> None:
        """Keep `value` under `key`."""
        with self._guard(), self._db:
            self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (key, value))

    # History

    def write_log(self, row: dict[str, Any]) -> None:
        """Add a row (plain data) to what builds did."""
        with self._guard(), self._db:
            self._db.execute("INSERT INTO log (row) VALUES (?)", (_pack(row),))

    def log(self, limit: int | None = None) -> list[dict[str, Any]]:
        """What builds did, the latest first; at most `limit` rows."""
        with self._guard():
            many = -1 if limit is None else limit
            found = self._db.execute("SELECT row FROM log ORDER BY n DESC LIMIT ?", (many,)).fetchall()
        return [_unpack(row) for (row,) in found]


def packed(triples: bytes) -> bytes:
    """N-Triples as an `Extract` keeps them."""
    return zlib.compress(triples, 3)


def unpacked(kept: bytes) -> bytes:
    """The N-Triples that `packed` was given."""
    return zlib.decompress(kept) if kept else b""


def packed_notes(notes: dict[str, Any] | bytes) -> bytes:
    """Notes as an `Extract` may carry them from where they were made."""
    return notes if isinstance(notes, bytes) else _pack(notes)


def _pack(data: dict[str, Any]) -> bytes:
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace"), 3)


def _unpack(data: bytes) -> dict[str, Any]:
    unpacked: dict[str, Any] = json.loads(zlib.decompress(data))
    return unpacked
