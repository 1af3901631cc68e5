"""Who may use a store folder: many readers or one writer, across processes. A crash leaves no lock behind."""

from __future__ import annotations

from pathlib import Path
from typing import IO

from kg.errors import StoreError
from kg.store.layout import LOCK_NAME


def lock(folder: Path, *, write: bool) -> IO[str] | None:
    """Hold `folder` for writing alone or for reading with others, until the returned file is closed.

    None where no lock can be had: on a read-only file system and on systems without `flock`, where the database's own
    lock still parts writers.

    Raises StoreError: another process (or an open `Store` of this one) holds it.
    """
    try:
        import fcntl
    except ImportError:
        return None
    path = folder / LOCK_NAME
    try:
        # The file outlives its lock: removing it would let two processes lock two files of one name.
        file = path.open("a+" if write or not path.exists() else "r")
    except OSError:
        return None
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if write else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except OSError as error:
        file.close()
        raise StoreError(in_use(folder)) from error
    return file


def in_use(folder: Path) -> str:
    """What a user reads when the store is held elsewhere."""
    return f"{folder}: in use by another process (a build or an open graph); wait until it is done, or close it"
