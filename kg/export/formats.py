"""The formats that show the network, by name -> what their files are called, and how they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.folder import csv_files, neo4j_files
from kg.export.graphs import gexf, graphml
from kg.export.workbook import workbook

if TYPE_CHECKING:
    import networkx as nx

# format -> suffix of its file; none: a folder of files
NETWORK_FORMATS: dict[str, str] = {"graphml": "graphml", "gexf": "gexf", "xlsx": "xlsx", "csv": "", "neo4j": ""}
_FILES = {"graphml": graphml, "gexf": gexf, "xlsx": workbook}
_FOLDERS = {"csv": csv_files, "neo4j": neo4j_files}


def render(network: nx.MultiDiGraph, format: str) -> bytes | dict[str, bytes]:
    """The bytes of the one file, or name -> bytes of those in the folder. The same network gives the same bytes."""
    return _FILES[format](network) if format in _FILES else _FOLDERS[format](network)
