"""The explorer in a real browser: it asks nothing elsewhere, nothing complains, search suggests, the editor runs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.learn.gold import GoldArticle, as_extraction
from kg.rdf import article_iri, quads
from kg.store import Store
from kg.vocabulary import BASE
from tests.serve.conftest import Server, serving
from tests.view import browser

pytestmark = [pytest.mark.browser, pytest.mark.skipif(browser.missing(), reason=browser.REASON)]
PAGES = (
    "/", "/id/重庆高新区", "/list/Park", "/articles", "/matrix", "/money", "/ask?q=重庆高新区和谁合作？", "/checks",
    "/questions/agreements", "/nothing-here", "/network?focus=重庆高新区", "/query",
)  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, founding: list[GoldArticle]) -> Iterator[Server]:
    """`kg serve` over the founding articles."""
    path = tmp_path_factory.mktemp("browsed") / "graph"
    with Store(path, write=True) as store:
        for gold in founding:
            store.replace_article(article_iri(gold.article.id, BASE), quads(as_extraction(gold)))
    with serving(path) as running:
        yield running


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A browser."""
    started = browser.start(tmp_path_factory.mktemp("profile"))
    yield started
    started.quit()


def _wait(driver: Any, script: str) -> Any:
    from selenium.webdriver.support.ui import WebDriverWait

    return WebDriverWait(driver, 30).until(lambda d: d.execute_script(script))


def _asked(driver: Any) -> list[str]:
    """Every address of the web that was asked for."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    sent = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in sent if not url.startswith(("data:", "about:", "chrome:", "blob:"))]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_only_its_server_and_complains_of_nothing(server: Server, driver: Any, page: str) -> None:
    driver.get("about:blank")
    driver.get_log("browser"), driver.get_log("performance")
    driver.get(server.address + page)
    _wait(driver, "return document.readyState === 'complete'")
    _wait(driver, "const editor = document.querySelector('#yasgui'); return !editor || editor.dataset.ready")
    assert driver.execute_script("return document.title")
    complaints = [entry["message"] for entry in driver.get_log("browser") if "status of 404" not in entry["message"]]
    assert complaints == []
    asked = _asked(driver)
    assert asked and all(url.startswith(server.address + "/") for url in asked), asked


@pytest.mark.parametrize(("width", "mobile"), [(390, True), (1360, False)])
def test_no_page_is_wider_than_its_window(server: Server, driver: Any, width: int, mobile: bool) -> None:
    browser.resize(driver, width, 844, mobile)
    for page in PAGES:
        if not page.startswith("/network"):
            driver.get(server.address + page)
            assert driver.execute_script("return document.documentElement.scrollWidth") <= width, page
    browser.resize(driver, 1400, 900)


def test_search_suggests_and_the_keyboard_chooses(server: Server, driver: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    driver.get(server.address + "/")
    box = driver.find_element("css selector", "input[data-suggest]")
    box.send_keys("cqgxq")
    _wait(driver, "return document.querySelectorAll('.suggest li').length")
    assert box.get_attribute("aria-expanded") == "true"
    box.send_keys(Keys.ARROW_DOWN)
    assert driver.find_element("css selector", "[aria-selected='true']").text.startswith("重庆高新区")
    box.send_keys(Keys.ENTER)
    _wait(driver, "return location.pathname.startsWith('/id/')")
    assert "重庆高新区" in driver.title


def test_the_editor_runs_a_query(server: Server, driver: Any) -> None:
    driver.get("about:blank")
    driver.get_log("browser"), driver.get_log("performance")
    driver.get(server.address + "/query?example=2-signed-together")
    _wait(driver, "return document.querySelector('#yasgui').dataset.ready")
    driver.execute_script("document.querySelector('.yasqe_queryButton').click()")
    _wait(driver, "return document.querySelector('.yasr table tbody td')")
    shown = driver.execute_script("return document.querySelector('.yasr table tbody').innerText")
    assert "高新区" in shown
    assert [entry["message"] for entry in driver.get_log("browser")] == []
    assert all(url.startswith(server.address + "/") for url in _asked(driver))


def test_the_theme_is_switched_and_stays(server: Server, driver: Any) -> None:
    driver.get(server.address + "/money")
    first = driver.execute_script("return getComputedStyle(document.body).backgroundColor")
    driver.find_element("css selector", "[data-theme-switch]").click()
    _wait(driver, "return document.documentElement.dataset.theme")
    driver.get(server.address + "/articles")
    assert driver.execute_script("return getComputedStyle(document.body).backgroundColor") != first
    driver.delete_all_cookies()


_AXE = """
const done = arguments[arguments.length - 1];
axe.run(document, {resultTypes: ["violations"]}).then((found) => done(found.violations
  .filter((one) => ["serious", "critical"].includes(one.impact))
  .map((one) => [one.id, one.nodes[0].html.slice(0, 200)])));
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(server: Server, driver: Any, scheme: str) -> None:
    axe = pytest.importorskip("selenium_axe_python", reason="needs selenium-axe-python, which brings axe-core")
    script = (Path(axe.__file__).parent / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    browser.scheme(driver, scheme)
    for page in PAGES:
        if not page.startswith("/network"):
            driver.get(server.address + page)
            _wait(driver, "const editor = document.querySelector('#yasgui'); return !editor || editor.dataset.ready")
            # The policy would refuse a script put into the page; axe is not the page's.
            driver.execute_cdp_cmd("Runtime.evaluate", {"expression": script})
            assert driver.execute_async_script(_AXE) == [], page
    browser.scheme(driver, "light")
