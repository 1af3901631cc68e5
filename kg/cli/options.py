"""What several commands share."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import get_terminal_size
from typing import Any

import click
from click.shell_completion import CompletionItem

from kg.errors import UserError
from kg.tables import OWN_GAZETTEER, OWN_LANGUAGE

DEFAULT_STORE = "graph"


class FilePath(click.ParamType[str]):
    """A path as it is, which the Tab key completes. `kind`: "file" (or a folder), or "dir"."""

    name = "path"

    def __init__(self, kind: str = "file") -> None:
        self.kind = kind

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """See click: the shell itself looks for paths."""
        return [CompletionItem(incomplete, type=self.kind)]


def store_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--store DIR|URL`, where the graph is."""
    return click.option(
        "--store", metavar="DIR|URL", default=DEFAULT_STORE, envvar="KG_STORE", show_default=True, show_envvar=True,
        type=FilePath("dir"), help="The folder of the graph, or the address of a SPARQL 1.1 server.",
    )(function)  # fmt: skip


def folder_only(store: str) -> Path:
    """The folder of a store, for commands that take no server. Raises UserError."""
    from kg.store.endpoints import is_address

    if is_address(store):
        raise UserError("this command takes a folder, no server; copy the graph: kg export g.nq, kg import g.nq")
    return Path(store)


def judgements_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--judgements FILE`, what people have decided; see `kg.resolve.judgements`."""
    return click.option(
        "--judgements", metavar="FILE", envvar="KG_JUDGEMENTS", show_envvar=True, type=FilePath(),
        help="The table of your corrections.  [default: STORE.judgements.tsv, beside the store's folder]",
    )(function)  # fmt: skip


def json_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--json`, for programs."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(function)


class Term(click.Choice[str]):
    """A term of the ontology by its name, in any case of its letters, or its Chinese one; `group`: see `labels`."""

    def __init__(self, names: Sequence[str], group: str) -> None:
        super().__init__(list(names), case_sensitive=False)
        self.group = group

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """See click."""
        from kg.lang.labels import labels

        called = {label.zh: name for name, label in labels(self.group).items()}
        return str(super().convert(called.get(value, value), param, ctx))

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """See click: the names as they are written."""
        return [CompletionItem(name) for name in self.choices if name.lower().startswith(incomplete.lower())]


class TermType(Term):
    """A type or predicate: one of ours, or the name of an own one, which the graph knows."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """See click. What the graph does not know either is refused when the graph is asked."""
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", str(value)) and str(value).lower() not in map(str.lower, self.choices):
            return str(value)
        return super().convert(value, param, ctx)


def own_tables_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--lang-dir DIR`, `--gazetteer DIR`: rows of the user's own; taken into the environment, for workers too."""

    def taken(variable: str) -> Callable[[click.Context, click.Parameter, str | None], None]:
        def take(ctx: click.Context, parameter: click.Parameter, value: str | None) -> None:
            if value:
                os.environ[variable] = str(Path(value).absolute())

        return take

    gazetteer = click.option(
        "--gazetteer", metavar="DIR", envvar=OWN_GAZETTEER, show_envvar=True, expose_value=False, type=FilePath("dir"),
        callback=taken(OWN_GAZETTEER), help="Your own rows for the tables of names: DIR/parks.tsv, companies, ….",
    )  # fmt: skip
    language = click.option(
        "--lang-dir", metavar="DIR", envvar=OWN_LANGUAGE, show_envvar=True, expose_value=False, type=FilePath("dir"),
        callback=taken(OWN_LANGUAGE), help="Your own rows for the tables of words: DIR/units.tsv, venues.tsv, ….",
    )  # fmt: skip
    return gazetteer(language(function))


def confidence_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """`--min-confidence X`: see only what is said at least so surely."""
    return click.option(
        "--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="X",
        help="Only facts that are read at least so surely (0 to 1).",
    )(function)  # fmt: skip


def counted(number: int, word: str) -> str:
    """A number and what it counts.

    >>> counted(1, "article"), counted(1200, "entity")
    ('1 article', '1,200 entities')
    """
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number:,} {word if number == 1 else plural}"


def terminal_width() -> int | None:
    """The columns of the terminal; None where the output goes to a file or program: it is then never wrapped."""
    return get_terminal_size().columns if sys.stdout.isatty() else None
