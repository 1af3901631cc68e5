"""How fast the product is on this machine: extraction by stage, quads, store, and asking. ``make bench`` runs it.

Every figure is the best of three runs, on one core; texts are every fourth of `tests/gold/train`, or every `--every`th.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.model import Article

ROOT = Path(__file__).parents[2]


def best(work: Callable[[], Any], runs: int = 3) -> tuple[float, Any]:
    """Seconds of the fastest run, and what the last one gave."""
    fastest, result = float("inf"), None
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        fastest = min(fastest, time.perf_counter() - start)
    return fastest, result


def texts(every: int) -> list[Article]:
    """The articles to work on."""
    from kg.learn.evaluation import load_folder

    return [gold.article for gold in load_folder(ROOT / "tests" / "gold" / "train")[::every]]


def by_stage(articles: list[Article]) -> None:
    """Time the stages one after the other, each on what the one before it gave."""
    from kg.detect import detect
    from kg.link import link
    from kg.pipeline import extract
    from kg.rdf import quads
    from kg.relate import relate
    from kg.segment import split_sentences

    extract(articles[0])  # the lexicons and models are loaded once, apart from what is measured
    characters = sum(len(article.text) for article in articles)
    seconds, sentences = best(lambda: [split_sentences(a.text) for a in articles])
    report("segment", seconds, articles, characters)
    pairs = list(zip(articles, sentences, strict=True))
    seconds, mentions = best(lambda: [detect(a, s) for a, s in pairs])
    report("detect", seconds, articles, characters)
    triples = [(a, s, m) for (a, s), m in zip(pairs, mentions, strict=True)]
    seconds, linkings = best(lambda: [link(a, s, m) for a, s, m in triples])
    report("link", seconds, articles, characters)
    seconds, _ = best(lambda: [relate(a, s, k) for (a, s), k in zip(pairs, linkings, strict=True)])
    report("relate", seconds, articles, characters)
    seconds, extractions = best(lambda: [extract(a) for a in articles])
    report("extract, all of it", seconds, articles, characters)
    seconds, _ = best(lambda: [list(quads(e)) for e in extractions])
    report("quads", seconds, articles, characters)


def building(folder: Path) -> None:
    """Time a whole build and a query on it."""
    import kg

    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        kg.build([folder], Path(place) / "graph")
        sys.stdout.write(f"{'build of train':22} {time.perf_counter() - start:8.2f} s\n")
        graph = kg.open(Path(place) / "graph")
        question = "SELECT ?p (COUNT(*) AS ?n) { ?c rdf:predicate ?p } GROUP BY ?p ORDER BY DESC(?n)"
        seconds, _ = best(lambda: list(graph.query(question)))
        sys.stdout.write(f"{'a grouped query':22} {seconds * 1000:8.2f} ms\n")


def report(name: str, seconds: float, articles: list[Article], characters: int) -> None:
    """Print one line."""
    speed = f"{len(articles) / seconds * 60:9,.0f} articles/min {characters / seconds:12,.0f} characters/s"
    sys.stdout.write(f"{name:22} {seconds:8.2f} s {speed}\n")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=4, help="take each so-manieth article (1: all)")
    by_stage(texts(parser.parse_args().every))
    building(ROOT / "tests" / "gold" / "train")
