"""`kg log`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click

from kg.cli.options import counted, json_option, store_option

COUNTS = ("added", "changed", "removed", "rewritten", "merged", "undone")
NAMED = 8  # ids or merges that --verbose lists of each kind before it says how many more there are


@click.command("log")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="The last N.")
@click.option("--verbose", "-v", is_flag=True, help="Name the articles and merges.")
@store_option
@json_option
def command(limit: int, verbose: bool, store: str, as_json: bool) -> None:
    """Show what each build added, changed, removed and merged.

    The latest first. rewritten counts articles whose text is as it was and whose part of the graph is not, because of
    what others say or you decided; undone are merges that no longer hold. Builds that changed nothing leave no row.

    \b
    Example: kg log --limit 5 --verbose
    """
    from kg.graph import Graph

    with Graph.open(store) as graph:
        rows = graph.log(limit)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif not rows:
        click.echo("no build has changed anything yet")
    else:
        click.echo("\n".join(_named(rows)) if verbose else _table(rows))


def _table(rows: list[dict[str, Any]]) -> str:
    from kg.cli.options import terminal_width
    from kg.store import table

    totals = ("articles", "entities", "facts")
    cells = []
    for row in rows:
        figures = [*(len(row[name]) for name in COUNTS), row.get("judgements")]
        cells.append([_time(row), str(row["what"]), *map(_number, figures), *(f"{row['totals'][n]:,}" for n in totals)])
    head = ["when", "what", *COUNTS, "judgements", *totals]
    return table(head, cells, terminal_width(), right=range(2, len(head)))


def _named(rows: list[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield f"{click.style(_time(row), bold=True)}  {row['what']}: {_totals(row)}"
        for name in COUNTS:
            found = [" + ".join(map(str, one[:2])) if isinstance(one, list) else str(one) for one in row[name]]
            if found:
                more = f" … {len(found) - NAMED:,} more" if len(found) > NAMED else ""
                yield f"  {name} {len(found):,}: {'; '.join(found[:NAMED])}{more}"


def _totals(row: dict[str, Any]) -> str:
    totals = row["totals"]
    figures = (("article", "articles"), ("entity", "entities"), ("fact", "facts"))
    return ", ".join(counted(totals[name], word) for word, name in figures)


def _time(row: dict[str, Any]) -> str:
    """When it was, by the clock of the reader."""
    return datetime.fromisoformat(row["at"]).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _number(count: int | None) -> str:
    return f"{count:,}" if count else ""
