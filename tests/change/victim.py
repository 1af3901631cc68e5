"""A process that builds, to be killed: `victim.py STORE SEED STATE`, where STATE counts the changes before it."""

from __future__ import annotations

import random
import sys

from kg import pipeline
from kg.change import keeping, writing
from kg.model import Article
from kg.resolve.judgements import Judgements
from kg.store.opening import open_for_writing
from tests.change.world import History, judgements, read

ARTICLES = 16


def state(seed: int, number: int) -> tuple[list[Article], Judgements]:
    """The articles and judgements after so many changes."""
    rng = random.Random(seed)
    history = History(rng)
    held = Judgements()
    while len(history.articles) < ARTICLES:
        history.change()
    for _ in range(number):
        for _ in range(4):
            history.change()
        held = judgements(rng, history.articles.values())
    return history.shuffled(), held


def build(store: str, articles: list[Article], held: Judgements) -> None:
    """Bring the store to the articles, in many small steps."""
    pipeline.extract = read
    pipeline._readable = lambda paths, report: iter(paths)  # type: ignore[assignment,arg-type]
    keeping.BATCH, writing.LOAD = 4, 60_000
    with open_for_writing(store) as opened:
        pipeline.build(articles, opened, prune=True, judgements=held)  # type: ignore[arg-type]


if __name__ == "__main__":
    path, seed, number = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    wanted = state(seed, number)
    sys.stdout.write("go\n")
    sys.stdout.flush()
    build(path, *wanted)
