"""Annotated articles in, the model of names out: the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.detect.features import features, sequences
from kg.detect.gazetteer import gazetteer
from kg.lang import aligned
from kg.learn.gold import GoldArticle, project

# Chosen by cross-validation over articles (`python -m kg.learn names --folds 5`).
PARAMETERS: dict[str, Any] = {
    "c1": 0.2,
    "c2": 0.02,
    "max_iterations": 60,
    "feature.minfreq": 2,
    "feature.possible_transitions": False,
}

Labelled = list[tuple[list[list[str]], list[str]]]


def labelled(gold: GoldArticle) -> Labelled:
    """The sequences of one article: features and B, I-type, O labels of each character.

    B bears no type: fewer labels, faster by a factor of three, and the type is told by what follows. Known places
    are labelled everywhere, though the gold holds them only where they take part in a fact.
    """
    copy = aligned(gold.article.text)
    labels = ["O"] * len(copy)
    for mention, entity in project(gold):
        _label(labels, mention.span.start, mention.span.end, entity.type)
    for start, end, entry in gazetteer().find(copy):
        if entry.sure and not any(label != "O" for label in labels[start:end]):
            _label(labels, start, end, entry.kind)
    return [(features(copy[s.start : s.end]), labels[s.start : s.end]) for s in sequences(copy)]


def _label(labels: list[str], start: int, end: int, kind: str) -> None:
    labels[start:end] = ["B"] + [f"I-{kind}"] * (end - start - 1)


def train(articles: Iterable[Labelled], path: Path) -> None:
    """Learn the model and write it to `path`. Deterministic: one thread, no randomness, articles in the order given."""
    from pycrfsuite import ItemSequence, Trainer

    trainer = Trainer(algorithm="lbfgs", params=PARAMETERS, verbose=False)
    for article in articles:
        for rows, labels in article:
            trainer.append(ItemSequence(rows), labels)
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))
