"""Cross-validation by article: every article is read with what was learned from the others only."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from kg.learn.evaluation import Measurement, measure_extractions
from kg.learn.gold import GoldArticle
from kg.learn.oracle import Learned, extract
from kg.model import Extraction

Learn = Callable[[Sequence[GoldArticle], Path], Learned]


def cross_validate(
    golds: Sequence[GoldArticle],
    learn: Learn,
    folds: int = 5,
    oracle: str = "",
    progress: Callable[[str], None] = lambda _: None,
) -> Measurement:
    """Score every article with models learned from the other folds; article i is in fold i modulo `folds`.

    `learn` takes the articles to learn from and a folder for its files, and gives what it learned.
    """
    extractions: dict[int, Extraction] = {}
    for fold in range(folds):
        progress(f"fold {fold + 1} of {folds}")
        with tempfile.TemporaryDirectory() as folder:
            learned = learn([gold for i, gold in enumerate(golds) if i % folds != fold], Path(folder))
            for i in range(fold, len(golds), folds):
                extractions[i] = extract(golds[i], oracle, learned)
    return measure_extractions(golds, (extractions[i] for i in range(len(golds))))


def learn_names(golds: Sequence[GoldArticle], folder: Path) -> Learned:
    """Learn the models of names; the other models are the shipped ones."""
    from kg.detect.learned import Models
    from kg.detect.names import open_model
    from kg.learn.names import train

    train(golds, folder)
    return Learned(names=Models(open_model(folder / "names.crfsuite"), open_model(folder / "judge.crfsuite")))


def learn_relations(golds: Sequence[GoldArticle], folder: Path) -> Learned:
    """Learn the models of relations; the other models are the shipped ones."""
    from kg.learn.relations import train_relations
    from kg.relate.classifier import PAIR_MODEL, STATE_MODEL, Classifier
    from kg.relate.relating import Models

    train_relations(golds, folder)
    return Learned(relations=Models(Classifier(folder / PAIR_MODEL), Classifier(folder / STATE_MODEL)))


def learn_all(golds: Sequence[GoldArticle], folder: Path) -> Learned:
    """Learn every model, as a release does."""
    return Learned(learn_names(golds, folder).names, learn_relations(golds, folder).relations)


LEARNERS: dict[str, Learn] = {"all": learn_all, "names": learn_names, "relations": learn_relations}
