"""The group of all commands, and how it is run: arguments in, exit status out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click

from kg.cli import COMMANDS
from kg.errors import KgError


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
