"""``python -m kg.learn score GOLD…``: figures by predicate and type, and what differs from the gold."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from kg.learn.built import read_graph_file
from kg.learn.evaluation import MAIN_FIGURES, Measurement, load_folder, measure, measure_graph, pipeline
from kg.learn.folds import LEARNERS, cross_validate
from kg.learn.gold import GoldArticle
from kg.learn.oracle import ORACLES, extract
from kg.learn.tally import Miss, Tally, calibration_error, interval, reliability


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("gold", nargs="+", type=Path, help="folders of gold .json files with their texts")
    parser.add_argument("--texts", type=Path, default=Path("seeds/articles"), help="texts that are not beside the gold")
    parser.add_argument("--only", help="articles whose id begins so (t11)")
    parser.add_argument("--graph", type=Path, help="score this TriG or N-Quads file instead of extracting")
    parser.add_argument("--oracle", choices=ORACLES, default="", help="take these from the gold")
    parser.add_argument("--folds", type=int, help="cross-validate in so many folds, by article")
    parser.add_argument("--learn", choices=LEARNERS, default="all", help="what is learned anew in each fold")
    parser.add_argument("--misses", nargs="?", const="", metavar="WHAT", help="list misses (of a predicate or type)")
    parser.add_argument("--limit", type=int, default=100, help="at most this many misses")
    parser.add_argument("--dev-misses", action="store_true", help="list misses of the dev articles too")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and print."""
    golds = [gold for folder in arguments.gold for gold in load_folder(folder, arguments.texts)]
    golds = [gold for gold in golds if gold.article.id.startswith(arguments.only or "")]
    measurement = _measure(golds, arguments)
    lines = [json.dumps(measurement.figures(), ensure_ascii=False, indent=1)] if arguments.json else table(measurement)
    if arguments.misses is not None:
        # The dev articles are the mirror: whoever mines their misses blinds it.
        mirror = any(folder.name == "dev" for folder in arguments.gold) and not arguments.dev_misses
        chosen = [] if mirror else select(measurement.misses, arguments.misses)
        lines = [*lines, "", *listing(chosen[: arguments.limit]), f"{len(chosen)} misses"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def _measure(golds: list[GoldArticle], arguments: argparse.Namespace) -> Measurement:
    if arguments.graph:
        return measure_graph(golds, read_graph_file(arguments.graph))
    if arguments.folds:
        tell = partial(print, file=sys.stderr, flush=True)
        return cross_validate(golds, LEARNERS[arguments.learn], arguments.folds, arguments.oracle, tell)
    return measure(golds, partial(extract, oracle=arguments.oracle) if arguments.oracle else pipeline)


def table(measurement: Measurement) -> Iterator[str]:
    """The figures as lines of text."""
    tallies = measurement.tallies
    for name in MAIN_FIGURES:
        low, high = interval(measurement.scores, name)
        yield f"{_line(name, tallies.get(name, Tally()))}   95% {low:.3f}..{high:.3f}"
    yield f"{'exact type':22}  P {tallies.get('exact type', Tally()).precision:.3f}"
    if measurement.claims:
        exact = measurement.claims - len(measurement.inexact)
        yield f"{'exact quotes':22}  {exact} of {measurement.claims}"
        yield from measurement.inexact[:5]
    yield from _reliable(measurement)
    for group in ("entity ", "fact "):
        yield ""
        yield from (_line(name, t) for name, t in sorted(tallies.items()) if name.startswith(group))


def _reliable(measurement: Measurement) -> Iterator[str]:
    """How often facts are right by how sure they were said to be."""
    steps = reliability(measurement.scores)
    if steps:
        yield f"\nconfidence of facts     mean distance from the share that is right {calibration_error(steps):.3f}"
    for step in steps:
        said = f"mean {step.confidence:.3f}  right {step.right:.3f}  said {step.said:5}"
        yield f"  {step.low:.1f} to {step.high:.1f}            {said}"


def select(misses: Iterable[Miss], what: str) -> list[Miss]:
    """The misses of one predicate or type; all of them for an empty word; those of one sign for + or -."""
    return [
        miss for miss in misses
        if what in ("", miss.what, miss.sign, miss.sign + miss.what) or (what == "facts" and miss.object)
    ]  # fmt: skip


def listing(misses: Iterable[Miss]) -> Iterator[str]:
    """One line a miss: sign, article, predicate or type, subject, object, quote, rule."""
    for miss in misses:
        cells = (
            miss.sign,
            miss.article,
            miss.what,
            miss.subject,
            miss.object,
            miss.quote.replace("\n", "⏎"),
            miss.rule,
        )
        yield "\t".join(cell for cell in cells if cell)


def _line(name: str, t: Tally) -> str:
    shares = f"P {t.precision:.3f}  R {t.recall:.3f}  F1 {t.f1:.3f}"
    return f"{name:22}  {shares}   gold {t.gold:5}  said {t.said:5}"
