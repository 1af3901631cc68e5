"""Annotated articles in, the two models of names out: the same bytes each time."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from kg.detect.features import sequences, words
from kg.detect.gazetteer import gazetteer
from kg.detect.learned import JUDGE_FILE, NAMES_FILE, Weighed, weigh
from kg.detect.names import open_model
from kg.detect.templates import keys, parts
from kg.detect.verdicts import features
from kg.detect.vocabulary import UNKNOWN, Vocabulary
from kg.lang import aligned
from kg.learn.gold import GoldArticle, project
from kg.learn.measure import family
from kg.learn.names_file import SEPARATOR, attribute, write_judge, write_names

# Chosen by cross-validation over articles.
NAMES: dict[str, Any] = {
    "c1": 0.2,
    "c2": 0.02,
    "max_iterations": 60,
    "feature.minfreq": 2,
    "feature.possible_transitions": False,
}
JUDGE: dict[str, Any] = {"c1": 0.05, "c2": 2.0, "max_iterations": 80, "feature.minfreq": 2}
FOLDS = 3  # the judge learns from what models of names say of articles that they have not seen

_TITLE_MARKS = re.compile("[《》]")

Labelled = list[tuple[Any, list[str]]]  # python-crfsuite's ItemSequence and labels
Judged = list[list[tuple[Weighed, bool | None]]]


class Examples(NamedTuple):
    """What a model of names learns from, article by article, and the vocabulary of its features."""

    vocabulary: Vocabulary
    articles: list[Labelled]


def examples(golds: Iterable[GoldArticle]) -> Examples:
    """Features and labels of all articles."""
    vocabulary = Vocabulary(growing=True)
    both = ((gold, unmarked(gold)) for gold in golds)
    return Examples(vocabulary, [labelled(gold, vocabulary) + labelled(bare, vocabulary) for gold, bare in both])


def unmarked(gold: GoldArticle) -> GoldArticle:
    """The sentences of an article that hold titles, without the marks around them: people write them so, too."""
    text = gold.article.text
    found = (text[s.start : s.end] for s in sequences(text))
    bare = "\n".join(_TITLE_MARKS.sub("", run) for run in found if _TITLE_MARKS.search(run))
    entities = (
        replace(entity, names=tuple(_TITLE_MARKS.sub("", name) for name in entity.names)) for entity in gold.entities
    )
    return replace(gold, article=replace(gold.article, text=bare), entities=tuple(entities))


def labelled(gold: GoldArticle, vocabulary: Vocabulary) -> Labelled:
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
    return [(items_of(copy[s.start : s.end], vocabulary), labels[s.start : s.end]) for s in sequences(copy)]


def items_of(run: str, vocabulary: Vocabulary) -> Any:
    """The features of a sequence as python-crfsuite's ItemSequence."""
    from pycrfsuite import ItemSequence

    found = keys([run], [words(run)], [gazetteer().find(run)], vocabulary).T
    known = np.all([numbers != UNKNOWN for numbers in parts(found)], axis=0)
    return ItemSequence(
        [[attribute(key) for key in row[sure].tolist()] for row, sure in zip(found, known, strict=True)]
    )


def _label(labels: list[str], start: int, end: int, kind: str) -> None:
    labels[start:end] = ["B"] + [f"I-{kind}"] * (end - start - 1)


def train_names(articles: Iterable[Labelled], vocabulary: Vocabulary, path: Path) -> None:
    """Learn the model of names. Deterministic: one thread, no randomness, articles in the order given."""
    from pycrfsuite import Trainer

    trainer = Trainer(algorithm="lbfgs", params=NAMES, verbose=False)
    for article in articles:
        for items, labels in article:
            trainer.append(items, labels)
    with tempfile.TemporaryDirectory() as folder:
        learned = Path(folder) / "names.crfsuite"
        trainer.train(str(learned))
        write_names(learned, vocabulary, path)


def unseen(articles: Sequence[GoldArticle], data: Examples, folds: int) -> list[Judged]:
    """The candidates of each article, from a model of names learned without it, and whether each is a name."""
    return [judged for (judged,) in unseen_together([(gold,) for gold in articles], data, folds)]


def unseen_together(groups: Sequence[Sequence[GoldArticle]], data: Examples, folds: int) -> list[tuple[Judged, ...]]:
    """The same for several texts of each article."""
    judged: list[tuple[Judged, ...]] = [() for _ in groups]
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(folds):
            path = Path(folder) / f"{fold}.npz"
            train_names((rows for i, rows in enumerate(data.articles) if i % folds != fold), data.vocabulary, path)
            model = open_model(path)
            for index in range(fold, len(groups), folds):
                judged[index] = tuple(_judged(gold, model) for gold in groups[index])
    return judged


def _judged(gold: GoldArticle, model: Any) -> Judged:
    pairs = project(gold)
    right = {(m.span.start, m.span.end): {family(kind) for kind in e.types} for m, e in pairs}
    named = {place for m, _ in pairs for place in range(m.span.start, m.span.end)}
    return [
        [(w, _verdict(w, right, named)) for w in weighed] for weighed in weigh(aligned(gold.article.text), model)
    ]  # fmt: skip


def _verdict(weighed: Weighed, right: dict[tuple[int, int], set[str]], named: set[int]) -> bool | None:
    """Whether a candidate is a name. None: not told, for the gold leaves out places that take part in no fact."""
    candidate = weighed.candidate
    start, end = weighed.offset + candidate.start, weighed.offset + candidate.end
    if family(candidate.kind) in right.get((start, end), ()):
        return True
    told = candidate.kind != "Region" or candidate.source == "known" or not named.isdisjoint(range(start, end))
    return False if told else None


def train_judge(articles: Iterable[Judged], path: Path) -> None:
    """Learn the judge from the candidates whose verdict is told."""
    from pycrfsuite import Trainer

    trainer = Trainer(algorithm="lbfgs", params=JUDGE, verbose=False)
    for article in articles:
        for weighed, verdict in (pair for sequence in article for pair in sequence):
            if verdict is not None:
                trainer.append([[SEPARATOR.join(each) for each in features(weighed.evidence)]], [str(int(verdict))])
    with tempfile.TemporaryDirectory() as folder:
        learned = Path(folder) / "judge.crfsuite"
        trainer.train(str(learned))
        write_judge(learned, path)


def train(articles: Sequence[GoldArticle], folder: Path) -> list[Judged]:
    """Learn both models and write them to `folder`; hands on what `unseen` says of the articles."""
    data = examples(articles)
    judged = unseen_together([(gold, unmarked(gold)) for gold in articles], data, FOLDS)
    train_judge((text for group in judged for text in group), folder / JUDGE_FILE)
    train_names(data.articles, data.vocabulary, folder / NAMES_FILE)
    return [as_written for as_written, _ in judged]
