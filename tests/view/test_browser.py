"""The page in a real browser: silent on the net and the console, readable, and deaf to hostile text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.view import notebook_frame, write_network
from kg.vocabulary import BASE
from tests.view.browser import REASON, console, missing, open_page, requests, resize, scheme, start
from tests.view.graphs import gold_articles, network_of

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing(), reason=REASON), pytest.mark.timeout(180)]

HOSTILE = (
    "</script><script>window.hacked=1</script>",
    '"><img src=x onerror="window.hacked=1">',
    "\u202eevil\u202c \u200f\u2028line",
    "<svg/onload=window.hacked=1>{{7*7}}{% raw %}",
    "长" * 10_000,
    "lone \ud800 surrogate",
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    browser = start(tmp_path_factory.mktemp("profile"))
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory, founding: nx.MultiDiGraph) -> Path:
    return write_network(founding, tmp_path_factory.mktemp("page") / "network.html", title="成渝").path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = network_of(gold_articles(110))
    report = write_network(graph, tmp_path_factory.mktemp("large") / "network.html")
    assert report.opened < report.nodes
    return report.path


def press(driver: Any, ident: str) -> None:
    driver.find_element("id", ident).click()


def click_node(driver: Any, node: int) -> None:
    """A real click at the place where the node is drawn."""
    x, y = driver.execute_script(
        "const at = kg.network.canvasToDOM(kg.network.getPosition(arguments[0]));"
        "const box = document.getElementById('canvas').getBoundingClientRect(); return [at.x + box.x, at.y + box.y]",
        node,
    )
    for kind in ("mousePressed", "mouseReleased"):
        event = {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1}
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)


def wait(driver: Any, script: str, *arguments: object) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(driver, 10).until(lambda d: d.execute_script(script, *arguments))


def test_no_request_no_message_whatever_is_pressed(driver: Any, page: Path) -> None:
    for colours in ("light", "dark"):
        scheme(driver, colours)
        open_page(driver, page)
        for ident in ("theme", "language", "communities", "physics", "physics", "fit", "zoom-in", "types-all"):
            press(driver, ident)
        for ident in (
            "tab-table",
            "tab-timeline",
            "tab-matrix",
            "tab-map",
            "tab-network",
            "types-all",
            "predicates-all",
            "reset",
        ):
            press(driver, ident)
        for ident in ("png", "svg"):
            press(driver, ident)
        driver.execute_script("kg.select({node: 0}); kg.select({line: 0}); kg.reveal(3); kg.fit()")
        assert console(driver) == []
        assert [url for url in requests(driver, page) if not url.startswith("blob:")] == []
    scheme(driver, "light")


def test_policy_stops_requests_and_foreign_scripts(driver: Any, page: Path) -> None:
    open_page(driver, page)
    driver.execute_script(
        "const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s);"
        "new Image().src = 'http://127.0.0.1:9/x.png'; fetch('http://127.0.0.1:9/').catch(() => {});"
    )
    assert wait(driver, "return window.hacked === undefined")
    assert len([message for message in console(driver) if "Content Security Policy" in message]) >= 3


def test_click_shows_the_quote_article_and_date(driver: Any, page: Path) -> None:
    open_page(driver, page)
    click_node(driver, 0)
    text = wait(driver, "const p = document.getElementById('panel'); return !p.hidden && p.innerText")
    assert "西部(重庆)科学城" in text
    assert "西部(重庆)科学城与成都高新区签署《政务服务跨省通办合作备忘录》" in text
    assert "以科技创新为引领" in text and "2023-03" in text


def test_no_label_over_another(driver: Any, page: Path, large: Path) -> None:
    for one in (page, large):
        open_page(driver, one)
        boxes = driver.execute_script("return kg.labels.filter(box => box.id !== undefined)")
        shown = {box["id"] for box in boxes}
        assert set(range(30)) <= shown, "each of the 30 most important nodes has its label"
        for a, b in combinations(boxes, 2):
            apart = a["x"] + a["w"] <= b["x"] + 4 or b["x"] + b["w"] <= a["x"] + 4
            assert apart or a["y"] + a["h"] <= b["y"] + 2 or b["y"] + b["h"] <= a["y"] + 2, (a, b)


def test_labels_are_as_wide_as_estimated(driver: Any, page: Path) -> None:
    from kg.view.labels import text_width

    open_page(driver, page)
    boxes = driver.execute_script("return kg.labels.filter(box => box.id >= 8 && box.id < 30)")
    labels = driver.execute_script("return kg.nodes.map(node => node.label)")
    for box in boxes:
        estimated = max(map(text_width, labels[box["id"]].split("\n"))) * 13
        assert box["w"] - 4 <= estimated * 1.06 + 2


def test_hostile_text_runs_nothing(driver: Any, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    for i, bad in enumerate(HOSTILE):
        value = {
            "predicate": bad,
            "value": bad,
            "unit": bad,
            "quote": bad,
            "title": bad,
            "url": "javascript:window.hacked=1",
        }
        graph.add_node(f"{bad}{i}", name=bad, type="Park", types=["Park", bad], names=[bad, bad + "2"], values=[value])
    said = [{"quote": bad, "title": bad, "published": bad, "url": bad, "rule": bad, "modality": bad} for bad in HOSTILE]
    nodes = list(graph)
    for a, b in combinations(nodes, 2):
        graph.add_edge(a, b, predicate=HOSTILE[0], evidence=[{**one, "sentence": f"x{one['quote']}y"} for one in said])
    page = write_network(graph, tmp_path / "network.html", title=" ".join(HOSTILE)).path
    open_page(driver, page)
    for i in range(len(HOSTILE)):
        driver.execute_script("kg.select({node: arguments[0]}); kg.select({line: arguments[0]})", i)
        driver.execute_script("for (const b of document.querySelectorAll('.told[aria-expanded=false]')) b.click()")
    for ident in ("tab-table", "tab-timeline", "language", "tab-network"):
        press(driver, ident)
    driver.find_element("id", "search").send_keys("<")
    assert driver.execute_script("return window.hacked === undefined")
    assert driver.execute_script("return document.querySelectorAll('img, iframe, a[href], script').length") == 3
    assert console(driver) == [] and requests(driver, page) == []


def test_source_links_only_to_the_web(driver: Any, tmp_path: Path) -> None:
    graph = nx.MultiDiGraph()
    for i, url in enumerate(
        ("https://example.org/a?b=1", "javascript:alert(1)", "data:text/html,x", "//x.example", "file:///etc")
    ):
        graph.add_edge("a", f"b{i}", predicate="partOf", evidence=[{"quote": "q", "article": str(i), "url": url}])
    open_page(driver, write_network(graph, tmp_path / "network.html").path)
    driver.execute_script(
        "kg.select({node: 0}); for (const b of document.querySelectorAll('.told[aria-expanded=false]')) b.click()"
    )
    script = "return [...document.querySelectorAll('#panel a')].map(a => [a.href, a.rel])"
    assert wait(driver, script) == [["https://example.org/a?b=1", "noopener noreferrer"]]


def test_search_by_alias_and_keys(driver: Any, page: Path) -> None:
    from selenium.webdriver.common.keys import Keys

    open_page(driver, page)
    driver.find_element("tag name", "body").send_keys("/")
    box = driver.switch_to.active_element
    assert box.get_attribute("id") == "search"
    box.send_keys("备忘录")
    assert "政务服务跨省通办合作备忘录" in wait(driver, "return document.getElementById('found').innerText")
    box.send_keys(Keys.ENTER)
    heading = "const h = document.querySelector('#panel h2'); return h && h.innerText"
    assert "备忘录" in wait(driver, heading)
    canvas = driver.find_element("id", "canvas")
    canvas.send_keys(Keys.ESCAPE)
    assert wait(driver, "return document.getElementById('panel').hidden")
    canvas.send_keys(Keys.ARROW_RIGHT)
    assert wait(driver, "return kg.state.node === 0")


def test_filters_hide_and_the_address_restores(driver: Any, page: Path) -> None:
    open_page(driver, page)
    shown = "return kg.nodes.filter(node => kg.nodeShown(node.id)).length"
    every = driver.execute_script(shown)
    driver.find_element("css selector", "#types [data-name=Project]").click()
    fewer = driver.execute_script(shown)
    projects = driver.execute_script("return kg.nodes.filter(node => node.group === 'Project').length")
    assert fewer == every - projects
    driver.execute_script("kg.select({node: 1})")
    fragment = driver.execute_script("return location.hash")
    open_page(driver, page, fragment)
    assert driver.execute_script(shown) == fewer
    assert driver.execute_script("return kg.state.node") == 1
    press(driver, "reset")
    assert driver.execute_script(shown) == every


def test_path_between_two_nodes(driver: Any, page: Path, founding: nx.MultiDiGraph) -> None:
    open_page(driver, page)
    ends = BASE + "电子科技大学", BASE + "重庆高新区"
    numbers = driver.execute_script("return arguments[0].map(i => kg.cards.findIndex(c => c.i === i))", list(ends))
    driver.execute_script("kg.state.picking = arguments[0]; kg.pick(arguments[1])", *numbers)
    found = driver.execute_script("return kg.state.path.nodes.map(id => kg.cards[id].i)")
    assert (found[0], found[-1]) == ends
    assert len(found) == len(nx.shortest_path(founding.to_undirected(), *ends))


def test_large_network_opens_in_part_and_expands(driver: Any, large: Path) -> None:
    open_page(driver, large)
    opened = driver.execute_script("return kg.open.size")
    hidden = driver.execute_script("return kg.cards.findIndex((card, id) => !kg.open.has(id) && kg.near[id].length)")
    assert driver.execute_script("kg.select({node: arguments[0]}); return kg.open.size", hidden) > opened
    assert driver.execute_script("return kg.network.body.nodes[arguments[0]] !== undefined", hidden)
    spent = driver.execute_script("const t = performance.now(); kg.search('重庆'); return performance.now() - t")
    assert spent < 100


def test_phone(driver: Any, page: Path) -> None:
    resize(driver, 390, 844, mobile=True)
    try:
        open_page(driver, page)
        assert driver.execute_script("return document.documentElement.scrollWidth") <= 390
        driver.execute_script("kg.select({node: 0})")
        panel = driver.execute_script("return document.getElementById('panel').getBoundingClientRect().toJSON()")
        assert panel["width"] == 390 and panel["top"] > 250
    finally:
        resize(driver, 1400, 900)


def test_frame_works_in_a_notebook(driver: Any, founding: nx.MultiDiGraph, tmp_path: Path) -> None:
    outer = tmp_path / "notebook.html"
    outer.write_text(
        f"<!doctype html><meta charset=utf-8><link rel=icon href=data:,>{notebook_frame(founding)}", "utf-8"
    )
    driver.get("about:blank")
    console(driver)
    driver.get(outer.as_uri())
    driver.switch_to.frame(0)
    assert wait(driver, "return document.documentElement.dataset.ready === 'yes'")
    driver.switch_to.default_content()
    assert console(driver) == []


def test_everything_has_a_name_for_screen_readers(driver: Any, page: Path) -> None:
    open_page(driver, page)
    driver.execute_script("kg.select({node: 0})")
    nameless = driver.execute_script(
        "return [...document.querySelectorAll('button, input, select, [role]')].filter(e => !e.closest('[hidden]') &&"
        " !(e.getAttribute('aria-label') || e.getAttribute('aria-labelledby') || e.textContent.trim()))"
        ".map(e => e.outerHTML)"
    )
    assert nameless == [], json.dumps(nameless, ensure_ascii=False)


def test_the_heading_is_in_both_languages(driver: Any, page: Path, founding: nx.MultiDiGraph, tmp_path: Path) -> None:
    own = write_network(founding, tmp_path / "own.html").path
    for shown, heading in ((own, "Network of regional cooperation"), (page, "成渝")):
        open_page(driver, shown, "#lang=en")
        assert driver.find_element("css selector", "h1").text == driver.title == heading
