"""The figures of a measurement: counts, the shares drawn from them, and what differs from the gold."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


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
    """The tallies of one article by figure (`entities`, `facts relaxed`, `fact builder`, `entity Park`), and misses."""

    article: str
    tallies: Tallies
    misses: tuple[Miss, ...]


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
