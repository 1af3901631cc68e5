"""A scene -> arrays: where each item stands, and how many of a kind stand before each place."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kg.relate.keys import Ints
from kg.relate.scene import Scene
from kg.vocabulary import ENTITY_TYPES, INSTITUTION_TYPES

_PARTIES = frozenset((*INSTITUTION_TYPES, "Region", "Park"))


def _family(kind: str) -> str:
    """Kinds that play one part: the parties count as one."""
    return "party" if kind in _PARTIES else kind


class Laid:
    """The items of a scene by number. `first_of[g]` to `first_of[g + 1]` are the items of a list (they stand together),
    `begin[s]` to `begin[s + 1]` those of a sentence; lists are numbered in text order."""

    def __init__(self, scene: Scene) -> None:
        items = scene.items
        self.scene = scene
        self.kinds = sorted({item.kind for item in items}, key=_rank)
        numbers = {kind: number for number, kind in enumerate(self.kinds)}
        families = sorted({_family(kind) for kind in self.kinds})
        columns = [(item.sentence, item.group, item.place, numbers[item.kind]) for item in items]
        self.sentence, self.group, self.place, self.kind = np.array(columns, np.int64).reshape(-1, 4).T.copy()
        paragraphs = np.array([sentence.paragraph for sentence in scene.sentences], np.int64)
        self.paragraph = paragraphs[self.sentence]
        self.of_kind = np.array([families.index(_family(kind)) for kind in self.kinds], np.int64)
        self.family = self.of_kind[self.kind]
        self.begin = np.searchsorted(self.sentence, np.arange(len(scene.sentences) + 1))
        self.first_of = np.searchsorted(self.group, np.arange(len(scene.groups) + 1))

    @cached_property
    def kinds_before(self) -> Ints:
        """[kind, i]: how many items of the kind stand before item i."""
        return _before(self.kind, len(self.kinds))

    @cached_property
    def families_before(self) -> Ints:
        """[family, i]: how many items of the family stand before item i."""
        return _before(self.family, int(self.of_kind.max()) + 1)

    @cached_property
    def lists_of_kind_before(self) -> Ints:
        """[kind, g]: how many lists with a member of the kind stand before list g."""
        return self._lists(self.kinds_before)

    @cached_property
    def lists_of_family_before(self) -> Ints:
        """[family, g]: how many lists with a member of the family stand before list g."""
        return self._lists(self.families_before)

    def _lists(self, before: Ints) -> Ints:
        held = before[:, self.first_of[1:]] > before[:, self.first_of[:-1]]
        return _running(held)


def _rank(kind: str) -> tuple[int, str]:
    return (ENTITY_TYPES.index(kind) if kind in ENTITY_TYPES else len(ENTITY_TYPES)), kind


def _before(numbers: Ints, size: int) -> Ints:
    return _running(numbers == np.arange(size)[:, None])


def _running(held: NDArray[np.bool_]) -> Ints:
    """How many of each row are true before each place."""
    counts = np.zeros((held.shape[0], held.shape[1] + 1), np.int64)
    np.cumsum(held, axis=1, out=counts[:, 1:])
    return counts
