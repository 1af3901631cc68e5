"""Imported by the server of forks alone: loads models, tables and commands, so that what is killed is at work."""

from importlib import import_module

from kg.pipeline import conforming_quads, extract, extractor_version
from tests.fire.world import BEFORE, article

for _name, _text in BEFORE.items():
    conforming_quads(extract(article(_name, _text)))
extractor_version()
for _command in ("build", "import", "remove", "same", "reject", "serve"):
    import_module(f"kg.cli.{_command}")
