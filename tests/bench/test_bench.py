"""The bench, on next to nothing: that it still runs, and writes what others read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench import asking, bench, claims, machine

SIX = {
    "extract_vs_posseg", "extract_vs_jiagu", "two_workers_vs_one", "write_vs_bulk_load",
    "ready_questions_vs_pyoxigraph", "ready_questions_vs_rdflib",
}  # fmt: skip


@pytest.mark.timeout(400)
def test_a_tiny_bench_fills_every_ratio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "ran", _here)  # each part in a process of its own takes a while
    monkeypatch.setattr(asking, "CASES", asking.CASES[::6])
    bench.main(["--tiny", "--folder", str(tmp_path), "--out", str(tmp_path / "results.json")])
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert set(found["ratios"]) == set(found["notes"]) == SIX
    assert found["machine"]["cores"]
    assert found["versions"]["pyoxigraph"]
    reason = found["raw"]["extraction"].get("extract_vs_jiagu_reason", "")
    left_out = {"two_workers_vs_one"} | ({"extract_vs_jiagu"} if reason else set())
    assert {name for name, ratio in found["ratios"].items() if not ratio} == left_out
    cases = {row["case"]: row["rows"] for row in found["raw"]["questions"]["cases"]}
    assert len(cases) > 0.5 * len(asking.CASES)
    same = {row["case"]: row["rows"] for row in found["raw"]["rdflib"]["cases"] if not row["given_up"]}
    assert same
    assert {case: rows for case, rows in same.items() if rows != cases[case]} == {}


def test_builds_are_told_how_many_workers_to_take() -> None:
    assert "--workers" in machine.ran([*machine.KG, "build", "--help"]).out


def _here(command: list[str], **_: object) -> object:
    if "--part" not in command:
        return machine.ran(command)
    name, folder = command[command.index("--part") + 1], command[-1]
    return machine.Ran(0, 0, 0, json.dumps(bench.measured(bench.SIZES["tiny"], Path(folder))[name]()))


def test_copies_are_other_articles_in_the_same_words() -> None:
    kept = claims.articles(180)
    made = list(claims.copies(kept, 150))
    assert sum(found for _, _, found in made) >= 150
    assert len({iri for iri, _, _ in made}) == len(made) > len(kept)
    first, second = made[0][1].decode(), made[len(kept)][1].decode()
    assert first != second
    assert len(first.splitlines()) == len(second.splitlines())
