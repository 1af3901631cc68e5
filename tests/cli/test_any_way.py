"""Whatever was decided, replaced and taken back on the way: the same rows give the same graph, byte for byte."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from kg.change import resolve_store
from kg.errors import TableError
from kg.resolve.judgement_file import JudgementFile
from kg.resolve.judgements import Judgement
from kg.store import Store
from tests.cli.correcting import ARTICLES, Bench

THINGS = ("金凤软件园", "金凤软件城", "重庆高新区", "成都高新区", "政务服务跨省通办合作备忘录", "没有的名字")
FACTS = (
    ("金凤软件园", "totalInvestment", "5000000000"),
    ("政务服务跨省通办合作备忘录", "signedOn", "2021-03-27"),
    ("政务服务跨省通办合作备忘录", "signatory", "重庆高新区"),
)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    bench = Bench(tmp_path_factory.mktemp("way"))
    bench.write(**ARTICLES)
    bench.build()
    return bench


def _row(turn: random.Random) -> Judgement:
    left, right = turn.sample(THINGS, 2)
    subject, predicate, obj = turn.choice(FACTS)
    return turn.choice(
        [
            Judgement("same", left, right),
            Judgement("different", left, right),
            Judgement("rename", left, f"新{right}"),
            Judgement("retype", left, turn.choice(["Park", "Project", "Region"])),
            Judgement("reject", subject, obj, predicate, turn.choice(["", "a", "b", "c"])),
            Judgement("accept", subject, obj, predicate),
        ]
    )


@pytest.mark.parametrize("seed", range(6))
def test_the_rows_alone_decide(built: Bench, tmp_path: Path, seed: int) -> None:
    turn = random.Random(seed)
    (tmp_path / "one").mkdir()
    bench = Bench(tmp_path / "one")
    shutil.copytree(built.store, bench.store)
    file = JudgementFile(bench.file)
    with Store(bench.store, write=True) as store:
        for _ in range(8):
            held = file.read().rows
            if held and turn.random() < 0.3:
                file.remove(turn.choice(held))
            else:
                try:
                    file.put(_row(turn))
                except TableError:
                    continue
            resolve_store(store, file.read())
    shutil.copytree(built.store, tmp_path / "other")
    with Store(tmp_path / "other", write=True) as store:
        resolve_store(store, file.read())
    assert bench.bytes() == _bytes(tmp_path / "other")
    with Store(bench.store, write=True) as store:
        for row in file.read().rows:
            file.remove(row)
        while held := file.read().rows:  # what the rows had replaced is there again
            file.remove(held[-1])
        resolve_store(store, file.read())
    assert bench.bytes() == built.bytes()


def _bytes(store: Path) -> bytes:
    from kg.rdf import serialise

    with Store(store) as opened:
        return b"".join(serialise(opened.quads(), "nquads"))
