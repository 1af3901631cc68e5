"""Learned models of names -> the files that the product reads; the same model gives the same bytes."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kg.detect.table import build
from kg.detect.templates import parts, with_parts
from kg.detect.verdicts import Feature, key_of
from kg.detect.vocabulary import UNKNOWN, Ints, Vocabulary
from kg.learn import crfsuite_file

SEPARATOR = "\t"  # between the parts of a feature of the judge where it is written as one word


def attribute(key: int) -> str:
    """A feature as python-crfsuite is to know it: short enough to need no memory of its own there."""
    return f"{key:x}"


def write_names(learned: Path, vocabulary: Vocabulary, path: Path) -> None:
    """Write the model of names in python-crfsuite's file `learned`, whose attributes are keys by `vocabulary`."""
    model = crfsuite_file.read(learned)
    source, label, weight = model.state
    telling, source = np.unique(source, return_inverse=True)  # the others have no weight left
    known, tokens = _renumbered(np.array([int(model.attributes[i], 16) for i in telling], np.int64), vocabulary)
    table = build(known.tolist())
    order = table.keys[table.keys >= 0]  # rows stand in the order of the table's places
    row_of = np.argsort(order, kind="stable")[np.searchsorted(np.sort(order), known)]
    rows = row_of[source]
    sorting = np.lexsort((label, rows))
    _save(
        path,
        tokens=_text("\n".join(tokens)),
        labels=_text("\n".join(model.labels)),
        keys=table.keys,
        shifts=table.shifts,
        counts=np.bincount(rows, minlength=len(known)).astype(np.uint8),
        columns=label[sorting].astype(np.uint8),
        weights=weight[sorting],
        transitions=model.transitions(),
    )


def _renumbered(known: Ints, vocabulary: Vocabulary) -> tuple[Ints, list[str]]:
    """The same keys by a vocabulary of what they need only, and its tokens."""
    numbers = parts(known)
    used = np.unique(np.concatenate(numbers))
    used = used[used != UNKNOWN]
    first, second, third = (np.searchsorted(used, column) + 1 for column in numbers)
    return with_parts(known, (first, second, third)), [vocabulary.tokens[number - 1] for number in used.tolist()]


def write_judge(learned: Path, path: Path) -> None:
    """Write the judge in python-crfsuite's file `learned`: for each feature what it adds to the log-odds of a name."""
    model = crfsuite_file.read(learned)
    source, label, weight = model.state
    odds: dict[Feature, float] = {}
    for number, so, much in zip(source.tolist(), label.tolist(), weight.tolist(), strict=True):
        template, first, second = model.attributes[number].split(SEPARATOR)
        known = odds.get((template, first, second), 0.0)
        odds[template, first, second] = known + (much if model.labels[so] == "1" else -much)
    write_odds(odds, path)


def write_odds(odds: Mapping[Feature, float], path: Path) -> None:
    """Write features with what each adds to the log-odds."""
    tokens = ["", *sorted({token for _, *told in odds for token in told} - {""})]
    vocabulary = Vocabulary(tokens)
    weights = {key_of(feature, vocabulary): weight for feature, weight in odds.items()}
    table = build(weights)
    placed = np.array([weights[key] for key in table.keys[table.keys >= 0].tolist()])
    _save(path, tokens=_text("\n".join(tokens)), keys=table.keys, shifts=table.shifts, weights=placed)


def _text(text: str) -> Any:
    return np.frombuffer(text.encode("utf-8"), np.uint8)


def _save(path: Path, **arrays: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)
