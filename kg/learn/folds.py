"""Cross-validation by article: every article is read with what was learned from the others only."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.learn.evaluation import Measurement, measure_extractions
from kg.learn.gold import GoldArticle
from kg.learn.oracle import Learned, extract
from kg.model import Extraction

if TYPE_CHECKING:
    from kg.detect import learned as detecting
    from kg.relate import relating

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
    from kg.learn.names import train

    train(golds, folder)
    return Learned(names=_names(folder))


def learn_relations(golds: Sequence[GoldArticle], folder: Path) -> Learned:
    """Learn the models of relations; the other models are the shipped ones."""
    from kg.learn.relations import train_relations

    train_relations(golds, folder)
    return Learned(relations=_relations(folder))


def learn_all(golds: Sequence[GoldArticle], folder: Path) -> Learned:
    """Learn every model, as a release does."""
    from kg.learn.names import train
    from kg.learn.relations import train_relations

    train_relations(golds, folder, train(golds, folder))
    return Learned(_names(folder), _relations(folder))


def _names(folder: Path) -> detecting.Models:
    from kg.detect.learned import open_models

    return open_models(folder)


def _relations(folder: Path) -> relating.Models:
    from kg.relate.classifier import STATE_MODEL, Classifier
    from kg.relate.relating import Models
    from kg.relate.weights import FACT_MODEL, PAIR_MODEL, FactWeights, PairWeights

    pairs, facts = PairWeights(folder / PAIR_MODEL), FactWeights(folder / FACT_MODEL)
    return Models(pairs, Classifier(folder / STATE_MODEL), facts)


LEARNERS: dict[str, Learn] = {"all": learn_all, "names": learn_names, "relations": learn_relations}
