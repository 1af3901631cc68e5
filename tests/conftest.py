"""What the tests share: gold articles, the founding articles, a settled random generator, and no silent skips in CI."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from kg.learn.gold import GoldArticle

ROOT = Path(__file__).parents[1]
GOLD = ROOT / "tests" / "gold"
FOUNDING = ROOT / "seeds" / "articles"

hypothesis.settings.register_profile("here", deadline=None, max_examples=100)
hypothesis.settings.register_profile("ci", deadline=None, max_examples=80, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def founding_folder() -> Path:
    """The folder of the two founding articles, with its `articles.tsv`."""
    return FOUNDING


@pytest.fixture(scope="session")
def train() -> list[GoldArticle]:
    """The annotated articles for learning, cleaned as a build cleans them."""
    from kg.learn.evaluation import load_folder

    return load_folder(GOLD / "train")


@pytest.fixture(scope="session")
def founding() -> list[GoldArticle]:
    """The two founding articles with their annotations."""
    from kg.learn.evaluation import load_folder

    return load_folder(GOLD / "seeds", FOUNDING)


# Where most of the time goes: first, so that of two processes none is left alone with them at the end.
_LONG_FIRST = ("work", "fire", "store", "supply", "quality", "view")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest folders first; within them, and all others, as they come."""
    folders = [ROOT / "tests" / name for name in _LONG_FIRST]

    def place(item: pytest.Item) -> int:
        return next((n for n, folder in enumerate(folders) if item.path.is_relative_to(folder)), len(folders))

    items.sort(key=place)


def _no_skip(report: Any) -> None:
    """Where everything must be installed, a skip is a failure."""
    if os.environ.get("KG_NO_SKIP") and report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"KG_NO_SKIP is set, but: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, Any, Any]:
    report = yield
    _no_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, Any, Any]:
    report = yield
    _no_skip(report)
    return report
