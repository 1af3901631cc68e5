"""Thoughts on articles unseen -> the weights by which facts are weighed against one another (`kg.relate.weighing`)."""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.learn.gold import GoldArticle
from kg.learn.logistic import learn
from kg.learn.oracle import entity_ids
from kg.learn.terms import value_key
from kg.model import Linking, Statement, Value
from kg.relate.classifier import Classifier
from kg.relate.relating import think
from kg.relate.scene import Scene
from kg.relate.weighing import fact_features
from kg.relate.weights import PairWeights, write_pair_weights

if TYPE_CHECKING:
    from kg.learn.relations import Examples

Read = tuple[GoldArticle, Scene, Linking]

FOLDS = 3
# Chosen by cross-validation over articles.
_PENALTY = 33.0


def learn_facts(examples: Examples, read: Sequence[Read], folds: int = FOLDS) -> dict[str, float]:
    """Learn from what models of pairs and states think of articles that they have not seen."""
    numbers: dict[str, int] = {}
    rows = [
        (array("I", [numbers.setdefault(feature, len(numbers)) for feature in features]), so)
        for one in read_unseen(examples, read, folds)
        for features, so in fact_examples(*one)
    ]
    return learn(rows, list(numbers), _PENALTY)


def read_unseen(examples: Examples, read: Sequence[Read], folds: int) -> Iterator[tuple[Read, list[Statement]]]:
    """Every article with what models that have not learned from it think that it says."""
    with tempfile.TemporaryDirectory() as folder:
        pairs, states = Path(folder) / "pairs", Path(folder) / "states"
        for fold in range(folds):
            out = read[fold::folds]
            without = frozenset(gold.article.id for gold, _, _ in out)
            write_pair_weights(examples.learn_pairs(without), pairs)
            examples.learn_states(states, without)
            models = PairWeights(pairs), Classifier(states)
            for one in out:
                yield one, think(one[1], *models)


def fact_examples(read: Read, thoughts: Sequence[Statement]) -> Iterator[tuple[list[str], bool]]:
    """The features of every fact that is thought of, and whether it is so; what the gold marks optional is left out.

    The linking bears the gold's ids (`kg.learn.unseen.beside_gold`).
    """
    gold, _, linking = read
    sure, optional = _said(gold)
    for statement, seen in fact_features(thoughts, gold.article, linking):
        keys = _keys(statement)
        if keys & sure or not keys & optional:
            yield seen.names(), bool(keys & sure)


def _said(gold: GoldArticle) -> tuple[set[tuple[str, str, str]], set[tuple[str, str, str]]]:
    ids = entity_ids(gold)
    sure: set[tuple[str, str, str]] = set()
    optional: set[tuple[str, str, str]] = set()
    for fact in gold.facts:
        other = value_key(fact.predicate, fact.object) if fact.is_value else ids[fact.object]
        (optional if fact.optional else sure).add((ids[fact.subject], fact.predicate, other))
    return sure, optional


def _keys(statement: Statement) -> set[tuple[str, str, str]]:
    subject, predicate, other = statement.subject, statement.predicate, statement.object
    if isinstance(other, Value):
        return {(subject, predicate, value_key(predicate, other.lexical))}
    both = {(subject, predicate, other)}
    return both | {(other, predicate, subject)} if predicate == "cooperatesWith" else both
