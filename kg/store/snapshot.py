"""The state of a store as a build left it, which others read while the next build writes.

`published/` in the store's folder holds a checkpoint of the database (hard links: no copy) for each state that somebody
still reads, and `current`, which names the newest. A checkpoint never changes. `changed` is there while the database is
ahead of what is published: while a build writes, and after one that was killed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from kg.errors import StoreError
from kg.store.layout import CHANGED_NAME, CURRENT_NAME, DATABASE_NAME, LOCK_NAME, PUBLISHED_NAME
from kg.store.lock import in_use, lock

_NEW = "new-"
_TRIES = 50  # each time the newest state is replaced between looking and locking


class Snapshot:
    """A state that is held for reading until `close`. `path`: the folder to open read-only; `name`: which state it is.

    A store that has published nothing is held itself, which keeps builds out.
    """

    def __init__(self, folder: Path, path: Path, file: IO[str] | None) -> None:
        self.folder, self.path, self._lock = folder, path, file
        self._stamp = _stamp(folder)
        self.name = f"{path.name if path != folder else 'unpublished'}-{self._stamp}"

    @classmethod
    def hold(cls, folder: Path) -> Self:
        """The newest state of the store at `folder`. Raises StoreError: in use, and nothing is published."""
        for _ in range(_TRIES):
            name = current(folder)
            if not name or _changed(folder):
                # Nobody writes where a changed store can be locked: a build was killed, and what it had done counts.
                try:
                    return cls(folder, folder, lock(folder, write=False))
                except StoreError:
                    if not name:
                        raise
            path = folder / PUBLISHED_NAME / name
            if not path.is_dir() and current(folder) == name:
                # What says which state is the newest is damaged; the database itself need not be.
                return cls(folder, folder, lock(folder, write=False))
            try:
                file = lock(path, write=False)
            except StoreError:
                continue
            if (path / DATABASE_NAME).exists():
                return cls(folder, path, file)
        raise StoreError(in_use(folder))

    def stale(self) -> bool:
        """True when a newer state is published."""
        return _stamp(self.folder) != self._stamp

    def close(self) -> None:
        """Let go of it: the next build may remove it."""
        if self._lock:
            self._lock.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def current(folder: Path) -> str | None:
    """The name of the newest state that is published; None: none is."""
    try:
        return (folder / PUBLISHED_NAME / CURRENT_NAME).read_text(encoding="ascii").strip() or None
    except (OSError, ValueError):
        return None


def _stamp(folder: Path) -> str:
    """What changes whenever a state is published, even in a folder that was removed and built again."""
    try:
        found = (folder / PUBLISHED_NAME / CURRENT_NAME).stat()
    except OSError:
        return ""
    return f"{found.st_ino:x}.{found.st_mtime_ns:x}"


def mark_changed(folder: Path) -> None:
    """Say that the database is about to be ahead of what is published."""
    shelf = folder / PUBLISHED_NAME
    shelf.mkdir(exist_ok=True)
    (shelf / CHANGED_NAME).touch()


def publish(folder: Path, checkpoint: Callable[[str], object]) -> str | None:
    """Make the database's state the one that readers see; None: it is already. Whole, or not at all.

    `checkpoint(path)` writes the database into a new folder. The caller holds the store for writing.
    Raises OSError: the disk refuses; readers go on with what they had.
    """
    name = current(folder)
    if name and not _changed(folder):
        return None
    shelf = folder / PUBLISHED_NAME
    shelf.mkdir(exist_ok=True)
    for rest in shelf.glob(f"{_NEW}*"):
        shutil.rmtree(rest, ignore_errors=True)
    name = f"{int(name) + 1 if name and name.isdigit() else 1:08d}"
    new = shelf / f"{_NEW}{name}"
    shutil.rmtree(shelf / name, ignore_errors=True)  # of a build that was killed before it said so
    checkpoint(str(new))
    (new / LOCK_NAME).touch()
    new.rename(shelf / name)
    _say(shelf, name)
    (shelf / CHANGED_NAME).unlink(missing_ok=True)
    _sweep(shelf, name)
    return name


def _changed(folder: Path) -> bool:
    return (folder / PUBLISHED_NAME / CHANGED_NAME).exists()


def _say(shelf: Path, name: str) -> None:
    draft = shelf / f"{CURRENT_NAME}.new"
    with draft.open("w", encoding="ascii") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(shelf / CURRENT_NAME)


def _sweep(shelf: Path, kept: str) -> None:
    """Remove the states that nobody reads any more."""
    for old in shelf.iterdir():
        if old.name == kept or not old.name.isdigit():
            continue
        with suppress(StoreError):
            held = lock(old, write=True)
            shutil.rmtree(old, ignore_errors=True)
            if held:
                held.close()
