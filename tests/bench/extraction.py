"""Reading: characters a second against the segmenters alone, two workers against one, growth."""

from __future__ import annotations

import json
import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.model import Article
from tests.bench.machine import KG, Ran, Spent, interleaved, median, plain, ran, timed

ROOT = Path(__file__).parents[2]


def texts(every: int, *, traditional: bool = False) -> list[Article]:
    """Annotated articles to read: every so-manieth of those in simplified (or `traditional`) characters.

    `jieba.posseg` takes forty times as long for traditional ones, whose words it does not know: one or two more or
    less of them among the sample would decide every ratio.
    """
    from kg.lang.normal import is_traditional
    from kg.learn.evaluation import load_folder

    articles = [gold.article for gold in load_folder(ROOT / "tests" / "gold" / "train")]
    return [one for one in articles if is_traditional(one.text) == traditional][::every]


def against_segmenters(every: int, runs: int) -> dict[str, Any]:
    """From cleaned text to statements, against `jieba.posseg` alone, `rjieba.tag` and jiagu on the same texts."""
    import jieba.posseg
    import rjieba

    from kg.pipeline import extract

    jieba.setLogLevel(logging.WARNING)
    articles = texts(every)
    works: dict[str, Callable[[], Any]] = {
        "extract": lambda: [extract(one) for one in articles],
        "jieba.posseg": lambda: [list(jieba.posseg.cut(one.text)) for one in articles],
        "rjieba.tag": lambda: [rjieba.tag(one.text) for one in articles],
    }
    missing = ""
    try:
        import jiagu

        jiagu.pos(jiagu.seg(articles[0].text[:20]))
    except ImportError as error:
        missing = f"jiagu cannot be imported ({error}); pip install jiagu"
    for work in works.values():
        work()  # dictionaries and models are loaded once, apart from what is measured
    spent = interleaved(works, runs)
    characters = sum(len(one.text) for one in articles)
    mine = spent["extract"].cpu
    if not missing:
        # It takes minutes for what the others take a second for: one article, reckoned up to all of them.
        one = min(articles, key=lambda article: len(article.text))
        took, times = timed(lambda: jiagu.pos(jiagu.seg(one.text))), characters / len(one.text)
        spent["jiagu"] = Spent(took.wall * times, took.cpu * times)
    found = {
        "articles": len(articles), "characters": characters, "seconds": plain(spent),
        "characters_per_second": {name: round(characters / one.cpu) for name, one in spent.items()},
        "ratios_by_wall": {name: round(one.wall / spent["extract"].wall, 3) for name, one in spent.items()},
        "extract_vs_posseg": round(spent["jieba.posseg"].cpu / mine, 3),
        "extract_vs_rjieba": round(spent["rjieba.tag"].cpu / mine, 3),
        "extract_vs_jiagu": round(spent["jiagu"].cpu / mine, 3) if "jiagu" in spent else None,
    }  # fmt: skip
    if runs > 1:
        found["extract_vs_posseg_of_a_traditional_article"] = _of_a_traditional_article()
    return found | ({"extract_vs_jiagu_reason": missing} if missing else {})


def _of_a_traditional_article() -> float:
    """The same ratio of one short article in traditional characters."""
    import jieba.posseg

    from kg.pipeline import extract

    one = min(texts(1, traditional=True), key=lambda article: len(article.text))
    extract(one)  # the tables of traditional characters are read
    return round(timed(lambda: list(jieba.posseg.cut(one.text))).cpu / timed(lambda: extract(one)).cpu, 1)


def by_stage(every: int, runs: int) -> dict[str, Any]:
    """The stages one after the other, each on what the one before it gave."""
    from kg.detect import detect
    from kg.link import link
    from kg.pipeline import extract
    from kg.rdf import quads
    from kg.relate import relate
    from kg.segment import split_sentences

    articles = texts(every)
    sentences = [split_sentences(one.text) for one in articles]
    mentions = [detect(a, s) for a, s in zip(articles, sentences, strict=True)]
    linkings = [link(a, s, m) for a, s, m in zip(articles, sentences, mentions, strict=True)]
    extractions = [extract(one) for one in articles]
    spent = interleaved(
        {
            "segment": lambda: [split_sentences(one.text) for one in articles],
            "detect": lambda: [detect(a, s) for a, s in zip(articles, sentences, strict=True)],
            "link": lambda: [link(a, s, m) for a, s, m in zip(articles, sentences, mentions, strict=True)],
            "relate": lambda: [relate(a, s, k) for a, s, k in zip(articles, sentences, linkings, strict=True)],
            "quads": lambda: [list(quads(one)) for one in extractions],
        },
        runs,
    )
    characters = sum(len(one.text) for one in articles)
    return {
        "articles": len(articles), "characters": characters, "seconds": plain(spent),
        "characters_per_second": {name: round(characters / one.cpu) for name, one in spent.items()},
    }  # fmt: skip


def written_corpus(folder: Path, number: int) -> Path:
    """A folder of so many made-up articles; the first of more are the same as those of fewer."""
    from tests.bench.corpus import corpus

    place = folder / f"corpus-{number}"
    if (place / "articles.tsv").exists():
        return place
    place.mkdir(parents=True, exist_ok=True)
    rows = ["file\ttitle\tpublished\turl"]
    for one in corpus(number):
        below = place / one["id"][:5]
        below.mkdir(exist_ok=True)
        (below / f"{one['id']}.txt").write_text(one["text"], encoding="utf-8")
        rows.append(f"{below.name}/{one['id']}.txt\t{one['title']}\t{one['published']}\t")
    (place / "articles.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return place


def workers(folder: Path, number: int, runs: int) -> dict[str, Any]:
    """A whole `kg build` by one process and by two, by turns."""
    articles = written_corpus(folder, number)
    option = "--workers" if "--workers" in ran([*KG, "build", "--help"]).out else "--jobs"
    spent: dict[str, list[Ran]] = {"1": [], "2": []}
    for _ in range(runs):
        for many, found in spent.items():
            found.append(_build(articles, folder / "store-workers", option, many))
    one, two = (median(found) for found in spent.values())
    return {
        "articles": number, "command": f"kg build {option} 1 and 2", "seconds": plain({"one": one, "two": two}),
        "two_workers_vs_one": round(one.wall / two.wall, 3), "cpu_of_two_vs_one": round(two.cpu / one.cpu, 3),
    }  # fmt: skip


def growth(folder: Path, sizes: tuple[int, ...]) -> list[dict[str, Any]]:
    """A whole `kg build` of more and more articles: time an article, memory of the largest process, size on disk."""
    rows = []
    for number in sizes:
        articles, store = written_corpus(folder, number), folder / "store-growth"
        option = "--workers" if "--workers" in ran([*KG, "build", "--help"]).out else "--jobs"
        took = _build(articles, store, option, "1")
        rows.append({
            "articles": number, "wall": round(took.wall, 2), "cpu": round(took.cpu, 2),
            "cpu_ms_per_article": round(took.cpu / number * 1000, 3), "memory_mb": round(took.memory, 1),
            "disk_mb": round(sum(f.stat().st_size for f in store.rglob("*") if f.is_file()) / 1e6, 1),
        })  # fmt: skip
        shutil.rmtree(store)
    return rows


def _build(articles: Path, store: Path, option: str, many: str) -> Ran:
    shutil.rmtree(store, ignore_errors=True)
    took = ran([*KG, "build", articles, "--store", store, option, many, "--json"])
    report = json.loads(took.out[took.out.index("{") :])
    if report.get("failed"):
        raise RuntimeError(f"{articles}: {report['failed'][:1]}")
    return took
