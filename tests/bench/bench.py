"""How fast the product is on this machine, beside what it is made of: ``make bench``.

Prints each figure, and writes `results.json` beside this file: `ratios` (how many times as fast; but for
`ready_questions_vs_pyoxigraph`, which is how many times as long), the machine, versions, every raw figure. Ratios are
of runs by turns, in one go, medians. `--long` (hours) takes 1 M claims and 100,000 articles; graphs are kept in
`build/bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench import asking, extraction, starting, writing
from tests.bench.claims import kept_articles, write_nquads
from tests.bench.machine import KG, machine, ran, versions

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).with_name("results.json")
RATIOS = (
    "extract_vs_posseg", "extract_vs_jiagu", "two_workers_vs_one", "write_vs_bulk_load",
    "ready_questions_vs_pyoxigraph", "ready_questions_vs_rdflib",
)  # fmt: skip


@dataclass(frozen=True)
class Size:
    """How much is measured. `every`: one of so many annotated articles is read; `base`: … is multiplied into claims."""

    every: int
    base: int
    runs: int
    workers: int
    growth: tuple[int, ...]
    written: int
    asked: int
    rdflib: int
    rdflib_times: float


SIZES = {
    "tiny": Size(360, 60, 1, 0, (), 100, 100, 100, 3.0),
    "default": Size(4, 8, 3, 400, (200, 800), 10_000, 10_000, 3_000, 12.0),
    "long": Size(2, 1, 5, 2000, (1_000, 10_000, 100_000), 200_000, 1_000_000, 100_000, 12.0),
}


def measured(size: Size, folder: Path) -> dict[str, Callable[[], Any]]:
    """Every part by its name, in order."""

    def rdflib() -> dict[str, Any]:
        kept, claims = kept_articles(folder, size.base), size.rdflib
        nquads = folder / f"rdflib-{claims}.nq"
        write_nquads(nquads, kept, claims, merge=True)
        store = asking.made_store(folder, kept, claims)
        return {"claims": claims, **asking.against_rdflib(folder, store, nquads, size.rdflib_times, min(size.runs, 3))}

    def asked() -> dict[str, Any]:
        store = asking.made_store(folder, kept_articles(folder, size.base), size.asked)
        return {
            "claims": size.asked,
            **asking.against_pyoxigraph(store, min(size.runs, 3), 0.3 if size.runs > 1 else 0.0),
            **({"typed": asking.typed(store)} if size.runs > 1 else {}),
        }

    def start() -> dict[str, Any]:
        store = folder / "store-seeds"
        if size.runs > 1:
            ran([*KG, "build", ROOT / "seeds" / "articles", "--store", store])
        else:
            store = asking.made_store(folder, kept_articles(folder, size.base), size.asked)
        return starting.starting(store, size.runs + 2 if size.runs > 1 else 1, every_command=size.runs > 1)

    return {
        "start": start,
        "extraction": lambda: extraction.against_segmenters(size.every, size.runs),
        "stages": lambda: extraction.by_stage(size.every, size.runs),
        "writing": lambda: writing.against_bulk_load(folder, kept_articles(folder, size.base), size.written, size.runs),
        "questions": asked,
        "rdflib": rdflib,
        "workers": lambda: extraction.workers(folder, size.workers, min(size.runs, 2)) if size.workers else {},
        "growth": lambda: extraction.growth(folder, size.growth),
    }


def ratios(raw: dict[str, Any]) -> dict[str, float | None]:
    """The six figures; None: not measured, and why stands in the raw ones."""
    read, asked, other = raw.get("extraction", {}), raw.get("questions", {}), raw.get("rdflib", {})
    found = (
        read.get("extract_vs_posseg"), read.get("extract_vs_jiagu"), raw.get("workers", {}).get("two_workers_vs_one"),
        raw.get("writing", {}).get("write_vs_bulk_load"), asked.get("geometric_mean"), other.get("geometric_mean"),
    )  # fmt: skip
    return dict(zip(RATIOS, found, strict=True))


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--long", dest="size", action="store_const", const="long", default="default")
    parser.add_argument(
        "--tiny", dest="size", action="store_const", const="tiny", help="a minute part, as the test has"
    )
    parser.add_argument("--only", action="append", metavar="PART", help="measure this part alone; writes no results")
    parser.add_argument("--part", help=argparse.SUPPRESS)  # measure it here, and print JSON
    parser.add_argument("--folder", type=Path, default=ROOT / "build" / "bench", help="where graphs are made and kept")
    parser.add_argument("--out", type=Path, default=RESULTS)
    told = parser.parse_args(arguments)
    told.folder.mkdir(parents=True, exist_ok=True)
    parts = measured(SIZES[told.size], told.folder)
    if told.part:
        sys.stdout.write(json.dumps(parts[told.part]()) + "\n")
        return
    about = {"size": told.size, "machine": machine(), "versions": versions()}
    raw: dict[str, Any] = {}
    for name in told.only or parts:
        start = time.perf_counter()
        # Each in a process of its own: what one has in memory would be counted with what the next one starts.
        size = [] if told.size == "default" else [f"--{told.size}"]
        command = [sys.executable, "-m", "tests.bench.bench", *size, "--part", name, "--folder", told.folder]
        raw[name] = json.loads(ran(command).out.splitlines()[-1])
        say(f"\n{name} ({time.perf_counter() - start:.0f} s)", raw[name])
    results = {"ratios": ratios(raw), "notes": notes(raw), **about, "load_after": os.getloadavg(), "raw": raw}
    say("\nratios", results["ratios"])
    say("\nnotes", results["notes"])
    if not told.only:
        draft = told.out.with_suffix(".new")
        draft.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        draft.replace(told.out)
        sys.stdout.write(f"\n{told.out}\n")


def notes(raw: dict[str, Any]) -> dict[str, str]:
    """What each ratio was measured on."""
    asked, other, read = raw.get("questions", {}), raw.get("rdflib", {}), raw.get("extraction", {})
    return {
        "extract_vs_posseg": f"CPU, {read.get('characters')} characters, one core",
        "extract_vs_jiagu": read.get("extract_vs_jiagu_reason", "CPU, words and parts of speech"),
        "two_workers_vs_one": f"clock, {raw.get('workers', {}).get('articles')} articles, whole builds",
        "write_vs_bulk_load": f"clock, {raw.get('writing', {}).get('claims')} claims, with the merge of all graphs",
        "ready_questions_vs_pyoxigraph": f"CPU, {asked.get('claims')} claims, geometric mean of "
        f"{len(asked.get('cases', ()))} cases; worst {asked.get('worst')}",
        "ready_questions_vs_rdflib": f"CPU, {other.get('claims')} claims, geometric mean; worst {other.get('worst')}; "
        f"{other.get('given_up')} given up after {other.get('given_up_after_times')} times kg's: a lower bound there",
    }


def say(head: str, figures: Any, depth: int = 0) -> None:
    """Print figures as lines."""
    if not isinstance(figures, dict | list):
        sys.stdout.write(f"{'  ' * depth}{head}: {figures}\n")
        return
    sys.stdout.write(f"{'  ' * depth}{head}\n")
    rows = figures.items() if isinstance(figures, dict) else enumerate(figures)
    for key, value in rows:
        if isinstance(value, dict) and not any(isinstance(one, dict | list) for one in value.values()):
            inner = "  ".join(f"{k} {v}" for k, v in value.items() if k not in ("sparql", "arguments"))
            sys.stdout.write(f"{'  ' * (depth + 1)}{key}: {inner}\n")
        elif isinstance(value, dict) and "case" in value:
            inner = "  ".join(f"{k} {v}" for k, v in value.items() if k not in ("sparql", "arguments"))
            sys.stdout.write(f"{'  ' * (depth + 1)}{inner}\n")
        else:
            say(str(key), value, depth + 1)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
