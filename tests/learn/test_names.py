"""Training: the same bytes each time; and what counts as found."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.detect.learned import JUDGE_FILE, NAMES_FILE
from kg.detect.vocabulary import Vocabulary
from kg.learn import names
from kg.learn.gold import GoldArticle, GoldEntity
from kg.learn.measure import tally
from kg.model import Article, Mention, Span

SIGNED = "重庆高新区与四川大学签署战略合作协议。"
ENTITIES = (
    GoldEntity("e1", "Park", ("重庆高新区",)),
    GoldEntity("e2", "University", ("四川大学", "川大")),
    GoldEntity("e3", "Agreement", ("战略合作协议",), untitled=True),
)


def gold(name: str, text: str = SIGNED) -> GoldArticle:
    return GoldArticle(Article(name, name, "", None, text), ENTITIES, ())


def mention(surface: str, kind: str, text: str = SIGNED) -> Mention:
    start = text.index(surface)
    return Mention(Span(start, start + len(surface)), surface, kind, "test")


def test_the_same_articles_give_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(names.NAMES, "max_iterations", 5)
    monkeypatch.setitem(names.NAMES, "feature.minfreq", 0)
    monkeypatch.setitem(names.JUDGE, "feature.minfreq", 0)
    articles = [gold(str(i), text) for i, text in enumerate((SIGNED, SIGNED * 2, "四川大学" + SIGNED, SIGNED))]
    for folder in ("one", "two"):
        names.train(articles, tmp_path / folder)
    for model in (NAMES_FILE, JUDGE_FILE):
        assert (tmp_path / "one" / model).read_bytes() == (tmp_path / "two" / model).read_bytes()


def test_labels_hold_the_whole_name() -> None:
    [(_, labels)] = names.labelled(gold("a"), Vocabulary(growing=True))
    assert labels[:6] == ["B", "I-Park", "I-Park", "I-Park", "I-Park", "O"]
    assert labels[-2] == "I-Agreement"


def test_any_institution_type_counts_and_every_false_name_costs() -> None:
    found = [mention("重庆高新区", "Park"), mention("四川大学", "Research"), mention("签署", "Project")]
    sums = tally([(gold("a"), found)])
    assert (sums.said[""], sums.right[""], sums.found[""], sums.gold[""]) == (3, 2, 2, 3)


def test_a_place_outside_of_the_gold_costs_nothing() -> None:
    sums = tally([(gold("a"), [mention("重庆", "Region")])])
    assert sums.said[""] == 0


def test_titles_are_learned_without_their_marks_too() -> None:
    text = "天气晴。重庆高新区与四川大学签署《战略合作协议》。"
    bare = names.unmarked(gold("a", text))
    assert bare.article.text == SIGNED
    assert len(names.examples([gold("a", text), gold("b")]).articles[0]) == 3
    assert names.unmarked(gold("b")).article.text == ""
