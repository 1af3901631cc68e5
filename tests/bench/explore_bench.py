"""How long each page of the explorer takes: `python -m tests.bench.explore_bench STORE`.

Wall and processor time of a page that was shown before, in milliseconds; a page whose graph is new is made ready first.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

from starlette.testclient import TestClient

from kg.serve import Settings, create_app
from kg.serve.explore import links
from kg.serve.explore.index import make
from kg.serve.explore.pairs import counted, pairs

ROUNDS = 7
PAGES = (
    "/",
    "/suggest?q=cq",
    "/suggest?q=chongqing",
    "/suggest?q=重庆gao",
    "/search?q=合作",
    "{thing}",
    "{article}",
    "{fact}",
    "{pair}",
    "/articles",
    "/list/Park",
    "/list/Agreement?sort=year",
    "/matrix",
    "/money",
    "/questions",
    "/questions/totals",
    "/questions/timeline",
    "/questions/agreements",
    "/ask?q={name}和谁合作？",
    "/query",
    "/checks",
    "/network?focus={name}",
)


def main(store: Path) -> None:
    """Print a line for each page."""
    app = create_app(Settings(store))
    with TestClient(app, base_url="http://127.0.0.1", headers={"accept": "text/html"}) as client:
        source = app.state.service.reader
        begun = time.perf_counter()
        index = source.once("explore index", make)
        best = counted(index, pairs(source))[0]
        thing = next(iter(index.by_type["Park"]))
        fact = next(fact for fact in index.about[thing.iri] if fact.linked)
        filled = {
            "thing": links.href(index, thing.iri),
            "article": links.href(index, next(iter(index.articles))),
            "fact": links.fact_href(index, fact),
            "pair": f"/pair?a={links.short_id(index, best.left)}&b={links.short_id(index, best.right)}",
            "name": links.short_id(index, thing.iri),
        }
        print(f"{len(index.articles)} articles, {len(index.facts)} facts; read in {time.perf_counter() - begun:.1f} s")
        for page in PAGES:
            address = page.format(**filled)
            wall, spent, size = _timed(client, address)
            print(f"{wall:8.1f} ms  {spent:7.1f} ms of the processor  {size:8} bytes  {address[:70]}")


def _timed(client: TestClient, address: str) -> tuple[float, float, int]:
    """Median wall time and processor time (without that of the processes that ask the store), and the page's size."""
    answer = client.get(address)
    if answer.status_code != 200:
        print(f"{answer.status_code}: {address}")
    walls, spents = [], []
    for _ in range(ROUNDS):
        begun, before = time.perf_counter(), time.process_time()
        client.get(address)
        walls.append(1000 * (time.perf_counter() - begun))
        spents.append(1000 * (time.process_time() - before))
    return statistics.median(walls), statistics.median(spents), len(answer.content)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
