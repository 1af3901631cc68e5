"""Reading while a build writes: what was published stays, what is new appears, what nobody reads is removed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Store
from kg.store.layout import PUBLISHED_NAME
from kg.store.snapshot import Snapshot, current, publish
from tests.store.articles import EX, article


def _write(path: Path, name: str, *facts: tuple[str, str, str]) -> None:
    with Store(path, write=True) as store:
        store.replace_article(*article(name, *facts))


def _states(path: Path) -> list[str]:
    return sorted(f.name for f in (path / PUBLISHED_NAME).iterdir() if f.is_dir())


def test_readers_have_the_last_state_while_a_build_writes(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", ("x", "p", "1"))
    with Store(path) as before, Store(path, write=True) as writer:
        writer.replace_article(*article("b", ("y", "p", "2")))
        with Store(path) as during:
            assert list(during.articles().values()) == list(before.articles().values()) == ["a"]
            assert len(during.select("SELECT * { ?s ?p '1' }")) == 1
        writer.close()
        assert list(before.articles().values()) == ["a"]
        with Store(path) as after:
            assert list(after.articles().values()) == ["a", "b"]


def test_a_state_is_kept_as_long_as_it_is_read_and_no_longer(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", ("x", "p", "1"))
    with Store(path) as reader:
        for number in "234":
            _write(path, "a", ("x", "p", number))
        assert _states(path) == ["00000001", "00000004"]
        assert [q.object.value for q in reader.quads() if q.predicate.value == EX + "p"] == ["1"]
    _write(path, "a", ("x", "p", "5"))
    assert _states(path) == ["00000005"]


def test_nothing_is_published_where_nothing_changed(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", ("x", "p", "1"))
    assert current(path) == "00000001"
    _write(path, "a", ("x", "p", "1"))
    with Store(path, write=True):
        pass
    with Store(path):
        pass
    assert current(path) == "00000001"


def test_a_snapshot_knows_when_it_is_old(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", ("x", "p", "1"))
    with Snapshot.hold(path) as held:
        assert held.path.name == "00000001" and not held.stale()
        _write(path, "a", ("x", "p", "2"))
        assert held.stale()


def test_a_store_that_published_nothing_is_read_itself(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", ("x", "p", "1"))
    for file in sorted((path / PUBLISHED_NAME).rglob("*"), reverse=True):
        file.rmdir() if file.is_dir() else file.unlink()
    with Store(path) as store:
        assert list(store.articles().values()) == ["a"]
        with pytest.raises(StoreError, match="in use"):
            Store(path, write=True)
    _write(path, "b", ("x", "p", "1"))
    assert _states(path) == ["00000001"]


def test_what_a_killed_build_had_done_is_read_and_then_published(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", ("x", "p", "1"))
    script = (
        "import os, signal\nfrom kg.store import Store\nfrom tests.store.articles import article\n"
        f"store = Store({str(path)!r}, write=True)\n"
        "store.replace_article(*article('b', ('y', 'p', '2')))\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=False
    )
    assert done.returncode == -signal.SIGKILL
    with Store(path) as store:
        assert list(store.articles().values()) == ["a", "b"]
    with Store(path, write=True):
        pass
    assert current(path) == "00000002"


def test_a_disk_that_refuses_leaves_readers_what_they_had(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", ("x", "p", "1"))

    def full(target: str) -> None:
        Path(target).mkdir()
        raise OSError("No space left on device")

    (path / PUBLISHED_NAME / "changed").touch()
    with pytest.raises(OSError, match="No space"):
        publish(path, full)
    assert current(path) == "00000001"
    _write(path, "b", ("x", "p", "1"))
    assert _states(path) == ["00000002"]


def test_readers_and_builds_in_a_race(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    _write(path, "a", *[(f"x{i}", "p", "0") for i in range(20)])
    done, wrong = threading.Event(), []

    def read() -> None:
        while not done.is_set():
            with Store(path) as store:
                values = {q.object.value for q in store.quads() if q.predicate.value == EX + "p"}
                if len(values) != 1:
                    wrong.append(values)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 13 if os.environ.get("KG_LONG") else 5):
        _write(path, "a", *[(f"x{i}", "p", str(number)) for i in range(20)])
    done.set()
    for thread in threads:
        thread.join()
    assert not wrong
    _write(path, "a", ("x", "p", "1"))
    assert len(_states(path)) == 1
