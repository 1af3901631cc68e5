"""axe-core finds nothing serious: every view in light, dark and on a phone, with and without a selection."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.view import write_network
from kg.view.page import TABS
from tests.view.browser import REASON, missing, open_page, resize, scheme, start

pytest.importorskip("selenium_axe_python", reason="needs selenium-axe-python, which brings axe-core")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(missing(), reason=REASON), pytest.mark.timeout(300)]

SELECT = {
    "network": "kg.select({node: 0})", "table": "document.querySelector('#table th button').click()",
    "timeline": "document.querySelector('.bubble').click()", "matrix": "document.querySelector('.heat').click()",
    "map": "document.querySelector('.tile:not([disabled])').click()",
}  # fmt: skip
RUN = """
const done = arguments[0];
axe.run(document, {resultTypes: ['violations']}).then((found) => done(found.violations
  .filter((one) => ['serious', 'critical'].includes(one.impact))
  .map((one) => one.id + ': ' + one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(' | '))));
"""


@cache
def _axe() -> str:
    import selenium_axe_python

    return (Path(selenium_axe_python.__file__).parent / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    browser = start(tmp_path_factory.mktemp("profile"))
    browser.set_script_timeout(120)
    # The page's policy would refuse a script put into it; axe is not the page's.
    browser.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
    yield browser
    browser.quit()


def findings(driver: Any) -> list[str]:
    """What axe-core finds serious or critical in the page as it stands."""
    driver.execute_script("if (!window.axe) { " + _axe() + " }")
    return list(driver.execute_async_script(RUN))


@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("ground", ["light", "dark"])
def test_nothing_serious_in_any_view(
    driver: Any, founding: nx.MultiDiGraph, tmp_path: Path, ground: str, size: str
) -> None:
    page = write_network(founding, tmp_path / "network.html").path
    scheme(driver, ground)
    resize(driver, *((390, 844, True) if size == "phone" else (1400, 900)))
    try:
        open_page(driver, page)
        for tab in TABS["network"]:
            driver.execute_script(f"kg.select({{}}); document.getElementById('tab-{tab}').click(); {SELECT[tab]}")
            assert findings(driver) == [], tab
        driver.execute_script("document.getElementById('language').click(); document.getElementById('menu').click()")
        driver.execute_script("const s = document.getElementById('search'); s.value = 'cq'; s.focus()")
        assert findings(driver) == [], "in English, legend and suggestions open"
    finally:
        scheme(driver, "light")
        resize(driver, 1400, 900)


@pytest.mark.parametrize("kind", ["timeline", "matrix", "map-of-parks"])
def test_nothing_serious_in_other_kinds_nor_where_nothing_is(driver: Any, tmp_path: Path, kind: str) -> None:
    open_page(driver, write_network(nx.MultiDiGraph(), tmp_path / "empty.html", kind=kind).path)
    assert findings(driver) == []


def test_findings_are_found(driver: Any, tmp_path: Path) -> None:
    open_page(driver, write_network(nx.MultiDiGraph(), tmp_path / "empty.html", kind="matrix").path)
    driver.execute_script("document.getElementById('theme').removeAttribute('aria-label')")
    assert [one for one in findings(driver) if one.startswith("button-name")]
