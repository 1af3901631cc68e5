"""zip and tar: every file in them that may be an article, one after the other, each within limits."""

from __future__ import annotations

import io
import re
import tarfile
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from kg.read.formats.page import LARGEST, Found, Opened, Page, Unreadable
from kg.read.listing import NAME, Listing, parse_listing

# A real text is packed at most about 30 times smaller; a bomb, a thousand times.
RATIO = 200
_CHINESE = re.compile("[\u4e00-\u9fff]")
_SMALL = 1_000_000
_BOMB = "unpacks to hundreds of times its size; not read. Unpack it yourself if you trust it"


def read(opened: Opened) -> Iterator[Found]:
    """The articles of the files in the archive; their ids are their paths in it."""
    if opened.head().startswith(b"PK"):
        yield from _zip(opened)
    else:
        yield from _tar(opened)


def _zip(opened: Opened) -> Iterator[Found]:
    try:
        archive = zipfile.ZipFile(opened.stream)
        members = sorted((m for m in archive.infolist() if _is_article(_name(m))), key=_name)
        listings = _listings(archive)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise Unreadable(f"a damaged zip archive ({error}); fetch or pack it anew") from error
    if not members:
        raise Unreadable("no article in this archive; text, HTML, PDF, DOCX, … are expected")
    for folder in listings.values():
        yield from (Unreadable(str(error)) for error in folder.errors)
    for member in members:
        name = _name(member)
        if member.flag_bits & 1:
            yield Unreadable("encrypted; unpack it with its password first", name)
        elif member.file_size > max(_SMALL, RATIO * member.compress_size):
            yield Unreadable(_BOMB, name)
        else:
            try:
                with archive.open(member) as stream:
                    yield from _member(stream, name, opened.depth, listings)
            except (zipfile.BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError) as error:
                yield Unreadable(f"damaged in the archive ({error}); fetch or pack it anew", name)


def _tar(opened: Opened) -> Iterator[Found]:
    """In the archive's own order: a stream has no other. A listing counts for the files behind it."""
    empty = True
    listings: dict[str, Listing] = {}
    try:
        with tarfile.open(fileobj=cast(IO[bytes], opened.stream), mode="r|") as archive:
            for member in archive:
                archive.members = []  # type: ignore[attr-defined] # kept for going back, which a stream does not
                stream = archive.extractfile(member) if member.isfile() else None
                name = _safe(member.name)
                if stream is None:
                    continue
                if PurePosixPath(name).name == NAME and member.size <= LARGEST:
                    listing = parse_listing(stream.read().decode("utf-8", "replace"), name)
                    listings[str(PurePosixPath(name).parent)] = listing
                    yield from (Unreadable(str(error)) for error in listing.errors)
                elif _is_article(name):
                    empty = False
                    yield from _member(stream, name, opened.depth, listings)
    except tarfile.TarError as error:
        raise Unreadable(f"a damaged tar archive ({error}); fetch or pack it anew") from error
    if empty:
        raise Unreadable("no article in this archive; text, HTML, PDF, DOCX, … are expected")


def _member(stream: IO[bytes], name: str, depth: int, listings: dict[str, Listing]) -> Iterator[Found]:
    from kg.read.formats.table import pages

    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        yield Unreadable(f"larger than {LARGEST // 1_000_000} MB; split it into articles", name)
        return
    path = PurePosixPath(name)
    below = str(path.with_suffix(""))
    listing = listings.get(str(path.parent))
    row = listing.entries.get(path.name) if listing else None
    for found in pages(Opened(cast(BinaryIO, io.BytesIO(data)), path.name, depth + 1)):
        if isinstance(found, Unreadable):
            yield Unreadable(str(found), f"{name}: {found.name}" if found.name else name)
        else:
            inner = Page(
                found.text,
                (row and row.title) or found.title,
                (row and row.published) or found.published,
                (row and row.url) or found.url,
                found.name,
                found.whole,
            )
            yield inner if inner.whole else replace(inner, name=f"{below}/{inner.name}" if inner.name else below)


def _listings(archive: zipfile.ZipFile) -> dict[str, Listing]:
    tables = [m for m in archive.infolist() if PurePosixPath(m.filename).name == NAME and m.file_size <= LARGEST]
    return {
        str(PurePosixPath(_name(m)).parent): parse_listing(archive.read(m).decode("utf-8", "replace"), _name(m))
        for m in tables
    }


def _name(member: zipfile.ZipInfo) -> str:
    """The path of a member. Windows packs Chinese names as GBK without saying so, which zip takes for CP437."""
    name = member.filename
    if not member.flag_bits & 0x800 and not name.isascii():
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return _safe(name)
        for encoding in ("utf-8", "gb18030"):
            with suppress(UnicodeDecodeError):
                # Short names of GBK can be UTF-8 by chance, of letters that nobody writes.
                if _CHINESE.search(found := raw.decode(encoding)):
                    return _safe(found)
    return _safe(name)


def _safe(name: str) -> str:
    return "/".join(part for part in PurePosixPath(name.replace("\\", "/")).parts if part not in ("/", ".", ".."))


def _is_article(name: str) -> bool:
    from kg.read.formats.table import SUFFIXES

    path = PurePosixPath(name)
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in path.parts)
    return not hidden and path.suffix.lower() in SUFFIXES and path.name != NAME
