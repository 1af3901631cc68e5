"""Examples -> a model file, by python-crfsuite: single-threaded L-BFGS from zero, so the same bytes each time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path


def train(examples: Iterable[tuple[Sequence[str], str]], path: Path, parameters: Mapping[str, float]) -> None:
    """Learn a classifier from (features, class) and write it to `path`."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.select("lbfgs")
    trainer.set_params(dict(parameters))
    for features, label in examples:
        trainer.append([list(features)], [label])
    path.parent.mkdir(parents=True, exist_ok=True)
    trainer.train(str(path))
