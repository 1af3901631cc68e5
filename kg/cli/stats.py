"""`kg stats`."""

from __future__ import annotations

import json
from collections.abc import Iterator
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
    if not figures.entities:
        return totals
    return "\n".join([f"{counts}\n", f"{totals} (told {counted(figures.claims, 'time')})", *_across(figures)])


def _across(figures: Stats) -> Iterator[str]:
    """What holds between articles, where something does."""
    if figures.near_duplicates:
        copies = counted(figures.near_duplicates, "near-duplicate")
        yield f"{copies} among the articles, not counted as independent evidence"
    if figures.merged:
        yield f"{counted(figures.merged, 'entity')} made of several names or articles' things"
    if figures.contradictions:
        yield f"{counted(figures.contradictions, 'contradiction')} between claims; kg conflicts lists them"
