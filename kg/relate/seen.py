"""The pairs of a scene as arrays, and what has been seen of them so far; what items are by themselves, as keys."""

from __future__ import annotations

from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from kg.relate.keys import Ints, Keys, key, keys, name_key
from kg.relate.laid import Laid
from kg.relate.pairs import REACH
from kg.relate.scene import VALUE_KINDS, Item
from kg.relate.surroundings import Surroundings

Flags = NDArray[np.bool_]


class ItemKeys:
    """What the names of a scene's items tell, item by item."""

    def __init__(self, laid: Laid) -> None:
        self.laid = laid
        self.scene = laid.scene

    @cached_property
    def names(self) -> list[str]:
        """The words of each item."""
        copy = self.scene.copy
        return [copy[item.span.start : item.span.end] for item in self.scene.items]

    @cached_property
    def tails(self) -> Keys:
        """How each name ends; of a value, its precision."""
        items = zip(self.scene.items, self.names, strict=True)
        return keys(_precision(item) if item.kind in VALUE_KINDS else name[-2:] for item, name in items)

    @cached_property
    def sure(self) -> Keys:
        """How sure each name is; 0: nobody doubts it."""
        return np.array([key(item.sure) if item.sure else 0 for item in self.scene.items], np.uint64)

    @cached_property
    def anaphors(self) -> Flags:
        """True for each stand-in."""
        return np.array([item.anaphor for item in self.scene.items])

    @cached_property
    def values(self) -> Flags:
        """True for each time, sum and area."""
        return np.array([item.kind in VALUE_KINDS for item in self.scene.items])

    @cached_property
    def joints(self) -> Keys:
        """What stands between each member of a list and the one before it."""
        items, copy = self.scene.items, self.scene.copy
        return keys(
            copy[items[i - 1].span.end : item.span.start].strip() if item.place else ""
            for i, item in enumerate(items)
        )  # fmt: skip

    @cached_property
    def marks(self) -> dict[str, Flags]:
        """The remarks on items: which items bear each."""
        items = self.scene.items
        every = dict.fromkeys(mark for item in items for mark in item.marks)
        return {mark: np.array([mark in item.marks for item in items]) for mark in every}


def _precision(item: Item) -> str:
    return item.value.datatype if item.value else ""


class Seen:
    """The pairs, and what has been seen of them: `keys` with the `pairs` that they belong to."""

    def __init__(self, items: ItemKeys, around: Surroundings, subjects: Ints, objects: Ints) -> None:
        laid = items.laid
        self.items, self.laid, self.around = items, laid, around
        self.subject, self.object = subjects, objects
        self.first, self.second = np.minimum(subjects, objects), np.maximum(subjects, objects)
        self.all = np.arange(len(subjects))
        self.list_a, self.list_b = laid.group[self.first], laid.group[self.second]
        self.sentence = laid.sentence[self.second]
        self.gap = self.sentence - laid.sentence[self.first]
        self.apart = self.gap > 0
        self.listed = self.list_a == self.list_b
        turned = (subjects > objects).astype(np.int64)
        self.kinds = _kind_keys(tuple(laid.kinds))[laid.kind[subjects], turned, laid.kind[objects]]
        self.turns = _turn_keys()[turned, self.gap]
        self.nothing = np.zeros(len(subjects), np.uint64)
        self.keys: list[Keys] = []
        self.pairs: list[Ints] = []

    def scope(self, scope: str) -> Keys:
        """The key of each pair's scope."""
        found: Keys = {"K": self.kinds, "T": self.turns, "": self.nothing}[scope]
        return found

    def add(self, scope: str, name: str, texts: Keys, where: Flags | None = None) -> None:
        """A feature of each pair, or of those `where` it is to be seen."""
        found = self.scope(scope) + (texts + name_key(scope, name))
        self.keys.append(found if where is None else found[where])
        self.pairs.append(self.all if where is None else self.all[where])

    def add_all(self, scope: str, name: str | None, texts: Keys, pairs: Ints) -> None:
        """Features of several pairs each; `name` None: it is in the texts' keys."""
        found = self.scope(scope)[pairs] + texts
        self.keys.append(found if name is None else found + name_key(scope, name))
        self.pairs.append(pairs)


@cache
def _kind_keys(kinds: tuple[str, ...]) -> Keys:
    """[subject's kind, 1 where the object comes first, object's kind]"""
    return np.array([[[key(f"{s}{order}{o}") for o in kinds] for order in "><"] for s in kinds], np.uint64)


@cache
def _turn_keys() -> Keys:
    """[1 where the object comes first, sentences between]"""
    return np.array([[key(order + (str(gap) if gap else "")) for gap in range(REACH + 1)] for order in "><"], np.uint64)
