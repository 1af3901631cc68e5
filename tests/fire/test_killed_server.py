"""`kg serve`, killed at any moment, also while it starts and while a build goes on: none of its processes is left, the
store opens and can be written at once, with all that was acknowledged, and the next server tidies up after it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path

import pytest

from kg.serve.spooling import PREFIX, YOUNG, SpoolFolder
from kg.store.layout import PUBLISHED_NAME
from tests.fire import victim
from tests.fire.world import AFTER, BEFORE, ROOT, exported, kg, no_traceback, write_folder
from tests.serve.conftest import RUNAWAY, Server, address

KILLS = 50 if os.environ.get("KG_LONG") else 4
MARK = "KG_FIRE"  # a variable by which all processes of a server are told
pytestmark = [
    pytest.mark.timeout(3600),
    pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc, which Linux has"),
]


def _start(store: Path, mark: str, temporary: Path) -> subprocess.Popen[bytes]:
    environment = os.environ | {MARK: mark, "TMPDIR": str(temporary), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", "0"]
    with _log(store).open("w") as file:
        return subprocess.Popen(command, stdout=file, stderr=file, env=environment, cwd=ROOT)


def _log(store: Path) -> Path:
    return store.with_name("served.txt")


def _ready(process: subprocess.Popen[bytes], store: Path) -> Server:
    return Server(address(process, _log(store)), process, _log(store))


def _alive(mark: str) -> list[int]:
    """The processes that bear the mark."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return found


def _ask_without_end(process: subprocess.Popen[bytes], store: Path) -> None:
    with suppress(OSError, HTTPException, AssertionError, ValueError):
        server = _ready(process, store)
        for turn in range(1000):
            server.ask("SELECT * { ?s ?p ?o }" if turn % 5 else RUNAWAY)


@pytest.fixture
def short() -> Iterator[Path]:
    """A folder whose path leaves room for the names of sockets, which are short."""
    with tempfile.TemporaryDirectory(prefix="kg-fire-") as folder:
        yield Path(folder)


def test_a_killed_server_leaves_no_lock_and_no_half_state(tmp_path: Path, short: Path) -> None:
    rng, folders = random.Random(5), {n: write_folder(tmp_path / n, t) for n, t in (("b", BEFORE), ("a", AFTER))}
    base, store, temporary = tmp_path / "base" / "graph", tmp_path / "at" / "graph", short
    assert kg("build", folders["b"], "--store", base).returncode == 0
    assert kg("build", folders["a"], "--store", tmp_path / "after").returncode == 0
    expected = {False: exported(base), True: exported(tmp_path / "after")}
    shutil.copytree(base.parent, store.parent)
    begun = time.perf_counter()
    first = _start(store, "first", temporary)
    _ready(first, store)
    taken = 2 * (time.perf_counter() - begun)
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0 and not list(temporary.glob(f"{PREFIX}*"))
    for kill in range(KILLS):
        shutil.rmtree(store.parent)
        shutil.copytree(base.parent, store.parent)
        if kill % 4 == 1:  # a store of which nothing is published: the server does that first
            shutil.rmtree(store / PUBLISHED_NAME)
        process = _start(store, str(kill), temporary)
        threading.Thread(target=_ask_without_end, args=(process, store), daemon=True).start()
        time.sleep(rng.uniform(0, taken))
        building = (
            victim.start(["build", folders["a"], "--prune", "--store", store], tmp_path / "said") if kill % 2 else None
        )
        if building:
            time.sleep(rng.uniform(0, 0.5))
        process.kill()
        process.wait()
        _check(store, building, tmp_path / "said", expected, str(kill), folders["a"])
    _tidied(store, temporary)


def _check(store: Path, building: object, said: Path, expected: dict[bool, bytes], mark: str, after: Path) -> None:
    """What the killed server left."""
    if isinstance(building, victim.ForkServerProcess):
        building.join()
        text = said.read_text(encoding="utf-8")
        # The server may have been publishing the store's first state just then.
        assert no_traceback(text) and (building.exitcode == 0 or "in use" in text), f"kill {mark}: {text}"
    done = bool(isinstance(building, victim.ForkServerProcess) and building.exitcode == 0)
    assert exported(store) == expected[done], f"kill {mark}"
    end = time.monotonic() + 30
    while left := _alive(mark):
        assert time.monotonic() < end, f"kill {mark}: {left} outlive the server"
        time.sleep(0.1)
    status, text = victim.run(["build", after, "--prune", "--store", store], said)
    assert status == 0 and no_traceback(text), f"kill {mark}: {text}"
    assert exported(store) == expected[True], f"kill {mark}"
    states = [folder.name for folder in (store / PUBLISHED_NAME).iterdir() if folder.is_dir()]
    # The newest, and where this build had nothing to write, the one that the server held.
    assert len(states) <= 2, f"kill {mark}: {states}"


def _tidied(store: Path, temporary: Path) -> None:
    """The next server removes the folders of those that were killed, once they are not young any more."""
    for folder in temporary.glob(f"{PREFIX}*"):
        os.utime(folder, (0, 0))
    last = _start(store, "last", temporary)
    assert _ready(last, store).ask("ASK { ?s ?p ?o }").text == '{"head":{},"boolean":true}'
    assert len(list(temporary.glob(f"{PREFIX}*"))) == 1
    last.send_signal(signal.SIGTERM)
    assert last.wait(30) == 0 and not list(temporary.glob(f"{PREFIX}*"))


def test_only_what_was_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    alive = SpoolFolder()
    left, young, link = tmp_path / f"{PREFIX}left", tmp_path / f"{PREFIX}young", tmp_path / f"{PREFIX}link"
    elsewhere = tmp_path / "elsewhere"
    for folder in (left, young, elsewhere):
        folder.mkdir()
        (folder / "1").write_text("an answer")
    link.symlink_to(elsewhere)
    long_ago = time.time() - YOUNG - 1
    for path in (alive.path, left, elsewhere):
        os.utime(path, (long_ago, long_ago))
    os.utime(link, (long_ago, long_ago), follow_symlinks=False)
    SpoolFolder().close()
    assert alive.path.exists() and young.exists() and not left.exists()
    assert [file.name for file in elsewhere.iterdir()] == ["1"]
    alive.close()
    assert not alive.path.exists()
