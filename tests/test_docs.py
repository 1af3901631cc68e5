"""The docs site: it builds without a warning, asks nothing of the network, leaves no command or term out.

And what its pages say that a command prints is what it prints.
"""

from __future__ import annotations

import html
import logging
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import COMMANDS, cli

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "notebooks" / "docs"
WALKED = [
    "tutorial",
    "README.zh",
    *(f"howto/{name}" for name in ("correct", "export", "relation", "report", "settings", "reading")),
]
# Pages that bring tables of the user's own: these hold for a whole process.
OWN_TABLES = ("howto/relation", "howto/settings")
# What moves with every training of the models: confidences, and how many facts are found.
MOVING = re.compile(r"\b[01]\.\d\d\b|\d+(?= (?:entities|facts|times)\b)")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="mkdocs-material is not installed: pip install '.[dev]'")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config
    from mkdocs.utils import CountHandler

    out = tmp_path_factory.mktemp("site")
    config = load_config(str(ROOT / "notebooks" / "mkdocs.yml"), site_dir=str(out), strict=True)
    warnings = CountHandler()
    warnings.setLevel(logging.WARNING)
    logging.getLogger("mkdocs").addHandler(warnings)
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    assert not warnings.get_counts()
    return out


def _text(page: Path) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8")))


def test_the_site_asks_nothing_of_the_network(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 15
    asked = re.compile(r"""<(?:script|img|iframe)[^>]+src=["']?(?:https?:)?//|<link[^>]+rel=["']?(?!canonical)"""
                       r"""(?:stylesheet|preconnect|preload|icon)[^>]+href=["']?(?:https?:)?//""")  # fmt: skip
    for page in pages:
        assert not asked.search(page.read_text(encoding="utf-8")), page


def test_every_command_is_there_as_it_helps(site: Path) -> None:
    text = _text(site / "reference" / "commands.html")
    for command in COMMANDS:
        done = CliRunner().invoke(cli, [command, "--help"], prog_name="kg", terminal_width=100)
        assert done.output.rstrip() in text, command


def test_every_term_is_there_in_both_languages(site: Path) -> None:
    from rdflib import OWL, RDF, RDFS, Graph

    graph = Graph().parse(ROOT / "ontology" / "cooperation.ttl")
    for page, kinds in ("types", [OWL.Class]), ("properties", [OWL.ObjectProperty, OWL.DatatypeProperty]):
        text = _text(site / "reference" / f"{page}.html")
        terms = {term for kind in kinds for term in graph.subjects(RDF.type, kind) if "regional-cooperation" in term}
        assert len(terms) > 20
        for term in terms:
            assert graph.namespace_manager.qname(term) in text
            assert all(str(label) in text for label in graph.objects(term, RDFS.label)), term


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("walk")
    shutil.copytree(DOCS / "articles", folder / "my-articles")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert CliRunner().invoke(cli, ["build", "my-articles"]).exit_code == 0
    return folder


def steps(page: str) -> Iterator[tuple[str, list[str]]]:
    """The commands of a page's console blocks, each with the lines that it is said to print.

    A block with a title is a file: it is written on the way.
    """
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    blocks = re.findall(r'^```(?:console|(?:tsv|text|toml) title="([^"]+)")\n(.+?)^```', text, re.DOTALL | re.MULTILINE)
    for file, block in blocks:
        if file:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            Path(file).write_text(block, encoding="utf-8")
            continue
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, *printed = part.rstrip("\n").split("\n")
            yield command, printed


def _pattern(printed: list[str]) -> str:
    lines = (r"(?s:.*?)" if line == "…" else re.escape(MOVING.sub("N", line)) + r"[ ]*\n" for line in printed)
    return "".join(lines)


@pytest.mark.parametrize("page", WALKED)
def test_a_page_prints_what_is_printed(page: str, built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(built, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("KG_STORE", raising=False)
    if page in ("tutorial", "README.zh"):
        shutil.rmtree("graph")
    walked = []
    for command, printed in steps(page):
        walked.append(command)
        kg, *arguments = shlex.split(command.split("  #")[0])
        assert kg == "kg"
        status, said = _run(arguments, apart=page in OWN_TABLES)
        assert status == 0, f"{page}: {command}\n{said}"
        assert re.match(_pattern(printed), MOVING.sub("N", said)), f"{page}: {command}\n{said}"
    assert walked


def _run(arguments: list[str], *, apart: bool) -> tuple[int, str]:
    """A command's exit status and output; `apart`: in a process of its own."""
    if apart:
        command = [sys.executable, "-m", "kg.cli", *arguments]
        there = {**os.environ, "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=there)
        return done.returncode, done.stdout + done.stderr
    invoked = CliRunner().invoke(cli, arguments, prog_name="kg", catch_exceptions=False)
    return invoked.exit_code, invoked.output
