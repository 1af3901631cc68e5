"""Articles are added, edited and taken out, things are judged, the graph is asked and served, all at once and for long:
every answer is right, and neither memory nor open files nor the store grow.

`KG_LONG=1` goes on for two hours, otherwise for 12 seconds; `KG_SECONDS` says another time. Growth is judged where
there was time for it: from a minute on.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.fire.chronicle import Chronicle
from tests.fire.crowd import Crowd, States
from tests.fire.world import ROOT, exported, kg
from tests.serve.conftest import Server, serving

LONG = bool(os.environ.get("KG_LONG"))
SECONDS = float(os.environ.get("KG_SECONDS") or (7200 if LONG else 12))
SHOWN = 60.0  # seconds after which the server must answer what was acknowledged; it looks twice a second
JUDGED = SECONDS >= 60  # whether memory is
FEWEST = 16 if JUDGED else 3  # steps, however slow the machine: memory is measured after each
ANEW = 12  # steps after which the graph is held against one that is built from scratch
pytestmark = [
    pytest.mark.timeout(SECONDS + 1800),
    pytest.mark.skipif(sys.platform != "linux", reason="memory and open files are told by /proc, which Linux has"),
]


@dataclass
class Living:
    """The process that does all the work by the library."""

    process: subprocess.Popen[str]

    def do(self, *what: str) -> dict[str, Any]:
        """A line in, a line out."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the process died"
        answer: dict[str, Any] = json.loads(line)
        assert not answer.get("status"), f"{what}: {answer['said']}"
        return answer


@contextmanager
def living(store: Path) -> Iterator[Living]:
    """The process, until the end of the block."""
    command = [sys.executable, "-m", "tests.fire.living", str(store)]
    pipe = subprocess.PIPE
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", cwd=ROOT)
    try:
        yield Living(process)
    finally:
        process.kill()
        process.wait()


@dataclass
class Measured:
    """What was measured after each step, by what it is of."""

    rows: list[dict[str, float]] = field(default_factory=list)

    def add(self, server: Server, store: Path, worker: dict[str, Any]) -> None:
        """One more row."""
        files = [f.stat().st_size for f in store.rglob("*") if f.is_file()]
        self.rows.append({
            "server, MB": resident(server.process.pid), "its open files": handles(server.process.pid),
            "its processes": len(server.processes()), "library, MB": worker["rss"] / 2**20,
            "its open files ": worker["handles"], "files of the store": len(files), "store, MB": sum(files) / 2**20,
        })  # fmt: skip

    def summary(self) -> dict[str, tuple[float, float]]:
        """Medians of the second and of the last quarter: the first is for what is loaded once."""
        quarter = len(self.rows) // 4
        early, late = self.rows[quarter : 2 * quarter], self.rows[-quarter:]
        return {
            name: (statistics.median(r[name] for r in early), statistics.median(r[name] for r in late))
            for name in self.rows[0]
        }


def resident(pid: int) -> float:
    """Megabytes that a process has in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def handles(pid: int) -> int:
    """Its open files."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


# What may come to it from the second quarter to the last: caches that are not full yet, states that are still read.
ROOM = {
    "server, MB": 12.0, "its open files": 8.0, "its processes": 4.0, "library, MB": 12.0, "its open files ": 2.0,
    "files of the store": 40.0, "store, MB": 12.0,
}  # fmt: skip


def test_for_long(tmp_path: Path) -> None:
    account = Chronicle(random.Random(int(SECONDS)), tmp_path / "articles")
    account.begin()
    store, steps, measured = tmp_path / "graph", account.steps(), Measured()
    assert kg("build", account.folder, "--store", store).returncode == 0
    states = States([account.expected()])
    slowest, end = 0.0, time.monotonic() + SECONDS
    with serving(store, "--timeout", "2") as server, living(store) as worker:
        crowd = Crowd(server, states)
        crowd.start()
        while (time.monotonic() < end or len(measured.rows) < FEWEST) and not crowd.wrong:
            step = next(steps)
            states.all.append(account.expected())
            worker.do("run", *step, "--store", str(store))
            asked = worker.do("ask")
            assert {tuple(row) for row in asked["rows"]} == states.all[-1], step
            assert asked["articles"] == len(account.articles), step
            slowest = max(slowest, crowd.newest(SHOWN))
            assert slowest < SHOWN, f"{step}: not shown within {SHOWN} s"
            measured.add(server, store, asked)
            if len(states.all) % ANEW == 0:
                assert exported(store) == anew(account.folder, store, tmp_path / "anew"), step
        crowd.stop()
        assert server.process.poll() is None
        assert "Traceback" not in server.log.read_text(encoding="utf-8")
    assert not crowd.wrong, crowd.wrong[:3]
    assert crowd.answers["states seen"] > SECONDS / 10
    if JUDGED:
        report(measured, crowd, slowest, len(states.all) - 1)
        grown = {name: now for name, now in measured.summary().items() if now[1] - now[0] > ROOM[name]}
        assert not grown, grown
    assert crowd.answers["refused as busy"] <= crowd.answers["answered"] / 5, crowd.answers


def anew(folder: Path, store: Path, at: Path) -> bytes:
    """All that a graph says that is built from scratch of the same articles and judgements."""
    shutil.rmtree(at, ignore_errors=True)
    judgements = store.with_name(f"{store.name}.judgements.tsv")
    named = ("--judgements", judgements) if judgements.exists() else ()
    done = kg("build", folder, "--store", at, *named)
    assert done.returncode == 0, done.stderr
    return exported(at)


def report(measured: Measured, crowd: Crowd, slowest: float, steps: int) -> None:
    """What was done, and how it went (`pytest -s`)."""
    print(f"\n{steps} steps in {SECONDS:.0f} s; answers: {dict(sorted(crowd.answers.items()))}")
    print(f"newest state shown after {slowest:.1f} s at most")
    for name, (early, late) in measured.summary().items():
        print(f"{name.strip():20} {early:8.1f} -> {late:8.1f}")
