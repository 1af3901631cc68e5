"""`kg.toml`: the settings of a folder's graph, as defaults of the commands' options."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from kg.errors import UserError

NAME = "kg.toml"
# Settings at the top of the file -> the option that takes them, in every command that has it.
SHARED = {
    "store": "store", "judgements": "judgements", "min_confidence": "min_confidence", "gazetteer": "gazetteer",
    "lang_dir": "lang_dir",
}  # fmt: skip
# They are meant from the file's folder, wherever the command is called.
_PATHS = ("store", "judgements", "gazetteer", "lang_dir")

TEMPLATE = """\
# Settings of `kg`, for commands that are called in this folder (or with: kg --config kg.toml …).
# An option on the command line counts before them, a variable of the environment (KG_STORE) too.

# The folder of the graph, or the address of a SPARQL 1.1 server: "http://127.0.0.1:7878/query". Names and passwords
# do not stand here: set KG_STORE_USER and KG_STORE_PASSWORD, or have an entry in netrc. Where a server takes updates at
# an address of its own, put a section in the place of this line: [store] with query = "https://…" and update = "https://…"
store = "graph"

# The table of your corrections; keep it under version control.
# judgements = "graph.judgements.tsv"

# Folders of your own names and words: tables such as parks.tsv, whose rows are added to the shipped ones.
# gazetteer = "own/gazetteer"
# lang_dir = "own/words"

# Query, show, view and export only what is read at least so surely (0 to 1).
# min_confidence = 0.5

[build]
# The namespace of the entities' IRIs: choose one of your own before you publish the graph.
# base = "https://w3id.org/regional-cooperation/id/"
# Read in so many processes (one for each core, where it is not said), and give an article so many seconds.
# workers = 2
# timeout = 600
# Remove the articles of the graph that the given folders no longer hold.
# prune = true

[serve]
# host = "127.0.0.1"
# port = 7878
# Limits of a query: seconds, rows, megabytes.
# timeout = 10.0
# max_rows = 1000000
# max_memory = 1024

# Any option of any command can stand here: [view], [export], [query], … with `_` for `-`.
"""


def defaults(path: Path | None, command: str, commands: tuple[str, ...]) -> dict[str, Any]:
    """What the file at `path` (None: `kg.toml` here, if there is one) says for one command: option -> value.

    Raises UserError: no such file, no TOML, a setting that nothing takes (file, setting, what was meant).
    """
    if path is None:
        path = Path(NAME)
        if not path.is_file():
            return {}
    loaded = load(path, commands)
    if isinstance(loaded.get("store"), dict):
        loaded["store"] = _addresses(path, loaded["store"])
    options = _options(command)
    found = {option: loaded[name] for name, option in SHARED.items() if name in loaded and option in options}
    section = loaded.get(command, {})
    for name in section:
        if name not in options:
            raise UserError(f"{path}: [{command}] {name}: {_meant(name, options)}")
    found |= section
    return {name: _placed(path, name, value) for name, value in found.items()}


def _addresses(path: Path, said: dict[str, Any]) -> str:
    """`[store]` as `--store` takes it. Raises UserError."""
    names = ("query", "update", "data")
    for name, value in said.items():
        if name not in names:
            raise UserError(f"{path}: [store] {name}: {_meant(name, names)}")
        if not isinstance(value, str) or "://" not in value or len(value.split()) != 1:
            raise UserError(f"{path}: [store] {name}: {value!r} is no address, as https://data.example.org/sparql")
    if not {"query", "update"} <= said.keys():
        raise UserError(f'{path}: [store]: needs query and update; one address alone: store = "https://…/sparql"')
    return " ".join(said[name] for name in names if name in said)


def _placed(path: Path, name: str, value: Any) -> Any:
    """A path from the file's folder; an address as it is."""
    if name not in _PATHS or "://" in str(value):
        return value
    return str(path.parent / value)


def load(path: Path, commands: tuple[str, ...]) -> dict[str, Any]:
    """The file as it stands; its top level is checked, its sections by `defaults`. Raises UserError."""
    try:
        loaded = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UserError(f"{path}: cannot be read ({error.strerror}); write one with: kg init") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"{path}: no TOML ({error}); kg init writes one with comments") from error
    for name, value in loaded.items():
        if isinstance(value, dict) and name != "store":
            if name not in commands:
                raise UserError(f"{path}: [{name}]: {_meant(name, commands)}")
        elif name not in SHARED:
            raise UserError(f"{path}: {name}: {_meant(name, (*SHARED, *commands))}")
    return loaded


def _options(command: str) -> tuple[str, ...]:
    loaded: click.Command = import_module(f"kg.cli.{command}").command
    return tuple(p.name for p in loaded.params if isinstance(p, click.Option) and p.name)


def _meant(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"no such setting; did you mean {near[0]}?" if near else f"no such setting; there are {', '.join(known)}"
