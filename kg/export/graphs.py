"""The network -> GraphML and GEXF, as Gephi, Cytoscape, yEd, igraph and networkx read them."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from kg.export.rows import NODE_COLUMNS, NUMBERS, Cell, Row, edges, nodes

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MISSING: dict[str, Cell] = dict.fromkeys(NUMBERS, None)
_DATE_LENGTHS = {4: "-01-01", 7: "-01"}


def graphml(network: nx.MultiDiGraph) -> bytes:
    """GraphML: `label`, `type`, dates and sums on nodes; `predicate`, `weight`, `date`, `quote` on edges."""
    import networkx as nx

    out = io.BytesIO()
    plain = _plain(network)
    for _, _, data in plain.edges(data=True):
        del data["id"]
    nx.write_graphml(plain, out, encoding="utf-8", prettyprint=True, named_key_ids=True)
    return out.getvalue()


def gexf(network: nx.MultiDiGraph) -> bytes:
    """GEXF 1.2: as `graphml`, and where a date is known a timeline (`start`), which Gephi shows as one."""
    import networkx as nx

    plain = _plain(network)
    for _, data in plain.nodes(data=True):
        if data.get("date"):
            data["start"] = _day(str(data["date"]))
    out = io.BytesIO()
    nx.write_gexf(plain, out, encoding="utf-8", prettyprint=True, version="1.2draft")
    # The writer stamps the day of writing on it; the same graph is to give the same bytes.
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())


def _plain(network: nx.MultiDiGraph) -> nx.MultiDiGraph:
    """The network with plain attributes; what is missing is left out. Keys of edges are numbers, as the formats ask."""
    import networkx as nx

    plain = nx.MultiDiGraph()
    for row in nodes(network):
        plain.add_node(row["id"], **_attributes(row, NODE_COLUMNS[1:]))
    for number, row in enumerate(edges(network)):
        attributes = _attributes(row, [name for name in row if name not in ("source", "target")])
        plain.add_edge(row["source"], row["target"], key=number, id=str(number), **attributes)
    return plain


def _attributes(row: Row, columns: tuple[str, ...] | list[str]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name in columns:
        value = row[name]
        if isinstance(value, str):
            value = _NOT_XML.sub("\ufffd", value)
        elif name in NUMBERS and value is not None:
            value = float(value)  # one type a column: a reader takes it from the first value
        if value not in (None, ""):
            found[name] = value
    return found


def _day(date: str) -> str:
    return date + _DATE_LENGTHS.get(len(date), "")
