"""Names and words of the user's own: rows beside the shipped tables, in a folder of theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import cli
from kg.errors import TableError
from kg.graph import Graph
from kg.pipeline import check_own_tables
from kg.tables import OWN_GAZETTEER, OWN_LANGUAGE, read_rows, resource
from kg.terms import Terms, use

ROOT = Path(__file__).parents[1]
TEXT = "两城携手\n今年3月，重庆高新区与云岭签署协议，云岭片区占地300坰。"


def kg(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "kg.cli", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(autouse=True)
def _no_terms_left() -> Iterator[None]:
    yield
    use(Terms())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for name in ("names", "words"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_rows_come_after_the_shipped_ones(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "names" / "regions.tsv").write_text("name\ttype\tshort\n云岭\tPark\t\n", encoding="utf-8")
    path = resource("seeds", "gazetteer", "regions.tsv")
    shipped = [row for _, row in read_rows(path, ("name",))]
    monkeypatch.setenv(OWN_GAZETTEER, str(folder / "names"))
    rows = [row for _, row in read_rows(path, ("name",))]
    assert rows[:-1] == shipped and rows[-1]["name"] == "云岭" and rows[-1].place.endswith("names/regions.tsv:2")
    monkeypatch.setenv(OWN_LANGUAGE, str(folder / "words"))
    assert [row for _, row in read_rows(path, ("name",))] == rows


def test_own_names_and_words_are_read(folder: Path) -> None:
    (folder / "names" / "regions.tsv").write_text("name\ttype\tshort\n云岭\tPark\t\n", encoding="utf-8")
    unit = "word\tkind\tvalue\tplace\tnot_after\n坰\tArea\t1/100\tafter\t\n"
    (folder / "words" / "units.tsv").write_text(unit, encoding="utf-8")
    before = kg(folder, "explain", "a.txt").stdout
    after = kg(folder, "explain", "a.txt", "--gazetteer", "names", "--lang-dir", "words").stdout
    assert "300坰 = 3 km2" in after and "300坰" not in before.replace(TEXT.split("\n")[1], "")
    assert "云岭 [园区 Park" in after


def test_other_tables_are_another_graph(folder: Path) -> None:
    assert "1 new" in kg(folder, "build", "a.txt").stdout
    (folder / "names" / "regions.tsv").write_text("name\ttype\tshort\n云岭\tPark\t\n", encoding="utf-8")
    assert "1 skipped" not in kg(folder, "build", "a.txt", "--gazetteer", "names").stdout
    assert "1 skipped" in kg(folder, "build", "a.txt", "--gazetteer", "names").stdout


@pytest.mark.parametrize(
    ("table", "text", "words"),
    [
        ("names/parks.tsv", "name\ttype\tshort\n云岭\tPrak\t\n", "names/parks.tsv:2: unknown type 'Prak'"),
        ("names/parks.tsv", "nam\ttype\n云岭\tPark\n", "names/parks.tsv:1: column 'name' is missing"),
        ("names/prks.tsv", "name\n云岭\n", "names/prks.tsv: adds to no table"),
        ("words/units.tsv", "word\tkind\tvalue\tplace\tnot_after\n坰\tSize\t1\tafter\t\n", "words/units.tsv:2: "),
        ("words/furniture.tsv", "kind\tpattern\texample\nx\ty\tz\n", "words/furniture.tsv:"),
    ],
)
def test_a_wrong_row_is_told_with_file_and_line(table: str, text: str, words: str, folder: Path) -> None:
    (folder / table).write_text(text, encoding="utf-8")
    done = kg(folder, "build", "a.txt", "--gazetteer", "names", "--lang-dir", "words")
    assert done.returncode == 1 and words in done.stderr and done.stderr.count("\n") == 1
    assert not (folder / "graph").exists()


def test_a_folder_that_is_not_there(folder: Path) -> None:
    done = kg(folder, "build", "a.txt", "--gazetteer", "none")
    assert done.returncode == 1 and "no such folder" in done.stderr


TYPES = "name\tzh\ten\tparent\tendings\texample\nPort\t码头\tport\tPark\t码头\t新田码头\n"
RELATIONS = (
    "name\tzh\ten\tinverse_zh\tinverse_en\tdomain\trange\tsymmetric\n"
    "supports\t对口支援\tsupports\t受援于\tsupported by\tParty\tParty\t\n"
    "calls\t挂靠\tcalls at\t\t\tCompany\tPort\t\n"
)
SAYING = (
    "relation\tword\torder\texample\tsubjects\tobjects\n"
    "supports\t对口支援\t\t甲市对口支援乙县。\t甲市\t乙县\n"
    "calls\t挂靠\t\t甲公司的货轮挂靠丙码头。\t甲公司\t丙码头\n"
)
SUPPORTED = (
    "山东重庆协作\n威海市、日照市对口支援云阳县。丰都县由枣庄市对口支援。烟台市拟对口支援巫山县，济宁市未对口支援城口县。\n"
    "山东港口集团的货轮挂靠万州区新田码头。果园港与青岛港签署合作协议。"
)


@pytest.fixture
def own(folder: Path) -> Path:
    (folder / "a.txt").write_text(SUPPORTED, encoding="utf-8")
    for name, text in ("types", TYPES), ("relations", RELATIONS), ("relation_words", SAYING):
        (folder / "words" / f"{name}.tsv").write_text(text, encoding="utf-8")
    (folder / "names" / "parks.tsv").write_text("name\ttype\tshort\n果园港\tPort\t\n", encoding="utf-8")
    return folder


def test_own_terms_work_through_the_whole_product(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = "https://example.org/id/"
    done = kg(own, "build", "a.txt", "--lang-dir", "words", "--gazetteer", "names", "--base", base)
    assert done.returncode == 0 and "对口支援 supports" in done.stdout and "码头 Port" in done.stdout, done
    monkeypatch.chdir(own)

    def here(*arguments: str) -> str:
        """Without the tables: the graph itself tells of its terms."""
        told = CliRunner().invoke(cli, arguments, prog_name="kg", catch_exceptions=False)
        assert told.exit_code == 0, told.output
        return told.output

    asked = "SELECT ?a ?b { ?x term:supports ?y . ?x rdfs:label ?a . ?y rdfs:label ?b } ORDER BY ?a ?b"
    rows = here("query", asked, "--format", "csv").split()
    assert set(rows[1:]) == {"威海市,云阳县", "日照市,云阳县", "枣庄市,丰都县", "烟台市,巫山县"}
    told = here("query", "evidence", "--about", "城口县", "--fact", "supports", "--format", "csv")
    assert "denied" in told and "own:supports:对口支援" in told and "济宁市未对口支援城口县" in told
    assert "受援于 ← supports" in here("show", "丰都县") and "码头 Port" in here("show", "果园港")
    assert here("ask", "谁对口支援丰都县？").startswith("枣庄市")
    assert here("ask", "威海市对口支援哪些地区？").startswith("云阳县")
    assert "新田码头" in here("ask", "有哪些码头？")
    assert "受援于" in here("report", "-", "--focus", "丰都县")
    here("view", "v.html")
    page = Path("v.html").read_text("utf-8")
    assert '"Port"' in page and "对口支援" in page
    here("reject", "--fact", "威海市", "supports", "云阳县")
    assert here("ask", "谁对口支援云阳县？").startswith("日照市\n")
    here("retype", "果园港", "Company")
    here("retype", "果园港", "Port")
    assert "码头 Port、园区 Park" in here("show", "果园港")


@pytest.mark.parametrize("suffix", ["ttl", "trig", "nq", "nt", "rdf", "jsonld"])
def test_an_exported_graph_stands_alone(
    suffix: str, graph_with_own_terms: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other programs read it; it declares its terms; taken back without the tables it is the same graph."""
    import rdflib

    file = tmp_path / f"e.{suffix}"
    with Graph.open(graph_with_own_terms / "graph") as graph:
        graph.export(file)
    data = rdflib.Dataset(default_union=True)
    data.parse(file, format={"rdf": "xml", "jsonld": "json-ld"}.get(suffix))
    term = rdflib.Namespace("https://example.org/id/term/")
    ours = rdflib.Namespace("https://w3id.org/regional-cooperation/ontology#")
    assert (term.Port, rdflib.RDFS.subClassOf, ours.Park) in data
    assert (term.supports, rdflib.RDFS.domain, ours.Party) in data
    assert (term.calls, rdflib.RDFS.range, term.Port) in data
    assert {str(label) for label in data.objects(term.supports, rdflib.RDFS.label)} == {"对口支援", "supports"}
    assert len(list(data.subject_objects(term.supports))) == 4
    if suffix != "jsonld":
        use(Terms())  # as in a new process
        copy = str(tmp_path / "copy")
        assert CliRunner().invoke(cli, ["import", str(file), "--store", copy]).exit_code == 0
        with Graph.open(copy) as graph:
            graph.export(tmp_path / f"again.{suffix}")
        assert (tmp_path / f"again.{suffix}").read_bytes() == file.read_bytes()


@pytest.fixture(scope="module")
def graph_with_own_terms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    (folder / "a.txt").write_text(SUPPORTED, encoding="utf-8")
    (folder / "words").mkdir()
    for name, text in ("types", TYPES), ("relations", RELATIONS), ("relation_words", SAYING):
        (folder / "words" / f"{name}.tsv").write_text(text, encoding="utf-8")
    done = kg(folder, "build", "a.txt", "--lang-dir", "words", "--base", "https://example.org/id/")
    assert done.returncode == 0, done
    return folder


def test_terms_go_with_their_tables(own: Path) -> None:
    """A build without them is the graph of a build that never had them, byte for byte."""
    tables = ("--lang-dir", "words", "--gazetteer", "names")
    steps = [("a", ()), ("b", tables), ("b", ())]
    exported = []
    for store, options in steps:
        assert kg(own, "build", "a.txt", "--store", store, *options).returncode == 0
        use(Terms())  # as in a new process
        with Graph.open(own / store) as graph:
            graph.export(own / "e.trig")
        exported.append((own / "e.trig").read_bytes())
    assert exported[0] == exported[2] != exported[1]
    assert b"term:" not in exported[0] and b"term:supports" in exported[1]


@pytest.mark.parametrize(
    ("table", "old", "new", "words"),
    [
        ("types", "Park", "Prak", "types.tsv:2: unknown parent 'Prak'; use one of Park, "),
        ("types", "Port", "port", "types.tsv:2: 'port' is no name for it: a capital letter"),
        ("types", "Port", "Fund", "types.tsv:2: Fund is a term of the ontology already"),
        ("types", "新田码头\n", "新田港\n", "types.tsv:2: the example '新田港' ends in none of 码头"),
        ("types", "\t码头\tport", "\t\tport", "types.tsv:2: zh is empty"),
        ("relations", "Party\tParty", "Party\tPrat", "relations.tsv:2: unknown type 'Prat' as range; use one of "),
        ("relations", "calls", "supports", "relations.tsv:3: supports stands in "),
        ("relations", "Company\tPort\t", "Company\tPort\tyes", "relations.tsv:3: calls goes both ways"),
        ("relations", "supports\t对", "signatory\t对", "relations.tsv:2: signatory is a term of the ontology already"),
        ("relation_words", "calls\t", "called\t", "relation_words.tsv:3: unknown relation 'called'"),
        ("relation_words", "\t甲市\t", "\t甲省\t", "relation_words.tsv:2: '甲省' does not stand in the example"),
        ("relation_words", "\t甲市\t乙县", "\t乙县\t甲市", "words.tsv:2: in its example '甲市对口支援乙县。' "),
        ("relation_words", "挂靠\t\t", "挂靠\tback\t", "relation_words.tsv:3: order 'back'"),
    ],
)  # fmt: skip
def test_a_wrong_term_is_told(
    table: str, old: str, new: str, words: str, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = own / "words" / f"{table}.tsv"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    monkeypatch.setenv(OWN_LANGUAGE, str(own / "words"))
    with pytest.raises(TableError) as error:
        check_own_tables()
    assert words in str(error.value) and "\n" not in str(error.value)


def test_init_writes_tables_that_can_be_filled_in(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SUPPORTED, encoding="utf-8")
    assert kg(tmp_path, "init", "--own").returncode == 0
    with (tmp_path / "own" / "words" / "relations.tsv").open("a", encoding="utf-8") as table:
        table.write("supports\t对口支援\tsupports\t\t\tRegion\tRegion\t\n")
    with (tmp_path / "own" / "words" / "relation_words.tsv").open("a", encoding="utf-8") as table:
        table.write("supports\t对口支援\t\t甲市对口支援乙县。\t甲市\t乙县\n")
    assert "对口支援 supports" in kg(tmp_path, "build", "a.txt").stdout
