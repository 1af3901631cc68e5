"""The tools as an assistant has them: through the protocol's own client, over a real process's pipes."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

mcp = pytest.importorskip("mcp", reason="the extra kg[mcp] is not installed")

from kg.pipeline import build  # noqa: E402
from kg.store import Store  # noqa: E402

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mcp") / "graph"
    with Store(path, write=True) as made:
        build([SEEDS], made)
    return path


def talk(store: Path, within: Callable[[Any], Coroutine[Any, Any, None]], *options: str) -> None:
    """Start `kg mcp` and talk with it."""
    from mcp import Client, StdioServerParameters

    async def talking() -> None:
        arguments = ["-m", "kg.cli", "mcp", "--store", str(store), *options]
        server = StdioServerParameters(command=sys.executable, args=arguments, cwd=Path(__file__).parents[2])
        async with Client(server) as client:
            await within(client)

    asyncio.run(talking())


async def called(client: Any, tool: str, **arguments: Any) -> Any:
    result = await client.call_tool(tool, arguments)
    text = "".join(part.text for part in result.content if part.type == "text")
    assert not result.is_error, text
    return (
        result.structured_content.get("result", result.structured_content)
        if result.structured_content
        else json.loads(text)
    )


async def refused(client: Any, tool: str, **arguments: Any) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return "".join(part.text for part in result.content)


def test_an_assistant_finds_its_way(store: Path) -> None:
    async def within(client: Any) -> None:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"search", "entity", "neighbours", "path", "evidence", "questions", "ask", "select"}
        assert all(tool.annotations.read_only_hint and tool.description for tool in tools.values())
        assert set(tools["path"].input_schema["properties"]) == {"start", "end", "longest"}

        found = await called(client, "search", name="高新区")
        assert {"重庆高新区", "成都高新区"} <= {one["name"] for one in found["entities"]}
        card = await called(client, "entity", name="政务服务跨省通办合作备忘录")
        assert card["types"] == ["Agreement"] and all(fact["evidence"] for fact in card["facts"])
        near = await called(client, "neighbours", name="政务服务跨省通办合作备忘录", predicate="signatory")
        assert "重庆高新区" in {one["name"] for one in near["neighbours"]}
        way = await called(client, "path", start="重庆高新区", end="成都高新区")
        assert way["steps"] and all(step["quote"] for step in way["steps"])
        said = await called(client, "evidence", subject="政务服务跨省通办合作备忘录", other="重庆高新区")
        assert said["facts"] and "备忘录" in said["facts"][0]["evidence"][0]["quote"]
        ready = {one["name"]: one for one in await called(client, "questions")}
        assert "between" in {p["name"] for p in ready["agreements"]["parameters"]}
        rows = await called(client, "ask", question="agreements", arguments={"between": ["重庆高新区", "成都高新区"]})
        assert len(rows["rows"]) >= 2 and "agreement" in rows["columns"]
        rows = await called(client, "select", sparql="SELECT ?x { ?x a rc:Agreement }", limit=2)
        assert len(rows["rows"]) == 2 and rows["more"] is True

    talk(store, within)


def test_errors_are_one_line_and_nothing_is_written(store: Path) -> None:
    before = sorted((path.name, path.stat().st_size) for path in store.rglob("*") if path.is_file())

    async def within(client: Any) -> None:
        assert "重庆高新区" in await refused(client, "entity", name="重庆高新")
        assert "query:1:15: malformed" in await refused(client, "select", sparql="SELECT ?x { ?x")
        for query in ("DELETE WHERE { ?s ?p ?o }", "SELECT ?x { SERVICE <http://127.0.0.1:1/> { ?x ?p ?o } }"):
            assert "\n" not in await refused(client, "select", sparql=query)
        assert await refused(client, "ask", question="nothing-like-this")
        cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a != ?g) }"
        assert "1 s" in await refused(client, "select", sparql=cross)
        assert (await called(client, "select", sparql="ASK { ?x a rc:Park }")) == {"answer": True}

    talk(store, within, "--timeout", "1")
    assert before == sorted((path.name, path.stat().st_size) for path in store.rglob("*") if path.is_file())
