"""The page's other views, what is copied and saved, and links that restore them, in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.view import write_network
from kg.vocabulary import BASE
from tests.view.browser import REASON, console, missing, open_page, start

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing(), reason=REASON), pytest.mark.timeout(180)]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    browser = start(tmp_path_factory.mktemp("profile"))
    yield browser
    assert console(browser) == []
    browser.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, founding: nx.MultiDiGraph) -> Path:
    return write_network(founding, tmp_path_factory.mktemp("page") / "network.html").path


def number(driver: Any, name: str) -> int:
    return int(driver.execute_script("return kg.cards.findIndex(card => card.n === arguments[0])", name))


@pytest.mark.parametrize("typed", ["cqgxq", "chongqinggaoxin", "gaoxinqu", "CDGXQ", "重庆高新区"])
def test_search_by_pinyin(driver: Any, page: Path, typed: str) -> None:
    open_page(driver, page)
    found = driver.execute_script("return kg.search(arguments[0]).map(id => kg.cards[id].n)", typed)
    assert ("成都高新区" if typed == "CDGXQ" else "重庆高新区") in found[:4]


def test_matrix_counts_agreements_signed_by_both(driver: Any, page: Path, founding: nx.MultiDiGraph) -> None:
    open_page(driver, page, "#tab=matrix")
    names = {data["name"]: node for node, data in founding.nodes(data=True)}
    wanted = {names["重庆高新区"], names["成都高新区"]}
    signed: dict[str, set[str]] = {}
    for agreement, party, predicate in founding.edges(keys=True):
        if predicate == "signatory":
            signed.setdefault(agreement, set()).add(party)
    both = {agreement for agreement, parties in signed.items() if wanted <= parties}
    label = f"重庆高新区 — 成都高新区: {len(both)} 份协议"
    cell = driver.find_element("css selector", f'.heat[aria-label="{label}"]')
    assert cell.text == str(len(both))
    cell.click()
    panel = driver.find_element("id", "panel").text
    assert all(founding.nodes[agreement]["name"] in panel for agreement in both)
    sums = driver.execute_script(
        "return [...document.querySelectorAll('td.sum')].map(cell => Number(cell.textContent))"
    )
    assert sums == sorted(sums, reverse=True) and sums[0] > 1


def test_matrix_by_year_and_order(driver: Any, page: Path) -> None:
    open_page(driver, page, "#tab=matrix&m.year=2020&m.measure=agreements")
    none = driver.find_elements("css selector", ".heat")
    open_page(driver, page, "#tab=matrix&m.year=2021&m.order=name")
    assert len(driver.find_elements("css selector", ".heat")) > len(none)
    heads = driver.execute_script("return [...document.querySelectorAll('.grid tbody th bdi')].map(e => e.textContent)")
    assert heads.index("成都高新区") < heads.index("重庆高新区"), "cheng before chong"


def test_timeline_has_lanes_and_narrows(driver: Any, page: Path, founding: nx.MultiDiGraph) -> None:
    open_page(driver, page, "#tab=timeline")
    signed = [v["value"] for _, d in founding.nodes(data=True) for v in d["values"] if v["predicate"] == "signedOn"]
    counts = "return [...document.querySelectorAll('.lane-agreements')].map(bubble => Number(bubble.textContent))"
    assert sum(driver.execute_script(counts)) == len(signed) > 0
    every = len(driver.find_elements("css selector", ".moment"))
    driver.execute_script("document.querySelector('.bubble').click()")
    assert 0 < len(driver.find_elements("css selector", ".moment")) < every


def test_map_puts_parks_into_their_province(driver: Any, page: Path) -> None:
    open_page(driver, page, "#tab=map&province=51")
    assert "成都高新区" in driver.find_element("css selector", ".within").text
    tile = driver.find_element("css selector", ".tile[aria-pressed=true]")
    assert tile.text.startswith("四川")


def test_years_hide_dated_facts(driver: Any, page: Path) -> None:
    open_page(driver, page, "#tab=table&years=2023-2023")
    dates = driver.execute_script(
        "return kg.facts().filter(f => kg.yearOf(f.p, f.raw) !== null).map(f => f.raw.slice(0, 4))"
    )
    assert set(dates) == {"2023"}
    driver.execute_script("document.getElementById('reset').click()")
    assert driver.execute_script("return kg.facts().some(f => f.raw.startsWith('2021'))")


@pytest.mark.parametrize(
    "act",
    [
        "kg.focus({a}, 2); kg.select({{node: {a}}})", "kg.showPath({a}, {b})", "kg.select({{line: 3}})",
        "document.getElementById('tab-table').click(); document.querySelectorAll('#table th button')[2].click()",
        "document.getElementById('tab-map').click(); document.querySelector('.tile:not([disabled])').click()",
    ],
)  # fmt: skip
def test_a_link_restores_what_was_seen(driver: Any, page: Path, act: str) -> None:
    open_page(driver, page)
    driver.execute_script(act.format(a=number(driver, "重庆高新区"), b=number(driver, "电子科技大学")))
    state = """
    kg.remember(true);
    const { node, line, tab, centre, steps, path, focus } = kg.state;
    const text = (where) => document.querySelector(where)?.innerText;
    const things = focus && [...focus];
    return JSON.stringify([node, line, tab, centre, steps, path, things, text('#table tbody'), text('.within')]);
    """
    seen = driver.execute_script(state)
    fragment = driver.execute_script("return location.hash")
    assert len(fragment) > 4
    open_page(driver, page, fragment)
    assert driver.execute_script(state) == seen


def test_picture_shows_what_the_canvas_shows(driver: Any, page: Path) -> None:
    open_page(driver, page)
    picture = driver.execute_script("return kg.pictureSvg()")
    assert picture.count("<line") == driver.execute_script("return kg.network.body.edgeIndices.length")
    assert "政务服务跨省通" in picture and "区域合作关系网络" in picture
    wide = driver.execute_script(
        "const c = kg.picturePng(); return [c.width, c.getContext('2d').getImageData(600, 600, 1, 1).data[3]]"
    )
    assert wide[0] > 2000 and wide[1] == 255


def test_copied_text_tells_fact_quote_and_source(driver: Any, page: Path) -> None:
    open_page(driver, page)
    text = driver.execute_script("return kg.nodeText(arguments[0])", number(driver, "政务服务跨省通办合作备忘录"))
    assert "• 签署日期 2021-03-26" in text and "“" in text and "同频共振" in text
    assert BASE in text


def test_copied_sparql_finds_the_claims_in_a_store(driver: Any, tmp_path: Path) -> None:
    import kg

    folder = Path(__file__).parents[2] / "seeds" / "articles"
    kg.build(folder, store=tmp_path / "graph")
    with kg.open(tmp_path / "graph") as graph:
        open_page(driver, write_network(graph.network(), tmp_path / "network.html").path)
        i = number(driver, "政务服务跨省通办合作备忘录")
        asked = driver.execute_script(
            "return [kg.nodeSparql(arguments[0]), kg.linesSparql([kg.near[arguments[0]][0]])]", i
        )
        told = driver.execute_script("return kg.valuesOf(arguments[0]).length + kg.relationsOf(arguments[0]).length", i)
        rows = [list(graph.query(question)) for question in asked]
        assert len(rows[0]) >= told > 0 and rows[1]


def test_empty_graph_says_so(driver: Any, tmp_path: Path) -> None:
    open_page(driver, write_network(nx.MultiDiGraph(), tmp_path / "empty.html").path)
    assert driver.execute_script("return document.getElementById('notice').textContent") == "没有可显示的实体"
    for tab in ("table", "timeline", "matrix", "map"):
        driver.execute_script("document.getElementById('tab-' + arguments[0]).click()", tab)
        assert driver.find_element("css selector", f"#{tab} .blank").text
