"""`kg init`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.config import NAME, TEMPLATE
from kg.errors import UserError


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Write a kg.toml with comments: the settings of this folder's graph.

    FOLDER is where (default: here). A kg.toml that is there stays as it is.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(TEMPLATE)
    except FileExistsError as error:
        raise UserError(f"{path}: is there already; edit it, or remove it first") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}); choose another folder") from error
    click.echo(f"{path}: written; next: kg build my-articles/")
