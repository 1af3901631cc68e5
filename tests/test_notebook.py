"""The notebooks run from top to bottom: their code cells, one after the other, as a notebook would run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SAID = {
    "tour": ["政务服务跨省通办合作备忘录", "signedOn"],
    "own_corpus": [
        "青云数字产业园总投资多少？ 50亿元、52亿元",
        "云湖经开区 — 石桥高新区",
        "report.html",
        "tables.xlsx",
    ],
}


def test_every_notebook_is_run() -> None:
    assert {path.stem for path in (ROOT / "notebooks").glob("*.ipynb")} == set(SAID)


@pytest.mark.parametrize("name", SAID)
def test_a_notebook_runs(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    matplotlib = pytest.importorskip("matplotlib", reason="matplotlib is not installed: pip install '.[dev]'")
    matplotlib.use("Agg")
    monkeypatch.chdir(ROOT / "notebooks")
    names: dict[str, Any] = {}
    for cell in json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), f"{name}.ipynb", "exec"), names)
    names["plt"].close("all")
    said = capsys.readouterr().out
    for words in SAID[name]:
        assert words in said
