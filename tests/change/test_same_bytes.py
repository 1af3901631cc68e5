"""Whatever was built, edited, renamed and deleted in whatever order: the graph is that of a build from scratch."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from kg import pipeline
from kg.change import remove_articles, resolve_store
from kg.model import Article
from kg.rdf import serialise, validate
from kg.report import BuildReport
from kg.resolve.judgements import Judgements
from kg.store import Store
from kg.work import stream
from tests.change.world import History, judgements, read

VARIANTS = 2000 if os.environ.get("KG_LONG") else 100
GROUPS = 5


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "extract", read)
    monkeypatch.setattr(stream, "MOST", 2)
    monkeypatch.setattr(pipeline, "_readable", lambda paths, report: iter(paths))


def build(store: Store, articles: Sequence[Article], held: Judgements, *, workers: int = 1) -> BuildReport:
    if workers == 1:
        return pipeline.build(articles, store, prune=True, judgements=held)  # type: ignore[arg-type]
    with ThreadPoolExecutor(workers) as executor:
        return pipeline.build(articles, store, prune=True, judgements=held, executor=executor)  # type: ignore[arg-type]


def difference(one: Store, other: Store) -> list[str]:
    """The first lines that only one of two stores exports."""
    left, right = (b"".join(serialise(store.quads(), "nquads")) for store in (one, other))
    if left == right:
        same = [b"".join(serialise(store.quads(), "trig")) for store in (one, other)]
        return [] if same[0] == same[1] else ["the same quads, another TriG"]
    lines = {*left.decode().splitlines()} ^ {*right.decode().splitlines()}
    return sorted(line[:300] for line in lines)[:6]


def default_graph(store: Store) -> set[str]:
    triples = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?p != <urn:kg:fingerprint>) }")
    return {str(triple) for triple in triples}  # type: ignore[union-attr]


def lived(history: History, rng: random.Random) -> tuple[Store, Judgements]:
    """A store that went through several changes, by builds, removals and new judgements."""
    store, held = Store.in_memory(), Judgements()
    for _ in range(rng.randint(1, 4)):
        history.change()
        if rng.random() < 0.4:
            held = judgements(rng, history.articles.values())
        build(store, history.shuffled(), held, workers=rng.choice((1, 1, 3)))
        if rng.random() < 0.2:
            held = judgements(rng, history.articles.values())
            resolve_store(store, held)
        if history.articles and rng.random() < 0.2:
            gone = rng.choice(sorted(history.articles))
            remove_articles(store, [gone], held)
            del history.articles[gone]
    return store, held


def variety(store: Store) -> dict[str, bool]:
    """Which of the things that articles mean to each other this graph shows."""
    patterns = {
        "fused": "?c rc:toldValue ?x", "conflict": "?c a rc:Conflict", "merged": "?c rc:mergedFrom ?x",
        "copy": "?c rc:duplicateOf ?x", "accepted": "?c rc:judgement ?x",
    }  # fmt: skip
    return {name: bool(store.query(f"ASK {{ {pattern} }}")) for name, pattern in patterns.items()}


def seeds(group: int) -> Iterator[int]:
    return iter(range(group, VARIANTS, GROUPS))


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("group", range(GROUPS))
def test_a_store_with_a_past_is_one_built_from_scratch(group: int) -> None:
    shown: Counter[str] = Counter()
    for seed in seeds(group):
        rng = random.Random(seed)
        history = History(rng)
        store, held = lived(history, rng)
        scratch = Store.in_memory()
        report = build(scratch, history.shuffled(), held)
        assert not difference(store, scratch), f"variant {seed}"
        assert report.failed == [] and sorted(report.new) == sorted(history.articles), f"variant {seed}"
        if seed % 5 == 0:
            assert [str(wrong) for wrong in validate(scratch.quads())] == [], f"variant {seed}"
            assert default_graph(store) == {str(quad.triple) for quad in store.quads()}, f"variant {seed}"
        shown.update(name for name, is_there in variety(store).items() if is_there)
        again = build(store, history.shuffled(), held)
        assert sorted(again.unchanged) == sorted(history.articles), f"variant {seed}"
        assert not (again.new or again.changed or again.rewritten or again.removed), f"variant {seed}"
    assert min(shown[name] for name in ("fused", "conflict", "merged", "accepted")) > 0, shown
