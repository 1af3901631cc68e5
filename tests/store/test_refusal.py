"""What is refused, however it is written; and what only looks like it."""

from __future__ import annotations

import itertools

import pytest

from kg.errors import QueryError
from kg.store import Store
from kg.store.complaint import Malformed
from kg.store.refusal import RefusedError, admit
from tests.store.articles import article

AT = "<http://127.0.0.1:9/x>"
# SERVICE as the keyword.
SERVICES = [
    f"SELECT * {{ SERVICE {AT} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ service {AT} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SeRvIcE {AT} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE SILENT {AT} {{ ?s ?p ?o }} }}",
    f"SELECT * {{ SERVICE{AT}{{?s ?p ?o}}}}",
    f"SELECT*{{SERVICE{AT}{{}}}}",
    "SELECT * { SERVICE ?where { ?s ?p ?o } }",
    "SELECT * { SERVICE?where{ ?s ?p ?o } }",
    "PREFIX e: <http://127.0.0.1:9/> SELECT * { SERVICE e:x { ?s ?p ?o } }",
    "PREFIX : <http://127.0.0.1:9/> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX SERVICE: <http://127.0.0.1:9/> SELECT * { SERVICE SERVICE:x { ?s ?p ?o } }",
    "BASE <http://127.0.0.1:9/> SELECT * { SERVICE <x> { ?s ?p ?o } }",
    f"SELECT * {{ VALUES ?w {{ {AT} }} SERVICE ?w {{ ?s ?p ?o }} }}",
    f"SELECT * {{ # SERVICE is only said here\n SERVICE {AT} {{}} }}",
    f"SELECT * {{ SERVICE # why\n {AT} {{}} }}",
    f"SELECT * {{ SERVICE\r\n\t{AT} # '\n {{}} }}",
    f"SELECT * {{ #'\nSERVICE {AT} {{}} #'\n }}",
    f'SELECT * {{ ?s ?p "\\"" SERVICE {AT} {{}} BIND("\\"" AS ?x) }}',
    f"SELECT * {{ ?s ?p '\\'' . SERVICE {AT} {{}} }}",
    f"SELECT * {{ ?s ?p '''it's' ''' . SERVICE {AT} {{}} }}",
    f'SELECT * {{ ?s ?p """a " b""" . SERVICE {AT} {{}} BIND("" AS ?x) }}',
    f"SELECT * {{ ?s ?a ?b FILTER(?a<?b&&'>'='>') SERVICE {AT} {{}} FILTER(''='') }}",
    f"SELECT * {{ ?s ?a ?b FILTER(?a<?b&&'#>'!='') SERVICE {AT} {{}} }}",
    f"SELECT * {{ FILTER(1<2) SERVICE {AT} {{}} FILTER(2>1) }}",
    f"SELECT * {{ {{ SELECT * {{ {{ SERVICE {AT} {{}} }} }} }} }}",
    f"SELECT * {{ OPTIONAL {{ OPTIONAL {{ SERVICE {AT} {{}} }} }} }}",
    f"SELECT * {{ {{}} UNION {{ SERVICE {AT} {{}} }} }}",
    f"SELECT * {{ ?s ?p ?o MINUS {{ SERVICE {AT} {{}} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER EXISTS {{ SERVICE {AT} {{}} }} }}",
    f"SELECT * {{ ?s ?p ?o FILTER(1 = 2 || NOT EXISTS {{ SERVICE {AT} {{}} }}) }}",
    f"SELECT (EXISTS {{ SERVICE {AT} {{}} }} AS ?x) {{}}",
    f"SELECT * {{ BIND(EXISTS {{ SERVICE {AT} {{}} }} AS ?x) }}",
    f"SELECT ?x {{ ?s ?p ?o }} GROUP BY (EXISTS {{ SERVICE {AT} {{}} }} AS ?x)",
    f"SELECT ?s {{ ?s ?p ?o }} GROUP BY ?s HAVING(EXISTS {{ SERVICE {AT} {{}} }})",
    f"SELECT * {{ ?s ?p ?o }} ORDER BY (EXISTS {{ SERVICE {AT} {{}} }})",
    f"SELECT * {{ GRAPH ?g {{ SERVICE {AT} {{}} }} }}",
    f"SELECT * {{ SERVICE {AT} {{ SERVICE {AT} {{}} }} }}",
    f"ASK {{ SERVICE {AT} {{}} }}",
    f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE {AT} {{ ?s ?p ?o }} }}",
    f"DESCRIBE ?s {{ SERVICE {AT} {{ ?s ?p ?o }} }}",
    f"DESCRIBE <http://x/> {{ SERVICE {AT} {{}} }}",
    f"SELECT * {{ \\u0053ERVICE {AT} {{}} }}",
    f"SELECT * {{ \\U00000053\\u0045RVICE {AT} {{}} }}",
    f"SELECT * {{ S\\u0065rvice {AT} {{}} }}",
    f"SELECT * \\u007B SERVICE {AT} {{}} }}",
    f"SELECT * {{ ?s ?p \\u0027 \\u0027 SERVICE {AT} {{}} }}",
    f"SELECT * {{ \\u0023 comment\n SERVICE {AT} {{}} }}",
    f"SELECT * {{ LATERAL {{ SERVICE {AT} {{}} }} }}",
    f"\ufeffSELECT * {{ SERVICE {AT} {{}} }}",
    f"SELECT * {{ ?s ?p 1.SERVICE {AT} {{}} }}",
    f"SELECT * {{ ?s ?p ?o.SERVICE {AT} {{}} }}",
    f"SELECT ?servicq ?servicz {{ BIND(1 AS ?servicq) BIND(2 AS ?servicz) SERVICE {AT} {{}} }}",
    f"SELECT * {{ SERVICE {AT} {{}} }} # \\u0041",
    f"SELECT ?service {{ BIND(1 AS ?service) SERVICE {AT} {{}} }}",
]  # fmt: skip
# FROM of what is no graph here.
FROMS = [
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM <FILE:///etc/passwd> { ?s ?p ?o }",
    "SELECT * from<file:///etc/passwd>{ ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * FROM # a remark\n <http://127.0.0.1:9/> { ?s ?p ?o }",
    "SELECT * FROM<https://example.org/a>FROM<http://127.0.0.1:9/>{ ?s ?p ?o }",
    "PREFIX f: <file:///etc/> SELECT * FROM f:passwd { ?s ?p ?o }",
    "PREFIX : <file:///etc/> SELECT * FROM :passwd { ?s ?p ?o }",
    "PREFIX id: <file:///etc/> SELECT * FROM id:passwd { ?s ?p ?o }",
    "BASE <file:///etc/> SELECT * FROM <passwd> { ?s ?p ?o }",
    "BASE <file:///etc/> PREFIX p: <x/> SELECT * FROM p:passwd { ?s ?p ?o }",
    "SELECT * FROM <\\u0066ile:///etc/passwd> { ?s ?p ?o }",
    "SELECT * \\u0046ROM <file:///etc/passwd> { ?s ?p ?o }",
    "ASK FROM <ftp://127.0.0.1/x> { ?s ?p ?o }",
    "CONSTRUCT { ?s ?p ?o } FROM <data:text/turtle,x> { ?s ?p ?o }",
    "CONSTRUCT FROM <file:///etc/passwd> WHERE { ?s ?p ?o }",
    "DESCRIBE <http://x/> FROM <file:///etc/passwd>",
    "SELECT (1 AS ?from) FROM <file:///etc/passwd> { ?s ?p ?o }",
    "SELECT ?from FROM <file:///etc/passwd> { ?from ?p ?o } GROUP BY ?from",
    "PREFIX from: <file:///etc/> SELECT * FROM from:passwd { ?s ?p ?o }",
]
# Updates of every kind, and in disguise.
UPDATES = [
    "INSERT DATA { <a:b> <a:b> <a:b> }",
    "insert data { <a:b> <a:b> <a:b> }",
    "DELETE DATA { <a:b> <a:b> <a:b> }",
    "DELETE WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } USING <a:g> WHERE { ?s ?p ?o }",
    "LOAD <http://127.0.0.1:9/>",
    "LOAD SILENT <file:///etc/passwd> INTO GRAPH <a:g>",
    "CLEAR ALL",
    "CLEAR SILENT DEFAULT",
    "DROP ALL",
    "drop graph <a:g>",
    "CREATE GRAPH <a:g>",
    "ADD <a:g> TO <a:h>",
    "MOVE <a:g> TO <a:h>",
    "COPY DEFAULT TO <a:h>",
    "# SELECT * {}\nDROP ALL",
    "PREFIX a: <b:c> DROP ALL",
    "BASE <http://x/> # hm\nPREFIX a: <b:c>\nCLEAR ALL",
    "\\u0044ROP ALL",
    "DROP ALL ; SELECT",
    "INSERT DATA { <a:b> <a:b> 'SELECT * { ?s ?p ?o }' } ; DROP ALL",
]
# A query and an update in one.
MIXED = [
    "SELECT * { ?s ?p ?o } ; DROP ALL",
    "SELECT * { ?s ?p ?o } DROP ALL",
    "ASK {}\n;\nCLEAR ALL",
    "SELECT * { INSERT DATA { <a:b> <a:b> <a:b> } }",
    "SELECT * { { DROP ALL } }",
    "SELECT * { ?s ?p ?o } INSERT { ?s ?p ?o } WHERE {}",
]
# What only looks so.
HARMLESS = [
    "SELECT * { ?s ?p 'SERVICE <http://x/> {}' }",
    'SELECT * { ?s ?p """\nSERVICE <http://x/> { }\n""" }',
    "SELECT * { ?s ?p '\\u0053ERVICE' }",
    "SELECT * { ?s <http://service.example/SERVICE> ?o }",
    "SELECT * { ?service ?from ?drop } # SERVICE <http://x/> {} FROM <file:///x> DROP ALL",
    "SELECT * { ?s dcterms:from ?o ; rc:service ?x }",
    "PREFIX service: <http://x/> SELECT * { ?s service:from 'FROM <file:///x>' }",
    "PREFIX from: <http://x/> SELECT * { ?s from:a from:b }",
    "SELECT * { ?s ?p 'x'@en-service }",
    "SELECT * FROM <https://example.org/a> { ?s ?p ?o }",
    "SELECT * FROM NAMED <https://example.org/a> { GRAPH ?g { ?s ?p ?o } }",
    "PREFIX e: <https://example.org/> SELECT * FROM e:a { ?s ?p ?o }",
    "PREFIX e: <https://example.org/> SELECT * FROM e:\\u0061 { ?s ?p ?o }",
    "SELECT (1 AS ?from) { }",
    "SELECT ?from { ?from <http://x/p> ?o } GROUP BY ?from",
    "SELECT ?services { BIND('DROP ALL' AS ?services) }",
    "SELECT * { ?s ?p ?o FILTER(?s<?o) }",
    "SELECT * { GRAPH <file:///etc/passwd> { ?s ?p ?o } }",
    "\\u0053ELECT * { ?s ?p ?o }",
]  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    made = Store.in_memory()
    made.replace_article(*article("a", ("x", "p", "1")))
    return made


@pytest.mark.parametrize("query", SERVICES)
def test_other_machines_are_never_asked(store: Store, query: str) -> None:
    with pytest.raises((RefusedError, Malformed)) as caught:
        list(store.query(query))  # type: ignore[arg-type]
    if "LATERAL" not in query and "\ufeff" not in query:
        assert "SERVICE asks another machine" in str(caught.value)


@pytest.mark.parametrize("query", FROMS)
def test_nothing_is_fetched(store: Store, query: str) -> None:
    with pytest.raises(RefusedError, match="no graph of this store; nothing is fetched"):
        store.query(query)


@pytest.mark.parametrize(
    "query", ["CONSTRUCTFROM<file:///etc/passwd>WHERE{?s ?p ?o}", "PREFIX : <file:///etc/> SELECT * FROM:passwd {}"]
)
def test_a_keyword_that_touches_others_is_refused(store: Store, query: str) -> None:
    with pytest.raises((RefusedError, Malformed)):
        store.query(query)


@pytest.mark.parametrize("query", UPDATES)
def test_nothing_is_changed(store: Store, query: str) -> None:
    before = len(store)
    with pytest.raises(RefusedError, match=r"changes the graph, which only kg build does"):
        store.query(query)
    assert len(store) == before


@pytest.mark.parametrize("query", MIXED)
def test_half_a_query_is_none(store: Store, query: str) -> None:
    with pytest.raises(Malformed):
        store.query(query)
    assert len(store) == 2


@pytest.mark.parametrize("query", HARMLESS)
def test_what_only_looks_so_is_answered(store: Store, query: str) -> None:
    store.query(query)


def test_there_are_enough_evasions() -> None:
    assert len(SERVICES) + len(FROMS) + len(UPDATES) + len(MIXED) >= 100


ALLOWED = ("http://ok.example/sparql", "https://all.example")


def _passes(query: str) -> bool:
    try:
        admit(query, lambda iri: False, ALLOWED)
    except RefusedError:
        return False
    return True


@pytest.mark.parametrize(
    ("address", "passes"),
    [
        ("http://ok.example/sparql", True), ("http://ok.example/sparql/more", True),
        ("http://ok.example/sparql?default-graph-uri=x", True), ("https://all.example/any", True),
        ("https://all.example", True), ("http://ok.example/sparql-not", False), ("http://ok.example/other", False),
        ("https://ok.example/sparql", False), ("http://ok.example.evil.example/sparql", False),
        ("http://ok.example@evil.example/sparql", False), ("http://ok.example:81/sparql", False),
        ("http://ok.example/sparql/../admin", False), ("https://all.example.evil.example/", False),
        ("http://evil.example/?http://ok.example/sparql", False), ("file:///etc/passwd", False),
        ("http://ok.example/sparql/%2e%2e/admin", False), ("http://ok.example/sparql/%2E./admin", False),
    ],
)  # fmt: skip
def test_services_that_are_allowed(address: str, passes: bool) -> None:
    assert _passes(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}") is passes
    assert _passes(f"SELECT * {{ service#\n silent <{address}>{{ ?s ?p ?o }} }}") is passes


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE ?where {} }",
        "PREFIX o: <http://ok.example/> SELECT * { SERVICE o:sparql {} }",
        "SELECT * { SERVICE <http://ok.example/sparql> {} SERVICE <http://evil.example/> {} }",
        "SELECT * { SERVICE <http://ok.example/sparql> { SERVICE <http://evil.example/> {} } }",
        "BASE <http://evil.example/> SELECT * { SERVICE <x> {} }",
        "SELECT * { ?s ?p 'SERVICE <http://ok.example/sparql>' SERVICE <http://evil.example/> {} }",
    ],
)
def test_services_beside_those_that_are_allowed(query: str) -> None:
    assert not _passes(query)


def test_a_place_and_what_was_expected() -> None:
    cases = {
        "SELECT ?x WHERE ?x a rc:Park }": (1, 17, "{"),
        "SELECT ?x {\n ?x a rc:Park ;;\n FILTER(?x = }": (3, 14, "a variable"),
        "SELECT ?x { ?x a rc:Park } ORDER ?x": (1, 34, "BY"),
        "SELECT": (1, 7, "a variable"),
        "SELECT ?x { ?x a rc:Park": (1, 25, "}"),
        "重庆": (1, 1, "SELECT"),
    }
    for query, (line, column, wanted) in cases.items():
        with pytest.raises(Malformed) as caught:
            Store.in_memory().query(query)
        error = caught.value
        assert (error.line, error.column) == (line, column) and wanted in error.expected, (query, str(error))


@pytest.mark.parametrize("length", [1, 2, 5, 10, 30])
def test_the_place_is_right_wherever_the_error_is(length: int) -> None:
    good = "\n".join(f"  ?s{i} rdfs:label ?l{i} ." for i in range(30))
    lines = ["SELECT * {", *good.split("\n"), "}"]
    lines[length] = lines[length].replace("rdfs:label", "rdfs:label )")
    with pytest.raises(Malformed) as caught:
        Store.in_memory().query("\n".join(lines))
    assert (caught.value.line, caught.value.column) == (length + 1, lines[length].index(")") + 1)


def test_a_custom_function_is_the_querys_fault() -> None:
    with pytest.raises(QueryError, match="custom function"):
        Store.in_memory().query("SELECT (<http://x/f>(1) AS ?x) {}")


def test_every_spelling_of_the_keyword_is_the_keyword(store: Store) -> None:
    letters = [(one, f"\\u{ord(one):04X}", f"\\U{ord(one.lower()):08x}") for one in "SER"]
    for spelling in itertools.product(*letters):
        with pytest.raises(RefusedError):
            store.query(f"ASK {{ {''.join(spelling)}VICE {AT} {{}} }}")


def test_a_refusal_names_the_graph(store: Store) -> None:
    with pytest.raises(RefusedError, match=r"FROM file:///etc/passwd: no graph"):
        store.query("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }")


@pytest.mark.parametrize("escape", ["\\uD800", "\\uDFFF", "\\U0000DC00", "\\U00110000"])
def test_half_a_character_is_malformed(store: Store, escape: str) -> None:
    with pytest.raises(Malformed):
        store.query(f"SELECT * {{ ?s ?p {escape}")
