"""A digest of code and tables: what was made by other code is made anew."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path


def digest_of(folders: Iterable[Path], but: Iterable[Path] = ()) -> str:
    """A short digest of all files in these folders, whatever else lies around them; those in `but` do not count."""
    left_out = tuple(but)
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc" and not any(path.is_relative_to(one) for one in left_out):
                digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


@cache
def resolution_version() -> str:
    """A digest of what decides the graph once the articles are read."""
    package = Path(__file__).parents[1]
    folders = (package / name for name in ("resolve", "change", "rdf", "lang"))
    return digest_of(folders, but=[package / "lang" / "zh" / "ask"])
