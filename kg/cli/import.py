"""`kg import`."""

from __future__ import annotations

import json

import click

from kg.cli.judging import judgements_for
from kg.cli.options import FilePath, counted, json_option, judgements_option, store_option


@click.command("import")
@click.argument("file", type=FilePath())
@store_option
@judgements_option
@json_option
def command(file: str, store: str, judgements: str | None, as_json: bool) -> None:
    """Take over the articles of a graph that `kg export` wrote.

    FILE is TriG, N-Quads, Turtle, N-Triples or RDF/XML. An empty store is then the graph that was exported; in one
    with articles, those of the file are added, and what all of them mean together is decided anew.

    \b
    Example: kg import cooperation.trig --store copy
    """
    from kg.change import import_file
    from kg.store.opening import open_for_writing

    with open_for_writing(store) as opened:
        report = import_file(opened, file, judgements_for(opened, judgements))
    if as_json:
        click.echo(json.dumps(report.asdict(), ensure_ascii=False, indent=2))
    elif report.stats:
        done = {"new": len(report.new), "changed": len(report.changed), "rewritten": len(report.rewritten)}
        click.echo(
            "imported: " + ", ".join(f"{number:,} {word}" for word, number in done.items() if number or word == "new")
        )
        click.echo(f"{counted(report.stats.articles, 'article')}, {counted(report.stats.facts_total, 'fact')}")
