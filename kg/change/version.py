"""A digest of code and tables: what was made by other code is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def digest_of(folders: Iterable[Path]) -> str:
    """A short digest of all files in these folders, whatever else lies around them."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def resolution_version() -> str:
    """A digest of what decides the graph once the articles are read."""
    package = Path(__file__).parents[1]
    return digest_of(package / name for name in ("resolve", "change", "rdf", "lang"))
