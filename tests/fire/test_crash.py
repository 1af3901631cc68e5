"""Commands that are killed at any moment: nothing that was acknowledged is lost, no article is there by half, the same
command run again completes the work to the same bytes, and nobody is shown code."""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.rdf import quads, validate
from kg.resolve.judgements import read_judgements
from kg.store import Store
from kg.vocabulary import BASE, CLAIM
from tests.fire import victim
from tests.fire.world import AFTER, BEFORE, article, exported, kg, no_traceback, write_folder

ACTIONS = ("build", "rebuild", "import", "remove", "reject", "same")
KILLS = 300 if os.environ.get("KG_LONG") else 30
pytestmark = pytest.mark.timeout(3600)


@dataclass(frozen=True, slots=True)
class Action:
    """A command on a store; `base`: the store before it (None: none), `lost`: articles that it may take out."""

    arguments: Callable[[Path], list[str | Path]]
    base: Path | None
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ground:
    """The stores and files that the actions begin with."""

    actions: dict[str, Action]
    most: dict[str, int]  # article -> claims that it may have at most
    folder: Path


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    root = tmp_path_factory.mktemp("ground")
    before, after = write_folder(root / "before", BEFORE), write_folder(root / "after", AFTER)
    base = root / "base" / "graph"
    assert kg("build", before, "--store", base).returncode == 0
    file = root / "graph.trig"
    assert kg("export", file, "--store", base).returncode == 0
    with Store(base) as store:
        claim = min(
            str(getattr(q.subject, "value", "")) for q in store.quads() if getattr(q.object, "value", "") == CLAIM
        )
    actions = {
        "build": Action(lambda s: ["build", before, "--store", s], None),
        "rebuild": Action(lambda s: ["build", after, "--store", s, "--prune"], base, frozenset({"bridge"})),
        "import": Action(lambda s: ["import", file, "--store", s], None),
        "remove": Action(lambda s: ["remove", "council", "--store", s], base, frozenset({"council"})),
        "reject": Action(lambda s: ["reject", claim, "--store", s], base),
        "same": Action(lambda s: ["same", "岳州高新区", "临海经济技术开发区", "--store", s], base),
    }
    return Ground(actions, _most(), root)


def _most() -> dict[str, int]:
    from kg.pipeline import extract

    found: dict[str, int] = {}
    for texts in (BEFORE, AFTER):
        for name, text in texts.items():
            claims = sum(getattr(q.object, "value", "") == CLAIM for q in quads(extract(article(name, text)), BASE))
            found[name] = max(claims, found.get(name, 0))
    return found


def _fresh(action: Action, at: Path) -> Path:
    """A store as it is before the action, with its judgements."""
    shutil.rmtree(at, ignore_errors=True)
    if action.base:
        shutil.copytree(action.base.parent, at)
    return at / "graph"


def _state(store: Path) -> tuple[bytes, str]:
    rows = read_judgements(store.parent / "graph.judgements.tsv", BASE).rows
    return exported(store), "\n".join(sorted(map(str, rows)))


def _whole(store: Path, ground: Ground, action: Action, context: str) -> None:
    """Check what a killed command left: it opens, its articles are whole, none that was there is gone."""
    if not (store / "CURRENT").exists():
        assert action.base is None, context
        return
    try:
        opened = Store(store)
    except StoreError as error:
        assert action.base is None and "cut off; run it again" in str(error), context
        return
    with opened:
        found = opened.articles()
        for iri, name in found.items():
            graph = list(opened.quads(iri))
            assert not list(validate(graph)), f"{context}: {name}"
            claims = sum(getattr(q.object, "value", "") == CLAIM for q in graph)
            assert 0 < claims <= ground.most[name], f"{context}: {name}"
    if action.base:
        kept = {*BEFORE} - action.lost
        assert kept <= {*found.values()}, context


@pytest.mark.parametrize("name", ACTIONS)
def test_killed_at_any_moment(ground: Ground, tmp_path: Path, name: str) -> None:
    action, rng = ground.actions[name], random.Random(name)
    output, at = tmp_path / "said.txt", tmp_path / "at"
    for _ in range(2):  # the first may have to wait for the server of forks
        store = _fresh(action, at)
        begun = time.perf_counter()
        process = victim.start(action.arguments(store), output)
        process.join()
        taken = time.perf_counter() - begun
        assert process.exitcode == 0, output.read_text(encoding="utf-8")
    expected = _state(store)
    died = 0
    for kill in range(KILLS // len(ACTIONS)):
        context = f"{name}, kill {kill}"
        store = _fresh(action, at)
        process = victim.start(action.arguments(store), output)
        time.sleep(rng.uniform(0, taken))
        process.kill()
        process.join()
        died += process.exitcode == -9
        assert no_traceback(output.read_text(encoding="utf-8")), context
        _whole(store, ground, action, context)
        again = victim.start(action.arguments(store), output)
        again.join()
        said = output.read_text(encoding="utf-8")
        # What was decided or removed before the kill is told as done already.
        assert no_traceback(said) and again.exitcode in (0, 1), f"{context}: {said}"
        if again.exitcode:
            assert name in ("remove", "reject", "same"), f"{context}: {said}"
        assert _state(store) == expected, f"{context}: {said}"
    assert died >= KILLS // len(ACTIONS) // 3, "most were killed while they worked"
