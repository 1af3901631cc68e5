"""What each layer adds: leaving one out, and the table."""

from __future__ import annotations

from kg.learn.ablation import LAYERS, extract, table
from kg.learn.evaluation import Measurement
from kg.learn.gold import GoldArticle
from kg.learn.tally import ArticleScore, Tally
from kg.model import Article

TEXT = "5月20日，重庆高新区与成都高新区签署《协同创新合作协议》，双方将共建成渝协同创新中心。"
GOLD = GoldArticle(Article("a", "a", "", "2021-05-21", TEXT), (), ())


def said(layer: str) -> set[str]:
    return {statement.predicate for statement in extract(GOLD, layer).statements}


def test_without_a_layer_its_part_is_missing() -> None:
    assert "signatory" in said("coreference")
    assert "signatory" in said("weighing")
    assert "signatory" not in said("learned relations")


def test_the_table_tells_what_is_lost() -> None:
    def measured(found: int) -> Measurement:
        tallies = {name: Tally(4, found, 4, found) for name in ("entities", "facts", "fact builder")}
        return Measurement((ArticleScore("a", tallies, ()),))

    lines = list(table(measured(3), {layer: measured(1) for layer in LAYERS[:1]} | {LAYERS[1]: measured(3)}))
    assert lines[2] == "| entities | 0.750 | -0.500 | 0 |"
    assert lines[-1] == "| builder | 0.750 | -0.500 | 0 |"
