"""A pair of items in its scene -> what is to be seen of it: the words between, before and after, triggers, places.

Features are short strings. `K` is the pair's kinds in text order with the subject's side (`Agreement>Park`), `T` the
order with the distance in sentences. A list counts as one thing: its members share what stands around the list.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise

from kg.lang.words import cut
from kg.model import Span
from kg.relate.scene import VALUE_KINDS, Item, Scene
from kg.relate.triggers import trigger_classes
from kg.vocabulary import INSTITUTION_TYPES

_CLAUSE_ENDS = ",，;；。!?！？\n"
_NEAR = 40


@lru_cache(maxsize=65536)
def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in cut(text) if word.strip())


@lru_cache(maxsize=65536)
def _classes(text: str) -> tuple[str, ...]:
    return trigger_classes(text)


class PairFeatures:
    """Features of the pairs of one scene; what a list has in common is looked at once."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._around: dict[int, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {}

    def of(self, subject: int, object_: int) -> list[str]:
        """The features of the pair (indexes of items), without repetition, in a fixed order."""
        items = self.scene.items
        s, o = items[subject], items[object_]
        first, second = (subject, object_) if subject < object_ else (object_, subject)
        a, b = items[first], items[second]
        order = ">" if subject < object_ else "<"
        kinds = f"{s.kind}{order}{o.kind}"
        gap = b.sentence - a.sentence
        turn = order + (str(gap) if gap else "")
        found = ["1", f"K={kinds}", f"D={kinds}{gap}"]
        if a.group == b.group:
            found += self._within(a, b, kinds)
        else:
            found += self._between(first, second, s, o, kinds, turn)
        left, _ = self._sides(a.group)
        _, right = self._sides(b.group)
        for name, text in (*left, *right):
            found.append(f"{name}={kinds}{text}")
            if name in _SHARED:
                found.append(f"{name}~{turn}{text}")
        found += self._frame(a, b, kinds, turn)
        found += self._standing(first, second, s, o, kinds)
        return list(dict.fromkeys(found))

    def _within(self, a: Item, b: Item, kinds: str) -> list[str]:
        size = self.scene.groups[a.group].size
        between = self.scene.copy[a.span.end : b.span.start].strip() if b.place == a.place + 1 else "、、"
        return [f"same={kinds}{between}", f"size={kinds}{min(size, 5)}", f"same={between}"]

    def _between(self, first: int, second: int, s: Item, o: Item, kinds: str, turn: str) -> list[str]:
        scene = self.scene
        a, b = scene.items[first], scene.items[second]
        middle = [scene.items[k] for k in range(first + 1, second)]
        middle = [item for item in middle if item.group not in (a.group, b.group)]
        start, found = scene.groups[a.group].span.end, []
        if a.sentence != b.sentence:
            # What a sentence says of a thing named before, it says as if the thing stood at its beginning.
            start = scene.sentences[b.sentence].span.start
            passed = [item for item in middle if item.sentence < b.sentence and _family(item.kind) == _family(a.kind)]
            rank = min(len({item.group for item in passed}), 3)
            found = [f"rank={kinds}{rank}", f"rank={turn}{rank}"]
            middle = [item for item in middle if item.sentence == b.sentence]
        words, parts = self._masked(start, scene.groups[b.group].span.start, middle)
        held = [item.kind for item in middle]
        same_s, same_o = min(held.count(s.kind), 3), min(held.count(o.kind), 3)
        commas = min(sum(part.count(mark) for part in parts for mark in ",，;；"), 4)
        found += [
            f"ms={turn}{same_s}", f"mo={turn}{same_o}", f"ms={kinds}{same_s}", f"mo={kinds}{same_o}",
            f"m={kinds}{min(len(held), 5)}", f"c={turn}{commas}", f"c={kinds}{commas}",
            f"mso={kinds}{same_s}{same_o}{commas}",
        ]  # fmt: skip
        return found + _said(words, kinds, turn) + self._triggers(parts, kinds, turn)

    def _masked(self, start: int, end: int, middle: list[Item]) -> tuple[list[str], list[str]]:
        """The words between two lists, each list between standing as one word <Kind>; and the stretches of text."""
        words: list[str] = []
        parts: list[str] = []
        place, last = start, -1
        for item in middle:
            if item.group == last:
                continue
            last = item.group
            span = self.scene.groups[item.group].span
            if place <= span.start < end:
                part = self.scene.copy[place : span.start]
                parts.append(part)
                words += [*_words(part), f"<{item.kind}>"]
                place = span.end
        if place < end:
            part = self.scene.copy[place:end]
            parts.append(part)
            words += _words(part)
        return words, parts

    def _triggers(self, parts: list[str], kinds: str, turn: str) -> list[str]:
        classes = [c for part in parts for c in _classes(part)]
        if not classes:
            return [f"t0={kinds}"]
        found = [f"t={kinds}{c}" for c in classes] + [f"t={turn}{c}" for c in classes]
        found += [f"t1={kinds}{classes[0]}", f"t-1={kinds}{classes[-1]}"]
        if len(classes) <= 4:
            found.append(f"ts={kinds}{'_'.join(classes)}")
        return found

    def _frame(self, a: Item, b: Item, kinds: str, turn: str) -> list[str]:
        """The triggers around and between taken together: 由A、B | 共同投资建设, A与B在C | 签署."""
        start, end = self.scene.groups[a.group].span.end, self.scene.groups[b.group].span.start
        if a.sentence != b.sentence:
            start = self.scene.sentences[b.sentence].span.start
        between = self.scene.copy[start:end] if start < end else ""
        inner = _classes(between[:_NEAR])
        short = "_".join(_words(between)) if len(between) <= 4 else "_".join(inner[:1] + inner[-1:])
        left, right = self._sides(a.group)[0], self._sides(b.group)[1]
        before = next((text for name, text in left if name == "l1"), "")
        after = next((text for name, text in right if name == "rt1"), "")
        word = next((text for name, text in right if name == "r1"), "")
        return [
            f"f={kinds}{short}|{after}", f"f={kinds}{before}|{short}|{after}", f"f={turn}{before}|{short}|{after}",
            f"fw={kinds}{short}|{word}", f"fl={kinds}{before}|{short}",
        ]  # fmt: skip

    def _sides(self, group: int) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """What stands before and after a list in its sentence."""
        if group not in self._around:
            span = self.scene.groups[group].span
            sentence = self.scene.sentences[self._first[group].sentence].span
            left = self.scene.copy[max(sentence.start, span.start - 30) : span.start]
            right = self.scene.copy[span.end : min(sentence.end, span.end + _NEAR)]
            self._around[group] = (_before(left), _after(right))
        return self._around[group]

    @cached_property
    def _first(self) -> dict[int, Item]:
        first: dict[int, Item] = {}
        for item in self.scene.items:
            first.setdefault(item.group, item)
        return first

    def _standing(self, first: int, second: int, s: Item, o: Item, kinds: str) -> list[str]:
        """Places in sentence, list and paragraph, and what the names themselves tell."""
        scene = self.scene
        a, b = scene.items[first], scene.items[second]
        gap = b.sentence - a.sentence
        here, there = scene.by_sentence[b.sentence], scene.by_sentence[a.sentence]
        found = [f"first={kinds}{gap}{first == there[0]}", f"place={kinds}{min(s.place, 1)}{min(o.place, 1)}"]
        found += self._rivals(first, second, kinds, gap)
        if gap:
            sentence = scene.sentences[b.sentence]
            start = _words(scene.copy[sentence.span.start : sentence.span.start + 8])
            steps = sentence.paragraph - scene.sentences[a.sentence].paragraph
            found += [f"open={kinds}{b.group == scene.items[here[0]].group}", f"par={kinds}{min(steps, 1)}{gap}"]
            found += [f"start={kinds}{start[0]}"] if start else []
            found.append(f"head={kinds}{scene.sentences[a.sentence].heading}")
        found += [f"ss={kinds}{s.sure}", f"ss={s.sure}"] if s.sure else []
        found += [f"so={kinds}{o.sure}", f"so={o.sure}"] if o.sure else []
        found += [f"as={kinds}"] if s.anaphor else []
        found += [f"ao={kinds}"] if o.anaphor else []
        found += [f"mark={kinds}{mark}" for mark in (*s.marks, *o.marks)]
        return found + self._names(s, o, kinds)

    def _rivals(self, first: int, second: int, kinds: str, gap: int) -> list[str]:
        """Who else stands near: others like the first about the second, others like the second about the first."""
        scene = self.scene
        a, b = scene.items[first], scene.items[second]
        before = self._like(a, b.sentence, b.group, 0, second) if gap else self._like(a, a.sentence, a.group, 0, first)
        after = self._like(a, b.sentence, b.group, second + 1, len(scene.items))
        own = (
            self._like(b, a.sentence, a.group, 0, len(scene.items))
            if gap
            else (self._like(b, b.sentence, b.group, second + 1, len(scene.items)))
        )
        tail = f"{kinds}{min(gap, 1)}"
        return [f"ra={tail}{after}", f"rb={tail}{before}", f"ro={tail}{own}", f"rabo={tail}{before}{after}{own}"]

    def _like(self, model: Item, sentence: int, group: int, start: int, end: int) -> int:
        """0, 1 or 2: how many items of the model's family stand in a sentence, between two indexes, outside a list."""
        family = _family(model.kind)
        held = self.scene.by_sentence.get(sentence, ())
        count = 0
        for k in held:
            item = self.scene.items[k]
            if start <= k < end and item.group not in (group, model.group) and _family(item.kind) == family:
                count += 1
        return min(count, 2)

    def _names(self, s: Item, o: Item, kinds: str) -> list[str]:
        name = self._text(s.span)
        found = [f"sn={kinds}{name[-2:]}"]
        if o.kind in VALUE_KINDS:
            return [*found, f"prec={kinds}{o.value.datatype if o.value else ''}"]
        other = self._text(o.span)
        found.append(f"on={kinds}{other[-2:]}")
        if other in name or (len(other) > 2 and other[:2] == name[:2]):
            found.append(f"share={kinds}")
        return found

    def _text(self, span: Span) -> str:
        return self.scene.copy[span.start : span.end]


def _family(kind: str) -> str:
    """Kinds that play one part: the parties count as one."""
    return "party" if kind in _PARTIES else kind


_PARTIES = frozenset((*INSTITUTION_TYPES, "Region", "Park"))

# Sides that mean the same whatever the kinds.
_SHARED = frozenset(("l1", "l2", "r1", "r2", "rw", "lt", "rt"))


def _said(words: list[str], kinds: str, turn: str) -> list[str]:
    """The words between two lists: all when they are few, each, in pairs, the first and the last."""
    found = []
    if len(words) <= 6:
        whole = "_".join(words)
        found += [f"b={turn}{whole}", f"b={kinds}{whole}"]
    near = words[:_NEAR]
    for word in near:
        found += [f"w={turn}{word}", f"w={kinds}{word}"]
    found += [f"ww={turn}{x}_{y}" for x, y in pairwise(near[:31])]
    if words:
        found += [f"w1={kinds}{words[0]}", f"w-1={kinds}{words[-1]}"]
        found += [f"w2={turn}{'_'.join(words[:2])}", f"w-2={turn}{'_'.join(words[-2:])}"]
    return found


def _before(left: str) -> list[tuple[str, str]]:
    words = _words(left[-12:])
    found = [("lw", word) for word in words[-4:]]
    found += [("l1", words[-1]), ("l2", "_".join(words[-2:]))] if words else [("l0", "")]
    return found + [("lt", c) for c in dict.fromkeys(_classes(left))]


def _after(right: str) -> list[tuple[str, str]]:
    words = _words(right)
    found = [("r1", words[0]), ("r2", "_".join(words[:2]))] if words else [("r0", "")]
    clause = right
    for place, character in enumerate(right):
        if character in _CLAUSE_ENDS:
            clause = right[:place]
            break
    found += [("rw", word) for word in _words(clause)[:12]]
    classes = _classes(right)
    found += [("rt", c) for c in dict.fromkeys(classes)]
    return found + ([("rt1", classes[0])] if classes else [])
