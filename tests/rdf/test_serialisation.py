"""serialise(): every reader reads back what was written, and the order in which it came leaves no trace."""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg import vocabulary as v
from kg.errors import UserError
from kg.model import Entity, Extraction
from kg.rdf import FORMATS, quads, serialise
from kg.rdf.iri import segment
from kg.rdf.jsonld import context

OXIGRAPH = {
    "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nquads": ox.RdfFormat.N_QUADS,
    "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
NAMES = (
    "西部(重庆)科学城", "甲—乙", "A/B公司", "100%", "“双城”", "1区", "-甲", ".甲.", "甲.", "甲:乙", "C&A", "甲 乙",
    "𪛖城", "甲·乙", "a#b?c", "~!$'*+,;=@", "甲\u200d乙", "é", "claim", "x×y", "\\", "[甲]", "甲\u202e乙", "。",
)  # fmt: skip


@pytest.fixture(scope="module")
def data(gold_extractions: list[Extraction]) -> list[ox.Quad]:
    """Gold, and names that no grammar likes."""
    some = gold_extractions[:6]
    odd = Extraction(some[0].article, tuple(Entity(name, ("Park",), (name,)) for name in NAMES), ())
    return list(dict.fromkeys(quad for each in (*some, odd) for quad in quads(each)))


def written(data: list[ox.Quad], format: str, base: str = v.BASE) -> bytes:
    return b"".join(serialise(data, format, base))


def merged(data: list[ox.Quad]) -> set[ox.Quad]:
    return {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in data}


@pytest.mark.parametrize("format", OXIGRAPH)
def test_oxigraph_reads_back_the_same(data: list[ox.Quad], format: str) -> None:
    wanted = merged(data) if format in ("turtle", "ntriples") else set(data)
    assert set(ox.parse(written(data, format), format=OXIGRAPH[format])) == wanted


@pytest.mark.parametrize("format", FORMATS)
def test_the_order_in_which_quads_come_leaves_no_trace(data: list[ox.Quad], format: str) -> None:
    shuffled = data + data[:100]
    random.Random(7).shuffle(shuffled)
    assert written(shuffled, format) == written(data, format)


def sha(found: Iterable[str]) -> str:
    """The canonical hash of a graph without blank nodes: of its N-Triples lines, in order."""
    return hashlib.sha256("\n".join(sorted(set(found))).encode()).hexdigest()


@pytest.fixture(scope="module")
def expected(data: list[ox.Quad]) -> str:
    return sha(map(str, merged(data)))


@pytest.mark.parametrize(
    ("format", "name"),
    [("turtle", "turtle"), ("trig", "trig"), ("jsonld", "json-ld"), ("nquads", "nquads"), ("ntriples", "nt"),
     ("rdfxml", "xml")],
)  # fmt: skip
def test_rdflib_reads_the_same_graph(
    data: list[ox.Quad], expected: str, format: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else 0.90 is 0.9 to it as soon as it is read.
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    read, plain = rdflib.Dataset(default_union=True), rdflib.Graph()
    for row in read.parse(data=written(data, format), format=name).triples((None, None, None)):
        plain.add(row[:3])
    lines = plain.serialize(format="nt")
    # Read by oxigraph only to have the escapes of a literal in one form.
    assert sha(map(str, ox.parse(lines, format=ox.RdfFormat.N_TRIPLES))) == expected


@pytest.mark.parametrize(
    ("format", "name"),
    [("turtle", "turtle"), ("ntriples", "ntriples"), ("rdfxml", "rdfxml"), ("nquads", "nquads"), ("trig", "trig")],
)
def test_rapper_reads_the_same_graph(
    data: list[ox.Quad], expected: str, format: str, name: str, tmp_path: Path
) -> None:
    if shutil.which("rapper") is None:
        pytest.skip("rapper (Debian package raptor2-utils) is not installed")
    path = tmp_path / "graph"
    path.write_bytes(written(data, format))
    command = ["rapper", "--quiet", "--input", name, "--output", "ntriples", str(path)]
    done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr
    assert sha(map(str, ox.parse(done.stdout, format=ox.RdfFormat.N_TRIPLES))) == expected


def test_turtle_reads_well(gold_extractions: list[Extraction]) -> None:
    text = written(list(quads(gold_extractions[0])), "turtle").decode()
    lines = text.splitlines()
    assert lines[0] == f"@prefix rc: <{v.RC}> ."
    subjects = [line.split()[0] for line in lines if line and not line[0].isspace() and line.endswith(";")]
    prefixes = [subject.partition(":")[0] for subject in subjects]
    assert [prefix for at, prefix in enumerate(prefixes) if prefix not in prefixes[:at]] == ["id", "article", "claim"]
    assert len(subjects) == len(set(subjects))
    assert sum(subject.startswith("<") for subject in subjects) == 0
    assert any(line.startswith("id:") and " a rc:Park ;" in line for line in lines)


@pytest.mark.parametrize("format", ["turtle", "trig", "jsonld"])
def test_another_base_has_its_own_prefixes(gold_extractions: list[Extraction], format: str) -> None:
    base = "https://example.org/kg/"
    data = list(quads(gold_extractions[0], base))
    file = written(data, format, base)
    assert v.BASE.encode() not in file
    assert file.count(base.encode()) < 5
    wanted = merged(data) if format == "turtle" else set(data)
    assert set(ox.parse(file, format=OXIGRAPH[format])) == wanted


def test_trig_and_jsonld_keep_the_default_graph_beside_named_ones() -> None:
    thing, about = ox.NamedNode(v.BASE + "甲"), ox.NamedNode(v.LABEL)
    data = [
        ox.Quad(thing, about, ox.Literal("甲", language="zh")),
        ox.Quad(thing, about, ox.Literal("A", language="en"), ox.NamedNode(v.BASE + "article/x")),
        ox.Quad(thing, ox.NamedNode("https://example.org/p"), ox.BlankNode("b"), ox.NamedNode(v.BASE + "article/y")),
    ]
    for format in ("trig", "nquads"):
        assert len(list(ox.parse(written(data, format), format=OXIGRAPH[format]))) == 3
    nodes = json.loads(written(data, "jsonld"))["@graph"]
    assert [node["@id"] for node in nodes] == ["id:甲", "id:article/x", "id:article/y"]
    assert nodes[0]["label"] == "甲"
    assert nodes[1]["@graph"] == [{"@id": "id:甲", "label": {"@value": "A", "@language": "en"}}]


def test_nothing_is_a_valid_file_too() -> None:
    for format, name in OXIGRAPH.items():
        assert list(ox.parse(written([], format), format=name)) == []


def test_triples_are_written_as_well() -> None:
    triple = ox.Triple(ox.NamedNode(v.BASE + "甲"), ox.NamedNode(v.TYPE), ox.NamedNode(v.RC + "Park"))
    assert b"".join(serialise([triple], "turtle")).endswith("\nid:甲 a rc:Park .\n".encode())


def test_an_unknown_format_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(UserError, match="'rdfjson' is unknown; use one of turtle, trig"):
        serialise([], "rdfjson")


def test_the_context_knows_every_term() -> None:
    known = context()
    assert {prefix: known[prefix] for prefix in v.PREFIXES} == v.PREFIXES
    assert {*v.ENTITY_TYPES, *v.PREDICATES, *v.STATUSES, "Claim"} <= known.keys()
    for predicate in v.PREDICATES:
        assert known[predicate]["@id"] == f"rc:{predicate}"
        assert (known[predicate].get("@type") == "@id") == (predicate in v.ENTITY_RANGES)


literals = st.one_of(
    st.text().map(ox.Literal),
    st.text().map(lambda text: ox.Literal(text, language="zh")),
    st.sampled_from([*'"\\\n\r\t', '"""', '\n"', '\n"""', "\n\\", '\n""a""', "\x00\n", "\u2028", "\ufeff"]).map(
        ox.Literal
    ),
    st.integers().map(ox.Literal),
    st.decimals(allow_nan=False, allow_infinity=False).map(
        lambda number: ox.Literal(f"{number:f}", datatype=ox.NamedNode(v.PREFIXES["xsd"] + "decimal"))
    ),
)
names = st.text(min_size=1).map(lambda name: ox.NamedNode(v.BASE + segment(name)))


@given(st.lists(st.tuples(names, names, st.one_of(names, literals))))
def test_any_name_and_literal_survives(triples: list[tuple[ox.NamedNode, ox.NamedNode, ox.Literal]]) -> None:
    graph = ox.NamedNode(v.BASE + "article/x")
    data = [ox.Quad(*triple, graph) for triple in triples]
    for format in ("turtle", "trig", "nquads", "jsonld"):
        wanted = merged(data) if format == "turtle" else set(data)
        assert set(ox.parse(written(data, format), format=OXIGRAPH[format])) == wanted, format
