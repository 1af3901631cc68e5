"""A graph in, read-only tools for an assistant out: search, entity, path, evidence, SELECT, ready questions, …

By the Model Context Protocol, over standard input and output; needs the extra `kg[mcp]`.
"""

from kg.mcp.server import create_server, run

__all__ = ["create_server", "run"]
