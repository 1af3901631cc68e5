"""The small networks that most tests of the view share."""

from __future__ import annotations

import networkx as nx
import pytest

from tests.view.graphs import founding_articles, network_of


@pytest.fixture(scope="session")
def founding() -> nx.MultiDiGraph:
    """The two founding articles' network, as annotated."""
    return network_of(founding_articles())
