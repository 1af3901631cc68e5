"""How fast the network page is in a real Chromium: size, first paint, ready to use, longest block afterwards, search.

``python tests/bench/view_bench.py`` prints each size of network with its bars. Times of the page are processor time of
its main thread (what other programs take of the machine is not the page's), the clock's beside them. A block is all
that the main thread does for one step while the page is used as people use it: select, expand, filter, pan, zoom, every
tab; pictures are drawn in software, which a graphics card would do.
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

ROUNDS = 2  # the least of so many counts
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
    """What was measured of one page. Seconds, but `block` and `search` in ms; `clock`: of `ready`, by the clock."""

    write: float
    megabytes: float
    paint: float
    ready: float
    clock: float
    block: float
    slowest: str
    search: float


def steady(driver: Any) -> None:
    """Nothing moves by itself, and time is the processor's."""
    still = [{"name": "prefers-reduced-motion", "value": "reduce"}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": still})
    driver.set_script_timeout(120)
    driver.execute_cdp_cmd("Performance.enable", {"timeDomain": "threadTicks"})


def worked(driver: Any) -> float:
    """Processor time of the page's main thread so far, s."""
    found = driver.execute_cdp_cmd("Performance.getMetrics", {})["metrics"]
    return float(next(one["value"] for one in found if one["name"] == "TaskDuration"))


def measure(driver: Any, nodes: int, edges: int, folder: Path) -> Figures:
    """Write a page of a made-up network, open it three times, use it."""
    from kg.view import write_network

    graph = made_up(nodes, edges)
    begun = time.process_time()
    report = write_network(graph, folder / f"{nodes}.html")
    written = time.process_time() - begun
    times = []
    for _ in range(3):
        open_page(driver, report.path)
        times.append((worked(driver), *driver.execute_script(
            "return [performance.getEntriesByType('paint').map(e => e.startTime)[0] / 1000,"
            " performance.getEntriesByName('ready')[0].startTime / 1000]")))  # fmt: skip
    driver.execute_async_script("setTimeout(arguments[0], 1500)")
    block, slowest = use(driver)
    ready, paint, clock = (min(each) for each in zip(*times, strict=True))
    return Figures(written, report.bytes / 1e6, paint, ready, clock, block, slowest, search(driver))


def use(driver: Any) -> tuple[float, str]:
    """The longest block of the main thread, ms, and in which step."""
    least = dict.fromkeys(STEPS, float("inf"))
    for _ in range(ROUNDS):
        for step in STEPS:
            before = worked(driver)
            driver.execute_script(step)
            driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
            least[step] = min(least[step], (worked(driver) - before) * 1000)
    if "-v" in sys.argv:
        sys.stdout.writelines(f"  {ms:6.0f} ms  {step}\n" for step, ms in least.items() if ms > 60)
    slowest = max(STEPS, key=least.__getitem__)
    return least[slowest], slowest


def search(driver: Any) -> float:
    """The slowest of some searches, ms, suggestions drawn; the better of two rounds."""
    script = (
        "const b = document.getElementById('search'); b.value = arguments[0]; b.dispatchEvent(new Event('input'));"
        "return document.getElementById('found').offsetHeight"
    )
    least = dict.fromkeys(("成", "成都", "高新区", "cd", "chengdu", "cdgxq", "不存在的名字", "1号"), float("inf"))
    for _ in range(2):
        for typed in least:
            before = worked(driver)
            driver.execute_script(script, typed)
            least[typed] = min(least[typed], (worked(driver) - before) * 1000)
    return max(least.values())


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
        steady(driver)
        try:
            for (nodes, edges), bars in BARS.items():
                if not sizes or nodes in sizes:
                    found = measure(driver, nodes, edges, Path(place))
                    report(nodes, edges, found, bars)
        finally:
            driver.quit()


def report(nodes: int, edges: int, found: Figures, bars: tuple[float | None, ...]) -> None:
    """Print one size."""
    sys.stdout.write(f"{nodes} nodes, {edges} edges (written in {found.write:.1f} s of processor time)\n")
    notes = {"longest block, ms": f"  in: {found.slowest[:70]}", "ready, s": f"  ({found.clock:.2f} by the clock)"}
    names = ("file, MB", "first paint, s", "ready, s", "longest block, ms", "search, ms")
    for name, value, bar in zip(
        names, (found.megabytes, found.paint, found.ready, found.block, found.search), bars, strict=True
    ):
        verdict = "" if bar is None else f"bar {bar:g}  {'ok' if value < bar else 'MISSED'}"
        sys.stdout.write(f"  {name:20}{value:9.2f}  {verdict}{notes.get(name, '')}\n")


if __name__ == "__main__":
    main()
