"""`kg conflicts`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.cli.options import json_option, store_option

if TYPE_CHECKING:
    from kg.query.conflicts import Contradiction

QUOTES = 3  # of one value; --json has all


@click.command("conflicts")
@click.argument("name", required=False)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many contradictions.")
@store_option
@json_option
def command(name: str | None, limit: int | None, store: str, as_json: bool) -> None:
    """Show where articles contradict each other.

    Two days, or two sums, side by side with their words. A date told as 2021 and as 2021-03-26 is no contradiction:
    it is one date, told more and less precisely. NAME: only those of this thing. Settle one with: kg reject --fact S
    P O.

    \b
    Example: kg conflicts 政务服务跨省通办合作备忘录
    """
    from kg.graph import Graph

    with Graph.open(store) as graph:
        found = graph.conflicts()
        if name:
            iris = {card.iri for card in graph.cards(name)}
            found = [one for one in found if one.iri in iris]
    if as_json:
        click.echo(json.dumps([one.asdict() for one in found[:limit]], ensure_ascii=False, indent=2))
        return
    if not found:
        click.echo("no contradictions")
        return
    click.echo("\n\n".join(_shown(one) for one in found[:limit]))
    if limit and len(found) > limit:
        click.echo(f"\n… {len(found) - limit} more")


def _shown(one: Contradiction) -> str:
    """The values beside each other, each over the words and articles that tell it."""
    from kg.cli.options import terminal_width
    from kg.cli.readable import predicate, value
    from kg.store import shortened, table

    head = [value(one.predicate, row.value, row.unit) for row in one.values]
    columns = []
    for row in one.values:
        told = [
            f"“{shortened(str(said['quote']), 96)}” [{'  '.join(filter(None, (said['published'], said['article'])))}]"
            for said in row.evidence[:QUOTES]
        ]
        more = len(row.evidence) - QUOTES
        columns.append([*told, f"… {more} more"] if more > 0 else told)
    height = max(map(len, columns))
    rows = [[column[line] if line < len(column) else "" for column in columns] for line in range(height)]
    title = f"{click.style(one.name, bold=True)}  {click.style(predicate(one.predicate), fg='cyan')}"
    return f"{title}\n{table(head, rows, terminal_width())}"
