"""What the README promises: its commands run, every command is told of, what it links to is there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
TOUR = "".join(re.findall("<!-- tour: begin -->(.+?)<!-- tour: end -->", README, flags=re.DOTALL))


def test_the_tour_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commands = re.findall(r"^\$ kg (.+)$", TOUR, flags=re.MULTILINE)
    assert len(commands) >= 10
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    (tmp_path / "demo").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_STORE", "demo/graph")
    for command in commands:
        result = CliRunner().invoke(cli, shlex.split(command, comments=True), catch_exceptions=False)
        assert result.exit_code == 0, f"kg {command}\n{result.output}"
        assert result.output or "export" in command, command
    assert (tmp_path / "demo" / "network.html").stat().st_size > 100_000
    assert (tmp_path / "demo" / "cooperation.ttl").stat().st_size > 1_000


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_told_of(command: str) -> None:
    assert f"kg {command}" in README


def test_links_lead_somewhere() -> None:
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert targets
    assert not [target for target in targets if not (ROOT / target).exists()]


def test_files_that_are_named_are_there() -> None:
    named = re.findall(r"`((?:kg|tests|ontology|seeds|notebooks)/[\w/.-]+\.\w+)`", README)
    assert len(named) > 5
    assert not [path for path in named if not (ROOT / path).exists()]
