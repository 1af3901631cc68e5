"""What the tests of corrections share: a built folder of small articles, and the commands run in this process."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from kg.cli import cli
from kg.errors import KgError
from kg.rdf import serialise
from kg.store import Store

ARTICLES = {
    "a": "2021年3月26日，重庆高新区与成都高新区签署《政务服务跨省通办合作备忘录》。重庆高新区位于重庆市。\n",
    "b": "2021年3月27日，重庆高新区与成都高新区签署《政务服务跨省通办合作备忘录》。双方将在科技创新方面合作。\n",
    "c": "金凤软件园位于重庆高新区，总投资50亿元。金凤软件城位于重庆高新区，聚焦集成电路产业。\n",
}


@dataclass(frozen=True)
class Bench:
    """A folder with articles, a store and its judgements; `kg` runs a command on them."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "graph"

    @property
    def file(self) -> Path:
        return self.folder / "graph.judgements.tsv"

    def write(self, **articles: str | None) -> None:
        """Write articles, or take them away (None)."""
        (self.folder / "articles").mkdir(exist_ok=True)
        for name, text in articles.items():
            path = self.folder / "articles" / f"{name}.txt"
            if text is None:
                path.unlink()
            else:
                path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str, input: str | None = None) -> Result:
        return CliRunner().invoke(cli, [*arguments, "--store", str(self.store)], input=input)

    def kg(self, *arguments: str, input: str | None = None) -> str:
        """What a command prints; it must succeed."""
        result = self.run(*arguments, input=input)
        if result.exception:
            raise AssertionError(f"kg {' '.join(arguments)}\n{result.output}") from result.exception
        return result.output

    def json(self, *arguments: str) -> Any:
        """What a command prints for programs."""
        return json.loads(self.kg(*arguments, "--json"))

    def refused(self, *arguments: str) -> str:
        """The one line that a command refuses with."""
        result = self.run(*arguments)
        assert isinstance(result.exception, KgError), result.output
        assert "\n" not in str(result.exception)
        return str(result.exception)

    def build(self, *arguments: str) -> str:
        result = self.run("build", str(self.folder / "articles"), *arguments)
        return result.output

    def rebuild(self) -> None:
        """From scratch: the store goes, the judgements stay."""
        shutil.rmtree(self.store)
        self.build()

    def facts(self) -> set[tuple[str, str, str]]:
        """Every fact, by names."""
        rows = self.json_query(
            "SELECT ?s ?p ?o { ?x ?q ?y . FILTER(STRSTARTS(STR(?q), STR(rc:))) ?x rdfs:label ?s "
            "BIND(STRAFTER(STR(?q), '#') AS ?p) OPTIONAL { ?y rdfs:label ?name } BIND(COALESCE(?name, ?y) AS ?o) }"
        )
        return {(row["s"], row["p"], str(row["o"])) for row in rows if row["p"] != "mergedFrom"}

    def json_query(self, sparql: str) -> list[dict[str, Any]]:
        with Store(self.store) as opened:
            rows = opened.select(sparql)
            return [dict(zip(rows.columns, map(str, row), strict=True)) for row in rows]

    def names(self) -> dict[str, str]:
        """Name -> IRI of every node."""
        return {
            row["name"]: row["x"] for row in self.json_query("SELECT ?x ?name { ?x rdfs:label|skos:altLabel ?name }")
        }

    def bytes(self) -> bytes:
        """The whole graph as a file."""
        with Store(self.store) as opened:
            return b"".join(serialise(opened.quads(), "nquads"))
