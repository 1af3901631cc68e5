"""`kg ask` as people and programs run it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Kg

QUESTION = "重庆高新区和成都高新区签了哪些协议？"


def test_an_answer_comes_with_its_words(kg: Kg, store: Path) -> None:
    done = kg("ask", QUESTION, "--store", store)
    assert done.returncode == 0, done.stderr
    assert "政务服务跨省通办合作备忘录" in done.stdout and "“双方签署《重庆高新区" in done.stdout


def test_a_table_json_and_sparql(kg: Kg, store: Path) -> None:
    assert "依据" in kg("ask", QUESTION, "--table", "--store", store).stdout
    answer = json.loads(kg("ask", QUESTION, "--json", "--store", store).stdout)
    assert answer["understood"] and len(answer["items"]) == 3 and answer["items"][0]["evidence"][0]["quote"]
    shown = kg("ask", QUESTION, "--sparql", "--store", store).stdout
    assert "SELECT DISTINCT ?thing" in shown and "id/重庆高新区>" in shown


def test_what_is_not_understood_says_so(kg: Kg, store: Path) -> None:
    done = kg("ask", "重庆高薪区签了哪些协议？", "--store", store)
    assert done.returncode == 1 and "重庆高新区签了哪些协议？" in done.stdout


def test_a_conversation(kg: Kg, store: Path) -> None:
    asked = kg("ask", "--store", store, input=f"{QUESTION}\n今天天气怎么样\nexit\n没有人问\n")
    assert asked.returncode == 0 and "备忘录" in asked.stdout and "天气" in asked.stdout
    assert "没有人" not in asked.stdout


def test_examples(kg: Kg, store: Path) -> None:
    listed = kg("ask", "--examples", "--store", store).stdout.splitlines()
    assert len(listed) > 8
    assert kg("ask", listed[0], "--store", store).returncode == 0


@pytest.mark.parametrize("heavy", ["rjieba", "jieba", "pycrfsuite", "networkx", "rdflib", "pandas", "numpy"])
def test_nothing_heavy_is_loaded(store: Path, heavy: str) -> None:
    script = "import sys; from kg.cli import run; run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script, "ask", QUESTION, "--store", str(store)],
        capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True,
    )  # fmt: skip
    assert heavy not in done.stderr.split()
