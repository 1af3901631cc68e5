"""Pairs of names from two articles each, same thing or not: are they one node of the graph of the two?

A table's row holds both names with their types and sentences. The two sentences are read, linked and resolved as two
articles of one folder; a name that the reader passes over is on no node, and the pair is apart. `names_given` tells how
it comes out where such a name is put in as the table has it: what is missing then is missing in the resolution.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.errors import UserError
from kg.lang import normal_name
from kg.model import Article, Extraction, Mention
from kg.tables import read_rows
from kg.vocabulary import ENTITY_TYPES

COLUMNS = (
    "left", "left_type", "left_article", "right", "right_type", "right_article", "verdict", "why",
)  # fmt: skip
_SIDES = ("left", "right")
_RULE = "given"


@dataclass(frozen=True, slots=True)
class Side:
    """A name, its type, and the article that it stands in."""

    name: str
    kind: str
    article: str


@dataclass(frozen=True, slots=True)
class GoldPair:
    """A row of the table; `same`: the two names are of one thing; `why` begins with the kind of the pair."""

    line: int
    left: Side
    right: Side
    same: bool
    why: str

    @property
    def kind(self) -> str:
        """What the pair is about, without the particulars."""
        return self.why.partition(":")[0].strip()


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """What the graph says of a pair: `one` node or not; `found` whether the reader found both names by itself."""

    pair: GoldPair
    one: bool
    found: bool

    @property
    def right(self) -> bool:
        """True where the graph says what the table says."""
        return self.one == self.pair.same


@dataclass(frozen=True)
class PairScore:
    """The pairs as judged, with the names given and as they are read."""

    given: tuple[JudgedPair, ...]
    as_read: tuple[JudgedPair, ...] = field(default=())

    def figures(self) -> dict[str, Any]:
        """Everything as plain data for JSON: precision and recall of "same", the counts, by kind of pair."""
        kinds = dict.fromkeys(judged.pair.kind for judged in self.as_read)
        return {
            **_figures(self.as_read),
            "why": {kind: _figures([j for j in self.as_read if j.pair.kind == kind]) for kind in kinds},
            "names_given": _figures(self.given),
        }


def _figures(judged: Sequence[JudgedPair]) -> dict[str, Any]:
    counts = Counter((one.pair.same, one.one) for one in judged)
    said, so = counts[True, True] + counts[False, True], counts[True, True] + counts[True, False]
    return {
        "precision": counts[True, True] / said if said else 1.0,
        "recall": counts[True, True] / so if so else 1.0,
        "pairs": len(judged),
        "merged_right": counts[True, True],
        "merged_wrong": counts[False, True],
        "missed": counts[True, False],
        "apart": counts[False, False],
        "not_found": sum(not one.found for one in judged),
    }


def load_pairs(path: Path) -> list[GoldPair]:
    """The rows of a table of pairs. Raises TableError: not readable, columns missing; UserError: a cell is wrong."""
    pairs = []
    for line, row in read_rows(path, COLUMNS):
        sides = [Side(row[side], row[f"{side}_type"], row[f"{side}_article"]) for side in _SIDES]
        for side in sides:
            if side.kind not in ENTITY_TYPES:
                raise UserError(f"{path}:{line}: unknown type {side.kind!r}; use one of {', '.join(ENTITY_TYPES)}")
        if row["verdict"] not in ("same", "different"):
            raise UserError(f"{path}:{line}: verdict {row['verdict']!r}; expected same or different")
        pairs.append(GoldPair(line, sides[0], sides[1], row["verdict"] == "same", row["why"]))
    if not pairs:
        raise UserError(f"{path}: no pairs; a table with the columns {', '.join(COLUMNS)} is expected")
    return pairs


def measure_pairs(pairs: Iterable[GoldPair]) -> PairScore:
    """Read, link and resolve the two articles of each pair, and see where both names ended."""
    given, as_read = [], []
    for pair in pairs:
        read = [_extraction(side, f"{pair.line}/{name}") for side, name in zip(_sides(pair), _SIDES, strict=True)]
        one, found = _judge(pair, read)
        as_read.append(JudgedPair(pair, one, found))
        if not found:
            read = [_with(side, extraction) for side, extraction in zip(_sides(pair), read, strict=True)]
            one, _ = _judge(pair, read)
        given.append(JudgedPair(pair, one, found))
    return PairScore(tuple(given), tuple(as_read))


def _sides(pair: GoldPair) -> tuple[Side, Side]:
    return pair.left, pair.right


def _extraction(side: Side, identifier: str) -> Extraction:
    from kg.pipeline import extract
    from kg.read import clean

    return extract(Article(identifier, identifier, "", None, clean(side.article)))


def _with(side: Side, extraction: Extraction) -> Extraction:
    """The extraction with the name as a mention, where the reader has found none."""
    from kg.detect import detect
    from kg.learn.oracle import find_words
    from kg.link import link
    from kg.relate import relate

    article, sentences = extraction.article, extraction.sentences
    span = find_words(article.text, side.name)
    known = {normal_name(name) for entity in extraction.entities for name in entity.names}
    if normal_name(side.name) in known or not len(span):
        return extraction
    own = Mention(span, article.text[span.start : span.end], side.kind, _RULE)
    others = [mention for mention in detect(article, sentences) if not mention.span.overlaps(span)]
    linking = link(article, sentences, sorted([*others, own], key=lambda mention: mention.span))
    said = relate(article, sentences, linking)
    return replace(
        extraction, entities=said.entities, statements=said.statements, links=linking.links, rejected=said.rejected
    )  # fmt: skip


def _judge(pair: GoldPair, read: Sequence[Extraction]) -> tuple[bool, bool]:
    """(both names are one node, both are nodes)."""
    from kg.resolve import profiles, resolve

    resolution = resolve(profile for extraction in read for profile in profiles(extraction))
    nodes = []
    for side, extraction in zip(_sides(pair), read, strict=True):
        sought = normal_name(side.name)
        own = {entity.id: {normal_name(name) for name in entity.names} for entity in extraction.entities}
        canonical = {key: resolution.canonical[extraction.article.id, key] for key in own}
        exact = {(one.id, one.local) for key, one in canonical.items() if sought in own[key]}
        # 广安市邻水县 is 邻水县, too.
        also = {
            (one.id, one.local) for one in canonical.values() if sought in {normal_name(name) for name in one.names}
        }
        nodes.append(exact or also)
    return bool(nodes[0] & nodes[1]), all(nodes)
