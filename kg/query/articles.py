"""What people type for an article (its id, its IRI, the path of its file) -> its id in the graph."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePath

from kg.errors import UnknownNameError, UserError


def find_article(written: str, known: Mapping[str, str]) -> str:
    """The id of the article that is meant. `known`: IRI -> id of every article.

    A path is the article's whose id its end spells: `seeds/articles/004.txt` is `004`, or `articles/004` where an
    article has that id. Raises UnknownNameError with the nearest ids; UserError: a path that fits several.
    """
    if written in known:
        return known[written]
    ids = set(known.values())
    if written in ids:
        return written
    parts = PurePath(written.replace("\\", "/")).parts
    whole = ["/".join(parts[start:]) for start in range(len(parts))]
    stem = PurePath(written).suffix
    tails = [*whole, *(tail.removesuffix(stem) for tail in whole if stem)]
    for tail in sorted(tails, key=len, reverse=True):
        if tail in ids:
            return tail
    # The folder that was built may lie below the one that the path starts from.
    below = sorted(found for found in ids for tail in tails[:1] + tails[len(whole) :][:1] if found.endswith(f"/{tail}"))
    if len(below) == 1:
        return below[0]
    if below:
        raise UserError(f"{written}: {len(below)} articles end so: {', '.join(below[:5])}; name one of them")
    raise UnknownNameError(_unknown(written, ids))


def _unknown(written: str, ids: Iterable[str]) -> str:
    from rapidfuzz import fuzz, process

    wanted = PurePath(written).stem or written
    near = process.extract(wanted, sorted(ids), scorer=fuzz.WRatio, score_cutoff=45, limit=3)
    offered = f"nearest: {', '.join(hit[0] for hit in near)}" if near else "kg query articles lists them all"
    return f"{written}: the graph holds no such article; {offered}"
