"""People's decisions on things, found among the things of the articles and carried out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from kg.lang import normal_name
from kg.resolve.merging import Merger
from kg.resolve.resolution import Canonical, Decision, Rulings, Stale
from kg.resolve.thing import Thing, identifier
from kg.terms import parent


class Ruled:
    """The judgements, and which things they name; `stale` grows with what applies to nothing."""

    def __init__(self, things: Sequence[Thing], judgements: Rulings | None) -> None:
        self.things = things
        self.same = tuple(judgements.same) if judgements else ()
        self.different = tuple(judgements.different) if judgements else ()
        self.renames = tuple(judgements.renames) if judgements else ()
        self.retypes = tuple(judgements.retypes) if judgements else ()
        self.stale: list[Stale] = []
        self.by_id: dict[str, list[int]] = defaultdict(list)
        self.by_label: dict[str, list[int]] = defaultdict(list)
        self.by_name: dict[str, list[int]] = defaultdict(list)
        if self.same or self.different or self.renames or self.retypes:
            self._index()

    def _index(self) -> None:
        for thing in self.things:
            self.by_id[normal_name(thing.id)].append(thing.index)
            self.by_label[normal_name(thing.label)].append(thing.index)
            self.by_label[normal_name(identifier(thing.label))].append(thing.index)
            for name in {name for profile in thing.profiles for name in profile.names}:
                self.by_name[normal_name(name)].append(thing.index)

    def named(self, text: str) -> list[int]:
        """The things of this id, else of this name, else that are also called so."""
        key = normal_name(text)
        for index in (self.by_id, self.by_label, self.by_name):
            if key in index:
                return sorted(set(index[key]))
        return []

    def forbid(self, merger: Merger) -> None:
        """Keep apart what people say is two."""
        for left, right in sorted(self.different):
            lefts, rights = self._sides("different", left, right)
            pairs = [(a, b) for a in lefts for b in rights if a != b]
            if lefts and rights and not pairs:
                self.stale.append(Stale("different", left, right, "both are one name in one article; use their ids"))
            for a, b in pairs:
                merger.forbid(a, b)
                merger.decisions.append(_decision(self.things[a], self.things[b], "different"))

    def join(self, merger: Merger) -> None:
        """Make one what people say is one, whatever the rules think; `different` wins."""
        for left, right in sorted(self.same):
            lefts, rights = self._sides("same", left, right)
            for name, found in ((left, lefts), (right, rights)):
                if len({merger.find(index) for index in found}) > 1:
                    self.stale.append(Stale("same", left, right, f"{name} names several things; use its id"))
                    break
            else:
                if lefts and rights:
                    self._join(merger, lefts[0], rights[0], left, right)

    def _join(self, merger: Merger, a: int, b: int, left: str, right: str) -> None:
        if merger.forbidden(a, b):
            self.stale.append(Stale("same", left, right, "another judgement says that they are different"))
            return
        merger.decisions = [d for d in merger.decisions if not _about(d, self.things[a], self.things[b])]
        if merger.find(a) != merger.find(b) or a == b:
            merger.join(a, b)
        if a != b:
            merger.decisions.append(_decision(self.things[a], self.things[b], "same"))

    def _sides(self, kind: str, left: str, right: str) -> tuple[list[int], list[int]]:
        lefts, rights = self.named(left), self.named(right)
        for name, found in ((left, lefts), (right, rights)):
            if not found:
                self.stale.append(Stale(kind, left, right, f"no article names {name}"))
                return [], []
        return lefts, rights

    def applied(self, clusters: Sequence[Sequence[Thing]], named: Sequence[Canonical]) -> list[Canonical]:
        """The canonical things with the names and types that people have given them; ids stay."""
        result = list(named)
        place = {thing.index: position for position, cluster in enumerate(clusters) for thing in cluster}
        ids = {normal_name(one.id): position for position, one in enumerate(named)}
        for kind, rows in (("rename", self.renames), ("retype", self.retypes)):
            for left, right in sorted(rows):
                exact = ids.get(normal_name(left))
                found = {exact} if exact is not None else {place[index] for index in self.named(left)}
                if len(found) != 1:
                    why = f"{left} names several things; use its id" if found else f"no article names {left}"
                    self.stale.append(Stale(kind, left, right, why))
                    continue
                position = found.pop()
                result[position] = _with(result[position], kind, right)
        return result


def _with(one: Canonical, kind: str, value: str) -> Canonical:
    if kind == "rename":
        return replace(one, names=(value, *(name for name in one.names if name != value)))
    return replace(one, types=tuple(dict.fromkeys((parent(value), value))))


def _about(decision: Decision, a: Thing, b: Thing) -> bool:
    return {decision.left, decision.right} == {a.id, b.id}


def _decision(a: Thing, b: Thing, verdict: str) -> Decision:
    left, right = sorted((a, b), key=lambda thing: thing.id)
    score = 1.0 if verdict == "same" else 0.0
    reasons = (f"{score:.2f} a person decided",)
    return Decision(left.id, right.id, left.label, right.label, verdict, score, reasons, "judgement")  # type: ignore[arg-type]
