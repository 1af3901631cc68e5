"""What the Tab key writes in a real bash; the scripts for zsh and fish are held by what they say."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import COMMANDS
from tests.cli.conftest import ROOT

SECONDS = 60  # a busy machine may take long to start a process


class Bash:
    """An interactive bash on a terminal of its own."""

    def __init__(self, folder: Path, environment: dict[str, str]) -> None:
        self.terminal, child = pty.openpty()
        self.process = subprocess.Popen(
            ["bash", "--norc", "--noprofile", "-i"], stdin=child, stdout=child, stderr=child, cwd=folder,
            env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(child)

    def types(self, keys: str, until: str) -> str:
        """What the terminal shows after these keys, as soon as it holds `until`."""
        os.write(self.terminal, keys.encode())
        shown, end = "", time.monotonic() + SECONDS
        while until not in shown and time.monotonic() < end:
            if select.select([self.terminal], [], [], 1)[0]:
                shown += os.read(self.terminal, 65536).decode(errors="replace")
        return shown

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.terminal)


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """One in which `kg` is a command."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "kg"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kg.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    paths = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    return os.environ | paths | {"PS1": "> ", "TERM": "dumb", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def bash(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bash]:
    folder = tmp_path_factory.mktemp("here")
    (folder / "articles").mkdir()
    (folder / "articles" / "first.txt").touch()
    (folder / "cooperation.trig").touch()
    shell = Bash(folder, environment)
    # The word is put together by the shell, so that what is typed is not taken for what is printed.
    assert "ready" in shell.types('eval "$(_KG_COMPLETE=bash_source kg)"; echo rea""dy\n', "ready")
    yield shell
    shell.close()


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("kg bui", "kg build "),
        ("kg query agr", "kg query agreements "),
        ("kg query projects-by-status --status comp", "--status completed "),
        ("kg query central --type Pa", "--type Park "),
        ("kg export --format nano", "--format nanopubs "),
        ("kg view --kind mat", "--kind matrix "),
        ("kg build art", "kg build articles"),
        ("kg import coop", "kg import cooperation.trig "),
        ("kg stats --store art", "--store articles"),
    ],
)  # fmt: skip
def test_the_tab_key_completes_commands_choices_and_paths(bash: Bash, typed: str, written: str) -> None:
    shown = bash.types(f"\x15{typed}\t", written)
    assert written in shown, shown


@pytest.mark.parametrize(("shell", "says"), [("zsh", "#compdef kg"), ("fish", "complete --no-files --command kg")])
def test_the_scripts_for_other_shells(environment: dict[str, str], shell: str, says: str) -> None:
    script = _answer(environment, f"{shell}_source")
    assert says in script and f"_KG_COMPLETE={shell}_complete" in script


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_what_other_shells_are_answered(environment: dict[str, str], shell: str) -> None:
    said = _answer(environment, f"{shell}_complete", COMP_WORDS="kg re", COMP_CWORD="1" if shell == "zsh" else "re")
    wanted = [name for name in COMMANDS if name.startswith("re")]
    assert len(wanted) > 3 and all(name in said for name in wanted) and "build" not in said


def _answer(environment: dict[str, str], instruction: str, **words: str) -> str:
    asked = environment | {"_KG_COMPLETE": instruction} | words
    return subprocess.run(["kg"], env=asked, capture_output=True, text=True, encoding="utf-8", check=True).stdout
