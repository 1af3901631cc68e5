"""The folder of a store: whether it is one, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

from kg.errors import StoreError
from kg.store.layout import LOCK_NAME, PUBLISHED_NAME
from kg.store.lock import in_use

EXTRACTS_NAME = "extracts.sqlite"
# What a store's folder holds; a first build that was cut off may leave some of it.
_FILES = (LOCK_NAME, EXTRACTS_NAME, PUBLISHED_NAME, "LOCK", "LOG", "IDENTITY", "CURRENT", "MANIFEST", "OPTIONS")
_PASSING = (".log", ".dbtmp")  # the database's, with numbers for names

# What it says where another holds the folder: in these words, for "lock" is in a "block" and in many a path, too.
_HELD = ("lock hold by current process", "While lock file")
# What the database says of a folder where its first files are, and not all of them.
_BEGUN = ("only possible on read-write", "Column family not found")


def check_folder(path: Path, *, write: bool) -> None:
    """Raise StoreError where `path` is no store; for writing, make the folder where there is none."""
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: a file, not a store folder; name another one")
    if (path / "CURRENT").exists():
        return
    if not write:
        raise StoreError(f"{path}: no graph here; build one with: kg build PATH… --store {path}")
    # A folder of articles given by mistake must not fill with database files.
    if path.exists() and any(not f.name.startswith(_FILES) for f in path.iterdir() if f.suffix not in _PASSING):
        raise StoreError(f"{path}: holds other files and is no store; name a new folder with --store")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: cannot be made ({error.strerror}); name another folder with --store") from error


def reason(path: Path, error: Exception) -> str:
    """What the database complains of, in one line."""
    text = " ".join(str(error).split())
    if any(sign in text for sign in _HELD):
        return in_use(path)
    if any(sign in text for sign in _BEGUN):
        again = f"run it again: kg build PATH… --store {path}"
        return f"{path}: no graph here yet, the build that began it was cut off; {again}"
    if "No space" in text:
        return f"{path}: the disk is full; make room and build again"
    if "ermission" in text:
        return f"{path}: no permission to read or write it ({text[:120]}); change its owner or name another folder"
    return f"{path}: damaged ({text[:160]}); remove the folder and build it again with: kg build PATH… --store {path}"
