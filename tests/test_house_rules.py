"""The rules of the house: style, types, import directions, sizes, names, and tables whose rows show an example."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.tables import read_rows

ROOT = Path(__file__).parents[1]
FUNCTION_LINES, FILE_LINES = 60, 300
SHELVES_FOR_ANYTHING = re.compile(r"(utils?|helpers?|misc|common|.*manager)\.py")
OURS = [
    path
    for folder in ("kg", "tests")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if path != ROOT / "tests" / "gold" / "score.py"  # carried in as it is
]
TABLES = sorted((ROOT / "kg" / "lang" / "zh").rglob("*.tsv"))


def _run(*command: str) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_style() -> None:
    _run("-m", "ruff", "check", ".")


def test_format() -> None:
    _run("-m", "ruff", "format", "--check", ".")


@pytest.mark.timeout(400)
def test_types() -> None:
    _run("-m", "mypy")


def test_import_directions() -> None:
    _run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_functions_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {name} has {lines} lines"
        for path in OURS
        for name, lines in _functions(path)
        if lines > FUNCTION_LINES
    ]
    assert not long, f"over {FUNCTION_LINES} lines:\n" + "\n".join(long)


def test_files_are_short() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in OURS}
    long = [f"{path.relative_to(ROOT)}: {lines} lines" for path, lines in sizes.items() if lines > FILE_LINES]
    assert not long, f"over {FILE_LINES} lines:\n" + "\n".join(long)


def test_what_is_to_run_alone_is_run() -> None:
    """`make test` looks for these tests in two folders; elsewhere they would never run."""
    mark = "pytest.mark." + "alone"
    marked = {path.relative_to(ROOT).parts[:2] for path in OURS if mark in path.read_text(encoding="utf-8")}
    assert marked == {("tests", "serve"), ("tests", "view")}


def test_no_shelves_for_anything() -> None:
    assert not [str(path) for path in OURS if SHELVES_FOR_ANYTHING.fullmatch(path.name)]


def test_modules_and_public_functions_say_what_they_do() -> None:
    silent = []
    for path in OURS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        where = path.relative_to(ROOT)
        if not ast.get_docstring(tree) and where.parts[0] == "kg":
            silent.append(f"{where}: the module")
        silent += [
            f"{where}: {node.name}"
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            and where.parts[0] == "kg"
            and not node.name.startswith("_")
            and not ast.get_docstring(node)
        ]
    assert not silent, "without a docstring:\n" + "\n".join(silent)


# Of these only the heads ship: what is in them is the user's own.
FOR_USERS = ("types.tsv", "relations.tsv", "relation_words.tsv")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_rows_show_an_example(path: Path) -> None:
    rows = list(read_rows(path, ()))
    if path.parent.name == "zh" and path.name in FOR_USERS:
        assert not rows and path.read_text("utf-8").startswith("# "), f"{path}: rows of its own, or no head"
        return
    assert rows, f"{path}: an empty table"
    if "example" in rows[0][1]:
        bare = [number for number, row in rows if not row["example"]]
        assert not bare, f"{path}: rows without an example: {bare}"


def test_top_level_is_tidy() -> None:
    allowed = {"kg", "ontology", "seeds", "tests", "notebooks"}
    command = ["git", "-c", "safe.directory=*", "-c", "core.quotePath=off", "ls-files"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tops = {line.split("/")[0] for line in listed.splitlines() if "/" in line}
    assert {top for top in tops if not top.startswith(".")} <= allowed
