"""``python -m kg.learn names FOLDER…``: train the model of names, or cross-validate the detection by article."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from kg.learn.gold import GoldArticle, load_gold
from kg.learn.measure import Tally, tally
from kg.learn.names import labelled, train
from kg.vocabulary import ENTITY_TYPES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folders", nargs="+", type=Path, help="folders of annotated articles")
    parser.add_argument("--texts", type=Path, help="where the texts of a folder without articles.tsv stand")
    parser.add_argument("--model", type=Path, default=Path("kg/lang/zh/models/names.crfsuite"), help="file to write")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate by article instead of writing a model")


def run(arguments: argparse.Namespace) -> int:
    """Train or cross-validate; the exit status."""
    articles = [
        gold
        for folder in arguments.folders
        for gold in load_gold(folder, None if (folder / "articles.tsv").exists() else arguments.texts)
    ]
    if arguments.folds:
        sys.stdout.write(table(cross_validate(articles, arguments.folds)))
    else:
        train((labelled(gold) for gold in articles), arguments.model)
    return 0


def cross_validate(articles: list[GoldArticle], folds: int) -> Tally:
    """What `detect` finds in each article with a model learned from the other folds."""
    from kg.detect import detect
    from kg.detect.names import open_model
    from kg.model import Sentence, Span

    data = [labelled(gold) for gold in articles]
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(folds):
            path = Path(folder) / f"{fold}.crfsuite"
            train((rows for i, rows in enumerate(data) if i % folds != fold), path)
            model = open_model(path)
            for gold in articles[fold::folds]:
                whole = [Sentence(Span(0, len(gold.article.text)))]
                pairs.append((gold, detect(gold.article, whole, model)))
    return tally(pairs)


def table(sums: Tally) -> str:
    """Precision, recall, F1 and the number annotated: over all, and of each type."""
    rows = []
    for kind in ("", *ENTITY_TYPES):
        precision, recall, f1 = sums.figures(kind)
        rows.append(f"{kind or 'all':12} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   gold {sums.gold[kind]}\n")
    return "".join(rows)
