"""A plain account of a graph that is edited and judged without end: what each article says, what was decided, and so
what the graph must answer. It knows nothing of how `kg` works; names, days and sums are those of the texts."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.fire.world import PUBLISHED

Fact = tuple[str, str, str]
Step = list[str]

PARKS = (
    "岳州高新区", "临海经济技术开发区", "湘南产业园", "东渡保税区",
    "江洲软件园", "北湾科技城", "石川工业园区", "云岭新区",
)  # fmt: skip
# Which may be said to be one: no park is in two pairs.
COUPLES = tuple(zip(PARKS[::2], PARKS[1::2], strict=True))
PROJECTS = ("岳州湘江大桥", "临海滨江隧道", "岳临快速通道", "东渡跨海大桥", "江洲环湖公路", "石川绕城高速")
ANCHOR = "a00"  # the article that is never taken out nor doubted

# Every fact that the account speaks of, with all names of the things in it.
QUESTION = """
SELECT DISTINCT ?thing ?said ?value {
  { ?a rc:signatory ?p ; rdfs:label ?thing . ?p rdfs:label|skos:altLabel ?value . BIND("signatory" AS ?said) }
  UNION { ?a rc:signedOn ?value ; rdfs:label ?thing . BIND("signedOn" AS ?said) }
  UNION { ?a rc:totalInvestment ?value ; rdfs:label ?thing . BIND("totalInvestment" AS ?said) }
}"""


@dataclass(frozen=True, slots=True)
class Told:
    """An article: two parks sign on a day, and a project costs so many 亿元."""

    parks: tuple[str, str]
    project: str
    day: tuple[int, int, int]
    cost: int

    @property
    def title(self) -> str:
        """The agreement."""
        return f"{self.parks[0]}与{self.parks[1]}合作协议"

    @property
    def text(self) -> str:
        """As a newspaper has it."""
        (one, other), (year, month, day) = self.parks, self.day
        return (
            f"{year}年{month}月{day}日，{one}与{other}签署《{self.title}》。\n"
            f"{self.project}由湘江路桥集团有限公司投资建设，总投资{self.cost}亿元，全长46公里。"
        )

    def facts(self) -> Iterator[Fact]:
        """What it says."""
        year, month, day = self.day
        yield from ((self.title, "signatory", park) for park in self.parks)
        yield self.title, "signedOn", f"{year}-{month:02}-{day:02}"
        yield self.project, "totalInvestment", str(self.cost * 10**8)


@dataclass
class Chronicle:
    """What holds now. `expected()` is what `QUESTION` must give."""

    rng: random.Random
    folder: Path
    articles: dict[str, Told] = field(default_factory=dict)
    same: dict[tuple[str, ...], bool] = field(default_factory=dict)
    rejected: dict[tuple[str, ...], bool] = field(default_factory=dict)
    count: int = 0
    back: Callable[[], None] | None = None  # what the last step decided, if it did, taken back

    def begin(self) -> None:
        """The first articles."""
        self.folder.mkdir()
        for _ in range(6):
            self._add()
        self._list()

    def expected(self) -> frozenset[Fact]:
        """Every fact that the articles tell and nobody has rejected, by all names that its things have."""
        facts = {fact for told in self.articles.values() for fact in told.facts()}
        held = {fact for fact in facts if not self.rejected.get(fact, False)}
        names = {value for _, said, value in facts if said == "signatory"}
        found = set()
        for thing, said, value in held:
            others = {value}
            if said == "signatory":
                others |= {n for couple, yes in self.same.items() if yes and value in couple for n in couple}
            found |= {(thing, said, other) for other in others if other == value or other in names}
        return frozenset(found)

    def steps(self) -> Iterator[Step]:
        """Commands without end; each is in the account when it is given out."""
        kinds = (self._edit, self._edit, self._grow, self._shrink, self._remove, self._couple, self._doubt, self._undo)
        while True:
            kind = self.rng.choice(kinds)
            if (step := kind()) is not None:
                if kind not in (self._couple, self._doubt):
                    self.back = None
                self._list()
                yield step

    # Articles

    def _add(self) -> None:
        name = f"a{self.count:02}"
        taken = {told.title for told in self.articles.values()}
        while True:
            one, other = sorted(self.rng.sample(PARKS, 2), key=PARKS.index)
            day = (self.rng.choice((2021, 2022)), self.rng.randint(1, 12), self.rng.randint(1, 28))
            told = Told((one, other), PROJECTS[self.count % len(PROJECTS)], day, self.rng.randint(2, 90))
            if told.title not in taken:
                break
        self.count += 1
        self._write(name, told)

    def _write(self, name: str, told: Told) -> None:
        self.articles[name] = told
        (self.folder / f"{name}.txt").write_text(told.text + "\n", encoding="utf-8")

    def _list(self) -> None:
        rows = [f"{name}.txt\t岳临合作\t{PUBLISHED}\t" for name in sorted(self.articles)]
        (self.folder / "articles.tsv").write_text(
            "\n".join(["file\ttitle\tpublished\turl", *rows]) + "\n", encoding="utf-8"
        )

    def _delete(self) -> str:
        name = self.rng.choice(sorted({*self.articles} - {ANCHOR}))
        del self.articles[name]
        (self.folder / f"{name}.txt").unlink()
        return name

    def _edit(self) -> Step:
        for name in self.rng.sample(sorted(self.articles), 2):
            old = self.articles[name]
            self._write(name, Told(old.parks, old.project, (*old.day[:2], self.rng.randint(1, 28)), old.cost + 1))
        return ["build", str(self.folder), "--prune"]

    def _grow(self) -> Step | None:
        if len(self.articles) > 14:
            return None
        self._add()
        return ["build", str(self.folder), "--prune"]

    def _shrink(self) -> Step | None:
        if len(self.articles) < 6:
            return None
        self._delete()
        return ["build", str(self.folder), "--prune"]

    def _remove(self) -> Step | None:
        return None if len(self.articles) < 6 else ["remove", self._delete()]

    # Judgements

    def _couple(self) -> Step | None:
        there = {park for told in self.articles.values() for park in told.parks}
        couples = [couple for couple in COUPLES if there.issuperset(couple)]
        if not couples:
            return None
        couple = self.rng.choice(couples)
        verb = "same" if self._turn(self.same, couple) else "different"
        return [verb, *couple]

    def _doubt(self) -> Step | None:
        facts = [
            f for name, told in self.articles.items() if name != ANCHOR for f in told.facts() if f[1] == "signedOn"
        ]
        if not facts:
            return None
        fact = self.rng.choice(sorted(facts))
        verb = "reject" if self._turn(self.rejected, fact) else "accept"
        return [verb, "--fact", *fact]

    def _turn(self, decided: dict[tuple[str, ...], bool], what: tuple[str, ...]) -> bool:
        before = decided.get(what, False)
        decided[what] = not before
        self.back = partial(decided.__setitem__, what, before)
        return not before

    def _undo(self) -> Step | None:
        if self.back is None:
            return None
        self.back()
        return ["undo"]
