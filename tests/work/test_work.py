"""Work in this process and in others: results in order, whatever becomes of the workers."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import UserError
from kg.work import Elsewhere, Here, Place, Processes, Stream, TookTooLong, limit, limited, processes, stream
from tests.work.tasks import work

ROOT = Path(__file__).parents[2]


def lost(item: str) -> str:
    return f"lost {item}"


def results(items: list[str], place: Place) -> list[str]:
    return list(Stream(items, work, place, weight=len, lost=lost))


@pytest.fixture
def pool() -> Iterator[Processes]:
    made = Processes(2)
    yield made
    made.close(now=True)


@pytest.mark.parametrize("where", ["here", "threads", "processes"])
def test_results_come_in_order(where: str, pool: Processes) -> None:
    items = [f"n{number}" for number in range(95)]
    with ThreadPoolExecutor(3) as threads:
        place = {"here": Here(), "threads": Elsewhere(threads), "processes": pool}[where]
        assert results(items, place) == items


def test_what_a_worker_dies_of_is_found_and_the_rest_is_done(pool: Processes, tmp_path: Path) -> None:
    items = [f"n{number}" for number in range(120)]
    items[13], items[70], items[71] = "die", f"once {tmp_path / 'flag'}", "fault x"
    assert results(items, pool) == [lost(i) if i in ("die", "fault x") else i for i in items]


def test_what_never_ends_is_ended(pool: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert results(["sleep 0.2", "n1", "spin 0.2"], pool) == ["sleep too long", "n1", "spin too long"]
    # A worker that does not listen ends itself a little later, twice.
    monkeypatch.setattr(limit, "GRACE", 0.2)  # of this process; the workers have theirs by `_short_grace`
    short = Processes(2, warm=_short_grace)
    try:
        assert results(["n0", "hang 0.2", "n2"], short) == ["n0", "lost hang 0.2", "n2"]
    finally:
        short.close(now=True)


def _short_grace() -> None:
    limit.GRACE = 0.2


def _die() -> None:
    os._exit(3)


def test_a_limit_holds_in_other_threads_too() -> None:
    def endless() -> str:
        try:
            with limited(0.2):
                while True:
                    pass
        except TookTooLong:
            return "stopped"

    with ThreadPoolExecutor(1) as threads:
        assert threads.submit(endless).result(10) == "stopped"
    with limited(0):
        pass


def test_workers_that_cannot_begin_are_told() -> None:
    place = Processes(2, warm=_die)
    with pytest.raises(UserError, match="--workers 1"):
        results(["n0", "n1"], place)
    place.close(now=True)


def test_what_the_work_raises_is_raised(pool: Processes) -> None:
    with pytest.raises(ValueError, match="fail"):
        results(["n0", "fail now"], pool)


def test_a_worker_that_grows_is_replaced(pool: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST", 1)
    before = set(results(["pid"] * 6, pool))
    assert results([f"grow {processes.GROWN + 50_000_000}"] * 2 + ["n"] * 20, pool)[-1] == "n"
    assert not before & set(results(["pid"] * 6, pool))


def test_no_more_is_read_than_there_is_room_for(pool: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "ROOM", 3_000)
    monkeypatch.setattr(stream, "HEAVY", 1_000)
    given, most, taken = 0, 0, 0

    def items() -> Iterator[str]:
        nonlocal given
        for _ in range(60):
            given += 1
            yield "x" * 500

    for _ in Stream(items(), work, pool, weight=len, lost=lost):
        taken += 1
        most = max(most, given - taken)
    assert taken == 60 and most <= 10, "three thousand characters under way, and the next batch"


def test_what_is_finished_is_had_when_stopped(pool: Processes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "MOST", 1)
    running = Stream(["n0", "sleep 60", "n2", "n3"], work, pool, weight=len, lost=lost)
    assert next(iter(running)) == "n0"
    deadline = time.monotonic() + 20
    while running._waiting[-1].future is None or not running._waiting[-1].future.done():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    begun = time.monotonic()
    pool.close(now=True)
    assert list(running.finished()) == ["n2", "n3"]
    assert time.monotonic() - begun < 10, "nobody waits for what is not done"


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc")
def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    script = (
        "from kg.work import Processes, Stream; from tests.work.tasks import work\n"
        "if __name__ == '__main__':\n"
        "    p = Processes(2); r = Stream(['pid', 'sleep 60'], work, p, weight=lambda i: 99999, lost=str)\n"
        "    print(next(iter(r)), flush=True); import os; os.kill(os.getpid(), 9)\n"
    )
    path = tmp_path / "parent.py"
    path.write_text(script, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    made = subprocess.run([sys.executable, str(path)], stdout=subprocess.PIPE, env=env, timeout=60, check=False)
    worker = Path("/proc", made.stdout.decode().strip())
    deadline = time.monotonic() + 20
    while worker.exists() and "Z" not in (worker / "stat").read_text(encoding="ascii").split():
        assert time.monotonic() < deadline
        time.sleep(0.05)
