"""Imported by the server of forks alone: loads models, tables and commands, so that what is killed is at work."""

from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.pipeline import build
from kg.store import Store
from tests.fire.world import BEFORE, write_folder

with TemporaryDirectory() as _folder:
    build([write_folder(Path(_folder) / "articles", BEFORE)], Store.in_memory())  # in memory: no threads of a database
for _command in ("build", "export", "import", "query", "remove", "same", "reject", "serve"):
    import_module(f"kg.cli.{_command}")
