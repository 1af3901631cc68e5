"""``python -m kg.learn names FOLDER…``: train the models of names, or cross-validate them by article."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from kg.learn.gold import GoldArticle, load_gold
from kg.learn.measure import Tally, tally
from kg.learn.names import examples, train, train_judge, unseen
from kg.vocabulary import ENTITY_TYPES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folders", nargs="+", type=Path, help="folders of annotated articles")
    parser.add_argument("--texts", type=Path, help="where the texts of a folder without articles.tsv stand")
    parser.add_argument("--models", type=Path, default=Path("kg/lang/zh/models"), help="folder to write to")
    parser.add_argument("--folds", type=int, default=0, help="cross-validate by article instead of writing models")


def run(arguments: argparse.Namespace) -> int:
    """Train or cross-validate; the exit status."""
    from kg.read import clean

    articles = [
        gold
        for folder in arguments.folders
        for gold in load_gold(folder, None if (folder / "articles.tsv").exists() else arguments.texts, clean)
    ]
    if arguments.folds:
        sys.stdout.write(table(cross_validate(articles, arguments.folds)))
    else:
        train(articles, arguments.models)
    return 0


def cross_validate(articles: list[GoldArticle], folds: int) -> Tally:
    """What is found in each article by a model of names learned without it, and a judge learned without it."""
    from kg.detect import assemble
    from kg.detect.learned import accepted, with_certainty
    from kg.detect.verdicts import open_judge
    from kg.lang import aligned

    judged = unseen(articles, examples(articles), folds)
    pairs = []
    with tempfile.TemporaryDirectory() as folder:
        for fold in range(folds):
            path = Path(folder) / f"{fold}.npz"
            # Other groups than those of the model of names, so that each judge has seen what every such model says.
            train_judge((a for i, a in enumerate(judged) if i // folds % folds != fold), path)
            judge = open_judge(path)
            for index, gold in enumerate(articles):
                if index // folds % folds == fold:
                    text = gold.article.text
                    learned = [
                        mention
                        for sequence in judged[index]
                        for mention in accepted(text, with_certainty([w for w, _ in sequence], judge))
                    ]
                    pairs.append((gold, assemble(text, aligned(text), learned)))
    return tally(pairs)


def table(sums: Tally) -> str:
    """Precision, recall, F1 and the number annotated: over all, and of each type."""
    rows = []
    for kind in ("", *ENTITY_TYPES):
        precision, recall, f1 = sums.figures(kind)
        rows.append(f"{kind or 'all':12} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}   gold {sums.gold[kind]}\n")
    return "".join(rows)
