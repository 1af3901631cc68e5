"""Reading articles in one process and in two, side by side, and what it costs the one who shares them out.

``python -m tests.bench.workers_bench --articles 200`` prints, for one and for two warm processes, articles a second,
the processor time of the busiest of them (what the clock would tell on a machine that nobody else uses), that of this
process an article (it bounds how many can be fed), and the largest memory; and what whole builds take.
Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from kg import pipeline
from kg.model import Article
from kg.rdf import article_iri
from kg.read import read_articles
from kg.store import Store
from kg.vocabulary import BASE
from kg.work import Processes, Stream
from tests.bench.corpus import corpus


def used(place: Processes) -> dict[str, float]:
    """Processor seconds of each worker so far."""
    ticks = os.sysconf("SC_CLK_TCK")
    stats = {path.name: Path("/proc", path.name, "stat") for path in Path(place._folder.name).iterdir()}
    return {pid: sum(map(int, stat.read_text().split()[13:15])) / ticks for pid, stat in stats.items()}


def memory(pid: str) -> int:
    """The most megabytes that a process has had."""
    lines = Path("/proc", pid, "status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))


def read(articles: list[Article], place: Processes) -> None:
    """Have these articles read."""
    due = (pipeline._Due(article, article_iri(article.id, BASE), "") for article in articles)
    work = partial(pipeline._one, base=BASE, reader=None, seconds=600.0, version=pipeline.extractor_version())
    stream = Stream(due, work, place, weight=lambda one: len(one.article.text), lost=pipeline._lost)
    assert sum(1 for _ in stream) == len(articles)


def measure(articles: list[Article], workers: int) -> float:
    """Print what so many workers take; seconds of the busiest."""
    place = pipeline.workers(workers)
    read(articles[: 20 * workers], place)  # starts them
    before, begun, own = used(place), time.perf_counter(), time.process_time()
    read(articles, place)
    wall, own = time.perf_counter() - begun, time.process_time() - own
    each = [seconds - before.get(pid, 0.0) for pid, seconds in used(place).items()]
    most = max(memory(pid) for pid in used(place))
    place.close()
    print(
        f"{workers} process{'es' if workers > 1 else ''}: {len(articles) / wall:.1f} articles a second; busiest "
        f"{max(each):.2f} s of {sum(each):.2f} s; {own / len(articles) * 1000:.2f} ms here an article; {most} MB"
    )
    return max(each)


def whole(path: Path, number: int, workers: int) -> None:
    """Print what a whole build takes: where, in processor time an article, and the memory of this process."""
    place = pipeline.workers(workers) if workers > 1 else None
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "graph", write=True) as store:
        before = time.thread_time(), time.process_time()
        pipeline.build([path], store, executor=place)
        thread, process = time.thread_time() - before[0], time.process_time() - before[1]
    theirs = sum(used(place).values()) if place else 0.0
    if place:
        place.close()
    each = [seconds / number * 1000 for seconds in (thread, process - thread, theirs)]
    print(
        f"whole build, {workers} process{'es' if workers > 1 else ''}: {each[0]:.1f} ms an article here, {each[1]:.1f} "
        f"beside it (the database), {each[2]:.1f} in the others; {memory(str(os.getpid()))} MB here so far"
    )


def main(number: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "articles.jsonl"
        path.write_text("".join(json.dumps(o, ensure_ascii=False) + "\n" for o in corpus(number)), encoding="utf-8")
        list(read_articles([path]))  # loads what it needs
        begun = time.process_time()
        articles = [one for one in read_articles([path]) if isinstance(one, Article)]
        cleaning = (time.process_time() - begun) / number * 1000
        for workers in (1, 2):
            whole(path, number, workers)
    one, two = measure(articles, 1), measure(articles, 2)
    print(
        f"two against one, in processor time: {one / two:.2f}; reading and cleaning here: {cleaning:.2f} ms an article"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200)
    sys.exit(main(parser.parse_args().articles))
