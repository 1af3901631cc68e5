"""What stands before, between and after the lists of a scene: words and triggers, once for all pairs, as keys.

The words of an article form one row, each list in it standing as one word ``<Kind>``; what stands between two lists is
a stretch of that row, and from its beginning a sentence's first list, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kg.lang.words import BORDER, cut_each
from kg.relate.keys import NEXT, Ints, Keys, key, keys, named
from kg.relate.laid import Laid
from kg.relate.triggers import trigger_classes_each

_CLAUSE_ENDS = frozenset(",，;；。!?！？\n")
_COMMAS = frozenset(",，;；")
NEAR = 40
_LEFT, _LEFT_WORDS = 30, 12
_OPENING = 8
# What is seen beside a list and means the same whatever the kinds.
_SHARED = frozenset(("l1", "l2", "r1", "r2", "rw", "lt", "rt"))


@dataclass(frozen=True, slots=True)
class Row:
    """Words (or triggers) one after the other. `keys[i]` is that of word i, `two[i]` of it and the next; `last[i]` is
    the place where the same word stood before (-1: nowhere), `last_two[i]` the two."""

    keys: Keys
    last: Ints
    two: Keys
    last_two: Ints


@dataclass(frozen=True, slots=True)
class Sides:
    """What stands on one side of each list: `keys[starts[g] : starts[g + 1]]` for list g; `shared` for any kinds."""

    keys: Keys
    starts: Ints
    shared: Keys
    shared_starts: Ints


class Surroundings:
    """`word_at[g]` and `trigger_at[g]`: the place of list g in the rows of words and of triggers (a list takes a place
    among the words, none among the triggers); `words_from[s]` and `triggers_from[s]`: where sentence s begins.
    `before`, `after`, `next_word`: the last word before a list, the first trigger and the first word after it."""

    def __init__(self, laid: Laid) -> None:
        scene = laid.scene
        self._laid = laid
        self._copy = scene.copy.replace(BORDER, " ")
        self._spans = [(group.span.start, group.span.end) for group in scene.groups]
        self._firsts = [scene.items[first] for first in laid.first_of[:-1].tolist()]
        self._lay_rows()
        self._lay_sides()
        starts = [sentence.span.start for sentence in scene.sentences]
        held = laid.begin[1:] > laid.begin[:-1]
        texts = [self._copy[s : s + _OPENING] if any_ else "" for s, any_ in zip(starts, held.tolist(), strict=True)]
        opening = [words[0] if words else "" for words in cut_each(texts)]
        self.opening, self.opened = keys(opening), np.array([bool(word) for word in opening], np.bool_)

    def _lay_rows(self) -> None:
        """The words and triggers of each sentence up to its last list."""
        stretches, place, sentence = [], 0, -1
        for (start, end), first in zip(self._spans, self._firsts, strict=True):
            if first.sentence != sentence:
                sentence = first.sentence
                place = self._laid.scene.sentences[sentence].span.start
            stretches.append(self._copy[place:start])
            place = max(place, end)
        words: list[int] = []
        triggers: list[str] = []
        commas: list[bool] = []
        word_at, trigger_at = [], []
        for said, classes, first in zip(
            cut_each(stretches), trigger_classes_each(stretches), self._firsts, strict=True
        ):
            words += map(key, said)
            commas += [word in _COMMAS for word in said]
            word_at.append(len(words))
            words.append(key(f"<{first.kind}>"))
            commas.append(False)
            triggers += classes
            trigger_at.append(len(triggers))
        self.words, self.triggers = _row(words), _row([key(each) for each in triggers])
        self.commas_before = np.concatenate(([0], np.cumsum(np.array(commas, np.int64))))
        self.word_at, self.trigger_at = np.array(word_at, np.int64), np.array(trigger_at, np.int64)
        group = self._laid.group[np.minimum(self._laid.begin[:-1], len(self._laid.group) - 1)]
        self.words_from = np.where(group > 0, self.word_at[group - 1] + 1, 0)
        self.triggers_from = np.where(group > 0, self.trigger_at[group - 1], 0)

    def _lay_sides(self) -> None:
        scene = self._laid.scene
        lefts, rights, short = [], [], []
        for (start, end), first in zip(self._spans, self._firsts, strict=True):
            sentence = scene.sentences[first.sentence].span
            left = self._copy[max(sentence.start, start - _LEFT) : start]
            lefts.append(left)
            short.append(left[-_LEFT_WORDS:])
            rights.append(self._copy[end : min(sentence.end, end + NEAR)])
        said, classes = cut_each([*short, *rights]), trigger_classes_each([*lefts, *rights])
        number = len(lefts)
        self.left = _sides(map(_before, said[:number], classes[:number]))
        self.right = _sides(map(_after, said[number:], classes[number:]))
        self.before = keys(words[-1] if words else "" for words in said[:number])
        self.next_word = keys(words[0] if words else "" for words in said[number:])
        self.after = keys(each[0] if each else "" for each in classes[number:])

    def short(self, first: Sequence[int], second: Sequence[int], apart: Sequence[bool]) -> Keys:
        """What stands between two lists, in short: up to four characters, else the first and the last trigger;
        where they stand in two sentences (`apart`), what stands in the second's before it."""
        sentences = self._laid.scene.sentences
        places = []
        for a, b, away in zip(first, second, apart, strict=True):
            start = sentences[self._firsts[b].sentence].span.start if away else self._spans[a][1]
            places.append((start, self._spans[b][0]))
        found = dict.fromkeys(places, "")
        few = [place for place in found if place[1] - place[0] <= 4]
        many = [place for place in found if place[1] - place[0] > 4]
        for place, words in zip(few, cut_each([self._copy[s:e] for s, e in few]), strict=True):
            found[place] = "_".join(words)
        inner = trigger_classes_each([self._copy[start : min(end, start + NEAR)] for start, end in many])
        for place, classes in zip(many, inner, strict=True):
            found[place] = "_".join(classes[:1] + classes[-1:])
        return keys(map(found.__getitem__, places))


def _row(numbers: list[int]) -> Row:
    words = np.array(numbers, np.uint64)
    two = words.copy()
    two[:-1] = words[:-1] * NEXT + words[1:]
    return Row(words, _last(numbers), two, _last(two.tolist()))


def _last(numbers: Sequence[int]) -> Ints:
    known: dict[int, int] = {}
    found = []
    for place, number in enumerate(numbers):
        found.append(known.get(number, -1))
        known[number] = place
    return np.array(found, np.int64)


def _sides(seen: Iterable[list[tuple[str, str]]]) -> Sides:
    plain: list[int] = []
    shared: list[int] = []
    starts, shared_starts = [0], [0]
    for features in seen:
        for feature in dict.fromkeys(features):
            kinds, any_ = _both(feature)
            plain.append(kinds)
            if any_ is not None:
                shared.append(any_)
        starts.append(len(plain))
        shared_starts.append(len(shared))
    return Sides(
        np.array(plain, np.uint64), np.array(starts, np.int64),
        np.array(shared, np.uint64), np.array(shared_starts, np.int64),
    )  # fmt: skip


@lru_cache(maxsize=262_144)
def _both(feature: tuple[str, str]) -> tuple[int, int | None]:
    """The keys of a name and text: with the kinds, and, where it means the same for all, with the order."""
    return named("K", *feature), named("T", *feature) if feature[0] in _SHARED else None


def _before(words: list[str], classes: list[str]) -> list[tuple[str, str]]:
    found = [("lw", word) for word in words[-4:]]
    found += [("l1", words[-1]), ("l2", "_".join(words[-2:]))] if words else [("l0", "")]
    return found + [("lt", c) for c in classes]


def _after(words: list[str], classes: list[str]) -> list[tuple[str, str]]:
    found = [("r1", words[0]), ("r2", "_".join(words[:2]))] if words else [("r0", "")]
    for word in words[:12]:
        if word in _CLAUSE_ENDS:
            break
        found.append(("rw", word))
    found += [("rt", c) for c in classes]
    return found + ([("rt1", classes[0])] if classes else [])
