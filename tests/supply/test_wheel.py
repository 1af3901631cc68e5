"""What is published: built from the source package, installed into an empty environment, used elsewhere.

Beside it are the packages that it declares, and no others: those of this environment; with `KG_LONG=1` fetched anew,
for every Python that there is.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest

from tests.supply.licences import closure, declared

ROOT = Path(__file__).parents[2]
LONG = bool(os.environ.get("KG_LONG"))
OURS = f"{sys.version_info[0]}.{sys.version_info[1]}"
pytestmark = [pytest.mark.timeout(600), pytest.mark.xdist_group("wheel")]


def _run(*command: str | Path, cwd: Path, **more: str) -> str:
    """What a command prints. It sees nothing of the checkout and of the environment that tests it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "KG_", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(one) for one in command], cwd=cwd, env=kept | {"PYTHONUTF8": "1"} | more, capture_output=True, text=True,
        check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The source package, and the wheel that is built from it."""
    place = tmp_path_factory.mktemp("built")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", place, ROOT, cwd=place)
    return next(place.glob("*.tar.gz")), next(place.glob("*.whl"))


def test_both_hold_what_is_needed_and_nothing_of_this_machine(built: tuple[Path, Path]) -> None:
    source, wheel = built
    names = zipfile.ZipFile(wheel).namelist()
    for needed in (
        "kg/data/ontology/cooperation.ttl", "kg/data/ontology/shapes.ttl", "kg/data/seeds/gazetteer/parks.tsv",
        "kg/lang/zh/units.tsv", "kg/view/page/template.html", "kg/query/questions/agreements.rq",
        "kg/serve/explore/templates/base.html", "kg/serve/explore/static/vendor/LICENSES.txt",
    ):  # fmt: skip
        assert needed in names, needed
    tracked = [path for path in (ROOT / "kg").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    assert {str(path.relative_to(ROOT)) for path in tracked} <= set(names)
    assert any(name.endswith("licenses/LICENSE") for name in names)
    strange = [name for name in names if re.search(r"__pycache__|(^|/)\.|\.pyc$|^tests/|\.sqlite$", name)]
    assert strange == []
    with tarfile.open(source) as packed:
        assert any(name.endswith("/ontology/cooperation.ttl") for name in packed.getnames())


def _pythons() -> Iterator[str]:
    """This Python; in the long form every other that the package is for."""
    yield sys.executable
    for version in ("3.11", "3.12", "3.13") if LONG else ():
        places = [shutil.which(f"python{version}"), *Path.home().glob(f".pyenv/versions/{version}.*/bin/python")]
        for place in filter(None, places):
            shown = subprocess.run([str(place), "-V"], capture_output=True, text=True, check=False)
            if version != OURS and shown.stdout.startswith(f"Python {version}."):
                yield str(place)
                break


def _lend(place: Path) -> None:
    """What the package declares, and what that needs, as links to the files of this environment."""
    for name in closure(declared()[""]):
        for file in distribution(name).files or ():
            if ".." not in file.parts and "__pycache__" not in file.parts:
                link = place.joinpath(*file.parts)
                link.parent.mkdir(parents=True, exist_ok=True)
                if not link.exists():
                    link.symlink_to(Path(str(file.locate())))


@pytest.mark.parametrize("python", list(_pythons()), ids=lambda path: Path(path).parts[-3])
def test_the_demo_runs_from_the_wheel(built: tuple[Path, Path], tmp_path: Path, python: str) -> None:
    _run(python, "-m", "venv", tmp_path / "empty", cwd=tmp_path)
    inside = tmp_path / "empty" / "bin"
    if LONG:
        _run(inside / "python", "-m", "pip", "install", "--quiet", built[1], cwd=tmp_path)
    else:
        _run(inside / "python", "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", built[1], cwd=tmp_path)
        _lend(next((tmp_path / "empty" / "lib").glob("python*/site-packages")))
    shutil.copytree(ROOT / "seeds" / "articles", tmp_path / "articles")
    kg = inside / "kg"
    _run(kg, "build", "articles", cwd=tmp_path)
    agreements = _run(kg, "query", "agreements", "--between", "重庆高新区", "成都高新区", cwd=tmp_path)
    assert "政务服务跨省通办合作备忘录" in agreements
    assert "2021-03-26" in _run(kg, "show", "政务服务跨省通办合作备忘录", cwd=tmp_path)
    _run(kg, "export", "cooperation.ttl", cwd=tmp_path)
    _run(kg, "view", "network.html", cwd=tmp_path)
    assert "重庆高新区" in _run(kg, "ask", "重庆高新区和成都高新区签了哪些协议？", cwd=tmp_path)
    told = _run(inside / "python", "-c", "import kg; print(kg.__file__)", cwd=tmp_path)
    assert Path(told.strip()).is_relative_to(tmp_path)
    # The same build gives the same bytes, from the checkout too.
    own = tmp_path / "own"
    own.mkdir()
    shutil.copytree(tmp_path / "articles", own / "articles")
    here = {"PYTHONPATH": str(ROOT)}
    _run(sys.executable, "-m", "kg.cli", "build", "articles", cwd=own, **here)
    _run(sys.executable, "-m", "kg.cli", "export", "cooperation.ttl", cwd=own, **here)
    assert (own / "cooperation.ttl").read_bytes() == (tmp_path / "cooperation.ttl").read_bytes()
