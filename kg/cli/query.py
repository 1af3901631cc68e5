"""`kg query`: each ready question is a command with its own options; anything else is SPARQL, or a file of it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import FilePath, Term, TermType, confidence_option, store_option, terminal_width
from kg.errors import QueryError
from kg.query.ready import Parameter, Question, is_sparql, question, questions
from kg.vocabulary import ENTITY_TYPES, PREDICATES, STATUSES

if TYPE_CHECKING:
    from kg.store import Rows, Triples

FORMATS = ("table", "csv", "tsv", "json", "xml", "ttl", "nt")
_CHOICES = {"status": STATUSES, "type": ENTITY_TYPES, "predicate": PREDICATES}


class QueryGroup(click.Group):
    """A group whose commands are the ready questions, and SPARQL itself."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The ready questions."""
        return [ready.name for ready in questions()]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command for a ready question, a file, or the text of a query. Raises QueryError: none of these."""
        if any(ready.name == cmd_name for ready in questions()):
            return _ready(question(cmd_name))
        return _shared(lambda **options: _answer(_text(cmd_name), options), cmd_name, "Ask in SPARQL.", [])

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the questions."""
        with formatter.section("Ready questions (each has its own --help)"):
            formatter.write_dl([(ready.name, f"{ready.title} {ready.english}") for ready in questions()])


class Words(click.ParamType[str]):
    """Text that is no option: `--between A --store g` lacks a name, and must not take `--store` for one."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text as it is."""
        if str(value).startswith("--"):
            many = param.nargs if param else 1
            self.fail(f"takes {many} value{'s' if many > 1 else ''}, but {value} came first", param, ctx)
        return str(value)


def _format_option() -> click.Option:
    return click.Option(
        ["--format", "format_"], type=click.Choice(FORMATS), help="How to print it (default: table; triples as ttl)."
    )


@click.group("query", cls=QueryGroup, invoke_without_command=True, params=[_format_option()],
             subcommand_metavar="QUESTION|SPARQL|FILE.rq [OPTIONS]", no_args_is_help=True)  # fmt: skip
@confidence_option
@click.option("--list", "listed", is_flag=True, help="List the ready questions with what they can be told.")
@store_option
@click.pass_context
def command(ctx: click.Context, /, listed: bool, **_: Any) -> None:
    """Ask the graph: a ready question, or SPARQL.

    \b
    kg query agreements --between 重庆高新区 成都高新区
    kg query "SELECT ?park { ?park a rc:Park }" --format csv
    kg query question.rq            (or - to read the query from standard input)

    SPARQL sees the merge of all articles; rc: id: rdfs: skos: dcterms: schema: prov: need no declaration.
    """
    if listed:
        click.echo("\n\n".join(_described(ready) for ready in questions()))
        ctx.exit()
    if ctx.invoked_subcommand is None:
        raise click.UsageError("ask a question; kg query --list tells the ready ones", ctx)


def _described(ready: Question) -> str:
    lines = [f"{click.style(ready.name, bold=True)}  {ready.title} {ready.english}", f"  {ready.about}"]
    for parameter in ready.parameters:
        need = " (needed)" if parameter.required else ""
        lines.append(f"  --{parameter.name} {_metavar(parameter)}: {parameter.help}{need}")
    return "\n".join([*lines, f"  e.g. {ready.example}"])


def _metavar(parameter: Parameter) -> str:
    kind = {"limit": "number", "names": "name"}.get(parameter.kind, parameter.kind)
    return " ".join([kind.upper()] * parameter.count)


def _ready(ready: Question) -> click.Command:
    options: list[click.Parameter] = [
        click.Option(
            [f"--{parameter.name}", f"asked_{parameter.name}"], nargs=parameter.count, required=parameter.required,
            help=parameter.help, metavar=_metavar(parameter) if parameter.kind not in _CHOICES else None,
            type=_choice(parameter.kind),
        )
        for parameter in ready.parameters
    ]  # fmt: skip

    def ask(**options: Any) -> None:
        asked = {name.removeprefix("asked_"): value for name, value in options.items() if name.startswith("asked_")}
        _answer(ready.name, options, {name: value for name, value in asked.items() if value is not None})

    return _shared(ask, ready.name, f"{ready.about}\n\n\b\n{ready.example}", options)


def _choice(kind: str) -> click.ParamType[Any]:
    if kind in ("type", "predicate"):
        return TermType(_CHOICES[kind], kind)
    return Term(_CHOICES[kind], kind) if kind in _CHOICES else Words()


def _shared(ask: Any, name: str, help: str, options: list[click.Parameter]) -> click.Command:
    """A command that also takes the options of `kg query` itself, before its name or after."""
    store = click.Option(["--store"], metavar="DIR|URL", type=FilePath("dir"), help="Where the graph is.")
    sure = click.Option(
        ["--min-confidence"], type=click.FloatRange(0, 1), metavar="X",
        help="Only facts that are read at least so surely (0 to 1).",
    )  # fmt: skip
    return click.Command(name, callback=ask, help=help, params=[*options, _format_option(), sure, store])


def _text(asked: str) -> str:
    """The query that the argument is or names. Raises QueryError: neither a question, a file, nor SPARQL."""
    if asked == "-":
        return sys.stdin.read()
    if is_sparql(asked) and "{" in asked:
        return asked
    path = Path(asked)
    try:
        if path.is_file() or path.suffix in (".rq", ".sparql"):
            return path.read_text(encoding="utf-8")
    except OSError as error:
        raise QueryError(f"{asked}: cannot be read ({error.strerror}); name a file with a query in it") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{asked}: not UTF-8 text; save the query as UTF-8") from error
    return asked if is_sparql(asked) or not asked else question(asked).sparql


def _answer(asked: str, options: dict[str, Any], arguments: dict[str, Any] | None = None) -> None:
    from kg.graph import Graph

    context = click.get_current_context().parent
    outer = context.params if context else {}
    format = options["format_"] or outer.get("format_")
    least = options["min_confidence"] if options["min_confidence"] is not None else outer.get("min_confidence", 0.0)
    with Graph.open(options["store"] or outer["store"], min_confidence=least) as graph:
        answer = graph.query(asked, **(arguments or {}))
        _print(answer, format, ready=arguments is not None)


def _print(answer: Rows | Triples | bool, format: str | None, *, ready: bool) -> None:
    if isinstance(answer, bool):
        word = "true" if answer else "false"
        said = json.dumps({"head": {}, "boolean": answer}) if format == "json" else word
        click.echo(said)
    elif "table" in answer.formats and format in (None, "table"):
        from kg.cli.readable import answer_table
        from kg.store import Rows

        assert isinstance(answer, Rows)
        if len(answer):
            click.echo(answer_table(answer, ready=ready, width=terminal_width()))
        else:
            click.echo("no rows", err=True)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(answer.serialise(format or "ttl"))
        sys.stdout.buffer.flush()
