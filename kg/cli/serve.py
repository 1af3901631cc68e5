"""`kg serve`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import store_option


@click.command("serve")
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="0: any that is free.")
def command(store: str, host: str, port: int) -> None:
    """Serve the graph over HTTP, read-only: SPARQL at /sparql, pages for people at /."""
    from kg.serve import Settings, run

    run(Settings(Path(store)), host, port)
