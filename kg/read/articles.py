"""Files, folders, archives, a pipe -> articles, one after the other; what cannot be read is an error among them."""

from __future__ import annotations

import glob
import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from kg.errors import ArticleError, TableError
from kg.model import Article
from kg.read.clean import clean
from kg.read.formats import PACKED, SUFFIXES, Opened, Page, Unreadable, pages
from kg.read.head import published, title
from kg.read.listing import NAME, Listing, read_listing

STDIN = "-"
_STDIN_NAME = "stdin"
# Suffixes of data of any kind -> what is in the first bytes of those that are articles.
_DATA = {".json": (b'"text"',), ".xml": (b"<rss", b"<feed", b"<rdf:RDF")}
_HEAD = 65_536
_LINES = (".jsonl", ".ndjson")
# Files of which only reading tells how many articles they hold.
_HOLD_MANY = frozenset((*PACKED, ".zip", ".tar", ".tgz", ".tbz2", ".txz", ".json", ".xml", ".rss", ".atom"))
_FORMATS = "text, HTML, PDF, DOCX, Markdown, e-mail, feeds, JSONL, archives of them"

ReadItem = Article | ArticleError | TableError


def read_articles(paths: Iterable[Path | str]) -> Iterator[ReadItem]:
    """The articles of `paths`: files, folders (every file below of a known suffix), patterns, ``-`` for a pipe.

    An article's id is its path below the given folder without suffix, with ``/``; of a single file its stem; of one
    of several in a file, that of the file and its own name there. Files that would share an id keep their suffixes.
    Title, date and address come from `articles.tsv` in the file's folder, else from the file, else from the text.
    Yields, where they occur, ArticleError (what cannot be read, an id taken twice) and TableError (a row of a table);
    never raises them.
    """
    listings: dict[Path, Listing] = {}
    taken: dict[str, str] = {}
    for path, identifier in _files(paths):
        if isinstance(identifier, ArticleError):
            yield identifier
            continue
        if path.parent not in listings:
            listings[path.parent] = Listing() if str(path) == STDIN else read_listing(path.parent)
            yield from listings[path.parent].errors
        for item in read_file(path, identifier, listings[path.parent]):
            if isinstance(item, Article) and (first := taken.setdefault(item.id, item.source)) != item.source:
                message = f"its name {item.id!r} is that of {first}; rename one, or give their folder"
                yield ArticleError(f"{item.source}: {message}")
            else:
                yield item


def read_file(path: Path, identifier: str, listing: Listing) -> Iterator[Article | ArticleError]:
    """The articles of one file; an ArticleError says file, reason, and what to do."""
    try:
        stream = cast(BinaryIO, sys.stdin.buffer if str(path) == STDIN else path.open("rb"))
    except OSError as error:
        yield ArticleError(f"{path}: cannot be read ({error.strerror}); check the file and its permissions")
        return
    with stream if str(path) != STDIN else nullcontext():
        for found in pages(Opened(stream, path.name)):
            if isinstance(found, Unreadable):
                yield ArticleError(f"{path}: {found.name + ': ' if found.name else ''}{found}")
                continue
            try:
                yield _article(found, path, identifier, listing)
            except Unreadable as error:
                yield ArticleError(f"{path}: {found.name + ': ' if found.name else ''}{error}")


def _article(page: Page, path: Path, identifier: str, listing: Listing) -> Article:
    text = clean(page.text)
    if not text:
        raise Unreadable("nothing but page furniture; put the article's text into it")
    row = None if page.name else listing.entries.get(path.name)
    name = page.name if page.whole else f"{identifier}/{page.name}" if page.name else identifier
    return Article(
        name,
        f"{path}/{page.name}" if page.name else str(path),
        (row and row.title) or page.title or title(text),
        (row and row.published) or page.published or published(page.text) or published(text),
        text,
        (row and row.url) or page.url,
    )


def _files(paths: Iterable[Path | str]) -> Iterator[tuple[Path, str | ArticleError]]:
    """Each file once, with its id; what is not there or holds no article, with the error."""
    every = [path for one in paths for path in _expanded(one)]
    # One path alone has each file once; of a million files the names are not kept for nothing.
    seen: set[str] | None = set() if len(every) > 1 else None
    for given in every:
        for path, identifier in _found(given):
            if seen is not None:
                if (where := str(path.absolute())) in seen:
                    continue
                seen.add(where)
            yield path, identifier


def _found(given: Path) -> Iterator[tuple[Path, str | ArticleError]]:
    if str(given) == STDIN:
        yield given, _STDIN_NAME
    elif given.is_dir():
        empty = True
        for path, identifier in _below(given):
            empty = False
            yield path, identifier
        if empty:
            wrong = f"no article in this folder ({_FORMATS}); give a folder with articles"
            yield given, ArticleError(f"{given}: {wrong}")
    elif given.exists():
        yield given, _without_suffix(PurePosixPath(given.name))
    else:
        yield given, ArticleError(f"{given}: no such file or folder; check the path")


def is_there(given: Path | str) -> bool:
    """True where a path, a pattern in quotes or ``-`` stands for something that may hold articles."""
    return any(str(path) == STDIN or path.exists() for path in _expanded(given))


def _expanded(given: Path | str) -> list[Path]:
    """What a pattern in quotes stands for, in order; anything else is itself."""
    path = Path(given)
    if str(given) == STDIN or path.exists() or not glob.has_magic(str(given)):
        return [path]
    found = glob.glob(str(given), recursive=True)  # noqa: PTH207 - pathlib refuses absolute patterns
    return sorted(map(Path, found)) or [path]


def _below(folder: Path, above: str = "") -> Iterator[tuple[Path, str]]:
    """The files below a folder that may be articles, with their ids, in order of their paths. Only the names of one
    folder (and those above it) are in memory at a time."""
    try:
        with os.scandir(folder) as entries:
            found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
    except OSError:
        return
    names = {name for name, is_folder in found if not is_folder and _may_be_article(folder / name)}
    many = Counter(_without_suffix(PurePosixPath(name)) for name in names)
    for name, is_folder in found:
        if is_folder:
            yield from _below(folder / name, f"{above}{name}/")
        elif name in names:
            short = _without_suffix(PurePosixPath(name))
            yield folder / name, above + (short if many[short] == 1 else name)


def _may_be_article(path: Path) -> bool:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES or path.name.startswith(".") or path.name == NAME or path.is_dir():
        return False
    return (path.is_file() or path.is_symlink()) and (suffix not in _DATA or _has_articles(path))


def how_many(paths: Iterable[Path | str]) -> int | None:
    """How many articles there seem to be, without reading them; None where only reading would tell."""
    total = 0
    for path in (path for one in paths for path in _expanded(one)):
        for file in (file for file, _ in _below(path)) if path.is_dir() else (path,):
            suffix = file.suffix.lower()
            if str(file) == STDIN or suffix in _HOLD_MANY:
                return None
            total += _lines(file) if suffix in _LINES else 1
    return total


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    except OSError:
        return 1


def _has_articles(path: Path) -> bool:
    """True where a file that may hold data of any kind (settings, annotations beside texts) looks like articles."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return True  # to be told
    return any(mark in head for mark in _DATA[path.suffix.lower()])


def _without_suffix(path: PurePosixPath) -> str:
    """Without `.html`, and both of `.jsonl.gz`."""
    inner = path.with_suffix("")
    packed = path.suffix.lower() in PACKED and inner.suffix.lower() in SUFFIXES
    return str(inner.with_suffix("") if packed else inner)
