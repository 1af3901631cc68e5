"""`kg stats`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.cli.options import counted, json_option, store_option

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
    """The figures: entities by type beside facts by predicate."""
    from kg.cli.readable import predicate, side_by_side, term

    counts = side_by_side(
        [(term("type", kind), count) for kind, count in figures.entities.items()],
        [(predicate(name), count) for name, count in figures.facts.items()],
        ("实体 entities", "事实 facts"),
    )
    numbers = {"article": figures.articles, "entity": figures.entities_total, "fact": figures.facts_total}
    totals = ", ".join(counted(number, word) for word, number in numbers.items())
    return f"{counts}\n\n{totals} (told {counted(figures.claims, 'time')})" if figures.entities else totals
