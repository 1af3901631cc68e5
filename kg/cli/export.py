"""`kg export`."""

from __future__ import annotations

import click

from kg.cli.options import FilePath, confidence_option, store_option


def _formats(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    from kg.export import NETWORK_FORMATS
    from kg.rdf import FORMATS

    return [name for name in (*FORMATS, *NETWORK_FORMATS) if name.startswith(incomplete)]


@click.command("export")
@click.argument("out", type=FilePath())
@click.option(
    "--format", "format_", metavar="FORMAT", shell_complete=_formats,
    help="Where OUT does not tell: turtle, …, csv, neo4j.",
)  # fmt: skip
@confidence_option
@store_option
def command(out: str, format_: str | None, min_confidence: float, store: str) -> None:
    """Write the graph to a file: RDF, or what Gephi, Neo4j and Excel read.

    OUT is the file, or - for standard output; its suffix tells the format: .ttl, .trig, .nq, .nt, .jsonld, .rdf
    (RDF/XML), .graphml, .gexf, .xlsx. By --format: csv and neo4j (OUT is then a folder), turtle12 (claims by triple
    terms, RDF 1.2), nanopubs (TriG). The same graph gives the same bytes.

    \b
    Example: kg export graph.gexf
             kg export tables/ --format csv
    """
    from kg.graph import Graph

    with Graph.open(store, min_confidence=min_confidence) as graph:
        chosen = graph.export(out, format_)
    if out != "-":
        click.echo(f"{out}: written ({chosen})", err=True)
