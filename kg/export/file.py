"""Which format a file is to have, and how it is written."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import UserError

STDOUT = "-"


def format_for(out: str | Path, given: str | None, formats: Mapping[str, str]) -> str:
    """The format that is `given`, else the one whose suffix `out` has. `formats`: format -> suffix, without a dot.

    Raises UserError with the formats there are.

    >>> format_for("graph.ttl", None, {"turtle": "ttl"})
    'turtle'
    """
    offered = ", ".join(f"{name} (.{suffix})" if suffix else f"{name} (a folder)" for name, suffix in formats.items())
    if given:
        # The suffix of a format is as good as its name.
        given = next((name for name, suffix in formats.items() if suffix and given == suffix), given)
        if given not in formats:
            raise UserError(f"{given}: no such format; use one of {offered}")
        return given
    suffix = Path(out).suffix.lower().lstrip(".")
    by_suffix: dict[str, str] = {}
    for name, ending in formats.items():
        by_suffix.setdefault(ending, name)
    if suffix and suffix in by_suffix:
        return by_suffix[suffix]
    raise UserError(f"{out}: the suffix tells no format; use one of {offered}, or name it with --format")


def write_file(out: str | Path, pieces: Iterable[bytes]) -> None:
    """Write the pieces to `out` (`-`: standard output); a file that was there stays until the new one is whole.

    Raises UserError: not writable.
    """
    if str(out) == STDOUT:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        return
    path = Path(out)
    try:
        handle, part = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        # mkstemp lets nobody else read; a new file is to have the rights that the user's mask gives.
        mask = os.umask(0)
        os.umask(mask)
        Path(part).chmod(0o666 & ~mask)
        Path(part).replace(path)
    except OSError as error:
        Path(part).unlink(missing_ok=True)
        raise _unwritable(path, error) from error
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise


def _unwritable(path: Path, error: OSError) -> UserError:
    return UserError(f"{path}: cannot be written ({error.strerror}); choose another place")
