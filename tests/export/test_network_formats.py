"""The network as other programs read it: Gephi's and yEd's formats, tables, Excel, Neo4j; and reports."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from lxml import html
from markdown_it import MarkdownIt

from kg.errors import UserError
from kg.export import NETWORK_FORMATS, render, write_folder
from kg.export.report import rendered, report
from kg.export.rows import edges, evidence, nodes
from kg.graph import Graph
from kg.pipeline import build
from kg.store import Store

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    path = tmp_path_factory.mktemp("export") / "graph"
    with Store(path, write=True) as store:
        build([SEEDS], store)
    return Graph.open(path)


def hostile() -> nx.MultiDiGraph:
    """Two entities whose every text does its worst."""
    bad = '=1+1]]></data>"\x00\ufffe<script>alert(1)</script>|*[x](javascript:1)\n第二行'
    said = {
        "quote": bad, "article": bad, "title": bad, "published": "2021-03", "url": None, "start": 0, "end": 1,
        "confidence": 0.5, "rule": "r", "modality": "planned", "sentence": bad,
    }  # fmt: skip
    network = nx.MultiDiGraph()
    value = said | {"predicate": "totalInvestment", "value": Decimal("1640000000"), "unit": "CNY", "evidence": [said]}
    dollars = value | {"value": Decimal("9e12"), "unit": "USD"}
    for name in ("甲", "乙"):
        network.add_node(
            f"urn:{name}", name=bad + name, type="Park", types=["Park", "Region"], names=[bad + name, bad], degree=1,
            values=[value, dollars],
        )  # fmt: skip
    network.add_edge("urn:甲", "urn:乙", key="partOf", predicate="partOf", evidence=[said, said], confidence=0.5)
    return network


def test_rows_hold_every_entity_and_claim(graph: Graph) -> None:
    network = graph.network()
    assert len(list(nodes(network))) == network.number_of_nodes() > 90
    assert len(list(edges(network))) == network.number_of_edges()
    claims = sum(len(edge["evidence"]) for *_, edge in network.edges(data=True))
    claims += sum(len(value["evidence"]) for _, node in network.nodes(data=True) for value in node["values"])
    assert len(list(evidence(network))) == claims
    memorandum = next(row for row in nodes(network) if row["label"] == "政务服务跨省通办合作备忘录")
    assert memorandum["type_zh"] == "协议" and str(memorandum["signedOn"]).startswith("2021")


def test_sums_of_other_currencies_are_no_yuan() -> None:
    assert {row["totalInvestment"] for row in nodes(hostile())} == {1640000000}


@pytest.mark.parametrize("format", sorted(NETWORK_FORMATS))
def test_same_network_same_bytes(format: str, graph: Graph) -> None:
    assert render(graph.network(), format) == render(graph.network(), format)


@pytest.mark.parametrize("make", ["founding", "hostile"])
@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_networkx_reads_it_back(format: str, make: str, graph: Graph) -> None:
    network = graph.network() if make == "founding" else hostile()
    data = render(network, format)
    assert isinstance(data, bytes)
    read = {"graphml": nx.read_graphml, "gexf": nx.read_gexf}[format]
    back: Any = read(io.BytesIO(data))
    assert set(back.nodes) == set(network.nodes) and back.number_of_edges() == network.number_of_edges()
    for iri, node in back.nodes(data=True):
        assert node["type"] == network.nodes[iri]["type"] and isinstance(node["degree"], int)
    if make == "founding":
        assert {node["label"] for _, node in back.nodes(data=True)} == {n["name"] for _, n in network.nodes(data=True)}


def test_igraph_reads_graphml(graph: Graph, tmp_path: Path) -> None:
    igraph = pytest.importorskip("igraph", reason="python-igraph is not installed")
    graph.export(tmp_path / "g.graphml")
    back = igraph.Graph.Read_GraphML(str(tmp_path / "g.graphml"))
    network = graph.network()
    assert (back.vcount(), back.ecount()) == (network.number_of_nodes(), network.number_of_edges())
    assert set(back.vs["label"]) == {node["name"] for _, node in network.nodes(data=True)}


def test_gexf_has_a_timeline(graph: Graph) -> None:
    data = render(graph.network(), "gexf")
    assert b'mode="dynamic"' in data and b'timeformat="date"' in data and b'start="2021-04-23"' in data  # type: ignore[operator]


def test_workbook(graph: Graph, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    graph.export(tmp_path / "g.xlsx")
    book = load_workbook(tmp_path / "g.xlsx")
    assert book.sheetnames == ["协议", "项目", "活动", "机构与园区", "关系", "依据"]
    network = graph.network()
    agreements = [node["name"] for _, node in network.nodes(data=True) if node["type"] == "Agreement"]
    rows = list(book["协议"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == agreements
    assert any("重庆高新区" in str(row[1]) for row in rows)
    assert book["依据"].max_row == len(list(evidence(network))) + 1
    # Who is named has an article, also where no fact is told of it.
    assert all(row[-1] >= 1 for row in book["机构与园区"].iter_rows(min_row=2, values_only=True))
    for sheet in book:
        assert sheet.print_title_rows == "$1:$1" and sheet.sheet_properties.pageSetUpPr.fitToPage
        for cell in (cell for row in sheet.iter_rows(min_row=2) for cell in row if len(str(cell.value)) > 60):
            assert cell.alignment.wrap_text and sheet.row_dimensions[cell.row].height > 15


def test_a_formula_is_a_text(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    data = render(hostile(), "xlsx")
    book = load_workbook(io.BytesIO(data))  # type: ignore[arg-type]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    files = render(hostile(), "csv")
    assert isinstance(files, dict)
    rows = list(csv.reader(io.StringIO(files["nodes.csv"].decode("utf-8-sig"))))
    assert len(rows) == 3 and rows[1][1].startswith("'=")


def test_neo4j_headers(graph: Graph, tmp_path: Path) -> None:
    assert graph.export(tmp_path / "neo", "neo4j") == "neo4j"
    with (tmp_path / "neo" / "entities.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert {"iri:ID", "name", ":LABEL", "degree:int", "totalInvestment:double"} <= set(rows[0])
    ids = {row["iri:ID"] for row in rows}
    with (tmp_path / "neo" / "relations.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            assert {row[":START_ID"], row[":END_ID"]} <= ids and row[":TYPE"]


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UserError, match="holds other things"):
        write_folder(tmp_path, {"nodes.csv": b""})
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
    write_folder(tmp_path / "new", {"nodes.csv": b"1"})
    write_folder(tmp_path / "new", {"nodes.csv": b"2"})
    assert (tmp_path / "new" / "nodes.csv").read_bytes() == b"2" and len(list(tmp_path.iterdir())) == 2


def test_report(graph: Graph, tmp_path: Path) -> None:
    assert graph.report("重庆高新区", tmp_path / "r.md") == "markdown"
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert text.startswith("# 重庆高新区\n") and "## 协议" in text and "政务服务跨省通办合作备忘录" in text
    notes = {line.split(":")[0] for line in text.splitlines() if line.startswith("[^")}
    import re

    used = set(re.findall(r"\[\^\d+\](?!:)", text))
    assert used == notes and len(notes) > 10
    graph.report("重庆高新区", tmp_path / "r.html")
    page = html.fromstring((tmp_path / "r.html").read_bytes())
    targets = {a.get("href")[1:] for a in page.iter("a")}
    assert targets == {li.get("id") for li in page.iter("li")} and not list(page.iter("script"))


def test_hostile_words_stay_words_in_a_report() -> None:
    from kg.query.card import Card, CardFact

    bad = "<script>alert(1)</script>|*x*\n# 题"
    said = {"quote": bad, "article": "a", "title": bad, "published": None, "confidence": 1.0, "modality": "asserted"}
    facts = (CardFact("cooperationArea", False, bad, None, None, (said,)),)
    card = Card("urn:x", bad, ("Park",), (bad, bad + "2"), 1, (), facts)
    made = report(card, lambda iri: card)
    page = rendered(made, "html")
    assert "<script" not in page and "&lt;script" in page
    text = rendered(made, "markdown")
    assert "<script" not in MarkdownIt("commonmark").render(text) and "\n# 题" not in text
