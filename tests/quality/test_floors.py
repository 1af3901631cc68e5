"""The quality gate: figures on the gold articles do not fall below the floors, and floors follow the figures up.

`floors.json` holds F1 by the scorer's strict definitions. A figure more than `SLACK` above its floor fails too: whoever
improves the extraction raises the floor with `python -m kg.learn floors tests/quality/floors.json` and commits it.
A floor of 0 is not set yet.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.learn.evaluation import Measurement, load_folder, measure

ROOT = Path(__file__).parents[2]
FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))
CHECKS = [(folder, figure) for folder, floors in FLOORS.items() for figure in floors]
SLACK = 0.02

pytestmark = [pytest.mark.quality, pytest.mark.timeout(900)]  # hundreds of articles


@pytest.fixture(scope="module")
def measured() -> dict[str, Measurement]:
    """Each gold folder measured once."""
    texts = ROOT / "seeds" / "articles"
    return {folder: measure(load_folder(ROOT / "tests" / "gold" / folder, texts)) for folder in FLOORS}


@pytest.mark.parametrize(("folder", "figure"), CHECKS)
def test_no_figure_falls(measured: dict[str, Measurement], folder: str, figure: str) -> None:
    value, floor = measured[folder].figure(figure).f1, FLOORS[folder][figure]
    assert value >= floor, f"{figure} on {folder}: F1 {value:.4f} fell below its floor {floor}"


@pytest.mark.parametrize(("folder", "figure"), CHECKS)
def test_floors_follow(measured: dict[str, Measurement], folder: str, figure: str) -> None:
    value, floor = measured[folder].figure(figure).f1, FLOORS[folder][figure]
    assert not floor or value - floor <= SLACK, f"{figure} on {folder}: F1 {value:.4f}; raise its floor {floor}"


@pytest.mark.parametrize("folder", FLOORS)
def test_every_quote_is_an_exact_slice(measured: dict[str, Measurement], folder: str) -> None:
    assert measured[folder].inexact == ()
    assert measured[folder].claims > 0
