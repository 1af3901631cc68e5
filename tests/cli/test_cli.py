"""The command line: what it prints, what it exits with, and how little it loads."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pyoxigraph as ox
import pytest
from wcwidth import wcswidth

from kg.cli import COMMANDS
from kg.cli.readable import columns
from kg.learn.gold import GoldArticle
from kg.model import Entity, Evidence, Extraction, Span, Statement
from kg.query import questions
from kg.rdf import article_iri, quads
from kg.store import Store
from kg.vocabulary import BASE
from tests.cli.conftest import ROOT, Kg

HEAVY = ("jieba", "rjieba", "pycrfsuite", "pyvis", "networkx", "rdflib", "pyshacl", "pandas", "kg.detect", "kg.view")


def test_help_lists_what_each_command_says_of_itself() -> None:
    for name, words in COMMANDS.items():
        assert (import_module(f"kg.cli.{name}").command.help or "").split("\n")[0] == words


def _cpu(*arguments: str) -> float:
    """Seconds of processor time of Python with these arguments."""
    script = (
        "import resource, subprocess, sys\n"
        f"subprocess.run([sys.executable, *{list(arguments)!r}], stdout=subprocess.DEVNULL)\n"
        "used = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(used.ru_utime + used.ru_stime)"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(
        command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True
    )
    return float(done.stdout)


def test_help_is_quick() -> None:
    pairs = [(_cpu("-m", "kg.cli", "--help"), _cpu("-c", "import click")) for _ in range(3)]
    # Beside what it is made of, so that a busy machine is slow on both sides.
    assert min(helped / made for helped, made in pairs) < 2, pairs


def _loaded(*arguments: str | Path) -> set[str]:
    """The modules that a command leaves loaded."""
    script = "import sys; from kg.cli import run; run(sys.argv[1:]); print('LOADED', *sys.modules)"
    command = [sys.executable, "-c", script, *map(str, arguments)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=True)
    return set(done.stdout.rpartition("LOADED")[2].split())


@pytest.mark.parametrize(
    "asked",
    [["agreements", "--between", "重庆高新区", "成都高新区"], ["SELECT ?p { ?p a rc:Park }", "--format", "csv"]],
    ids=["ready", "sparql"],
)
def test_a_query_loads_neither_segmenter_nor_view(store: Path, asked: list[str]) -> None:
    loaded = _loaded("query", *asked, "--store", store)
    assert "pyoxigraph" in loaded
    assert not [name for name in HEAVY if name in loaded]


def test_help_loads_no_command() -> None:
    loaded = _loaded("--help")
    assert not [name for name in ("rich", "pyoxigraph", "kg.cli.build", *HEAVY) if name in loaded]


def test_a_ready_question_prints_an_aligned_table(kg: Kg, store: Path) -> None:
    done = kg("query", "agreements", "--between", "重庆高新区", "成都高新区", "--store", store)
    assert (done.returncode, done.stderr) == (0, "")
    chinese, head, rule, *lines = done.stdout.rstrip("\n").split("\n")
    assert chinese.split() == ["协议", "签署方", "签署日期", "会议活动", "文章", "刊发日期", "依据"]
    assert head.split() == ["agreement", "parties", "signed", "event", "article", "published", "quote"]
    assert any("政务服务跨省通办合作备忘录" in line and "2021-03-26" in line for line in lines)
    column = head.index("parties")
    for line in lines:
        agreement = line.split("  ")[0]
        assert wcswidth(agreement) < column <= wcswidth(rule)


def test_a_table_is_for_people_and_csv_exact(kg: Kg, store: Path) -> None:
    table = kg("query", "investment", "--store", store).stdout
    assert "1632亿元 (163200000000)" in table and "351.5亿元 (35150000000)" in table
    rows = list(csv.DictReader(io.StringIO(kg("query", "investment", "--store", store, "--format", "csv").stdout)))
    assert {"163200000000", "35150000000"} <= {row["yuan"] for row in rows}
    asked = ("search", "--text", "合作", "--store", store)
    rows = list(csv.DictReader(io.StringIO(kg("query", *asked, "--format", "csv").stdout)))
    longest = max((row["quote"] for row in rows), key=wcswidth)
    table = kg("query", *asked).stdout
    assert wcswidth(longest) > 64 and longest not in table and longest[:12] in table and longest[-6:] in table
    assert "合作 cooperatesWith" in kg("query", "evidence", "--about", "重庆高新区", "--store", store).stdout


def test_every_column_of_a_ready_question_has_a_chinese_name() -> None:
    for ready in questions():
        head = re.search(r"^SELECT DISTINCT (.*) WHERE", ready.sparql, re.M)
        assert head, ready.name
        for column in head[1].split():
            assert columns()[column.removeprefix("?")][0], (ready.name, column)


def test_only_what_is_sure_enough(kg: Kg, tmp_path: Path, founding: list[GoldArticle]) -> None:
    path = tmp_path / "graph"
    article = founding[0].article
    words = article.text[:20]
    entities = (
        Entity("甲园", ("Park",), ("甲园",)),
        Entity("乙园", ("Park",), ("乙园",)),
        Entity("丙园", ("Park",), ("丙园",)),
    )
    said = [("甲园", "乙园", 0.9), ("甲园", "丙园", 0.4)]
    statements = tuple(Statement(a, "partOf", b, (Evidence(Span(0, 20), words, "r", c),)) for a, b, c in said)
    with Store(path, write=True) as opened:
        opened.replace_article(article_iri(article.id, BASE), quads(Extraction(article, entities, statements)))
    sure = ("--store", path, "--min-confidence", "0.5")
    asked = "SELECT ?o { id:甲园 rc:partOf/rdfs:label ?o } ORDER BY ?o"
    assert kg("query", asked, "--format", "csv", "--store", path).stdout.split() == ["o", "丙园", "乙园"]
    assert kg("query", asked, "--format", "csv", *sure).stdout.split() == ["o", "乙园"]
    assert kg("query", *sure, "parks", "--format", "csv").stdout.count("丙园") == 1, "it is still named"
    assert [f["other"] for f in json.loads(kg("show", "甲园", "--json", *sure).stdout)[0]["facts"]] == ["乙园"]
    assert kg("export", "-", "--format", "turtle", *sure).stdout.count("a rc:Claim") == 1
    kg("view", tmp_path / "a.html", *sure)
    assert "1 fact from 1 article" in kg("view", tmp_path / "a.html", *sure).stderr
    assert kg("query", "parks", "--min-confidence", "7", "--store", path).returncode == 2


@pytest.mark.parametrize("place", ["before", "after"])
def test_formats_and_store_stand_anywhere(kg: Kg, store: Path, place: str) -> None:
    shared = ["--format", "csv", "--store", str(store)]
    before, after = (shared, []) if place == "before" else ([], shared)
    done = kg("query", *before, "members", *after)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert {"alliance", "member", "quote"} <= set(rows[0])
    assert "重庆高新区" in {row["member"] for row in rows}


def test_sparql_as_text_file_and_standard_input(kg: Kg, store: Path, tmp_path: Path) -> None:
    text = "SELECT ?name { ?p a rc:Park ; rdfs:label ?name } ORDER BY ?name"
    file = tmp_path / "parks.rq"
    file.write_text(text, encoding="utf-8")
    said = kg("query", text, "--store", store, "--format", "json")
    names = [row["name"]["value"] for row in json.loads(said.stdout)["results"]["bindings"]]
    assert names == sorted(names) and "重庆高新区" in names
    assert kg("query", file, "--store", store, "--format", "json").stdout == said.stdout
    assert kg("query", "-", "--store", store, "--format", "json", input=text).stdout == said.stdout


def test_the_other_formats_of_rows(kg: Kg, store: Path) -> None:
    for name, begin in (("tsv", "?n\n"), ("xml", "<?xml"), ("csv", "n")):
        done = kg("query", "SELECT (1 AS ?n) {}", "--store", store, "--format", name)
        assert done.returncode == 0 and done.stdout.startswith(begin), name


def test_triples_are_turtle(kg: Kg, store: Path) -> None:
    done = kg("query", "DESCRIBE id:重庆高新区", "--store", store)
    triples = list(ox.parse(done.stdout.encode(), format=ox.RdfFormat.TURTLE))
    assert triples and "id:重庆高新区 a rc:Park" in done.stdout
    assert kg("query", "DESCRIBE id:重庆高新区", "--store", store).stdout == done.stdout


def test_a_truth(kg: Kg, store: Path) -> None:
    assert kg("query", "ASK { ?s a rc:Park }", "--store", store).stdout == "true\n"
    assert json.loads(kg("query", "ASK { ?s a rc:X }", "--store", store, "--format", "json").stdout)["boolean"] is False


def test_questions_are_listed_with_their_parameters(kg: Kg) -> None:
    listed = kg("query", "--list").stdout
    assert "--between NAME NAME: two who both signed" in listed and "projects-by-status" in listed
    assert "--park NAME" in kg("query", "projects", "--help").stdout


def _one_line(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 1 and done.stdout == ""
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


def test_errors_are_one_line(kg: Kg, store: Path, tmp_path: Path) -> None:
    _one_line(kg("query", "SELECT *\nWHERE { ? }", "--store", store), "query:2:", "malformed")
    _one_line(kg("query", "nonsense", "--store", store), "no such question", "agreements")
    _one_line(kg("query", "agreementz", "--store", store), "no such question; nearest: agreements")
    _one_line(kg("query", tmp_path / "no.rq", "--store", store), "no.rq: cannot be read")
    _one_line(kg("query", "SELECT * {}", "--store", store, "--format", "ttl"), "rows cannot be written as 'ttl'")
    _one_line(kg("query", "agreements", "--store", tmp_path / "no"), "no graph here", "kg build")
    _one_line(kg("query", "partners", "--of", "重庆高新圆", "--store", store), "nearest: 重庆高新区")
    _one_line(kg("show", "重庆高新圆", "--store", store), "nearest: 重庆高新区")
    _one_line(kg("view", tmp_path / "a.html", "--focus", "重庆高新圆", "--store", store), "nearest: 重庆高新区")
    _one_line(kg("export", tmp_path / "a.xyz", "--store", store), "turtle (.ttl)")
    _one_line(kg("export", tmp_path / "no" / "a.ttl", "--store", store), "cannot be written")
    (tmp_path / "latin.rq").write_bytes("SELECT * { ?s ?p '重' }".encode("gb18030"))
    _one_line(kg("query", tmp_path / "latin.rq", "--store", store), "UTF-8")


def test_a_store_in_use_is_one_line(kg: Kg, tmp_path: Path) -> None:
    from kg.store import Store

    with Store(tmp_path / "graph", write=True):
        _one_line(kg("stats", "--store", tmp_path / "graph"), "in use by another process")
        _one_line(kg("build", tmp_path, "--store", tmp_path / "graph"), "in use by another process")


@pytest.mark.parametrize("arguments", [["frobnicate"], ["show"], ["query"], ["query", "projects"], ["view", "--depth"]])
def test_wrong_usage_exits_with_2(kg: Kg, arguments: list[str]) -> None:
    done = kg(*arguments)
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_a_card_shows_words_and_article(kg: Kg, store: Path) -> None:
    done = kg("show", "政务服务跨省通办合作备忘录", "--store", store)
    assert "signatory" in done.stdout and "2021-03-26" in done.stdout
    assert "“双区联动”共建科技创新中心" in done.stdout and "以科技创新为引领" in done.stdout
    (card,) = json.loads(kg("show", "政务服务跨省通办合作备忘录", "--store", store, "--json").stdout)
    assert card["articles"] == 2


def test_stats_for_people_and_programs(kg: Kg, store: Path) -> None:
    assert "Agreement" in kg("stats", "--store", store).stdout
    assert json.loads(kg("stats", "--store", store, "--json").stdout)["articles"] == 2


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nq", "nt", "jsonld"])
def test_exports_are_the_same_bytes_each_time(kg: Kg, store: Path, tmp_path: Path, suffix: str) -> None:
    one, two = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
    for out in (one, two):
        assert kg("export", out, "--store", store).returncode == 0
    assert one.read_bytes() == two.read_bytes() != b""
    formats = {"jsonld": ox.RdfFormat.JSON_LD}
    kind = formats.get(suffix) or ox.RdfFormat.from_extension(suffix)
    assert sum(1 for _ in ox.parse(path=str(one), format=kind)) > 1000
    assert b"urn:kg:" not in one.read_bytes()


def test_the_network_page_is_written(kg: Kg, store: Path, tmp_path: Path) -> None:
    out = tmp_path / "network.html"
    assert kg("view", out, "--store", store).returncode == 0
    assert "重庆高新区" in out.read_text(encoding="utf-8")
    near = kg("view", out, "--focus", "重庆高新区", "--depth", "1", "--type", "Agreement", "--store", store)
    assert near.returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_broken_pipe_is_quiet(store: Path) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"
    command = f"{sys.executable} -m kg.cli query '{query}' --format csv --store {store} | head -1"
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, shell=True, capture_output=True, text=True, env=environment, check=False)
    assert done.stdout == "a,b,c,d,e,f\n" and done.stderr == ""
