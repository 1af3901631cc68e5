"""Settings in kg.toml, the file that `kg init` writes, and what `kg doctor` finds."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from kg.cli import COMMANDS, run
from kg.cli.config import TEMPLATE, defaults, load
from kg.errors import UserError

NAMES = tuple(COMMANDS)
TEXT = "两城携手共建产业园\n2021年3月26日，重庆高新区与成都高新区签署《政务服务合作备忘录》。"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KG_STORE", raising=False)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_init_writes_a_file_that_can_be_read(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0 and (folder / "kg.toml").read_text(encoding="utf-8") == TEMPLATE
    assert run(["build", "articles"]) == 0 and (folder / "graph").is_dir()
    assert run(["init"]) == 1 and "is there already" in capsys.readouterr().err


def test_every_setting_of_the_template_is_one(tmp_path: Path) -> None:
    """With the marks of comment taken off the settings, too."""
    text = re.sub(r"^# (?=[a-z_]+ = )", "", TEMPLATE, flags=re.MULTILINE)
    path = tmp_path / "kg.toml"
    path.write_text(text, encoding="utf-8")
    assert len(tomllib.loads(text)["serve"]) == 5
    for name in NAMES:
        defaults(path, name, NAMES)


def test_settings_are_defaults(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kg.toml").write_text(
        'store = "kept/here"\n[build]\nbase = "https://example.org/id/"\n', encoding="utf-8"
    )
    (folder / "kept").mkdir()
    assert run(["build", "articles", "--json"]) == 0 and (folder / "kept" / "here").is_dir()
    assert run(["show", "重庆高新区", "--json"]) == 0
    assert "https://example.org/id/重庆高新区" in capsys.readouterr().out
    assert run(["stats", "--store", "elsewhere"]) == 1  # the command line counts before the file


def test_paths_are_meant_from_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "kg.toml").write_text('store = "graph"\n', encoding="utf-8")
    other = folder / "other"
    other.mkdir()
    monkeypatch.chdir(other)
    assert run(["--config", str(folder / "kg.toml"), "build", str(folder / "articles")]) == 0
    assert (folder / "graph").is_dir() and not (other / "graph").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("stor = 'x'", "did you mean store?"),
        ("[biuld]\njobs = 2", "did you mean build?"),
        ("[build]\njbos = 2", "[build] jbos: no such setting; did you mean jobs?"),
        ("store = ", "no TOML"),
        ("[build]\njobs = 'many'", "jobs"),
    ],
)
def test_wrong_settings_are_one_line(text: str, words: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "kg.toml").write_text(text, encoding="utf-8")
    assert run(["build", "articles"]) in (1, 2)
    said = capsys.readouterr().err
    assert words in said and said.count("\n") == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="kg init"):
        load(tmp_path / "none.toml", NAMES)


def test_doctor(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "✓ models" in said and "no graph yet" in said and "pyoxigraph 0.5" in said
    run(["build", "articles"])
    capsys.readouterr()
    assert run(["doctor", "--json"]) == 0
    found = {one["what"]: one for one in json.loads(capsys.readouterr().out)}
    assert "1 articles" in found["store"]["said"] and found["packages"]["state"] == "ok"
    (folder / "kg.toml").write_text("[show]\njbos = 1\n", encoding="utf-8")
    (folder / "empty").mkdir()
    assert run(["--config", "/dev/null", "doctor", "--json", "--store", "empty"]) == 1
    found = {one["what"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["settings"]["state"] == found["store"]["state"] == "wrong"
