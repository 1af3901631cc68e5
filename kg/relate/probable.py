"""Pairs -> the predicates that are at all likely of each, by the model of pairs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kg.relate.features import PairFeatures
from kg.relate.keys import Ints
from kg.relate.pairs import BITS, Pairs
from kg.relate.weights import Floats, PairWeights

_FLOOR = 0.01
# So many pairs are looked at together: enough to outweigh what each step costs, few enough to fit into the cache.
_TOGETHER = 2048


@dataclass(frozen=True, slots=True)
class Probable:
    """Cells of the table of pairs and predicates: the pair's number, the predicate's column, how likely it is `own`
    words make it. `columns`: how many the table has."""

    pair: Ints
    column: Ints
    own: Floats
    columns: int


def probable(features: PairFeatures, pairs: Pairs, weights: PairWeights) -> Probable:
    """What is likely, in the order of pairs and then of predicates."""
    cells = list(_cells(features, pairs, weights))
    empty = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    pair, column, own = (np.concatenate(each) for each in zip(empty, *cells, strict=True))
    return Probable(pair, column, own, len(weights.predicates))


def _cells(features: PairFeatures, pairs: Pairs, weights: PairWeights) -> Iterator[tuple[Ints, Ints, Floats]]:
    bits = np.array([BITS[predicate] for predicate in weights.predicates], np.int64)
    for start in range(0, len(pairs.subject), _TOGETHER):
        part = slice(start, start + _TOGETHER)
        allowed = (pairs.licensed[part][:, None] & bits) > 0
        keys, rows = features.of(pairs.subject[part], pairs.object[part])
        sure = 1.0 / (1.0 + np.exp(-weights.odds(keys, rows, allowed)))
        pair, column = np.nonzero((sure >= _FLOOR) & allowed)
        yield pair + start, column, sure[pair, column]
