"""`kg init`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.config import NAME, TEMPLATE
from kg.errors import UserError
from kg.tables import OWN_GAZETTEER, OWN_LANGUAGE, shipped_folders

# Folder -> the shipped tables whose heads are written there; as the settings of kg.toml name the folders.
_OWN = {
    "own/gazetteer": (OWN_GAZETTEER, ("parks", "bodies", "regions")),
    "own/words": (OWN_LANGUAGE, ("types", "relations", "relation_words")),
}


@click.command("init")
@click.argument("folder", default=".", type=click.Path(path_type=Path))
@click.option("--own", is_flag=True, help="Write empty tables for your own names, types and relations, too.")
def command(folder: Path, own: bool) -> None:
    """Write a kg.toml with comments: the settings of this folder's graph.

    FOLDER is where (default: here). A kg.toml that is there stays as it is. With --own there are tables to fill in,
    in own/gazetteer and own/words, each with what its columns mean; tables that are there stay as they are.
    """
    path = folder / NAME
    template = TEMPLATE
    for name in _OWN if own else ():
        template = template.replace(f'# gazetteer = "{name}"', f'gazetteer = "{name}"')
        template = template.replace(f'# lang_dir = "{name}"', f'lang_dir = "{name}"')
    try:
        folder.mkdir(parents=True, exist_ok=True)
        written = _tables(folder) if own else []
        if own and path.exists():
            click.echo("\n".join(f"{table}: written" for table in written))
            click.echo(f'{path}: is there already; let it say gazetteer = "own/gazetteer" and lang_dir = "own/words"')
            return
        with path.open("x", encoding="utf-8") as file:
            file.write(template)
    except FileExistsError as error:
        raise UserError(f"{path}: is there already; edit it, or remove it first") from error
    except OSError as error:
        raise UserError(f"{path}: cannot be written ({error.strerror}); choose another folder") from error
    for table in written:
        click.echo(f"{table}: written")
    click.echo(f"{path}: written; next: kg build my-articles/")


def _tables(folder: Path) -> list[Path]:
    """Write the heads of the tables that are not there: their comments, and the names of their columns."""
    written = []
    for place, (variable, names) in _OWN.items():
        (folder / place).mkdir(parents=True, exist_ok=True)
        for name in names:
            table = folder / place / f"{name}.tsv"
            lines = (shipped_folders()[variable] / f"{name}.tsv").read_text("utf-8").splitlines()
            head = next(number for number, line in enumerate(lines) if line and not line.startswith("#"))
            if not table.exists():
                table.write_text("\n".join(lines[: head + 1]) + "\n", encoding="utf-8")
                written.append(table)
    return written
