"""More than two hundred hostile texts, in every place where an article or a user can put text, run nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest

from kg.view import write_network
from kg.vocabulary import BASE
from tests.view.browser import REASON, console, missing, open_page, requests, start
from tests.view.vectors import vectors

pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing(), reason=REASON), pytest.mark.timeout(300)]

FOREIGN = "img, iframe, object, embed, base, form, link, video, audio, marquee, details, math, textarea, xss"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    browser = start(tmp_path_factory.mktemp("profile"))
    browser.set_script_timeout(120)
    yield browser
    browser.quit()


def hostile() -> nx.MultiDiGraph:
    """A ring in which every text of every thing and every fact is one of the vectors."""
    bad = vectors()
    iri = {one: BASE + one for one in bad}
    graph = nx.MultiDiGraph()
    kinds = ("Agreement", "Park", "Project", "Event", "Company")
    said = [
        dict.fromkeys(("quote", "article", "title", "published", "url", "rule", "modality"), one)
        | {"sentence": f"甲{one}乙", "confidence": 0.5}
        for one in bad
    ]
    for i, one in enumerate(bad):
        values = [
            {"predicate": one, "value": one, "unit": one, **said[i]},
            {"predicate": "totalInvestment", "value": "1", "unit": one, **said[i]},
            {"predicate": "heldOn", "value": "2021-02", **said[i]},
        ]
        kind = kinds[i % len(kinds)] if i % 7 else one
        graph.add_node(iri[one], name=one, type=kind, types=[kind, one], names=[one, f"{one}别名"], values=values)
    for i, one in enumerate(bad):
        graph.add_edge(iri[one], iri[bad[i - 1]], predicate=one, evidence=[said[i]])
        graph.add_edge(iri[bad[i - i % 5]], iri[one], predicate="signatory", evidence=[said[i], said[i - 1]])
    return graph


def test_the_corpus_is_large() -> None:
    assert len(vectors()) >= 200


@pytest.mark.parametrize("kind", ["network", "matrix"])
def test_nothing_runs_and_nothing_is_markup(driver: Any, tmp_path: Path, kind: str) -> None:
    graph = hostile()
    page = write_network(graph, tmp_path / "page.html", title=" ".join(vectors()[:150]), kind=kind).path
    open_page(driver, page)
    tabs = driver.execute_script("return kg.data.tabs")
    searched = [one for one in vectors()[::12] if "\ud800" not in one]
    script = """
    const seen = [];
    for (let i = 0; i < kg.cards.length; i += arguments[2]) {
      kg.select({node: i});
      for (const told of document.querySelectorAll('.told[aria-expanded=false]')) told.click();
      seen.push(kg.nodeText(i).length, kg.nodeSparql(i).length);
    }
    for (let i = 0; i < kg.lines.length; i += 9) kg.select({line: i});
    for (const tab of arguments[0]) {
      document.getElementById('tab-' + tab).click();
      for (const one of document.querySelectorAll('.more, .heat, .bubble, .tile')) if (one.isConnected) one.click();
    }
    const box = document.getElementById('search');
    for (const text of arguments[1]) { box.value = text; box.dispatchEvent(new Event('input')); }
    document.getElementById('language').click();
    document.getElementById('theme').click();
    for (const one of document.querySelectorAll('#panel a')) if (!/^https?:$/.test(one.protocol)) seen.push(one.href);
    return seen.filter((one) => typeof one === 'string');
    """
    assert driver.execute_script(script, tabs, searched, 1 if kind == "network" else 9) == []
    touch = "for (const e of document.querySelectorAll('#panel *')) e.dispatchEvent(new Event('mouseover'))"
    driver.execute_script(touch)
    assert driver.execute_script("return window.hacked === undefined")
    assert driver.execute_script("return document.querySelectorAll(arguments[0]).length", FOREIGN) == 0
    assert driver.execute_script("return document.scripts.length") == (3 if kind == "network" else 2)
    # Hundreds of selections in one breath are hundreds of addresses: the browser takes them slower, and says so.
    assert [said for said in console(driver) if "Throttling navigation" not in said] == []
    assert [url for url in requests(driver, page) if not url.startswith("blob:")] == []


def test_the_picture_and_the_sparql_are_well_formed(driver: Any, tmp_path: Path) -> None:
    from pyoxigraph import Store

    open_page(driver, write_network(hostile(), tmp_path / "page.html", title="<script>&\"'").path)
    root = ElementTree.fromstring(driver.execute_script("kg.select({}); return kg.pictureSvg()"))
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert tags <= {"svg", "title", "rect", "polygon", "circle", "line", "text"}
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    asked = driver.execute_script("return kg.cards.map((_, i) => kg.nodeSparql(i)).concat([kg.linesSparql([0, 1])])")
    store = Store()
    for question in asked:
        assert list(store.query(question)) == [], json.dumps(question)
