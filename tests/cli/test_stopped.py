"""`kg build` in several processes: stopped by Ctrl-C and gone on with, two at once, the bytes of one process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.rdf import serialise
from kg.store import Store
from kg.store.extracts import Extracts
from tests.bench.corpus import corpus

ROOT = Path(__file__).parents[2]
ARTICLES = 36


def started(*arguments: str) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    # However fast the machine is: what is read is kept at once, so that there is something to stop.
    often = "from kg.change import keeping; keeping.LATEST = 0.0; from kg.cli import main; main()"
    command = [sys.executable, "-c", often, *arguments]
    return subprocess.Popen(
        command, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    )


def kg(*arguments: str) -> subprocess.CompletedProcess[str]:
    process = started(*arguments)
    out, err = process.communicate(timeout=300)
    return subprocess.CompletedProcess(arguments, process.returncode, out, err)


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "articles.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in corpus(ARTICLES)), encoding="utf-8")
    return path


def kept(store: Path) -> int:
    return len(Extracts(store).marks()) if (store / "extracts.sqlite").exists() else 0


def exported(path: Path) -> bytes:
    with Store(path) as store:
        return b"".join(serialise(store.quads(), "nquads"))


@pytest.mark.timeout(400)
def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(articles: Path, tmp_path: Path) -> None:
    store, whole = tmp_path / "stopped", tmp_path / "whole"
    arguments = ("build", str(articles), "--workers", "2", "--store", str(store))
    process = started(*arguments)
    deadline = time.monotonic() + 60
    while not kept(store) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    os.killpg(process.pid, signal.SIGINT)
    err = process.communicate(timeout=60)[1]
    assert process.returncode == 130, err
    *progress, bringing, last = err.splitlines()
    assert all(f"of {ARTICLES} articles" in line for line in progress)
    assert "Ctrl-C again" in bringing and "the same command goes on with the rest" in last
    done = kept(store)
    assert 0 < done < ARTICLES
    went_on = kg(*arguments)
    assert went_on.returncode == 0
    assert f"this build: {ARTICLES - done} new, 0 changed, " in went_on.stdout
    assert kg("build", str(articles), "--workers", "1", "--store", str(whole)).returncode == 0
    assert exported(store) == exported(whole)


def test_a_build_beside_another_is_told_to_wait(articles: Path, tmp_path: Path) -> None:
    store = tmp_path / "held"
    with Store(store, write=True):
        twin = kg("build", str(articles), "--workers", "2", "--store", str(store))
    assert twin.returncode == 1 and twin.stderr.count("\n") == 1 and "in use by another process" in twin.stderr
