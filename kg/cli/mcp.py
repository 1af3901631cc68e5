"""`kg mcp`."""

from __future__ import annotations

import click

from kg.cli.options import folder_only, store_option


@click.command("mcp")
@store_option
@click.option(
    "--timeout", type=click.FloatRange(0.1), default=10.0, show_default=True, help="Seconds a query may take."
)
def command(store: str, timeout: float) -> None:
    """Give an LLM assistant read-only tools over the graph, by the Model Context Protocol.

    It answers on standard input and output: name this command in the assistant's settings. Needs the extra kg[mcp].

    \b
    Example: {"mcpServers": {"kg": {"command": "kg", "args": ["mcp", "--store", "/path/to/graph"]}}}
    """
    from kg.mcp import run
    from kg.serve.settings import Settings

    run(Settings(folder_only(store), timeout=timeout))
