"""Own types and relations where the graph is no folder that this process opens: on a server, and behind `kg serve`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.graph import Graph
from kg.terms import Terms, use
from tests.serve.conftest import serving
from tests.store import servers
from tests.test_own_tables import RELATIONS, SAYING, SUPPORTED, TYPES, kg

BASE = "https://example.org/id/"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "a.txt").write_text(SUPPORTED, encoding="utf-8")
    (folder / "words").mkdir()
    for name, text in ("types", TYPES), ("relations", RELATIONS), ("relation_words", SAYING):
        (folder / "words" / f"{name}.tsv").write_text(text, encoding="utf-8")
    done = kg(folder, "build", "a.txt", "--lang-dir", "words", "--base", BASE)
    assert done.returncode == 0, done
    return folder


@pytest.fixture(autouse=True)
def _no_terms() -> Iterator[None]:
    use(Terms())
    yield
    use(Terms())


@pytest.mark.timeout(600)
def test_a_server_that_holds_the_graph(built: Path, tmp_path: Path) -> None:
    def run(*arguments: str) -> str:
        use(Terms())  # as in a new process
        told = CliRunner().invoke(cli, [*arguments, "--store", server.store], prog_name="kg", catch_exceptions=False)
        assert told.exit_code == 0, told.output
        return told.output

    with Graph.open(built / "graph") as here:
        here.export(tmp_path / "here.trig")
    with servers.oxigraph(tmp_path) as server:
        run("import", str(tmp_path / "here.trig"))
        assert "码头 Port" in run("show", "万州区新田码头")
        assert run("ask", "谁对口支援丰都县？").startswith("枣庄市")
        judged = ("--judgements", str(tmp_path / "j.tsv"))
        run("reject", "--fact", "威海市", "supports", "云阳县", *judged)
        assert run("ask", "谁对口支援云阳县？").startswith("日照市\n")
        run("undo", *judged)
        run("export", str(tmp_path / "there.trig"))
    assert (tmp_path / "there.trig").read_bytes() == (tmp_path / "here.trig").read_bytes()


@pytest.mark.timeout(600)
def test_the_pages_of_the_server(built: Path) -> None:
    with serving(built / "graph") as server:
        page = server.request("GET", "/id/" + quote("丰都县"), {"Accept": "text/html"}).text
        assert "受援于" in page and "/term/supports" not in page
        assert "新田码头" in server.request("GET", "/list/Port").text
        assert "/list/Port" in server.request("GET", "/").text
        assert server.ask("SELECT ?x { ?x a term:Port }", "text/csv").text.count("\n") == 2
