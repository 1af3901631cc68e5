"""The command line: parse, call, print. One module a command; only the one that is asked for is loaded."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from kg.errors import KgError

# command -> what it does; the module of the same name holds it. `kg --help` prints this without loading any of them.
COMMANDS: dict[str, str] = {
    "init": "Write a kg.toml with comments: the settings of this folder's graph.",
    "build": "Read articles and bring them into the graph.",
    "query": "Ask the graph: a ready question, or SPARQL.",
    "ask": "Ask in Chinese; the answer comes with the words that say so.",
    "show": "Show an entity's card: names, types, facts with their words.",
    "stats": "Count articles, entities and facts.",
    "export": "Write the graph to a file: RDF, or what Gephi, Neo4j and Excel read.",
    "import": "Take over the articles of a graph that `kg export` wrote.",
    "report": "Write a report on one entity: who, what, when, how much, with the quotes as footnotes.",
    "view": "Write the graph as a page for the browser: network, timeline, matrix, map.",
    "serve": "Serve the graph over HTTP, read-only: SPARQL at /sparql, pages for people at /.",
    "mcp": "Give an LLM assistant read-only tools over the graph, by the Model Context Protocol.",
    "same": "Say that two things are one.",
    "different": "Say that two things are two.",
    "rename": "Choose the name by which a node is shown.",
    "retype": "Say of what type a node is.",
    "reject": "Say that a claim is wrong.",
    "accept": "Say that a claim is right.",
    "undo": "Take the last judgement back.",
    "review": "Walk through what is doubtful: merges and weak facts.",
    "conflicts": "Show where articles contradict each other.",
    "remove": "Remove articles from the graph.",
    "log": "Show what each build added, changed, removed and merged.",
    "explain": "Show sentence by sentence what is read from an article, and why.",
    "doctor": "Say what is installed, missing, writable, and how big the graph is.",
    "score": "Measure the extraction against annotated articles.",
}


class LazyGroup(click.Group):
    """A group that loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which people need them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load the command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kg.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Each command has its own help: kg query --help",
)
@click.version_option(package_name="kg")
@click.option(
    "--config", type=click.Path(path_type=Path), envvar="KG_CONFIG", help="The settings.  [default: kg.toml here]"
)
@click.pass_context
def cli(ctx: click.Context, config: Path | None) -> None:
    """Read Chinese articles on regional cooperation into a graph in which every fact shows its sentence."""
    name = ctx.invoked_subcommand
    if name in COMMANDS and (config or Path("kg.toml").is_file()):
        from kg.cli.config import defaults

        ctx.default_map = {name: defaults(config, name, tuple(COMMANDS))}


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status: 0 done, 1 something the user can mend, 2 wrong usage."""
    try:
        status = cli.main(arguments, prog_name="kg", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.exceptions.NoArgsIsHelpError as asked:
        asked.show()
        return asked.exit_code
    except click.ClickException as error:
        place = getattr(getattr(error, "ctx", None), "command_path", "kg")
        click.echo(f"{place}: {error.format_message().rstrip('.')}; see {place} --help", err=True)
        return error.exit_code
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        return 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("kg: stopped", err=True)
        return 130
    except BrokenPipeError:
        # Whoever read has enough (`kg query … | head`); what Python flushes at the end must go nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status if isinstance(status, int) else 0


def main() -> None:
    """The entry point `kg`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run())
