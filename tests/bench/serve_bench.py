"""What serving costs, and what it stands: python -m tests.bench.serve_bench [--seconds 60] [--articles 300].

Prints the overhead of the endpoint over the database in this process for a small query, what 64 clients get in so many
seconds and what memory the server has before and after, and how small queries fare beside ten runaways.
"""

from __future__ import annotations

import argparse
import http.client
import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox

from kg.store import Store
from kg.store.snapshot import Snapshot
from tests.serve.conftest import EX, RUNAWAY, Server, graph, serving

SMALL = f"SELECT ?p ?o {{ <{EX}n5> ?p ?o }}"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--articles", type=int, default=300)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = _store(Path(folder) / "graph", chosen.articles)
        with serving(store) as server:
            _say(f"{chosen.articles} articles of 200 facts; load of the machine {os.getloadavg()[0]:.1f}")
            _overhead(store, server)
            _runaways(server)
            _clients(server, chosen.seconds)


def _store(path: Path, articles: int) -> Path:
    with Store(path, write=True) as store:
        made = []
        for number in range(articles):
            facts = [(f"n{(number * 200 + i) % 20000}", f"q{i % 9}", ox.Literal(f"v {number}")) for i in range(200)]
            made.append((*graph(f"{EX}a{number}", *facts), ""))
        store.add_articles(made)
    return path


def _asker(server: Server) -> Callable[[str], int]:
    """Ask over a connection that stays open; the status."""
    connection = http.client.HTTPConnection(*server.at, timeout=60)

    def ask(query: str) -> int:
        connection.request("GET", f"/sparql?query={quote(query)}", headers={"Accept": "*/*"})
        response = connection.getresponse()
        response.read()
        return response.status

    return ask


def _median(ask: Callable[[], object], times: int) -> float:
    """Milliseconds."""
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - begun) * 1000)
    return statistics.median(taken)


def _overhead(store: Path, server: Server) -> None:
    with Snapshot.hold(store) as held:
        inner = ox.Store.read_only(str(held.path))

        def here() -> bytes | None:
            found = inner.query(SMALL)
            assert isinstance(found, ox.QuerySolutions)
            return found.serialize(format=ox.QueryResultsFormat.JSON)

        ask = _asker(server)
        _median(here, 200), _median(lambda: ask(SMALL), 200)
        rounds = [(_median(here, 200), _median(lambda: ask(SMALL), 200)) for _ in range(5)]
    alone, served = (statistics.median(column) for column in zip(*rounds, strict=True))
    _say(f"a small query: {alone:.2f} ms in process, {served:.2f} ms served, overhead {served - alone:.2f} ms (median)")


def _runaways(server: Server) -> None:
    ask = _asker(server)
    alone = _median(lambda: ask(SMALL), 500)
    done, statuses, longest = threading.Event(), Counter[int](), [0.0]

    def run_away() -> None:
        mine = _asker(server)
        while not done.is_set():
            begun = time.perf_counter()
            statuses[status := mine(RUNAWAY)] += 1
            longest[0] = max(longest[0], time.perf_counter() - begun)
            if status == 503:
                time.sleep(0.5)

    threads = [threading.Thread(target=run_away) for _ in range(10)]
    for thread in threads:
        thread.start()
    first = _median(lambda: ask(SMALL), 300)
    time.sleep(11)
    again = _asker(server)  # an idle connection is closed meanwhile
    beside = _median(lambda: again(SMALL), 500)
    done.set()
    for thread in threads:
        thread.join()
    _say(f"beside ten runaways: {first:.2f} ms at once, {beside:.2f} ms later, {alone:.2f} ms without them")
    _say(f"factor {beside / alone:.2f}; runaways got {dict(statuses)}, the slowest after {longest[0]:.2f} s of 10")


def _clients(server: Server, seconds: float) -> None:
    end, statuses, taken = time.monotonic() + seconds, Counter[int](), []
    before = _memory(server)

    def client(number: int) -> None:
        ask = _asker(server)
        while time.monotonic() < end:
            begun = time.perf_counter()
            statuses[ask(SMALL.replace("n5>", f"n{number}>"))] += 1
            taken.append((time.perf_counter() - begun) * 1000)

    threads = [threading.Thread(target=client, args=(number,)) for number in range(64)]
    for thread in threads:
        thread.start()
    time.sleep(seconds / 3)
    third = _memory(server)
    for thread in threads:
        thread.join()
    taken.sort()
    _say(f"64 clients for {seconds:g} s: {len(taken):,} queries, {len(taken) / seconds:.0f} a second, {dict(statuses)}")
    _say(f"median {statistics.median(taken):.0f} ms, 99 of 100 within {taken[int(len(taken) * 0.99)]:.0f} ms")
    _say(f"memory of all its processes: {before} MB before, {third} MB after a third, {_memory(server)} MB at the end")


def _memory(server: Server) -> int:
    """MB of the server and its processes, what they share counted once."""
    total = 0
    for pid in (server.process.pid, *server.processes()):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total // 1024


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
