"""``python -m kg.learn COMMAND``: measuring and training, for those who work on the extraction."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

# command -> the module that offers `add_arguments(parser)` and `run(arguments) -> exit status`, and what it does
COMMANDS: dict[str, tuple[str, str]] = {
    "names": ("kg.learn.names_command", "train the model of names, or cross-validate the detection"),
    "relations": ("kg.learn.relations_command", "train the models of relations and states"),
    "score": ("kg.learn.score_command", "measure the extraction against gold articles"),
    "ablation": ("kg.learn.ablation", "measure what each layer of the extraction adds"),
    "floors": ("kg.learn.floors_command", "raise the quality floors to what is measured now"),
}


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; its module is loaded only when it is called."""
    words = sys.argv[1:] if words is None else list(words)
    parser = argparse.ArgumentParser(prog="python -m kg.learn", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (module, purpose) in COMMANDS.items():
        command = commands.add_parser(name, help=purpose, description=purpose)
        if words[:1] == [name]:
            loaded = importlib.import_module(module)
            loaded.add_arguments(command)
            command.set_defaults(run=loaded.run)
    arguments = parser.parse_args(words)
    status: int = arguments.run(arguments)
    return status


if __name__ == "__main__":
    sys.exit(main())
