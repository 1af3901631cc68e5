"""The network -> a folder of CSV files: nodes and edges for everyone, or as `neo4j-admin` takes them."""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UserError
from kg.export.rows import EDGE_COLUMNS, NODE_COLUMNS, NUMBERS, Row, edges, nodes

if TYPE_CHECKING:
    import networkx as nx

_BOM = b"\xef\xbb\xbf"  # without it Excel takes Chinese for something else
_INTEGERS = ("degree", "articles")
_NEO4J_NODE = {"id": "iri:ID", "label": "name", "type": ":LABEL"}
_NEO4J_EDGE = {"source": ":START_ID", "target": ":END_ID", "predicate": ":TYPE"}


def csv_files(network: nx.MultiDiGraph) -> dict[str, bytes]:
    """`nodes.csv` and `edges.csv`, UTF-8 with a mark, for spreadsheets and pandas."""
    return {
        "nodes.csv": _BOM + _csv(NODE_COLUMNS, nodes(network)),
        "edges.csv": _BOM + _csv(EDGE_COLUMNS, edges(network)),
    }


def neo4j_files(network: nx.MultiDiGraph) -> dict[str, bytes]:
    """`entities.csv` and `relations.csv` with the typed headers of Neo4j's bulk import; and how to call it."""
    node_names = {name: _NEO4J_NODE.get(name) or name + _kind(name) for name in NODE_COLUMNS if name != "types"}
    edge_names = {name: _NEO4J_EDGE.get(name) or name + _kind(name) for name in EDGE_COLUMNS}
    node_rows = ({**row, "type": str(row["types"]).replace("；", ";")} for row in nodes(network))
    call = (
        "neo4j-admin database import full --nodes=entities.csv --relationships=relations.csv "
        "--multiline-fields=true cooperation\n"
    )
    return {
        "entities.csv": _csv(tuple(node_names), node_rows, node_names),
        "relations.csv": _csv(tuple(edge_names), edges(network), edge_names),
        "import.sh": call.encode(),
    }


def _kind(column: str) -> str:
    if column in NUMBERS or column in ("confidence",):
        return ":double"
    return ":int" if column in (*_INTEGERS, "weight") else ""


def _csv(columns: tuple[str, ...], rows: Iterable[Row], names: Mapping[str, str] | None = None) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writerow(dict(names or {name: name for name in columns}))
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    return out.getvalue().encode()


def _harmless(value: object) -> object:
    """A text that a spreadsheet would take for a formula, as text."""
    return f"'{value}" if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def write_folder(out: str | Path, files: Mapping[str, bytes]) -> None:
    """Write the files into the folder `out`, which is made; one with anything else in it is left alone.

    Raises UserError: not writable, or a folder of other things.
    """
    target = Path(out)
    if target.exists() and (not target.is_dir() or {p.name for p in target.iterdir()} - set(files)):
        raise UserError(f"{out}: holds other things; name a new folder")
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    except OSError as error:
        raise UserError(f"{out}: cannot be written ({error.strerror}); choose another place") from error
    try:
        for name, data in files.items():
            (part / name).write_bytes(data)
        part.chmod(0o755)
        if target.exists():
            shutil.rmtree(target)
        part.rename(target)
    except OSError as error:
        raise UserError(f"{out}: cannot be written ({error.strerror}); choose another place") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
