"""Files, folders, archives, a pipe -> articles, one after the other; what cannot be read is an error among them."""

from __future__ import annotations

import glob
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
    seen: set[Path] = set()
    for given in (path for one in paths for path in _expanded(one)):
        if str(given) == STDIN:
            found = [(given, _STDIN_NAME)]
        elif given.is_dir():
            found = _below(given)
            if not found:
                wrong = f"no article in this folder ({_FORMATS}); give a folder with articles"
                yield given, ArticleError(f"{given}: {wrong}")
        elif given.exists():
            found = [(given, _without_suffix(PurePosixPath(given.name)))]
        else:
            found = []
            yield given, ArticleError(f"{given}: no such file or folder; check the path")
        for path, identifier in found:
            if path.absolute() not in seen:
                seen.add(path.absolute())
                yield path, identifier


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


def _below(folder: Path) -> list[tuple[Path, str]]:
    """The files below a folder that may be articles, with their ids, in order of their paths."""
    files = [
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not path.name.startswith(".")
        and path.name != NAME
        and (path.is_file() or path.is_symlink())
        and not path.is_dir()
        and (path.suffix.lower() not in _DATA or _has_articles(path))
    ]
    files.sort(key=lambda path: path.relative_to(folder).parts)
    ids = {path: _identifier(path, folder) for path in files}
    many = Counter(ids.values())
    return [(path, ids[path] if many[ids[path]] == 1 else _posix(path, folder)) for path in files]


def _has_articles(path: Path) -> bool:
    """True where a file that may hold data of any kind (settings, annotations beside texts) looks like articles."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return True  # to be told
    return any(mark in head for mark in _DATA[path.suffix.lower()])


def _identifier(path: Path, folder: Path) -> str:
    return _without_suffix(PurePosixPath(*path.relative_to(folder).parts))


def _without_suffix(path: PurePosixPath) -> str:
    """Without `.html`, and both of `.jsonl.gz`."""
    inner = path.with_suffix("")
    packed = path.suffix.lower() in PACKED and inner.suffix.lower() in SUFFIXES
    return str(inner.with_suffix("") if packed else inner)


def _posix(path: Path, folder: Path) -> str:
    return str(PurePosixPath(*path.relative_to(folder).parts))
