"""The store on disk: absent, in use, damaged, killed, loaded in bulk."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.store import Store
from kg.store.folder import reason
from kg.store.layout import PUBLISHED_NAME
from tests.store.articles import EX, article, default_graph


def test_an_absent_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nothing: no graph here; build one with: kg build"):
        Store(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_folder_of_articles_is_not_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files"):
        Store(tmp_path, write=True)
    assert [f.name for f in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("left", ["000000.dbtmp", "MANIFEST-000001", "000001.dbtmp"])
def test_a_store_that_was_killed_while_it_was_made_is_made_again(tmp_path: Path, left: str) -> None:
    path = tmp_path / "graph"
    path.mkdir()
    for name in ("kg.lock", "LOCK", "LOG", left):
        (path / name).touch()
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
        assert len(store) == 2


def test_a_store_in_use_is_refused_and_readers_share(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
        for write in (False, True):
            with pytest.raises(StoreError, match="in use"):
                Store(path, write=write)
    with Store(path) as one, Store(path) as two:
        assert len(one) == len(two) == 2
        with pytest.raises(StoreError, match="opened for reading"):
            one.remove(EX + "a")


@pytest.mark.parametrize("victim", ["CURRENT", "MANIFEST", ".sst"])
def test_a_damaged_store_says_so_in_one_line(tmp_path: Path, victim: str) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
    for file in [f for f in path.rglob("*") if victim in f.name]:
        file.write_bytes(b"\xff" * 40)
    with pytest.raises(StoreError, match=r"^[^\n]*damaged[^\n]*build it again[^\n]*$"):
        len(Store(path))


def test_a_killed_writer_leaves_whole_articles_and_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    script = (
        "import sys; sys.path.insert(0, 'tests/store')\n"
        "from test_embedded import article\n"
        "from kg.store import Store\n"
        f"store = Store({str(path)!r}, write=True)\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    store.replace_article(*article('a', *[('x%d' % i, 'p', str(n)) for i in range(50)]))\n"
        "    if n == 3: print('go', flush=True)\n"
    )
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root, env=env) as writer:
        assert writer.stdout and writer.stdout.readline() == b"go\n"
        writer.send_signal(signal.SIGKILL)
    with Store(path) as store:
        values = [q.object.value for q in store.quads() if q.predicate.value == EX + "p"]
        assert len(values) == 50 and len(set(values)) == 1
        assert default_graph(store) == {q.triple for q in store.quads()}


def test_many_articles_at_once_are_the_same_as_one_by_one() -> None:
    articles = [article("a", ("x", "p", "1"), ("y", "p", "2")), article("b", ("x", "p", "1")), article("c")]
    one, many = Store.in_memory(), Store.in_memory()
    for iri, quads in articles:
        one.replace_article(iri, quads, "f" + iri)
    many.add_articles([(iri, quads, "f" + iri) for iri, quads in articles])
    assert {str(quad) for quad in many.quads()} == {str(quad) for quad in one.quads()}
    assert default_graph(many) == default_graph(one) and many.articles() == one.articles()
    assert {many.fingerprint(iri) for iri, _ in articles} == {"f" + iri for iri, _ in articles}
    for store in (one, many):
        assert store.remove(articles[0][0])
    assert default_graph(many) == default_graph(one)


def test_a_load_that_was_cut_off_is_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
        before = default_graph(store)
        # As if the process died between loading and saying so.
        monkeypatch.setattr(Store, "_update", lambda self, sparql: None)
        store.add_articles([(*article("b", ("x", "p", "1"), ("x", "p", "2")), "f")])
        monkeypatch.undo()
    with Store(path) as store:
        # A load is there as a whole or not at all, so that readers need not wait for the next build.
        assert set(store.articles().values()) == {"a", "b"}
    with Store(path, write=True) as store:
        assert list(store.articles().values()) == ["a"] and default_graph(store) == before
        assert store.fingerprint(EX + "b") == ""
    with Store(path) as store:
        assert len(store.articles()) == 1


def test_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
    copy = tmp_path / "copy"
    shutil.copytree(path, copy)
    (copy / "kg.lock").unlink()
    for file in copy.iterdir():
        file.chmod(0o444)
    copy.chmod(0o555)
    try:
        with Store(copy) as store:
            assert len(store) == 2
    finally:
        copy.chmod(0o755)


def test_damage_inside_a_file_is_told_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.add_articles([(*article("one"), "")])
    files = sorted((path / PUBLISHED_NAME).glob("*/*.sst"))
    assert files
    for file in files:
        data = bytearray(file.read_bytes())
        data[len(data) // 4 : len(data) // 2] = bytes(len(data) // 2 - len(data) // 4)
        file.unlink()  # what is published shares its files with the database
        file.write_bytes(data)
    with pytest.raises(StoreError, match=r"^[^\n]*damaged[^\n]*build it again[^\n]*$"):
        Store(path)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("IO error: lock hold by current process, acquire time 1: /a/LOCK: No locks available", "in use by another"),
        ("IO error: While lock file: /a/LOCK: Resource temporarily unavailable", "in use by another"),
        ("Corruption: block checksum mismatch: stored = 1, computed = 2", "damaged"),
        ("IO error: No space left on device: While appending to file: /lock/graph/000021.log", "the disk is full"),
        ("IO error: Permission denied: While opening /blocks/graph/CURRENT", "no permission"),
    ],
)
def test_what_the_database_says_is_told_for_what_it_is(said: str, told: str) -> None:
    assert told in reason(Path("graph"), OSError(said))
