"""Files and folders -> articles, one after the other; what cannot be read is an error among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from kg.errors import ArticleError, TableError
from kg.model import Article
from kg.read.clean import clean
from kg.read.decode import NotText, decode
from kg.read.head import published, title
from kg.read.listing import Listing, read_listing

SUFFIX = ".txt"
LARGEST = 20_000_000


def read_articles(paths: Iterable[Path | str]) -> Iterator[Article | ArticleError | TableError]:
    """The articles of `paths`: files, and folders with every ``*.txt`` below them, in order of their names.

    An article's id is its path below the given folder without suffix, with ``/``; of a single file its stem. Title,
    date and address come from `articles.tsv` in the file's folder, else from the text. Yields, where they occur,
    ArticleError (a file that cannot be read, an id taken twice) and TableError (a row of a table); never raises them.
    """
    listings: dict[Path, Listing] = {}
    taken: dict[str, Path] = {}
    for path, identifier in _files(paths):
        if isinstance(identifier, ArticleError):
            yield identifier
            continue
        if path.parent not in listings:
            listings[path.parent] = read_listing(path.parent)
            yield from listings[path.parent].errors
        first = taken.setdefault(identifier, path)
        if first != path:
            yield ArticleError(f"{path}: its name {identifier!r} is that of {first}; rename one, or give their folder")
            continue
        try:
            yield read_article(path, identifier, listings[path.parent])
        except ArticleError as error:
            yield error


def read_article(path: Path, identifier: str, listing: Listing) -> Article:
    """One file as an article. Raises ArticleError: file, reason, and what to do."""
    try:
        if path.stat().st_size > LARGEST:
            raise ArticleError(f"{path}: larger than {LARGEST // 1_000_000} MB; split it into articles")
        page = decode(path.read_bytes())
    except OSError as error:
        raise ArticleError(f"{path}: cannot be read ({error.strerror}); check the file and its permissions") from error
    except NotText as error:
        raise ArticleError(f"{path}: {error}") from error
    text = clean(page)
    if not text:
        raise ArticleError(f"{path}: nothing but page furniture; put the article's text into it")
    row = listing.entries.get(path.name)
    return Article(
        identifier,
        str(path),
        (row and row.title) or title(text),
        (row and row.published) or published(page) or published(text),
        text,
        row.url if row else None,
    )


def _files(paths: Iterable[Path | str]) -> Iterator[tuple[Path, str | ArticleError]]:
    """Each file once, with its id; what is not there or holds no article, with the error."""
    seen: set[Path] = set()
    for given in map(Path, paths):
        if given.is_dir():
            found = [(path, _identifier(path, given)) for path in _below(given)]
            if not found:
                yield given, ArticleError(f"{given}: no {SUFFIX} file in this folder; give a folder with articles")
        elif given.exists():
            found = [(given, given.stem)]
        else:
            found = []
            yield given, ArticleError(f"{given}: no such file or folder; check the path")
        for path, identifier in found:
            if path.absolute() not in seen:
                seen.add(path.absolute())
                yield path, identifier


def _below(folder: Path) -> list[Path]:
    files = [path for path in folder.rglob("*") if path.suffix.lower() == SUFFIX and path.is_file()]
    return sorted((path for path in files if not path.name.startswith(".")), key=lambda p: p.relative_to(folder).parts)


def _identifier(path: Path, folder: Path) -> str:
    return str(PurePosixPath(*path.relative_to(folder).with_suffix("").parts))
