"""A store on disk, and the command line as a user has it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.learn.gold import GoldArticle, as_extraction
from kg.rdf import article_iri, quads
from kg.store import Store
from kg.vocabulary import BASE

ROOT = Path(__file__).parents[2]
Kg = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory, founding: list[GoldArticle]) -> Path:
    """The founding articles as their annotators read them, in a store."""
    path = tmp_path_factory.mktemp("cli") / "graph"
    with Store(path, write=True) as opened:
        for gold in founding:
            opened.replace_article(article_iri(gold.article.id, BASE), quads(as_extraction(gold)))
    return path


@pytest.fixture(scope="session")
def kg() -> Kg:
    """Run `kg` in a process of its own."""

    def run(*arguments: str | Path, **options: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "kg.cli", *map(str, arguments)]
        return subprocess.run(
            command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False, **options
        )  # fmt: skip

    return run
