"""The library's scorer equals `tests/gold/score.py`, on graphs that are right, wrong and in between."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kg.learn.built import read_graph_file
from kg.learn.evaluation import Measurement, measure_graph
from kg.learn.gold import GoldArticle, GoldFact, load_gold
from kg.learn.tally import Tally, interval
from kg.vocabulary import BASE, ENTITY_RANGES, ENTITY_TYPES, PREDICATES, PREFIXES, RC

GOLD = Path(__file__).parents[1] / "gold"
TYPE, LABEL = PREFIXES["rdf"] + "type", PREFIXES["rdfs"] + "label"


@pytest.fixture(scope="module")
def golds() -> list[GoldArticle]:
    return [gold for gold in load_gold(GOLD / "train") if gold.article.id < "t12"]


def _quad(subject: str, predicate: str, value: str, article: str) -> str:
    return f"<{subject}> <{predicate}> {value} <{BASE}article/{article}> ."


def _graph(golds: list[GoldArticle], share: float, seed: int) -> Iterator[str]:
    """The gold as N-Quads, of which `share` is spoilt: names, types, facts left out, changed or invented."""
    draw = random.Random(seed)

    def spoilt() -> bool:
        return draw.random() < share

    for gold in golds:
        article = gold.article.id
        node = {e.id: f"{BASE}{article}/{e.id}" if draw.random() < 0.9 else f"{BASE}{e.type}" for e in gold.entities}
        yield _quad(f"{BASE}article/{article}", PREFIXES["dcterms"] + "identifier", json.dumps(article), article)
        for entity in gold.entities:
            name = draw.choice(entity.names)
            name = name[: draw.randint(1, len(name))] + draw.choice(("", "基地")) if spoilt() else name
            kind = draw.choice(ENTITY_TYPES) if spoilt() else draw.choice(entity.types)
            yield _quad(node[entity.id], TYPE, f"<{RC}{kind}>", article)
            yield _quad(node[entity.id], LABEL, json.dumps(f" {name}“"), article)
        yield from _facts(gold, node, spoilt, draw)


def _facts(gold: GoldArticle, node: dict[str, str], spoilt: Callable[[], bool], draw: random.Random) -> Iterator[str]:
    nodes, article = list(node.values()), gold.article.id
    for fact in gold.facts:
        if spoilt():
            continue
        subject = draw.choice(nodes) if spoilt() else node[fact.subject]
        predicate = draw.choice(PREDICATES) if spoilt() else fact.predicate
        if fact.predicate == "cooperatesWith":
            yield _quad(node[fact.object], RC + predicate, f"<{node[fact.subject]}>", article)
        yield _quad(subject, RC + predicate, _object(fact, predicate, nodes, node, draw), article)


def _object(fact: GoldFact, predicate: str, nodes: list[str], node: dict[str, str], draw: random.Random) -> str:
    if predicate in ENTITY_RANGES:
        return f"<{draw.choice(nodes) if fact.is_value else node[fact.object]}>"
    if predicate == "status" and fact.predicate == "status":
        return f"<{RC}{fact.object}>"
    return json.dumps(fact.object if fact.is_value else "1e9")


def _original(graph: Path, golds: list[GoldArticle], folder: Path) -> tuple[dict[str, dict[str, float]], list[str]]:
    for gold in golds:
        (folder / f"{gold.article.id}.json").write_bytes((GOLD / "train" / f"{gold.article.id}.json").read_bytes())
    command = [sys.executable, str(GOLD / "score.py"), str(folder), "--graph", str(graph)]
    figures = subprocess.run([*command, "--json"], capture_output=True, check=True, text=True).stdout
    listed = subprocess.run([*command, "--misses"], capture_output=True, check=True, text=True).stdout
    return json.loads(figures), [line for line in listed.splitlines() if line[:2] in ("+\t", "-\t")]


def _measured(graph: Path, golds: list[GoldArticle]) -> Measurement:
    return measure_graph(golds, read_graph_file(graph))


@pytest.mark.parametrize(("share", "seed"), [(0.0, 1), (0.1, 2), (0.35, 3), (0.7, 4)])
def test_equals_the_original_scorer(golds: list[GoldArticle], tmp_path: Path, share: float, seed: int) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("\n".join(_graph(golds, share, seed)), encoding="utf-8")
    (tmp_path / "gold").mkdir()
    expected, misses = _original(graph, golds, tmp_path / "gold")
    measurement = _measured(graph, golds)
    ours = measurement.figures(intervals=False)
    for name, figure in expected.items():
        assert {key: ours[name][key] for key in figure} == figure, name
    assert {name for name in ours if not name.startswith("entity ")} - {"evidence", "reliability"} == expected.keys()
    signs = sorted((m.sign, m.article, m.what) for m in measurement.misses if m.what in PREDICATES)
    assert signs == sorted(tuple(line.split("\t")[:3]) for line in misses)


def test_the_gold_scores_one_against_itself(golds: list[GoldArticle], tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    golds = [gold for gold in golds if gold.article.id.startswith("t11")]
    lines = "\n".join(_graph(golds, 0.0, 7))
    assert len(lines) > 1000
    graph.write_text(lines, encoding="utf-8")
    assert _measured(graph, golds).figure("facts").recall == 1.0


def test_entity_figures_by_type_add_up(golds: list[GoldArticle], tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("\n".join(_graph(golds, 0.3, 5)), encoding="utf-8")
    tallies = _measured(graph, golds).tallies
    by_type = [tally for name, tally in tallies.items() if name.startswith("entity ")]
    whole = tallies["entities"]
    sums = (sum(t.gold for t in by_type), sum(t.found for t in by_type), sum(t.said for t in by_type))
    assert (*sums, sum(t.right for t in by_type)) == (whole.gold, whole.found, whole.said, whole.right)


def test_interval_holds_the_figure_and_is_the_same_each_time(golds: list[GoldArticle], tmp_path: Path) -> None:
    graph = tmp_path / "graph.nq"
    graph.write_text("\n".join(_graph(golds, 0.3, 6)), encoding="utf-8")
    measurement = _measured(graph, golds)
    low, high = interval(measurement.scores, "facts")
    assert low < measurement.figure("facts").f1 < high
    assert (low, high) == interval(measurement.scores, "facts")
    assert interval(measurement.scores, "no such figure") == (0.0, 0.0)


def test_a_tally_without_counts_is_zero() -> None:
    assert (Tally().precision, Tally().recall, Tally().f1) == (0.0, 0.0, 0.0)
