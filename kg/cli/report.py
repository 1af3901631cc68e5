"""`kg report`."""

from __future__ import annotations

import click

from kg.cli.options import FilePath, confidence_option, store_option


@click.command("report")
@click.argument("out", default="-", type=FilePath())
@click.option("--focus", metavar="NAME", required=True, help="The park, institution, region, project… it is about.")
@click.option("--format", "format_", type=click.Choice(["markdown", "html"]), help="Where OUT does not tell.")
@confidence_option
@store_option
def command(out: str, focus: str, format_: str | None, min_confidence: float, store: str) -> None:
    """Write a report on one entity: who, what, when, how much, with the quotes as footnotes.

    OUT is a file (.md or .html), or - for Markdown on standard output.

    \b
    Example: kg report report.html --focus 重庆高新区
    """
    from kg.graph import Graph

    with Graph.open(store, min_confidence=min_confidence) as graph:
        graph.report(focus, out, format_ or ("markdown" if out == "-" else None))
    if out != "-":
        click.echo(f"{out}: written", err=True)
