"""`kg score` for people with annotated articles of their own."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import UserError

TRAIN = Path(__file__).parents[1] / "gold" / "train"


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """A folder with one annotated article."""
    for name in ("t1101.json", "t1101.txt", "articles.tsv"):
        shutil.copy(TRAIN / name, tmp_path / name)
    return tmp_path


def test_figures_for_people_and_for_programs(gold: Path) -> None:
    said = CliRunner().invoke(cli, ["score", str(gold), "--misses", "all"], catch_exceptions=False)
    assert said.exit_code == 0
    assert said.output.startswith("entities ")
    assert said.output.rstrip().endswith("misses")
    figures = json.loads(CliRunner().invoke(cli, ["score", str(gold), "--json"], catch_exceptions=False).output)
    assert figures["facts"]["gold"] > 0
    assert figures["evidence"]["claims"] == figures["evidence"]["exact"]


@pytest.mark.parametrize("spoil", ["none", "no table", "broken"])
def test_what_is_wrong_is_told(gold: Path, tmp_path: Path, spoil: str) -> None:
    folder = tmp_path / "elsewhere" if spoil == "none" else gold
    if spoil == "none":
        folder.mkdir()
    elif spoil == "no table":
        (gold / "articles.tsv").unlink()
    else:
        (gold / "t1101.json").write_text('{"entities": [{"id": "e1"}], "facts": []}', encoding="utf-8")
    with pytest.raises(UserError, match=str(folder)):
        CliRunner().invoke(cli, ["score", str(folder)], catch_exceptions=False)
