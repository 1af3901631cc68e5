"""Annotated articles in, the model of names out: the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.detect.features import features, sequences
from kg.lang import aligned
from kg.learn.gold import GoldArticle, project

# Chosen by cross-validation over articles (`python -m kg.learn names --folds 5`).
PARAMETERS: dict[str, Any] = {
    "c1": 0.2,
    "c2": 0.02,
    "max_iterations": 70,
    "feature.minfreq": 2,
    "feature.possible_transitions": False,
}

Labelled = list[tuple[list[list[str]], list[str]]]


def labelled(gold: GoldArticle) -> Labelled:
    """The sequences of one article: features and B-/I-/O labels of each character."""
    copy = aligned(gold.article.text)
    labels = ["O"] * len(copy)
    for mention, entity in project(gold):
        start, end = mention.span.start, mention.span.end
        labels[start:end] = [f"I-{entity.type}"] * (end - start)
        labels[start] = f"B-{entity.type}"
    return [(features(copy[s.start : s.end]), labels[s.start : s.end]) for s in sequences(copy)]


def train(articles: Iterable[Labelled], path: Path) -> None:
    """Learn the model and write it to `path`. Deterministic: one thread, no randomness, articles in the order given."""
    from pycrfsuite import ItemSequence, Trainer

    trainer = Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for article in articles:
        for rows, labels in article:
            trainer.append(ItemSequence(rows), labels)
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))
