"""What is installed is whole: the wheel carries every table, model, page and query, and works outside a checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# folder in the checkout -> where it must be in the wheel
CARRIED = {"kg": "kg", "ontology": "kg/data/ontology", "seeds/gazetteer": "kg/data/seeds/gazetteer"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


def _tracked(folder: str) -> list[str]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [line for line in listed.splitlines() if (ROOT / line).exists()]


def test_everything_is_carried(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, place in CARRIED.items():
        expected = {place + path.removeprefix(folder) for path in _tracked(folder)}
        assert expected, folder
        assert not expected - inside, f"not in the wheel: {sorted(expected - inside)}"


def test_nothing_of_the_workshop_is_carried(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in inside if name.startswith(("tests/", "seeds/", "notebooks/", "ontology/"))]
    assert not [name for name in inside if "__pycache__" in name or name.startswith("kg/data/seeds/articles")]


def test_works_outside_a_checkout(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    program = "import kg, kg.tables; print(kg.__file__); print(kg.tables.resource('ontology'))"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site"), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )
    assert all(line.startswith(str(tmp_path / "site")) for line in done.stdout.splitlines()), done.stdout
