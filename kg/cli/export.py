"""`kg export`."""

from __future__ import annotations

import click

from kg.cli.options import confidence_option, store_option


@click.command("export")
@click.argument("out")
@click.option("--format", "format_", metavar="FORMAT", help="turtle, trig, nquads, ntriples or jsonld.")
@confidence_option
@store_option
def command(out: str, format_: str | None, min_confidence: float, store: str) -> None:
    """Write the graph to a file: Turtle, TriG, N-Quads, JSON-LD.

    OUT is the file, or - for standard output; its suffix (.ttl, .trig, .nq, .nt, .jsonld) tells the format. The same
    graph gives the same bytes.
    """
    from kg.graph import Graph

    with Graph.open(store, min_confidence=min_confidence) as graph:
        graph.export(out, format_)
