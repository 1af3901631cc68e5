"""`kg undo`."""

from __future__ import annotations

import json

import click

from kg.cli.judging import is_store, judgements_path, opened_for_change, resolved, told
from kg.cli.options import json_option, judgements_option, store_option
from kg.errors import UserError


@click.command("undo")
@store_option
@judgements_option
@json_option
def command(store: str, judgements: str | None, as_json: bool) -> None:
    """Take the last judgement back.

    It is the last row of the file. What that row had replaced holds again. To take another one back, remove its row
    from the file and build.

    \b
    Example: kg undo
    """
    from kg.resolve.judgement_file import JudgementFile
    from kg.resolve.judgements import Judgement

    path = judgements_path(store, judgements)

    def take_back(file: JudgementFile) -> Judgement:
        held = file.read().rows
        if not held:
            raise UserError(f"{path}: no judgement to take back")
        file.remove(held[-1])
        return held[-1]

    if not is_store(store):
        row = take_back(JudgementFile(path))
        click.echo(json.dumps({"undone": str(row), "file": str(path)}) if as_json else f"undone: {row}")
        return
    with opened_for_change(store, path) as desk:
        file = JudgementFile(path, desk.base)
        row = take_back(file)
        report, difference = resolved(desk, file)
    if as_json:
        data = {"undone": str(row), "file": str(path), **difference.asdict(), "rewritten": report.rewritten}
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        click.echo("\n".join([f"undone: {click.style(str(row), bold=True)}", *told(difference)]))
