"""Apache Jena reads the RDF that `kg export` writes, and finds the graph in it that oxigraph finds."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.model import Extraction
from kg.rdf import quads, serialise

JARS = Path("/usr/share/java")
WANTED = re.compile(
    r"(?:jena-.*|guava|failureaccess|slf4j-(?:api|nop)|commons-(?:lang3|io|csv|codec|cli|compress)|caffeine|protobuf|thrift"
    r"|jackson-.*|jakarta\..*|jsonld-java|httpc(?:lient|ore)(?:-cache)?|commons-logging|gson)\.jar"
)
# Its namespaces of classes were moved in Debian's build (4.5.0), its message files were not: without them it stops
# with an "internal error" as it starts.
MOVED = "org/apache/jena/ext/xerces/"
FORMATS = {"turtle": "ttl", "trig": "trig", "nquads": "nq", "ntriples": "nt", "rdfxml": "rdf", "jsonld": "jsonld"}
# Debian has no provider for jakarta.json (org.eclipse.parsson), without which Jena's reader of JSON-LD 1.1 fails, with
# no word where logging is off. Its reader of 1.0 needs none; all that it does not know in our files is the line that
# says they are 1.1.
SYNTAX = {"jsonld": ["--syntax=jsonld10"]}


@pytest.fixture(scope="module")
def classpath(tmp_path_factory: pytest.TempPathFactory) -> str:
    if shutil.which("java") is None or not (JARS / "jena-arq.jar").exists():
        pytest.skip("Apache Jena (Debian packages libapache-jena-java, default-jre-headless) is not installed")
    messages = tmp_path_factory.mktemp("messages")
    with zipfile.ZipFile(JARS / "jena-core.jar") as core:
        for name in core.namelist():
            if name.startswith(MOVED) and name.endswith(".properties"):
                out = messages / "xerces" / name.removeprefix(MOVED)
                out.parent.mkdir(parents=True, exist_ok=True)
                out.write_bytes(core.read(name))
    jars = sorted(str(jar) for jar in JARS.glob("*.jar") if WANTED.fullmatch(jar.name))
    return ":".join([str(messages), *jars])


def canonical(found: list[ox.Quad]) -> str:
    """The canonical form of a graph without blank nodes: its lines in order, each once."""
    return "\n".join(sorted({str(quad) for quad in found}))


@pytest.mark.parametrize("format", FORMATS)
def test_jena_reads_the_same_graph(
    format: str, gold_extractions: list[Extraction], classpath: str, tmp_path: Path
) -> None:
    data = [quad for extraction in gold_extractions[:2] for quad in quads(extraction)]
    path = tmp_path / f"graph.{FORMATS[format]}"
    path.write_bytes(b"".join(serialise(data, format)).replace(b' "@version": 1.1,\n', b"", 1))
    java = ["java", "-XX:TieredStopAtLevel=1", "-cp", classpath, "riotcmd.riot", "--output=nquads"]
    command = [*java, *SYNTAX.get(format, []), str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr.decode()[:2000]
    read = list(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS))
    graphs = format in ("trig", "nquads", "jsonld")
    wanted = data if graphs else [ox.Quad(quad.subject, quad.predicate, quad.object) for quad in data]
    assert canonical(read) == canonical(wanted)
