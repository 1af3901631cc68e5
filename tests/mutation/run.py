"""Do the tests notice when the code says something else? `python -m tests.mutation.run [AREA]… [--sample 60]`

The mutants are those of cosmic-ray (`pip install 'cosmic-ray>=8.4,<9'`): another operator, number, condition, loop. It
would start Python anew for each, for seconds of imports; here each is a fork of one process that has imported all but
`kg`, so that only its area's own tests take time. A seed chooses the sample. Mutants of annotations are left out.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.abc
import importlib.machinery
import os
import resource
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
SECONDS = 60  # of its own that a mutant's tests may take; one that takes longer is noticed
SKIPPED = ("VariableReplacer", "VariableInserter", "RemoveDecorator")  # a cache taken away changes nothing
# Area -> its files below kg/, and its tests below tests/.
AREAS = {
    "time": (("detect/time.py", "detect/time_forms.py", "detect/dates.py"), ("detect/test_time.py",)),
    "amounts": (("detect/quantity.py", "detect/numerals.py"), ("detect/test_quantity.py",)),
    "cleaning": (("read/clean.py", "read/spaces.py", "read/lines.py", "read/furniture.py"),
                 ("golden", "read/test_furniture.py", "read/test_clean.py")),
    "resolve": (("resolve/judgements.py", "resolve/judgement_file.py", "resolve/anatomy.py", "resolve/scores.py"),
                ("resolve/test_names.py", "resolve/test_judgements.py", "resolve/test_resolving.py")),
    "guard": (("store/refusal.py",), ("store/test_refusal.py",)),
}  # fmt: skip
# Tests of minutes, and of texts by the hundred.
NOT = "not annotated and not linear and not million and not gold and not founding"


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file below `kg`, what was done to it, and its text."""

    path: str
    what: str
    text: str


def places(path: str) -> Iterator[tuple[str, str, int]]:
    """(file, operator, which of its places): every mutant of a file, not yet made."""
    from cosmic_ray.ast import ast_nodes, get_ast
    from cosmic_ray.plugins import get_operator, operator_names

    nodes = list(ast_nodes(get_ast((ROOT / "kg" / path).read_text("utf-8"))))
    for name in operator_names():
        if not name.endswith(SKIPPED):
            operator = get_operator(name)()
            for number in range(sum(len(list(operator.mutation_positions(node))) for node in nodes)):
                yield path, name, number


def made(path: str, name: str, number: int) -> Mutant | None:
    """The mutant; None where it is the same program but for its annotations."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    source = (ROOT / "kg" / path).read_text("utf-8")
    text = mutate_code(source, get_operator(name)(), number)
    if text is None or _meaning(text) == _meaning(source):
        return None
    return Mutant(path, f"{name.removeprefix('core/')} {number}: {_changed(source, text)}", text)


def _meaning(source: str) -> str:
    """The program without annotations and texts of documentation."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation:
            node.annotation = ast.Constant(None)
        if isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def _changed(before: str, after: str) -> str:
    pairs = zip(before.split("\n"), after.split("\n"), strict=False)
    return next((f"line {at}: {new.strip()}" for at, (old, new) in enumerate(pairs, 1) if old != new), "")


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def __init__(self, mutant: Mutant) -> None:
        self.name = "kg." + mutant.path.removesuffix(".py").replace("/", ".")
        self.mutant = mutant

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> Any:
        if name == self.name:
            place = ROOT / "kg" / self.mutant.path
            return importlib.machinery.ModuleSpec(name, self, origin=str(place), is_package=False)
        return None

    def exec_module(self, module: ModuleType) -> None:
        place = str(ROOT / "kg" / self.mutant.path)
        module.__file__ = place
        exec(compile(self.mutant.text, place, "exec"), module.__dict__)


def survives(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """True where the tests pass; in a fork, so that nothing of it stays."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    if mutant:
        sys.meta_path.insert(0, _Finder(mutant))
    import pytest

    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:doctest", "-p", "no:xdist", "-o", "addopts="]
    options += ["--import-mode=importlib", "-p", "no:randomly", "-k", NOT]
    os._exit(int(pytest.main([*options, *(str(ROOT / "tests" / test) for test in tests)])))


def main() -> None:
    """Parse the options; for each area the share that was noticed, and the lines that were not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("areas", nargs="*", default=[*AREAS], metavar="AREA", help=", ".join(AREAS))
    parser.add_argument("--sample", type=int, default=60, help="mutants of an area, 0: all")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    os.chdir(ROOT)
    os.environ["CI"] = "1"  # the same examples each time
    for name in ("hypothesis", "pytest", "pyoxigraph", "rdflib", "numpy", "opencc", "lxml.html", "rapidfuzz", "rjieba"):
        importlib.import_module(name)
    for area in told.areas:
        _one_area(area, told.sample, told.seed)


def _one_area(area: str, sample: int, seed: int) -> None:
    files, tests = AREAS[area]
    every = [place for path in files for place in places(path)]
    Random(seed).shuffle(every)
    chosen = list(islice(filter(None, (made(*place) for place in every)), sample or None))
    if not survives(None, tests):
        sys.exit(f"{area}: its tests fail without any mutant")
    killed = 0
    for number, mutant in enumerate(chosen, 1):
        if survives(mutant, tests):
            print(f"  {mutant.path}: {mutant.what}", flush=True)
        else:
            killed += 1
        if number % 10 == 0 or number == len(chosen):
            print(f"{area}: {killed} of {number} noticed ({killed / number:.0%}), of {len(every)} in all", flush=True)


if __name__ == "__main__":
    main()
