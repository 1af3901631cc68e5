"""The model of names at work says what the library that learned it says."""

from __future__ import annotations

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest

from kg.detect.chain import read_chains
from kg.detect.features import sequences, words
from kg.detect.gazetteer import gazetteer
from kg.detect.learned import shipped
from kg.detect.names import open_model, read_names
from kg.detect.table import build
from kg.learn.gold import GoldArticle, GoldEntity
from kg.learn.names import examples, items_of
from kg.learn.names_file import write_names
from kg.model import Article

SIGNED = "重庆高新区与四川大学签署《战略合作协议》(试行)，\U0001f600总投资3.5亿元。"
ENTITIES = (GoldEntity("e1", "Park", ("重庆高新区",)), GoldEntity("e2", "University", ("四川大学",)))


def test_probabilities_and_labels_are_those_of_the_library_that_learned(tmp_path: Path) -> None:
    from pycrfsuite import Tagger, Trainer

    golds = [
        GoldArticle(Article(str(i), "", "", None, text), ENTITIES, ())
        for i, text in enumerate((SIGNED, "四川大学" + SIGNED))
    ]
    data = examples(golds)
    trainer = Trainer(verbose=False, params={"max_iterations": 15, "c1": 0.01, "feature.possible_transitions": False})
    for items, labels in (pair for article in data.articles for pair in article):
        trainer.append(items, labels)
    trainer.train(str(tmp_path / "learned"))
    write_names(tmp_path / "learned", data.vocabulary, tmp_path / "names.npz")
    tagger, model = Tagger(), open_model(tmp_path / "names.npz")
    tagger.open(str(tmp_path / "learned"))
    texts = ["四川大学与", "重庆四川高新区大学与签", "x", SIGNED]
    expected, best = [], []
    for text in texts:
        best += tagger.tag(items_of(text, data.vocabulary))
        expected += [[tagger.marginal(label, place) for label in model.labels] for place in range(len(text))]
    marginals, labels = model.read(texts, [words(text) for text in texts], [gazetteer().find(text) for text in texts])
    assert np.abs(marginals - np.array(expected)).max() < 1e-9
    assert [model.labels[number] for number in labels] == best


@pytest.mark.parametrize("spread", [0.0, 0.5, 30.0])
def test_the_best_labelling_is_the_best_of_all(spread: float) -> None:
    chance = np.random.default_rng(7)
    lengths = [5, 1, 4, 5]
    emissions, transitions = chance.normal(0, spread, (15, 3)), chance.normal(0, 1, (3, 3))
    marginals, labels = read_chains(emissions, transitions, lengths)
    start = 0
    for length in lengths:
        here = emissions[start : start + length]

        def score(path: tuple[int, ...], here: np.ndarray = here) -> float:
            return float(
                sum(here[i, label] for i, label in enumerate(path)) + sum(transitions[a, b] for a, b in pairwise(path))
            )

        paths = list(product(range(3), repeat=length))
        scores = np.array([score(path) for path in paths])
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        assert tuple(labels[start : start + length].tolist()) == paths[int(scores.argmax())]
        for place, label in product(range(length), range(3)):
            told = sum(c for c, path in zip(chances, paths, strict=True) if path[place] == label)
            assert marginals[start + place, label] == pytest.approx(told, abs=1e-9)
        start += length


def test_a_table_finds_every_key_and_no_other() -> None:
    keys = np.unique(np.random.default_rng(1).integers(0, 1 << 59, 5000))
    table = build(keys.tolist())
    places, there = table.find(keys)
    assert there.all()
    assert (table.keys[places] == keys).all()
    assert not table.find(keys + 1)[1][~np.isin(keys + 1, keys)].any()


def test_a_long_text_is_read_as_its_sequences_are() -> None:
    text = SIGNED * 200
    model = shipped().names
    whole = list(read_names(text, model))
    assert [reading.offset for reading in whole] == [span.start for span in sequences(text)]
    [alone] = read_names(SIGNED, model)
    assert whole[150].runs == alone.runs
    assert whole[150].outside == pytest.approx(alone.outside, abs=1e-12)
