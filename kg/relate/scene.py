"""Sentences and links -> a scene: what stands where in the text, ready to be paired.

A scene holds one `Item` for every linked mention and every value, in text order, and the lists (A、B和C) they stand in.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from kg.lang import aligned
from kg.model import ANAPHOR, AREA, MONEY, TIME, Article, Linking, Mention, Sentence, Span, Value
from kg.vocabulary import INSTITUTION_TYPES

VALUE_KINDS = frozenset((TIME, MONEY, AREA))

# What may stand between two members of a list, over the aligned text.
_JOINER = re.compile(r"[\s\"'》《)]*(?:[、,/.丶]?(?:以及|和|与|及|暨|同|跟|并)?|·)[\s\"'》《]*")

# Kinds that stand in one list: of parties, of places, of things that are built.
_FAMILIES = (
    frozenset((*INSTITUTION_TYPES, "Region", "Park", "Fund")),
    frozenset(("Project", "Park", "Research", "Mechanism", "Institution")),
    frozenset(("Agreement", "Policy")),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A linked mention or a value in its place.

    `targets` are the entity ids it stands for (several for 双方), empty for values; `sentence` counts from 0; `group`
    numbers the list that it stands in, and `place` its place there; `sure`: how sure the name is, in steps from 0 to
    9, empty where nobody doubts it.
    """

    span: Span
    kind: str
    targets: tuple[str, ...]
    sentence: int
    types: tuple[str, ...]
    value: Value | None = None
    marks: tuple[str, ...] = ()
    anaphor: bool = False
    group: int = -1
    place: int = 0
    sure: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A list of like things in the text: its outer span, and how many members it has."""

    span: Span
    size: int


@dataclass(frozen=True, slots=True)
class Scene:
    """All items of an article in text order; `copy` is the text's aligned copy, `by_sentence` the items' indexes."""

    article: Article
    copy: str
    sentences: Sequence[Sentence]
    items: tuple[Item, ...]
    groups: tuple[Group, ...]
    by_sentence: dict[int, tuple[int, ...]]


def build_scene(article: Article, sentences: Sequence[Sentence], linking: Linking) -> Scene:
    """Lay out what an article speaks of. A mention without entity or value is left out."""
    copy = aligned(article.text)
    items, groups = _grouped(_items(sentences, linking), copy)
    by_sentence: dict[int, list[int]] = {}
    for index, item in enumerate(items):
        by_sentence.setdefault(item.sentence, []).append(index)
    return Scene(article, copy, sentences, items, groups, {s: tuple(held) for s, held in by_sentence.items()})


def _items(sentences: Sequence[Sentence], linking: Linking) -> list[Item]:
    types = {entity.id: entity.types for entity in linking.entities}
    starts = [sentence.span.start for sentence in sentences]
    targets: dict[tuple[int, int, str], dict[str, None]] = {}
    mentions: dict[tuple[int, int, str, str], Mention] = {}
    for link in linking.links:
        mention = link.mention
        place = mention.span.start, mention.span.end, mention.kind
        mentions.setdefault((*place, mention.name), mention)
        if link.entity_id is not None:
            targets.setdefault(place, {})[link.entity_id] = None
    items: dict[tuple[int, int, str], Item] = {}
    for (start, end, kind, _), mention in mentions.items():
        span, place = mention.span, (start, end, kind)
        sentence = max(0, bisect_right(starts, start) - 1)
        if kind in VALUE_KINDS:
            if mention.value is not None:
                items[place] = Item(span, kind, (), sentence, (kind,), mention.value, mention.marks)
        elif ids := tuple(targets.get(place, ())):
            best = types[ids[0]]
            anaphor = kind == ANAPHOR
            items[place] = Item(
                span, best[0], ids, sentence, best, None, mention.marks, anaphor, sure=_sure(mention)
            )  # fmt: skip
    return sorted(items.values(), key=lambda item: (item.span.start, item.span.end, item.kind))


def _sure(mention: Mention) -> str:
    return str(min(int(mention.confidence * 10), 9)) if mention.confidence < 1.0 and mention.kind != ANAPHOR else ""


def _alike(left: Item, right: Item) -> bool:
    """True where two neighbours can be members of one list."""
    if left.kind in VALUE_KINDS or right.kind in VALUE_KINDS or left.sentence != right.sentence:
        return False
    return left.kind == right.kind or any(left.kind in kinds and right.kind in kinds for kinds in _FAMILIES)


def _grouped(items: Sequence[Item], copy: str) -> tuple[tuple[Item, ...], tuple[Group, ...]]:
    laid: list[Item] = []
    groups: list[Group] = []
    last: Item | None = None
    for item in items:
        between = copy[last.span.end : item.span.start] if last else ""
        if last and item.anaphor and not between and _are(laid, groups[-1].size, item):
            continue
        if last and len(between) <= 6 and _alike(last, item) and _JOINER.fullmatch(between):
            group = groups[-1]
            groups[-1] = Group(Span(group.span.start, max(group.span.end, item.span.end)), group.size + 1)
            place = laid[-1].place + 1
        else:
            groups.append(Group(item.span, 1))
            place = 0
        last = item
        laid.append(_placed(item, len(groups) - 1, place))
    return tuple(laid), tuple(groups)


def _are(laid: Sequence[Item], size: int, anaphor: Item) -> bool:
    """True where a stand-in right behind a list stands for its members (甲市、乙市两地): nothing more is named."""
    members = {target for item in laid[len(laid) - size :] for target in item.targets}
    return members == set(anaphor.targets)


def _placed(item: Item, group: int, place: int) -> Item:
    return Item(
        item.span, item.kind, item.targets, item.sentence, item.types, item.value, item.marks, item.anaphor,
        group, place, item.sure,
    )  # fmt: skip
