"""The graph that questions are asked of: ten articles as their annotators read them, whatever the extractor says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.graph import Graph
from kg.learn.evaluation import load_folder
from kg.learn.gold import GoldArticle, as_extraction
from kg.rdf import article_iri, quads
from kg.store import Store
from kg.vocabulary import BASE

# Beside the two founding articles: parks, agreements, money, meetings, alliances and policies of several provinces.
TRAIN = Path(__file__).parents[1] / "gold" / "train"
ARTICLES = ("t102", "t108", "t310", "t802", "t804", "t901", "t910", "t3302")


@pytest.fixture(scope="session")
def graph(founding: list[GoldArticle], tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """The graph of the gold annotations of these articles."""
    folder = tmp_path_factory.mktemp("asked")
    for name in ("articles.tsv", *(f"{article}.{suffix}" for article in ARTICLES for suffix in ("json", "txt"))):
        shutil.copy(TRAIN / name, folder)
    store = Store.in_memory()
    for gold in [*founding, *load_folder(folder)]:
        extraction = as_extraction(gold)
        store.replace_article(article_iri(extraction.article.id, BASE), quads(extraction))
    return Graph(store)
