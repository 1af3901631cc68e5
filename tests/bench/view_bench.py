"""How fast the network page is in a real Chromium: size, first paint, ready to use, longest block afterwards, search.

``python tests/bench/view_bench.py`` prints one line for each size of network, the bars under it. A block is a long task
of the main thread (over 50 ms) while the page is used as people use it: select, expand, filter, pan, zoom, every tab.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.view.browser import REASON, missing, open_page, start  # noqa: E402
from tests.view.graphs import made_up  # noqa: E402

# nodes, edges -> bars: MB of the file, s until first paint, s until ready, ms of the longest block, ms of a search
BARS = {(300, 600): (1.5, 1, 2, 200, 100), (1500, 3000): (None, None, 2, 200, 100),
        (2000, 4000): (None, None, 2, 200, 100), (20000, 40000): (None, None, 4, None, 100)}  # fmt: skip

WATCH = """
window.blocks = [];
new PerformanceObserver((list) => list.getEntries().forEach((e) => blocks.push([e.startTime, e.duration])))
  .observe({ type: "longtask" });
"""
ROUNDS = 3  # the least of so many counts: what other programs take of the machine is not the page's
# Each step is a task of its own, as clicks are.
STEPS = (
    "kg.select({node: 0})", "kg.reveal(0)", "kg.select({line: 3})", "kg.select({})",
    "document.querySelector('#types [data-name=Company]').click()",
    "document.querySelector('#predicates [data-name=builder]').click()",
    "document.getElementById('reset').click()",
    "kg.zoom(2)", "kg.network.moveTo({position: {x: 300, y: 100}})", "kg.fit()",
    "kg.expand(kg.around(1))", "document.querySelector('#theme').click()",
    "document.getElementById('tab-table').click()",
    "const f = document.querySelector('#table input'); f.value = '高新区'; f.dispatchEvent(new Event('input'))",
    "document.querySelector('#table th button').click()",
    "document.getElementById('tab-timeline').click()", "document.getElementById('tab-network').click()",
    "document.getElementById('language').click()",
    "const b = document.getElementById('search'); b.value = '成都'; b.dispatchEvent(new Event('input'))",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured of one page. Seconds, but `block` and `search` in ms."""

    write: float
    megabytes: float
    paint: float
    ready: float
    block: float
    slowest: str
    search: float


def measure(driver: Any, nodes: int, edges: int, folder: Path) -> Figures:
    """Write a page of a made-up network, open it three times, use it."""
    from kg.view import write_network

    graph = made_up(nodes, edges)
    begun = time.perf_counter()
    report = write_network(graph, folder / f"{nodes}.html")
    written = time.perf_counter() - begun
    times = []
    for _ in range(3):
        open_page(driver, report.path)
        times.append(driver.execute_script(
            "return [performance.getEntriesByType('paint').map(e => e.startTime)[0] / 1000,"
            " performance.getEntriesByName('ready')[0].startTime / 1000]"))  # fmt: skip
    block, slowest = use(driver)
    return Figures(
        write=written, megabytes=report.bytes / 1e6, paint=min(t[0] for t in times), ready=min(t[1] for t in times),
        block=block, slowest=slowest, search=search(driver),
    )  # fmt: skip


def use(driver: Any) -> tuple[float, str]:
    """The longest block of the main thread, ms, and in which step."""
    driver.execute_async_script("setTimeout(arguments[0], 500)")
    driver.execute_script(WATCH)
    least = dict.fromkeys(STEPS, float("inf"))
    for _ in range(ROUNDS):
        for step in STEPS:
            driver.execute_script("blocks.length = 0; setTimeout(() => { %s })" % step)  # noqa: UP031
            driver.execute_async_script("setTimeout(arguments[0], 450)")
            longest = max((d for _, d in driver.execute_script("return blocks")), default=0.0)
            least[step] = min(least[step], longest)
    if "-v" in sys.argv:
        sys.stdout.writelines(f"  {ms:6.0f} ms  {step}\n" for step, ms in least.items() if ms > 60)
    slowest = max(STEPS, key=least.__getitem__)
    return least[slowest], slowest


def search(driver: Any) -> float:
    """The slowest of some searches, ms, suggestions drawn."""
    script = (
        "const b = document.getElementById('search'); let most = 0; for (const w of arguments[0]) { b.value = w;"
        "const t = performance.now(); b.dispatchEvent(new Event('input'));"
        "most = Math.max(most, performance.now() - t); }"
        "return most"
    )
    return float(
        driver.execute_script(script, ["成", "成都", "高新区", "cd", "chengdu", "cdgxq", "不存在的名字", "1号"])
    )


def main() -> None:
    """Print what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, help="only networks of so many nodes")
    parser.add_argument("-v", action="store_true", help="print every step that blocks over 100 ms")
    sizes = parser.parse_args().sizes
    if missing():
        sys.exit(f"view_bench: {REASON}")
    with tempfile.TemporaryDirectory() as place:
        driver = start(Path(place) / "profile")
        try:
            for (nodes, edges), bars in BARS.items():
                if not sizes or nodes in sizes:
                    found = measure(driver, nodes, edges, Path(place))
                    report(nodes, edges, found, bars)
        finally:
            driver.quit()


def report(nodes: int, edges: int, found: Figures, bars: tuple[float | None, ...]) -> None:
    """Print one size."""
    sys.stdout.write(f"{nodes} nodes, {edges} edges (written in {found.write:.1f} s)\n")
    names = ("file, MB", "first paint, s", "ready, s", "longest block, ms", "search, ms")
    for name, value, bar in zip(
        names, (found.megabytes, found.paint, found.ready, found.block, found.search), bars, strict=True
    ):
        verdict = "" if bar is None else f"bar {bar:g}  {'ok' if value < bar else 'MISSED'}"
        sys.stdout.write(
            f"  {name:20}{value:9.2f}  {verdict}{'  in: ' + found.slowest[:70] if 'block' in name else ''}\n"
        )


if __name__ == "__main__":
    main()
