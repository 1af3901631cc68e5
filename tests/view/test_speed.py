"""The pages are as fast as is promised: processor time of the page's main thread, by the bench of them.

`KG_LONG=1` measures 20,000 nodes, too. A block has half as much room again here: a slow machine is no
fault of the page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.bench.view_bench import BARS, measure, steady
from tests.view.browser import REASON, missing, start

LONG = bool(os.environ.get("KG_LONG"))
pytestmark = [
    pytest.mark.alone,
    pytest.mark.browser,
    pytest.mark.timeout(400),
    pytest.mark.skipif(missing(), reason=REASON),
]


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    started = start(tmp_path_factory.mktemp("profile"))
    steady(started)
    yield started
    started.quit()


@pytest.mark.parametrize("size", [(300, 600), (2000, 4000), *([(20000, 40000)] if LONG else [])])
def test_as_fast_as_promised(driver: Any, tmp_path: Path, size: tuple[int, int]) -> None:
    found = measure(driver, *size, tmp_path)
    values = (found.megabytes, found.paint, found.ready, found.block / 1.5, found.search)
    assert all(bar is None or value < bar for value, bar in zip(values, BARS[size], strict=True)), found
