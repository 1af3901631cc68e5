"""A graph of the dev articles as their annotators read them: what a perfect extractor would build."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.learn.evaluation import load_folder
from kg.learn.gold import GoldArticle, as_extraction
from kg.rdf import article_iri, quads
from kg.store import Store
from kg.vocabulary import BASE


def gold_store(golds: Iterable[GoldArticle]) -> Store:
    store = Store.in_memory()
    for gold in golds:
        extraction = as_extraction(gold)
        store.replace_article(article_iri(extraction.article.id, BASE), quads(extraction))
    return store


@pytest.fixture(scope="session")
def golds(founding: list[GoldArticle]) -> list[GoldArticle]:
    """Every annotated article that the graph is made of."""
    return [*load_folder(Path(__file__).parents[1] / "gold" / "dev"), *founding]


@pytest.fixture(scope="session")
def graph(golds: list[GoldArticle]) -> Graph:
    """The graph of them all."""
    return Graph(gold_store(golds))


@pytest.fixture(scope="session")
def graph_built_backwards(golds: list[GoldArticle]) -> Graph:
    """The same articles, the last first."""
    return Graph(gold_store(golds[::-1]))
