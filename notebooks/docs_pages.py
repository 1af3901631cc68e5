"""A hook of mkdocs: the pages that are made from what they tell of, so that they cannot say anything else.

Commands and ready questions come from their `--help`, types and properties from the ontology, and a line
`<!-- readme: Quality -->` in a page stands for that section of the README.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
WIDTH = 100


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages."""
    pages = {"commands": commands(), "questions": questions(), "types": types(), "properties": properties()}
    for name, text in pages.items():
        files.append(File.generated(config, f"reference/{name}.md", content=text))
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put in the sections of the README that a page names."""
    return re.sub(r"<!-- readme: (.+?) -->", lambda found: section(found[1]), markdown)


def section(title: str) -> str:
    """A section of the README, without its heading; links into the checkout become plain paths."""
    found = re.search(rf"^## {re.escape(title)}\n(.+?)(?=^## |\Z)", README, flags=re.DOTALL | re.MULTILINE)
    if not found:
        raise ValueError(f"README.md has no section '{title}'; mend the page that names it")
    text = re.sub(r"<!--.+?-->\n?", "", found[1])
    text = re.sub(r"!\[[^\]]*\]\([^)]+\)\n?", "", text)
    return re.sub(r"\[([^\]]+)\]\((?!\w+://|#)([^)]+)\)", r"\1 (`\2`)", text)


def _help(*command: str) -> str:
    from click.testing import CliRunner

    from kg.cli import cli

    done = CliRunner().invoke(cli, [*command, "--help"], prog_name="kg", terminal_width=WIDTH, color=False)
    if done.exit_code != 0:
        raise RuntimeError(f"kg {' '.join(command)} --help: {done.output}")
    return f"```text\n{done.output.rstrip()}\n```\n"


def commands() -> str:
    """Every command with what its `--help` prints."""
    from kg.cli import COMMANDS

    parts = ["# Commands\n\nWhat `kg COMMAND --help` prints.\n", f"## kg\n\n{_help()}"]
    parts += [f"## kg {name}\n\n{_help(name)}" for name in COMMANDS]
    return "\n".join(parts)


def questions() -> str:
    """Every ready question with what its `--help` prints."""
    from kg.query import questions as ready

    parts = ["# Ready questions\n\nWhat `kg query QUESTION --help` prints.\n"]
    parts += [f"## {question.name}\n\n{_help('query', question.name)}" for question in ready()]
    return "\n".join(parts)


def types() -> str:
    """The classes of the ontology."""
    from rdflib import OWL

    told = ("Below", "rdfs:subClassOf"), ("Example", "skos:example")
    return _terms("Types 类型", (OWL.Class,), told)


def properties() -> str:
    """The properties of the ontology."""
    from rdflib import OWL, RDF

    told = (
        ("From", "rdfs:domain"),
        ("To", "rdfs:range"),
        ("Below", "rdfs:subPropertyOf"),
        ("Inverse", "owl:inverseOf"),
        ("Example", "skos:example"),
    )
    return _terms("Properties 属性", (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property), told)


def _terms(title: str, kinds: tuple[Any, ...], told: tuple[tuple[str, str], ...]) -> str:
    from rdflib import RDF, RDFS, SKOS, Graph

    from kg.vocabulary import PREFIXES

    graph = Graph().parse(ROOT / "ontology" / "cooperation.ttl")
    own = PREFIXES["rc"]
    terms = {term for kind in kinds for term in graph.subjects(RDF.type, kind) if str(term).startswith(own)}
    lines = [f"# {title}\n\nFrom `ontology/cooperation.ttl`; `rc:` is `{own}`.\n"]
    for term in sorted(terms):
        lines.append(f"## {graph.namespace_manager.qname(term)}\n")
        lines += [f"- **{_said(graph, term, RDFS.label)}**", f"- {_said(graph, term, SKOS.definition)}"]
        lines += list(_facts(graph, term, told))
        lines.append("")
    return "\n".join(lines)


def _said(graph: Any, term: Any, predicate: Any) -> str:
    return " · ".join(str(said) for said in sorted(graph.objects(term, predicate), key=lambda s: s.language != "zh"))


def _facts(graph: Any, term: Any, told: tuple[tuple[str, str], ...]) -> Iterator[str]:
    from rdflib.util import from_n3

    for heading, predicate in told:
        iri = from_n3(predicate, nsm=graph.namespace_manager)
        values = sorted(_names(graph, value) for value in graph.objects(term, iri))
        if values:
            yield f"- {heading}: {', '.join(values)}"


def _names(graph: Any, value: Any) -> str:
    """A term as `rc:Park`; a union (a blank node) as its members."""
    from rdflib import OWL, BNode, Literal

    if isinstance(value, BNode):
        members = graph.items(graph.value(value, OWL.unionOf))
        return " or ".join(_names(graph, member) for member in members)
    if isinstance(value, Literal):
        return str(value)
    return f"`{value.n3(graph.namespace_manager)}`"
