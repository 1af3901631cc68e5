"""A store on a server: the same graph and the same answers as an embedded one, whoever is cut off in the middle."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError
from kg.graph import Graph
from kg.rdf import serialise
from kg.store import Rows, Store
from kg.store.http import HttpStore
from kg.store.lease import Claim
from kg.store.opening import open_for_writing, open_store
from kg.store.remote import RemoteStore
from tests.change import victim
from tests.store.servers import ROWS, Server

pytestmark = pytest.mark.timeout(900)  # with the servers' start, on a machine that has other things to do
ROOT = Path(__file__).parents[2]
SEED = 7
LONG = bool(os.environ.get("KG_LONG"))
KILLS = 30 if LONG else 2
STATES = (0, 1, 2, 3) if LONG else (1, 3)  # through which the world comes to its last one
QUESTIONS = (
    "重庆高新区和成都高新区签了哪些协议？",
    "金凤实验室是哪年成立的",
    "西部(重庆)科学城有哪些在建项目",
    "成都高新区和谁合作？",
    "2021年3月举办了哪些会议？",
)
OF_ONE_THING = (  # what the examples do not ask, and servers have had their difficulties with
    ("meetings", {"with_": "重庆高新区"}),
    ("support", {"about_": "西部(重庆)科学城"}),
    *([("evidence", {"about_": "重庆高新区"})] if LONG else []),
)
TRIPLES = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(?p != <urn:kg:fingerprint>) }"


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import pipeline
    from kg.change import keeping, writing

    # What the victim's build sets, put back after the test.
    for module, name in ((pipeline, "extract"), (pipeline, "_readable"), (keeping, "BATCH"), (writing, "LOAD")):
        monkeypatch.setattr(module, name, getattr(module, name))


def exported(store: str | Path) -> bytes:
    with open_store(store) as opened:
        return b"".join(serialise(opened.quads(), "nquads"))


def merged(store: str | Path) -> list[tuple[str, ...]]:
    """What a plain query sees."""
    with open_store(store) as opened:
        return sorted(tuple(map(str, row)) for row in opened.select(TRIPLES).terms())


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The world after three changes, built at once."""
    from kg import pipeline
    from kg.change import keeping, writing

    before = pipeline.extract, pipeline._readable, keeping.BATCH, writing.LOAD
    path = tmp_path_factory.mktemp("local") / "graph"
    victim.build(str(path), *victim.state(SEED, 3))
    pipeline.extract, pipeline._readable, keeping.BATCH, writing.LOAD = before
    return path


def test_the_founding_articles_answer_alike(server: Server, founding_store: Path) -> None:
    """Every ready question, questions in Chinese, and what pages and exports are made of."""
    import shlex

    from kg.change import settle
    from kg.query import questions
    from kg.report import BuildReport

    with Store(founding_store) as here, open_for_writing(server.store) as there:
        there.extracts.put(list(_extracts(here)))
        there.extracts.remember("covered", "yes")
        settle(there, BuildReport())
    assert not set(exported(server.store).splitlines()) ^ set(exported(founding_store).splitlines())
    assert exported(server.store) == exported(founding_store)
    with Graph.open(founding_store) as here, Graph.open(server.store) as there:
        examples = [(ready.name, shlex.split(ready.example)) for ready in questions()]
        every = [(name, _arguments(words[words.index(name) + 1 :])) for name, words in examples]
        for name, asked in (*every, *OF_ONE_THING):
            expected, found = here.query(name, **asked), there.query(name, **asked)
            assert isinstance(found, Rows) and isinstance(expected, Rows)
            assert list(map(tuple, found)) == list(map(tuple, expected)), (name, asked)
        for question in QUESTIONS:
            assert there.ask(question).asdict() == here.ask(question).asdict(), question
        assert there.stats() == here.stats() and there.conflicts() == here.conflicts()
        assert there.show("重庆高新区") == here.show("重庆高新区")


def test_a_graph_with_a_past_is_the_one_that_is_built_at_once(server: Server, local: Path) -> None:
    for number in STATES:
        victim.build(server.store, *victim.state(SEED, number))
    assert exported(server.store) == exported(local)
    assert merged(server.store) == merged(local)
    with open_store(server.store) as there, open_store(local) as here:
        assert len(there) == len(here) and there.articles() == here.articles()
        assert there.extracts.ids() == here.extracts.ids() and len(there.extracts.log()) == len(STATES)


def test_another_machine_goes_on_where_the_first_was(
    oxigraph: Server, local: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    victim.build(oxigraph.store, *victim.state(SEED, 1))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    victim.build(oxigraph.store, *victim.state(SEED, 3))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    victim.build(oxigraph.store, *victim.state(SEED, 3))
    assert exported(oxigraph.store) == exported(local)
    assert merged(oxigraph.store) == merged(local)


def test_a_build_that_is_killed_is_completed_by_the_next(server: Server, local: Path) -> None:
    rng = random.Random(SEED)
    victim.build(server.store, *victim.state(SEED, 1))
    for _ in range(KILLS):
        command = [sys.executable, "-m", "tests.change.victim", server.store, str(SEED), "3"]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
        assert process.stdout and process.stdout.readline() == b"go\n"
        time.sleep(rng.uniform(0.05, 1.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    victim.build(server.store, *victim.state(SEED, 3))
    assert exported(server.store) == exported(local)
    assert merged(server.store) == merged(local)


def test_long_texts_and_many_facts(server: Server) -> None:
    """What no query may name in itself: texts of any length, and more of them than fit into an answer."""
    graphs = [ox.NamedNode(f"https://e.org/{name}") for name in "ab"]
    kept, gone = (ox.NamedNode(f"https://e.org/{name}") for name in ("kept", "gone"))
    texts = [ox.Literal(f"{n} “双方\n" + "合作区" * (5 if n % 50 else 4 * n), language="zh") for n in range(ROWS + 200)]
    shared = [ox.Triple(kept, kept, text) for text in texts[::2]]
    own = [ox.Triple(gone, gone, text) for text in texts[1::2]]
    first, second = (
        [ox.Quad(*one, graph) for one in said] for graph, said in zip(graphs, (shared + own, shared), strict=True)
    )
    with RemoteStore(server.store) as store:
        store.add_articles([(graphs[0].value, first, "1"), (graphs[1].value, second, "1")])
        assert set(store.quads(graphs[0].value)) == set(first)
        assert store.replace_article(graphs[0].value, first[:1], "2") and store.remove(graphs[0].value)
        assert set(store.quads()) == set(second)
        merge = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert not isinstance(merge, (bool, Rows)) and set(merge) == set(shared)
        store.remove(graphs[1].value)
        assert not store.query("ASK { ?s ?p ?o }") and not store.graphs()


def test_one_builds_at_a_time(oxigraph: Server) -> None:
    with RemoteStore(oxigraph.store), pytest.raises(StoreError, match=r"in use by another build \(.*\); wait") as seen:
        RemoteStore(oxigraph.store)
    assert "\n" not in str(seen.value)
    RemoteStore(oxigraph.store).close()


def test_who_is_gone_does_not_keep_others_out(oxigraph: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    store = RemoteStore(oxigraph.store)
    monkeypatch.setattr(Claim, "dead", lambda self: True)
    with RemoteStore(oxigraph.store):
        pass
    # The first has lost it, and may not go on as if it had not.
    assert store._lease
    store._lease._renewed -= 1000
    with pytest.raises(StoreError, match="another build writes there now"):
        store.extracts.remember("key", "value")
    store.close()


def test_readers_see_a_graph_and_nothing_beside_it(server: Server, local: Path) -> None:
    victim.build(server.store, *victim.state(SEED, 3))
    asked = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
    for query in (
        asked,
        "SELECT ?g ?x { ?x a rc:Park GRAPH ?g { ?x rdfs:label ?name } } ORDER BY ?g ?x",
        "SELECT (GROUP_CONCAT(?n; separator='、') AS ?all) { { SELECT DISTINCT ?n { ?x a rc:Park ; rdfs:label ?n } "
        "ORDER BY ?n } }",
        "SELECT DISTINCT ?n { ?x rdfs:label ?n ; a ?type OPTIONAL { ?x rc:startedOn ?day } } ORDER BY ?type ?day ?n",
        "SELECT ?n ?v { ?x rdfs:label ?n OPTIONAL { ?x rc:totalInvestment ?v } } ORDER BY DESC(?v) ?n",
    ):
        with open_store(server.store) as there, open_store(local) as here:
            assert [tuple(r) for r in there.select(query)] == [tuple(r) for r in here.select(query)], query
    for query in (
        "DESCRIBE ?x WHERE { ?x a rc:Agreement }",
        "CONSTRUCT { ?x rc:partOf ?y } WHERE { ?x rc:cooperatesWith ?y }",
        "CONSTRUCT WHERE { ?x rc:locatedIn ?y }",
    ):
        with open_store(server.store) as there, open_store(local) as here:
            assert set(map(str, there.query(query))) == set(map(str, here.query(query))), query  # type: ignore[arg-type]


def test_rows_beyond_the_servers_limit_are_there(virtuoso: Server) -> None:
    import httpx

    facts = [f'<https://e.org/{i}> <https://e.org/p> "{i % 7}"' for i in range(2 * ROWS + 100)]
    with httpx.Client(auth=httpx.DigestAuth("dba", "dba"), timeout=60) as client:
        for at in range(0, len(facts), 1000):
            update = f"INSERT DATA {{ GRAPH <https://e.org/g> {{ {' . '.join(facts[at : at + 1000])} }} }}"
            client.post(virtuoso.update, data={"update": update}).raise_for_status()
    everything = "SELECT ?s ?o FROM <https://e.org/g> { ?s <https://e.org/p> ?o }"
    with HttpStore(virtuoso.store) as store:
        for query in (everything, f"{everything} ORDER BY DESC(?o)", f"{everything} ORDER BY ?o LIMIT {2 * ROWS + 50}"):
            rows = store.select(query)
            assert len(set(rows)) == len(rows) == min(len(facts), 2 * ROWS + (50 if "LIMIT" in query else 100))
        made = store.query(
            "CONSTRUCT { ?s <https://e.org/q> ?o } FROM <https://e.org/g> WHERE { ?s <https://e.org/p> ?o }"
        )
        assert not isinstance(made, (bool, Rows)) and len(set(made)) == len(facts)
        with pytest.raises(StoreError, match="may have cut off its answer"):
            store.query("CONSTRUCT FROM <https://e.org/g> WHERE { ?s <https://e.org/p> ?o }")


def test_what_is_no_question_is_not_sent(virtuoso: Server) -> None:
    with HttpStore(virtuoso.update) as store, pytest.raises(QueryError, match="DELETE changes the graph"):
        store.query("PREFIX e: <https://e.org/> DELETE WHERE { ?s ?p ?o }")


def test_data_of_others_is_left_alone(oxigraph: Server) -> None:
    import httpx

    httpx.post(oxigraph.update, data={"update": "INSERT DATA { <https://e.org/a> <https://e.org/b> 1 }"})
    with pytest.raises(StoreError, match="its default graph holds other data"):
        RemoteStore(oxigraph.store)


def test_a_wrong_password(virtuoso: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_PASSWORD", "s3cret")
    with pytest.raises(StoreError, match="refuses the name and password") as seen:
        open_for_writing(virtuoso.store)
    assert "s3cret" not in str(seen.value)
    monkeypatch.delenv("KG_STORE_USER")
    with pytest.raises(StoreError, match="wants to know who writes; set KG_STORE_USER"):
        open_for_writing(virtuoso.store)


def test_the_password_may_be_in_netrc(virtuoso: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("KG_STORE_USER")
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login dba password dba\n", encoding="utf-8")
    netrc.chmod(0o600)
    RemoteStore(virtuoso.store).close()
    netrc.write_text("machine 127.0.0.1 login dba pass-word s3cret\n", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be read as netrc") as seen:
        RemoteStore(virtuoso.store)
    assert "s3cret" not in str(seen.value)


def _extracts(store: Store) -> list:  # type: ignore[type-arg]
    from kg.store.extracts import Extract, packed

    return [
        Extract(iri, notes["id"], base, mark, notes, packed(store.extracts.triples(iri)))
        for base in store.extracts.bases()
        for iri, mark, notes in store.extracts.notes(base)
    ]


def _arguments(words: list[str]) -> dict[str, str | list[str]]:
    found: dict[str, list[str]] = {}
    for word in words:
        if word.startswith("--"):
            found[name := word[2:]] = []
        else:
            found[name].append(word)
    return {f"{name}_": values if len(values) > 1 else values[0] for name, values in found.items()}


@pytest.fixture(scope="module")
def founding_store(tmp_path_factory: pytest.TempPathFactory, founding_folder: Path) -> Path:
    import kg

    path = tmp_path_factory.mktemp("founding") / "graph"
    kg.build(founding_folder, store=path)
    return path
