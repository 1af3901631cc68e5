"""Graphs of any number of claims, made of the annotated articles with changed names. For measuring alone.

Each copy of the articles changes the characters of place names among themselves, alike in names, quotes and texts:
other things, said in other articles in the same words. What has none (人工智能) is shared by all copies.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.tables import read_rows, resource

GOLD = Path(__file__).parents[1] / "gold" / "train"
_CLAIM = b"#Claim> ."


def articles(every: int = 1) -> list[tuple[str, str]]:
    """Id and own words (N-Triples) of each annotated article, or of every so-manieth."""
    from kg.learn.gold import as_extraction, load_gold
    from kg.rdf import quads
    from kg.rdf.resolved import ntriples

    gold = list(load_gold(GOLD))[::every]
    return [(one.article.id, ntriples(quads(as_extraction(one))).decode()) for one in gold]


def kept_articles(folder: Path, every: int = 1) -> list[tuple[str, str]]:
    """`articles`, which take a while, from a file in `folder` where they were made before."""
    path = folder / f"articles-{every}.json"
    if not path.exists():
        path.write_text(json.dumps(articles(every), ensure_ascii=False), encoding="utf-8")
    found: list[list[str]] = json.loads(path.read_text(encoding="utf-8"))
    return [(name, text) for name, text in found]


@cache
def syllables() -> str:
    """The characters that names of cities are made of."""
    rows = read_rows(resource("seeds", "gazetteer", "prefectures.tsv"), ("code", "name", "short"))
    return "".join(sorted({sign for _, row in rows for sign in row["short"].split("|")[0]}))


def _cut(name: str, text: str) -> list[str]:
    """The text in pieces; each second one is what a copy changes: the article's id, or characters of names."""
    return re.split(rf"(\b{name}\b|[{syllables()}]+)", text)


def renamed(pieces: list[str], name: str, copy: int) -> str:
    """The words of the so-manieth copy of an article; copy 0 is the article itself."""
    if not copy:
        return "".join(pieces)
    signs = syllables()
    turn = copy * 7 % len(signs)
    moved = str.maketrans(signs, signs[turn:] + signs[:turn])
    # The id stands in the IRIs of the article and its claims, in local names, and as the identifier.
    known = {name: f"{name}x{copy}"}
    other = list(pieces)
    other[1::2] = [known.get(piece) or known.setdefault(piece, piece.translate(moved)) for piece in pieces[1::2]]
    return "".join(other)


def copies(kept: list[tuple[str, str]], claims: int) -> Iterator[tuple[str, bytes, int]]:
    """(IRI, own words as N-Triples, claims) of so many articles that they hold so many claims together."""
    from kg.rdf import article_iri
    from kg.vocabulary import BASE

    cut = [(name, _cut(name, text)) for name, text in kept]
    made = copy = 0
    while made < claims:
        for name, pieces in cut:
            triples = renamed(pieces, name, copy).encode()
            found = triples.count(_CLAIM)
            yield article_iri(f"{name}x{copy}" if copy else name, BASE), triples, found
            made += found
            if made >= claims:
                return
        copy += 1


def write_nquads(path: Path, kept: list[tuple[str, str]], claims: int, *, merge: bool) -> int:
    """Write the graph as N-Quads; with `merge`, each triple in the default graph, too, as stores keep it. How many."""
    number = 0
    with path.open("wb") as out:
        for iri, triples, _ in copies(kept, claims):
            graph = f" <{iri}> .\n".encode()
            out.write(triples.replace(b" .\n", graph))
            number += triples.count(b"\n")
            if merge:
                out.write(triples)
    return number
