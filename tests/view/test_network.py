"""The page as a file: what it holds, that it is closed, that it is the same every time."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import networkx as nx
import pytest

from kg.errors import UnknownNameError, UserError
from kg.view import network_page, notebook_frame, write_network
from kg.view.page import TABS, content_hash
from kg.view.sources import Sources
from kg.vocabulary import BASE
from tests.view.graphs import founding_articles, network_of


def data_of(page: str) -> dict[str, object]:
    """What the page's scripts read."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.S)
    assert found
    data = json.loads(found[1])
    assert isinstance(data, dict)
    return data


def test_report_counts_what_the_page_holds(founding: nx.MultiDiGraph, tmp_path: Path) -> None:
    report = write_network(founding, tmp_path / "network.html", title="成渝")
    data = data_of(report.path.read_text(encoding="utf-8"))
    assert report.nodes == len(founding) == len(data["cards"]) == len(data["drawn"]["nodes"]) == report.opened
    assert report.articles == len(data["articles"]) == 2
    assert report.lines == len(data["lines"])
    assert report.bytes == report.path.stat().st_size < 700_000


def test_same_graph_same_bytes(founding: nx.MultiDiGraph) -> None:
    assert network_page(founding) == network_page(network_of(founding_articles()))


def test_every_fact_keeps_its_quotes(founding: nx.MultiDiGraph) -> None:
    data = data_of(network_page(founding))
    told = sum(len(d["evidence"]) for _, _, d in founding.edges(data=True))
    assert sum(len(fact[2]) for line in data["lines"] for fact in line["p"]) == told
    quotes = {said["quote"] for _, _, d in founding.edges(data=True) for said in d["evidence"]}
    told = [said for line in data["lines"] for fact in line["p"] for said in fact[2]]
    assert {data["sentences"][said[0]][said[1] : said[1] + said[2]] for said in told} == quotes


def test_a_quote_is_a_slice_of_its_sentence_as_browsers_count() -> None:
    said = {"quote": "乙𠮷签约", "sentence": "𠮷日，乙𠮷签约。"}
    sources = Sources()
    sentence, start, length, *_ = sources.evidence(said)
    units = sources.sentences.all[sentence].encode("utf-16-le")
    assert units[2 * start : 2 * (start + length)].decode("utf-16-le") == "乙𠮷签约"
    assert sources.evidence({"quote": "别处", "sentence": "没有"})[:3] == [1, 0, 2]


def test_policy_forbids_all_but_the_pages_own_text(founding: nx.MultiDiGraph) -> None:
    page = network_page(founding)
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy
    for text in re.findall(r"<script>(.*?)</script>", page, re.S) + re.findall(r"<style>(.*?)</style>", page, re.S):
        assert content_hash(text) in policy
    assert not re.search(r"<(link|img|iframe|base|object)\b|<[^>]* src=|sourceMappingURL", page.split("<script>")[0])
    assert "sourceMappingURL" not in page


def test_hostile_text_stays_text() -> None:
    bad = "</script><img src=x onerror=alert(1)>\u2028\u202e\"'\ud800" + "长" * 10_000
    graph = nx.MultiDiGraph()
    graph.add_node(
        bad, name=bad, type=bad, types=[bad], names=[bad], values=[{"predicate": bad, "value": bad, "title": bad}]
    )
    graph.add_node("b")
    graph.add_edge(bad, "b", predicate=bad, evidence=[{"quote": bad, "title": bad, "url": "javascript:alert(1)"}])
    page = network_page(graph, title=bad)
    page.encode("utf-8")
    assert (
        "<img" not in page
        and page.count("</script>") == 3
        and "\u2028" not in page.split('id="data">')[1].split("<")[0]
    )
    assert data_of(page)["cards"][0]["n"] == bad.replace("\ud800", "\ufffd")  # type: ignore[index]


def test_focus_by_name_alias_or_iri(founding: nx.MultiDiGraph) -> None:
    near = data_of(network_page(founding, focus="科学城"))
    assert near["cards"] == data_of(network_page(founding, focus=BASE + "西部(重庆)科学城"))["cards"]
    centre = BASE + "西部(重庆)科学城"
    expected = {centre, *founding.successors(centre), *founding.predecessors(centre)}
    assert {card["i"] for card in near["cards"]} == expected  # type: ignore[attr-defined]
    assert len(data_of(network_page(founding, focus=centre, depth=2))["cards"]) > len(expected)  # type: ignore[arg-type]
    assert len(data_of(network_page(founding, focus=centre, depth=0))["cards"]) == 1  # type: ignore[arg-type]


def test_only_the_types_asked_for(founding: nx.MultiDiGraph) -> None:
    cards = data_of(network_page(founding, types=["Agreement"]))["cards"]
    assert cards and all("Agreement" in card["t"] for card in cards)  # type: ignore[attr-defined]


def test_errors_say_what_to_do(founding: nx.MultiDiGraph, tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match=r"nearest: .*成都高新区"):
        network_page(founding, focus="成都高新")
    with pytest.raises(UserError, match="unknown type 'Prak'; use one of Park"):
        network_page(founding, types=["Prak"])
    with pytest.raises(UserError, match="depth -1"):
        network_page(founding, depth=-1)
    with pytest.raises(UserError, match="cannot be written"):
        write_network(founding, tmp_path / "no" / "network.html")


def test_bare_and_empty_graphs(tmp_path: Path) -> None:
    assert data_of(network_page(nx.MultiDiGraph()))["cards"] == []
    graph = nx.MultiDiGraph()
    graph.add_edge("a", "b")
    graph.add_edge("a", "a", predicate="partOf")
    graph.add_node("c")
    assert write_network(graph, tmp_path / "n.html").nodes == 3


def test_told_twice_is_one_line() -> None:
    graph = nx.MultiDiGraph()
    one, two = {"quote": "甲乙合作", "article": "1"}, {"quote": "乙甲合作", "article": "2"}
    graph.add_edge("a", "b", predicate="cooperatesWith", evidence=[one])
    graph.add_edge("b", "a", predicate="cooperatesWith", evidence=[two])
    graph.add_edge("b", "a", predicate="partOf", evidence=[one])
    (line,) = data_of(network_page(graph))["lines"]  # type: ignore[misc]
    assert [(p, len(said)) for p, _, said in line["p"]] == [("cooperatesWith", 2), ("partOf", 1)]


def test_frame_is_isolated(founding: nx.MultiDiGraph) -> None:
    frame = notebook_frame(founding, title='"><script>alert(1)</script>')
    assert frame.count("<") == 2 and 'sandbox="allow-scripts' in frame and "allow-same-origin" not in frame


@pytest.mark.parametrize("kind", ["timeline", "matrix", "map-of-parks"])
def test_other_kinds_leave_the_picture_out(founding: nx.MultiDiGraph, tmp_path: Path, kind: str) -> None:
    report = write_network(founding, tmp_path / "page.html", kind=kind)
    page = report.path.read_text(encoding="utf-8")
    data = data_of(page)
    assert data["tabs"] == list(TABS[kind]) and "drawn" not in data
    assert "new vis.Network" not in page and report.bytes < 200_000
    assert len(data["cards"]) == len(founding)  # type: ignore[arg-type]
    assert page == network_page(founding, kind=kind)


def test_unknown_kind_is_said(founding: nx.MultiDiGraph) -> None:
    with pytest.raises(UserError, match="unknown kind 'map' of page; use one of network, timeline, matrix, map-of-p"):
        network_page(founding, kind="map")


def test_the_command_line_knows_all_kinds() -> None:
    from kg.cli.view import KINDS as offered
    from kg.view.content import KINDS

    assert offered == KINDS == tuple(TABS)


def test_a_graph_shows_itself_in_a_notebook(founding: nx.MultiDiGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.graph import Graph

    graph = object.__new__(Graph)
    monkeypatch.setattr(Graph, "network", lambda self: founding)
    assert graph._repr_html_() == notebook_frame(founding)
