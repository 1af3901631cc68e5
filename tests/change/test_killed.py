"""A build that is killed at any moment: the store opens, holds whole articles, and the next build completes it."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import defaultdict
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.model import Article
from kg.rdf import article_iri, quads, serialise, validate
from kg.store import Store
from kg.vocabulary import BASE, CLAIM
from tests.change import victim
from tests.change.world import read

ROOT = Path(__file__).parents[2]
KILLS = 100 if os.environ.get("KG_LONG") else 6
SEED = 7


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import pipeline
    from kg.change import keeping, writing

    # What the victim's build sets, put back after the test.
    for module, name in ((pipeline, "extract"), (pipeline, "_readable"), (keeping, "BATCH"), (writing, "LOAD")):
        monkeypatch.setattr(module, name, getattr(module, name))


def start(store: Path, number: int) -> subprocess.Popen[bytes]:
    """A building process that has loaded everything and begins."""
    command = [sys.executable, "-m", "tests.change.victim", str(store), str(SEED), str(number)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert process.stdout and process.stdout.readline() == b"go\n"
    return process


def exported(path: Path) -> bytes:
    with Store(path) as store:
        return b"".join(serialise(store.quads(), "nquads"))


def whole(path: Path, known: dict[str, list[Article]]) -> int:
    """Check every article that the store holds; how many there are."""
    with Store(path) as store:
        found = store.articles()
        for iri in found:
            graph = list(store.quads(iri))
            claims = sum(1 for quad in graph if getattr(quad.object, "value", "") == CLAIM)
            # Judgements may take claims out of an article, and merging may make two of them one.
            most = max(sum(getattr(q.object, "value", "") == CLAIM for q in quads(read(one))) for one in known[iri])
            assert claims <= most
            assert [str(wrong) for wrong in validate(graph)] == []
        merged = {str(triple) for triple in store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")}  # type: ignore[union-attr]
        own = {str(quad.triple) for quad in store.quads()}
        assert own == {triple for triple in merged if "urn:kg:" not in triple}
    return len(found)


@pytest.mark.timeout(3600)
def test_kill_at_any_moment(tmp_path: Path) -> None:
    rng = random.Random(SEED)
    states = [victim.state(SEED, number) for number in range(3)]
    known: dict[str, list[Article]] = defaultdict(list)
    for articles, _ in states:
        for one in articles:
            known[article_iri(one.id, BASE)].append(one)
    expected, seconds = [], []
    for number, (articles, held) in enumerate(states):
        victim.build(str(tmp_path / f"whole{number}"), articles, held)
        expected.append(exported(tmp_path / f"whole{number}"))
    store, kept = tmp_path / "graph", tmp_path / "kept"
    process = start(store, 0)
    begun = time.perf_counter()
    process.wait()
    seconds.append(time.perf_counter() - begun)
    shutil.copytree(store, kept)
    died = 0
    for kill in range(KILLS):
        number = kill % 3
        shutil.rmtree(store)
        if number:  # changed articles, not all new ones
            shutil.copytree(kept, store)
        process = start(store, number)
        time.sleep(rng.uniform(0, seconds[0]))
        process.send_signal(signal.SIGKILL)
        died += process.wait() == -signal.SIGKILL
        if (store / "CURRENT").exists():
            try:
                whole(store, known)
            except StoreError as error:
                # Killed while the database made its first files: there was nothing yet.
                assert number == 0 and "cut off; run it again" in str(error), f"kill {kill}: {error}"
        victim.build(str(store), *states[number])
        assert exported(store) == expected[number], f"kill {kill}"
        assert whole(store, known) == len(states[number][0])
    assert died >= KILLS // 2, "most were killed while they worked"
