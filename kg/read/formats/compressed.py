"""gzip, bzip2, xz: the file within; a tar archive in one of them is read as a stream."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

from kg.read.formats.page import Found, Opened, Unreadable

_OPEN: tuple[tuple[bytes, Callable[[BinaryIO], Any]], ...] = (
    (b"\x1f\x8b", gzip.open),
    (b"BZh", bz2.open),
    (b"\xfd7zXZ\x00", lzma.open),
)
_TAR = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def read(opened: Opened) -> Iterator[Found]:
    """What the file within holds."""
    from kg.read.formats.table import pages

    head = opened.head()
    open_ = next(open_ for mark, open_ in _OPEN if head.startswith(mark))
    name = PurePosixPath(opened.name)
    inner = str(name.with_suffix(_TAR.get(name.suffix.lower(), "")))
    try:
        stream = io.BufferedReader(open_(opened.stream), 1 << 16)
        yield from pages(Opened(cast(BinaryIO, _Forward(stream)), inner, opened.depth + 1))
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise Unreadable(f"damaged ({error}); fetch or pack it anew") from error


class _Forward:
    """A decompressed stream: going back in it would mean to decompress it again, so it says that it cannot."""

    def __init__(self, stream: io.BufferedReader[Any]) -> None:
        self.read, self.readline, self.peek = stream.read, stream.readline, stream.peek

    def seekable(self) -> bool:
        return False
