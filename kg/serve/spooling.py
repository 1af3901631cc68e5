"""Where large answers lie until they are read: a folder of each server's own, which is gone when the server is.

A server that was killed leaves its folder behind; the next one to start removes it.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from kg.errors import StoreError
from kg.store.lock import lock

PREFIX = "kg-serve-"
YOUNG = 60.0  # seconds in which a folder may belong to a server that has not said so yet


class SpoolFolder:
    """A folder for answers, until `close`. Raises OSError: there is no room for one."""

    def __init__(self) -> None:
        _sweep(Path(tempfile.gettempdir()))
        self._folder = tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True)
        self.path = Path(self._folder.name)
        self._lock = lock(self.path, write=True)

    def close(self) -> None:
        """Remove it."""
        if self._lock:
            self._lock.close()
        self._folder.cleanup()


def _sweep(place: Path) -> None:
    """Remove what servers of this user left that are no more."""
    with suppress(OSError):
        for folder in place.glob(f"{PREFIX}*"):
            if _abandoned(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _abandoned(folder: Path) -> bool:
    try:
        found = folder.lstat()
        ours = stat.S_ISDIR(found.st_mode) and hasattr(os, "getuid") and found.st_uid == os.getuid()
        if not ours or time.time() - found.st_mtime < YOUNG:
            return False
        held = lock(folder, write=True)
    except (OSError, StoreError):
        return False
    if held:
        held.close()
    return held is not None
