"""Gold annotations as extractions: what a perfect extractor would hand to this stage."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.learn.gold import as_extraction, load_gold
from kg.model import Extraction


@pytest.fixture(scope="session")
def gold_extractions() -> list[Extraction]:
    return [as_extraction(gold) for gold in load_gold(Path(__file__).parents[1] / "gold" / "dev")]
