"""Servers for the tests of stores that are elsewhere: each is started once, and empty for each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.store import servers
from tests.store.servers import Server


@pytest.fixture(scope="session")
def _oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def _virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with servers.virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(autouse=True)
def _own_copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this machine keeps of servers, and who may write to them."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    monkeypatch.setenv("KG_STORE_USER", servers.USER)
    monkeypatch.setenv("KG_STORE_PASSWORD", servers.PASSWORD)


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the two, empty."""
    found: Server = request.getfixturevalue(f"_{request.param}")
    found.empty()
    return found


@pytest.fixture
def oxigraph(_oxigraph: Server) -> Server:
    """The quicker of the two, empty."""
    _oxigraph.empty()
    return _oxigraph


@pytest.fixture
def virtuoso(_virtuoso: Server) -> Server:
    """The stranger of the two, empty."""
    _virtuoso.empty()
    return _virtuoso
