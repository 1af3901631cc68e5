"""`kg serve`."""

from __future__ import annotations

import click

from kg.cli.options import folder_only, store_option

_MB = 2**20


@click.command("serve")
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(0, 65535), default=7878, show_default=True, help="0: any that is free.")
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=10.0, show_default=True, help="Seconds a query may take."
)
@click.option("--max-rows", type=click.IntRange(1), default=1_000_000, show_default=True, help="Rows of an answer.")
@click.option("--max-memory", type=click.IntRange(64), default=1024, show_default=True, help="MB a query may take.")
@click.option("--allow-service", multiple=True, metavar="PREFIX", help="SERVICE may ask addresses that begin so.")
@click.option("--cors", multiple=True, metavar="ORIGIN", help="Pages from there may read the answers; * for all.")
@click.option("--name", multiple=True, metavar="HOST", help="Answer to this name, too: for use behind a proxy.")
def command(
    store: str, host: str, port: int, timeout: float, max_rows: int, max_memory: int, allow_service: tuple[str, ...],
    cors: tuple[str, ...], name: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve the graph over HTTP, read-only: SPARQL at /sparql, pages for people at /.

    A build may go on meanwhile; its result shows without a restart. Only this machine can reach the server, unless
    --host says otherwise. Ctrl-C stops it.
    """
    from kg.serve import Settings, run
    from kg.serve.hosts import LOOPBACK

    names = (*LOOPBACK, host, *name) if host in LOOPBACK or host in ("127.0.0.1", "::1") else ()
    settings = Settings(
        folder_only(store), timeout=timeout, rows=max_rows, memory=max_memory * _MB, services=allow_service,
        origins=cors, names=names,
    )  # fmt: skip
    run(settings, host, port, lambda address: click.echo(f"{address}  (SPARQL at {address}sparql)", err=True))
