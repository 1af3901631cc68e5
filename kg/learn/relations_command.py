"""``python -m kg.learn relations FOLDER…``: train the models of relations and states."""

from __future__ import annotations

import argparse
from pathlib import Path

from kg.learn.evaluation import load_folder
from kg.learn.relations import train_relations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("folders", nargs="+", type=Path, help="folders of annotated articles")
    parser.add_argument("--texts", type=Path, help="where the texts of a folder without articles.tsv stand")
    parser.add_argument("--models", type=Path, default=Path("kg/lang/zh/models"), help="folder to write to")


def run(arguments: argparse.Namespace) -> int:
    """Train; the exit status."""
    train_relations((gold for f in arguments.folders for gold in load_folder(f, arguments.texts)), arguments.models)
    return 0
