"""A Dask cluster of a scheduler and two workers on loopback: the bytes of one process, also when a worker dies."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from kg import pipeline
from kg.cli import run
from kg.errors import UserError
from kg.rdf import serialise
from kg.store import Store
from kg.work import Cluster, Stream
from kg.work.cluster import pass_on
from tests.bench.corpus import corpus
from tests.work.tasks import work

pytest.importorskip("distributed", reason="the extra kg[dask] is not installed")
ROOT = Path(__file__).parents[2]


class Machines:
    """A scheduler and its workers, each in a process group of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address, self._folder, self.all = f"tcp://127.0.0.1:{port}", folder, list[subprocess.Popen[bytes]]()
        self.start("scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        self.workers = [self.worker() for _ in range(2)]

    def start(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        # One death of a worker is no task's fault; the second is.
        env = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        with (self._folder / f"{what}{len(self.all)}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "distributed.cli.dask_" + what, *arguments],
                env=env, cwd=self._folder, stdout=log, stderr=log, process_group=0,
            )  # fmt: skip
        self.all.append(process)
        return process

    def worker(self) -> subprocess.Popen[bytes]:
        here = ("--local-directory", str(self._folder), "--host", "127.0.0.1")
        return self.start("worker", self.address, "--nthreads", "1", "--no-dashboard", *here)

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    made = Machines(tmp_path_factory.mktemp("dask"))
    yield made
    for process in made.all:
        made.kill(process)


def exported(store: Store) -> bytes:
    return b"".join(serialise(store.quads(), "nquads"))


def ready(machines: Machines, workers: int) -> Cluster:
    """The cluster, when so many workers have come."""
    deadline = time.monotonic() + 60
    while True:
        cluster = pipeline.cluster(machines.address)
        if cluster.workers >= workers or time.monotonic() > deadline:
            return cluster
        cluster.close()
        time.sleep(0.5)


@pytest.mark.timeout(300)
def test_the_same_bytes_also_when_a_worker_dies(machines: Machines, tmp_path: Path) -> None:
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in corpus(16)), encoding="utf-8")
    alone, together, done = Store.in_memory(), Store.in_memory(), list[str]()

    def one_dies(article: str) -> None:
        if not done:
            machines.kill(machines.workers[0])
        done.append(article)

    cluster = ready(machines, 2)
    report = pipeline.build([path], together, executor=cluster, progress=one_dies)
    cluster.close()
    assert report.failed == [] and report.new == done == [f"n{n:07}" for n in range(16)]
    pipeline.build([path], alone)
    assert exported(together) == exported(alone) != b""


@pytest.mark.timeout(300)
def test_what_workers_die_of_is_told_and_the_rest_is_done(machines: Machines) -> None:
    cluster = ready(machines, 1)
    items = ["n0", "die", "n2", "n3"]
    done = list(Stream(items, work, cluster, weight=len, lost=lambda item: f"lost {item}"))
    cluster.close()
    assert done == ["n0", "lost die", "n2", "n3"]


def test_a_result_that_is_lost_with_its_worker_is_waited_for() -> None:
    class Lost:
        """A result whose worker died before it was fetched: it has a value once another has made it anew."""

        status = "lost"

        def result(self) -> list[str]:
            return ["made anew"]

        def exception(self) -> None:
            return None

    future: Future[list[str]] = Future()
    pass_on(Lost(), future, "")
    assert future.result(timeout=0) == ["made anew"]


def test_a_worker_with_another_kg_is_told(machines: Machines) -> None:
    with pytest.raises(UserError, match=r"tables of names are others than here; install the same"):
        Cluster(machines.address, _Another())


class _Another:
    """Tells one version in the process in which it was made, and another elsewhere."""

    def __init__(self) -> None:
        self._home = os.getpid()

    def __call__(self) -> str:
        return "one" if os.getpid() == self._home else "another"


def test_a_scheduler_that_goes_away_is_told(machines: Machines) -> None:
    cluster = ready(machines, 1)
    under_way = cluster.submit(worked_slowly, [(0, "n0")])
    machines.kill(machines.all[0])
    with pytest.raises(UserError, match="the scheduler is gone; start it again, and the same command goes on"):
        under_way.result(timeout=60)
    cluster.close(now=True)


def worked_slowly(item: str) -> str:
    time.sleep(30)
    return item


def test_a_scheduler_that_is_not_there_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kg.work.cluster.WAIT", 1)
    (tmp_path / "a.txt").write_text("重庆高新区成立于2010年，是国家级高新技术产业开发区。", encoding="utf-8")
    assert run(["build", str(tmp_path), "--store", str(tmp_path / "g"), "--dask", "tcp://127.0.0.1:9"]) == 1
    err = capsys.readouterr().err
    assert err.count("\n") == 1 and "no Dask scheduler answers there" in err
