"""The embedded store: atomic articles, a merged default graph, and errors that people can act on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError, StoreError
from kg.store import Rows, Store, Triples

EX = "https://example.org/"
IDENTIFIER = "http://purl.org/dc/terms/identifier"


def article(name: str, *triples: tuple[str, str, str]) -> tuple[str, list[ox.Quad]]:
    graph = ox.NamedNode(EX + name)
    quads = [ox.Quad(graph, ox.NamedNode(IDENTIFIER), ox.Literal(name), graph)]
    quads += [ox.Quad(ox.NamedNode(EX + s), ox.NamedNode(EX + p), ox.Literal(o), graph) for s, p, o in triples]
    return graph.value, quads


def default_graph(store: Store) -> set[ox.Triple]:
    answer = store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert isinstance(answer, Triples)
    return set(answer)


def test_an_article_is_replaced_and_removed_alone() -> None:
    store = Store.in_memory()
    store.replace_article(*article("a", ("x", "p", "1"), ("x", "p", "2")))
    store.replace_article(*article("b", ("x", "p", "2"), ("y", "p", "3")))
    before = set(store.quads(EX + "b"))
    assert store.replace_article(*article("a", ("x", "p", "9")))
    assert set(store.quads(EX + "b")) == before
    assert {t.object.value for t in default_graph(store) if t.predicate.value == EX + "p"} == {"9", "2", "3"}
    assert store.remove(EX + "a")
    assert set(store.quads()) == before
    assert default_graph(store) == {q.triple for q in before}
    assert not store.remove(EX + "a")


def test_what_is_unchanged_is_not_written() -> None:
    store = Store.in_memory()
    assert store.replace_article(*article("a", ("x", "p", "1")))
    assert not store.replace_article(*article("a", ("x", "p", "1")))


def test_a_fingerprint_lives_and_goes_with_its_article() -> None:
    store = Store.in_memory()
    iri, quads = article("a", ("x", "p", "1"))
    assert store.fingerprint(iri) == ""
    assert store.replace_article(iri, quads, "one")
    assert not store.replace_article(iri, quads, "two")
    assert store.fingerprint(iri) == "two"
    assert set(store.quads()) == set(quads)
    store.remove(iri)
    assert store.fingerprint(iri) == "" and default_graph(store) == set()


def test_a_fact_told_twice_counts_once() -> None:
    store = Store.in_memory()
    for name in "ab":
        store.replace_article(*article(name, ("x", "p", "1")))
    assert [row.n for row in store.select(f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}p> ?o }}")] == [1]
    assert len(store.select(f"SELECT ?g {{ GRAPH ?g {{ ?s <{EX}p> ?o }} }}")) == 2


texts = st.text(st.characters(codec="utf-8"), max_size=30)
graphs = st.dictionaries(st.sampled_from("abc"), st.sets(st.tuples(st.sampled_from("xyz"), st.just("p"), texts)))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(graphs, min_size=1, max_size=4))
def test_the_default_graph_is_the_merge_of_the_articles(steps: list[dict[str, set[tuple[str, str, str]]]]) -> None:
    store = Store.in_memory()
    kept: dict[str, set[ox.Quad]] = {}
    for step in steps:
        for name, triples in step.items():
            iri, quads = article(name, *triples)
            if triples:
                store.replace_article(iri, quads)
                kept[iri] = set(quads)
            else:
                store.remove(iri)
                kept.pop(iri, None)
        assert set(store.quads()) == set().union(*kept.values())
        assert default_graph(store) == {q.triple for q in store.quads()}


@pytest.mark.parametrize("text", ["\\u0041 \\n \\U0001F600", 'a"b\\"c', "} DROP ALL #", "\x00\x01\r\n\t", "甲😀"])
def test_texts_survive_the_way_through_an_update(text: str) -> None:
    store = Store.in_memory()
    store.replace_article(*article("a", ("x", "p", "old")))
    store.replace_article(*article("a", ("x", "p", text)))
    assert [q.object.value for q in store.quads() if q.predicate.value == EX + "p"] == [text]


def test_rows_have_names_and_formats() -> None:
    store = Store.in_memory()
    store.replace_article(*article("a", ("x", "p", "重庆高新区"), ("y", "p", "b,c")))
    rows = store.query(f"SELECT ?s ?o {{ ?s <{EX}p> ?o }} ORDER BY ?s")
    assert isinstance(rows, Rows)
    assert rows[0].o == rows[0]["o"] == rows[0][1] == "重庆高新区"
    assert rows[0].asdict() == {"s": EX + "x", "o": "重庆高新区"}
    assert rows.serialise("csv").decode().splitlines()[2] == f'{EX}y,"b,c"'
    assert rows.to_pandas()["o"].tolist() == ["重庆高新区", "b,c"]
    assert "<td>b,c</td>" in rows._repr_html_()
    with pytest.raises(QueryError, match="one of table, csv"):
        rows.serialise("yaml")


def test_tables_align_by_display_width() -> None:
    store = Store.in_memory()
    store.replace_article(*article("a", ("x", "p", "重庆高新区"), ("y", "p", "ab")))
    head, _, first, second = (
        store.select(f"SELECT ?o ?n {{ ?s <{EX}p> ?o BIND(1 AS ?n) }} ORDER BY ?s").table().split("\n")
    )
    assert head.index("n") == 13
    assert first.index("1") == 8 and second.index("1") == 13


def test_a_malformed_query_names_its_place() -> None:
    with pytest.raises(QueryError, match=r"^query:2:12: malformed SPARQL after 'WHERE { \? }'$"):
        Store.in_memory().query("SELECT *\nWHERE { ? }")
    with pytest.raises(QueryError, match=r"^query:1:21: malformed SPARQL near 'ORDER }'$"):
        Store.in_memory().query("SELECT ?x { ?x a ?y ORDER }")
    with pytest.raises(
        QueryError, match=r"^query:1:1: malformed .* a query begins with SELECT, CONSTRUCT, DESCRIBE or"
    ):
        Store.in_memory().query("SELEC ?x { ?x a ?y }")
    with pytest.raises(QueryError, match=r"^query:1:[0-9]+: unknown prefix; declare it"):
        Store.in_memory().query("SELECT * { ?s foo:p ?o }")


@pytest.mark.parametrize(
    "asked", ["SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "SELECT * {service ?g{}}"]
)
def test_other_machines_are_never_asked(asked: str) -> None:
    with pytest.raises(QueryError, match="SERVICE asks another machine"):
        Store.in_memory().query(asked)


@pytest.mark.parametrize(
    "word", ['"SERVICE"', "'it is \\' SERVICE'", '"""a " SERVICE"""', "<https://SERVICE>", "rc:SERVICE"]
)
def test_a_word_in_a_text_is_no_keyword(word: str) -> None:
    assert len(Store.in_memory().select(f"SELECT * {{ ?service ?p {word} # SERVICE\n }}")) == 0


def test_a_change_is_no_question() -> None:
    with pytest.raises(QueryError, match="DELETE changes the graph, which only kg build does"):
        Store.in_memory().query("PREFIX x: <https://x/> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }")


class PanicException(BaseException):
    """What the database raises where it fails at its own work."""


def test_what_the_database_itself_fails_at_is_one_line() -> None:
    with (
        pytest.raises(QueryError, match=r"^query: the database failed at it; [^\n]*order by STR"),
        Store.in_memory()._guard(),
    ):
        raise PanicException("no total order")


def test_an_absent_store_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nothing: no graph here; build one with: kg build"):
        Store(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_folder_of_articles_is_not_taken_for_a_store(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files"):
        Store(tmp_path, write=True)
    assert [f.name for f in tmp_path.iterdir()] == ["a.txt"]


def test_a_store_in_use_is_refused_and_readers_share(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
        for write in (False, True):
            with pytest.raises(StoreError, match="in use"):
                Store(path, write=write)
    with Store(path) as one, Store(path) as two:
        assert len(one) == len(two) == 2
        with pytest.raises(StoreError, match="in use"):
            Store(path, write=True)
        with pytest.raises(StoreError, match="opened for reading"):
            one.remove(EX + "a")


@pytest.mark.parametrize("victim", ["CURRENT", "MANIFEST", ".sst"])
def test_a_damaged_store_says_so_in_one_line(tmp_path: Path, victim: str) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
    for file in [f for f in path.iterdir() if victim in f.name]:
        file.write_bytes(b"\xff" * 40)
    with pytest.raises(StoreError, match=r"^[^\n]*damaged[^\n]*build it again[^\n]*$"):
        len(Store(path))


def test_a_killed_writer_leaves_whole_articles_and_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    script = (
        "import sys; sys.path.insert(0, 'tests/store')\n"
        "from test_embedded import article\n"
        "from kg.store import Store\n"
        f"store = Store({str(path)!r}, write=True)\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1\n"
        "    store.replace_article(*article('a', *[('x%d' % i, 'p', str(n)) for i in range(50)]))\n"
        "    if n == 3: print('go', flush=True)\n"
    )
    root = Path(__file__).parents[2]
    env = os.environ | {"PYTHONPATH": str(root)}
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=root, env=env) as writer:
        assert writer.stdout and writer.stdout.readline() == b"go\n"
        writer.send_signal(signal.SIGKILL)
    with Store(path) as store:
        values = [q.object.value for q in store.quads() if q.predicate.value == EX + "p"]
        assert len(values) == 50 and len(set(values)) == 1
        assert default_graph(store) == {q.triple for q in store.quads()}


def test_many_articles_at_once_are_the_same_as_one_by_one() -> None:
    articles = [article("a", ("x", "p", "1"), ("y", "p", "2")), article("b", ("x", "p", "1")), article("c")]
    one, many = Store.in_memory(), Store.in_memory()
    for iri, quads in articles:
        one.replace_article(iri, quads, "f" + iri)
    many.add_articles([(iri, quads, "f" + iri) for iri, quads in articles])
    assert {str(quad) for quad in many.quads()} == {str(quad) for quad in one.quads()}
    assert default_graph(many) == default_graph(one) and many.articles() == one.articles()
    assert {many.fingerprint(iri) for iri, _ in articles} == {"f" + iri for iri, _ in articles}
    for store in (one, many):
        assert store.remove(articles[0][0])
    assert default_graph(many) == default_graph(one)


def test_a_load_that_was_cut_off_is_taken_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
        before = default_graph(store)
        # As if the process died between loading and saying so.
        monkeypatch.setattr(Store, "_update", lambda self, sparql: None)
        store.add_articles([(*article("b", ("x", "p", "1"), ("x", "p", "2")), "f")])
        monkeypatch.undo()
    with pytest.raises(StoreError, match=r"^[^\n]*the last build was cut off; run it again: kg build[^\n]*$"):
        Store(path)
    with Store(path, write=True) as store:
        assert list(store.articles().values()) == ["a"] and default_graph(store) == before
        assert store.fingerprint(EX + "b") == ""
    with Store(path) as store:
        assert len(store.articles()) == 1


def test_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "graph"
    with Store(path, write=True) as store:
        store.replace_article(*article("a", ("x", "p", "1")))
    copy = tmp_path / "copy"
    shutil.copytree(path, copy)
    (copy / "kg.lock").unlink()
    for file in copy.iterdir():
        file.chmod(0o444)
    copy.chmod(0o555)
    try:
        with Store(copy) as store:
            assert len(store) == 2
    finally:
        copy.chmod(0o755)
