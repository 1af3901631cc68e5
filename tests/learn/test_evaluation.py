"""Measuring: the gold is faultless against itself, wrong quotes are seen, and a fold never sees its own articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import pipeline
from kg.learn import folds
from kg.learn.evaluation import load_folder, measure, measure_extractions
from kg.learn.gold import GoldArticle
from kg.learn.oracle import Learned, extract, find_words, from_gold
from kg.learn.score_command import listing, select, table

ROOT = Path(__file__).parents[2]


def test_the_gold_as_a_graph_scores_one(train: list[GoldArticle]) -> None:
    measurement = measure(train[:60], from_gold)
    assert measurement.figure("facts").f1 > 0.999
    assert measurement.figure("entities").f1 > 0.999
    assert measurement.inexact == ()


def test_a_quote_that_is_elsewhere_is_told(founding: list[GoldArticle]) -> None:
    extraction = from_gold(founding[0])
    statement = extraction.statements[0]
    moved = replace(statement, evidence=(replace(statement.evidence[0], quote="not there"),))
    measurement = measure_extractions(founding[:1], [replace(extraction, statements=(moved,))])
    assert len(measurement.inexact) == 1
    assert "not there" in measurement.inexact[0]
    assert measurement.figures()["evidence"] == {"claims": 1, "exact": 0}


def test_the_founding_articles_have_their_texts_elsewhere() -> None:
    golds = load_folder(ROOT / "tests" / "gold" / "seeds", ROOT / "seeds" / "articles")
    assert [gold.article.published for gold in golds] == ["2023-03", "2021-05"]


def test_what_is_measured_is_what_the_pipeline_gives(founding: list[GoldArticle]) -> None:
    for gold in founding:
        assert extract(gold) == pipeline.extract(gold.article)


def test_misses_are_listed_with_their_words(train: list[GoldArticle]) -> None:
    silent = [replace(from_gold(gold), statements=()) for gold in train[:5]]
    measurement = measure_extractions(train[:5], silent)
    chosen = select(measurement.misses, "facts")
    assert chosen
    assert {miss.sign for miss in chosen} == {"+"}
    assert all(line.startswith("+\t") and line.count("\t") >= 4 for line in listing(chosen))
    assert select(measurement.misses, "-builder") == []
    assert any(line.startswith("facts") and "R 0.000" in line for line in table(measurement))


def test_no_article_is_learned_from_and_read(train: list[GoldArticle], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[set[str]] = []
    read: list[str] = []

    def learn(golds: Sequence[GoldArticle], folder: Path) -> Learned:
        assert folder.is_dir()
        seen.append({gold.article.id for gold in golds})
        return Learned()

    def fake(gold: GoldArticle, oracle: str, learned: Learned) -> object:
        assert gold.article.id not in seen[-1]
        read.append(gold.article.id)
        return from_gold(gold)

    monkeypatch.setattr(folds, "extract", fake)
    measurement = folds.cross_validate(train[:11], learn, folds=3)
    assert sorted(read) == [gold.article.id for gold in train[:11]]
    assert [score.article for score in measurement.scores] == [gold.article.id for gold in train[:11]]
    assert len(seen) == 3


@given(st.text(min_size=1), st.text(), st.text())
def test_words_are_found_where_they_stand(words: str, before: str, after: str) -> None:
    span = find_words(before + words + after, words)
    found = (before + words + after)[span.start : span.end]
    assert find_words(found, words) == type(span)(0, len(found))
