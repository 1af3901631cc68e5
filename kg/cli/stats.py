"""`kg stats`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.cli.options import json_option, store_option, terminal_width

if TYPE_CHECKING:
    from kg.query import Stats


@click.command("stats")
@store_option
@json_option
def command(store: str, as_json: bool) -> None:
    """Count articles, entities and facts."""
    from kg.graph import Graph

    with Graph.open(store) as graph:
        figures = graph.stats()
    click.echo(json.dumps(figures.asdict(), ensure_ascii=False, indent=2) if as_json else figures_table(figures))


def figures_table(figures: Stats) -> str:
    """The figures as two columns."""
    from kg.store import table

    rows = [["articles", f"{figures.articles:,}"], ["entities", f"{figures.entities_total:,}"]]
    rows += [[f"  {kind}", f"{count:,}"] for kind, count in figures.entities.items()]
    rows += [["facts", f"{figures.facts_total:,}"]]
    rows += [[f"  {predicate}", f"{count:,}"] for predicate, count in figures.facts.items()]
    rows += [["claims", f"{figures.claims:,}"]]
    return table(["graph", "count"], rows, terminal_width())
