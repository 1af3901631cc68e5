"""The embedded store: atomic articles, a merged default graph, and errors that people can act on."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.store import Rows, Store
from tests.store.articles import EX, article, default_graph


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
    with pytest.raises(QueryError, match=r"^query:2:9: malformed SPARQL near '\? }'; expected .*a variable"):
        Store.in_memory().query("SELECT *\nWHERE { ? }")
    with pytest.raises(QueryError, match=r"^query:1:21: malformed SPARQL near 'ORDER }'; expected .*}"):
        Store.in_memory().query("SELECT ?x { ?x a ?y ORDER }")
    with pytest.raises(
        QueryError, match=r"^query:1:1: malformed .* a query begins with SELECT, CONSTRUCT, DESCRIBE or"
    ):
        Store.in_memory().query("SELEC ?x { ?x a ?y }")
    with pytest.raises(QueryError, match=r"^query:1:15: unknown prefix foo:; declare it"):
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


def test_a_query_is_put_to_the_database_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.store import embedded

    asked = []
    run = embedded.run
    monkeypatch.setattr(embedded, "run", lambda *given: asked.append(1) or run(*given))
    with Store(tmp_path, write=True) as store:
        rows = store.query("SELECT ?s { ?s ?p ?o } ORDER BY ?s")
        assert isinstance(rows, Rows)
        assert (list(rows), len(rows)) == ([], 0)
        assert len(asked) == 1
        assert rows.serialise("csv") == rows.serialise("csv") == b"s\r\n"
        store.query("SELECT ?s { ?s ?p ?o } ORDER BY ?s").serialise("json")  # type: ignore[union-attr]
        assert len(asked) == 4
        triples = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
        assert [list(triples), list(triples)] == [[], []]  # type: ignore[arg-type]
        assert len(asked) == 6


def test_articles_may_be_given_as_lines(tmp_path: Path) -> None:
    said = [article("a", ("x", "p", "1 .\n<urn:y> ."), ("y", "p", "2")), article("b", ("x", "p", "1 .\n<urn:y> ."))]
    for name, told in (
        ("quads", [(iri, quads, f"of {iri}") for iri, quads in said]),
        ("lines", [(iri, ox.serialize([q.triple for q in quads], format=ox.RdfFormat.N_TRIPLES), f"of {iri}")
                   for iri, quads in said]),
    ):  # fmt: skip
        with Store(tmp_path / name, write=True) as store:
            store.add_articles(told)  # type: ignore[arg-type]
    with Store(tmp_path / "quads") as quads, Store(tmp_path / "lines") as lines:
        assert set(lines.quads()) == set(quads.quads()) == {quad for _, every in said for quad in every}
        assert default_graph(lines) == default_graph(quads)
        assert {lines.fingerprint(iri) for iri, _ in said} == {f"of {iri}" for iri, _ in said}
