"""`kg view`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import TermType, confidence_option, counted, store_option
from kg.vocabulary import ENTITY_TYPES

# Written here too, so that the help needs nothing of kg.view; a test holds it equal.
KINDS = ("network", "timeline", "matrix", "map-of-parks")


@click.command("view")
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--focus", metavar="NAME", help="Only what is near the entity of this name.")
@click.option("--depth", type=click.IntRange(min=0), default=1, show_default=True, help="How many steps are near.")
@click.option(
    "--type", "types", multiple=True, type=TermType(ENTITY_TYPES, "type"), help="Only these types; repeatable."
)
@click.option("--kind", type=click.Choice(KINDS), default=KINDS[0], show_default=True, help="What the page opens with.")
@click.option("--title", help="The page's heading.")
@confidence_option
@store_option
def command(
    out: Path, focus: str | None, depth: int, types: tuple[str, ...], kind: str, title: str | None,
    min_confidence: float, store: str,
) -> None:  # fmt: skip
    """Write the graph as a page for the browser: network, timeline, matrix, map.

    OUT is one HTML file that needs nothing else: it opens without a network. It shows the network; or when things
    were signed, held, begun and done (timeline); who works with whom (matrix); or where in China the parks and
    projects lie (map-of-parks). The other views and a table of all facts are its further tabs.
    """
    from kg.graph import Graph
    from kg.view import write_network

    with Graph.open(store, min_confidence=min_confidence) as graph:
        near = graph.show(focus).iri if focus else None
        network = graph.network()
    report = write_network(network, out, focus=near, depth=depth, types=types, kind=kind, title=title)
    held = (
        f"{counted(report.nodes, 'entity')}, {counted(report.facts, 'fact')} from {counted(report.articles, 'article')}"
    )
    click.echo(f"{out}: {held}", err=True)
