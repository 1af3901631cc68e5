"""Findings in, clusters out: the surest first, what cannot be one never, with a decision for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.resolve.resolution import Decision, Verdict
from kg.resolve.scores import Finding, conflict
from kg.resolve.thing import Thing
from kg.resolve.words import score

_ROUND = 1e-9
# Signs of which one name is a short form of the other: more than one thing may have it.
_SHORT = frozenset({"alias", "alias_short", "bracket", "gaps", "gaps_unsure", "legal_short", "place", "title_end"})
_CANDIDATES = 32  # longer names of one short form that are weighed against each other
_LOOKED_AT = 48  # pairs of members that are looked at before two clusters become one
Row = tuple[Finding, int, int]


class Merger:
    """Clusters of things, by index. People's decisions come first: `forbid` before anything is joined."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self.things = things
        self.parent = list(range(len(things)))
        self.members: dict[int, list[int]] = {}
        self.enemies: dict[int, set[int]] = defaultdict(set)
        self.decisions: list[Decision] = []

    def find(self, index: int) -> int:
        """The cluster of a thing: the smallest index in it."""
        root = index
        while self.parent[root] != root:
            root = self.parent[root]
        while self.parent[index] != root:
            self.parent[index], index = root, self.parent[index]
        return root

    def of(self, index: int) -> list[int]:
        """The members of a thing's cluster."""
        root = self.find(index)
        return self.members.get(root, [root])

    def forbid(self, a: int, b: int) -> None:
        """The two are never in one cluster."""
        self.enemies[self.find(a)].add(self.find(b))
        self.enemies[self.find(b)].add(self.find(a))

    def forbidden(self, a: int, b: int) -> bool:
        """True where the clusters of the two are kept apart."""
        return self.find(b) in self.enemies.get(self.find(a), ())

    def join(self, a: int, b: int) -> None:
        """Make the clusters of the two one."""
        first, second = sorted((self.find(a), self.find(b)))
        if first == second:
            return
        self.members[first] = [*self.of(first), *self.of(second)]
        self.members.pop(second, None)
        self.parent[second] = first
        for enemy in self.enemies.pop(second, ()):
            self.enemies[enemy].discard(second)
            self.enemies[enemy].add(first)
            self.enemies[first].add(enemy)

    def merge(self, rows: Iterable[Row]) -> None:
        """Join what is sure, the surest first: full names with one another, then the short forms with them, unless
        they may be short for several things."""
        ordered = sorted(rows, key=lambda row: (-row[0].score, row[1], row[2]))
        short = [row for row in ordered if row[0].sign in _SHORT]
        by_short: dict[int, list[Row]] = defaultdict(list)
        for row in short:
            if row[0].score >= score("same"):
                by_short[_sides(row)[0]].append(row)
        for row in ordered:
            if row[0].sign not in _SHORT:
                self._settle(row, "")
        for row in short:
            self._settle(row, self._open(row, by_short.get(_sides(row)[0], ())))

    def _settle(self, row: Row, open_: str) -> None:
        """Join the two of a row, or note why not."""
        finding, a, b = row
        if self.find(a) == self.find(b) or self.forbidden(a, b):
            return
        if against := self._against(a, b):
            self._decide(finding, a, b, "different", against)
        elif finding.score >= score("same") and not open_:
            self._decide(finding, a, b, "same", "")
            self.join(a, b)
        elif finding.score >= score("doubtful"):
            self._decide(finding, a, b, "doubtful", open_)

    def _open(self, row: Row, rivals: Sequence[Row]) -> str:
        """Why a short form is not sure to be of this thing: it is as much of another, or has become another's."""
        short, long = _sides(row)
        for rival in rivals[:_CANDIDATES]:
            other = _sides(rival)[1]
            apart = self.find(other) != self.find(long) and self.things[other].anatomy.form != self._form(long)
            near = abs(rival[0].score - row[0].score) <= score("close") + _ROUND
            if apart and (near or self.find(other) == self.find(short)):
                return "may be short for several things"
        return ""

    def _form(self, index: int) -> str:
        return self.things[index].anatomy.form

    def _against(self, a: int, b: int) -> str:
        """What speaks against two clusters being one: any two of their members that cannot be."""
        looked = 0
        for left in self.of(a):
            for right in self.of(b):
                one, other = self.things[left], self.things[right]
                if _titled(one):
                    if not one.articles.isdisjoint(other.articles):
                        return "one article has both"
                elif (against := conflict(one, other)) and not _former(one, other):
                    return against
                looked += 1
                if looked >= _LOOKED_AT:
                    return ""
        return ""

    def _decide(self, finding: Finding, a: int, b: int, verdict: Verdict, why: str) -> None:
        left, right = sorted((self.things[a], self.things[b]), key=lambda thing: thing.id)
        reasons = (*finding.reasons, why) if why else finding.reasons
        self.decisions.append(
            Decision(left.id, right.id, left.label, right.label, verdict, finding.score, reasons)
        )  # fmt: skip


def _sides(row: Row) -> tuple[int, int]:
    """(the shorter form, the longer name)."""
    finding, a, b = row
    return (b, a) if finding.short >= 0 else (a, b)


def _former(a: Thing, b: Thing) -> bool:
    """A short or former name may lack or change what else would tell two things apart."""
    left, right = a.form, b.form
    return (
        right in a.former_forms | a.alias_forms
        or left in b.former_forms | b.alias_forms
        or bool((a.former_forms | a.alias_forms) & (b.former_forms | b.alias_forms))
    )


def _titled(thing: Thing) -> bool:
    """Titles are told apart by numbers, parties and dates, as `meetings` does."""
    return thing.type in ("Event", "Agreement", "Policy")
