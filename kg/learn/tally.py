"""The figures of a measurement: counts, the shares drawn from them, and what differs from the gold."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass
class Tally:
    """Counts of one figure: gold and how many of it were found; said and how much of it was right."""

    gold: int = 0
    found: int = 0
    said: int = 0
    right: int = 0

    def add(self, gold: int = 0, found: int = 0, said: int = 0, right: int = 0) -> None:
        """Count these too."""
        self.gold += gold
        self.found += found
        self.said += said
        self.right += right

    @property
    def precision(self) -> float:
        """Share of what was said that is right."""
        return self.right / self.said if self.said else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


Tallies = dict[str, Tally]


@dataclass(frozen=True)
class Miss:
    """What differs from the gold: `sign` + for missed, - for said in error; `what` an entity type or a predicate."""

    sign: str
    article: str
    what: str
    subject: str
    object: str
    quote: str = ""
    rule: str = ""


@dataclass(frozen=True)
class ArticleScore:
    """The tallies of one article by figure (`entities`, `facts relaxed`, `fact builder`, `entity Park`), and misses.

    `sure`: of each fact that counts, how sure it was said to be, and whether it is right.
    """

    article: str
    tallies: Tallies
    misses: tuple[Miss, ...]
    sure: tuple[tuple[float, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """The facts said with a confidence of `low` up to `high`: how many, how sure, how many right."""

    low: float
    high: float
    said: int
    confidence: float
    right: float


def reliability(
    scores: Iterable[ArticleScore], bounds: Sequence[float] = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
) -> list[Step]:
    """How often facts are right by how sure they were said to be; steps without a fact are left out."""
    every = [each for score in scores for each in score.sure]
    steps = []
    for low, high in pairwise(bounds):
        held = [(c, right) for c, right in every if low <= c < high or (c == high == bounds[-1])]
        if held:
            mean, share = sum(c for c, _ in held) / len(held), sum(right for _, right in held) / len(held)
            steps.append(Step(low, high, len(held), mean, share))
    return steps


def calibration_error(steps: Sequence[Step]) -> float:
    """The mean distance between confidence and the share that is right, each fact counting alike."""
    said = sum(step.said for step in steps)
    return sum(step.said * abs(step.confidence - step.right) for step in steps) / said if said else 0.0


def total(scores: Iterable[ArticleScore]) -> Tallies:
    """The tallies of many articles, summed (micro average)."""
    sums: Tallies = defaultdict(Tally)
    for score in scores:
        for name, t in score.tallies.items():
            sums[name].add(t.gold, t.found, t.said, t.right)
    return dict(sums)


def interval(
    scores: Sequence[ArticleScore], figure: str, rounds: int = 1000, share: float = 0.95
) -> tuple[float, float]:
    """The bootstrap interval of a figure's F1: articles drawn with replacement, `rounds` times, the same each time."""
    counts = [
        (t.gold, t.found, t.said, t.right) for score in scores if (t := score.tallies.get(figure))
    ]  # fmt: skip
    if not counts:
        return 0.0, 0.0
    draw = random.Random(0)
    sums = (map(sum, zip(*draw.choices(counts, k=len(counts)), strict=True)) for _ in range(rounds))
    values = sorted(Tally(*drawn).f1 for drawn in sums)
    cut = int(rounds * (1 - share) / 2)
    return values[cut], values[-1 - cut]
